"""The application: everything that the server answers, behind its guard."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.ontology import Ontology
from kg.serving.api import JSON, Api
from kg.serving.bodies import streamed
from kg.serving.guard import Guard
from kg.serving.live import Live
from kg.serving.openapi import openapi
from kg.serving.problems import ProblemError
from kg.serving.served import Served
from kg.serving.settings import Settings
from kg.serving.sparql import Sparql
from kg.serving.workbench import Workbench


def app(settings: Settings, ontology: Ontology, served: Served, log: Callable[[str], None]) -> ASGIApp:
    """The application over a graph, which it opens when it begins and closes when it ends."""

    @asynccontextmanager
    async def open_(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await served.close()

    api = Api(served, settings, ontology)
    described = json.dumps(openapi(api.endpoints, token=bool(settings.token)), indent=1).encode()

    async def description(_: Request) -> Response:
        return streamed(described, JSON)

    routes = [
        *Sparql(served, settings).routes(),
        *api.routes(),
        Route("/openapi.json", description, methods=["GET"]),
        Route("/favicon.ico", _no_icon, methods=["GET"]),
        *Workbench(served, ontology).routes(),
        *Live(served, settings, ontology).routes(),
    ]
    inner = Starlette(
        routes=routes,
        lifespan=open_,
        exception_handlers={ProblemError: _problem, HTTPException: _refused},
    )
    inner.router.redirect_slashes = False
    return Guard(inner, settings, log)


async def _no_icon(_: Request) -> Response:
    return Response(status_code=204)


async def _problem(_: Request, error: Exception) -> Response:
    return cast("ProblemError", error).response()


async def _refused(_: Request, error: Exception) -> Response:
    """What Starlette itself refuses: a path that is none, or a method that is not for it."""
    known = cast("HTTPException", error)
    allowed = ", ".join(sorted((known.headers or {}).get("Allow", "other methods").split(", ")))
    detail = {404: "there is nothing here", 405: f"this is for {allowed}"}.get(known.status_code, known.detail)
    return ProblemError(known.status_code, detail, known.headers).response()
