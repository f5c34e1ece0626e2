"""Serialisations: a graph as TriG, Turtle, N-Quads, JSON-LD or RDF/XML, the same bytes for the same content.

TriG and Turtle are for people too: prefixes, one paragraph for each subject, documents first, in a fixed order.
https://www.w3.org/TR/trig/, https://www.w3.org/TR/n-quads/, https://www.w3.org/TR/json-ld11/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import GraphError
from kg.graph import iris
from kg.graph import vocabulary as v

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

_Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
_Subjects: TypeAlias = dict[str, dict[str, set[_Term]]]

_PLACES = (iris.DOCUMENT, iris.FACT, iris.AMOUNT, iris.EVIDENCE)
_PREDICATES = (v.TYPE.value, v.IDENTIFIER.value, v.LABEL.value, v.PREF_LABEL.value)
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = f"{_LETTER}0-9_\u00b7\u0300-\u036f\u203f-\u2040-"
_LOCAL = re.compile(f"(?:[{_LETTER}0-9_]|%[0-9A-F]{{2}})(?:[{_INNER}.]|%[0-9A-F]{{2}})*(?<!\\.)")
"""What may follow a prefix without an escape: PN_LOCAL of the Turtle grammar, a little narrower."""
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
            return _JsonLd(prefixes, base).dataset(quads).encode()
        case "rdfxml":
            return _rdf_xml(quads, prefixes)
    raise GraphError(f"no format {format!r}; there are {', '.join(dict.fromkeys(FORMATS.values()))}")


class _Turtle:
    """Writes TriG and Turtle."""

    def __init__(self, prefixes: Mapping[str, str], base: str) -> None:
        self.prefixes, self.base = prefixes, base
        self.by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.used: set[str] = set()

    def dataset(self, quads: Iterable[Quad]) -> str:
        graphs = _graphs(quads, self.base)
        parts = self._paragraphs(graphs.pop("", {}), "")
        for name, subjects in graphs.items():
            inside = "\n".join(self._paragraphs(subjects, "    "))
            parts.append(f"{self.iri(name)} {{\n\n{inside}}}\n")
        return "\n".join([self._head(), *parts])

    def union(self, quads: Iterable[Quad]) -> str:
        subjects = _graphs((Quad(*quad.triple) for quad in quads), self.base).get("", {})
        parts = self._paragraphs(subjects, "")
        return "\n".join([self._head(), *parts])

    def _head(self) -> str:
        """The base and those prefixes that what is written so far has used."""
        lines = [f"@prefix {prefix}: <{self.prefixes[prefix]}> .\n" for prefix in sorted(self.used)]
        return f"@base <{self.base}> .\n{''.join(lines)}"

    def _paragraphs(self, subjects: _Subjects, indent: str) -> list[str]:
        return [f"{indent}{self._paragraph(s, known, indent)}\n" for s, known in subjects.items()]

    def _paragraph(self, subject: str, known: dict[str, set[_Term]], indent: str) -> str:
        lines = [f"{self._verb(p)} {', '.join(sorted(map(self.term, known[p])))}" for p in known]
        return f"{self.iri(subject)} " + f" ;\n{indent}    ".join(lines) + " ."

    def _verb(self, predicate: str) -> str:
        return "a" if predicate == v.TYPE.value else self.iri(predicate)

    def term(self, term: _Term) -> str:
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
        namespace, local = _split(iri)
        if namespace in self.by_namespace and _LOCAL.fullmatch(local):
            prefix = self.by_namespace[namespace]
            self.used.add(prefix)
            return f"{prefix}:{local}"
        relative = iri.removeprefix(self.base)
        return f"<{relative}>" if relative != iri and _RELATIVE.match(relative) else f"<{iri}>"


class _JsonLd:
    """Writes JSON-LD with a context of prefixes: each node once in each graph."""

    def __init__(self, prefixes: Mapping[str, str], base: str) -> None:
        self.prefixes, self.base = prefixes, base
        self.by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.used: set[str] = set()

    def dataset(self, quads: Iterable[Quad]) -> str:
        graphs = _graphs(quads, self.base)
        nodes = [self._node(subject, known) for subject, known in graphs.pop("", {}).items()]
        for name, subjects in graphs.items():
            nodes.append({"@id": self.iri(name), "@graph": [self._node(s, known) for s, known in subjects.items()]})
        context = {prefix: self.prefixes[prefix] for prefix in sorted(self.used)}
        whole = {"@context": context, "@graph": nodes}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def _node(self, subject: str, known: dict[str, set[_Term]]) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": self.iri(subject)}
        for predicate, values in known.items():
            if predicate == v.TYPE.value:
                node["@type"] = sorted(self.iri(_name(value)) for value in values)
            else:
                written = [self._value(value) for value in sorted(values, key=str)]
                node[self.iri(predicate)] = written if len(written) > 1 else written[0]
        return node

    def _value(self, term: _Term) -> str | dict[str, str]:
        if not isinstance(term, Literal):
            return {"@id": self.iri(_name(term))}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype == v.STRING:
            return term.value
        return {"@value": term.value, "@type": self.iri(term.datatype.value)}

    def iri(self, iri: str) -> str:
        namespace, local = _split(iri)
        if namespace not in self.by_namespace or not local:
            return iri
        self.used.add(self.by_namespace[namespace])
        return f"{self.by_namespace[namespace]}:{local}"


def _rdf_xml(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> bytes:
    """The union of all graphs as RDF/XML; what XML cannot hold (https://www.w3.org/TR/xml/#charsets) is replaced."""
    triples = sorted({_legal(quad.triple) for quad in quads}, key=str)
    named = {_split(term.value)[0] for t in triples for term in (t.predicate, t.object) if isinstance(term, NamedNode)}
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
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def _graphs(quads: Iterable[Quad], base: str) -> dict[str, _Subjects]:
    """Graph → subject → predicate → objects, each level in its order; the default graph is called ''."""
    found: dict[str, _Subjects] = {}
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else _name(quad.graph_name)
        known = found.setdefault(graph, {}).setdefault(_name(quad.subject), {})
        known.setdefault(quad.predicate.value, set()).add(quad.object)
    return {
        graph: {
            subject: {predicate: known[predicate] for predicate in sorted(known, key=_predicate_order)}
            for subject, known in sorted(found[graph].items(), key=lambda item: _subject_order(item[0], base))
        }
        for graph in sorted(found)
    }


def _subject_order(subject: str, base: str) -> tuple[int, str, list[int], str]:
    """Documents, facts, amounts, evidence, then everything else; places in a document by number, not by letter."""
    whole, _, fragment = subject.partition("#")
    below = iris.below(base, whole)
    place = next((i for i, start in enumerate(_PLACES) if below.startswith(start)), len(_PLACES))
    if below != whole and fragment:
        numbers = [int(digits) for digits in re.findall("[0-9]+", fragment)]
        return len(_PLACES) + 1, whole + fragment.partition("=")[0], numbers, subject
    return place, whole, [], subject


def _predicate_order(predicate: str) -> tuple[int, str]:
    return _PREDICATES.index(predicate) if predicate in _PREDICATES else len(_PREDICATES), predicate


def _split(iri: str) -> tuple[str, str]:
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:end], iri[end:]


def _name(term: _Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
