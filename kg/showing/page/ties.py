"""The lines of the picture: which entities a fact ties together, and how the line between them reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Fact
from kg.ontology import Ontology, Relation, Shortcut

FIRM, OPEN, PAST, DENIED = "firm", "open", "past", "denied"
"""How a line is drawn: solid, dashed, dotted, struck through."""

MODALITIES: Mapping[str, str] = {
    "actual": FIRM,
    "reported": FIRM,
    "claimed": OPEN,
    "planned": OPEN,
    "possible": OPEN,
    "hypothetical": OPEN,
    "former": PAST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One line that a fact gives: from the entity in role ``source`` to the filler of role ``target``."""

    source: str
    target: str
    label: str
    symmetric: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A line of the picture, with every fact (by index) that it stands for; ends are indices of entities."""

    source: int
    target: int
    label: str
    symmetric: bool
    style: str
    facts: tuple[int, ...]


def style(fact: Fact) -> str:
    """How the line of a fact is drawn."""
    return DENIED if fact.polarity == "negative" else MODALITIES.get(fact.modality, FIRM)


def links(fact: Fact, ontology: Ontology) -> list[Link]:
    """The lines of a fact: from its first entity to everything else that fills a role.

    A shortcut of the ontology names the line where there is one ("restricts"), else the role does ("cost claimant").
    """
    relation = ontology.relations.get(fact.relation)
    hub = _hub(fact, relation)
    if hub is None:
        return []
    return [_link(relation, hub, role) for role in ordered(fact, relation) if role != hub]


def ordered(fact: Fact, relation: Relation | None) -> list[str]:
    """The roles that are filled, as the ontology orders them; ones that it does not know come last.

    >>> ordered(Fact(relation="R", roles={"b": "x", "a": "y"}, evidence=(None,)), None)
    ['a', 'b']
    """
    known = [role.name for role in relation.roles if role.name in fact.roles] if relation else []
    return known + sorted(role for role in fact.roles if role not in known)


def verb(relation: Relation) -> str:
    """How the relation reads between its first two roles: "restricts"; the relation's own label where nothing does."""
    shortcut = _main_shortcut(relation)
    return shortcut.label if shortcut else relation.label


def ties(facts: Sequence[Fact], index: Mapping[str, int], ontology: Ontology) -> list[Tie]:
    """The lines between entities: facts that say the same of the same two entities share one.

    :param index: the number of each entity, by its id.
    """
    found: dict[tuple[int, int, str, bool, str], list[int]] = {}
    for number, fact in enumerate(facts):
        for link in links(fact, ontology):
            source, target = fact.roles[link.source], fact.roles[link.target]
            if isinstance(source, Entity) and isinstance(target, Entity) and source.id != target.id:
                ends = index[source.id], index[target.id]
                ends = (min(ends), max(ends)) if link.symmetric else ends
                found.setdefault((*ends, link.label, link.symmetric, style(fact)), []).append(number)
    return [
        Tie(source=a, target=b, label=label, symmetric=symmetric, style=look, facts=tuple(numbers))
        for (a, b, label, symmetric, look), numbers in found.items()
    ]


def curves(pairs: Iterable[tuple[int, int]]) -> list[float]:
    """How far each line bends, so that lines between the same two nodes lie side by side.

    :param pairs: the ends of each line.
    :returns: a bend for each line, from -1 to 1; the sign says to which side, seen from its first end.
    """
    pairs = list(pairs)
    siblings: dict[tuple[int, int], list[int]] = {}
    for number, (a, b) in enumerate(pairs):
        siblings.setdefault((min(a, b), max(a, b)), []).append(number)
    bends = [0.0] * len(pairs)
    for (low, _), numbers in siblings.items():
        for place, number in enumerate(numbers):
            offset = 0.1 if len(numbers) == 1 else (place - (len(numbers) - 1) / 2) * min(0.3, 1.2 / len(numbers))
            bends[number] = round(offset if pairs[number][0] == low else -offset, 2)
    return bends


def _hub(fact: Fact, relation: Relation | None) -> str | None:
    roles = [role for role in ordered(fact, relation) if isinstance(fact.roles[role], Entity)]
    subjects = [s.subject for s in relation.shortcuts if s.object in fact.roles] if relation else []
    return next((role for role in roles if role in subjects), roles[0] if roles else None)


def _link(relation: Relation | None, hub: str, role: str) -> Link:
    if relation is None:
        return Link(source=hub, target=role, label=role, symmetric=False)
    for shortcut in relation.shortcuts:
        if (shortcut.subject, shortcut.object) == (hub, role):
            return Link(source=hub, target=role, label=shortcut.label, symmetric=shortcut.symmetric)
    return Link(source=hub, target=role, label=part(relation, role), symmetric=False)


def part(relation: Relation, role: str) -> str:
    """What it is to fill a role of a relation: "restriction target", "cost claimant"."""
    labels = {one.name: one.label for one in relation.roles}
    return f"{relation.label} {labels.get(role, role)}"


def _main_shortcut(relation: Relation) -> Shortcut | None:
    order = {role.name: place for place, role in enumerate(relation.roles)}
    known = [s for s in relation.shortcuts if s.subject in order and s.object in order]
    return min(known, key=lambda s: (order[s.subject], order[s.object], s.name), default=None)
