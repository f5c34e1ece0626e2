"""In the browser: a page that holds a part of its graph, and asks its server for the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.showing.page import graphs
from tests.showing.page.conftest import Open
from tests.showing.page.serving import Served, served

pytestmark = pytest.mark.browser


@pytest.fixture
def news() -> Served:
    return Served(graphs.news(), opening=5)


# asked for before the browser, so that the server goes after it
@pytest.fixture
def address(news: Served) -> Iterator[str]:
    with served(news) as url:
        yield url


def test_the_page_says_how_much_there_is_and_how_much_is_here(address: str, opened: Open, news: Served) -> None:
    page = opened(address)
    expect(page.get_by_role("status")).to_contain_text("75 facts from 5 documents; 52 entities · 5 facts are here")
    assert news.log == []


def test_search_and_focus_bring_in_what_only_the_server_has(address: str, opened: Open, news: Served) -> None:
    page = opened(address)
    page.get_by_role("combobox", name="Search for a name").fill("ascend")
    expect(page.get_by_role("option")).to_contain_text(["Ascend 910C"])
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Ascend 910C")
    expect(page.locator("#panel blockquote p")).to_have_text("“Huawei makes the Ascend 910C.”")
    assert set(news.log) == {"search", "facts", "neighbours", "sentences"}


def test_enter_waits_for_names_that_are_still_being_looked_for(address: str, opened: Open) -> None:
    page = opened(address)
    page.get_by_role("combobox", name="Search for a name").focus()
    page.keyboard.type("ascend")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Ascend 910C")


def test_an_address_may_name_what_only_the_server_has(address: str, opened: Open, news: Served) -> None:
    page = opened(address, "#entity=chip/Ascend_910C")
    expect(page.locator("#panel h2")).to_have_text("Ascend 910C")
    fact = next(id_ for id_, fact in news.ids.items() if fact in news.about("Ascend 910C"))
    page = opened(address, f"#fact={fact.removeprefix('fact/')}")
    expect(page.locator("#panel h2")).to_have_text("Huawei develops Ascend 910C")


def test_a_way_is_found_through_facts_of_the_server(address: str, opened: Open) -> None:
    page = opened(address, "#from=Sam Altman&to=company/Amazon")
    expect(page.locator("#panel .path > li")).to_have_count(7)


def test_an_error_of_the_server_is_said_in_its_words(address: str, opened: Open) -> None:
    page = opened(address, tolerated=("503",))
    page.get_by_role("combobox", name="Search for a name").fill("out of order")
    expect(page.get_by_text("The server is busy.").first).to_be_visible()
