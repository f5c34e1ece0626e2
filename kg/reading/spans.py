"""Stretches of words that may be unknown names: runs of capitalised words, and codes.

A capital that starts a sentence, a title before a name, a share's ticker or a picture's credit are no names; an
everyday word is one only where the words around it say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from kg.lexicon import Grammar, cldr
from kg.reading.forms import CODE, WEAK, Guess
from kg.reading.names import Found, surface_of
from kg.reading.trees import Word
from kg.reading.votes import Cues

Span = tuple[int, int]

OPENERS = {'"', "'", ":", "("}
"""What a capital after it proves as little as at the start of a sentence."""

TICKER = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,3}")
"""A share at an exchange: NVDA.O, 2330.TW."""

NUMBER = r"\d{1,2}(?:\.\d)?|[1-9]00|(?:\d{1,2}x)?\d{1,4}(?:\.\d+)?[BMT]"
"""What may end a name after its words: "Acacia 3", "Ember 200", "Pemmican 12B"."""

CREDIT, TITLE = 14, 10
"""The most words of a credit line, and of a title with its portfolio."""

SHORT, PLAIN = 5, 4
"""Fewer words than a sentence has, and as many everyday words with capitals as no sentence has."""


@dataclass(frozen=True, slots=True)
class Everyday:
    """Tells whether a word, in lower case, is an ordinary one."""

    small: frozenset[str]
    """Words that the document writes without a capital."""

    nouns: Container[str]
    english: Callable[[str], bool]
    """Whether a dictionary has a word."""

    def __call__(self, word: str) -> bool:
        """Whether a word is an ordinary one."""
        return word in self.small or word in self.nouns or word.removesuffix("s") in self.nouns or self.english(word)


class Spans:
    """Finds the spans of a sentence that may be unknown names."""

    def __init__(self, grammar: Grammar, cues: Cues) -> None:
        self.grammar = grammar
        self.cues = cues
        self.titular = grammar["title_words"] | grammar["office_words"]
        """Words of titles, and of what their holders are in charge of."""
        self._endings = grammar["company_suffixes"] | grammar["versions"]
        """Words that are no names but end one."""
        self._units = grammar.tables["scales"].keys() | grammar.tables["currencies"].keys()

    def unknown(
        self, words: Sequence[Word], found: Sequence[Found], guesses: Sequence[Guess], everyday: Everyday
    ) -> list[Span]:
        """Spans of capitalised words, and of codes, that the lexicon does not know."""
        proven = partial(self._proven, guesses=guesses, everyday=everyday)
        taken = self._taken(words, found)
        spans, i = [], 0
        while i < len(words):
            if i in taken or not self._nameable(words, i, proven):
                i += 1
                continue
            end = self._end(words, i, taken)
            formal = all(word.text in self.grammar["legal_forms"] for word in words[i:end])
            mere = self._of_place(words, i, end, found) and everyday(words[i].text.lower())
            mere = mere or self._part_of_name(words, i, end, found, everyday) or self._counted(words, i, end)
            if words[end - 1].text not in self.grammar["not_entities"] and not formal and not mere:
                spans.append((i, end))
            i = end
        return spans

    def _counted(self, words: Sequence[Word], first: int, end: int) -> bool:
        """Whether a number only counts: "Chapter 11", "Covid-19"."""
        word, *number = re.split(r"[ -]", surface_of(words[first:end]).lower())
        return word in self.grammar["counted_words"] and (
            "".join(number).isdigit() or "".join(number) in {"one", "two"}
        )

    def _part_of_name(
        self, words: Sequence[Word], first: int, end: int, found: Sequence[Found], everyday: Everyday
    ) -> bool:
        """Whether an everyday word only continues a known name: "the Google Books project"."""
        behind = end - first == 1 and first > 0 and words[first - 1].space and any(f.end == first for f in found)
        return behind and everyday(words[first].text.lower())

    def _of_place(self, words: Sequence[Word], first: int, end: int, found: Sequence[Found]) -> bool:
        """Whether one word before "of" and a place is all: "City of Edmonton", "Battle of Warsaw"."""
        of = end - first == 1 and end < len(words) and words[end].text == "of"
        places = {self.cues.place, self.cues.country}
        return of and any(f.type in places and f.first in {end + 1, end + 2} for f in found)

    def possible(self, words: Sequence[Word], found: Sequence[Found]) -> bool:
        """Whether there may be such spans, whatever is guessed."""
        taken = self._taken(words, found)
        return any(i not in taken and self._nameable(words, i, lambda *_: True) for i in range(len(words)))

    def _taken(self, words: Sequence[Word], found: Sequence[Found]) -> set[int]:
        """The words of known names, and those where no names are."""
        return {i for f in found for i in range(f.first, f.end)} | closed(words, self.grammar) | self._offices(words)

    def headline(self, words: Sequence[Word], everyday: Everyday) -> bool:
        """Whether nearly all words have capitals, as in a title; where a full stop ends it, everyday words too."""
        if len(words) < SHORT:
            return all(w.text[0].isupper() and everyday(w.text.lower()) for w in words)
        letters = [w.text for w in words if w.text[0].isalpha() and len(w.text) > 3]
        if sum(text[0].isupper() for text in letters) <= 0.8 * len(letters):
            return False
        plain = {text.lower() for text in letters[1:] if text.istitle()} - self.titular
        return words[-1].text != "." or sum(everyday(text) for text in plain) >= PLAIN

    # ------------------------------------------------------------ where a name starts

    def _nameable(self, words: Sequence[Word], i: int, proven: Callable[[Sequence[Word], int], bool]) -> bool:
        """Whether a name may start with a word; ``proven`` judges those whose capital says nothing."""
        text = words[i].text
        if text.isalpha() and text.islower():
            return False
        hyphened = (
            i + 2 < len(words) and words[i + 1].text == "-" and not words[i].space and words[i + 2].text[0].isupper()
        )
        if i == 0 and self._gerund(text):
            return False
        if i > 1 and words[i - 1].text == "-" and words[i - 2].text.lower() in self.grammar["negative_prefixes"]:
            return False
        if text in self.grammar["not_names"] and self._begins_body(words, i):
            return True
        if text in self.grammar["not_names"] or (len(text) < 2 and not hyphened) or self._title(words, i):
            return False
        if text[0].isdigit() and i and words[i - 1].text in self.grammar.tables["currencies"]:
            return False
        if text.lower().rstrip(".") in cldr.months() and i + 1 < len(words) and words[i + 1].text[0].isdigit():
            return False
        if CODE.fullmatch(text) or self._numbered(words, i):
            return True
        if not text[0].isupper() and not re.match(r"[a-z]+[A-Z]", text):
            return False
        if i == 0 or words[i - 1].text in OPENERS:
            return proven(words, i)
        return True

    def _begins_body(self, words: Sequence[Word], i: int) -> bool:
        """Whether an abbreviation begins the name of a body: "AI Safety Institute"."""
        end = i + 1
        while end < len(words) and words[end].text[0].isupper() and words[end - 1].space:
            end += 1
        return words[i].text.isupper() and end - i > 2 and words[end - 1].text in self.grammar["body_suffixes"]

    def _numbered(self, words: Sequence[Word], i: int) -> bool:
        """Whether a number starts a firm's name: "1789 Capital"."""
        return (
            i + 1 < len(words)
            and bool(re.fullmatch(r"(?!(?:19|20)\d\d$)\d{1,4}[A-Z]?", words[i].text))
            and words[i].space
            and words[i + 1].text in self.grammar["company_suffixes"] - self.grammar["not_names"]
            and (i == 0 or words[i - 1].text not in {"$", "-"})
        )

    def _proven(self, words: Sequence[Word], i: int, guesses: Sequence[Guess], everyday: Everyday) -> bool:
        """Whether more than its place at the start of a sentence makes a capitalised word a name."""
        text = words[i].text
        if self._introduces(words, i, everyday):
            return False
        if re.search(r"[a-z][A-Z]|\d", text) or (i + 1 < len(words) and words[i + 1].text[0].isupper()):
            return True
        if any(first <= i < end and label in self.cues.tables["guesses"] for first, end, label in guesses):
            return True
        if i + 1 < len(words) and re.fullmatch(NUMBER, words[i + 1].text) and self._counts_nothing(words, i):
            return any(t and w >= WEAK for t, w in self.cues.around(words, i, i + 2))
        if [w.text for w in words[i + 1 : i + 3]] == ["-", "based"]:
            return any(t and w >= WEAK for t, w in self.cues.around(words, i, i + 1))
        if text.endswith("ly") and everyday(text[:-2].lower()):
            return False
        if self.cues.explained(words, i + 1):
            return True
        return not everyday(text.lower()) and any(t and w >= WEAK for t, w in self.cues.around(words, i, i + 1))

    def _counts_nothing(self, words: Sequence[Word], i: int) -> bool:
        """Whether a number after a word is no mere count: not in "Chapter 11", "Covid 19"."""
        return words[i].space and words[i].text.lower() not in self.grammar["counted_words"]

    def _introduces(self, words: Sequence[Word], i: int, everyday: Everyday) -> bool:
        """Whether what starts the sentence belongs to no name: "Start-up X raised", "Joining X is Y"."""
        text = words[i].text
        stem = text.lower().removesuffix("ing")
        deed = text.endswith("ing") and not self.cues.deeds.isdisjoint({stem, stem + "e", stem[:-1]})
        noun = (deed or text.lower() in self.grammar.nouns) and text[1:].islower() and words[i].space
        if not noun or text in self._endings | self.grammar["body_suffixes"] or i + 1 == len(words):
            return False
        after, acts = words[i + 1].text, words[i + 2].text if i + 2 < len(words) else ""
        told = acts in self.grammar["finite"] | self.grammar["saying_forms"] and not deed
        return after[0].isupper() and (not everyday(after.lower()) or told)

    def _gerund(self, text: str) -> bool:
        """Whether a capitalised word is a verb that starts the sentence: "Training X cost …"."""
        stem = text.lower().removesuffix("ing")
        return text.endswith("ing") and bool({stem, stem + "e", stem[:-1]} & self.grammar["transparent_verbs"])

    def _title(self, words: Sequence[Word], i: int) -> bool:
        """Whether a capitalised word belongs to a title ("Chief Executive Officer"), not to a name."""
        body = i + 1 < len(words) and words[i + 1].text in self.grammar["body_suffixes"]
        return words[i].text.lower() in self.grammar["title_words"] and not (body and words[i].text[0].isupper())

    def _offices(self, words: Sequence[Word]) -> set[int]:
        """The words that say what a title is for: "Commerce Secretary", "Minister of Trade and Industry"."""
        offices = self.grammar["office_words"]
        found: set[int] = set()
        for i, word in enumerate(words):
            if not self._title(words, i):
                continue
            first = i
            while first and words[first - 1].text[0].isupper() and words[first - 1].text.lower() in offices:
                first -= 1
            found.update(range(first, i))
            if not word.text[0].isupper() or i + 1 == len(words) or words[i + 1].text not in {"of", "for", ","}:
                continue
            for j in range(i + 2, min(len(words), i + TITLE)):
                text = words[j].text
                if text[0].isupper() and text.lower() in offices:
                    found.add(j)
                elif text not in {"of", "for", "and", "the", "&", ","} and not self._title(words, j):
                    break
        return found

    # ------------------------------------------------------------ where it ends

    def _end(self, words: Sequence[Word], first: int, taken: set[int]) -> int:
        """The end of a name: capitalised words, linked by "of", "&" or a hyphen, and a code after them."""
        end = first + 1
        while end < len(words) and end not in taken:
            step = self._step(words, first, end, taken)
            if not step:
                break
            end += step
        return end

    def _step(self, words: Sequence[Word], first: int, i: int, taken: set[int]) -> int:
        """How many words from word i on continue a name; 0 where it ends."""
        text = words[i].text
        after = words[i + 1].text if i + 1 < len(words) and i + 1 not in taken else ""
        if text == "-" and after and not words[i].space and not words[i - 1].space:
            given = i - first > 1 and re.fullmatch(r"[a-z]{2,5}", after) and after not in self.grammar["hyphen_words"]
            return 2 if after[0].isupper() or given else 0
        if text == "," and after in self.grammar["legal_forms"] | self.grammar["generation_marks"]:
            return 2
        if text == "&" or (text in {"of", "for"} and words[i - 1].text in self.grammar["body_prefixes"]):
            return 2 if after[:1].isupper() else 0
        if text == "and" and i - first > 1 and after[:1].isupper():
            return self._second_field(words, first, i, taken)
        if re.fullmatch(r"[a-z]{2,3}-[A-Z]\w+", text) and text.split("-")[0] in self.grammar["name_particles"]:
            return 1
        if (
            text in self.grammar["name_particles"]
            and after == "-"
            and words[i + 2 : i + 3]
            and words[i + 2].text[0].isupper()
        ):
            return 3
        if text in self.grammar["name_particles"]:
            return self._particles(words, i, taken)
        if text[0].isupper() and text.lower() not in self.grammar["title_words"]:
            dotted = text in self.grammar["generation_marks"] and after == "." and not words[i].space
            return 2 if dotted else int(text not in self.grammar["not_names"] or text in self._endings)
        return int(bool(re.fullmatch(NUMBER, text)) and i - first in {1, 3} and after not in {"%"} | self._units)

    def _second_field(self, words: Sequence[Word], first: int, i: int, taken: set[int]) -> int:
        """The words from "and" on in "the Kitava Information and Technology Agency"; 0 where two names are meant."""
        bodies = self.grammar["body_suffixes"]
        article = first > 0 and words[first - 1].text.lower() == "the"
        if not article or words[i - 1].text in bodies | self.grammar["company_suffixes"]:
            return 0
        end = i + 1
        while end < len(words) and end not in taken and words[end].text[0].isupper():
            end += 1
        return end - i if end - i > 2 and words[end - 1].text in bodies else 0

    def _particles(self, words: Sequence[Word], i: int, taken: set[int]) -> int:
        """The words of "van der Berg" from i on; 0 where no capital ends them."""
        end = i
        while end < len(words) and end not in taken and words[end].text in self.grammar["name_particles"]:
            end += 1
        ended = end < len(words) and end not in taken and words[end].text[0].isupper() and end - i < 4
        return end + 1 - i if ended else 0


