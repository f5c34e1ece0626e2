"""Names that the parser hung on the wrong word: appositions, descriptions, lists."""

from __future__ import annotations

from dataclasses import replace

from kg.reading.repairs.rules import of_any, of_names, of_words
from kg.reading.repairs.signs import Signs, hung, moved, noun_above, promoted, verb_without_subject
from kg.reading.trees import Sentence, Token

LOOSE = {"npadvmod", "dep", "appos", "dobj"}
"""Labels that the parser gives to what it could not place."""


@of_names("nsubj", "nsubjpass")
def second_subject(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "X's founder, Y is said to", "X's founder Y has": the second subject is an apposition of the first."""
    first = next(
        (
            k
            for k in tree.kids(head, "nsubj", "nsubjpass")
            if k.i < token.i and (k.pos in {"NOUN", "PROPN"} or k.lemma in signs.described) and k.name < 0
        ),
        None,
    )
    if first is None:
        return None
    beside = first.i == token.i - 1 or (first.i == token.i - 2 and tree.tokens[token.i - 1].text == ",")
    return hung(tree, token, "appos", first) if beside else None


@of_names("nsubj")
def introduced(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "Co-founder X spoke": the noun introduces the name, though the parser hung the clause on the noun."""
    noun = tree.head(head)
    clause = head.dep in {"ccomp", "relcl", "acl"} and head.head == noun.i
    if not clause or noun.i != token.i - 1 or noun.pos != "NOUN" or noun.name >= 0:
        return None
    if noun.dep == "appos" and not tree.kids(head, "dobj", "ccomp"):
        return None
    if signs.described.get(noun.lemma) != signs.types[token.name]:
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


@of_names("npadvmod", "dobj", "dep", "nmod")
def described(tree: Sentence, token: Token, _: Token, _signs: Signs) -> Sentence | None:
    """As in "leapfrogging rival X": a name right after the noun that describes it, both hung on one verb."""
    before = tree.tokens[token.i - 1]
    if token.dep in {"dep", "nmod"} and token.head == before.i < token.i and before.name < 0 and before.pos == "NOUN":
        return hung(tree, token, "appos", before)
    beside = token.i > 0 and before.head == token.head and before.pos == "NOUN" and before.name < 0
    return hung(tree, token, "appos", before) if beside and before.dep in {"dobj", "dative", "npadvmod"} else None


@of_names("appos")
def described_above(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "Apple's supplier of processors, TSMC": the name is of the noun that describes its type."""
    type_ = signs.types[token.name]
    if head.name >= 0 or head.dep != "pobj" or signs.described.get(head.lemma) == type_:
        return None
    noun = tree.head(tree.head(head))
    of_the_type = noun.name < 0 and signs.described.get(noun.lemma) == type_
    return hung(tree, token, "appos", noun) if of_the_type else None


@of_names("appos")
def described_before(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "the cost of training the model, X, was": the name is of the noun before the comma that tells its type."""
    if token.i < 2 or tree.tokens[token.i - 1].text != ",":
        return None
    before = tree.tokens[token.i - 2]
    type_, apart = signs.types[token.name], head.name < 0 and before.name < 0 and before.i != head.i
    told = signs.described.get(before.lemma) == type_ != signs.described.get(head.lemma)
    return hung(tree, token, "appos", before) if apart and told and before.pos == "NOUN" else None


@of_names("poss", "nsubj", "nsubjpass", *LOOSE)
def descriptor(tree: Sentence, name: Token, _: Token, signs: Signs) -> Sentence | None:
    """As in "Chinese tech firm X's models", "by the technology giant X": what describes a name belongs to it."""
    if not name.i:
        return None
    before = tree.tokens[name.i - 1]
    typed = before.name < 0 and signs.described.get(before.lemma) == signs.types[name.name]
    seated = before.tag == "VBN" and tree.tokens[before.i - 1].text == "-"
    subject = name.dep in {"nsubj", "nsubjpass"} and before.dep in LOOSE
    if (typed or seated) and (name.dep == "poss" or subject) and before.head == name.head:
        return hung(tree, before, "compound" if typed else "amod", name)
    first = tree.tokens[name.i - 2]
    if not typed or before.head != name.i or first.dep != "pobj" or first.name >= 0 or name.dep not in LOOSE:
        return None
    places = {first.i: ("compound", before.i), name.i: ("pobj", first.head)}
    return moved(tree, places)


@of_names(*LOOSE)
def second_object(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "banned X and, for a month, Y": what follows the "and" of a verb is its second object."""
    if head.pos != "VERB":
        return None
    first = next((k for k in tree.kids(head, "dobj") if k.name >= 0 and k.i < token.i), None)
    joined = first is not None and any(first.i < k.i < token.i for k in tree.kids(head, "cc"))
    return hung(tree, token, "conj", first) if first is not None and joined else None


@of_words("dobj", "attr", "npadvmod")
def second_description(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "runs a lab at X, a think tank": a second object after a comma is an apposition of the name before it."""
    if token.pos != "NOUN" or head.i > token.i:
        return None
    first = min(tree.subtree(token), key=lambda t: t.i)
    if first.text.lower() not in {"a", "an"} or first.i < 2 or tree.tokens[first.i - 1].text != ",":
        return None
    before = tree.tokens[first.i - 2]
    own = any(k.i < first.i for k in tree.kids(head, "dobj", "attr"))
    return hung(tree, token, "appos", before) if own and before.name >= 0 else None


@of_any("pobj")
def shared_preposition(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "co-founder of X and of Y": the repeated preposition goes on with the list."""
    if not head.i or tree.tokens[head.i - 1].dep != "cc":
        return None
    above = tree.head(head)
    siblings = [above] if head.dep == "conj" else [k for k in tree.kids(above, head.dep) if k.i < head.i]
    first = next((k for p in siblings if p.lemma == head.lemma for k in tree.kids(p, "pobj")), None)
    return hung(tree, token, "conj", first) if first is not None and first.i < head.i else None


@of_names("npadvmod")
def between_commas(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "its chatbot, X, is", "the service X": a name is an apposition of the noun before it."""
    if token.i < 2:
        return None
    if head.i == token.i - 1 and head.name < 0 and head.pos == "NOUN":
        return hung(tree, token, "appos", head)
    around = [t.text for t in (*tree.tokens[token.i - 1 : token.i], *tree.tokens[token.i + 1 : token.i + 2])]
    noun = tree.tokens[token.i - 2]
    told = noun.i == head.i or signs.described.get(noun.lemma) == signs.types[token.name]
    plain = noun.name < 0 and noun.pos == "NOUN" and around == [",", ","]
    return hung(tree, token, "appos", noun) if plain and told else None


@of_words()
def from_maker(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "against the chip X from Y": what stands right after a thing's name says where the thing is from."""
    if token.lemma != "from" or token.i < 2:
        return None
    thing = tree.tokens[token.i - 1]
    party = next(iter(tree.kids(token, "pobj")), None)
    if thing.name < 0 or party is None or party.name < 0 or head.i == thing.i:
        return None
    made = signs.types[thing.name] in signs.made and signs.types[party.name] not in signs.made | signs.places
    return hung(tree, token, "prep", thing) if made and thing.dep == "pobj" else None


@of_names("npadvmod", "dep", "nsubj")
def asyndetic(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "X, Y shares fall": a headline's comma is an "and"."""
    if token.i > 0 or len(tree.tokens) < 3 or tree.tokens[1].text != ",":
        return None
    other = tree.tokens[2]
    noun = tree.head(other)
    if other.name < 0 or other.dep not in {"compound", "nmod"} or noun.i != other.i + 1 or noun.dep != "nsubj":
        return None
    return hung(tree, token, other.dep, noun) if noun.head == head.i else None


@of_names("nmod", "compound", "dep")
def owned(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "X, Y's newest chip, is made": what Y owns is an apposition of X, not X a part of Y."""
    between = tree.tokens[token.i + 1 : head.i]
    beside = head.name >= 0 and [t.text for t in between] == [","]
    noun = tree.head(head)
    if not beside or head.dep != "poss" or noun.dep == "appos":
        return None
    above = token.i if noun.head == noun.i else noun.head
    kids = {k.i for k in tree.kids(noun) if k.i < token.i}
    places = {token.i: (noun.dep, above), noun.i: ("appos", token.i)}
    return moved(tree, places, kids, token.i)


@of_words("dobj")
def dashed(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "founded by X — an engineer — Y grew": what stands between dashes is of the name before them."""
    if head.i > token.i:
        return None
    first = min(tree.subtree(token), key=lambda t: t.i)
    if first.i < 2 or tree.tokens[first.i - 1].text != "\u2014" or tree.tokens[first.i - 2].name < 0:
        return None
    return hung(tree, token, "appos", tree.tokens[first.i - 2])


@of_names("appos", "conj")
def unlike(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "In Tokyo, SoftBank fell": names of unlike types are no apposition of one another."""
    if head.name < 0 or signs.types[token.name] == signs.types[head.name] or not _beside(tree, token):
        return None
    verb, noun = verb_without_subject(tree, head), noun_above(tree, head)
    if verb is not None and verb.i > token.i:
        return promoted(tree, token, head, verb)
    return hung(tree, token, "appos", noun) if noun is not None else None


@of_names("conj")
def after_clause(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "X, which owns Y, and Z": the comma before "and" ends the clause, so that Z goes with X."""
    if token.i < 2 or head.name < 0:
        return None
    closed = tree.tokens[token.i - 1].dep == "cc" and tree.tokens[token.i - 2].text == ","
    clause = next((a for a in tree.ancestors(head) if a.dep == "relcl"), None)
    if not closed or clause is None:
        return None
    party = tree.head(clause)
    opened = min(t.i for t in tree.subtree(clause))
    beside = party.name >= 0 and opened > 0 and tree.tokens[opened - 1].text == "," and party.i == opened - 2
    return hung(tree, token, "conj", party) if beside else None


@of_words("appos")
def last_of_list(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "A and B, a fund set up by X": what follows a list is said of its last name."""
    if token.tag not in {"NN", "NNP"} or head.name < 0:
        return None
    first = min(tree.subtree(token), key=lambda t: t.i)
    before = tree.tokens[first.i - 2]
    beside = tree.tokens[first.i - 1].text == "," and before.name >= 0 and before.i > head.i
    return hung(tree, token, "appos", before) if beside and before.dep == "conj" and before.head == head.i else None


@of_names("appos")
def second_described(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "X's parent Y and Z owner W": W is the owner, and the owner goes with the parent, not with Y."""
    noun = tree.tokens[token.i - 1]
    if noun.name >= 0 or noun.dep != "conj" or noun.i == head.i:
        return None
    owned = any(k.name >= 0 for k in tree.kids(noun, "compound", "nmod"))
    if not owned or signs.described.get(noun.lemma) != signs.types[token.name]:
        return None
    first = tree.head(noun)
    above = first.head if first.name >= 0 and first.dep == "appos" else first.i
    return moved(tree, {token.i: ("appos", noun.i), noun.i: ("conj", above)})


@of_names("nmod", "compound", "dep")
def list_item(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "A's X, B's Y and C's Z": names of one type with a comma between are a list, not parts of one another."""
    if head.name < 0:
        return None
    types = {signs.types[token.name], signs.types[head.name]}
    if len(types) > 1 and not types <= signs.made:
        return None
    inside = tree.tokens[token.i + 1 : head.i]
    listed = (
        bool(inside)
        and inside[0].text == ","
        and all(t.name >= 0 or t.dep == "cc" or t.text in {",", "'s", "'"} for t in inside)
    )
    if not listed:
        return None
    above = token.i if head.head == head.i else head.head
    kids = {k.i for k in tree.kids(head) if k.i < token.i}
    places = {token.i: (head.dep, above), head.i: ("conj", token.i)}
    owners = (t for t in inside if t.name >= 0 and tree.tokens[t.i + 1].text in {"'s", "'"})
    places |= {t.i: ("poss", t.i + 2) for t in owners if tree.tokens[t.i + 2].name >= 0}
    return moved(tree, places, kids, token.i)


@of_names()
def seated(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "Sunnyvale, California-based X is": the first place belongs to the participle, X to what it stood in."""
    after = tree.tokens[token.i + 1 : token.i + 5]
    if len(after) < 4 or after[0].text != "," or after[1].name < 0 or after[2].text != "-":
        return None
    participle = after[3]
    party = tree.head(participle)
    if participle.dep != "amod" or after[1].head != participle.i or party.head != token.i:
        return None
    above = party.i if head.i == token.i else head.i
    places = {token.i: ("npadvmod", participle.i), party.i: (token.dep, above)}
    return moved(tree, places)


def _beside(tree: Sentence, token: Token) -> bool:
    """Whether a name hangs on another by a comma alone."""
    if token.dep == "appos":
        return True
    return not any(k.dep == "cc" for k in (*tree.kids(tree.head(token)), *tree.kids(token)))
