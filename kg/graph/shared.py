"""Pairs of entities with the facts that they share: what a simple network is made of."""

from __future__ import annotations

from itertools import combinations

from kg.graph.store import GraphStore
from kg.model import Entity


def shared(store: GraphStore) -> dict[tuple[str, str], list[str]]:
    """Identifiers of two entities → identifiers of the facts that both take part in; all of them sorted."""
    found: dict[tuple[str, str], list[str]] = {}
    for fact in store.facts():
        parties = sorted({filler.id for filler in fact.roles.values() if isinstance(filler, Entity)})
        for pair in combinations(parties, 2):
            found.setdefault(pair, []).append(store.fact_id(fact))
    return {pair: sorted(found[pair]) for pair in sorted(found)}
