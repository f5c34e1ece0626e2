"""The names that a document mentions, each with its type and the name by which the document knows its bearer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Named: TypeAlias = Callable[[str], list[tuple[str, str, str]]]


def types(named: Named, text: str) -> dict[str, str]:
    """The type of each name of a text."""
    return {name: type_ for _, name, type_ in named(text)}


# ---------------------------------------------------------------- unknown names


def test_one_telling_place_types_a_name_for_the_whole_document(named: Named) -> None:
    text = "They spoke of Quill-2 at length. Some had tried the language model Quill-2. They liked Quill-2."
    assert named(text) == [("Quill-2", "Quill-2", "Model")] * 3


def test_a_name_may_stand_at_the_start_of_all_its_sentences(named: Named) -> None:
    assert types(named, "Fjordlyst, a chipmaker, fell. Fjordlyst had grown.") == {"Fjordlyst": "Company"}


def test_the_part_number_of_a_plural(named: Named) -> None:
    text = "They sell the KX900 chip. They have many KX900s."
    assert named(text) == [("KX900", "KX900", "Chip"), ("KX900s", "KX900", "Chip")]


def test_versions_of_one_product_share_its_type(named: Named) -> None:
    text = "They made the language model Heron-1. Others wait for Heron-2."
    assert types(named, text) == {"Heron-1": "Model", "Heron-2": "Model"}


def test_a_company_keeps_its_legal_form(named: Named) -> None:
    assert [words for words, _, _ in named("They sued Orrin Labs, Inc. in May.")] == ["Orrin Labs, Inc."]


def test_a_headline_repeats_names_and_adds_none(named: Named) -> None:
    text = "Orrin Labs Unveils New Chatbot For Students\n\nThe start-up Orrin Labs unveiled a chatbot."
    assert types(named, text) == {"Orrin Labs": "Company"}
    assert len(named(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "On Monday the talks began.",
        "The CEO said so in January.",
        "They signed the Export Control Act.",
        "He is a PhD. I am not.",
        "However, the AI is new.",
    ],
)
def test_what_has_a_capital_and_is_no_entity(named: Named, text: str) -> None:
    assert named(text) == []


# ---------------------------------------------------------------- names in their documents


def test_a_surname_stands_for_the_person_whose_full_name_the_document_has(named: Named) -> None:
    text = "Ingrid Solheim leads the start-up Orrin. Yesterday Solheim spoke."
    assert ("Solheim", "Ingrid Solheim", "Person") in named(text)


def test_a_short_form_stands_for_the_full_name(named: Named) -> None:
    text = "DeepSeek has released DeepSeek-R1. Many like R1."
    assert ("R1", "DeepSeek-R1", "Model") in named(text)


def test_an_acronym_stands_for_the_name_before_it(named: Named) -> None:
    text = "They asked Fjord Telecom Holdings (FTH). Then FTH answered."
    assert {name for _, name, _ in named(text)} == {"Fjord Telecom Holdings"}


def test_everyday_words_are_names_only_where_something_speaks_for_it(named: Named) -> None:
    assert named("Orange juice prices rose.") == []
    assert types(named, "The operator Orange sells phones.") == {"Orange": "Company"}


def test_a_country_without_its_capital(named: Named) -> None:
    assert named("China grew. They sell chips to china.")[-1] == ("china", "China", "Country")


def test_a_kind_is_no_mention(named: Named) -> None:
    assert named("They sell AI chips.") == []


def test_a_name_goes_by_its_words_in_the_text(named: Named) -> None:
    text = "They asked Chat‑GPT about the\nUnited States."
    assert named(text) == [("Chat‑GPT", "ChatGPT", "Product"), ("United States", "United States", "Country")]
