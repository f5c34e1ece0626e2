"""Phrases: a fact, or the way from one of its parties to another, in the ontology's words."""

from __future__ import annotations

from kg.model import Entity, Fact, Filler, label_of
from kg.ontology import Ontology, Relation, Shortcut


def phrase(fact: Fact, ontology: Ontology) -> str:
    """A fact as one line: by a shortcut of its relation where the roles of one are filled, else role by role."""
    relation = ontology.relations.get(fact.relation)
    shortcut = (
        next((s for s in relation.shortcuts if {s.subject, s.object} <= {*fact.roles}), None) if relation else None
    )
    if relation is None or shortcut is None:
        return f"{_label(relation, fact)}: {_listed(fact, relation, frozenset())}"
    told = {shortcut.subject, shortcut.object, *ontology.speakers(fact.relation)}
    more = _listed(fact, relation, frozenset(told))
    ends = label_of(fact.roles[shortcut.subject]), label_of(fact.roles[shortcut.object])
    return f"{ends[0]} {shortcut.label} {ends[1]}" + (f" ({more})" if more else "")


def way(fact: Fact, source: Entity, target: Entity, ontology: Ontology) -> str:
    """How a fact leads from one of its parties to another: "restricts →", "← restricts", or the roles of both."""
    relation = ontology.relations.get(fact.relation)
    for shortcut in relation.shortcuts if relation else ():
        ends = fact.roles.get(shortcut.subject), fact.roles.get(shortcut.object)
        if _are(ends, (source, target)):
            return _forth(shortcut)
        if _are(ends, (target, source)):
            return _forth(shortcut) if shortcut.symmetric else f"← {shortcut.label}"
    roles = (_role(fact, relation, source), _role(fact, relation, target))
    return f"{_label(relation, fact)} ({' – '.join(roles)})"


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


def _role(fact: Fact, relation: Relation | None, entity: Entity) -> str:
    return role_label(relation, role_of(fact, entity))


def _listed(fact: Fact, relation: Relation | None, without: frozenset[str]) -> str:
    filled = ((role, filler) for role, filler in fact.roles.items() if role not in without)
    return ", ".join(f"{role_label(relation, role)} {label_of(filler)}" for role, filler in filled)


def _label(relation: Relation | None, fact: Fact) -> str:
    return relation.label if relation else fact.relation
