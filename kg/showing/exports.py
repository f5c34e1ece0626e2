"""The graph in the formats of other programs: RDF, networks, property graphs, tables and pictures.

Every export is deterministic: the same graph gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import GraphError
from kg.graph import parts
from kg.graph.store import GraphStore
from kg.model import Entity, Fact
from kg.showing import records

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "trig": (".trig",),
    "nquads": (".nq", ".nquads"),
    "turtle": (".ttl", ".turtle"),
    "nodelink": (".nodelink.json",),
    "jsonld": (".jsonld", ".json"),
    "rdfxml": (".rdf",),
    "graphml": (".graphml",),
    "gexf": (".gexf",),
    "dot": (".dot", ".gv"),
    "cypher": (".cypher", ".cql"),
    "csv": (".csv",),
    "svg": (".svg",),
    "png": (".png",),
}
"""The formats with the endings of their files; of two that fit a name, the first counts."""
NETWORKS = ("graphml", "gexf", "nodelink", "dot")
"""The formats that hold a network, in one of its projections."""
PICTURES = ("svg", "png")


def format_of(path: Path) -> str:
    """The format that the ending of a file's name stands for.

    :raises GraphError: where it stands for none.
    """
    for name, suffixes in SUFFIXES.items():
        if path.name.casefold().endswith(suffixes):
            return name
    endings = ", ".join(suffixes[0] for suffixes in SUFFIXES.values())
    raise GraphError(f"{path}: no format has this ending; known are {endings}")


def export(store: GraphStore, format_: str, projection: str = "relations") -> bytes:
    """The whole graph in one of the formats of :data:`SUFFIXES`.

    :param projection: how formats of networks see it, as :func:`kg.graph.network.network` does.
    """
    if format_ in NETWORKS:
        return _network(store, format_, projection)
    if format_ in PICTURES:
        from kg.showing import pictures

        return pictures.picture(store, format_).content
    match format_:
        case "cypher":
            from kg.showing import neo4j

            return neo4j.cypher(store)
        case "csv":
            return "".join(records.lines(records.of_facts(store.facts()), "csv")).encode()
        case _:
            return store.serialize(format_)


def _network(store: GraphStore, format_: str, projection: str) -> bytes:
    from kg.graph.network import network
    from kg.showing import networks

    writers = {
        "graphml": networks.graphml,
        "gexf": networks.gexf,
        "nodelink": networks.nodelink,
        "dot": networks.dot,
    }
    return writers[format_](network(store, projection))


def turtle(store: GraphStore, *, facts: Iterable[Fact] = (), entities: Iterable[Entity] = ()) -> bytes:
    """Some facts with their evidence, and some entities with their mentions, in Turtle."""
    return parts.part(store, facts=facts, entities=entities).serialize("turtle")
