"""What a sentence sets against what it says: "X, not Y", "not X but Y", "X rather than Y", and "not only"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]


@pytest.mark.parametrize(
    "text",
    [
        "Italy, not Germany, banned DeepSeek.",
        "Italy and not Germany banned DeepSeek.",
        "Italy, but not Germany, banned DeepSeek.",
        "Italy, and not Germany or France, banned DeepSeek.",
        "Italy rather than Germany banned DeepSeek.",
        "Italy, instead of Germany, banned DeepSeek.",
        "Not Germany but Italy banned DeepSeek.",
        "Not Germany, but Italy banned DeepSeek.",
        "DeepSeek was banned by Italy, not by Germany.",
        "DeepSeek was banned not by Germany but by Italy.",
    ],
)
def test_a_party_with_a_denial_of_its_own_takes_no_part(stated: Stated, text: str) -> None:
    assert stated(text, "Restriction") == [{"restrictor": "Italy", "restricted": "DeepSeek"}]


@pytest.mark.parametrize(
    "text",
    [
        "Not only Italy but also Germany banned DeepSeek.",
        "Neither Italy nor Germany banned DeepSeek.",
        "Italy and Germany have not banned DeepSeek.",
    ],
)
def test_a_denial_of_all_parties_leaves_each_in_its_place(stated: Stated, text: str) -> None:
    assert {fact["restrictor"] for fact in stated(text, "Restriction")} == {"Italy", "Germany"}
