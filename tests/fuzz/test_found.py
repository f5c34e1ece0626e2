"""What was found once: each input gives one clear line or a good result, in time, in bounds, and fetches nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import seeds
from tests.fuzz.bombs import bombs
from tests.fuzz.targets import TARGETS, fits

FOUND = sorted(path for path in seeds.FOUND.rglob("*") if path.is_file())
ROOT = Path(__file__).resolve().parents[2]
BATCHES = sorted(target for target in TARGETS if any(bombs(target)))
PARTS = ("grammar", "schema")
"""Targets whose examples are parts of larger files."""


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_input_that_was_found_is_read_or_refused_in_one_line(path: Path) -> None:
    line = fits(path.read_bytes(), TARGETS[path.parent.name])
    assert line == "" or line.isprintable()


@pytest.mark.parametrize("target", BATCHES)
def test_bombs_end_in_bounds(target: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz.trial", target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    tried = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert tried == [what for what, _ in bombs(target)]


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_reads_what_it_should(target: str) -> None:
    first, *_ = seeds.of(target)
    assert fits(first, TARGETS[target]) == "" or target in PARTS
