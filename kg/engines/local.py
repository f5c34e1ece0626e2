"""Readings from the processors of this machine."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from kg import ontology
from kg.errors import DocumentError, KgError
from kg.model import Document, Reading
from kg.reading.portions import together
from kg.reading.reader import Reader
from kg.times import Times

Types: TypeAlias = tuple[tuple[str, str], ...]
"""Names, each with a type."""

AHEAD = 2
"""How many batches wait for each process."""


def readings(
    documents: Iterable[Document],
    folder: Path,
    model: str | None,
    jobs: int,
    types: Types = (),
    times: Times | None = None,
) -> Iterator[Reading]:
    """One reading for each document, by as many processes as ``jobs`` says, as soon as each is done.

    One process reads in the order of the documents. Only some are in memory at a time.

    :param types: names with the types that a user says they have.
    :param times: where to count the time of each stage, in all processes together.
    :raises DocumentError: where the reading of a document breaks off, and says which; or where a process is ended.
    """
    times = times or Times()
    if jobs <= 1:
        yield from each(documents, _loaded(folder, model, types, times), times)
        return
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(max_workers=jobs, initializer=_begin)
    try:
        yield from _shared(pool, together(documents), (folder, model, types), jobs * AHEAD, times)
    except BaseException:
        # Whoever stops a build does not want to wait for the sentences that are being read.
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _shared(
    pool: ProcessPoolExecutor,
    batches: Iterator[list[Document]],
    how: tuple[Path, str | None, Types],
    most: int,
    times: Times,
) -> Iterator[Reading]:
    """The readings of batches of which no more than some are under way."""
    ahead: dict[Future[tuple[list[Reading], dict[str, float]]], list[Document]] = {}
    more = True
    while more or ahead:
        while more and len(ahead) < most:
            batch = next(batches, [])
            if more := bool(batch):
                ahead[pool.submit(_batch, batch, *how)] = batch
        done, _ = wait(ahead, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=list(ahead).index):
            try:
                found, seconds = future.result()
            except BrokenProcessPool:
                raise DocumentError(_killed(ahead.values())) from None
            del ahead[future]
            times.add(seconds)
            yield from found


def _killed(batches: Iterable[list[Document]]) -> str:
    names = [document.id for batch in batches for document in batch]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"a process that was reading was killed, perhaps for want of memory; not read: {shown}"


def _begin() -> None:
    """Make a process end when the one that started it ends, however that ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _batch(
    documents: list[Document], folder: Path, model: str | None, types: Types
) -> tuple[list[Reading], dict[str, float]]:
    times = Times()
    found = list(each(documents, _loaded(folder, model, types, times), times))
    return found, times.taken()


def each(documents: Iterable[Document], reader: Reader, times: Times) -> Iterator[Reading]:
    """The readings of documents, in their order.

    :raises DocumentError: where the reading of one breaks off; says which.
    """
    for group in together(documents):
        found = _read(group, reader)
        times.add(reader.times.taken())
        yield from map(_named, group, found)


def _loaded(folder: Path, model: str | None, types: Types, times: Times) -> Reader:
    with times.stage("loading the model"):
        return reader(folder, model, types)


def _read(group: Sequence[Document], reader: Reader) -> list[Reading]:
    # What a document is called and where it comes from is not shown: equal texts are read once, and alike.
    bare = [Document(id=document.id, text=document.text, published=document.published) for document in group]
    try:
        return list(reader.read(bare))
    except KgError:
        raise
    except Exception as error:
        if len(group) > 1:
            return [reading for document in group for reading in _read([document], reader)]
        # A document may hold anything: which one it was must not get lost in a traceback.
        told = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(": ")
        raise DocumentError(f"{group[0].id}: cannot be read, for a fault of kg: {told}") from error


def _named(document: Document, reading: Reading) -> Reading:
    return replace(reading, document=document)


@cache
def reader(folder: Path, model: str | None, types: Types = ()) -> Reader:
    """What reads with an ontology and a model; made once in a process.

    :param folder: that of the ontology.
    """
    known = ontology.load(folder)
    made = Reader(known.retyped(types) if types else known, model)
    made.language.load()
    # What is loaded stays: to go through it again and again in search of garbage takes a fifth of the time.
    gc.collect()
    gc.freeze()
    return made
