"""Names in a document, each with its type: the lexicon first, then what the words around an unknown name tell.

An unknown name is typed once for the whole document: every place where it stands votes (see :mod:`kg.reading.votes`),
and the heaviest vote wins. A headline's capitals prove nothing: it only repeats names that the text has.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.ontology import Ontology
from kg.reading.names import Found, index, key, surface_of
from kg.reading.trees import Word
from kg.reading.votes import CODE, FAIR, Cues, Guess

RELATIVES = {"which", "whose", "who"}
THRESHOLD, GUESSING = 1.0, 1.5
"""The least weight that types a name, and the most that the statistical model adds over all places."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A sentence's words with the names in it: ``full``, ``short``, ``adjective`` or ``unknown`` ones."""

    words: Sequence[Word]
    names: tuple[Found, ...]


class Namer:
    """Finds and types the names of one document at a time."""

    def __init__(self, ontology: Ontology) -> None:
        self.grammar = ontology.grammar
        self.cues = Cues(ontology)
        self.index = index(ontology)

    def name(self, sentences: Sequence[Sequence[Word]], guesses: Sequence[Sequence[Guess]]) -> list[Named]:
        """The names of a document's sentences; ``guesses`` are the statistical model's, sentence by sentence."""
        known = [self._bodies(words, self.index.find(words)) for words in sentences]
        known = self._uncapitalised(sentences, self._in_context(sentences, known, guesses))
        spans = [
            [] if self._headline(w) else self._unknown(w, f, g)
            for w, f, g in zip(sentences, known, guesses, strict=True)
        ]
        types = self._types(sentences, known, spans, guesses)
        named = []
        for words, found, unknown in zip(sentences, known, spans, strict=True):
            here = self._repeated(words, found, types) if self._headline(words) else unknown
            extra = [f for span in here if (f := self._typed(words, span, types))]
            named.append(Named(words=words, names=tuple(sorted([*found, *extra], key=lambda f: f.first))))
        return named

    def _headline(self, words: Sequence[Word]) -> bool:
        """Whether nearly all words have capitals, as in a title."""
        letters = [w for w in words if w.text[0].isalpha() and len(w.text) > 3]
        return (
            len(words) > 4 and words[-1].text != "." and sum(w.text[0].isupper() for w in letters) > 0.8 * len(letters)
        )

    # ------------------------------------------------------------ names of the lexicon

    def _bodies(self, words: Sequence[Word], found: list[Found]) -> list[Found]:
        """Bodies swallow the names in them ("University of Oslo"); firms take their legal form."""
        for i, word in enumerate(words[:-2]):
            if (
                word.text in self.grammar["body_prefixes"]
                and words[i + 1].text in {"of", "for"}
                and not any(f.first <= i < f.end for f in found)
            ):
                end = self._body_end(words, i + 2)
                if end > i + 2:
                    body = Found(first=i, end=end, name=surface_of(words[i:end]), type=self.cues.body, kind="full")
                    found = [*(f for f in found if f.end <= i or f.first >= end), body]
        found = [self._suffixed(words, f) if f.type == self.cues.company else f for f in found]
        found = self._seated(words, found)
        return sorted((f for f in found if not self._part(words, f)), key=lambda f: f.first)

    def _seated(self, words: Sequence[Word], found: list[Found]) -> list[Found]:
        """Bodies named after their place swallow it: "Oslo University", "Norwegian Data Authority"."""
        for place in [f for f in found if f.type in {self.cues.place, self.cues.country}]:
            end = place.end
            while (
                end < min(len(words), place.end + 4)
                and words[end].text[0].isupper()
                and not any(f.first <= end < f.end for f in found)
            ):
                end += 1
            if (
                end > place.end
                and words[end - 1].text in self.grammar["body_suffixes"]
                and not self.grammar["not_entities"] & {words[end - 1].text}
            ):
                body = Found(
                    first=place.first,
                    end=end,
                    name=surface_of(words[place.first : end]),
                    type=self.cues.body,
                    kind="full",
                )
                found = [*(f for f in found if f.end <= body.first or f.first >= end), body]
        return found

    def _body_end(self, words: Sequence[Word], end: int) -> int:
        while end < len(words) and (
            words[end].text[0].isupper()
            or (
                words[end].text in {"of", "and", "for", "the"}
                and end + 1 < len(words)
                and words[end + 1].text[0].isupper()
            )
        ):
            end += 1
        return end

    def _suffixed(self, words: Sequence[Word], found: Found) -> Found:
        """A company's name with its legal form, or another's that begins with it ("Qualcomm Ventures")."""
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

    def _part(self, words: Sequence[Word], found: Found) -> bool:
        """Whether a capitalised kind ("Semiconductor") is but a part of a longer name."""
        first = words[found.first].text
        if not (found.row and "generic" in found.row.flags) or not first[0].isupper() or first.isupper():
            return False
        return found.first > 0 and words[found.first - 1].text[0].isupper()

    def _in_context(
        self, sentences: Sequence[Sequence[Word]], known: Sequence[list[Found]], guesses: Sequence[Sequence[Guess]]
    ) -> list[list[Found]]:
        """Drop short forms and ambiguous names where full name and maker are missing."""
        sure = {
            f.name for w, found, g in zip(sentences, known, guesses, strict=True) for f in found if self._sure(w, f, g)
        }
        makers = sure | {f.row.maker for found in known for f in found if f.row and f.name in sure}
        return [[f for f in found if self._stands(f, sure, makers)] for found in known]

    def _sure(self, words: Sequence[Word], found: Found, guesses: Sequence[Guess]) -> bool:
        """Whether a name stands without support: an everyday word needs a capital that means something."""
        if found.kind in {"short", "adjective"}:
            return False
        if not found.row or "ambiguous" not in found.row.flags:
            return True
        starts = found.first == 0 or words[found.first - 1].text in {'"', "'", ":", "("}
        if starts or self._headline(words) or not words[found.first].text[0].isupper():
            if found.end + 1 < len(words) and words[found.end].text == "," and words[found.end + 1].text in RELATIVES:
                return True
            if found.end < len(words) and self.cues.tables["subject_cues"].get(words[found.end].text) == found.type:
                return True
            return sum(w for t, w in self.cues.around(words, found.first, found.end) if t == found.type) >= FAIR or (
                words[found.first].text[0].isupper()
                and any(g[0] == found.first and self.cues.tables["guesses"].get(g[2]) == found.type for g in guesses)
            )
        return True

    def _stands(self, found: Found, sure: set[str], makers: set[str]) -> bool:
        if found.row is None or found.kind == "adjective" or found.name in sure:
            return True
        return found.name in makers or (bool(found.row.maker) and found.row.maker in makers)

    def _uncapitalised(self, sentences: Sequence[Sequence[Word]], known: Sequence[list[Found]]) -> list[list[Found]]:
        """Countries that the document also writes without their capital ("exports to china")."""
        here = {
            f.name.casefold(): f for found in known for f in found if f.type == self.cues.country and len(f.name) > 4
        }
        return [
            sorted(
                [
                    *found,
                    *(
                        replace(here[w.text], first=i, end=i + 1, kind="full")
                        for i, w in enumerate(words)
                        if w.text in here
                    ),
                ],
                key=lambda f: f.first,
            )
            for words, found in zip(sentences, known, strict=True)
        ]

    # ------------------------------------------------------------ unknown names

    def _unknown(self, words: Sequence[Word], found: Sequence[Found], guesses: Sequence[Guess]) -> list[Span]:
        """Spans of capitalised words, and of codes, that the lexicon does not know."""
        taken = {i for f in found for i in range(f.first, f.end)}
        spans, i = [], 0
        while i < len(words):
            if i in taken or not self._nameable(words, i, guesses):
                i += 1
                continue
            end = self._end(words, i, taken)
            if words[end - 1].text not in self.grammar["not_entities"]:
                spans.append((i, end))
            i = end
        return spans

    def _nameable(self, words: Sequence[Word], i: int, guesses: Sequence[Guess]) -> bool:
        text = words[i].text
        hyphened = (
            i + 2 < len(words) and words[i + 1].text == "-" and not words[i].space and words[i + 2].text[0].isupper()
        )
        if i == 0 and self._gerund(text):
            return False
        if text in self.grammar["not_names"] or (len(text) < 2 and not hyphened) or self._title(words, i):
            return False
        if CODE.fullmatch(text):
            return True
        if not text[0].isupper() and not re.match(r"[a-z]+[A-Z]", text):
            return False
        if i == 0 or words[i - 1].text in {'"', "'", ":", "("}:
            return self._proven(words, i, guesses)
        return True

    def _proven(self, words: Sequence[Word], i: int, guesses: Sequence[Guess]) -> bool:
        """Whether more than its place at the start of a sentence makes a capitalised word a name."""
        text = words[i].text
        if re.search(r"[a-z][A-Z]|\d", text) or (i + 1 < len(words) and words[i + 1].text[0].isupper()):
            return True
        if any(first <= i < end and label in self.cues.tables["guesses"] for first, end, label in guesses):
            return True
        return not text.endswith("ly") and self.cues.explained(words, i + 1)

    def _gerund(self, text: str) -> bool:
        """Whether a capitalised word is a verb that starts the sentence: "Training X cost …"."""
        stem = text.lower().removesuffix("ing")
        return text.endswith("ing") and bool({stem, stem + "e", stem[:-1]} & self.grammar["transparent_verbs"])

    def _title(self, words: Sequence[Word], i: int) -> bool:
        """Whether a capitalised word belongs to a title ("Chief Executive Officer"), not to a name."""
        return words[i].text.lower() in self.grammar["title_words"]

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
        if text == "," and after in self.grammar["legal_forms"]:
            return 2
        if text == "&" or (text in {"of", "for"} and words[i - 1].text in self.grammar["body_prefixes"]):
            return 2 if after[:1].isupper() else 0
        if text[0].isupper() and text.lower() not in self.grammar["title_words"]:
            return int(text not in self.grammar["not_names"] or text in self.grammar["company_suffixes"])
        return int(
            bool(re.fullmatch(r"\d{1,2}(?:\.\d)?", text))
            and i - first == 1
            and after not in {"%", "million", "billion"}
        )

    # ------------------------------------------------------------ types

    def _types(
        self,
        sentences: Sequence[Sequence[Word]],
        known: Sequence[Sequence[Found]],
        unknown: Sequence[Sequence[Span]],
        guesses: Sequence[Sequence[Guess]],
    ) -> Mapping[str, str]:
        """The type of each unknown name, by key, for the whole document."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        opinions: dict[str, Counter[str]] = defaultdict(Counter)
        surfaces: dict[str, str] = {}
        inside: set[str] = set()
        for words, found, spans, guessed in zip(sentences, known, unknown, guesses, strict=True):
            for first, end in spans:
                surface = _singular(surface_of(words[first:end]))
                name = key(surface)
                surfaces.setdefault(name, surface)
                if first > 0 or end - first > 1 or re.search(r"[a-z][A-Z]|\d", surface):
                    inside.add(name)
                votes[name].update(_sums(self.cues.of(words, first, end, found)))
                opinions[name].update(_sums(self.cues.guessed(first, end, guessed, surface)))
        for name, opinion in opinions.items():
            if name in inside:
                votes[name].update({t: min(w, GUESSING) for t, w in opinion.items()})
        types = {name: type_ for name, counts in votes.items() if (type_ := _winner(counts))}
        return self._families({s: surfaces[s] for s in votes}, types, known)

    def _families(
        self, surfaces: Mapping[str, str], types: dict[str, str], known: Sequence[Sequence[Found]]
    ) -> dict[str, str]:
        """Names that share a word with a longer name share its type: a surname, "Heron-1" beside "Heron-2"."""
        firms = {self.cues.company, self.cues.body}
        named = {(surfaces[k], t) for k, t in types.items()} | {(f.name, f.type) for found in known for f in found}
        heads = {name.split()[0]: t for name, t in sorted(named) if " " in name and t in firms}
        lasts = {name.split()[-1]: t for name, t in sorted(named) if " " in name and t == self.cues.person}
        stems = {_stem(name): t for name, t in sorted(named) if _stem(name)}
        for k, surface in surfaces.items():
            if (
                shared := lasts.get(surface)
                or heads.get(surface)
                or (stems.get(_stem(surface)) if _stem(surface) else None)
            ):
                types[k] = shared
        return types

    def _repeated(self, words: Sequence[Word], found: Sequence[Found], types: Mapping[str, str]) -> list[Span]:
        """Names of the text that a headline repeats, longest first."""
        taken = {i for f in found for i in range(f.first, f.end)}
        spans: list[Span] = []
        for size in (4, 3, 2, 1):
            for i in range(len(words) - size + 1):
                here = range(i, i + size)
                if (
                    not taken.intersection(here)
                    and key(_singular(surface_of(words[i : i + size]))) in types
                    and words[i].text[0].isupper()
                ):
                    spans.append((i, i + size))
                    taken.update(here)
        return spans

    def _typed(self, words: Sequence[Word], span: Span, types: Mapping[str, str]) -> Found | None:
        first, end = span
        surface = _singular(surface_of(words[first:end]))
        type_ = types.get(key(surface), "")
        return Found(first=first, end=end, name=surface, type=type_, kind="unknown") if type_ else None


def _singular(surface: str) -> str:
    """A part number without the "s" of its plural: H800s → H800."""
    return surface[:-1] if re.fullmatch(r".*\d[A-Z]*s", surface) else surface


def _stem(name: str) -> str:
    """What versions of one product share: "Heron" of "Heron-2"; empty for other names."""
    match = re.fullmatch(r"([A-Za-z]{3,})[- ]?[A-Z]?\d+(?:\.\d+)*[A-Za-z]*", name)
    return match[1] if match else ""


def _sums(votes: Iterator[tuple[str, float]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for type_, weight in votes:
        counts[type_] += weight  # type: ignore[assignment]
    return counts


def _winner(votes: Counter[str]) -> str:
    type_, weight = max(sorted(votes.items()), key=lambda v: v[1], default=("", 0))
    return type_ if weight >= THRESHOLD else ""
