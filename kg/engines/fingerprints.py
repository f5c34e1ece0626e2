"""Fingerprints: what tells whether something that was kept still holds.

A reading depends on the text and its date, on the ontology, on the model, and on the code that reads; on nothing else.
Whatever might change it must change its fingerprint: reading once too often costs time, once too seldom costs facts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg import __version__
from kg.model import Document
from kg.reading.language import files_of_model

PACKAGE = Path(__file__).resolve().parents[1]
READS = ("model.py", "lexicon", "ontology", "reading", "engines")
"""The code on which a reading depends."""
WRITES = ("graph",)
"""The code on which its RDF depends besides."""
LIBRARIES = ("babel", "cleanco", "dateparser", "numpy", "pycountry", "rapidfuzz", "spacy", "thinc")
"""The libraries on whose version a reading depends."""
UNREAD = frozenset({"queries", "questions.toml", "shapes.ttl"})
"""What of an ontology serves questions and checks, and has no say in what is read."""


def digest(*parts: str | bytes) -> bytes:
    """The SHA-256 of some parts, each told apart from the next."""
    found = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.digest()


def of_reading(folder: Path, model: str | None, types: Iterable[tuple[str, str]] = ()) -> bytes:
    """The fingerprint of all that a reading depends on besides its document.

    :param folder: that of the ontology.
    :param types: names with the types that a user says they have.
    """
    return digest(_code(READS), _ontology(folder), _model(model), repr(tuple(types)))


def of_writing(folder: Path, base: str) -> bytes:
    """The fingerprint of all that the RDF of a resolved reading depends on."""
    return digest(_code(READS + WRITES), _ontology(folder), base)


def of_document(document: Document, reading: bytes) -> bytes:
    """The fingerprint of a document's reading."""
    return digest(reading, document.published, document.text)


@cache
def _code(parts: tuple[str, ...]) -> bytes:
    files = sorted(file for part in parts for file in _python(PACKAGE / part))
    known = (f"{library} {_version(library)}" for library in LIBRARIES)
    return digest(__version__, sys.version, *known, *(file.read_bytes() for file in files))


def _python(path: Path) -> Iterable[Path]:
    return path.rglob("*.py") if path.is_dir() else [path]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _ontology(folder: Path) -> bytes:
    files = sorted(path for path in folder.rglob("**/*") if path.is_file())
    shown = [(path.relative_to(folder), path) for path in files]
    read = [(name, path) for name, path in shown if name.parts[0] not in UNREAD and name.parts[-1][0] != "."]
    return digest(*(part for name, path in read for part in (name.as_posix(), path.read_bytes())))


def _model(model: str | None) -> bytes:
    """Where the files of a model lie, how long they are and how new: to read them all would take long."""
    found = [(str(path), path.stat()) for path in files_of_model(model)]
    return digest(model or "", *(f"{path} {status.st_size} {status.st_mtime_ns}" for path, status in found))
