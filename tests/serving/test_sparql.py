"""/sparql and /graphs: formats, the description of the service, limits, and what is refused."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pyoxigraph as ox
import pytest

from kg.graph.results import DATASETS, SOLUTIONS, TRIPLES
from kg.graph.service import SD
from kg.graph.store import GraphStore
from kg.graph.syntax import asks_service
from tests.serving.server import Server

BANS = "SELECT ?who WHERE { ?who kg:restricts company:DeepSeek } ORDER BY ?who"
LABELS = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l }"
BOMB = f"SELECT (COUNT(*) AS ?n) {{ {' . '.join(f'?s{n} ?p{n} ?o{n}' for n in range(7))} FILTER(?o0 != ?o6) }}"


@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_solutions_come_in_every_format(server: Server, media_type: str) -> None:
    answer = server.select(BANS, Accept=media_type)
    assert answer.media_type == media_type
    assert answer.headers["vary"] == "Accept"
    assert "https://kg.example/country/Italy" in answer.text
    assert "https://kg.example/country/Japan" in answer.text


@pytest.mark.parametrize("media_type", TRIPLES)
def test_triples_come_in_every_format(server: Server, media_type: str) -> None:
    answer = server.select(LABELS, Accept=media_type)
    assert answer.media_type == media_type
    found = {str(quad.object.value) for quad in ox.parse(answer.body, TRIPLES[media_type])}
    assert {"Italy", "Japan", "DeepSeek", "DeepSeek-R1"} <= found


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/json", "application/sparql-results+json"),
        ("text/xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/html, text/*;q=0.3", "text/csv"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, text/tab-separated-values", "text/tab-separated-values"),
    ],
)
def test_the_client_s_favourite_is_sent(server: Server, accept: str, expected: str) -> None:
    assert server.select(BANS, Accept=accept).media_type == expected


def test_a_format_that_there_is_not_is_said(server: Server) -> None:
    answer = server.select(BANS, Accept="image/png")
    assert answer.status == 406
    assert "text/csv" in answer.json["detail"]


def test_only_formats_that_fit_are_offered(server: Server) -> None:
    answer = server.select(BANS, Accept="text/turtle")
    assert answer.status == 406
    assert "text/csv" in answer.json["detail"]
    assert "turtle" not in answer.json["detail"]
    answer = server.select("CONSTRUCT { ?s kg:restricts ?o } WHERE { ?s kg:restricts ?o }", Accept="text/csv")
    assert answer.status == 406
    assert "text/turtle" in answer.json["detail"]
    assert "csv" not in answer.json["detail"]


def test_turtle_has_the_prefixes_of_the_graph(server: Server) -> None:
    text = server.select("CONSTRUCT { ?s kg:restricts ?o } WHERE { ?s kg:restricts ?o }", Accept="text/turtle").text
    assert "country:Italy kg:restricts company:DeepSeek" in text


def test_without_a_query_it_describes_itself(server: Server) -> None:
    answer = server.ask("/sparql", Accept="text/turtle")
    store = ox.Store()
    store.load(answer.body, format=ox.RdfFormat.TURTLE)
    found = {(q.predicate.value.removeprefix(SD), getattr(q.object, "value", "")) for q in store}
    assert ("endpoint", f"{server.url}sparql") in found
    assert ("supportedLanguage", f"{SD}SPARQL11Query") in found
    assert ("name", "https://kg.example/document/bans") in found
    assert ("resultFormat", "http://www.w3.org/ns/formats/SPARQL_Results_CSV") in found


def test_a_browser_is_led_to_the_workbench(server: Server) -> None:
    answer = server.ask("/sparql", Accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (answer.status, answer.headers["location"]) == (303, "/workbench")


def test_graphs_are_read_one_by_one_or_all(server: Server, graph: str) -> None:
    whole = GraphStore.open(graph)
    all_ = ox.Store()
    all_.load(server.ask("/graphs", Accept="application/n-quads").body, format=DATASETS["application/n-quads"])
    assert set(all_) == set(whole.quads())
    bans = server.ask("/graphs", {"graph": "https://kg.example/document/bans"}, Accept="application/n-triples")
    default = server.ask("/graphs", {"default": ""}, Accept="application/n-triples")
    for answer, name in ((bans, ox.NamedNode("https://kg.example/document/bans")), (default, ox.DefaultGraph())):
        found = {quad.triple for quad in ox.parse(answer.body, TRIPLES[answer.media_type])}
        assert found == {quad.triple for quad in whole.quads() if quad.graph_name == name}
        assert found


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"graph": "https://kg.example/document/none"}, 404),
        ({"graph": "no iri"}, 400),
        ({"graph": ""}, 400),
        ({"graph": "https://kg.example/document/bans", "default": ""}, 400),
        ({"other": "1"}, 400),
    ],
)
def test_a_graph_that_there_is_not_is_said(server: Server, parameters: dict[str, str], status: int) -> None:
    assert server.ask("/graphs", parameters).status == status


def test_head_sends_the_head_alone(server: Server) -> None:
    for path, parameters in (("/graphs", {"default": ""}), ("/sparql", {"query": BANS})):
        answer = server.ask(path, parameters, method="HEAD")
        assert (answer.status, answer.body) == (200, b"")
        assert int(answer.headers["content-length"]) > 10


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_are_not_written(server: Server, method: str) -> None:
    before = server.ask("/graphs", Accept="application/n-quads").body
    assert server.ask("/graphs", {"default": ""}, method=method, body=b"<a:a> <b:b> <c:c> .").status == 405
    assert server.ask("/graphs", Accept="application/n-quads").body == before


@pytest.mark.parametrize(
    ("sparql", "detail"),
    [
        ("SELECT nonsense", "line 1, column"),
        ("", "the query is empty"),
        ("SELECT * { ?s unknown:p ?o }", "the prefix unknown: is not declared"),
        ("INSERT DATA { country:Italy kg:restricts chip:H800 }", "INSERT is refused: this endpoint reads"),
        ("# a comment\nPREFIX a: <b> DROP ALL", "DROP is refused: this endpoint reads"),
        ("LOAD <file:///etc/passwd>", "LOAD is refused: this endpoint reads"),
        ("ASK " + "{" * 2000 + "}" * 2000, "the query is nested more than 1,000 deep"),
    ],
)
def test_a_query_that_is_none_is_refused_in_one_line(server: Server, sparql: str, detail: str) -> None:
    answer = server.ask("/sparql", method="POST", body=sparql, Content_Type="application/sparql-query")
    assert answer.status == 400
    assert answer.media_type == "application/problem+json"
    assert detail in answer.json["detail"]
    assert "\n" not in answer.json["detail"]
    assert "kg " not in answer.json["detail"]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """Something that would notice if a query reached out: its address, and who called."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def wait() -> None:
            while True:
                try:
                    connection, caller = listening.accept()
                except OSError:
                    return
                calls.append(caller)
                connection.close()

        Thread(target=wait, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", calls
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service silent <URL>{ ?s ?p ?o } }",
        "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
        "PREFIX x: <URL> SELECT * { SERVICE#{}\n#'\n x: #\"\n { ?s ?p ?o } }",
        "SELECT * { FILTER(1<'>'||''=''){SERVICE<URL>{?s ?p ?o}}FILTER(''='') }",
        "SELECT * { BIND(1<2 AS ?a) SERVICE SILENT <URL> { ?s ?p ?o } BIND(3>2 AS ?b) }",
        "SELECT * { ?s ?p ?o MINUS { SERVICE SILENT<URL>{ ?s ?p ?o } } }",
        "SELECT * { BIND(<URL> AS ?a\u00b7) FILTER EXISTS { SERVICE SILENT ?a\u00b7 { ?s ?p ?o } } }",
        "SELECT * { BIND(<URL> AS ?a\u0300) FILTER EXISTS { SERVICE ?a\u0300{ ?s ?p ?o } } }",
        "SELECT * { BIND(<URL> AS $\u200c) FILTER EXISTS { SERVICE$\u200c#{\n{ ?s ?p ?o } } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    ],
)
def test_no_query_reaches_out(server: Server, listener: tuple[str, list[object]], sparql: str) -> None:
    url, calls = listener
    answer = server.select(sparql.replace("URL", url))
    assert answer.status == (400 if "service" in sparql.casefold() else 200)
    assert "SERVICE is refused" in answer.text or answer.json["results"]["bindings"] == []
    assert calls == []


