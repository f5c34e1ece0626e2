"""The commands that look around: paths, neighbours, timelines, and where documents contradict one another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    RECORDS,
    STANDARD,
    TABLE,
    chosen_format,
    format_option,
    graph_option,
    ontology_option,
    opened,
    print_records,
    print_tables,
    write,
)
from kg.cli.program import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.showing.listings import Listing
    from kg.showing.records import Record

SHEETS = ("csv", "tsv")
"""Formats in which what is nested is laid out in rows."""


@click.command(short_help="Show the best-evidenced ways from one entity to another.")
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@click.option(
    "--max", "best", type=click.IntRange(1, 100), default=3, show_default=True, help="How many paths to show."
)
@click.option("--steps", type=click.IntRange(1, 12), default=6, show_default=True, help="How many steps a path has.")
@click.option("--via", multiple=True, metavar="NAME", help="An entity, a type or a relation that each path must pass.")
@click.option("--avoid", multiple=True, metavar="NAME", help="An entity, a type or a relation that no path may pass.")
@graph_option
@ontology_option
@format_option(TABLE, *RECORDS)
def path(
    source: str,
    target: str,
    graph: str,
    folder: str | None,
    format_: str | None,
    **conditions: Any,
) -> int:
    """Show the best-evidenced ways over facts from entity A to entity B, each step with its sentences.

    The weight of a path is the product of its steps. A step counts half of the chance that the facts of one relation
    that tie its ends are not all wrong: an independent document is taken to be right in 0.8 of cases where it states a
    plain fact, in 0.7 where it reports one, 0.6 where somebody claims it, 0.5 for what is over, 0.3 for plans and
    possibilities, 0.1 for hypotheses. Denied facts tie nothing. Documents of one web site or one file, and those that
    share the sentence, count once. Of paths that weigh the same the one with fewer steps comes first, then the alphabet
    decides; one that passes all that a better one passes, and more between, is left out. Exit code 1 means that there
    is no path.

    \b
    Examples:
      kg path Italy Nvidia
      kg path Italy OpenAI --via DeepSeek-R1 --max 1
      kg path "United States" DeepSeek --avoid rivalry --format json
    """
    from kg.showing import paths

    found = opened(graph, folder).path(source, target, **conditions)
    chosen = chosen_format(format_)
    _print(found, paths.rows(found) if chosen in SHEETS else map(paths.record, found), chosen)
    return 0 if found.values else FINDINGS


@click.command(short_help="List what facts tie to an entity.")
@click.argument("entity")
@click.option("--depth", type=click.IntRange(1, 12), default=1, show_default=True, help="How far to go.")
@graph_option
@ontology_option
@format_option(TABLE, *RECORDS)
def neighbors(entity: str, graph: str, folder: str | None, format_: str | None, depth: int) -> None:
    """List what facts tie to an entity, by distance and relation, each with the sentences that say so.

    Denied facts tie nothing.

    \b
    Examples:
      kg neighbors Italy
      kg neighbors Nvidia --depth 2
    """
    from kg.showing import paths

    found = opened(graph, folder).neighbors(entity, depth=depth)
    _print(found, (paths.neighbor_record(one) for one in found), chosen_format(format_))


@click.command(short_help="List facts in the order of their dates.")
@click.argument("entity", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Draw it: a file that ends in .svg or .png, or - for SVG on standard output.",
)
@graph_option
@ontology_option
@format_option(TABLE, *RECORDS)
def timeline(entity: str | None, graph: str, folder: str | None, format_: str | None, output: str | None) -> None:
    """List the facts that have a date in the order of their dates, all or those about an entity.

    A fact is dated by its own text where that gives a date, else by the earliest document that states it, and then
    marked as such; a fact without either is left out. PNG needs the extra “pictures” of the package.

    \b
    Examples:
      kg timeline
      kg timeline DeepSeek
      kg timeline -o timeline.svg
    """
    from kg.showing import timeline as showing
    from kg.showing.timeline_picture import checked

    path = checked(Path(output)) if output not in (None, STANDARD) else None
    opened_graph = opened(graph, folder)
    found = opened_graph.timeline(entity)
    if output == STANDARD:
        write(STANDARD, found.picture().svg)
    elif path is None:
        records = (showing.record(one, opened_graph.ontology) for one in found)
        _print(found, records, chosen_format(format_))
    else:
        found.picture().save(path)
        click.echo(f"{output}: {found.closing.rpartition(' · ')[0]}")


@click.command(short_help="Show where documents contradict one another.")
@click.option("--certain", is_flag=True, help="Leave out what may be of different things.")
@click.option("--agreed", is_flag=True, help="List instead what several independent documents agree on.")
@graph_option
@ontology_option
@format_option(TABLE, *RECORDS)
def conflicts(graph: str, folder: str | None, format_: str | None, certain: bool, agreed: bool) -> None:
    """Show facts that cannot all be true, side by side: each value, who says it, where and when.

    Of an owl:FunctionalProperty there is one value. Amounts contradict one another where they differ by more than
    rounding: half a unit of the last digit that is not zero, at most a tenth; "about" allows a tenth, "over" and
    "under" whatever is above or below. Dates do where neither is part of the other: 2023 and May 2023 agree. What is
    denied contradicts what is asserted. Where values may be of different things, the title says so: a firm may lose
    money twice, and "DeepSeek's model" may be another one than that which is named elsewhere.

    Documents are independent unless they are of one web site, rows of one file, or share the sentence.

    \b
    Examples:
      kg conflicts
      kg conflicts --agreed
    """
    from kg.showing import conflicts as showing

    opened_graph = opened(graph, folder)
    ontology, chosen = opened_graph.ontology, chosen_format(format_)
    if agreed:
        agreements = opened_graph.agreements()
        _print(agreements, showing.agreement_records(agreements, ontology), chosen)
    else:
        found = opened_graph.conflicts(certain=certain)
        rows = showing.rows if chosen in SHEETS else showing.records
        _print(found, rows(found, ontology), chosen)


def _print(found: Listing[Any], records: Iterable[Record], format_: str) -> None:
    if format_ == TABLE:
        print_tables(found.tables, found.closing)
    else:
        print_records(records, format_)
        if not found.values:
            click.echo(found.closing, err=True)
