"""The commands that check: a graph against its shapes, an ontology against itself."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import (
    RECORDS,
    TABLE,
    chosen_format,
    format_option,
    graph_option,
    ontology_option,
    opened,
    print_records,
)
from kg.cli.program import FINDINGS


@click.command(short_help="Check a graph against the SHACL shapes.")
@click.argument("file", type=click.Path(), required=False)
@graph_option
@ontology_option
@format_option(TABLE, *RECORDS)
def validate(file: str | None, graph: str, folder: str | None, format_: str | None) -> int:
    """Check a graph against the ontology's SHACL shapes; exit 1 where something does not conform.

    FILE is the graph to check; without it, the one of --graph.

    \b
    Examples:
      kg validate
      kg validate graph.trig --format json
    """
    from dataclasses import asdict

    from kg.graph.shapes import validate as check
    from kg.showing.tables import counted

    name = file or graph
    findings = check(opened(name, folder).store)
    match chosen_format(format_):
        case "table":
            for finding in findings:
                click.echo(str(finding))
            click.echo(f"{name}: {counted(len(findings), 'finding') if findings else 'valid'}")
        case other:
            print_records(map(asdict, findings), other)
    return FINDINGS if findings else 0


@click.group(short_help="Look after the ontology.", invoke_without_command=True)
@click.pass_context
def ontology(ctx: click.Context) -> None:
    """Look after the ontology: the types, the relations, and how English says them."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@ontology.command(short_help="Report every fault of an ontology.")
@click.argument("folder", type=click.Path(), metavar="[DIR]", required=False, envvar="KG_ONTOLOGY")
def check(folder: str | None) -> int:
    """Report every fault of an ontology, each with file and line; exit 1 where there is one.

    DIR is the folder to check; without it, the ontology that comes with kg. The examples that its frames carry are
    read, and each that is read otherwise than it says is a fault.

    \b
    Examples:
      kg ontology check
      kg ontology check my-ontology
    """
    from kg.errors import OntologyError
    from kg.showing.tables import counted

    if folder and not Path(folder).is_dir():
        raise OntologyError([f"{folder}: no such folder"])
    faults, size = _faults(folder)
    for fault in faults:
        click.echo(fault)
    click.echo(counted(len(faults), "fault") if faults else f"no faults in {size}")
    return FINDINGS if faults else 0


def _faults(folder: str | None) -> tuple[list[str], str]:
    """The faults of an ontology, and how large it is."""
    from kg.asking.vocabulary import vocabulary
    from kg.errors import OntologyError
    from kg.knowledge_graph import ontology_in
    from kg.reading import examples
    from kg.showing.tables import counted

    try:
        found = ontology_in(folder)
        vocabulary(found)
    except OntologyError as error:
        return list(error.faults), ""
    frames = found.frames.values()
    counts = {
        "type": len(found.types),
        "relation": len(found.relations),
        "name": len(found.names),
        "example": sum(len(frame.examples) for frame in frames),
    }
    return examples.faults(found), ", ".join(counted(number, noun) for noun, number in counts.items())
