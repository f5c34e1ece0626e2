"""Readings as RDF, and RDF as readings.

Each document has a named graph of its own with its facts, evidence and mentions; the default graph is a summary of
them all: the entities with their names, and a plain triple for every fact that holds. There are no blank nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.graph import iris
from kg.graph import vocabulary as v
from kg.graph.iris import prefixes
from kg.graph.readings import readings
from kg.graph.union import amount_wording, entities_in, one_of_each, referents, shorter
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, Mention, Naming, Reading, RoleMention
from kg.ontology import DEFAULT_BASE, NAMESPACE, Ontology

__all__ = ["Share", "Summary", "corrections", "holds", "prefixes", "quads", "readings", "share", "summary"]

_Triple: TypeAlias = tuple[NamedNode, NamedNode, NamedNode | Literal]

HOLDING = frozenset({"actual", "reported", "claimed", "former"})
"""The modalities in which a positive fact earns a plain triple in the summary."""


def quads(reading: Reading, ontology: Ontology, base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """The named graph of one document, each quad once: itself, its facts with their evidence, and its mentions.

    :param reading: as :func:`kg.graph.union.unite` gives it, its facts canonical and distinct.
    """
    writer = _DocumentWriter(reading, ontology, base)
    return (Quad(*triple, writer.node) for triple in writer.triples())


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one document adds to the summary of all."""

    entities: tuple[Entity, ...]
    links: tuple[Triple, ...]
    """A plain triple for each fact that holds."""
    amounts: Mapping[Amount, str]
    """The amounts, and how the document writes them."""


def share(reading: Reading, ontology: Ontology, base: str = DEFAULT_BASE) -> Share:
    """What a united reading adds to the summary."""
    links = dict.fromkeys(link for fact in reading.facts for link in _shortcuts(fact, ontology, base))
    return Share(entities=tuple(entities_in(reading)), links=tuple(links), amounts=amount_wording(reading.facts))


