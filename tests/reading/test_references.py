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
