"""The command that serves a graph over HTTP."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import STANDARD, graph_option, limit_time_option, ontology_option
from kg.errors import GraphError, KgError, MissingPartError

if TYPE_CHECKING:
    from kg.serving.settings import Settings

TOKEN = "KG_TOKEN"
"""The variable of the environment that may hold the token."""
NEEDED = ("starlette", "uvicorn")
MEGABYTE = 1_000_000


@click.command(short_help="Serve the graph: a page, SPARQL, a JSON API.")
@graph_option
@ontology_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--token-file", type=click.Path(), metavar="FILE", help="What clients must know, as KG_TOKEN may say.")
@click.option("--name", "hosts", multiple=True, metavar="HOST", help="A further name under which clients reach it.")
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help="A web site whose pages may ask.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many queries run at once; 4, or one for each core.")
@limit_time_option("End a query that runs longer.")
@click.option(
    "--limit-size",
    "megabytes",
    type=click.IntRange(1, 2000),
    default=32,
    show_default=True,
    metavar="MB",
    help="Refuse an answer that is larger.",
)
@click.option(
    "--limit-idle",
    "idle",
    type=click.FloatRange(min=0.1, max=3600),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Cut off a client that takes longer to send what it asks, or to read the answer.",
)
@click.option(
    "--limit-requests",
    "per_client",
    type=click.IntRange(1, 1000),
    default=16,
    show_default=True,
    help="How many requests one client may have at a time.",
)
def serve(
    graph: str, folder: str | None, host: str, port: int, token_file: str | None, workers: int | None, **more: Any
) -> None:
    """Serve the graph to browsers and programs, for reading, until Ctrl+C.

    \b
    /           the page: search, neighbours, paths, evidence
    /workbench  a page to write SPARQL in
    /sparql     SPARQL 1.1 Protocol; /graphs, Graph Store Protocol
    /api/…      questions, entities, facts, neighbors, path, conflicts as JSON; /openapi.json describes them

    Without more it listens on this machine alone. Elsewhere it needs a token, which clients send as
    "Authorization: Bearer …"; a browser asks for it as a password. A new build of the graph takes the place of the old
    one without a pause. Each request is a line on standard error, without what was asked. docs/serving.md says what is
    promised.

    \b
    Examples:
      kg serve
      kg serve -g news.graph --port 8080 --limit-time 5
      kg serve --host 0.0.0.0 --name kg.example --token-file token.txt
    """
    for name in NEEDED:
        if find_spec(name) is None:
            raise MissingPartError(f"{name} is not installed: pip install 'kg-evidence[serve]'")
    if graph == STANDARD:
        raise GraphError("a graph on standard input cannot be served: write it to a file")
    from kg.serving.served import Served
    from kg.serving.server import serve as run

    settings = _settings(graph, folder, host, port, _token(token_file), workers, **more)

    def ready(address: str, served: Served) -> None:
        build = served.build
        found = f"{build.documents:,} documents · {len(build.names):,} entities · {len(build.web):,} facts"
        click.echo(f"{address} · {found} · Ctrl+C ends it")
        sys.stdout.flush()

    run(settings, ready)


def _settings(
    graph: str,
    folder: str | None,
    host: str,
    port: int,
    token: str,
    workers: int | None,
    *,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    seconds: float,
    megabytes: int,
    idle: float,
    per_client: int,
) -> Settings:
    from kg.knowledge_graph import ontology_in
    from kg.serving.settings import Limits, Settings

    limits = Limits(seconds=seconds, answer_bytes=megabytes * MEGABYTE, idle_seconds=idle, per_client=per_client)
    known = Settings(
        graph=graph,
        ontology=ontology_in(folder).folder,
        host=host,
        port=port,
        token=token,
        hosts=hosts,
        origins=tuple(origin.rstrip("/") for origin in origins),
        limits=limits,
    )
    return known.with_workers(workers) if workers else known


def _token(file: str | None) -> str:
    if file is None:
        return os.environ.get(TOKEN, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{file}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None
