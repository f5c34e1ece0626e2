"""Names of a sentence that the lexicon knows, and the longer names that it does not know and that begin or end so.

"TSMC Arizona Corporation", "University of Oslo" and "Norwegian Data Authority" are one name each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon import Grammar
from kg.reading.coined import Coined
from kg.reading.names import Found, NameIndex, surface_of
from kg.reading.spans import closed
from kg.reading.trees import Word
from kg.reading.votes import Cues

REACH = 5
"""The most words that lengthen a name."""

LISTED = re.compile(r"(?!(?:19|20)\d\d$)[1-9]\d{2,3}")
"""How many a list has that is named after its firm: "the Billboard 200", "the Fortune 500"."""


class Known:
    """Finds the known names of a sentence."""

    def __init__(self, grammar: Grammar, cues: Cues, index: NameIndex) -> None:
        self.grammar = grammar
        self.cues = cues
        self.index = index
        self.coined = Coined(grammar, index)
        self.places = {cues.place, cues.country}
        self.firm_ends = grammar["company_suffixes"] - grammar["not_names"]
        """What ends a firm's name after its place: "Oslo Capital", but "US AI" is none."""

    def find(self, words: Sequence[Word]) -> list[Found]:
        """The names, each as long as it is here, none overlapping."""
        found = self.index.find(words)
        if not found:
            return self._bodies(words, found)
        if shut := closed(words, self.grammar):
            found = [f for f in found if f.first not in shut]
        found = [f for f in found if not self._elsewhere(words, f, found) and not self._denied(words, f)]
        found = self._bodies(words, found)
        for name in found:
            if name.type == self.cues.company:
                found = _instead(found, self._firm(words, name, found))
            elif name.type == self.cues.person:
                found = _instead(found, self._generation(words, name))
        found = self._seated(words, found)
        found = [self.coined.longer(words, f, found) for f in found]
        return sorted((f for f in found if not self._part(words, f)), key=lambda f: f.first)

    def _denied(self, words: Sequence[Word], found: Found) -> bool:
        """Whether the words before say that it is not the name: "non-Congress", "African American", "Project X"."""
        if (
            found.type in self.index.made
            and found.first
            and words[found.first - 1].text in self.grammar["name_prefixes"]
        ):
            return True
        before = [w.text.lower() for w in words[max(0, found.first - 2) : found.first]]
        if found.kind == "adjective" and any(word in self.grammar["peoples"] for word in before if word != "-"):
            return True
        return len(before) == 2 and before[1] == "-" and before[0] in self.grammar["negative_prefixes"]

    # ------------------------------------------------------------ bodies

    def _bodies(self, words: Sequence[Word], found: list[Found]) -> list[Found]:
        """Bodies swallow the names in them: "University of Oslo", "High Court of Justice"."""
        for i, word in enumerate(words[:-2]):
            if (
                word.text in self.grammar["body_prefixes"]
                and words[i + 1].text in {"of", "for"}
                and not any(f.first <= i < f.end for f in found)
            ):
                end = self._body_end(words, i + 2)
                if end > i + 2:
                    found = _instead(found, self._body(words, self._body_start(words, i, found), end))
        return found

    def _elsewhere(self, words: Sequence[Word], found: Found, others: Sequence[Found]) -> bool:
        """Whether a body's short name is that of another country's here: "Pakistan's Supreme Court"."""
        maker = found.row.maker if found.row else ""
        if found.type != self.cues.body or not maker or maker in surface_of(words[found.first : found.end]):
            return False
        whole = found.row is not None and found.name == surface_of(words[found.first : found.end])
        near = [f for f in others if f.type in self.places and f.name != maker]
        near = [f for f in near if f.type == self.cues.country or not whole]
        before = {found.first, found.first - 1} if words[found.first - 1].text in {"'s", "'"} else {found.first}
        if any(f.end in before for f in near):
            return True
        last = words[found.first - 1] if found.first > 1 else None
        if last and last.text[0].isupper() and last.space and not any(f.first < found.first == f.end for f in others):
            return last.text not in self.grammar["not_names"] and last.text.lower() not in self.grammar["title_words"]
        return any(words[found.end].text == "of" and f.first in {found.end + 1, found.end + 2} for f in near)

    def _body(self, words: Sequence[Word], first: int, end: int) -> Found:
        return Found(first=first, end=end, name=surface_of(words[first:end]), type=self.cues.body, kind="full")

    def _body_start(self, words: Sequence[Word], i: int, found: Sequence[Found]) -> int:
        """Where a body's name starts: at an adjective or a town before what it is."""
        first = i
        while first > 1 and i - first < 2 and words[first - 1].text[0].isupper() and words[first - 1].space:
            text = words[first - 1].text
            other = next((f for f in found if f.first <= first - 1 < f.end), None)
            if other and (other.type != self.cues.place or other.first != first - 1):
                break
            unlike = text in self.grammar["not_names"] - self.grammar["body_openers"]
            if unlike or text.lower() in self.grammar["title_words"] or len(text) < 2:
                break
            first -= 1
        return first

    def _body_end(self, words: Sequence[Word], end: int) -> int:
        while end < len(words) and (
            words[end].text[0].isupper()
            or (
                words[end].text in {"of", "and", "for", "the"}
                and end + 1 < len(words)
                and words[end + 1].text[0].isupper()
                and not (words[end].text == "and" and words[end + 1].text in self.grammar["body_prefixes"])
            )
        ):
            end += 1
        return end

    def _seated(self, words: Sequence[Word], found: list[Found]) -> list[Found]:
        """Bodies named after their place swallow it: "Oslo University", "Norwegian Data Authority"."""
        for place in [f for f in found if f.type in self.places]:
            end = place.end
            while (
                end < min(len(words), place.end + 4)
                and words[end].text[0].isupper()
                and not any(f.first <= end < f.end and not self._kind_of_body(words, f) for f in found)
            ):
                end += 1
            last = words[end - 1].text
            if end > place.end and place.kind == "full" and last in self.firm_ends:
                begun = (
                    place.first == 1 and words[0].text[0].isupper() and words[0].text not in self.grammar["not_names"]
                )
                first = 0 if begun and words[0].space else self._body_start(words, place.first, found)
                found = _instead(found, replace(self._body(words, first, end), type=self.cues.company))
            elif (
                end > place.end
                and last in self.grammar["body_suffixes"]
                and not self.grammar["not_entities"] & {words[end - 1].text}
            ):
                of_town = place.type == self.cues.place
                first = self._body_start(words, place.first, found) if of_town else self._opened(words, place.first)
                found = _instead(found, self._body(words, first, end))
        return found

    def _kind_of_body(self, words: Sequence[Word], found: Found) -> bool:
        """Whether a word that may be a name is what a body is: the Opera of "Swedish Opera"."""
        firm = found.type == self.cues.company and found.end - found.first == 1
        return firm and words[found.first].text in self.grammar["body_suffixes"]

    def _opened(self, words: Sequence[Word], first: int) -> int:
        """Where the name of a country's body starts: at a word of standing before the country, "Royal Thai Army"."""
        opened = first and words[first - 1].text in self.grammar["body_openers"] and words[first - 1].space
        return first - 1 if opened else first

    # ------------------------------------------------------------ firms and people

    def _firm(self, words: Sequence[Word], found: Found, others: Sequence[Found]) -> Found:
        """A company's name with its legal form, or another's that begins with it ("Qualcomm Ventures")."""
        end = self._legal(words, found.end)
        if end > found.end:
            return replace(found, end=end)
        branch = words[found.end : found.end + 2]
        if len(branch) == 2 and branch[0].text == "of" and branch[1].text in self.grammar["branches"]:
            return replace(found, end=end + 2, name=surface_of(words[found.first : end + 2]), row=None, form="")
        last = self._subsidiary(words, found, others)
        if last == found.end and last < len(words) and self._extends(words, last):
            last += 1
        if last == found.end:
            return found
        end = self._legal(words, last)
        return replace(found, end=end, name=surface_of(words[found.first : end]), row=None, form="")

    def _legal(self, words: Sequence[Word], end: int) -> int:
        """The end of the legal forms from a word on: "Co., Ltd.", ", Inc."."""
        forms = self.grammar["legal_forms"]
        while end < len(words):
            if words[end].text in forms and words[end - 1].space | (words[end - 1].text == ","):
                end += 1
            elif words[end].text == "," and end + 1 < len(words) and words[end + 1].text in forms:
                end += 2
            else:
                break
        return end

    def _subsidiary(self, words: Sequence[Word], found: Found, others: Sequence[Found]) -> int:
        """The end of a longer firm's name that begins with a firm's: "TSMC Arizona Corporation"."""
        best, i = found.end, found.end
        while i < min(len(words), found.end + REACH) and words[i - 1].space:
            text = words[i].text
            other = next((f for f in others if f.first <= i < f.end), None)
            if text == "&" and i + 1 < len(words):
                i += 1
                continue
            if not text[0].isupper() or (other and other.type not in self.places and other.first != i):
                break
            if text.lower() in self.grammar["title_words"] or text in self.grammar["not_names"]:
                break
            if other and other.type not in self.places and other.type != self.cues.company:
                break
            i += 1
            formal = text in self.grammar["legal_forms"]
            if formal or (text in self.grammar["company_suffixes"] and i - found.end > 1 and not other):
                best = i
            if formal:
                break
        return best

    def _extends(self, words: Sequence[Word], i: int) -> bool:
        """Whether a word makes another name of the name before it: "Qualcomm Ventures", "LG CNS"."""
        text = words[i].text
        if (i + 1 < len(words) and words[i + 1].text == "-") or not words[i - 1].space:
            return False
        if (
            text in self.grammar["company_suffixes"]
            and text.isupper()
            and (i + 1 == len(words) or not words[i + 1].text[0].islower())
        ):
            return True
        acronym = text.isupper() and text.isalpha() and len(text) > 1 and not self.index.lookup(text)
        return (acronym or text in self.grammar["company_suffixes"]) and text not in self.grammar["not_names"]

    def _generation(self, words: Sequence[Word], found: Found) -> Found:
        """A person of the same name: "Donald Trump Jr."."""
        marks, i = self.grammar["generation_marks"], found.end
        if i + 1 < len(words) and words[i].text == "," and words[i + 1].text in marks:
            i += 1
        if found.end - found.first < 2 or i == len(words) or words[i].text not in marks:
            return found
        end = i + 2 if words[i + 1 : i + 2] and words[i + 1].text == "." and not words[i].space else i + 1
        return replace(found, end=end, name=surface_of(words[found.first : end]), row=None, form="")

    # ------------------------------------------------------------ what is but a part

    def _begins(self, words: Sequence[Word], found: Found, after: str) -> bool:
        """Whether an everyday word that may be a product begins another's name: "Heron Keys"."""
        if found.type not in self.index.made or not found.row or "ambiguous" not in found.row.flags:
            return False
        if not after[:1].isupper() or after.isupper() or found.row.maker in {w.text for w in words[: found.first]}:
            return False
        titled = after in self.grammar["not_names"] or after.lower() in self.grammar["title_words"] | set(
            self.grammar.nouns
        )
        return not titled and sum(w.text[0].isupper() for w in words) * 2 < len(words)

    def _inside(self, words: Sequence[Word], found: Found, after: str) -> bool:
        """Whether an everyday word stands inside a longer name: "World Figure Skating Championships"."""
        before = found.first - 1
        if before < 1 or not words[before].space or not after[:1].isupper() or not _capital(words, before):
            return False
        titled = {words[before].text.lower(), after.lower()} & (self.grammar["title_words"] | set(self.grammar.nouns))
        plain = words[before].text not in self.grammar["not_names"] and not self.index.lookup(words[before].text)
        return (
            plain
            and not titled
            and after not in self.grammar["versions"]
            and sum(w.text[0].isupper() for w in words) * 2 < len(words)
        )

    def _part(self, words: Sequence[Word], found: Found) -> bool:
        """Whether a name is but a part of a firm's ("Acme Semiconductor"), or of a list's ("the Fortune 500")."""
        first = words[found.first].text
        if found.row is None:
            return False
        after = words[found.end].text if found.end < len(words) and words[found.end - 1].space else ""
        if found.type == self.cues.company and LISTED.fullmatch(after):
            return "the" in {w.text.lower() for w in words[max(0, found.first - 2) : found.first]}
        if found.type in {*self.index.made, self.cues.place} and after in self.grammar["not_entities"]:
            return True
        if self._begins(words, found, after):
            return True
        if "ambiguous" in found.row.flags and first in self.grammar["not_entities"] and found.first > 0:
            return words[found.first - 1].text[0].isupper()
        if "ambiguous" in found.row.flags and found.end - found.first == 1 and self._inside(words, found, after):
            return True
        if "generic" not in found.row.flags or not first[0].isupper() or first.isupper():
            return False
        return found.first > 0 and words[found.first - 1].text[0].isupper()


def _capital(words: Sequence[Word], i: int) -> bool:
    return 0 <= i < len(words) and words[i].text[0].isupper() and words[i].text.isalpha()


def _instead(found: list[Found], new: Found) -> list[Found]:
    """The names with a new one in the place of those that it overlaps."""
    return sorted([*(f for f in found if f.end <= new.first or f.first >= new.end), new], key=lambda f: f.first)
