"""Questions that take two steps: "who made the most expensive model" first asks which model that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.asking.choices import Column, Question
from kg.asking.clauses import Clause, Extreme, Known, Term, Wanted
from kg.model import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The question that comes first, and the hole of the other that its answers fill."""

    question: Question
    role: str
    """The role of its main fact in which the answers stand."""
    hole: Wanted


def first_step(question: Question) -> Step | None:
    """What must be known before a question can be asked; None where that is nothing."""
    if question.ordering is None or not question.ordering.nested:
        return None
    clauses = question.alternatives[0]
    ranked = next(clause for clause in clauses if clause.ordering)
    others = [clause for clause in clauses if clause is not ranked]
    role, hole = next((role, t) for role, t in ranked.roles if isinstance(t, Wanted) and _is_in(t.id, others))
    restricting = _tied([c for c in others if not _asks(c, question)], hole)
    first = tuple(_with(clause, hole.id, replace(hole, asked=True, must=True)) for clause in (ranked, *restricting))
    own = replace(question.ordering, nested=False)
    columns = (Column(id=hole.id, heading=role),)
    asked = replace(question, kind="list", alternatives=(first,), columns=columns, ordering=own)
    return Step(question=asked, role=role, hole=hole)


def second_step(question: Question, step: Step, entities: Iterable[Entity]) -> Question:
    """The question with what was found in the first step in its place."""
    known = tuple(entities)
    types = frozenset(entity.type for entity in known)
    there = Known(text=step.hole.text, types=types, proper=types, entities=known, found=True)
    clauses = tuple(_unranked(_with(clause, step.hole.id, there)) for clause in question.alternatives[0])
    return replace(question, alternatives=(clauses,), ordering=None)


def _asks(clause: Clause, question: Question) -> bool:
    """Whether a clause is what the question is about, and not only a restriction of the ranking."""
    asked = any(isinstance(term, Wanted) and term.asked for term in clause.terms())
    return asked or (not question.columns and clause is question.alternatives[0][0])


def _is_in(hole: int, clauses: Iterable[Clause]) -> bool:
    return any(isinstance(term, Wanted) and term.id == hole for clause in clauses for term in clause.terms())


def _tied(clauses: Sequence[Clause], hole: Wanted) -> list[Clause]:
    """The clauses that restrict a hole, directly or through others."""
    holes = {hole.id}
    found: list[Clause] = []
    size = -1
    while len(found) > size:
        size = len(found)
        found = [c for c in clauses if any(_is_in(id_, [c]) for id_ in holes)]
        holes |= {term.id for clause in found for term in clause.terms() if isinstance(term, Wanted)}
    return found


def _with(clause: Clause, hole: int, term: Term) -> Clause:
    """A clause with something in place of a hole."""
    roles = tuple((r, term if isinstance(t, Wanted) and t.id == hole else t) for r, t in clause.roles)
    return replace(clause, roles=roles)


def _unranked(clause: Clause) -> Clause:
    return replace(clause, roles=tuple((r, t) for r, t in clause.roles if not isinstance(t, Extreme)), extreme=None)
