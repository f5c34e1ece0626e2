"""Load and faults at length: what clients of ``kg serve`` see while much is asked, and while things go wrong.

usage: python -m benchmarks.soak [--quads N] [--seconds N] [--clients N] [--json]

Load: clients ask a mix of lookups, joins and questions, of kg and of the bare ``oxigraph serve-read-only`` on the same
store. To Oxigraph the queries are put that the questions become. Faults: the same clients ask kg while other clients
send a byte a second, or never read, or ask queries without end, while new builds of the graph take the place of the
old one, and while the server is told to end, or killed. At the end a disk that is full. Everything is on the loopback,
and bounded in number and time.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import click

from benchmarks import synthetic
from benchmarks.servers import PATIENCE, ROOT, Server, Times, kg, loaded, oxigraph, target, while_
from kg import ontology
from kg.asking.answers import answer
from kg.errors import QuestionError
from kg.graph.iris import absolute
from kg.graph.store import GraphStore
from kg.graph.syntax import declared
from kg.showing.tables import Row, Table, text

WIDTH = 110
UNREAD = 20
"""Seconds for which an answer is left unread: longer than the server waits."""
SLOW, BOMBS = 50, 2
"""How many clients are slow, and how many ask queries without end, at a time."""
FULL = 20_000
"""A graph of so many quads has no room in a quarter of a megabyte."""
SPAN = 200
"""So many of the most spoken of entities are asked about."""
BOMB = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }"
PATHS = "SELECT (COUNT(*) AS ?n) WHERE { ?a (!skos:a|^!skos:b)* ?b . ?b (!skos:c)* ?c }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What clients saw."""

    what: str
    requests: int
    per_second: float
    median: float
    p99: float
    """Milliseconds."""
    errors: dict[str, int]
    """What came instead of an answer, and how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured."""

    quads: int
    clients: int
    seconds: float
    seen: tuple[Seen, ...]


def soak(quads: int, clients: int, seconds: float, kills: int) -> Result:
    """Everything but the full disk, one after another.

    :param kills: how often the server is told to end, and killed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "graph")
        graph = synthetic.graph(quads, ontology.load())
        graph.save(folder)
        store = GraphStore.open(folder)
        mix = Mix(store)
        run = Run(folder=folder, store=store, mix=mix, clients=clients, seconds=seconds)
        seen = (*run.load(), *run.faults(), *run.endings(kills))
        return Result(quads=len(graph), clients=clients, seconds=seconds, seen=seen)


class Mix:
    """What clients ask: a third each are lookups, joins and questions."""

    def __init__(self, store: GraphStore) -> None:
        dice, world = random.Random(1), synthetic.World(store.ontology, invented=0)
        casts = {type_: cast.entities for type_, cast in world.casts.items()}
        named = [entity for cast in casts.values() for entity in cast[: SPAN // len(casts)]]
        entities = [absolute(store.base, entity.id) for entity in dice.sample(named, min(50, len(named)))]
        self.lookups = [f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }} LIMIT 100" for iri in entities]
        self.joins = [
            f"SELECT ?other ?label WHERE {{ GRAPH ?d {{ ?fact ?role <{iri}> ; a kg:Fact ; ?with ?other }} "
            "?other skos:prefLabel ?label } LIMIT 50"
            for iri in entities
        ]
        self.questions, self.compiled = [], []
        for entity in dice.sample(named, min(60, len(named))):
            question = f"who founded {entity.label}"
            with suppress(QuestionError):
                self.compiled.append(answer(store, question).sparql)
                self.questions.append(question)
        self._prefixes = store.prefixes

    def of_kg(self) -> list[str]:
        """As kg is asked it."""
        asked = [target("/sparql", query=sparql) for sparql in self._queries()]
        return asked + [target("/api/ask", question=question) for question in self.questions]

    def of_sparql(self, path: str) -> list[str]:
        """In SPARQL alone."""
        return [target(path, query=sparql) for sparql in [*self._queries(), *self.compiled]]

    def _queries(self) -> list[str]:
        return [declared(sparql, self._prefixes) for sparql in (*self.lookups, *self.joins)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Clients at work."""

    folder: Path
    store: GraphStore
    mix: Mix
    clients: int
    seconds: float

    def load(self) -> Iterator[Seen]:
        """The mix, and its part in SPARQL, put to kg and to Oxigraph."""
        with kg(self.folder) as server:
            yield self._seen("load: kg, with questions", self._asked(server, self.mix.of_kg()))
            yield self._seen("load: kg, in SPARQL alone", self._asked(server, self.mix.of_sparql("/sparql")))
        with oxigraph(self.folder) as server:
            yield self._seen("load: bare Oxigraph", self._asked(server, self.mix.of_sparql("/query")))

    def faults(self) -> Iterator[Seen]:
        """The mix, while something goes wrong."""
        asked = self.mix.of_kg()
        with kg(self.folder, "--limit-time", "5", "--limit-idle", "5", "--limit-requests", "64") as server:
            wrongs: dict[str, Callable[[], object]] = {
                f"{SLOW} clients that send a byte a second": lambda: slow(server, self.seconds, SLOW),
                f"{SLOW} clients that never read": lambda: unread(server, self.seconds, SLOW),
                f"{BOMBS} queries without end at a time": lambda: bombs(server, self.seconds, BOMBS),
                "new builds of the graph": self._rebuild,
            }
            for what, wrong in wrongs.items():
                found = while_(wrong, lambda: self._asked(server, asked))
                yield self._seen(what, found)

    def endings(self, kills: int) -> Iterator[Seen]:
        """SIGTERM, then SIGKILL and a new start, each while clients ask: nothing is left, and it answers again."""
        for what, sign in (("SIGTERM", signal.SIGTERM), ("kill -9 and restart", signal.SIGKILL)):
            times: list[Times] = []
            for _ in range(kills):
                with kg(self.folder) as server:
                    while_(partial(_told, server, sign), partial(loaded, server, self.mix.of_kg(), self.clients, 1.0))
                    server.process.wait(PATIENCE)
                with kg(self.folder) as again:
                    times.append(loaded(again, self.mix.of_kg(), self.clients, self.seconds / 10))
            every = tuple(one for found in times for one in found.milliseconds)
            counts = sum((found.statuses for found in times[1:]), times[0].statuses)
            yield _seen(f"after {what}, {kills} times", Times(milliseconds=every, statuses=counts), self.seconds)

    def _rebuild(self) -> None:
        """The same graph anew in place of the old one, as often as there is time, by a process of its own."""
        spare = self.folder.with_name("spare")
        self.store.save(spare)
        command = [sys.executable, "-m", "kg.serving.copying", spare, ontology.folder(), self.folder]
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            subprocess.run(command, cwd=ROOT, check=True)
            time.sleep(2)

    def _asked(self, server: Server, targets: list[str]) -> Times:
        return loaded(server, targets, self.clients, self.seconds)

    def _seen(self, what: str, times: Times) -> Seen:
        return _seen(what, times, self.seconds)


