"""Paths: the best-evidenced ways over facts from one entity to another.

A path is the better, the greater the product of its steps. A step is worth half the strength of its strongest tie, the
facts of one relation between its ends (:func:`kg.graph.support.strength`): one minus the chance that every independent
document that states one is wrong, if one that states a plain fact is right in 0.8 of cases, and less for what is
reported, claimed or planned. As each step halves the product, a longer path comes first only where a shorter one rests
on little. Of paths that are equally good the one with fewer steps comes first, then the one whose names come first. No
path passes an entity twice, and none is shown that passes all that a better one passes, in the same order, and more
between: it would say the same once again. A direct tie passes nothing, so ways around it are shown.

The search is best first, led by the best that the rest of the way could be (Hart, Nilsson and Raphael: *A Formal Basis
for the Heuristic Determination of Minimum Cost Paths*, 1968), so the first paths that it completes are the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import inf, log2, prod
from typing import TypeAlias

from kg.errors import GraphError
from kg.graph.store import GraphStore
from kg.graph.ties import Choice, Tie, Ties, choice, ties
from kg.model import Entity, Fact

BEST, STEPS = 3, 6
"""How many paths are found, and how many steps each has at most, where nobody says otherwise."""

TRIED = 100_000
"""After so many beginnings of paths the search is given up."""

UNIT = 1_000_000
"""Costs are whole numbers, logarithms in millionths, so that no rounding decides between equal paths."""

_Open: TypeAlias = frozenset[Choice]
"""What a path has still to pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one entity to the next, with what ties them: the tie that counts first."""

    source: Entity
    target: Entity
    ties: tuple[Tie, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that count."""
        return self.ties[0].facts

    @property
    def strength(self) -> float:
        """How well these are supported, from 0 to 1."""
        return self.ties[0].strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Steps that lead from one entity to another."""

    steps: tuple[Step, ...]

    @property
    def entities(self) -> tuple[Entity, ...]:
        """What the path passes, both ends included."""
        return (self.steps[0].source, *(step.target for step in self.steps))

    @property
    def weight(self) -> float:
        """How good the path is: the product of half the strengths of its steps."""
        return prod(step.strength / 2 for step in self.steps)


def paths(
    store: GraphStore,
    source: str,
    target: str,
    *,
    best: int = BEST,
    steps: int = STEPS,
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
) -> tuple[Path, ...]:
    """The best paths from one entity to another, the best first; none where no way leads there.

    :param best: how many are wanted.
    :param steps: how many steps a path has at most.
    :param via: entities, types or relations, each of which the path must pass; an end that is named is passed.
    :param avoid: those that it must not pass; a type that an end has does not count there.
    :raises EntityNotFoundError: where a name is that of nothing.
    :raises GraphError: where the search was given up before it found any.
    """
    ends = store.find(source).id, store.find(target).id
    wanted, unwanted = ([choice(name, store) for name in given] for given in (via, avoid))
    search = _Search(store, ends, unwanted, steps)
    found = []
    for path in search.paths(frozenset(one for one in wanted if one.entity not in ends)):
        found.append(path)
        if len(found) == best:
            break
    return tuple(found)


class _Search:
    """The way from one end to the other."""

    def __init__(self, store: GraphStore, ends: tuple[str, str], avoid: Iterable[Choice], steps: int) -> None:
        self.ontology, self.ends, self.steps = store.ontology, ends, steps
        self.avoid = tuple(avoid)
        self.ties: Ties = ties(store)
        self.unwanted = {one.relation for one in self.avoid if one.relation}
        self._costs: dict[tuple[str, _Open, int], float] = {}

    def paths(self, wanted: _Open) -> Iterator[Path]:
        """The paths that pass all that is wanted, the best first."""
        start, goal = self.ends
        if start == goal or {one.entity for one in self.avoid} & {*self.ends}:
            return
        # What orders the heap: the cost that the whole path has at least, steps, names.
        heap: list[tuple[float, int, tuple[str, ...], tuple[str, ...], float, int, _Open]] = []
        best = self._rest(start, wanted, self.steps)
        count, seen = 0, set[tuple[str, ...]]()
        if best < inf:
            heappush(heap, (best, 0, (), (start,), 0.0, count, wanted))
        while heap:
            _, _, names, passed, cost, _, open_ = heappop(heap)
            if any(_within(known[1:-1], passed) for known in seen if len(known) > 2):
                continue
            if passed[-1] == goal:
                if passed not in seen:
                    seen.add(passed)
                    yield self._path(passed, wanted)
                continue
            if count >= TRIED:
                self._give_up(found=bool(seen))
                return
            for entity, left, more in self._onward(passed[-1], open_):
                rest = self._rest(entity, left, self.steps - len(passed))
                if entity not in passed and rest < inf:
                    count += 1
                    labels = (*names, self.ties.entities[entity].label)
                    item = (cost + more + rest, len(passed), labels, (*passed, entity), cost + more, count, left)
                    heappush(heap, item)

    def _give_up(self, *, found: bool) -> None:
        if not found:
            ends = " to ".join(self.ties.entities[end].label for end in self.ends)
            raise GraphError(f"no path from {ends} among the first {TRIED:,} beginnings; allow fewer steps")

    def _rest(self, entity: str, open_: _Open, steps: int) -> float:
        """The least that it can cost to reach the goal; infinite where the steps do not suffice."""
        if entity == self.ends[1]:
            return inf if open_ else 0
        if steps <= 0:
            return inf
        key = entity, open_, steps
        if key not in self._costs:
            onward = self._onward(entity, open_)
            self._costs[key] = min((more + self._rest(e, left, steps - 1) for e, left, more in onward), default=inf)
        return self._costs[key]

    def _onward(self, entity: str, open_: _Open) -> Iterator[tuple[str, _Open, int]]:
        """Where one step leads: to which entity, what is then still to pass, and what the step costs."""
        for neighbour, found in self.ties.between.get(entity, {}).items():
            usable = [tie for tie in found if tie.relation not in self.unwanted]
            if not usable or self._avoided(neighbour):
                continue
            left = frozenset(one for one in open_ if not self._passes(one, neighbour))
            yield neighbour, left, _cost(usable[0])
            for one in left:
                if one.relation and (fitting := [tie for tie in usable if tie.relation == one.relation]):
                    yield neighbour, left - {one}, _cost(fitting[0])

    def _avoided(self, entity: str) -> bool:
        return entity not in self.ends and any(one.has(self.ties.entities[entity], self.ontology) for one in self.avoid)

    def _passes(self, wanted: Choice, entity: str) -> bool:
        return entity not in self.ends and wanted.has(self.ties.entities[entity], self.ontology)

    def _path(self, passed: tuple[str, ...], wanted: _Open) -> Path:
        relations = {one.relation for one in wanted}
        steps = []
        for source, target in pairwise(passed):
            found = [tie for tie in self.ties.between[source][target] if tie.relation not in self.unwanted]
            found.sort(key=lambda tie: tie.relation not in relations)
            one, other = self.ties.entities[source], self.ties.entities[target]
            steps.append(Step(source=one, target=other, ties=tuple(found)))
        return Path(steps=tuple(steps))


def _within(names: tuple[str, ...], passed: tuple[str, ...]) -> bool:
    """Whether a path passes some names in their order.

    >>> _within(("b", "d"), ("a", "b", "c", "d")), _within(("d", "b"), ("a", "b", "c", "d"))
    (True, False)
    """
    rest = iter(passed)
    return all(name in rest for name in names)


def _cost(tie: Tie) -> int:
    return round(-log2(tie.strength / 2) * UNIT)
