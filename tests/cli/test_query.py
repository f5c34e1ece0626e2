"""kg query: where the query comes from, and what its solutions look like in each format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from click.testing import Result

Kg = Callable[..., Result]
BANS = "SELECT ?who ?what WHERE { ?who kg:restricts ?what }"
BUILD = "CONSTRUCT { ?what kg:restrictedBy ?who } WHERE { ?who kg:restricts ?what }"
ITALY, JAPAN = "https://kg.example/country/Italy", "https://kg.example/country/Japan"
DEEPSEEK = "https://kg.example/company/DeepSeek"


def test_the_query_may_be_text_a_file_or_standard_input(kg: Kg, folder: Path) -> None:
    (folder / "bans.rq").write_text(BANS)
    as_text = kg("query", BANS)
    expected = [{"who": ITALY, "what": DEEPSEEK}, {"who": JAPAN, "what": DEEPSEEK}]
    assert [json.loads(line) for line in as_text.stdout.splitlines()] == expected
    for result in (
        kg("query", "--file", "bans.rq"),
        kg("query", "-", stdin=BANS),
        kg("query", "--file", "-", stdin=BANS),
    ):
        assert (result.exit_code, result.stdout) == (0, as_text.stdout)


def test_solutions_as_a_table_are_short(kg: Kg) -> None:
    assert kg("query", BANS, "--format", "table").stdout.splitlines() == [
        "who             what",
        "country:Italy   company:DeepSeek",
        "country:Japan   company:DeepSeek",
        "2 solutions",
    ]


def test_solutions_in_the_formats_of_sparql(kg: Kg) -> None:
    found = json.loads(kg("query", BANS, "--format", "json").stdout)
    assert found["head"]["vars"] == ["who", "what"]
    assert found["results"]["bindings"][0]["who"] == {"type": "uri", "value": ITALY}
    rows = list(csv.DictReader(io.StringIO(kg("query", BANS, "--format", "csv").stdout)))
    assert rows[1] == {"who": JAPAN, "what": DEEPSEEK}
    assert kg("query", BANS, "--format", "tsv").stdout.splitlines()[0] == "?who\t?what"


def test_numbers_are_numbers_and_what_is_unbound_is_left_out(kg: Kg) -> None:
    numbers = "(1.5 AS ?half) (4600000.0 AS ?whole) (true AS ?yes)"
    sparql = f"SELECT (COUNT(*) AS ?n) {numbers} ?nothing WHERE {{ ?s kg:restricts ?o }} GROUP BY ?nothing"
    found = kg("query", sparql).stdout
    assert json.loads(found) == {"n": 2, "half": 1.5, "whole": 4600000, "yes": True}
    assert "4600000.0" not in found


@pytest.mark.parametrize(("asked", "answer"), [("country:Italy", True), ("country:France", False)])
def test_a_yes_or_no_query(kg: Kg, asked: str, answer: bool) -> None:
    sparql = f"ASK {{ {asked} kg:restricts ?what }}"
    assert kg("query", sparql, "--format", "table").stdout == ("yes\n" if answer else "no\n")
    assert json.loads(kg("query", sparql).stdout) is answer
    assert json.loads(kg("query", sparql, "--format", "json").stdout) == {"head": {}, "boolean": answer}


def test_a_constructed_graph(kg: Kg) -> None:
    turtle = kg("query", BUILD, "--format", "turtle").stdout
    triples = list(pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    assert {triple.subject.value for triple in triples if isinstance(triple.subject, pyoxigraph.NamedNode)} == {
        DEEPSEEK
    }
    assert json.loads(kg("query", BUILD).stdout.splitlines()[0])["subject"] == DEEPSEEK
    assert kg("query", BUILD, "--format", "csv").stdout.splitlines()[0] == "subject,predicate,object"
    assert kg("query", BUILD, "--format", "table").stdout.splitlines()[-1] == "2 triples"
    assert "@context" in json.loads(kg("query", BUILD, "--format", "json").stdout)


def test_a_query_without_solutions_shows_its_variables(kg: Kg) -> None:
    nothing = "SELECT ?a ?b WHERE { ?a kg:nothing ?b }"
    assert kg("query", nothing, "--format", "table").stdout == "a   b\n0 solutions\n"
    assert kg("query", nothing).stdout == ""


def test_named_queries_come_from_the_ontology(kg: Kg, folder: Path) -> None:
    from shutil import copytree

    from kg.ontology import folder as own

    copytree(own(), folder / "mine")
    (folder / "mine" / "queries").mkdir(exist_ok=True)
    (folder / "mine" / "queries" / "banners.rq").write_text(f"# Who bans what\n{BANS}\n")
    listed = kg("query", "--list", "--ontology", "mine", "--format", "table").stdout
    assert [line.split() for line in listed.splitlines() if line.startswith("banners")] == [
        ["banners", "Who", "bans", "what"]
    ]
    assert {"name": "banners", "description": "Who bans what", "sparql": f"# Who bans what\n{BANS}\n"} in [
        json.loads(line) for line in kg("query", "--list", "--ontology", "mine").stdout.splitlines()
    ]
    assert kg("query", "--name", "banners", "--ontology", "mine").stdout == kg("query", BANS).stdout


def test_solutions_and_answers_in_xml(kg: Kg) -> None:
    read = pyoxigraph.parse_query_results(
        kg("query", BANS, "--format", "xml").stdout.encode(), format=pyoxigraph.QueryResultsFormat.XML
    )
    assert isinstance(read, pyoxigraph.QuerySolutions)
    assert [row["who"].value for row in read] == [ITALY, JAPAN]
    yes = kg("query", "ASK {}", "--format", "xml").stdout.encode()
    assert bool(pyoxigraph.parse_query_results(yes, format=pyoxigraph.QueryResultsFormat.XML))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
@pytest.mark.parametrize(("format_", "parser"), [("turtle", "turtle"), ("xml", "xml"), ("json", "json-ld")])
def test_a_description_is_read_by_rdflib(kg: Kg, format_: str, parser: str) -> None:
    described = rdflib.Graph().parse(
        data=kg("query", "DESCRIBE country:Italy", "--format", format_).stdout, format=parser
    )
    assert rdflib.Literal("Italy") in set(described.objects(rdflib.URIRef(ITALY), rdflib.RDFS.label))


def test_a_query_that_runs_too_long_ends_with_one_line(kg: Kg) -> None:
    bomb = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?x ?y ?z FILTER(?c != ?z) }"
    )
    for more in ([], ["--explain"]):
        result = kg("query", bomb, "--limit-time", "0.2", *more)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "kg: no answer within 0.2 s: the query was ended\n"
    assert kg("query", BANS, "--limit-time", "60").stdout == kg("query", BANS).stdout


def test_a_plan_has_a_line_for_each_step(kg: Kg) -> None:
    lines = kg("query", "--explain", BANS, "--format", "table").stdout.splitlines()
    assert lines[0].split() == ["Solutions", "ms", "Step"]
    assert [line.split(maxsplit=2)[::2] for line in lines[1:3]] == [
        ["2", "Project(?who, ?what)"],
        ["2", "QuadPattern(?who kg:restricts ?what)"],
    ]
    plan = json.loads(kg("query", "--explain", BANS).stdout)
    assert (plan["step"], plan["solutions"]) == ("Project(?who, ?what)", 2)


def test_a_store_on_disk_answers_and_explains_by_a_relative_path(kg: Kg, folder: Path) -> None:
    from kg.graph.store import GraphStore

    GraphStore.open(folder / "graph.trig").save(folder / "g.graph")
    for arguments in ([], ["--limit-time", "60"], ["--explain"]):
        result = kg("query", BANS, "-g", "g.graph", *arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "restricts" in result.stdout or ITALY in result.stdout


INSERT = "INSERT DATA { country:France a kg:Country ; rdfs:label 'France' ; skos:prefLabel 'France' }"


@pytest.mark.parametrize("graph", ["graph.trig", "g.ttl", "g.graph"])
def test_an_update_changes_a_graph_only_where_it_may(kg: Kg, folder: Path, graph: str) -> None:
    from kg.graph.store import GraphStore

    GraphStore.open(folder / "graph.trig").save(folder / graph)
    before = kg("export", "-g", graph).stdout
    refused = kg("query", INSERT, "-g", graph)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert (
        refused.stderr == "kg: INSERT is refused: a query reads the graph; kg query --write lets an update change it\n"
    )
    assert kg("query", f"{INSERT} ; INSERT nonsense", "--write", "-g", graph).exit_code == 2
    assert kg("export", "-g", graph).stdout == before
    changed = kg("query", INSERT, "--write", "-g", graph)
    assert (changed.exit_code, changed.stderr) == (0, "")
    after, quads = (int(words.replace(",", "")) for words in re.findall(r"[\d,]+(?= quads|$)", changed.stdout.strip()))
    assert after == quads + 3
    assert "France" in kg("entities", "-g", graph, "--format", "csv").stdout


def test_an_update_of_standard_input_goes_to_standard_output(kg: Kg, folder: Path) -> None:
    result = kg("query", INSERT, "--write", "-g", "-", stdin=(folder / "graph.trig").read_bytes())
    (folder / "new.trig").write_text(result.stdout)
    assert "France" in kg("entities", "-g", "new.trig", "--format", "csv").stdout


def test_writing_does_not_change_what_a_query_does(kg: Kg) -> None:
    assert kg("query", BANS, "--write").stdout == kg("query", BANS).stdout


@pytest.mark.parametrize("format_", ["table", "jsonl", "json"])
def test_a_term_that_the_ontology_lacks_is_told_where_nothing_was_found(kg: Kg, format_: str) -> None:
    result = kg("query", "SELECT ?what { ?who kg:restrict ?what }", "--format", format_)
    line = "no kg:restrict in this ontology; did you mean kg:restricts?\n"
    assert (result.exit_code, result.stderr) == (0, line)
    assert result.stdout == kg("query", "SELECT ?what { ?who kg:suppliesTo ?what }", "--format", format_).stdout


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("ASK { ?who kg:Xyzzy ?what }", "no kg:Xyzzy in this ontology\n"),
        ("PREFIX o: <https://kg.example/ontology#> SELECT * { ?f o:cost.amout ?a }", "no kg:cost.amout in this"),
        ("SELECT * { ?f <https://kg.example/ontology#Restriktion> ?a }", "no kg:Restriktion in this ontology; did"),
        ("SELECT * { ?s kg:suppliesTo 'kg:restrict' } # kg:restrict", ""),
        ("PREFIX kg: <https://example.org/> SELECT * { ?s kg:restrict ?o }", ""),
        ("SELECT * { ?s schema:restrict ?o ; kg:supplies ?p }", ""),
        ("SELECT ?s { { ?s kg:restricts ?o } UNION { ?s kg:restrict ?o } }", ""),
    ],
)
def test_only_terms_of_the_ontology_are_told_and_only_where_nothing_was_found(kg: Kg, sparql: str, told: str) -> None:
    result = kg("query", sparql)
    assert (result.exit_code, result.stderr[: len(told) or None]) == (0, told)
