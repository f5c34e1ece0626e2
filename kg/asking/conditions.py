"""Conditions of SPARQL on amounts, dates and types."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kg.asking.clauses import Limit, Wanted, Window
from kg.asking.terms import literal
from kg.asking.vocabulary import Vocabulary
from kg.graph.iris import decimal_text
from kg.model import Amount

ABOUT = Decimal("0.1")
"""How far "about $6 million" reaches on either side."""
EXACT = "=="
"""What asks for a number and nothing near it."""


def compared(value: str, limit: Limit, amount: Amount) -> str:
    """A comparison of a number with the one, or the two, of a limit."""
    if limit.upto is not None or limit.operator == "~":
        low, high = map(decimal_text, reach(limit, amount))
        return f"{value} >= {low} && {value} <= {high}"
    operator = "=" if limit.operator == EXACT else limit.operator
    return f"{value} {operator} {decimal_text(amount.value)}"


def reach(limit: Limit, amount: Amount) -> tuple[Decimal, Decimal]:
    """The ends of a range, or of what is about an amount."""
    if limit.upto is not None:
        return amount.value, limit.upto.value
    return amount.value * (1 - ABOUT), amount.value * (1 + ABOUT)


def typed(name: str, term: Wanted, vocabulary: Vocabulary) -> Iterator[str]:
    """A hole that only things of some types fill."""
    types = vocabulary.ontology.types.values()
    concrete = sorted(f"kg:{t.name}" for t in types if t.ancestors & term.types and not t.abstract)
    if len(concrete) == 1:
        yield f"{name} a {concrete[0]} ."
    else:
        yield f"{name} a {name}_type . FILTER({name}_type IN ({', '.join(concrete)}))"


def windowed(when: str, window: Window) -> str:
    """A comparison of dates of any precision: what may lie on either side is left out."""
    value, length = literal(window.date.value), len(window.date.value)
    within, before = f"STRSTARTS({when}, {value})", f"{when} < SUBSTR({value}, 1, STRLEN({when}))"
    match window.operator:
        case "in":
            return within
        case "from":
            return f"{within} || {when} > {value}"
        case "after":
            return f"SUBSTR({when}, 1, {length}) > {value}"
        case "before":
            return before
        case _:
            return f"{within} || {before}"
