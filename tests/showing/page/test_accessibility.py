"""In the browser: axe-core finds no barrier in any part of the page, at two sizes and in both colour schemes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.showing.page.conftest import DESKTOP, PHONE, Open

pytestmark = [pytest.mark.browser, pytest.mark.accessibility]

AXE = Path(__file__).resolve().parents[3] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = (
    "#",
    "#entity=model/DeepSeek-R1",
    "#entity=product/ChatGPT",
    "#from=person/Sam_Altman&to=company/Amazon",
    "#view=table",
    "#relation=Restriction&certainty=denied",
    "#relation=none",
)


def barriers(page: Page) -> list[str]:
    """What axe-core complains of: the rule, how much it matters, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate(f"axe.run({{ runOnly: {json.dumps(RULES)} }})")
    assert len(found["passes"]) > 10
    return [f"{v['impact']} {v['id']}: {node['html'][:120]}" for v in found["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_has_a_barrier(opened: Open, scheme: str, size: tuple[int, int]) -> None:
    page = opened(size=size, scheme=scheme)
    for view in VIEWS:
        page.evaluate("(view) => { location.hash = view; }", view)
        assert (view, barriers(page)) == (view, [])


def test_a_barrier_would_be_found(opened: Open) -> None:
    page = opened()
    page.evaluate("document.querySelector('#panel h2').style.color = '#ccc'")
    assert [found.partition(":")[0] for found in barriers(page)] == ["serious color-contrast"]


def test_open_lists_and_menus_have_none(opened: Open) -> None:
    page = opened()
    page.get_by_role("combobox", name="Search for a name").fill("deep")
    page.get_by_role("option").first.wait_for()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Export").click()
    assert barriers(page) == []
    page = opened(address="#view=table")
    page.get_by_role("button", name="Sentence: Australia restricts DeepSeek").click()
    assert barriers(page) == []
    page = opened(size=PHONE)
    page.get_by_role("button", name="Filters").click()
    assert barriers(page) == []


def test_a_large_graph_has_none(opened: Open) -> None:
    assert barriers(opened("300")) == []
