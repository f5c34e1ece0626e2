"""Portions: how much is read at once, several short documents together and a long one in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from kg.model import Document
from kg.reading.segments import blocks

PART = 500_000
"""The most characters that are read as one text; a longer document is read in parts, as if these were documents."""
GROUP, MOST = 10_000, 64
"""About how many characters are read at once, and at most how many documents."""

Span: TypeAlias = tuple[int, int]
"""Half-open offsets of a text."""


def together(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in groups of about equal length, in their order; a long one is a group of its own."""
    group: list[Document] = []
    size = 0
    for document in documents:
        group.append(document)
        size += len(document.text)
        if size >= GROUP or len(group) >= MOST:
            yield group
            group, size = [], 0
    if group:
        yield group


def parts(text: str) -> list[list[Span]]:
    """The blocks of a text, in as many parts as it takes."""
    parts: list[list[Span]] = [[]]
    size = 0
    for start, end in chain.from_iterable(_pieces(text, *span) for span in blocks(text)):
        if parts[-1] and size + end - start > PART:
            parts.append([])
            size = 0
        parts[-1].append((start, end))
        size += end - start
    return parts


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A block, cut after the end of a sentence, or else a word, where it is too long."""
    while end - start > PART:
        ends = (text.rfind(mark, start + 1, start + PART) for mark in (". ", " "))
        cut = next((found + 1 for found in ends if found > 0), start + PART)
        yield start, cut
        start = cut
    yield start, end
