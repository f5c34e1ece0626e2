"""Graphs written document by document: a graph of any size needs no more memory than its summary.

The bytes are those that :meth:`kg.graph.store.GraphStore.save` writes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph import files, folders, iris, rdf
from kg.graph.corrections import entry
from kg.graph.fragments import Fragment
from kg.graph.serializations import TriG, serialize
from kg.graph.sorting import in_order
from kg.model import Correction
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """How much a graph holds."""

    documents: int
    entities: int
    facts: int


class Graph:
    """A graph in the making: fragments are added in the order of the IRIs of their documents, then it is written."""

    def __init__(self, ontology: Ontology, base: str) -> None:
        self._base = iris.checked_base(base)
        self._trig = TriG(iris.prefixes(ontology, self._base), self._base)
        self._summary = rdf.Summary(self._base)
        self._used: set[str] = set()
        self._facts: set[str] = set()
        self._documents = 0
        self._body: IO[bytes] = TemporaryFile()  # noqa: SIM115 - the graph closes it

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self._body.close()

    def add(self, fragment: Fragment) -> None:
        """Add what a document gives; its text is read to its end, and closed."""
        with fragment.text as text:
            shutil.copyfileobj(text, self._body)
        self._summary.add(fragment.share)
        self._used |= fragment.prefixes
        self._facts.update(fragment.facts)
        self._documents += 1

    @property
    def contents(self) -> Contents:
        """How much there is so far."""
        entities = len(self._summary.entities())
        return Contents(documents=self._documents, entities=entities, facts=len(self._facts))

    def write(self, path: Path, corrections: Iterable[Correction] = ()) -> None:
        """Put the graph in place of a file or a folder, wholly or not at all.

        :param corrections: those that were applied, for the graph to keep.
        :raises GraphError: where it cannot be written; what was there before stays.
        """
        told = list(corrections)
        if files.is_folder(path):
            with _aside(path) as aside:
                self._put(aside, told)
                folders.write(path, _quads(aside))
        elif files.format_of(path) == "trig":
            with files.replacing(path) as file:
                self._write_trig(file, told)
        else:
            with _aside(path) as aside, files.replacing(path) as file:
                self._put(aside, told)
                file.writelines(self._converted(aside, files.format_of(path)))

    def write_to(self, stream: IO[bytes], corrections: Iterable[Correction] = ()) -> None:
        """Write the graph to a stream as TriG."""
        self._write_trig(stream, list(corrections))

    def _put(self, path: Path, told: list[Correction]) -> None:
        with path.open("wb") as file:
            self._write_trig(file, told)

    def _write_trig(self, stream: IO[bytes], told: list[Correction]) -> None:
        entries = {entry(correction): correction.applied for correction in told}
        quads = chain(self._summary.quads(), rdf.corrections(entries, self._base))
        with TemporaryFile() as summary:
            used = self._trig.piece((quad.triple for quad in quads), summary)
            stream.write(self._trig.head(self._used | used).encode())
            summary.seek(0)
            shutil.copyfileobj(summary, stream)
        self._body.seek(0)
        shutil.copyfileobj(self._body, stream)
        self._body.seek(0, os.SEEK_END)

    def _converted(self, trig: Path, format: str) -> Iterable[bytes]:
        if format == "nquads":
            lines = in_order(f"{quad} .\n".encode() for quad in _quads(trig))
            return (line for line, _ in groupby(lines))
        return [serialize(_quads(trig), format, self._trig.prefixes, self._base)]


def _quads(trig: Path) -> Iterator[ox.Quad]:
    return ox.parse(path=str(trig), format=ox.RdfFormat.TRIG)


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """A file for a graph that is still to be converted, beside the place for which it is meant."""
    path = Path(os.path.realpath(path))
    aside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.trig.tmp")
    try:
        yield aside
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        aside.unlink(missing_ok=True)
