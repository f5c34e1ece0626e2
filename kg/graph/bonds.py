"""Bonds: which entities each fact brings together, read straight from the store's index.

So much of a graph of millions of quads fits into memory, where its neighbourhoods and ways are found; the facts
themselves, with their sentences, are read when somebody looks at them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from kg.graph import iris
from kg.graph import vocabulary as v
from kg.ontology import NAMESPACE, Ontology


@dataclass(slots=True, kw_only=True)
class Bond:
    """A fact: of which relation, between which entities."""

    fact: str
    """Its identifier."""
    relation: str
    denied: bool = False
    support: int = 0
    """How many sentences state it."""
    entities: list[str] = field(default_factory=list)
    """Identifiers, in the order of the roles."""


def bonds(store: Store, ontology: Ontology, base: str) -> list[Bond]:
    """The bonds of all facts of the relations that an ontology has, the best supported first."""
    found: dict[str, Bond] = {}
    for relation in ontology.relations.values():
        for node, _ in _pairs(store, v.TYPE, NamedNode(relation.iri)):
            found[node] = Bond(fact=iris.below(base, node), relation=relation.name)
        first = relation.name[0].lower() + relation.name[1:]
        for role in relation.roles:
            for node, value in _pairs(store, NamedNode(f"{NAMESPACE}{first}.{role.name}"), None):
                _join(found.get(node), value, base)
    for node, _ in _pairs(store, v.POLARITY, Literal("negative")):
        if node in found:
            found[node].denied = True
    for node, _ in _pairs(store, v.DERIVED_FROM, None):
        if node in found:
            found[node].support += 1
    return sorted(found.values(), key=lambda bond: (-bond.support, bond.fact))


def _join(bond: Bond | None, value: str, base: str) -> None:
    if bond and value.startswith(base) and not value.startswith(base + iris.AMOUNT):
        id_ = iris.below(base, value)
        if id_ not in bond.entities:
            bond.entities.append(id_)


def _pairs(store: Store, property_: NamedNode, value: NamedNode | Literal | None) -> Iterator[tuple[str, str]]:
    """The IRIs of subjects and the texts of their values, whatever document says so."""
    for quad in store.quads_for_pattern(None, property_, value, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object.value
