"""A browser for the page: without a network, and intolerant of errors, dialogs and requests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Route, sync_playwright

from kg.showing.page import page as page_module
from tests.showing.page import graphs

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = (1440, 900), (390, 844)

Open: TypeAlias = Callable[..., Page]


def executable() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need a browser where there is none and nobody insists."""
    if executable() is None and os.environ.get("KG_BROWSER_OPTIONAL"):
        without = [item for item in items if item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = executable()
    assert path, "these tests need Chromium: apt-get install chromium, or set KG_BROWSER_OPTIONAL=1 to leave them out"
    running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
    yield running
    running.close()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a page, by the name of the graph that it shows; each is written once."""
    makers: dict[str, Callable[[], graphs.Graph]] = {
        "news": graphs.news,
        "hostile": graphs.hostile,
        "empty": graphs.Graph,
        "300": lambda: graphs.large(300, 600),
        "5000": lambda: graphs.large(5000, 10000),
        "8000": lambda: graphs.large(8000, 16000),
    }
    folder = tmp_path_factory.mktemp("pages")

    def write(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            page_module.write(makers[name](), path)
        return path

    return write


def _complaint(message: ConsoleMessage, tolerated: tuple[str, ...]) -> list[str]:
    wrong = message.type in ("error", "warning") and not any(words in message.text for words in tolerated)
    return [f"console: {message.text}"] if wrong else []


@pytest.fixture
def opened(browser: Browser, written: Callable[[str], Path]) -> Iterator[Open]:
    """Open a page, and see afterwards that nothing went wrong in it and nothing left it."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    own = ["file:", "data:", "blob:"]

    def refuse(route: Route) -> None:
        if route.request.url.startswith(tuple(own)):
            route.continue_()
        else:
            faults.append(f"request: {route.request.url}")
            route.abort()

    def open_(
        name: str | Path = "news",
        address: str = "",
        size: tuple[int, int] = DESKTOP,
        scheme: str = "light",
        tolerated: tuple[str, ...] = (),
        motion: Literal["reduce", "no-preference"] = "reduce",
    ) -> Page:
        """A page by its name, its file, or its URL, where it is served."""
        if str(name).startswith("http:"):
            own.append(str(name))
            url = str(name)
        else:
            url = (name if isinstance(name, Path) else written(name)).as_uri()
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion=motion,
            accept_downloads=True,
        )
        contexts.append(context)
        context.route("**/*", refuse)
        page = context.new_page()
        page.on("console", lambda m: faults.extend(_complaint(m, tolerated)))
        page.on("pageerror", lambda error: faults.append(f"error: {error.message}"))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(url + address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def downloaded() -> Callable[[Page, str], bytes]:
    """What an entry of the export menu hands over."""

    def download(page: Page, label: str) -> bytes:
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        return Path(waiting.value.path()).read_bytes()

    return download
