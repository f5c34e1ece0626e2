"""The graph as Python users see it: build or load one, ask it, look at it, hand it to other libraries."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

from kg import ontology as ontologies
from kg.errors import DocumentError
from kg.graph.solutions import Solutions, Triples
from kg.graph.store import GraphStore
from kg.model import Correction, Document, Entity, Fact, Rejection
from kg.ontology import DEFAULT_BASE, Ontology

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.graph.agreements import Agreement
    from kg.graph.changes import Changes
    from kg.graph.conflicts import Conflict
    from kg.graph.neighbors import Neighbor
    from kg.graph.paths import Path as Way
    from kg.showing.answers import Reply
    from kg.showing.cards import Card
    from kg.showing.listings import Listing
    from kg.showing.names import Names
    from kg.showing.statistics import Statistics
    from kg.showing.timeline import Timeline


class Page:
    """The page of a graph, which a notebook shows in a frame of its own."""

    def __init__(self, content: str) -> None:
        self.html = content

    def __repr__(self) -> str:
        return f"<page of {len(self.html):,} characters>"

    def _repr_html_(self) -> str:
        frame = 'style="width:100%;height:640px;border:0" sandbox="allow-scripts allow-downloads"'
        return f'<iframe {frame} srcdoc="{html.escape(self.html)}"></iframe>'


class KnowledgeGraph:
    """Facts with their evidence, over a :class:`~kg.graph.store.GraphStore`.

    >>> from kg.model import Document, Entity, Evidence, Fact, Reading
    >>> italy = Entity(id="country/Italy", label="Italy", type="Country")
    >>> app = Entity(id="company/DeepSeek", label="DeepSeek", type="Company", aliases=("DeepSeek AI",))
    >>> text = "Italy banned DeepSeek."
    >>> said = Evidence(document_id="note", start=0, end=22, sentence=text, frame="Restriction", trigger="banned",
    ...                 trigger_start=6, trigger_end=12)
    >>> fact = Fact(relation="Restriction", roles={"restrictor": italy, "restricted": app}, evidence=(said,))
    >>> reading = Reading(document=Document(id="note", text=text), entities=(italy, app), facts=(fact,))
    >>> graph = KnowledgeGraph(GraphStore.create([reading], ontologies.load()))
    >>> graph
    <KnowledgeGraph: 1 document, 2 entities, 1 fact>
    >>> [f.evidence[0].sentence for f in graph.facts(relation="restriction", entity="deepseek ai")]
    ['Italy banned DeepSeek.']
    >>> [e.label for e in graph.entities(type="Country")]
    ['Italy']
    """

    def __init__(
        self, store: GraphStore, rejections: Iterable[Rejection] = (), corrections: Iterable[Correction] = ()
    ) -> None:
        self.store = store
        self._corrections = tuple(corrections)
        self.rejections = tuple(rejections)
        """The facts that a check, or the user, refused while the graph was built."""

    @property
    def ontology(self) -> Ontology:
        """The types and relations that the graph uses."""
        return self.store.ontology

    def documents(self) -> list[Document]:
        """The documents that the graph was read from, without their texts."""
        return self.store.documents()

    def facts(
        self,
        *,
        relation: str | None = None,
        entity: str | None = None,
        type: str | None = None,
        document: str | None = None,
    ) -> list[Fact]:
        """The facts of a relation, about an entity or a type of entities, or from a document; all, without arguments.

        :raises GraphError: where there is no such relation, type or document.
        :raises EntityNotFoundError: where there is no such entity.
        """
        return self.store.facts(relation=relation, entity=entity, type=type, document=document)

    def fact(self, identifier: str) -> Fact:
        """The fact with an identifier such as ``fact/0123…``, or with an IRI that a query found.

        :raises GraphError: where there is none.
        """
        return self.store.fact(identifier)

    def entities(
        self,
        *,
        type: str | None = None,
        relation: str | None = None,
        entity: str | None = None,
        document: str | None = None,
    ) -> list[Entity]:
        """The entities of a type, or that a relation's facts or a document are about; all, without arguments.

        :raises GraphError: where there is no such type, relation or document.
        :raises EntityNotFoundError: where there is no such entity.
        """
        found = self.store.entities(type=type, document=document, entity=entity)
        if relation is None:
            return found
        facts = self.facts(relation=relation, document=document)
        parties = {filler.id for fact in facts for filler in fact.roles.values() if isinstance(filler, Entity)}
        return [one for one in found if one.id in parties]

    def ask(self, question: str) -> Reply:
        """Answer a question in English from the facts of the graph.

        :raises QuestionError: where the question cannot be understood.
        """
        from kg.asking.answers import answer
        from kg.showing.answers import reply

        found = answer(self.store, question)
        cited = {document for row in (*found.rows, *found.nearest) for document in row.cited}
        return reply(found, {document.id: document for document in self.store.documents(cited)})

    def examples(self) -> list[str]:
        """Questions that the graph can answer."""
        from kg.asking.answers import examples

        return examples(self.store)

    def corrections(self) -> tuple[Correction, ...]:
        """What the user knew better when the graph was built; ``applied`` says whether anything matched."""
        return self._corrections or self.store.corrections()

    def query(self, sparql: str, *, limit: float | None = None) -> Solutions | Triples | bool:
        """The solutions of a SPARQL query; the graph's prefixes need no declaration.

        :param limit: how many seconds it may run.
        :raises QueryError: where the query is wrong, or runs too long.
        """
        return self.store.query(sparql, limit=limit)

    def update(self, sparql: str) -> None:
        """Change the graph as a SPARQL update says, wholly or not at all; :meth:`save` keeps a change in memory.

        :raises QueryError: where the update is wrong.
        """
        self.store.update(sparql)

    def changes(self, old: KnowledgeGraph) -> Changes:
        """What was gained, lost and changed since an older graph; false where they are equal."""
        from kg.graph.changes import changes

        return changes(old.store, self.store)

    def rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset over the same store."""
        return self.store.rdflib()

    @overload
    def networkx(self, projection: Literal["relations", "facts"] = "relations") -> networkx.MultiDiGraph[str]: ...

    @overload
    def networkx(self, projection: str) -> networkx.Graph[str]: ...

    def networkx(self, projection: str = "relations") -> networkx.Graph[str]:
        """The graph as a network of networkx, in one of three projections.

        ``relations``, a MultiDiGraph: entities, joined by facts that carry relation, roles and evidence. ``facts``, a
        MultiDiGraph: facts are nodes as well, with an edge for each role. ``simple``, a Graph: entities, joined by
        edges whose weight is the number of facts that they share. See :mod:`kg.graph.network`.

        :raises GraphError: where there is no such projection.
        """
        from kg.graph.network import network

        return network(self.store, projection)

    def around(self, entity: str, depth: int = 1) -> KnowledgeGraph:
        """A graph of its own: an entity, what some steps from fact to fact lead to, and the facts among those.

        :raises EntityNotFoundError: where there is no such entity.
        """
        from kg.graph.parts import around

        return KnowledgeGraph(around(self.store, self.store.find(entity), depth))

    def show(self, entity: str) -> Card:
        """All that the graph knows about an entity.

        :raises EntityNotFoundError: where there is no such entity.
        """
        from kg.showing.cards import card

        return card(self.store, self.store.find(entity))

    def names(self, entity: str) -> Names:
        """The names that were united into an entity, each with the reason and a sentence.

        :raises EntityNotFoundError: where there is no such entity.
        """
        from kg.showing.names import names

        return names(self.store, self.store.find(entity))

    def path(
        self,
        source: str,
        target: str,
        *,
        best: int = 3,
        steps: int = 6,
        via: Iterable[str] = (),
        avoid: Iterable[str] = (),
    ) -> Listing[Way]:
        """The best-evidenced paths from one entity to another; :mod:`kg.graph.paths` says what makes one good.

        :param best: how many are wanted.
        :param steps: how many steps a path has at most.
        :param via: entities, types or relations that each path must pass.
        :param avoid: entities, types or relations that no path may pass.
        :raises EntityNotFoundError: where a name is that of nothing.
        :raises GraphError: where the search was given up before it found any.
        """
        from kg.showing.paths import paths

        return paths(self.store, source, target, best=best, steps=steps, via=tuple(via), avoid=tuple(avoid))

    def neighbors(self, entity: str, *, depth: int = 1) -> Listing[Neighbor]:
        """The entities to which at most so many facts lead.

        :raises EntityNotFoundError: where there is no such entity.
        """
        from kg.showing.paths import neighbors

        return neighbors(self.store, entity, depth)

    def timeline(self, entity: str | None = None) -> Timeline:
        """The facts that have a date, all or those about an entity, in the order of their dates.

        :raises EntityNotFoundError: where there is no such entity.
        """
        from kg.showing.timeline import timeline

        return timeline(self.store, entity)

    def conflicts(self, *, certain: bool = False) -> Listing[Conflict]:
        """Facts that cannot all be true, side by side; :mod:`kg.graph.conflicts` says which these are.

        :param certain: whether to leave out what may be of different things.
        """
        from kg.showing.conflicts import conflicts

        return conflicts(self.store, certain=certain)

    def agreements(self) -> Listing[Agreement]:
        """What at least two independent documents agree on; :mod:`kg.graph.support` says which are independent."""
        from kg.showing.conflicts import agreements

        return agreements(self.store)

    def statistics(self, most: int = 10) -> Statistics:
        """How much of what there is in the graph, the most connected entities, and the communities.

        :param most: how many of the most connected entities to tell.
        """
        from kg.showing.statistics import statistics

        return statistics(self.store, most)

    def view(self, path: str | Path | None = None) -> Page | Path:
        """The page that shows the graph: written to a file, or without a path for a notebook to display.

        :raises GraphError: where the file cannot be written.
        """
        from kg.showing.page import page

        if path is None:
            return Page(page.html(self.store))
        page.write(self.store, Path(path))
        return Path(path)

    def save(self, path: str | Path) -> None:
        """Write the graph to a file (.trig, .nq, .ttl, .jsonld) or to a folder, which becomes a store on disk.

        :raises GraphError: where it cannot be written; what was there before stays whole.
        """
        self.store.save(path)

    def merge(self, other: KnowledgeGraph) -> KnowledgeGraph:
        """The graph that one build of both graphs' documents would give."""
        return KnowledgeGraph(self.store.merge(other.store), (*self.rejections, *other.rejections))

    def __repr__(self) -> str:
        return f"<KnowledgeGraph: {self._size}>"

    def _repr_html_(self) -> str:
        from kg.showing import statistics, tables

        found = statistics.tables(self.statistics(), self.ontology)
        beside = 'style="display:flex;flex-wrap:wrap;gap:0 3em;align-items:flex-start"'
        return f"<div>{html.escape(self._size)}<div {beside}>{''.join(map(tables.html, found))}</div></div>"

    @property
    def _size(self) -> str:
        from kg.showing.tables import counted

        counts = {"document": len(self.documents()), "entity": len(self.entities()), "fact": len(self.facts())}
        return ", ".join(counted(count, noun) for noun, count in counts.items())


