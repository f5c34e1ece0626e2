"""The picture as a pyvis network: nodes with places and sizes, lines with bends and arrows; and its communities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from kg.showing.page.positions import Box, communities, positions
from kg.showing.page.ties import DENIED, OPEN, PAST, Tie, curves

if TYPE_CHECKING:
    from pyvis.network import Network

OPENING = 300
"""How many nodes the page opens with: those with the most ties."""
WHOLE = 5000
"""Up to so many nodes the picture holds them all; beyond, some of each community."""
COMMUNITIES = 60
"""How many communities the picture can hold: the largest."""
SMALLEST = 5
"""A community has so many members at least."""
MEMBERS = 150
"""How many members of a community a picture holds that cannot hold them all: the best-tied."""
DASHES = {OPEN: [6, 5], PAST: [1, 5], DENIED: False}
LETTER = 7.2
"""About how wide a letter of a name is, in the unit of the positions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Entities, by index, that are tied more to one another than to others; the best-tied first."""

    members: tuple[int, ...]
    x: int
    y: int
    reach: int
    """Around x and y, how far its drawn members stand, in the unit of their places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The network to draw and, where it is large, its communities, the largest first."""

    network: Network
    communities: tuple[Community, ...]


def draw(labels: Sequence[str], support: Sequence[int], groups: Sequence[int], ties: Sequence[Tie]) -> Drawing:
    """The best-supported entities and all lines between them.

    Nodes come in order of their ties, the best-tied first. Each has ``x`` and ``y`` in the whole picture, and the first
    :data:`OPENING` nodes have ``opening``, their place when only those are drawn.

    :param labels: the name of each entity.
    :param support: how many pieces of evidence each entity has; one without any is not drawn.
    :param groups: the number of each entity's type.
    :param ties: lines between entities, by index.
    """
    from pyvis.network import Network

    network = Network(directed=True)
    network.toggle_physics(False)
    order = ranked(labels, support, ties)
    together = _together(order, ties) if len(order) > OPENING else None
    drawn = _drawn(order, together)
    whole, opening = _places(drawn, labels, support, ties, together)
    for place, entity in enumerate(drawn):
        options: dict[str, Any] = {"opening": opening[place]} if place < len(opening) else {}
        x, y = whole[place]
        options |= {"x": x, "y": y, "size": _size(support[entity]), "group": groups[entity]}
        network.add_node(entity, label=labels[entity], shape="custom", **options)
    _add_lines(network, set(drawn), ties)
    found = _communities(order, together, dict(zip(drawn, whole, strict=True))) if together else ()
    return Drawing(network=network, communities=found)


def _together(order: Sequence[int], ties: Sequence[Tie]) -> dict[int, int]:
    """The number of each entity's community."""
    place = {entity: number for number, entity in enumerate(order)}
    return dict(zip(order, communities(len(order), [(place[t.source], place[t.target]) for t in ties]), strict=True))


def _drawn(order: Sequence[int], together: dict[int, int] | None) -> list[int]:
    """All, else those that the page opens with, and the best-tied of each of the largest communities."""
    if together is None or len(order) <= WHOLE:
        return list(order)
    taken, drawn = Counter[int](), []
    for place, entity in enumerate(order):
        community = together[entity]
        if place < OPENING or (community < COMMUNITIES and taken[community] < MEMBERS):
            taken[community] += 1
            drawn.append(entity)
    return drawn


def _communities(
    order: Sequence[int], together: dict[int, int], places: dict[int, tuple[int, int]]
) -> tuple[Community, ...]:
    members: dict[int, list[int]] = {}
    for entity in order:
        if together[entity] < COMMUNITIES:
            members.setdefault(together[entity], []).append(entity)
    return tuple(_community(members[n], places) for n in sorted(members) if len(members[n]) >= SMALLEST)


def _community(members: Sequence[int], places: dict[int, tuple[int, int]]) -> Community:
    drawn = [places[entity] for entity in members if entity in places]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*drawn, strict=True))
    return Community(
        members=tuple(members),
        x=(left + right) // 2,
        y=(top + bottom) // 2,
        reach=max(20, (right - left + bottom - top) // 4),
    )


def ranked(labels: Sequence[str], support: Sequence[int], ties: Sequence[Tie]) -> list[int]:
    """The entities that have any fact, the one with the most facts that tie it to others first."""
    tied = [0] * len(labels)
    for tie in ties:
        tied[tie.source] += len(tie.facts)
        tied[tie.target] += len(tie.facts)
    supported = [i for i, count in enumerate(support) if count]
    return sorted(supported, key=lambda i: (-tied[i], -support[i], labels[i], i))


def _places(
    drawn: Sequence[int],
    labels: Sequence[str],
    support: Sequence[int],
    ties: Sequence[Tie],
    together: dict[int, int] | None,
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where each stands in the whole picture, and where the first stand when only those are drawn."""
    place = {entity: number for number, entity in enumerate(drawn)}
    pairs = [(place[t.source], place[t.target]) for t in ties if t.source in place and t.target in place]
    if together is None:
        return positions([_named_box(labels[i], support[i]) for i in drawn], pairs), []
    first = [_named_box(labels[i], support[i]) for i in drawn[:OPENING]]
    among_first = [(a, b) for a, b in pairs if max(a, b) < OPENING]
    whole = positions([_bare_box(support[i]) for i in drawn], pairs, together=[together[i] for i in drawn])
    return whole, positions(first, among_first)


def _add_lines(network: Network, drawn: set[int], ties: Sequence[Tie]) -> None:
    inside = [(number, tie) for number, tie in enumerate(ties) if tie.source in drawn and tie.target in drawn]
    bends = curves((tie.source, tie.target) for _, tie in inside)
    for (number, tie), bend in zip(inside, bends, strict=True):
        network.add_edge(
            tie.source,
            tie.target,
            id=number,
            label=tie.label,
            arrows="" if tie.symmetric else "to",
            dashes=DASHES.get(tie.style, False),
            bend=bend,
            facts=list(tie.facts),
            style=tie.style,
        )


def _size(support: int) -> int:
    return round(min(30.0, 5 + 4 * sqrt(support)))


def _named_box(label: str, support: int) -> Box:
    size = _size(support)
    return max(2.0 * size, min(len(label), 28) * LETTER) + 18, 2.0 * size + 34


def _bare_box(support: int) -> Box:
    size = _size(support)
    return 2.0 * size + 12, 2.0 * size + 12
