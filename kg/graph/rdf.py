"""Readings as RDF, and RDF as readings.

Each document has a named graph of its own with its facts, evidence and mentions; the default graph is a summary of
them all: the entities with their names, and a plain triple for every fact that holds. There are no blank nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph import vocabulary as v
from kg.graph.iris import prefixes
from kg.graph.readings import readings
from kg.graph.union import amount_wording, entities_of, referents, reworded, unite
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, Mention, Naming, Reading, RoleMention
from kg.ontology import DEFAULT_BASE, NAMESPACE, Ontology

__all__ = ["corrections", "holds", "prefixes", "quads", "readings", "summary"]

_Triple: TypeAlias = tuple[NamedNode, NamedNode, NamedNode | Literal]

HOLDING = frozenset({"actual", "reported", "claimed", "former"})
"""The modalities in which a positive fact earns a plain triple in the summary."""


def quads(reading: Reading, ontology: Ontology, base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """The named graph of one document: itself, its facts with their evidence, and its mentions.

    :raises ValueError: where the evidence of a fact lies in another document.
    """
    (reading,) = unite([reading], ontology)
    writer = _DocumentWriter(reading, ontology, base)
    return (Quad(*triple, writer.node) for triple in dict.fromkeys(writer.triples()))


def summary(readings: Iterable[Reading], ontology: Ontology, base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """The default graph: the entities and amounts of all documents, and a plain triple for each fact that holds."""
    united = unite(readings, ontology)
    stated = [fact for reading in united for fact in reading.facts]
    wording = amount_wording(stated)
    facts = [reworded(fact, wording) for fact in stated]
    triples = [t for entity in entities_of(united) for t in _entity(entity, base)]
    triples += [t for amount in wording for t in _amount(replace(amount, text=wording[amount]), base)]
    triples += [t for fact in facts for t in _shortcuts(fact, ontology, base)]
    return (Quad(*triple) for triple in dict.fromkeys(triples))


class _DocumentWriter:
    """Writes one reading whose facts are canonical and distinct."""

    def __init__(self, reading: Reading, ontology: Ontology, base: str) -> None:
        self.reading, self.ontology, self.base = reading, ontology, base
        self.node = _node(base, iris.document_id(reading.document.id))

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
            yield from _filled(node, _role(fact.relation, role), filler, self.base)
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
        yield from self._target(target, evidence)

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


def _shortcuts(fact: Fact, ontology: Ontology, base: str) -> Iterator[_Triple]:
    relation = ontology.relations.get(fact.relation)
    if relation is None or not holds(fact):
        return
    for shortcut in relation.shortcuts:
        ends = fact.roles.get(shortcut.subject), fact.roles.get(shortcut.object)
        for subject, object_ in (ends, ends[::-1]) if shortcut.symmetric else (ends,):
            if isinstance(subject, Entity) and object_ is not None:
                yield from _filled(_node(base, subject.id), NamedNode(shortcut.iri), object_, base)


def _filled(node: NamedNode, property_: NamedNode, filler: Filler, base: str) -> Iterator[_Triple]:
    """A property with its value, and what there is to say about the value itself."""
    match filler:
        case Entity():
            yield node, property_, _node(base, filler.id)
        case Amount():
            yield node, property_, _node(base, iris.amount_id(filler))
            yield from _amount(filler, base)
        case Date():
            yield node, property_, _date(filler)
        case str():
            yield node, property_, _text(filler)


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
