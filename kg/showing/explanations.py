"""Why a sentence was read as a fact, in words: the frame, its trigger, and how each role hangs on it.

What is told was kept with the evidence when the sentence was read; nothing is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.model import Amount, Evidence, Fact, Reference, RoleMention, label_of
from kg.ontology import Ontology, Relation

BETWEEN = " > "
"""Between the parts of a path, as in ``subject > shares``."""
DIRECT, DOING = "=", " doing"
"""Marks of a preposition in a path: where it hangs on the noun itself, where a gerund follows it."""

POSITIONS: Mapping[str, str] = {
    "subject": "subject of {}",
    "object": "object of {}",
    "patient": "what {} is done to",
    "complement": "complement of {}",
    "dative": "indirect object of {}",
    "extent": "measure of {}",
    "change": "first measure of {}",
    "possessor": "possessor of {}",
    "compound": "noun before {}",
    "nationality": "modifier of {}",
    "modifier": "modifier of {}",
    "prefix": "first part of {}",
    "self": "described by {}",
    "actor": "subject of the verb above {}",
    "bearer": "what undergoes {}",
    "object beside": "object of the verb above {}",
    "site": "place given with {}",
    "opening": "named where the sentence opens",
    "infinitive": "object of the infinitive after {}",
    "to do": "object of the infinitive that {} permits",
    "clause": "subject of the clause below {}",
    "within": "inside the name {}",
    "topic": "topic of the sentences before {}",
    "modified": "noun that {} modifies",
    "trigger": "the trigger itself",
    "phrase": "the noun phrase of {}",
    "speaker": "named as the source",
}
"""What the positions of :mod:`kg.lexicon` are called; one that is not here is a preposition."""

KINDS: Mapping[str, str] = {
    "pronoun": "a pronoun",
    "description": "a description",
    "capital": "a capital for its government",
    "government": "a government for its country",
    "maker": "the maker of what is named",
    "unnamed product": "the maker for a product without a name",
    "nationals": "people or firms for their country",
    "implied": "left to the sentence before",
    "topic": "what the text is about",
    "part": "part of a longer name",
    "alias": "another name",
    "adjective": "an adjective of the name",
    "plural": "a plural",
    "spelling": "another spelling",
    "near-spelling": "another spelling",
    "surname": "a surname",
    "short form": "a short form",
    "acronym": "an acronym",
    "legal form": "the name with its legal form",
    "version": "a version of a family",
}
"""What the kinds of reference are called; one that is not here speaks for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleExplanation:
    """How the sentence gives one role of a fact."""

    role: str
    label: str
    """What the ontology calls the role."""

    mention: RoleMention
    path: str
    """How the words hang on the trigger: "subject of “banned”"."""

    filler: str
    """The label of what plays the role in the graph; empty for an amount, whose words say it all."""

    def __str__(self) -> str:
        return f"{self.label}: {' · '.join(filter(None, (self.resolved, self.path)))}"

    @property
    def resolved(self) -> str:
        """The words, and what they stand for, with the reason: "“Beijing” → China (a capital for its government)"."""
        said, steps = self.mention.text, self.mention.references
        told = f"“{said}”" + "".join(map(_step, steps))
        last = steps[-1].name if steps else said
        known = not self.filler or self.filler.casefold() in (last.casefold(), said.casefold())
        return told if known else f"{told} → {self.filler}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one sentence was read as a fact."""

    frame: str
    trigger: str
    start: int
    end: int
    """Half-open offsets of the trigger in the document."""

    roles: tuple[RoleExplanation, ...]

    def lines(self) -> Iterator[str]:
        """The explanation line by line, for people."""
        asserted = "asserted by the user, who quotes this sentence"
        yield f"frame {self.frame} · trigger “{self.trigger}”" if self.trigger else asserted
        yield from map(str, self.roles)


def explain(fact: Fact, evidence: Evidence, ontology: Ontology) -> Explanation:
    """Why a sentence was read as a fact.

    :param evidence: one of the pieces of evidence of the fact.
    """
    relation = ontology.relations.get(fact.relation)
    return Explanation(
        frame=evidence.frame,
        trigger=evidence.trigger,
        start=evidence.trigger_start,
        end=evidence.trigger_end,
        roles=tuple(_role(fact, evidence, mention, relation) for mention in _ordered(fact, evidence)),
    )


def lines(fact: Fact, evidence: Evidence, ontology: Ontology) -> Iterator[str]:
    """Why a sentence was read as a fact, line by line, for people."""
    return explain(fact, evidence, ontology).lines()


def _ordered(fact: Fact, evidence: Evidence) -> list[RoleMention]:
    """The role mentions in the order of the roles."""
    order = {role: place for place, role in enumerate(fact.roles)}
    return sorted(evidence.mentions, key=lambda mention: order.get(mention.role, len(order)))


def _role(fact: Fact, evidence: Evidence, mention: RoleMention, relation: Relation | None) -> RoleExplanation:
    labels = {role.name: role.label for role in relation.roles} if relation else {}
    filler = fact.roles.get(mention.role)
    return RoleExplanation(
        role=mention.role,
        label=labels.get(mention.role, mention.role),
        mention=mention,
        path=_path(mention, evidence),
        filler="" if filler is None or isinstance(filler, Amount) else label_of(filler),
    )


def _path(mention: RoleMention, evidence: Evidence) -> str:
    """A path in words; graphs of earlier versions have the references in it, after a colon."""
    path, _, told = mention.path.partition(": ")
    if not path:
        return ""
    position, *through = path.split(BETWEEN)
    itself = (mention.start, mention.end) == (evidence.trigger_start, evidence.trigger_end)
    words = POSITIONS["trigger"] if itself else _position(position).format(f"“{evidence.trigger}”")
    words = ", ".join([*(f"in “{word}”" for word in reversed(through)), words])
    return f"{words} ({told})" if told else words


def _position(position: str) -> str:
    if position in POSITIONS:
        return POSITIONS[position]
    if position.endswith(DOING):
        return f"in the {position.removesuffix(DOING)}-clause of {{}}"
    return f"{position.removeprefix(DIRECT).replace(' ', '-')}-phrase of {{}}"


def _step(reference: Reference) -> str:
    return f" → {reference.name} ({KINDS.get(reference.kind, reference.kind)})"
