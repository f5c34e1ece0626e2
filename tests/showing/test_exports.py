"""Exports: other programs read them, they lose no fact, and equal graphs give equal bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

from kg import ontology
from kg.errors import GraphError
from kg.graph.store import GraphStore
from kg.model import Date, Document, Entity, Evidence, Fact, Filler, Mention, Reading
from kg.showing import exports

ITALY = Entity(id="country/Italy", label="Italy", type="Country")
DEEPSEEK = Entity(id="company/DeepSeek", label="Deep & <Seek>", type="Company")
SENTENCE = "Italy \x0b banned Deep & <Seek>."


def fact(relation: str, roles: dict[str, Filler], document: str) -> Fact:
    evidence = Evidence(
        document_id=document,
        start=0,
        end=len(SENTENCE),
        sentence=SENTENCE,
        frame=relation,
        trigger="banned",
        trigger_start=8,
        trigger_end=14,
    )
    date = Date(value="2025-01", precision="month", text="January")
    return Fact(relation=relation, roles=roles, evidence=(evidence,), date=date, attributed_to="Reuters")


def reading(document: str) -> Reading:
    return Reading(
        document=Document(id=document, text=""),
        mentions=(Mention(document_id=document, start=0, end=5, text="Italy", type="Country", head=0, name="Italy"),),
        entities=(ITALY, DEEPSEEK),
        facts=(
            fact("Restriction", {"restrictor": ITALY, "restricted": DEEPSEEK}, document),
            fact("Licensing", {"subject": DEEPSEEK, "licence": "open source"}, document),
        ),
    )


@pytest.fixture
def store() -> GraphStore:
    return GraphStore.create([reading("a"), reading("b")], ontology.load())


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_networkx_reads_the_drawings(store: GraphStore, format_: str) -> None:
    stream = io.BytesIO(exports.export(store, format_))
    graph = networkx.read_graphml(stream) if format_ == "graphml" else networkx.read_gexf(stream, version="1.2draft")
    assert graph.is_directed()
    assert sorted(graph.nodes) == ["company/DeepSeek", "country/Italy", "text/open_source"]
    assert graph.nodes["company/DeepSeek"]["label"] == "Deep & <Seek>"
    assert graph.nodes["company/DeepSeek"]["type"] == "Company"
    edge = graph.edges["country/Italy", "company/DeepSeek"]
    assert edge["relation" if format_ == "graphml" else "label"] == "Restriction"
    assert json.loads(edge["roles"]) == {"restrictor": "Italy", "restricted": "Deep & <Seek>"}
    assert [piece["sentence"] for piece in json.loads(edge["evidence"])] == [SENTENCE, SENTENCE]
    assert edge["documents"] == "a; b"
    assert (edge["attributed_to"], edge["date"], edge["modality"]) == ("Reuters", "2025-01", "actual")
    assert re.fullmatch("Italy . banned Deep & <Seek>.", edge["sentences"])


def test_gexf_names_its_version(store: GraphStore) -> None:
    root = ElementTree.fromstring(exports.export(store, "gexf"))
    assert (root.tag, root.get("version")) == ("{http://www.gexf.net/1.2draft}gexf", "1.2")


def test_csv_has_a_row_for_each_sentence(store: GraphStore) -> None:
    rows = list(csv.DictReader(io.StringIO(exports.export(store, "csv").decode())))
    assert [(row["relation"], row["document"]) for row in rows] == [
        ("Licensing", "a"),
        ("Licensing", "b"),
        ("Restriction", "a"),
        ("Restriction", "b"),
    ]


@pytest.mark.parametrize("format_", sorted(exports.SUFFIXES))
def test_equal_graphs_give_equal_bytes(store: GraphStore, format_: str) -> None:
    other = GraphStore.create([reading("b"), reading("a")], ontology.load())
    content = exports.export(store, format_)
    assert content == exports.export(other, format_)
    assert len(content) > 200


@pytest.mark.parametrize(
    ("name", "format_"),
    [("g.TTL", "turtle"), ("a.b.nq", "nquads"), ("g.json", "jsonld"), ("g.nodelink.json", "nodelink")],
)
def test_the_ending_tells_the_format(name: str, format_: str) -> None:
    assert exports.format_of(Path(name)) == format_


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(GraphError, match=r"g\.docx: no format has this ending; known are \.trig, \.nq"):
        exports.format_of(Path("g.docx"))


def test_a_part_in_turtle_holds_its_facts_and_is_a_graph_again(store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "part.ttl").write_bytes(exports.turtle(store, facts=store.facts(relation="Licensing")))
    part = GraphStore.open(tmp_path / "part.ttl")
    assert part.facts() == store.facts(relation="Licensing")
    assert [e.document_id for e in part.facts()[0].evidence] == ["a", "b"]
    assert [entity.label for entity in part.entities()] == ["Deep & <Seek>"]


def test_entities_in_turtle_keep_their_mentions(store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "part.ttl").write_bytes(exports.turtle(store, entities=[ITALY]))
    part = GraphStore.open(tmp_path / "part.ttl")
    assert [entity.label for entity in part.entities()] == ["Italy"]
    assert part.mention_counts() == {"country/Italy": 2}
