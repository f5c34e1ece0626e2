"""The workbench: a page to write SPARQL in. Yasgui where it was brought in, a plain editor where it was not."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.graph.queries import queries
from kg.ontology import Ontology
from kg.serving.api import JSON
from kg.serving.bodies import streamed
from kg.serving.guard import POLICY
from kg.serving.problems import ProblemError
from kg.serving.served import Served

HERE = Path(__file__).resolve().parent / "static"
YASGUI = ("yasgui.min.js", "yasgui.min.css")
"""What ``make workbench`` brings in."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
_STYLED = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""Yasgui's editor and tables set styles of their own; scripts stay those of this server."""


class Workbench:
    """The page and its parts."""

    def __init__(self, served: Served, ontology: Ontology, folder: Path = HERE) -> None:
        self.served, self.ontology, self.folder = served, ontology, folder

    @property
    def has_yasgui(self) -> bool:
        """Whether Yasgui was brought in."""
        return all((self.folder / name).is_file() for name in YASGUI)

    def routes(self) -> list[Route]:
        """Where it is."""
        return [
            Route("/workbench", self.page, methods=["GET"]),
            Route("/workbench/queries.json", self.queries, methods=["GET"]),
            Route("/workbench/{name}", self.file, methods=["GET"]),
        ]

    async def page(self, _: Request) -> Response:
        """The page itself."""
        if self.has_yasgui:
            return self._file("workbench.html", {"Content-Security-Policy": _STYLED})
        return self._file("editor.html")

    async def file(self, request: Request) -> Response:
        """A script or a style of it."""
        name = request.path_params["name"]
        if name not in {path.name for path in self.folder.iterdir() if path.suffix in (".js", ".css")}:
            raise ProblemError(404, "there is nothing here")
        return self._file(name)

    async def queries(self, _: Request) -> Response:
        """The queries that come with the ontology, and the prefixes of the graph."""
        known = [{"name": q.name, "description": q.description, "sparql": q.sparql} for q in queries(self.ontology)]
        content = {"prefixes": self.served.build.prefixes, "queries": known}
        return streamed(json.dumps(content, ensure_ascii=False).encode(), JSON)

    def _file(self, name: str, headers: dict[str, str] | None = None) -> Response:
        path = self.folder / name
        return streamed(path.read_bytes(), _TYPES[path.suffix], headers)
