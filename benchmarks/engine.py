"""A SPARQL engine in a process of its own, which loads and answers as benchmarks/queries.py tells it to.

Each line on standard input is a request: ``{"load": FILE, "into": FOLDER or null}`` or ``{"query": TEXT, "limit":
SECONDS or null}``. The answer says how many seconds of processors that took, how many rows there are (null where the
limit was reached), and the most memory that the process has had, in MiB.

usage: python -m benchmarks.engine kg|rdflib
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from benchmarks import costs

LOOK = 0.2
"""Seconds between two looks at whether a limit is reached."""


class Engine(Protocol):
    """What loads a file and answers queries."""

    def load(self, file: str, into: str | None) -> None:
        """Load N-Quads, into memory or into a folder."""

    def query(self, sparql: str) -> int:
        """How many rows there are; all of them are read."""


class Kg:
    """The engine of kg, reached as users reach it."""

    def __init__(self) -> None:
        from kg import ontology
        from kg.graph.copies import copy
        from kg.graph.store import GraphStore

        self._ontology, self._copy, self._open = ontology.load(), copy, GraphStore.open

    def load(self, file: str, into: str | None) -> None:
        """Load N-Quads, into memory or into a folder."""
        if into:
            self._copy(file, Path(into), self._ontology)
        self._graph = self._open(into or file, self._ontology)

    def query(self, sparql: str) -> int:
        """How many rows there are."""
        found = self._graph.query(sparql)
        return sum(1 for _ in found)  # type: ignore[union-attr]


class Rdflib:
    """The engine of rdflib, over its own store."""

    def __init__(self) -> None:
        from rdflib import Dataset

        self._dataset = Dataset

    def load(self, file: str, _: str | None) -> None:
        """Load N-Quads into memory."""
        self._graph = self._dataset()
        self._graph.parse(file, format="nquads")

    def query(self, sparql: str) -> int:
        """How many rows there are."""
        return sum(1 for _ in self._graph.query(sparql))


ENGINES: dict[str, type[Engine]] = {"kg": Kg, "rdflib": Rdflib}


def answer(engine: Engine, request: dict[str, Any]) -> dict[str, Any]:
    """Do what a request says."""
    start, rows = time.process_time(), None
    if "load" in request:
        engine.load(request["load"], request["into"])
    else:
        try:
            with _limited(request["limit"]):
                rows = engine.query(request["query"])
        except TimeoutError:
            rows = None
    return {"seconds": time.process_time() - start, "rows": rows, "memory": costs.memory()}


@contextmanager
def _limited(seconds: float | None) -> Iterator[None]:
    """Raise TimeoutError once this process has worked for so long, if a limit is given: rdflib is Python, and stops.

    The timer goes by the clock on the wall and looks at the processor's, because Linux counts seconds of processors in
    ticks while a timer waits for them.
    """
    end = time.process_time() + (seconds or 0)

    def look(*_: object) -> None:
        if time.process_time() >= end:
            raise TimeoutError

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK if seconds else 0, LOOK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Answer requests until there are no more."""
    engine = ENGINES[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(answer(engine, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