# ---------------------------------------------------------------- where no names are


def closed(words: Sequence[Word], grammar: Grammar) -> set[int]:
    """The words of tickers, credits and wire services, whose names the news does not speak of."""
    found = {i for span in _tickers(words, grammar) for i in range(*span)}
    credit = _credit(words, grammar)
    return found | set(range(*credit)) if credit else found


def _tickers(words: Sequence[Word], grammar: Grammar) -> Iterator[Span]:
    """What brackets say of a share: "(NASDAQ: NVDA)", "(2330.TW)"; and of a report's origin: "MILAN (Reuters) -"."""
    for i, word in enumerate(words):
        if word.text != "(":
            continue
        end = next((j for j in range(i + 1, min(len(words), i + 10)) if words[j].text == ")"), i)
        first = words[i + 1].text.split(":")[0] if end > i + 1 else ""
        marked = ":" in words[i + 1].text or (end > i + 2 and words[i + 2].text == ":") if first else False
        listed = marked and (first.upper() in grammar["exchanges"])
        dated = first and end + 2 == len(words) and words[-1].text in {"-", "\u2014", "--"}
        if listed or dated or TICKER.fullmatch(first):
            yield i + 1, end


def _credit(words: Sequence[Word], grammar: Grammar) -> Span | None:
    """Who took, drew or wrote something: "Image: Jo Doe / Acme", "(Photo by Jo Doe)"."""
    for i, word in enumerate(words):
        if word.text.lower() not in grammar["credit_words"] or i + 1 == len(words):
            continue
        opens = i == 0 or words[i - 1].text in {"(", "[", "|", ".", ";", "\u2014"}
        said = words[i + 1].text == ":" or (words[i + 1].text == "by" and word.text[0].isupper())
        if opens and said and len(words) - i <= CREDIT:
            return i, len(words)
    return None
