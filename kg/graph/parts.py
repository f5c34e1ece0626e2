"""Parts of a graph, which are graphs of their own: some facts and entities, or what lies around an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.graph.store import GraphStore
from kg.model import Entity, Fact, Mention, Reading


def part(store: GraphStore, *, facts: Iterable[Fact] = (), entities: Iterable[Entity] = ()) -> GraphStore:
    """Some facts with their evidence, and some entities with their mentions."""
    stated: defaultdict[str, list[Fact]] = defaultdict(list)
    mentioned: defaultdict[str, list[Mention]] = defaultdict(list)
    known: defaultdict[str, set[Entity]] = defaultdict(set)
    for fact in facts:
        for id_ in sorted({evidence.document_id for evidence in fact.evidence}):
            stated[id_].append(replace(fact, evidence=tuple(e for e in fact.evidence if e.document_id == id_)))
            known[id_] |= set(_parties(fact))
    for entity in entities:
        for mention in store.mentions(entity.id):
            mentioned[mention.document_id].append(mention)
            known[mention.document_id].add(entity)
    readings = [
        Reading(
            document=document,
            mentions=tuple(mentioned[document.id]),
            entities=tuple(sorted(known[document.id], key=lambda entity: entity.id)),
            facts=tuple(stated[document.id]),
        )
        for document in store.documents()
        if document.id in known
    ]
    return GraphStore.create(readings, store.ontology, store.base)


def around(store: GraphStore, entity: Entity, depth: int = 1) -> GraphStore:
    """An entity with all that some steps from fact to fact lead to, and every fact among those.

    :param depth: how many steps; with one, the entities that share a fact with it.
    """
    facts = store.facts()
    reached = {entity.id: entity}
    for _ in range(depth):
        near = [_parties(fact) for fact in facts if any(one.id in reached for one in _parties(fact))]
        reached |= {one.id: one for parties in near for one in parties}
    inside = [fact for fact in facts if _parties(fact) and all(one.id in reached for one in _parties(fact))]
    return part(store, facts=inside, entities=reached.values())


def _parties(fact: Fact) -> list[Entity]:
    return [filler for filler in fact.roles.values() if isinstance(filler, Entity)]
