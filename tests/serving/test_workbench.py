"""In the browser: the workbench answers a query, and asks nobody but its own server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.serving.server import Server

pytestmark = pytest.mark.browser

PLAIN = "editor.js"
"""A part of the workbench that it has without Yasgui alone."""


@pytest.fixture
def page(browse: Callable[[str], Page], server: Server) -> Page:
    return browse(f"{server.url}workbench")


def written(page: Page, sparql: str) -> None:
    """Write a query and run it, in whichever of the two workbenches is there."""
    if PLAIN in page.content():
        page.get_by_label("Query", exact=True).fill(sparql)
        page.get_by_role("button", name="Run").click()
    else:
        page.wait_for_function("window.workbench")
        page.evaluate("sparql => { window.workbench.getTab().setQuery(sparql); }", sparql)
        page.locator(".yasqe_queryButton").click()


def test_a_query_is_written_and_answered(page: Page) -> None:
    written(page, "PREFIX kg: <https://kg.example/ontology#> SELECT ?who { ?who kg:restricts ?what } ORDER BY ?who")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").first).to_contain_text("Italy")


def test_the_examples_of_the_ontology_can_be_chosen(page: Page) -> None:
    examples = page.get_by_label("Example")
    expect(examples.locator("option")).not_to_have_count(1)
    examples.select_option(index=3)
    if PLAIN in page.content():
        expect(page.get_by_label("Query", exact=True)).to_have_value(examples.input_value())
    else:
        page.wait_for_function("workbench.getTab().getQuery() === document.getElementById('examples').value")


def test_triples_and_mistakes_are_shown(page: Page) -> None:
    written(page, "PREFIX kg: <https://kg.example/ontology#> CONSTRUCT WHERE { ?who kg:restricts ?what }")
    expect(page.locator("body")).to_contain_text("restricts")
    expect(page.locator("body")).to_contain_text("country:Japan")
    written(page, "SELECT * { ?who unknown:p ?what }")
    expect(page.locator("body")).to_contain_text("the prefix unknown: is not declared")
