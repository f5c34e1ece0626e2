"""The tables of figures: that of README.md, and the page docs/benchmarks.md, from benchmarks/results.json."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import results  # noqa: E402
from benchmarks.figures import markdown  # noqa: E402

PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
HEAD = """# Figures

Made by `make docs` from what `make bench` found when it was last run with `--keep`: {measured}, on a machine of
{machine}. [benchmarks/](../benchmarks) holds the programs; the first lines of each say what it measures, and each runs
alone: `python -m benchmarks.queries --sizes 10000 --rounds 1`.

A figure is the median of some rounds, with the lowest and the highest. The contenders take turns within a round, and a
ratio compares what ran in the same round; above 1 kg is better. Seconds are those of a processor, not of a clock on the
wall, because other work on a machine changes them little. `>` stands where a query of the peer was stopped after 30
seconds.

"""


def page() -> str:
    """docs/benchmarks.md: every figure."""
    found = results.read()
    return HEAD.format(measured=found.measured, machine=found.machine) + markdown(found.figures)


def filled(text: str) -> str:
    """A page with the most telling figures in the place that it has for them."""
    found = results.read()
    table = markdown(figure for figure in found.figures if figure.headline)
    said = f"Measured on {found.measured}, on a machine of {found.machine}.\n"
    return PLACE.sub(lambda _: f"\n{table}\n{said}\n", text)
