"""Documents in, graph out: reading, then identity across documents, then RDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg import ontology as ontologies
from kg.engines import remote
from kg.engines.engine import LOCAL, Engine
from kg.graph.corrected import resolve
from kg.graph.corrections import read
from kg.graph.store import GraphStore
from kg.model import Correction, Reading, Rejection
from kg.ontology import DEFAULT_BASE, Ontology

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the id of the one just read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """A graph, and the facts that a check refused on the way to it."""

    store: GraphStore
    rejections: tuple[Rejection, ...]
    corrections: tuple[Correction, ...] = ()
    """What the user knows better; those that changed nothing are not marked as applied."""


def build(
    paths: Iterable[str | Path],
    *,
    ontology: Ontology | None = None,
    model: str | None = None,
    jobs: int = 1,
    engine: str = LOCAL,
    scheduler: str | None = None,
    base: str = DEFAULT_BASE,
    corrections: str | Path | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Read documents into a graph in memory.

    :param paths: files, folders, globs, each a path or a URL, or ``-`` for standard input.
    :param jobs: processes that read; the result is the same for any number.
    :param engine: what reads, one of :data:`kg.engines.engine.ENGINES`; the result is the same whatever it is.
    :param scheduler: the address of a cluster's scheduler; without it, the engine starts its workers here.
    :param base: the IRI under which entities, facts and documents lie.
    :param corrections: a file of what the user knows better.
    :raises DocumentError: where a document cannot be found or read.
    :raises CorrectionsError: where the corrections cannot be read, or quote what no document says.
    :raises ClusterError: where a cluster is to read and cannot be reached, or breaks down.
    :raises MissingPartError: where the language model, or the reader of a format, is not installed.
    """
    known = ontology or ontologies.load()
    told = read(corrections, known) if corrections else ()
    texts = sorted(remote.read(paths), key=lambda d: d.id)
    found: list[Reading] = []
    types = tuple((name, correction.type) for correction in told for name in correction.names if correction.type)
    reads = Engine(name=engine, jobs=jobs, scheduler=scheduler)
    for reading in reads.readings(texts, known.folder, model, types):
        found.append(reading)
        if progress:
            progress(len(found), len(texts), reading.document.id)
    united, told = resolve(found, known, told)
    rejections = tuple(r for reading in united for r in reading.rejections)
    store = GraphStore.create(united, known, base, told)
    return BuildResult(store=store, rejections=rejections, corrections=told)
