from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

from kg.errors import GraphError, QueryError
from kg.graph.solutions import Solutions, Term, Triples
from kg.graph.store import GraphStore

SHORTCUTS = "SELECT ?who ?what WHERE { ?who kg:restricts ?what }"


def select(graph: GraphStore, sparql: str) -> Solutions:
    found = graph.query(sparql)
    assert isinstance(found, Solutions)
    return found


# ---------------------------------------------------------------- what comes back


def test_select_gives_rows_of_terms(graph: GraphStore) -> None:
    found = select(graph, SHORTCUTS)
    assert found.variables == ("who", "what")
    assert len(found) == 1
    ((who, what),) = found
    assert who == Term(kind="iri", value="https://kg.example/country/Italy")
    assert [str(who), str(what)] == ["country:Italy", "company:DeepSeek"]


def test_an_unbound_variable_is_none(graph: GraphStore) -> None:
    assert select(graph, "SELECT ?a ?b WHERE { BIND(1 AS ?a) OPTIONAL { ?b a kg:Nothing } }").rows[0][1] is None


def test_terms_know_their_python_values(graph: GraphStore) -> None:
    sparql = """SELECT * WHERE { BIND(3 AS ?a) BIND(2.50 AS ?b) BIND(true AS ?c) BIND("x"@en AS ?d) BIND(1e3 AS ?e)
                                 BIND("zz"^^xsd:integer AS ?f) BIND("2023"^^xsd:gYear AS ?g) }"""
    found = select(graph, sparql)
    row = {name: term for name, term in zip(found.variables, found.rows[0], strict=True) if term}
    assert [row[name].native for name in "abcdefg"] == [3, Decimal("2.5"), True, "x", 1000.0, "zz", "2023"]
    assert row["d"].language == "en"


def test_ask_gives_a_bool(graph: GraphStore) -> None:
    assert graph.query("ASK { country:Italy kg:restricts ?x }") is True
    assert graph.query("ASK { country:China kg:restricts ?x }") is False


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    "sparql", ["DESCRIBE country:Italy", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s = country:Italy) }"]
)
def test_describe_and_construct_give_triples(sparql: str, graph: GraphStore) -> None:
    found = graph.query(sparql)
    assert isinstance(found, Triples)
    assert ("country:Italy", "kg:restricts", "company:DeepSeek") in [tuple(map(str, row)) for row in found]
    for form, theirs in (("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld"), ("nt", "nt")):
        assert len(rdflib.Graph().parse(data=found.serialize(form), format=theirs)) == len(found)


def test_triples_come_sorted_and_once(graph: GraphStore) -> None:
    found = graph.query("CONSTRUCT { ?o a ?t . ?s a ?t } WHERE { ?s a ?t . ?o a ?t }")
    assert isinstance(found, Triples)
    lines = found.serialize("ntriples").splitlines()
    assert lines == sorted(set(lines))


def test_constructed_blank_nodes_can_be_written(graph: GraphStore) -> None:
    found = graph.query("CONSTRUCT { [] rdfs:comment 'x' } WHERE {}")
    assert isinstance(found, Triples)
    assert len(rdflib.Graph().parse(data=found.serialize("turtle"), format="turtle")) == 1


def test_solutions_serialise_in_the_standard_formats(graph: GraphStore) -> None:
    found = select(graph, SHORTCUTS)
    assert list(csv.reader(io.StringIO(found.serialize("csv").decode()))) == [
        ["who", "what"],
        ["https://kg.example/country/Italy", "https://kg.example/company/DeepSeek"],
    ]
    assert found.serialize("tsv").decode().splitlines()[0] == "?who\t?what"
    assert json.loads(found.serialize("json"))["head"]["vars"] == ["who", "what"]
    assert found.serialize("xml").startswith(b"<?xml")


def test_formats_that_do_not_fit_are_refused(graph: GraphStore) -> None:
    with pytest.raises(QueryError, match="solutions cannot be written as 'turtle'"):
        select(graph, SHORTCUTS).serialize("turtle")
    triples = graph.query("DESCRIBE country:Italy")
    assert isinstance(triples, Triples)
    with pytest.raises(GraphError, match="no format 'csv'"):
        triples.serialize("csv")


# ---------------------------------------------------------------- order


def test_without_an_order_rows_come_sorted(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "a.trig")
    sparql = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
    rows = select(graph, sparql).rows
    assert select(GraphStore.open(tmp_path / "a.trig"), sparql).rows == rows
    assert [row[0].value for row in rows if row[0]] == sorted(row[0].value for row in rows if row[0])


