"""Questions without what they ask for: their answers come nearest where nothing answers the question itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.asking.choices import Question
from kg.asking.clauses import ANY, Clause, Known, Wanted
from kg.model import Date, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A question that asks for whole facts, and what the original asked of them."""

    question: Question
    roles: frozenset[str]
    """The roles that were asked for."""
    dated: bool
    """Whether it was asked when."""

    def lacks(self, fact: Fact) -> bool:
        """Whether a fact does not tell what the original asks for."""
        told = fact.date is not None or any(isinstance(filler, Date) for filler in fact.roles.values())
        return not self.roles & fact.roles.keys() and not (self.dated and told)


def relaxed(question: Question) -> Relaxation | None:
    """The question about the same entities without what it asks for; None where nothing or nobody would be left."""
    clauses = question.alternatives[0]
    main = clauses[0]
    asked = {role: term for role, term in main.roles if isinstance(term, Wanted) and term.asked}
    if question.kind != "list" or question.ordering or main.relation == ANY or not (asked or main.date):
        return None
    left = tuple((role, term) for role, term in main.roles if role not in asked)
    named = any(isinstance(term, Known) and term.entities for _, term in left)
    if not named or _ties({term.id for term in asked.values()}, clauses[1:]):
        return None
    bare = replace(main, roles=left, date=None)
    plain = replace(question, alternatives=((bare, *clauses[1:]),), columns=())
    return Relaxation(question=plain, roles=frozenset(asked), dated=main.date is not None)


def _ties(holes: set[int], clauses: tuple[Clause, ...]) -> bool:
    """Whether other clauses say something of what is asked for."""
    return any(isinstance(term, Wanted) and term.id in holes for clause in clauses for term in clause.terms())
