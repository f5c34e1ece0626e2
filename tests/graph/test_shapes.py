from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph import shapes
from kg.graph.shapes import Finding, validate
from kg.graph.store import GraphStore
from kg.model import Date, Entity, Reading
from kg.ontology import Ontology

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

FIRM = Entity(id="company/A", label="A", type="Company")
MODEL = Entity(id="model/B", label="B", type="Model")
KG = "https://kg.example/ontology#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def damaged(graph: GraphStore, path: Path, change: Callable[[list[str]], list[str]]) -> list[Finding]:
    """What is found in a file whose lines were changed."""
    lines = change(graph.serialize("nquads").decode().splitlines())
    (path / "damaged.nq").write_text("\n".join(lines) + "\n")
    return validate(path / "damaged.nq")


def without(words: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [line for line in lines if words not in line]


def with_(line: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [*lines, line]


# ---------------------------------------------------------------- sound graphs


def test_a_sound_graph_has_no_findings(graph: GraphStore) -> None:
    assert validate(graph) == []


@pytest.mark.parametrize("name", ["graph.trig", "graph.nq", "graph.ttl", "graph.jsonld", "graph"])
def test_a_sound_file_has_no_findings(name: str, graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / name)
    assert validate(tmp_path / name) == []


def test_an_empty_graph_has_no_findings(ontology: Ontology) -> None:
    assert validate(GraphStore.create([], ontology)) == []


@pytest.mark.parametrize("name", ["graph.trig", "graph.nq", "graph.ttl"])
def test_pyshacl_itself_finds_the_file_valid(name: str, graph: GraphStore, ontology: Ontology, tmp_path: Path) -> None:
    graph.save(tmp_path / name)
    (tmp_path / "relations.ttl").write_text(shapes.relation_shapes(ontology))
    for rules in (ontology.folder / "shapes.ttl", tmp_path / "relations.ttl"):
        command = [
            sys.executable,
            "-m",
            "pyshacl",
            "-s",
            str(rules),
            "-e",
            str(ontology.folder / "kg.ttl"),
            str(tmp_path / name),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, "Conforms: True" in done.stdout) == (0, True), done.stdout


def test_pyshacl_itself_finds_a_damaged_file_invalid(graph: GraphStore, ontology: Ontology, tmp_path: Path) -> None:
    damaged(graph, tmp_path, without("wasDerivedFrom"))
    command = [sys.executable, "-m", "pyshacl", "-s", str(ontology.folder / "shapes.ttl"), str(tmp_path / "damaged.nq")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a fact needs evidence" in done.stdout


# ---------------------------------------------------------------- findings


def test_a_fact_without_evidence(graph: GraphStore, tmp_path: Path) -> None:
    founding = graph.fact_id(graph.facts(relation="Founding")[0])
    found = damaged(graph, tmp_path, lambda lines: [x for x in lines if not (founding in x and "wasDerivedFrom" in x)])
    assert found[-1] == Finding(
        severity="violation",
        focus=founding.replace("/", ":"),
        path="prov:wasDerivedFrom",
        message="a fact needs evidence: the sentence that states it",
    )
    assert (
        str(found[-1]) == f"{found[-1].focus}: a fact needs evidence: the sentence that states it (prov:wasDerivedFrom)"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("ontology#polarity"), "a fact is either positive or negative"),
        (without("oa#exact"), "a quotation has one text, and it is not empty"),
        (without("TextQuoteSelector"), "evidence needs the sentence itself"),
        (without("TextPositionSelector"), "evidence needs its position in the document"),
        (without("oa#hasTarget"), "evidence points at one place in a document"),
        (without("oa#hasBody"), "evidence belongs to one fact"),
        (without("ontology#Document>"), "evidence lies in one document of the graph"),
        (without("terms/identifier"), "a document has one identifier"),
        (without("ontology#refersTo"), "a mention refers to one entity"),
        (without("core#prefLabel"), "an entity has one preferred label"),
        (without("schema.org/value"), "an amount has one number"),
        (without("ontology#founding.founder"), "founding: the founder is missing"),
        (
            with_(f"<http://x/f> {TYPE} <{KG}Wedding> .\n<http://x/f> {TYPE} <{KG}Fact> ."),
            "this relation is not in the ontology",
        ),
        (with_(f"<https://kg.example/country/Italy> {TYPE} <{KG}Boot> ."), "this type is not in the ontology"),
        (with_(f"<https://kg.example/evidence/1/who/1> {TYPE} <{KG}Reference> ."), "a reference is of one kind"),
        (with_(f"<https://kg.example/country/Italy> {TYPE} <{KG}Company> ."), "an entity is of one type"),
        (
            with_('<https://kg.example/country/Italy> <http://www.w3.org/2004/02/skos/core#altLabel> "Italy" .'),
            "an alias differs from the label",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(
    change: Callable[[list[str]], list[str]], message: str, graph: GraphStore, tmp_path: Path
) -> None:
    found = damaged(graph, tmp_path, change)
    assert message in {finding.message for finding in found}
    assert {finding.severity for finding in found} <= {"violation"}


def test_a_stretch_of_text_must_start_before_it_ends(readings: list[Reading], ontology: Ontology) -> None:
    turned = replace(readings[0].mentions[0], start=5, end=0)
    found = validate(GraphStore.create([replace(readings[0], mentions=(turned,))], ontology))
    assert {finding.message for finding in found} == {"a stretch of text must start before it ends"}


def test_a_role_filled_with_the_wrong_kind(state: Callable[..., Reading], ontology: Ontology) -> None:
    found = validate(GraphStore.create([state("Development", {"developer": MODEL, "product": FIRM})], ontology))
    assert [(f.path, f.value, f.message) for f in found] == [
        (
            "kg:development.developer",
            "model:B",
            "development: the developer must be one of: company, country, organization, person",
        ),
        ("kg:development.product", "company:A", "development: the product must be one of: chip, model, product"),
    ]


def test_words_may_fill_a_role_that_takes_kinds_and_no_other(state: Callable[..., Reading], ontology: Ontology) -> None:
    kinds = validate(GraphStore.create([state("Supply", {"supplier": FIRM, "item": "lithography tools"})], ontology))
    others = validate(GraphStore.create([state("Supply", {"supplier": "somebody", "item": MODEL})], ontology))
    assert kinds == []
    assert [finding.path for finding in others] == ["kg:supply.supplier"]


def test_a_date_must_be_a_date(state: Callable[..., Reading], ontology: Ontology) -> None:
    roles = {"founder": Entity(id="person/P", label="P", type="Person"), "organization": FIRM}
    good = Date(value="2024-02-29", precision="day", text="")
    assert validate(GraphStore.create([state("Founding", {**roles, "date": good}, date=good)], ontology)) == []
    found = validate(GraphStore.create([state("Founding", {**roles, "date": "long ago"})], ontology))
    assert [finding.message for finding in found] == ["founding: the date must be one of: date"]


def test_findings_come_sorted_and_once(graph: GraphStore, tmp_path: Path) -> None:
    found = damaged(graph, tmp_path, without("oa#start"))
    assert found == sorted(set(found), key=lambda f: (f.focus, f.path, f.message, f.value))
    assert len(found) > 3


def test_a_malformed_date_makes_no_noise(graph: GraphStore, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    line = f'<http://x/f> <{KG}date> "2024-99-99"^^<http://www.w3.org/2001/XMLSchema#date> .'
    damaged(graph, tmp_path, with_(line))
    assert caplog.records == []


# ---------------------------------------------------------------- shapes of one's own


def test_a_new_relation_and_a_new_type_need_no_shape(
    ontology: Ontology, tmp_path: Path, state: Callable[..., Reading]
) -> None:
    from shutil import copytree

    from kg.ontology import load

    copytree(ontology.folder, tmp_path / "ontology")
    with (tmp_path / "ontology" / "kg.ttl").open("a") as file:
        file.write(
            """
            kg:Planet a owl:Class ; rdfs:label "planet"@en ; rdfs:subClassOf kg:Entity .
            kg:Orbit a owl:Class ; rdfs:label "orbit"@en ; rdfs:subClassOf kg:Fact .
            kg:orbit.body a owl:ObjectProperty ; rdfs:label "body"@en ; rdfs:domain kg:Orbit ; rdfs:range kg:Planet ;
                kg:order 1 ; kg:required true .
            kg:orbit.centre a owl:ObjectProperty ; rdfs:label "centre"@en ; rdfs:domain kg:Orbit ;
                rdfs:range kg:Planet ; kg:order 2 .
            """
        )
    mars = Entity(id="planet/Mars", label="Mars", type="Planet")
    facts = [{"body": mars}, {"centre": mars}, {"body": FIRM}]
    checks = [validate(GraphStore.create([state("Orbit", roles)], load(tmp_path / "ontology"))) for roles in facts]
    assert [[finding.message for finding in found] for found in checks] == [
        [],
        ["orbit: the body is missing"],
        ["orbit: the body must be one of: planet"],
    ]


def test_other_shapes_can_be_used(graph: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(
        f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <http://x/s> a sh:NodeShape ; sh:targetClass <{KG}Country> ; sh:property <http://x/p> .
        <http://x/p> a sh:PropertyShape ; sh:path <http://x/capital> ; sh:minCount 1 ; sh:severity sh:Warning ;
            sh:message "a country has a capital" ."""
    )
    found = validate(graph, tmp_path / "own.ttl")
    assert [(f.severity, f.focus, f.message) for f in found] == [
        ("warning", "country:China", "a country has a capital"),
        ("warning", "country:Italy", "a country has a capital"),
    ]


@pytest.mark.parametrize(("content", "message"), [(None, "No such file"), ("nonsense here", "own.ttl: ")])
def test_shapes_that_cannot_be_read_are_named(
    content: str | None, message: str, graph: GraphStore, tmp_path: Path
) -> None:
    if content:
        (tmp_path / "own.ttl").write_text(content)
    with pytest.raises(GraphError, match=message) as caught:
        validate(graph, tmp_path / "own.ttl")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_graph_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("nonsense")
    with pytest.raises(GraphError, match=r"a\.trig: line 1, column 1"):
        validate(tmp_path / "a.trig")
