"""The picture as a pyvis network: nodes with places and sizes, lines with bends and arrows."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

from kg.showing.page.positions import Box, positions
from kg.showing.page.ties import DENIED, OPEN, PAST, Tie, curves

if TYPE_CHECKING:
    from pyvis.network import Network

OPENING = 300
"""How many nodes the page opens with: those with the most ties."""
WHOLE = 5000
"""How many nodes the picture can hold at most."""
DASHES = {OPEN: [6, 5], PAST: [1, 5], DENIED: False}
LETTER = 7.2
"""About how wide a letter of a name is, in the unit of the positions."""


def draw(labels: Sequence[str], support: Sequence[int], groups: Sequence[int], ties: Sequence[Tie]) -> Network:
    """A network of the best-supported entities and all lines between them.

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
    drawn = ranked(labels, support, ties)[:WHOLE]
    whole, opening = _places(drawn, labels, support, ties)
    for place, entity in enumerate(drawn):
        options: dict[str, Any] = {"opening": opening[place]} if place < len(opening) else {}
        x, y = whole[place]
        options |= {"x": x, "y": y, "size": _size(support[entity]), "group": groups[entity]}
        network.add_node(entity, label=labels[entity], shape="custom", **options)
    _add_lines(network, set(drawn), ties)
    return network


def ranked(labels: Sequence[str], support: Sequence[int], ties: Sequence[Tie]) -> list[int]:
    """The entities that have any fact, the one with the most facts that tie it to others first."""
    tied = [0] * len(labels)
    for tie in ties:
        tied[tie.source] += len(tie.facts)
        tied[tie.target] += len(tie.facts)
    supported = [i for i, count in enumerate(support) if count]
    return sorted(supported, key=lambda i: (-tied[i], -support[i], labels[i], i))


def _places(
    drawn: Sequence[int], labels: Sequence[str], support: Sequence[int], ties: Sequence[Tie]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    place = {entity: number for number, entity in enumerate(drawn)}
    pairs = [(place[t.source], place[t.target]) for t in ties if t.source in place and t.target in place]
    if len(drawn) <= OPENING:
        return positions([_named_box(labels[i], support[i]) for i in drawn], pairs), []
    first = [_named_box(labels[i], support[i]) for i in drawn[:OPENING]]
    among_first = [(a, b) for a, b in pairs if max(a, b) < OPENING]
    return positions([_bare_box(support[i]) for i in drawn], pairs), positions(first, among_first)


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
