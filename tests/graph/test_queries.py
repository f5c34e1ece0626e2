from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from kg.errors import QueryError
from kg.graph import queries
from kg.graph.solutions import Solutions
from kg.graph.store import GraphStore
from kg.ontology import Ontology, load

NAMES = [query.name for query in queries.queries(load())]


def run(name: str, graph: GraphStore) -> list[tuple[str, ...]]:
    found = graph.query(queries.query(name, graph.ontology).sparql)
    assert isinstance(found, Solutions)
    return [tuple("" if term is None else str(term) for term in row) for row in found]


def test_there_are_queries_for_the_common_questions() -> None:
    assert {"costs", "document", "evidence", "restrictions", "rivals", "support"} <= set(NAMES)
    assert list(NAMES) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_query_says_what_it_finds_and_finds_something(name: str, graph: GraphStore) -> None:
    assert len(queries.query(name, graph.ontology).description) > 20
    assert run(name, graph)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", NAMES)
def test_each_query_finds_the_same_in_rdflib_without_help(name: str, graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "graph.trig")
    dataset = rdflib.Dataset().parse(tmp_path / "graph.trig")  # type: ignore[attr-defined]
    sparql = queries.query(name, graph.ontology).sparql
    theirs = [["" if term is None else str(term) for term in row] for row in dataset.query(sparql)]
    found = graph.query(sparql)
    assert [["" if term is None else term.value for term in row] for row in found] == theirs  # type: ignore[union-attr]


def test_restrictions(graph: GraphStore) -> None:
    assert run("restrictions", graph) == [("Italy", "ChatGPT", "", "1"), ("Italy", "DeepSeek", "", "1")]


def test_costs_stand_side_by_side_with_who_says_so(graph: GraphStore) -> None:
    assert [(row[0], row[3], row[5], row[7]) for row in run("costs", graph)] == [
        ("DeepSeek-R1", "$5.6 million", "DeepSeek", 'A "report"'),
        ("DeepSeek-R1", "$5.6m", "", "my note"),
    ]


def test_the_best_supported_fact_comes_first(graph: GraphStore) -> None:
    assert [row[:5] for row in run("support", graph)[:2]] == [
        ("2", "2", "Rivalry", "rival", "ChatGPT"),
        ("2", "2", "Rivalry", "subject", "DeepSeek-R1"),
    ]


def test_rivals_are_listed_for_both(graph: GraphStore) -> None:
    assert run("rivals", graph) == [("ChatGPT", "DeepSeek-R1", "2"), ("DeepSeek-R1", "ChatGPT", "2")]


def test_a_document_tells_its_facts_in_its_own_order(graph: GraphStore) -> None:
    told = [row for row in run("document", graph) if row[0] == "report"]
    assert [int(row[1]) for row in told] == [0, 0, 23, 23, 60, 60, 80, 80]
    assert told[0][2:] == ("Restriction", "restricted", "DeepSeek", "Italy banned DeepSeek.")


def test_an_unknown_query_is_answered_with_those_there_are(ontology: Ontology) -> None:
    with pytest.raises(QueryError, match=r"no query 'nonsense'; there are costs, document"):
        queries.query("nonsense", ontology)


def test_a_user_adds_a_query_as_a_file(ontology: Ontology, tmp_path: Path, graph: GraphStore) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "names.rq").write_text("# All names\nSELECT ?l WHERE { ?e skos:prefLabel ?l }")
    own = replace(ontology, folder=tmp_path)
    assert [(query.name, query.description) for query in queries.queries(own)] == [("names", "All names")]
    assert len(graph.query(queries.query("names", own).sparql)) == 6  # type: ignore[arg-type]
