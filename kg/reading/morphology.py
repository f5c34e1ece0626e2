"""Word classes and dictionary forms, remembered.

What spaCy's attribute ruler and lemmatizer make of a word depends on the word, its tag and its label alone, but for a
few patterns of several words ("gon na"). Asked once for each such word, they take next to no time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.matcher import Matcher
    from spacy.tokens import Doc, Token

KEY: list[int | str] = ["ORTH", "TAG", "DEP"]
"""What the form of a word depends on, as spaCy names it."""
COMPONENTS = ("attribute_ruler", "lemmatizer")
OWN = frozenset({"DEP", "IS_SPACE", "LOWER", "ORTH", "TAG", "TEXT"})
"""What a pattern may ask of a word that is known without its neighbours."""

Key: TypeAlias = tuple[int, ...]


class Form(NamedTuple):
    """A word of a parsed sentence, but for its place there."""

    lower: str
    tag: str
    dep: str
    pos: str
    """The word class (Universal Dependencies)."""

    lemma: str


class Morphology:
    """Word classes and dictionary forms of tagged and parsed sentences."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._known: dict[Key, Form] = {}

    @cached_property
    def components(self) -> frozenset[str]:
        """The components of the pipeline that it stands in for; none where they look beyond a word.

        A lemmatizer that goes by tables and endings looks at one word; a trained one looks at its neighbours, too.
        """
        from spacy.pipeline import Lemmatizer

        names = [name for name in self._pipeline.pipe_names if name != "ner"]
        if tuple(names[-len(COMPONENTS) :]) != COMPONENTS:
            return frozenset()
        ruler, lemmatizer = (self._pipeline.get_pipe(name) for name in COMPONENTS)
        own = all(words[0].keys() <= OWN for words in _patterns(ruler) if len(words) == 1)
        return frozenset(COMPONENTS) if own and isinstance(lemmatizer, Lemmatizer) else frozenset()

    def forms(self, docs: Sequence[Doc]) -> Iterator[list[Form]]:
        """The form of each word of some sentences."""
        keys = [self._keys(doc) if self.components else () for doc in docs]
        new = {key: doc[i] for doc, known in zip(docs, keys, strict=True) for i, key in enumerate(known)}
        self._learn({key: token for key, token in new.items() if key not in self._known})
        for doc, known in zip(docs, keys, strict=True):
            whole = doc if known or not self.components else self._analysed(doc)
            yield [self._known[key] for key in known] or [_form(token) for token in whole]

    def _keys(self, doc: Doc) -> Sequence[Key]:
        """What the form of each word depends on; nothing for a sentence with a pattern of several words."""
        return [] if self._phrases(doc) else [tuple(key) for key in doc.to_array(KEY).tolist()]

    def _learn(self, new: Mapping[Key, Token]) -> None:
        """Remember the forms of words without regard to their neighbours."""
        if not new:
            return
        together = _unconnected(list(new.values()))
        if self._phrases(together):
            forms = [_form(self._analysed(_unconnected([token]))[0]) for token in new.values()]
        else:
            forms = [_form(token) for token in self._analysed(together)]
        self._known.update(zip(new, forms, strict=True))

    def _analysed(self, doc: Doc) -> Doc:
        for name in COMPONENTS:
            doc = self._pipeline.get_pipe(name)(doc)
        return doc

    @cached_property
    def _phrases(self) -> Matcher:
        """Finds the patterns of several words."""
        from spacy.matcher import Matcher

        found = Matcher(self._pipeline.vocab)
        for number, words in enumerate(_patterns(self._pipeline.get_pipe(COMPONENTS[0]))):
            if len(words) > 1:
                found.add(str(number), [words])
        return found


def _unconnected(tokens: Sequence[Token]) -> Doc:
    """Words with their tags and labels, none of which hangs on another."""
    from spacy.tokens import Doc

    words, tags, deps = ([getattr(token, name) for token in tokens] for name in ("text", "tag_", "dep_"))
    return Doc(tokens[0].vocab, words=words, tags=tags, deps=deps, heads=list(range(len(tokens))))


def _patterns(ruler: Any) -> list[list[dict[str, Any]]]:
    """The patterns of an attribute ruler, each with what it asks of word after word."""
    return [words for rule in ruler.patterns for words in rule["patterns"]]


def _form(token: Token) -> Form:
    return Form(token.text.lower(), token.tag_, token.dep_, token.pos_, token.lemma_)
