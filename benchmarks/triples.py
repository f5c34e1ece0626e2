"""How fast kg reads, beside textacy's triples of subject, verb and object and a port of Stanford's OpenIE.

usage: python -m benchmarks.triples [--words N] [--rounds N] [--figures]

All read the same text with the same spaCy model, in seconds of processors; each library is loaded before the first
round. The peers find any triple of words, of which kg keeps none: it finds facts of its ontology, with their types,
their names resolved and their sentences. So the counts are no measure of quality. triplet-extract is under the GPL and
runs in an environment of its own, with textacy (benchmarks/peers.py).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.contender import Contender
from benchmarks.costs import ROOT, seconds
from benchmarks.figures import Figure, Spread, figures_option, show
from benchmarks.peers import python
from benchmarks.reading import corpus, length
from kg import ontology
from kg.model import Document
from kg.reading.reader import Reader

PEERS = {
    "textacy": "textacy’s triples",
    "triplet-extract": "triplet-extract (OpenIE)",
}


def measure(words: int, rounds: int) -> list[Figure]:
    """Read the same text with kg and with each peer, round by round; a first round is for warming up."""
    texts = corpus(words)
    total = sum(map(length, texts))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "texts.jsonl")
        source.write_text("".join(json.dumps({"text": d.text}) + "\n" for d in texts), encoding="utf-8")
        with Contender([python(), ROOT / "benchmarks/peers_worker.py", source]) as peers:
            taken = _rounds(texts, peers, rounds)
    ours = Spread.of(total / spent for spent in taken["kg"])
    return [
        Figure(
            part="Reading",
            what=f"kg, reading, {total:,} words",
            unit="words/s",
            kg=ours,
            peer=PEERS[name],
            theirs=Spread.of(total / spent for spent in taken[name]),
            ratio=Spread.of_ratios(taken[name], taken["kg"]),
        )
        for name in PEERS
    ]


def _rounds(texts: Sequence[Document], peers: Contender, rounds: int) -> dict[str, list[float]]:
    reader = Reader(ontology.load())
    taken: dict[str, list[float]] = {name: [] for name in ("kg", *PEERS)}
    for _ in range(rounds + 1):
        taken["kg"].append(seconds(lambda: list(reader.read(texts))))
        for name in PEERS:
            taken[name].append(peers.ask(read=name)["seconds"])
    return {name: spent[1:] for name, spent in taken.items()}


@click.command(help=__doc__.partition("\n")[0])
@click.option("--words", type=click.IntRange(min=1), default=1500, show_default=True, help="How long the text is.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How many rounds are counted.")
@figures_option()
def main(words: int, rounds: int, as_figures: bool) -> None:
    """Measure, and print what was measured."""
    show(measure(words, rounds), as_figures=as_figures)


if __name__ == "__main__":
    main()
