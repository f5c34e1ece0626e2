"""Lists that the parser hung on the wrong word."""

from __future__ import annotations

from kg.reading.repairs.rules import of_names
from kg.reading.repairs.signs import Signs, hung, moved
from kg.reading.trees import Sentence, Token


@of_names("appos", "npadvmod", "dep", "conj")
def enumerated(tree: Sentence, token: Token, _: Token, signs: Signs) -> Sentence | None:
    """As in "Three firms have bought stakes in X: A, B and C": what follows the colon is the counted noun's."""
    colon = token.i - 1 - (token.i > 1 and tree.tokens[token.i - 1].dep == "det")
    if colon < 1 or tree.tokens[colon].text != ":":
        return None
    type_ = signs.types[token.name]
    counted = (
        t
        for t in tree.tokens[:colon]
        if t.tag == "NNS" and t.name < 0 and signs.described.get(t.lemma) == type_ and any(tree.kids(t, "nummod"))
    )
    noun = next(counted, None)
    return hung(tree, token, "appos", noun) if noun is not None and noun.i != token.head else None


@of_names("conj")
def after_bracket(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "founded by X (pictured) and Y": what follows the bracket goes with the name before it."""
    if head.name >= 0 or token.i < 4 or tree.tokens[token.i - 1].dep != "cc" or tree.tokens[token.i - 2].text != ")":
        return None
    opened = next((i for i in range(token.i - 3, 0, -1) if tree.tokens[i].text == "("), 0)
    party = tree.tokens[opened - 1]
    alike = opened and party.name >= 0 and signs.types[party.name] == signs.types[token.name]
    return hung(tree, token, "conj", party) if alike else None


@of_names("poss")
def owners(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "X's and Y's case against Z": both have the case, which the parser made the second subject."""
    first = tree.head(head)
    owned = head.dep == "conj" and first.name >= 0 and any(k.tag == "POS" for k in tree.kids(first, "case"))
    if not owned or head.name >= 0 or first.head == first.i or first.i > token.i:
        return None
    return moved(tree, {head.i: (first.dep, first.head), first.i: ("poss", head.i), token.i: ("conj", first.i)})
