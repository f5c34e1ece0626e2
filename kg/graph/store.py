"""The graph: made from readings, opened, saved, merged, and asked for facts and entities or in SPARQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph import files, folders, iris, names, rdf, results, serializations, syntax
from kg.graph import vocabulary as v
from kg.graph.bonds import Bond, bonds
from kg.graph.corrections import entry, from_entries
from kg.graph.endpoint import DOCUMENTS, TIMEOUT, Endpoint
from kg.graph.readings import Decoder, base_of, is_flat
from kg.graph.solutions import Solutions, Triples
from kg.graph.source import Asked, Source
from kg.graph.union import unite
from kg.model import Correction, Document, Entity, Fact, Mention, Reading, label_of
from kg.ontology import DEFAULT_BASE, Ontology
from kg.ontology import load as load_ontology

if TYPE_CHECKING:
    import rdflib

    from kg.graph.plans import Plan

Resolve: TypeAlias = Callable[[Sequence[Reading], Ontology], Sequence[Reading]]
"""Makes one entity of what several documents call differently."""


class GraphStore:
    """A graph of facts in memory, in a folder, or behind a SPARQL endpoint."""

    def __init__(self, source: ox.Store | Source, ontology: Ontology, base: str = DEFAULT_BASE) -> None:
        self.ontology, self.base = ontology, base
        self._source = source if isinstance(source, Source) else Source(source)

    @classmethod
    def create(
        cls,
        readings: Iterable[Reading],
        ontology: Ontology,
        base: str = DEFAULT_BASE,
        corrections: Iterable[Correction] = (),
    ) -> GraphStore:
        """The graph of readings whose entities are resolved; their order does not matter.

        :param corrections: those that were applied, for the graph to keep.
        :raises GraphError: where the base is no absolute IRI.
        """
        base = iris.checked_base(base)
        united = unite(readings, ontology)
        store = ox.Store()
        named = chain.from_iterable(rdf.quads(reading, ontology, base) for reading in united)
        told = {entry(correction): correction.applied for correction in corrections}
        store.bulk_extend(chain(rdf.summary(united, ontology, base), rdf.corrections(told, base), named))
        return cls(store, ontology, base)

    @classmethod
    def open(cls, graph: str | Path, ontology: Ontology | None = None, *, timeout: float | None = None) -> GraphStore:
        """The graph in a file, in a folder (for reading only), or at the URL of a SPARQL endpoint.

        :param timeout: how many seconds to wait for each answer of an endpoint.
        :raises GraphError: where it is missing, empty, malformed or out of reach.
        """
        ontology = ontology or load_ontology()
        if re.match(r"https?://", str(graph), re.IGNORECASE):
            return cls._behind(Endpoint(url=str(graph), timeout=timeout or TIMEOUT), ontology)
        path = Path(graph)
        found = files.read(path)
        base = base_of(found.store)
        if is_flat(found.store):
            return cls(_regrouped(found.store, ontology, base), ontology, base)
        return cls(Source(found, folder=path if found.lease else None), ontology, base)

    @classmethod
    def _behind(cls, endpoint: Endpoint, ontology: Ontology) -> GraphStore:
        base = DEFAULT_BASE
        documents = endpoint.query(DOCUMENTS, iris.STANDARD_PREFIXES, base)
        if isinstance(documents, Solutions) and documents.rows:
            node, name = documents.rows[0]
            ending = iris.document_id(name.value if name else "")
            base = node.value.removesuffix(ending) if node and node.value.endswith(ending) else base
        return cls(Source(None, endpoint=endpoint), ontology, base)

    @property
    def _quads(self) -> ox.Store:
        """The quads in reach, those of each document in a graph of its own."""
        if is_flat(self._source.store):
            self._source.store = _regrouped(self._source.store, self.ontology, self.base)
        return self._source.store

    @property
    def _decoder(self) -> Decoder:
        return Decoder(store=self._quads, ontology=self.ontology, base=self.base)

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that queries need not declare."""
        return iris.prefixes(self.ontology, self.base)

    def __len__(self) -> int:
        return len(self._quads)

    def __bool__(self) -> bool:
        return True

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order."""
        return iter(self._quads)

    def readings(self) -> list[Reading]:
        """What each document gave to the graph, without its text."""
        return rdf.readings(self._quads, self.ontology, self.base)

    def documents(self, identifiers: Iterable[str] | None = None) -> list[Document]:
        """The documents, or those with some identifiers, sorted by identifier, without their texts."""
        return self._decoder.documents(identifiers)

    def entities(
        self,
        type: str | None = None,
        document: str | None = None,
        entity: str | None = None,
    ) -> list[Entity]:
        """The entities of a type (or of one that specialises it), in a document, or with a name; sorted by label.

        :raises GraphError: where there is no such type or document.
        :raises EntityNotFoundError: where there is no such entity.
        """
        decoder = self._decoder
        found = decoder.entities() if entity is None else names.entities(entity, decoder, self.prefixes)
        if type is not None:
            name = names.type_(type, self.ontology)
            found = [one for one in found if self.ontology.is_a(one.type, name)]
        if document is not None:
            known, documents = names.document(document, decoder.documents()), self.documents_of()
            found = [one for one in found if known in documents[one.id]]
        return found

    def facts(
        self,
        relation: str | None = None,
        entity: str | None = None,
        type: str | None = None,
        document: str | None = None,
    ) -> list[Fact]:
        """The facts of a relation, about an entity, about entities of a type, or from a document; sorted.

        Each has its evidence from all documents, or from the one that is asked for.

        :raises GraphError: where there is no such relation, type or document.
        :raises EntityNotFoundError: where there is no such entity.
        """
        decoder = self._decoder
        nodes = self._fact_nodes(decoder, relation, entity)
        found = list(decoder.facts(nodes))
        if type is not None:
            name = names.type_(type, self.ontology)
            found = [fact for fact in found if any(self.ontology.is_a(one.type, name) for one in _parties(fact))]
        if document is not None:
            found = list(_told_by(names.document(document, decoder.documents()), found))
        return sorted(found, key=_fact_order)

    def fact(self, identifier: str) -> Fact:
        """The fact with an identifier such as ``fact/0123…``, or with an IRI that a query found.

        :raises GraphError: where there is none.
        """
        return self.facts_of([identifier])[0]

    def facts_of(self, identifiers: Iterable[str]) -> list[Fact]:
        """The facts with some identifiers or IRIs, in their order; many at once are read faster than one by one.

        :raises GraphError: where there is none with one of them.
        """
        decoder, found = self._decoder, []
        for identifier in identifiers:
            node = ox.NamedNode(iris.absolute(self.base, identifier))
            fact = decoder.fact(node) if decoder.has(node, v.TYPE, v.FACT) else None
            if fact is None:
                raise GraphError(f"no fact {identifier!r}")
            found.append(fact)
        return found

    def fact_id(self, fact: Fact) -> str:
        """The identifier of a fact: its IRI below the base."""
        return iris.fact_id(fact, self.ontology)

    def find(self, name: str) -> Entity:
        """The entity with a label, else an alias, else an identifier or IRI, else one of these in another case.

        :raises EntityNotFoundError: where there is none; says which names come near.
        """
        return names.entities(name, self._decoder, self.prefixes)[0]

    def fact_ids(self, document: str) -> list[str]:
        """The identifiers of the facts that a document states, sorted.

        :raises GraphError: where there is no such document.
        """
        decoder = self._decoder
        graph = iris.document_id(names.document(document, decoder.documents()))
        nodes = decoder.nodes(v.TYPE, v.FACT, ox.NamedNode(iris.absolute(self.base, graph)))
        return [iris.below(self.base, node.value) for node in nodes]

    def entities_of(self, identifiers: Iterable[str]) -> list[Entity]:
        """The entities with some identifiers, in their order."""
        decoder = self._decoder
        return [decoder.entity(ox.NamedNode(iris.absolute(self.base, identifier))) for identifier in identifiers]

    def sentence(self, document: str, start: int, end: int) -> str:
        """The sentence that states a fact at a place of a document; empty where none does."""
        node = iris.absolute(self.base, iris.document_id(document))
        return self._decoder.quote(ox.NamedNode(f"{node}#char={start},{end}"))

    def stood_for(self, name: str) -> list[Entity]:
        """The entities that a name of something else stands for where that acts: a country for its government."""
        return names.stood_for(name, self._decoder)

    def mentions(self, entity_id: str) -> list[Mention]:
        """The mentions of an entity, by its identifier; sorted by document and place."""
        decoder, node = self._decoder, ox.NamedNode(iris.absolute(self.base, entity_id))
        return [mention for mention, _ in decoder.mentions(decoder.nodes(v.REFERS_TO, node))]

    def mention_counts(self) -> dict[str, int]:
        """Entity identifier → how often documents mention it."""
        decoder = self._decoder
        return {id_: len(decoder.nodes(v.REFERS_TO, node)) for id_, node in self._entity_nodes(decoder)}

    def documents_of(self) -> dict[str, list[str]]:
        """Entity identifier → identifiers of the documents that mention it or state a fact about it."""
        decoder = self._decoder
        graphs = decoder.document_graphs()
        return {
            id_: sorted({graphs[graph] for graph in decoder.graphs_about(node) if graph in graphs})
            for id_, node in self._entity_nodes(decoder)
        }

    def corrections(self) -> tuple[Correction, ...]:
        """The corrections of the user that the graph was built with."""
        return from_entries(self._decoder.corrections(), self.ontology)

    def query(self, sparql: str, *, limit: float | None = None) -> Solutions | bool | Triples:
        """What a SPARQL query finds: solutions of SELECT, a bool for ASK, triples of CONSTRUCT and DESCRIBE.

        :attr:`prefixes` need no declaration. Without GRAPH a query sees the summary: entities, their names, and plain
        triples for facts. Solutions come sorted, unless the query says ORDER BY.

        :param limit: how many seconds it may run; it then runs in a process of its own.
        :raises QueryError: where the query is wrong, is an update, or runs too long.
        """
        syntax.check_query(sparql)
        if limit is None:
            return self._source.query(self._asked(sparql))
        from kg.graph import limited

        return limited.solve(self._asked(sparql), self._source, limit)

    def result(self, asked: results.Asked, most: int) -> results.Result:
        """What a query finds as the bytes that a web server sends, at most so many.

        :raises QueryError: where the query is wrong, is an update, or asks another server.
        :raises TooLargeError: where the answer is larger.
        """
        return results.answer(self._quads, asked, self.prefixes, self.base, most)

    def result_graph(self, iri: str | None, media_type: str, most: int) -> results.Result:
        """One graph, the default graph (``""``) or all (None) in a format of :mod:`kg.graph.results`.

        :raises GraphError: where there is no such graph.
        :raises TooLargeError: where it is larger than so many bytes.
        """
        return results.graph(self._quads, iri, media_type, self.prefixes, most)

    def graph_names(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        return results.graphs(self._quads)

    def bonds(self) -> list[Bond]:
        """Which entities each fact brings together, without its words: see :mod:`kg.graph.bonds`."""
        return bonds(self._quads, self.ontology, self.base)

    def plan(self, sparql: str, *, limit: float | None = None) -> Plan:
        """How the engine carries out a query, which runs once for that.

        :param limit: how many seconds it may run.
        :raises QueryError: where the query is wrong, is an update, or runs too long; of an endpoint always.
        :raises MissingPartError: where Oxigraph's program is not installed.
        """
        syntax.check_query(sparql)
        from kg.graph.plans import plan

        return plan(self._asked(sparql), self._source, limit)

    def update(self, sparql: str) -> None:
        """Change the graph as a SPARQL update says, wholly or not at all.

        A graph in memory changes there, for :meth:`save` to keep; one in a folder or behind an endpoint changes there.

        :raises QueryError: where the update is wrong.
        :raises GraphError: where the graph cannot be written.
        """
        syntax.check(sparql)
        self._source.update(self._asked(sparql))

    def _asked(self, sparql: str) -> Asked:
        return Asked(sparql=sparql, prefixes=self.prefixes, base=self.base)

    def rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset over the same store, its prefixes bound."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        dataset = Dataset(store=OxigraphStore(store=self._quads))
        for prefix, namespace in self.prefixes.items():
            dataset.bind(prefix, namespace, override=True, replace=True)
        return dataset

    def serialize(self, format: str = "trig") -> bytes:
        """The graph as ``trig``, ``nquads``, ``turtle`` (all graphs in one) or ``jsonld``: equal content, equal bytes.

        :raises GraphError: where there is no such format.
        """
        return serializations.serialize(self._quads, format, self.prefixes, self.base)

    def save(self, path: str | Path) -> None:
        """Write the graph to a .trig, .nq, .ttl or .jsonld file, or to a folder; wholly, or else not at all.

        :raises GraphError: where it cannot be written; what was there before stays.
        """
        path = Path(path)
        if files.is_folder(path):
            folders.write(path, self._quads)
        else:
            files.write_file(path, self.serialize(files.format_of(path)))

    def merge(self, other: GraphStore, resolve: Resolve | None = None) -> GraphStore:
        """The graph that one build of both graphs' documents gives.

        :param resolve: what makes one entity of several names; without it, as in reading.
        """
        from kg.graph import corrected

        together = unite([*self.readings(), *other.readings()], self.ontology)
        told: Sequence[Correction] = (*self.corrections(), *other.corrections())
        if resolve:
            return GraphStore.create(resolve(together, self.ontology), self.ontology, self.base, told)
        resolved, told = corrected.resolve(together, self.ontology, told)
        return GraphStore.create(resolved, self.ontology, self.base, told)

    def _fact_nodes(self, decoder: Decoder, relation: str | None, entity: str | None) -> list[ox.NamedNode]:
        kind = v.FACT
        if relation is not None:
            kind = ox.NamedNode(self.ontology.relations[names.relation(relation, self.ontology)].iri)
        if entity is None:
            return decoder.nodes(v.TYPE, kind)
        ids = [one.id for one in names.entities(entity, decoder, self.prefixes)]
        about = {node for id_ in ids for node in decoder.nodes(None, ox.NamedNode(iris.absolute(self.base, id_)))}
        return sorted((node for node in about if decoder.has(node, v.TYPE, kind)), key=str)

    def _entity_nodes(self, decoder: Decoder) -> Iterator[tuple[str, ox.NamedNode]]:
        ids = sorted(entity.id for entity in decoder.entities())
        return ((id_, ox.NamedNode(iris.absolute(self.base, id_))) for id_ in ids)


def _regrouped(store: ox.Store, ontology: Ontology, base: str) -> ox.Store:
    """A store whose documents lie in the default graph, with each one's statements back in a graph of its own."""
    grouped = GraphStore.create(rdf.readings(store, ontology, base), ontology, base)._quads
    known = {quad.triple for quad in grouped}
    grouped.extend(ox.Quad(*quad.triple) for quad in store if quad.triple not in known)
    return grouped


def _parties(fact: Fact) -> Iterator[Entity]:
    return (filler for filler in fact.roles.values() if isinstance(filler, Entity))


def _told_by(document: str, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts that a document states, with its evidence alone."""
    for fact in facts:
        if evidence := tuple(e for e in fact.evidence if e.document_id == document):
            yield replace(fact, evidence=evidence)


def _fact_order(fact: Fact) -> tuple[object, ...]:
    roles = tuple((role, label_of(filler).casefold(), label_of(filler)) for role, filler in fact.roles.items())
    date = fact.date.value if fact.date else ""
    place = [(e.document_id, e.start, e.end) for e in fact.evidence]
    return fact.relation, roles, fact.polarity, fact.modality, fact.attributed_to, date, place
