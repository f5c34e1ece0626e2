"""Sums of money, percentages and dates in a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from kg.lexicon import Grammar
from kg.model import Amount, Date

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount or a date with its half-open offsets."""

    start: int
    end: int
    value: Amount | Date


class Quantities:
    """Finds amounts and dates by the currencies and scales of the ontology's grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self.currencies: Mapping[str, str] = grammar.tables["currencies"]
        self.scales: Mapping[str, str] = grammar.tables["scales"]
        signs = sorted(
            (s for s in self.currencies if not s[0].isalpha() or s[-1] == "$" or s.isupper()), key=len, reverse=True
        )
        words = sorted((s for s in self.currencies if s.isalpha()), key=len, reverse=True)
        scale = "|".join(sorted(self.scales, key=len, reverse=True))
        sign, word = "|".join(map(re.escape, signs)), "|".join(words)
        self.money = re.compile(
            rf"(?:(?P<sign>{sign})\s?(?P<a>{NUMBER})(?:[\s-]?(?P<as>{scale})s?\b)?(?:\s?(?:-|—|to|and)\s?(?:{sign})?\s?(?P<b>{NUMBER})(?:[\s-]?(?P<bs>{scale})s?\b)?)?"
            rf"|(?P<c>{NUMBER})[\s-]?(?:(?P<cs>{scale})s?)?[\s-]?(?P<word>{word})s?\b)",
            re.IGNORECASE,
        )
        self.article = re.compile(
            rf"\b(?:a|an|one|half a)\s(?P<scale>thousand|million|billion|trillion)[\s-](?P<word>{word})s?\b",
            re.IGNORECASE,
        )
        self.percent = re.compile(
            rf"(?P<n>{NUMBER})\s?(?:%|per\s?cent\b|pct\b|percent\b|percentage points?\b)", re.IGNORECASE
        )

    def amounts(self, text: str, offset: int) -> Iterator[Quantity]:
        """Amounts in a text whose first character has the given offset in its document."""
        for match in self.money.finditer(text):
            yield from self._money(match, offset)
        for match in self.article.finditer(text):
            unit = self._unit(match["word"])
            value = Amount(
                value=self._scaled("0.5" if match[0].lower().startswith("half") else "1", match["scale"]),
                unit=unit,
                text=match[0],
            )
            yield Quantity(start=offset + match.start(), end=offset + match.end(), value=value)
        for match in self.percent.finditer(text):
            value = Amount(value=Decimal(match["n"].replace(",", "")), unit="%", text=match[0])
            yield Quantity(start=offset + match.start(), end=offset + match.end(), value=value)

    def _money(self, match: re.Match[str], offset: int) -> Iterator[Quantity]:
        unit = self._unit(match["sign"] or match["word"])
        scale = match["as"] or match["bs"] if match["b"] else match["as"]
        first = match["a"] or match["c"]
        end = match.end("as") if match["as"] else match.end("a") if match["a"] else match.end()
        text = match[0][: end - match.start()]
        if match["b"] and not match["as"] and match["bs"]:
            text = f"{text} {match['bs']}"
        yield Quantity(
            start=offset + match.start(),
            end=offset + end,
            value=Amount(value=self._scaled(first, scale or match["cs"]), unit=unit, text=text),
        )
        if match["b"] and self._plausible(match):
            start = match.start("b")
            shown = match[0][start - match.start() :]
            value = Amount(value=self._scaled(match["b"], match["bs"]), unit=unit, text=f"{match['sign']}{shown}")
            yield Quantity(start=offset + start, end=offset + match.end(), value=value)

    def _plausible(self, match: re.Match[str]) -> bool:
        return bool(match["bs"]) or not re.search(r"\band\b", match[0])

    def _unit(self, sign: str) -> str:
        return self.currencies.get(sign) or self.currencies.get(sign.upper()) or self.currencies.get(sign.lower(), "")

    def _scaled(self, number: str, scale: str | None) -> Decimal:
        factor = Decimal(self.scales[scale.lower()]) if scale else Decimal(1)
        return Decimal(f"{(Decimal(number.replace(',', '')) * factor).normalize():f}")


_MONTHS = {
    m: i
    for i, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for m in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m1>{_MONTH})\.?(?:,?\s(?P<y1>(?:19|20)\d\d))?"
    rf"|(?P<m2>{_MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<y2>(?:19|20)\d\d))?"
    rf"|(?P<m3>{_MONTH})\.?,?\s(?:of\s)?(?P<y3>(?:19|20)\d\d)"
    rf"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|(?P<m4>January|February|April|June|July|August|September|October|November|December)"
    rf"|(?P<y5>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)


def dates(text: str, offset: int, published: str = "") -> Iterator[Quantity]:
    """Dates in a text; a year that is not said is taken from the day of publication, where that is known.

    >>> [q.value.value for q in dates("founded in May 2023", 0)]
    ['2023-05']
    """
    for match in _DATES.finditer(text):
        value = _date(match, published)
        if value:
            yield Quantity(start=offset + match.start(), end=offset + match.end(), value=value)
    if len(published) == 10 and _exists(published):
        yield from _relative(text, offset, published)


def _date(match: re.Match[str], published: str) -> Date | None:
    if match["iso"]:
        return Date(value=match["iso"], precision="day", text=match[0]) if _exists(match["iso"]) else None
    if match["y5"]:
        return Date(value=match["y5"], precision="year", text=match[0])
    month = _MONTHS[(match["m1"] or match["m2"] or match["m3"] or match["m4"]).lower()]
    day = int(match["d1"] or match["d2"] or 0)
    year = match["y1"] or match["y2"] or match["y3"] or _year(month, published)
    if not year:
        return None
    if day:
        value = f"{year}-{month:02d}-{day:02d}"
        return Date(value=value, precision="day", text=match[0]) if _exists(value) else None
    return Date(value=f"{year}-{month:02d}", precision="month", text=match[0])


def _exists(value: str) -> bool:
    """Whether the calendar has a day."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _year(month: int, published: str) -> str:
    """The year in which a month without one lies: the last such month before publication."""
    if len(published) < 7:
        return ""
    year, shown = int(published[:4]), int(published[5:7])
    return str(year if month <= shown else year - 1)


_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tomorrow|(?:last|this|next) (?:year|month|week)"
    r"|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b",
    re.IGNORECASE,
)


def _relative(text: str, offset: int, published: str) -> Iterator[Quantity]:
    for match in _RELATIVE.finditer(text):
        found = _parsed(match[0].lower().removeprefix("on "), published)
        if found:
            precision = "year" if "year" in match[0].lower() else "month" if "month" in match[0].lower() else "day"
            value = found[: {"year": 4, "month": 7, "day": 10}[precision]]
            if "week" not in match[0].lower():
                yield Quantity(
                    start=offset + match.start(),
                    end=offset + match.end(),
                    value=Date(value=value, precision=precision, text=match[0]),
                )


@lru_cache(maxsize=4096)
def _parsed(text: str, published: str) -> str:
    """A relative date by dateparser, counted from the day of publication; empty where it cannot tell."""
    import dateparser

    settings = {"RELATIVE_BASE": datetime.fromisoformat(published), "PREFER_DATES_FROM": "past"}
    found = dateparser.parse(text, languages=["en"], settings=settings)
    return found.date().isoformat() if found else ""
