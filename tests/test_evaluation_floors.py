"""What is read agrees with the gold annotations at least as well as it once did."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
ARTICLES = ROOT / "tests" / "articles"
FLOORS: Mapping[str, Mapping[str, Mapping[str, float]]] = tomllib.loads((GOLD / "floors.toml").read_text("utf-8"))
COLLECTIONS = {
    "samples": (ROOT / "seeds" / "[a-z]*-*.md", GOLD),
    **{
        part: (ARTICLES / part / "docs" / "*.txt", ARTICLES / part / "gold")
        for part in ("read", "unread", "paragraphs")
    },
    "articles": (ROOT.parent / "shared" / "seeds" / "*.txt", ROOT.parent / "shared" / "gold"),
}
"""Documents and their gold; the last collection lies outside the repository, and is scored where it is there."""
UNSEEN = {"unread", "paragraphs"}
"""Collections of which only the totals are told, so that they go on measuring text that kg was not made for."""
CASES = [
    pytest.param(collection, kind, figure, id=f"{collection}-{kind}-{figure}")
    for collection, (_, gold) in COLLECTIONS.items()
    if (gold / "facts.jsonl").is_file()
    for kind, figures in FLOORS[collection].items()
    for figure in figures
]


@cache
def evaluation(collection: str) -> Mapping[str, Any]:
    documents, gold = COLLECTIONS[collection]
    asked = ["evaluate", str(documents), "--gold", str(gold), "--format", "json"]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    found: Mapping[str, Any] = json.loads(result.stdout)
    assert found["unread"] == []
    return found


@pytest.mark.parametrize(("collection", "kind", "figure"), CASES)
def test_quality_does_not_fall(collection: str, kind: str, figure: str) -> None:
    found = evaluation(collection)[kind]
    reached, floor = found["all"][figure], FLOORS[collection][kind][figure]
    told = [] if collection in UNSEEN else found["missed"] + found["wrong"]
    errors = [f"{miss['document']}: {miss['group']}: {miss['text']}" for miss in told]
    assert reached >= floor, "\n".join([f"{figure} of {kind} is {reached:.3f}, below {floor}", *errors])


def test_the_floors_are_figures_that_mean_something() -> None:
    assert FLOORS.keys() == COLLECTIONS.keys()
    for kinds in FLOORS.values():
        assert kinds.keys() == {"facts", "entities"}
        for figures in kinds.values():
            assert figures.keys() == {"precision", "recall"}
            assert all(0.5 < floor < 1 for floor in figures.values())
