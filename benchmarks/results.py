"""The figures that README.md and docs/benchmarks.md show: those of one run of all programs, its day, its machine."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure

FILE = Path(__file__).with_name("results.json")
GIB = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was measured, on which day and what kind of machine."""

    measured: str
    machine: str
    figures: tuple[Figure, ...]


def read() -> Results:
    """The figures that were kept last."""
    known = json.loads(FILE.read_text(encoding="utf-8"))
    figures = tuple(Figure.from_record(record) for record in known["figures"])
    return Results(measured=known["measured"], machine=known["machine"], figures=figures)


def write(figures: Iterable[Figure]) -> None:
    """Keep the figures of a run."""
    today = datetime.now(UTC).date().isoformat()
    found = Results(measured=today, machine=machine(), figures=tuple(ordered(figures)))
    FILE.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def ordered(figures: Iterable[Figure]) -> list[Figure]:
    """Figures of one part stay together, in the order in which the parts come first."""
    found = list(figures)
    parts = list(dict.fromkeys(figure.part for figure in found))
    return sorted(found, key=lambda figure: parts.index(figure.part))


def machine() -> str:
    """The kind of this machine: processors, memory, architecture, system and Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} processors, {memory:.0f} GiB, {platform.machine()}, {platform.system()}, {python}"
