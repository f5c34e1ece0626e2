"""What was found once: each input gives one clear line or a good result, in time, in bounds, and fetches nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import seeds
from tests.fuzz.bombs import bombs
from tests.fuzz.targets import TARGETS, fits

FOUND = sorted(path for path in seeds.FOUND.rglob("*") if path.is_file())
ROOT = Path(__file__).resolve().parents[2]
BATCHES = sorted({target for target, _, _ in bombs()})


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_input_that_was_found_is_read_or_refused_in_one_line(path: Path) -> None:
    line = fits(path.read_bytes(), TARGETS[path.parent.name])
    assert line == "" or line.isprintable()


@pytest.mark.parametrize("target", BATCHES)
def test_a_bomb_ends_in_bounds(target: str) -> None:
    for name, what, content in bombs():
        if name == target:
            done = try_alone(target, content)
            assert (what, done.returncode, done.stderr) == (what, 0, b"")


def try_alone(target: str, content: bytes) -> subprocess.CompletedProcess[bytes]:
    """An input in a process of its own, within its limits."""
    command = [sys.executable, "-m", "tests.fuzz.trial", target]
    return subprocess.run(command, cwd=ROOT, input=content, capture_output=True, check=False, env=os.environ)


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_reads_what_it_should(target: str) -> None:
    first, *_ = seeds.of(target)
    assert fits(first, TARGETS[target]) == "" or target in ("grammar", "schema", "question")
