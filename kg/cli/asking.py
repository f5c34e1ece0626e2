"""The commands that ask: in English, and in SPARQL."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    RECORDS,
    STANDARD,
    TABLE,
    TURTLE,
    XML,
    chosen_format,
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
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.graph.plans import Plan
    from kg.graph.solutions import Solutions, Triples
    from kg.knowledge_graph import KnowledgeGraph
    from kg.model import Fact
    from kg.ontology import Ontology
    from kg.showing.answers import Reply


def _names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from kg.graph.queries import queries
    from kg.knowledge_graph import ontology_in

    return [one.name for one in queries(ontology_in(None)) if one.name.startswith(incomplete)]


@click.command(short_help="Answer a question in English.")
@click.argument("question", nargs=-1)
@click.option(
    "--sparql", is_flag=True, help="Print the SPARQL query that the question becomes instead of answering it."
)
@click.option("--explain", is_flag=True, help="Print how each word of the question is read instead of answering it.")
@graph_option
@ontology_option
@format_option(TABLE, *RECORDS, TURTLE)
def ask(
    question: tuple[str, ...], sparql: bool, explain: bool, graph: str, folder: str | None, format_: str | None
) -> None:
    """Answer a question in English, with the sentences that prove each answer.

    Without a question it lists some that the graph can answer.

    \b
    Examples:
      kg ask "who restricted what to whom"
      kg ask "did Italy ban DeepSeek?"
      kg ask "which models cost less than GPT-4"
      kg ask "what did the US do to China"
      kg ask --explain "who made the most expensive model"
      kg ask --sparql "who restricted what to whom"
    """
    from kg.showing import answers as showing

    with _uncollected():
        opened_graph = opened(graph, folder)
        if not question:
            print_lines(f"{example}\n" for example in opened_graph.examples())
            return
        found = opened_graph.ask(" ".join(question))
    if sparql:
        print_lines([found.sparql.rstrip() + "\n"])
    elif explain:
        print_tables([showing.reading(found)])
    else:
        _print_answers(opened_graph, found, chosen_format(format_))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for garbage in cycles: there is hardly any, and it takes a tenth of the time of an answer."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _print_answers(graph: KnowledgeGraph, found: Reply, format_: str) -> None:
    from kg.showing import answers as showing
    from kg.showing import exports

    match format_:
        case "table":
            print_lines([showing.text(found, found.sources, **terminal()) + "\n"])
        case "turtle":
            write(STANDARD, exports.turtle(graph.store, facts=_as_kept(graph, found)))
        case other:
            print_records(showing.piped(found), other, showing.headings(found))
            if not found.rows:
                click.echo(showing.verdict(found), err=True)


def _as_kept(graph: KnowledgeGraph, found: Reply) -> list[Fact]:
    """The facts of answers as the graph has them, where amounts go without the words that limit them in a sentence."""
    facts = list(dict.fromkeys(fact for row in found.rows for fact in row.facts))
    kept = graph.store.facts_of(map(graph.store.fact_id, facts))
    return [replace(fact, evidence=shown.evidence) for fact, shown in zip(kept, facts, strict=True)]


@click.command(short_help="Run a SPARQL query.")
@click.argument("sparql", required=False)
@click.option("--file", type=click.Path(), metavar="F", help="Read the query from a file; - is standard input.")
@click.option("--name", metavar="N", help="Run a query that comes with the ontology.", shell_complete=_names)
@click.option("--list", "list_", is_flag=True, help="List the queries that come with the ontology.")
@click.option("--explain", is_flag=True, help="Print how the engine carries the query out instead of what it finds.")
@click.option(
    "--limit-time",
    "seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="End a query that runs longer.",
)
@click.option("--write", "writing", is_flag=True, help="Let an update (INSERT, DELETE, …) change the graph.")
@graph_option
@ontology_option
@format_option(TABLE, *RECORDS, TURTLE, XML)
def query(
    list_: bool,
    explain: bool,
    seconds: float | None,
    writing: bool,
    graph: str,
    folder: str | None,
    format_: str | None,
    **sources: str | None,
) -> None:
    """Run a SPARQL query; the prefixes of the graph need no declaration. SPARQL may be - for standard input.

    SELECT prints solutions, ASK yes or no, CONSTRUCT and DESCRIBE triples (as Turtle with --format turtle). An update
    is refused without --write; with it the graph changes wholly or not at all. To an endpoint it goes at …/update where
    queries go to …/query, and else to the same URL.

    \b
    Examples:
      kg query "SELECT ?who ?what WHERE { ?who kg:restricts ?what }"
      kg query --name rivals --limit-time 10
      kg query --list
      kg query "DESCRIBE country:Italy" --format turtle
      kg query --explain "SELECT ?what WHERE { country:Italy kg:restricts ?what }"
      echo "ASK { country:Italy kg:restricts ?anything }" | kg query -
    """
    from kg.graph.syntax import is_update

    if list_:
        _print_names(folder, chosen_format(format_))
        return
    if graph == STANDARD and STANDARD in sources.values():
        raise click.UsageError("the query and the graph cannot both come from standard input")
    text = _text(folder, **sources)
    try:
        if writing and is_update(text):
            _update(graph, folder, text, seconds)
        elif explain:
            _print_plan(opened(graph, folder, seconds).store.plan(text, limit=seconds), chosen_format(format_))
        else:
            asked = opened(graph, folder, seconds)
            found = asked.query(text, limit=seconds)
            _print_found(found, chosen_format(format_))
            if not found:
                _print_unknown(text, asked.ontology)
    except QueryError as error:
        raise QueryError(f"{sources['file']}: {error}" if sources["file"] else str(error)) from None


def _print_found(found: Solutions | Triples | bool, format_: str) -> None:
    from kg.showing import solutions

    if format_ == TABLE:
        tables = [] if isinstance(found, bool) else [solutions.table(found)]
        print_tables(tables, solutions.closing(found))
    else:
        print_lines([solutions.serialized(found, format_)])


def _print_unknown(sparql: str, ontology: Ontology) -> None:
    """Say which terms of a query that found nothing are not in the ontology."""
    from kg.graph.terms import unknown

    for term in unknown(sparql, ontology):
        click.echo(str(term), err=True)


def _print_plan(plan: Plan, format_: str) -> None:
    from kg.showing import plans

    if format_ in ("json", "jsonl"):
        print_object(plans.record(plan), format_)
    elif format_ == TABLE:
        print_lines([plans.text(plan) + "\n"])
    else:
        raise click.UsageError(f"a plan is printed as table, json or jsonl, not as {format_}")


def _update(graph: str, folder: str | None, sparql: str, seconds: float | None) -> None:
    """Change the graph where it is, and say how large it is now."""
    if seconds is not None:
        raise click.UsageError("--limit-time ends queries; an update runs until it is done")
    changed = opened(graph, folder)
    before = len(changed.store)
    changed.update(sparql)
    if graph == STANDARD:
        write(STANDARD, changed.store.serialize("trig"))
        return
    if Path(graph).is_file():
        changed.save(graph)
    click.echo(f"{graph}: {len(changed.store):,} quads; before {before:,}")


def _text(folder: str | None, *, sparql: str | None, file: str | None, name: str | None) -> str:
    """The text of the one query that was given."""
    if sum(one is not None for one in (sparql, file, name)) != 1:
        raise click.UsageError("give one query: as text, with --file, or with --name")
    if STANDARD in (sparql, file):
        return _decoded(sys.stdin.buffer.read(), STANDARD)
    if name is not None:
        from kg.graph.queries import query as named
        from kg.knowledge_graph import ontology_in

        return named(name, ontology_in(folder)).sparql
    if file is not None:
        try:
            return _decoded(Path(file).read_bytes(), file)
        except OSError as error:
            raise QueryError(f"{file}: {error.strerror}") from None
    return sparql or ""


def _decoded(content: bytes, place: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QueryError(f"{place}: not UTF-8") from None


def _print_names(folder: str | None, format_: str) -> None:
    from kg.graph.queries import queries
    from kg.knowledge_graph import ontology_in
    from kg.showing.tables import Row, Table

    found = queries(ontology_in(folder))
    if format_ not in (TABLE, *RECORDS):
        raise click.UsageError(f"the list is printed as {', '.join((TABLE, *RECORDS))}, not as {format_}")
    if format_ == TABLE:
        rows = tuple(Row(cells=(one.name, one.description)) for one in found)
        print_tables([Table(headings=("Name", "What it finds"), rows=rows)], "kg query --name NAME runs one of them")
    else:
        print_records(({"name": q.name, "description": q.description, "sparql": q.sparql} for q in found), format_)
