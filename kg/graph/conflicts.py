"""Conflicts: facts that cannot all be true, side by side with who says each and where.

What contradicts what follows from the ontology alone:

- A shortcut that is an ``owl:FunctionalProperty`` has one object for each subject; a role that is one has one value for
  all facts that agree in the required roles. Amounts differ where their bounds do (:mod:`kg.graph.bounds`), dates where
  neither is part of the other (2023 and May 2023 agree), entities where nothing says that they are the same.
- What one sentence asserts and another denies. Who denies that something holds at all denies each case of it.

Three kinds of conflicts may be none, and are marked so:

- Other amounts, and the dates of facts: a firm may lose money twice. They are compared between documents only.
- What is said of something that has no name ("DeepSeek's model") is compared with the things of that type which the
  subject makes (:mod:`kg.graph.makers`). Nothing says that it is one of them.

Facts that are planned, possible, hypothetical or over contradict nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from kg.graph.claims import Claim, Value, alike, at_one_time, claims, grouped, values, whole
from kg.graph.makers import makers
from kg.graph.store import GraphStore
from kg.graph.support import HELD
from kg.model import Document, Fact, Filler, label_of
from kg.ontology import AMOUNT, Ontology, Relation

ASSERTED, DENIED = "asserted", "denied"
REPEATED = "unless it happened more than once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Values of one thing, some of which exclude one another."""

    relation: str
    about: tuple[Filler, ...]
    """What the values are of: the subject, or all parties."""

    role: str
    """The role that has the values; empty where a fact is asserted and denied, or has several dates."""

    values: tuple[Value, ...]
    reason: str = ""
    """Why they may not exclude one another after all; empty where they do."""

    @property
    def certain(self) -> bool:
        """Whether they cannot all be true."""
        return not self.reason

    @property
    def documents(self) -> tuple[str, ...]:
        """The identifiers of all documents that state one of the values."""
        return tuple(sorted({id_ for value in self.values for id_ in value.documents}))


def conflicts(store: GraphStore) -> tuple[Conflict, ...]:
    """The conflicts of a graph: those that are certain first, then by relation and subject."""
    documents = {document.id: document for document in store.documents()}
    facts: dict[str, list[Fact]] = {}
    for fact in store.facts():
        facts.setdefault(fact.relation, []).append(fact)
    made_by = makers((fact for group in facts.values() for fact in group), store.ontology)
    found: list[Conflict] = []
    for name, group in facts.items():
        if relation := store.ontology.relations.get(name):
            of_one = _OfRelation(relation, group, store.ontology, documents)
            found += [*of_one.single(), *of_one.functional(), *of_one.denied(), *of_one.amounts(), *of_one.dates()]
            found += of_one.unnamed(made_by)
    return tuple(sorted(found, key=_order))


