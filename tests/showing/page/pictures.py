"""What a picture shows, read out of its SVG: where names, nodes and lines are on the screen."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from math import dist

Point = tuple[float, float]
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Picture:
    names: dict[str, Point]
    sizes: dict[str, float]
    shapes: list[tuple[str, Point]]
    """Kind of each node's shape (circle or polygon) and its centre."""
    lines: list[tuple[Point, str]]
    """The middle of each line, and how it is dashed."""

    def node(self, name: str) -> Point:
        """The centre of the node that stands nearest to a name."""
        return min((centre for _, centre in self.shapes), key=lambda centre: dist(centre, self.names[name]))


def read(svg: bytes) -> Picture:
    root = ElementTree.fromstring(svg)
    texts = [t for t in root.findall(f"{SVG}text") if t.text]
    return Picture(
        names={t.text or "": (float(t.attrib["x"]), float(t.attrib["y"])) for t in texts},
        sizes={t.text or "": float(t.attrib["font-size"].removesuffix("px")) for t in texts},
        shapes=[found for e in root if (found := _shape(e))],
        lines=[_line(e) for e in root.findall(f"{SVG}path")],
    )


def _shape(element: ElementTree.Element) -> tuple[str, Point] | None:
    if "fill-opacity" not in element.attrib:
        return None
    if element.tag == f"{SVG}circle":
        return "circle", (float(element.attrib["cx"]), float(element.attrib["cy"]))
    corners = [tuple(map(float, corner.split(","))) for corner in element.attrib["points"].split()]
    return "polygon", (sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners))


def _line(element: ElementTree.Element) -> tuple[Point, str]:
    x0, y0, x1, y1, x2, y2 = map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", element.attrib["d"]))
    return (x0 / 4 + x1 / 2 + x2 / 4, y0 / 4 + y1 / 2 + y2 / 4), element.attrib["stroke-dasharray"]
