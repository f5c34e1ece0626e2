"""Trees put right where names prove the parser wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.reading.language import Sentence, Token


def repaired(tree: Sentence, types: Sequence[str]) -> Sentence:
    """The tree without appositions between names of different types: in "In Tokyo, SoftBank fell" SoftBank is the subject."""
    for token in tree.tokens:
        head = tree.head(token)
        if token.dep == "appos" and token.name >= 0 and head.name >= 0 and types[token.name] != types[head.name]:
            verb = _verb_without_subject(tree, head)
            if verb is not None and verb.i > token.i:
                return repaired(_promoted(tree, token, head, verb), types)
    return tree


def _verb_without_subject(tree: Sentence, noun: Token) -> Token | None:
    """The verb whose prepositional phrase a noun ends, where that verb has no subject."""
    prep = tree.head(noun)
    if noun.dep != "pobj" or prep.dep != "prep":
        return None
    verb = tree.head(prep)
    if verb.pos not in {"VERB", "AUX"} or any(True for _ in tree.kids(verb, "nsubj", "nsubjpass")):
        return None
    return verb


def _promoted(tree: Sentence, name: Token, before: Token, verb: Token) -> Sentence:
    """The tree with a name as subject of a verb; what follows the name belongs to it."""
    dep = "nsubjpass" if any(True for _ in tree.kids(verb, "auxpass")) else "nsubj"
    return Sentence([
        replace(t, dep=dep, head=verb.i) if t.i == name.i
        else replace(t, head=name.i) if t.head == before.i and t.i > name.i
        else t
        for t in tree.tokens
    ])
