"""How fast kg loads a graph and answers the queries that come with it, beside rdflib's own SPARQL engine.

usage: python -m benchmarks.queries [--sizes N,N,…] [--rounds N] [--limit SECONDS] [--figures]

The graphs are made up (synthetic.py). Each engine runs in a process of its own and loads the same N-Quads: kg into a
folder on disk, rdflib into memory, for it has no store on disk. Then both answer the queries of ontology/queries, all
rows of them, in turn and round by round. A query of rdflib's is stopped after some seconds; then the ratio is a lower
bound. On the largest graph there is one round, for rdflib would need an hour.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from benchmarks import graphs
from benchmarks.contender import Contender
from benchmarks.costs import ROOT
from benchmarks.figures import Figure, Spread, figures_option, numbers, show

QUERIES = sorted((ROOT / "ontology/queries").glob("*.rq"))
TRIVIAL = "SELECT * { <a:a> <a:a> ?a }"
"""Asked first, so that each engine has loaded what it needs."""
PART = "Loading and queries"
PEER = "rdflib"
ENGINE = (sys.executable, "-m", "benchmarks.engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What something took on both sides in one round."""

    kg: float
    rdflib: float
    complete: bool = True
    """Whether rdflib came to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round on one graph: seconds of processors, and the most memory of each process in MiB."""

    loading: Took
    queries: dict[str, Took]
    memory: Took


class UnequalError(Exception):
    """Two engines that find a different number of rows."""


def measure(sizes: Sequence[int], rounds: int, limit: float) -> list[Figure]:
    """Load and ask graphs of some sizes; the largest of several once."""
    found: list[Figure] = []
    for size in sizes:
        times = 1 if len(sizes) > 1 and size == max(sizes) else rounds
        source = graphs.file(size)
        found += _figures(size, [_round(source, limit) for _ in range(times)])
    return sorted(found, key=lambda figure: figure.part)


def _round(source: Path, limit: float) -> Round:
    with (
        tempfile.TemporaryDirectory() as folder,
        Contender([*ENGINE, "kg"]) as kg,
        Contender([*ENGINE, "rdflib"]) as rdflib,
    ):
        loads = kg.ask(load=str(source), into=str(Path(folder, "store"))), rdflib.ask(load=str(source), into=None)
        for contender in (kg, rdflib):
            contender.ask(query=TRIVIAL, limit=limit)
        queries = {query.stem: _query(query.read_text(encoding="utf-8"), kg, rdflib, limit) for query in QUERIES}
        peaks = [contender.ask(query=TRIVIAL, limit=limit)["memory"] for contender in (kg, rdflib)]
    loading = Took(kg=loads[0]["seconds"], rdflib=loads[1]["seconds"])
    return Round(loading=loading, queries=queries, memory=Took(kg=peaks[0], rdflib=peaks[1]))


def _query(sparql: str, kg: Contender, rdflib: Contender, limit: float) -> Took:
    ours, theirs = kg.ask(query=sparql, limit=None), rdflib.ask(query=sparql, limit=limit)
    complete = theirs["rows"] is not None
    if complete and ours["rows"] != theirs["rows"]:
        raise UnequalError(f"kg finds {ours['rows']} rows, rdflib {theirs['rows']}:\n{sparql}")
    return Took(kg=ours["seconds"], rdflib=theirs["seconds"], complete=complete)


def _figures(size: int, rounds: Sequence[Round]) -> Iterator[Figure]:
    quads = f"{size:,} quads"
    yield _figure(PART, f"Loading {quads}", "s", [one.loading for one in rounds])
    yield _together(f"{len(QUERIES)} queries on {quads}; ratio of each", rounds)
    for query in QUERIES:
        took = [one.queries[query.stem] for one in rounds]
        yield _figure(PART, f"“{query.stem}” on {quads}", "s", took, headline=False)
    yield _figure("Memory", f"Loading and querying {quads}", "MiB", [one.memory for one in rounds])


def _together(what: str, rounds: Sequence[Round]) -> Figure:
    """All queries of a round as one; the spread of the ratio is that of the single queries."""
    sums = [
        Took(
            kg=sum(took.kg for took in one.queries.values()),
            rdflib=sum(took.rdflib for took in one.queries.values()),
            complete=all(took.complete for took in one.queries.values()),
        )
        for one in rounds
    ]
    ratios = [took.rdflib / took.kg for one in rounds for took in one.queries.values()]
    return replace(_figure(PART, what, "s", sums), ratio=Spread.of(ratios))


def _figure(part: str, what: str, unit: str, took: Sequence[Took], *, headline: bool = True) -> Figure:
    ours, theirs = [one.kg for one in took], [one.rdflib for one in took]
    return Figure(
        part=part,
        what=what,
        unit=unit,
        kg=Spread.of(ours),
        peer=PEER,
        theirs=Spread.of(theirs),
        ratio=Spread.of_ratios(theirs, ours),
        at_least=not all(one.complete for one in took),
        headline=headline,
    )


@click.command(help=__doc__.partition("\n")[0])
@click.option("--sizes", callback=numbers, default="10000,100000,1000000", show_default=True, help="Numbers of quads.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How many rounds are counted.")
@click.option(
    "--limit", type=float, default=20, show_default=True, help="Seconds of a processor for a query of rdflib."
)
@figures_option()
def main(sizes: tuple[int, ...], rounds: int, limit: float, as_figures: bool) -> None:
    """Measure, and print what was measured."""
    show(measure(sizes, rounds, limit), as_figures=as_figures)


if __name__ == "__main__":
    main()
