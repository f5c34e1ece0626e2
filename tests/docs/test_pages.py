"""The examples of the pages in docs/ run, and print what the pages show."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import readme

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["docs/exports.md", "docs/python.md"])
def test_examples_print_what_the_page_shows(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(readme.examples(text)) > 5
    assert readme.refreshed(text, readme.workspace(tmp_path), name) == text, "if the change is meant: make docs"
