"""Who is who: names of one document, and names across documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Entity, Reading
from kg.ontology import Ontology
from kg.reading.entities import entity_id, resolve, slug
from kg.reading.reader import Reader

Resolve: TypeAlias = Callable[..., list[Reading]]

TEXTS = (
    "Liang Wenfeng founded DeepSeek. Liang studied in Hangzhou.",
    "Liang Wenfang is the founder of Deep Seek.",
    "Orrin Labs Inc. released a model called Quill-2. Orrin Labs is based in Oslo.",
    "The start-up Orrin Labs released the model Quill 2.",
    "The U.S. banned DeepSeek. America's curbs grew.",
    "Open-AI released ChatGPT. OpenAI's Chat GPT grew.",
)


@pytest.fixture(scope="session")
def across(reader: Reader, ontology: Ontology) -> Resolve:
    """The readings of several texts, each a document of its own, with their entities joined."""

    def across(*texts: str) -> list[Reading]:
        documents = (Document(id=f"d{number}", text=text) for number, text in enumerate(texts))
        return resolve(list(reader.read(documents)), ontology)

    return across


@pytest.fixture(scope="session")
def readings(reader: Reader) -> list[Reading]:
    """Several documents, each read for itself."""
    return list(reader.read(Document(id=f"d{number}", text=text) for number, text in enumerate(TEXTS)))


def entities(readings: Iterable[Reading]) -> dict[str, Entity]:
    return {entity.id: entity for reading in readings for entity in reading.entities}


# ---------------------------------------------------------------- names and IRIs


@pytest.mark.parametrize(
    ("label", "segment"),
    [
        ("United States", "United_States"),
        ("DeepSeek-R1", "DeepSeek-R1"),
        ("Gemini 2.0 Flash", "Gemini_2.0_Flash"),
        ("AT&T", "AT%26T"),
        ("a/b#c?d", "a%2Fb%23c%3Fd"),
        ("Türkiye", "Türkiye"),
        ("深度求索", "深度求索"),
    ],
)
def test_the_slug_of_a_label(label: str, segment: str) -> None:
    assert slug(label) == segment


@given(st.text(min_size=1).filter(str.strip))
def test_a_slug_can_stand_in_an_iri(label: str) -> None:
    assert not set(slug(label)) & set(" <>\"{}|\\^`/#?[]@!$&'()*+,;=:")


def test_an_entity_is_known_by_its_type_and_label(ontology: Ontology) -> None:
    assert entity_id("United States", "Country", ontology) == "country/United_States"


# ---------------------------------------------------------------- across documents


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Liang Wenfeng founded DeepSeek.", "Liang Wenfang founded DeepSeek.", "Liang Wenfeng"),
        ("DeepSeek grew.", "They asked Deep Seek.", "DeepSeek"),
        ("They asked Orrin Labs Inc. again.", "The start-up Orrin Labs grew.", "Orrin Labs Inc."),
        ("The U.S. grew.", "The United States grew.", "United States"),
        ("They tried ChatGPT.", "They tried Chat GPT.", "ChatGPT"),
    ],
)
def test_spellings_of_one_name_are_one_entity(across: Resolve, one: str, other: str, label: str) -> None:
    first, second = ({entity.label for entity in reading.entities} for reading in across(one, other))
    assert label in first & second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Liang Wenfeng founded DeepSeek.", "Liang Jianzhang founded DeepSeek."),
        ("Jane Doe founded OpenAI.", "John Doe founded OpenAI."),
        ("They tried GPT-4.", "They tried GPT-5."),
        ("They asked Orrin Labs Inc. again.", "They asked Kestane Labs Inc. again."),
    ],
)
def test_different_names_stay_different(across: Resolve, one: str, other: str) -> None:
    first, second = ({entity.label for entity in reading.entities} for reading in across(one, other))
    assert len(first | second) > len(first & second)


def test_other_spellings_become_aliases(across: Resolve) -> None:
    found = entities(across(*TEXTS))
    assert "Deep Seek" in found["company/DeepSeek"].aliases
    assert {"U.S.", "America"} <= set(found["country/United_States"].aliases)
    assert found["country/United_States"].same_as == ("urn:iso:std:iso:3166:US",)


def test_facts_and_entities_of_a_reading_agree(across: Resolve) -> None:
    for reading in across(*TEXTS):
        known = set(reading.entities)
        assert {f for fact in reading.facts for f in fact.roles.values() if isinstance(f, Entity)} <= known


@given(st.permutations(range(len(TEXTS))))
def test_the_order_of_documents_does_not_matter(readings: list[Reading], ontology: Ontology, order: list[int]) -> None:
    assert resolve([readings[i] for i in order], ontology) == resolve(readings, ontology)


@given(st.permutations(range(len(TEXTS))), st.integers(1, len(TEXTS) - 1))
def test_parts_join_like_the_whole(readings: list[Reading], ontology: Ontology, order: list[int], cut: int) -> None:
    parts = ([readings[i] for i in order[:cut]], [readings[i] for i in order[cut:]])
    joined = resolve([reading for part in parts for reading in resolve(part, ontology)], ontology)
    whole = resolve(readings, ontology)
    assert entities(joined) == entities(whole)
    assert [reading.facts for reading in joined] == [reading.facts for reading in whole]


def test_no_documents_no_entities(ontology: Ontology) -> None:
    assert resolve([], ontology) == []
