"""The graph that is served: one build of it at a time, and the next as soon as it stands where the old one stood."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from kg.errors import GraphError
from kg.graph.bonds import Bond
from kg.graph.entries import Entry
from kg.serving import places
from kg.serving.copying import FAILED
from kg.serving.messages import OK, Answer, Task
from kg.serving.names import Names
from kg.serving.places import Mark
from kg.serving.pool import LostError, Pool, environment
from kg.serving.problems import ProblemError
from kg.serving.settings import Settings
from kg.serving.web import Web

LOOKING = 1.0
"""Seconds between looks at whether the graph has changed."""
LONG = 600.0
"""Seconds that a task may take which is done once for a graph."""
AGAIN = 20
"""How often a task is begun again whose store went away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One state of the graph: every answer comes from one of them alone."""

    pool: Pool
    mark: Mark
    names: Names
    web: Web
    documents: int
    graphs: frozenset[str]
    quads: int
    base: str
    prefixes: dict[str, str]
    copy: Path | None
    """The folder to remove when nobody needs it any more."""
    known: dict[str, asyncio.Task[Answer]] = field(default_factory=dict)
    """What is worked out once."""

    @property
    def version(self) -> str:
        """A name for this state."""
        return hashlib.sha256(repr(self.mark).encode()).hexdigest()[:16]


class Served:
    """The graph of a server."""

    def __init__(self, settings: Settings, log: Callable[[str], None]) -> None:
        self.settings, self.log = settings, log
        self._build: Build | None = None
        self._failed: Mark = ()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loading = asyncio.Lock()

    @property
    def build(self) -> Build:
        """The state that is served now."""
        if self._build is None:
            raise ProblemError(503, "the graph is not open yet", {"Retry-After": "1"})
        return self._build

    async def open(self) -> None:
        """Open the graph, and keep an eye on it.

        :raises GraphError: where it cannot be read.
        """
        places.sweep()
        self._build = await self._opened()
        self._background(self._watch())

    async def close(self) -> None:
        """End all that was begun."""
        for task in self._tasks:
            task.cancel()
        if self._build:
            await self._dispose(self._build)

    async def do(self, operation: str, **arguments: object) -> Answer:
        """The answer to a task.

        :raises ProblemError: where there is none.
        """
        limits = self.settings.limits
        task = Task(operation=operation, arguments=arguments, seconds=limits.seconds, most=limits.answer_bytes)
        for _ in range(AGAIN):
            try:
                return _checked(await self.build.pool.do(task))
            except LostError:
                await self._look()
                await asyncio.sleep(LOOKING / 10)
        raise ProblemError(503, "the graph is being replaced: try again", {"Retry-After": "1"})

    async def once(self, operation: str, **arguments: object) -> Answer:
        """The answer to a task that depends on the graph alone, worked out once for each state of it.

        :raises ProblemError: where it takes longer than an answer may: it is finished for whoever asks next.
        """
        build = self.build
        if operation not in build.known:
            build.known[operation] = asyncio.create_task(self._worked_out(build, operation, arguments))
        done, _ = await asyncio.wait([build.known[operation]], timeout=self.settings.limits.seconds)
        if not done:
            raise ProblemError(503, "this is still being worked out: try again", {"Retry-After": "5"})
        try:
            return _checked(build.known[operation].result())
        except ProblemError:
            del build.known[operation]
            raise

    async def _worked_out(self, build: Build, operation: str, arguments: dict[str, object]) -> Answer:
        """The answer to a long task, from a worker of its own, so that nobody has to wait for it."""
        from kg.serving.pool import Worker

        try:
            worker = await Worker.begin(build.pool.folder, self.settings)
        except GraphError:
            return Answer(status=503, detail="the graph is being replaced: try again")
        try:
            most = self.settings.limits.answer_bytes
            return await worker.do(Task(operation=operation, arguments=arguments, seconds=LONG, most=most))
        except (TimeoutError, EOFError, ValueError):
            return Answer(status=413, detail="this graph is too large for that")
        finally:
            worker.end()
            await worker.process.wait()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOKING)
            await self._look()

    async def _look(self) -> None:
        """Take the place of the old graph where a new one lies there, whole."""
        async with self._loading:
            now = places.mark(self.settings.graph)
            if now in ((), self.build.mark, self._failed):
                return
            await asyncio.sleep(LOOKING / 10)
            if now != places.mark(self.settings.graph):
                return  # somebody is writing it
            try:
                new = await self._opened()
            except (GraphError, ProblemError, OSError) as error:
                self._failed = now
                self.log(f"the graph has changed and cannot be read; the old one is served: {error}")
                return
            old, self._build = self.build, new
            self.log(f"a new graph is served: {new.quads:,} quads, before {old.quads:,}")
            self._background(self._dispose(old))

    async def _opened(self) -> Build:
        found = places.mark(self.settings.graph)
        copy = None
        try:
            if places.is_remote(self.settings.graph) or not Path(self.settings.graph).is_dir():
                copy = await self._copied()
            else:
                copy = places.linked(Path(self.settings.graph))
            pool = Pool(copy or Path(self.settings.graph), self.settings, self.log)
            await pool.open()
            said = await pool.do(Task(operation="about", seconds=LONG, most=sys.maxsize))
        except BaseException:
            if copy:
                rmtree(copy, ignore_errors=True)
            raise
        if said.status != OK:
            await pool.close()
            raise GraphError(said.detail)
        return await asyncio.to_thread(built, pool, found, said, copy)

    async def _copied(self) -> Path:
        """A folder with the graph of a file, or of an endpoint.

        :raises GraphError: where it cannot be read, or there is no room for it.
        """
        copy = places.new_copy()
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "kg.serving.copying",
            self.settings.graph,
            str(self.settings.ontology),
            copy,
        ]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True, env=environment()
        )
        try:
            said, _ = await process.communicate()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                process.kill()
            rmtree(copy, ignore_errors=True)
            raise
        if process.returncode:
            rmtree(copy, ignore_errors=True)
            told = said.decode("utf-8", "replace").strip() if process.returncode == FAILED else ""
            raise GraphError(told or f"{self.settings.graph}: cannot be read")
        return copy

    async def _dispose(self, build: Build) -> None:
        for task in build.known.values():
            task.cancel()
        await build.pool.retire()
        if build.copy:
            rmtree(build.copy, ignore_errors=True)

    def _background(self, work: asyncio._CoroutineLike[None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _checked(answer: Answer) -> Answer:
    if answer.status != OK:
        raise ProblemError(answer.status, answer.detail)
    return answer


def built(pool: Pool, mark: Mark, said: Answer, copy: Path | None) -> Build:
    """A state of the graph, of what a worker said about it."""
    known = json.loads(said.body)
    entries = (
        Entry(id=id_, label=label, type=type_, aliases=tuple(aliases), mentions=mentions)
        for id_, label, type_, aliases, mentions in known["entries"]
    )
    return Build(
        pool=pool,
        mark=mark,
        names=Names(entries),
        web=Web([Bond(fact=f, relation=r, denied=d, support=s, entities=e) for f, r, d, s, e in known["bonds"]]),
        documents=known["documents"],
        graphs=frozenset(known["graphs"]),
        quads=known["quads"],
        base=known["base"],
        prefixes=known["prefixes"],
        copy=copy,
    )
