"""Neighbours: what facts tie to an entity, directly or over others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph.readings import entity_order
from kg.graph.store import GraphStore
from kg.graph.ties import Tie, Ties, ties
from kg.model import Entity, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """An entity at some distance, with the facts that tie it to one that is a step nearer."""

    entity: Entity
    distance: int
    """How many facts lead to it at least."""

    through: Entity
    """The one that is a step nearer; the entity in the middle, at a distance of one."""

    ties: tuple[Tie, ...]
    """What ties the two, the strongest first."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that tie the two."""
        return tuple(fact for tie in self.ties for fact in tie.facts)


def neighbors(store: GraphStore, entity: str, depth: int = 1) -> tuple[Neighbor, ...]:
    """The entities that at most so many facts lead to, the nearest first; each once for every way to come nearer.

    :raises EntityNotFoundError: where there is no such entity.
    """
    middle = store.find(entity)
    return tuple(_around(ties(store, middle.id if depth == 1 else None), middle, depth))


def _around(found: Ties, middle: Entity, depth: int) -> Iterator[Neighbor]:
    known, front = {middle.id}, [middle]
    for distance in range(1, depth + 1):
        reached: dict[str, Entity] = {}
        for through in front:
            for id_, between in found.between.get(through.id, {}).items():
                if id_ not in known:
                    reached[id_] = found.entities[id_]
                    yield Neighbor(entity=reached[id_], distance=distance, through=through, ties=between)
        known |= reached.keys()
        front = sorted(reached.values(), key=entity_order)
