"""What proves a parser wrong, and the ways to rehang a word."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.reading.trees import Sentence, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What proves a parser wrong: the types of a sentence's names, and words that are mostly one thing."""

    types: Sequence[str]
    """The type of each name."""

    adjectival: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    """The types of places."""

    made: frozenset[str] = frozenset()
    """The types of what firms make, which stand in one list."""

    described: Mapping[str, str] = field(default_factory=dict)
    """The type that a noun describes."""

    controlling: frozenset[str] = frozenset()
    """Verbs whose object does what the infinitive after it says."""

    things: frozenset[str] = frozenset()
    """Nouns that look like verbs: "DeepSeek downloads"."""

    doings: frozenset[str] = frozenset()
    """Verbs whose gerunds look like nouns: "training V3"."""


def hung(tree: Sentence, token: Token, dep: str, head: Token) -> Sentence:
    """The tree with a token hung on another by a label."""
    return Sentence([replace(t, dep=dep, head=head.i) if t.i == token.i else t for t in tree.tokens])


def moved(tree: Sentence, places: Mapping[int, tuple[str, int]], kids: Collection[int] = (), onto: int = 0) -> Sentence:
    """The tree with tokens in other places, each (label, head), and the ``kids`` hung ``onto`` another as they are."""
    return Sentence(
        [
            replace(t, dep=places[t.i][0], head=places[t.i][1])
            if t.i in places
            else replace(t, head=onto)
            if t.i in kids
            else t
            for t in tree.tokens
        ]
    )


def promoted(tree: Sentence, name: Token, before: Token, verb: Token) -> Sentence:
    """The tree with a name as subject of a verb; what follows the name belongs to it."""
    dep = "nsubjpass" if tree.kids(verb, "auxpass") else "nsubj"
    return Sentence(
        [
            replace(t, dep=dep, head=verb.i)
            if t.i == name.i
            else replace(t, head=name.i)
            if t.head == before.i and t.i > name.i
            else t
            for t in tree.tokens
        ]
    )


def verb_without_subject(tree: Sentence, noun: Token) -> Token | None:
    """The verb whose prepositional phrase a noun ends, where that verb has no subject."""
    prep = tree.head(noun)
    if noun.dep != "pobj" or prep.dep != "prep":
        return None
    verb = tree.head(prep)
    if verb.pos not in {"VERB", "AUX"} or tree.kids(verb, "nsubj", "nsubjpass"):
        return None
    return verb


def noun_above(tree: Sentence, name: Token) -> Token | None:
    """The noun whose prepositional phrase a name ends: "an analyst at X, Y" – Y is the analyst."""
    prep = tree.head(name)
    noun = tree.head(prep)
    return noun if name.dep == "pobj" and prep.dep == "prep" and noun.pos == "NOUN" and noun.name < 0 else None
