"""Sentences that a parser likes to get wrong, and that names put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        ("In Tokyo, SoftBank fell 8%.", "MarketLoss", {"company": "SoftBank", "amount": "8%"}),
        ("In Tokyo, SoftBank shares fell 8%.", "MarketLoss", {"company": "SoftBank", "amount": "8%"}),
        ("After the launch of GPT-4, Nvidia shares fell 17%.", "MarketLoss", {"company": "Nvidia", "amount": "17%"}),
        ("With ASML shares losing 7%, markets fell.", "MarketLoss", {"company": "ASML", "amount": "7%"}),
        (
            "OpenAI's founder, Sam Altman, is said to have invested $5 million in Helion.",
            "Investment",
            {"investor": "Sam Altman", "target": "Helion", "amount": "$5 million"},
        ),
        (
            "Jane Doe, an analyst at Forrester, said Nvidia shares fell.",
            "Position",
            {"organization": "Forrester", "title": "analyst", "person": "Jane Doe"},
        ),
        (
            "Start-up founder Noa Ben-Ami leads Kestane Labs.",
            "Position",
            {"person": "Noa Ben-Ami", "organization": "Kestane Labs"},
        ),
    ],
)
def test_a_sentence_is_read_as_people_read_it(stated: Stated, text: str, relation: str, roles: dict[str, str]) -> None:
    assert stated(text, relation) == [roles]


def test_a_fronted_place_loses_nothing(stated: Stated) -> None:
    assert stated("In Amsterdam, ASML shares fell 7%.", "Location") == []
