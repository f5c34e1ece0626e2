"""Readings from RDF: the way back from a graph to the values it was made of.

Everything is found by following properties from node to node, in whichever graph they lie, so that a graph which has
lost its named graphs, as Turtle does, can be read as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.graph import iris
from kg.graph import vocabulary as v
from kg.graph.union import role_mention_order
from kg.model import (
    Amount,
    Date,
    Document,
    Entity,
    Evidence,
    Fact,
    Filler,
    Mention,
    Naming,
    Reading,
    Reference,
    RoleMention,
)
from kg.ontology import DEFAULT_BASE, NAMESPACE, Ontology

_Properties: TypeAlias = dict[str, list[NamedNode | Literal]]

_DESCRIBING = (v.TYPE, v.PREF_LABEL, v.LABEL, v.ALT_LABEL, v.EXACT_MATCH, v.HAS_NAMING)
"""What describes an entity; all else that is said of it are facts, of which there may be thousands."""


def readings(store: Store, ontology: Ontology, base: str = DEFAULT_BASE) -> list[Reading]:
    """All readings that a graph was made of, sorted by document; texts and rejections are not kept in a graph."""
    decoder = Decoder(store=store, ontology=ontology, base=base)
    facts: dict[str, list[Fact]] = {}
    for whole in decoder.facts(decoder.nodes(v.TYPE, v.FACT)):
        for fact in _by_document(whole):
            facts.setdefault(fact.evidence[0].document_id, []).append(decoder.worded(fact))
    mentions: dict[str, list[Mention]] = {}
    entities: dict[str, set[Entity]] = {}
    for mention, entity in decoder.mentions():
        mentions.setdefault(mention.document_id, []).append(mention)
        entities.setdefault(mention.document_id, set()).add(entity)
    documents = decoder.documents()
    return [_reading(d, mentions.get(d.id, []), entities.get(d.id, set()), facts.get(d.id, [])) for d in documents]


def _reading(document: Document, mentions: list[Mention], entities: set[Entity], facts: list[Fact]) -> Reading:
    related = {filler for fact in facts for filler in fact.roles.values() if isinstance(filler, Entity)}
    return Reading(
        document=document,
        mentions=tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end))),
        entities=tuple(sorted(entities | related, key=lambda entity: entity.id)),
        facts=tuple(facts),
    )


def _by_document(fact: Fact) -> Iterator[Fact]:
    for document in sorted({evidence.document_id for evidence in fact.evidence}):
        yield replace(fact, evidence=tuple(e for e in fact.evidence if e.document_id == document))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """Turns nodes of a store into values; it remembers entities and documents, so make a new one after a change."""

    store: Store
    ontology: Ontology
    base: str
    _entities: dict[str, Entity] = field(default_factory=dict)
    _documents: dict[str, str] = field(default_factory=dict)

    def nodes(
        self, property_: NamedNode | None, value: NamedNode | Literal, graph: NamedNode | None = None
    ) -> list[NamedNode]:
        """The nodes with a value for a property (for any, where it is None), in one graph or in any, sorted."""
        found = {quad.subject for quad in self.store.quads_for_pattern(None, property_, value, graph)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=_iri)

    def has(self, node: NamedNode, property_: NamedNode, value: NamedNode | None = None) -> bool:
        """Whether a node has a property, with some value or with the given one."""
        return next(iter(self.store.quads_for_pattern(node, property_, value, None)), None) is not None

    def graphs_about(self, node: NamedNode) -> set[str]:
        """The IRIs of the named graphs in which a node is the value of something."""
        found = self.store.quads_for_pattern(None, None, node, None)
        return {quad.graph_name.value for quad in found if isinstance(quad.graph_name, NamedNode)}

    def document_graphs(self) -> dict[str, str]:
        """IRI of a document, which is that of its graph → its identifier."""
        nodes = self.nodes(v.TYPE, v.DOCUMENT)
        return {node.value: _text(self._properties(node), v.IDENTIFIER) for node in nodes}

    def documents(self, identifiers: Iterable[str] | None = None) -> list[Document]:
        """The documents with some identifiers, or all, sorted by these, without their texts."""
        if identifiers is None:
            nodes = self.nodes(v.TYPE, v.DOCUMENT)
        else:
            wanted = (NamedNode(iris.absolute(self.base, iris.document_id(one))) for one in identifiers)
            nodes = [node for node in wanted if self.has(node, v.TYPE, v.DOCUMENT)]
        return sorted(map(self._document, nodes), key=lambda d: d.id)

    def entities(self) -> list[Entity]:
        """All entities, sorted by label."""
        found = self.store.quads_for_pattern(None, v.PREF_LABEL, None, None)
        nodes = {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}
        return sorted(map(self.entity, nodes), key=entity_order)

    def mentions(self, nodes: Iterable[NamedNode] | None = None) -> list[tuple[Mention, Entity]]:
        """Mentions, of the whole graph or of the given nodes, each with its entity, sorted by document and place."""
        chosen = self.nodes(v.TYPE, v.MENTION) if nodes is None else nodes
        found = [pair for node in chosen if (pair := self._mention(node))]
        return sorted(found, key=lambda pair: (pair[0].document_id, pair[0].start, pair[0].end))

    def corrections(self) -> dict[str, bool]:
        """The entries of the user's corrections, and whether each changed anything; sorted by their IRIs."""
        found = [self._properties(node) for node in self.nodes(v.TYPE, v.CORRECTION)]
        return {_text(known, v.ENTRY): _text(known, v.APPLIED) == "true" for known in found}

    def stand_ins(self, kinds: Collection[str]) -> dict[str, str]:
        """Words of documents → the name that they stand for, for a reason of some kinds; sorted."""
        found = {node for kind in kinds for node in self.nodes(v.REFERENCE_KIND, Literal(kind))}
        known = map(self._properties, found)
        return dict(sorted((_text(one, v.EXACT), _text(one, v.STANDS_FOR)) for one in known))

    def entity(self, node: NamedNode) -> Entity:
        """The entity of a node; one that has no label is called as its IRI ends."""
        if node.value not in self._entities:
            self._entities[node.value] = self._described(node)
        return self._entities[node.value]

    def facts(self, nodes: Iterable[NamedNode]) -> Iterator[Fact]:
        """The facts of nodes; without evidence or a relation a node states nothing."""
        return (fact for node in nodes if (fact := self.fact(node)))

    def fact(self, node: NamedNode) -> Fact | None:
        """The fact of a node, with its evidence from all documents; None where it has none, or no relation."""
        known = self._properties(node)
        evidence = [self._evidence(e) for e in known.get(v.DERIVED_FROM.value, []) if isinstance(e, NamedNode)]
        types = [_local(t) for t in known.get(v.TYPE.value, []) if t != v.FACT and t.value.startswith(NAMESPACE)]
        if not evidence or not types:
            return None
        relation = min(types)
        date = next((self._filler(d) for d in known.get(v.FACT_DATE.value, [])), None)
        fact = Fact(
            relation=relation,
            roles=self._roles(relation, known),
            polarity=_text(known, v.POLARITY) or "positive",
            modality=_text(known, v.MODALITY) or "actual",
            attributed_to=_text(known, v.ATTRIBUTED_TO),
            date=date if isinstance(date, Date) else None,
            evidence=tuple(sorted(evidence, key=lambda e: (e.document_id, e.start, e.end))),
        )
        return self.worded(fact)

    def worded(self, fact: Fact) -> Fact:
        """The fact with its amounts and dates in the words of the documents that state it."""
        words = {m.role: m.text for evidence in fact.evidence for m in evidence.mentions}
        documents = {evidence.document_id for evidence in fact.evidence}
        graphs = [NamedNode(iris.absolute(self.base, iris.document_id(document))) for document in documents]
        roles = {role: self._worded(filler, graphs, words.get(role, "")) for role, filler in fact.roles.items()}
        return replace(fact, roles=roles)

    def _worded(self, filler: Filler, graphs: list[NamedNode], words: str) -> Filler:
        match filler:
            case Date():
                return replace(filler, text=words or filler.value)
            case Amount():
                node = NamedNode(iris.absolute(self.base, iris.amount_id(filler)))
                anywhere = self._labels(node, None)
                said = [words] if words in anywhere else anywhere
                return replace(filler, text=_shortest([t for g in graphs for t in self._labels(node, g)] or said))
            case _:
                return filler

    def _labels(self, node: NamedNode, graph: NamedNode | None) -> list[str]:
        found = self.store.quads_for_pattern(node, v.LABEL, None, graph)
        return [quad.object.value for quad in found if isinstance(quad.object, Literal)]

    def _roles(self, relation: str, known: _Properties) -> dict[str, Filler]:
        declared = self.ontology.relations.get(relation)
        order = {role.name: place for place, role in enumerate(declared.roles)} if declared else {}
        found = {
            _local(iri).rpartition(".")[2]: values
            for iri, values in known.items()
            if iri.startswith(NAMESPACE) and "." in _local(iri)
        }
        names = sorted(found, key=lambda name: (order.get(name, len(order)), name))
        return {name: self._filler(found[name][0]) for name in names}

    def _filler(self, value: NamedNode | Literal) -> Filler:
        if isinstance(value, NamedNode):
            return self._amount(value) or self.entity(value)
        precision = next((p for p, datatype in v.DATATYPES.items() if datatype == value.datatype), "")
        return Date(value=value.value, precision=precision, text=value.value) if precision else value.value

    def _amount(self, node: NamedNode) -> Amount | None:
        if not node.value.startswith(self.base + iris.AMOUNT):
            return None
        known = self._properties(node)
        try:
            number = Decimal(_text(known, v.VALUE))
        except InvalidOperation:
            return None
        return Amount(value=number, unit=_text(known, v.UNIT), text="")

    def _evidence(self, node: NamedNode) -> Evidence:
        known = self._properties(node)
        document, start, end, sentence = self._target(known)
        mentions = [self._role_mention(m) for m in known.get(v.HAS_ROLE_MENTION.value, []) if isinstance(m, NamedNode)]
        return Evidence(
            document_id=document,
            start=start,
            end=end,
            sentence=sentence,
            frame=_text(known, v.FRAME),
            trigger=_text(known, v.TRIGGER),
            trigger_start=_number(known, v.TRIGGER_START),
            trigger_end=_number(known, v.TRIGGER_END),
            mentions=tuple(sorted(mentions, key=role_mention_order)),
        )

    def _target(self, evidence: _Properties) -> tuple[str, int, int, str]:
        """Where evidence stands: document, start, end and the sentence itself."""
        known: _Properties = {}
        for target in evidence.get(v.HAS_TARGET.value, []):
            known |= self._properties(target)
        for selector in known.get(v.HAS_SELECTOR.value, []):
            known |= self._properties(selector)
        return self._source(known), _number(known, v.START), _number(known, v.END), _text(known, v.EXACT)

    def quote(self, target: NamedNode) -> str:
        """The words that a target of evidence quotes."""
        return self._target({v.HAS_TARGET.value: [target]})[3]

    def _role_mention(self, node: NamedNode) -> RoleMention:
        known = self._properties(node)
        start, end = _number(known, v.START), _number(known, v.END)
        return RoleMention(
            role=_text(known, v.ROLE),
            start=start,
            end=end,
            text=_text(known, v.EXACT),
            path=_text(known, v.PATH),
            references=self._references(known),
        )

    def _references(self, mention: _Properties) -> tuple[Reference, ...]:
        steps = sorted(map(self._properties, mention.get(v.HAS_REFERENCE.value, [])), key=lambda s: _number(s, v.STEP))
        return tuple(
            Reference(text=_text(s, v.EXACT), name=_text(s, v.STANDS_FOR), kind=_text(s, v.REFERENCE_KIND))
            for s in steps
        )

    def _mention(self, node: NamedNode) -> tuple[Mention, Entity] | None:
        known = self._properties(node)
        entity = next((self.entity(e) for e in known.get(v.REFERS_TO.value, []) if isinstance(e, NamedNode)), None)
        if entity is None:
            return None
        start, end = _number(known, v.START), _number(known, v.END)
        mention = Mention(
            document_id=self._source(known),
            start=start,
            end=end,
            text=_text(known, v.EXACT),
            type=entity.type,
            head=_number(known, v.HEAD),
            name=_text(known, v.NAMED),
            sentence=_text(known, v.SENTENCE),
            namings=self._namings(known),
        )
        return mention, entity

    def _namings(self, known: _Properties) -> tuple[Naming, ...]:
        """The reasons that a mention or an entity has, in the order of their IRIs."""
        return tuple(self._naming(self._properties(node)) for node in known.get(v.HAS_NAMING.value, []))

    def _naming(self, known: _Properties) -> Naming:
        name, other, reason, detail = (_text(known, p) for p in (v.NAME, v.OTHER_NAME, v.BECAUSE, v.DETAIL))
        return Naming(name=name, other=other, reason=reason, detail=detail)

    def _source(self, known: _Properties) -> str:
        """The identifier of the document that an evidence or a mention belongs to."""
        node = next(iter(known.get(v.HAS_SOURCE.value, [])), None)
        if node is None:
            return ""
        if node.value not in self._documents:
            self._documents[node.value] = _text(self._properties(node), v.IDENTIFIER)
        return self._documents[node.value]

    def _document(self, node: NamedNode) -> Document:
        known = self._properties(node)
        return Document(
            id=_text(known, v.IDENTIFIER),
            text="",
            title=_text(known, v.TITLE),
            published=_text(known, v.ISSUED),
            source=_text(known, v.SOURCE),
            kind=_text(known, v.KIND),
        )

    def _described(self, node: NamedNode) -> Entity:
        known = {p.value: self._values(node, p) for p in _DESCRIBING}
        types = [_local(t) for t in known.get(v.TYPE.value, []) if t.value.startswith(NAMESPACE)]
        return Entity(
            id=iris.below(self.base, node.value),
            label=_text(known, v.PREF_LABEL) or _text(known, v.LABEL) or _local(node),
            type=min(types, default=""),
            aliases=tuple(sorted(alias.value for alias in known.get(v.ALT_LABEL.value, []))),
            same_as=tuple(sorted(iri.value for iri in known.get(v.EXACT_MATCH.value, []))),
            namings=tuple(sorted(self._namings(known), key=lambda naming: naming.name)),
        )

    def _values(self, node: NamedNode, property_: NamedNode) -> list[NamedNode | Literal]:
        """The values of one property in any graph, each once and in order."""
        found = {quad.object for quad in self.store.quads_for_pattern(node, property_, None, None)}
        return sorted((value for value in found if isinstance(value, NamedNode | Literal)), key=_iri)

    def _properties(self, node: NamedNode | Literal) -> _Properties:
        """All that any graph says about a node: property → values, each value once and in order."""
        found: dict[str, set[NamedNode | Literal]] = {}
        if isinstance(node, NamedNode):
            for quad in self.store.quads_for_pattern(node, None, None, None):
                if isinstance(quad.object, NamedNode | Literal):
                    found.setdefault(quad.predicate.value, set()).add(quad.object)
        return {property_: sorted(values, key=_iri) for property_, values in found.items()}