def test_no_letter_of_a_name_hides_what_reaches_out() -> None:
    store, letters = ox.Store(), [chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000), 0x10000, 0xEFFFF)]
    for form in ("?{}", "$a{}", "a{}b:", "{}:", ":{}", "<a:{}>"):
        for letter in letters:
            name = form.format(letter)
            if is_name(store, name):
                assert asks_service(f"PREFIX : <a:b> ASK {{ SERVICE {name} {{ ?s ?p ?o }} }}"), ascii(name)


def is_name(store: ox.Store, name: str) -> bool:
    """Whether the engine takes a text for one variable or one prefixed name."""
    prefix = f"PREFIX {name} <a:>" if name.endswith(":") else "PREFIX : <a:b>"
    try:
        store.query(f"{prefix} ASK {{ {name} a 1 }}")
    except SyntaxError:
        return False
    return True


def test_the_word_service_may_stand_in_a_query(server: Server) -> None:
    sparql = 'SELECT * { ?s rdfs:label ?service FILTER(?service != "SERVICE: good; service <x>") }'
    assert len(server.select(sparql).json["results"]["bindings"]) > 3


def test_a_query_that_takes_too_long_is_ended_and_the_server_goes_on(start: Callable[..., Server]) -> None:
    server = start("--limit-time", "0.5", "--workers", "1")
    for _ in range(2):
        answer = server.select(BOMB)
        assert answer.status == 408
        assert answer.json["detail"] == "no answer within 0.5 s: the query was ended"
        assert len(server.select(BANS).json["results"]["bindings"]) == 2


def test_an_answer_that_is_too_large_is_refused(start: Callable[..., Server]) -> None:
    server = start("--limit-size", "1", "--workers", "1")
    answer = server.select("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert answer.status == 413
    assert "1,000,000 bytes" in answer.json["detail"]
    assert server.select(BANS).status == 200


def test_a_client_that_asks_too_much_at_once_is_told_so(start: Callable[..., Server]) -> None:
    server = start("--limit-requests", "2", "--workers", "2", "--limit-time", "5")
    with ThreadPoolExecutor(4) as clients:
        answers = list(clients.map(server.select, [BOMB] * 4))
    assert sorted(answer.status for answer in answers) == [408, 408, 429, 429]
    assert {a.headers["retry-after"] for a in answers if a.status == 429} == {"1"}
    assert server.select(BANS).status == 200


def test_what_finds_no_worker_in_time_is_told_to_come_again(start: Callable[..., Server]) -> None:
    server = start("--workers", "1", "--limit-time", "20")
    with ThreadPoolExecutor(2) as clients:
        answers = list(clients.map(server.select, [BOMB] * 2))
    assert [answer.status for answer in answers].count(503) == 1
    assert {answer.headers.get("retry-after") for answer in answers if answer.status == 503} == {"1"}
    assert server.select(BANS).status == 200
