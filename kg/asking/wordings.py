"""Wordings: what sentences say of the amounts in facts, and whether a comparison comes true by them.

A fact keeps the number of "over $100 million"; its sentence holds the rest. As that is more than $90 million and not
less than $80 million, it decides these comparisons; whether it is more than $200 million it leaves open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import TypeAlias

from kg.asking.clauses import Clause, Limit, Wanted
from kg.asking.conditions import ABOUT, EXACT, reach
from kg.graph.bounds import RANGE, Bounds, stated
from kg.model import Amount, Evidence, Fact

End: TypeAlias = tuple[Decimal, int]
"""Where a span ends: at a number (0), just above it (1) or just below it (-1)."""
Span: TypeAlias = tuple[End, End]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A fact with the sentences that word its amounts alike; these words are part of the labels of its amounts."""

    fact: Fact
    bounds: Mapping[str, Bounds]
    """Of each role that an amount plays."""

    def span(self, role: str, *, loosely: bool = False) -> Span | None:
        """Between what the amount lies that plays a role; None where none does.

        :param loosely: whether "about" a number is that number.
        """
        amount = self.fact.roles.get(role)
        if not isinstance(amount, Amount):
            return None
        operator = self.bounds[role].operator
        if operator == RANGE:
            return (self.bounds[role].low, 0), (self.bounds[role].high, 0)
        return span(amount.value, "=" if loosely and operator == "~" else operator)


def worded(fact: Fact, folder: Path) -> Iterator[Worded]:
    """A fact once for each way in which its sentences word its amounts.

    :param folder: the folder of the ontology, which says what "over" means.
    """
    amounts = {role: filler for role, filler in fact.roles.items() if isinstance(filler, Amount)}
    groups: dict[tuple[str, ...], tuple[dict[str, Bounds], list[Evidence]]] = {}
    for piece in fact.evidence:
        bounds = {role: stated(amount, role, piece, folder) for role, amount in amounts.items()}
        groups.setdefault(tuple(one.limit for one in bounds.values()), (bounds, []))[1].append(piece)
    for bounds, evidence in groups.values():
        labels = {r: replace(a, text=" ".join(filter(None, (bounds[r].limit, a.text)))) for r, a in amounts.items()}
        yield Worded(fact=replace(fact, roles={**fact.roles, **labels}, evidence=tuple(evidence)), bounds=bounds)


def wordings(facts: Iterable[Fact], folder: Path) -> Iterator[tuple[Worded, ...]]:
    """The facts of a solution, in each combination of their wordings."""
    return product(*(list(worded(fact, folder)) for fact in facts))


def decided(clauses: Sequence[Clause], said: Sequence[Worded], *, holds: bool) -> bool | None:
    """Whether a comparison comes true by what is said; None where that is left open.

    :param holds: whether it does by the numbers alone, which counts for what is denied.
    """
    found = [
        _decision(term, role, one, clauses, said)
        for clause, one in zip(clauses, said, strict=False)
        for role, term in clause.roles
        if isinstance(term, Limit) and one.fact.polarity == "positive"
    ]
    if not found:
        return holds
    return False if False in found else None if None in found else True


def limited(clauses: Sequence[Clause], said: Sequence[Worded]) -> Bounds | None:
    """The bounds of the first amount that is compared."""
    pairs = zip(clauses, said, strict=False)
    roles = ((one, role) for clause, one in pairs for role, term in clause.roles if isinstance(term, Limit))
    return next((one.bounds[role] for one, role in roles if role in one.bounds), None)


def _decision(limit: Limit, role: str, one: Worded, clauses: Sequence[Clause], said: Sequence[Worded]) -> bool | None:
    mine = one.span(role, loosely=limit.operator == "=")
    if limit.other:
        pairs = ((other, r, t) for c, other in zip(clauses, said, strict=False) for r, t in c.roles)
        theirs = next((o.span(r) for o, r, t in pairs if isinstance(t, Wanted) and t.id == limit.other), None)
        return mine and theirs and ordered(mine, limit.operator, theirs)
    if limit.amount is None or mine is None:
        return True
    if limit.upto is not None or limit.operator == "~":
        low, high = reach(limit, limit.amount)
        return within(mine, ((low, 0), (high, 0)))
    found = within(mine, span(limit.amount.value, "=" if limit.operator == EXACT else limit.operator))
    # Who asks for a plain number may well mean what is a little more.
    return found or None if limit.operator == "=" else found


def span(value: Decimal, operator: str) -> Span:
    """What a number stands for behind the words of an operator.

    >>> span(Decimal(5), ">")
    ((Decimal('5'), 1), (Decimal('Infinity'), 0))
    """
    least, most = (Decimal("-Infinity"), 0), (Decimal("Infinity"), 0)
    match operator:
        case ">" | ">=":
            return (value, int(operator == ">")), most
        case "<" | "<=":
            return least, (value, -int(operator == "<"))
        case "~":
            low, high = sorted(value * (1 + sign * ABOUT) for sign in (-1, 1))
            return (low, 0), (high, 0)
        case _:
            return (value, 0), (value, 0)


def within(one: Span, other: Span) -> bool | None:
    """Whether all of a span lies within another; None where a part does."""
    if other[0] <= one[0] and one[1] <= other[1]:
        return True
    return False if one[1] < other[0] or other[1] < one[0] else None


def ordered(one: Span, operator: str, other: Span) -> bool | None:
    """Whether whatever lies in a span compares so with whatever lies in another; None where only some does.

    >>> five, more = span(Decimal(5), "="), span(Decimal(7), ">")
    >>> ordered(five, "<", more), ordered(five, ">", more), ordered(more, "<", span(Decimal(9), "="))
    (True, False, None)
    """
    if operator in (">", ">="):
        return ordered(other, operator.replace(">", "<"), one)
    if operator == "<":
        return True if one[1] < other[0] else False if one[0] >= other[1] else None
    return True if one[1] <= other[0] else False if one[0] > other[1] else None