def summary(readings: Iterable[Reading], ontology: Ontology, base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """The default graph: the entities and amounts of all documents, and a plain triple for each fact that holds.

    :param readings: united ones.
    """
    found = Summary(base)
    for reading in readings:
        found.add(share(reading, ontology, base))
    return found.quads()


class Summary:
    """The default graph, as it grows with the shares of documents."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self._base = base
        self._entities: dict[Entity, None] = {}
        self._links: dict[Triple, None] = {}
        self._wording: dict[Amount, str] = {}

    def add(self, share: Share) -> None:
        """Add what one document says."""
        self._entities.update(dict.fromkeys(share.entities))
        self._links.update(dict.fromkeys(share.links))
        for amount, text in share.amounts.items():
            self._wording[amount] = shorter(self._wording.get(amount, text), text)

    def entities(self) -> list[Entity]:
        """The entities of all documents, sorted by identifier."""
        return one_of_each(self._entities)

    def quads(self) -> Iterator[Quad]:
        """All quads, each once."""
        found = [triple for entity in self.entities() for triple in _entity(entity, self._base)]
        for amount, text in self._wording.items():
            found += _amount(replace(amount, text=text), self._base)
        return (Quad(*triple) for triple in dict.fromkeys((*found, *map(tuple, self._links))))


class _DocumentWriter:
    """Writes one reading whose facts are canonical and distinct."""

    def __init__(self, reading: Reading, ontology: Ontology, base: str) -> None:
        self.reading, self.ontology, self.base = reading, ontology, base
        self.node = _node(base, iris.document_id(reading.document.id))
        self._told: set[NamedNode] = set()
        """What several facts share, and has been described."""

    def triples(self) -> Iterator[_Triple]:
        yield from _document(self.node, self.reading.document)
        for fact in self.reading.facts:
            yield from self._fact(fact)
        referent = referents(self.reading)
        for mention in self.reading.mentions:
            if entity := referent(mention):
                yield from self._mention(mention, entity)

    def _fact(self, fact: Fact) -> Iterator[_Triple]:
        identifier = iris.fact_id(fact, self.ontology)
        node = _node(self.base, identifier)
        yield node, v.TYPE, v.FACT
        yield node, v.TYPE, _own(fact.relation)
        for role, filler in fact.roles.items():
            yield node, _role(fact.relation, role), _value(filler, self.base)
            if isinstance(filler, Amount) and self._new(_node(self.base, iris.amount_id(filler))):
                yield from _amount(filler, self.base)
        yield node, v.POLARITY, Literal(fact.polarity)
        yield node, v.MODALITY, Literal(fact.modality)
        yield from _texts(node, {v.ATTRIBUTED_TO: fact.attributed_to})
        if fact.date:
            yield node, v.FACT_DATE, _date(fact.date)
        for evidence in fact.evidence:
            yield from self._evidence(node, identifier, evidence)

    def _evidence(self, fact: NamedNode, fact_id: str, evidence: Evidence) -> Iterator[_Triple]:
        node = _node(self.base, iris.evidence_id(fact_id, evidence.document_id, evidence.start, evidence.end))
        target = NamedNode(f"{self.node.value}#char={evidence.start},{evidence.end}")
        yield fact, v.DERIVED_FROM, node
        yield node, v.TYPE, v.EVIDENCE
        yield node, v.HAS_BODY, fact
        yield node, v.HAS_TARGET, target
        yield from _texts(node, {v.FRAME: evidence.frame, v.TRIGGER: evidence.trigger})
        yield from _span(node, evidence.trigger_start, evidence.trigger_end, v.TRIGGER_START, v.TRIGGER_END)
        yield from _role_mentions(node, evidence)
        if self._new(target):
            yield from self._target(target, evidence)

    def _new(self, node: NamedNode) -> bool:
        if node in self._told:
            return False
        self._told.add(node)
        return True

    def _target(self, target: NamedNode, evidence: Evidence) -> Iterator[_Triple]:
        position, quote = NamedNode(target.value + "/position"), NamedNode(target.value + "/quote")
        yield target, v.TYPE, v.SPECIFIC_RESOURCE
        yield target, v.HAS_SOURCE, self.node
        yield target, v.HAS_SELECTOR, position
        yield target, v.HAS_SELECTOR, quote
        yield position, v.TYPE, v.POSITION_SELECTOR
        yield from _span(position, evidence.start, evidence.end)
        yield quote, v.TYPE, v.QUOTE_SELECTOR
        yield quote, v.EXACT, _text(evidence.sentence)

    def _mention(self, mention: Mention, entity: Entity) -> Iterator[_Triple]:
        node = NamedNode(f"{self.node.value}#mention={mention.start},{mention.end}")
        yield node, v.TYPE, v.MENTION
        yield node, v.HAS_SOURCE, self.node
        yield from _span(node, mention.start, mention.end)
        yield node, v.EXACT, _text(mention.text)
        yield node, v.REFERS_TO, _node(self.base, entity.id)
        yield node, v.NAMED, _text(mention.name)
        yield node, v.HEAD, _number(mention.head)
        yield from _texts(node, {v.SENTENCE: mention.sentence})
        for number, naming in enumerate(mention.namings, 1):
            yield from _naming(node, NamedNode(f"{node.value}/naming/{number}"), naming)


def _document(node: NamedNode, document: Document) -> Iterator[_Triple]:
    yield node, v.TYPE, v.DOCUMENT
    yield node, v.IDENTIFIER, _text(document.id)
    yield from _texts(node, {v.TITLE: document.title, v.SOURCE: document.source, v.KIND: document.kind})
    if document.published:
        yield node, v.ISSUED, _dated(document.published)


def _entity(entity: Entity, base: str) -> Iterator[_Triple]:
    node = _node(base, entity.id)
    yield node, v.TYPE, _own(entity.type)
    yield node, v.LABEL, _text(entity.label)
    yield node, v.PREF_LABEL, _text(entity.label)
    for alias in entity.aliases:
        yield node, v.ALT_LABEL, _text(alias)
    for iri in entity.same_as:
        yield node, v.EXACT_MATCH, NamedNode(iris.legal(iri))
    for naming in entity.namings:
        yield from _naming(node, NamedNode(f"{node.value}#name={iris.slug(naming.name, space='')}"), naming)


def _naming(named: NamedNode, node: NamedNode, naming: Naming) -> Iterator[_Triple]:
    """Why one name of an entity, or of a mention, stands for what another stands for."""
    yield named, v.HAS_NAMING, node
    yield node, v.TYPE, v.NAMING
    yield node, v.NAME, _text(naming.name)
    yield node, v.OTHER_NAME, _text(naming.other)
    yield node, v.BECAUSE, _text(naming.reason)
    yield from _texts(node, {v.DETAIL: naming.detail})


def corrections(entries: Mapping[str, bool], base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """The corrections of the user, in the default graph: their entries, and whether each changed anything."""
    for entry, applied in entries.items():
        node = _node(base, iris.correction_id(entry))
        yield Quad(node, v.TYPE, v.CORRECTION)
        yield Quad(node, v.ENTRY, _text(entry))
        yield Quad(node, v.APPLIED, Literal("true" if applied else "false", datatype=v.BOOLEAN))


def holds(fact: Fact) -> bool:
    """Whether a fact earns a plain triple in the summary: it is asserted, and in a modality of :data:`HOLDING`."""
    return fact.polarity == "positive" and fact.modality in HOLDING


def _shortcuts(fact: Fact, ontology: Ontology, base: str) -> Iterator[Triple]:
    relation = ontology.relations.get(fact.relation)
    if relation is None or not holds(fact):
        return
    for shortcut in relation.shortcuts:
        ends = fact.roles.get(shortcut.subject), fact.roles.get(shortcut.object)
        for subject, object_ in (ends, ends[::-1]) if shortcut.symmetric else (ends,):
            if isinstance(subject, Entity) and object_ is not None:
                yield Triple(_node(base, subject.id), NamedNode(shortcut.iri), _value(object_, base))


def _value(filler: Filler, base: str) -> NamedNode | Literal:
    match filler:
        case Entity():
            return _node(base, filler.id)
        case Amount():
            return _node(base, iris.amount_id(filler))
        case Date():
            return _date(filler)
        case str():
            return _text(filler)


def _amount(amount: Amount, base: str) -> Iterator[_Triple]:
    node = _node(base, iris.amount_id(amount))
    yield node, v.TYPE, v.AMOUNT
    yield node, v.LABEL, _text(amount.text)
    yield node, v.VALUE, Literal(iris.decimal_text(amount.value), datatype=v.DECIMAL)
    yield from _texts(node, {v.UNIT: amount.unit})


def _role_mentions(evidence_node: NamedNode, evidence: Evidence) -> Iterator[_Triple]:
    taken: set[str] = set()
    for mention in evidence.mentions:
        iri = f"{evidence_node.value}/{iris.slug(mention.role)}"
        while iri in taken:
            iri += "+"
        taken.add(iri)
        node = NamedNode(iri)
        yield evidence_node, v.HAS_ROLE_MENTION, node
        yield node, v.TYPE, v.ROLE_MENTION
        yield node, v.ROLE, _text(mention.role)
        yield from _span(node, mention.start, mention.end)
        yield node, v.EXACT, _text(mention.text)
        yield from _texts(node, {v.PATH: mention.path})
        yield from _references(node, mention)


def _references(role_mention: NamedNode, mention: RoleMention) -> Iterator[_Triple]:
    for step, reference in enumerate(mention.references, start=1):
        node = NamedNode(f"{role_mention.value}/{step}")
        yield role_mention, v.HAS_REFERENCE, node
        yield node, v.TYPE, v.REFERENCE
        yield node, v.STEP, _number(step)
        yield node, v.EXACT, _text(reference.text)
        yield node, v.STANDS_FOR, _text(reference.name)
        yield node, v.REFERENCE_KIND, _text(reference.kind)


def _span(
    node: NamedNode, start: int, end: int, starts: NamedNode = v.START, ends: NamedNode = v.END
) -> Iterator[_Triple]:
    yield node, starts, _number(start)
    yield node, ends, _number(end)


def _texts(node: NamedNode, texts: dict[NamedNode, str]) -> Iterator[_Triple]:
    """One triple for each text that is known."""
    return ((node, property_, _text(text)) for property_, text in texts.items() if text)


def _node(base: str, identifier: str) -> NamedNode:
    return NamedNode(iris.absolute(base, identifier))


def _own(name: str) -> NamedNode:
    return NamedNode(iris.absolute(NAMESPACE, name))


def _role(relation: str, role: str) -> NamedNode:
    return _own(f"{relation[0].lower()}{relation[1:]}.{role}")


def _text(text: str) -> Literal:
    """A plain literal; half of a surrogate pair, as broken file names have, becomes a question mark."""
    return Literal(text.encode("utf-8", "replace").decode("utf-8"))


def _number(number: int) -> Literal:
    return Literal(str(number), datatype=v.INTEGER)


def _date(point: Date) -> Literal:
    return Literal(point.value, datatype=v.DATATYPES.get(point.precision))


def _dated(published: str) -> Literal:
    """A date of publication; where it is no ISO 8601 date, the words that stand there."""
    precision = {4: "year", 7: "month", 10: "day"}.get(len(published), "")
    if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", published):
        return _text(published)
    try:
        date.fromisoformat(published + "-01-01"[len(published) - 4 :])
    except ValueError:
        return _text(published)
    return Literal(published, datatype=v.DATATYPES[precision])
