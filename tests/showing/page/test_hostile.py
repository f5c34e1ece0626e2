"""In the browser: nothing that a document says runs; everything reads as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.showing.page.conftest import Open
from tests.showing.page.graphs import PAYLOADS

pytestmark = pytest.mark.browser


def show(page: Page, number: int) -> None:
    page.evaluate("(id) => { location.hash = '#entity=' + encodeURIComponent(id); }", f"company/{PAYLOADS[number]}")


@pytest.fixture(scope="module")
def numbers() -> range:
    return range(len(PAYLOADS))


def test_every_payload_reads_as_text_in_card_quotation_and_title(opened: Open, numbers: range) -> None:
    page = opened("hostile")
    for number in numbers:
        payload = PAYLOADS[number]
        show(page, number)
        heading = page.locator("#panel h2 bdi")
        page.wait_for_function("(text) => document.querySelector('#panel h2')?.textContent === text", arg=payload)
        assert heading.text_content() == payload
        assert page.locator("#panel .aliases bdi").text_content() == f"alias {payload}"
        quoted = page.locator("#panel blockquote p").all_text_contents()
        assert f"“United States banned {payload} today.”" in quoted
        assert payload in page.locator("#panel cite").all_text_contents()


def test_no_element_comes_out_of_the_data(opened: Open) -> None:
    page = opened("hostile")
    page.get_by_role("button", name="Table", exact=True).click()
    for _ in range(3):
        page.locator("#table .toggle").nth(_).click()
    assert page.locator("img, iframe, a[href], base, style:not(head style), script:not([id=data])").count() == 2
    assert page.locator("meta[http-equiv]").count() == 1
    for attribute in ("onerror", "onload", "onclick"):
        assert page.locator(f"[{attribute}]").count() == 0


def test_search_and_paths_show_payloads_as_text(opened: Open) -> None:
    page = opened("hostile")
    field = page.get_by_role("combobox", name="Search for a name")
    for payload in PAYLOADS:
        field.fill(payload)
        expect(page.get_by_role("option").first).to_be_visible()
        assert payload in page.locator("[role=option] .name").all_text_contents()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Path from here").click()
    page.keyboard.type("united")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .path > li")).to_have_count(2)


def test_the_direction_of_a_name_stays_its_own(opened: Open) -> None:
    page = opened("hostile")
    page.get_by_role("button", name="Table", exact=True).click()
    directions = page.locator("#table bdi").evaluate_all("all => all.map((e) => getComputedStyle(e).unicodeBidi)")
    assert set(directions) == {"isolate"}


def test_a_cell_of_the_csv_is_never_a_formula(opened: Open, downloaded: Callable[[Page, str], bytes]) -> None:
    page = opened("hostile")
    cells = [
        cell for line in csv.reader(io.StringIO(downloaded(page, "Facts as CSV").decode("utf-8-sig"))) for cell in line
    ]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_an_address_cannot_bring_markup_in(opened: Open) -> None:
    page = opened(
        "hostile", "#relation=<img src=x onerror=alert(1)>&entity=<script>alert(2)</script>&view=<svg/onload=alert(3)>"
    )
    assert page.locator("img").count() == 0
    expect(page.get_by_role("status")).to_contain_text("0 of 48 facts")
