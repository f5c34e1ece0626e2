"""What a sentence sets against what it says: "X, not Y", "not X but Y", "X rather than Y", and "not only"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading, label_of

Read = Callable[..., Reading]


def banned(reading: Reading) -> dict[str, str]:
    """Who banned something, according to a text, and whether it says or denies so."""
    facts = (fact for fact in reading.facts if fact.relation == "Restriction")
    return {label_of(fact.roles["restrictor"]): fact.polarity for fact in facts}


@pytest.mark.parametrize(
    "text",
    [
        "Italy, not Germany, banned DeepSeek.",
        "Italy (not Germany) banned DeepSeek.",
        "Italy and not Germany banned DeepSeek.",
        "Italy, but not Germany, banned DeepSeek.",
        "Italy rather than Germany banned DeepSeek.",
        "Not Germany but Italy banned DeepSeek.",
    ],
)
def test_what_is_said_of_one_party_is_denied_of_the_other(read: Read, text: str) -> None:
    assert banned(read(text)) == {"Italy": "positive", "Germany": "negative"}


def test_each_party_behind_a_denial_is_denied(read: Read) -> None:
    found = banned(read("Italy, and not Germany or France, banned DeepSeek."))
    assert found == {"Italy": "positive", "Germany": "negative", "France": "negative"}


@pytest.mark.parametrize(
    "text",
    [
        "It was Italy and not Germany that banned DeepSeek.",
        "Not Germany, but Italy banned DeepSeek.",
        "Italy, instead of Germany, banned DeepSeek.",
        "DeepSeek was banned by Italy, not by Germany.",
        "DeepSeek was banned not by Germany but by Italy.",
    ],
)
def test_a_phrase_with_a_denial_of_its_own_takes_no_part(read: Read, text: str) -> None:
    assert banned(read(text)) == {"Italy": "positive"}


def test_a_denial_that_only_heightens_denies_nothing(read: Read) -> None:
    found = banned(read("Not only Italy but also Germany banned DeepSeek."))
    assert found == {"Italy": "positive", "Germany": "positive"}


@pytest.mark.parametrize(
    "text", ["Neither Italy nor Germany banned DeepSeek.", "Italy and Germany have not banned DeepSeek."]
)
def test_a_denial_of_all_parties_leaves_each_in_its_place(read: Read, text: str) -> None:
    assert banned(read(text)) == {"Italy": "negative", "Germany": "negative"}


def test_what_only_describes_a_party_is_not_denied_of_the_other(read: Read) -> None:
    facts = read("The Chinese firm DeepSeek, not Moonshot AI, released R1.").facts
    assert {label_of(f.roles["organization"]) for f in facts if f.relation == "Location"} == {"DeepSeek"}
