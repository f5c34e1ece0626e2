"""Names of versions that nobody listed: a known name, and the word or the number behind it that makes another of it.

"Claude Pebble" is none of the known Claudes, "Solar Pro 3" another one than "Solar Pro"; "Gemini Tuesday" is no name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon import Grammar
from kg.reading.names import Found, NameIndex, surface_of
from kg.reading.trees import Word

NUMBER = re.compile(r"[1-9]\d?(?:\.\d)?")
COINED = re.compile(r"(?!.*[^cisu]s$)[A-Z][a-z]{2,}")
"""A word with a capital, but no plural: in "Claude Users Complain" it is a headline's noun."""


class Coined:
    """Finds where the known names of a sentence go on."""

    def __init__(self, grammar: Grammar, index: NameIndex) -> None:
        self.index = index
        self._plain = (
            grammar["not_names"]
            | grammar["not_entities"]
            | grammar["company_suffixes"]
            | grammar["body_suffixes"]
            | grammar["thing_suffixes"]
        )
        self._nouns = grammar["title_words"] | grammar["event_nouns"] | grammar.nouns.keys()
        self._after = grammar["finite"] | grammar["phrase_ends"]
        self._units = {"%", *grammar["percent_words"], *grammar.tables["scales"]}

    def longer(self, words: Sequence[Word], found: Found, others: Sequence[Found]) -> Found:
        """A name as long as it is here; a sentence full of capitals proves nothing."""
        if found.row is None or found.type not in self.index.made or found.kind not in {"full", "family"}:
            return found
        end = found.end
        if found.kind == "family" and self._coins(words, end, others):
            end += 1
        if self._counts(words, end) and not words[end - 1].text[-1].isdigit():
            end += 1
        if end == found.end:
            return found
        name = f"{found.name} {surface_of(words[found.end : end])}"
        row = replace(found.row, name=name, flags=frozenset())
        return replace(found, end=end, name=name, row=row, form=name, kind="full")

    def _coins(self, words: Sequence[Word], i: int, others: Sequence[Found]) -> bool:
        """Whether a word behind a family's name tells one of the family: no noun with a capital, no name of its own."""
        if i >= len(words) or not words[i - 1].space or not COINED.fullmatch(words[i].text):
            return False
        if any(f.first <= i < f.end for f in others) or self.index.lookup(words[i].text):
            return False
        plain = words[i].text in self._plain or words[i].text.lower() in self._nouns
        named = {i, *(j for f in others for j in range(f.first, f.end))}
        rest = [w.text[0] for j, w in enumerate(words) if j not in named and w.text[0].isalpha()]
        return not plain and sum(letter.isupper() for letter in rest) * 2 <= len(rest)

    def _counts(self, words: Sequence[Word], i: int) -> bool:
        """Whether a number is a version, and counts nothing: not in "used Chrome 3 times", "Sora 2 million"."""
        if i >= len(words) or not words[i - 1].space or not NUMBER.fullmatch(words[i].text):
            return False
        after = words[i + 1].text if i + 1 < len(words) else "."
        counted = after.islower() and after.endswith("s") and after not in self._after
        return not counted and after not in self._units and (after != "-" or words[i].space)
