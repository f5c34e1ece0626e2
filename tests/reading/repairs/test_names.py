"""Names that get the place that people give them: appositions, descriptions, lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import pytest

Bond: TypeAlias = tuple[str, str, str]
Mended: TypeAlias = Callable[[str, Mapping[str, str], Sequence[Bond]], set[Bond]]
Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        pytest.param(
            "OpenAI's founder, Sam Altman has bought Helion.",
            "Acquisition",
            {"acquirer": "Sam Altman", "item": "Helion"},
            id="second_subject after a comma",
        ),
        pytest.param(
            "OpenAI's boss Sam Altman sold chips to Meta.",
            "Position",
            {"organization": "OpenAI", "title": "boss", "person": "Sam Altman"},
            id="second_subject",
        ),
        pytest.param(
            "How OpenAI created AI model GPT-4",
            "Development",
            {"developer": "OpenAI", "product": "GPT-4"},
            id="described",
        ),
        pytest.param(
            "Nvidia competes with Apple's supplier of processors, TSMC.",
            "Rivalry",
            {"subject": "Nvidia", "rival": "TSMC"},
            id="described_above",
        ),
        pytest.param(
            "Chinese AI firm DeepSeek's R1 grew.",
            "Development",
            {"developer": "DeepSeek", "product": "DeepSeek-R1"},
            id="descriptor: a noun",
        ),
        pytest.param(
            "DeepSeek-R1 beats California-based OpenAI's GPT-4 model.",
            "Location",
            {"organization": "OpenAI", "place": "California"},
            id="descriptor: a participle",
        ),
        pytest.param(
            "Nvidia sued Austin, Texas-based Tesla.",
            "Investigation",
            {"investigator": "Nvidia", "subject": "Tesla"},
            id="seated",
        ),
        pytest.param(
            "The H20, Nvidia's newest chip, was banned by Italy.",
            "Restriction",
            {"restrictor": "Italy", "restricted": "H20"},
            id="owned: what is banned",
        ),
        pytest.param(
            "The H20, Nvidia's newest chip, was banned by Italy.",
            "Development",
            {"developer": "Nvidia", "product": "H20"},
            id="owned: whose it is",
        ),
        pytest.param(
            "Founded by Liang Wenfeng — a self-taught entrepreneur and former trader — DeepSeek operates in Hangzhou.",
            "Founding",
            {"founder": "Liang Wenfeng", "organization": "DeepSeek"},
            id="dashed",
        ),
        pytest.param(
            "A start-up in Leuven, Bothnia Health, uses H100s.",
            "Location",
            {"organization": "Bothnia Health", "place": "Leuven"},
            id="unlike",
        ),
        pytest.param(
            "Anthropic is backed by Google and Kestane, a fund owned by Microsoft.",
            "Ownership",
            {"owner": "Microsoft", "owned": "Kestane"},
            id="last_of_list",
        ),
    ],
)
def test_a_name_stands_where_people_read_it(stated: Stated, text: str, relation: str, roles: dict[str, str]) -> None:
    assert roles in stated(text, relation)


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        (
            "The H20, Nvidia's newest chip, was banned by Italy.",
            "Restriction",
            {"restrictor": "Italy", "restricted": "Nvidia"},
        ),
        ("OpenAI's founder, Sam Altman has bought Helion.", "Acquisition", {"acquirer": "OpenAI", "item": "Helion"}),
        (
            "Anthropic is backed by Google and Kestane, a fund owned by Microsoft.",
            "Ownership",
            {"owner": "Microsoft", "owned": "Google"},
        ),
    ],
)
def test_nor_is_it_read_where_the_parser_hung_it(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    assert roles not in stated(text, relation)


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI's GPT-4, Google's Gemini and Meta's Llama 3 were banned by Italy.",
        "Italy banned OpenAI's GPT-4, Google's Gemini and Meta's Llama 3.",
    ],
)
def test_possessives_of_a_list_each_own_their_thing(stated: Stated, text: str) -> None:
    assert [(fact["developer"], fact["product"]) for fact in stated(text, "Development")] == [
        ("OpenAI", "GPT-4"),
        ("Google", "Gemini"),
        ("Meta", "Llama 3"),
    ]
    assert [fact["restricted"] for fact in stated(text, "Restriction")] == ["GPT-4", "Gemini", "Llama 3"]


def test_a_noun_that_became_the_clause_introduces_the_name_again(mended: Mended) -> None:
    wrong = [("Co-founder", "ROOT", "Co-founder"), ("spoke", "ccomp", "Co-founder")]
    assert mended("Co-founder Jane Doe spoke.", {"Jane Doe": "Person"}, wrong) >= {
        ("Co-founder", "compound", "Jane Doe"),
        ("Jane Doe", "nsubj", "spoke"),
        ("spoke", "ROOT", "spoke"),
    }


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        pytest.param(
            "OpenAI's founder says Sam Altman has bought Helion.",
            "Acquisition",
            {"acquirer": "Sam Altman", "item": "Helion"},
            id="second_subject",
        ),
        pytest.param(
            "Proof Nvidia sells chips to China emerged.",
            "Supply",
            {"supplier": "Nvidia", "item": "chips", "recipient": "China"},
            id="introduced",
        ),
        pytest.param(
            "The chips Nvidia sells to Microsoft are banned.",
            "Supply",
            {"supplier": "Nvidia", "item": "chips", "recipient": "Microsoft"},
            id="introduced: a clause without a pronoun",
        ),
        pytest.param(
            "Italy banned the firm's model, DeepSeek-R1.",
            "Restriction",
            {"restrictor": "Italy", "restricted": "DeepSeek-R1"},
            id="described_above",
        ),
        pytest.param(
            "In Paris, California-based Nvidia sued Google.",
            "Location",
            {"organization": "Nvidia", "place": "California"},
            id="seated",
        ),
        pytest.param(
            "Nvidia, Intel's rival, fell 3%.",
            "MarketLoss",
            {"company": "Nvidia", "amount": "3%"},
            id="owned: by another firm",
        ),
        pytest.param(
            "In Italy, OpenAI's ChatGPT is banned.",
            "Restriction",
            {"restrictor": "Italy", "restricted": "ChatGPT"},
            id="owned: after a place",
        ),
        pytest.param(
            "Italy banned ChatGPT, OpenAI's chatbot.",
            "Restriction",
            {"restrictor": "Italy", "restricted": "ChatGPT"},
            id="list_item",
        ),
        pytest.param(
            "Microsoft bought Arm — a chipmaker.",
            "Acquisition",
            {"acquirer": "Microsoft", "item": "Arm"},
            id="dashed",
        ),
    ],
)
def test_a_name_that_stands_right_stays_there(stated: Stated, text: str, relation: str, roles: dict[str, str]) -> None:
    assert stated(text, relation) == [roles]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sam Altman, OpenAI and Microsoft sued Google.", ["Sam Altman", "OpenAI", "Microsoft"]),
        ("Italy, France and Kestane Labs sued Google.", ["Italy", "France", "Kestane Labs"]),
        ("ASML, Nvidia and Intel sued Google.", ["ASML", "Nvidia", "Intel"]),
    ],
)
def test_names_in_a_list_may_be_of_unlike_types(stated: Stated, text: str, names: list[str]) -> None:
    assert [fact["investigator"] for fact in stated(text, "Investigation")] == names


def test_what_is_said_of_all_members_of_a_list_stays_with_all(stated: Stated) -> None:
    facts = stated("Anthropic is backed by Google and Kestane, funds owned by Microsoft.", "Ownership")
    assert {fact["owned"] for fact in facts if fact["owner"] == "Microsoft"} >= {"Google"}


def test_the_comma_of_a_headline_is_an_and(stated: Stated) -> None:
    facts = stated("Nvidia, AMD shares fell 3%.", "MarketLoss")
    assert {fact["company"] for fact in facts} == {"Nvidia", "AMD"}
