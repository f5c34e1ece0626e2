"""What pronouns and descriptions stand for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from kg.model import Reading, Reference

Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]

OTHERS = "Nvidia and Intel grew. "


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        (
            "DeepSeek is based in Hangzhou. It released DeepSeek-R1.",
            "Development",
            {"developer": "DeepSeek", "product": "DeepSeek-R1"},
        ),
        (
            "DeepSeek is based in Hangzhou. The firm released DeepSeek-R1.",
            "Development",
            {"developer": "DeepSeek", "product": "DeepSeek-R1"},
        ),
        (
            "DeepSeek is based in Hangzhou. The start-up was founded by Liang Wenfeng.",
            "Founding",
            {"founder": "Liang Wenfeng", "organization": "DeepSeek"},
        ),
        (
            "DeepSeek is based in Hangzhou. Its founder is Liang Wenfeng.",
            "Founding",
            {"founder": "Liang Wenfeng", "organization": "DeepSeek"},
        ),
        (
            "Liang Wenfeng studied in Hangzhou. He founded DeepSeek.",
            "Founding",
            {"founder": "Liang Wenfeng", "organization": "DeepSeek"},
        ),
        (
            "Sam Altman runs OpenAI. He co-founded it.",
            "Founding",
            {"founder": "Sam Altman", "organization": "OpenAI"},
        ),
        (
            "DeepSeek has released DeepSeek-R1. The model cost $5.6 million to train.",
            "Cost",
            {"subject": "DeepSeek-R1", "amount": "$5.6 million"},
        ),
        (
            "Satya Nadella runs Microsoft. The company invested $10 billion in OpenAI.",
            "Investment",
            {"investor": "Microsoft", "target": "OpenAI", "amount": "$10 billion"},
        ),
        (
            "The Dutch firm ASML grew. The Dutch company shipped scanners to China.",
            "Supply",
            {"supplier": "ASML", "item": "scanners", "recipient": "China"},
        ),
        (
            "Nvidia has designed the A800. It sells the chip to Chinese firms.",
            "Supply",
            {"supplier": "Nvidia", "item": "A800", "recipient": "China"},
        ),
    ],
)
def test_an_expression_stands_for_a_name_before_it(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    assert stated(text, relation) == [roles]


def test_the_evidence_says_what_stands_for_what(read: Callable[..., Reading]) -> None:
    text = "DeepSeek is based in Hangzhou. The firm released GPT-4."
    (fact,) = (fact for fact in read(text).facts if fact.relation == "Development")
    (evidence,) = fact.evidence
    maker = next(mention for mention in evidence.mentions if mention.role == "developer")
    assert (maker.text, text[maker.start : maker.end]) == ("The firm", "The firm")
    assert maker.path == "subject"
    assert maker.references == (Reference(text="The firm", name="DeepSeek", kind="description"),)


@pytest.mark.parametrize(
    ("text", "role", "steps"),
    [
        ("DeepSeek is in Hangzhou. It banned ChatGPT.", "restrictor", [("It", "DeepSeek", "pronoun")]),
        ("Beijing has banned ChatGPT.", "restrictor", [("Beijing", "China", "capital")]),
        ("The White House banned DeepSeek.", "restrictor", [("White House", "United States", "government")]),
        (
            "The White House is angry. It banned DeepSeek.",
            "restrictor",
            [("It", "White House", "pronoun"), ("White House", "United States", "government")],
        ),
        ("DeepSeek made DeepSeek-R1. Italy banned R1.", "restricted", [("R1", "DeepSeek-R1", "alias")]),
        ("The Claude maker banned DeepSeek. Anthropic grew.", "restrictor", [("Claude maker", "Anthropic", "maker")]),
        ("Italy has banned DeepSeek.", "restrictor", []),
    ],
)
def test_each_reference_is_kept_with_its_kind(
    read: Callable[..., Reading], text: str, role: str, steps: list[tuple[str, str, str]]
) -> None:
    (fact,) = (fact for fact in read(text).facts if fact.relation == "Restriction")
    (mention,) = (mention for mention in fact.evidence[0].mentions if mention.role == role)
    assert [(step.text, step.name, step.kind) for step in mention.references] == steps


@pytest.mark.parametrize(
    "text",
    [
        "It released GPT-4.",
        "Liang Wenfeng grew up in Hangzhou. It released GPT-4.",
        "DeepSeek is based in Hangzhou. He released GPT-4.",
        "OpenAI and Anthropic grew. A firm released GPT-4.",
    ],
)
def test_an_expression_stands_for_nobody_where_nobody_fits(stated: Stated, text: str) -> None:
    assert all("developer" not in roles for roles in stated(text, "Development"))


def test_an_expression_that_could_be_either_of_two_stands_for_neither(stated: Stated) -> None:
    text = "OpenAI and Anthropic met. The company released GPT-4."
    assert all("developer" not in roles for roles in stated(text, "Development"))


def test_an_expression_looks_back_only_so_far(stated: Stated) -> None:
    near = "DeepSeek grew. It released GPT-4."
    far = f"DeepSeek grew. {'Markets rose. ' * 12}It released GPT-4."
    assert stated(near, "Development") == [{"developer": "DeepSeek", "product": "GPT-4"}]
    assert all("developer" not in roles for roles in stated(far, "Development"))


# ---------------------------------------------------------------- what a noun leaves to the sentences before


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        (
            "Kestane Labs makes robots. The round was led by SoftBank.",
            "Investment",
            {"investor": "SoftBank", "target": "Kestane Labs"},
        ),
        (
            "Kestane Labs makes robots. SoftBank led the latest round.",
            "Investment",
            {"investor": "SoftBank", "target": "Kestane Labs"},
        ),
        (
            "OpenAI said the round was led by SoftBank.",
            "Investment",
            {"investor": "SoftBank", "target": "OpenAI"},
        ),
        ("Mistral grew fast. It fears rival Cohere.", "Rivalry", {"subject": "Cohere", "rival": "Mistral AI"}),
        ("Mistral grew fast. Its rival Cohere grew.", "Rivalry", {"subject": "Cohere", "rival": "Mistral AI"}),
        ("OpenAI makes models. Rival Cohere grew.", "Rivalry", {"subject": "Cohere", "rival": "OpenAI"}),
        (
            "OpenAI makes models. CEO Sam Altman spoke.",
            "Position",
            {"organization": "OpenAI", "title": "CEO", "person": "Sam Altman"},
        ),
        (
            "OpenAI makes models. Co-founder Sam Altman spoke.",
            "Founding",
            {"founder": "Sam Altman", "organization": "OpenAI"},
        ),
    ],
)
def test_a_noun_is_about_what_the_text_is_about(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    assert roles in stated(text, relation)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("OpenAI and Anthropic met. The round was led by SoftBank.", "Investment"),
        ("OpenAI and Anthropic met. Rival Mistral grew.", "Rivalry"),
        ("OpenAI and Anthropic met. CEO Jane Doe spoke.", "Position"),
        ("OpenAI makes models. A new round was led by SoftBank.", "Investment"),
        ("OpenAI makes models. Cohere raised money from investors.", "Investment"),
        ("The round was led by SoftBank.", "Investment"),
    ],
)
def test_where_two_compete_or_the_noun_is_new_nothing_is_guessed(stated: Stated, text: str, relation: str) -> None:
    assert stated(text, relation) == []


def test_the_topic_is_kept_as_a_reference(read: Callable[..., Reading]) -> None:
    (fact,) = (fact for fact in read("OpenAI is growing. CEO Sam Altman spoke.").facts if fact.relation == "Position")
    (firm,) = (mention for mention in fact.evidence[0].mentions if mention.role == "organization")
    assert firm.references == (Reference(text="CEO", name="OpenAI", kind="topic"),)


# ---------------------------------------------------------------- pronouns


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        ("OpenAI compared itself with Cohere.", "Rivalry", {"subject": "OpenAI", "rival": "Cohere"}),
        ("OpenAI, which pits itself against Cohere, grew.", "Rivalry", {"subject": "OpenAI", "rival": "Cohere"}),
        ("Meta has wanted to measure itself against OpenAI.", "Rivalry", {"subject": "Meta", "rival": "OpenAI"}),
    ],
)
def test_a_reflexive_stands_for_the_subject_of_its_clause(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    assert stated(text, relation) == [roles]


def test_a_reflexive_beside_a_name_adds_nobody(stated: Stated) -> None:
    text = "Analysts compared Meta itself with OpenAI."
    assert stated(text, "Rivalry") == [{"subject": "Meta", "rival": "OpenAI"}]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia makes H20 chips. Nvidia sells them to China.",
        "Nvidia makes H20s. It sells them to China.",
        "Nvidia makes H20s and sells them to China.",
        "Nvidia designs its H20 chips and sells them to China.",
    ],
)
def test_a_plural_pronoun_stands_for_several_things_of_one_name(stated: Stated, text: str) -> None:
    assert stated(text, "Supply") == [{"supplier": "Nvidia", "item": "H20", "recipient": "China"}]


@pytest.mark.parametrize(
    "text",
    ["Nvidia's H20 chips sold well. Alibaba bought them.", "Nvidia makes H20 chips, and Alibaba buys them."],
)
def test_nor_is_their_maker_meant(stated: Stated, text: str) -> None:
    assert stated(text, "Acquisition") == [{"acquirer": "Alibaba", "item": "H20"}]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia makes the H20. It sells them to China.",
        "The H20 is fast. Nvidia sells them to China.",
        "Nvidia praised the H20. AMD sells them to China.",
    ],
)
def test_a_plural_pronoun_stands_for_no_single_thing(stated: Stated, text: str) -> None:
    assert stated(text, "Supply") == []


@pytest.mark.parametrize(
    ("text", "relation", "names"),
    [
        ("Nvidia, Broadcom and Micron saw their shares fall 5%.", "MarketLoss", ["Nvidia", "Broadcom", "Micron"]),
        ("Italy and France said they had banned DeepSeek.", "Restriction", ["Italy", "France"]),
    ],
)
def test_a_plural_pronoun_stands_for_all_names_of_the_subject(
    stated: Stated, text: str, relation: str, names: list[str]
) -> None:
    assert [next(iter(set(fact.values()) & set(names))) for fact in stated(text, relation)] == names


@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek-R1 is slower than GPT-4, but it cost $6 million.",
        "DeepSeek-R1 is slower than GPT-4. It cost $6 million.",
        "DeepSeek-R1 is as fast as GPT-4, and it cost $6 million.",
        "Compared with GPT-4, DeepSeek-R1 is slower, but it cost $6 million.",
        "GPT-4 is old. DeepSeek-R1 is slower than GPT-4, but it cost $6 million.",
    ],
)
def test_what_something_is_compared_with_is_not_meant_by_the_next_pronoun(stated: Stated, text: str) -> None:
    assert stated(text, "Cost") == [{"subject": "DeepSeek-R1", "amount": "$6 million"}]


@pytest.mark.parametrize(
    "text",
    [
        "The French company said its founder is Jane Doe.",
        "The French company grew. Its founder is Jane Doe.",
        "Officials met the French firm, and its founder is Jane Doe.",
    ],
)
def test_the_adjective_of_a_firm_is_no_antecedent(stated: Stated, text: str) -> None:
    assert all("organization" not in roles for roles in stated(text, "Founding"))
    assert stated(text, "Position") == []


@pytest.mark.parametrize(
    "text",
    ["The French start-up said it had banned DeepSeek.", "The French start-up grew. It banned DeepSeek."],
)
def test_nor_does_a_pronoun_for_a_firm_stand_for_its_country(stated: Stated, text: str) -> None:
    assert stated(text, "Restriction") == [{"restricted": "DeepSeek"}]


def test_the_firm_of_an_adjective_may_be_one_that_the_text_has_named(stated: Stated) -> None:
    text = "Mistral is growing. The French company said its founder is Jane Doe."
    assert stated(text, "Founding") == [{"founder": "Jane Doe", "organization": "Mistral AI"}]


def test_a_description_does_not_stand_for_the_subject_of_its_own_clause(stated: Stated) -> None:
    assert stated("Nvidia sued the start-up's founder, Jane Doe.", "Founding") == []
