"""docs/tour.ipynb runs in a Jupyter kernel and shows what it gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from docs import notebook, readme

TOUR = Path(__file__).resolve().parents[2] / "docs/tour.ipynb"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook as it comes out of a kernel now."""
    folder = readme.workspace(tmp_path_factory.mktemp("tour")) / "docs"
    folder.mkdir()
    return nbformat.reads(notebook.refreshed(TOUR.read_text(encoding="utf-8"), folder), as_version=4)


def code(of: Any) -> list[Any]:
    return [cell for cell in of.cells if cell.cell_type == "code"]


def test_every_cell_shows_what_the_notebook_has(fresh: Any) -> None:
    kept = nbformat.read(TOUR, as_version=4)
    for cell, again in zip(code(kept), code(fresh), strict=True):
        assert again.outputs == cell.outputs, f"{cell.source}\nif the change is meant: make docs"
    assert nbformat.writes(fresh) + "\n" == TOUR.read_text(encoding="utf-8")


def test_it_is_sound_and_shows_something_everywhere(fresh: Any) -> None:
    nbformat.validate(fresh)
    assert len(code(fresh)) > 10
    for cell in code(fresh):
        assert cell.outputs, cell.source
        assert [output.output_type for output in cell.outputs if output.output_type == "error"] == []


def test_graphs_answers_cards_and_listings_are_shown_as_html_and_pictures_as_svg(fresh: Any) -> None:
    shown = {cell.source.splitlines()[-1]: cell.outputs[0].get("data", {}) for cell in code(fresh)}
    for start in (
        "graph",
        "graph.ask(",
        "graph.show(",
        "conflicts",
        "graph.path(",
        "graph.neighbors(",
        "graph.timeline(",
    ):
        assert any("text/html" in data for line, data in shown.items() if line.startswith(start)), start
    assert any("image/svg+xml" in data for line, data in shown.items() if line.endswith(".picture()"))
    pages = [data["text/html"] for data in shown.values() if "text/html" in data]
    assert not any(re.search(r"<script|<iframe|\son\w+=|https?://", page) for page in pages)


def test_it_says_nothing_of_the_machine_that_wrote_it() -> None:
    text = TOUR.read_text(encoding="utf-8")
    assert not re.search(r"/(tmp|home|root|work|Users)/|\d{4}-\d\d-\d\dT\d\d:", text)
