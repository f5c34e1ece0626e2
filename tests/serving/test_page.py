"""In the browser: the page of a graph that is too large for a page, answered from the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks import synthetic
from kg import ontology
from tests.serving.server import Server

QUADS = 60_000
"""A graph of so many has more facts than the page opens with."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("large") / "graph"
    synthetic.graph(QUADS, ontology.load()).save(folder)
    with Server(folder, "--workers", "2") as running:
        yield running


def seldom(server: Server) -> tuple[str, str]:
    """The name of an entity that is seldom mentioned, and so not on the page when it opens, and a sentence about it."""
    total = server.ask("/api/entities", {"limit": 1}).json["total"]
    for offset in range(total - 1, 0, -1):
        entity = server.ask("/api/entities", {"limit": 1, "offset": offset}).json["entities"][0]
        found = server.ask("/api/facts", {"entity": entity["id"]}).json
        if found["total"] == 1 and len(found["facts"][0]["roles"]) > 1:
            return entity["label"], found["facts"][0]["evidence"][0]["sentence"]
    raise AssertionError("every entity has many facts")


@pytest.mark.browser
def test_a_search_brings_in_what_the_page_did_not_hold(browse: Callable[[str], Page], large: Server) -> None:
    page = browse(large.url)
    facts = large.ask("/api/facts", {"limit": 1}).json["total"]
    assert facts > 500
    expect(page.get_by_role("status")).to_contain_text(f"{facts:,} facts")
    expect(page.get_by_role("status")).to_contain_text("facts are here")
    name, sentence = seldom(large)
    page.get_by_role("combobox", name="Search for a name").fill(name)
    expect(page.get_by_role("option").first).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)
    expect(page.locator("#panel blockquote").first).to_contain_text(sentence)


def test_what_the_page_asks_for_is_answered(large: Server) -> None:
    found = large.ask("/api/page/search", {"text": "a"}).json
    assert len(found["entities"]) == 9
    first = found["entities"][0]
    facts = large.ask("/api/page/facts", {"id": first[0]}).json
    assert 0 < len(facts["facts"]) <= first[7]
    assert first[0] in [entity[0] for entity in facts["entities"]]
    one = large.ask("/api/page/facts", {"id": f"fact/{facts['facts'][0][-1]}"}).json
    assert [fact[-1] for fact in one["facts"]] == [facts["facts"][0][-1]]
    document, start, text, end = facts["sentences"][0]
    assert text is None
    place = f"{facts['documents'][document]['id']}@{start}-{end}"
    sentences = large.ask("/api/page/sentences", {"id": [place, "nowhere@0-1", "no place"]}).json["sentences"]
    assert [len(sentence) for sentence in sentences] == [end - start, 0, 0]
    assert large.ask("/api/page/neighbours", {"id": first[0]}).json["facts"]


def test_a_way_goes_over_facts_that_are_sent(large: Server) -> None:
    one, other = _far_apart(large)
    found = large.ask("/api/page/path", {"from": one, "to": other}).json
    ids = [entity[0] for entity in found["entities"]]
    pairs = [{ids[f] for f in fact[1] if isinstance(f, int)} for fact in found["facts"]]
    reached = {one}
    for _ in pairs:
        reached |= {id_ for pair in pairs if pair & reached for id_ in pair}
    assert other in reached


def _far_apart(server: Server) -> tuple[str, str]:
    """Two entities that are tied, but not to one another."""
    one = server.ask("/api/entities", {"limit": 1}).json["entities"][0]["id"]
    around = {one["id"] for one in server.ask("/api/neighbors", {"entity": one, "limit": 100}).json["neighbors"]}
    for near in sorted(around):
        farther = server.ask("/api/neighbors", {"entity": near}).json["neighbors"]
        if other := next((o["id"] for o in farther if o["id"] not in around | {one}), None):
            return one, other
    raise AssertionError("everything is tied to everything")


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("/api/page/facts?id=company/None", 404),
        ("/api/page/facts?id=fact/0", 404),
        ("/api/page/neighbours", 400),
        ("/api/page/path?from=x&to=y", 404),
        ("/api/page/sentences?" + "&".join(["id=a@1-2"] * 51), 400),
    ],
)
def test_what_is_not_there_is_said(large: Server, question: str, status: int) -> None:
    answer = large.ask(question)
    assert (answer.status, answer.json["status"]) == (status, status)
