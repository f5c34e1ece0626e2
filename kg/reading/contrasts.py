"""What a sentence sets against what it says: in "Italy, not Germany, banned X" Germany did not.

A party or a phrase with a "not" of its own, or behind "rather than", is cut off from the list that it stands in, and
its "not" from the verb; what is said of the list is denied of it. In "not Italy but Germany" the second takes the place
of the first. A "not" that only heightens what follows ("not only X but also Y") denies nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.lexicon import Grammar
from kg.reading.clauses import SUBJECTS, VERBAL
from kg.reading.fillers import Fillers
from kg.reading.statements import Statement
from kg.reading.trees import Sentence, Token

APART = "contrast"
"""The label of what is set against something else; no position looks for it."""
SELF = "self"
"""The position of who or what a trigger stands for itself."""
JOINED = {"conj", "appos", "dep", "npadvmod"}
"""Labels of a party beside another."""
PHRASES = {"prep", "agent", "conj", "dative"}
PARTIES = {"nsubj", "nsubjpass", "dobj", "attr", "pobj", "prep", "agent"}
"""Labels of what "not … but …" may deny."""
BEFORE = {"det", "compound", "amod", "nmod", "poss", "nummod", "case"}
"""Labels of what stands before a noun in its phrase."""


def uncontrasted(tree: Sentence, grammar: Grammar) -> Sentence:
    """The tree in which what is denied by a word of its own is no member of any list."""
    words = grammar["negations"] | grammar["instead_words"]
    if any(t.lemma.lower() in words for t in tree.tokens):
        for changes in (_heightening, _replaced, _denied):
            places = dict(changes(tree, grammar))
            changed = Sentence(
                [replace(t, dep=places[t.i][0], head=places[t.i][1]) if t.i in places else t for t in tree.tokens]
            )
            tree = changed if places and changed.is_tree else tree
    return tree


def contrasted(statement: Statement, fillers: Fillers) -> Iterator[Statement]:
    """What a statement denies of those set against its parties: in "Italy, not Germany, banned X" that Germany did."""
    relation = fillers.ontology.relations[statement.relation]
    known = {filler.name for _, filler, _ in statement.roles}
    for i, (role, filler, path) in enumerate(statement.roles if statement.polarity == "positive" else ()):
        for token in _against(fillers.tree, filler.start, path, statement.trigger):
            for other in fillers.of(token, relation.role(role), identity=True):
                if other.name not in known and other.type == filler.type:
                    roles = (*statement.roles[:i], (role, other, path), *statement.roles[i + 1 :])
                    yield replace(statement, roles=roles, polarity="negative")


def _against(tree: Sentence, start: int, path: str, trigger: tuple[int, int]) -> Iterator[Token]:
    """The names set against the party that begins at an offset; not where the trigger only describes that party."""
    party = next((t for t in tree.tokens if t.start == start and t.name >= 0), None)
    if party is not None and path == SELF and party.dep not in SUBJECTS:
        return
    while party is not None:
        within = any(trigger[0] <= t.start < trigger[1] for t in tree.subtree(party))
        yield from (k for k in tree.kids(party, APART) if k.name >= 0 and not within)
        party = tree.head(party) if party.dep in {"compound", "nmod"} else None


def _heightening(tree: Sentence, grammar: Grammar) -> Iterator[tuple[int, tuple[str, int]]]:
    """The "not" of "not only" and of "not surprisingly"."""
    for token, after in zip(tree.tokens, tree.tokens[1:], strict=False):
        if token.lemma.lower() in grammar["negations"] and token.dep in {"neg", "preconj", "advmod"}:
            aside = after.tag == "RB" and _between_commas(tree, token, after)
            if after.lemma.lower() in grammar["limiting_words"] or aside:
                yield token.i, (APART, token.head)


def _between_commas(tree: Sentence, first: Token, last: Token) -> bool:
    before, after = tree.tokens[max(0, first.i - 1)], tree.tokens[last.i + 1 : last.i + 2]
    return any(t.text == "," for t in after) and (first.i == 0 or before.text == ",")


def _replaced(tree: Sentence, grammar: Grammar) -> Iterator[tuple[int, tuple[str, int]]]:
    """The parties of "not X but Y": the second stands where the first did."""
    for word in tree.tokens:
        first = _phrase(tree, word)
        if first is None or first.dep not in PARTIES:
            continue
        cut = next((t for t in tree.tokens[first.i :] if t.lemma in grammar["contrasts"]), None)
        beside = tree.kids(tree.head(first), first.dep)
        for second in (*tree.kids(first, "conj"), *beside) if cut is not None else ():
            if cut is not None and _edge(tree, second) == cut.i + 1:
                yield first.i, (APART, second.i)
                yield second.i, (first.dep, first.head)
                yield word.i, (APART, first.i)
                yield from ((n.i, ("pobj", second.i)) for n in _stranded(tree, first, second))


def _stranded(tree: Sentence, first: Token, second: Token) -> Iterator[Token]:
    """What the second preposition governs, hung on what the first one governs: "not by X but by Y"."""
    if not tree.kids(second, "pobj"):
        for party in tree.kids(first, "pobj"):
            yield from (t for t in tree.kids(party, "conj") if _edge(tree, t) == second.i + 1)


def _denied(tree: Sentence, grammar: Grammar) -> Iterator[tuple[int, tuple[str, int]]]:
    """Parties and phrases behind a "not" or a "rather than" of their own: "X, not Y", "of X, not of Y"."""
    for word in tree.tokens:
        phrase = _phrase(tree, word)
        if phrase is not None and _beside(tree, word, phrase):
            above = phrase.head if phrase.head != word.i else word.head
            yield phrase.i, (APART, above)
            yield word.i, (APART, phrase.i)
    for token in tree.tokens:
        if token.dep in JOINED | PHRASES and token.pos not in VERBAL and _instead(tree, token, grammar):
            yield token.i, (APART, token.head)


def _beside(tree: Sentence, word: Token, phrase: Token) -> bool:
    """Whether a phrase with its "not" follows another, behind a comma or an "and"."""
    before = tree.tokens[word.i - 1] if word.i else word
    if phrase.dep in JOINED and phrase.tag not in {"IN", "TO"}:
        return phrase.head < word.i and phrase.pos not in VERBAL
    return phrase.dep in PHRASES and phrase.tag in {"IN", "TO"} and (before.text == "," or before.dep == "cc")


def _phrase(tree: Sentence, word: Token) -> Token | None:
    """The head of the noun or prepositional phrase that a "not" stands before; None where it denies something else."""
    if word.dep not in {"neg", "preconj"} or word.i + 1 == len(tree.tokens):
        return None
    first = tree.tokens[word.i + 1]
    head = first
    while head.dep in BEFORE and head.head > head.i:
        head = tree.head(head)
    return head if first.tag not in {"RB", "RBR", "RBS", "VB"} and head.head != head.i else None


def _edge(tree: Sentence, token: Token) -> int:
    """Where the phrase of a noun or a preposition begins."""
    return min([token.i, *(_edge(tree, k) for k in tree.kids(token, *BEFORE) if k.i < token.i)])


def _instead(tree: Sentence, token: Token, grammar: Grammar) -> bool:
    """Whether "rather than" or "instead of" stands before a phrase, or before the preposition of a second noun."""
    edge = _edge(tree, token)
    edge -= token.dep == "conj" and edge > 0 and tree.tokens[edge - 1].dep in PHRASES
    mark = tree.tokens[max(0, edge - 2) : edge]
    return len(mark) == 2 and mark[0].lemma.lower() in grammar["instead_words"] and mark[1].tag == "IN"
