"""Lists that the parser hung on the wrong word."""

from __future__ import annotations

from kg.reading.repairs.rules import of_names
from kg.reading.repairs.signs import Signs, hung
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
