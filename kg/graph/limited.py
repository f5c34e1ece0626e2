"""Answers within a time: a query that may run too long is put to a process of its own, which can be ended.

The engine works outside Python, so no thread and no signal handler can interrupt it. Only ending its process does.
"""

from __future__ import annotations

import io
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.graph import folders
from kg.graph.source import Answer, Asked, Source

_CHILD = "import sys; sys.path[:] = {path!r}; from kg.graph.limited import child; child()"
GRACE = 2
"""Seconds after which a child whose parent is gone ends by itself."""
_READY = b"."
"""What the child says once it has the graph: from then on its time is counted."""


def solve(asked: Asked, source: Source, seconds: float) -> Answer:
    """The answer to a query, if it comes in time; the time to hand the graph over is not counted.

    :raises QueryError: where the query is wrong, or runs longer.
    :raises GraphError: where the endpoint cannot be reached.
    """
    with _running() as process:
        _hand_over(process, asked, source, seconds)
        said = b""
        if process.stdout and process.stdout.read(1) == _READY:
            try:
                said, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                raise QueryError(f"no answer within {seconds:g} s: the query was ended") from None
    if not said:
        raise QueryError("the query broke the engine: it is too deep, or needs more memory than there is")
    found: Answer | KgError = pickle.loads(said)
    if isinstance(found, KgError):
        raise found
    return found


@contextmanager
def _running() -> Iterator[subprocess.Popen[bytes]]:
    """The child, which is ended whatever happens."""
    command = [sys.executable, "-c", _CHILD.format(path=sys.path)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _hand_over(process: subprocess.Popen[bytes], asked: Asked, source: Source, seconds: float) -> None:
    """Tell the child what is asked, and where; of a graph in memory all quads."""
    stdin, process.stdin = process.stdin, None
    try:
        with io.BufferedWriter(stdin) as pipe:  # type: ignore[type-var]
            pickle.dump((asked, source.endpoint, source.folder, seconds), pipe)
            if not (source.endpoint or source.folder):
                source.store.dump(output=pipe, format=ox.RdfFormat.N_QUADS)
    except OSError:
        return  # the child ended before it had read all: it will say nothing, and that is reported


def child() -> None:
    """Answer the one query that comes on standard input: what runs in the child."""
    asked, endpoint, folder, seconds = pickle.load(sys.stdin.buffer)
    source = Source(folders.opened(folder) if folder else _handed(sys.stdin.buffer), endpoint=endpoint)
    if hasattr(signal, "alarm"):
        # If the parent is killed, nobody ends the child: then the system does, engine or no engine.
        signal.alarm(int(seconds) + GRACE)
    sys.stdout.buffer.write(_READY)
    sys.stdout.buffer.flush()
    try:
        found: Answer | KgError = source.query(asked)
    except KgError as error:
        found = error
    pickle.dump(found, sys.stdout.buffer)


def _handed(quads: BinaryIO) -> ox.Store:
    """The quads that are left to read."""
    store = ox.Store()
    store.bulk_load(input=quads, format=ox.RdfFormat.N_QUADS)
    return store
