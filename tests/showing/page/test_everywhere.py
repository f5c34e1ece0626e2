"""In the browser: the same tour on a desktop and a phone, in light and dark; on paper; with motion."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.showing.page.conftest import DESKTOP, PHONE, Open

pytestmark = pytest.mark.browser
Download = Callable[[Page, str], bytes]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_tour(opened: Open, downloaded: Download, size: tuple[int, int], scheme: str) -> None:
    page = opened(size=size, scheme=scheme)
    find(page, "deepseek")
    expect(page.locator("#panel h2")).to_have_text("DeepSeek")
    page.get_by_role("button", name=re.compile("^Details: Italy restricts DeepSeek")).click()
    expect(page.locator("#panel blockquote").first).to_contain_text("Italy banned DeepSeek within days")
    address = page.evaluate("location.hash")
    page.go_back()
    page.get_by_role("button", name="Path from here").click()
    page.keyboard.type("amazon")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .path > li").last).to_contain_text("Amazon")
    choose(page, size, "Restriction")
    expect(page.get_by_role("status")).to_contain_text("12 of 75 facts")
    assert downloaded(page, "Facts as CSV").count(b"Restriction") == 14
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.locator("#table tr.row")).to_have_count(12)
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body")
    again = opened(address=address, size=size, scheme=scheme)
    expect(again.locator("#panel blockquote").first).to_contain_text("Italy banned DeepSeek within days")


def find(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Search for a name").click()
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def choose(page: Page, size: tuple[int, int], label: str) -> None:
    """Tick a filter, which on a phone has to be brought up first."""
    if size == PHONE:
        page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name=label).check()
    if size == PHONE:
        page.keyboard.press("Escape")


def test_the_address_is_copied_or_shown(opened: Open) -> None:
    page = opened(address="#entity=country/Italy")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Link to this view").click()
    expect(page.get_by_role("status")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    assert copied.endswith("#entity=country/Italy")


def test_on_paper_stand_the_picture_and_what_was_looked_at(opened: Open, tmp_path: Path) -> None:
    page = opened(address="#entity=country/Italy", scheme="dark")
    page.pdf(path=tmp_path / "page.pdf", print_background=True)
    text = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "page.pdf").pages)
    words = re.sub(r"\s+", " ", text)
    assert "Italy banned DeepSeek within days, citing worries about where personal data ends up." in words
    assert "75 facts from 5 documents; 52 entities" in words
    assert "Search for a name" not in words


def test_where_motion_is_welcome_nodes_glide_to_their_places(opened: Open) -> None:
    page = opened(motion="no-preference")
    find(page, "italy")
    expect(page.locator("#panel h2")).to_have_text("Italy")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelectorAll('#canvas canvas').length") == 1


def test_the_keyboard_opens_an_entity_from_the_table(opened: Open) -> None:
    page = opened(address="#view=table&entity=country/Italy")
    page.locator("#table .entity").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_visible()
