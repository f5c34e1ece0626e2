"""Readings from the processors of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from kg import ontology
from kg.errors import DocumentError, KgError
from kg.model import Document, Reading
from kg.reading.reader import Reader

Types: TypeAlias = tuple[tuple[str, str], ...]
"""Names, each with a type."""

BATCH = 20_000
"""About how many characters a process takes at a time."""
MOST = 64
"""How many documents it takes at most."""
AHEAD = 2
"""How many batches wait for each process."""


def readings(
    documents: Iterable[Document], folder: Path, model: str | None, jobs: int, types: Types = ()
) -> Iterator[Reading]:
    """One reading for each document, by as many processes as ``jobs`` says, as soon as each is done.

    One process reads in the order of the documents. Only some are in memory at a time.

    :param types: names with the types that a user says they have.
    :raises DocumentError: where the reading of a document breaks off, and says which; or where a process is ended.
    """
    if jobs <= 1:
        yield from _each(documents, _reader(folder, model, types))
        return
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(max_workers=jobs, initializer=_begin)
    try:
        yield from _shared(pool, _batches(documents), (folder, model, types), jobs * AHEAD)
    except BaseException:
        # Whoever stops a build does not want to wait for the sentences that are being read.
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _shared(
    pool: ProcessPoolExecutor, batches: Iterator[list[Document]], how: tuple[Path, str | None, Types], most: int
) -> Iterator[Reading]:
    """The readings of batches of which no more than some are under way."""
    ahead: dict[Future[list[Reading]], list[Document]] = {}
    more = True
    while more or ahead:
        while more and len(ahead) < most:
            batch = next(batches, [])
            if more := bool(batch):
                ahead[pool.submit(_batch, batch, *how)] = batch
        done, _ = wait(ahead, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=list(ahead).index):
            try:
                found = future.result()
            except BrokenProcessPool:
                raise DocumentError(_killed(ahead.values())) from None
            del ahead[future]
            yield from found


def _killed(batches: Iterable[list[Document]]) -> str:
    names = [document.id for batch in batches for document in batch]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"a process that was reading was killed, perhaps for want of memory; not read: {shown}"


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH or len(batch) >= MOST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _begin() -> None:
    """Make a process end when the one that started it ends, however that ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _batch(documents: list[Document], folder: Path, model: str | None, types: Types) -> list[Reading]:
    return list(_each(documents, _reader(folder, model, types)))


def _each(documents: Iterable[Document], reader: Reader) -> Iterator[Reading]:
    for document in documents:
        # What it is called and where it comes from is not shown: equal texts are read once, and alike.
        bare = Document(id=document.id, text=document.text, published=document.published)
        try:
            for reading in reader.read([bare]):
                yield replace(reading, document=document)
        except KgError:
            raise
        except Exception as error:
            # A document may hold anything: which one it was must not get lost in a traceback.
            told = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(": ")
            raise DocumentError(f"{document.id}: cannot be read, for a fault of kg: {told}") from error


@cache
def _reader(folder: Path, model: str | None, types: Types = ()) -> Reader:
    known = ontology.load(folder)
    return Reader(known.retyped(types) if types else known, model)
