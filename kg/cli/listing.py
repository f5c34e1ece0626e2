"""The commands that list what is in a graph: facts, entities, all about one entity, and counts."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    RECORDS,
    TABLE,
    TURTLE,
    chosen_format,
    filter_options,
    format_option,
    graph_option,
    ontology_option,
    opened,
    print_lines,
    print_object,
    print_records,
    print_tables,
    terminal,
    write,
)

if TYPE_CHECKING:
    from kg.knowledge_graph import KnowledgeGraph


@click.command(short_help="List facts with the sentences that state them.")
@filter_options
@graph_option
@ontology_option
@click.option(
    "--why", is_flag=True, help="Tell how each sentence was read: frame, trigger, roles, references followed."
)
@format_option(TABLE, *RECORDS, TURTLE)
def facts(graph: str, folder: str | None, format_: str | None, why: bool, **filters: str | None) -> None:
    """List facts, each with the sentences that state it.

    With --why each sentence is followed by how it was read: by which frame, at which words, where each role stands in
    the grammar, and what pronouns, descriptions and short names were taken for. Turtle always has all of that.

    \b
    Examples:
      kg facts --relation Restriction
      kg facts --entity Nvidia --why
      kg facts --entity DeepSeek --format json
    """
    from kg.showing import exports, records, tables

    opened_graph = opened(graph, folder)
    found = opened_graph.facts(**filters)
    match chosen_format(format_):
        case "table":
            documents = {document.id: document for document in opened_graph.documents()}
            shown = tables.of_facts(found, documents, opened_graph.ontology, why=why)
            print_tables(shown, f"{tables.tally(found)} · kg show NAME tells all about one of them")
        case "turtle":
            write("-", exports.turtle(opened_graph.store, facts=found))
        case other:
            print_records(records.of_facts(found, opened_graph.ontology if why else None), other)


@click.command(short_help="List entities with their names.")
@filter_options
@graph_option
@ontology_option
@format_option(TABLE, *RECORDS, TURTLE)
def entities(graph: str, folder: str | None, format_: str | None, **filters: str | None) -> None:
    """List entities with their other names and how often they are mentioned.

    \b
    Examples:
      kg entities --type Company
      kg entities --relation Restriction --format csv
    """
    from kg.showing import exports, records, tables

    opened_graph = opened(graph, folder)
    found = opened_graph.entities(**filters)
    documents, mentions = opened_graph.store.documents_of(), opened_graph.store.mention_counts()
    match chosen_format(format_):
        case "table":
            table = tables.of_entities(found, documents, mentions, opened_graph.ontology)
            print_tables([table], f"{tables.counted(len(found), 'entity')} · kg show NAME tells all about one of them")
        case "turtle":
            write("-", exports.turtle(opened_graph.store, entities=found))
        case other:
            print_records(records.of_entities(found, documents, mentions), other)


@click.command(short_help="Tell all about one entity.")
@click.argument("entity")
@click.option("--why", is_flag=True, help="Tell why each of its names is its name, with a sentence that has it.")
@graph_option
@ontology_option
@format_option(TABLE, "json", "jsonl")
def show(entity: str, graph: str, folder: str | None, format_: str | None, why: bool) -> None:
    """Tell all that the graph knows about one entity: its names, its facts, their dates, who says what, and where.

    With --why, tell instead which names were united into it and for what reason, each with a place, and which entities
    look alike but were kept apart. What is wrong there, an entry in corrections.toml puts right: see kg build.

    \b
    Examples:
      kg show DeepSeek
      kg show "United States" --format json
      kg show "Liang Wenfeng" --why
    """
    from kg.showing import cards

    opened_graph = opened(graph, folder)
    if why:
        _show_names(opened_graph, entity, chosen_format(format_))
        return
    card = opened_graph.show(entity)
    match chosen_format(format_):
        case "table":
            others = [other.id for other in opened_graph.entities(entity=entity) if other != card.entity]
            more = f"\nalso of this name: {', '.join(others)}\n" if others else ""
            seats = [other.label for other in opened_graph.store.stood_for(card.entity.label) if other != card.entity]
            acting = "".join(f"\nwhere it acts it stands for {label} · kg show {quote(label)}\n" for label in seats)
            print_lines([cards.text(card, **terminal()) + "\n", more, acting])
        case other:
            print_object(cards.record(card, opened_graph.ontology), other)


def _show_names(graph: KnowledgeGraph, entity: str, format_: str) -> None:
    from kg.showing import names

    found = graph.names(entity)
    if format_ == TABLE:
        print_tables(names.of_names(found), "what is wrong here, corrections.toml puts right · kg build --help")
    else:
        print_object(names.record(found), format_)


@click.command(short_help="Count what is in the graph.")
@graph_option
@ontology_option
@click.option(
    "--top", type=click.IntRange(min=0), default=10, show_default=True, help="How many of the most connected to list."
)
@format_option(TABLE, "json", "jsonl")
def stats(graph: str, folder: str | None, top: int, format_: str | None) -> None:
    """Count what is in the graph, and tell which entities stand in its middle and which belong together.

    Documents, entities of each type, facts of each relation, and the user's corrections are counted. The network in
    which entities are joined by the facts that they share is measured: neighbours (degree), PageRank, betweenness,
    communities (Louvain). docs/python.md has the same measures in networkx.

    \b
    Examples:
      kg stats
      kg stats --top 50 --format json
    """
    from kg.showing import statistics

    opened_graph = opened(graph, folder)
    found = opened_graph.statistics(top)
    match chosen_format(format_):
        case "table":
            print_tables(statistics.tables(found, opened_graph.ontology), statistics.closing(found))
        case other:
            print_object(statistics.record(found), other)
