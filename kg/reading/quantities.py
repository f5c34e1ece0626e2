"""Sums of money, percentages and dates in a stretch of text.

The words come from `ontology/grammar.toml`, the names and signs of currencies from CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from string import digits
from typing import TypeAlias

from kg.lexicon import Grammar, cldr
from kg.model import Amount, Date
from kg.reading.dates import Dates, any_of

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
HUNDRED = 100
CENTS = Decimal("0.01")
"""To what a share is rounded: two thirds are 66.67 %."""

PERCENT, POINTS = "%", "pp"
"""The units of percentages and of percentage points."""
LARGE = 1000
"""From here on a number without a scale may be a sum, though the word after it has another meaning ("500 pounds")."""
ADJECTIVES = 3
"""How many words may stand before the noun of a currency: "United Arab Emirates dirham"."""

_Measured: TypeAlias = tuple[int, int, Amount]
"""Half-open offsets in a text, and the amount that stands there."""
_Read: TypeAlias = Callable[[re.Match[str]], Iterator[_Measured]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount or a date with its half-open offsets."""

    start: int
    end: int
    value: Amount | Date


class Quantities:
    """Finds amounts and dates by the words of the ontology's grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self._dates = Dates(grammar)
        self.currencies = {**cldr.currency_signs(), **cldr.currency_names(), **grammar.tables["currencies"]}
        self.scales, self.numbers = grammar.tables["scales"], grammar.tables["numbers"]
        self.fractions, self.grammar = grammar.tables["fractions"], grammar
        patterns = _Patterns(grammar, self.currencies)
        percents = ("%", *grammar["percent_words"], *grammar["point_words"])
        self._kinds: tuple[tuple[re.Pattern[str], _Read, Collection[str]], ...] = tuple(
            (re.compile(pattern, re.IGNORECASE), read, hints)
            for pattern, read, hints in (
                (patterns.signed(), self._signed, digits),
                (patterns.named(), self._named, digits),
                (patterns.worded(), self._worded, ("",)),
                (patterns.percent(), self._percent, digits),
                (patterns.spelt(), self._spelt, percents),
                (patterns.share(), self._share, self.fractions),
            )
        )
        """Patterns, how their matches are read, and letters one of which a text has where it has a match."""

    def find(self, text: str, offset: int, published: str = "") -> list[Quantity]:
        """Amounts and dates in a text; what is part of an amount is no date ("$2000")."""
        amounts = list(self.amounts(text, offset))
        dates = self.dates(text, offset, published)
        return [*amounts, *(d for d in dates if not any(a.start < d.end and d.start < a.end for a in amounts))]

    def dates(self, text: str, offset: int, published: str = "") -> Iterator[Quantity]:
        """Dates in a text; what is not said follows from the date of publication, where that is known."""
        for start, end, value in self._dates.find(text, published):
            yield Quantity(start=offset + start, end=offset + end, value=value)

    def amounts(self, text: str, offset: int) -> Iterator[Quantity]:
        """Amounts in a text whose first character has the given offset in its document."""
        lower = text.lower()
        for pattern, read, hints in self._kinds:
            if not any(hint in lower for hint in hints):
                continue
            for match in pattern.finditer(text):
                for start, end, value in read(match):
                    yield Quantity(start=offset + start, end=offset + end, value=value)

    # ------------------------------------------------------------ money

    def _signed(self, match: re.Match[str]) -> Iterator[_Measured]:
        """A sum with its sign, or both ends of a range: "$5m", "$5-6 million"."""
        unit, scale, upper = self._unit(match["sign"]), match["as"], match["bs"]
        end = match.end("as") if scale else match.end("a")
        said = match[0][: end - match.start()]
        if match["b"] and upper and not scale:
            scale, said = upper, f"{said} {upper}"
        yield match.start(), end, self._sum(match["a"], scale, unit, said)
        if match["b"] and (upper or not match["and"]):
            start = match.start("b")
            yield start, match.end(), self._sum(match["b"], upper, unit, match["sign"] + _from(match, start))

    def _named(self, match: re.Match[str]) -> Iterator[_Measured]:
        """A sum before the name of its currency: "5 million dollars", "5 to 6 million dollars"."""
        unit, scale, start = self._unit(match["word"]), match["magnitude"], match.start("n")
        doubtful = match["word"].lower() in self.grammar["doubtful_currencies"]
        if not unit or (doubtful and not scale and Decimal(_digits(match["n"])) < LARGE):
            return
        if _is_range(match):
            tail = _from(match, match.end("n"))
            yield match.start("low"), match.end("low"), self._sum(match["low"], scale, unit, match["low"] + tail)
        yield start, match.end(), self._sum(match["n"], scale, unit, _from(match, start))

    def _worded(self, match: re.Match[str]) -> Iterator[_Measured]:
        """A sum in words: "five million dollars", "half a billion euros"."""
        number = 1 / Decimal(self.fractions[match["half"].lower()]) if match["half"] else self._number(match["numeral"])
        value = _plain(number * self._scale(match["magnitude"]))
        if unit := self._unit(match["word"]):
            yield match.start(), match.end(), Amount(value=value, unit=unit, text=match[0])

    def _sum(self, number: str, scale: str | None, unit: str, said: str) -> Amount:
        return Amount(value=_plain(Decimal(_digits(number)) * self._scale(scale)), unit=unit, text=said)

    def _unit(self, sign: str) -> str:
        forms = (sign, sign.upper(), sign.lower(), sign.lower().removesuffix("s"))
        return next((self.currencies[form] for form in forms if form in self.currencies), "")

    def _scale(self, scale: str | None) -> Decimal:
        return Decimal(self.scales[" ".join(scale.lower().split())]) if scale else Decimal(1)

    def _number(self, words: str) -> Decimal:
        """A number in words: "a", "twenty-five", "two hundred"."""
        total = Decimal(0)
        for word in re.split(r"[\s-]+", words.lower()):
            value = Decimal(self.numbers[word])
            total = max(total, Decimal(1)) * value if value == HUNDRED else total + value
        return total

    # ------------------------------------------------------------ percentages

    def _percent(self, match: re.Match[str]) -> Iterator[_Measured]:
        """A percentage, both ends of a range, or a pair: "17%", "between 10 and 15 per cent", "5% and 4%"."""
        unit, start = POINTS if match["points"] else PERCENT, match.start("n")
        if _is_range(match):
            said = match["low"] + _from(match, match.end("n"))
            yield match.start("low"), match.end("low"), _percentage(match["low"], unit, said)
        elif match["low"] and (sign := _from(match, match.end("low")).lstrip()[:1]) == "%":
            yield match.start("low"), match.end("low") + 1, _percentage(match["low"], unit, match["low"] + sign)
        yield start, match.end(), _percentage(match["n"], unit, _from(match, start))

    def _spelt(self, match: re.Match[str]) -> Iterator[_Measured]:
        """A percentage in words: "ten per cent"."""
        unit = POINTS if match["points"] else PERCENT
        yield match.start(), match.end(), Amount(value=self._number(match["numeral"]), unit=unit, text=match[0])

    def _share(self, match: re.Match[str]) -> Iterator[_Measured]:
        """A share in words: "a fifth", "two-thirds", "half of its value"; not "a fifth firm" or "the first half"."""
        part, before, after = (match[group] or "" for group in ("part", "before", "after"))
        part, bare = part.lower().removesuffix("s"), not match["n"]
        number = Decimal(1) if bare else Decimal(self.numbers[match["n"].lower()])
        told = before.lower() in self.grammar["share_signs"] or after.lower() in self.grammar["share_marks"]
        doubtful = part in self.grammar["doubtful_shares"]
        if bare and (part not in self.grammar["bare_shares"] or before.lower() in self.grammar["not_shares"]):
            return
        if told or (not doubtful and (number > 1 or not match["next"])):
            value = _plain((number * HUNDRED / Decimal(self.fractions[part])).quantize(CENTS))
            yield (
                match.start("fraction"),
                match.end("fraction"),
                Amount(value=value, unit=PERCENT, text=match["fraction"]),
            )


class _Patterns:
    """Regular expressions made of the words of the grammar."""

    def __init__(self, grammar: Grammar, currencies: Iterable[str]) -> None:
        signs = {s for s in currencies if (not s.isalpha() and " " not in s) or s[0].isupper()}
        nouns = {name.split()[-1] for name in currencies if name.replace(" ", "").isalpha()}
        self.sign, self.word = any_of(signs), rf"(?:[^\W\d_]+\s){{0,{ADJECTIVES}}}?(?:{any_of(nouns)})"
        values = {word: Decimal(value) for word, value in grammar.tables["numbers"].items()}
        hundreds = {word for word, value in values.items() if value == HUNDRED}
        self.scale, self.first = any_of(grammar.tables["scales"]), any_of(values.keys() - hundreds)
        self.hundred, self.article = any_of(hundreds), any_of(grammar["articles"])
        self.number = any_of(values.keys() - grammar["articles"])
        self.part, self.half = any_of(grammar.tables["fractions"]), any_of(grammar["bare_shares"])
        self.to, self.both = any_of(grammar["range_words"]), any_of(grammar["range_pairs"])
        self.between = any_of(grammar["range_starts"])
        percents, points = any_of(grammar["percent_words"]), any_of(grammar["point_words"])
        self.percents = rf"(?:(?P<points>(?:{points})s?\b)|%|(?:{percents})\b)"

    def _to(self) -> str:
        return rf"\s?(?:-|—|(?:{self.to})\b|(?P<and>(?:{self.both})\b))\s?"

    def _low(self, unit: str = "") -> str:
        """The lower end of a range whose upper end has the unit."""
        between = rf"(?:\b(?P<between>{self.between})\s)?"
        return rf"(?:{between}(?<![\w.,$€£¥-])(?P<low>{NUMBER}){unit}{self._to()})?"

    def _words(self) -> str:
        some = rf"(?:{self.article})(?:\s(?:{self.hundred}))?"
        return rf"(?P<numeral>{some}|(?!{self.hundred})(?:{self.number})(?:[\s-](?:{self.number}))*)"

    def signed(self) -> str:
        first = rf"(?P<a>{NUMBER})(?:[\s-]?(?P<as>{self.scale})s?\b)?"
        second = rf"(?:{self.sign})?\s?(?P<b>{NUMBER})(?:[\s-]?(?P<bs>{self.scale})s?\b)?"
        return rf"(?<![A-Za-z])(?P<sign>{self.sign})\s?{first}(?:{self._to()}{second})?"

    def named(self) -> str:
        scale = rf"[\s-]?(?:(?P<magnitude>{self.scale})s?)?[\s-]?"
        return rf"{self._low()}(?P<n>{NUMBER}){scale}\b(?P<word>{self.word})s?\b"

    def worded(self) -> str:
        half = rf"(?P<half>{self.half})[\s-](?:an?[\s-])?"
        return rf"\b(?:{half}|{self._words()}[\s-])(?P<magnitude>{self.scale})[\s-](?P<word>{self.word})s?\b"

    def percent(self) -> str:
        low = self._low(r"(?:\s?%)?")
        return rf"{low}(?P<n>{NUMBER})\s?{self.percents}"

    def spelt(self) -> str:
        return rf"\b{self._words()}[\s-]{self.percents}"

    def share(self) -> str:
        number = rf"(?:(?P<n>{self.first})[\s-])?"
        before = r"(?:\b(?P<before>\w+)\s)??(?<![\w-])"
        return rf"{before}(?P<fraction>{number}(?P<part>{self.part})s?)\b(?=(?P<next>[\s-](?P<after>\w*))?)"


def _is_range(match: re.Match[str]) -> bool:
    """Whether two numbers are the ends of a range: "5 to 6", "between 5 and 6", but not "5 and 6"."""
    return bool(match["low"]) and (bool(match["between"]) or not match["and"])


def _from(match: re.Match[str], start: int) -> str:
    """What was matched from an offset of the text on."""
    return match[0][start - match.start() :]


def _percentage(number: str, unit: str, said: str) -> Amount:
    return Amount(value=Decimal(_digits(number)), unit=unit, text=said)


def _digits(number: str) -> str:
    return number.replace(",", "")


def _plain(number: Decimal) -> Decimal:
    """A number without an exponent and without zeros at its end."""
    return Decimal(f"{number.normalize():f}")
