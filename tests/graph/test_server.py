"""A real SPARQL server: Oxigraph's, on the loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from kg.errors import GraphError, QueryError
from kg.graph.shapes import validate
from kg.graph.solutions import Solutions, Triples
from kg.graph.store import GraphStore

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
BANS = "SELECT ?what WHERE { country:Italy kg:restricts ?what }"
BOMB = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?c != ?o) }"


@pytest.fixture
def server(graph: GraphStore, tmp_path: Path) -> Iterator[str]:
    """The URL of a server that has the graph."""
    graph.save(tmp_path / "graph.trig")
    place = ["--location", str(tmp_path / "store")]
    subprocess.run([OXIGRAPH, "load", *place, "--file", tmp_path / "graph.trig"], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    serving = subprocess.Popen([OXIGRAPH, "serve", *place, "--bind", address], stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://{address}/")
        yield f"http://{address}"
    finally:
        serving.kill()
        serving.wait()


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            with urlopen(url):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{url} does not answer")


def test_it_answers_select_ask_construct_and_describe(server: str) -> None:
    graph = GraphStore.open(f"{server}/query")
    found = graph.query(BANS)
    assert isinstance(found, Solutions)
    assert [str(row[0]) for row in found] == ["company:DeepSeek"]
    assert graph.query("ASK { country:Italy kg:restricts ?x }") is True
    for sparql in ("CONSTRUCT { ?s kg:restricts ?o } WHERE { ?s kg:restricts ?o }", "DESCRIBE country:Italy"):
        triples = graph.query(sparql)
        assert isinstance(triples, Triples)
        assert "kg:restricts company:DeepSeek" in triples.serialize("turtle").decode()


def test_it_gives_the_same_values_as_a_file(server: str, graph: GraphStore) -> None:
    remote = GraphStore.open(f"{server}/query")
    assert remote.facts() == graph.facts()
    assert remote.entities() == graph.entities()
    assert remote.documents() == graph.documents()
    assert remote.serialize() == graph.serialize()
    assert validate(remote) == []


def test_it_answers_within_a_time_or_not_at_all(server: str) -> None:
    graph = GraphStore.open(f"{server}/query")
    assert len(graph.query(BANS, limit=60)) == 1  # type: ignore[arg-type]
    with pytest.raises(QueryError, match=r"no answer within 0\.5 s"):
        graph.query(BOMB, limit=0.5)


def test_it_refuses_what_is_wrong_in_one_line(server: str) -> None:
    graph = GraphStore.open(f"{server}/query")
    with pytest.raises(QueryError, match=r"400 Bad Request: .*error at 1:") as caught:
        graph.query("SELECT nonsense")
    assert "\n" not in str(caught.value)


def test_its_pages_are_no_results(server: str) -> None:
    with pytest.raises(GraphError, match="the answer is no SPARQL result but text/html"):
        GraphStore.open(server + "/")


def test_it_is_changed_by_updates(server: str) -> None:
    graph = GraphStore.open(f"{server}/query")
    before = len(graph)
    graph.update("INSERT DATA { country:Italy kg:restricts chip:H800 }")
    assert [str(row[0]) for row in graph.query(BANS)] == ["chip:H800", "company:DeepSeek"]  # type: ignore[union-attr]
    assert len(graph) == before + 1
    with pytest.raises(QueryError, match="400 Bad Request"):
        graph.update("INSERT nonsense")


def test_no_endpoint_explains_itself(server: str) -> None:
    with pytest.raises(QueryError, match="SPARQL has no way to ask"):
        GraphStore.open(f"{server}/query").plan(BANS)
