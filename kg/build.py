"""Documents in, graph out: reading, then identity across documents, then RDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg import ontology as ontologies
from kg.engines import local
from kg.graph.store import GraphStore
from kg.model import Reading, Rejection
from kg.ontology import DEFAULT_BASE, Ontology
from kg.reading import documents, entities

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the id of the one just read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """A graph, and the facts that a check refused on the way to it."""

    store: GraphStore
    rejections: tuple[Rejection, ...]


def build(
    paths: Iterable[str | Path],
    *,
    ontology: Ontology | None = None,
    model: str | None = None,
    jobs: int = 1,
    base: str = DEFAULT_BASE,
    progress: Progress | None = None,
) -> BuildResult:
    """Read documents into a graph in memory.

    :param paths: files, folders, globs, or ``-`` for standard input.
    :param jobs: processes that read; the result is the same for any number.
    :param base: the IRI under which entities, facts and documents lie.
    :raises DocumentError: where a document cannot be found or read.
    :raises MissingPartError: where the language model, or the reader of a format, is not installed.
    """
    known = ontology or ontologies.load()
    texts = sorted(documents.read(paths), key=lambda d: d.id)
    found: list[Reading] = []
    for reading in local.readings(texts, known.folder, model, jobs):
        found.append(reading)
        if progress:
            progress(len(found), len(texts), reading.document.id)
    united = entities.resolve(found, known)
    rejections = tuple(r for reading in united for r in reading.rejections)
    return BuildResult(store=GraphStore.create(united, known, base), rejections=rejections)
