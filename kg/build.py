"""Documents in, graph out: reading, then identity across documents, then RDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from kg import ontology as ontologies
from kg.engines.cache import Cache
from kg.engines.engine import LOCAL, Engine
from kg.engines.remote import Source
from kg.graph.corrected import Resolved
from kg.graph.corrections import read
from kg.graph.store import GraphStore
from kg.graph.written import Contents, Graph
from kg.model import Correction, Reading, Rejection
from kg.ontology import DEFAULT_BASE, Ontology
from kg.reading.documents import Skipped
from kg.shelf import Shelf

Progress = Callable[[int, int, str], None]
"""Called with documents read, documents to be read, and the id of the one just read; what is unchanged is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """A graph, and the facts that a check refused on the way to it."""

    store: GraphStore
    rejections: tuple[Rejection, ...]
    corrections: tuple[Correction, ...] = ()
    """What the user knows better; those that changed nothing are not marked as applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteResult:
    """What was written, and the facts that a check refused on the way to it."""

    contents: Contents
    unchanged: int
    """How many documents did not have to be read."""
    rejections: tuple[Rejection, ...]
    corrections: tuple[Correction, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    """How long each stage took, in all processes together."""


def build(
    sources: Iterable[Source],
    *,
    ontology: Ontology | None = None,
    model: str | None = None,
    jobs: int = 1,
    engine: str = LOCAL,
    scheduler: str | None = None,
    base: str = DEFAULT_BASE,
    corrections: str | Path | None = None,
    progress: Progress | None = None,
    cache: str | Path | None = None,
    skipped: Skipped | None = None,
) -> BuildResult:
    """Read documents into a graph in memory.

    :param sources: files, folders, globs, each a path or a URL, ``-`` for standard input, or documents themselves.
    :param jobs: processes that read; the result is the same for any number.
    :param engine: what reads, one of :data:`kg.engines.engine.ENGINES`; the result is the same whatever it is.
    :param scheduler: the address of a cluster's scheduler; without it, the engine starts its workers here.
    :param base: the IRI under which entities, facts and documents lie.
    :param corrections: a file of what the user knows better.
    :param cache: a folder that keeps what was read, so that an unchanged document is not read again.
    :param skipped: called with why a file is no document, which is then left out instead of ending the build.
    :raises DocumentError: where a document cannot be found or read.
    :raises CorrectionsError: where the corrections cannot be read, or quote what no document says.
    :raises ClusterError: where a cluster is to read and cannot be reached, or breaks down.
    :raises MissingPartError: where the language model, or the reader of a format, is not installed.
    """
    known = ontology or ontologies.load()
    told = read(corrections, known) if corrections else ()
    reads = Engine(name=engine, jobs=jobs, scheduler=scheduler)
    with Cache(Path(cache) if cache else None) as kept, Shelf(known, model, told, kept) as shelf:
        _read(shelf, sources, reads, progress, skipped)
        resolved = Resolved(shelf, known, told, shelf.used)
        united = sorted(resolved, key=_identifier)
    rejections = tuple(r for reading in united for r in reading.rejections)
    store = GraphStore.create(united, known, base, resolved.corrections)
    return BuildResult(store=store, rejections=rejections, corrections=resolved.corrections)


def write(
    sources: Iterable[Source],
    graph: Path | IO[bytes],
    *,
    ontology: Ontology | None = None,
    model: str | None = None,
    jobs: int = 1,
    engine: str = LOCAL,
    scheduler: str | None = None,
    base: str = DEFAULT_BASE,
    corrections: str | Path | None = None,
    progress: Progress | None = None,
    cache: str | Path | None = None,
    skipped: Skipped | None = None,
    before: Callable[[WriteResult], None] | None = None,
) -> WriteResult:
    """Read documents into a graph in a file, in a folder or on a stream, as TriG; it is never whole in memory.

    The bytes are those of :func:`build`, saved. The parameters that are not listed here are those of :func:`build`.

    :param before: called once all is read, and before the graph takes the place of another.
    :raises DocumentError: where a document cannot be found or read.
    :raises CorrectionsError: where the corrections cannot be read, or quote what no document says.
    :raises GraphError: where the graph or the cache cannot be written; what was there before stays.
    :raises MissingPartError: where the language model, or the reader of a format, is not installed.
    """
    known = ontology or ontologies.load()
    told = read(corrections, known) if corrections else ()
    reads = Engine(name=engine, jobs=jobs, scheduler=scheduler)
    with (
        Cache(Path(cache) if cache else None) as kept,
        Shelf(known, model, told, kept) as shelf,
        Graph(known, base) as written,
    ):
        _read(shelf, sources, reads, progress, skipped)
        with shelf.times.stage("identity"):
            resolved = Resolved(shelf, known, told, shelf.used)
        rejections: list[Rejection] = []
        with shelf.times.stage("writing the graph"):
            for fragment, refused in shelf.fragments(resolved, base):
                written.add(fragment)
                rejections += refused
            kept.tidy()
        result = WriteResult(
            contents=written.contents,
            unchanged=shelf.unchanged,
            rejections=tuple(sorted(rejections, key=lambda rejection: rejection.document_id)),
            corrections=resolved.corrections,
        )
        if before:
            before(result)
        with shelf.times.stage("writing the graph"):
            if isinstance(graph, Path):
                written.write(graph, resolved.corrections)
            else:
                written.write_to(graph, resolved.corrections)
        return replace(result, seconds=shelf.times.taken())


def _read(
    shelf: Shelf, sources: Iterable[Source], engine: Engine, progress: Progress | None, skipped: Skipped | None
) -> None:
    """Fill the shelf."""
    total = shelf.take(sources, skipped)
    for number, document in enumerate(shelf.read(engine), 1):
        if progress:
            progress(number, total, document)


def _identifier(reading: Reading) -> str:
    return reading.document.id
