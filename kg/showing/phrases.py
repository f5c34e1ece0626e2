"""Phrases: a fact, or the way from one of its parties to another, in the ontology's words."""

from __future__ import annotations

from kg.model import Entity, Fact, Filler, label_of
from kg.ontology import Ontology, Relation, Shortcut
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
