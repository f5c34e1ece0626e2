"""Verbs that lost their subject, and participles and infinitives on the wrong word."""

from __future__ import annotations

from dataclasses import replace

from kg.reading.repairs.rules import of_any, of_names, of_words
from kg.reading.repairs.signs import Signs, hung, moved, promoted
from kg.reading.trees import Sentence, Token


@of_names("compound", "nmod")
def subject(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """A name right before a finite verb that has no subject is no part of a compound with it."""
    if head.pos != "VERB" or head.tag not in {"VBZ", "VBD", "VBP"} or head.i < token.i:
        return None
    return None if bool(tree.kids(head, "nsubj", "nsubjpass")) else hung(tree, token, "nsubj", head)


@of_any("appos")
def fronted(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "After the launch of X, stocks fell": the plural is the subject, not an apposition."""
    if token.tag != "NNS" or head.dep != "pobj" or head.name < 0:
        return None
    above = head
    while above.dep in {"pobj", "prep"}:
        above = tree.head(above)
    if above.pos != "VERB" or above.i < token.i or tree.kids(above, "nsubj", "nsubjpass"):
        return None
    return promoted(tree, token, head, above)


@of_any("advcl")
def absolute(tree: Sentence, token: Token, _: Token, _signs: Signs) -> Sentence | None:
    """As in "with X – a maker of Y – losing Z": what "with" governs is the subject of the participle."""
    if token.tag != "VBG" or tree.kids(token, "nsubj", "nsubjpass", "mark"):
        return None
    for i in range(token.i - 1, 0, -1):
        before = tree.tokens[i]
        if before.pos in {"VERB", "AUX"}:
            return None
        if before.lemma == "with" and tree.tokens[i - 1].text == ",":
            party = next((k for k in tree.kids(before, "pobj") if k.name >= 0), None)
            return hung(tree, party, "nsubj", token) if party else None
    return None


@of_any("acl")
def second_absolute(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "with X tied to Y and Z supplying W": the second party is the subject of the second participle."""
    party = tree.tokens[token.i - 1]
    if token.tag != "VBG" or party.dep != "conj" or party.name < 0 or party.head != head.i:
        return None
    marked = (k for above in tree.ancestors(head) for k in tree.kids(above, "mark", "prep"))
    if not any(k.lemma == "with" and k.i < head.i and tree.tokens[k.i - 1].text == "," for k in marked):
        return None
    clause = next(a for a in tree.ancestors(head) if a.pos in {"VERB", "AUX"})
    places = {token.i: ("conj", clause.i), party.i: ("nsubj", token.i)}
    return moved(tree, places)


@of_any("nsubj")
def quoted(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "X, said Y, was trained": the first subject is that of the verb after the words about who says so."""
    verb = tree.head(head)
    if head.dep not in {"parataxis", "ccomp"} or verb.i < head.i or token.i > head.i:
        return None
    said = any(k.i > head.i for k in tree.kids(head, "nsubj"))
    if not said or tree.kids(verb, "nsubj", "nsubjpass"):
        return None
    dep = "nsubjpass" if tree.kids(verb, "auxpass") else "nsubj"
    return hung(tree, token, dep, verb)


@of_any("acl")
def participle(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "networks that X has built, banning Y": the participle belongs to the relative clause."""
    if token.tag != "VBG" or tree.tokens[token.i - 1].text != ",":
        return None
    clause = next(
        (
            k
            for k in tree.kids(head, "relcl")
            if k.i < token.i and any(s.dep == "nsubj" and s.tag not in {"WDT", "WP"} for s in tree.kids(k))
        ),
        None,
    )
    return hung(tree, token, "advcl", clause) if clause else None


@of_any()
def participle_of_comma(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "The FTC, investigating X, asked": a participle that the parser hung on the comma."""
    if token.tag != "VBG" or head.text != "," or head.i != token.i - 1 or token.i < 2:
        return None
    party = tree.tokens[token.i - 2]
    return hung(tree, token, "acl", party) if party.pos in {"NOUN", "PROPN"} else None


@of_any("acl")
def of_the_noun(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "a start-up in Athens founded by X": the start-up is founded, not the place."""
    if token.tag != "VBN" or head.name < 0 or head.dep != "pobj":
        return None
    noun = tree.head(tree.head(head))
    if noun.pos != "NOUN" or noun.name >= 0 or signs.types[head.name] not in signs.places:
        return None
    return hung(tree, token, "acl", noun)


@of_any("advcl")
def stopped(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "stopped X selling Y": a participle whose own subject follows the verb is the verb's object clause."""
    if token.tag != "VBG" or token.i < head.i or head.pos != "VERB":
        return None
    between = tree.tokens[head.i + 1 : token.i]
    own = any(k.i > head.i for k in tree.kids(token, "nsubj"))
    plain = not any(t.text == "," or t.dep in {"mark", "dobj", "prep", "prt"} for t in between)
    return hung(tree, token, "ccomp", head) if own and plain else None


@of_any("acl", "relcl")
def bare_relative(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "the studio X bought in 2021": a name between a noun and a past tense begins what is said of the noun."""
    noun = tree.tokens[head.i - 1]
    apposed = head.name >= 0 and head.dep == "appos" and head.head == noun.i and noun.name < 0 and noun.pos == "NOUN"
    if token.tag != "VBD" or not apposed or token.i < head.i:
        return None
    if tree.kids(token, "nsubj", "nsubjpass", "agent", "auxpass", "dobj"):
        return None
    return moved(tree, {head.i: ("nsubj", token.i), token.i: ("relcl", noun.i)})


@of_any("advcl")
def sent(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "sent X's shares tumbling": right behind an object the participle tells what that does."""
    if token.tag != "VBG" or head.lemma not in signs.controlling:
        return None
    ends = (max(t.i for t in tree.subtree(thing)) for thing in tree.kids(head, "dobj"))
    return hung(tree, token, "xcomp", head) if token.i - 1 in ends else None


@of_any("acl")
def purpose(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "overtook X to become the top app": an infinitive is of the verb, not of the name before it."""
    if token.tag != "VB" or head.name < 0:
        return None
    verb = tree.head(head)
    own = head.dep == "dobj" and verb.pos == "VERB" and verb.i < head.i
    return hung(tree, token, "advcl", verb) if own and verb.lemma not in signs.controlling else None


@of_words("prep")
def agent(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "X is forbidden to officials by Y": a passive without an agent takes the name that "by" brings."""
    if token.lemma != "by" or head.pos != "NOUN":
        return None
    party = next(iter(tree.kids(token, "pobj")), None)
    if party is None or party.name < 0:
        return None
    if signs.types[party.name] in signs.made or head.dep != "pobj" or signs.described.get(head.lemma) in signs.made:
        return None
    verb = next((a for a in tree.ancestors(head) if a.pos == "VERB"), None)
    passive = verb is not None and any(tree.kids(verb, "auxpass")) and not any(tree.kids(verb, "agent"))
    return hung(tree, token, "agent", verb) if verb is not None and passive and head.lemma not in signs.things else None


@of_words()
def barred(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "forbids firms that get funds from using X": the gerund belongs to the verb that bars."""
    if token.lemma != "from" or head.pos != "NOUN" or not any(k.tag == "VBG" for k in tree.kids(token, "pcomp")):
        return None
    relative = next((a for a in tree.ancestors(head) if a.dep in {"relcl", "acl"}), None)
    verb = tree.head(tree.head(relative)) if relative is not None else head
    return hung(tree, token, "prep", verb) if verb.i < head.i and verb.lemma in signs.controlling else None


@of_any("ccomp")
def cleft(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "It was X that did Y": the clause is of X."""
    if head.lemma != "be" or not any(k.lemma == "it" for k in tree.kids(head, "nsubj")):
        return None
    party = next((k for k in tree.kids(head, "attr") if k.i < token.i), None)
    own = any(k.tag in {"WDT", "WP"} for k in tree.kids(token, "nsubj", "nsubjpass", "dobj"))
    return hung(tree, token, "relcl", party) if party is not None and own else None


@of_names("appos")
def labelled(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "Stat of the day: X has climbed": what stands before the colon is a label, X is the subject."""
    verb = tree.head(head)
    behind = token.i > 1 and tree.tokens[token.i - 1].text == ":" and verb.i > token.i
    if head.name >= 0 or head.dep not in {"nsubj", "nsubjpass"} or not behind:
        return None
    return moved(tree, {token.i: (head.dep, verb.i), head.i: ("dep", verb.i)})


@of_any("ccomp")
def of_the_named(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "a bot called X that Y trained": the clause that lacks an object is of the name before it."""
    if head.lemma != "be" or tree.kids(token, "dobj", "ccomp", "auxpass"):
        return None
    mark = next((k for k in tree.kids(token, "mark") if k.text == "that"), None)
    party = tree.tokens[mark.i - 1] if mark is not None and mark.i else token
    if mark is None or party.name < 0 or not tree.kids(token, "nsubj"):
        return None
    tree = moved(tree, {token.i: ("relcl", party.i), mark.i: ("dobj", token.i)})
    return Sentence([replace(t, tag="WDT", pos="PRON") if t.i == mark.i else t for t in tree.tokens])


@of_any("oprd")
def so_called(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "uses what it calls X": X is what it uses."""
    above = tree.head(head)
    free = head.dep in {"ccomp", "pcomp"} and any(k.tag == "WP" and k.text == "what" for k in tree.kids(head, "dobj"))
    if not free or above.pos not in {"VERB", "ADP"} or above.i > head.i:
        return None
    dep = "dobj" if above.pos == "VERB" else "pobj"
    return moved(tree, {token.i: (dep, above.i), head.i: ("relcl", token.i)})


@of_names("attr", "nsubj")
def inverted(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "Leading the lab is X": X does what the sentence begins with."""
    below = next((k for k in tree.kids(head, "csubj", "advcl") if k.tag == "VBG"), None)
    verb = below or tree.head(head)
    fronted = (
        verb.tag == "VBG"
        and verb.i < head.i < token.i
        and not any(k.i < verb.i for k in tree.kids(verb) if k.dep != "advmod")
    )
    if head.lemma != "be" or not fronted or tree.kids(verb, "nsubj"):
        return None
    if any(k.dep in {"nsubj", "attr", "expl"} and k.i != token.i for k in tree.kids(head)):
        return None
    place = (head.dep, verb.i if head.dep == "ROOT" else head.head) if below else (verb.dep, verb.head)
    kids = [k.i for k in tree.kids(head) if k.i not in {token.i, verb.i}]
    return moved(tree, {verb.i: place, head.i: ("aux", verb.i), token.i: ("nsubj", verb.i)}, kids, verb.i)


@of_names("attr")
def fronted_place(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "In charge of sales is X", "Among its users are X and Y": X is the subject."""
    if head.lemma != "be" or token.i < head.i or tree.kids(head, "nsubj", "expl", "csubj"):
        return None
    fronted = any(k.i < head.i for k in tree.kids(head, "prep"))
    return hung(tree, token, "nsubj", head) if fronted else None


@of_words("relcl", "acl")
def first_to(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "X was the first to ship Y": who was the first, or the only one, ships it."""
    infinitive = any(k.tag == "TO" and k.i + 1 == token.i for k in tree.kids(token, "aux"))
    if not infinitive or head.dep != "attr" or head.tag not in {"JJ", "CD"} or head.i > token.i:
        return None
    told = moved(tree, {token.i: ("advcl", head.head)})
    return Sentence([replace(t, tag="VB", pos="VERB") if t.i == token.i else t for t in told.tokens])


@of_words("amod")
def worth(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "ordered tools worth $3m from X": they were ordered from X."""
    sum_ = next(iter(tree.kids(token, "npadvmod", "dobj")), None)
    prep = next((k for k in tree.kids(token, "prep") if sum_ is not None and k.i > sum_.i), None)
    verb = tree.head(head)
    if prep is None or token.i < head.i or head.dep != "dobj" or verb.pos != "VERB":
        return None
    return moved(tree, {prep.i: ("prep", verb.i)})


@of_words("conj")
def second_preposition(tree: Sentence, token: Token, head: Token, _: Signs) -> Sentence | None:
    """As in "sells chips to X, which makes Y, and to Z": the second "to" stands where the first does."""
    if token.tag not in {"IN", "TO"} or head.pos != "VERB" or not tree.kids(token, "pobj"):
        return None
    alike = (t for t in reversed(tree.tokens[: token.i]) if t.lemma == token.lemma and t.dep in {"prep", "dative"})
    first = next(alike, None)
    joined = tree.tokens[token.i - 1].dep == "cc"
    return hung(tree, token, first.dep, tree.head(first)) if joined and first is not None else None
