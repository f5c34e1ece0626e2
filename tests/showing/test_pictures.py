"""Pictures: what is to be read lies upon nothing else, and programs that show pictures can read them."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from itertools import combinations
from xml.etree import ElementTree

import pytest
from matplotlib import image

from kg import ontology
from kg.errors import MissingPartError
from kg.graph.parts import around
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Evidence, Fact, Reading
from kg.showing import drawings, pictures
from kg.showing.drawings import Drawing, curve, drawing
from tests.showing.hostile import hostile, plain

SVG = "{http://www.w3.org/2000/svg}"


def dense(count: int) -> GraphStore:
    """A graph in which every entity rivals the next ones, and one has a tie to all."""
    names = [Entity(id=f"company/C{n:03}", label=f"Company number {n}", type="Company") for n in range(count)]
    pairs = [(one, names[(n + step) % count]) for n, one in enumerate(names) for step in (1, 7)]
    pairs += [(names[0], other) for other in names[2:]]
    said = Evidence(document_id="d", start=0, end=1, sentence="x", frame="", trigger="", trigger_start=0, trigger_end=0)
    facts = tuple(
        Fact(relation="Rivalry", roles={"subject": one, "rival": other}, evidence=(said,)) for one, other in pairs
    )
    reading = Reading(document=Document(id="d", text=""), entities=tuple(names), facts=facts)
    return GraphStore.create([reading], ontology.load())


def drawn(store: GraphStore) -> Drawing:
    return drawing(store, pictures.Pen().width)


@pytest.mark.parametrize("store", [plain(), hostile(), dense(8), dense(30)], ids=["plain", "hostile", "small", "dense"])
def test_no_text_lies_upon_another(store: GraphStore) -> None:
    shapes = drawn(store).shapes
    for one, other in combinations(shapes, 2):
        (x, y), (width, height) = one.centre, one.inner
        (a, b), (across, down) = other.centre, other.inner
        assert abs(x - a) >= (width + across) / 2 or abs(y - b) >= (height + down) / 2, (one.lines, other.lines)


@pytest.mark.parametrize("store", [plain(), hostile(), dense(30)], ids=["plain", "hostile", "dense"])
def test_every_text_fits_into_its_box_and_every_box_into_the_picture(store: GraphStore) -> None:
    plan, pen = drawn(store), pictures.Pen()
    for shape in plan.shapes:
        (x, y), (width, height) = shape.centre, shape.inner
        assert max(pen.width(line, shape.size) for line in shape.lines) <= width
        assert len(shape.lines) * shape.leading <= height
        assert width / 2 < x < plan.size[0] - width / 2
        assert height / 2 < y < plan.size[1] - height / 2


def test_few_arrows_run_under_boxes_that_are_not_theirs() -> None:
    plan = drawn(plain())
    for arrow in plan.arrows:
        ends = (plan.shapes[number].centre for number in (arrow.source, arrow.label, arrow.target))
        others = [s for n, s in enumerate(plan.shapes) if n not in (arrow.source, arrow.label, arrow.target)]
        for x, y in curve(*ends, 50):
            assert not [
                s.lines
                for s in others
                if abs(s.centre[0] - x) < s.inner[0] / 2 and abs(s.centre[1] - y) < s.inner[1] / 2
            ]


def test_entities_values_and_relations_are_all_there() -> None:
    plan = drawn(plain())
    said = {" ".join(shape.lines) for shape in plan.shapes}
    assert {"Italy country", "DeepSeek company", "Liang person", "$5.6 million", "2023", "tools"} <= said
    assert {"restricts", "restricts against", "founded", "restricts (denied)", "costs (claimed by Reuters)"} <= said
    certain = {" ".join(plan.shapes[arrow.label].lines): arrow.certain for arrow in plan.arrows}
    assert (certain["restricts"], certain["restricts (denied)"]) == (True, False)


@pytest.mark.parametrize("make", [plain, hostile])
def test_svg_is_read_as_xml_and_has_every_label(make: type) -> None:
    store: GraphStore = make()
    content = pictures.picture(store, "svg").content
    root = ElementTree.fromstring(content)
    assert root.tag == f"{SVG}svg"
    plan = drawn(store)
    shown = [group for group in root.iter(f"{SVG}g") if group.get("id", "").startswith("text_")]
    assert len(shown) == sum(len(shape.lines) for shape in plan.shapes)
    assert all(group.find(f".//{SVG}use") is not None or group.find(f".//{SVG}path") is not None for group in shown)
    assert not list(root.iter(f"{SVG}text")), "text as outlines needs no font"
    assert not [e for e in root.iter() for name in e.attrib if name.endswith("href") and e.get(name, "")[0] != "#"]


def test_png_is_read_and_has_the_size_that_it_says() -> None:
    content = pictures.picture(plain(), "png").content
    pixels = image.imread(io.BytesIO(content), format="png")
    width, height = struct.unpack(">II", content[16:24])
    assert pixels.shape[:2] == (height, width)
    assert (width / pictures.DOTS, height / pictures.DOTS) == pytest.approx(
        [side / pictures.POINTS for side in drawn(plain()).size], abs=0.01
    )
    assert 0.5 < pixels[..., :3].mean() < 0.999, "neither blank nor black"


@pytest.mark.parametrize("format_", ["svg", "png"])
def test_another_process_draws_the_same_bytes(format_: str) -> None:
    program = (
        "import sys; from tests.showing.hostile import plain; from kg.showing import pictures; "
        f"sys.stdout.buffer.write(pictures.picture(plain(), {format_!r}).content)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == pictures.picture(plain(), format_).content


def test_of_many_entities_the_best_tied_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawings, "MOST", 6)
    picture = pictures.picture(dense(20), "svg")
    assert (picture.drawn, picture.all) == (6, 20)
    assert "Company number 0 company" in {" ".join(shape.lines) for shape in drawn(dense(20)).shapes}


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingPartError, match=r"pip install 'kg-evidence\[pictures\]'"):
        pictures.picture(plain(), "svg")


def test_characters_that_no_font_has_do_no_harm() -> None:
    odd = Entity(id="company/O", label="小米 \U00013000 \U0010fffd $x^2$ & <b>", type="Company")
    picture = pictures.picture(plain(odd), "svg")
    assert ElementTree.fromstring(picture.content).tag == f"{SVG}svg"
    assert "小米 \U00013000" in " ".join(" ".join(shape.lines) for shape in drawn(plain(odd)).shapes)


def test_an_empty_graph_is_an_empty_picture() -> None:
    picture = pictures.picture(GraphStore.create([], ontology.load()), "svg")
    assert (picture.drawn, picture.all) == (0, 0)
    assert ElementTree.fromstring(picture.content).tag == f"{SVG}svg"


def test_around_an_entity_only_what_is_near_is_drawn() -> None:
    store = plain()
    near = around(store, store.find("Liang"), 1)
    assert {fact.relation for fact in near.facts()} == {"Restriction", "Founding", "Cost"}
    far = around(dense(30), dense(30).find("Company number 15"), 1)
    assert {e.label for e in far.entities()} == {f"Company number {n}" for n in (0, 8, 14, 15, 16, 22)}
