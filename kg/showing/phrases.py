"""Phrases: a fact, or the way from one of its parties to another, in the ontology's words."""

from __future__ import annotations

from itertools import permutations

from kg.model import Entity, Fact, Filler, label_of
from kg.ontology import Ontology, Relation, Shortcut
from kg.showing.page.ties import ordered, part
from kg.showing.tables import NOTHING


def phrase(fact: Fact, ontology: Ontology) -> str:
    """A fact as one line: by that shortcut of its relation of which most roles are filled, else role by role."""
    relation = ontology.relations.get(fact.relation)
    shortcut = max(relation.shortcuts, key=lambda s: _filled(s, fact), default=None) if relation else None
    if relation is None or shortcut is None or not _filled(shortcut, fact):
        return f"{_label(relation, fact)}: {_listed(fact, relation, frozenset())}"
    told = {shortcut.subject, shortcut.object, *ontology.speakers(fact.relation)}
    more = _listed(fact, relation, frozenset(told))
    ends = [label_of(fact.roles[role]) if role in fact.roles else "" for role in (shortcut.subject, shortcut.object)]
    line = " ".join(filter(None, (ends[0] or NOTHING, shortcut.label, ends[1])))
    return f"{line} ({more})" if more else line


def _filled(shortcut: Shortcut, fact: Fact) -> int:
    return sum(role in fact.roles for role in (shortcut.subject, shortcut.object))


def way(fact: Fact, source: Entity, target: Entity, ontology: Ontology) -> str:
    """How a fact leads from one of its parties to another: "restricts →", "← restricts".

    Two that shortcuts lead to from a third are tied by way of that one, "← restricts against · Italy · restricts →",
    and others by what the later of them is in the fact: "restriction target →", "← cost claimant".
    """
    relation = ontology.relations.get(fact.relation)
    for shortcut in relation.shortcuts if relation else ():
        ends = fact.roles.get(shortcut.subject), fact.roles.get(shortcut.object)
        if _are(ends, (source, target)):
            return _forth(shortcut)
        if _are(ends, (target, source)):
            return _forth(shortcut) if shortcut.symmetric else f"← {shortcut.label}"
    return _over(fact, relation, source, target) or _by_role(fact, relation, source, target)


def _over(fact: Fact, relation: Relation | None, source: Entity, target: Entity) -> str:
    """The way over the party from which shortcuts lead to both; empty where there is none."""
    pairs = permutations(relation.shortcuts if relation else (), 2)
    for one, other in pairs:
        ends = fact.roles.get(one.object), fact.roles.get(other.object)
        if one.subject == other.subject and one.subject in fact.roles and _are(ends, (source, target)):
            return f"← {one.label} · {label_of(fact.roles[one.subject])} · {other.label} →"
    return ""


def _by_role(fact: Fact, relation: Relation | None, source: Entity, target: Entity) -> str:
    """What the party that comes later among the roles is to the other."""
    roles, places = (role_of(fact, source), role_of(fact, target)), ordered(fact, relation)
    role = max(roles, key=places.index)
    label = part(relation, role) if relation else f"{fact.relation} {role}"
    return f"{label} →" if role == roles[1] else f"← {label}"


def _forth(shortcut: Shortcut) -> str:
    return shortcut.label if shortcut.symmetric else f"{shortcut.label} →"


def _are(ends: tuple[Filler | None, ...], entities: tuple[Entity, ...]) -> bool:
    found = [end.id for end in ends if isinstance(end, Entity)]
    return found == [entity.id for entity in entities]


def role_of(fact: Fact, entity: Entity) -> str:
    """The first role that an entity plays in a fact; empty where it plays none."""
    played = (role for role, filler in fact.roles.items() if isinstance(filler, Entity) and filler.id == entity.id)
    return next(played, "")


def role_label(relation: Relation | None, role: str) -> str:
    """What the ontology calls a role."""
    known = {one.name: one.label for one in relation.roles} if relation else {}
    return known.get(role, role)


def _listed(fact: Fact, relation: Relation | None, without: frozenset[str]) -> str:
    filled = ((role, filler) for role, filler in fact.roles.items() if role not in without)
    return ", ".join(f"{role_label(relation, role)} {label_of(filler)}" for role, filler in filled)


def _label(relation: Relation | None, fact: Fact) -> str:
    return relation.label if relation else fact.relation
