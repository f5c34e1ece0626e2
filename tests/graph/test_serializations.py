from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.graph import written
from kg.graph.fragments import fragment
from kg.graph.store import GraphStore
from kg.graph.subjects import HELD
from kg.model import Document, Entity, Mention, Reading
from kg.ontology import Ontology, load

# rdflib warns of its own calls
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

Quads = set[tuple[str, str, str, str]]
RDFLIB = {"trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}


def quads(dataset: rdflib.Dataset) -> Quads:
    return {
        (
            s.n3(),
            p.n3(),
            o.n3(),
            "" if g is None or g == rdflib.graph.DATASET_DEFAULT_GRAPH_ID else rdflib.URIRef(g).n3(),
        )
        for s, p, o, g in dataset.quads()
    }


def parsed(content: bytes, form: str) -> Quads:
    return quads(rdflib.Dataset().parse(data=content, format=form))  # type: ignore[arg-type]


def own(graph: GraphStore) -> Quads:
    """The quads as the graph's own N-Quads give them, line by line, read by rdflib."""
    return parsed(graph.serialize("nquads"), "nquads")


@pytest.mark.parametrize("form", RDFLIB)
def test_rdflib_reads_every_quad(form: str, graph: GraphStore) -> None:
    found = parsed(graph.serialize(form), RDFLIB[form])
    assert found == own(graph)
    assert len(found) == len(graph)


def test_turtle_is_the_union_of_all_graphs(graph: GraphStore) -> None:
    union = rdflib.Graph().parse(data=graph.serialize("turtle"), format="turtle")
    assert {(s.n3(), p.n3(), o.n3()) for s, p, o in union} == {quad[:3] for quad in own(graph)}


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".ttl", ".jsonld"])
def test_what_is_saved_is_what_is_opened(suffix: str, graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / f"graph{suffix}")
    assert GraphStore.open(tmp_path / f"graph{suffix}").serialize("nquads") == graph.serialize("nquads")


@settings(max_examples=80)
@given(label=st.text(min_size=1), alias=st.text(), title=st.text())
def test_every_text_survives_every_format(label: str, alias: str, title: str) -> None:
    entity = Entity(id="company/x", label=label, type="Company", aliases=(alias,) if alias else ())
    graph = _mentioning(entity, title, load())
    for form, theirs in RDFLIB.items():
        assert parsed(graph.serialize(form), theirs) == own(graph)


@settings(max_examples=80)
@given(identifier=st.text(min_size=1), document=st.text())
def test_every_name_survives_every_format(identifier: str, document: str) -> None:
    from kg.graph.iris import slug

    entity = Entity(id=f"company/{slug(identifier)}", label="x", type="Company")
    graph = _mentioning(entity, "", load(), document)
    for form, theirs in RDFLIB.items():
        assert parsed(graph.serialize(form), theirs) == own(graph)


def test_trig_is_readable(graph: GraphStore) -> None:
    text = graph.serialize("trig").decode()
    assert "@prefix country: <https://kg.example/country/> .\n" in text
    assert 'country:Italy a kg:Country ;\n    rdfs:label "Italy" ;' in text
    assert "\ndocument:report {\n\n    document:report a kg:Document ;\n" in text
    assert (
        text.index("document:report a kg:Document") < text.index("a kg:Fact, kg:Licensing") < text.index("#mention=0,5")
    )
    assert "oa:start 75 ;" in text


def test_places_in_a_document_are_in_the_order_of_the_text(graph: GraphStore) -> None:
    text = graph.serialize("trig").decode().partition("document:my%20note {")[2].partition("document:report {")[0]
    assert re.findall(r"#mention=(\d+),\d+> a kg:Mention", text) == ["0", "40", "100"]


def test_only_prefixes_in_use_are_declared(graph: GraphStore) -> None:
    head, _, body = graph.serialize("trig").decode().partition("\n\n")
    assert set(re.findall(r"@prefix (\w+):", head)) == set(
        re.findall(r"(?:^|[\s^])([a-z]+):(?=[\w%])", _without_texts(body))
    )


