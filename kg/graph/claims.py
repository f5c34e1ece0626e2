"""Claims: what a sentence gives as the value of something, and which claims can both be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.graph.bounds import Bounds, bounds, same_time, stated
from kg.graph.support import HELD, independent
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, RoleMention, label_of
from kg.ontology import Ontology

UNNAMED = "unnamed product"
"""The kind of a reference that takes a maker's name for something it makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That one sentence gives a value for a role of a fact.

    ``subject`` is what the value belongs to. Where the sentence speaks of something of the subject's without naming it
    ("DeepSeek's model"), ``unnamed`` is the type of that.
    """

    subject: Entity | None
    role: str
    value: Filler
    fact: Fact
    """With this sentence as its only evidence."""

    bounds: Bounds | None = None
    """Where the value is an amount."""

    unnamed: str = ""

    @property
    def evidence(self) -> Evidence:
        """The sentence."""
        return self.fact.evidence[0]

    @property
    def label(self) -> str:
        """The value in words: ``over $100 million``."""
        limit = self.bounds.limit if self.bounds else ""
        return " ".join(filter(None, (limit, label_of(self.value))))

    def agrees(self, other: Claim) -> bool:
        """Whether both give the same value but for rounding; "over $5 million" says little for $1.3 billion."""
        return alike(self.value, other.value)

    def excludes(self, other: Claim) -> bool:
        """Whether only one value can be right; amounts in different units say nothing of one another."""
        if self.bounds and other.bounds:
            return self.bounds.unit == other.bounds.unit and not self.bounds.meet(other.bounds)
        return not alike(self.value, other.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value with everything that states it."""

    label: str
    subject: Entity | None
    unnamed: str
    """The type of something of the subject's that is meant and not named; empty where the subject itself is meant."""

    facts: tuple[Fact, ...]
    """The facts that give it, with the sentences that do."""

    documents: tuple[str, ...]
    """The identifiers of the documents that state it."""

    independent: int
    """How many of them are independent of one another."""

    agreeing: int
    """How many independent documents say this or something that agrees with it."""


def claims(facts: Iterable[Fact], subject: str, role: str, ontology: Ontology) -> Iterator[Claim]:
    """What sentences give for a role of their facts, one claim for each sentence of each fact that is held to be so.

    :param subject: the role of what the value belongs to; empty where that is no single thing.
    """
    for fact in facts:
        value, owner = fact.roles.get(role), fact.roles.get(subject)
        if value is None or fact.polarity == "negative" or fact.modality not in HELD:
            continue
        for piece in fact.evidence:
            yield Claim(
                subject=owner if isinstance(owner, Entity) else None,
                role=role,
                value=value,
                fact=replace(fact, evidence=(piece,)),
                bounds=stated(value, role, piece, ontology.folder) if isinstance(value, Amount) else None,
                unnamed=unnamed(piece, subject, owner, ontology) if isinstance(owner, Entity) else "",
            )


def unnamed(evidence: Evidence, role: str, owner: Entity, ontology: Ontology) -> str:
    """The type of what a sentence means by its owner alone: ``Model`` for "the cost of training Acme's model"."""
    for mention in evidence.mentions:
        if mention.role == role:
            found = [t for t in _types_on_the_way(mention, ontology) if not ontology.is_a(owner.type, t)]
            if found:
                return found[-1]
    return ""


def nameless(owner: Entity | None, unnamed: str, ontology: Ontology) -> str:
    """The words for something of an owner's that has no name; the owner, where that itself is meant."""
    label = owner.label if owner else ""
    return f"a {ontology.types[unnamed].label} of {label}" if unnamed else label


def _types_on_the_way(mention: RoleMention, ontology: Ontology) -> Iterator[str]:
    words = mention.path.split(" > ")[1:]
    words += [word for step in mention.references if step.kind == UNNAMED for word in step.text.casefold().split()]
    nouns = ontology.grammar.nouns
    return (nouns[word] for word in words if word in nouns)


def alike(one: Filler, other: Filler) -> bool:
    """Whether two values are, or may be, the same."""
    match one, other:
        case Entity(), Entity():
            return one.id == other.id or bool({*one.same_as} & {*other.same_as})
        case Date(), Date():
            return same_time(one, other)
        case Amount(), Amount():
            return one.unit == other.unit and bounds(one).meet(bounds(other))
        case str(), str():
            return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
        case _:
            return False


def at_one_time(one: Fact, other: Fact) -> bool:
    """Whether two facts may be of one time: neither says otherwise."""
    return one.date is None or other.date is None or same_time(one.date, other.date)


def grouped(facts: Iterable[Fact], roles: Iterable[str]) -> list[list[Fact]]:
    """Facts that have the same fillers in some roles, in the order in which these first occur."""
    roles = list(roles)
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        fillers = (fact.roles.get(role) for role in roles)
        key = tuple(filler.id if isinstance(filler, Entity) else filler for filler in fillers)
        groups.setdefault(key, []).append(fact)
    return list(groups.values())


def whole(label: str, facts: Iterable[Fact], documents: Mapping[str, Document]) -> Value:
    """Facts themselves as a value: that something is so, or that it is not."""
    stated = _united((fact, piece) for fact in facts for piece in fact.evidence)
    evidence = [piece for fact in stated for piece in fact.evidence]
    count = independent(evidence, documents)
    return Value(
        label=label,
        subject=None,
        unnamed="",
        facts=stated,
        documents=tuple(sorted({piece.document_id for piece in evidence})),
        independent=count,
        agreeing=count,
    )


def values(found: Iterable[Claim], documents: Mapping[str, Document]) -> tuple[Value, ...]:
    """The values of some claims: of what has no name first, then by subject, then the best supported first."""
    everything = list(found)
    groups: dict[tuple[str, str, object, str], list[Claim]] = {}
    for claim in everything:
        owner = claim.subject.id if claim.subject else ""
        value = claim.value.id if isinstance(claim.value, Entity) else claim.value
        groups.setdefault((owner, claim.unnamed, value, claim.label if claim.bounds else ""), []).append(claim)
    return tuple(sorted((_value(group, everything, documents) for group in groups.values()), key=_order))


def _value(group: list[Claim], everything: Iterable[Claim], documents: Mapping[str, Document]) -> Value:
    first = group[0]
    agreeing = [c for c in everything if c.subject == first.subject and c.unnamed == first.unnamed and c.agrees(first)]
    return Value(
        label=first.label,
        subject=first.subject,
        unnamed=first.unnamed,
        facts=_united((claim.fact, claim.evidence) for claim in group),
        documents=tuple(sorted({claim.evidence.document_id for claim in group})),
        independent=independent((claim.evidence for claim in group), documents),
        agreeing=independent((claim.evidence for claim in agreeing), documents),
    )


def _united(stated: Iterable[tuple[Fact, Evidence]]) -> tuple[Fact, ...]:
    """Facts, each once and with all its sentences."""
    facts: dict[Fact, list[Evidence]] = {}
    for fact, piece in stated:
        facts.setdefault(fact, []).append(piece)
    return tuple(replace(fact, evidence=tuple(evidence)) for fact, evidence in facts.items())


def _order(value: Value) -> tuple[object, ...]:
    owner = value.subject.label.casefold() if value.subject else ""
    return not value.unnamed, owner, -value.agreeing, -value.independent, value.label.casefold(), value.label
