"""Readings as the user corrects them: names retyped and told apart, facts asserted and rejected.

What is said of names rests on what documents call things, never on how many documents there are, so that parts which
are corrected and merged give what one build gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from kg.graph.assertions import ASSERTED, Asserting
from kg.graph.corrections import united
from kg.graph.union import referents
from kg.model import Amount, Correction, Entity, Evidence, Fact, Filler, Mention, Reading, Rejection, label_of
from kg.ontology import Ontology
from kg.reading import entities
from kg.reading.namings import Who, stem

_Said: TypeAlias = dict[str, set[Who]]
"""Words of documents → the names that they are taken for, with their types."""
_Moves: TypeAlias = Mapping[tuple[str, str], str]
"""Words, and the name that they were taken for → the name that they are."""
_Retype: TypeAlias = Callable[[str, str], str]
"""The type of a name that was taken for one of another type."""


def resolve(
    readings: Iterable[Reading], ontology: Ontology, corrections: Iterable[Correction] = ()
) -> tuple[list[Reading], tuple[Correction, ...]]:
    """Readings with their entities joined and corrections applied, and the corrections: those that did anything marked.

    :raises CorrectionsError: where an asserted fact quotes what no document says, or speaks of something unknown.
    """
    resolved = Resolved(list(readings), ontology, corrections)
    return sorted(resolved, key=lambda reading: reading.document.id), resolved.corrections


class Resolved:
    """Readings with their entities joined and corrections applied, made one by one: only names are held in memory.

    :param readings: must give the same each time that it is gone through.
    :param used: the names that the readings use, where that is known already and there are no corrections.
    :raises CorrectionsError: where an asserted fact quotes what no document says, or speaks of something unknown.
    """

    def __init__(
        self,
        readings: Iterable[Reading],
        ontology: Ontology,
        corrections: Iterable[Correction] = (),
        used: entities.Usage | None = None,
    ) -> None:
        self._ontology, self._told = ontology, united(corrections)
        self._applied = {c for c in self._told if c.applied}
        self._readings = self._corrected(readings) if self._told else readings
        if self._told or used is None:
            used = entities.usage(self._readings, ontology)
        self._note_joins(used)
        self.identity = entities.Identity(used, ontology, self._told)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections; which facts they reject is known once all readings were gone through."""
        return tuple(replace(c, applied=c in self._applied) for c in self._told)

    def __iter__(self) -> Iterator[Reading]:
        for reading in map(self.identity.united, self._readings):
            yield _kept(reading, self._told, self._applied, self._ontology) if self._told else reading

    def _corrected(self, readings: Iterable[Reading]) -> Iterable[Reading]:
        asserting = Asserting(self._told, self._ontology)
        found = _Changed(readings, asserting.reading)
        said = _said(found, self._ontology)
        self._applied |= asserting.applied()
        return _Changed(found, _renaming(said, self._told, self._applied, self._ontology))

    def _note_joins(self, used: entities.Usage) -> None:
        if self._told:
            known = entities.Known(entities.counts(used), self._ontology)
            self._applied |= {c for c in self._told if c.kind == "same" and _joins(c, known)}


@dataclass(frozen=True, slots=True)
class _Changed:
    """Readings, each changed whenever it is asked for."""

    readings: Iterable[Reading]
    change: Callable[[Reading], Reading]

    def __iter__(self) -> Iterator[Reading]:
        return map(self.change, self.readings)


def _joins(correction: Correction, known: entities.Known) -> bool:
    """Whether a correction joins names of documents, or gives one another name."""
    least = 1 if known.is_new(correction.names[0]) else 2
    found = [{type_ for _, type_ in known.meant(given)} for given in correction.names]
    return any(sum(type_ in types for types in found) >= least for type_ in set().union(*found))


# ---------------------------------------------------------------- names


def _renaming(
    said: _Said, told: Sequence[Correction], applied: set[Correction], ontology: Ontology
) -> Callable[[Reading], Reading]:
    """What gives the names of a reading the types, and tells them apart, as the user says."""
    moves = dict(chain.from_iterable(_apart(c, said, applied) for c in told if c.kind == "different"))
    retype = _retyping(told, said, applied, ontology)
    return lambda reading: _Renamer(reading, moves, retype, ontology).reading()


