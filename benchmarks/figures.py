"""What a benchmark found, in one form for all of them: kg's figure, a peer's, and how many times better kg is.

A spread is the median of some rounds with the lowest and the highest. A ratio compares what ran in the same round, and
has a spread of its own; above 1 kg is better. Seconds are those of a processor: user and system time.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

import click

from kg.showing.tables import Row, Table, text

WIDTH = 120
"""How many columns a table may have."""
SHORT = 0.1
"""Below so many seconds milliseconds are shown."""
DIGITS = 3
"""How many digits of a figure mean anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The median of some rounds, the lowest and the highest."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """The spread of what was found in each round.

        >>> Spread.of([1, 5, 2])
        Spread(median=2, lowest=1, highest=5)
        """
        found = list(values)
        return cls(median=statistics.median(found), lowest=min(found), highest=max(found))

    @classmethod
    def of_ratios(cls, ones: Iterable[float], others: Iterable[float]) -> Spread:
        """The spread of what is found by dividing round by round."""
        return cls.of(one / other for one, other in zip(ones, others, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table."""

    part: str
    what: str
    unit: str
    """Of both figures; seconds are those of a processor."""
    kg: Spread | None
    peer: str = ""
    theirs: Spread | None = None
    ratio: Spread | None = None
    at_least: bool = False
    """Whether the peer was stopped, so that it takes longer, and the ratio is larger, than is said."""
    headline: bool = True
    """Whether the README shows it."""

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Figure:
        """A figure out of JSON."""
        spreads = {name: Spread(**record[name]) for name in ("kg", "theirs", "ratio") if record.get(name)}
        return cls(**record | spreads)

    @property
    def cells(self) -> tuple[str, ...]:
        """What was measured, kg's figure, the peer's, and the ratio."""
        more = "> " if self.at_least else ""
        return (
            self.what,
            _spread(self.kg, self.unit),
            f"{self.peer}: {more}{_spread(self.theirs, self.unit)}" if self.theirs else "–",
            f"{more}{_spread(self.ratio, '×')}" if self.ratio else "–",
        )


def figures_option() -> Any:
    """The option --figures, which all programs have."""
    return click.option("--figures", "as_figures", is_flag=True, help="Print a JSON object for each line of the table.")


def numbers(_: click.Context, __: click.Parameter, value: str) -> tuple[int, ...]:
    """The numbers that an option lists, divided by commas."""
    if not all(part.isdecimal() and int(part) for part in value.split(",")):
        raise click.BadParameter("numbers above 0, divided by commas")
    return tuple(map(int, value.split(",")))


def show(figures: Sequence[Figure], *, as_figures: bool) -> None:
    """Print figures as JSON Lines or as tables."""
    for piece in records(figures) if as_figures else tables(figures):
        click.echo(piece)


def records(figures: Iterable[Figure]) -> Iterator[str]:
    """Each figure as one line of JSON."""
    return (json.dumps(asdict(figure), ensure_ascii=False) for figure in figures)


def tables(figures: Iterable[Figure]) -> Iterator[str]:
    """The figures as text, a table for each part."""
    for part, group in groupby(figures, key=lambda figure: figure.part):
        rows = tuple(Row(cells=figure.cells) for figure in group)
        yield text(Table(headings=("What", "kg", "Beside", "Ratio"), rows=rows, title=part), width=WIDTH) + "\n"


def markdown(figures: Iterable[Figure]) -> str:
    """The figures as one table of Markdown."""
    lines = ["| | kg | beside | ratio |", "|---|---|---|---|"]
    for part, group in groupby(figures, key=lambda figure: figure.part):
        lines.append(f"| **{part}** | | | |")
        lines += [f"| {' | '.join(figure.cells)} |" for figure in group]
    return "\n".join(lines) + "\n"


def _spread(spread: Spread | None, unit: str) -> str:
    """The median, and where they differ the lowest and the highest."""
    if spread is None:
        return "–"
    factor = 1000 if unit == "s" and spread.median < SHORT else 1
    unit = "ms" if factor > 1 else unit
    median, lowest, highest = (_digits(factor * v) for v in (spread.median, spread.lowest, spread.highest))
    apart = "" if unit in ("", "%", "×") else " "
    return f"{median}{apart}{unit}" + (f" ({lowest}–{highest})" if lowest != highest else "")


def _digits(value: float) -> str:
    """A number with three digits that mean something.

    >>> [_digits(value) for value in (0.01234, 1.5, 123.4, 1234567)]
    ['0.0123', '1.50', '123', '1,230,000']
    """
    size = int(f"{value:e}".partition("e")[2])
    rounded = round(value, DIGITS - 1 - size)
    return f"{rounded:,.{max(0, DIGITS - 1 - size)}f}"
