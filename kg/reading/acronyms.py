"""Acronyms that a document introduces in parentheses: "Full Name (FN)"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.reading.mentions import Named
from kg.reading.names import Found


def introduced(named: Sequence[Named]) -> dict[str, Found]:
    """The full name for each short form that sentences introduce."""
    found: dict[str, Found] = {}
    for line in named:
        for one, other in zip(line.names, line.names[1:], strict=False):
            gap = [w.text for w in line.words[one.end : other.first]]
            short, full = other.name, one.name
            initials = "".join(w[0] for w in re.split(r"[\s-]+", full) if w[:1].isupper())
            if gap == ["("] and short.isupper() and short == initials:
                found[short] = one
    return found


def typed_as_full(named: Named, acronyms: Mapping[str, Found]) -> Named:
    """A sentence whose unknown acronyms have the types of the names that they stand for."""
    names = (f if f.row or f.name not in acronyms else replace(f, type=acronyms[f.name].type) for f in named.names)
    return replace(named, names=tuple(names))
