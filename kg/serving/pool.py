"""The pool: worker processes that have one graph open, and the tasks that they are given."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kg.errors import GraphError
from kg.serving import messages
from kg.serving.messages import OK, Answer, Task
from kg.serving.problems import ProblemError
from kg.serving.settings import Settings
from kg.serving.worker import LOST

MARGIN = 0.5
"""Seconds beyond those of a task in which a worker may still hand over its answer."""
BEGINNING = 60.0
"""Seconds in which a worker must have opened the graph."""
PAUSE = 1.0
"""Seconds after which a worker that could not begin is tried again."""


class LostError(Exception):
    """The files of the store went away."""


class Worker:
    """One worker process, seen from the server."""

    def __init__(self, process: Process) -> None:
        self.process = process

    @classmethod
    async def begin(cls, folder: Path, settings: Settings) -> Worker:
        """A worker that has the graph in a folder open.

        :raises GraphError: where it cannot be opened.
        """
        arguments = [str(folder), str(settings.ontology), str(settings.limits.memory_bytes)]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.serving.worker", *arguments),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,  # Ctrl+C in a terminal is for the server
            env=environment(),
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(BEGINNING):
                said = await worker.hear()
        except (TimeoutError, EOFError, ValueError):
            said = Answer(status=500, detail="a worker could not open it")
        if said.status != OK:
            worker.end()
            raise GraphError(said.detail)
        return worker

    async def do(self, task: Task) -> Answer:
        """The answer to a task; the process must be ended where this fails.

        :raises TimeoutError: where it takes too long.
        :raises EOFError: where the process ended.
        """
        async with asyncio.timeout(task.seconds + MARGIN):
            if self.process.stdin:
                self.process.stdin.write(task.line())
                with suppress(ConnectionError):
                    await self.process.stdin.drain()
            return await self.hear()

    async def hear(self) -> Answer:
        """What the process says next."""
        if self.process.stdout is None:
            raise EOFError
        line = await self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        answer, size = messages.answer(line)
        return replace(answer, body=await self.process.stdout.readexactly(size))

    def end(self) -> None:
        """End the process, whatever it does."""
        with suppress(ProcessLookupError):
            self.process.kill()


class Pool:
    """Workers that have one graph open; one takes the place of each that is ended."""

    def __init__(self, folder: Path, settings: Settings, log: Callable[[str], None]) -> None:
        self.folder, self.settings, self.log = folder, settings, log
        self.closed = False
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._busy = 0

    async def open(self) -> None:
        """Begin all workers.

        :raises GraphError: where they cannot open the graph.
        """
        begun = await asyncio.gather(
            *(Worker.begin(self.folder, self.settings) for _ in range(self.settings.workers)), return_exceptions=True
        )
        self._workers |= {one for one in begun if isinstance(one, Worker)}
        for one in begun:
            if isinstance(one, BaseException):
                await self.close()
                raise one
            self._idle.put_nowait(one)

    async def do(self, task: Task) -> Answer:
        """The answer to a task, from the worker that is free first.

        :raises ProblemError: 503 where none becomes free in time, 408 where the task takes too long, 413 where it
            breaks the worker.
        :raises LostError: where the files of the store went away.
        """
        worker = await self._free()
        self._busy += 1
        healthy = False
        try:
            answer = await worker.do(task)
            healthy = answer.status != LOST
        except TimeoutError:
            raise ProblemError(408, f"no answer within {task.seconds:g} s: the query was ended") from None
        except (EOFError, asyncio.IncompleteReadError, ValueError):
            raise ProblemError(413, "what was asked is too deep, or needs more memory than there is for it") from None
        finally:
            self._busy -= 1
            self._back(worker, healthy=healthy)
        if answer.status == LOST:
            raise LostError
        return answer

    async def _free(self) -> Worker:
        limits = self.settings.limits
        if self._waiting >= limits.waiting:
            raise ProblemError(503, "too much is being asked at once: try again", {"Retry-After": "1"})
        self._waiting += 1
        try:
            async with asyncio.timeout(limits.waiting_seconds):
                return await self._idle.get()
        except TimeoutError:
            raise ProblemError(503, "everybody is busy: try again", {"Retry-After": "1"}) from None
        finally:
            self._waiting -= 1

    def _back(self, worker: Worker, *, healthy: bool) -> None:
        if healthy and not self.closed:
            self._idle.put_nowait(worker)
            return
        worker.end()
        self._workers.discard(worker)
        if not self.closed:
            starting = asyncio.create_task(self._replace())
            self._starting.add(starting)
            starting.add_done_callback(self._starting.discard)

    async def _replace(self) -> None:
        while not self.closed:
            try:
                worker = await Worker.begin(self.folder, self.settings)
            except (GraphError, OSError) as error:
                self.log(f"a worker cannot begin: {error}")
                await asyncio.sleep(PAUSE)
                continue
            self._workers.add(worker)
            self._back(worker, healthy=True)
            return

    async def retire(self) -> None:
        """Let what was begun be finished, in the time that it may take, then end all workers."""
        limits = self.settings.limits
        with suppress(TimeoutError):
            async with asyncio.timeout(limits.waiting_seconds + limits.seconds + PAUSE):
                while self._busy or self._waiting:
                    await asyncio.sleep(PAUSE / 10)
        await self.close()

    async def close(self) -> None:
        """End all workers now."""
        self.closed = True
        for task in self._starting:
            task.cancel()
        for worker in list(self._workers):
            self._end(worker)
            await worker.process.wait()

    def _end(self, worker: Worker) -> None:
        worker.end()
        self._workers.discard(worker)


def environment() -> dict[str, str]:
    """What a worker inherits: where Python finds kg, and nothing that is secret."""
    kept = {name: value for name, value in os.environ.items() if name != "KG_TOKEN"}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
