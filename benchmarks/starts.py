"""How long kg takes to start and to answer, beside what importing the libraries takes that it builds upon.

usage: python -m benchmarks.starts [--rounds N] [--figures]

Each figure is that of a whole Python process. The graph is that of the sample documents. The first round is for warming
up the file system's cache.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from benchmarks.costs import process
from benchmarks.figures import Figure, Spread, figures_option, show

PEERS = {"import spacy": "spaCy", "import rdflib": "rdflib", "import networkx": "networkx"}
NOTHING = "pass"


def measure(rounds: int) -> list[Figure]:
    """Run each program in every round."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder, "graph.trig")
        process(["-m", "kg", "build", "seeds/[a-z]*.md", "-g", graph])
        commands = {
            "kg --help": ["-m", "kg", "--help"],
            "kg ask, the graph of the samples": ["-m", "kg", "ask", "-g", graph, "who founded DeepSeek"],
        }
        programs = commands | {text: ["-c", text] for text in (*PEERS, NOTHING)}
        taken = [{name: process(program).seconds for name, program in programs.items()} for _ in range(rounds + 1)][1:]
    spreads = {name: Spread.of(one[name] for one in taken) for name in programs}
    python = Spread.of(one[NOTHING] for one in taken)
    found = [_figure(name, spreads[name], "python -c pass", python) for name in commands]
    return found + [
        _figure("Importing alone", None, peer, spreads[text], headline=False) for text, peer in PEERS.items()
    ]


def _figure(what: str, ours: Spread | None, peer: str, theirs: Spread, *, headline: bool = True) -> Figure:
    return Figure(part="Start", what=what, unit="s", kg=ours, peer=peer, theirs=theirs, headline=headline)


@click.command(help=__doc__.partition("\n")[0])
@click.option("--rounds", type=click.IntRange(min=1), default=7, show_default=True, help="How many rounds are counted.")
@figures_option()
def main(rounds: int, as_figures: bool) -> None:
    """Measure, and print what was measured."""
    show(measure(rounds), as_figures=as_figures)


if __name__ == "__main__":
    main()
