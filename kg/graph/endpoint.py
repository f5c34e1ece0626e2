"""A SPARQL 1.1 endpoint: a graph that some server keeps, asked over HTTP.

https://www.w3.org/TR/sparql11-protocol/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.graph import solutions, syntax
from kg.graph.solutions import Solutions, Triples

if TYPE_CHECKING:
    from email.message import Message
    from urllib.request import Request

TIMEOUT = 60.0
"""Seconds to wait for an answer, unless somebody says otherwise."""
LONGEST_GET = 2000
"""Characters of a query beyond which it is sent by POST, since servers limit the length of a URL."""

DOCUMENTS = "SELECT ?document ?id WHERE { GRAPH ?g { ?document a kg:Document ; dcterms:identifier ?id } } LIMIT 1"
"""One of the documents of a graph, with its identifier."""

_JSON = "application/sparql-results+json"
_ACCEPT = f"{_JSON}, application/n-triples, text/turtle;q=0.8, application/json;q=0.5"
_RESULTS = {
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""What some servers send though they are asked for JSON."""
_TRIPLES = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_QUERY_PLACE = re.compile(r"(?<=/)query(?=\?|$)")
"""The end of the URL where Oxigraph, Fuseki and others take queries and nothing else."""
_EVERYTHING = "SELECT ?s ?p ?o ?g WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a SPARQL server answers queries."""

    url: str
    timeout: float = TIMEOUT
    """Seconds to wait for an answer."""

    def query(self, sparql: str, prefixes: Mapping[str, str], base: str) -> Solutions | bool | Triples:
        """The server's answer.

        :raises QueryError: where the server refuses the query.
        :raises GraphError: where the server cannot be reached, or answers with something else.
        """
        kind, body = self._answer(syntax.declared(sparql, prefixes))
        if kind in _TRIPLES:
            return self._triples(body, _TRIPLES[kind], prefixes, base)
        try:
            if kind in _RESULTS:
                body = solutions.converted(body, _RESULTS[kind], ox.QueryResultsFormat.JSON)
            return solutions.from_json(body, prefixes, ordered=syntax.is_ordered(sparql))
        except (ValueError, KeyError, TypeError, SyntaxError):
            raise GraphError(f"{self.url}: the answer is no SPARQL result but {kind or 'something unnamed'}") from None

    def copy(self) -> ox.Store:
        """All that the server has, in memory."""
        _, body = self._answer(_EVERYTHING)
        store = ox.Store()
        try:
            found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                store.bulk_extend(ox.Quad(row["s"], row["p"], row["o"], row["g"]) for row in found)
        except (SyntaxError, TypeError, ValueError):
            raise GraphError(f"{self.url}: the answer is no SPARQL result") from None
        return store

    def _triples(self, body: bytes, format_: ox.RdfFormat, prefixes: Mapping[str, str], base: str) -> Triples:
        try:
            return solutions.from_triples(body, format_, prefixes, base)
        except SyntaxError as error:
            raise GraphError(f"{self.url}: the answer is malformed: {error.msg}") from None

    def update(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        """Have the server change its graph: at ``…/update`` where queries go to ``…/query``, else where these go.

        :raises QueryError: where the server refuses the update.
        :raises GraphError: where the server cannot be reached.
        """
        self._answer(syntax.declared(sparql, prefixes), update=True)

    def _answer(self, sparql: str, *, update: bool = False) -> tuple[str, bytes]:
        """The media type and the body of the server's answer."""
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import urlopen

        try:
            with urlopen(self._request(sparql, update), timeout=self.timeout) as response:
                return _media_type(response.headers), response.read()
        except HTTPError as error:
            with error:
                detail = syntax.plain(error.read(2000).decode("utf-8", "replace"))[:200]
            raise QueryError(f"{self.url}: {error.code} {error.reason}{': ' if detail else ''}{detail}") from None
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise GraphError(f"{self.url} cannot be reached: {reason}") from None

    def _request(self, sparql: str, update: bool) -> Request:
        from urllib.parse import urlencode
        from urllib.request import Request

        form, headers = urlencode({"update" if update else "query": sparql}), {"Accept": _ACCEPT}
        if update:
            return Request(_QUERY_PLACE.sub("update", self.url), data=form.encode("ascii"))
        if len(sparql) > LONGEST_GET:
            return Request(self.url, data=form.encode("ascii"), headers=headers)
        return Request(f"{self.url}{'&' if '?' in self.url else '?'}{form}", headers=headers)


def _media_type(headers: Message) -> str:
    return headers.get_content_type() if headers.get("Content-Type") else ""
