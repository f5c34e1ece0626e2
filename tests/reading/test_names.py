"""Names of the lexicon, found in a run of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ontology import Ontology
from kg.reading.names import Found, NameIndex, index, key
from kg.reading.reader import Reader

PARTS = [
    "the",
    "Italy",
    "Chat",
    "GPT",
    "-4",
    "4",
    "Turbo",
    "Llama",
    "3.1",
    "H100s",
    "New",
    "York",
    "Times",
    "U.S.",
    "AI",
    "chips",
]

Find: TypeAlias = Callable[[str], list[tuple[str, str, str]]]


@pytest.fixture(scope="session")
def lexicon(ontology: Ontology) -> NameIndex:
    return index(ontology)


@pytest.fixture(scope="session")
def find(reader: Reader, lexicon: NameIndex) -> Find:
    """The names in a text: (words, name, type)."""

    def find(text: str) -> list[tuple[str, str, str]]:
        words = reader.language.words(text, 0, len(text))
        spans = ((words[f.first].start, words[f.end - 1].end, f) for f in lexicon.find(words))
        return [(text[start:end], f.name, f.type) for start, end, f in spans]

    return find


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ask Chat GPT", ("Chat GPT", "ChatGPT", "Product")),
        ("ask Chat-GPT", ("Chat-GPT", "ChatGPT", "Product")),
        ("the U.S. said", ("U.S.", "United States", "Country")),
        ("the USA said", ("USA", "United States", "Country")),
        ("in South Korea", ("South Korea", "South Korea", "Country")),
        ("a Dutch firm", ("Dutch", "Netherlands", "Country")),
        ("some H100s", ("H100s", "H100", "Chip")),
        ("an A100 card", ("A100", "A100", "Chip")),
        ("a TSMC plant", ("TSMC", "TSMC", "Company")),
        ("made in Türkiye", ("Türkiye", "Turkey", "Country")),
    ],
)
def test_spelling_variants_aliases_adjectives_and_plurals(find: Find, text: str, found: tuple[str, str, str]) -> None:
    assert find(text) == [found]


def test_the_longest_name_wins(find: Find) -> None:
    assert find("Google DeepMind grew") == [("Google DeepMind", "Google DeepMind", "Company")]
    assert find("Google grew") == [("Google", "Google", "Company")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("GPT-4", "GPT-4"),
        ("GPT‑4 Turbo", "GPT-4 Turbo"),
        ("Llama 3.1 405B", "Llama 3.1 405B"),
        ("Claude Opus 4", "Claude Opus 4"),
        ("Gemini 9.5 Flash", "Gemini 9.5 Flash"),
    ],
)
def test_a_family_takes_its_versions_along_even_such_as_nobody_has_listed(find: Find, text: str, name: str) -> None:
    ((surface, found, type_),) = find(f"they tried {text} first")
    assert (surface, found, type_) == (text, name, "Model")


def test_a_year_is_no_version(find: Find) -> None:
    assert find("In Gemini 2024 was the year") == [("Gemini", "Gemini", "Model")]


@pytest.mark.parametrize("text", ["tell us more", "an apple a day", "it is amd that", "a meta question", "the target"])
def test_names_need_their_capitals(find: Find, text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("text", ["", "a", ".", "…", "-", "’s"])
def test_there_are_texts_without_names(find: Find, text: str) -> None:
    assert find(text) == []


def test_kinds_of_the_lexicon_are_marked(reader: Reader, lexicon: NameIndex) -> None:
    text = "they sell AI chips"
    (found,) = lexicon.find(reader.language.words(text, 0, len(text)))
    assert found.row is not None
    assert found.name == "AI chips"
    assert "generic" in found.row.flags


def test_the_index_is_made_once(ontology: Ontology, lexicon: NameIndex) -> None:
    assert index(ontology) is lexicon


@given(st.text(max_size=40))
def test_the_key_of_a_name_ignores_spaces_hyphens_and_case(name: str) -> None:
    assert key(name) == key(f" {name} ") == key(name.replace(" ", "-")) == key(key(name))


@given(st.lists(st.sampled_from(PARTS)))
def test_names_never_overlap(reader: Reader, lexicon: NameIndex, parts: Sequence[str]) -> None:
    text = " ".join(parts)
    words = reader.language.words(text, 0, len(text))
    found: list[Found] = lexicon.find(words)
    assert all(f.first < f.end <= len(words) for f in found)
    assert all(one.end <= other.first for one, other in pairwise(found))
