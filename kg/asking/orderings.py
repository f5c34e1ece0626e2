"""The first by amount or by date: what has the most or the least, as far as a question asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.asking.clauses import Clause, Wanted
from kg.graph.solutions import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """By what answers are ranked, and how many are asked for."""

    operator: str
    """``most`` or ``least``."""
    number: int
    by_date: bool
    nested: bool = False
    """Whether what is ranked is not itself asked for: "who made the cheapest model"."""


def ordering(clauses: Sequence[Clause], number: int) -> Ordering | None:
    """The ranking that clauses ask for.

    :param number: how many the question asks for where its superlative does not say, as in "which three models".
    :raises ValueError: where they ask for several, or there is nothing to rank.
    """
    ranked = [clause for clause in clauses if clause.ordering]
    if not ranked:
        if number > 1:
            raise ValueError("a number without a ranking")
        return None
    found = ranked[0].ordering
    holes = [term for _, term in ranked[0].roles if isinstance(term, Wanted)]
    nested = not any(hole.asked for hole in holes)
    others = {t.id for c in clauses if c is not ranked[0] for t in c.terms() if isinstance(t, Wanted)}
    if found is None or len(ranked) > 1 or (nested and not others & {hole.id for hole in holes}):
        raise ValueError("nothing to rank")
    return Ordering(
        operator=found.operator,
        number=max(found.number, number),
        by_date=ranked[0].extreme is not None,
        nested=nested,
    )


Bound = Mapping[str, Term]
Item = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The best solutions."""

    rows: tuple[Bound, ...] = ()
    known: int = 0
    """Of how many candidates the amount or the date is known."""
    candidates: int = 0


def best(rows: Iterable[Bound], ordering: Ordering, rank: str, unit: str, holes: Iterable[str]) -> Ranked:
    """The best of solutions that come in the order of their ranks.

    Amounts of different units do not compare: each unit in which several candidates are known has its own best. One
    candidate that is known among others that are not is neither the first nor the last by date, nor the one with least.

    :param rank: the variable that ranks; likewise for the unit.
    :param holes: the variables of what is asked for, which tell candidates apart.
    """
    names = [hole for hole in holes if hole != rank]
    found = [(tuple(row[name].value if name in row else "" for name in names), row) for row in rows]
    ranked = [(item, row) for item, row in found if rank in row]
    known, candidates = len({item for item, _ in ranked}), len({item for item, _ in found})
    if known < 2 <= candidates and (ordering.by_date or ordering.operator == "least"):
        return Ranked()
    apart: dict[str, list[tuple[Item, Bound]]] = {}
    for item, row in ranked:
        apart.setdefault(row[unit].value if unit in row else "", []).append((item, row))
    contested = [alike for alike in apart.values() if len({item for item, _ in alike}) > 1]
    chosen = [row for alike in contested or apart.values() for row in _first(alike, ordering.number, rank)]
    return Ranked(rows=tuple(chosen), known=known, candidates=candidates)


def _first(rows: Iterable[tuple[Item, Bound]], number: int, rank: str) -> Iterator[Bound]:
    """As many as are asked for, and those that share the last place; each with its best facts alone."""
    highest: dict[Item, str] = {}
    for item, row in rows:
        if item not in highest and len(highest) >= number and row[rank].value != list(highest.values())[-1]:
            return
        if highest.setdefault(item, row[rank].value) == row[rank].value:
            yield row
