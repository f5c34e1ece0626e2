"""Dates in a stretch of text, each as precise as it is written.

Names of months and days come from CLDR. What counts from the day of publication ("last Tuesday", "two weeks ago") is
dateparser's to work out, and so is how precise it is.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

from kg.lexicon import Grammar, cldr
from kg.model import Date

Dated: TypeAlias = tuple[int, int, Date]
"""Half-open offsets in a text, and the date that stands there."""

YEAR = r"(?:19|20)\d\d"
LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How many characters of an ISO 8601 date each precision has."""
MONTHS_OF_A_QUARTER, MONTHS_OF_A_YEAR = 3, 12


class Dates:
    """Finds dates by the words of the ontology's grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self.near = {word: int(steps) for word, steps in grammar.tables["nearness"].items()}
        self.doubtful, self.quarters = grammar["doubtful_months"], grammar["quarters"]
        self.absolute = re.compile(_absolute(grammar), re.IGNORECASE)
        self.relative = re.compile(_relative(grammar), re.IGNORECASE)

    def find(self, text: str, published: str = "") -> list[Dated]:
        """The dates of a text, in their order; none lies in another.

        :param published: the date of the document, as far as it is known; what is not said is counted from it.
        """
        found = list(self._absolute(text, published))
        if known := _known(published):
            found += self._relative(text, known)
        outer = [d for d in found if not any(_inside(d, other) for other in found)]
        return sorted(outer, key=lambda dated: dated[:2])

    # ------------------------------------------------------------ said

    def _absolute(self, text: str, published: str) -> Iterator[Dated]:
        for match in self.absolute.finditer(text):
            if value := self._said(match, published):
                yield match.start("date"), match.end("date"), value

    def _said(self, match: re.Match[str], published: str) -> Date | None:
        words, mark = match["date"], (match["mark"] or "").lower()
        if said := match["iso"] or match["y4"]:
            return _date(said, words)
        name = match["m1"] or match["m2"] or match["m3"] or match["m4"]
        if match["m4"] and (name[0].islower() or (name in self.doubtful and not mark)):
            return None
        month, day = cldr.months()[name.lower()], int(match["d1"] or match["d2"] or 0)
        year = match["y1"] or match["y2"] or match["y3"] or self._year(month, published, mark)
        return _date(f"{year}-{month:02d}" + (f"-{day:02d}" if day else ""), words) if year else None

    def _year(self, month: int, published: str, mark: str) -> str:
        """The year of a month without one: that of the last such month, unless "this" or "next" stands before it."""
        if len(_known(published)) < LENGTHS["month"]:
            return ""
        year, shown = int(published[:4]), int(published[5:7])
        match self.near.get(mark):
            case 1:
                year += month <= shown
            case -1:
                year -= month >= shown
            case None:
                year -= month > shown
        return str(year)

    # ------------------------------------------------------------ counted from the day of publication

    def _relative(self, text: str, published: str) -> Iterator[Dated]:
        for match in self.relative.finditer(text):
            if value := self._counted(match, published):
                yield match.start("date"), match.end("date"), value

    def _counted(self, match: re.Match[str], published: str) -> Date | None:
        words = match["date"]
        expression = " ".join(words.lower().split())
        if match["unit"] and match["unit"].lower() in self.quarters:
            return _quarter(published, self.near[match["nearness"].lower()], words)
        span = _span(expression, published, today=bool(match["weekday"]) and not match["next"])
        return _enclosing(*span, words) if span else None


def _absolute(grammar: Grammar) -> str:
    months = cldr.months()
    month, whole = any_of(months), any_of(cldr.month_names())
    nth, mark = r"(?:st|nd|rd|th)?", any_of({*grammar["date_marks"], *grammar.tables["nearness"]})
    return (
        rf"\b(?:(?P<mark>{mark})[\s-])?"
        rf"(?P<date>(?P<d1>\d{{1,2}}){nth}\s(?:of\s)?(?P<m1>{month})\b\.?(?:,?\s(?P<y1>{YEAR}))?"
        rf"|(?P<m2>{month})\.?\s(?P<d2>\d{{1,2}}){nth}\b(?:,?\s(?P<y2>{YEAR}))?"
        rf"|(?P<m3>{month})\.?,?\s(?:of\s)?(?P<y3>{YEAR})"
        rf"|(?P<iso>{YEAR}-\d\d-\d\d)"
        rf"|(?P<m4>{whole})"
        rf"|(?P<y4>{YEAR}))\b(?!\s[A-Z]+\d\d)"
    )


def _relative(grammar: Grammar) -> str:
    day, near = any_of(cldr.days()), any_of(grammar.tables["nearness"])
    number, units = any_of(grammar.tables["numbers"]), any_of(grammar["date_units"])
    periods = any_of(grammar["periods"])
    whole = "".join(rf"(?<!\b{re.escape(share)}\s)" for share in sorted(grammar["bare_shares"]))
    return (
        rf"\b{whole}(?P<date>{any_of(grammar['relative_days'])}"
        rf"|(?P<nearness>{near})\s(?P<unit>{periods})(?!\s(?:{any_of(grammar['span_marks'])})\b)"
        rf"|(?:(?P<next>{near})\s)?(?P<weekday>{day})"
        rf"|(?:\d{{1,3}}|(?:{number})(?:[\s-](?:{number}))?)\s(?:{units})s?\s(?:{any_of(grammar['ago'])}))\b"
    )


@lru_cache(maxsize=4096)
def _span(expression: str, published: str, *, today: bool) -> tuple[date, date] | None:
    """The first and the last day of what a relative expression means; None where dateparser cannot tell.

    :param today: whether it is a day of the week, by which a paper of that day means itself.
    :returns: None also where the date of publication is not precise enough to count from it.
    """
    from dateparser.date import DateDataParser

    base = datetime.fromisoformat(published + "-01-01"[len(published) - LENGTHS["year"] :])
    if today and len(published) == LENGTHS["day"] and cldr.days()[expression] == base.weekday():
        return base.date(), base.date()
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(expression)
    if found.date_obj is None or len(published) < LENGTHS.get(found.period or "", LENGTHS["day"]):
        return None
    return _whole(found.date_obj.date(), found.period)


def _whole(day: date, period: str | None) -> tuple[date, date]:
    """The first and the last day of the week, month or year of a day; a week begins on Monday."""
    match period:
        case "week":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case "year":
            return day.replace(month=1, day=1), day.replace(month=12, day=31)
        case _:
            return day, day


def _enclosing(first: date, last: date, words: str) -> Date | None:
    """The day, month or year that holds a stretch of days; None where two years share it."""
    lengths = sorted(LENGTHS.values(), reverse=True)
    values = (first.isoformat()[:length] for length in lengths)
    return next((_date(value, words) for value in values if last.isoformat().startswith(value)), None)


def _quarter(published: str, steps: int, words: str) -> Date | None:
    """The year of the quarter that lies some quarters after that of publication."""
    if len(published) < LENGTHS["month"]:
        return None
    months = int(published[:4]) * MONTHS_OF_A_YEAR + int(published[5:7]) - 1 + steps * MONTHS_OF_A_QUARTER
    return _date(f"{months // MONTHS_OF_A_YEAR:04d}", words)


def _known(published: str) -> str:
    """A date of publication, or nothing where it is none."""
    return published if len(published) in LENGTHS.values() and _date(published, "") else ""


def _date(value: str, words: str) -> Date | None:
    """A date of ISO 8601, as precise as it is long; None where the calendar has none such."""
    try:
        date.fromisoformat(value + "-01-01"[len(value) - LENGTHS["year"] :])
    except ValueError:
        return None
    return Date(value=value, precision=next(p for p, n in LENGTHS.items() if n == len(value)), text=words)


def _inside(dated: Dated, other: Dated) -> bool:
    start, end, _ = dated
    return other[:2] != (start, end) and other[0] <= start and end <= other[1]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
