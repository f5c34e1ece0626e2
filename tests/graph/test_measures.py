"""The measures of igraph are those of networkx."""

from __future__ import annotations

import random
from collections.abc import Iterable

import networkx
import numpy as np
import pytest

from kg.graph import measures as measuring
from kg.graph.measures import Measures, measures
from kg.graph.network import simple
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Evidence, Fact, Reading
from kg.ontology import load

CAVES, DWELLERS = 5, 6


def world(pairs: Iterable[tuple[int, int]], lonely: int = 0) -> GraphStore:
    """A graph whose facts tie numbered companies; a pair that comes twice is told of in two ways."""
    said = Evidence(document_id="d", start=0, end=1, sentence="x", frame="", trigger="", trigger_start=0, trigger_end=0)
    names: dict[int, Entity] = {}
    facts: dict[Fact, None] = {}
    for a, b in pairs:
        one, other = (names.setdefault(n, Entity(id=f"company/{n:04}", label=f"{n}", type="Company")) for n in (a, b))
        fact = Fact(relation="Rivalry", roles={"subject": one, "rival": other}, evidence=(said,))
        again = Fact(relation="Partnership", roles={"partner": one, "counterpart": other}, evidence=(said,))
        facts[again if fact in facts else fact] = None
    alone = [Entity(id=f"company/alone{n}", label=f"alone {n}", type="Company") for n in range(lonely)]
    alike = tuple(Fact(relation="MarketLoss", roles={"company": one}, evidence=(said,)) for one in alone)
    return GraphStore.create([Reading(document=Document(id="d", text=""), facts=(*facts, *alike))], load())


def chance(seed: int) -> GraphStore:
    """A random graph with heavier edges, several parts, and entities without ties."""
    numbers = random.Random(seed)
    pairs = [tuple(numbers.sample(range(60), 2)) for _ in range(75)]
    return world([*pairs, *pairs[:20]], lonely=3)  # type: ignore[list-item]


def caves() -> GraphStore:
    """Groups in which everybody is tied to everybody, and one tie from each group to the next."""
    inside = [(c * DWELLERS + i, c * DWELLERS + j) for c in range(CAVES) for i in range(DWELLERS) for j in range(i)]
    return world([*inside, *((c * DWELLERS, ((c + 1) % CAVES) * DWELLERS + 1) for c in range(CAVES))])


@pytest.fixture(params=[1, 2, 3], ids="chance {}".format)
def store(request: pytest.FixtureRequest) -> GraphStore:
    return chance(request.param)


def test_degree_is_that_of_networkx(store: GraphStore) -> None:
    assert {id_: one.degree for id_, one in measures(store).entities.items()} == dict(simple(store).degree())


def test_betweenness_is_that_of_networkx(store: GraphStore) -> None:
    found, network = measures(store), simple(store)
    assert {id_: one.betweenness for id_, one in found.entities.items()} == pytest.approx(
        networkx.betweenness_centrality(network)
    )
    assert found.pivots == len(network)


def test_pagerank_is_that_of_the_matrix_of_networkx(store: GraphStore) -> None:
    network = simple(store)
    ranks = np.array([measures(store).entities[id_].pagerank for id_ in network])
    step = networkx.google_matrix(network, alpha=0.85, weight="weight")
    assert ranks.sum() == pytest.approx(1)
    assert ranks @ np.asarray(step) == pytest.approx(ranks)


def test_parts_are_those_of_networkx(store: GraphStore) -> None:
    parts = [part for part in networkx.connected_components(simple(store)) if len(part) > 1]
    assert measures(store).components == len(parts)


def test_communities_are_as_good_as_those_of_networkx(store: GraphStore) -> None:
    found, network = measures(store), simple(store)
    alone = [{id_} for id_, one in found.entities.items() if not one.community]
    own = [set(members) for members in found.communities]
    assert found.modularity == pytest.approx(networkx.community.modularity(network, own + alone))
    theirs = networkx.community.louvain_communities(network, weight="weight", seed=1)
    assert found.modularity > networkx.community.modularity(network, theirs) - 0.02


def test_clear_communities_are_those_of_networkx() -> None:
    store = caves()
    found = {frozenset(members) for members in measures(store).communities}
    for theirs in (
        networkx.community.louvain_communities(simple(store), weight="weight", seed=1),
        networkx.community.greedy_modularity_communities(simple(store), weight="weight"),
    ):
        assert found == {frozenset(members) for members in theirs}
    assert len(found) == CAVES


def test_the_largest_community_is_the_first_and_those_without_ties_are_in_none() -> None:
    found = measures(world([(0, 1), (2, 3), (3, 4), (2, 4)], lonely=1))
    assert [len(members) for members in found.communities] == [3, 2]
    assert {id_: one.community for id_, one in found.entities.items()} == {
        "company/0000": 2,
        "company/0001": 2,
        "company/0002": 1,
        "company/0003": 1,
        "company/0004": 1,
        "company/alone0": 0,
    }


def test_the_same_graph_has_the_same_measures_whatever_the_chance() -> None:
    first = measures(chance(4))
    random.seed(7)
    assert measures(chance(4)) == first


def test_in_a_large_network_betweenness_is_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    store = chance(5)
    exact = measures(store)
    monkeypatch.setattr(measuring, "WORK", 2500)
    estimated = measures(store)
    assert estimated.pivots < exact.pivots
    between = [[one.betweenness for one in found.entities.values()] for found in (exact, estimated)]
    assert np.corrcoef(between)[0, 1] > 0.9
    assert sum(between[1]) == pytest.approx(sum(between[0]), rel=0.3)


@pytest.mark.parametrize("pairs", [[], [(0, 1)]])
def test_tiny_graphs_have_measures_too(pairs: list[tuple[int, int]]) -> None:
    found: Measures = measures(world(pairs))
    assert len(found.communities) == len(pairs)
    assert {one.betweenness for one in found.entities.values()} <= {0.0}
