"""How fast kg reads, in words per second, beside the bare pipeline of its own spaCy model on the same text.

usage: python -m benchmarks.reading [--words N] [--rounds N] [--json] [--figures]

The seconds are those of a processor, which other work on the machine does not change much.

The text is that of seeds/ and tests/articles/, repeated under other ids until it is long enough. Each round runs every
contender once, so that a machine that slows down slows all of them, and a ratio compares what ran in the same round.
The first round is for warming up, and is not counted: what is repeated is warm for all but the whole process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.costs import seconds
from benchmarks.figures import Figure, Spread, figures_option, show
from kg import ontology
from kg.engines import local
from kg.model import Document
from kg.reading import documents
from kg.reading.language import BUNDLED_MODEL
from kg.showing.tables import Row, Table, counted, text

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("seeds/[a-z]*.md", "tests/articles/*/docs/*.txt")
WIDTH = 100
"""How many columns the table may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Words per second over all rounds, and the ratios to the first contender, round by round."""

    contender: str
    words: Spread
    ratio: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured, on how much text."""

    words: int
    documents: int
    rounds: int
    speeds: tuple[Speed, ...]


def corpus(words: int) -> list[Document]:
    """Documents of at least so many words: the samples in turn, as often as it takes, each time under another id."""
    samples = list(documents.read(str(ROOT / source) for source in SOURCES))
    found: list[Document] = []
    for number, sample in enumerate(cycle(samples)):
        if words <= 0:
            break
        found.append(replace(sample, id=f"{number}-{sample.id}"))
        words -= length(sample)
    return found


def length(document: Document) -> int:
    """The words of a document, as white space divides them."""
    return len(document.text.split())


def measure(words: int, rounds: int) -> Result:
    """Run all contenders round by round.

    :param words: the least number of words that each reads in a round.
    :param rounds: how many rounds are counted.
    """
    texts = corpus(words)
    total = sum(map(length, texts))
    with tempfile.TemporaryDirectory() as folder:
        contenders = _contenders(texts, Path(folder))
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(rounds + 1):
            for name, run in contenders.items():
                times[name].append(seconds(run))
    counted = {name: [total / spent for spent in taken[1:]] for name, taken in times.items()}
    speeds = tuple(_speed(name, found, next(iter(counted.values()))) for name, found in counted.items())
    return Result(words=total, documents=len(texts), rounds=rounds, speeds=speeds)


def _contenders(texts: Sequence[Document], folder: Path) -> dict[str, Callable[[], None]]:
    """What is compared, the measure of the rest first."""
    source = folder / "documents.jsonl"
    lines = (json.dumps({"id": d.id, "published": d.published, "text": d.text}) for d in texts)
    source.write_text("\n".join(lines), encoding="utf-8")
    return {
        "spaCy, all components": partial(_parse, import_module(BUNDLED_MODEL).load(), texts),
        "kg, reading": partial(_read, texts),
        "kg build, whole process": partial(_build, source, folder / "graph.trig"),
    }


def _parse(pipeline: Language, texts: Sequence[Document]) -> None:
    for _ in pipeline.pipe(document.text for document in texts):
        pass


def _read(texts: Sequence[Document]) -> None:
    for _ in local.readings(texts, ontology.load().folder, None, jobs=1):
        pass


def _build(source: Path, graph: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", str(source), "-g", str(graph), "--no-cache"]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def _speed(name: str, found: Sequence[float], measure: Sequence[float]) -> Speed:
    return Speed(contender=name, words=Spread.of(found), ratio=Spread.of_ratios(found, measure))


def figures(result: Result) -> list[Figure]:
    """The result as lines of the table of all programs."""
    bare, *others = result.speeds
    return [
        Figure(
            part="Reading",
            what=f"{speed.contender}, {result.words:,} words",
            unit="words/s",
            kg=speed.words,
            peer=bare.contender,
            theirs=bare.words,
            ratio=speed.ratio,
        )
        for speed in others
    ]


def table(result: Result) -> Table:
    """The result with a row for each contender."""
    rows = tuple(
        Row(
            cells=(
                s.contender,
                *(f"{figure:,.0f}" for figure in (s.words.median, s.words.lowest, s.words.highest)),
                f"{s.ratio.median:.2f}",
            )
        )
        for s in result.speeds
    )
    counts = (counted(result.words, "word"), counted(result.documents, "document"), counted(result.rounds, "round"))
    return Table(
        headings=("Words per second", "Median", "Lowest", "Highest", "Ratio"), rows=rows, title=" · ".join(counts)
    )


@click.command(help=__doc__.partition("\n")[0])
@click.option("--words", type=click.IntRange(min=1), default=60_000, show_default=True, help="How long the text is.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="How many rounds are counted.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@figures_option()
def main(words: int, rounds: int, as_json: bool, as_figures: bool) -> None:
    """Measure, and print what was measured."""
    result = measure(words, rounds)
    if as_figures:
        show(figures(result), as_figures=True)
        return
    click.echo(json.dumps(asdict(result), indent=1) if as_json else text(table(result), width=WIDTH))


if __name__ == "__main__":
    main()
