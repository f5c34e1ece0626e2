"""What the form of an unknown name tells of its type, and how far a statistical model is believed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from kg.ontology import Ontology
from kg.reading.trees import Word

Guess = tuple[int, int, str]
"""(first word, end word, label) by the statistical model."""

Vote = tuple[str, float]

STRONG, FAIR, WEAK = 3.0, 2.0, 1.0
NOTHING = ""
"""The type of what has a name and is no entity: an event, a law."""
UNLIKE = "-"
"""What a noun for such a thing describes, until the votes are counted."""

NAMED_BY_NUMBER = re.compile(r"[A-Z][A-Za-z]*-[A-Z]{0,2}\d{1,4}(?:\.\d+)*[A-Za-z]{0,2}")
"""The shape of a made thing's name with its number: Heron-2, KM-16."""

NUMBERED = re.compile(rf"{NAMED_BY_NUMBER.pattern}|[A-Z].* [A-Z]?\d{{1,4}}[A-Z]?")
"""The same, or a number after a space: "Torridon K2"."""

CODE = re.compile(r"(?:[A-Z]{1,4}-?\d{1,4}[A-Z]{0,3}|\d{3}[A-Z]|[a-z]\d{1,2})s?")
"""The shape of part and model numbers: H800, MI300X, 910B, R1, o1."""

PARTS = ("company_suffixes", "body_suffixes", "thing_suffixes", "body_prefixes", "name_prefixes")
"""Lists of the grammar: what the last, or the first, word of a name tells of its type."""


def plain(name: str) -> str:
    """A name without its accents, as many newspapers write it.

    >>> plain("Inês")
    'Ines'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


class Forms:
    """Votes for the type of a name by its own words."""

    def __init__(self, ontology: Ontology) -> None:
        self.grammar = ontology.grammar
        self.tables = ontology.grammar.tables
        suffixes = self.tables["suffixes"]
        self.company, self.body = suffixes["company_suffixes"], suffixes["body_suffixes"]
        self.thing = suffixes["name_prefixes"]
        self.person = self.tables["roles_of_types"]["person"]
        self.place = self.tables["guesses"]["GPE"]
        self.country = self.tables["library"]["countries"]
        self.given = self.grammar["given_names"] | {plain(name) for name in self.grammar["given_names"]}
        """Given names, with and without their accents."""

    def inside(self, words: Sequence[Word], first: int, end: int) -> Iterator[Vote]:
        """What the words of a name tell, wherever it stands."""
        texts = [w.text for w in words[first:end]]
        if end - first == 1 and texts[0] in self.grammar["body_suffixes"]:
            yield NOTHING, STRONG
        if end - first > 1:
            if texts[0] in self.grammar["courtesy_titles"]:
                yield self.person, STRONG
            told = [list_ for list_ in PARTS if texts[0 if list_.endswith("prefixes") else -1] in self.grammar[list_]]
            for list_ in told:
                yield self.tables["suffixes"].get(list_, self.body), STRONG if list_.endswith("prefixes") else FAIR
            if not told and end - first < 5 and texts[0] in self.given and texts[-1].isalpha():
                yield self.person, FAIR
        yield from self._numbered(words, first, end)
        if any(text in self.grammar["name_particles"] for text in texts[1:-1]):
            yield self.person, FAIR

    def _numbered(self, words: Sequence[Word], first: int, end: int) -> Iterator[Vote]:
        """What a number at a name's end tells: "the Acacia 3" is a thing, "Pemmican 12B" a model of that size."""
        last = words[end - 1].text
        if re.fullmatch(rf"(?:[A-Z]\w*-)?\d+(?:\.\d+)?(?:{'|'.join(sorted(self.grammar['sizes']))})", last):
            yield self.tables["suffixes"]["sizes"], FAIR
        elif self.numbered(words, first, end):
            yield self.thing, WEAK

        elif end - first > 1 and last in self.grammar["versions"]:
            yield self.thing, FAIR

    def numbered(self, words: Sequence[Word], first: int, end: int) -> bool:
        """Whether a name ends in a number, as those of made things do: "Acacia 3", "Torridon K2", "Heron-2"."""
        last = words[end - 1].text
        if not words[first].text[0].isupper():
            return False
        code = re.fullmatch(r"[A-Z]?\d{1,4}[A-Z]?s?", last)
        return bool((end - first > 1 and code) or NAMED_BY_NUMBER.fullmatch(last))

    def _made_for(self, words: Sequence[Word]) -> Iterator[Vote]:
        """What the words of the whole sentence tell of a thing with a number: "trained", "parameters"; "cores"."""
        cues = self.tables["sentence_cues"]
        for type_ in sorted({cues[w.text.lower()] for w in words if w.text.lower() in cues}):
            yield type_, WEAK + 0.25

    def guessed(self, first: int, end: int, guesses: Sequence[Guess], text: str) -> Iterator[Vote]:
        """The statistical model's votes; it knows neither places nor people by initials or digits."""
        for g_first, g_end, label in guesses:
            type_ = self.tables["guesses"].get(label)
            if type_ is None or g_end <= first or end <= g_first:
                continue
            if type_ in self._unlikely(text):
                continue
            if type_ == self.person and end - first == 1:
                yield type_, WEAK - 0.25
            else:
                yield type_, WEAK + 0.5 * ((g_first, g_end) == (first, end)) + 0.25 * (end - first > 1)

    def _unlikely(self, text: str) -> set[str]:
        """The types that the form of a name speaks against."""
        if not any(c.isdigit() for c in text):
            return {self.place} if text.isupper() else set()
        return {self.place, self.person} | ({self.company} if NUMBERED.fullmatch(text) else set())
