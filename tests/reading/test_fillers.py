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


@pytest.mark.parametrize(
    ("text", "relation", "role", "names"),
    [
        ("Nvidia's rivals include AMD and Intel.", "Rivalry", "subject", ["AMD", "Intel"]),
        ("Backers of Mistral include Nvidia and ASML.", "Investment", "investor", ["Nvidia", "ASML"]),
        ("AI firms, such as OpenAI and Cohere, use H100s.", "ChipUse", "user", ["OpenAI", "Cohere"]),
        ("Italy banned apps such as ChatGPT and TikTok.", "Restriction", "restricted", ["ChatGPT", "TikTok"]),
        ("The US barred firms including Huawei and ZTE from buying chips.", "Restriction", "target", ["Huawei", "ZTE"]),
    ],
)
def test_examples_stand_for_their_group_in_any_position(
    stated: Stated, text: str, relation: str, role: str, names: list[str]
) -> None:
    assert [fact[role] for fact in stated(text, relation)] == names


@pytest.mark.parametrize(
    ("text", "restrictors"),
    [
        ("The Irish regulator banned DeepSeek.", ["Ireland"]),
        ("The Italian privacy watchdog banned DeepSeek.", ["Italy"]),
        ("South Korea's regulator banned DeepSeek.", ["South Korea"]),
        ("A regulator in Ireland banned DeepSeek.", ["Ireland"]),
        ("Watchdogs in Italy and France banned DeepSeek.", ["Italy", "France"]),
        ("The regulator in Paris banned DeepSeek.", ["France"]),
    ],
)
def test_a_body_without_a_name_stands_for_its_country(stated: Stated, text: str, restrictors: list[str]) -> None:
    assert [fact["restrictor"] for fact in stated(text, "Restriction")] == restrictors


@pytest.mark.parametrize(
    "text",
    [
        "The Irish chef banned DeepSeek.",
        "Restaurants in Italy and France banned DeepSeek.",
        "A bank in Paris banned DeepSeek.",
        "The regulator banned DeepSeek.",
    ],
)
def test_nobody_else_without_a_name_does(stated: Stated, text: str) -> None:
    assert stated(text, "Restriction") == [{"restricted": "DeepSeek"}]


@pytest.mark.parametrize(
    ("text", "relation", "role"),
    [
        ("The US banned the A800/A100.", "Restriction", "restricted"),
        ("The US banned A800/A100 exports to China.", "Restriction", "restricted"),
        ("Nvidia sells the A800/A100 to China.", "Supply", "item"),
        ("DeepSeek trained V3 on A800/A100 chips.", "ChipUse", "chip"),
    ],
)
def test_names_with_a_slash_between_are_two(stated: Stated, text: str, relation: str, role: str) -> None:
    assert {fact[role] for fact in stated(text, relation)} == {"A800", "A100"}


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("the city of San Francisco", "San Francisco"),
        ("the Chinese city of Hangzhou", "Hangzhou"),
        ("the eastern Chinese city of Hangzhou", "Hangzhou"),
    ],
)
def test_a_place_has_the_name_that_follows_it(stated: Stated, where: str, place: str) -> None:
    assert stated(f"Kestane Labs is based in {where}.", "Location") == [
        {"organization": "Kestane Labs", "place": place},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kestane Labs launched an AI model trained on H800 chips.",
        "Kestane Labs released a chatbot trained on H800s.",
        "Kestane Labs, which built a model trained on H800 chips, grew.",
        "A model launched by Kestane Labs was trained on H800 chips.",
    ],
)
def test_the_maker_stands_for_a_thing_that_is_only_described(stated: Stated, text: str) -> None:
    assert stated(text, "ChipUse") == [{"user": "Kestane Labs", "chip": "H800"}]


@pytest.mark.parametrize(
    "text",
    [
        "Kestane Labs praised a model trained on H800 chips.",
        "Kestane Labs launched the model trained on H800 chips.",
    ],
)
def test_who_only_speaks_of_a_thing_is_not_its_maker(stated: Stated, text: str) -> None:
    assert stated(text, "ChipUse") == []


# ---------------------------------------------------------------- what reaches the other names of a list


@pytest.mark.parametrize(
    "text",
    [
        "DeepMind, which is owned by Google, and OpenAI grew.",
        "DeepMind, owned by Google, and OpenAI grew.",
        "Google, which owns DeepMind, and Microsoft grew.",
        "DeepMind, a firm owned by Google, and OpenAI grew.",
        "Nvidia fears DeepMind, which Google owns, and OpenAI.",
        "Nvidia sued DeepMind, owned by Google, and OpenAI.",
        "Nvidia sued DeepMind, a firm owned by Google, and OpenAI.",
    ],
)
def test_a_clause_on_one_name_says_nothing_of_the_next(stated: Stated, text: str) -> None:
    assert stated(text, "Ownership") == [{"owner": "Google", "owned": "Google DeepMind"}]


def test_a_name_after_a_clause_still_belongs_to_the_list(stated: Stated) -> None:
    facts = stated("Nvidia bought Arm, which designs chips, and Mellanox.", "Acquisition")
    assert [fact["item"] for fact in facts] == ["Arm", "Mellanox"]


def test_a_clause_after_a_list_is_said_of_all(stated: Stated) -> None:
    facts = stated("Google and Microsoft, which own DeepMind, grew.", "Ownership")
    assert [fact["owner"] for fact in facts] == ["Google", "Microsoft"]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Microsoft-backed OpenAI and Amazon-backed Anthropic grew.",
            {("Microsoft", "OpenAI"), ("Amazon", "Anthropic")},
        ),
        ("Microsoft-backed OpenAI and Anthropic grew.", {("Microsoft", "OpenAI")}),
        ("Anthropic and Microsoft-backed OpenAI grew.", {("Microsoft", "OpenAI")}),
    ],
)
def test_a_participle_before_a_name_is_said_of_that_name_alone(
    stated: Stated, text: str, pairs: set[tuple[str, str]]
) -> None:
    assert {(fact["owner"], fact["owned"]) for fact in stated(text, "Ownership")} == pairs


def test_each_firm_has_the_seat_before_it(stated: Stated) -> None:
    facts = stated("Hangzhou-based DeepSeek and Paris-based Mistral grew.", "Location")
    assert {(fact["organization"], fact["place"]) for fact in facts} == {
        ("DeepSeek", "Hangzhou"),
        ("Mistral AI", "Paris"),
    }


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("DeepSeek's chatbot rivals ChatGPT.", "DeepSeek"),
        ("OpenAI launched a model that outperforms DeepSeek-R1.", "OpenAI"),
    ],
)
def test_a_thing_without_a_name_rivals_one_with_a_name(stated: Stated, text: str, subject: str) -> None:
    assert [fact["subject"] for fact in stated(text, "Rivalry")] == [subject]


def test_all_makers_of_a_described_thing_stand_for_it(stated: Stated) -> None:
    facts = stated("DeepSeek and Alibaba launched models trained on H800 chips.", "ChipUse")
    assert [fact["user"] for fact in facts] == ["DeepSeek", "Alibaba"]


def test_a_slash_is_no_possessive(stated: Stated) -> None:
    assert stated("Italy banned DeepSeek/ChatGPT.", "Development") == []


def test_examples_are_not_each_others_rivals(stated: Stated) -> None:
    assert stated("Rivals such as OpenAI and Anthropic sued DeepSeek.", "Rivalry") == []
