"""The commands that carry a graph elsewhere: into other formats, onto a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import STANDARD, graph_option, ontology_option, opened, write

if TYPE_CHECKING:
    from kg.knowledge_graph import KnowledgeGraph

NEO4J = "neo4j"
"""The format of two files, in a folder."""
FORMATS = (
    "trig",
    "nquads",
    "turtle",
    "jsonld",
    "rdfxml",
    "graphml",
    "gexf",
    "nodelink",
    "dot",
    "cypher",
    NEO4J,
    "csv",
    "svg",
    "png",
)
PROJECTIONS = ("relations", "facts", "simple")


@click.command(short_help="Write the graph in another format, or a picture of it.")
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
@click.option("--around", metavar="ENTITY", help="Only this entity, and what --depth steps from fact to fact reach.")
@click.option("--depth", type=click.IntRange(min=1), default=1, show_default=True, help="How many steps --around goes.")
@click.option(
    "--projection",
    type=click.Choice(PROJECTIONS),
    default="relations",
    show_default=True,
    help="What a network (graphml, gexf, nodelink, dot) joins: entities by facts, facts and what fills their roles, "
    "or entities by weights.",
)
def export(
    graph: str, folder: str | None, output: str, format_: str | None, around: str | None, depth: int, projection: str
) -> None:
    """Write the graph in another format, or a picture of it.

    RDF: trig, nquads, turtle, jsonld, rdfxml. Networks: graphml (yEd, Cytoscape, igraph), gexf (Gephi), nodelink
    (networkx, D3), dot (Graphviz). Property graphs: cypher (a script), neo4j (a folder of CSV files for neo4j-admin
    database import). Tables: csv, a row for each sentence. Pictures: svg, png, of the best-tied entities.

    \b
    Examples:
      kg export -o graph.graphml
      kg export --to turtle
      kg export --around DeepSeek --depth 2 -o deepseek.svg
      kg export --to neo4j -o import
    """
    from kg.showing import exports

    if format_ is None:
        format_ = "trig" if output == STANDARD else exports.format_of(Path(output))
    if projection != PROJECTIONS[0] and format_ not in exports.NETWORKS:
        raise click.UsageError(f"--projection is for networks ({', '.join(exports.NETWORKS)}), not for {format_}")
    chosen = opened(graph, folder)
    if around is not None:
        chosen = chosen.around(around, depth)
    if format_ == NEO4J:
        _write_tables(chosen, output)
    elif format_ in exports.PICTURES:
        _write_picture(chosen, output, format_)
    else:
        write(output, exports.export(chosen.store, format_, projection))
        _confirm(chosen, output)


def _confirm(graph: KnowledgeGraph, output: str) -> None:
    """Say what was written, where somebody watches."""
    from kg.showing.tables import counted

    if output != STANDARD and sys.stderr.isatty():
        counts = {"entity": len(graph.entities()), "fact": len(graph.facts())}
        click.echo(f"{output}: {' · '.join(counted(count, noun) for noun, count in counts.items())}", err=True)


def _write_tables(graph: KnowledgeGraph, folder: str) -> None:
    from kg.showing import neo4j

    if folder == STANDARD:
        raise click.UsageError("neo4j is two files: name a folder for them with -o")
    Path(folder).mkdir(exist_ok=True)
    for name, content in neo4j.tables(graph.store).items():
        write(str(Path(folder, name)), content)
    _confirm(graph, folder)


def _write_picture(graph: KnowledgeGraph, output: str, format_: str) -> None:
    from kg.showing import pictures

    picture = pictures.picture(graph.store, format_)
    write(output, picture.content)
    if picture.drawn < picture.all:
        said = f"{picture.drawn:,} of {picture.all:,} entities are drawn, the best-tied; --around chooses others"
        click.echo(f"kg: {said}", err=True)
    else:
        _confirm(graph, output)


@click.command(short_help="Copy the graph between files, folders and endpoints.")
@click.argument("source", metavar="FROM")
@click.argument("target", type=click.Path(), metavar="TO")
@ontology_option
def copy(source: str, target: str, folder: str | None) -> None:
    """Copy a graph: from a file into a folder, from a folder into a file, from an endpoint into either.

    FROM is a file, the folder of a store on disk, or the URL of a SPARQL endpoint; TO a .trig, .nq, .ttl, .jsonld file,
    or a folder. What TO held before is replaced at once when the copy is whole, and readers who have it open keep what
    they opened. A folder answers from disk, where a file is read anew for each command; N-Quads and TriG of any size
    go into a folder without passing through memory.

    \b
    Examples:
      kg copy graph.trig news.graph
      kg copy news.graph news.nq
    """
    from kg.graph.copies import copy as copied
    from kg.knowledge_graph import ontology_in
    from kg.showing.tables import counted

    if "://" in target:
        raise click.UsageError(f"{target}: a copy is written to a file or a folder; load that into the endpoint")
    count = copied(source, Path(target), ontology_in(folder))
    click.echo(f"{target}: {counted(count, 'quad')} · next: kg ask -g {target} QUESTION")


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
