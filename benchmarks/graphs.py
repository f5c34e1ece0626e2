"""Synthetic graphs that stay on disk, so that all programs use the same and none makes them twice.

usage: python -m benchmarks.graphs QUADS
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import click

from benchmarks.costs import ROOT

FOLDER = ROOT / "build/benchmarks"
SOURCES = ("benchmarks/synthetic.py", "kg/graph/*.py", "kg/model.py", "ontology/**/*")
"""What a graph is made from."""


def folder(quads: int) -> Path:
    """The folder of a graph of about so many quads."""
    return _made(quads) / "store"


def file(quads: int) -> Path:
    """The same as N-Quads."""
    return _made(quads) / "graph.nq"


def _made(quads: int) -> Path:
    place = FOLDER / f"{quads}-{_version()}"
    if not (place / "graph.nq").exists():
        # in a process of its own: whoever measures memory stays small
        subprocess.run([sys.executable, "-m", "benchmarks.graphs", str(quads)], cwd=ROOT, check=True)
    return place


def _version() -> str:
    """Some digits that change with what the graphs are made from."""
    paths = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


@click.command(help=__doc__.partition("\n")[0])
@click.argument("quads", type=click.IntRange(min=1))
def main(quads: int) -> None:
    """Make a graph."""
    from benchmarks import synthetic
    from kg import ontology

    place = FOLDER / f"{quads}-{_version()}"
    place.mkdir(parents=True, exist_ok=True)
    graph = synthetic.graph(quads, ontology.load())
    graph.save(place / "store")
    graph.save(place / "graph.nq")


if __name__ == "__main__":
    main()
