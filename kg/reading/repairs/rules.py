"""Rules of repair, each told at which words of a tree it looks, so that the others cost nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from kg.reading.repairs.signs import Signs
from kg.reading.trees import Sentence, Token

Repair: TypeAlias = Callable[[Sentence, Token, Token, Signs], Sentence | None]
"""The tree put right around a token, given with its head; None where nothing is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A repair and the tokens that it is for."""

    repair: Repair
    labels: frozenset[str]
    """The dependency labels of the tokens; empty for all."""

    named: frozenset[bool]
    """Whether they are names, or words, or both."""

    def looks_at(self, label: str, named: bool) -> bool:
        """Whether tokens with a label, that are names or words, are for this rule."""
        return named in self.named and (not self.labels or label in self.labels)


def of_names(*labels: str) -> Callable[[Repair], Rule]:
    """A rule that looks at names with these labels."""
    return lambda repair: Rule(repair=repair, labels=frozenset(labels), named=frozenset({True}))


def of_words(*labels: str) -> Callable[[Repair], Rule]:
    """A rule that looks at words with these labels which are no names."""
    return lambda repair: Rule(repair=repair, labels=frozenset(labels), named=frozenset({False}))


def of_any(*labels: str) -> Callable[[Repair], Rule]:
    """A rule that looks at words and names with these labels."""
    return lambda repair: Rule(repair=repair, labels=frozenset(labels), named=frozenset({False, True}))
