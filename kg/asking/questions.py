"""Questions in English, read by the frames that read text: a question is a fact with holes in it."""

from __future__ import annotations

from kg.asking.choices import Question, choose
from kg.asking.lexemes import chart, words
from kg.asking.names import Names
from kg.asking.vocabulary import vocabulary
from kg.errors import QuestionError
from kg.graph.store import GraphStore
from kg.ontology import Ontology

__all__ = ["Question", "read"]

MOST_WORDS, MOST_CHARACTERS = 40, 1000


def read(question: str, ontology: Ontology, store: GraphStore) -> Question:
    """What a question asks for.

    :raises QuestionError: where it cannot be read: says which words are understood, which not, and what can be asked.
    """
    if len(question) > MOST_CHARACTERS:
        raise QuestionError(f"the question has {len(question):,} characters, and {MOST_CHARACTERS:,} at most are read")
    known = vocabulary(ontology)
    names = Names(known, store)
    length = len(words(question))
    if not 0 < length <= MOST_WORDS:
        from kg.asking.misreadings import suggestions

        nothing = chart("", known, names)
        size = f"has {length} words, and {MOST_WORDS} at most are read" if length else "has no words"
        raise QuestionError(f"the question {size}{suggestions(nothing, (), names, store)}")
    found = chart(question, known, names)
    chosen = None if found.unknown() else choose(question, found, known)
    if chosen is None:
        from kg.asking.misreadings import explain

        raise QuestionError(explain(question, found, names, store))
    return chosen
