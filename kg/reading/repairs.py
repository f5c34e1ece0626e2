"""Trees put right where names prove the parser wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.reading.trees import Sentence, Token


def repaired(
    tree: Sentence, types: Sequence[str], adjectival: frozenset[str] = frozenset(), places: frozenset[str] = frozenset()
) -> Sentence:
    """The tree without appositions of unlike names: in "In Tokyo, SoftBank fell" SoftBank is the subject."""
    for _ in tree.tokens:
        changed = _once(tree, types, adjectival, places)
        if changed is None:
            break
        tree = changed
    return tree


def _once(tree: Sentence, types: Sequence[str], adjectival: frozenset[str], places: frozenset[str]) -> Sentence | None:
    """The tree after the first repair that it needs; None where it needs none."""
    for token in tree.tokens:
        head = tree.head(token)
        if changed := _of_the_noun(tree, token, head, types, places):
            return changed
        if token.lemma in adjectival and (changed := _adjectival(tree, token, head)):
            return changed
        for repair in (_second_subject, _introduced, _subject, _participle, _absolute, _described, _fronted):
            if changed := repair(tree, token, head):
                return changed
        if token.name >= 0 and head.name >= 0 and types[token.name] != types[head.name] and _beside(tree, token):
            verb, noun = _verb_without_subject(tree, head), _noun_above(tree, head)
            if verb is not None and verb.i > token.i:
                return _promoted(tree, token, head, verb)
            if noun is not None:
                return _moved(tree, token, "appos", noun)
    return None


def _of_the_noun(
    tree: Sentence, token: Token, head: Token, types: Sequence[str], places: frozenset[str]
) -> Sentence | None:
    """As in "a start-up in Athens founded by X": the start-up is founded, not the place."""
    if token.dep != "acl" or token.tag != "VBN" or head.name < 0 or head.dep != "pobj":
        return None
    noun = tree.head(tree.head(head))
    if noun.pos != "NOUN" or noun.name >= 0 or types[head.name] not in places:
        return None
    return _moved(tree, token, "acl", noun)


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
    """As in "X's founder, Y is said to", "X's founder Y has": the second subject is an apposition of the first."""
    if token.dep not in {"nsubj", "nsubjpass"} or token.name < 0:
        return None
    first = next(
        (
            k
            for k in tree.kids(head, "nsubj", "nsubjpass")
            if k.i < token.i and k.pos in {"NOUN", "PROPN"} and k.name < 0
        ),
        None,
    )
    if first is None:
        return None
    beside = first.i == token.i - 1 or (first.i == token.i - 2 and tree.tokens[token.i - 1].text == ",")
    return _moved(tree, token, "appos", first) if beside else None


def _introduced(tree: Sentence, token: Token, head: Token) -> Sentence | None:
    """As in "Co-founder X spoke": the noun introduces the name, though the parser hung the clause on the noun."""
    noun = tree.head(head)
    clause = head.dep in {"ccomp", "relcl", "acl"} and head.head == noun.i
    if (
        token.name < 0
        or token.dep != "nsubj"
        or noun.i != token.i - 1
        or noun.pos != "NOUN"
        or noun.name >= 0
        or not clause
    ):
        return None
    above, dep = (head.i, "ROOT") if noun.dep == "ROOT" else (noun.head, noun.dep)
    return Sentence(
        [
            replace(t, dep="compound", head=token.i)
            if t.i == noun.i
            else replace(t, dep=dep, head=above)
            if t.i == head.i
            else t
            for t in tree.tokens
        ]
    )


def _subject(tree: Sentence, token: Token, head: Token) -> Sentence | None:
    """A name right before a finite verb that has no subject is no part of a compound with it."""
    if (
        token.name < 0
        or token.dep not in {"compound", "nmod"}
        or head.pos != "VERB"
        or head.tag not in {"VBZ", "VBD", "VBP"}
        or head.i < token.i
    ):
        return None
    return None if any(True for _ in tree.kids(head, "nsubj", "nsubjpass")) else _moved(tree, token, "nsubj", head)


def _participle(tree: Sentence, token: Token, head: Token) -> Sentence | None:
    """As in "networks that X has built, banning Y": the participle belongs to the relative clause."""
    if token.dep != "acl" or token.tag != "VBG" or tree.tokens[token.i - 1].text != ",":
        return None
    clause = next(
        (
            k
            for k in tree.kids(head, "relcl")
            if k.i < token.i and any(s.dep == "nsubj" and s.tag not in {"WDT", "WP"} for s in tree.kids(k))
        ),
        None,
    )
    return _moved(tree, token, "advcl", clause) if clause else None


def _adjectival(tree: Sentence, token: Token, head: Token) -> Sentence | None:
    """As in "matches leading models": the participle is an adjective of what the parser made its object."""
    noun = next((k for k in tree.kids(token, "dobj") if k.i > token.i), None)
    if (
        token.tag != "VBG"
        or token.dep not in {"xcomp", "acl", "pcomp"}
        or noun is None
        or any(True for _ in tree.kids(noun, "det"))
    ):
        return None
    dep = {"xcomp": "dobj", "pcomp": "pobj"}.get(token.dep, "dobj")
    kids = {k.i for k in tree.kids(token) if k.i != noun.i}
    return Sentence(
        [
            replace(t, dep=dep, head=head.i)
            if t.i == noun.i
            else replace(t, dep="amod", head=noun.i)
            if t.i == token.i
            else replace(t, head=noun.i)
            if t.i in kids
            else t
            for t in tree.tokens
        ]
    )


def _described(tree: Sentence, token: Token, _: Token) -> Sentence | None:
    """As in "leapfrogging rival X": a name right after the noun that describes it, both hung on one verb."""
    before = tree.tokens[token.i - 1]
    beside = token.i > 0 and before.head == token.head and before.pos == "NOUN" and before.name < 0
    if (
        token.name < 0
        or token.dep not in {"npadvmod", "dobj", "dep", "nmod"}
        or not beside
        or before.dep not in {"dobj", "dative", "npadvmod"}
    ):
        return None
    return _moved(tree, token, "appos", before)


def _fronted(tree: Sentence, token: Token, head: Token) -> Sentence | None:
    """As in "After the launch of X, stocks fell": the plural is the subject, not an apposition."""
    if token.dep != "appos" or token.tag != "NNS" or head.dep != "pobj" or head.name < 0:
        return None
    above = head
    while above.dep in {"pobj", "prep"}:
        above = tree.head(above)
    if above.pos != "VERB" or above.i < token.i or any(True for _ in tree.kids(above, "nsubj", "nsubjpass")):
        return None
    return _promoted(tree, token, head, above)


def _absolute(tree: Sentence, token: Token, _: Token) -> Sentence | None:
    """As in "with X – a maker of Y – losing Z": what "with" governs is the subject of the participle."""
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
