"""What stands apart from the words it belongs to: an adverb or a date is between them."""

from __future__ import annotations

from kg.reading.repairs.rules import of_names, of_words
from kg.reading.repairs.signs import Signs, hung
from kg.reading.trees import Sentence, Token


@of_names("npadvmod")
def set_off(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "X, meanwhile, is taking Y to court": what opens the sentence is the subject that the verb lacks."""
    lacking = head.pos == "VERB" and not tree.kids(head, "nsubj", "nsubjpass", "csubj")
    if token.i or head.i < 4 or not lacking or signs.types[token.name] in signs.places:
        return None
    marks = [t.i for t in tree.tokens[1 : head.i] if t.text == ","]
    apart = (
        len(marks) == 2
        and marks[0] == 1
        and all(t.dep in {"advmod", "prep", "pobj", "det"} for t in tree.tokens[2 : marks[1]])
    )
    return hung(tree, token, "nsubjpass" if tree.kids(head, "auxpass") else "nsubj", head) if apart else None


@of_words("advcl")
def after_date(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "closed a round last week led by X": the round is led by X, though the date stands between."""
    object_ = next((k for k in tree.kids(head, "dobj") if k.i < token.i), None)
    between = tree.tokens[object_.i + 1 : token.i] if object_ is not None else ()
    date = [t for t in between if t.dep == "npadvmod" and t.head == head.i]
    if object_ is None or token.tag != "VBN" or not tree.kids(token, "agent") or tree.kids(token, "mark", "nsubj"):
        return None
    whole = len(date) == 1 and {t.i for t in tree.subtree(date[0])} == {t.i for t in between}
    return hung(tree, token, "acl", object_) if whole else None
