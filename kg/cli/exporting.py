"""The commands that carry a graph elsewhere: into other formats, onto a page."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import STANDARD, graph_option, ontology_option, opened, write

FORMATS = ("trig", "nquads", "turtle", "jsonld", "graphml", "gexf", "csv")


@click.command(short_help="Write the graph in another format.")
@graph_option
@ontology_option
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    default=STANDARD,
    metavar="FILE",
    help="Where to write it; standard output without this.",
)
@click.option(
    "--to", "format_", type=click.Choice(FORMATS), help="The format; without this, by the ending of FILE, or TriG."
)
def export(graph: str, folder: str | None, output: str, format_: str | None) -> None:
    """Write the graph in another format: RDF, GraphML (yEd, Cytoscape), GEXF (Gephi) or CSV.

    \b
    Examples:
      kg export -o graph.graphml
      kg export --to turtle
    """
    from kg.showing import exports

    if format_ is None:
        format_ = "trig" if output == STANDARD else exports.format_of(Path(output))
    write(output, exports.export(opened(graph, folder).store, format_))


@click.command(short_help="Write the page that shows the graph.")
@graph_option
@ontology_option
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    default="page.html",
    show_default=True,
    metavar="FILE",
    help="The page; - is standard output.",
)
def view(graph: str, folder: str | None, output: str) -> None:
    """Write the graph as one HTML page to look at, search and filter in a browser, without a network.

    \b
    Examples:
      kg view
      kg view -o page.html
    """
    from kg.showing.page import page

    store = opened(graph, folder).store
    if output == STANDARD:
        write(STANDARD, page.html(store).encode())
    else:
        page.write(store, Path(output))
        click.echo(f"{output}: open it in a browser")
