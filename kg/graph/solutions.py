"""Solutions of SPARQL queries, as values that print and serialise.

https://www.w3.org/TR/sparql11-query/, https://www.w3.org/TR/sparql11-results-json/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import serializations, syntax
from kg.graph.iris import STANDARD_PREFIXES
from kg.ontology import nesting

XSD = STANDARD_PREFIXES["xsd"]
_NUMBERS: dict[str, Callable[[str], int | float | Decimal]] = {
    "integer": int,
    "int": int,
    "long": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
}
_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of a solution: an IRI, a literal or a blank node. ``str()`` gives what a person wants to read.

    >>> str(Term(kind="iri", value="https://kg.example/country/Italy", short="country:Italy"))
    'country:Italy'
    """

    kind: str
    """``iri``, ``literal``, ``blank`` or ``triple``."""
    value: str
    """The whole IRI, the text of the literal, or the label of the blank node."""
    datatype: str = ""
    language: str = ""
    short: str = field(default="", compare=False)
    """The IRI with a prefix, where there is one for it."""

    def __str__(self) -> str:
        return self.short or self.value

    @property
    def native(self) -> str | int | float | Decimal | bool:
        """The Python value: numbers and booleans as such, anything else as text.

        >>> Term(kind="literal", value="3", datatype=XSD + "integer").native
        3
        """
        name = self.datatype.removeprefix(XSD)
        if name == "boolean":
            return self.value not in ("false", "0")
        try:
            return _NUMBERS[name](self.value) if name in _NUMBERS else self.value
        except (ValueError, ArithmeticError):
            return self.value


