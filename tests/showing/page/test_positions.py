"""Where nodes stand."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from math import dist

import pytest

from kg.showing.page.drawing import draw
from kg.showing.page.palette import styles
from kg.showing.page.positions import positions
from kg.showing.page.ties import Tie

CHAIN = [(i, i + 1) for i in range(29)]


def overlapping(places: list[tuple[int, int]], boxes: list[tuple[float, float]]) -> list[tuple[int, int]]:
    def touch(i: int, j: int) -> bool:
        (x, y), (u, v) = places[i], places[j]
        return abs(x - u) < (boxes[i][0] + boxes[j][0]) / 2 - 2 and abs(y - v) < (boxes[i][1] + boxes[j][1]) / 2 - 2

    return [(i, j) for i, j in combinations(range(len(places)), 2) if touch(i, j)]


@pytest.mark.parametrize(
    "pairs", [[], CHAIN, [(0, i) for i in range(1, 30)], [(i, j) for i in range(8) for j in range(i)]]
)
def test_no_two_nodes_with_their_names_overlap(pairs: list[tuple[int, int]]) -> None:
    boxes = [(60.0 + 10 * (i % 7), 40.0) for i in range(30)]
    places = positions(boxes, pairs)
    assert len(places) == 30
    assert overlapping(places, boxes) == []


def test_the_same_graph_gives_the_same_places_whatever_chance_did_before() -> None:
    first = positions([(50, 30)] * 30, CHAIN)
    random.seed(5)
    random.random()
    assert positions([(50, 30)] * 30, CHAIN) == first


def test_chance_elsewhere_is_left_alone() -> None:
    random.seed(5)
    expected = [random.random(), random.random()]
    random.seed(5)
    found = [random.random()]
    positions([(50, 30)] * 30, CHAIN)
    assert [*found, random.random()] == expected


def test_communities_stand_apart() -> None:
    groups = [range(start, start + 40) for start in range(0, 160, 40)]
    pairs = [pair for group in groups for pair in combinations(group, 2) if sum(pair) % 3]
    pairs += list(pairwise(group[0] for group in groups))
    places = positions([(20, 20)] * 160, pairs)
    centres = [tuple(sum(places[i][axis] for i in group) / 40 for axis in (0, 1)) for group in groups]
    for number, group in enumerate(groups):
        nearest = [min(range(4), key=lambda g: dist(places[i], centres[g])) for i in group]
        assert nearest.count(number) >= 36


def test_the_best_tied_open_the_page_and_the_rest_wait() -> None:
    ties = [Tie(source=0, target=i, label="l", symmetric=False, style="firm", facts=(i,)) for i in range(1, 400)] + [
        Tie(source=399, target=398, label="l", symmetric=False, style="firm", facts=(400, 401))
    ]
    network = draw([f"n{i}" for i in range(401)], [1] * 400 + [0], [0] * 401, ties).network
    assert [node["id"] for node in network.nodes[:3]] == [0, 398, 399]
    assert len(network.nodes) == 400
    assert ["opening" in node for node in network.nodes] == [True] * 300 + [False] * 100


def test_72_types_look_different() -> None:
    assert len({(style.light, style.shape) for style in styles(72)}) == 72
    assert len({(style.dark, style.shape) for style in styles(72)}) == 72
