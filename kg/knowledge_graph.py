"""The graph as Python users see it: build or load one, ask it, look at it, hand it to other libraries."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ontology as ontologies
from kg.graph.solutions import Solutions, Triples
from kg.graph.store import GraphStore
from kg.model import Correction, Document, Entity, Fact, Rejection
from kg.ontology import DEFAULT_BASE, Ontology

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.showing.answers import Reply
    from kg.showing.cards import Card
    from kg.showing.names import Names
    from kg.showing.statistics import Statistics


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
        cited = {document for row in found.rows for document in row.cited}
        return reply(found, {document.id: document for document in self.store.documents(cited)})

    def examples(self) -> list[str]:
        """Questions that the graph can answer."""
        from kg.asking.answers import examples

        return examples(self.store)

    def corrections(self) -> tuple[Correction, ...]:
        """What the user knew better when the graph was built; ``applied`` says whether anything matched."""
        return self._corrections or self.store.corrections()

    def query(self, sparql: str) -> Solutions | Triples | bool:
        """The solutions of a SPARQL query; the graph's prefixes need no declaration.

        :raises QueryError: where the query is wrong.
        """
        return self.store.query(sparql)

    def rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset over the same store."""
        return self.store.rdflib()

    def networkx(self) -> networkx.MultiDiGraph[str]:
        """The graph as a networkx MultiDiGraph, whose edges carry relation, roles and evidence."""
        from kg.graph.network import multigraph

        return multigraph(self.store)

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

    def statistics(self) -> Statistics:
        """How much of what there is in the graph."""
        from kg.showing.statistics import statistics

        return statistics(self.store)

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
        return f"<div>{html.escape(self._size)}{''.join(map(tables.html, found))}</div>"

    @property
    def _size(self) -> str:
        from kg.showing.tables import counted

        counts = {"document": len(self.documents()), "entity": len(self.entities()), "fact": len(self.facts())}
        return ", ".join(counted(count, noun) for noun, count in counts.items())


def build(
    paths: str | Path | Iterable[str | Path],
    *,
    ontology: str | Path | None = None,
    model: str | None = None,
    jobs: int = 1,
    base: str = DEFAULT_BASE,
    corrections: str | Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> KnowledgeGraph:
    """Read documents and make a graph of what they state.

    :param paths: files, folders, globs, or ``-`` for standard input.
    :param ontology: a folder to use instead of the ontology that comes with kg.
    :param model: the name of the spaCy model that parses, where it is not the default one.
    :param jobs: how many processes read.
    :param base: the IRI under which everything in the graph is named.
    :param corrections: a file of what the user knows better, as :mod:`kg.graph.corrections` describes it.
    :param progress: called with documents done, documents in all, and the id of the one just read.
    :raises DocumentError: where a document cannot be found or read.
    :raises OntologyError: with every fault of the ontology.
    :raises CorrectionsError: where the corrections cannot be read, or quote what no document says.
    """
    from kg.build import build as build_

    sources = [paths] if isinstance(paths, str | Path) else list(paths)
    result = build_(
        sources,
        ontology=ontology_in(ontology),
        model=model,
        jobs=jobs,
        base=base,
        corrections=corrections,
        progress=progress,
    )
    return KnowledgeGraph(result.store, result.rejections, result.corrections)


def load(graph: str | Path, *, ontology: str | Path | None = None) -> KnowledgeGraph:
    """Open a graph that was saved: a file, the folder of a store on disk, or the URL of a SPARQL endpoint.

    :raises GraphError: where it cannot be found or read.
    """
    return KnowledgeGraph(GraphStore.open(str(graph), ontology_in(ontology)))


def ontology_in(folder: str | Path | None) -> Ontology:
    """The ontology in a folder; without one, that which comes with kg.

    :raises OntologyError: with every fault of it.
    """
    return ontologies.load(Path(folder) if folder else None)
