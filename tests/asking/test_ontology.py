"""What questions know comes from ontology/ alone: a relation and a type are added there and asked about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.asking.answers import answer, examples
from kg.asking.vocabulary import vocabulary
from kg.errors import OntologyError
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Evidence, Fact, Reading
from kg.ontology import folder, load

CLASSES = """
kg:Drug a owl:Class ; rdfs:label "drug"@en ; rdfs:subClassOf kg:Artifact .
kg:Healing a owl:Class ; rdfs:label "healing"@en ; rdfs:subClassOf kg:Fact .
kg:healing.remedy a owl:ObjectProperty ; rdfs:label "remedy"@en ; rdfs:domain kg:Healing ; rdfs:range kg:Drug ;
    kg:order 1 ; kg:question "What" ; kg:required true .
kg:healing.patient a owl:ObjectProperty ; rdfs:label "patient"@en ; rdfs:domain kg:Healing ; rdfs:range kg:Person ;
    kg:order 2 ; kg:question "Whom" ; kg:required true .
kg:heals a owl:ObjectProperty ; rdfs:label "heals"@en ; kg:shortcutOf kg:Healing ;
    kg:subjectRole kg:healing.remedy ; kg:objectRole kg:healing.patient .
kg:Soothing a owl:Class ; rdfs:label "soothing"@en ; rdfs:subClassOf kg:Fact .
kg:soothing.balm a owl:ObjectProperty ; rdfs:label "balm"@en ; rdfs:domain kg:Soothing ; rdfs:range kg:Drug ;
    kg:order 1 ; kg:question "What" ; kg:required true .
kg:soothing.patient a owl:ObjectProperty ; rdfs:label "patient"@en ; rdfs:domain kg:Soothing ; rdfs:range kg:Person ;
    kg:order 2 ; kg:question "Whom" ; kg:required true .
"""
FRAME = """
[Healing]
verbs = ["heal", "cure"]

[Healing.roles]
remedy = ["subject", "by"]
patient = ["object"]

[[Healing.patterns]]
name = "remedy"
agents = ["antidote"]
[Healing.patterns.roles]
patient = ["for", "possessor"]
remedy = ["self"]
"""
OTHER_FRAME = """
[Soothing]
verbs = ["soothe", "cure"]

[Soothing.roles]
balm = ["subject", "by"]
patient = ["object"]
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    target = tmp_path / "ontology"
    shutil.copytree(folder(), target)
    return target


@pytest.fixture
def clinic(copy: Path) -> GraphStore:
    with (copy / "kg.ttl").open("a", encoding="utf-8") as file:
        file.write(CLASSES)
    (copy / "frames" / "Healing.toml").write_text(FRAME, encoding="utf-8")
    (copy / "frames" / "Soothing.toml").write_text(OTHER_FRAME, encoding="utf-8")
    patient = Entity(id="person/Mina_Harker", label="Mina Harker", type="Person")
    facts = (stated("Healing", "remedy", "Zorbitol", 0, patient), stated("Soothing", "balm", "Quelline", 40, patient))
    return GraphStore.create([Reading(document=Document(id="d", text=""), facts=facts)], load(copy))


def stated(relation: str, role: str, name: str, start: int, patient: Entity) -> Fact:
    drug = Entity(id=f"drug/{name}", label=name, type="Drug")
    evidence = Evidence(
        document_id="d",
        start=start,
        end=start + 27,
        sentence=f"{name} cured Mina Harker.",
        frame=relation,
        trigger="cured",
        trigger_start=start + 9,
        trigger_end=start + 14,
    )
    return Fact(relation=relation, roles={role: drug, "patient": patient}, evidence=(evidence,))


@pytest.mark.parametrize(
    ("question", "cells"),
    [
        ("what healed whom", ("Zorbitol", "Mina Harker")),
        ("what soothed Mina Harker", ("Quelline",)),
        ("who was healed by Zorbitol", ("Mina Harker",)),
        ("antidotes for Mina Harker", ("Zorbitol",)),
        ("what is Mina Harker's antidote", ("Zorbitol",)),
    ],
)
def test_a_new_relation_is_asked_about(clinic: GraphStore, question: str, cells: tuple[str, ...]) -> None:
    assert [row.cells for row in answer(clinic, question).rows] == [cells]


def test_a_new_type_is_asked_for_in_both_relations_that_a_verb_may_mean(clinic: GraphStore) -> None:
    found = answer(clinic, "which drugs cured Mina Harker?")
    assert [row.cells for row in found.rows] == [("Quelline",), ("Zorbitol",)]
    assert [row.facts[0].relation for row in found.rows] == ["Soothing", "Healing"]


def test_a_new_relation_has_examples(clinic: GraphStore) -> None:
    assert {"what heals whom", "what heals Mina Harker"} <= set(examples(clinic))


def test_a_missing_file_is_reported(copy: Path) -> None:
    (copy / "questions.toml").unlink()
    with pytest.raises(OntologyError, match=r"questions\.toml: No such file"):
        vocabulary(load(copy))


def test_a_malformed_file_is_reported_with_its_line(copy: Path) -> None:
    path = copy / "questions.toml"
    path.write_text("[holes]\nwho = \n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"questions\.toml:2: "):
        vocabulary(load(copy))


def test_unknown_types_relations_and_tables_are_reported_together(copy: Path) -> None:
    path = copy / "questions.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('who = ["Agent"]', 'who = ["Agnet"]').replace("[plurals]", "[plural]")
    text = text.replace('relation = "Licensing"', 'relation = "Licencing"').replace(
        'lasting = ["Restriction"', 'lasting = ["Restriktion"'
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        vocabulary(load(copy))
    faults = "\n".join(caught.value.faults)
    assert "no type Agnet in kg.ttl" in faults
    assert "no relation Restriktion in kg.ttl" in faults
    assert "the table [plurals] is missing" in faults
