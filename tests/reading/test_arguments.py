"""One fact, however the sentence is built: who stands where is worked out once, for all frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]


@pytest.mark.parametrize(
    "text",
    [
        "Italy banned DeepSeek.",
        "Italy has now banned DeepSeek.",
        "In January, Italy banned DeepSeek.",
        "DeepSeek was banned by Italy.",
        "DeepSeek has been banned by Italy.",
        "DeepSeek, banned by Italy, grew.",
        "DeepSeek, which was banned by Italy, grew.",
        "DeepSeek, which Italy banned, grew.",
        "Italy, which banned DeepSeek, disagreed.",
        "Italy, having banned DeepSeek, disagreed.",
        "Italy disagreed and banned DeepSeek.",
        "Italy decided to ban DeepSeek.",
        "Italy became the first country to ban DeepSeek.",
        "Italy imposed a ban on DeepSeek.",
        "A ban on DeepSeek was imposed by Italy.",
        "A ban imposed by Italy on DeepSeek drew protests.",
        "Italy's ban on DeepSeek drew protests.",
        "The Italian ban on DeepSeek drew protests.",
        "The ban by Italy on DeepSeek drew protests.",
        "The ban on DeepSeek by Italy drew protests.",
        "Users protested after Italy banned DeepSeek.",
        "Italy banned the use of DeepSeek.",
        "Rome has banned DeepSeek.",
    ],
)
def test_a_verb_and_its_noun_in_any_construction(stated: Stated, text: str) -> None:
    assert stated(text, "Restriction") == [{"restrictor": "Italy", "restricted": "DeepSeek"}]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia sells chips to Chinese firms.",
        "Nvidia, which sells chips to Chinese firms, grew.",
        "Nvidia has begun to sell chips to Chinese firms.",
        "Nvidia continued selling chips to Chinese firms.",
        "Chips were sold to Chinese firms by Nvidia.",
        "Nvidia grew, selling chips to Chinese firms.",
    ],
)
def test_gerunds_infinitives_and_adverbial_clauses(stated: Stated, text: str) -> None:
    ((fact),) = stated(text, "Supply")
    assert {**fact, "item": fact["item"].casefold()} == {"supplier": "Nvidia", "item": "chips", "recipient": "China"}


@pytest.mark.parametrize(
    "text",
    [
        "Sam Altman, chief executive of OpenAI, spoke.",
        "Sam Altman, the chief executive of OpenAI, spoke.",
        "Sam Altman, OpenAI's chief executive, spoke.",
        "OpenAI's chief executive, Sam Altman, spoke.",
        "OpenAI chief executive Sam Altman spoke.",
        "The chief executive of OpenAI, Sam Altman, spoke.",
        "Sam Altman is the chief executive of OpenAI.",
        "OpenAI, whose chief executive is Sam Altman, grew.",
    ],
)
def test_a_noun_and_whom_it_stands_for(stated: Stated, text: str) -> None:
    assert stated(text, "Position") == [
        {"organization": "OpenAI", "title": "chief executive", "person": "Sam Altman"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek-R1 is open source.",
        "The open-source model DeepSeek-R1 grew.",
        "They tried DeepSeek-R1, which is open source.",
    ],
)
def test_an_adjective_and_what_it_is_said_of(stated: Stated, text: str) -> None:
    assert stated(text, "Licensing") == [{"licence": "open source", "subject": "DeepSeek-R1"}]


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        ("Hangzhou-based DeepSeek grew.", "Location", {"place": "Hangzhou", "organization": "DeepSeek"}),
        ("Amazon-backed Anthropic grew.", "Ownership", {"owner": "Amazon", "owned": "Anthropic"}),
    ],
)
def test_what_a_hyphen_joins(stated: Stated, text: str, relation: str, roles: dict[str, str]) -> None:
    assert stated(text, relation) == [roles]


@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek welcomed Italy.",
        "Italy, unlike DeepSeek, grew.",
        "Italy banned parking. DeepSeek grew.",
    ],
)
def test_no_fact_without_a_verb_that_ties_its_parties(stated: Stated, text: str) -> None:
    assert {"restrictor": "Italy", "restricted": "DeepSeek"} not in stated(text, "Restriction")


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe, founder and chief executive of Helion, spoke.",
        "Jane Doe, chief executive and founder of Helion, spoke.",
        "Jane Doe, Helion's founder and chief executive, spoke.",
        "Helion's founder and chief executive, Jane Doe, spoke.",
        "Helion founder and chief executive Jane Doe spoke.",
        "Jane Doe is the founder and chief executive of Helion.",
    ],
)
def test_titles_in_a_list_share_person_and_firm(stated: Stated, text: str) -> None:
    assert stated(text, "Founding") == [{"founder": "Jane Doe", "organization": "Helion"}]
    assert stated(text, "Position") == [{"organization": "Helion", "title": "chief executive", "person": "Jane Doe"}]


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft is the backer and biggest owner of Helion.",
        "Microsoft, a backer and owner of Helion, grew.",
        "Helion backer and owner Microsoft grew.",
    ],
)
def test_so_do_nouns_for_firms(stated: Stated, text: str) -> None:
    assert stated(text, "Investment") == [{"investor": "Microsoft", "target": "Helion"}]
    assert stated(text, "Ownership") == [{"owner": "Microsoft", "owned": "Helion"}]


def test_titles_with_a_firm_each_do_not_share_it(stated: Stated) -> None:
    text = "Jane Doe, founder of OpenAI and chief executive of Helion, spoke."
    assert stated(text, "Founding") == [{"founder": "Jane Doe", "organization": "OpenAI"}]
    assert [fact["organization"] for fact in stated(text, "Position")] == ["Helion"]


def test_titles_of_two_people_are_not_shared(stated: Stated) -> None:
    text = "OpenAI CEO Jane Doe and Helion co-founder Noa Ben-Ami met."
    assert stated(text, "Position") == [{"organization": "OpenAI", "title": "CEO", "person": "Jane Doe"}]
    assert stated(text, "Founding") == [{"founder": "Noa Ben-Ami", "organization": "Helion"}]


def test_a_title_has_all_its_words(stated: Stated) -> None:
    for text in ("OpenAI chief financial officer Jane Doe spoke.", "Jane Doe is OpenAI's chief financial officer."):
        assert [fact["title"] for fact in stated(text, "Position")] == ["chief financial officer"]


@pytest.mark.parametrize(
    "text",
    [
        "ByteDance placed orders for the H20.",
        "ByteDance has placed $16 billion in orders for the H20.",
        "ByteDance placed $16 billion in orders for H20 chips.",
        "ByteDance has placed at least $16 billion in orders for the H20.",
    ],
)
def test_an_amount_before_a_noun_does_not_hide_who_acts(stated: Stated, text: str) -> None:
    assert stated(text, "Acquisition") == [{"acquirer": "ByteDance", "item": "H20"}]


def test_a_compound_before_titles_is_of_both(stated: Stated) -> None:
    text = "Former OpenAI co-founder and chief scientist Jane Doe spoke."
    assert stated(text, "Founding") == [{"founder": "Jane Doe", "organization": "OpenAI"}]
    assert stated(text, "Position") == [{"organization": "OpenAI", "title": "chief scientist", "person": "Jane Doe"}]


@pytest.mark.parametrize(
    "text",
    [
        "The US curbs cover the H20.",
        "US restrictions that apply to the H20 drew protests.",
        "Curbs covering the H20 were imposed by the US.",
    ],
)
def test_a_rule_is_about_what_it_covers(stated: Stated, text: str) -> None:
    assert stated(text, "Restriction") == [{"restrictor": "United States", "restricted": "H20"}]


def test_a_participle_may_stand_for_a_preposition(stated: Stated) -> None:
    text = "A deal involving Microsoft and OpenAI fell through."
    assert stated(text, "Partnership") == [{"partner": "Microsoft", "counterpart": "OpenAI"}]


def test_an_adjective_after_its_noun_may_hold_the_rest(stated: Stated) -> None:
    text = "Microsoft bought a stake worth $5 million in OpenAI."
    assert stated(text, "Investment") == [{"investor": "Microsoft", "target": "OpenAI", "amount": "$5 million"}]


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        ("The H20, a banned chip from Nvidia, grew.", "Restriction", {"restricted": "H20"}),
        ("Microsoft-backed OpenAI in Paris grew.", "Investment", {"investor": "Microsoft", "target": "OpenAI"}),
    ],
)
def test_a_phrase_after_a_noun_is_not_of_the_participle_before_it(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    assert stated(text, relation) == [roles]


def test_a_relative_clause_may_stand_inside_of_what_somebody_says(stated: Stated) -> None:
    text = "Kestane Labs is a firm that officials say owns Helion."
    assert stated(text, "Ownership") == [{"owner": "Kestane Labs", "owned": "Helion"}]
