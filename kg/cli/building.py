"""The commands that read documents: into a graph, and against gold annotations."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

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
from kg.cli.program import ERASED

MOST_NAMED = 40
"""How much of a document's name is shown while it is read."""

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
    base: str,
) -> None:
    """Read documents and write the graph of what they state.

    PATH is a file, a folder, a glob, or - for standard input; with kg-evidence[cluster] also a URL that fsspec knows,
    such as s3://bucket/news. GRAPH may be one, too, if it names a file. The graph is the same whatever reads:
    docs/scale.md tells when a cluster is worth its while.

    Where kg is wrong, write it down once in corrections.toml beside the graph, and every build heeds it: [[same]] and
    [[different]] names, the [[type]] of one, facts to [[reject]], and facts to [[assert]] with the sentence that
    states them. docs/corrections.md describes the entries.

    \b
    Examples:
      kg build seeds
      kg build seeds/*.md -g news.trig --rejected rejected.jsonl
      kg build seeds --corrections my-corrections.toml
      kg build seeds --engine dask --jobs 2
    """
    from kg import knowledge_graph
    from kg.engines.remote import target
    from kg.graph.corrections import unapplied
    from kg.showing.records import lines, of_rejections
    from kg.showing.tables import counted, printable

    if scheduler and engine == "local":
        raise click.UsageError("--scheduler is for --engine dask")
    _check_graph(graph)
    for path in filter(None, (graph, rejected)):
        _check_place(path)
    told = corrections or _beside(graph)
    built = knowledge_graph.build(
        paths,
        ontology=folder,
        model=model,
        jobs=jobs,
        engine=engine,
        scheduler=scheduler,
        base=base,
        corrections=told,
        progress=progress(),
    )
    for line in unapplied(built.corrections()):
        click.echo(f"kg: {printable(line)}", err=True)
    if rejected:
        write(rejected, "".join(lines(of_rejections(built.rejections), "jsonl")).encode())
    if graph == STANDARD:
        write(STANDARD, built.store.serialize("trig"))
        return
    with target(graph) as place:
        built.save(place)
    contents = {"document": len(built.documents()), "entity": len(built.entities()), "fact": len(built.facts())}
    counts = [counted(count, noun) for noun, count in contents.items()]
    if told:
        applied = sum(correction.applied for correction in built.corrections())
        counts.append(f"{counted(applied, 'correction')} from {told}")
    click.echo(f"{graph}: {' · '.join(counts)} · next: kg ask QUESTION, kg view")


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


def progress() -> Callable[[int, int, str], None] | None:
    """What shows how many documents are read, where somebody watches."""
    from kg.showing.tables import printable

    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, document: str) -> None:
        name = document if len(document) <= MOST_NAMED else document[: MOST_NAMED - 1] + "…"
        click.echo(f"{ERASED}{done:,} of {total:,} documents read: {printable(name)}", err=True, nl=False)
        if done == total:
            click.echo(ERASED, err=True, nl=False)

    return show


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
    built = knowledge_graph.build(paths, ontology=folder, model=model, jobs=jobs, progress=progress())
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
