"""Places: where a graph is on disk, whether it has changed there, and where a server keeps its copy."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from shutil import copyfileobj, rmtree
from typing import TypeAlias

PREFIX = "kg-serve-"
_OURS = re.compile(rf"{PREFIX}(\d+)-.*")
_BESIDE = re.compile(r"LOCK|LOG(\.old\..*)?")
"""Files of a store that change when it is read."""

_TABLE = ".sst"

Mark: TypeAlias = tuple[tuple[object, ...], ...]
"""What is different once somebody has written a graph."""


def is_remote(graph: str) -> bool:
    """Whether a graph is behind an endpoint."""
    return re.match(r"https?://", graph, re.IGNORECASE) is not None


def mark(graph: str) -> Mark:
    """The mark of a graph on disk; empty where it is not there, or elsewhere."""
    if is_remote(graph):
        return ()
    try:
        path = Path(graph)
        if not path.is_dir():
            return (_of(path.stat(), ""),)
        with os.scandir(path) as found:
            return tuple(sorted(_of(one.stat(), one.name) for one in found if not _BESIDE.fullmatch(one.name)))
    except OSError:
        return ()


def _of(known: os.stat_result, name: str) -> tuple[object, ...]:
    return name, known.st_ino, known.st_size, known.st_mtime_ns


def new_copy() -> Path:
    """A new folder for a copy."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def linked(folder: Path) -> Path | None:
    """A folder with the files of a store as they are now, whatever becomes of the store; None where that cannot be.

    Tables of RocksDB never change once they are written, so they need no copy, only a name of their own: a hard link,
    which there can be within one file system.
    """
    copy = new_copy()
    try:
        source = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for name in os.listdir(source):
                if name.endswith(_TABLE):
                    os.link(name, copy / name, src_dir_fd=source)
                elif not _BESIDE.fullmatch(name):
                    _copied(name, source, copy / name)
        finally:
            os.close(source)
    except OSError:
        rmtree(copy, ignore_errors=True)
        return None
    return copy


def _copied(name: str, folder: int, target: Path) -> None:
    with open(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as old, target.open("xb") as new:
        copyfileobj(old, new)


def sweep() -> None:
    """Remove the copies of servers that were killed."""
    for path in Path(tempfile.gettempdir()).iterdir():
        ours = _OURS.fullmatch(path.name)
        with suppress(OSError):
            if ours and path.stat().st_uid == os.getuid() and not _runs(int(ours[1])):
                rmtree(path, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