class _OfRelation:
    """The facts of one relation, compared with one another."""

    def __init__(
        self, relation: Relation, facts: list[Fact], ontology: Ontology, documents: Mapping[str, Document]
    ) -> None:
        self.relation, self.facts, self.ontology, self.documents = relation, facts, ontology, documents
        speakers = ontology.speakers(relation.name)
        self.parties = [role.name for role in relation.roles if role.name not in speakers]
        self.pairs = sorted({(s.subject, s.object) for s in relation.shortcuts if s.functional})

    # ------------------------------------------------------------ one value only

    def single(self) -> Iterator[Conflict]:
        """Several objects of one subject, where the ontology allows one."""
        for subject, role in self.pairs:
            found = [c for c in claims(self.facts, subject, role, self.ontology) if c.subject and not c.unnamed]
            for group in _by_subject(found):
                yield from self._differing(group, [subject])

    def functional(self) -> Iterator[Conflict]:
        """Several values of a functional role, where facts agree in what the relation requires."""
        for role in (role.name for role in self.relation.roles if role.functional):
            others = [other.name for other in self.relation.roles if other.required and other.name != role]
            for group in grouped(self.facts, others):
                yield from self._differing(list(claims(group, "", role, self.ontology)), others)

    def _differing(self, found: list[Claim], about: Iterable[str]) -> Iterator[Conflict]:
        if any(one.excludes(other) for one, other in combinations(found, 2)):
            yield self._conflict(found, [found[0].fact.roles[role] for role in about if role in found[0].fact.roles])

    # ------------------------------------------------------------ asserted and denied

    def denied(self) -> Iterator[Conflict]:
        """What is denied, with each fact that this denies."""
        held = [fact for fact in self.facts if fact.modality in HELD]
        for denials in grouped([fact for fact in held if fact.polarity == "negative"], self.parties):
            roles = {role: filler for role, filler in denials[0].roles.items() if role in self.parties}
            asserted = [fact for fact in held if fact.polarity == "positive" and _is_case(fact, roles, denials)]
            if asserted:
                sides = whole(ASSERTED, asserted, self.documents), whole(DENIED, denials, self.documents)
                yield Conflict(relation=self.relation.name, about=tuple(roles.values()), role="", values=sides)

    # ------------------------------------------------------------ what may differ

    def amounts(self) -> Iterator[Conflict]:
        """Amounts that different documents give for the same parties, where a relation may have several."""
        single = {role for _, role in self.pairs}
        for role in (r.name for r in self.relation.roles if AMOUNT in r.ranges and r.name not in single):
            for group in grouped(self.facts, [other for other in self.parties if other != role]):
                found = list(claims(group, "", role, self.ontology))
                for unit in sorted({claim.bounds.unit for claim in found if claim.bounds}):
                    yield from self._doubtful([c for c in found if c.bounds and c.bounds.unit == unit])

    def dates(self) -> Iterator[Conflict]:
        """The dates that different documents give for one fact."""
        for group in grouped(self.facts, self.parties):
            yield from self._doubtful(
                [
                    Claim(subject=None, role="", value=fact.date, fact=replace(fact, evidence=(piece,)))
                    for fact in group
                    if fact.date and fact.polarity == "positive" and fact.modality in HELD
                    for piece in fact.evidence
                ]
            )

    def _doubtful(self, found: list[Claim]) -> Iterator[Conflict]:
        if any(_may_exclude(one, other) for one, other in combinations(found, 2)):
            filled = found[0].fact.roles
            about = [filled[role] for role in self.parties if role in filled and role != found[0].role]
            yield self._conflict(found, about, REPEATED)

    # ------------------------------------------------------------ what has no name

    def unnamed(self, made_by: Mapping[str, frozenset[str]]) -> Iterator[Conflict]:
        """What is said of a thing without a name, beside what is said of those that it may be."""
        for subject, role in self.pairs:
            found = [claim for claim in claims(self.facts, subject, role, self.ontology) if claim.subject]
            for own in _by_subject([claim for claim in found if claim.unnamed]):
                made = [claim for claim in found if self._may_be(claim, own[0], made_by)]
                if any(one.excludes(other) for one in own for other in (*own, *made)):
                    reason = f"if that {self.ontology.types[own[0].unnamed].label} is one of the others"
                    yield self._conflict([*own, *made], [own[0].fact.roles[subject]], reason)

    def _may_be(self, claim: Claim, unnamed: Claim, made_by: Mapping[str, frozenset[str]]) -> bool:
        """Whether one claim is of a thing that another claim may mean."""
        thing, maker = claim.subject, unnamed.subject
        if thing is None or maker is None or claim.unnamed:
            return False
        return self.ontology.is_a(thing.type, unnamed.unnamed) and maker.id in made_by.get(thing.id, ())

    def _conflict(self, found: list[Claim], about: Iterable[Filler], reason: str = "") -> Conflict:
        shown = values(found, self.documents)
        return Conflict(
            relation=self.relation.name, about=tuple(about), role=found[0].role, values=shown, reason=reason
        )


def _by_subject(found: Iterable[Claim]) -> list[list[Claim]]:
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in found:
        if claim.subject:
            groups.setdefault((claim.subject.id, claim.unnamed), []).append(claim)
    return list(groups.values())


def _is_case(fact: Fact, denied: Mapping[str, Filler], denials: Iterable[Fact]) -> bool:
    """Whether a fact is a case of what is denied, at the time for which it is denied."""
    same = all(role in fact.roles and alike(filler, fact.roles[role]) for role, filler in denied.items())
    return same and any(at_one_time(denial, fact) for denial in denials)


def _may_exclude(one: Claim, other: Claim) -> bool:
    """Whether two documents seem to tell of one event, and differ."""
    one_event = not one.role or at_one_time(one.fact, other.fact)
    return one_event and one.evidence.document_id != other.evidence.document_id and one.excludes(other)


def _order(found: Conflict) -> tuple[object, ...]:
    about = [label_of(filler) for filler in found.about]
    return bool(found.reason), found.relation, [label.casefold() for label in about], about, found.role, found.reason
