"""Unions inside a document: of the readings of its parts, and of facts that several sentences state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from kg.model import Fact, Filler, Reading


def joined(readings: Sequence[Reading]) -> Reading:
    """What the parts of one document yield together."""
    entities = {(e.label, e.type): e for reading in readings for e in reading.entities}
    return replace(
        readings[0],
        mentions=tuple(chain.from_iterable(reading.mentions for reading in readings)),
        entities=tuple(entities[who] for who in sorted(entities)),
        facts=tuple(united(list(chain.from_iterable(reading.facts for reading in readings)))),
        rejections=tuple(chain.from_iterable(reading.rejections for reading in readings)),
    )


def united(facts: Sequence[Fact]) -> list[Fact]:
    """Facts that several sentences state, once, with all their evidence."""
    found: dict[Fact, Fact] = {}
    for fact in facts:
        before = found.get(fact)
        found[fact] = replace(before, evidence=before.evidence + fact.evidence) if before else fact
    alike: dict[tuple[str, str, Filler], list[Fact]] = defaultdict(list)
    for fact in found.values():
        for role, filler in fact.roles.items():
            alike[fact.relation, role, filler].append(fact)

    def richer(fact: Fact) -> Iterable[Fact]:
        """The facts that may say what a fact says, and more."""
        ways = (alike[fact.relation, role, filler] for role, filler in fact.roles.items())
        return min(ways, key=len, default=found.values())

    return [f for f in found.values() if not any(_poorer(f, other) for other in richer(f))]


def _poorer(fact: Fact, other: Fact) -> bool:
    """Whether another fact of the document says the same and more: the same roles, and some that this one lacks."""
    if fact.relation != other.relation or fact.polarity != other.polarity or len(fact.roles) >= len(other.roles):
        return False
    return all(other.roles.get(role) == filler for role, filler in fact.roles.items())
