"""Names in a document, each with its type: the lexicon first, then what the words around an unknown name tell.

An unknown name is typed once for the whole document: every place where it stands votes (see :mod:`kg.reading.votes`),
and the heaviest vote wins. A headline's capitals prove nothing: it only repeats names that the text has.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.ontology import Ontology
from kg.reading.forms import FAIR, NOTHING, UNLIKE, Guess
from kg.reading.known import Known
from kg.reading.names import Found, index, key, surface_of
from kg.reading.natures import Natures
from kg.reading.spans import NUMBER, Everyday, Span, Spans
from kg.reading.standing import Standing
from kg.reading.trees import Word
from kg.reading.votes import Cues

LINKS = {"of", "for", "and", "the"}
THRESHOLD, GUESSING = 1.0, 1.5
"""The least weight that types a name, and the most that the statistical model adds over all places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A sentence's words with the names in it: ``full``, ``short``, ``adjective`` or ``unknown`` ones."""

    words: Sequence[Word]
    names: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A document on its way to its names, sentence by sentence."""

    sentences: Sequence[Sequence[Word]]
    everyday: Everyday
    titles: Sequence[bool]
    """Whether each is a headline."""
    known: Sequence[list[Found]]
    """The names of the lexicon in each."""
    asked: Sequence[int]
    """Those of which the statistical model is to be asked: in the others it would change nothing."""


class Namer:
    """Finds and types the names of one document at a time."""

    def __init__(self, ontology: Ontology) -> None:
        self.grammar = ontology.grammar
        self.cues = Cues(ontology)
        self.index = index(ontology)
        self.known = Known(self.grammar, self.cues, self.index)
        self.spans = Spans(self.grammar, self.cues)
        self.standing = Standing(self.grammar, self.cues, self.known.places, self.spans.titular)
        self._guessed: set[str] = set()
        """Names of the document at hand whose types rest on weak signs alone."""
        self._heads: set[str] = set()
        """What its firms are called for short that nobody knows: "Corvid" of "Corvid Semiconductor"."""
        self.natures = Natures(self.cues, self.index)
        self.guessable = frozenset(self.grammar.tables["guesses"].values())

    def begin(
        self, sentences: Sequence[Sequence[Word]], english: Callable[[str], bool] = frozenset[str]().__contains__
    ) -> Begun:
        """What there is to tell of a document's names before the statistical model is asked.

        :param english: whether a word in lower case is in a dictionary.
        """
        small = frozenset(w.text for words in sentences for w in words if w.text[0].islower())
        everyday = Everyday(small, self.grammar.nouns, english)
        titles = [self.spans.headline(words, everyday) for words in sentences]
        known = [self.known.find(words) for words in sentences]
        asked = [i for i, words in enumerate(sentences) if self._doubtful(words, known[i], titles[i])]
        return Begun(sentences=sentences, everyday=everyday, titles=titles, known=known, asked=asked)

    def name(self, begun: Begun, guessed: Iterable[Sequence[Guess]]) -> list[Named]:
        """The names of a document's sentences.

        :param guessed: what the statistical model takes for names in the sentences that are asked about.
        """
        sentences, everyday, titles = begun.sentences, begun.everyday, begun.titles
        answers = dict(zip(begun.asked, guessed, strict=True))
        guesses = [answers.get(i, ()) for i in range(len(sentences))]
        known = self.standing.names(sentences, begun.known, guesses, titles)
        known = self.natures.decide(sentences, known)
        spans = [
            [] if titled else self.spans.unknown(w, f, g, everyday)
            for titled, w, f, g in zip(titles, sentences, known, guesses, strict=True)
        ]
        types = self._types(sentences, known, spans, guesses, everyday)
        named = []
        for titled, words, found, unknown in zip(titles, sentences, known, spans, strict=True):
            here = self._repeated(words, found, types) if titled else unknown
            here = here if titled else [*self._openings(words, found, unknown, types), *here]
            extra = [f for span in here if (f := self._typed(words, span, types))]
            named.append(Named(words=words, names=tuple(sorted([*found, *extra], key=lambda f: f.first))))
        return named

    # ------------------------------------------------------------ where the model is asked

    def _doubtful(self, words: Sequence[Word], found: Sequence[Found], titled: bool) -> bool:
        """Whether a sentence may have names that are not known, or known ones that are something else here."""
        if any((f.row and "ambiguous" in f.row.flags) or self._after_capital(words, f) for f in found):
            return True
        return not titled and self.spans.possible(words, [f for f in found if f.kind != "short"])

    def _after_capital(self, words: Sequence[Word], found: Found) -> bool:
        """Whether a place may be somebody's last name."""
        return found.type in self.known.places and found.first > 0 and words[found.first - 1].text[0].isupper()

    # ------------------------------------------------------------ types

    def _types(
        self,
        sentences: Sequence[Sequence[Word]],
        known: Sequence[Sequence[Found]],
        unknown: Sequence[Sequence[Span]],
        guesses: Sequence[Sequence[Guess]],
        everyday: Everyday,
    ) -> Mapping[str, str]:
        """The type of each unknown name, by key, for the whole document.

        What the first count makes certain is known in the second: it tells the types of its neighbours in a list, and
        of what it owns.
        """
        surfaces = {
            key(surface): surface
            for words, spans in reversed(list(zip(sentences, unknown, strict=True)))
            for span in reversed(spans)
            for surface in [_singular(surface_of(words[slice(*span)]))]
        }
        opinions = self._opinions(sentences, known, unknown, guesses, everyday)
        types: Mapping[str, str] = {}
        for _ in range(2):
            found = [
                [*f, *(new for span in spans if (new := self._typed(words, span, types)))]
                for words, f, spans in zip(sentences, known, unknown, strict=True)
            ]
            votes: dict[str, Counter[str]] = {}
            for words, here, spans in zip(sentences, found, unknown, strict=True):
                for first, end in spans:
                    own = votes.setdefault(_key(words, first, end), _sums(self.cues.inside(words, first, end)))
                    own.update(_sums(self.cues.of(words, first, end, here)))
            for name, opinion in opinions.items():
                votes[name].update(self._not_general(opinion, votes[name]))
            types = {name: type_ for name, counts in votes.items() if (type_ := _winner(counts))}
            self._guessed = {name for name, type_ in types.items() if votes[name][type_] < FAIR}
        return self._families(surfaces, dict(types), known, everyday)

    def _not_general(self, opinion: Mapping[str, float], votes: Mapping[str, float]) -> Mapping[str, float]:
        """An opinion without "a product", where the words around call it something more special: "its chip, the C1"."""
        general = self.cues.tables["guesses"]["PRODUCT"]
        special = any(votes.get(type_, 0) >= FAIR for type_ in self.index.made - {general})
        return {type_: weight for type_, weight in opinion.items() if not (special and type_ == general)}

    def _opinions(
        self,
        sentences: Sequence[Sequence[Word]],
        known: Sequence[Sequence[Found]],
        unknown: Sequence[Sequence[Span]],
        guesses: Sequence[Sequence[Guess]],
        everyday: Everyday,
    ) -> Mapping[str, dict[str, float]]:
        """What the statistical model says of unknown names, by key; of one that only starts sentences, nothing."""
        opinions: dict[str, Counter[str]] = defaultdict(Counter)
        inside: set[str] = set()
        for words, found, spans, guessed in zip(sentences, known, unknown, guesses, strict=True):
            for first, end in spans:
                surface = _singular(surface_of(words[first:end]))
                if first > 0 or end - first > 1 or re.search(r"[a-z][A-Z]|\d", surface):
                    inside.add(key(surface))
                denied = self._denied(words, first, end, found, everyday)
                opinions[key(surface)].update(
                    _sums(v for v in self.cues.guessed(first, end, guessed, surface) if v[0] not in denied)
                )
        return {name: {t: min(w, GUESSING) for t, w in opinions[name].items()} for name in sorted(inside)}

    def _denied(
        self, words: Sequence[Word], first: int, end: int, found: Sequence[Found], everyday: Everyday
    ) -> frozenset[str]:
        """The types that are not guessed of a span: of everyday words, or of one more word behind a known name."""
        behind = end - first == 1 and first > 0 and words[first - 1].space and any(f.end == first for f in found)
        if behind:
            return self.guessable
        letters = [w.text for w in words[first:end] if w.text[0].isalpha()]
        if any(text.isupper() and len(text) > 1 for text in letters):
            return frozenset()
        texts = [text.lower() for text in letters if text not in LINKS]
        if everyday.small.issuperset(texts):
            return self.guessable
        if all(everyday(text) for text in texts):
            named = end - first > 1 and everyday.small.isdisjoint(texts)
            return self.guessable - ({self.cues.place, self.cues.person} if named else {self.cues.place})
        return frozenset()

    def _version(self, word: str) -> bool:
        """Whether a word tells which of a family is meant: "Pro", "2", "70B"."""
        return word in self.grammar["versions"] or bool(re.fullmatch(NUMBER, word))

    def _openings(
        self, words: Sequence[Word], taken: Sequence[Found], spans: Sequence[Span], types: Mapping[str, str]
    ) -> list[Span]:
        """The first word of a sentence, where the document has it as a name elsewhere."""
        text = words[0].text
        free = all(f.first > 0 for f in taken) and all(first > 0 for first, _ in spans)
        known = types.get(key(text)) in self.index.made or key(text) in self._heads
        return [(0, 1)] if free and text.istitle() and known else []

    def _families(
        self,
        surfaces: Mapping[str, str],
        types: dict[str, str],
        known: Sequence[Sequence[Found]],
        everyday: Everyday,
    ) -> dict[str, str]:
        """Names that share a word with a longer name share its type: a surname, "Heron-1" beside "Heron-2"."""
        short = self._short(surfaces, types, everyday)
        self._heads = set(short)
        named = {(surfaces[k], t) for k, t in types.items()} | {(f.name, f.type) for found in known for f in found}
        parts = self._parts(sorted(named))
        certain = sorted(named, key=lambda n: (key(n[0]) not in self._guessed, n))
        stems = {_stem(name): t for name, t in certain if _stem(name)}
        for k, surface in surfaces.items():
            if shared := parts.get(surface) or (stems.get(_stem(surface)) if _stem(surface) else None):
                types[k] = shared
                self._guessed.discard(k)
        return {**short, **types}

    def _short(self, surfaces: Mapping[str, str], types: Mapping[str, str], everyday: Everyday) -> dict[str, str]:
        """What unknown firms may be called for short, by key: "Corvid" of "Corvid Semiconductor", but no plain word."""
        firms = (surfaces[k].split() for k, t in types.items() if t == self.cues.company)
        heads = (words[0] for words in firms if len(words) > 1)
        return {key(head): self.cues.company for head in heads if len(head) > 3 and not everyday(head.lower())}

    def _parts(self, named: Sequence[tuple[str, str]]) -> dict[str, str]:
        """The parts of names that stand for the whole: a firm's first word, what "Pro" or "2" follows, a last name."""
        firms = {self.cues.company, self.cues.body}
        found = {name.split()[0]: t for name, t in named if " " in name and t in firms}
        for name, type_ in named:
            first, _, last = name.partition(" ")
            if type_ in self.index.made and last and " " not in last and self._version(last):
                found[first] = type_
        for name, type_ in named:
            code = type_ in self.index.made and re.fullmatch(r"\S+ [A-Z]\d+\w*", name)
            if code or (" " in name and type_ == self.cues.person):
                found[name.split()[-1]] = type_
        return found

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
        if not type_:
            return None
        kind = "guessed" if key(surface) in self._guessed else "unknown"
        return Found(first=first, end=end, name=surface, type=type_, kind=kind)


def _key(words: Sequence[Word], first: int, end: int) -> str:
    return key(_singular(surface_of(words[first:end])))


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
        counts[NOTHING if type_ == UNLIKE else type_] += weight  # type: ignore[assignment]
    return counts


def _winner(votes: Counter[str]) -> str:
    type_, weight = max(sorted(votes.items()), key=lambda v: v[1], default=("", 0))
    return type_ if weight >= THRESHOLD else ""
