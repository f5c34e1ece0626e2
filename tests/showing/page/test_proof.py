"""In the browser: facts with their sentences, filters, the table, paths, and what can be taken away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page, expect

from kg.graph.store import GraphStore
from kg.showing.page import page as page_module
from tests.showing.hostile import hostile, plain
from tests.showing.page.conftest import Open
from tests.showing.page.graphs import Graph

pytestmark = pytest.mark.browser
Download = Callable[[Page, str], bytes]


def marks(page: Page, selector: str = "#panel mark") -> list[tuple[str, str]]:
    return [tuple(m) for m in page.locator(selector).evaluate_all("all => all.map((m) => [m.textContent, m.title])")]


def open_fact(page: Page, says: str) -> None:
    page.get_by_role("button", name=re.compile(f"^Details: {re.escape(says)}")).click()


def test_a_fact_shows_roles_sentence_document_speaker_and_certainty(opened: Open) -> None:
    page = opened(address="#entity=model/DeepSeek-R1")
    open_fact(page, "DeepSeek-R1 costs $1.3 billion")
    rows = dict(
        page.locator("#panel dl > div").evaluate_all(
            "all => all.map((d) => [...d.children].map((c) => c.textContent.trim()))"
        )
    )
    assert rows == {
        "What": "DeepSeek-R1",
        "How much": "$1.3 billion",
        "According to": "SemiAnalysis",
        "Certainty": "claimed",
        "Who says so": "SemiAnalysis",
        "Stated in": "1 document",
    }
    expect(page.locator("#panel blockquote p")).to_have_text("“SemiAnalysis puts the bill for R1 nearer $1.3 billion.”")
    expect(page.locator("#panel blockquote footer")).to_contain_text(
        "Counting the true price of a training run, newsletter, 2025-02-01"
    )
    assert marks(page) == [
        ("SemiAnalysis", "According to"),
        ("bill", "cost"),
        ("R1", "What"),
        ("$1.3 billion", "How much"),
    ]


def test_marks_fall_on_the_right_words_whatever_the_script(opened: Open, tmp_path: Path) -> None:
    graph = Graph()
    graph.document("d", "😀 title")
    graph.entity("𝔄cme 株式会社", "Company")
    graph.entity("Bé́ta", "Company")
    graph.say("d", "Ownership", "😀😀 👩‍👩‍👧 {owner 𝔄cme 株式会社} *owns* all of {owned Bé́ta}.")
    path = tmp_path / "page.html"
    page_module.write(graph, path)
    page = opened(path)
    open_fact(page, "𝔄cme")
    assert [text for text, _ in marks(page)] == ["𝔄cme 株式会社", "owns", "Bé́ta"]


def test_words_that_are_party_and_trigger_at_once_are_marked_as_both(opened: Open) -> None:
    page = opened(address="#entity=Jensen Huang")
    assert marks(page)[-1] == ("boss", "As what, position")


def test_differing_values_and_denials_are_pointed_out(opened: Open) -> None:
    page = opened(address="#entity=model/DeepSeek-R1")
    expect(page.get_by_text("Sources differ: more than one value.")).to_be_visible()
    page = opened(address="#entity=product/ChatGPT")
    denied = page.locator("#panel .fact.denied")
    expect(denied.locator("s")).to_have_text("restricts")
    expect(denied.locator(".badge")).to_have_text("denied")


def test_a_path_does_not_lead_over_what_is_denied(opened: Open) -> None:
    page = opened(address="#from=country/China&to=product/ChatGPT")
    expect(page.locator("#panel .path > li").last).to_contain_text("ChatGPT")
    assert page.locator("#panel .path > li").count() > 2
    expect(page.locator("#panel .path .fact.denied")).to_have_count(0)


def test_an_entity_card_groups_its_facts_and_names_its_aliases(opened: Open) -> None:
    page = opened(address="#entity=company/Nvidia")
    expect(page.locator("#panel .aliases")).to_have_text("Also NVIDIA Corp.")
    expect(page.locator("#panel .kind")).to_have_text("Company")
    headings = page.locator("#panel h3").all_inner_texts()
    assert any(heading.startswith("Market loss") for heading in headings)
    expect(page.locator("#panel")).to_contain_text("Nvidia lost value $600 billion")
    expect(page.locator("#panel")).to_contain_text("Nvidia ranked in most valuable company")


def test_filters_narrow_count_and_clear(opened: Open) -> None:
    page = opened()
    page.get_by_role("checkbox", name="Restriction").check()
    status = page.get_by_role("status")
    expect(status).to_contain_text("12 of 75 facts")
    expect(page.locator("label", has=page.get_by_role("checkbox", name="Denied")).locator(".count")).to_contain_text(
        "1"
    )
    page.get_by_role("checkbox", name="Denied").check()
    expect(status).to_contain_text("1 of 75 facts")
    assert page.evaluate("location.hash") == "#relation=Restriction&certainty=denied"
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(status).to_have_text("75 facts from 5 documents; 52 entities")


def test_a_filter_keeps_the_keyboard_where_it_was(opened: Open) -> None:
    page = opened()
    page.get_by_role("checkbox", name="Country").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Country")).to_be_focused()
    expect(page.get_by_role("checkbox", name="Country")).to_be_checked()


def test_documents_years_and_support_filter_too(opened: Open) -> None:
    for facet, value, count in (
        ("Documents", "The hedge fund manager", 7),
        ("Years", "2022", 2),
        ("Support", "3 or more documents", 1),
    ):
        page = opened()
        group = page.get_by_role("group", name=facet)
        group.get_by_role("checkbox", name=re.compile(value)).check()
        expect(page.get_by_role("status")).to_contain_text(f"{count} of 75 facts")


def test_an_entity_whose_facts_are_filtered_away_says_so(opened: Open) -> None:
    page = opened(address="#entity=company/Broadcom&relation=Restriction")
    expect(page.locator("#panel")).to_contain_text("1 fact hidden by filters.")
    page.locator("#panel").get_by_role("button", name="Clear filters").click()
    expect(page.locator("#panel")).to_contain_text("Broadcom dropped too.")


def rows(page: Page) -> list[str]:
    return page.locator("#table tr.row").all_inner_texts()


def test_the_table_has_every_fact_also_those_with_one_entity(opened: Open) -> None:
    page = opened(address="#view=table")
    assert len(rows(page)) == 75
    assert any("Broadcom" in row and "lost value" in row for row in rows(page))


def test_the_table_sorts_by_a_column_and_back(opened: Open) -> None:
    page = opened(address="#view=table&relation=MarketLoss")
    who = page.get_by_role("button", name="Who", exact=True)
    first = rows(page)
    who.click()
    expect(page.get_by_role("columnheader", name="Who", exact=True)).to_have_attribute("aria-sort", "ascending")
    assert [row.split()[0] for row in rows(page)] == ["Broadcom", "Nvidia", "Nvidia", "Oracle"]
    who.click()
    assert [row.split()[0] for row in rows(page)] == ["Oracle", "Nvidia", "Nvidia", "Broadcom"]
    who.click()
    assert rows(page) == first


def test_under_one_relation_the_columns_ask_its_questions(opened: Open) -> None:
    page = opened(address="#view=table&relation=Restriction")
    heads = [text.rstrip("↑↓") for text in page.get_by_role("columnheader").all_inner_texts()]
    assert heads[1:5] == ["Who", "Did what", "What", "To whom"]


def test_a_line_of_the_table_opens_its_sentence_from_the_keyboard(opened: Open) -> None:
    page = opened(address="#view=table")
    toggle = page.get_by_role("button", name="Sentence: Australia restricts DeepSeek")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#table blockquote p")).to_have_text(
        "“Australia has barred DeepSeek from all government devices.”"
    )
    assert marks(page, "#table mark")[1] == ("barred", "restriction")
    page.keyboard.press("Enter")
    expect(page.locator("#table blockquote")).to_have_count(0)


def test_a_long_table_comes_in_pages(opened: Open) -> None:
    page = opened("300", "#view=table")
    assert len(rows(page)) == 100
    page.get_by_role("button", name="Show 100 more of 600").click()
    assert len(rows(page)) == 200


def test_a_path_is_found_step_by_step_with_its_proof(opened: Open) -> None:
    page = opened()
    page.get_by_role("button", name="Path", exact=True).click()
    expect(page.get_by_role("combobox", name="From")).to_be_focused()
    page.keyboard.type("sam alt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="To")).to_be_focused()
    page.keyboard.type("amazon")
    page.keyboard.press("Enter")
    way = [text.strip() for text in page.locator("#panel .path > li > .entity").all_inner_texts()]
    assert way[0] == "Sam Altman"
    assert way[-1] == "Amazon"
    assert len(way) == 7
    expect(page.locator("#panel .path blockquote")).to_have_count(page.locator("#panel .path .fact").count())
    assert page.evaluate("location.hash") == "#from=person/Sam_Altman&to=company/Amazon"


def test_where_no_way_leads_the_page_says_so(opened: Open) -> None:
    page = opened(address="#from=Gemini&to=Italy")
    expect(page.locator("#panel")).to_contain_text("No way leads from one to the other.")


def test_the_csv_holds_the_visible_facts_a_line_for_each_sentence(opened: Open, downloaded: Download) -> None:
    page = opened(address="#relation=Restriction")
    text = downloaded(page, "Facts as CSV").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == 14
    assert {line["relation"] for line in lines} == {"Restriction"}
    italy = [line for line in lines if line["filler 1"] == "Italy"]
    assert [line["document"] for line in italy] == ["bans", "market"]
    assert italy[0]["sentence"].startswith("Italy banned DeepSeek within days, citing")
    assert italy[0]["date"] == "2025-01-30"


@pytest.mark.parametrize("make", [plain, hostile])
def test_the_turtle_says_what_the_graph_says_in_the_same_iris(
    opened: Open, downloaded: Download, tmp_path: Path, make: Callable[[], GraphStore]
) -> None:
    store = make()
    page_module.write(store, tmp_path / "page.html")
    taken = triples(downloaded(opened(tmp_path / "page.html"), "Facts as Turtle"), ox.RdfFormat.TURTLE)
    said = triples(store.serialize("nq"), ox.RdfFormat.N_QUADS)
    assert taken - said == set()
    evidence = "http://www.w3.org/ns/prov#wasDerivedFrom"
    assert len({s for s, p, _ in taken if p.value == evidence}) == len(store.facts())
    sentences = {o.value for _, p, o in taken if p.value == "http://www.w3.org/ns/oa#exact"}
    assert sentences == {e.sentence for fact in store.facts() for e in fact.evidence}


def test_the_turtle_holds_the_visible_facts_alone(opened: Open, downloaded: Download) -> None:
    page = opened(address="#relation=Restriction&document=bans")
    store = ox.Store()
    store.load(downloaded(page, "Facts as Turtle"), ox.RdfFormat.TURTLE)
    kinds = store.query("SELECT DISTINCT ?type { ?fact a ?type ; <http://www.w3.org/ns/prov#wasDerivedFrom> ?e }")
    assert {str(row["type"].value).rpartition("#")[2] for row in kinds} == {"Fact", "Restriction"}


def triples(text: bytes, kind: ox.RdfFormat) -> set[tuple[Any, Any, Any]]:
    return {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(text, kind)}


def test_the_picture_can_be_taken_away(opened: Open, downloaded: Download) -> None:
    page = opened()
    assert downloaded(page, "Picture as PNG").startswith(b"\x89PNG\r\n")


def test_the_export_menu_opens_and_closes_from_the_keyboard(opened: Open) -> None:
    page = opened()
    opener = page.get_by_role("button", name="Export")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Facts as CSV")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Facts as Turtle")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.get_by_role("button", name="Facts as CSV")).to_be_hidden()
