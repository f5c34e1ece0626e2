"""The picture of a timeline: sound, the same every time, and nothing in it overlaps."""

from __future__ import annotations

import sys
import zlib
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as Xml

import pytest

from kg.errors import MissingPartError
from kg.graph.events import Event, events
from kg.model import Entity, Reading
from kg.ontology import load
from kg.showing import timeline_picture
from tests.graph.press import A1, ACME, ITALY, ban, day, made, report, store

SVG = "{http://www.w3.org/2000/svg}"
LONG = replace(
    ACME,
    id="company/long",
    label="The W" + "W" * 200 + " company of 小米科技有限责任公司 and many, many other words " * 4,
)
DATES = ["1981", "1981", "2004-05", "2004-05-06", "2005", "2025-01-27", "2025-01-27", "2025-02"]


def drawn(*reports: Reading, title: str = "") -> Xml.Element:
    return Xml.fromstring(picture(*reports, title=title))


def picture(*reports: Reading, title: str = "") -> bytes:
    return timeline_picture.svg(dated(*reports), load(), title)


def dated(*reports: Reading) -> tuple[Event, ...]:
    return events(store(*reports))


def many() -> list[Reading]:
    parties = [Entity(id=f"country/{i}", label=f"Country {i}", type="Country") for i in range(len(DATES))]
    bans = [
        ban(party, LONG if i % 3 else ACME, date=day(date))
        for i, (party, date) in enumerate(zip(parties, DATES, strict=True))
    ]
    return [report("a", *bans), report("b", made(ACME, A1), published="2024-06")]


def boxes(root: Xml.Element) -> list[tuple[float, float, float, float]]:
    """Where texts stand: left, top, right, bottom; as wide as narrow letters make them at least."""
    found = []
    for text in root.iter(f"{SVG}text"):
        x, y, size, words = (
            float(text.get("x", 0)),
            float(text.get("y", 0)),
            float(text.get("font-size", 0)),
            text.text or "",
        )
        width = len(words) * size * 0.5
        left = x - width if text.get("text-anchor") == "end" else x
        found.append((left, y - 0.8 * size, left + width, y + 0.2 * size))
    return found


def test_no_two_labels_overlap_and_all_stand_inside() -> None:
    root = drawn(*many(), title="A title")
    texts = boxes(root)
    assert len(texts) > 3 * len(DATES)
    for one, other in combinations(texts, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (one, other)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    assert all(left >= 0 and right <= width and top >= 0 and bottom <= height for left, top, right, bottom in texts)


def test_the_same_facts_give_the_same_bytes_in_whatever_order_the_documents_come() -> None:
    reports = many()
    assert picture(*reports) == picture(*reversed(reports))


def test_a_date_of_a_document_is_drawn_otherwise_than_that_of_a_text() -> None:
    root = drawn(*many())
    fills = [dot.get("fill") for dot in root.iter(f"{SVG}circle")]
    assert fills.count("#ffffff") == 1
    assert len(fills) == len(DATES) + 1
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert "by 2024-06" in words
    assert any("hollow" in (word or "") for word in words)
    assert not any("hollow" in (text.text or "") for text in drawn(many()[0]).iter(f"{SVG}text"))


def test_years_stand_once_and_gaps_are_dotted() -> None:
    root = drawn(many()[0])
    years = [text.text for text in root.iter(f"{SVG}text") if text.get("font-weight") == "bold"]
    assert years == ["1981", "2004", "2005", "2025"]
    dotted = [line.get("stroke-dasharray") is not None for line in root.iter(f"{SVG}line")]
    assert dotted == [False, True, False, False, True, False, False]


def test_hostile_names_are_text() -> None:
    evil = replace(ACME, label='</text><script>alert("1")</script>\x00\x1b[31m\ufffe]]>&')
    content = picture(report("a", ban(ITALY, evil, date=day("2025"))), title="</svg><script>2</script>")
    root = Xml.fromstring(content)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "rect", "line", "circle", "text"}
    assert any('<script>alert("1")</script>[31m' in (text.text or "") for text in root.iter(f"{SVG}text"))
    assert not {name for element in root.iter() for name in element.attrib if name.startswith("on")}


def test_a_timeline_without_facts_is_an_empty_picture() -> None:
    assert [text.text for text in drawn(title="Nothing").iter(f"{SVG}text")] == ["Nothing"]


def test_a_picture_in_pixels_is_a_png_twice_as_large() -> None:
    content = picture(*many())
    image = timeline_picture.png(content)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    root = Xml.fromstring(content)
    size = int.from_bytes(image[16:20], "big"), int.from_bytes(image[20:24], "big")
    assert size == (2 * int(root.get("width", 0)), pytest.approx(2 * float(root.get("height", 0)), abs=1))
    assert timeline_picture.png(content) == image
    start = image.index(b"IDAT")
    length = int.from_bytes(image[start - 4 : start], "big")
    assert len(set(zlib.decompressobj().decompress(image[start + 4 : start + 4 + length]))) > 8


def test_without_the_part_that_draws_pixels_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingPartError, match=r"PNG needs resvg-py: pip install 'kg-evidence\[pictures\]'"):
        timeline_picture.png(picture(*many()))
