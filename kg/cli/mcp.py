"""The command that offers a graph to language models."""

from __future__ import annotations

from importlib.util import find_spec

import click

from kg.cli.options import STANDARD, graph_option, limit_time_option, ontology_option
from kg.errors import GraphError, MissingPartError


@click.command(short_help="Offer the graph to language models (MCP).")
@graph_option
@ontology_option
@limit_time_option("End a call that takes longer.")
@click.option(
    "--limit-results",
    "results",
    type=click.IntRange(1, 10_000),
    default=50,
    show_default=True,
    help="How many results a call shows at most.",
)
def mcp(graph: str, folder: str | None, seconds: float, results: int) -> None:
    """Offer the graph to the client of a language model over standard input and output, for reading.

    The Model Context Protocol (https://modelcontextprotocol.io) gives the model the tools ask, facts, show, path,
    conflicts and query, each answer with the sentences that prove it. The client starts this command itself:
    docs/mcp.md shows what to tell it. It needs the extra “mcp” of the package.

    \b
    Examples:
      kg mcp
      kg mcp -g news.graph --limit-time 5
    """
    if find_spec("mcp") is None:
        raise MissingPartError("the SDK of MCP is not installed: pip install 'kg-evidence[mcp]'")
    if graph == STANDARD:
        raise GraphError("standard input is where the client speaks: give the graph as a file")
    from kg.knowledge_graph import ontology_in
    from kg.serving.confined import Limits
    from kg.serving.mcp import serve

    serve(graph, ontology_in(folder).folder, Limits(seconds=seconds, results=results))