def test_numbers_that_are_none_survive(tmp_path: Path) -> None:
    line = '<http://a/b> <http://a/b> "{}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    (tmp_path / "a.nq").write_text("".join(map(line.format, ["many", "7", "-7", "00", "9" * 30, "0" + "9" * 30])))
    graph = GraphStore.open(tmp_path / "a.nq")
    graph.save(tmp_path / "a.trig")
    assert GraphStore.open(tmp_path / "a.trig").serialize("nquads") == graph.serialize("nquads")


def test_jsonld_has_a_context_and_plain_strings(graph: GraphStore) -> None:
    whole = json.loads(graph.serialize("jsonld"))
    assert whole["@context"]["country"] == "https://kg.example/country/"
    (italy,) = [node for node in whole["@graph"] if node["id"] == "country:Italy"]
    assert italy == {
        "id": "country:Italy",
        "type": "Country",
        "label": "Italy",
        "prefLabel": "Italy",
        "exactMatch": "urn:iso:std:iso:3166:IT",
        "restricts": "company:DeepSeek",
    }


def test_jsonld_says_datatypes_once_and_numbers_as_such(graph: GraphStore) -> None:
    whole = json.loads(graph.serialize("jsonld"))
    assert whole["@context"]["restriction.restrictor"] == {"@id": "kg:restriction.restrictor", "@type": "@id"}
    assert whole["@context"]["founding.date"] == {"@id": "kg:founding.date", "@type": "xsd:gYear"}
    nodes = [node for part in whole["@graph"] for node in part.get("@graph", [])]
    (fact,) = [node for node in nodes if "founding.date" in node]
    assert (fact["type"], fact["founding.date"], fact["modality"]) == (["Fact", "Founding"], "2023", "actual")
    assert {type(node["start"]) for node in nodes if "start" in node} == {int}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("format_", ["jsonld", "trig", "nquads"])
def test_rdflib_reads_the_same_quads(graph: GraphStore, format_: str) -> None:
    names = {"jsonld": "json-ld"}
    ours = rdflib.Dataset().parse(data=graph.serialize(format_), format=names.get(format_, format_))
    theirs = rdflib.Dataset().parse(data=graph.serialize("nquads"), format="nquads")
    assert _quads(ours) == _quads(theirs)
    assert len(_quads(ours)) == len(graph)


@pytest.mark.parametrize(("format_", "parser"), [("turtle", "turtle"), ("rdfxml", "xml")])
def test_rdflib_reads_the_union_of_all_graphs(graph: GraphStore, format_: str, parser: str) -> None:
    read = rdflib.Graph().parse(data=graph.serialize(format_), format=parser)
    assert {(s, p, o) for s, p, o in read} == {
        quad[:3] for quad in _quads(rdflib.Dataset().parse(data=graph.serialize("nquads"), format="nquads"))
    }


def _quads(dataset: rdflib.Graph) -> set[tuple[object, ...]]:
    assert isinstance(dataset, rdflib.Dataset)
    return {(s, p, o, str(getattr(g, "identifier", g))) for s, p, o, g in dataset.quads()}


AWKWARD = """
<http://a/b> <https://kg.example/ontology#restricts> <http://a/b>, "text", "texte"@fr, "1"^^<http://a/type> .
<http://a/b> <https://kg.example/ontology#start> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://a/b> <https://kg.example/ontology#start> 7, -7, 12345678901234567890, 1.50, true .
<http://a/b> <https://kg.example/ontology#flag> "1"^^<http://www.w3.org/2001/XMLSchema#boolean>, false .
<http://a/b> <https://kg.example/ontology#date> "2023" ; <http://purl.org/dc/terms/date> "2024" ; <http://a/b/> "2025" .
<http://a/b> <https://kg.example/ontology#id> "1" ; <https://kg.example/ontology#type> "2" .
<http://a/b> <https://kg.example/ontology#country> "a name that is a prefix" .
<http://a/b> <https://kg.example/ontology#%2E> "odd", "control \u000b" .
<urn:x:y> a <https://kg.example/ontology#id>, <http://a/Type>, <https://kg.example/ontology#Country> .
_:blank <https://kg.example/ontology#restricts> _:blank .
"""


