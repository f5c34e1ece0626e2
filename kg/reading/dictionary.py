"""The dictionary of the model: which words there are, and which of them are nouns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, MutableMapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

VERBAL = ("ed", "ing", "es", "d", "s")
INFLECTIONS = (*VERBAL, "er", "est", "ly")
"""Regular endings of verbs, and of all words."""

PLURALS = (("ies", "y"), ("es", ""), ("s", ""))
"""Endings of plurals, and what stands in their place in the singular."""
INDEX, EXCEPTIONS = "lemma_index", "lemma_exc"
"""The dictionary forms of each word class, and irregular forms with theirs, as spaCy's lemmatizer names them."""


def index_words(pipeline: Pipeline) -> None:
    """Let the lemmatizer of a pipeline look words up in sets: its lists, of up to 57,528 nouns, are long to search."""
    for index in _tables(pipeline, INDEX):
        for word_class, words in list(index.items()):
            index[word_class] = frozenset(words)


def _tables(pipeline: Pipeline, *names: str) -> Iterator[MutableMapping[Any, Collection[str]]]:
    """Some tables of a pipeline's lemmatizer, as far as it has one, and they are there."""
    if "lemmatizer" in pipeline.pipe_names:
        lookups = pipeline.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
        yield from (lookups.get_table(name) for name in names if lookups.has_table(name))


class Dictionary:
    """The words that the lemmatizer of a pipeline knows; none where it has no such component."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._tables = tuple(_tables(pipeline, INDEX, EXCEPTIONS))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for table in self._tables for words in table.values() for word in words)

    @cached_property
    def _nouns(self) -> frozenset[str]:
        return frozenset(word for table in self._tables for word in table.get("noun", ()))

    def has(self, word: str) -> bool:
        """Whether a word in lower case, or what it is a regular inflection of, is known."""
        return word in self._words or any(base in self._words for base in bases(word, INFLECTIONS) if len(base) > 2)

    def may_be_noun(self, word: str) -> bool:
        """Whether a word in lower case, or what it is the regular plural of, is known as a noun."""
        singular = (word.removesuffix(ending) + base for ending, base in PLURALS if word.endswith(ending))
        return word in self._nouns or any(one in self._nouns for one in singular)


def bases(text: str, endings: Sequence[str] = VERBAL) -> Iterator[str]:
    """What a form may be the regular inflection of: fined → fine, fin; barring → barre, barr, bar."""
    for ending in endings:
        if text.endswith(ending):
            stem = text.removesuffix(ending)
            yield stem + "e"
            yield stem
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem.endswith("i"):
                yield stem[:-1] + "y"
