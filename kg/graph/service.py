"""Services: what a SPARQL endpoint over a graph can do, said in RDF.

https://www.w3.org/TR/sparql11-service-description/. This is said of an endpoint, not of facts: here a blank node does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.results import TRIPLES

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
"""The formats of answers, by their names below :data:`FORMATS`."""


def description(endpoint: str, graphs: Iterable[str], media_type: str) -> bytes:
    """The description of an endpoint that answers queries from some named graphs, in a format of triples."""
    prefixes = {"sd": SD, "formats": FORMATS}
    return ox.serialize(_triples(endpoint, graphs), format=TRIPLES[media_type], prefixes=prefixes) or b""


def _triples(endpoint: str, graphs: Iterable[str]) -> Iterator[ox.Triple]:
    service, dataset, default = (ox.BlankNode(name) for name in ("endpoint", "dataset", "default"))
    yield ox.Triple(service, v.TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for name in RESULTS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(FORMATS + name))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, v.TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, v.TYPE, _sd("Graph"))
    for number, iri in enumerate(sorted(graphs)):
        named = ox.BlankNode(f"graph{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, v.TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), ox.NamedNode(iri))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
