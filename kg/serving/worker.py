"""A worker: a process that has the graph open for reading and does one task after another.

Only ending a process ends the engine in the midst of a query: so the server speaks to its workers through pipes, and
ends one that takes too long. A worker whose server is gone ends by itself: its pipe is closed, or its alarm goes off.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg import ontology
from kg.errors import EntityNotFoundError, KgError, TooLargeError
from kg.graph.store import GraphStore
from kg.graph.unchanging import Unchanging
from kg.serving.messages import Answer, Task, task
from kg.serving.operations import OPERATIONS

GRACE = 2
"""Seconds after which a worker that nobody ended ends by itself."""
LOST = 599
"""The status of a task during which the files of the store went away: another graph has taken their place."""


def main() -> None:
    """Open the graph, say so, and do what comes on standard input.

    The arguments are the folder of the graph, that of the ontology, and how many bytes of memory there are.
    """
    graph, folder, memory = sys.argv[1:]
    with _pipes() as (tasks, answers):
        _bound(int(memory))
        try:
            store = Unchanging.open(graph, ontology.load(Path(folder)))
        except KgError as error:
            Answer(status=500, detail=str(error)).write(answers)
            return
        Answer().write(answers)
        _warm(store.ontology)
        for line in tasks:
            asked = task(line)
            with _alarm(asked.seconds):
                answer = done(store, asked)
            answer.write(answers)


@contextmanager
def _pipes() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Standard input and output; whatever else is printed goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        yield sys.stdin.buffer, answers


def _bound(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system can
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _warm(known: ontology.Ontology) -> None:
    """Load what reads questions, so that the first one that comes need not wait for it."""
    import kg.asking.answers  # noqa: F401 - loaded for later
    from kg.asking.vocabulary import vocabulary

    vocabulary(known)


def done(store: GraphStore, task: Task) -> Answer:
    """The answer to a task, or what is wrong with it; nothing is raised."""
    try:
        return OPERATIONS[task.operation](store, task.most, **task.arguments)
    except TooLargeError as error:
        return Answer(status=413, detail=str(error))
    except KgError as error:
        return Answer(
            status=404 if isinstance(error, EntityNotFoundError) else 400, detail=str(error).partition(" · kg ")[0]
        )
    except OSError:
        return Answer(status=LOST, detail="the graph cannot be read")
    except MemoryError:
        return Answer(status=413, detail="what was asked needs more memory than there is for it")
    except Exception:  # noqa: BLE001 - a mistake of ours must not look like one of the client's
        return Answer(status=500, detail="something went wrong here")


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds) + GRACE)
    yield
    if hasattr(signal, "alarm"):
        signal.alarm(0)


if __name__ == "__main__":
    main()
