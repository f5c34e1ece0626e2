"""Networks in the formats of programs that draw and measure: GraphML, GEXF, node-link JSON and DOT.

GraphML and GEXF carry a flat network (:func:`kg.graph.network.flat`), from which networkx restores the whole one.
http://graphml.graphdrawing.org/specification.html, https://gexf.net/1.2/, https://graphviz.org/doc/info/lang.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.etree import ElementTree as Xml

from kg.graph.network import flat, node_link

if TYPE_CHECKING:
    from kg.graph.network import Network

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://www.gexf.net/1.2draft"
WEIGHT = "weight"

_Node: TypeAlias = tuple[str, dict[str, Any]]
_Edge: TypeAlias = tuple[str, str, str, dict[str, Any]]


def graphml(network: Network) -> bytes:
    """GraphML, which yEd, Cytoscape, Gephi, igraph and networkx read."""
    nodes, edges = _parts(network)
    root = Xml.Element("graphml", xmlns=GRAPHML)
    for kind, elements in (("node", [n[-1] for n in nodes]), ("edge", [e[-1] for e in edges])):
        for field, type_ in _fields(elements).items():
            names = {"attr.name": field, "attr.type": "string" if type_ == "string" else "int"}
            Xml.SubElement(root, "key", {"id": f"{kind}.{field}", "for": kind, **names})
    drawn = Xml.SubElement(root, "graph", edgedefault=_direction(network))
    for id_, known in nodes:
        _data(Xml.SubElement(drawn, "node", id=id_), "node", known)
    for id_, source, target, known in edges:
        _data(Xml.SubElement(drawn, "edge", id=id_, source=source, target=target), "edge", known)
    return _document(root)


def _data(element: Xml.Element, kind: str, known: Mapping[str, Any]) -> None:
    for field, value in known.items():
        Xml.SubElement(element, "data", key=f"{kind}.{field}").text = str(value)


def gexf(network: Network) -> bytes:
    """GEXF, which Gephi and networkx read."""
    nodes, edges = _parts(network)
    root = Xml.Element("gexf", xmlns=GEXF, version="1.2")
    drawn = Xml.SubElement(root, "graph", defaultedgetype=_direction(network), mode="static")
    of_nodes = {f: t for f, t in _fields(n[-1] for n in nodes).items() if f != "label"}
    of_edges = {f: t for f, t in _fields(e[-1] for e in edges).items() if f != WEIGHT}
    for kind, fields in (("node", of_nodes), ("edge", of_edges)):
        attributes = Xml.SubElement(drawn, "attributes", {"class": kind, "mode": "static"})
        for field, type_ in fields.items():
            Xml.SubElement(attributes, "attribute", id=f"{kind}.{field}", title=field, type=type_)
    within = Xml.SubElement(drawn, "nodes")
    for id_, known in nodes:
        _values(Xml.SubElement(within, "node", id=id_, label=known["label"]), "node", known, of_nodes)
    within = Xml.SubElement(drawn, "edges")
    for id_, source, target, known in edges:
        ends = {"id": id_, "source": source, "target": target, "label": _edge_label(known)}
        ends |= {WEIGHT: str(known[WEIGHT])} if WEIGHT in known else {}
        _values(Xml.SubElement(within, "edge", ends), "edge", known, of_edges)
    return _document(root)


def _values(element: Xml.Element, kind: str, known: Mapping[str, Any], fields: Iterable[str]) -> None:
    values = Xml.SubElement(element, "attvalues")
    for field in fields:
        if field in known:
            Xml.SubElement(values, "attvalue", {"for": f"{kind}.{field}", "value": str(known[field])})


def nodelink(network: Network) -> bytes:
    """The node-link JSON of networkx, which D3 reads too: lists and mappings as they are."""
    return (json.dumps(node_link(network), ensure_ascii=False, indent=1) + "\n").encode()


def dot(network: Network) -> bytes:
    """DOT for Graphviz: labels to read, sentences as tooltips."""
    nodes, edges = _parts(network)
    arrow, kind = ("->", "digraph") if network.is_directed() else ("--", "graph")
    lines = [f"{kind} kg {{", "  node [shape=box, style=rounded];"]
    lines += [f"  {_quoted(id_)} [{_attributes(known, known['label'])}];" for id_, known in nodes]
    for _, source, target, known in edges:
        lines.append(f"  {_quoted(source)} {arrow} {_quoted(target)} [{_attributes(known, _edge_label(known))}];")
    return "\n".join([*lines, "}\n"]).encode()


def _attributes(known: Mapping[str, Any], label: str) -> str:
    """The attributes that DOT knows, and those of kg that are short."""
    found = {"label": label, "tooltip": known.get("sentences", "")}
    found |= {name: str(known[name]) for name in ("type", "fact", "documents", WEIGHT) if name in known}
    return ", ".join(f"{name}={_quoted(value)}" for name, value in found.items() if value)


def _quoted(text: str) -> str:
    """A text in quotes; what would be an escape in a label is none."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f\s]+", " ", escaped) + '"'


def _edge_label(known: Mapping[str, Any]) -> str:
    return str(known.get("relation") or known.get("role") or "")


def _parts(network: Network) -> tuple[list[_Node], list[_Edge]]:
    """Nodes and edges with flat attributes, in an order that depends on the graph alone; edges have unique ids."""
    plain = flat(network)
    nodes = [(id_, dict(plain.nodes[id_])) for id_ in sorted(plain)]
    return nodes, sorted(_edges(plain), key=lambda edge: (edge[1], edge[2], edge[0]))


def _edges(plain: Network) -> Iterator[_Edge]:
    for source, target, known in plain.edges(data=True):
        one, other = (source, target) if plain.is_directed() else sorted((source, target))
        yield known.get("fact") or "|".join(filter(None, (one, known.get("role"), other))), one, other, dict(known)


def _fields(elements: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of attributes and their types, ``string`` or ``integer``."""
    return {
        name: "integer" if isinstance(value, int) else "string" for known in elements for name, value in known.items()
    }


def _direction(network: Network) -> str:
    return "directed" if network.is_directed() else "undirected"


def _document(root: Xml.Element) -> bytes:
    Xml.indent(root)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
