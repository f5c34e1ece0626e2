"""What phrases put into the roles of a fact: names, holes and limits."""

from __future__ import annotations

from kg.asking.clauses import Known, Limit, Wanted
from kg.asking.nominals import EACH
from kg.asking.phrases import Phrase


def wanted(phrase: Phrase, types: frozenset[str]) -> Wanted:
    """A hole for what a noun stands for."""
    return Wanted(id=phrase.first, text=phrase.text, types=types, strict=bool(types), asked=bool(phrase.ask), must=True)


def known(phrase: Phrase) -> Known:
    """What a name stands for; joined names stand for any of them."""
    knowns = [lexeme.known for lexeme in phrase.lexemes if lexeme.known is not None]
    return Known(
        each=phrase.operator == EACH,
        text=phrase.text,
        types=frozenset(type_ for known in knowns for type_ in known.types),
        proper=frozenset(type_ for known in knowns for type_ in known.proper),
        entities=tuple(entity for known in knowns for entity in known.entities),
    )


def limit(phrase: Phrase) -> Limit:
    """What an amount is compared with: another, a range, or somebody's."""
    first, last = phrase.lexemes[0], phrase.lexemes[-1]
    if first.known is not None:
        return Limit(operator=phrase.operator, text=phrase.text, than=known(phrase))
    upto = last.amount if last is not first else None
    return Limit(operator=phrase.operator, text=phrase.text, amount=first.amount, upto=upto)
