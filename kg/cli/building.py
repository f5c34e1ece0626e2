"""The commands that read documents: into a graph, and against gold annotations."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    STANDARD,
    TABLE,
    chosen_format,
    format_option,
    graph_option,
    ontology_option,
    print_object,
    print_tables,
    write,
)
from kg.cli.progress import Progress

if TYPE_CHECKING:
    from kg.build import WriteResult
    from kg.errors import DocumentError

jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="How many processes read."
)
model_option = click.option("--model", metavar="NAME", help="The spaCy model that parses, such as en_core_web_trf.")


@click.command(short_help="Read documents into a graph.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH…")
@graph_option
@jobs_option
@ontology_option
@model_option
@click.option(
    "--engine",
    type=click.Choice(("local", "dask")),
    default="local",
    show_default=True,
    help="What reads: processes of this machine, or the workers of a Dask cluster.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Where the cluster's scheduler is, such as tcp://10.0.0.5:8786; without it, --jobs workers are started here.",
)
@click.option(
    "--rejected",
    type=click.Path(),
    metavar="FILE",
    help="Write the facts that a check refused, with reasons, as JSON Lines.",
)
@click.option(
    "--corrections",
    type=click.Path(),
    metavar="FILE",
    help="What you know better; by default corrections.toml beside the graph, where there is one.",
)
@click.option(
    "--cache",
    type=click.Path(),
    envvar="KG_CACHE",
    metavar="DIR",
    help="Where to keep what was read; by default the folder .kg-cache beside the graph, or what KG_CACHE says.",
)
@click.option("--no-cache", is_flag=True, help="Read every document, and keep nothing.")
@click.option("--skip-unreadable", is_flag=True, help="Name what is no document on standard error, and go on.")
@click.option("--profile", is_flag=True, help="Say on standard error where the time went.")
@click.option("--json-log", is_flag=True, help="Report progress on standard error as JSON Lines.")
@click.option(
    "--base", metavar="IRI", default="https://kg.example/", show_default=True, help="The IRI under which all is named."
)
def build(
    paths: tuple[str, ...],
    graph: str,
    jobs: int,
    folder: str | None,
    model: str | None,
    engine: str,
    scheduler: str | None,
    rejected: str | None,
    corrections: str | None,
    cache: str | None,
    no_cache: bool,
    skip_unreadable: bool,
    profile: bool,
    json_log: bool,
    base: str,
) -> None:
    """Read documents and write the graph of what they state.

    PATH is a file, a folder, a glob, or - for standard input; with kg-evidence[cluster] also a URL that fsspec knows,
    such as s3://bucket/news. GRAPH may be one, too, if it names a file. The graph is the same whatever reads:
    docs/scale.md tells when a cluster is worth its while.

    What was read is kept in a folder .kg-cache beside the graph: a document is read again only if its text, the
    ontology, the model or kg itself has changed. A build that is interrupted goes on where it stopped.

    Where kg is wrong, write it down once in corrections.toml beside the graph, and every build heeds it: [[same]] and
    [[different]] names, the [[type]] of one, facts to [[reject]], and facts to [[assert]] with the sentence that
    states them. docs/corrections.md describes the entries.

    \b
    Examples:
      kg build seeds
      kg build seeds/*.md -g news.trig --rejected rejected.jsonl
      kg build seeds --corrections my-corrections.toml
      kg build seeds --skip-unreadable
      kg build seeds --jobs 2 --json-log 2> build.log
      kg build seeds --engine dask --jobs 2
    """
    from kg.build import write as write_graph
    from kg.engines.remote import target
    from kg.graph.corrections import unapplied
    from kg.knowledge_graph import ontology_in
    from kg.showing.records import lines, of_rejections
    from kg.showing.tables import printable

    if scheduler and engine == "local":
        raise click.UsageError("--scheduler is for --engine dask")
    _check_graph(graph)
    for path in filter(None, (graph, rejected)):
        _check_place(path)
    told = corrections or _beside(graph)
    kept = None if no_cache else cache or _cache_beside(graph)
    progress = Progress(json_log=json_log)

    def before(result: WriteResult) -> None:
        for line in unapplied(result.corrections):
            click.echo(f"kg: {printable(line)}", err=True)
        if rejected:
            write(rejected, "".join(lines(of_rejections(result.rejections), "jsonl")).encode())

    left_out: list[DocumentError] = []

    def skipped(error: DocumentError) -> None:
        left_out.append(error)
        click.echo(f"kg: left out: {printable(str(error))}", err=True)

    try:
        with target(graph) as place:
            result = write_graph(
                paths,
                sys.stdout.buffer if graph == STANDARD else place,
                ontology=ontology_in(folder),
                model=model,
                jobs=jobs,
                engine=engine,
                scheduler=scheduler,
                base=base,
                corrections=told,
                cache=kept,
                progress=progress.read,
                skipped=skipped if skip_unreadable else None,
                before=before,
            )
    except KeyboardInterrupt:
        raise click.exceptions.Exit(progress.interrupted(kept=bool(kept))) from None
    progress.written(graph, result.contents)
    if profile:
        click.echo(_profile(result.seconds), err=True)
    if graph != STANDARD:
        click.echo(f"{graph}: {' · '.join(_counts(result, told, len(left_out)))} · next: kg ask QUESTION, kg view")


def _profile(seconds: Mapping[str, float]) -> str:
    """Where the time went: a row for each stage, the longest first."""
    from kg.showing.tables import Row, Table, text

    whole = sum(seconds.values()) or 1.0
    rows = tuple(
        Row(cells=(stage, f"{time:,.2f}", f"{time / whole:.0%}"))
        for stage, time in sorted(seconds.items(), key=lambda item: -item[1])
    )
    return text(Table(headings=("Stage", "Seconds", "Share"), rows=rows, title="Where the time went"), width=80)


def _counts(result: WriteResult, told: str | None, left_out: int) -> Iterator[str]:
    """What a graph holds, and what was known of it before."""
    from kg.showing.tables import counted

    yield counted(result.contents.documents, "document")
    yield counted(result.contents.entities, "entity")
    yield counted(result.contents.facts, "fact")
    if told:
        yield f"{counted(sum(c.applied for c in result.corrections), 'correction')} from {told}"
    if result.unchanged:
        yield f"{result.unchanged:,} unchanged"
    if left_out:
        yield f"{left_out:,} left out"


def _cache_beside(graph: str) -> str | None:
    """The folder beside a graph that keeps what was read; None where the graph does not stay on this machine."""
    from kg.engines.cache import FOLDER
    from kg.engines.remote import is_url

    return None if graph == STANDARD or is_url(graph) else str(Path(graph).absolute().with_name(FOLDER))


def _beside(graph: str) -> str | None:
    """The user's corrections that lie in the folder of a graph; None where there are none."""
    from kg.engines.remote import is_url
    from kg.graph.corrections import FILE

    path = Path(graph).with_name(FILE) if graph != STANDARD and not is_url(graph) else None
    return str(path) if path and path.is_file() else None


def _check_place(path: str) -> None:
    """Refuse, before anything is read, a place where nothing can be written.

    :raises GraphError: where its folder is not there or is closed to us.
    """
    from kg.engines.remote import is_url
    from kg.errors import GraphError

    if path == STANDARD or is_url(path):
        return
    folder = Path(path).absolute().parent
    if not folder.is_dir():
        raise GraphError(f"{path}: cannot be written: there is no folder {Path(path).parent}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise GraphError(f"{path}: cannot be written: {Path(path).parent} is closed to you")


def _check_graph(graph: str) -> None:
    """Refuse, before anything is read, a name that cannot become a graph.

    :raises GraphError: where it is an endpoint, its ending is that of no graph, or another process is writing it.
    """
    from kg.engines.remote import is_url
    from kg.errors import GraphError
    from kg.graph import folders
    from kg.graph.files import is_folder

    if graph.lower().startswith(("http://", "https://")):
        raise GraphError(f"{graph}: a build is written to a file or a folder; load that into the endpoint")
    if graph == STANDARD or not is_folder(Path(graph)):
        return
    if is_url(graph):
        raise GraphError(f"{graph}: a folder is written on this machine; name a file, such as {graph.rstrip('/')}.nq")
    folders.check(Path(graph))


@click.command(short_help="Compare what is read with gold annotations.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH…")
@click.option(
    "--gold",
    required=True,
    type=click.Path(),
    metavar="DIR",
    help="The folder with facts.jsonl, entities.jsonl and aliases.json.",
)
@click.option("--misses", is_flag=True, help="Show what was missed and what was wrong, each with its sentence.")
@jobs_option
@ontology_option
@model_option
@format_option(TABLE, "json", "jsonl")
def evaluate(
    paths: tuple[str, ...],
    gold: str,
    misses: bool,
    jobs: int,
    folder: str | None,
    model: str | None,
    format_: str | None,
) -> None:
    """Read documents and compare what was read with gold annotations: precision, recall and F1.

    \b
    Examples:
      kg evaluate seeds --gold tests/gold
      kg evaluate seeds --gold tests/gold --misses
    """
    from kg import gold as annotations
    from kg import knowledge_graph
    from kg.evaluation import evaluate as compare
    from kg.reading import documents
    from kg.showing import records, scores

    annotations.read(Path(gold))
    built = knowledge_graph.build(paths, ontology=folder, model=model, jobs=jobs, progress=Progress().read)
    store = built.store
    named = records.of_entities(built.entities(), store.documents_of(), store.mention_counts())
    texts = {document.id: document.text for document in documents.read(paths) if STANDARD not in paths}
    found = compare(records.of_facts(built.facts()), named, gold, texts=texts, ontology=built.ontology)
    match chosen_format(format_):
        case "table":
            unread = f"nothing was read from {', '.join(found.unread)}" if found.unread else ""
            print_tables(scores.tables(found, built.ontology, misses=misses), unread)
        case other:
            print_object(scores.record(found), other)
