"""The pages that show figures show those that were kept."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks import results
from docs import measured

LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
ROOT = Path(__file__).resolve().parents[2]


def test_the_readme_shows_the_figures_that_were_kept() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert measured.PLACE.search(text)
    assert measured.filled(text) == text, "if the change is meant: make docs"
    assert all(figure.what in text for run in results.read() for figure in run.figures if figure.headline)


def test_the_page_of_figures_shows_all_of_them() -> None:
    text = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    assert measured.page() == text, "if the change is meant: make docs"
    assert all(figure.what in text for run in results.read() for figure in run.figures)


def test_links_of_pages_about_figures_lead_somewhere() -> None:
    for name in ("docs/scale.md", "docs/benchmarks.md"):
        page = ROOT / name
        targets = LINK.findall(page.read_text(encoding="utf-8"))
        assert targets
        assert [target for target in targets if not (page.parent / target).exists()] == []
