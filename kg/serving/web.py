"""The web of a graph: which entities are tied, by which facts, in memory, where neighbourhoods and ways are found.

Facts are numbered from the best supported one on; so a sorted list of numbers has the best facts first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.graph.bonds import Bond

SLACK = 2
"""How many steps longer than the shortest way a way may be that is looked at."""


class Web:
    """Bonds, by the entities that they bring together."""

    def __init__(self, bonds: Sequence[Bond]) -> None:
        self.bonds = bonds
        self._about: dict[str, list[int]] = {}
        self._numbers = {bond.fact: number for number, bond in enumerate(bonds)}
        for number, bond in enumerate(bonds):
            for entity in bond.entities:
                self._about.setdefault(entity, []).append(number)

    def __len__(self) -> int:
        return len(self.bonds)

    def facts(self, numbers: Iterable[int]) -> list[str]:
        """The identifiers of facts."""
        return [self.bonds[number].fact for number in numbers]

    def about(self, entity: str) -> Sequence[int]:
        """The facts about an entity."""
        return self._about.get(entity, ())

    def number(self, fact: str) -> int | None:
        """The number of the fact with an identifier; None where there is none."""
        return self._numbers.get(fact)

    def neighbors(self, entity: str) -> list[tuple[str, list[int]]]:
        """The entities that share facts which nobody denies with one, and these; those with most facts first."""
        found: dict[str, list[int]] = {}
        for number in self.about(entity):
            bond = self.bonds[number]
            for other in bond.entities if not bond.denied else ():
                if other != entity:
                    found.setdefault(other, []).append(number)
        return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def among(self, entities: Collection[str], most: int) -> list[int]:
        """The facts that bring two of some entities together, at most so many."""
        wanted = set(entities)
        near = {number for entity in wanted for number in self.about(entity)}
        found = (number for number in sorted(near) if len(wanted.intersection(self.bonds[number].entities)) > 1)
        return [number for number, _ in zip(found, range(most), strict=False)]

    def hubs(self, number: int) -> list[str]:
        """So many of the entities with most facts."""
        return sorted(self._about, key=lambda entity: (-len(self._about[entity]), entity))[:number]

    def between(self, source: str, target: str, steps: int, most: int) -> list[int]:
        """The facts on the shortest ways from one entity to another, and on those a little longer if that is not much.

        :param steps: how many steps a way has at most.
        :param most: how many facts are enough.
        """
        there, back = self._distances(source, steps), self._distances(target, steps)
        if target not in there:
            return []
        found: list[int] = []
        for length in range(there[target], min(steps, there[target] + SLACK) + 1):
            wider = self._within(there, back, length)
            if found and len(wider) > most:
                break
            found = wider
        return found[:most]

    def _within(self, there: Mapping[str, int], back: Mapping[str, int], length: int) -> list[int]:
        """The facts that are a step on a way of at most some length."""
        on = {e for e, distance in there.items() if distance + back.get(e, length + 1) <= length}
        near = {number for entity in on for number in self.about(entity)}
        return [number for number in sorted(near) if self._leads(number, there, back, length)]

    def _leads(self, number: int, there: Mapping[str, int], back: Mapping[str, int], length: int) -> bool:
        far = length + 1
        return not self.bonds[number].denied and any(
            there.get(one, far) + 1 + back.get(other, far) <= length
            for one in self.bonds[number].entities
            for other in self.bonds[number].entities
            if one != other
        )

    def _distances(self, start: str, steps: int) -> dict[str, int]:
        """How many steps it is to every entity that is at most so many away."""
        found, front = {start: 0}, [start]
        for distance in range(1, steps + 1):
            front = [other for other in dict.fromkeys(self._next(front)) if other not in found]
            found |= dict.fromkeys(front, distance)
        return found

    def _next(self, front: Iterable[str]) -> Iterator[str]:
        seen: set[int] = set()
        for entity in front:
            for number in self.about(entity):
                if number not in seen and not self.bonds[number].denied:
                    seen.add(number)
                    yield from self.bonds[number].entities
