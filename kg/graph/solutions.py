"""Solutions of SPARQL queries, as values that print and serialise.

https://www.w3.org/TR/sparql11-query/, https://www.w3.org/TR/sparql11-results-json/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import serializations
from kg.graph.iris import STANDARD_PREFIXES

XSD = STANDARD_PREFIXES["xsd"]
_NUMBERS: dict[str, Callable[[str], int | float | Decimal]] = {
    "integer": int,
    "int": int,
    "long": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
}
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*(?:\n|$)|(?i:PREFIX)\s+[^\s:<]*:\s*<[^>]*>|(?i:BASE)\s*<[^>]*>)*([A-Za-z]+)?")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_QUOTED = re.compile(
    r"<[^<>\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*", re.DOTALL
)
_PREFIXED = re.compile(r"(?<![\w?$:@.-])([A-Za-z][\w.-]*):")
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)


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
        known = ox.QueryResultsFormat.from_extension({"json": "srj", "xml": "srx"}.get(format.lower(), format.lower()))
        if known is None:
            raise QueryError(f"solutions cannot be written as {format!r}; there are json, csv, tsv and xml")
        parsed = ox.parse_query_results(self.raw, ox.QueryResultsFormat.JSON)
        return parsed.serialize(format=known) or b""


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
        """The triples as ``turtle``, ``ntriples``, ``nquads``, ``trig`` or ``jsonld``.

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
        raise syntax_error(sparql, error, prefixes) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {' '.join(str(error).split())}") from None
    return from_json(raw, prefixes, ordered=is_ordered(sparql))


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
    found = {str(quad.triple): quad.triple for quad in ox.parse(raw, format)}
    short = _Shortener(prefixes)
    rows = tuple(tuple(_term(part, short) for part in found[line]) for line in sorted(found))
    lines = "".join(f"{line} .\n" for line in sorted(found)).encode()
    return Triples(rows=rows, raw=lines, prefixes=prefixes, base=base)  # type: ignore[arg-type]


def refuse_updates(sparql: str) -> None:
    """Let queries pass, and nothing else.

    :raises QueryError: where the text is empty or an update.
    """
    found = _PROLOGUE.match(sparql)
    word = (found.group(1) or "").upper() if found else ""
    if found and not word and found.end() == len(sparql):
        raise QueryError("the query is empty")
    if word in _UPDATES:
        raise QueryError(f"{word} is refused: a query reads the graph and never changes it")


def used_prefixes(sparql: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """The known prefixes that a query uses without declaring them."""
    return {p: prefixes[p] for p in _undeclared(sparql) if p in prefixes}


def is_ordered(sparql: str) -> bool:
    """Whether a query says in which order it wants its solutions."""
    return re.search(r"\bORDER\s+BY\b", _bare(sparql), re.IGNORECASE) is not None


def syntax_error(sparql: str, error: SyntaxError, prefixes: Mapping[str, str]) -> QueryError:
    """A syntax error in one line: where it is, and what was expected there."""
    for prefix, at in _undeclared(sparql).items():
        if prefix not in prefixes:
            line, column = sparql.count("\n", 0, at) + 1, at - sparql.rfind("\n", 0, at)
            known = ", ".join(sorted(prefixes))
            return QueryError(f"line {line}, column {column}: the prefix {prefix}: is not declared; known are {known}")
    place = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
    return QueryError(f"line {place[1]}, column {place[2]}: {_plain(place[3])}" if place else _plain(str(error)))


def _plain(message: str) -> str:
    """What the parser says, without its character classes and in a readable length."""
    words = " ".join(re.sub(r",? ?\[(?:'|_|\\').*?\](?=,|$|\s)", "", message, flags=re.DOTALL).split())
    sentence = re.fullmatch(r"expected one of (\w+(?: \w+){2,}.*)", words)
    words = sentence[1] if sentence else words
    return words if len(words) < 100 else words[:100].rpartition(",")[0] + " …"


def _undeclared(sparql: str) -> dict[str, int]:
    """The prefixes that a query uses and does not declare → where each comes first."""
    bare = _bare(sparql)
    declared = set(_DECLARED.findall(bare))
    found = {match[1]: match.start() for match in reversed(list(_PREFIXED.finditer(bare)))}
    return {prefix: at for prefix, at in sorted(found.items(), key=lambda item: item[1]) if prefix not in declared}


def _bare(sparql: str) -> str:
    """The query with blanks in place of its texts, IRIs and comments."""
    return _QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sparql)


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