def build(
    sources: str | Path | Document | Iterable[str | Path | Document],
    *,
    ontology: str | Path | None = None,
    model: str | None = None,
    jobs: int = 1,
    engine: str = "local",
    scheduler: str | None = None,
    base: str = DEFAULT_BASE,
    corrections: str | Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    cache: str | Path | None = None,
    skipped: Callable[[DocumentError], None] | None = None,
) -> KnowledgeGraph:
    """Read documents and make a graph of what they state.

    :param sources: files, folders, globs, each a path or a URL that fsspec knows, ``-`` for standard input; or
        documents themselves, which may be an iterator: their texts are not held in memory.
    :param ontology: a folder to use instead of the ontology that comes with kg.
    :param model: the name of the spaCy model that parses, where it is not the default one.
    :param jobs: how many processes read.
    :param engine: ``local``, or ``dask`` to let a cluster read; the graph is the same.
    :param scheduler: the address of that cluster's scheduler; without it, ``jobs`` workers are started on this machine.
    :param base: the IRI under which everything in the graph is named.
    :param corrections: a file of what the user knows better, as :mod:`kg.graph.corrections` describes it.
    :param progress: called with documents done, documents to be read, and the id of the one just read.
    :param cache: a folder that keeps what was read, so that an unchanged document is not read again.
    :param skipped: called with why a file is no document, which is then left out instead of ending the build.
    :raises DocumentError: where a document cannot be found or read.
    :raises OntologyError: with every fault of the ontology.
    :raises CorrectionsError: where the corrections cannot be read, or quote what no document says.
    """
    from kg.build import build as build_

    result = build_(
        [sources] if isinstance(sources, str | Path | Document) else sources,
        ontology=ontology_in(ontology),
        model=model,
        jobs=jobs,
        engine=engine,
        scheduler=scheduler,
        base=base,
        corrections=corrections,
        progress=progress,
        cache=cache,
        skipped=skipped,
    )
    return KnowledgeGraph(result.store, result.rejections, result.corrections)


def load(graph: str | Path, *, ontology: str | Path | None = None, timeout: float | None = None) -> KnowledgeGraph:
    """Open a graph that was saved: a file, the folder of a store on disk, or the URL of a SPARQL endpoint.

    :param timeout: how many seconds to wait for each answer of an endpoint.
    :raises GraphError: where it cannot be found or read.
    """
    return KnowledgeGraph(GraphStore.open(str(graph), ontology_in(ontology), timeout=timeout))


def ontology_in(folder: str | Path | None) -> Ontology:
    """The ontology in a folder; without one, that which comes with kg.

    :raises OntologyError: with every fault of it.
    """
    return ontologies.load(Path(folder) if folder else None)
