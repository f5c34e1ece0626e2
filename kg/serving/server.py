"""The server: a socket, the application behind it, and a log on standard error."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import Callable

import uvicorn

from kg import ontology
from kg.errors import GraphError, KgError
from kg.serving.app import app
from kg.serving.connections import connections
from kg.serving.served import Served
from kg.serving.settings import Settings

HEAD_BYTES = 65_536
"""The size of the head of a request beyond which it is no request."""
BACKLOG = 256
PATIENCE = 15
"""Seconds in which requests are finished once the server is told to end."""


def serve(settings: Settings, ready: Callable[[str, Served], None]) -> None:
    """Serve a graph until somebody ends it.

    :param ready: called with the address once it answers.
    :raises GraphError: where the graph cannot be read.
    :raises KgError: where the address is not to be had.
    """
    asyncio.run(_serve(settings, ready))


async def _serve(settings: Settings, ready: Callable[[str, Served], None]) -> None:
    with _bound(settings) as bound:
        known = ontology.load(settings.ontology)
        served = Served(settings, log)
        try:
            await served.open()
        except OSError as error:
            raise GraphError(f"{settings.graph}: {error.strerror or error}") from None
        config = uvicorn.Config(
            app(settings, known, served, log),
            http=connections(settings.limits),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=settings.limits.connections,
            h11_max_incomplete_event_size=HEAD_BYTES,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=PATIENCE,
            backlog=BACKLOG,
        )
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        ready(f"http://{host}:{bound.getsockname()[1]}/", served)
        await uvicorn.Server(config).serve(sockets=[bound])


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        bound = socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while attempting")[0].lower()
        raise KgError(f"{settings.host}:{settings.port} is not to be had: {reason}") from None
    # Connections inherit it: else a body waits for the head to be acknowledged, 40 ms on Linux.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def log(line: str) -> None:
    """Write a line to standard error, with the time."""
    print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), line, file=sys.stderr, flush=True)
