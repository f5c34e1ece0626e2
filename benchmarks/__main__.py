"""Every benchmark, one after the other, and one table of what they found.

usage: python -m benchmarks [--keep] [PROGRAM…]

Each program runs in a process of its own, which prints what it found as it goes (figures.py); what stands here is how
much of it fits into a quarter of an hour on two processors. --keep writes what is found into benchmarks/results.json,
from which `make docs` makes the tables of the README and of docs/benchmarks.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec

import click

from benchmarks import results
from benchmarks.costs import ROOT
from benchmarks.figures import Figure, tables
from benchmarks.results import Run

PROGRAMS = {
    "reading": ("--words", "25000", "--rounds", "3"),
    "triples": (),
    "starts": (),
    "growth": (),
    "asking": ("--quads", "100000", "--rounds", "2"),
    "queries": (),
    **({"page": ()} if find_spec("benchmarks.page") else {}),
    "identity": (),
}
"""The programs in the order of the table, with their arguments; each answers to --figures as well."""


def run(name: str, arguments: Sequence[str] = ()) -> Run:
    """What a program found.

    :raises subprocess.CalledProcessError: where it fails.
    """
    command = [sys.executable, "-m", f"benchmarks.{name}", "--figures", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return results.run(name, [Figure.from_record(json.loads(line)) for line in done.stdout.splitlines()])


@click.command(help=__doc__.partition("\n")[0])
@click.argument("programs", nargs=-1, type=click.Choice(list(PROGRAMS)))
@click.option("--keep", is_flag=True, help="Write benchmarks/results.json, for the pages that show the figures.")
def main(programs: tuple[str, ...], keep: bool) -> None:
    """Run the programs, all or some, and print one table."""
    found: list[Run] = []
    for name in programs or PROGRAMS:
        start = time.perf_counter()
        found.append(run(name, PROGRAMS[name]))
        click.echo(f"{name}: {time.perf_counter() - start:.0f} s", err=True)
        if keep:
            results.keep(found, list(PROGRAMS))
    for table in tables(results.figures(found)):
        click.echo(table)


if __name__ == "__main__":
    main()
