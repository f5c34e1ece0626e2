"""The picture of a timeline: SVG, the same bytes for the same facts, or PNG.

An axis runs down the page with a dot for each fact, evenly spaced, so that labels never meet; a year stands where it
begins, and the axis is dotted where at least a year is left out. A dot is hollow where only the date of a document is
known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as Xml

from kg.errors import GraphError, MissingPartError
from kg.graph.events import Event
from kg.graph.files import write_file
from kg.model import Date
from kg.ontology import Ontology
from kg.showing import tables
from kg.showing.page.palette import LIGHT
from kg.showing.phrases import phrase

SVG = "http://www.w3.org/2000/svg"
PNG = ".png"
WIDTH, MARGIN = 900, 28
YEARS, AXIS, DATES, LABELS = 78, 100, 124, 226
"""Where the years end, and where the axis, the dates and the labels stand, from the left."""

SIZE, SMALL, LINE, GAP = 14, 12, 19, 13
"""Heights in pixels: letters, small letters, lines, the space between labels."""

INK, FAINT, PAPER = "#1a1a1a", "#6b6b6b", "#ffffff"
LEGEND = "hollow dots, “by”: only the date of the earliest document is known"
FONT = "Inter, 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', 'Noto Sans', sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """The words of an event, line by line, and how far down the page the first stands."""

    event: Event
    lines: tuple[str, ...]
    note: str
    y: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Picture:
    """A picture, which a notebook shows."""

    svg: bytes

    def save(self, path: Path) -> None:
        """Write it as SVG or PNG, by the ending of the file; wholly, or else not at all.

        :raises GraphError: where the ending is another one, or the file cannot be written.
        :raises MissingPartError: where PNG is wanted, and the part that draws pixels is not installed.
        """
        write_file(path, png(self.svg) if checked(path).suffix.casefold() == PNG else self.svg)

    def __repr__(self) -> str:
        return f"<picture of {len(self.svg):,} bytes>"

    def _repr_svg_(self) -> str:
        return self.svg.decode()


def checked(path: Path) -> Path:
    """A path whose ending says what to draw.

    :raises GraphError: where it says something else.
    """
    if path.suffix.casefold() not in (".svg", PNG):
        raise GraphError(f"{path}: a timeline is drawn as .svg or .png")
    return path


def svg(events: Sequence[Event], ontology: Ontology, title: str = "") -> bytes:
    """A timeline as SVG 1.1; everything from a document is text, and escaped.

    :param events: facts with their dates, in order.
    """
    top = MARGIN + (2 * LINE if title else LINE / 2)
    labels = list(_labels(events, ontology, top))
    height = _number(_below(labels[-1]) + LINE + MARGIN if labels else top + LINE + MARGIN)
    size = {"viewBox": f"0 0 {WIDTH} {height}", "width": f"{WIDTH}", "height": height, "font-family": FONT}
    root = Xml.Element("svg", {"xmlns": SVG, **size})
    Xml.SubElement(root, "rect", width="100%", height="100%", fill=PAPER)
    if title:
        _text(root, _wrapped(title, WIDTH - 2 * MARGIN)[0], MARGIN, MARGIN + SIZE / 2, weight="bold")
    for before, after in pairwise(labels):
        _line(root, before, after)
    year = None
    for label in labels:
        _draw(root, label, new_year=label.event.first.year != year)
        year = label.event.first.year
    if any(event.published for event in events):
        _text(root, LEGEND, MARGIN, float(height) - MARGIN + LINE / 2, size=SMALL, fill=FAINT)
    Xml.indent(root)
    drawn: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return drawn + b"\n"


def png(picture: bytes) -> bytes:
    """An SVG picture as PNG, twice as large in pixels; it uses the fonts that are installed.

    :raises MissingPartError: where the part that draws pixels is not installed.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise MissingPartError("PNG needs resvg-py: pip install 'kg-evidence[pictures]'; SVG needs nothing") from None
    return bytes(svg_to_bytes(svg_string=picture.decode(), zoom=2, sans_serif_family="DejaVu Sans"))


def _labels(events: Sequence[Event], ontology: Ontology, top: float) -> Iterator[_Label]:
    room, y = WIDTH - MARGIN - LABELS, top
    for event in events:
        count = tables.counted(len({piece.document_id for piece in event.fact.evidence}), "document")
        note = " · ".join(filter(None, (tables.status(event.fact), count)))
        lines = _wrapped(phrase(event.bare, ontology), room)
        label = _Label(event=event, lines=tuple(lines), note=_wrapped(note, room)[0], y=y)
        yield label
        y = _below(label)


def _below(label: _Label) -> float:
    return label.y + LINE * (len(label.lines) + 1) + GAP


def _line(root: Xml.Element, before: _Label, after: _Label) -> None:
    """The axis between two events: dotted where it leaves a year out."""
    gap = {"stroke-dasharray": "1.5 4"} if after.event.first.year > before.event.first.year + 1 else {}
    ends = {"x1": f"{AXIS}", "y1": _number(before.y), "x2": f"{AXIS}", "y2": _number(after.y)}
    Xml.SubElement(root, "line", {**ends, "stroke": FAINT, "stroke-width": "1.5", **gap})


def _draw(root: Xml.Element, label: _Label, *, new_year: bool) -> None:
    event, y = label.event, label.y
    if new_year:
        _text(root, f"{event.first.year:04}", YEARS, y + 5, anchor="end", weight="bold")
    fill = PAPER if event.published else LIGHT[0]
    dot = {"cx": f"{AXIS}", "cy": _number(y), "r": "5", "fill": fill, "stroke": LIGHT[0], "stroke-width": "2"}
    Xml.SubElement(root, "circle", dot)
    _text(root, _when(event.date, event.published), DATES, y + 5, size=SMALL, fill=FAINT)
    for number, line in enumerate(label.lines):
        _text(root, line, LABELS, y + 5 + number * LINE)
    _text(root, label.note, LABELS, y + 4 + len(label.lines) * LINE, size=SMALL, fill=FAINT)


def _when(point: Date, published: bool) -> str:
    return f"by {point.value}" if published else point.value


def _text(
    parent: Xml.Element,
    words: str,
    x: float,
    y: float,
    *,
    size: int = SIZE,
    fill: str = INK,
    anchor: str = "start",
    weight: str = "normal",
) -> None:
    look = {"font-size": f"{size}", "fill": fill, "text-anchor": anchor, "font-weight": weight}
    Xml.SubElement(parent, "text", {"x": _number(x), "y": _number(y), **look}).text = _legal(words)


def _wrapped(words: str, width: float) -> list[str]:
    """Words in lines of at most a width in pixels; a word that is longer is cut."""
    lines = [""]
    for word in _legal(words).split():
        if lines[-1] and _pixels(f"{lines[-1]} {word}") > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
        while _pixels(lines[-1]) > width:
            cut = next(i for i in range(len(lines[-1]) - 1, 0, -1) if _pixels(lines[-1][:i]) <= width)
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return lines


def _pixels(words: str) -> float:
    """How wide words are at most: no font is known here."""
    return sum(_width(char) for char in words) * SIZE


def _width(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF" or not char.isascii():
        return 1.05
    return 0.95 if char in "mwMW@%&" else 0.75 if char.isupper() or char in "–—…" else 0.6


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _legal(words: str) -> str:
    """Words without what no terminal, and no XML 1.0, may hold (https://www.w3.org/TR/xml/#charsets)."""
    return re.sub("[\ufffe\uffff]", "\ufffd", tables.printable(words))
