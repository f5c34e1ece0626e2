"""How types of entities look: a colour and a shape each, by their order in the ontology.

The colours are those of Okabe and Ito (*Color Universal Design*, 2008), which readers with any of the common colour
vision deficiencies tell apart; two are set darker or lighter where a white or a black ground would swallow them. Shape
says the same as colour, so that nothing hangs on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice

LIGHT = ("#0072B2", "#D55E00", "#009E73", "#C4679B", "#8A7A00", "#4BA3DB", "#D98E00", "#5B6470")
DARK = ("#4AA8E0", "#F0803C", "#2BC59A", "#E39AC5", "#E6DA55", "#8FD0F7", "#F5B83D", "#A7B0BC")
SHAPES = ("circle", "square", "diamond", "triangle", "hexagon", "star", "wedge", "pentagon", "cross")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The look of one type: CSS colours on a light and on a dark ground, and the name of a shape."""

    light: str
    dark: str
    shape: str


def styles(count: int) -> list[Style]:
    """As many looks as there are types; the first 72 are all different.

    >>> [style.shape for style in styles(2)]
    ['circle', 'square']
    """
    looks = zip(cycle(LIGHT), cycle(DARK), cycle(SHAPES), strict=False)
    return [Style(light=light, dark=dark, shape=shape) for light, dark, shape in islice(looks, count)]
