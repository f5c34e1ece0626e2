"""In the browser: the opening view, search, focus and the address."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.showing.page import pictures
from tests.showing.page.conftest import DESKTOP, PHONE, Open

pytestmark = pytest.mark.browser
Download = Callable[[Page, str], bytes]

WIDTH = """([text, size]) => {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `500 ${size}px sans-serif`;
  return context.measureText(text).width;
}"""
COLOURS = """() => {
  const canvas = document.querySelector("#canvas canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const found = new Set();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] > 200) found.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  }
  return found.size;
}"""


def title(page: Page) -> str:
    return page.locator("#panel h2").inner_text()


def test_the_page_opens_with_a_summary_a_legend_and_the_best_supported_facts(opened: Open) -> None:
    page = opened()
    expect(page.get_by_role("status")).to_have_text("75 facts from 5 documents; 52 entities")
    legend = page.get_by_role("group", name="Types")
    expect(legend.get_by_role("checkbox")).to_have_count(8)
    expect(legend.locator("li").first).to_contain_text("Company")
    assert len(set(legend.locator("svg").evaluate_all("all => all.map((svg) => svg.innerHTML)"))) == 8
    expect(page.locator("#panel")).to_contain_text("Italy restricts DeepSeek")


def test_the_picture_draws_the_graph_and_no_name_lies_on_another(opened: Open, downloaded: Download) -> None:
    page = opened()
    shown = pictures.read(downloaded(page, "Picture as SVG"))
    assert len(shown.shapes) == 52
    assert len(shown.names) >= 45
    assert {kind for kind, _ in shown.shapes} == {"circle", "polygon"}
    boxes = {
        name: (x, y, page.evaluate(WIDTH, [name, shown.sizes[name]]) * 0.9, shown.sizes[name] * 0.9)
        for name, (x, y) in shown.names.items()
    }
    for (x, y, w, h), (u, v, s, t) in combinations(boxes.values(), 2):
        assert abs(x - u) >= (w + s) / 2 or abs(y - v) >= (h + t) / 2


def test_search_completes_names_and_aliases_from_the_keyboard(opened: Open) -> None:
    page = opened()
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search for a name")
    expect(field).to_be_focused()
    page.keyboard.type("america")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("United States")
    expect(options.first).to_contain_text("America")
    page.keyboard.press("Enter")
    assert title(page) == "United States"
    assert page.evaluate("location.hash") == "#entity=country/United_States"


def test_arrows_walk_through_the_suggestions(opened: Open) -> None:
    page = opened()
    field = page.get_by_role("combobox", name="Search for a name")
    field.fill("deep")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active} .name").inner_text() == "DeepSeek-R1"
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_name_that_is_not_there_is_said_to_be_missing(opened: Open) -> None:
    page = opened()
    page.get_by_role("combobox", name="Search for a name").fill("zzz")
    expect(page.get_by_text("Nothing here is called that.").first).to_be_visible()


def test_who_banned_deepseek_is_found_by_asking_so(opened: Open) -> None:
    page = opened()
    field = page.get_by_role("combobox", name="Search for a name")
    field.fill("who banned deepseek")
    expect(page.get_by_role("option").first).to_contain_text("Italy restricts DeepSeek")
    expect(page.get_by_role("option").first).to_contain_text("Italy banned DeepSeek within days")
    page.keyboard.press("Enter")
    expect(page.locator("#panel blockquote p").first).to_contain_text("Italy banned DeepSeek within days")
    field.fill("barred")
    expect(page.get_by_role("option")).to_have_text([re.compile("Australia restricts DeepSeek.*Australia has barred")])


def test_accents_and_case_do_not_matter(opened: Open) -> None:
    page = opened()
    page.get_by_role("combobox", name="Search for a name").fill("DÉEP seek r1")
    expect(page.get_by_role("option").first).to_contain_text("DeepSeek-R1")


def test_focus_shows_the_neighbours_with_named_lines_and_the_rest_quiet(opened: Open, downloaded: Download) -> None:
    page = opened(address="#entity=model/DeepSeek-R1")
    assert title(page) == "DeepSeek-R1"
    shown = pictures.read(downloaded(page, "Picture as SVG"))
    assert {
        "DeepSeek",
        "SemiAnalysis",
        "OpenAI o1",
        "$5.6 million",
        "$1.3 billion",
        "open source",
    } <= shown.names.keys()
    assert {"rivals", "costs", "develops", "licensed as"} <= shown.names.keys()
    assert "Sam Altman" not in shown.names


def test_a_click_on_a_node_opens_it_and_a_click_beside_leaves_it(opened: Open, downloaded: Download) -> None:
    page = opened()
    x, y = pictures.read(downloaded(page, "Picture as SVG")).node("OpenAI")
    page.locator("#canvas").click(position={"x": x, "y": y})
    expect(page.locator("#panel h2")).to_have_text("OpenAI")
    page.locator("#canvas").click(position={"x": 5, "y": 5})
    expect(page.locator("#panel h2")).to_have_text("75 facts")


def test_a_click_on_a_line_opens_its_fact_with_the_sentence(opened: Open, downloaded: Download) -> None:
    page = opened(address="#entity=chip/Ascend_910C")
    shown = pictures.read(downloaded(page, "Picture as SVG"))
    ((middle, _),) = shown.lines
    page.locator("#canvas").click(position={"x": middle[0], "y": middle[1]})
    expect(page.locator("#panel h2")).to_have_text("Huawei develops Ascend 910C")
    expect(page.locator("#panel blockquote p")).to_have_text("“Huawei makes the Ascend 910C.”")


def test_the_picture_can_be_walked_with_the_keyboard(opened: Open) -> None:
    page = opened(address="#entity=chip/Ascend_910C")
    page.locator("#canvas").focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        if page.locator("#announcement").inner_text().startswith("Huawei"):
            break
    expect(page.locator("#announcement")).to_have_text("Huawei, company, 3 facts")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Huawei")


def test_escape_goes_back_from_fact_to_entity_to_the_whole(opened: Open) -> None:
    page = opened(address="#entity=country/Italy")
    page.get_by_role("button", name=re.compile("^Details: Italy restricts")).click()
    expect(page.locator("#panel .kind")).to_have_text("Restriction")
    page.keyboard.press("Escape")
    assert title(page) == "Italy"
    page.keyboard.press("Escape")
    assert title(page) == "75 facts"


def test_back_and_forward_follow_what_was_looked_at(opened: Open) -> None:
    page = opened()
    for name in ("Italy", "DeepSeek"):
        page.get_by_role("combobox", name="Search for a name").fill(name)
        page.keyboard.press("Enter")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("Italy")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("75 facts")
    page.go_forward()
    expect(page.locator("#panel h2")).to_have_text("Italy")


def test_an_address_leads_to_the_same_view_by_id_or_by_name(opened: Open) -> None:
    for address in ("#entity=company/DeepSeek&relation=Restriction", "#entity=deepseek&relation=Restriction"):
        page = opened(address=address)
        assert title(page) == "DeepSeek"
        expect(page.get_by_role("checkbox", name="Restriction")).to_be_checked()
        expect(page.locator("#panel h3").first).to_contain_text("Restriction")
        expect(page.locator("#panel section .facts")).to_have_count(1)


def test_the_address_of_a_fact_outlives_a_new_page(opened: Open) -> None:
    page = opened(address="#entity=country/Italy")
    page.get_by_role("button", name=re.compile("^Details: Italy restricts")).click()
    address = page.evaluate("location.hash")
    assert "fact=" in address
    again = opened(address=address)
    expect(again.locator("#panel h2")).to_have_text("Italy restricts DeepSeek")


def test_an_address_that_means_nothing_shows_the_whole(opened: Open) -> None:
    page = opened(address="#entity=nobody&fact=0&relation=&x=%22")
    assert title(page).endswith("facts")


def test_more_neighbours_shows_the_next_circle(opened: Open, downloaded: Download) -> None:
    page = opened(address="#entity=country/Italy")
    assert "NASA" not in pictures.read(downloaded(page, "Picture as SVG")).names
    page.get_by_role("button", name="More neighbours").click()
    assert "NASA" in pictures.read(downloaded(page, "Picture as SVG")).names
    assert "steps=2" in page.evaluate("location.hash")


def test_a_single_neighbour_expands_and_folds(opened: Open, downloaded: Download) -> None:
    page = opened(address="#entity=chip/Ascend_910C")

    def names() -> set[str]:
        return set(pictures.read(downloaded(page, "Picture as SVG")).names)

    alone = names()
    x, y = pictures.read(downloaded(page, "Picture as SVG")).node("Huawei")
    page.locator("#canvas").click(position={"x": x, "y": y}, modifiers=["Shift"])
    assert "China" in names() - alone
    expect(page.locator("#panel h2")).to_have_text("Ascend 910C")
    assert "expand=company/Huawei" in page.evaluate("location.hash")
    page.go_back()
    assert names() == alone


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_size_and_scheme_shows_picture_panel_and_table(opened: Open, size: tuple[int, int], scheme: str) -> None:
    page = opened(size=size, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert painted(page) > 20
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background))) < 150) == (scheme == "dark")
    page.get_by_role("combobox", name="Search for a name").fill("italy")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_in_viewport()
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.get_by_role("heading", name="Who did what to whom")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def painted(page: Page) -> int:
    """How many colours the picture has."""
    return page.evaluate(COLOURS)  # type: ignore[no-any-return]


def test_on_a_phone_the_filters_come_and_go(opened: Open) -> None:
    page = opened(size=PHONE)
    opener = page.get_by_role("button", name="Filters")
    expect(page.get_by_role("checkbox", name="Company")).to_be_hidden()
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.get_by_role("checkbox", name="Company").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("checkbox", name="Company")).to_be_hidden()
    expect(page.get_by_role("status")).to_contain_text("58 of 75 facts")


def test_tab_reaches_the_parts_in_order_and_shows_where_it_is(opened: Open) -> None:
    page = opened()
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
            )
        )
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none" or page.evaluate(
            "document.activeElement.matches('input[type=checkbox]')"
        )
    wanted = [
        "Go to the table of facts",
        "Search for a name or for words of a sentence",
        "Picture",
        "Table",
        "Path",
        "Export",
    ]
    assert seen[:6] == wanted
    assert any(label.startswith("Picture of the graph") for label in seen)


def test_the_first_tab_stop_leads_to_the_table(opened: Open) -> None:
    page = opened()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#table")).to_be_focused()


def test_a_large_graph_opens_with_its_best_tied_part_and_says_so(opened: Open) -> None:
    page = opened("5000")
    status = page.get_by_role("status")
    expect(status).to_contain_text("10,000 facts from 40 documents; 5,000 entities")
    expect(status).to_contain_text(re.compile(r"the 300 best-tied entities are drawn, [\d,]+ are not"))
    expect(status).to_contain_text("without facts are in the search only")
    page.get_by_role("button", name="All", exact=True).click()
    expect(status).not_to_contain_text("best-tied entities are drawn")
    assert painted(page) > 20
    page.get_by_role("button", name="Best tied").click()
    expect(status).to_contain_text("the 300 best-tied")


def test_what_the_opening_view_leaves_out_can_be_found(opened: Open) -> None:
    page = opened("5000")
    page.get_by_role("combobox", name="Search for a name").fill("4999")
    page.keyboard.press("Enter")
    assert title(page).endswith("4999")


def test_an_empty_graph_says_so(opened: Open) -> None:
    page = opened("empty")
    expect(page.get_by_text("This graph holds no facts.")).to_be_visible()


def test_the_page_works_in_a_frame_without_an_origin(
    opened: Open, written: Callable[[str], Path], tmp_path: Path
) -> None:
    """As notebooks show it."""
    inner = html.escape(written("news").read_text(encoding="utf-8"))
    outer = tmp_path / "notebook.html"
    outer.write_text(
        '<!doctype html><title>x</title><iframe sandbox="allow-scripts" width="1100" height="700"'
        f' srcdoc="{inner}"></iframe>',
        encoding="utf-8",
    )
    frame = opened(outer).frame_locator("iframe")
    frame.get_by_role("combobox", name="Search for a name").fill("italy")
    frame.get_by_role("option").first.click()
    expect(frame.locator("#panel h2")).to_have_text("Italy")
