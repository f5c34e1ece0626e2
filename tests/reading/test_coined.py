"""Versions of known models and products that nobody listed, by the word or the number behind the name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Named: TypeAlias = Callable[[str], list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anthropic released Claude Pebble on Monday.", "Claude Pebble"),
        ("Users of Claude Pebble 3 were content.", "Claude Pebble 3"),
        ("They compared it with Grok Lantern, which costs less.", "Grok Lantern"),
    ],
)
def test_a_family_and_a_word_make_another_name(named: Named, text: str, name: str) -> None:
    assert name in {found for _, found, _ in named(text)}


@pytest.mark.parametrize(
    "text",
    [
        "They asked Claude Monday about it.",
        "Here Claude Users complained about the price.",
        "CLAUDE PEBBLE AND OTHER STORIES OF TODAY",
        "They wrote to Claude Chief Engineer Jo Doe.",
        "They used Chrome 3 times a day.",
    ],
)
def test_what_only_follows_a_name_is_no_part_of_it(named: Named, text: str) -> None:
    assert not {found for _, found, _ in named(text)} & {
        "Claude Monday",
        "Claude Users",
        "Claude Pebble",
        "Claude Chief",
        "Chrome 3",
    }
