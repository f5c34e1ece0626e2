"""Serialisations: a graph as TriG, Turtle, N-Quads, JSON-LD or RDF/XML, the same bytes for the same content.

TriG and Turtle are for people too: prefixes, one paragraph for each subject, documents first, in a fixed order.
https://www.w3.org/TR/trig/, https://www.w3.org/TR/n-quads/, https://www.w3.org/TR/json-ld11/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import GraphError
from kg.graph import jsonld
from kg.graph import vocabulary as v
from kg.graph.subjects import Known, Term, graphs, split, subjects

FORMATS = {
    "trig": "trig",
    "turtle": "turtle",
    "ttl": "turtle",
    "nquads": "nquads",
    "n-quads": "nquads",
    "nq": "nquads",
    "jsonld": "jsonld",
    "json-ld": "jsonld",
    "rdfxml": "rdfxml",
    "rdf-xml": "rdfxml",
}
"""The names that formats go by."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = f"{_LETTER}0-9_\u00b7\u0300-\u036f\u203f-\u2040-"
_LOCAL = re.compile(f"(?:[{_LETTER}0-9_]|%[0-9A-F]{{2}})(?:[{_INNER}.]|%[0-9A-F]{{2}})*(?<!\\.)")
"""What may follow a prefix without an escape: PN_LOCAL of the Turtle grammar, a little narrower."""
ILLEGAL_IN_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What XML 1.0 cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_NONCHARACTERS = re.compile("\ufffe|\uffff".encode())
_RELATIVE = re.compile(r"[A-Za-z0-9_-]+/[^/]")


def serialize(quads: Iterable[Quad], format: str, prefixes: Mapping[str, str], base: str) -> bytes:
    """A graph in one of :data:`FORMATS`; Turtle and RDF/XML have no named graphs and hold the union of all graphs.

    :raises GraphError: where there is no such format.
    """
    match FORMATS.get(format.lower()):
        case "trig":
            return _Turtle(prefixes, base).dataset(quads).encode()
        case "turtle":
            return _Turtle(prefixes, base).union(quads).encode()
        case "nquads":
            return "".join(f"{line} .\n" for line in sorted({str(q) for q in quads})).encode()
        case "jsonld":
            return jsonld.dataset(quads, prefixes, base).encode()
        case "rdfxml":
            return _rdf_xml(quads, prefixes)
    raise GraphError(f"no format {format!r}; there are {', '.join(dict.fromkeys(FORMATS.values()))}")


class TriG:
    """Writes TriG, piece by piece: the pieces are the head, the summary and a block for each document, in this order.

    The head can be written once all else is.
    """

    def __init__(self, prefixes: Mapping[str, str], base: str) -> None:
        self.prefixes, self.base = prefixes, base

    def head(self, used: Iterable[str]) -> str:
        """The base, and some prefixes."""
        turtle = _Turtle(self.prefixes, self.base)
        turtle.used.update(used)
        return turtle.head()

    def piece(self, triples: Iterable[Triple], stream: IO[bytes], graph: str = "") -> frozenset[str]:
        """Write the named graph of one document, or the summary; the prefixes used there.

        :param triples: as many as there are: only some are in memory at a time.
        """
        turtle = _Turtle(self.prefixes, self.base)
        found = subjects(triples, self.base)
        stream.writelines(text.encode() for text in (turtle.block(graph, found) if graph else turtle.summary(found)))
        return frozenset(turtle.used)


class _Turtle:
    """Writes TriG and Turtle."""

    def __init__(self, prefixes: Mapping[str, str], base: str) -> None:
        self.prefixes, self.base = prefixes, base
        self.by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.used: set[str] = set()

    def dataset(self, quads: Iterable[Quad]) -> str:
        found = graphs(quads, self.base)
        parts = [*self.summary(found.pop("", {}).items())]
        for graph, known in found.items():
            parts += self.block(graph, known.items())
        return "".join([self.head(), *parts])

    def block(self, graph: str, subjects: Iterable[tuple[str, Known]]) -> Iterator[str]:
        """A named graph, from its line break on."""
        yield f"\n{self.iri(graph)} {{\n"
        for subject, known in subjects:
            yield f"\n    {self._paragraph(subject, known, '    ')}\n"
        yield "}\n"

    def summary(self, subjects: Iterable[tuple[str, Known]]) -> Iterator[str]:
        """The default graph, each paragraph from its line break on."""
        return (f"\n{self._paragraph(subject, known, '')}\n" for subject, known in subjects)

    def union(self, quads: Iterable[Quad]) -> str:
        found = graphs((Quad(*quad.triple) for quad in quads), self.base).get("", {})
        parts = [*self.summary(found.items())]
        return "".join([self.head(), *parts])

    def head(self) -> str:
        """The base and those prefixes that what is written so far has used."""
        lines = [f"@prefix {prefix}: <{self.prefixes[prefix]}> .\n" for prefix in sorted(self.used)]
        return f"@base <{self.base}> .\n{''.join(lines)}"

    def _paragraph(self, subject: str, known: Known, indent: str) -> str:
        lines = [f"{self._verb(p)} {', '.join(sorted(map(self.term, known[p])))}" for p in known]
        return f"{self.iri(subject)} " + f" ;\n{indent}    ".join(lines) + " ."

    def _verb(self, predicate: str) -> str:
        return "a" if predicate == v.TYPE.value else self.iri(predicate)

    def term(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Literal) and not term.language and term.datatype != v.STRING:
            if term.datatype == v.INTEGER and _INTEGER.fullmatch(term.value):
                return term.value
            return f"{Literal(term.value)}^^{self.iri(term.datatype.value)}"
        return str(term)

    def iri(self, iri: str) -> str:
        """An IRI as short as the prefixes and the base allow."""
        if iri.startswith("_:"):
            return iri
        namespace, local = split(iri)
        if namespace in self.by_namespace and _LOCAL.fullmatch(local):
            prefix = self.by_namespace[namespace]
            self.used.add(prefix)
            return f"{prefix}:{local}"
        relative = iri.removeprefix(self.base)
        return f"<{relative}>" if relative != iri and _RELATIVE.match(relative) else f"<{iri}>"


def _rdf_xml(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> bytes:
    """The union of all graphs as RDF/XML; what XML cannot hold is replaced."""
    triples = sorted({_legal(quad.triple) for quad in quads}, key=str)
    named = {split(term.value)[0] for t in triples for term in (t.predicate, t.object) if isinstance(term, NamedNode)}
    used = {prefix: namespace for prefix, namespace in prefixes.items() if namespace in named}
    return (ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=used) or b"") + b"\n"


def _legal(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or legal_in_xml(value.value) == value.value:
        return triple
    kind = {"language": value.language} if value.language else {"datatype": value.datatype}
    return Triple(triple.subject, triple.predicate, Literal(legal_in_xml(value.value), **kind))


def legal_in_xml(text: str) -> str:
    """A text without the characters that XML 1.0 forbids.

    >>> legal_in_xml("a\\x0bb")
    'a\ufffdb'
    """
    return re.sub(ILLEGAL_IN_XML, "\ufffd", text)


def well_formed(xml: bytes) -> bytes:
    """XML of the engine's, which writes any character, as XML that can be read.

    >>> well_formed(b"<a>b\\x0bc</a>").decode()
    '<a>b\ufffdc</a>'
    """
    if xml.translate(None, _CONTROLS) == xml and not _NONCHARACTERS.search(xml):
        return xml
    return legal_in_xml(xml.decode("utf-8")).encode()
