"""The words of a text, and the grammar of a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import MissingPartError
from kg.model import Document
from kg.ontology import Ontology
from kg.reading.reader import Reader
from kg.reading.segments import view

TEXTS = st.one_of(st.text(max_size=120), st.text(alphabet="aB1. \n•-*—–)(PARIS:\"'’$", max_size=120))


# ---------------------------------------------------------------- words


@given(TEXTS)
def test_words_stand_where_they_say_and_leave_nothing_out(reader: Reader, text: str) -> None:
    found = reader.language.words(text, 0, len(text))
    seen = view(text)
    assert all(seen[word.start : word.end] == word.text for word in found)
    assert "".join(word.text for word in found) == "".join(seen.split())


@given(TEXTS, st.integers(0, 120), st.integers(0, 120))
def test_words_of_a_part_have_the_offsets_of_the_whole(reader: Reader, text: str, start: int, end: int) -> None:
    found = reader.language.words(text, start, end)
    assert all(start <= word.start < word.end <= min(end, len(text)) for word in found)
    assert all(view(text)[word.start : word.end] == word.text for word in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Hangzhou-based firm", ["the", "Hangzhou", "-", "based", "firm"]),
        ("an Amazon-backed start-up", ["an", "Amazon", "-", "backed", "start-up"]),
        ("a U.S.-based firm", ["a", "U.S.", "-", "based", "firm"]),
        ("an open-source chip", ["an", "open-source", "chip"]),
        ("It bought an H100.", ["It", "bought", "an", "H100", "."]),
        ("DeepSeek’s app", ["DeepSeek", "'s", "app"]),
    ],
)
def test_words_as_the_grammar_needs_them(reader: Reader, text: str, expected: list[str]) -> None:
    assert [word.text for word in reader.language.words(text, 0, len(text))] == expected


# ---------------------------------------------------------------- grammar


def test_a_name_is_one_token_with_its_true_text_and_place(reader: Reader) -> None:
    text = "Orrin Labs has banned Quill‑2."
    found = reader.language.words(text, 0, len(text))
    quill = next(i for i, word in enumerate(found) if word.text.startswith("Quill"))
    names = [(0, 2, "Company"), (quill, len(found) - 1, "Model")]
    (tree,) = reader.language.parse([(found, names)])
    company, model = (token for token in tree.tokens if token.name >= 0)
    assert (company.text, text[company.start : company.end], company.dep) == ("Orrin Labs", "Orrin Labs", "nsubj")
    assert (text[model.start : model.end], model.dep) == ("Quill‑2", "dobj")
    assert {company.head, model.head} == {next(token.i for token in tree.tokens if token.lemma == "ban")}


def test_verbs_of_the_frames_have_the_dictionary_form_that_the_frames_give(reader: Reader) -> None:
    text = "France fined Google."
    found = reader.language.words(text, 0, len(text))
    (tree,) = reader.language.parse([(found, [(0, 1, "Country"), (2, 3, "Company")])])
    assert "fine" in {token.lemma for token in tree.tokens}


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Nvidia hoped to win.", "hope"),
        ("Nvidia hopes to win.", "hope"),
        ("Nvidia was scraping websites.", "scrape"),
        ("Nvidia taped out a chip.", "tape"),
        ("Nvidia scrapped its plan.", "scrap"),
        ("Nvidia was tapping investors.", "tap"),
        ("Nvidia developed a chip.", "develop"),
        ("Nvidia is backing the bill.", "back"),
    ],
)
def test_a_verb_that_doubles_its_last_letter_has_no_form_without_that(reader: Reader, text: str, lemma: str) -> None:
    (tree,) = reader.language.parse([(reader.language.words(text, 0, len(text)), [(0, 1, "Company")])])
    assert lemma in {token.lemma for token in tree.tokens}


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        ("Co-founder Jane Doe leads Helion.", "Position", {"organization": "Helion", "person": "Jane Doe"}),
        ("Jane Doe, a co-founder of Helion, spoke.", "Founding", {"organization": "Helion", "founder": "Jane Doe"}),
        ("Arm is majority-owned by SoftBank.", "Ownership", {"owner": "SoftBank", "owned": "Arm"}),
        ("Helion is a spin-off of Microsoft.", "Ownership", {"owner": "Microsoft", "owned": "Helion"}),
    ],
)
def test_hyphenated_nouns_are_as_easy_as_plain_ones(
    stated: Callable[[str, str], list[dict[str, str]]], text: str, relation: str, roles: dict[str, str]
) -> None:
    assert stated(text, relation) == [roles]


def test_a_word_that_the_parser_sees_plain_keeps_its_own_form(reader: Reader) -> None:
    text = "The co-founders left the start-up."
    (tree,) = reader.language.parse([(reader.language.words(text, 0, len(text)), [])])
    words = {token.text: token.lemma for token in tree.tokens}
    assert (words["co-founders"], words["start-up"]) == ("co-founder", "start-up")
    assert "".join(text[token.start : token.end] for token in tree.tokens) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        (
            "Huawei's Ascend 910C competes with Nvidia's H100.",
            "Rivalry",
            {"subject": "Ascend 910C", "rival": "H100"},
        ),
        ("The Ascend 910C outpaces Nvidia's H100.", "Rivalry", {"subject": "Ascend 910C", "rival": "H100"}),
        ("Kimi K2 overtakes GPT-4o.", "Rivalry", {"subject": "Kimi K2", "rival": "GPT-4o"}),
        ("Kimi K2 dethrones GPT-4o.", "Rivalry", {"subject": "Kimi K2", "rival": "GPT-4o"}),
        ("Kimi K2 mirrors GPT-4o.", "Rivalry", {"subject": "Kimi K2", "rival": "GPT-4o"}),
        ("Huawei ships the Ascend 910C.", "Supply", {"supplier": "Huawei", "item": "Ascend 910C"}),
        ("DeepSeek open-sourced R1.", "Development", {"developer": "DeepSeek", "product": "DeepSeek-R1"}),
    ],
)
def test_verbs_are_no_plurals_and_no_adjectives(
    stated: Callable[[str, str], list[dict[str, str]]], text: str, relation: str, roles: dict[str, str]
) -> None:
    assert stated(text, relation) == [roles]


@pytest.mark.parametrize("text", ["DeepSeek's rivals and the chips fell.", "Nvidia's headquarters in California."])
def test_plurals_stay_plurals(reader: Reader, text: str) -> None:
    (tree,) = reader.language.parse([(reader.language.words(text, 0, len(text)), [])])
    assert {token.tag for token in tree.tokens if token.text.endswith("s") and token.text[0] in "rch"} <= {"NN", "NNS"}


def test_the_model_says_which_it_is(reader: Reader) -> None:
    assert re.fullmatch(r"en_\w+ \d+\.\d+\.\d+", reader.language.version)


def test_a_model_that_is_not_installed_is_named(ontology: Ontology) -> None:
    stranger = Reader(ontology, "en_no_such_model")
    with pytest.raises(MissingPartError, match=r"^en_no_such_model: no spaCy model of that name is installed"):
        next(stranger.read([Document(id="note", text="Italy banned DeepSeek.")]))
