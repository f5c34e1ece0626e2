"""Frames: which words state a fact, and what a stated fact looks like."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from kg.model import Amount, Date, Entity, Reading, label_of

Read: TypeAlias = Callable[..., Reading]
Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        (
            "The US clamped down on exports of chips to China.",
            "Restriction",
            {"restrictor": "United States", "restricted": "chips", "target": "China"},
        ),
        (
            "The US added Huawei to its entity list.",
            "Restriction",
            {"restrictor": "United States", "restricted": "Huawei"},
        ),
        (
            "Huawei was put on a blacklist by the US.",
            "Restriction",
            {"restrictor": "United States", "restricted": "Huawei"},
        ),
        (
            "The FTC is investigating whether Microsoft broke the law.",
            "Investigation",
            {"investigator": "Federal Trade Commission", "subject": "Microsoft"},
        ),
        ("Tesla's 50,000 H100s are in Texas.", "ChipUse", {"user": "Tesla", "chip": "H100"}),
        ("ChatGPT rose to No. 3 on the App Store.", "Ranking", {"subject": "ChatGPT", "list": "App Store"}),
        ("Nvidia, down 5%, led the losses.", "MarketLoss", {"company": "Nvidia", "amount": "5%"}),
        (
            "SoftBank is buying $2 billion of Intel stock.",
            "Investment",
            {"investor": "SoftBank", "target": "Intel", "amount": "$2 billion"},
        ),
        (
            "Firms making AI chips, such as Groq, are raising money.",
            "Development",
            {"developer": "Groq", "product": "AI chips"},
        ),
        ("Nvidia's rival AMD grew.", "Rivalry", {"subject": "AMD", "rival": "Nvidia"}),
        ("Google acquired DeepMind.", "Acquisition", {"acquirer": "Google", "item": "Google DeepMind"}),
        ("Apple teamed up with Alibaba.", "Partnership", {"partner": "Apple", "counterpart": "Alibaba"}),
        ("Microsoft and OpenAI joined forces.", "Partnership", {"partner": "Microsoft", "counterpart": "OpenAI"}),
        (
            "Alibaba and Apple announced a partnership.",
            "Partnership",
            {"partner": "Alibaba", "counterpart": "Apple"},
        ),
        ("DeepSeek topped the App Store.", "Ranking", {"subject": "DeepSeek", "list": "App Store"}),
        (
            "DeepSeek became the number one app on the App Store.",
            "Ranking",
            {"subject": "DeepSeek", "list": "App Store"},
        ),
        ("DeepSeek, a subsidiary of High-Flyer, grew.", "Ownership", {"owner": "High-Flyer", "owned": "DeepSeek"}),
        (
            "Meta released Llama 3 under an open licence.",
            "Licensing",
            {"subject": "Llama 3", "licence": "open licence"},
        ),
        ("Llama 3 is an open-weight model.", "Licensing", {"subject": "Llama 3", "licence": "open weight"}),
        ("Alibaba's Qwen 2.5 grew.", "Development", {"developer": "Alibaba", "product": "Qwen 2.5"}),
        ("Claude's maker Anthropic grew.", "Development", {"developer": "Anthropic", "product": "Claude"}),
        ("OpenAI spent $100 million on GPT-4.", "Cost", {"subject": "GPT-4", "amount": "$100 million"}),
        ("GPT-4's training bill came to $100 million.", "Cost", {"subject": "GPT-4", "amount": "$100 million"}),
    ],
)
def test_phrases_nouns_and_possessives_state_facts(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    (fact,) = stated(text, relation)
    assert fact.items() >= roles.items()


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("OpenAI announced a new office in Tokyo.", "Development"),
        ("Nvidia has halted production.", "Restriction"),
        ("Nvidia's sales fell in China.", "MarketLoss"),
        ("Nvidia's sales fell 17%.", "MarketLoss"),
        ("Nvidia's rival AMD grew.", "Ownership"),
        ("The arrival of GPT-4 surprised Google.", "Rivalry"),
        ("Jane Doe launched a new model.", "Founding"),
        ("Sam Altman is in Berlin.", "Location"),
    ],
)
def test_the_same_words_state_nothing_where_the_parties_are_others(stated: Stated, text: str, relation: str) -> None:
    assert stated(text, relation) == []


def test_a_fine_of_an_amount_is_a_fine(stated: Stated) -> None:
    for text in ("Italy fined Google.", "Italy fined Google $5 million."):
        assert stated(text, "Investigation") == [{"investigator": "Italy", "subject": "Google"}]


def test_a_ban_of_what_a_firm_makes_does_not_deny_where_the_firm_is(read: Read) -> None:
    facts = read("Italy banned Chinese tech firm DeepSeek's models.").facts
    assert [(fact.relation, fact.polarity) for fact in facts] == [("Restriction", "positive"), ("Location", "positive")]


def test_a_fact_is_typed_dated_and_counted_in_whole_units(read: Read) -> None:
    (fact,) = (
        fact
        for fact in read("Microsoft invested $10bn in OpenAI in January 2023.").facts
        if fact.relation == "Investment"
    )
    target, amount = fact.roles["target"], fact.roles["amount"]
    assert target == Entity(id="company/OpenAI", label="OpenAI", type="Company")
    assert isinstance(amount, Amount)
    assert (int(amount.value), amount.unit, amount.text) == (10_000_000_000, "USD", "$10bn")
    assert fact.date == Date(value="2023-01", precision="month", text="January 2023")


def test_a_date_without_its_year_takes_it_from_the_day_of_publication(read: Read) -> None:
    (fact,) = read("Italy banned DeepSeek on 30 January.", published="2025-02-14").facts
    assert fact.date == Date(value="2025-01-30", precision="day", text="30 January")


def test_the_evidence_names_pattern_trigger_and_positions(read: Read) -> None:
    text = "Markets fell. The US clamped down on exports of chips to China."
    (fact,) = (fact for fact in read(text).facts if fact.relation == "Restriction")
    (evidence,) = fact.evidence
    assert evidence.sentence == "The US clamped down on exports of chips to China."
    assert (evidence.frame, evidence.trigger) == ("Restriction", "clamped down on")
    assert text[evidence.trigger_start : evidence.trigger_end] == evidence.trigger
    assert {mention.role: (mention.text, mention.path) for mention in evidence.mentions} == {
        "restrictor": ("US", "subject"),
        "restricted": ("chips", "object > exports"),
        "target": ("China", "to"),
    }


def test_several_sentences_that_state_one_fact_are_its_evidence(read: Read) -> None:
    text = "Italy banned DeepSeek. Markets fell. DeepSeek was banned by Italy."
    (fact,) = (fact for fact in read(text).facts if fact.relation == "Restriction")
    assert [evidence.sentence for evidence in fact.evidence] == [
        "Italy banned DeepSeek.",
        "DeepSeek was banned by Italy.",
    ]


def test_a_fact_that_says_less_than_another_of_its_document_is_left_out(stated: Stated) -> None:
    text = "Italy banned DeepSeek. The ban on DeepSeek drew protests."
    assert stated(text, "Restriction") == [{"restrictor": "Italy", "restricted": "DeepSeek"}]


def test_a_fact_about_itself_is_refused_with_the_reason(read: Read) -> None:
    reading = read("DeepSeek rivals DeepSeek.")
    assert [fact.relation for fact in reading.facts] == []
    (refused,) = reading.rejections
    assert (refused.relation, refused.reason) == ("Rivalry", "one entity in two roles")
    assert refused.sentence == "DeepSeek rivals DeepSeek."
    assert dict(refused.roles) == {"subject": "DeepSeek", "rival": "DeepSeek"}


def test_a_fact_that_names_nobody_is_refused_with_the_reason(read: Read) -> None:
    reading = read("It said that curbs on chips had begun.")
    assert reading.facts == ()
    assert {refused.reason for refused in reading.rejections} == {"names nobody"}


@pytest.mark.parametrize(
    "text",
    [
        "The US has not allowed Nvidia to sell the H20 to China.",
        "The US never allowed Nvidia to sell the H20 to China.",
        "The US does not let Nvidia sell the H20 to China.",
        "The US has not authorised Nvidia to sell the H20 to China.",
        "The US refused to allow Nvidia to sell the H20 to China.",
    ],
)
def test_not_to_allow_is_to_restrict(read: Read, text: str) -> None:
    (fact,) = (fact for fact in read(text).facts if fact.relation == "Restriction")
    assert {role: label_of(filler) for role, filler in fact.roles.items()} == {
        "restrictor": "United States",
        "restricted": "H20",
        "target": "China",
    }
    assert fact.polarity == "positive"


@pytest.mark.parametrize(
    "text",
    [
        "The US has allowed Nvidia to sell the H20 to China.",
        "The US did not refuse to allow Nvidia to sell the H20 to China.",
    ],
)
def test_to_allow_is_not(stated: Stated, text: str) -> None:
    assert stated(text, "Restriction") == []


@pytest.mark.parametrize(
    ("text", "restricted"),
    [
        ("Italy ordered DeepSeek to block users.", [("DeepSeek", "")]),
        ("Italy's regulator ordered Apple to remove ChatGPT from its store.", [("ChatGPT", "Apple")]),
        ("Italy ordered Apple and Google to block ChatGPT.", [("ChatGPT", "Apple"), ("ChatGPT", "Google")]),
    ],
)
def test_what_is_ordered_to_be_blocked_is_restricted(
    stated: Stated, text: str, restricted: list[tuple[str, str]]
) -> None:
    """Where nothing is named that is to be blocked, it is who is ordered."""
    facts = stated(text, "Restriction")
    found = [(fact["restricted"], fact.get("target", "")) for fact in facts if fact.get("restrictor") == "Italy"]
    assert found == restricted


@pytest.mark.parametrize(
    "text", ["Meta ordered chips to train Llama 3.", "Meta ordered H20s.", "OpenAI ordered staff to stop."]
)
def test_who_orders_goods_restricts_nobody(stated: Stated, text: str) -> None:
    assert stated(text, "Restriction") == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "OpenAI cut off access to ChatGPT in China.",
            {"restrictor": "OpenAI", "restricted": "ChatGPT", "target": "China"},
        ),
        ("China cut off access to ChatGPT.", {"restrictor": "China", "restricted": "ChatGPT"}),
    ],
)
def test_where_the_doer_is_said_no_other_party_becomes_it(stated: Stated, text: str, roles: dict[str, str]) -> None:
    assert stated(text, "Restriction") == [roles]


def test_who_is_ordered_to_act_is_not_bought(stated: Stated) -> None:
    assert stated("Meta ordered Nvidia to ship chips.", "Acquisition") == []