Row: TypeAlias = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solutions:
    """What a SELECT query finds: a row of terms for each solution, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    raw: bytes = field(repr=False, compare=False)
    """The same as SPARQL 1.1 Query Results JSON."""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def serialize(self, format: str) -> bytes:
        """The solutions in one of the standard formats: ``json``, ``csv``, ``tsv`` or ``xml``.

        :raises QueryError: where there is no such format.
        """
        known = _FORMATS.get(format.lower())
        if known is None:
            raise QueryError(f"solutions cannot be written as {format!r}; there are {', '.join(_FORMATS)}")
        return converted(self.raw, ox.QueryResultsFormat.JSON, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triples:
    """What a CONSTRUCT or DESCRIBE query builds, sorted."""

    rows: tuple[tuple[Term, Term, Term], ...]
    raw: bytes = field(repr=False, compare=False)
    """The same as N-Triples."""
    prefixes: Mapping[str, str] = field(repr=False, compare=False)
    base: str = field(repr=False, compare=False)

    def __iter__(self) -> Iterator[tuple[Term, Term, Term]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def serialize(self, format: str) -> bytes:
        """The triples as ``turtle``, ``ntriples``, ``nquads``, ``trig``, ``jsonld`` or ``rdfxml``.

        :raises GraphError: where there is no such format.
        """
        if format.lower() in ("ntriples", "n-triples", "nt"):
            return self.raw
        quads = ox.parse(self.raw, ox.RdfFormat.N_TRIPLES)
        return serializations.serialize(quads, format, self.prefixes, self.base)


def solve(store: ox.Store, sparql: str, prefixes: Mapping[str, str], base: str) -> Solutions | bool | Triples:
    """The answer of a store to a query.

    :raises QueryError: where the query is wrong, or a service that it asks does not answer.
    """
    try:
        found = store.query(sparql, prefixes=dict(prefixes), base_iri=base)
        if isinstance(found, ox.QueryTriples):
            raw = found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
            return from_triples(raw, ox.RdfFormat.N_TRIPLES, prefixes, base)
        raw = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
    except SyntaxError as error:
        raise syntax.syntax_error(sparql, error, prefixes) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {' '.join(str(error).split())}") from None
    return from_json(raw, prefixes, ordered=syntax.is_ordered(sparql))


def from_json(raw: bytes, prefixes: Mapping[str, str], *, ordered: bool) -> Solutions | bool:
    """The answer in a document of SPARQL 1.1 Query Results JSON; sorted, unless the query itself ordered it.

    :raises ValueError: where it is no such document.
    """
    found = json.loads(raw)
    if not isinstance(found, dict) or "head" not in found:
        raise ValueError("no SPARQL results")
    if "boolean" in found:
        return bool(found["boolean"])
    variables, bindings = found["head"].get("vars", []), found["results"]["bindings"]
    if not ordered:
        bindings.sort(key=lambda row: [_sort_key(row.get(name)) for name in variables])
    short = _Shortener(prefixes)
    rows = tuple(tuple(_bound(row.get(name), short) for name in variables) for row in bindings)
    return Solutions(variables=tuple(variables), rows=rows, raw=json.dumps(found, ensure_ascii=False).encode())


def from_triples(raw: bytes, format: ox.RdfFormat, prefixes: Mapping[str, str], base: str) -> Triples:
    """The triples in a serialised graph.

    :raises SyntaxError: where it is malformed.
    """
    try:
        nesting.check(raw)
    except ValueError as error:
        raise SyntaxError(str(error)) from None
    found = {str(quad.triple): quad.triple for quad in ox.parse(raw, format)}
    short = _Shortener(prefixes)
    rows = tuple(tuple(_term(part, short) for part in found[line]) for line in sorted(found))
    lines = "".join(f"{line} .\n" for line in sorted(found)).encode()
    return Triples(rows=rows, raw=lines, prefixes=prefixes, base=base)  # type: ignore[arg-type]


def converted(raw: bytes, given: ox.QueryResultsFormat, wanted: ox.QueryResultsFormat) -> bytes:
    """Results in another of the standard formats.

    :raises SyntaxError: where they are malformed.
    """
    made = ox.parse_query_results(raw, given).serialize(format=wanted) or b""
    return serializations.well_formed(made) if wanted == ox.QueryResultsFormat.XML else made


def yes_or_no(answer: bool, format: str) -> bytes:
    """The answer to an ASK query as ``json`` or ``xml``.

    >>> yes_or_no(True, "json")
    b'{"head":{},"boolean":true}'
    """
    raw = json.dumps({"head": {}, "boolean": answer}, separators=(",", ":")).encode()
    return raw if format == "json" else converted(raw, ox.QueryResultsFormat.JSON, _FORMATS[format])


def change(store: ox.Store, sparql: str, prefixes: Mapping[str, str], base: str) -> None:
    """Apply an update (https://www.w3.org/TR/sparql11-update/), wholly or not at all.

    :raises QueryError: where it is wrong, or cannot be carried out.
    """
    try:
        store.update(sparql, prefixes=dict(prefixes), base_iri=base)
    except SyntaxError as error:
        raise syntax.syntax_error(sparql, error, prefixes) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the update cannot be carried out: {' '.join(str(error).split())}") from None


class _Shortener:
    """Puts prefixes in place of namespaces."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}

    def __call__(self, iri: str) -> str:
        end = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self.by_namespace.get(iri[:end])
        return f"{prefix}:{iri[end:]}" if prefix is not None and iri[end:] else ""


def _bound(binding: dict[str, Any] | None, short: _Shortener) -> Term | None:
    if binding is None:
        return None
    kind, value = binding["type"], binding["value"]
    if kind == "uri":
        return Term(kind="iri", value=value, short=short(value))
    if kind == "bnode":
        return Term(kind="blank", value=value)
    if kind == "triple":
        parts = [str(_bound(value[part], short)) for part in ("subject", "predicate", "object")]
        return Term(kind="triple", value=" ".join(parts))
    return Term(kind="literal", value=value, datatype=binding.get("datatype", ""), language=binding.get("xml:lang", ""))


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, short: _Shortener) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term(kind="iri", value=term.value, short=short(term.value))
    if isinstance(term, ox.BlankNode):
        return Term(kind="blank", value=term.value)
    if isinstance(term, ox.Literal):
        datatype = "" if term.language or term.datatype.value == XSD + "string" else term.datatype.value
        return Term(kind="literal", value=term.value, datatype=datatype, language=term.language or "")
    return Term(kind="triple", value=str(term))


def _sort_key(binding: dict[str, Any] | None) -> str:
    return "" if binding is None else json.dumps(binding, sort_keys=True, ensure_ascii=False)
