"""Where people work: firms and titles on the wrong person."""

from __future__ import annotations

from kg.reading.repairs.rules import of_any, of_names
from kg.reading.repairs.signs import Signs, hung, noun_above
from kg.reading.trees import Sentence, Token


@of_names("appos")
def employer(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "Jane Roe, chief analyst, X": the firm that ends such a line is where the title is held."""
    ends = all(t.text in {".", '"', "'", ")"} for t in tree.tokens[token.i + 1 :])
    if not ends or token.i < 4 or signs.types[token.name] in signs.made:
        return None
    person = head if head.name >= 0 else tree.head(head)
    title = next((k for k in tree.kids(person, "appos") if k.name < 0 and person.i < k.i < token.i), None)
    if title is None or person.name < 0 or signs.described.get(title.lemma) != signs.types[person.name]:
        return None
    return hung(tree, token, "compound", title) if signs.types[token.name] not in signs.places else None


@of_any("prep")
def last_employer(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "X analyst Jane Roe and John Doe at Y": who has an employer already is not at Y, too."""
    before = tree.tokens[token.i - 1]
    listed = before.name >= 0 and before.dep == "conj" and before.head == head.i and head.name >= 0
    if token.lemma not in {"at", "of"} or not listed:
        return None
    alike = signs.types[before.name] == signs.types[head.name]
    own = any(k.i < before.i for k in tree.kids(head, "appos", "prep", "compound") if k.lemma in signs.described)
    return hung(tree, token, "prep", before) if alike and own else None


@of_names("conj")
def of_the_staff(tree: Sentence, token: Token, head: Token, signs: Signs) -> Sentence | None:
    """As in "two interns at X, Jane Roe and John Doe": the names are those of the interns, not of more firms."""
    if head.name < 0 or tree.tokens[token.i - 1].text != ",":
        return None
    noun = noun_above(tree, head)
    told = noun is not None and signs.described.get(noun.lemma) == signs.types[token.name]
    apart = signs.types[token.name] != signs.types[head.name]
    return hung(tree, token, "appos", noun) if noun is not None and told and apart and noun.tag == "NNS" else None
