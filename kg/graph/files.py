"""Files that hold a graph: reading them, and writing them so that a failure leaves the old one whole."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph import folders
from kg.graph.folders import Opened
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
_SOMETHING = re.compile(rb"\S")
_CHOICES = "a graph is a .trig, .nq, .ttl, .jsonld or .rdf file, or a folder"


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


def read(path: Path) -> Opened:
    """The store that a file or a folder holds; a folder is opened for reading only.

    :raises GraphError: where it is missing, empty, malformed or no graph at all.
    """
    try:
        if not path.exists() and not folders.exists(path):
            raise GraphError(f"{path}: there is no such graph; kg build makes one")
        return folders.opened(path) if is_folder(path) else Opened(_loaded(path))
    except (OSError, ValueError, RuntimeError) as error:
        raise GraphError(f"{path}: {_reason(error)}") from None


def write_file(path: Path, content: bytes) -> None:
    """Put content in place of a file, at once or not at all.

    :raises GraphError: where the folder cannot be written.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose content takes the place of a file once it is whole; where it breaks off, the file stays.

    :raises GraphError: where the folder cannot be written.
    """
    path = Path(os.path.realpath(path))
    aside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        try:
            with aside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                aside.chmod(path.stat().st_mode & 0o7777)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {_reason(error)}") from None


def load(store: ox.Store, path: Path) -> None:
    """Add what a file holds to a store, bit by bit: the file may be larger than memory.

    :raises GraphError: where it is empty or malformed.
    """
    _check(path)
    with path.open("rb") as file:
        file.seek(len(BOM_UTF8) if file.read(len(BOM_UTF8)) == BOM_UTF8 else 0)
        try:
            store.bulk_load(file, format=_PARSERS[path.suffix.lower()])
        except SyntaxError as error:
            what = re.sub(r"^Parser error( at line \d+ (column|between columns) \d+( and \d+)?)?: ", "", error.msg)
            place = f"line {error.lineno}, column {error.offset}: " if error.lineno else ""
            raise GraphError(f"{path}: {place}{_line(what)}") from None


def _check(path: Path) -> None:
    """Let pass what the engine can take."""
    if path.stat().st_size <= len(BOM_UTF8) + 1 and not path.read_bytes().removeprefix(BOM_UTF8).strip():
        raise GraphError(f"{path}: the file is empty")
    with path.open("rb") as file:
        # It is not closed here: who searches it may hold it for longer, in an error's traceback.
        content = mmap(file.fileno(), 0, access=ACCESS_READ)
    if not _SOMETHING.search(content, len(BOM_UTF8) if content[: len(BOM_UTF8)] == BOM_UTF8 else 0):
        raise GraphError(f"{path}: the file is empty")
    try:
        if path.suffix.lower() == ".rdf":
            nesting.check_entities(content)
        else:
            nesting.check(content, json=path.suffix.lower() == ".jsonld")
    except ValueError as error:
        raise GraphError(f"{path}: {error}") from None


def _loaded(path: Path) -> ox.Store:
    store = ox.Store()
    load(store, path)
    return store


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or _line(str(error))


def _line(message: str) -> str:
    """A message as one line of readable length, for it may quote the whole of a broken file."""
    words = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    return words if len(words) <= 200 else f"{words[:120]} … {words[-60:]}"
