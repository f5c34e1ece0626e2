"""The graph in the formats of other programs: RDF, graph drawing (GraphML for yEd and Cytoscape, GEXF for Gephi), CSV.

Every export is deterministic: the same graph gives the same bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from kg.errors import GraphError
from kg.graph.store import GraphStore
from kg.model import Entity, Fact, Mention, Reading
from kg.showing import records

if TYPE_CHECKING:
    import networkx

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "trig": (".trig",),
    "nquads": (".nq", ".nquads"),
    "turtle": (".ttl", ".turtle"),
    "jsonld": (".jsonld", ".json"),
    "graphml": (".graphml",),
    "gexf": (".gexf",),
    "csv": (".csv",),
}
"""The formats with the endings of their files."""

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://www.gexf.net/1.2draft"
NODE_FIELDS = ("label", "type")
EDGE_FIELDS = ("relation", "roles", "polarity", "modality", "attributed_to", "date", "documents", "sentences")


def format_of(path: Path) -> str:
    """The format that the ending of a file's name stands for.

    :raises GraphError: where it stands for none.
    """
    for name, suffixes in SUFFIXES.items():
        if path.suffix.casefold() in suffixes:
            return name
    endings = ", ".join(suffixes[0] for suffixes in SUFFIXES.values())
    raise GraphError(f"{path}: no format has this ending; known are {endings}")


def export(store: GraphStore, format_: str) -> bytes:
    """The whole graph in one of the formats of :data:`SUFFIXES`."""
    match format_:
        case "graphml" | "gexf":
            from kg.graph.network import multigraph

            return (_graphml if format_ == "graphml" else _gexf)(multigraph(store))
        case "csv":
            return "".join(records.lines(records.of_facts(store.facts()), "csv")).encode()
        case _:
            return store.serialize(format_)


def turtle(store: GraphStore, *, facts: Iterable[Fact] = (), entities: Iterable[Entity] = ()) -> bytes:
    """Some facts with their evidence, and some entities with their mentions, in Turtle."""
    stated: defaultdict[str, list[Fact]] = defaultdict(list)
    mentioned: defaultdict[str, list[Mention]] = defaultdict(list)
    known: defaultdict[str, set[Entity]] = defaultdict(set)
    for fact in facts:
        for id_ in sorted({evidence.document_id for evidence in fact.evidence}):
            stated[id_].append(replace(fact, evidence=tuple(e for e in fact.evidence if e.document_id == id_)))
            known[id_] |= {filler for filler in fact.roles.values() if isinstance(filler, Entity)}
    for entity in entities:
        for mention in store.mentions(entity.id):
            mentioned[mention.document_id].append(mention)
            known[mention.document_id].add(entity)
    readings = [
        Reading(
            document=document,
            mentions=tuple(mentioned[document.id]),
            entities=tuple(sorted(known[document.id], key=lambda entity: entity.id)),
            facts=tuple(stated[document.id]),
        )
        for document in store.documents()
        if document.id in known
    ]
    return GraphStore.create(readings, store.ontology, store.base).serialize("turtle")


def _graphml(graph: networkx.MultiDiGraph[str]) -> bytes:
    root = Xml.Element("graphml", xmlns=GRAPHML)
    for kind, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        for field in fields:
            Xml.SubElement(
                root, "key", {"id": f"{kind}.{field}", "for": kind, "attr.name": field, "attr.type": "string"}
            )
    drawn = Xml.SubElement(root, "graph", edgedefault="directed")
    for id_, values in _nodes(graph):
        _data(Xml.SubElement(drawn, "node", id=id_), "node", values)
    for id_, source, target, values in _edges(graph):
        _data(Xml.SubElement(drawn, "edge", id=id_, source=source, target=target), "edge", values)
    return _document(root)


def _data(element: Xml.Element, kind: str, values: Mapping[str, str]) -> None:
    for field, value in values.items():
        Xml.SubElement(element, "data", key=f"{kind}.{field}").text = value


def _gexf(graph: networkx.MultiDiGraph[str]) -> bytes:
    root = Xml.Element("gexf", xmlns=GEXF, version="1.2")
    drawn = Xml.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for kind, fields in (("node", NODE_FIELDS[1:]), ("edge", EDGE_FIELDS[1:])):
        attributes = Xml.SubElement(drawn, "attributes", {"class": kind, "mode": "static"})
        for field in fields:
            Xml.SubElement(attributes, "attribute", id=f"{kind}.{field}", title=field, type="string")
    nodes = Xml.SubElement(drawn, "nodes")
    for id_, values in _nodes(graph):
        _attvalues(Xml.SubElement(nodes, "node", id=id_, label=values["label"]), "node", values, NODE_FIELDS[1:])
    edges = Xml.SubElement(drawn, "edges")
    for id_, source, target, values in _edges(graph):
        ends = {"id": id_, "source": source, "target": target, "label": values["relation"]}
        _attvalues(Xml.SubElement(edges, "edge", ends), "edge", values, EDGE_FIELDS[1:])
    return _document(root)


def _attvalues(element: Xml.Element, kind: str, values: Mapping[str, str], fields: Iterable[str]) -> None:
    attvalues = Xml.SubElement(element, "attvalues")
    for field in fields:
        Xml.SubElement(attvalues, "attvalue", {"for": f"{kind}.{field}", "value": values[field]})


def _document(root: Xml.Element) -> bytes:
    Xml.indent(root)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _nodes(graph: networkx.MultiDiGraph[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for id_ in sorted(graph):
        known = graph.nodes[id_]
        yield _legal(id_), {field: _legal(known[field]) for field in NODE_FIELDS}


def _edges(graph: networkx.MultiDiGraph[str]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    for source, target, key, known in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        evidence = known["evidence"]
        values = {field: known[field] for field in EDGE_FIELDS if isinstance(known.get(field), str)} | {
            "roles": "; ".join(f"{role}: {label}" for role, label in known["roles"].items()),
            "documents": "; ".join(dict.fromkeys(piece["document"] for piece in evidence)),
            "sentences": " ".join(dict.fromkeys(piece["sentence"] for piece in evidence)),
        }
        yield _legal(key), _legal(source), _legal(target), {field: _legal(values[field]) for field in EDGE_FIELDS}


def _legal(text: str) -> str:
    """A text without the characters that XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets)."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