def _told(server: Server, sign: signal.Signals) -> None:
    time.sleep(1)
    server.process.send_signal(sign)


def _seen(what: str, times: Times, seconds: float) -> Seen:
    number = len(times.milliseconds)
    return Seen(
        what=what,
        requests=number,
        per_second=number / seconds,
        median=times.median,
        p99=times.p99,
        errors=times.errors,
    )


def slow(server: Server, seconds: float, number: int) -> None:
    """Clients that send a request a byte a second; whoever is cut off comes again."""
    with _connections(server, number) as open_:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for place, connection in enumerate(open_):
                try:
                    connection.sendall(b"G")
                except OSError:
                    open_[place] = _connection(server)
            time.sleep(1)


def unread(server: Server, seconds: float, number: int) -> None:
    """Clients that ask for much, once, and read nothing; they come again when the first are cut off."""
    wanted = f"GET /graphs?default HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with _connections(server, number) as open_:
            for connection in open_:
                connection.sendall(wanted)
            time.sleep(min(UNREAD, max(0, end - time.monotonic())))


def bombs(server: Server, seconds: float, number: int) -> Times:
    """Clients that ask queries without end, one after another."""
    return loaded(server, [target("/sparql", query=BOMB), target("/sparql", query=PATHS)], number, seconds)


def _connection(server: Server) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port))
    connection.setblocking(False)
    return connection


@contextmanager
def _connections(server: Server, number: int) -> Iterator[list[socket.socket]]:
    open_ = [_connection(server) for _ in range(number)]
    try:
        yield open_
    finally:
        for connection in open_:
            connection.close()


def full_disk(quads: int) -> str:
    """What a server says that has no room for its copy of a graph; it leaves nothing behind."""
    with tempfile.TemporaryDirectory() as name:
        file, small = Path(name, "graph.nq"), Path(name, "small")
        synthetic.graph(quads, ontology.load()).save(file)
        small.mkdir()
        return _told_in(small, file)


def _told_in(small: Path, file: Path) -> str:
    """What a server says whose folder for temporary files is a small file system."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)]
    own = [] if os.getuid() == 0 else ["unshare", "--user", "--map-root-user"]
    begin = f"{' '.join(mount)} && {sys.executable} -m kg serve -g {file} --port 0; code=$?; ls -A {small}; exit $code"
    done = subprocess.run(
        [*own, *([] if own else ["unshare"]), "--mount", "sh", "-c", begin],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(small)},
        capture_output=True,
        text=True,
        check=False,
    )
    left = f" · left behind: {done.stdout.strip()}" if done.stdout else ""
    return f"exit code {done.returncode} · {done.stderr.strip()}{left}"


def table(result: Result) -> Table:
    """The result with a row for each thing that went on."""
    rows = tuple(
        Row(
            cells=(
                s.what, f"{s.requests:,}", f"{s.per_second:,.0f}", f"{s.median:.1f}", f"{s.p99:.1f}", _told_errors(s),
            )
        )
        for s in result.seen
    )  # fmt: skip
    title = f"{result.quads:,} quads · {result.clients} clients · {result.seconds:g} s each"
    return Table(headings=("While", "Answers", "A second", "Median, ms", "99 %, ms", "Errors"), rows=rows, title=title)


def _told_errors(seen: Seen) -> str:
    return ", ".join(f"{what}: {number}" for what, number in seen.errors.items()) or "0"


@click.command(help=__doc__.partition("\n")[0])
@click.option("--quads", type=click.IntRange(min=1), default=200_000, show_default=True, help="The size of the graph.")
@click.option("--clients", type=click.IntRange(1, 64), default=8, show_default=True, help="How many ask at a time.")
@click.option("--seconds", type=click.FloatRange(min=0.5, max=600), default=60.0, show_default=True, help="For each.")
@click.option("--kills", type=click.IntRange(1, 20), default=3, show_default=True, help="How often it is ended.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def main(quads: int, clients: int, seconds: float, kills: int, as_json: bool) -> None:
    """Do everything, and print what clients saw."""
    result = soak(quads, clients, seconds, kills)
    click.echo(json.dumps(asdict(result), indent=1) if as_json else text(table(result), width=WIDTH))
    click.echo(f"a full disk: {full_disk(FULL)}", err=as_json)


if __name__ == "__main__":
    main()
