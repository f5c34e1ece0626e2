"""Copies of a graph in another place: from a file to a folder, from a folder to a file, from an endpoint to either."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph import files, folders
from kg.graph.readings import is_flat
from kg.graph.store import GraphStore
from kg.ontology import Ontology

STREAMED = (".nq", ".trig")
"""Files that are loaded into a folder bit by bit; those of the other formats have to be regrouped as a whole."""


class _FlatError(Exception):
    """The documents of a file lie in the default graph."""


def copy(source: str, target: Path, ontology: Ontology) -> int:
    """Put a graph into another file or folder, wholly or not at all; how many quads it has.

    A file of quads goes into a folder without passing through memory, whatever its size.

    :param source: a file, a folder, or the URL of a SPARQL endpoint.
    :raises GraphError: where there is no such graph, or the target cannot be written.
    """
    if not re.match(r"https?://", source, re.IGNORECASE) and _is_same(Path(source), target):
        raise GraphError(f"{target}: a graph cannot be copied onto itself")
    if Path(source).is_file() and Path(source).suffix.lower() in STREAMED and files.is_folder(target):
        try:
            return _streamed(Path(source), target)
        except _FlatError:
            pass  # it is regrouped below, as it is when it is opened
    graph = GraphStore.open(source, ontology)
    graph.save(target)
    return len(graph)


def _streamed(source: Path, target: Path) -> int:
    count = 0

    def fill(store: ox.Store) -> None:
        nonlocal count
        files.load(store, source)
        if is_flat(store):
            raise _FlatError
        count = len(store)

    folders.replace(target, fill)
    return count


def _is_same(source: Path, target: Path) -> bool:
    return target.exists() and source.exists() and source.samefile(target)
