"""Folders that hold a graph as an Oxigraph store: opened, replaced as a whole, changed as a whole.

No store is written where readers may have it open: a new one is made beside it, and takes its name when it is whole.
So whoever is killed, and whenever, the folder holds the old graph or the new one, and a reader sees one of them from
its first question to its last. Beside a folder ``news`` there can lie

- ``.news.new``: what a writer is at work on. Its lock keeps a second writer away.
- ``.news.….old``: a store that was replaced while somebody was reading it, or that a killed writer had just written.
  The next writer removes it.
- ``.news.before``: the old store, in the moment in which the name changes hands on a system that cannot exchange two
  names at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph.leases import BUSY, Lease, claim, is_leased, unopened
from kg.graph.swaps import swap

_DATABASE = re.compile(r"CURRENT|IDENTITY|LOCK|LOG(\.old\..*)?|(MANIFEST|OPTIONS)-.*|.*\.(sst|log|blob|dbtmp)")
"""The files that an Oxigraph store consists of."""


class Opened(NamedTuple):
    """A store, and what keeps its files in place for as long as it is read; None where there are no files."""

    store: ox.Store
    lease: Lease | None = None


def exists(path: Path) -> bool:
    """Whether there is a folder of this name, or one that a writer who was killed had put aside."""
    return path.is_dir() or _before(path).is_dir()


def opened(path: Path) -> Opened:
    """The store in a folder, for reading only.

    :raises GraphError: where the folder holds no store.
    :raises OSError: where its files are damaged or closed to us.
    """
    try:
        lease = Lease(path)
    except FileNotFoundError:
        lease = Lease(_before(path))
    if not (lease.place / "CURRENT").is_file():
        raise GraphError(f"{path}: this folder is no graph: it holds no Oxigraph store")
    return Opened(ox.Store.read_only(str(lease.place)), lease)


def check(path: Path) -> None:
    """Make sure that a folder can be replaced by a graph.

    :raises GraphError: where it holds anything but a store, or another process is writing it.
    """
    real = Path(os.path.realpath(path))
    if real.is_dir():
        _check_strangers(real)
        with unopened(real, path):
            pass
    if is_leased(_new(real)):
        raise GraphError(f"{path}: {BUSY}")


def write(path: Path, quads: Iterable[ox.Quad]) -> None:
    """Put a store of quads in place of what a folder holds.

    :raises GraphError: where it cannot be written, holds anything else, or another process is writing it.
    """
    replace(path, lambda store: store.bulk_extend(quads))


def change(path: Path, action: Callable[[ox.Store], None]) -> None:
    """Do something to the store in a folder, wholly or not at all; readers see the old one until it is done.

    :raises GraphError: where it cannot be written, or another process is writing it.
    """

    def copy(new: Path) -> None:
        store, _lease = opened(path)
        store.backup(str(new))

    replace(path, action, start=copy)


def replace(path: Path, fill: Callable[[ox.Store], None], start: Callable[[Path], None] | None = None) -> None:
    """Put a new store in place of what a folder holds.

    :param fill: writes the new store.
    :param start: makes the folder that the new store opens, where it does not begin empty.
    :raises GraphError: where it cannot be written, holds anything else, or another process is writing it.
    """
    path = Path(os.path.realpath(path))
    try:
        with claim(_new(path), path):
            _recover(path)
            _check_strangers(path)
            with unopened(path, path):
                new = _new(path) / "store"
                if start:
                    start(new)
                _fill(new, fill)
                if path.exists():
                    new.chmod(path.stat().st_mode & 0o7777)
                _put(new, path)
            tidy(path)
    except (OSError, RuntimeError) as error:
        raise GraphError(f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}") from None


def tidy(path: Path) -> None:
    """Remove the stores that were replaced and that nobody reads any more."""
    from shutil import rmtree

    path = Path(os.path.realpath(path))
    for old in path.parent.glob(f".{_literal(path.name)}.*.old"):
        if not is_leased(old):
            rmtree(old, ignore_errors=True)


def _fill(path: Path, fill: Callable[[ox.Store], None]) -> None:
    """A function of its own, so that the store is closed at its end: it writes to its files by name."""
    store = ox.Store(str(path))
    fill(store)
    store.flush()


def _put(new: Path, path: Path) -> None:
    """Give the new store the name of the old one, and the old one a name that nobody looks for."""
    from shutil import rmtree

    lease = Lease(new)  # so that nobody who tidies takes it for an old one
    spare = _old(path)
    os.rename(new, spare)
    try:
        if swap(spare, path, _before(path)):
            os.rename(_before(path), _old(path))
    except OSError:
        rmtree(spare, ignore_errors=True)
        raise
    del lease
    if os.name == "posix":
        # the names too are to outlast a power cut
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _recover(path: Path) -> None:
    """Give the old store its name back where a writer was killed after putting it aside."""
    before = _before(path)
    if not before.is_dir():
        return
    if path.exists():
        os.rename(before, _old(path))
    else:
        os.rename(before, path)


def _check_strangers(path: Path) -> None:
    entries = path.iterdir() if path.exists() else ()
    if strangers := sorted(entry.name for entry in entries if not _DATABASE.fullmatch(entry.name)):
        raise GraphError(f"{path}: this folder is no graph, and kg will not replace it: it holds {strangers[0]}")


def _new(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _before(path: Path) -> Path:
    return path.with_name(f".{path.name}.before")


def _old(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.old")


def _literal(name: str) -> str:
    """A name as a pattern of glob that stands for this name alone."""
    return re.sub(r"([*?[])", r"[\1]", name)
