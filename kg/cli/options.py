"""The options that commands share, and where their output goes."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.knowledge_graph import KnowledgeGraph
    from kg.showing.records import Record
    from kg.showing.tables import Table

F = TypeVar("F", bound=Callable[..., Any])

TABLE, TURTLE, XML = "table", "turtle", "xml"
RECORDS = ("json", "jsonl", "csv", "tsv")
STANDARD = "-"
"""Stands for standard input or standard output."""

graph_option = click.option(
    "-g",
    "--graph",
    envvar="KG_GRAPH",
    default="graph.trig",
    type=click.Path(),
    metavar="GRAPH",
    help="A file, the folder of a store on disk, or the URL of a SPARQL endpoint; graph.trig, or what KG_GRAPH says.",
)
ontology_option = click.option(
    "--ontology",
    "folder",
    type=click.Path(),
    envvar="KG_ONTOLOGY",
    metavar="DIR",
    help="An ontology to use instead of the one that comes with kg, or that KG_ONTOLOGY names.",
)


def format_option(*formats: str) -> Callable[[F], F]:
    """The option --format with the formats of a command."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        help="How to print it; by default a table on a terminal, and JSON Lines elsewhere.",
    )


def filter_options(command: F) -> F:
    """The options that choose among facts and entities."""
    for name, metavar, help_, complete in reversed(
        (
            ("--relation", "R", "Only of this relation.", _relations),
            ("--entity", "E", "Only about this entity.", None),
            ("--type", "T", "Only about entities of this type.", _types),
            ("--document", "D", "Only from this document.", None),
        )
    ):
        command = click.option(name, metavar=metavar, help=help_, shell_complete=complete)(command)
    return command


def limit_time_option(help_: str) -> Callable[[F], F]:
    """The option --limit-time, the seconds after which something is ended.

    :param help_: what is ended.
    """
    seconds = click.FloatRange(min=0, min_open=True, max=3600)
    return click.option(
        "--limit-time", "seconds", type=seconds, default=10.0, show_default=True, metavar="SECONDS", help=help_
    )


def _relations(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from kg import ontology

    return [name for name in ontology.load().relations if name.casefold().startswith(incomplete.casefold())]


def _types(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from kg import ontology

    return [name for name in ontology.load().types if name.casefold().startswith(incomplete.casefold())]


def opened(graph: str, folder: str | None, timeout: float | None = None) -> KnowledgeGraph:
    """The graph that the options name; ``-`` is TriG on standard input.

    :param timeout: how many seconds to wait for each answer of an endpoint.
    """
    from kg.errors import GraphError
    from kg.knowledge_graph import load

    if graph != STANDARD:
        return load(graph, ontology=folder, timeout=timeout)
    with tempfile.TemporaryDirectory(prefix="kg-") as temporary:
        path = Path(temporary, "standard-input.trig")
        path.write_bytes(sys.stdin.buffer.read())
        try:
            return load(path, ontology=folder)
        except GraphError as error:
            raise GraphError(str(error).replace(str(path), STANDARD)) from None


def chosen_format(format_: str | None) -> str:
    """The format asked for; without one a table on a terminal, JSON Lines elsewhere."""
    return format_ or (TABLE if sys.stdout.isatty() else "jsonl")


def print_lines(lines: Iterable[str]) -> None:
    """Print pieces of text that bring their line breaks along."""
    for line in lines:
        sys.stdout.write(line)


def print_records(records: Iterable[Record], format_: str, columns: Iterable[str] = ()) -> None:
    """Print records in a format of :mod:`kg.showing.records`; a sheet has the columns in any case."""
    from kg.showing.records import lines

    print_lines(lines(records, format_, columns))


def print_object(record: Record, format_: str) -> None:
    """Print one object, over several lines as ``json``, on one line as ``jsonl``."""
    import json

    print_lines([json.dumps(record, ensure_ascii=False, indent=1 if format_ == "json" else None) + "\n"])


def print_tables(tables: Sequence[Table], closing: str = "") -> None:
    """Print tables as wide as the terminal, then a line that says what there is and what comes next."""
    from kg.showing import tables as layout

    blocks = [layout.text(table, **terminal()) for table in tables]
    print_lines(f"{block}\n\n" for block in blocks[:-1])
    print_lines(f"{block}\n" for block in blocks[-1:])
    if closing:
        print_lines([closing + "\n"])


def terminal() -> dict[str, Any]:
    """The width to lay text out for, and whether words may be set apart by escape sequences (https://no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return {"width": shutil.get_terminal_size((100, 24)).columns, "styled": sys.stdout.isatty() and not plain}


def write(path: str, content: bytes) -> None:
    """Write a file whole or not at all; ``-`` is standard output."""
    from kg.graph.files import write_file

    if path == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_file(Path(path), content)
