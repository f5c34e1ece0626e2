"""Facts whose amounts are compared: "which models cost more than GPT-4" needs what GPT-4 cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.asking.clauses import Clause, Known, Limit, Wanted
from kg.asking.fitness import fitted
from kg.asking.vocabulary import Vocabulary

FIRST = 5000
"""Holes from this number on are amounts that others are compared with."""


def compared(clauses: Iterable[Clause], vocabulary: Vocabulary) -> tuple[Clause, ...] | None:
    """The clauses, and one for each amount that another is compared with; None where nobody can have that amount."""
    mains: list[Clause] = []
    others: list[Clause] = []
    for clause in clauses:
        found = next(((role, t) for role, t in clause.roles if isinstance(t, Limit) and t.than), None)
        if found is None:
            mains.append(clause)
            continue
        pair = _pair(clause, *found, FIRST + len(others), vocabulary)
        if pair is None:
            return None
        mains.append(pair[0])
        others.append(pair[1])
    return (*mains, *others)


def is_compared(clause: Clause) -> bool:
    """Whether a clause is there only to be compared with another."""
    return any(isinstance(term, Wanted) and term.id >= FIRST for term in clause.terms())


def _pair(clause: Clause, amount: str, limit: Limit, hole: int, vocabulary: Vocabulary) -> tuple[Clause, Clause] | None:
    """The clause, and the same fact about what it is compared with: who plays the first part that it may play."""
    given = dict(clause.roles)
    for role in vocabulary.ontology.relations[clause.relation].roles:
        if role.name == amount or limit.than is None or not isinstance(given.get(role.name), Known | Wanted):
            continue
        fit = fitted(limit.than, role.ranges, vocabulary.ontology, vocabulary.places)
        if fit is None or not isinstance(fit[0], Known):
            continue
        settled = replace(limit, than=fit[0], other=hole, role=role.name)
        same = [(name, t) for name, t in clause.roles if isinstance(t, Known) and name != role.name]
        theirs = Wanted(id=hole, text=limit.text, asked=False, must=True)
        other = Clause(relation=clause.relation, roles=((role.name, fit[0]), *same, (amount, theirs)))
        roles = tuple((name, settled if name == amount else t) for name, t in clause.roles)
        return replace(clause, roles=roles), other
    return None
