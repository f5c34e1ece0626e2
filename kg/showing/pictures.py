"""Pictures of a graph for papers and slides: entities as boxes, facts as labelled arrows, in SVG or PNG.

matplotlib draws. Text becomes outlines, so a picture looks the same on every machine, and the same graph gives the same
bytes.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import MissingPartError
from kg.graph.store import GraphStore
from kg.showing.drawings import AIR, NODE, Arrow, Drawing, Shape, curve, drawing
from kg.showing.page.positions import Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS = 200
"""Dots per inch of a PNG."""
POINTS = 72
"""Points per inch."""
FONT = "DejaVu Sans"
"""The font that matplotlib brings along."""
STEPS = 48
"""Of how many straight pieces a curve consists."""
INK, PALE, LINE = "#1F2328", "#666E78", "#8A929C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture and how much of the graph it shows."""

    content: bytes
    drawn: int
    """How many entities are in it."""
    all: int
    """How many entities have facts."""


def picture(store: GraphStore, format_: str) -> Picture:
    """A graph as ``svg`` or ``png``.

    :raises MissingPartError: where matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingPartError("pictures need kg-evidence[pictures]: pip install 'kg-evidence[pictures]'") from None
    with _quiet():
        pen = Pen()
        plan = drawing(store, pen.width)
        settings: Any = {"svg.hashsalt": "kg", "svg.fonttype": "path", "font.family": pen.families(plan)}
        with matplotlib.rc_context(settings):
            figure = _painted(plan, Figure())
            out = io.BytesIO()
            told = (
                {"Date": None, "Title": _title(plan)} if format_ == "svg" else {"Title": _title(plan), "Software": None}
            )
            figure.savefig(out, format=format_, dpi=DOTS, metadata=told)
    return Picture(content=out.getvalue(), drawn=plan.drawn, all=plan.all)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what matplotlib says of its cache of fonts, and of characters that no font here has."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            yield
    finally:
        logger.setLevel(level)


class Pen:
    """Measures text, and finds the fonts for it."""

    def __init__(self) -> None:
        from matplotlib.backends.backend_agg import RendererAgg
        from matplotlib.font_manager import findfont, get_font

        self._own = {*get_font(findfont(FONT)).get_charmap()}
        self._renderer: Any = RendererAgg(POINTS, POINTS, POINTS)  # type: ignore[no-untyped-call]

    def width(self, text: str, size: float) -> float:
        """How wide a line of text is, in points; a character that the font lacks is taken to be as wide as high."""
        from matplotlib.font_manager import FontProperties

        known = "".join(char for char in text if ord(char) in self._own)
        properties = FontProperties(family=FONT, size=size)
        width, _, _ = self._renderer.get_text_width_height_descent(known, properties, ismath=False)
        return float(width) + size * 1.05 * (len(text) - len(known))

    def families(self, plan: Drawing) -> list[str]:
        """The fonts that have the characters of a drawing: matplotlib's own, then those of this machine."""
        from matplotlib.font_manager import fontManager, get_font

        missing = {ord(char) for shape in plan.shapes for line in shape.lines for char in line} - self._own
        found = [FONT]
        for entry in sorted(fontManager.ttflist, key=lambda entry: (entry.name, entry.fname)) if missing else ():
            try:
                has = missing & get_font(entry.fname).get_charmap().keys()
            except (OSError, RuntimeError):
                continue
            if has and entry.name not in found:
                found.append(entry.name)
            missing -= has
        return found


def _title(plan: Drawing) -> str:
    return f"{plan.drawn} entities and {len(plan.arrows)} relations between them"


def _painted(plan: Drawing, figure: Figure) -> Figure:
    width, height = plan.size
    figure.set_size_inches(width / POINTS, height / POINTS)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    for arrow in plan.arrows:
        _draw_arrow(axes, arrow, plan.shapes)
    for shape in plan.shapes:
        _draw_shape(axes, shape)
    return figure


def _draw_shape(axes: Axes, shape: Shape) -> None:
    from matplotlib.patches import BoxStyle, FancyBboxPatch

    (x, y), (width, height) = shape.centre, shape.inner
    edge = shape.style.light if shape.style else "none"
    style = BoxStyle.Round(pad=0, rounding_size=4)
    corner = (x - width / 2, y - height / 2)
    axes.add_patch(
        FancyBboxPatch(
            corner, width, height, boxstyle=style, facecolor="white", edgecolor=edge, linewidth=1.3, zorder=2
        )
    )
    top = y - shape.leading * (len(shape.lines) - 1) / 2
    for number, line in enumerate(shape.lines):
        note = shape.style is not None and number == len(shape.lines) - 1
        colour = PALE if note or (not shape.style and shape.size < NODE) else INK
        size = shape.size * 0.78 if note else shape.size
        place = (x, top + number * shape.leading)
        axes.text(*place, line, fontsize=size, color=colour, ha="center", va="center", parse_math=False, zorder=3)


def _draw_arrow(axes: Axes, arrow: Arrow, shapes: tuple[Shape, ...]) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    points = _between(shapes[arrow.source], shapes[arrow.label], shapes[arrow.target])
    if len(points) < 2:
        return
    head = "-" if arrow.symmetric else "-|>,head_length=3.4,head_width=1.9"
    axes.add_patch(
        FancyArrowPatch(
            path=Path(points),
            arrowstyle=head,
            linewidth=0.9,
            linestyle="-" if arrow.certain else (0, (4, 2.5)),
            color=LINE,
            zorder=1,
        )
    )


def _between(source: Shape, label: Shape, target: Shape) -> list[Point]:
    """The curve from box to box, with the label in its middle."""
    points = curve(source.centre, label.centre, target.centre, STEPS)
    return [point for point in points if not (_within(point, source) or _within(point, target))]


def _within(point: Point, shape: Shape) -> bool:
    """Whether a point lies in a box, or hardly outside of it."""
    (x, y), (width, height) = shape.centre, shape.inner
    near = AIR / 5
    return abs(point[0] - x) < width / 2 + near and abs(point[1] - y) < height / 2 + near
