"""Trees put right where names prove the parser wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.reading.language import Sentence, Token


def repaired(tree: Sentence, types: Sequence[str]) -> Sentence:
    """The tree without appositions between names of different types: in "In Tokyo, SoftBank fell" SoftBank is the subject."""
    for token in tree.tokens:
        head = tree.head(token)
        if changed := _second_subject(tree, token, head) or _participle(tree, token, head) or _absolute(tree, token):
            return repaired(changed, types)
        if token.name >= 0 and head.name >= 0 and types[token.name] != types[head.name] and _beside(tree, token):
            verb, noun = _verb_without_subject(tree, head), _noun_above(tree, head)
            if verb is not None and verb.i > token.i:
                return repaired(_promoted(tree, token, head, verb), types)
            if noun is not None:
                return repaired(_moved(tree, token, "appos", noun), types)
    return tree


def _beside(tree: Sentence, token: Token) -> bool:
    """Whether a name hangs on another by a comma alone."""
    if token.dep == "appos":
        return True
    return token.dep == "conj" and not any(k.dep == "cc" for k in (*tree.kids(tree.head(token)), *tree.kids(token)))


def _noun_above(tree: Sentence, name: Token) -> Token | None:
    """The noun whose prepositional phrase a name ends: "an analyst at X, Y" – Y is the analyst."""
    prep = tree.head(name)
    noun = tree.head(prep)
    return noun if name.dep == "pobj" and prep.dep == "prep" and noun.pos == "NOUN" and noun.name < 0 else None


def _moved(tree: Sentence, token: Token, dep: str, head: Token) -> Sentence:
    return Sentence([replace(t, dep=dep, head=head.i) if t.i == token.i else t for t in tree.tokens])


def _second_subject(tree: Sentence, token: Token, head: Token) -> Sentence | None:
    """ "X's founder, Y is said to", "X's founder Y has": the second subject is an apposition of the first."""
    if token.dep not in {"nsubj", "nsubjpass"} or token.name < 0:
        return None
    first = next((k for k in tree.kids(head, "nsubj", "nsubjpass") if k.i < token.i and k.pos in {"NOUN", "PROPN"} and k.name < 0), None)
    if first is None:
        return None
    beside = first.i == token.i - 1 or (first.i == token.i - 2 and tree.tokens[token.i - 1].text == ",")
    return _moved(tree, token, "appos", first) if beside else None


def _participle(tree: Sentence, token: Token, head: Token) -> Sentence | None:
    """ "networks that X has built, banning Y": the participle belongs to the relative clause."""
    if token.dep != "acl" or token.tag != "VBG" or tree.tokens[token.i - 1].text != ",":
        return None
    clause = next((k for k in tree.kids(head, "relcl") if k.i < token.i and any(s.dep == "nsubj" and s.tag not in {"WDT", "WP"} for s in tree.kids(k))), None)
    return _moved(tree, token, "advcl", clause) if clause else None


def _absolute(tree: Sentence, token: Token) -> Sentence | None:
    """ "with X – a maker of Y – losing Z": what "with" governs is the subject of the participle."""
    if token.dep != "advcl" or token.tag != "VBG" or any(True for _ in tree.kids(token, "nsubj", "nsubjpass", "mark")):
        return None
    for i in range(token.i - 1, 0, -1):
        before = tree.tokens[i]
        if before.pos in {"VERB", "AUX"}:
            return None
        if before.lemma == "with" and tree.tokens[i - 1].text == ",":
            party = next((k for k in tree.kids(before, "pobj") if k.name >= 0), None)
            return _moved(tree, party, "nsubj", token) if party else None
    return None


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
