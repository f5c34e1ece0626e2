from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from kg.errors import GraphError, QueryError
from kg.graph.shapes import validate
from kg.graph.solutions import Solutions, Triples
from kg.graph.store import GraphStore


class Server(HTTPServer):
    """A SPARQL 1.1 endpoint, small but real, over a store; remembers the methods of requests."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = store
        self.methods: list[str] = []
        self.answer: tuple[int, str, bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/query"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, form: str) -> None:
        self.server.methods.append(self.command)
        status, kind, body = self.server.answer or self._asked(parse_qs(form)["query"][0])
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def _asked(self, sparql: str) -> tuple[int, str, bytes]:
        try:
            found = self.server.store.query(sparql)
        except SyntaxError as error:
            return 400, "text/plain", f"Bad query:\n{error}".encode()
        if isinstance(found, ox.QueryTriples):
            return 200, "application/n-triples", found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
        body = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        return 200, "application/sparql-results+json; charset=utf-8", body

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(graph: GraphStore) -> Iterator[Server]:
    store = ox.Store()
    store.bulk_load(graph.serialize("nquads"), format=ox.RdfFormat.N_QUADS)
    with Server(store) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_an_endpoint_answers_queries_with_known_prefixes(server: Server) -> None:
    found = GraphStore.open(server.url).query("SELECT ?what WHERE { country:Italy kg:restricts ?what }")
    assert isinstance(found, Solutions)
    assert [str(row[0]) for row in found] == ["company:DeepSeek"]
    assert found.serialize("csv").splitlines() == [b"what", b"https://kg.example/company/DeepSeek"]


def test_an_endpoint_answers_ask_and_construct(server: Server) -> None:
    graph = GraphStore.open(server.url)
    assert graph.query("ASK { country:Italy kg:restricts ?x }") is True
    triples = graph.query("CONSTRUCT { ?s kg:restricts ?o } WHERE { ?s kg:restricts ?o }")
    assert isinstance(triples, Triples)
    assert "country:Italy kg:restricts company:DeepSeek ." in triples.serialize("turtle").decode()


def test_an_endpoint_gives_the_same_values_as_a_file(server: Server, graph: GraphStore) -> None:
    remote = GraphStore.open(server.url)
    assert remote.facts() == graph.facts()
    assert remote.entities(type="Agent") == graph.entities(type="Agent")
    assert remote.find("R1") == graph.find("R1")
    assert remote.serialize() == graph.serialize()
    assert len(remote) == len(graph)
    assert validate(remote) == []


def test_an_endpoint_whose_default_graph_is_the_union_gives_the_same_facts(server: Server, graph: GraphStore) -> None:
    server.store.extend([ox.Quad(*quad.triple) for quad in server.store])
    remote = GraphStore.open(server.url)
    assert remote.facts() == graph.facts()
    assert remote.serialize("nquads").startswith(graph.serialize("nquads")[:50])


@pytest.mark.parametrize(
    ("kind", "format_"),
    [
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ],
)
def test_results_in_other_formats_are_read(kind: str, format_: ox.QueryResultsFormat, server: Server) -> None:
    graph = GraphStore.open(server.url)
    sparql = "SELECT ?who ?what WHERE { ?who kg:restricts ?what }"
    expected = graph.query(sparql)
    given = server.store.query(sparql, prefixes=graph.prefixes).serialize(format=format_)
    server.answer = (200, kind, given or b"")
    assert graph.query(sparql) == expected
    server.answer = (200, kind, b"nonsense")
    with pytest.raises(GraphError, match="the answer is no SPARQL result but"):
        graph.query(sparql)


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/query"
        with pytest.raises(GraphError, match="cannot be reached: timed out"):
            GraphStore.open(url, timeout=0.2)


def test_short_queries_go_by_get_and_long_ones_by_post(server: Server) -> None:
    graph = GraphStore.open(server.url)
    server.methods.clear()
    graph.query("ASK {}")
    graph.query("ASK {}" + " " * 3000)
    assert server.methods == ["GET", "POST"]


def test_a_query_the_server_refuses_is_answered_in_one_line(server: Server) -> None:
    graph = GraphStore.open(server.url)
    with pytest.raises(QueryError, match="400 Bad Request: Bad query: error at 1:") as caught:
        graph.query("SELECT nonsense")
    assert server.url in str(caught.value)
    assert "\n" not in str(caught.value)


def test_updates_are_never_sent(server: Server) -> None:
    graph = GraphStore.open(server.url)
    server.methods.clear()
    with pytest.raises(QueryError, match="DELETE is refused"):
        graph.query("DELETE WHERE { ?s ?p ?o }")
    assert server.methods == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, "text/html", b"<html>hello</html>"), "the answer is no SPARQL result but text/html"),
        ((200, "application/sparql-results+json", b'{"head":'), "the answer is no SPARQL result"),
        ((200, "application/json", b"[]"), "the answer is no SPARQL result"),
        ((200, "application/json", b'{"head": {}}'), "the answer is no SPARQL result"),
        ((200, "text/turtle", b"<a> nonsense"), "the answer is malformed"),
        ((500, "text/plain", b"oh\nno"), "500 Internal Server Error: oh no"),
        ((404, "text/html", b""), "404 Not Found$"),
    ],
)
def test_an_answer_that_is_none_is_reported_in_one_line(
    answer: tuple[int, str, bytes], message: str, server: Server
) -> None:
    server.answer = answer
    with pytest.raises((GraphError, QueryError), match=message) as caught:
        GraphStore.open(server.url)
    assert str(caught.value).startswith(server.url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/query", "http://no host/", "http://[", "https://127.0.0.1:9/"])
def test_an_endpoint_out_of_reach_is_reported_in_one_line(url: str) -> None:
    with pytest.raises(GraphError, match="cannot be reached") as caught:
        GraphStore.open(url)
    assert "\n" not in str(caught.value)


def test_another_base_is_found_on_the_server(server: Server, graph: GraphStore, readings: list[object]) -> None:
    elsewhere = GraphStore.create(readings, graph.ontology, "https://data.e.org/")  # type: ignore[arg-type]
    server.store.clear()
    server.store.bulk_load(elsewhere.serialize("nquads"), format=ox.RdfFormat.N_QUADS)
    remote = GraphStore.open(server.url)
    assert remote.base == "https://data.e.org/"
    assert remote.query("ASK { country:Italy kg:restricts company:DeepSeek }") is True
