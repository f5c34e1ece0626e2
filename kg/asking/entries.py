"""Entries of the vocabulary: what a word may be in a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a word or a phrase may be in a question."""

    kind: str
    """``hole``, ``type``, ``verb``, ``noun``, ``adjective``, ``modal``, or the name of a list in questions.toml."""
    word: str
    """The dictionary form; for a limit its operator, for a modal its modality."""
    types: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    operator: str = ""
    """Of a word that ranks or compares: ``most``, ``least``, ``>`` or ``<``."""
    relation: str = ""
    """The relation that a word such as "cheapest" is about."""

    @property
    def same(self) -> tuple[object, ...]:
        """What tells entries apart, which are one whatever their forms."""
        return self.kind, self.word, self.types, self.operator, self.relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """How some words of a frame are narrower than its relation."""

    words: tuple[str, ...] = ()
    """Those that must state a fact; any may, where there are none."""
    without: tuple[str, ...] = ()
    """Those that must not."""
    one_way: bool = False
    """Whether they say of one end of a symmetric relation what does not hold of the other."""
