"""A server as a user starts it: a process of its own, on a port of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from kg import ontology
from kg.graph.store import GraphStore
from tests.cli.conftest import readings
from tests.serving.server import Server

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


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
def browse() -> Iterator[Callable[[str], Page]]:
    """Open a page of a server; afterwards nothing has gone wrong in it, and nothing has left it."""
    faults: list[str] = []
    program = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])

        def opened(url: str) -> Page:
            page = browser.new_page()
            own = (url[: url.index("/", len("http://")) + 1], "data:", "blob:")
            page.on("request", lambda r: None if r.url.startswith(own) else faults.append(f"request: {r.url}"))
            page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: faults.append(error.message))
            page.goto(url)
            return page

        yield opened
        browser.close()
    # What a server refuses a browser writes into its console too.
    assert [fault for fault in faults if "status of 400" not in fault] == []


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
