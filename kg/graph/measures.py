"""Measures of the network of entities: degree, PageRank, betweenness and communities.

The network is the simple one of :func:`kg.graph.network.simple`: an edge between any two entities that share facts, its
weight the number of these. igraph measures it, whatever its size; networkx gives the same, more slowly.

PageRank: Page, Brin, Motwani and Winograd, *The PageRank citation ranking* (1999), damping 0.85, by weight.
Betweenness: Brandes, *A faster algorithm for betweenness centrality* (2001); in a large network estimated from pivots:
Brandes and Pich, *Centrality estimation in large networks* (2007). Communities: Blondel et al., *Fast unfolding of
communities in large networks* (2008), by weight.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.shared import shared
from kg.graph.store import GraphStore

if TYPE_CHECKING:
    import igraph

DAMPING = 0.85
WORK = 100_000_000
"""How many entities times edges betweenness may take: a few seconds. Beyond, it is estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What there is to say of one entity's place in the network."""

    degree: int
    """How many other entities it shares facts with."""
    pagerank: float
    """Its share in a random walk over the edges: those of all entities add up to 1."""
    betweenness: float
    """The share of the shortest paths between other entities that lead over it, from 0 to 1."""
    community: int
    """The number of its community; the largest is 1. An entity without edges is in none: 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The measures of a network, by identifiers of entities."""

    entities: Mapping[str, Measured]
    communities: tuple[tuple[str, ...], ...]
    """The members of each, the best by PageRank first; the largest community comes first."""
    modularity: float
    """How much more tied entities are inside communities than by chance (Newman 2004), at most 1."""
    components: int
    """How many parts, of two entities and more, the network falls into."""
    pivots: int
    """From how many entities betweenness was counted; all, unless the network is large."""


def measures(store: GraphStore) -> Measures:
    """Measure the network of a graph."""
    import igraph

    ids = sorted(entity.id for entity in store.entities())
    pairs = shared(store)
    number = {id_: place for place, id_ in enumerate(ids)}
    edges = [(number[one], number[other]) for one, other in pairs]
    weights = [len(facts) for facts in pairs.values()]
    graph = igraph.Graph(n=len(ids), edges=edges, edge_attrs={"weight": weights})
    # igraph draws from one generator for the whole process: with a seed the same graph gives the same communities
    igraph.set_random_number_generator(random.Random(1))
    try:
        return _measures(graph, ids)
    finally:
        igraph.set_random_number_generator(random)


def _measures(graph: igraph.Graph, ids: list[str]) -> Measures:
    degrees = graph.degree()
    ranks = graph.pagerank(weights="weight", damping=DAMPING) if ids else []
    pivots = _pivots(graph)
    found = graph.community_multilevel(weights="weight")
    groups = [sorted(group, key=lambda i: (-ranks[i], ids[i])) for group in found if len(group) > 1]
    groups.sort(key=lambda group: (-len(group), ids[group[0]]))
    member = {i: place for place, group in enumerate(groups, start=1) for i in group}
    entities = {
        id_: Measured(degree=degrees[i], pagerank=ranks[i], betweenness=between, community=member.get(i, 0))
        for i, (id_, between) in enumerate(zip(ids, _betweenness(graph, pivots), strict=True))
    }
    return Measures(
        entities=entities,
        communities=tuple(tuple(ids[i] for i in group) for group in groups),
        modularity=graph.modularity(found.membership, weights="weight") if graph.ecount() else 0.0,
        components=sum(len(part) > 1 for part in graph.connected_components()),
        pivots=len(pivots),
    )


def _pivots(graph: igraph.Graph) -> list[int]:
    """The nodes to count shortest paths from: all, or in a large network as many as time allows, evenly spread."""
    count = graph.vcount()
    step = max(1, -(-count * graph.ecount() // WORK))
    return list(range(0, count, step))


def _betweenness(graph: igraph.Graph, pivots: list[int]) -> list[float]:
    count = graph.vcount()
    if count < 3:
        return [0.0] * count
    pairs = (count - 1) * (count - 2) / 2
    scale = count / len(pivots) / pairs
    return [value * scale for value in graph.betweenness(directed=False, sources=pivots)]
