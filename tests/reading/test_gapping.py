"""Lists that leave the verb out after their first member, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from kg.model import Reading

Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]


def pairs(facts: list[dict[str, str]], one: str, other: str) -> set[tuple[str, str]]:
    return {(fact[one], fact[other]) for fact in facts}


@pytest.mark.parametrize(
    "text",
    [
        "Broadcom dropped 11%, Micron 9.2% and AMD 8.6%.",
        "Broadcom dropped 11%, Micron 9.2%, and AMD 8.6%.",
        "Broadcom dropped 11%; Micron 9.2%; AMD 8.6%.",
        "Broadcom dropped 11%, Micron about 9.2% and AMD some 8.6%.",
        "Broadcom shares dropped 11%, Micron 9.2% and AMD 8.6%.",
        "Broadcom's shares dropped 11%, Micron's 9.2% and AMD's 8.6%.",
        "Shares of Broadcom dropped 11%, Micron 9.2% and AMD 8.6%.",
    ],
)
def test_each_name_of_a_list_has_its_own_amount(stated: Stated, text: str) -> None:
    facts = stated(text, "MarketLoss")
    assert pairs(facts, "company", "amount") == {("Broadcom", "11%"), ("Micron", "9.2%"), ("AMD", "8.6%")}


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4 cost $100 million, Gemini $190 million and DeepSeek-R1 $6 million.",
        "GPT-4 cost $100 million, Gemini $190 million and DeepSeek-R1 about $6 million.",
        "GPT-4 cost $100 million; Gemini, $190 million; DeepSeek-R1, $6 million.",
    ],
)
def test_models_and_money_go_in_lists_too(stated: Stated, text: str) -> None:
    assert pairs(stated(text, "Cost"), "subject", "amount") == {
        ("GPT-4", "$100 million"),
        ("Gemini", "$190 million"),
        ("DeepSeek-R1", "$6 million"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft invested $10 billion in OpenAI, Amazon $4 billion in Anthropic and Google $2 billion in Cohere.",
        "Microsoft invested $10 billion in OpenAI; Amazon $4 billion in Anthropic; Google $2 billion in Cohere.",
        "Microsoft put $10 billion into OpenAI, Amazon $4 billion into Anthropic and Google $2 billion into Cohere.",
    ],
)
def test_three_roles_repeat_in_order_behind_the_same_preposition(stated: Stated, text: str) -> None:
    assert stated(text, "Investment") == [
        {"investor": investor, "amount": amount, "target": target}
        for investor, amount, target in [
            ("Microsoft", "$10 billion", "OpenAI"),
            ("Amazon", "$4 billion", "Anthropic"),
            ("Google", "$2 billion", "Cohere"),
        ]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Broadcom dropped 11%, Micron $9 billion.",
        "Broadcom dropped 11%, Taiwan 9.2%.",
        "Broadcom dropped 11%, Jane Doe 9.2%.",
        "Broadcom dropped 11%, the chipmaker 9.2%.",
        "Broadcom dropped 11%, Micron said.",
        "Broadcom dropped 11%, while Micron rose 4%.",
    ],
)
def test_what_does_not_repeat_the_first_member_is_no_member(stated: Stated, text: str) -> None:
    assert stated(text, "MarketLoss") == [{"company": "Broadcom", "amount": "11%"}]


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft invested $10 billion in OpenAI, Amazon $4 billion with Anthropic.",
        "Microsoft invested $10 billion in OpenAI, Amazon $4 billion.",
        "Microsoft invested $10 billion in OpenAI, Amazon 4% in Anthropic.",
    ],
)
def test_a_member_repeats_every_role(stated: Stated, text: str) -> None:
    assert [fact["investor"] for fact in stated(text, "Investment")] == ["Microsoft"]


def test_a_share_that_somebody_holds_is_no_loss_of_the_name_before_it(stated: Stated) -> None:
    text = "Tesla shares fell 5%, hurting Nvidia and Intel 3% holder Vanguard."
    assert stated(text, "MarketLoss") == [{"company": "Tesla", "amount": "5%"}]


def test_a_list_of_names_alone_leaves_nothing_out(stated: Stated) -> None:
    facts = stated("SoftBank owns 10% of Nvidia and Intel.", "Investment")
    assert pairs(facts, "target", "amount") == {("Nvidia", "10%"), ("Intel", "10%")}


def test_what_is_said_of_the_first_member_is_said_of_all(read: Callable[..., Reading]) -> None:
    facts = read("Broadcom may lose 11% and Micron 9.2%.").facts
    assert [(fact.relation, fact.modality) for fact in facts] == [("MarketLoss", "possible")] * 2


def test_each_member_is_found_where_it_stands(read: Callable[..., Reading]) -> None:
    text = "Broadcom dropped 11%, Micron 9.2%."
    second = read(text).facts[1]
    (evidence,) = second.evidence
    assert evidence.trigger == "dropped"
    assert {mention.text: text[mention.start : mention.end] for mention in evidence.mentions} == {
        "Micron": "Micron",
        "9.2%": "9.2%",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia fell 3%, Intel rose 4%.",
        "Nvidia shares fell 3% and Intel gained 4%.",
        "Nvidia shares fell 3% and Intel hired Jane Doe.",
    ],
)
def test_a_member_with_a_verb_of_its_own_is_no_member(stated: Stated, text: str) -> None:
    assert stated(text, "MarketLoss") == [{"company": "Nvidia", "amount": "3%"}]