def test_the_order_of_a_query_is_kept(graph: GraphStore) -> None:
    found = select(graph, "SELECT ?l WHERE { ?e skos:prefLabel ?l } ORDER BY DESC(?l)")
    assert [str(row[0]) for row in found][:2] == ["Liang Wenfeng", "Italy"]
    serialised = json.loads(found.serialize("json"))["results"]["bindings"]
    assert serialised[0]["l"]["value"] == "Liang Wenfeng"


def test_order_by_in_a_text_is_no_order(graph: GraphStore) -> None:
    found = select(graph, 'SELECT ?l WHERE { ?e skos:prefLabel ?l FILTER(?l != "ORDER BY ?l") } # ORDER BY ?l')
    assert [str(row[0]) for row in found] == sorted(str(row[0]) for row in found)


# ---------------------------------------------------------------- prefixes and errors


def test_a_declared_prefix_goes_before_a_known_one(graph: GraphStore) -> None:
    assert select(graph, "PREFIX kg: <http://e.org/> SELECT (STR(kg:x) AS ?s) WHERE {}").rows[0][0] == Term(
        kind="literal", value="http://e.org/x"
    )


def test_relative_iris_lie_below_the_base(graph: GraphStore) -> None:
    assert graph.query("ASK { <country/Italy> kg:restricts <company/DeepSeek> }") is True


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("", "the query is empty"),
        ("  # only a comment\n", "the query is empty"),
        ("PREFIX a: <http://a/>", "the query is empty"),
        ("SELECT * WHERE {\n  ?s ?p }", "line 2, column "),
        ("SELECT * WHERE { ?s foo:bar ?o }", "line 1, column 21: the prefix foo: is not declared; known are "),
        ("SELECT ?s (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "The SELECT contains a variable that is unbound"),
        (
            "find me something",
            "line 1, column 1: a query begins with SELECT, ASK, ",
        ),
        ('SELECT * WHERE { ?s ?p "unclosed }', "line 1, column "),
        ("SELECT (1/0 AS", "line 1, column "),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "INSERT is refused: a query reads the graph; kg query --write"),
        ("prefix x: <a:b>\n# hello\ndelete where { ?s ?p ?o }", "DELETE is refused"),
        ("WITH <g:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH is refused"),
        ("DROP ALL", "DROP is refused"),
        ("LOAD <http://localhost:9/x>", "LOAD is refused"),
        ("SELECT * WHERE { SERVICE <http://localhost:9/sparql> { ?s ?p ?o } }", "the query cannot be answered: "),
    ],
)
def test_a_wrong_query_is_answered_in_one_line_with_the_place(sparql: str, message: str, graph: GraphStore) -> None:
    before = graph.serialize()
    with pytest.raises(QueryError) as caught:
        graph.query(sparql)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
    assert graph.serialize() == before


def test_a_prefix_in_a_text_or_an_iri_is_none(graph: GraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        graph.query("SELECT * WHERE { ?s <http://x.org/a:b> 'c:d' }} # e:f")
    assert "is not declared" not in str(caught.value)


# ---------------------------------------------------------------- the same in rdflib


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    "sparql",
    [
        SHORTCUTS,
        "SELECT ?r (COUNT(DISTINCT ?f) AS ?n) WHERE { GRAPH ?g { ?f a kg:Fact, ?r } } GROUP BY ?r",
        "SELECT ?a ?n WHERE { ?m kg:costs ?a . ?a schema:value ?n }",
        "SELECT ?d ?s WHERE { GRAPH ?g { ?d a kg:Document . ?q oa:exact ?s FILTER(STRLEN(?s) > 3) } }",
        "SELECT ?e ?l WHERE { ?e skos:prefLabel ?l FILTER NOT EXISTS { ?e kg:rivals ?x } }",
    ],
)
def test_rdflib_finds_the_same_in_the_file(sparql: str, graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "graph.trig")
    dataset = rdflib.Dataset().parse(tmp_path / "graph.trig")  # type: ignore[attr-defined]
    theirs = [tuple(str(term) for term in row) for row in dataset.query(sparql)]
    ours = [
        tuple(term.value for term in row if term) for row in select(GraphStore.open(tmp_path / "graph.trig"), sparql)
    ]
    assert sorted(ours) == sorted(theirs)
    assert ours
