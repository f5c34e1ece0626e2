"""Names in a document, each with its type: the lexicon first, then what the words around an unknown name tell.

An unknown name is typed once for the whole document: every place where it stands votes (title before it, suffix, a noun
that describes it, what it possesses, its neighbours in a list, the statistical model), and the heaviest vote wins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.lexicon import Grammar
from kg.ontology import Ontology
from kg.reading.language import Word
from kg.reading.names import Found, NameIndex, index, key, surface_of

Guess = tuple[int, int, str]
Votes = dict[str, Counter[str]]

CODE = re.compile(r"(?:[A-Z]{1,4}-?\d{1,4}[A-Z]{0,3}|\d{3}[A-Z]|[a-z]\d{1,2})s?")
"""The shape of part and model numbers: H800, MI300X, 910B, R1, o1."""
STRONG, FAIR, WEAK, THRESHOLD = 3.0, 2.0, 1.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A sentence's words with the names in it; ``kind`` of each is ``full``, ``short``, ``adjective`` or ``unknown``."""

    words: Sequence[Word]
    names: tuple[Found, ...]


class Namer:
    """Finds and types the names of one document at a time."""

    def __init__(self, ontology: Ontology) -> None:
        self.grammar: Grammar = ontology.grammar
        self.index: NameIndex = index(ontology)
        self.tables = self.grammar.tables

    def name(self, sentences: Sequence[Sequence[Word]], guesses: Sequence[Sequence[Guess]]) -> list[Named]:
        """The names of a document's sentences; ``guesses`` are the statistical model's, sentence by sentence."""
        known = [self._bodies(words, self.index.find(words)) for words in sentences]
        known = self._uncapitalised(sentences, self._in_context(sentences, known))
        unknown = [self._unknown(words, found, g) for words, found, g in zip(sentences, known, guesses, strict=True)]
        types = self._types(sentences, known, unknown, guesses)
        named = []
        for words, found, spans in zip(sentences, known, unknown, strict=True):
            extra = [f for span in spans if (f := self._typed(words, span, types))]
            named.append(Named(words=words, names=tuple(sorted([*found, *extra], key=lambda f: f.first))))
        return named

    # ------------------------------------------------------------ names of the lexicon

    def _uncapitalised(self, sentences: Sequence[Sequence[Word]], known: Sequence[list[Found]]) -> list[list[Found]]:
        """Countries that the document also writes without their capital ("exports to china")."""
        country = self.tables["library"]["countries"]
        here = {f.name.casefold(): f for found in known for f in found if f.type == country and len(f.name) > 4}
        return [
            sorted(
                [*found, *(replace(here[w.text], first=i, end=i + 1, kind="full") for i, w in enumerate(words) if w.text in here)],
                key=lambda f: f.first,
            )
            for words, found in zip(sentences, known, strict=True)
        ]

    def _bodies(self, words: Sequence[Word], found: list[Found]) -> list[Found]:
        """Names of bodies swallow the names in them ("University of Oslo"); companies take their legal form ("Orrin, Inc.")."""
        for i, word in enumerate(words[:-2]):
            if word.text in self.grammar["body_prefixes"] and words[i + 1].text in {"of", "for"} and not any(f.first <= i < f.end for f in found):
                end = i + 2
                while end < len(words) and (words[end].text[0].isupper() or (words[end].text in {"of", "and", "for"} and end + 1 < len(words) and words[end + 1].text[0].isupper())):
                    end += 1
                if end > i + 2:
                    body = Found(first=i, end=end, name=surface_of(words[i:end]), type=self.tables["suffixes"]["body_suffixes"], kind="full")
                    found = [f for f in found if f.end <= i or f.first >= end] + [body]
        company = self.tables["suffixes"]["company_suffixes"]
        found = [self._suffixed(words, f) if f.type == company else f for f in found]
        return sorted((f for f in found if not self._part(words, f)), key=lambda f: f.first)

    def _suffixed(self, words: Sequence[Word], found: Found) -> Found:
        """A company's name with the legal form that follows it."""
        end = found.end
        if end + 1 < len(words) and words[end].text == "," and words[end + 1].text in self.grammar["legal_forms"]:
            end += 1
        if end < len(words) and words[end].text in self.grammar["legal_forms"]:
            return replace(found, end=end + 1)
        if end == found.end and end < len(words) and self._extends(words, end):
            return replace(found, end=end + 1, name=surface_of(words[found.first : end + 1]), row=None)
        return found

    def _extends(self, words: Sequence[Word], i: int) -> bool:
        """Whether a word makes another name of the name before it: "Qualcomm Ventures", "LG CNS"."""
        text = words[i].text
        if i + 1 < len(words) and words[i + 1].text in {"-", "chief"} or not words[i - 1].space:
            return False
        acronym = text.isupper() and text.isalpha() and len(text) > 1 and text not in self.grammar["not_names"]
        return (text in self.grammar["company_suffixes"] and text not in self.grammar["not_names"]) or (acronym and not self.index.lookup(text))

    def _part(self, words: Sequence[Word], found: Found) -> bool:
        """Whether a capitalised kind ("Semiconductor") is but a part of a longer name."""
        if not (found.row and "generic" in found.row.flags) or not words[found.first].text[0].isupper() or words[found.first].text.isupper():
            return False
        return found.first > 0 and words[found.first - 1].text[0].isupper()

    def _in_context(self, sentences: Sequence[Sequence[Word]], known: Sequence[list[Found]]) -> list[list[Found]]:
        """Drop what is only a name beside its full name or maker (short forms, ambiguous names) where that is missing."""
        full = {f.name for found in known for f in found if f.kind == "full" and not (f.row and "ambiguous" in f.row.flags)}
        makers = full | {f.row.maker for found in known for f in found if f.row and f.kind == "full"}
        return [
            [f for f in found if self._stands(words, f, full, makers)]
            for words, found in zip(sentences, known, strict=True)
        ]

    def _stands(self, words: Sequence[Word], found: Found, full: set[str], makers: set[str]) -> bool:
        row = found.row
        if row is None or found.kind == "adjective":
            return True
        if found.kind == "family":
            return found.name in full or not row.maker or row.maker in full or self._cued(words, found)
        if found.kind == "short":
            return row.name in full or row.maker in makers
        if "ambiguous" in row.flags:
            return row.maker in full or self._cued(words, found)
        return True

    def _cued(self, words: Sequence[Word], found: Found) -> bool:
        """Whether the words beside a name describe its type."""
        votes: Counter[str] = Counter()
        for type_, weight in self._around(words, found.first, found.end):
            votes[type_] += weight
        return votes[found.type] >= FAIR

    # ------------------------------------------------------------ unknown names

    def _unknown(self, words: Sequence[Word], found: Sequence[Found], guesses: Sequence[Guess]) -> list[tuple[int, int]]:
        """Spans of capitalised words, and of codes, that the lexicon does not know."""
        taken = {i for f in found for i in range(f.first, f.end)}
        capitals = sum(w.text[0].isupper() for w in words if w.text[0].isalpha())
        headline = capitals > 0.7 * sum(w.text[0].isalpha() for w in words) and len(words) > 4
        spans, i = [], 0
        while i < len(words):
            if i in taken or not self._nameable(words, i, headline, guesses):
                i += 1
                continue
            end = self._end(words, i, taken)
            spans.append((i, end))
            i = end
        return spans

    def _nameable(self, words: Sequence[Word], i: int, headline: bool, guesses: Sequence[Guess]) -> bool:
        text = words[i].text
        if text in self.grammar["not_names"] or len(text) < 2 or self._title(words, i):
            return False
        if CODE.fullmatch(text):
            return any(c.isdigit() for c in text)
        if not text[0].isupper() and not re.match(r"[a-z]+[A-Z]", text):
            return False
        guessed = any(first <= i < end and label in self.tables["guesses"] for first, end, label in guesses)
        if i == 0 or words[i - 1].text in {'"', "'", ":", "("} or headline:
            return guessed or bool(re.search(r"[a-z][A-Z]", text)) or (i + 1 < len(words) and not headline and words[i + 1].text[0].isupper())
        return True

    def _title(self, words: Sequence[Word], i: int) -> bool:
        """Whether a capitalised word belongs to a title ("Chief Executive Officer"), not to a name."""
        return words[i].text.lower() in self.grammar["title_words"] and not (i + 1 < len(words) and words[i + 1].text[0].isupper() and i == 0 and words[i + 1].text.lower() not in self.grammar["title_words"])

    def _end(self, words: Sequence[Word], first: int, taken: set[int]) -> int:
        """The end of a name: capitalised words, linked by "of", "&" and the like, and a code after them."""
        end = first + 1
        while end < len(words) and end not in taken:
            text = words[end].text
            if text[0].isupper() and (text not in self.grammar["not_names"] or text in self.grammar["company_suffixes"]) and text.lower() not in self.grammar["title_words"]:
                end += 1
            elif text == "," and end + 1 < len(words) and words[end + 1].text in self.grammar["legal_forms"] and end + 1 not in taken:
                end += 2
            elif text == "-" and end + 1 < len(words) and not words[end].space and not words[end - 1].space and words[end + 1].text[0].isupper() and end + 1 not in taken:
                end += 2
            elif text == "." and words[end - 1].text in {"Inc", "Corp", "Ltd", "Co"} and not words[end - 1].space and end + 1 < len(words) and not words[end + 1].text[0].isupper():
                end += 1
            elif text in {"of", "&", "for"} and end + 1 < len(words) and words[end + 1].text[0].isupper() and end + 1 not in taken and (
                text == "&" or words[first].text in self.grammar["body_prefixes"] or words[end - 1].text in self.grammar["body_prefixes"]
            ):
                end += 2
            elif re.fullmatch(r"\d{1,2}(?:\.\d)?", text) and words[end - 1].space and end - first == 1 and not (end + 1 < len(words) and words[end + 1].text[0].islower() and False):
                end += 1
                break
            else:
                break
        return end

    # ------------------------------------------------------------ votes

    def _types(
        self,
        sentences: Sequence[Sequence[Word]],
        known: Sequence[Sequence[Found]],
        unknown: Sequence[Sequence[tuple[int, int]]],
        guesses: Sequence[Sequence[Guess]],
    ) -> Mapping[str, str]:
        """The type of each unknown name, by key, for the whole document."""
        votes: Votes = defaultdict(Counter)
        for words, found, spans, guessed in zip(sentences, known, unknown, guesses, strict=True):
            for first, end in spans:
                name = votes[self._key(words, first, end)]
                for type_, weight in self._cues(words, first, end, found, guessed):
                    name[type_] += weight
        return {k: self._winner(v) for k, v in votes.items() if v and self._winner(v)}

    def _key(self, words: Sequence[Word], first: int, end: int) -> str:
        surface = surface_of(words[first:end])
        return key(surface[:-1] if re.fullmatch(r".*\d[A-Z]*s", surface) else surface)

    def _winner(self, votes: Counter[str]) -> str:
        type_, weight = max(sorted(votes.items()), key=lambda v: v[1])
        return type_ if weight >= THRESHOLD else ""

    def _cues(
        self, words: Sequence[Word], first: int, end: int, found: Sequence[Found], guesses: Sequence[Guess]
    ) -> Iterable[tuple[str, float]]:
        code = CODE.fullmatch(words[end - 1].text) is not None and end - first == 1
        yield from self._inside(words, first, end)
        yield from self._around(words, first, end)
        if not code:
            yield from self._guessed(first, end, guesses)
            yield from self._listed(words, first, end, found)

    def _inside(self, words: Sequence[Word], first: int, end: int) -> Iterable[tuple[str, float]]:
        texts = [w.text for w in words[first:end]]
        suffixes = self.tables["suffixes"]
        if end - first > 1:
            for list_ in ("company_suffixes", "body_suffixes"):
                if texts[-1] in self.grammar[list_]:
                    yield suffixes[list_], FAIR
            for list_ in ("body_prefixes", "name_prefixes"):
                if texts[0] in self.grammar[list_]:
                    yield suffixes["body_suffixes" if list_ == "body_prefixes" else list_], STRONG
        if first > 0 and words[first - 1].text in self.grammar["courtesy_titles"]:
            yield suffixes["courtesy_titles"], STRONG

    def _around(self, words: Sequence[Word], first: int, end: int) -> Iterable[tuple[str, float]]:
        """What the nouns beside a name say: "start-up X", "X chips", "X, a chipmaker", "CEO of X", "X's founder"."""
        nouns, person = self.grammar.nouns, self.tables["roles_of_types"]["person"]
        if before := self._noun_before(words, self._before_naming(words, first)):
            yield before, STRONG
        if after := self._type_at(words, end):
            yield (after, FAIR) if after != person else (self.tables["suffixes"]["company_suffixes"], FAIR)
        if end < len(words) and words[end].text in {",", "(", "\u2014"}:
            if type_ := self._apposed(words, end + 1):
                yield type_, FAIR
        if end + 1 < len(words) and words[end].text in {"'s", "'"}:
            type_ = self._described(words, end + 1)
            if type_ and type_ not in {self.tables["guesses"]["GPE"]}:
                yield self.tables["suffixes"]["company_suffixes"], WEAK
        if first > 1 and words[first - 1].text == "based" and words[first - 2].text == "-":
            yield self.tables["suffixes"]["company_suffixes"], FAIR
        if end + 1 < len(words) and words[end].text == "of" and self._located(words, end + 1):
            yield self.tables["suffixes"]["company_suffixes"], WEAK
        if first > 0 and (cue := self.tables["object_cues"].get(words[first - 1].text)):
            yield cue, FAIR
        if first > 1 and words[first - 1].text in {"of", "at"} and nouns.get(words[first - 2].text.lower()) == person:
            yield self.tables["suffixes"]["company_suffixes"], FAIR

    def _located(self, words: Sequence[Word], i: int) -> bool:
        """Whether a place or country that the lexicon knows starts at a word."""
        places = {self.tables["library"]["countries"], self.tables["guesses"]["GPE"]}
        return any(f.first == 0 and f.type in places for f in self.index.find(words[i : i + 3]))

    def _before_naming(self, words: Sequence[Word], first: int) -> int:
        """Where a name's phrase starts, with the quote and the "dubbed" or "called" before it."""
        i = first
        if i > 0 and words[i - 1].text in {'"', "'"}:
            i -= 1
        if i > 1 and words[i - 1].text in {"dubbed", "called", "named", "codenamed", "nicknamed", "christened", "titled"}:
            i -= 1
        return i

    def _noun_before(self, words: Sequence[Word], first: int) -> str:
        """The type of a describing noun right before a name: "the start-up X", "chief executive X"."""
        if first == 0 or words[first - 1].text[0].isupper() and words[first - 1].text not in self.grammar.nouns:
            return ""
        return self._type_of(words, first - 1)

    def _type_of(self, words: Sequence[Word], i: int) -> str:
        """The type that the noun ending at word i describes, also when a hyphen divides it ("start-up", "co-founder")."""
        text = words[i].text
        if i >= 2 and words[i - 1].text == "-":
            joined = words[i - 2].text + "-" + text
            if found := self.grammar.nouns.get(joined.lower()):
                return found
        return self.grammar.nouns.get(text) or self.grammar.nouns.get(text.lower(), "")

    def _type_at(self, words: Sequence[Word], i: int) -> str:
        """The type of the noun that follows a name directly: "X chips", "X's" is none."""
        if i >= len(words) or words[i].text in {"'s", "'"}:
            return ""
        return self._type_of_plural(words, i)

    def _type_of_plural(self, words: Sequence[Word], i: int) -> str:
        text = words[i].text
        for form in (text, text.rstrip("s"), text.lower(), text.lower().rstrip("s")):
            if form in self.grammar.nouns:
                return self.grammar.nouns[form]
        if i + 2 < len(words) and words[i + 1].text == "-":
            joined = f"{text}-{words[i + 2].text}".lower()
            return self.grammar.nouns.get(joined) or self.grammar.nouns.get(joined.rstrip("s"), "")
        return ""

    def _apposed(self, words: Sequence[Word], first: int) -> str:
        """The type that "a Paris-based start-up" or "chief executive of Y" gives to the name before it."""
        if first >= len(words) or words[first].text.lower() not in {"a", "an", "the", "its", "their", "his", "her", "co", "another", "one"} and not self._described(words, first, 1):
            return ""
        return self._described(words, first)

    def _described(self, words: Sequence[Word], first: int, reach: int = 8) -> str:
        """The type of the last describing noun of the noun phrase that starts at a word."""
        type_ = ""
        for i in range(first, min(len(words), first + reach)):
            text = words[i].text
            if text in {",", ".", ";", ":", ")", "\u2014", "of", "in", "that", "which", "who", "whose", "for", "to", "and", "at", "by", "from", "with", "on", "is", "was", "has"}:
                break
            type_ = self._type_of_plural(words, i) or (self._type_of(words, i)) or type_
        return type_

    def _guessed(self, first: int, end: int, guesses: Sequence[Guess]) -> Iterable[tuple[str, float]]:
        for g_first, g_end, label in guesses:
            if g_first < end and first < g_end and label in self.tables["guesses"]:
                exact = (g_first, g_end) == (first, end)
                yield self.tables["guesses"][label], WEAK + 0.5 * exact + 0.25 * (end - first > 1)

    def _listed(self, words: Sequence[Word], first: int, end: int, found: Sequence[Found]) -> Iterable[tuple[str, float]]:
        """In "OpenAI, Anthropic and X" a known member types the rest."""
        for f in found:
            if f.kind == "adjective":
                continue
            gap = words[f.end : first] if f.end <= first else words[end : f.first]
            texts = [w.text for w in gap]
            if texts in ([","], ["and"], ["or"], [",", "and"], [",", "or"], ["&"]):
                yield f.type, WEAK

    def _typed(self, words: Sequence[Word], span: tuple[int, int], types: Mapping[str, str]) -> Found | None:
        first, end = span
        name = self._key(words, first, end)
        type_ = types.get(name, "")
        if not type_ or (end - first == 1 and first == 0 and len(name) < 3):
            return None
        surface = surface_of(words[first:end])
        if re.fullmatch(r".*\d[A-Z]*s", surface):
            surface = surface[:-1]
        return Found(first=first, end=end, name=surface, type=type_, kind="unknown")


def shift(found: Found, by: int) -> Found:
    """The same name in words that begin elsewhere."""
    return replace(found, first=found.first + by, end=found.end + by)
