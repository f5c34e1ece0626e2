"""The solutions of SPARQL queries as tables, and as text for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from kg.errors import QueryError
from kg.graph.solutions import Solutions, Term, Triples, yes_or_no
from kg.showing import records
from kg.showing.records import Record
from kg.showing.tables import Row, Table, counted

Found: TypeAlias = Solutions | Triples | bool

_RDF = {"json": "jsonld", "turtle": "turtle", "xml": "rdfxml"}
TRIPLE = ("subject", "predicate", "object")


def table(found: Solutions | Triples) -> Table:
    """A column for each variable, or for subject, predicate and object."""
    rows = (Row(cells=tuple("" if term is None else str(term) for term in row)) for row in found)
    return Table(headings=_names(found), rows=tuple(rows))


def closing(found: Found) -> str:
    """The last line under a table: the answer to a yes-or-no query, or how much was found."""
    if isinstance(found, bool):
        return "yes" if found else "no"
    return counted(len(found), "solution" if isinstance(found, Solutions) else "triple")


def serialized(found: Found, format_: str) -> str:
    """Solutions for programs.

    ``jsonl`` gives an object for each solution; ``json``, ``csv``, ``tsv`` and ``xml`` are those of SPARQL 1.1
    (https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/sparql11-results-csv-tsv/,
    https://www.w3.org/TR/rdf-sparql-XMLres/). Triples come as ``turtle``, as JSON-LD for ``json``, as RDF/XML for
    ``xml``, and else as rows of subject, predicate and object.

    :raises QueryError: where Turtle is asked for and there are no triples.
    """
    if format_ == "turtle" and not isinstance(found, Triples):
        raise QueryError("Turtle needs triples: ask for them with CONSTRUCT or DESCRIBE")
    match found, format_:
        case bool(), "json" | "xml":
            return yes_or_no(found, format_).decode() + "\n"
        case bool(), _:
            return json.dumps(found) + "\n"
        case Triples(), "json" | "turtle" | "xml":
            return found.serialize(_RDF[format_]).decode()
        case Solutions(), "json" | "csv" | "tsv" | "xml":
            return found.serialize(format_).decode().replace("\r\n", "\n").rstrip("\n") + "\n"
        case Solutions() | Triples(), _:
            return "".join(records.lines(_records(found), format_))


def _names(found: Solutions | Triples) -> tuple[str, ...]:
    return found.variables if isinstance(found, Solutions) else TRIPLE


def _records(found: Solutions | Triples) -> Iterator[Record]:
    for row in found:
        yield {name: _plain(term) for name, term in zip(_names(found), row, strict=True) if term is not None}


def _plain(term: Term) -> str | int | float | bool:
    native = term.native
    return records.number(native) if isinstance(native, Decimal) else native
