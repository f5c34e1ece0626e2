"""Confined: tools carried out by a process of their own, which is ended when it takes too long, and then replaced.

The engine works outside Python: only ending its process ends a query. Both processes say one line of JSON at a time.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg import ontology
from kg.errors import GraphError, KgError, QueryError
from kg.graph.store import GraphStore
from kg.serving import child, places, tools
from kg.serving.pool import BEGINNING, environment
from kg.showing.records import Record

_HINT = re.compile(r"( ·|;) kg .*", re.DOTALL)
"""What a message tells people at a command line to do next."""
LONGEST = 64_000_000
"""Bytes of a line that one process says to the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one call may take."""

    seconds: float = 10.0
    results: int = 50
    characters: int = 100_000
    """The JSON of all results together: what a language model can read at once."""
    memory: int = 4_000_000_000
    """Bytes of address space."""


class Confined:
    """The process, seen from the server."""

    def __init__(self, graph: str, folder: Path, limits: Limits) -> None:
        self.graph, self.folder, self.limits = graph, folder, limits
        self._process: Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._mark: places.Mark = ()

    async def begin(self) -> Record:
        """Open the graph, and tell what is in it.

        :raises GraphError: where it cannot be opened.
        """
        await self.end()
        self._mark = places.mark(self.graph)
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.serving.confined", self.graph, str(self.folder), str(self.limits.memory)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            limit=LONGEST,
            env=environment(),
        )
        said = await self._heard(BEGINNING)
        if "error" in said:
            await self.end()
            raise GraphError(said["error"])
        return said

    async def call(self, tool: str, arguments: Record, most: int | None = None) -> Record:
        """What a tool finds, from the graph as it is now.

        :raises QueryError: where it takes too long, or too much memory, or what was asked is wrong.
        :raises GraphError: where the graph cannot be opened any more.
        """
        asked = {
            "name": tool,
            "arguments": arguments,
            "most": min(most or self.limits.results, self.limits.results),
            "size": self.limits.characters,
            "seconds": self.limits.seconds,
        }
        async with self._one_at_a_time:
            if self._process is None or self._mark != places.mark(self.graph):
                await self.begin()
            if self._process and self._process.stdin:
                self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            said = await self._heard(self.limits.seconds)
        if "error" in said:
            raise QueryError(said["error"])
        return said

    async def _heard(self, seconds: float) -> Record:
        """What the process says; one that fails to is ended."""
        line = b""
        try:
            if self._process and self._process.stdout:
                async with asyncio.timeout(seconds):
                    line = await self._process.stdout.readline()
            said: Record = json.loads(line)
        except TimeoutError:
            await self.end()
            return {"error": f"no answer within {seconds:g} s: ask for less"}
        except ValueError:
            await self.end()
            return {"error": "what was asked is too deep, or needs more memory than there is for it"}
        return said

    async def end(self) -> None:
        """End the process, whatever it does, and wait until it has ended: its end is not to come after the server's."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


# ---------------------------------------------------------------- the process itself


def main() -> None:
    """Open the graph, tell what is in it, and do what comes on standard input until it ends."""
    graph, folder, memory = sys.argv[1:]
    child.bound(int(memory))
    with child.pipes() as (tasks, answers):
        try:
            store = GraphStore.open(graph, ontology.load(Path(folder)))
            _say(answers, tools.contents(store))
        except KgError as error:
            _say(answers, {"error": str(error)})
            return
        for line in tasks:
            _say(answers, _done(store, **json.loads(line)))


def _done(store: GraphStore, name: str, arguments: dict[str, Any], most: int, size: int, seconds: float) -> Record:
    try:
        with child.alarm(seconds):
            return tools.answer(store, name, arguments, most, size)
    except KgError as error:
        return {"error": _HINT.sub("", str(error))}
    except (MemoryError, RecursionError):
        return {"error": "what was asked needs more memory than there is for it"}


def _say(pipe: IO[bytes], what: Record) -> None:
    pipe.write(json.dumps(what).encode() + b"\n")
    pipe.flush()


if __name__ == "__main__":
    main()
