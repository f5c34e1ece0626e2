"""Bounds: between which numbers an amount lies, as a sentence words it, and whether two sentences can both be right.

Writers round. "$5.6 million" is taken to be right within half a unit of its last digit that is not zero, and so is
"$6 million"; the two agree, for 5.55 to 5.65 and 5.5 to 6.5 overlap. The ends count, so numbers agree that differ by
one in the last digit: one writer rounds where another cuts off. As the zeros of "$100 million" may be exact or not,
an amount is never taken to be off by more than :data:`LOOSE`, a tenth, which is also what "about" means in a question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg.errors import OntologyError
from kg.lexicon.toml import TomlError, parsed
from kg.model import Amount, Date, Evidence

LOOSE = Decimal("0.1")
"""How far at most an amount is from the number that stands for it, and how far "about" lets it be."""

FILE = "questions.toml"
"""Where the ontology says what "over" and "about" mean: a question limits amounts with the words of a text."""

RANGE = ".."
"""What the words before the upper end of a range mean: "$5 to"."""

LONGEST = 4
"""More words than any of them has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between which numbers an amount lies; ``limit`` holds the words that say so: "over", or none."""

    low: Decimal
    high: Decimal
    unit: str
    limit: str = ""
    operator: str = "="
    """What these words mean, as :func:`bounds` has it."""

    def meet(self, other: Bounds) -> bool:
        """Whether some number lies within both."""
        return self.low <= other.high and other.low <= self.high


def bounds(amount: Amount, limit: str = "", operator: str = "=") -> Bounds:
    """The bounds of an amount before which words stand that limit it.

    :param operator: what these words mean: ``=``, ``==``, ``~``, ``<``, ``<=``, ``>`` or ``>=``.

    >>> five, six = (Amount(value=Decimal(n), unit="USD", text="") for n in (5600000, 6000000))
    >>> bounds(five).meet(bounds(six)), bounds(five).meet(bounds(six, "over", ">"))
    (True, False)
    """
    value = amount.value
    exponent = value.normalize().as_tuple().exponent
    half = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
    most = abs(value) * LOOSE
    off = most if operator == "~" else min(half, most)
    return Bounds(
        low=Decimal("-Infinity") if operator.startswith("<") else value if operator.startswith(">") else value - off,
        high=Decimal("Infinity") if operator.startswith(">") else value if operator.startswith("<") else value + off,
        unit=amount.unit,
        limit=limit,
        operator=operator,
    )


def stated(amount: Amount, role: str, evidence: Evidence, folder: Path) -> Bounds:
    """The bounds of an amount that plays a role, as a sentence words it.

    :param folder: the folder of the ontology, which says what "over" means.
    :raises OntologyError: where that cannot be read.
    """
    operators, ranges = _words(folder)
    place = next((mention.start for mention in evidence.mentions if mention.role == role), evidence.start)
    text = evidence.sentence[: max(0, place - evidence.start)]
    if found := ranges.search(text):
        return _range(amount, found)
    before = re.findall(r"[^\W_]+", text.casefold())[-LONGEST:]
    for count in range(len(before), 0, -1):
        if (limit := " ".join(before[-count:])) in operators:
            return bounds(amount, limit, operators[limit])
    return bounds(amount)


def _range(amount: Amount, low: re.Match[str]) -> Bounds:
    """The bounds of the upper end of a range; the lower one counts where both have one scale: "$5 to $6 million"."""
    alike = amount.text.casefold().endswith((low["unit"] or "").casefold())
    one, other = _number(low["digits"]), _number(amount.text)
    if alike and one >= other:
        return bounds(amount)
    least = amount.value * one / other if alike else Decimal("-Infinity")
    return Bounds(low=least, high=amount.value, unit=amount.unit, limit=low["limit"], operator=RANGE)


def _number(text: str) -> Decimal:
    """The first number of a text, without its scale; 0 where there is none in digits."""
    found = re.search(r"\d+(?:,\d{3})*(?:\.\d+)?", text)
    return Decimal(found[0].replace(",", "")) if found else Decimal(0)


@cache
def _words(folder: Path) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """What words mean that limit an amount, and what stands before the upper end of a range."""
    try:
        found = parsed((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, TomlError) as error:
        raise OntologyError([f"{folder / FILE}: {getattr(error, 'strerror', None) or error}"]) from None
    if not isinstance(comparisons := found.get("comparisons"), dict):
        raise OntologyError([f"{folder / FILE}: the table [comparisons] is missing"])
    between = "|".join(re.escape(word) for word in found.get("lists", {}).get("between_ends", ())) or "(?!)"
    low = r"(?<![\w.,])[^\w\s.,]{1,2}(?P<digits>\d[\d.,]*)(?:\s(?P<unit>[^\W\d_]+))?"
    pattern = re.compile(rf"(?P<limit>{low}\s(?:{between}))\s[^\w\s.,]{{0,2}}$")
    return {str(words): str(operator) for words, operator in comparisons.items()}, pattern


def same_time(one: Date, other: Date) -> bool:
    """Whether two dates can be of one day: 2023 and May 2023 agree.

    >>> year, month = Date(value="2023", precision="year", text=""), Date(value="2023-05", precision="month", text="")
    >>> same_time(year, month)
    True
    """
    return one.value.startswith(other.value) or other.value.startswith(one.value)
