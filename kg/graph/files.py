"""Files and folders that hold a graph: reading them, and writing them so that a failure leaves the old one whole."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError
from kg.ontology import nesting

EXTENSIONS = {".trig": "trig", ".nq": "nquads", ".ttl": "turtle", ".jsonld": "jsonld", ".rdf": "rdfxml"}
"""The extensions of graph files, and their formats."""

_PARSERS = {
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_CHOICES = "a graph is a .trig, .nq, .ttl, .jsonld or .rdf file, or a folder"
_DATABASE = re.compile(r"CURRENT|IDENTITY|LOCK|LOG(\.old\..*)?|(MANIFEST|OPTIONS)-.*|.*\.(sst|log|blob|dbtmp)")
"""The files that an Oxigraph store consists of."""


def is_folder(path: Path) -> bool:
    """Whether a path means a store on disk: an existing folder, or a new name that is no file's.

    :raises GraphError: where it is neither that nor a file with a known extension.
    """
    if path.is_dir():
        return True
    if path.suffix.lower() in EXTENSIONS:
        return False
    if path.suffix.lower() in ("", ".graph", ".db") and not path.exists():
        return True
    raise GraphError(f"{path}: {path.suffix or 'a file without extension'} is no format of graphs; {_CHOICES}")


def format_of(path: Path) -> str:
    """The format in which a file is written."""
    return EXTENSIONS[path.suffix.lower()]


def read(path: Path) -> ox.Store:
    """The store that a file or a folder holds; a folder is opened for reading only.

    :raises GraphError: where it is missing, empty, malformed or no graph at all.
    """
    try:
        if not path.exists():
            raise GraphError(f"{path}: there is no such graph; kg build makes one")
        return _open_folder(path) if is_folder(path) else _load_file(path)
    except (OSError, ValueError, RuntimeError) as error:
        raise GraphError(f"{path}: {_reason(error)}") from None


def write_file(path: Path, content: bytes) -> None:
    """Put content in place of a file, at once or not at all.

    :raises GraphError: where the folder cannot be written.
    """
    path = Path(os.path.realpath(path))
    aside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        try:
            _write_durably(aside, content)
            if path.exists():
                aside.chmod(path.stat().st_mode & 0o7777)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {_reason(error)}") from None


def write_folder(path: Path, quads: Iterable[ox.Quad]) -> None:
    """Put a store on disk in place of another, built beside it and swapped in whole.

    :raises GraphError: where the folder cannot be written, holds something else, or another process is writing it.
    """
    from shutil import rmtree

    path = Path(os.path.realpath(path))
    aside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        try:
            with _locked(path):
                _write_store(aside, quads)
            _swap(aside, path)
        finally:
            rmtree(aside, ignore_errors=True)
    except (OSError, RuntimeError) as error:
        raise GraphError(f"{path}: cannot be written: {_reason(error)}") from None


@contextmanager
def writing(path: Path) -> Iterator[ox.Store]:
    """The store on disk in a folder, open for changes; it closes at the end.

    :raises GraphError: where it cannot be written, or another process is writing it.
    """
    try:
        store = ox.Store(str(path))
    except (OSError, ValueError, RuntimeError) as error:
        raise GraphError(f"{path}: cannot be written: {_locked_by_another(error) or _reason(error)}") from None
    yield store
    store.flush()


def _locked_by_another(error: Exception) -> str:
    return "another process is writing this graph" if "lock" in str(error).lower() else ""


def _open_folder(path: Path) -> ox.Store:
    if not (path / "CURRENT").is_file():
        raise GraphError(f"{path}: this folder is no graph: it holds no Oxigraph store")
    return ox.Store.read_only(str(path))


def _load_file(path: Path) -> ox.Store:
    content = path.read_bytes().removeprefix(BOM_UTF8)
    if not content.strip():
        raise GraphError(f"{path}: the file is empty")
    suffix = path.suffix.lower()
    if suffix == ".rdf":
        nesting.check_entities(content)
    else:
        nesting.check(content, json=suffix == ".jsonld")
    store = ox.Store()
    try:
        store.bulk_load(content, format=_PARSERS[suffix])
    except SyntaxError as error:
        what = re.sub(r"^Parser error( at line \d+ (column|between columns) \d+( and \d+)?)?: ", "", error.msg)
        place = f"line {error.lineno}, column {error.offset}: " if error.lineno else ""
        raise GraphError(f"{path}: {place}{_line(what)}") from None
    return store


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _write_store(path: Path, quads: Iterable[ox.Quad]) -> None:
    store = ox.Store(str(path))
    store.bulk_extend(quads)
    store.flush()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of the store that is to be replaced, so that no other process writes it meanwhile.

    It must be let go before the store is replaced: a store writes to its files by name when it closes.
    """
    if not path.exists() or not any(path.iterdir()):
        yield
        return
    if strangers := sorted(entry.name for entry in path.iterdir() if not _DATABASE.fullmatch(entry.name)):
        raise GraphError(f"{path}: this folder is no graph, and kg will not replace it: it holds {strangers[0]}")
    held = None
    try:
        held = ox.Store(str(path))
    except (OSError, RuntimeError) as error:
        if said := _locked_by_another(error):
            raise GraphError(f"{path}: {said}") from None
    yield
    del held


def _swap(new: Path, path: Path) -> None:
    """Rename one folder to the name of another, which is removed; where that fails, the other stays."""
    from shutil import rmtree

    if not path.exists():
        os.rename(new, path)
        return
    old = path.with_name(f".{path.name}.{os.urandom(4).hex()}.old")
    os.rename(path, old)
    try:
        os.rename(new, path)
    except OSError:
        os.rename(old, path)
        raise
    rmtree(old, ignore_errors=True)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or _line(str(error))


def _line(message: str) -> str:
    """A message as one line of readable length, for it may quote the whole of a broken file."""
    words = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    return words if len(words) <= 200 else f"{words[:120]} … {words[-60:]}"
