"""The command that compares two graphs."""

from __future__ import annotations

import click

from kg.cli.options import (
    RECORDS,
    STANDARD,
    TABLE,
    chosen_format,
    format_option,
    ontology_option,
    opened,
    print_lines,
    print_records,
    print_tables,
)
from kg.cli.program import FINDINGS

PATCH = "patch"


@click.command(short_help="Tell what changed from one graph to another.")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@ontology_option
@format_option(TABLE, *RECORDS, PATCH)
def diff(old: str, new: str, folder: str | None, format_: str | None) -> int:
    """Tell which facts, entities and documents were gained, lost or changed from one graph to another.

    OLD and NEW are graphs as --graph takes them elsewhere. The exit code is 0 where they are equal and 1 where they
    differ. --format patch prints the quads as an RDF Patch, which makes the new graph of the old one.

    \b
    Examples:
      kg diff old.trig graph.trig
      kg diff old.trig graph.trig --format patch > changes.rdfp
    """
    from kg.graph.changes import changes
    from kg.showing import changes as showing

    if old == new == STANDARD:
        raise click.UsageError("the graphs cannot both come from standard input")
    before, after = (opened(graph, folder).store for graph in (old, new))
    found = changes(before, after)
    match chosen_format(format_):
        case "table":
            print_tables(showing.tables(found, before, after), showing.closing(found))
        case "patch":
            print_lines([found.patch()])
        case other:
            print_records(showing.records(found, after), other)
    return FINDINGS if found else 0
