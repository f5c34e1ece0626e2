from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef
from rdflib.namespace import RDF

from kg.errors import GraphError
from kg.graph import iris
from kg.graph.store import GraphStore
from kg.model import Amount, Date, Document, Fact, Reading
from kg.ontology import Ontology

BASE = "https://kg.example/"
SEGMENT = set("-_.~%") | set("0123456789ABCDEF")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Italy", "Italy"),
        ("United States", "United_States"),
        ("AT&T", "AT%26T"),
        ("小米", "小米"),
        ("हिन्दी", "हिन्दी"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("GPT-4.5", "GPT-4.5"),
        ("", "_"),
        ("..", "%2E%2E"),
        ("🙂", "%F0%9F%99%82"),
        ("A\U000e0100", "A%F3%A0%84%80"),
        ("\u202eright to left", "%E2%80%AEright_to_left"),
    ],
)
def test_a_slug_is_readable_and_legal(label: str, expected: str) -> None:
    assert iris.slug(label) == expected


@given(st.text())
def test_every_slug_is_one_legal_segment(label: str) -> None:
    slug = iris.slug(label)
    assert slug
    assert slug.strip(".")
    assert all(c in SEGMENT or c.isalnum() or not c.isascii() for c in slug)
    assert URIRef(BASE + slug).n3() == f"<{BASE}{slug}>"


@given(st.text(), st.text())
def test_two_documents_never_share_a_graph(one: str, other: str) -> None:
    if one and other and one != other and not _has_surrogates(one + other):
        assert iris.document_id(one) != iris.document_id(other)


def test_spaces_and_underscores_in_document_names_stay_apart() -> None:
    assert iris.document_id("my note") != iris.document_id("my_note")


@given(st.text())
def test_a_legal_iri_stays_as_it_is(text: str) -> None:
    assert iris.legal(iris.legal(text)) == iris.legal(text)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("5600000", "USD", "amount/USD-5600000"),
        ("5.60E6", "USD", "amount/USD-5600000"),
        ("12.50", "%", "amount/%25-12.5"),
        ("-3", "", "amount/-3"),
        ("0.0", "EUR", "amount/EUR-0"),
    ],
)
def test_equal_amounts_have_one_name(value: str, unit: str, expected: str) -> None:
    assert iris.amount_id(Amount(value=Decimal(value), unit=unit, text="")) == expected


@pytest.mark.parametrize(
    "base", ["", "kg", "/kg/", "https://e.org/?q=", "https://e.org/#", "https://e .org/", "kg.example"]
)
def test_a_bad_base_is_refused_in_one_line(base: str, readings: list[Reading], ontology: Ontology) -> None:
    with pytest.raises(GraphError, match="cannot be the base") as caught:
        GraphStore.create(readings, ontology, base)
    assert "\n" not in str(caught.value)


def test_a_base_without_a_slash_gets_one(readings: list[Reading], ontology: Ontology) -> None:
    graph = GraphStore.create(readings, ontology, "https://e.org/graph")
    assert graph.base == "https://e.org/graph/"
    assert (URIRef("https://e.org/graph/country/Italy"), RDF.type, None) in graph.rdflib().default_graph


def test_the_name_of_a_fact_is_that_of_its_content_alone(readings: list[Reading], ontology: Ontology) -> None:
    fact = readings[1].facts[2]
    reworded = dict(fact.roles) | {"date": Date(value="2023", precision="year", text="two years ago")}
    elsewhere = replace(fact.evidence[0], document_id="other", start=7)
    same = Fact(relation=fact.relation, roles=dict(reversed(reworded.items())), evidence=(elsewhere,))
    assert iris.fact_id(same, ontology) == iris.fact_id(fact, ontology)


@pytest.mark.parametrize(
    "change",
    [
        {"polarity": "negative"},
        {"modality": "planned"},
        {"attributed_to": "Reuters"},
        {"date": Date(value="2024", precision="year", text="")},
        {"relation": "Position"},
        {"roles": {"founder": "Liang"}},
    ],
)
def test_whatever_makes_facts_differ_makes_their_names_differ(
    change: dict[str, object], readings: list[Reading], ontology: Ontology
) -> None:
    fact = readings[1].facts[2]
    assert iris.fact_id(replace(fact, **change), ontology) != iris.fact_id(fact, ontology)  # type: ignore[arg-type]


def test_a_document_without_a_name_still_has_an_iri(ontology: Ontology) -> None:
    graph = GraphStore.create([Reading(document=Document(id="", text=""))], ontology)
    assert [d.id for d in graph.documents()] == [""]


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)
