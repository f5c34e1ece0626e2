"""What the page is told of a graph."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Entity
from kg.ontology import EntityType
from kg.showing.page.data import data
from kg.showing.page.page import embedded
from tests.showing.page.graphs import Graph, news


@given(st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=5))
def test_embedded_json_reads_back_and_holds_no_markup(value: object) -> None:
    text = embedded(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


def test_a_lone_surrogate_can_be_embedded() -> None:
    assert json.loads(embedded("\ud800")) == "\ud800"
    embedded("\ud800").encode("utf-8")


def test_offsets_count_from_the_start_of_the_sentence() -> None:
    graph = Graph()
    graph.document("d")
    graph.entity("Ōsaka 𝔄", "Company")
    graph.entity("B", "Company")
    graph.say("d", "Ownership", "😀 {owner Ōsaka 𝔄} *owns* {owned B}.", start=1234)
    found = data(graph)
    sentence, start, end, *mentions = found["facts"][0][6][0]
    text = found["sentences"][sentence][2]
    assert text[start:end] == "owns"
    assert [text[mentions[i + 1] : mentions[i + 2]] for i in range(0, len(mentions), 3)] == ["Ōsaka 𝔄", "B"]


def test_a_sentence_that_states_two_facts_is_there_once() -> None:
    graph = Graph()
    graph.document("d")
    for name in "ABC":
        graph.entity(name, "Company")
    graph.say("d", "Ownership", "{owner A} *owns* {owned B} and C.")
    graph.say("d", "Ownership", "{owner A} *owns* B and {owned C}.")
    assert len(data(graph)["sentences"]) == 1


def test_types_come_in_the_order_of_the_ontology_and_abstract_ones_not_at_all() -> None:
    graph = news()
    concrete = [name for name, type_ in graph.ontology.types.items() if not type_.abstract]
    assert [type_["name"] for type_ in data(graph)["types"]] == concrete


def test_a_type_that_the_ontology_adds_gets_a_look_of_its_own() -> None:
    graph = Graph()
    blimp = EntityType(
        name="Blimp", label="blimp", comment="", ancestors=frozenset({"Entity", "Blimp"}), abstract=False
    )
    graph.ontology = replace(graph.ontology, types={**graph.ontology.types, "Blimp": blimp})
    graph.entity("Hindenburg", "Blimp")
    types = data(graph)["types"]
    assert types[-1]["label"] == "blimp"
    assert len({(type_["light"], type_["shape"]) for type_ in types}) == len(types)


def test_what_only_facts_mention_is_there_too() -> None:
    graph = Graph()
    graph.by_label["Halley"] = Entity(id="comet/Halley", label="Halley", type="Comet")
    graph.say("unlisted", "Ranking", "{subject Halley} is *listed* among {list comets}.")
    found = data(graph)
    assert [entity[1] for entity in found["entities"]] == ["Halley"]
    assert found["types"][-1]["name"] == "Comet"
    assert [document["title"] for document in found["documents"]] == ["unlisted"]


def test_a_document_without_a_title_goes_by_its_name() -> None:
    graph = Graph()
    graph.known_documents["a"] = Document(id="a", text="")
    assert data(graph)["documents"][0]["title"] == "a"
