"""Ties: which entities facts bring together, and how firmly.

A fact ties each two of its entities, in both directions. What is denied ties nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from kg.errors import EntityNotFoundError, GraphError
from kg.graph import names
from kg.graph.store import GraphStore
from kg.graph.support import strength
from kg.model import Document, Entity, Fact
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Facts of one relation that tie two entities in the same roles."""

    relation: str
    facts: tuple[Fact, ...]
    """The best supported first."""

    strength: float
    """How well they are supported together, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """All ties of a graph."""

    entities: Mapping[str, Entity]
    """The entities that are tied to others, by their identifiers."""

    between: Mapping[str, Mapping[str, tuple[Tie, ...]]]
    """Identifier → identifier of a neighbour → what ties the two, the strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An entity, all entities of a type, or the facts of a relation, as a user names them."""

    entity: str = ""
    type: str = ""
    relation: str = ""

    def has(self, entity: Entity, ontology: Ontology) -> bool:
        """Whether an entity is chosen."""
        return entity.id == self.entity or bool(self.type and ontology.is_a(entity.type, self.type))


def ties(store: GraphStore, entity: str | None = None) -> Ties:
    """The ties of a graph; with an entity's identifier, only those that facts about it make."""
    documents = {document.id: document for document in store.documents()}
    entities: dict[str, Entity] = {}
    between: dict[str, dict[str, dict[tuple[str, ...], list[Fact]]]] = {}
    for fact in store.facts(entity=entity):
        parties = [(role, filler) for role, filler in fact.roles.items() if isinstance(filler, Entity)]
        if fact.polarity != "negative":
            entities |= {filler.id: filler for _, filler in parties}
            for (role, one), (other_role, other) in permutations(parties, 2):
                if one.id != other.id:
                    kinds = between.setdefault(one.id, {}).setdefault(other.id, {})
                    kinds.setdefault((fact.relation, role, other_role), []).append(fact)
    return Ties(
        entities=entities,
        between={
            one: {other: tuple(_ranked(kinds, documents)) for other, kinds in around.items()}
            for one, around in between.items()
        },
    )


def _ranked(kinds: Mapping[tuple[str, ...], list[Fact]], documents: Mapping[str, Document]) -> list[Tie]:
    """Ties between two entities, the strongest first; each with its best supported fact first."""
    found = [
        Tie(
            relation=relation,
            facts=tuple(sorted(facts, key=lambda fact: -strength([fact], documents))),
            strength=strength(facts, documents),
        )
        for (relation, *_), facts in kinds.items()
    ]
    return sorted(found, key=lambda tie: -tie.strength)


def choice(name: str, store: GraphStore) -> Choice:
    """What a name chooses: an entity, else a type, else a relation.

    :raises EntityNotFoundError: where it is the name of none; says which entities come near.
    """
    try:
        return Choice(entity=store.find(name).id)
    except EntityNotFoundError as error:
        found = next(_classes(name, store.ontology), None)
        if found is None:
            raise EntityNotFoundError(str(error).replace("no entity", "no entity, type or relation", 1)) from None
        return found


def _classes(name: str, ontology: Ontology) -> Iterator[Choice]:
    for field, find in (("type", names.type_), ("relation", names.relation)):
        try:
            yield Choice(**{field: find(name, ontology)})
        except GraphError:
            continue
