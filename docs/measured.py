"""The tables of figures: that of README.md, and the page docs/benchmarks.md, from benchmarks/results.json."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import results  # noqa: E402
from benchmarks.figures import markdown  # noqa: E402
from benchmarks.results import Run  # noqa: E402

PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
HEAD = """# Figures

Made by `make docs` from what `make bench` found when it last ran with `--keep`. [benchmarks/](../benchmarks) holds the
programs; the first lines of each say what it measures, and each runs alone:
`python -m benchmarks.queries --sizes 10000 --rounds 1`.

A figure is the median of some rounds, with the lowest and the highest. The contenders take turns within a round, and a
ratio compares what ran in the same round; above 1 kg is better. Seconds are those of a processor, not of a clock on the
wall, because other work on a machine changes them little. Memory is the most that a process had at a time. `>` stands
where a query of the peer was stopped, and would have taken longer.

"""


def page() -> str:
    """docs/benchmarks.md: every figure."""
    runs = results.read()
    return f"{HEAD}{markdown(results.figures(runs))}\n{_said(runs)}"


def filled(text: str) -> str:
    """A page with the most telling figures in the place that it has for them."""
    runs = results.read()
    table = markdown(figure for figure in results.figures(runs) if figure.headline)
    return PLACE.sub(lambda _: f"\n{table}\n{_said(runs)}\n", text)


def _said(runs: Iterable[Run]) -> str:
    """When and where the figures were measured; programs that ran elsewhere or on another day are named."""
    groups: dict[tuple[str, str], list[str]] = {}
    for run in runs:
        groups.setdefault((run.measured, run.machine), []).append(run.program)
    lines = [
        f"Measured on {day}, on a machine of {machine}" + (f": {', '.join(programs)}." if len(groups) > 1 else ".")
        for (day, machine), programs in groups.items()
    ]
    return "\n".join(lines) + "\n"
