"""The plan of a query, step by step, for people and for programs."""

from __future__ import annotations

from kg.graph.plans import Plan
from kg.showing.records import Record
from kg.showing.tables import printable

HEAD = f"{'Solutions':>10}{'ms':>10}   Step"


def text(plan: Plan) -> str:
    """A line for each step, set in below the one that it serves.

    >>> print(text(Plan(step="Project(?s)", found=2, seconds=0.001, parts=(Plan(step="Scan", found=2, seconds=0.0),))))
     Solutions        ms   Step
             2       1.0   Project(?s)
             2       0.0     Scan
    """
    return "\n".join([HEAD, *_lines(plan, 0)])


def _lines(plan: Plan, depth: int) -> list[str]:
    line = f"{plan.found:>10,}{plan.seconds * 1000:>10,.1f}   {'  ' * depth}{printable(plan.step)}"
    return [line, *(below for part in plan.parts for below in _lines(part, depth + 1))]


def record(plan: Plan) -> Record:
    """A plan as one object, with its parts inside it."""
    return {
        "step": plan.step,
        "solutions": plan.found,
        "seconds": plan.seconds,
        "parts": [record(part) for part in plan.parts],
    }
