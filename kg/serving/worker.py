"""A worker: a process that has the graph open for reading and does one task after another.

Only ending a process ends the engine in the midst of a query: so the server speaks to its workers through pipes, and
ends one that takes too long. A worker whose server is gone ends by itself: its pipe is closed, or its alarm goes off.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg import ontology
from kg.errors import EntityNotFoundError, KgError, TooLargeError
from kg.graph.store import GraphStore
from kg.graph.unchanging import Unchanging
from kg.serving import child
from kg.serving.messages import Answer, Task, task
from kg.serving.operations import OPERATIONS

LOST = 599
"""The status of a task during which the files of the store went away: another graph has taken their place."""


def main() -> None:
    """Open the graph, say so, and do what comes on standard input.

    The arguments are the folder of the graph, that of the ontology, and how many bytes of memory there are.
    """
    graph, folder, memory = sys.argv[1:]
    with child.pipes() as (tasks, answers):
        child.bound(int(memory))
        try:
            store = Unchanging.open(graph, ontology.load(Path(folder)))
        except KgError as error:
            Answer(status=500, detail=str(error)).write(answers)
            return
        Answer().write(answers)
        _warm(store.ontology)
        for line in tasks:
            asked = task(line)
            with child.alarm(asked.seconds):
                answer = done(store, asked)
            answer.write(answers)


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


if __name__ == "__main__":
    main()
