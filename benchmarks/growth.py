"""How the cost of a build grows with its documents, and that of a question with the quads: the exponents, and memory.

usage: python -m benchmarks.growth [--documents N,N,…] [--megabytes N] [--quads N,N,…] [--rounds N] [--figures]

An exponent of 1 is cost in proportion; of 0.5, ten times as much for a hundred times the work. Each figure is that of a
whole process, its start included. The documents are short (texts.py), but for one that is as long as several thousand
of them; the graphs are made up (synthetic.py), and on disk. All of it is run round by round, but the largest build and
the long document only once.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from benchmarks import graphs, texts
from benchmarks.costs import Cost, process
from benchmarks.figures import Figure, Spread, figures_option, numbers, show

QUESTIONS = ("who founded DeepSeek", "which companies invested in OpenAI since 2020", "which company lost the most")
"""What has answers in every graph."""
BUILDING, ASKING, MEMORY = "Growth of a build", "Growth of a question", "Memory"


def building(sizes: Sequence[int], rounds: int) -> list[Figure]:
    """Build graphs of so many documents, each in a process of its own."""
    costs: dict[int, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in sizes:
            source = folder / f"{size}.jsonl"
            texts.write(source, size)
            times = rounds if size < max(sizes) else 1
            costs[size] = [process(_build(source)) for _ in range(times)]
    found = [_cost(BUILDING, f"kg build, {size:,} documents", costs[size]) for size in sizes]
    found += _exponents(BUILDING, "documents", costs)
    largest = max(sizes)
    return [*found, _memory(f"kg build, {largest:,} documents", costs[largest])]


def _build(source: Path) -> list[str | Path]:
    """A build that reads everything, whatever was read before."""
    return ["-m", "kg", "build", source, "-g", source.with_suffix(".trig"), "--no-cache"]


def long_document(megabytes: float) -> list[Figure]:
    """Build the graph of one document of so many megabytes."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "long.txt"
        texts.write_one(source, int(megabytes * 1e6))
        costs = [process(_build(source))]
    what = f"kg build, one document of {megabytes:g} MB"
    return [_cost(BUILDING, what, costs), _memory(what, costs)]


def asking(sizes: Sequence[int], rounds: int) -> list[Figure]:
    """Ask graphs of so many quads, each question in a process of its own; the cost is that of all questions."""
    places = {size: graphs.folder(size) for size in sizes}
    costs: dict[int, list[Cost]] = {size: [] for size in sizes}
    for _ in range(rounds + 1):
        for size, place in places.items():
            each = [process(["-m", "kg", "ask", "-g", place, question]) for question in QUESTIONS]
            mean = sum(cost.seconds for cost in each) / len(each)
            costs[size].append(Cost(seconds=mean, memory=max(cost.memory for cost in each)))
    counted = {size: found[1:] for size, found in costs.items()}
    found = [_cost(ASKING, f"kg ask, {size:,} quads", counted[size]) for size in sizes]
    found += _exponents(ASKING, "quads", counted)
    largest = max(sizes)
    return [*found, _memory(f"kg ask, {largest:,} quads", counted[largest])]


def _cost(part: str, what: str, costs: Sequence[Cost]) -> Figure:
    seconds = Spread.of(cost.seconds for cost in costs)
    return Figure(part=part, what=what, unit="s", kg=seconds, headline=False)


def _memory(what: str, costs: Sequence[Cost]) -> Figure:
    return Figure(part=MEMORY, what=what, unit="MiB", kg=Spread.of(cost.memory for cost in costs))


def _exponents(part: str, noun: str, costs: dict[int, list[Cost]]) -> list[Figure]:
    """The exponent between the first size and the last, and between each and the next."""
    sizes = sorted(costs)
    pairs = [(sizes[0], sizes[-1]), *pairwise(sizes)]
    return [
        Figure(
            part=part,
            what=f"Exponent of the cost, {few:,} to {many:,} {noun}",
            unit="",
            kg=Spread.of(_exponent(few, one, many, other) for one in costs[few] for other in costs[many]),
            headline=place == 0,
        )
        for place, (few, many) in enumerate(dict.fromkeys(pairs))
        if few < many
    ]


def _exponent(few: int, one: Cost, many: int, other: Cost) -> float:
    return math.log(other.seconds / one.seconds) / math.log(many / few)


@click.command(help=__doc__.partition("\n")[0])
@click.option("--documents", callback=numbers, default="100,1000,10000", show_default=True, help="Sizes of builds.")
@click.option("--megabytes", type=click.FloatRange(min=0.001), default=2, show_default=True, help="The long document.")
@click.option("--quads", callback=numbers, default="10000,100000,1000000", show_default=True, help="Sizes of graphs.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How many rounds are counted.")
@figures_option()
def main(documents: tuple[int, ...], megabytes: float, quads: tuple[int, ...], rounds: int, as_figures: bool) -> None:
    """Measure, and print what was measured."""
    found = [*building(documents, rounds), *long_document(megabytes), *asking(quads, rounds)]
    show(sorted(found, key=lambda figure: figure.part == MEMORY), as_figures=as_figures)


if __name__ == "__main__":
    main()
