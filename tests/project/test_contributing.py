"""The examples of CONTRIBUTING.md work as they are written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import kg
from kg.ontology import folder

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "The Berlin marathon was sponsored by Samsung."


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    """A copy of ontology/ with the relation, the type and the name that CONTRIBUTING.md adds."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(turtle|toml|tsv)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    copy = tmp_path / "ontology"
    shutil.copytree(folder(), copy)
    with (copy / "kg.ttl").open("a", encoding="utf-8") as schema:
        schema.writelines(block for language, block in blocks if language == "turtle")
    for file, wanted in (("frames/sponsorship.toml", "toml"), ("names/events.tsv", "tsv")):
        (copy / file).write_text(next(block for language, block in blocks if language == wanted), encoding="utf-8")
    return copy


def test_the_relation_and_the_type_that_it_adds(taught: Path, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(f"{SENTENCE} Samsung sold the Berlin marathon a few shoes.", encoding="utf-8")
    graph = kg.build([note], ontology=taught)
    (fact,) = graph.facts(relation="Sponsorship")
    fillers = {
        role: (entity.label, entity.type) for role, entity in fact.roles.items() if isinstance(entity, kg.Entity)
    }
    assert fillers == {"sponsor": ("Samsung", "Company"), "sponsored": ("Berlin marathon", "Event")}
    assert [evidence.sentence for evidence in fact.evidence] == [SENTENCE]
