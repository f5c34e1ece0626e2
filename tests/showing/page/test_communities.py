"""In the browser: a graph of thousands by communities that open, and a word on what is not drawn."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kg.showing.page.data import data
from tests.showing.page import graphs, pictures
from tests.showing.page.conftest import Open

Download = Callable[[Page, str], bytes]


@pytest.mark.browser
def test_a_community_opens_and_folds_from_picture_panel_and_address(opened: Open, downloaded: Download) -> None:
    page = opened("5000")
    page.get_by_role("button", name="Communities").click()
    shown = pictures.read(downloaded(page, "Picture as SVG"))
    assert 20 < len(shown.shapes) <= 60
    name = next(name for name in shown.names if name.endswith(" …"))
    x, y = shown.node(name)
    page.locator("#canvas").click(position={"x": x, "y": y})
    expect(page.locator("#panel .kind")).to_have_text("Community")
    expect(page.locator("#panel h2")).to_contain_text(name.removesuffix(" …"))
    assert len(pictures.read(downloaded(page, "Picture as SVG")).shapes) > 100
    address = page.evaluate("location.hash")
    assert "show=communities" in address
    again = opened("5000", address)
    expect(again.locator("#panel h2")).to_contain_text(name.removesuffix(" …"))
    again.get_by_role("button", name="Fold").click()
    assert len(pictures.read(downloaded(again, "Picture as SVG")).shapes) == len(shown.shapes)


@pytest.mark.browser
def test_a_community_can_be_opened_with_the_keyboard(opened: Open) -> None:
    page = opened("5000", "#show=communities")
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#announcement")).to_have_text(re.compile(r"^Community of \d+ entities: "))
    page.keyboard.press("Enter")
    expect(page.locator("#panel .kind")).to_have_text("Community")
    page.locator("#panel .ranked button").first.click()
    expect(page.locator("#panel .kind")).not_to_have_text("Community")


@pytest.mark.browser
def test_filters_count_in_communities_too(opened: Open, downloaded: Download) -> None:
    def members(address: str) -> int:
        shown = pictures.read(downloaded(opened("5000", address), "Picture as SVG"))
        return sum(int(name) for name in shown.names if name.isdigit())

    assert 0 < members("#show=communities&relation=Cost") < members("#show=communities") / 2


@pytest.mark.browser
def test_more_than_a_picture_can_hold_is_drawn_in_part_and_said_to_be(opened: Open) -> None:
    page = opened("8000")
    status = page.get_by_role("status")
    expect(status).to_contain_text("8,000 entities")
    expect(status).to_contain_text(re.compile(r"the 300 best-tied entities are drawn, [\d,]+ are not"))
    expect(page.get_by_role("button", name="All", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Communities").click()
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .note")).to_contain_text(re.compile(r"The \d+ best-tied are drawn, \d+ are not\."))


def test_small_graphs_have_no_communities_to_choose() -> None:
    assert data(graphs.news())["groups"] == []


def test_every_community_of_a_large_graph_lists_its_members_once() -> None:
    content = data(graphs.large(600, 1200))
    members = [entity for *_, group in content["groups"] for entity in group]
    assert len(content["groups"]) > 3
    assert len(members) == len(set(members))
    assert all(len(group) >= 5 for *_, group in content["groups"])
