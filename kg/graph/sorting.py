"""Lines in order, however many there are: runs are sorted on disk, and merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

RUN = 200_000
"""How many lines are sorted in memory."""


def in_order(lines: Iterable[bytes], key: Callable[[bytes], Any] | None = None, run: int = RUN) -> Iterator[bytes]:
    """Lines in the order of their keys; the lines themselves are their keys where none is given.

    :param lines: each with its line break.
    :param run: how many are sorted in memory.

    >>> list(in_order([b"b\\n", b"c\\n", b"a\\n"], run=2))
    [b'a\\n', b'b\\n', b'c\\n']
    """
    rest = iter(lines)
    first = sorted(islice(rest, run), key=key)
    with ExitStack() as opened:
        runs: list[IO[bytes]] = []
        while more := sorted(islice(rest, run), key=key):
            runs.append(opened.enter_context(TemporaryFile()))
            runs[-1].writelines(more)
            runs[-1].seek(0)
        yield from merge(first, *runs, key=key) if runs else first
