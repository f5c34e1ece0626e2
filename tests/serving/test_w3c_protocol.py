"""The test cases of the W3C for the SPARQL 1.1 Protocol that concern queries, told anew.

After https://github.com/w3c/rdf-tests, sparql/sparql11/protocol/manifest.ttl; docs/serving.md says why the others do
not apply. The requests go to /sparql/, as they do there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.graph.results import TRIPLES
from tests.serving.server import Reply, Server

DATA = [f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in range(4)]
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
DOCUMENT = "<http://xmlns.com/foaf/0.1/Document>"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"

TWO_DEFAULT = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type . }}"
TWO_NAMED = f"ASK {{ GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"
FULL = TWO_NAMED.replace("{", f"{{ <{DATA[3]}> a ?type ", 1)
WITH_FROM = TWO_NAMED.replace("ASK", f"ASK FROM <{DATA[3]}>")
DEFAULT_0 = {"default-graph-uri": DATA[0]}
DEFAULTS, NAMED = {"default-graph-uri": DATA[1:3]}, {"named-graph-uri": DATA[1:3]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the data of these tests, each document in a graph of its own."""
    path: Path = tmp_path_factory.mktemp("w3c") / "data.nq"
    path.write_text("".join(f"<{iri}> {TYPE} {DOCUMENT} <{iri}> .\n" for iri in DATA[1:]), encoding="utf-8")
    with Server(path, "--workers", "1") as running:
        yield running


def get(server: Server, query: str, **dataset: Any) -> Reply:
    return server.ask("/sparql/", {"query": query} | dataset)


def post(server: Server, query: str, dataset: dict[str, Any] | None = None, media_type: str = QUERY) -> Reply:
    return server.ask("/sparql/", dataset, method="POST", body=query, Content_Type=media_type)


@pytest.mark.parametrize(
    ("name", "method", "query", "dataset"),
    [
        ("query_get", "GET", "ASK {}", DEFAULT_0),
        ("query_post_direct", "POST", "ASK {}", {}),
        ("query_dataset_default_graphs_get", "GET", TWO_DEFAULT, DEFAULTS),
        ("query_dataset_default_graphs_post", "POST", TWO_DEFAULT, DEFAULTS),
        ("query_dataset_named_graphs_get", "GET", TWO_NAMED, NAMED),
        ("query_dataset_named_graphs_post", "POST", TWO_NAMED, NAMED),
        ("query_dataset_full", "POST", FULL, NAMED | {"default-graph-uri": DATA[3]}),
        ("query_multiple_dataset", "POST", WITH_FROM, NAMED),
        ("query_content_type_ask", "POST", "ASK {}", DEFAULT_0),
    ],
)
def test_it_answers_true(server: Server, name: str, method: str, query: str, dataset: dict[str, Any]) -> None:
    answer = get(server, query, **dataset) if method == "GET" else post(server, query, dataset)
    assert answer.status == 200, name
    assert answer.media_type in ("application/sparql-results+json", "application/sparql-results+xml")
    assert answer.json["boolean"] is True


def test_query_post_form(server: Server) -> None:
    answer = post(server, "query=ASK%20%7B%7D", DEFAULT_0, FORM)
    assert (answer.status, answer.json["boolean"]) == (200, True)


def test_the_dataset_of_the_protocol_is_the_whole_dataset(server: Server) -> None:
    assert get(server, TWO_DEFAULT, **{"default-graph-uri": DATA[1]}).json["boolean"] is False
    assert get(server, TWO_NAMED, **{"named-graph-uri": DATA[1]}).json["boolean"] is False
    assert get(server, TWO_NAMED, **DEFAULTS).json["boolean"] is False
    assert get(server, TWO_DEFAULT, **NAMED).json["boolean"] is False


def test_query_content_type_select(server: Server) -> None:
    answer = post(server, "SELECT (1 AS ?value) {}", DEFAULT_0)
    assert answer.status == 200
    assert answer.media_type == "application/sparql-results+json"
    assert answer.json["results"]["bindings"][0]["value"]["value"] == "1"


@pytest.mark.parametrize(
    ("name", "query", "triples"),
    [
        ("query_content_type_describe", "DESCRIBE <http://example.org/>", 0),
        ("query_content_type_construct", "CONSTRUCT { <s> <p> 1 } WHERE {}", 1),
    ],
)
def test_triples_come_as_rdf(server: Server, name: str, query: str, triples: int) -> None:
    answer = post(server, query, DEFAULT_0)
    assert answer.status == 200, name
    assert len(list(ox.parse(answer.body, TRIPLES[answer.media_type]))) == triples


def test_bad_query_method(server: Server) -> None:
    assert server.ask("/sparql/", {"query": "ASK {}"} | DEFAULT_0, method="PUT", Content_Type=FORM).status == 405


def test_bad_multiple_queries(server: Server) -> None:
    assert server.ask("/sparql/", {"query": ["ASK {}", "SELECT * {}"]}).status == 400


@pytest.mark.parametrize(
    ("name", "body", "headers", "status"),
    [
        ("bad_query_wrong_media_type", b"ASK {}", {"Content_Type": "text/plain"}, 415),
        ("bad_query_missing_form_type", b"query=ASK%20%7B%7D", {}, 415),
        ("bad_query_missing_direct_type", b"ASK {}", {}, 415),
        ("bad_query_non_utf8", "ASK {}".encode("utf-16"), {"Content_Type": f"{QUERY}; charset=UTF-16"}, 415),
        ("bad_update_wrong_media_type", b"CLEAR NAMED", {"Content_Type": "text/plain"}, 415),
        ("bad_update_missing_form_type", b"update=CLEAR%20NAMED", {}, 415),
        ("bad_update_non_utf8", "CLEAR NAMED".encode("utf-16"), {"Content_Type": "application/sparql-update"}, 403),
        ("bad_update_syntax", b"update=CLEAR%20XYZ", {"Content_Type": FORM}, 403),
        ("bad_multiple_updates", b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", {"Content_Type": FORM}, 403),
    ],
)
def test_what_is_wrong_is_refused(server: Server, name: str, body: bytes, headers: dict[str, str], status: int) -> None:
    assert server.ask("/sparql/", method="POST", body=body, **headers).status == status, name


def test_bad_query_syntax(server: Server) -> None:
    assert get(server, "ASK {").status == 400


def test_bad_update_get(server: Server) -> None:
    assert server.ask("/sparql/", {"update": "CLEAR ALL"}).status == 403


def test_bad_update_dataset_conflict(server: Server) -> None:
    update = "WITH <http://example/addresses> DELETE { ?p ?q 'Bill' } WHERE { ?p ?q 'Bill' }"
    dataset = {"using-named-graph-uri": "http://example/people"}
    assert post(server, update, dataset, "application/sparql-update").status == 403
