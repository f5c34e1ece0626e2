"""Where the nodes of the picture stand: computed once, here, so that the page opens settled.

Small graphs are laid out as a whole by the force model of Fruchterman and Reingold (*Graph drawing by force-directed
placement*, 1991), with ties inside a community drawn tighter. Large ones are laid out community by community (Blondel
et al., *Fast unfolding of communities in large networks*, 2008), and the communities among themselves. Boxes that would
overlap are then pushed apart. The same graph gives the same positions.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import igraph

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float]
"""Width and height that a node and its name take, in the same unit as the positions."""

Place: TypeAlias = "Callable[[igraph.Graph, Sequence[Box]], list[Point]]"

ORGANIC = 120
"""Up to so many nodes are laid out as a whole."""
ROUNDS = 500
"""How long the force model runs; a quarter of it where there are thousands of nodes."""
SPREAD = 400
"""Up to so many nodes are laid out with time on one's hands."""
ASPECT = 1.15
"""How much wider than high the picture becomes."""
LOOSE = 2.6
"""How much more room the picture takes than what it shows."""
GAP = 60.0
"""The space between groups."""


def positions(
    boxes: Sequence[Box],
    pairs: Sequence[tuple[int, int]],
    *,
    spread: bool = False,
    together: Sequence[int] | None = None,
) -> list[tuple[int, int]]:
    """A place for each node.

    :param boxes: the room that each node needs.
    :param pairs: the ends of each line; a pair that comes often is drawn closer.
    :param spread: lay small graphs out by the distances in them (Kamada and Kawai, *An algorithm for drawing general
        undirected graphs*, 1989), which spreads the lines of a hub evenly.
    :param together: the number of each node's community, where these are known already.
    :returns: x and y of the centre of each box; y grows downwards.

    >>> positions([(50, 20)], [])
    [(0, 0)]
    """
    if not boxes:
        return []
    with _same_chance():
        graph = _graph(len(boxes), pairs)
        if together is None and (spread or len(boxes) <= ORGANIC):
            places = _arranged(graph, boxes, partial(_component, spread=spread))
        else:
            places = _grouped(graph, boxes, together or _membership(graph))
        return [(round(x), round(y)) for x, y in _centred(places)]


