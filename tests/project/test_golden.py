"""What kg writes about a short document, to the byte; `make golden` writes it anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

NOTE = """---
title: A ban and a model
date: 2025-02-04
kind: example
---

# A ban and a model

Italy has banned DeepSeek. The Chinese company released DeepSeek-R1 in January 2025.

Training the model cost $5.6 million, DeepSeek says.
"""


def kg(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "kg", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("golden")
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    kg(folder, "build", "note.md")
    return folder


@pytest.mark.parametrize("format_", ["trig", "nquads", "jsonld", "graphml"])
def test_exports(folder: Path, golden: Callable[[str, str], None], format_: str) -> None:
    golden(f"note.{format_}", kg(folder, "export", "--to", format_))


@pytest.mark.parametrize("command", ["facts", "entities"])
@pytest.mark.parametrize("format_", ["table", "jsonl", "csv"])
def test_lists(folder: Path, golden: Callable[[str, str], None], command: str, format_: str) -> None:
    golden(f"note.{command}.{format_}", kg(folder, command, "--format", format_))
