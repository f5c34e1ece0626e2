"""Readings from the processors of this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

from kg import ontology
from kg.model import Document, Reading
from kg.reading.reader import Reader

BATCH = 8
"""Documents that a process takes at a time."""


def readings(documents: Iterable[Document], folder: Path, model: str | None, jobs: int) -> Iterator[Reading]:
    """One reading for each document, in the same order, by as many processes as ``jobs`` says."""
    if jobs <= 1:
        yield from _reader(folder, model).read(documents)
        return
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for batch in pool.map(_batch, _batches(documents, folder, model)):
            yield from batch


def _batches(
    documents: Iterable[Document], folder: Path, model: str | None
) -> Iterator[tuple[list[Document], Path, str | None]]:
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield batch, folder, model


def _batch(work: tuple[list[Document], Path, str | None]) -> list[Reading]:
    documents, folder, model = work
    return list(_reader(folder, model).read(documents))


@cache
def _reader(folder: Path, model: str | None) -> Reader:
    return Reader(ontology.load(folder), model)
