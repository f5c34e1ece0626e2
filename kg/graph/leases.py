"""Who may do what with a folder: a lease keeps what a reader has open, a claim keeps a second writer away.

Both are locks of the system (``flock``, and ``fcntl`` as RocksDB uses it), which end with their process however that
ends, so nothing is left to clear away after a crash. Where a system has no such locks, nothing is kept and nobody is
kept away.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import GraphError

DESCRIPTORS = Path("/proc/self/fd")
"""Where Linux names what a process has open: a name that leads to a folder even after it was moved."""
BUSY = "another process is writing this graph; try again when it has ended"


class Lease:
    """A folder that is not removed while this lives, even when another takes its name.

    :raises OSError: where there is no such folder, or it is closed to us.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = _descriptor(path)
        while not (_lock(self._descriptor, shared=True) and _is(self._descriptor, path)):
            # it was replaced, and is perhaps being removed, between the two steps
            os.close(self._descriptor)
            self._descriptor = _descriptor(path)
        known = DESCRIPTORS / str(self._descriptor)
        self.place = known if known.exists() else path
        """Where the folder can be read, wherever it is moved meanwhile."""

    def __del__(self) -> None:
        if (descriptor := getattr(self, "_descriptor", None)) is not None:
            os.close(descriptor)


def is_leased(path: Path) -> bool:
    """Whether somebody, in this process or another, still has a folder open; nobody has one that is gone."""
    try:
        descriptor = _descriptor(path)
    except FileNotFoundError:
        return False
    try:
        return not _lock(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def claim(folder: Path, graph: Path) -> Iterator[None]:
    """Make a folder that belongs to this writer alone, and that is gone in the end; what a dead one left is removed.

    :param graph: the graph that is to be written, for the message.
    :raises GraphError: where another writer has it.
    """
    from shutil import rmtree

    descriptor = _claimed(folder)
    if descriptor is None:
        raise GraphError(f"{graph}: {BUSY}")
    try:
        for entry in folder.iterdir():
            rmtree(entry)
        try:
            yield
        finally:
            rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)


def _claimed(folder: Path) -> int | None:
    """The descriptor of a folder whose lock we have; None where another has it."""
    while True:
        with suppress(FileExistsError):
            folder.mkdir()
        descriptor = _descriptor(folder)
        if not _lock(descriptor):
            os.close(descriptor)
            return None
        if _is(descriptor, folder):
            return descriptor
        os.close(descriptor)  # another writer came to its end, and removed it, between the steps


@contextmanager
def unopened(store: Path, graph: Path) -> Iterator[None]:
    """Keep other programs from opening a store for writing: hold the lock that RocksDB takes.

    :raises GraphError: where one has it open.
    """
    if sys.platform == "win32" or not (store / "LOCK").exists():
        yield
        return
    with (store / "LOCK").open("r+b") as file:
        try:
            _lock_file(file.fileno())
        except (BlockingIOError, PermissionError):
            raise GraphError(f"{graph}: {BUSY}") from None
        yield


def _lock_file(descriptor: int) -> None:
    import fcntl

    if sys.platform == "linux":
        # Of the open file, not of the process: the lock of a store that this very process has open counts as well,
        # and does not end with ours (https://man7.org/linux/man-pages/man2/F_OFD_SETLK.2const.html).
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))
    elif sys.platform != "win32":
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _descriptor(path: Path) -> int:
    # Windows opens no folders; nothing is locked there, so anything will do
    return os.open(os.devnull if sys.platform == "win32" else path, os.O_RDONLY)


def _lock(descriptor: int, *, shared: bool = False) -> bool:
    """Whether the lock could be had."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


def _is(descriptor: int, path: Path) -> bool:
    """Whether a name still stands for what was opened under it."""
    if sys.platform == "win32":
        return path.exists()
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
