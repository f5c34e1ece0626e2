"""The command line: arguments in, exit code out.

Nothing heavy is imported before a command that needs it runs.
"""

from kg.cli.asking import ask, query
from kg.cli.building import build, evaluate
from kg.cli.checking import ontology, validate
from kg.cli.comparing import diff
from kg.cli.completion import completion
from kg.cli.exploring import conflicts, neighbors, path, timeline
from kg.cli.exporting import copy, export, view
from kg.cli.listing import entities, facts, show, stats
from kg.cli.mcp import mcp
from kg.cli.program import main
from kg.cli.serving import serve

for command in (
    build,
    facts,
    entities,
    show,
    ask,
    query,
    path,
    neighbors,
    timeline,
    conflicts,
    export,
    copy,
    view,
    serve,
    mcp,
    diff,
    validate,
    stats,
    evaluate,
    ontology,
    completion,
):
    main.add_command(command)

__all__ = ["main"]