def _said(readings: Iterable[Reading], ontology: Ontology) -> _Said:
    said: _Said = defaultdict(set)
    for name, type_, words in entities.usage(readings, ontology):
        for form in (words, name) if words else (name,):
            said[form].add((name, type_))
    return said


def _apart(correction: Correction, said: _Said, applied: set[Correction]) -> Iterator[tuple[tuple[str, str], str]]:
    """The words of a correction that were taken for what its other names stand for."""
    meant = {given: {name for name, _ in said[given]} for given in correction.names if given in said}
    if len(meant) > 1:
        applied.add(correction)
    for given in sorted(meant):
        others = set(correction.names) - {given}
        taken = others.union(*(meant[other] for other in others if other in meant))
        yield from (((given, name), given) for name in sorted(meant[given] & taken - {given}))


def _retyping(told: Sequence[Correction], said: _Said, applied: set[Correction], ontology: Ontology) -> _Retype:
    """What gives a name the type that the user says it has, however it is written."""
    known = entities.Known({who for whos in said.values() for who in whos}, ontology)
    stems: dict[str, str] = {}
    exact: dict[Who, str] = {}
    for correction in told:
        for given in correction.names if correction.type else ():
            alike = {stem(given), *(stem(name) for name, _ in said.get(given, ()))}
            whos = known.meant(given)
            if correction.kind == "type" and (whos or given in said):
                applied.add(correction)
            if "/" in given:
                exact |= dict.fromkeys(whos, correction.type)
            else:
                stems |= dict.fromkeys(alike, correction.type)
    return lambda name, type_: exact.get((name, type_)) or stems.get(stem(name), type_)


class _Renamer:
    """Gives the mentions of one reading other names and types, and its facts the fillers that follow from them."""

    def __init__(self, reading: Reading, moves: _Moves, retype: _Retype, ontology: Ontology) -> None:
        self._old, self._moves, self._retype, self._ontology = reading, moves, retype, ontology
        referent = referents(reading)
        self._mentions = [(m, self._mention(m), referent(m)) for m in reading.mentions]
        self._named: dict[str, set[Who]] = defaultdict(set)
        """The names and types by which the document now calls each entity."""
        for _, new, entity in self._mentions:
            if entity:
                self._named[entity.id].add((new.name, new.type))
        self._rejections = list(reading.rejections)

    def reading(self) -> Reading:
        """The reading as it is now."""
        facts: dict[Fact, Fact] = {}
        for fact in chain.from_iterable(self._facts(fact) for fact in self._old.facts):
            before = facts.get(fact)
            facts[fact] = replace(before, evidence=before.evidence + fact.evidence) if before else fact
        fillers = {f for fact in facts for f in fact.roles.values() if isinstance(f, Entity)}
        unmentioned = {entity for entity in self._old.entities if entity.id not in self._named}
        kept = {self._retyped(entity) for entity in unmentioned} | fillers
        kept |= {self._entity(*who) for names in self._named.values() for who in names}
        return replace(
            self._old,
            mentions=tuple(new for _, new, _ in self._mentions),
            entities=tuple({e.id: e for e in sorted(kept, key=lambda e: (e.id, e.namings, e.aliases))}.values()),
            facts=tuple(facts.values()),
            rejections=tuple(self._rejections),
        )

    def _mention(self, mention: Mention) -> Mention:
        name = self._moves.get((_words(mention), mention.name), mention.name)
        namings = mention.namings if name == mention.name else ()
        return replace(mention, name=name, type=self._retype(name, mention.type), namings=namings)

    def _retyped(self, entity: Entity) -> Entity:
        type_ = self._retype(entity.label, entity.type)
        return entity if type_ == entity.type else self._entity(entity.label, type_)

    def _entity(self, name: str, type_: str) -> Entity:
        return Entity(id=entities.entity_id(name, type_, self._ontology), label=name, type=type_)

    def _facts(self, fact: Fact) -> Iterator[Fact]:
        """A fact with other fillers; several where its sentences turn out to speak of different things."""
        for piece in fact.evidence:
            roles = {role: self._filler(role, filler, piece) for role, filler in fact.roles.items()}
            one = replace(fact, roles=roles, evidence=(piece,))
            if reason := self._misfit(fact, one):
                self._rejections.append(_rejection(one, piece, reason))
            else:
                yield one

    def _filler(self, role: str, filler: Filler, evidence: Evidence) -> Filler:
        if not isinstance(filler, Entity):
            return filler
        places = [m for m in evidence.mentions if m.role == role]
        for old, new, entity in self._mentions:
            inside = any(place.start <= old.start and old.end <= place.end for place in places)
            if inside and entity and entity.id == filler.id:
                return self._entity(new.name, new.type)
        named = self._named.get(filler.id, set())
        return self._entity(*next(iter(named))) if len(named) == 1 else self._retyped(filler)

    def _misfit(self, before: Fact, after: Fact) -> str:
        """Why a filler of another type cannot play its role; empty where all can."""
        relation = self._ontology.relations.get(after.relation)
        for role in relation.roles if relation else ():
            filler, old = after.roles.get(role.name), before.roles.get(role.name)
            if not isinstance(filler, Entity) or not isinstance(old, Entity) or filler.type == old.type:
                continue
            if not self._ontology.fits(filler.type, role):
                return f"{filler.label} is a {self._ontology.types[filler.type].label}: no {role.label}"
        return ""


