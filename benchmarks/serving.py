"""How long ``kg serve`` takes to answer what its page asks for on a large graph.

usage: python -m benchmarks.serving [--quads N] [--asked N] [--json]

The graph is made up (see synthetic.py) and held as a folder on disk. One client asks, and times are those that it sees.
A search is what somebody has typed of a name: its first letters, one more each time. A neighbourhood is what the page
asks for when an entity is opened: the facts about it, then those among its neighbours. Entities are chosen by chance,
and then the best-tied ones on their own.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from benchmarks import synthetic
from benchmarks.servers import Server, Times, asked, kg, target
from kg import ontology
from kg.serving.endpoints import MOST_ENTITIES
from kg.showing.tables import Row, Table, text

WIDTH = 100
LETTERS = 6
"""How many letters of a name are typed."""
HUBS = 20
"""So many entities are the best-tied ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What one kind of request took, in milliseconds."""

    what: str
    requests: int
    median: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured, on how many quads."""

    quads: int
    start: float
    """Seconds until the server answered."""
    speeds: tuple[Speed, ...]


def measure(quads: int, number: int) -> Result:
    """Ask a server of a graph of about so many quads, so many times for everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "graph")
        graph = synthetic.graph(quads, ontology.load())
        graph.save(folder)
        with kg(folder) as server:
            speeds = tuple(_speeds(server, number))
        return Result(quads=len(graph), start=server.started, speeds=speeds)


def _speeds(server: Server, number: int) -> Sequence[Speed]:
    dice = random.Random(0)
    entities = list(_entities(server))
    chosen = dice.choices(entities, k=number)
    typed = [e["label"][:length] for e in chosen[: number // 3 + 1] for length in range(1, LETTERS + 1)]
    hubs = [entity["id"] for entity in entities[:HUBS]]
    measured = {
        "search": asked(server, [target("/api/page/search", text=one) for one in typed if one.strip()]),
        "neighbourhood": _neighbourhoods(server, [entity["id"] for entity in chosen]),
        "neighbourhood of one of the best tied": _neighbourhoods(server, hubs),
        "way between two": asked(server, _ways(chosen)),
        "question": asked(server, [target("/api/ask", question=f"who founded {e['label']}") for e in chosen]),
    }
    return [
        Speed(what=what, requests=len(times.milliseconds), median=times.median, p99=times.p99)
        for what, times in measured.items()
    ]


def _neighbourhoods(server: Server, ids: Sequence[str]) -> Times:
    """Both requests of each, together."""
    found = asked(server, [target(f"/api/page/{what}", id=id_) for id_ in ids for what in ("facts", "neighbours")])
    pairs = zip(found.milliseconds[::2], found.milliseconds[1::2], strict=True)
    return Times(milliseconds=tuple(map(sum, pairs)), statuses=found.statuses)


def _ways(chosen: Sequence[Any]) -> list[str]:
    pairs = pairwise(chosen)
    return [target("/api/page/path", **{"from": one["id"], "to": other["id"]}) for one, other in pairs]


def _entities(server: Server) -> Iterator[Any]:
    """All of them, the most mentioned first."""
    offset, total = 0, 1
    while offset < total:
        found = _fetched(server, target("/api/entities", limit=str(MOST_ENTITIES), offset=str(offset)))
        offset, total = offset + MOST_ENTITIES, found["total"]
        yield from found["entities"]


def _fetched(server: Server, wanted: str) -> Any:
    connection = server.client()
    connection.request("GET", wanted)
    found = json.loads(connection.getresponse().read())
    connection.close()
    return found


def table(result: Result) -> Table:
    """The result with a row for each kind of request."""
    rows = tuple(Row(cells=(s.what, f"{s.requests:,}", f"{s.median:.1f}", f"{s.p99:.1f}")) for s in result.speeds)
    title = f"{result.quads:,} quads on disk · the server answers {result.start:.1f} s after its start"
    return Table(headings=("What is asked", "Times", "Median, ms", "99 %, ms"), rows=rows, title=title)


@click.command(help=__doc__.partition("\n")[0])
@click.option(
    "--quads", type=click.IntRange(min=1), default=1_000_000, show_default=True, help="The size of the graph."
)
@click.option("--asked", "number", type=click.IntRange(min=2), default=200, show_default=True, help="How often.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def main(quads: int, number: int, as_json: bool) -> None:
    """Measure, and print what was measured."""
    result = measure(quads, number)
    click.echo(json.dumps(asdict(result), indent=1) if as_json else text(table(result), width=WIDTH))


if __name__ == "__main__":
    main()