def base_of(store: Store) -> str:
    """The base IRI that a graph was written with; the default where it has no documents."""
    documents = store.quads_for_pattern(None, v.TYPE, v.DOCUMENT, None)
    for node in sorted({quad.subject for quad in documents if isinstance(quad.subject, NamedNode)}, key=_iri):
        for named in store.quads_for_pattern(node, v.IDENTIFIER, None, None):
            ending = iris.document_id(named.object.value) if isinstance(named.object, Literal) else ""
            if ending and node.value.endswith(ending):
                return node.value.removesuffix(ending)
    return DEFAULT_BASE


def is_flat(store: Store) -> bool:
    """Whether documents lie in the default graph: what becomes of a graph in a format without named graphs."""
    return next(iter(store.quads_for_pattern(None, v.TYPE, v.DOCUMENT, DefaultGraph())), None) is not None


def entity_order(entity: Entity) -> tuple[str, str, str]:
    """Where an entity stands in a list: by label, whatever its case."""
    return entity.label.casefold(), entity.label, entity.id


def _iri(term: NamedNode | Literal) -> str:
    return term.value


def _text(known: _Properties, property_: NamedNode) -> str:
    return next((value.value for value in known.get(property_.value, [])), "")


def _number(known: _Properties, property_: NamedNode) -> int:
    text = _text(known, property_)
    return int(text) if text.lstrip("-").isdecimal() else 0


def _shortest(texts: list[str]) -> str:
    return min(texts, key=lambda text: (len(text), text), default="")


def _local(term: NamedNode | Literal | str) -> str:
    iri = term if isinstance(term, str) else term.value
    return iri.replace("#", "/").rpartition("/")[2]
