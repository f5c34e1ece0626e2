"""What fills a role: lists, examples, what nouns stand for, kinds, amounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from kg.model import Entity, Reading

Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]


def test_lists_make_a_fact_of_each_pair(stated: Stated) -> None:
    facts = stated("Italy, Australia and Taiwan banned DeepSeek and ChatGPT.", "Restriction")
    assert {(fact["restrictor"], fact["restricted"]) for fact in facts} == {
        (who, what) for who in ("Italy", "Australia", "Taiwan") for what in ("DeepSeek", "ChatGPT")
    }
    assert len(facts) == 6


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia and AMD sell chips to Huawei.",
        "Firms such as Nvidia and AMD sell chips to Huawei.",
        "Firms like Nvidia and AMD sell chips to Huawei.",
        "Several companies, including Nvidia and AMD, sell chips to Huawei.",
        "Nvidia, AMD and others sell chips to Huawei.",
    ],
)
def test_examples_stand_for_their_group(stated: Stated, text: str) -> None:
    assert [fact["supplier"] for fact in stated(text, "Supply")] == ["Nvidia", "AMD"]


@pytest.mark.parametrize(
    "text",
    [
        "The US banned exports of the H100 to China.",
        "The US banned the sale of the H100 to China.",
        "The US banned shipments of the H100 to China.",
        "The US banned H100 exports to China.",
    ],
)
def test_a_noun_stands_for_what_it_is_about(stated: Stated, text: str) -> None:
    assert stated(text, "Restriction") == [
        {"restrictor": "United States", "restricted": "H100", "target": "China"},
    ]


@pytest.mark.parametrize(
    ("text", "restrictor"),
    [
        ("Beijing banned exports of gallium.", "China"),
        ("Washington banned exports of gallium.", "United States"),
        ("The White House banned exports of gallium.", "United States"),
        ("Dutch curbs on exports of gallium grew.", "Netherlands"),
    ],
)
def test_a_seat_of_government_acts_for_its_country(stated: Stated, text: str, restrictor: str) -> None:
    assert stated(text, "Restriction") == [{"restrictor": restrictor, "restricted": "gallium"}]


def test_a_city_stays_a_city_where_a_place_is_meant(stated: Stated) -> None:
    assert stated("ByteDance is based in Beijing.", "Location") == [{"place": "Beijing", "organization": "ByteDance"}]


@pytest.mark.parametrize("buyers", ["Chinese companies", "Chinese firms", "the Chinese military"])
def test_nationals_stand_for_their_country(stated: Stated, buyers: str) -> None:
    (fact,) = stated(f"Nvidia sells the H20 to {buyers}.", "Supply")
    assert fact == {"supplier": "Nvidia", "item": "H20", "recipient": "China"}


def test_a_place_in_a_place_is_in_both(stated: Stated) -> None:
    facts = stated("Microsoft is based in Redmond, Washington.", "Location")
    assert [fact["place"] for fact in facts] == ["Redmond", "Washington"]


@pytest.mark.parametrize(
    "text",
    [
        "The GPT-4 model by OpenAI grew.",
        "OpenAI makes a model, GPT-4.",
        "OpenAI makes a model called GPT-4.",
        "OpenAI's model, GPT-4, grew.",
    ],
)
def test_a_noun_stands_for_the_name_beside_it(stated: Stated, text: str) -> None:
    (fact,) = stated(text, "Development")
    assert fact == {"developer": "OpenAI", "product": "GPT-4"}


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia shares fell 17%.",
        "Nvidia's shares fell by 17%.",
        "Nvidia stock fell 17%.",
        "Shares of Nvidia fell 17%.",
        "Shares in Nvidia fell 17%.",
        "Nvidia's market value fell 17%.",
        "Nvidia's share price fell 17%.",
    ],
)
def test_whose_shares_fell(stated: Stated, text: str) -> None:
    assert stated(text, "MarketLoss") == [{"company": "Nvidia", "amount": "17%"}]


def test_two_amounts_make_two_facts(stated: Stated) -> None:
    facts = stated("Nvidia shares fell by 17%, or $593 billion.", "MarketLoss")
    assert [fact["amount"] for fact in facts] == ["17%", "$593 billion"]


def test_a_kind_fills_a_role_by_its_own_words(read: Callable[..., Reading]) -> None:
    reading = read("China blocks Western websites.")
    (fact,) = (fact for fact in reading.facts if fact.relation == "Restriction")
    assert fact.roles["restricted"] == "Western websites"
    assert [entity.label for entity in reading.entities] == ["China"]


def test_a_kind_of_chip_is_an_entity_of_the_graph(read: Callable[..., Reading]) -> None:
    reading = read("The US banned exports of AI chips to China.")
    (fact,) = (fact for fact in reading.facts if fact.relation == "Restriction")
    assert fact.roles["restricted"] == Entity(id="chip/AI_chips", label="AI chips", type="Chip")
    assert [entity.label for entity in reading.entities] == ["AI chips", "China", "United States"]


def test_a_filler_of_the_wrong_type_fills_nothing(stated: Stated) -> None:
    assert stated("Hangzhou founded DeepSeek.", "Founding") == []
    assert stated("Liang Wenfeng founded Hangzhou.", "Founding") == []
