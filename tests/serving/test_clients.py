"""Clients that people have: curl, SPARQLWrapper, rdflib, pandas, the program of Oxigraph, and kg itself."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

from kg.graph.store import GraphStore
from kg.knowledge_graph import load
from tests.serving.server import Server

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
BANS = "SELECT ?who WHERE { ?who kg:restricts company:DeepSeek } ORDER BY ?who"
ITALY, JAPAN = "https://kg.example/country/Italy", "https://kg.example/country/Japan"
DECLARED = "PREFIX kg: <https://kg.example/ontology#> PREFIX company: <https://kg.example/company/> "


def curl(*arguments: str, stdin: str = "") -> str:
    return subprocess.run(["curl", "-sS", *arguments], input=stdin, capture_output=True, text=True, check=True).stdout


def test_curl(server: Server) -> None:
    url = f"{server.url}sparql"
    get = curl("-G", url, "--data-urlencode", f"query={BANS}", "-H", "Accept: text/csv")
    assert get.split() == ["who", ITALY, JAPAN]
    form = curl(url, "--data-urlencode", f"query={BANS}", "-H", "Accept: text/tab-separated-values")
    assert form.split() == ["?who", f"<{ITALY}>", f"<{JAPAN}>"]
    direct = curl(url, "--data-binary", BANS, "-H", "Content-Type: application/sparql-query")
    assert len(json.loads(direct)["results"]["bindings"]) == 2
    large = curl(url, "--data-binary", "@-", "-H", "Content-Type: application/sparql-query", stdin="#" * 2_000_000)
    assert json.loads(large)["status"] == 413
    question = curl(f"{server.url}api/ask", "--json", '{"question": "who restricted DeepSeek"}')
    assert [row["cells"] for row in json.loads(question)["answers"]] == [["Italy"], ["Japan"]]


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(server: Server, method: str) -> None:
    client = SPARQLWrapper(f"{server.url}sparql")
    client.setMethod(method)
    client.setQuery(BANS)
    client.setReturnFormat(JSON)
    found = client.queryAndConvert()
    assert [row["who"]["value"] for row in found["results"]["bindings"]] == [ITALY, JAPAN]
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode().split() == ["who", ITALY, JAPAN]
    client.setReturnFormat(XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == 2


def test_sparqlwrapper_with_triples(server: Server) -> None:
    client = SPARQLWrapper(f"{server.url}sparql")
    client.setMethod(POST)
    client.setRequestMethod(POSTDIRECTLY)
    client.setQuery("CONSTRUCT { ?s kg:restricts ?o } WHERE { ?s kg:restricts ?o }")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_the_store_of_rdflib(server: Server, method: str) -> None:
    store = SPARQLStore(f"{server.url}sparql", method=method, returnFormat="json")
    graph = Graph(store=store)
    restricts = URIRef("https://kg.example/ontology#restricts")
    company = URIRef("https://kg.example/company/DeepSeek")
    assert sorted(map(str, graph.subjects(restricts, company))) == [ITALY, JAPAN]
    assert [str(row.who) for row in graph.query(DECLARED + BANS)] == [ITALY, JAPAN]
    assert (URIRef(ITALY), restricts, company) in graph


def test_pandas(server: Server) -> None:
    query = (
        "SELECT ?label (COUNT(?m) AS ?n) { ?e skos:prefLabel ?label . GRAPH ?g { ?m kg:refersTo ?e } } GROUP BY ?label"
    )
    answer = server.select(query, Accept="text/csv")
    frame = pandas.read_csv(io.BytesIO(answer.body)).set_index("label")
    assert frame["n"].to_dict() == {"Italy": 2, "Japan": 1, "DeepSeek": 2, "DeepSeek-R1": 2}


def test_oxigraph_reads_what_is_sent_and_asks_from_outside(server: Server, tmp_path: Path) -> None:
    file, place = tmp_path / "all.nq", ["--location", str(tmp_path / "store")]
    file.write_text(curl(f"{server.url}graphs", "-H", "Accept: application/n-quads"))
    subprocess.run([OXIGRAPH, "load", *place, "--file", file], check=True, capture_output=True)
    pattern = "?who kg:restricts company:DeepSeek"
    there = f"SELECT ?who {{ SERVICE <{server.url}sparql> {{ {pattern} }} }} ORDER BY ?who"
    for query in (DECLARED + BANS, DECLARED + there):
        command = [OXIGRAPH, "query", *place, "--query", query, "--results-format", "csv"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        assert done.stdout.split() == ["who", ITALY, JAPAN]


def test_kg_itself(server: Server, graph: Path) -> None:
    there, here = GraphStore.open(f"{server.url}sparql"), GraphStore.open(graph)
    assert there.facts() == here.facts()
    assert there.serialize() == here.serialize()
    reply = load(f"{server.url}sparql").ask("who restricted DeepSeek")
    assert [row.cells for row in reply.rows] == [("Italy",), ("Japan",)]