@pytest.mark.parametrize("suffix", [".jsonld", ".trig", ".nq", ".ttl"])
def test_any_rdf_is_kept_as_it_is(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a.ttl").write_text(AWKWARD)
    graph = GraphStore.open(tmp_path / "a.ttl")
    graph.save(tmp_path / f"b{suffix}")
    again = GraphStore.open(tmp_path / f"b{suffix}")
    assert _unnamed(again) == _unnamed(graph)


def _unnamed(graph: GraphStore) -> list[str]:
    """The quads, with one name for all blank nodes."""
    return sorted(re.sub(r"_:\w+", "_:b", str(quad)) for quad in graph.quads())


def test_nquads_are_sorted_lines(graph: GraphStore) -> None:
    lines = graph.serialize("nquads").decode().splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(graph)


@pytest.mark.parametrize("alias", ["ttl", "nq", "json-ld", "TRIG", "n-quads"])
def test_formats_go_by_several_names(alias: str, graph: GraphStore) -> None:
    assert graph.serialize(alias)


def test_an_unknown_format_is_named_with_those_there_are(graph: GraphStore) -> None:
    with pytest.raises(GraphError, match=r"no format 'excel'; there are trig, turtle, nquads, jsonld"):
        graph.serialize("excel")


def test_an_empty_graph_can_be_saved_and_opened(ontology: Ontology, tmp_path: Path) -> None:
    empty = GraphStore.create([], ontology)
    for suffix in (".trig", ".jsonld"):
        empty.save(tmp_path / f"empty{suffix}")
        assert GraphStore.open(tmp_path / f"empty{suffix}").facts() == []


def test_another_base_names_everything_and_is_found_again(
    readings: list[Reading], ontology: Ontology, tmp_path: Path, unchanged: Callable[..., object]
) -> None:
    graph = GraphStore.create(readings, ontology, "https://data.e.org/news/")
    graph.save(tmp_path / "graph.trig")
    again = GraphStore.open(tmp_path / "graph.trig")
    assert again.base == "https://data.e.org/news/"
    assert [entity.id for entity in again.entities(type="Country")] == ["country/China", "country/Italy"]
    assert "https://kg.example/country" not in graph.serialize().decode()
    assert again.merge(again, unchanged).serialize() == graph.serialize()  # type: ignore[arg-type]


def _without_texts(turtle: str) -> str:
    return re.sub(r'"(?:\\.|[^"\\])*"', "", turtle)


def _mentioning(entity: Entity, title: str, ontology: Ontology, document: str = "note") -> GraphStore:
    from kg.model import Mention

    mention = Mention(document_id=document, start=0, end=1, text="x", type=entity.type, head=0, name=entity.label)
    about = Document(id=document, text="", title=title)
    return GraphStore.create([Reading(document=about, mentions=(mention,), entities=(entity,))], ontology)


@pytest.mark.parametrize("form", ["trig", "nq"])
def test_a_document_too_long_for_memory_gives_the_bytes_of_a_graph_in_memory(
    form: str, ontology: Ontology, tmp_path: Path
) -> None:
    firms = [Entity(id=f"company/F%C3%BC{n}", label=f'Fü \\ "{n}"', type="Company") for n in range(100)]
    mentions = [
        Mention(document_id="big.txt", start=n, end=n + 1, text="F\n\t", type="Company", head=n, name=firm.label)
        for n, firm in enumerate(firms * (HELD // 600))
    ]
    reading = Reading(document=Document(id="big.txt", text=""), entities=tuple(firms), mentions=tuple(mentions))
    whole = GraphStore.create([reading], ontology)
    assert len(whole) > HELD
    whole.save(tmp_path / f"whole.{form}")
    with written.Graph(ontology, whole.base) as graph:
        graph.add(fragment(reading, ontology, whole.base))
        graph.write(tmp_path / f"parts.{form}")
    assert (tmp_path / f"parts.{form}").read_bytes() == (tmp_path / f"whole.{form}").read_bytes()
