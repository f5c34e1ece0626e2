"""A relation and a type that nobody has foreseen, added by editing files of ontology/ alone."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg import ontology as ontologies
from kg.cli import main
from kg.model import label_of
from kg.ontology import folder
from kg.reading import examples

SCHEMA = """
kg:Vessel a owl:Class ; rdfs:label "vessel"@en ; rdfs:subClassOf kg:Artifact ;
    rdfs:comment "A ship."@en .
kg:Charter a owl:Class ; rdfs:label "charter"@en ; rdfs:subClassOf kg:Fact ;
    rdfs:comment "Somebody hires a ship for a sum."@en .
kg:charter.charterer a owl:ObjectProperty ; rdfs:label "charterer"@en ; rdfs:domain kg:Charter ; rdfs:range kg:Agent ;
    kg:order 1 ; kg:question "Who" ; kg:required true .
kg:charter.vessel a owl:ObjectProperty ; rdfs:label "vessel"@en ; rdfs:domain kg:Charter ; rdfs:range kg:Vessel ;
    kg:order 2 ; kg:question "Which ship" ; kg:required true .
kg:charter.amount a owl:ObjectProperty ; rdfs:label "amount"@en ; rdfs:domain kg:Charter ; rdfs:range kg:Amount ;
    kg:order 3 ; kg:question "For how much" .
kg:charters a owl:ObjectProperty ; rdfs:label "charters"@en ; kg:shortcutOf kg:Charter ;
    kg:subjectRole kg:charter.charterer ; kg:objectRole kg:charter.vessel .
"""
FRAME = """
[Charter]
verbs = ["charter", "hire out"]
nouns = ["charter"]
needs = ["charterer", "vessel"]

[Charter.roles]
charterer = ["subject", "by", "possessor"]
vessel = ["object", "of"]
amount = ["for"]

[[Charter.examples]]
text = "The Solglimt was chartered by Samsung for $3 million."
charterer = "Samsung"
vessel = "Solglimt"
amount = "$3 million"

[[Charter.examples]]
text = "Samsung sold the Solglimt."
never = true
"""
NAMES = "name\ttype\taliases\tmaker\tstands_for\tflags\nSolglimt\tVessel\tMV Solglimt\t\t\t\n"
TEXT = """Samsung has chartered the Solglimt for $3 million.

The freighter Havblikk was chartered by Nvidia, too. Nvidia's charter of the MV Solglimt drew protests. The ship is old.
Intel, which did not charter the Havblikk, grew.
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of ontology/, taught about ships, and a document about them."""
    place = tmp_path_factory.mktemp("ships")
    ontology = place / "ontology"
    shutil.copytree(folder(), ontology)
    with (ontology / "kg.ttl").open("a", encoding="utf-8") as schema:
        schema.write(SCHEMA)
    (ontology / "frames" / "Charter.toml").write_text(FRAME, encoding="utf-8")
    (ontology / "names" / "vessels.tsv").write_text(NAMES, encoding="utf-8")
    grammar = (ontology / "grammar.toml").read_text(encoding="utf-8")
    grammar = re.sub(r"^\[nouns\]$", '[nouns]\nVessel = ["ship", "vessel", "freighter"]', grammar, flags=re.MULTILINE)
    grammar = re.sub(r"^\[masks\].*$", '[masks]\nVessel = "Google"', grammar, flags=re.MULTILINE)
    (ontology / "grammar.toml").write_text(grammar, encoding="utf-8")
    (place / "ships.txt").write_text(TEXT, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def graph(place: Path) -> kg.KnowledgeGraph:
    graph = kg.build(place / "ships.txt", ontology=place / "ontology")
    graph.save(place / "graph.trig")
    return kg.load(place / "graph.trig", ontology=place / "ontology")


def test_the_ontology_is_whole_and_its_examples_hold(place: Path) -> None:
    (frame,) = (place / "ontology" / "frames").glob("Charter.toml")
    taught = ontologies.load(place / "ontology")
    assert frame == taught.frames["Charter"].path
    alone = replace(taught, frames={"Charter": taught.frames["Charter"]})
    assert examples.faults(alone) == []


def test_facts_of_the_new_relation_are_extracted_in_every_construction(graph: kg.KnowledgeGraph) -> None:
    facts = graph.facts(relation="charter")
    found = [(f.polarity, {role: label_of(filler) for role, filler in f.roles.items()}) for f in facts]
    assert sorted(found, key=str) == [
        ("negative", {"charterer": "Intel", "vessel": "Havblikk"}),
        ("positive", {"charterer": "Nvidia", "vessel": "Havblikk"}),
        ("positive", {"charterer": "Nvidia", "vessel": "Solglimt"}),
        ("positive", {"charterer": "Samsung", "vessel": "Solglimt", "amount": "$3 million"}),
    ]
    assert all(evidence.sentence in TEXT for fact in facts for evidence in fact.evidence)


def test_entities_of_the_new_type_are_found_whether_listed_or_not(graph: kg.KnowledgeGraph) -> None:
    vessels = graph.entities(type="vessel")
    assert [(one.id, one.aliases) for one in vessels] == [
        ("vessel/Havblikk", ()),
        ("vessel/Solglimt", ("MV Solglimt",)),
    ]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Who chartered the Solglimt?", {"Nvidia", "Samsung"}),
        ("What did Samsung charter?", {"Solglimt"}),
        ("Which ships were chartered by Nvidia?", {"Havblikk", "Solglimt"}),
        ("Who chartered what?", {"Nvidia", "Samsung"}),
    ],
)
@pytest.mark.usefixtures("graph")
def test_questions_are_asked_with_the_same_words(place: Path, question: str, rows: set[str]) -> None:
    places = ["-g", str(place / "graph.trig"), "--ontology", str(place / "ontology")]
    result = CliRunner().invoke(main, ["ask", question, *places, "--format", "csv"])
    assert result.exit_code == 0, result.output
    assert {line.split(",")[0] for line in result.stdout.splitlines()[1:]} == rows


def test_sparql_knows_the_new_class_and_its_shortcut(graph: kg.KnowledgeGraph) -> None:
    assert graph.query("ASK { vessel:Havblikk a kg:Vessel . company:Nvidia kg:charters vessel:Havblikk }") is True
    assert graph.query("ASK { company:Intel kg:charters vessel:Havblikk }") is False


def test_the_page_draws_them(graph: kg.KnowledgeGraph, place: Path) -> None:
    graph.view(place / "page.html")
    page = (place / "page.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, flags=re.DOTALL)
    shown = json.loads(data)
    types = [one["name"] for one in shown["types"]]
    drawn = {entity[1]: types[entity[2]] for entity in shown["entities"]}
    assert {label for label, type_ in drawn.items() if type_ == "Vessel"} == {"Havblikk", "Solglimt"}
    names = [entity[1] for entity in shown["entities"]]
    ties = {(names[source], verb, names[target]) for source, target, verb, *_ in shown["ties"]}
    assert {("Nvidia", "charters", "Havblikk"), ("Samsung", "charters", "Solglimt")} <= ties
    assert {names[node[0]] for node in shown["nodes"]} >= {"Havblikk", "Solglimt", "Nvidia", "Samsung"}
