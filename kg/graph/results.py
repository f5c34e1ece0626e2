"""Results: what a store answers to a query, and the graphs in it, as the bytes that a web server sends.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/. Nothing is kept in memory
beyond the size that is allowed, and no query reaches out of the store.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import GraphError, QueryError, TooLargeError
from kg.graph import syntax
from kg.graph.serializations import well_formed

SOLUTIONS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""The media types of solutions and of yes or no, the preferred one first."""
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""The media types of triples."""
DATASETS = {
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
"""The media types of quads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query as it comes over HTTP."""

    sparql: str
    solutions: str = "application/sparql-results+json"
    """The media type that is wanted for solutions and for yes or no; empty where none is acceptable."""
    triples: str = "text/turtle"
    """The same for triples."""
    default_graphs: tuple[str, ...] = ()
    """IRIs of the graphs that queries see without GRAPH; with neither these nor the next, as the store has it."""
    named_graphs: tuple[str, ...] = ()
    """IRIs of the graphs that queries see with GRAPH."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A body and its media type; an empty one means that what was found has no form that was acceptable."""

    media_type: str
    body: bytes
    offered: tuple[str, ...] = ()
    """The media types that what was found can have, where none of them was acceptable."""


def check(sparql: str) -> None:
    """Let pass what only reads this graph.

    :raises QueryError: where :func:`kg.graph.syntax.check` does; where the text is an update or asks another server.
    """
    syntax.check(sparql)
    if syntax.is_update(sparql):
        raise QueryError(f"{syntax.form(sparql)} is refused: this endpoint reads, and changes nothing")
    if syntax.asks_service(sparql):
        raise QueryError("SERVICE is refused: a query is answered from this graph alone")


def answer(store: ox.Store, asked: Asked, prefixes: Mapping[str, str], base: str, most: int) -> Result:
    """The answer of a store to a query.

    :param most: the size of the body, in bytes, that is not exceeded.
    :raises QueryError: where the query is wrong.
    :raises TooLargeError: where the answer is larger.
    """
    check(asked.sparql)
    try:
        found = _found(store, asked, prefixes, base)
        triples = isinstance(found, ox.QueryTriples)
        media_type = asked.triples if triples else asked.solutions
        if not media_type:
            return Result(media_type="", body=b"", offered=tuple(TRIPLES if triples else SOLUTIONS))
        out = _Bounded(most)
        if isinstance(found, ox.QueryTriples):
            ox.serialize(found, cast("IO[bytes]", out), format=TRIPLES[media_type], prefixes=dict(prefixes))
        else:
            found.serialize(cast("IO[bytes]", out), format=SOLUTIONS[media_type])
    except SyntaxError as error:
        raise syntax.syntax_error(asked.sparql, error, prefixes) from None
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {syntax.plain(str(error))}") from None
    return _result(media_type, out.getvalue())


def graph(store: ox.Store, iri: str | None, media_type: str, prefixes: Mapping[str, str], most: int) -> Result:
    """One graph of a store, by its IRI; the default graph, where the IRI is empty; without one, the whole store.

    :raises GraphError: where there is no such graph.
    :raises TooLargeError: where it is larger than ``most`` bytes.
    """
    node = None if iri is None else _named(iri) if iri else ox.DefaultGraph()
    if isinstance(node, ox.NamedNode) and not store.contains_named_graph(node):
        raise GraphError(f"no graph <{iri}>")
    quads: Iterable[ox.Quad] = store.quads_for_pattern(None, None, None, node)
    content = quads if node is None else (quad.triple for quad in quads)
    format_ = (DATASETS if node is None else TRIPLES)[media_type]
    out = _Bounded(most)
    ox.serialize(content, cast("IO[bytes]", out), format=format_, prefixes=dict(prefixes))
    return _result(media_type, out.getvalue())


def graphs(store: ox.Store) -> list[str]:
    """The IRIs of the named graphs, sorted."""
    return sorted(node.value for node in store.named_graphs() if isinstance(node, ox.NamedNode))


def _found(
    store: ox.Store, asked: Asked, prefixes: Mapping[str, str], base: str
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """What the engine finds; the dataset of the protocol takes the place of the query's own (section 2.1.4)."""
    known = dict(prefixes)
    if not (asked.default_graphs or asked.named_graphs):
        return store.query(asked.sparql, prefixes=known, base_iri=base)
    return store.query(
        asked.sparql,
        prefixes=known,
        base_iri=base,
        default_graph=[_named(iri) for iri in asked.default_graphs],
        named_graphs=[_named(iri) for iri in asked.named_graphs],
    )


def _result(media_type: str, body: bytes) -> Result:
    return Result(media_type=media_type, body=well_formed(body) if media_type.endswith("xml") else body)


def _named(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise QueryError(f"{iri!r} is no absolute IRI") from None


class _Bounded(io.BytesIO):
    """Bytes, up to a number."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, content: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(content) > self.most:
            raise TooLargeError(f"the answer is larger than {self.most:,} bytes: ask for less, with LIMIT")
        return super().write(content)
