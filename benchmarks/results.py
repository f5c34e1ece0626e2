"""The figures that README.md and docs/benchmarks.md show: those of each program's last run, its day and its machine."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure

FILE = Path(__file__).with_name("results.json")
GIB = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a program found, on which day and what kind of machine."""

    program: str
    measured: str
    machine: str
    figures: tuple[Figure, ...]


def run(program: str, figures: Iterable[Figure]) -> Run:
    """What a program found just now."""
    return Run(
        program=program, measured=datetime.now(UTC).date().isoformat(), machine=machine(), figures=tuple(figures)
    )


def read() -> list[Run]:
    """The runs that were kept last."""
    known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
    return [Run(**one | {"figures": tuple(map(Figure.from_record, one["figures"]))}) for one in known]


def keep(fresh: Sequence[Run], order: Sequence[str]) -> None:
    """Keep runs, in the order of their programs; those of other programs stay."""
    found = {one.program: one for one in (*read(), *fresh)}
    runs = [asdict(found[name]) for name in order if name in found]
    FILE.write_text(json.dumps(runs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def figures(runs: Iterable[Run]) -> list[Figure]:
    """The figures of all runs; those of one part stand together, in the order in which the parts come first."""
    found = [figure for one in runs for figure in one.figures]
    parts = list(dict.fromkeys(figure.part for figure in found))
    return sorted(found, key=lambda figure: parts.index(figure.part))


def machine() -> str:
    """The kind of this machine: processors, memory, architecture, system and Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} processors, {memory:.0f} GiB, {platform.machine()}, {platform.system()}, {python}"
