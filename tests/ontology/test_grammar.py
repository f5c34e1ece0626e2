"""ontology/grammar.toml: the words of English that no single relation owns."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import Any

import pytest

from kg.lexicon import grammar as required
from kg.ontology import AMOUNT, DATE, load
from kg.ontology import folder as ontology_folder
from tests.architecture.source import FILES, module, strings

GRAMMAR: dict[str, Any] = tomllib.loads((ontology_folder() / "grammar.toml").read_text(encoding="utf-8"))
LISTS = sorted(name for name, value in GRAMMAR.items() if isinstance(value, list))
OF_TYPES = ("roles_of_types", "guesses", "library", "suffixes", "subject_cues", "object_cues")
"""Tables whose values are types of entities."""


def concrete() -> set[str]:
    return {name for name, type_ in load().types.items() if not type_.abstract}


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_words(name: str) -> None:
    words = GRAMMAR[name]
    assert words
    assert all(isinstance(word, str) and word and word == word.strip() for word in words)


def test_every_type_has_a_noun_and_a_word_that_the_parser_knows() -> None:
    assert concrete() <= GRAMMAR["nouns"].keys()
    assert concrete() <= GRAMMAR["masks"].keys()
    assert GRAMMAR["nouns"].keys() | GRAMMAR["masks"].keys() <= load().types.keys()


def test_nouns_are_in_their_dictionary_form() -> None:
    plurals = {"media", "LLMs"}
    nouns = {noun for nouns in GRAMMAR["nouns"].values() for noun in nouns}
    doubled = {noun for noun in nouns if noun.endswith("s") and noun[:-1] in nouns}
    assert doubled <= plurals


@pytest.mark.parametrize("table", OF_TYPES)
def test_tables_of_types_name_types(table: str) -> None:
    assert set(GRAMMAR[table].values()) <= load().types.keys()


def test_pronouns_are_things_persons_plural_or_reflexive() -> None:
    assert set(GRAMMAR["pronouns"].values()) == {"thing", "person", "plural", "reflexive"}
    assert {"it", "its", "he", "she", "they", "their"} <= GRAMMAR["pronouns"].keys()


def test_currencies_are_codes_and_scales_are_powers_of_ten() -> None:
    assert all(re.fullmatch("[A-Z]{3}", code) for code in GRAMMAR["currencies"].values())
    assert all(re.fullmatch(r"1e(3|5|6|7|9|12)", factor) for factor in GRAMMAR["scales"].values())


def test_numbers_and_fractions_are_whole_numbers() -> None:
    assert all(re.fullmatch("[1-9][0-9]*", value) for value in GRAMMAR["numbers"].values())
    assert all(int(parts) > 1 for parts in GRAMMAR["fractions"].values())
    assert set(GRAMMAR["articles"]) <= GRAMMAR["numbers"].keys()
    assert {*GRAMMAR["bare_shares"], *GRAMMAR["doubtful_shares"]} <= GRAMMAR["fractions"].keys()


def test_periods_before_and_after_publication_are_told_apart() -> None:
    assert sorted(GRAMMAR["nearness"].values()) == ["-1", "0", "1"]


@pytest.mark.parametrize("name", ["makers", "named_after_maker", "kinds_as_entities", "firms", "kinds"])
def test_lists_of_types_name_types(name: str) -> None:
    assert set(GRAMMAR[name]) <= load().types.keys()


def test_no_verb_both_denies_and_reports() -> None:
    asserting = set(GRAMMAR["reporting_verbs"]) | set(GRAMMAR["claiming_verbs"])
    assert not asserting & set(GRAMMAR["negative_verbs"])
    assert not set(GRAMMAR["planning_modals"]) & set(GRAMMAR["possibility_modals"])


def test_types_of_values_are_no_types_of_entities() -> None:
    assert not {AMOUNT, DATE} & load().types.keys()


def test_no_word_stands_twice_in_a_list() -> None:
    twice = {n: [w for w, c in Counter(v).items() if c > 1] for n, v in GRAMMAR.items() if isinstance(v, list)}
    assert {name: words for name, words in twice.items() if words} == {}


def test_a_noun_describes_one_type() -> None:
    nouns = Counter(noun for nouns in GRAMMAR["nouns"].values() for noun in nouns)
    assert [noun for noun, count in nouns.items() if count > 1] == []


def test_every_list_and_table_is_used() -> None:
    readers = [path for path in FILES if module(path) != required.__name__]
    words = {constant.value for path in readers for constant in strings(path)}
    assert {name for name in GRAMMAR if name not in words} <= {"nouns"}


def test_every_list_and_table_is_required() -> None:
    assert set(LISTS) == required.LISTS
    assert GRAMMAR.keys() - set(LISTS) == required.TABLES.keys()
