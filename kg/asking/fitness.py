"""How well something fits a role, by its types."""

from __future__ import annotations

from dataclasses import replace

from kg.asking.clauses import Extreme, Known, Limit, Literal, Term, Wanted
from kg.ontology import AMOUNT, ANYTHING, DATE, LITERAL, Ontology

EXACT, NEAR, BROAD, ANY = 0.3, 0.25, 0.1, 0.0
"""How well a type fits a range that is the type itself, one above or below it, the root of all types, or anything."""
SUM = -0.3
"""How well "what" fits a role for an amount: "what was acquired" asks for things, "what did R1 cost" for a sum."""
VALUES = frozenset({AMOUNT, DATE, LITERAL})


def fitted(
    term: Term, ranges: frozenset[str], ontology: Ontology, places: frozenset[str] = frozenset()
) -> tuple[Term, float] | None:
    """A term as it may fill a role with these ranges, and how well it fits; None where it does not.

    :param places: the types of places, where a name stands for nobody but itself.
    """
    if isinstance(term, Limit | Extreme):
        return (term, EXACT) if AMOUNT in ranges else None
    if isinstance(term, Literal):
        return (term, EXACT) if LITERAL in ranges else None
    if isinstance(term, Wanted) and not term.types:
        return None if ranges <= {DATE} else (term, SUM if ranges <= {AMOUNT} else ANY)
    scores = {type_: score for type_ in term.types if (score := _best(type_, ranges, ontology)) is not None}
    if not scores:
        return None
    if isinstance(term, Known):
        types = term.proper if ranges <= places else set(scores)
        term = replace(term, entities=tuple(e for e in term.entities if e.type in types))
    return term, max(scores.values())


def _best(type_: str, ranges: frozenset[str], ontology: Ontology) -> float | None:
    scores = [score for range_ in ranges if (score := _score(type_, range_, ontology)) is not None]
    return max(scores, default=None)


def _score(type_: str, range_: str, ontology: Ontology) -> float | None:
    if type_ == range_:
        return EXACT
    if type_ in VALUES or range_ in VALUES:
        return None
    if range_ == ANYTHING:
        return ANY
    if ontology.is_a(type_, range_):
        return BROAD if ontology.types[range_].ancestors == {range_} else NEAR
    return NEAR if ontology.is_a(range_, type_) else None