def communities(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The number of each node's community; the largest community is 0.

    :param count: how many nodes there are.
    :param pairs: the ends of each line.

    >>> communities(5, [(0, 1), (2, 3), (3, 4), (2, 4)])
    [1, 1, 0, 0, 0]
    """
    with _same_chance():
        found = _membership(_graph(count, pairs))
    sizes = Counter(found)
    order = {number: place for place, number in enumerate(sorted(sizes, key=lambda n: (-sizes[n], n)))}
    return [order[number] for number in found]


@contextmanager
def _same_chance() -> Iterator[None]:
    """Igraph draws the same numbers each time, and leaves those of others alone."""
    import igraph

    igraph.set_random_number_generator(random.Random(1))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _membership(graph: igraph.Graph) -> list[int]:
    return list(graph.community_multilevel(weights="weight").membership)


def _graph(count: int, pairs: Sequence[tuple[int, int]]) -> igraph.Graph:
    import igraph

    weights: dict[tuple[int, int], int] = {}
    for a, b in pairs:
        weights[min(a, b), max(a, b)] = weights.get((min(a, b), max(a, b)), 0) + 1
    edges = sorted(weights)
    return igraph.Graph(n=count, edges=edges, edge_attrs={"weight": [weights[e] ** 0.5 for e in edges]})


def _arranged(graph: igraph.Graph, boxes: Sequence[Box], place: Place) -> list[Point]:
    """Each connected part by itself, then all beside one another."""
    groups = sorted((sorted(group) for group in graph.connected_components()), key=lambda group: (-len(group), group))
    laid = [place(graph.induced_subgraph(group), [boxes[i] for i in group]) for group in groups]
    places: list[Point] = [(0.0, 0.0)] * len(boxes)
    for group, points in zip(groups, _shelved(laid, [[boxes[i] for i in group] for group in groups]), strict=True):
        for node, point in zip(group, points, strict=True):
            places[node] = point
    return places


def _component(graph: igraph.Graph, boxes: Sequence[Box], *, spread: bool = False, rounds: int = ROUNDS) -> list[Point]:
    if graph.vcount() == 1:
        return [(0.0, 0.0)]
    if spread and graph.vcount() <= SPREAD:
        layout = graph.layout_kamada_kawai(seed=graph.layout_circle(), maxiter=50 * graph.vcount())
        return separated(_filling(layout.coords, boxes), boxes)
    return _organic(graph, boxes, rounds)


def _organic(graph: igraph.Graph, boxes: Sequence[Box], rounds: int) -> list[Point]:
    """Forces between all nodes; then room for every box."""
    communities = _membership(graph)
    pull = [e["weight"] * (1.0 if communities[e.source] == communities[e.target] else 0.35) for e in graph.es]
    layout = graph.layout_fruchterman_reingold(weights=pull, niter=rounds, seed=graph.layout_circle(), grid=False)
    return separated(_filling(layout.coords, boxes), boxes, rounds=min(60, rounds // 8))


def _filling(points: Sequence[Sequence[float]], boxes: Sequence[Box]) -> list[Point]:
    """The points, stretched to a frame of :data:`ASPECT` that is as large as the boxes need."""
    (left, top), (right, bottom) = _bounds([(x, y) for x, y in points])
    area = LOOSE * sum(width * height for width, height in boxes)
    across = (area * ASPECT) ** 0.5 / max(right - left, 1e-9)
    down = (area / ASPECT) ** 0.5 / max(bottom - top, 1e-9)
    return [((x - left) * across, (y - top) * down) for x, y in points]


def _grouped(graph: igraph.Graph, boxes: Sequence[Box], together: Sequence[int]) -> list[Point]:
    """Each community by itself; then the communities as boxes of their own."""
    groups: dict[int, list[int]] = {}
    for node, number in enumerate(together):
        groups.setdefault(number, []).append(node)
    inside = partial(_component, rounds=ROUNDS if len(boxes) <= SPREAD else ROUNDS // 4)
    inner = {
        number: _centred(_arranged(graph.induced_subgraph(group), [boxes[i] for i in group], inside))
        for number, group in groups.items()
    }
    extents = [_extent(points, [boxes[i] for i in groups[number]]) for number, points in inner.items()]
    order = {number: place for place, number in enumerate(groups)}
    ends = [(order[together[e.source]], order[together[e.target]]) for e in graph.es]
    centres = _arranged(_graph(len(groups), [(a, b) for a, b in ends if a != b]), extents, _apart)
    places: list[Point] = [(0.0, 0.0)] * len(boxes)
    for (number, points), (cx, cy) in zip(inner.items(), centres, strict=True):
        for node, (x, y) in zip(groups[number], points, strict=True):
            places[node] = (x + cx, y + cy)
    return places


def _apart(graph: igraph.Graph, boxes: Sequence[Box]) -> list[Point]:
    """Communities that are tied to one another, with a space between them."""
    layout = graph.layout_fruchterman_reingold(weights="weight", niter=ROUNDS, seed=graph.layout_circle(), grid=False)
    area = sum((w + GAP) * (h + GAP) for w, h in boxes)
    (left, top), (right, bottom) = _bounds(layout.coords)
    scale = 0.7 * area**0.5 / max(right - left, bottom - top, 1e-9)
    points = [(x * scale * 1.2, y * scale * 0.9) for x, y in layout.coords]
    return separated(points, [(width + GAP, height + GAP) for width, height in boxes])


def separated(points: Sequence[Point], boxes: Sequence[Box], rounds: int = 60) -> list[Point]:
    """The points, moved apart until no two boxes overlap (or the rounds are over), each as little as it takes.

    :param rounds: how often every box may move.

    >>> separated([(0, 0), (0, 4)], [(10, 10), (10, 10)])
    [(0, -3.0), (0, 7.0)]
    """
    xs, ys = [x for x, _ in points], [y for _, y in points]
    tallest = max((height for _, height in boxes), default=0.0)
    for _ in range(rounds):
        if not _push_apart(xs, ys, boxes, tallest):
            break
    return list(zip(xs, ys, strict=True))


def _push_apart(xs: list[float], ys: list[float], boxes: Sequence[Box], tallest: float) -> bool:
    """One round over all boxes from top to bottom; whether any moved. A large graph spends most of its time here."""
    moved = False
    order = sorted(range(len(xs)), key=lambda i: (ys[i], xs[i], i))
    for place, i in enumerate(order):
        width, height = boxes[i]
        reach = ys[i] + (height + tallest) / 2
        for j in order[place + 1 :]:
            if ys[j] >= reach:
                break
            across = (width + boxes[j][0]) / 2 - abs(xs[j] - xs[i])
            if across > 1e-6:
                down = (height + boxes[j][1]) / 2 - abs(ys[j] - ys[i])
                if down > 1e-6:
                    moved = True
                    _push(i, j, xs, ys, across, down)
    return moved


def _push(i: int, j: int, xs: list[float], ys: list[float], across: float, down: float) -> None:
    axis, overlap = (ys, down) if down <= across else (xs, across)
    half = overlap / 2 if axis[j] >= axis[i] else -overlap / 2
    axis[i] -= half
    axis[j] += half


def _shelved(laid: Sequence[list[Point]], boxes: Sequence[Sequence[Box]]) -> list[list[Point]]:
    """The largest group on top, the others in rows beneath it."""
    extents = [_extent(points, room) for points, room in zip(laid, boxes, strict=True)]
    area = sum((w + GAP) * (h + GAP) for w, h in extents)
    width = max(extents[0][0], 1.5 * area**0.5)
    shelves: list[list[int]] = [[0]]
    used = extents[0][0] if len(laid[0]) > 3 else 0.0
    for number in range(1, len(laid)):
        if (number == 1 and len(laid[0]) > 3) or used + extents[number][0] > width:
            shelves.append([])
            used = 0.0
        shelves[-1].append(number)
        used += extents[number][0] + GAP
    return _stacked(laid, boxes, extents, shelves)


def _stacked(
    laid: Sequence[list[Point]],
    boxes: Sequence[Sequence[Box]],
    extents: Sequence[Box],
    shelves: Sequence[Sequence[int]],
) -> list[list[Point]]:
    placed: list[list[Point]] = [[] for _ in laid]
    top = 0.0
    for shelf in filter(None, shelves):
        left = -(sum(extents[n][0] for n in shelf) + GAP * (len(shelf) - 1)) / 2
        for number in shelf:
            (x0, y0), _ = _bounds(laid[number], boxes[number])
            placed[number] = [(x - x0 + left, y - y0 + top) for x, y in laid[number]]
            left += extents[number][0] + GAP
        top += max(extents[n][1] for n in shelf) + GAP
    return placed


def _bounds(points: Sequence[Point], boxes: Sequence[Box] | None = None) -> tuple[Point, Point]:
    boxes = boxes or [(0.0, 0.0)] * len(points)
    pairs = list(zip(points, boxes, strict=True))
    low = min(x - w / 2 for (x, _), (w, _) in pairs), min(y - h / 2 for (_, y), (_, h) in pairs)
    return low, (max(x + w / 2 for (x, _), (w, _) in pairs), max(y + h / 2 for (_, y), (_, h) in pairs))


def _extent(points: Sequence[Point], boxes: Sequence[Box]) -> Box:
    (left, top), (right, bottom) = _bounds(points, boxes)
    return right - left, bottom - top


def _centred(points: Sequence[Point]) -> list[Point]:
    (left, top), (right, bottom) = _bounds(points)
    return [(x - (left + right) / 2, y - (top + bottom) / 2) for x, y in points]
