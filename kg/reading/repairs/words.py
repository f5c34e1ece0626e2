"""Words of the wrong class: plurals taken for verbs, participles for gerunds, prepositions without a noun."""

from __future__ import annotations

from dataclasses import replace

from kg.reading.repairs.rules import of_any, of_words
from kg.reading.repairs.signs import Signs, hung, moved
from kg.reading.trees import Sentence, Token


@of_any("xcomp", "acl", "pcomp")
def adjectival(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "matches leading models": the participle is an adjective of what the parser made its object."""
    if token.lemma not in signs.adjectival:
        return None
    noun = next((k for k in tree.kids(token, "dobj") if k.i > token.i), None)
    if token.tag != "VBG" or noun is None or noun.name >= 0 or tree.kids(noun, "det"):
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


@of_any("ccomp", "dobj")
def plural(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "blocks DeepSeek downloads": a plural that the parser took for a verb of the name before it."""
    if token.lemma not in signs.things:
        return None
    before = tree.tokens[token.i - 1]
    verbal = token.tag == "VBZ" and before.head == token.i and before.dep == "nsubj"
    if not verbal or before.name < 0 or head.pos != "VERB" or head.i > before.i or _governs(tree, token):
        return None
    return Sentence(
        [
            replace(t, tag="NNS", pos="NOUN", dep="dobj")
            if t.i == token.i
            else replace(t, dep="compound")
            if t.i == before.i
            else t
            for t in tree.tokens
        ]
    )


@of_any("dobj")
def gerund(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "begun shipping samples of X": the gerund governs the noun, the parser made it a part of it."""
    if token.lemma not in signs.things:
        return None
    verb = tree.tokens[token.i - 1]
    begun = verb.tag == "VBG" and verb.dep == "compound" and verb.head == token.i and head.i == verb.i - 1
    if not begun or head.pos != "VERB":
        return None
    places = {verb.i: ("xcomp", head.i), token.i: ("dobj", verb.i)}
    later = {k.i for k in tree.kids(head, "prep") if k.i > token.i}
    tree = moved(tree, places, later, verb.i)
    return Sentence([replace(t, pos="VERB") if t.i == verb.i else t for t in tree.tokens])


@of_words("compound")
def spent(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "spent $5.6 million training X": the sum is what is spent, and X what is trained."""
    amount, verb = tree.tokens[token.i - 1], tree.head(head)
    beside = token.i + 1 == head.i and amount.head in {head.i, token.i} and amount.tag == "CD"
    if head.name < 0 or head.dep != "dobj" or verb.pos != "VERB" or not beside or amount.dep != "nummod":
        return None
    stem = token.text.lower().removesuffix("ing")
    lemma = next(iter({stem, stem + "e", stem[:-1]} & signs.doings), "") if token.text.endswith("ing") else ""
    if not lemma:
        return None
    tree = moved(tree, {amount.i: ("dobj", verb.i), token.i: ("xcomp", verb.i), head.i: ("dobj", token.i)})
    return Sentence([replace(t, lemma=lemma, tag="VBG", pos="VERB") if t.i == token.i else t for t in tree.tokens])


@of_words("amod")
def after_span(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "ended the day 3% lower": the comparative tells how it ended, not what day it was."""
    verb = tree.head(head)
    spanned = head.i < token.i and head.dep == "npadvmod" and head.name < 0
    if token.tag != "JJR" or not spanned or verb.pos != "VERB" or verb.i > head.i:
        return None
    first = next((t for t in tree.tokens[head.i + 1 : token.i] if t.head == head.i), None)
    places = {token.i: ("advmod", verb.i)} | ({first.i: ("npadvmod", token.i)} if first is not None else {})
    rest = {t.i for t in tree.tokens[head.i + 1 : token.i] if t.head == head.i and t is not first}
    return moved(tree, places, rest, first.i if first is not None else head.i)


@of_any("prep", "agent")
def orphan(tree: Sentence, token: Token, _: Token, _signs: Signs) -> Sentence | None:
    """As in "developed by the start-up X": a preposition without a noun takes the phrase that begins right after it."""
    if tree.children[token.i] or token.i + 1 >= len(tree.tokens):
        return None
    phrase = tree.tokens[token.i + 1]
    above = {a.i for a in tree.ancestors(token)}
    while phrase.head != phrase.i:
        head = tree.head(phrase)
        if head.i in above or head.i <= token.i or min(t.i for t in tree.subtree(head)) != token.i + 1:
            break
        phrase = head
    nominal = phrase.pos in {"NOUN", "PROPN"} and phrase.i not in above
    return hung(tree, phrase, "pobj", token) if nominal and phrase.dep in {"npadvmod", "dep", "dobj"} else None


@of_any("conj")
def joined(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "an AI and cloud computing firm": the firm is meant, not the AI."""
    if token.lemma not in signs.described:
        return None
    article = next((k for k in tree.kids(head, "det")), None)
    if head.name >= 0 or head.pos not in {"NOUN", "PROPN"} or article is None:
        return None
    mere = signs.described.get(head.lemma) is None and head.tag != "NNS" and head.i < token.i
    if not mere or article.lemma not in {"a", "an"} or tree.kids(token, "det", "poss"):
        return None
    above = token.i if head.head == head.i else head.head
    kids = {k.i for k in tree.kids(head) if k.i != token.i}
    places = {token.i: (head.dep, above), head.i: ("compound", token.i)}
    return moved(tree, places, kids, token.i)


def _governs(tree: Sentence, verb: Token) -> bool:
    return bool(tree.kids(verb, "dobj", "xcomp", "ccomp", "aux", "auxpass"))


@of_words("pobj")
def behind_particle(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "put in $60 million": what stands behind a verb and its particle is the verb's object."""
    verb = tree.head(head)
    particle = head.dep == "prt" and verb.pos == "VERB" and not tree.kids(verb, "dobj")
    return hung(tree, token, "dobj", verb) if particle else None
