"""JSON-LD that reads well: plain names for types and properties, and values as plain as their datatypes allow.

The context says what each name means; a property whose values are all IRIs, or all of one datatype, says so there, and
its values need not. https://www.w3.org/TR/json-ld11/#the-context.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, Quad

from kg.graph import vocabulary as v
from kg.graph.subjects import Term, graphs, name, split

ID, TYPE = "id", "type"
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""The integers that every JSON parser keeps exactly."""
_BOOLEAN = re.compile("true|false")
_IRI, _NOTHING = "@id", ""


def dataset(quads: Iterable[Quad], prefixes: Mapping[str, str], base: str) -> str:
    """A graph as JSON-LD: each node once in each graph."""
    found = graphs(quads, base)
    writer = _Writer(prefixes, [known for subjects in found.values() for known in subjects.values()])
    nodes = [writer.node(subject, known) for subject, known in found.pop("", {}).items()]
    for graph, subjects in found.items():
        inside = [writer.node(subject, known) for subject, known in subjects.items()]
        nodes.append({ID: writer.iri(graph), "@graph": inside})
    whole = {"@context": writer.context(), "@graph": nodes}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


class _Writer:
    """Knows how each IRI of a graph is written."""

    def __init__(self, prefixes: Mapping[str, str], nodes: Iterable[Mapping[str, set[Term]]]) -> None:
        self.prefixes = prefixes
        self.by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.used: set[str] = set()
        kinds: defaultdict[str, set[str]] = defaultdict(set)
        types: set[str] = set()
        for known in nodes:
            for predicate, values in known.items():
                if predicate == v.TYPE.value:
                    types |= {name(value) for value in values}
                else:
                    kinds[predicate] |= set(map(_kind, values))
        self.names = self._names([*kinds, *types])
        own = {v.STRING.value, v.INTEGER.value, v.BOOLEAN.value, _NOTHING}
        alike = {predicate: found.pop() for predicate, found in kinds.items() if len(found) == 1}
        self.said = {
            predicate: kind for predicate, kind in alike.items() if predicate in self.names and kind not in own
        }
        """What the context says of the values of a property."""

    def _names(self, meant: Iterable[str]) -> dict[str, str]:
        """IRI → the plain name that stands for it and nothing else."""
        by_name: defaultdict[str, set[str]] = defaultdict(set)
        for iri in meant:
            namespace, local = split(iri)
            if namespace in self.by_namespace and _PLAIN_NAME.fullmatch(local):
                by_name[local].add(iri)
        taken = {ID, TYPE, *self.prefixes}
        return {iris.pop(): local for local, iris in sorted(by_name.items()) if len(iris) == 1 and local not in taken}

    def context(self) -> dict[str, Any]:
        """What the names mean: known once all nodes are written."""
        terms: dict[str, Any] = {local: self.iri(iri) for iri, local in self.names.items()}
        for predicate, kind in self.said.items():
            local = self.names[predicate]
            terms[local] = {"@id": terms[local], "@type": kind if kind == _IRI else self.iri(kind)}
        return {ID: "@id", TYPE: "@type"} | {prefix: self.prefixes[prefix] for prefix in sorted(self.used)} | terms

    def node(self, subject: str, known: Mapping[str, set[Term]]) -> dict[str, Any]:
        node: dict[str, Any] = {ID: self.iri(subject)}
        for predicate, values in known.items():
            if predicate == v.TYPE.value:
                written: list[Any] = sorted(self._named(name(value)) for value in values)
            else:
                written = [self._value(predicate, value) for value in sorted(values, key=str)]
            key = TYPE if predicate == v.TYPE.value else self._named(predicate)
            node[key] = written if len(written) > 1 else written[0]
        return node

    def iri(self, iri: str) -> str:
        """An IRI with a prefix, where there is one for it."""
        namespace, local = split(iri)
        if namespace not in self.by_namespace or not local:
            return iri
        self.used.add(self.by_namespace[namespace])
        return f"{self.by_namespace[namespace]}:{local}"

    def _named(self, iri: str) -> str:
        return self.names.get(iri) or self.iri(iri)

    def _value(self, predicate: str, term: Term) -> Any:
        said = self.said.get(predicate)
        if not isinstance(term, Literal):
            return self.iri(name(term)) if said == _IRI else {ID: self.iri(name(term))}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype == v.STRING or said == term.datatype.value:
            return term.value
        return (
            json.loads(term.value) if _native(term) else {"@value": term.value, "@type": self.iri(term.datatype.value)}
        )


def _kind(term: Term) -> str:
    """What the context may say of a value: that it is an IRI, or its datatype; of a text in a language neither."""
    if not isinstance(term, Literal):
        return _IRI
    return _NOTHING if term.language else term.datatype.value


def _native(literal: Literal) -> bool:
    """Whether JSON itself has the value, so that reading it gives back the same literal."""
    exact = {v.INTEGER: _INTEGER, v.BOOLEAN: _BOOLEAN}.get(literal.datatype)
    return exact is not None and exact.fullmatch(literal.value) is not None
