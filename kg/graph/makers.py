"""Makers: who makes what, by the facts that say so and by the lists of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.model import Entity, Fact
from kg.ontology import Ontology


def makers(facts: Iterable[Fact], ontology: Ontology) -> dict[str, frozenset[str]]:
    """Identifier of a thing → those of whoever makes it.

    A fact says so whose relation has a shortcut that is ``kg:making``; else the row of the thing's name in
    ``ontology/names`` may name its maker.
    """
    facts = [fact for fact in facts if fact.polarity == "positive"]
    entities = {f.id: f for fact in facts for f in fact.roles.values() if isinstance(f, Entity)}
    found: dict[str, set[str]] = {}
    for maker, thing in (*_stated(facts, ontology), *_listed(entities, ontology)):
        found.setdefault(thing, set()).add(maker)
    return {thing: frozenset(by) for thing, by in found.items()}


def _stated(facts: Iterable[Fact], ontology: Ontology) -> Iterator[tuple[str, str]]:
    making = {r.name: [s for s in r.shortcuts if s.making] for r in ontology.relations.values()}
    for fact in facts:
        for shortcut in making.get(fact.relation, ()):
            maker, thing = fact.roles.get(shortcut.subject), fact.roles.get(shortcut.object)
            if isinstance(maker, Entity) and isinstance(thing, Entity):
                yield maker.id, thing.id


def _listed(entities: Mapping[str, Entity], ontology: Ontology) -> Iterator[tuple[str, str]]:
    makers_of = {(name.name, name.type): name.maker for name in ontology.names if name.maker}
    named: dict[str, list[str]] = {}
    for entity in entities.values():
        for name in (entity.label, *entity.aliases):
            named.setdefault(name, []).append(entity.id)
    for entity in entities.values():
        for maker in named.get(makers_of.get((entity.label, entity.type), ""), ()):
            yield maker, entity.id
