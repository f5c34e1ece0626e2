"""The first of a ranking: what has the most or the least, as far as a question asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.asking.clauses import Clause, Wanted
from kg.graph.solutions import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """By what answers are ranked, and how many are asked for."""

    operator: str
    """``most`` or ``least``."""
    number: int


def ranking(clauses: Iterable[Clause], number: int) -> Ranking | None:
    """The ranking that clauses ask for.

    :param number: how many the question asks for where its superlative does not say, as in "which three models".
    :raises ValueError: where they ask for several, or rank what is not itself asked for.
    """
    ranked = [clause for clause in clauses if clause.ranking]
    if not ranked:
        if number > 1:
            raise ValueError("a number without a ranking")
        return None
    found = ranked[0].ranking
    if found is None or len(ranked) > 1 or not any(isinstance(t, Wanted) and t.asked for _, t in ranked[0].roles):
        raise ValueError("no ranking of what is asked for")
    return Ranking(operator=found.operator, number=max(found.number, number))


Bound = Mapping[str, Term]


def best(rows: Iterable[Bound], ranking: Ranking, rank: str, unit: str, holes: Iterable[str]) -> Iterator[Bound]:
    """The best of solutions that come in the order of their ranks; each unit, as it compares with no other, has its own.

    :param rank: the variable that ranks; likewise for the unit.
    :param holes: the variables of what is asked for, which tell answers apart.
    """
    holes = [hole for hole in holes if hole != rank]
    apart: dict[str, list[Bound]] = {}
    for row in rows:
        apart.setdefault(row[unit].value if unit in row else "", []).append(row)
    for alike in apart.values():
        yield from _first(alike, ranking.number, rank, holes)


def _first(rows: Iterable[Bound], number: int, rank: str, holes: Iterable[str]) -> Iterator[Bound]:
    """As many answers as are asked for, and those that share the last place; each with its best facts alone."""
    own: dict[tuple[str, ...], str] = {}
    for row in rows:
        item = tuple(row[hole].value if hole in row else "" for hole in holes)
        if item not in own and len(own) >= number and row[rank].value != list(own.values())[-1]:
            return
        if own.setdefault(item, row[rank].value) == row[rank].value:
            yield row
