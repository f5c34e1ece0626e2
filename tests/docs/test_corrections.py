"""The example of docs/corrections.md works as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg.model import label_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "corrections.md"
LETTERS = """Deep Pursuit Ltd. rivals OpenAI. Liang Wenfeng founded DeepSeek. Liang Wenfang founded OpenAI.

Italy banned OpenAI. Zorvex cost $5 million. Rome has shown DeepSeek the door.
"""


@pytest.fixture
def graph(tmp_path: Path) -> kg.KnowledgeGraph:
    (example,) = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "corrections.toml").write_text(example, encoding="utf-8")
    (tmp_path / "letters.txt").write_text(LETTERS, encoding="utf-8")
    return kg.build(tmp_path / "letters.txt", corrections=tmp_path / "corrections.toml")


def test_every_entry_does_what_the_page_says(graph: kg.KnowledgeGraph) -> None:
    assert [c.kind for c in graph.corrections() if c.applied] == ["same", "different", "type", "reject", "assert"]
    assert {entity.label for entity in graph.entities(type="Person")} == {"Liang Wenfeng", "Liang Wenfang"}
    assert graph.show("Deep Pursuit").entity.label == "DeepSeek"
    facts = {(fact.relation, *map(label_of, fact.roles.values())) for fact in graph.facts()}
    assert ("Restriction", "Italy", "DeepSeek") in facts
    assert ("Restriction", "Italy", "OpenAI") not in facts
    assert ("Cost", "Zorvex", "$5 million") in facts


def test_every_reason_of_the_page_is_one_that_kg_gives() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]* \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {reason for row in rows for reason in row.split(", ")} - {"reason", "the name itself", "the user’s word"}
    told = re.findall(r"``([a-z -]+)``", (Path(kg.__file__).parent / "model.py").read_text(encoding="utf-8"))
    assert listed <= set(told)