def _words(mention: Mention) -> str:
    return " ".join(mention.text.split())


# ---------------------------------------------------------------- facts


def _kept(reading: Reading, told: Sequence[Correction], applied: set[Correction], ontology: Ontology) -> Reading:
    """A reading without the facts that the user rejects, and those that tie an entity to itself after all."""
    facts, rejections = [], list(reading.rejections)
    joined = any(c.kind == "same" for c in told)
    for fact in reading.facts:
        kept = []
        for piece in fact.evidence:
            refusing = (c for c in told if piece.frame != ASSERTED and _rejects(c, fact, reading, ontology))
            rejecting = next(refusing, None)
            if rejecting:
                applied.add(rejecting)
            if rejecting or (joined and _reflexive(fact)):
                reason = f"the user rejects it{': ' if rejecting.note else ''}{rejecting.note}" if rejecting else TWICE
                rejections.append(_rejection(fact, piece, reason))
            else:
                kept.append(piece)
        if kept:
            facts.append(replace(fact, evidence=tuple(kept)))
    return replace(reading, facts=tuple(facts), rejections=tuple(rejections))


TWICE = "one entity in two roles"


def _reflexive(fact: Fact) -> bool:
    parties = [filler.id for filler in fact.roles.values() if isinstance(filler, Entity)]
    return len(set(parties)) < len(parties)


def _rejects(correction: Correction, fact: Fact, reading: Reading, ontology: Ontology) -> bool:
    """Whether a correction rejects a fact: in its relation, of the roles it names, and from its document."""
    document = reading.document
    return (
        correction.kind == "reject"
        and correction.relation == fact.relation
        and correction.document in ("", document.id, document.title)
        and correction.polarity in ("", fact.polarity)
        and correction.modality in ("", fact.modality)
        and any(
            all(role in roles and _called(name, roles[role], ontology) for role, name in correction.roles)
            for roles in _orders(fact, ontology)
        )
    )


def _orders(fact: Fact, ontology: Ontology) -> Iterator[Mapping[str, Filler]]:
    """The roles of a fact, and once more with those that may change places exchanged."""
    yield fact.roles
    relation = ontology.relations.get(fact.relation)
    for shortcut in relation.shortcuts if relation else ():
        if shortcut.symmetric:
            swap = {shortcut.subject: shortcut.object, shortcut.object: shortcut.subject}
            yield {swap.get(role, role): filler for role, filler in fact.roles.items()}


def _called(name: str, filler: Filler, ontology: Ontology) -> bool:
    match filler:
        case Entity():
            who = (filler.label, filler.type)
            if who in entities.Known([who], ontology).meant(name):
                return True
            names = {filler.label, filler.id, *filler.aliases}
        case Amount():
            names = {filler.text, f"{filler.unit} {filler.value}".strip()}
        case _:
            names = {label_of(filler)}
    return name.casefold() in {known.casefold() for known in names}


def _rejection(fact: Fact, piece: Evidence, reason: str) -> Rejection:
    return Rejection(
        relation=fact.relation,
        reason=reason,
        document_id=piece.document_id,
        start=piece.start,
        end=piece.end,
        sentence=piece.sentence,
        roles=tuple((role, label_of(filler)) for role, filler in fact.roles.items()),
    )
