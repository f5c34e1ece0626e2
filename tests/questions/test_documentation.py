"""Every question that docs/asking.md lists has an answer in the graph of seeds/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.asking.answers import answer
from kg.graph.store import GraphStore

PAGE = Path(__file__).resolve().parents[2] / "docs" / "asking.md"
ROWS = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][2:]
QUESTIONS = [question for row in ROWS for question in re.findall(r"`([^`]+)`", row)]


def test_there_are_questions() -> None:
    assert len(ROWS) >= 12
    assert len(QUESTIONS) >= 30


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_answered(question: str, graphs: dict[str, GraphStore]) -> None:
    found = answer(graphs["seeds"], question)
    assert found.rows
    assert all(evidence.sentence for row in found.rows for fact in row.facts for evidence in fact.evidence)
