"""The page as a file: whole by itself, the same each time, and locked."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.errors import GraphError, KgError
from kg.showing import page
from tests.showing.page import graphs


class Parts(HTMLParser):
    """The elements of a page, with their attributes, and the texts of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, _tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.texts:
            self.texts[self.inside][-1] += data

    def policy(self) -> dict[str, str]:
        content = next(
            a["content"] or "" for tag, a in self.elements if a.get("http-equiv") == "Content-Security-Policy"
        )
        return {rule.split()[0]: " ".join(rule.split()[1:]) for rule in content.split(";")}

    def scripts(self) -> list[str]:
        kinds = [attrs.get("type") for tag, attrs in self.elements if tag == "script"]
        return [text for text, kind in zip(self.texts["script"], kinds, strict=True) if kind is None]


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.fixture(scope="module")
def news() -> str:
    return page.html(graphs.news())


def test_nothing_in_the_page_points_outside(news: str) -> None:
    for tag, attributes in Parts(news).elements:
        assert tag not in ("iframe", "object", "embed", "base", "form")
        assert not {"src", "srcset", "action", "style", "ping"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "data:,") == "data:,"


def test_the_policy_allows_exactly_the_scripts_and_the_style_of_the_page(news: str) -> None:
    parts = Parts(news)
    policy = parts.policy()
    assert policy["default-src"] == "'none'"
    assert policy["script-src"].split() == [digest(script) for script in parts.scripts()]
    assert policy["style-src"].split() == [digest(style) for style in parts.texts["style"]]
    assert "unsafe" not in " ".join(policy.values())


def test_the_same_graph_gives_the_same_page(news: str) -> None:
    assert page.html(graphs.news()) == news


def test_the_data_is_json_that_cannot_end_its_element() -> None:
    text = page.html(graphs.hostile())
    parts = Parts(text)
    (data,) = [t for t in parts.texts["script"] if t.startswith("{")]
    assert not set("<>&\u2028\u2029") & set(data)
    labels = {entity[1] for entity in json.loads(data)["entities"]}
    assert set(graphs.PAYLOADS) <= labels
    assert [tag for tag, _ in parts.elements].count("script") == 3


def test_the_title_says_what_the_page_holds(news: str) -> None:
    match = re.search(r"<title>(.*)</title>", news)
    assert match
    assert match[1] == "Knowledge graph: 75 facts from 5 documents; 52 entities"


def test_a_page_stays_small() -> None:
    assert len(page.html(graphs.large(300, 300)).encode()) <= 1_200_000
    assert len(page.html(graphs.large(5000, 10000)).encode()) <= 4_000_000


def test_a_written_page_replaces_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    page.write(graphs.news(), path)
    assert path.read_text(encoding="utf-8") == page.html(graphs.news())
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_a_page_that_cannot_be_written_leaves_one_line_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (folder, tmp_path / "missing" / "page.html", tmp_path / ("x" * 300)):
        with pytest.raises(GraphError) as caught:
            page.write(graphs.news(), path)
        assert isinstance(caught.value, KgError)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []


def test_an_empty_graph_has_a_page() -> None:
    assert "0 facts from 0 documents; 0 entities" in page.html(graphs.Graph())
