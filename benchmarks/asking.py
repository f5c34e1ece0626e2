"""How long kg takes to answer questions on a large graph, beside rdflib's own SPARQL engine on the same queries.

usage: python -m benchmarks.asking [--quads N] [--compared N] [--rounds N] [--json] [--figures]

The graphs are made up (see synthetic.py) and held as folders on disk. "kg ask" is the whole process: start, reading the
ontology and the question, finding the answers, printing them with their sentences. The queries are those that the
questions become. rdflib holds the same quads in memory, and at a million quads would take minutes for a query: so it is
compared on a smaller graph, on which both run every query in each round. A first round is for warming up. Seconds are
those of a processor, which other work on the machine does not change much.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmarks import synthetic
from benchmarks.costs import seconds
from benchmarks.figures import Figure, Spread, figures_option, show
from kg import ontology
from kg.asking.answers import answer
from kg.graph.store import GraphStore
from kg.ontology import Ontology
from kg.showing.tables import Row, Table, text

if TYPE_CHECKING:
    import rdflib

ROOT = Path(__file__).resolve().parents[1]
PART = "Questions"
WIDTH = 120
"""How many columns the table may have."""
QUESTIONS = (
    "who founded {company}",
    "who restricted {chip}",
    "did {country} restrict {chip}?",
    "which companies invested in {company} since 2020",
    "what did {country} do to {company}",
    "which company lost the most",
    "who founded the companies that make {model}",
    "chips used by models that rival {model}",
    "which models cost more than $9 billion",
)
"""Questions, with the most spoken of of some types to fill in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What one question took: medians of seconds, and how many times longer than kg rdflib takes for its query."""

    question: str
    answers: int
    process: float
    """``kg ask`` as a whole, on the large graph."""
    query: float
    """The query alone, on the large graph."""
    compared: float
    """The query alone, on the graph that rdflib holds too."""
    rdflib: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured, on how many quads."""

    quads: int
    compared: int
    rounds: int
    speeds: tuple[Speed, ...]


def measure(quads: int, compared: int, rounds: int) -> Result:
    """Ask every question in every round.

    :param quads: about how many the large graph has; likewise for the graph that rdflib holds too.
    """
    known = ontology.load()
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder, "large"), Path(folder, "small")
        sizes = [_saved(quads, large, known), _saved(compared, small, known)]
        stores = [GraphStore.open(large, known), GraphStore.open(small, known)]
        other = _in_rdflib(stores[1])
        asked = questions(stores[1])
        speeds = tuple(_speed(question, large, *stores, other, rounds) for question in asked)
    return Result(quads=sizes[0], compared=sizes[1], rounds=rounds, speeds=speeds)


def questions(store: GraphStore) -> list[str]:
    """The questions, about what the graph speaks of most."""
    world = synthetic.World(store.ontology, invented=0)
    names = {type_.lower(): cast.entities[0].label for type_, cast in world.casts.items()}
    return [question.format_map(names) for question in QUESTIONS]


def _saved(quads: int, folder: Path, known: Ontology) -> int:
    graph = synthetic.graph(quads, known)
    graph.save(folder)
    return len(graph)


def _in_rdflib(store: GraphStore) -> rdflib.Dataset:
    from rdflib import Dataset

    dataset = Dataset()
    dataset.parse(data=store.serialize("trig"), format="trig")
    return dataset


def _speed(
    question: str, folder: Path, large: GraphStore, small: GraphStore, other: rdflib.Dataset, rounds: int
) -> Speed:
    wide, narrow = answer(large, question), answer(small, question)
    contenders: list[Callable[[], Any]] = [
        lambda: _ask(folder, question),
        lambda: large.query(wide.sparql),
        lambda: small.query(narrow.sparql),
        lambda: list(other.query(narrow.sparql)),
    ]
    taken = [[seconds(run) for run in contenders] for _ in range(rounds + 1)][1:]
    process, query, ours, theirs = (statistics.median(times) for times in zip(*taken, strict=True))
    ratio = statistics.median(times[3] / times[2] for times in taken)
    return Speed(
        question=question,
        answers=len(wide.rows),
        process=process,
        query=query,
        compared=ours,
        rdflib=theirs,
        ratio=ratio,
    )


def _ask(folder: Path, question: str) -> None:
    command = [sys.executable, "-m", "kg", "ask", "-g", str(folder), question]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def figures(result: Result) -> list[Figure]:
    """The result as lines of the table of all programs: all questions together, and each."""
    one = f"on {result.compared:,} quads"
    together = Figure(
        part=PART,
        what=f"The queries of {len(result.speeds)} questions {one}; ratio of each",
        unit="s",
        kg=_once(sum(speed.compared for speed in result.speeds)),
        peer="rdflib",
        theirs=_once(sum(speed.rdflib for speed in result.speeds)),
        ratio=Spread.of(speed.ratio for speed in result.speeds),
    )
    each = [
        Figure(
            part=PART,
            what=f"“{speed.question}” {one}",
            unit="s",
            kg=_once(speed.compared),
            peer="rdflib",
            theirs=_once(speed.rdflib),
            ratio=_once(speed.ratio),
            headline=False,
        )
        for speed in result.speeds
    ]
    return [together, *each]


def _once(value: float) -> Spread:
    return Spread.of([value])


def table(result: Result) -> Table:
    """The result with a row for each question."""
    rows = tuple(Row(cells=(s.question, str(s.answers), *_figures(s), f"{s.ratio:,.0f}×")) for s in result.speeds)
    return Table(
        headings=("Question", "Answers", "kg ask, s", "Query, ms", "Small, ms", "rdflib, ms", "Ratio"),
        rows=rows,
        title=(
            f"{result.quads:,} quads on disk; small, and in rdflib: {result.compared:,} quads · {result.rounds} rounds"
        ),
    )


def _figures(speed: Speed) -> Sequence[str]:
    queries = (1000 * taken for taken in (speed.query, speed.compared, speed.rdflib))
    return (f"{speed.process:.2f}", *(f"{figure:,.1f}" for figure in queries))


@click.command(help=__doc__.partition("\n")[0])
@click.option("--quads", type=click.IntRange(min=1), default=1_000_000, show_default=True, help="The large graph.")
@click.option("--compared", type=click.IntRange(min=1), default=50_000, show_default=True, help="rdflib's graph.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How many rounds are counted.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@figures_option()
def main(quads: int, compared: int, rounds: int, as_json: bool, as_figures: bool) -> None:
    """Measure, and print what was measured."""
    result = measure(quads, compared, rounds)
    if as_figures:
        show(figures(result), as_figures=True)
        return
    click.echo(json.dumps(asdict(result), indent=1) if as_json else text(table(result), width=WIDTH))


if __name__ == "__main__":
    main()
