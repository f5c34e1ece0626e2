"""A server as a user starts it: a process of its own, on a port of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import ontology
from kg.graph.store import GraphStore
from tests.cli.conftest import readings
from tests.serving.server import Server


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small graph in a file: see tests/cli/conftest.py."""
    path = tmp_path_factory.mktemp("served") / "graph.trig"
    GraphStore.create(readings(), ontology.load()).save(path)
    return path


@pytest.fixture(scope="session")
def server(graph: Path) -> Iterator[Server]:
    """A server of the small graph that many tests ask."""
    with Server(graph, "--workers", "2") as running:
        yield running


@pytest.fixture
def start(graph: Path) -> Iterator[Callable[..., Server]]:
    """Start a server with options of one's own; it is ended when the test is over."""
    running: list[Server] = []

    def begin(*options: str, of: Path = graph, **environment: str) -> Server:
        running.append(Server(of, *options, **environment))
        return running[-1].__enter__()

    yield begin
    for one in running:
        one.__exit__()
