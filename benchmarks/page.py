"""How long the page of a large graph takes to write, open, search and pan, beside stock pyvis on the same graph.

usage: python -m benchmarks.page [--documents N] [--invented N] [--rounds N] [--patience SECONDS] [--json] [--figures]

The graph is made up (see synthetic.py). Both write one file from the same facts in memory, which headless Chromium then
opens without a network, in turn in each round. "usable" counts from when the file has been read until something is
painted and the page answers. The picture that the page opens with is dragged about, then the one of all nodes, where
there is such. Stock pyvis lets its nodes find their places in the browser, and is waited for no longer than the
patience; a page that is not usable by then is not dragged. It has no search that works without a network.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmarks import synthetic
from benchmarks.figures import Figure, Spread, figures_option, show
from kg import ontology
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Fact
from kg.ontology import Ontology
from kg.showing.page import html
from kg.showing.page.data import data
from kg.showing.tables import Row, Table, text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WINDOW = (1440, 900)
DRAGS = 30
"""How many steps the pointer takes while it drags the picture."""
WATCH = """
window.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
}).observe({ entryTypes: ["longtask"] });
const small = new OffscreenCanvas(48, 32).getContext("2d", { willReadFrequently: true });
(function look() {
  const drawn = document.querySelector("canvas");
  if (drawn && drawn.width && drawn.height) {
    small.clearRect(0, 0, 48, 32);
    small.drawImage(drawn, 0, 0, 48, 32);
    if (small.getImageData(0, 0, 48, 32).data.some((value) => value)) {
      const [{ responseEnd }] = performance.getEntriesByType("navigation");
      window.usable = (performance.now() - responseEnd) / 1000;
      return;
    }
  }
  requestAnimationFrame(look);
})();
"""
SEARCH = """async (typed) => {
  const field = document.querySelector("#search input");
  field.focus();
  const start = performance.now();
  field.value = typed;
  field.dispatchEvent(new Event("input"));
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  const found = document.querySelectorAll("#search [role=option]").length;
  return found ? (performance.now() - start) / 1000 : null;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A graph as the page takes it, read into memory."""

    ontology: Ontology
    base: str
    known: tuple[list[Document], list[Entity], list[Fact], dict[str, int], dict[str, list[str]]]

    @classmethod
    def of(cls, store: GraphStore) -> Loaded:
        """All that there is in a store."""
        known = store.documents(), store.entities(), store.facts(), store.mention_counts(), store.documents_of()
        return cls(ontology=store.ontology, base=store.base, known=known)

    def documents(self) -> list[Document]:
        """All documents."""
        return list(self.known[0])

    def entities(self) -> list[Entity]:
        """All entities."""
        return list(self.known[1])

    def facts(self) -> list[Fact]:
        """All facts."""
        return list(self.known[2])

    def mention_counts(self) -> dict[str, int]:
        """How often each entity is mentioned."""
        return self.known[3]

    def documents_of(self) -> dict[str, list[str]]:
        """Where each entity is mentioned."""
        return self.known[4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What one page takes: seconds, and bytes. What it cannot do, or not within the patience, is None."""

    built: float
    size: int
    usable: float | None
    search: float | None
    longest: float
    pan: float | None
    pan_all: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Medians of what was measured, on how large a graph."""

    entities: int
    facts: int
    rounds: int
    patience: float
    kg: Speed
    pyvis: Speed


def measure(documents: int, invented: int, rounds: int, patience: float) -> Result:
    """Write and open both pages in every round.

    :param invented: how many entities of each type there are, beside those that the ontology names.
    :param patience: for how many seconds a page may take to become usable.
    """
    from playwright.sync_api import sync_playwright

    known = ontology.load()
    graph = Loaded.of(GraphStore.create(synthetic.documents(documents, known, invented), known))
    content = data(graph)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        contenders: list[Callable[[], str]] = [lambda: html(graph), lambda: stock(content)]
        taken = [
            [_speed(browser, write, Path(folder, "page.html"), patience) for write in contenders] for _ in range(rounds)
        ]
        browser.close()
    ours, theirs = (_medians([both[side] for both in taken]) for side in (0, 1))
    entities, facts = len(graph.entities()), len(graph.facts())
    return Result(entities=entities, facts=facts, rounds=rounds, patience=patience, kg=ours, pyvis=theirs)


def stock(content: dict[str, Any]) -> str:
    """The same nodes and lines, as pyvis shows them by default.

    :param content: what kg's own page shows.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for entity, *_ in content["nodes"]:
        network.add_node(entity, label=content["entities"][entity][1])
    for source, target, label, *_ in content["ties"]:
        network.add_edge(source, target, title=label)
    made: str = network.generate_html()
    return made


def _speed(browser: Browser, write: Callable[[], str], path: Path, patience: float) -> Speed:
    start = time.perf_counter()
    made = write()
    built = time.perf_counter() - start
    path.write_text(made, encoding="utf-8")
    width, height = WINDOW
    context = browser.new_context(viewport={"width": width, "height": height})
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    context.add_init_script(WATCH)
    page = context.new_page()
    usable = _usable(page, path, patience)
    ready, longest = usable is not None, float(page.evaluate("window.longest")) / 1000
    speed = Speed(
        built=built,
        size=path.stat().st_size,
        usable=usable,
        search=page.evaluate(SEARCH, "a") if ready and page.query_selector("#search") else None,
        longest=longest,
        pan=_pan(page) if ready else None,
        pan_all=_pan_all(page) if ready else None,
    )
    context.close()
    return speed


def _usable(page: Page, path: Path, patience: float) -> float | None:
    page.goto(path.as_uri(), wait_until="commit")
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if (seconds := page.evaluate("window.usable ?? null")) is not None:
            return float(seconds)
        page.wait_for_timeout(50)
    return None


def _pan(page: Page) -> float:
    """The longest task while the picture is dragged; zero where none is long."""
    width, height = WINDOW
    page.wait_for_timeout(500)
    page.evaluate("window.longest = 0")
    page.mouse.move(width * 0.4, height * 0.6)
    page.mouse.down()
    for step in range(1, DRAGS + 1):
        page.mouse.move(width * 0.4 + 6 * step, height * 0.6 - 4 * step)
        page.wait_for_timeout(16)
    page.mouse.up()
    page.wait_for_timeout(300)
    return float(page.evaluate("window.longest")) / 1000


def _pan_all(page: Page) -> float | None:
    """The same, after all nodes were asked for; a page that shows them all at once has nothing to ask."""
    button = page.get_by_role("button", name="All", exact=True)
    if not button.count():
        return None
    button.click()
    return _pan(page)


def _medians(speeds: list[Speed]) -> Speed:
    def median(name: str) -> float | None:
        found = [getattr(speed, name) for speed in speeds]
        return None if None in found else statistics.median(found)

    built, longest = (statistics.median(getattr(speed, name) for speed in speeds) for name in ("built", "longest"))
    rest = {name: median(name) for name in ("usable", "search", "pan", "pan_all")}
    return Speed(built=built, size=speeds[0].size, longest=longest, **rest)


def table(result: Result) -> Table:
    """The result with a row for each thing that was measured."""
    ours, theirs = result.kg, result.pyvis
    return Table(
        headings=("", "kg", "stock pyvis", "Ratio"),
        rows=(
            _row("built, s", ours.built, theirs.built),
            _row("size, MB", ours.size / 1e6, theirs.size / 1e6),
            _row("usable, s", ours.usable, theirs.usable, result.patience),
            _row("longest task while it opens, ms", ours.longest, theirs.longest, unit=1000),
            _row("search, ms", ours.search, theirs.search, unit=1000),
            _row("longest task while it is panned, ms", ours.pan, theirs.pan, unit=1000),
            _row("longest task with all nodes, ms", ours.pan_all, theirs.pan, unit=1000),
        ),
        title=f"{result.entities:,} entities, {result.facts:,} facts · {result.rounds} rounds",
    )


def figures(result: Result) -> list[Figure]:
    """The result as lines of the table of all programs; seconds are those of a clock, as a reader waits."""
    ours, theirs = result.kg, result.pyvis
    what = f"of {result.entities:,} entities and {result.facts:,} facts"
    return [
        _figure(f"Page {what}, built", ours.built, theirs.built),
        _figure(f"Page {what}, usable", ours.usable, theirs.usable, result.patience),
        _figure(f"Page {what}, search", ours.search, theirs.search),
        _figure(f"Page {what}, longest task while it opens", ours.longest, theirs.longest),
    ]


def _figure(what: str, ours: float | None, theirs: float | None, most: float | None = None) -> Figure:
    """A line of the table; what the peer cannot do within the patience takes it longer."""
    longer = theirs is None and most is not None
    known = most if longer else theirs
    return Figure(
        part="Page",
        what=what,
        unit="s",
        kg=None if ours is None else Spread.of([ours]),
        peer="stock pyvis",
        theirs=None if known is None else Spread.of([known]),
        ratio=Spread.of([known / ours]) if ours and known else None,
        at_least=longer,
    )


def _row(name: str, ours: float | None, theirs: float | None, most: float | None = None, unit: int = 1) -> Row:
    shown = [("–" if value is None else f"{value * unit:,.{0 if unit > 1 else 2}f}") for value in (ours, theirs)]
    if theirs is None and most is not None:
        return Row(cells=(name, shown[0], f"> {most:g}", f"> {most / ours:,.0f}×" if ours else "–"))
    return Row(cells=(name, *shown, _ratio(theirs, ours)))


def _ratio(theirs: float | None, ours: float | None) -> str:
    return f"{theirs / ours:,.1f}×" if ours and theirs else "–"


@click.command(help=__doc__.partition("\n")[0])
@click.option("--documents", type=click.IntRange(min=1), default=520, show_default=True, help="Each states 20 facts.")
@click.option(
    "--invented", type=click.IntRange(min=0), default=860, show_default=True, help="So many entities of each type."
)
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How many rounds are counted.")
@click.option("--patience", type=float, default=60, show_default=True, help="How long a page may take to open.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@figures_option()
def main(documents: int, invented: int, rounds: int, patience: float, as_json: bool, as_figures: bool) -> None:
    """Measure, and print what was measured."""
    result = measure(documents, invented, rounds, patience)
    if as_figures:
        show(figures(result), as_figures=True)
        return
    click.echo(json.dumps(asdict(result), indent=1) if as_json else text(table(result), width=100))


if __name__ == "__main__":
    main()
