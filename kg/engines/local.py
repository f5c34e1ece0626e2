"""Readings from the processors of this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from kg import ontology
from kg.errors import DocumentError, KgError
from kg.model import Document, Reading
from kg.reading.reader import Reader

Types: TypeAlias = tuple[tuple[str, str], ...]
"""Names, each with a type."""

BATCH = 8
"""Documents that a process takes at a time."""


def readings(
    documents: Iterable[Document], folder: Path, model: str | None, jobs: int, types: Types = ()
) -> Iterator[Reading]:
    """One reading for each document, in the same order, by as many processes as ``jobs`` says.

    :param types: names with the types that a user says they have.
    :raises DocumentError: where the reading of a document breaks off; says which.
    """
    if jobs <= 1:
        yield from each(documents, reader(folder, model, types))
        return
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for batch in pool.map(_batch, _batches(documents, folder, model, types)):
            yield from batch


def _batches(
    documents: Iterable[Document], folder: Path, model: str | None, types: Types
) -> Iterator[tuple[list[Document], Path, str | None, Types]]:
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield batch, folder, model, types


def _batch(work: tuple[list[Document], Path, str | None, Types]) -> list[Reading]:
    documents, folder, model, types = work
    return list(each(documents, reader(folder, model, types)))


def each(documents: Iterable[Document], reader: Reader) -> Iterator[Reading]:
    """The readings of documents, one by one.

    :raises DocumentError: where the reading of one breaks off; says which.
    """
    for document in documents:
        try:
            yield from reader.read([document])
        except KgError:
            raise
        except Exception as error:
            # A document may hold anything: which one it was must not get lost in a traceback.
            told = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(": ")
            raise DocumentError(f"{document.id}: cannot be read, for a fault of kg: {told}") from error


@cache
def reader(folder: Path, model: str | None, types: Types = ()) -> Reader:
    """What reads with an ontology and a model; made once in a process.

    :param folder: that of the ontology.
    """
    known = ontology.load(folder)
    return Reader(known.retyped(types) if types else known, model)
