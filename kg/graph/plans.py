"""Plans: how Oxigraph carries out a query, step by step, with what each step found.

The engine explains itself in its command-line program alone, not in Python, so that program is run on the store.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import MissingPartError, QueryError
from kg.graph import syntax
from kg.graph.source import Asked, Source

PROGRAM = "oxigraph"
_MISSING = (
    "--explain needs the program oxigraph, in which the engine explains itself: pip install 'kg-evidence[explain]'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A step of a query, with the steps that it builds upon."""

    step: str
    """What it does, in the engine's words, its IRIs with prefixes."""
    found: int
    """How many solutions it passed on."""
    seconds: float
    """How long it took, with all below it."""
    parts: tuple[Plan, ...] = ()


def plan(asked: Asked, source: Source, seconds: float | None = None) -> Plan:
    """How a query is carried out on quads in memory or in a folder; it runs once.

    :param seconds: how long it may run.
    :raises QueryError: where the query is wrong, or runs longer; of an endpoint always.
    :raises MissingPartError: where the program of Oxigraph is not installed.
    """
    if source.endpoint:
        raise QueryError(f"{source.endpoint.url}: SPARQL has no way to ask an endpoint how it works")
    program = _program()
    with tempfile.TemporaryDirectory(prefix="kg-") as temporary:
        folder = source.folder or _copied(source.store, Path(temporary, "store"))
        told = Path(temporary, "plan.json")
        command = [program, "query", "--location", str(folder), "--query-base", asked.base, "--stats"]
        command += ["--explain-file", str(told), "--results-file", str(Path(temporary, "results"))]
        command += ["--results-format", "json" if syntax.form(asked.sparql) in ("SELECT", "ASK") else "nt"]
        _run(command, syntax.declared(asked.sparql, asked.prefixes), seconds)
        return _plan(json.loads(told.read_bytes())["plan"], asked.prefixes)


def _program() -> str:
    """Where Oxigraph's program is: beside this Python, or on the path."""
    beside = Path(sys.executable).with_name(PROGRAM)
    found = str(beside) if beside.is_file() else shutil.which(PROGRAM)
    if found is None:
        raise MissingPartError(_MISSING)
    return found


def _copied(store: ox.Store, folder: Path) -> Path:
    copy = ox.Store(str(folder))
    copy.bulk_extend(store)
    copy.flush()
    return folder


def _run(command: list[str], sparql: str, seconds: float | None) -> None:
    try:
        done = subprocess.run(command, input=sparql.encode(), capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise QueryError(f"no answer within {seconds:g} s: the query was ended") from None
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise QueryError(f"the engine explains nothing: {said[:200]}")


def _plan(node: Mapping[str, Any], prefixes: Mapping[str, str]) -> Plan:
    return Plan(
        step=_shortened(node["name"], prefixes),
        found=node.get("number of results", 0),
        seconds=node.get("duration in seconds", 0.0),
        parts=tuple(_plan(child, prefixes) for child in node.get("children", ())),
    )


def _shortened(step: str, prefixes: Mapping[str, str]) -> str:
    """A step with prefixes in place of namespaces."""
    known = {namespace: prefix for prefix, namespace in prefixes.items()}

    def short(match: re.Match[str]) -> str:
        return f"{known[match[1]]}:{match[2]}" if match[1] in known and match[2] else match[0]

    return re.sub(r"<([^<>]*[/#])([^<>/#]*)>", short, step)
