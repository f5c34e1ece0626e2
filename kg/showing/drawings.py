"""Drawings: what a picture of a graph shows and where, before anybody draws it.

The labels of arrows have boxes of their own in the layout, like entities and values, so no two texts overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from kg.graph.network import identifier
from kg.graph.serializations import legal_in_xml
from kg.graph.store import GraphStore
from kg.model import Entity, Fact, Filler, label_of
from kg.showing.page.palette import Style, styles
from kg.showing.page.positions import Box, Point, positions, separated
from kg.showing.page.ties import links
from kg.showing.tables import printable, status

MOST = 60
"""How many entities a picture holds: more cannot be read on a page."""
WIDEST = 24
"""Characters of a line in a box."""
NODE, ARROW = 9.0, 7.0
"""The sizes of type of entities and values, and of the labels of arrows, in points."""
LEADING = 1.25
"""The distance of lines, in sizes of type."""
PADDING, AIR, BORDER = 6.0, 10.0, 12.0
"""Points around a text in its box, between boxes, and around it all."""
ROUNDS = 2000
"""How often boxes are pushed apart at most, until none overlaps another."""
CLEARINGS, PUSH, SAMPLES = 25, 0.35, 16
"""How often boxes are moved off arrows, by how much of their size, and into how many pieces arrows fall."""

Measure = Callable[[str, float], float]
"""The width in points of a line of text in a size of type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A box with text: an entity, whose last line is its type, a value, or the label of an arrow."""

    lines: tuple[str, ...]
    size: float
    style: Style | None
    """The look of an entity's type; nothing else has one."""
    inner: Box
    """The width and height of the box, in points."""
    centre: Point = (0.0, 0.0)
    """In points from the left and from the top."""

    @property
    def leading(self) -> float:
        """From one line to the next, in points."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A line from a shape through its label to another shape, by their numbers."""

    source: int
    label: int
    target: int
    symmetric: bool
    certain: bool
    """Whether the facts are plainly asserted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Shapes in their places, and the arrows between them."""

    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]
    size: Box
    """The width and height of it all, in points."""
    drawn: int
    """How many entities are in it."""
    all: int
    """How many entities have facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """What an arrow says: facts that say the same of the same two share one."""

    source: str
    target: str
    label: str
    symmetric: bool
    certain: bool


def drawing(store: GraphStore, measure: Measure) -> Drawing:
    """The best-tied entities of a graph, the values that facts give them, and labelled arrows between all of these."""
    facts = store.facts()
    ranked = _ranked(facts)
    kept = {entity.id for entity in ranked[:MOST]}
    fillers, lines = _contents(facts, kept, store)
    looks = dict(zip(store.ontology.types, styles(len(store.ontology.types)), strict=True))
    shapes = [_shape(filler, store, looks, measure) for filler in fillers.values()]
    number = {id_: place for place, id_ in enumerate(fillers)}
    arrows = []
    for line in lines:
        ends = number[line.source], number[line.target]
        arrows.append(
            Arrow(source=ends[0], label=len(shapes), target=ends[1], symmetric=line.symmetric, certain=line.certain)
        )
        shapes.append(_boxed([line.label], ARROW, None, measure))
    placed, size = _placed(shapes, arrows)
    return Drawing(shapes=placed, arrows=tuple(arrows), size=size, drawn=len(kept), all=len(ranked))


def _ranked(facts: Sequence[Fact]) -> list[Entity]:
    """The entities that have facts, those that share facts with most others first."""
    entities: dict[str, Entity] = {}
    others: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        parties = {filler.id: filler for filler in fact.roles.values() if isinstance(filler, Entity)}
        entities |= parties
        for id_ in parties:
            others[id_] |= parties.keys() - {id_}
    return sorted(entities.values(), key=lambda entity: (-len(others[entity.id]), entity.id))


def _contents(facts: Sequence[Fact], kept: set[str], store: GraphStore) -> tuple[dict[str, Filler], list[_Line]]:
    """What is drawn, by its key, and the lines between; a value is drawn anew for each entity that has it."""
    fillers: dict[str, Filler] = {}
    lines: dict[_Line, None] = {}
    for fact in facts:
        parties = {id_: one for one in fact.roles.values() if isinstance(one, Entity) and (id_ := one.id) in kept}
        fillers |= parties
        for link in links(fact, store.ontology):
            source, target = fact.roles[link.source], fact.roles[link.target]
            if not isinstance(source, Entity) or source.id not in kept or target == source:
                continue
            if isinstance(target, Entity) and target.id not in kept:
                continue
            key = target.id if isinstance(target, Entity) else f"{source.id} {identifier(target)}"
            fillers[key] = target
            said = status(fact)
            label = f"{link.label} ({said})" if said else link.label
            ends = sorted((source.id, key)) if link.symmetric else (source.id, key)
            line = _Line(source=ends[0], target=ends[1], label=label, symmetric=link.symmetric, certain=not said)
            lines[line] = None
    return fillers, list(lines)


def _shape(filler: Filler, store: GraphStore, looks: dict[str, Style], measure: Measure) -> Shape:
    if not isinstance(filler, Entity):
        return _boxed([label_of(filler)], NODE, None, measure)
    known = store.ontology.types.get(filler.type)
    style = looks.get(filler.type) or next(iter(looks.values()))
    return _boxed([filler.label, known.label if known else filler.type], NODE, style, measure)


def _boxed(texts: Sequence[str], size: float, style: Style | None, measure: Measure) -> Shape:
    lines = tuple(line for text in texts for line in wrap(printable(legal_in_xml(text)), WIDEST) or [""])
    padding = PADDING if style else PADDING / 3
    width = max(measure(line, size) for line in lines) + 2 * padding
    return Shape(lines=lines, size=size, style=style, inner=(width, len(lines) * size * LEADING + padding))


def _placed(shapes: Sequence[Shape], arrows: Sequence[Arrow]) -> tuple[tuple[Shape, ...], Box]:
    """The shapes in places where none lies upon another, and the size of it all."""
    if not shapes:
        return (), (2 * BORDER, 2 * BORDER)
    boxes = [(shape.inner[0] + AIR, shape.inner[1] + AIR) for shape in shapes]
    pairs = [pair for arrow in arrows for pair in ((arrow.source, arrow.label), (arrow.label, arrow.target))]
    points = [(float(x), float(y)) for x, y in positions(boxes, pairs, spread=True)]
    points = _cleared(separated(points, boxes, ROUNDS), boxes, arrows)
    left = min(x - width / 2 for (x, _), (width, _) in zip(points, boxes, strict=True)) - BORDER
    top = min(y - height / 2 for (_, y), (_, height) in zip(points, boxes, strict=True)) - BORDER
    placed = [replace(s, centre=(x - left, y - top)) for s, (x, y) in zip(shapes, points, strict=True)]
    right = max(s.centre[0] + box[0] / 2 for s, box in zip(placed, boxes, strict=True)) + BORDER
    bottom = max(s.centre[1] + box[1] / 2 for s, box in zip(placed, boxes, strict=True)) + BORDER
    return tuple(placed), (right, bottom)


def _cleared(points: list[Point], boxes: Sequence[Box], arrows: Sequence[Arrow]) -> list[Point]:
    """The points, moved until as few arrows as can be run under boxes that are not theirs; none overlap."""
    hits = _hits(points, boxes, arrows)
    best, fewest = points, len(hits)
    for _ in range(CLEARINGS if hits else 0):
        moved = list(points)
        for number, (x, y) in hits:
            (cx, cy), (width, height) = moved[number], boxes[number]
            across, down = cx - x or 0.1, cy - y or 0.1
            push = PUSH * min(width, height) / (across**2 + down**2) ** 0.5
            moved[number] = (cx + push * across, cy + push * down)
        points = separated(moved, boxes, ROUNDS)
        hits = _hits(points, boxes, arrows)
        if len(hits) < fewest:
            best, fewest = points, len(hits)
        if not hits:
            break
    return best


def _hits(points: Sequence[Point], boxes: Sequence[Box], arrows: Sequence[Arrow]) -> list[tuple[int, Point]]:
    """Boxes under which arrows run that do not belong to them, with the middle of what runs there."""
    found = []
    for arrow in arrows:
        own = {arrow.source, arrow.label, arrow.target}
        line = curve(points[arrow.source], points[arrow.label], points[arrow.target], SAMPLES)
        left, right = min(x for x, _ in line), max(x for x, _ in line)
        top, bottom = min(y for _, y in line), max(y for _, y in line)
        for number, ((x, y), (width, height)) in enumerate(zip(points, boxes, strict=True)):
            w, h = width / 2, height / 2
            if number in own or x + w < left or x - w > right or y + h < top or y - h > bottom:
                continue
            if under := [(a, b) for a, b in line if abs(a - x) < w and abs(b - y) < h]:
                found.append((number, under[len(under) // 2]))
    return found


def curve(source: Point, middle: Point, target: Point, steps: int) -> list[Point]:
    """A parabola through three points, as so many steps: a quadratic Bézier curve with its middle in the second.

    >>> curve((0, 0), (1, 0), (2, 0), 2)
    [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]
    """
    (x0, y0), (x1, y1) = source, target
    xc, yc = 2 * middle[0] - (x0 + x1) / 2, 2 * middle[1] - (y0 + y1) / 2
    weights = [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in (step / steps for step in range(steps + 1))]
    return [(a * x0 + b * xc + c * x1, a * y0 + b * yc + c * y1) for a, b, c in weights]
