"""``/sparql`` by the SPARQL 1.1 Protocol, and ``/graphs`` by the Graph Store HTTP Protocol; both for reading.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.graph.results import DATASETS, SOLUTIONS, TRIPLES
from kg.graph.service import description
from kg.serving.bodies import body, form, one, parameters, streamed
from kg.serving.negotiation import best
from kg.serving.problems import ProblemError
from kg.serving.served import Served
from kg.serving.settings import Settings

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_READING = "this endpoint reads, and changes nothing"
_VARY = {"Vary": "Accept"}
MOST_GRAPHS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the protocol carries."""

    query: str
    default_graphs: list[str]
    named_graphs: list[str]


class Sparql:
    """The endpoint."""

    def __init__(self, served: Served, settings: Settings) -> None:
        self.served, self.settings = served, settings

    def routes(self) -> list[Route]:
        """Where it is."""
        return [
            Route("/sparql", self.query, methods=["GET", "POST"]),
            Route("/sparql/", self.query, methods=["GET", "POST"]),
            Route("/graphs", self.graph, methods=["GET"]),
        ]

    async def query(self, request: Request) -> Response:
        """The answer to a query; to a browser that brings none the workbench, to anybody else the description."""
        if request.method != "POST" and not request.scope["query_string"]:
            return await self._described(request)
        asked = await self._asked(request)
        accept = request.headers.get("accept", "")
        said = await self.served.do(
            "query",
            sparql=asked.query,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            solutions=best(accept, SOLUTIONS),
            triples=best(accept, TRIPLES),
        )
        return streamed(said.body, _with_charset(said.media_type), _VARY)

    async def graph(self, request: Request) -> Response:
        """One graph, as ``?graph=IRI`` or ``?default`` names it; without either, all of them."""
        given = parameters(request)
        iri, default = one(given, "graph"), one(given, "default")
        if set(given) - {"graph", "default"} or (iri is not None and default is not None) or iri == "":
            raise ProblemError(400, "give one graph: ?graph=IRI, or ?default; without either all of them are sent")
        wanted = "" if default is not None else iri
        offered = DATASETS if wanted is None else TRIPLES
        media_type = best(request.headers.get("accept", ""), offered)
        if not media_type:
            raise ProblemError(406, f"that comes as {', '.join(offered)}")
        said = await self.served.do("graph", iri=wanted, media_type=media_type)
        return streamed(said.body, _with_charset(said.media_type), _VARY)

    async def _described(self, request: Request) -> Response:
        media_type = best(request.headers.get("accept", ""), [*TRIPLES, "text/html"])
        if media_type == "text/html":
            return RedirectResponse("/workbench", 303, headers=_VARY)
        if not media_type:
            raise ProblemError(406, f"the description of this service comes as {', '.join(TRIPLES)}")
        known = description(f"{request.base_url}sparql", self.served.build.graphs, media_type)
        return streamed(known, _with_charset(media_type), _VARY)

    async def _asked(self, request: Request) -> _Asked:
        """The query and the dataset of a request (section 2.1)."""
        in_url = parameters(request)
        if request.method != "POST":
            return _read(in_url, one(in_url, "query"), in_url)
        media_type, charset = _content_type(request.headers.get("content-type", ""))
        if media_type == _UPDATE:
            raise ProblemError(403, f"an update is refused: {_READING}")
        if media_type not in (FORM, QUERY) or charset not in ("", "utf-8"):
            raise ProblemError(415, f"send a query as {FORM} or as {QUERY}, in UTF-8")
        content = await body(request, self.settings.limits)
        if media_type == FORM:
            in_body = form(content)
            given = ImmutableMultiDict([*in_url.multi_items(), *in_body.multi_items()])
            return _read(given, one(given, "query"), given)
        try:
            return _read(in_url, content.decode("utf-8"), in_url)
        except UnicodeDecodeError:
            raise ProblemError(400, "the query is not in UTF-8") from None


def _read(given: ImmutableMultiDict[str, str], query: str | None, dataset: ImmutableMultiDict[str, str]) -> _Asked:
    if "update" in given:
        raise ProblemError(403 if query is None else 400, f"an update is refused: {_READING}")
    if query is None:
        raise ProblemError(400, "there is no query: the parameter of that name is missing")
    graphs = {name: dataset.getlist(name) for name in ("default-graph-uri", "named-graph-uri")}
    if any(len(named) > MOST_GRAPHS for named in graphs.values()):
        raise ProblemError(400, f"more than {MOST_GRAPHS:,} graphs")
    return _Asked(query=query, default_graphs=graphs["default-graph-uri"], named_graphs=graphs["named-graph-uri"])


def _content_type(header: str) -> tuple[str, str]:
    """Media type and charset, in lower case."""
    media_type, *more = (part.strip().lower() for part in header.split(";"))
    charsets = [part.partition("=")[2].strip('" ') for part in more if part.startswith("charset")]
    return media_type, charsets[0] if charsets else ""


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
