"""Readings with the facts that the user asserts, each found in the sentence that the user quotes.

A fact without a sentence cannot be in the graph, whoever states it: what no document says is an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.errors import CorrectionsError
from kg.graph.corrections import FILE
from kg.model import Correction, Date, Entity, Evidence, Fact, Filler, Reading, RoleMention
from kg.ontology import AMOUNT, DATE, LITERAL, Ontology, Role
from kg.reading.entities import entity_id
from kg.reading.names import index
from kg.reading.segments import view

ASSERTED = "correction"
"""The frame of evidence that the user quotes."""
PRECISIONS = {4: "year", 7: "month", 10: "day"}
"""How precise a date is, by the length of its ISO 8601 form."""


class Asserting:
    """Adds the facts that corrections assert to readings; those that a graph has already are not sought again."""

    def __init__(self, told: Iterable[Correction], ontology: Ontology) -> None:
        self._told = [c for c in told if c.kind == "assert" and not c.applied]
        self._ontology = ontology
        self._found: set[Correction] = set()
        self._names: set[str] = set()
        """Identifiers and titles of the documents that have their texts."""

    def reading(self, reading: Reading) -> Reading:
        """A reading with the facts that are asserted of its document.

        :raises CorrectionsError: where a role is played by something unknown.
        """
        if reading.document.text:
            self._names |= {reading.document.id, reading.document.title}
        for correction in self._told:
            added = _with_fact(reading, correction, self._ontology)
            if added is not reading:
                self._found.add(correction)
            reading = added
        return reading

    def applied(self) -> frozenset[Correction]:
        """The corrections whose sentences were found, once all readings have been seen.

        :raises CorrectionsError: where no document has the sentence.
        """
        for correction in self._told:
            if correction not in self._found and self._looked_for(correction):
                where = f"document {correction.document}" if correction.document else "document"
                raise CorrectionsError(f"{_place(correction)}: no {where} has the sentence “{correction.sentence}”")
        return frozenset(self._found)

    def _looked_for(self, correction: Correction) -> bool:
        """Whether the document that a correction names is here; without one, whether documents have their texts."""
        return correction.document in self._names if correction.document else bool(self._names)


def _with_fact(reading: Reading, correction: Correction, ontology: Ontology) -> Reading:
    document = reading.document
    if correction.document not in ("", document.id, document.title):
        return reading
    words = r"\s+".join(map(re.escape, view(correction.sentence).split()))
    match = re.search(words, view(document.text))
    if not match:
        return reading
    start, end = match.span()
    fact = _fact(reading, correction, start, end, ontology)
    others = tuple(_without(other, fact) for other in reading.facts)
    fillers = {f.id: f for f in fact.roles.values() if isinstance(f, Entity)}
    known = fillers | {entity.id: entity for entity in reading.entities}
    return replace(
        reading,
        facts=(*(other for other in others if other), fact),
        entities=tuple(known[identifier] for identifier in sorted(known)),
    )


def _without(other: Fact, fact: Fact) -> Fact | None:
    """A fact without the evidence that the user quotes for the same; None where there is no other."""
    quoted = {(piece.start, piece.end) for piece in fact.evidence} if other == fact else set()
    kept = tuple(piece for piece in other.evidence if (piece.start, piece.end) not in quoted)
    return replace(other, evidence=kept) if kept else None


def _fact(reading: Reading, correction: Correction, start: int, end: int, ontology: Ontology) -> Fact:
    text = reading.document.text
    roles = {role.name: role for role in ontology.relations[correction.relation].roles}
    evidence = Evidence(
        document_id=reading.document.id,
        start=start,
        end=end,
        sentence=text[start:end],
        frame=ASSERTED,
        trigger="",
        trigger_start=start,
        trigger_end=start,
        mentions=tuple(_places(correction, text, start, end)),
    )
    return Fact(
        relation=correction.relation,
        roles={name: _filler(roles[name], given, reading, correction, ontology) for name, given in correction.roles},
        polarity=correction.polarity or "positive",
        modality=correction.modality or "actual",
        evidence=(evidence,),
    )


def _places(correction: Correction, text: str, start: int, end: int) -> Iterator[RoleMention]:
    """Where the sentence has the words of a role, if it does."""
    for role, given in correction.roles:
        at = text.find(given, start, end)
        if at >= 0:
            yield RoleMention(role=role, start=at, end=at + len(given), text=given)


def _filler(role: Role, given: str, reading: Reading, correction: Correction, ontology: Ontology) -> Filler:
    """What plays a role: an amount, a date, an entity of the document, one that the ontology knows, or words."""
    if value := _quantity(role, given, ontology):
        return value
    who = _identified(given, role, reading, ontology) or _named(given, role, reading, ontology)
    if who:
        return Entity(id=entity_id(*who, ontology), label=who[0], type=who[1])
    if LITERAL in role.ranges:
        return given
    fitting = ", ".join(f"{t.segment}/{given}" for t in ontology.types.values() if _may(t.name, role, ontology))
    raise CorrectionsError(
        f"{_place(correction)}: {given!r} cannot be the {role.label}, or is not known: say what it is"
        f"{f', as in {fitting}' if fitting else ''}"
    )


def _quantity(role: Role, given: str, ontology: Ontology) -> Filler | None:
    from kg.reading.quantities import Quantities

    if AMOUNT in role.ranges and (found := list(Quantities(ontology.grammar).amounts(view(given), 0))):
        return found[0].value
    if DATE in role.ranges and (precision := PRECISIONS.get(len(given))) and re.fullmatch(r"\d{4}(-\d\d){0,2}", given):
        return Date(value=given, precision=precision, text=given)
    return None


def _identified(given: str, role: Role, reading: Reading, ontology: Ontology) -> tuple[str, str] | None:
    """The name and the type of an identifier: that of an entity of the document, or a new one."""
    segment, _, rest = given.partition("/")
    type_ = next((t.name for t in ontology.types.values() if rest and t.segment == segment), "")
    if not type_ or not _may(type_, role, ontology):
        return None
    named = {entity_id(m.name, m.type, ontology): m.name for m in reading.mentions}
    rows = {entity_id(row.name, row.type, ontology): row.name for row in ontology.names if row.type == type_}
    return (rows | named).get(given, rest.replace("_", " ")), type_


def _named(given: str, role: Role, reading: Reading, ontology: Ontology) -> tuple[str, str] | None:
    """The name and the type that a document, else the lexicon, else the role itself gives some words."""
    folded = given.casefold()
    here = Counter(
        (m.name, m.type)
        for m in reading.mentions
        if folded in (m.name.casefold(), " ".join(m.text.split()).casefold()) and _may(m.type, role, ontology)
    )
    listed = [f.row for f in index(ontology).lookup(given) if f.kind != "adjective"]
    if not here:
        here.update((row.name, row.type) for row in listed if _may(row.type, role, ontology))
    if here:
        return min(here, key=lambda who: (-here[who], who))
    fitting = [t.name for t in ontology.types.values() if _may(t.name, role, ontology)]
    return (given, fitting[0]) if len(fitting) == 1 and LITERAL not in role.ranges else None


def _may(type_: str, role: Role, ontology: Ontology) -> bool:
    return not ontology.types[type_].abstract and ontology.fits(type_, role)


def _place(correction: Correction) -> str:
    return correction.place or FILE
