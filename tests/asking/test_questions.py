"""Questions in English: what is understood, what is answered, and what is honestly declined."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.asking.answers import Answers, answer
from kg.asking.questions import MOST_WORDS, read
from kg.asking.vocabulary import vocabulary
from kg.errors import QuestionError
from kg.graph.store import GraphStore
from kg.ontology import load
from tests.asking.world import entities, readings

CASES = tomllib.loads((Path(__file__).parents[1] / "questions" / "world.toml").read_text(encoding="utf-8"))["question"]
READ = [case for case in CASES if "unread" not in case]
UNREAD = [case for case in CASES if "unread" in case]
GRAPH = GraphStore.create(readings(), load())


def text(case: dict[str, Any]) -> str:
    return str(case["text"])


@pytest.mark.parametrize("case", READ, ids=text)
def test_questions_have_their_answers(case: dict[str, Any], world: GraphStore) -> None:
    found = answer(world, case["text"])
    wanted = [tuple(cells) if isinstance(cells, list) else (cells,) for cells in case.get("answers", [])]
    width = len(wanted[0]) if wanted else 0
    assert sorted(row.cells[:width] for row in found.rows) == sorted(wanted)
    assert found.verdict == case.get("verdict", "no document says" if case.get("silent") else "")


@pytest.mark.parametrize("case", UNREAD, ids=text)
def test_what_cannot_be_read_is_said(case: dict[str, Any], world: GraphStore) -> None:
    with pytest.raises(QuestionError) as caught:
        answer(world, case["text"])
    line = str(caught.value)
    assert "\n" not in line
    for words in case["unread"]:
        assert words in line


def test_the_question_set_is_broad_enough() -> None:
    assert len(CASES) >= 150
    assert len([case for case in CASES if "unread" in case or case.get("silent")]) * 5 >= len(CASES)


# ---------------------------------------------------------------- understanding


def test_a_question_tells_how_it_was_read(world: GraphStore) -> None:
    question = read("which countries banned DeepSeek", world.ontology, world)
    assert question.kind == "list"
    assert [column.heading for column in question.columns] == ["Who"]
    assert dict(question.understood) == {
        "ban": "restriction",
        "countries": "restrictor: asked for, Country",
        "DeepSeek": "restricted: company/DeepSeek",
    }


def test_a_name_that_only_the_ontology_knows_is_understood(world: GraphStore) -> None:
    question = read("did Spain ban DeepSeek?", world.ontology, world)
    assert question.kind == "polar"
    assert ("Spain", "restrictor: not in this graph") in question.understood


@pytest.mark.parametrize("name", ["DeepSeek", "deepseek", "DEEPSEEK", "Deep Seek", "deep-seek"])
def test_names_are_found_in_any_spelling(name: str, world: GraphStore) -> None:
    assert {row.cells[0] for row in answer(world, f"who founded {name}").rows} == {"Liang Wenfeng"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("who banned DeepSeek", "DeepSeek was banned by whom"),
        ("who banned DeepSeek", "please tell me who has banned DeepSeek?"),
        ("who founded DeepSeek", "who is the founder of DeepSeek"),
        ("what did the US restrict", "what was restricted by the United States"),
        ("which chips does V3 use", "what chips are used by V3"),
        ("rivals of R1", "who are R1's rivals"),
        ("how much did GPT-4 cost", "what is the price of GPT-4"),
        ("where is OpenAI based", "in which place is OpenAI based"),
    ],
)
def test_one_question_in_other_words_has_the_same_answers(one: str, other: str, world: GraphStore) -> None:
    answers = [{row.cells[0] for row in answer(world, text).rows} for text in (one, other)]
    assert answers[0] & answers[1]
    assert answers[1] <= answers[0]


def test_every_suggested_question_can_be_read(world: GraphStore) -> None:
    with pytest.raises(QuestionError) as caught:
        answer(world, "who blorped DeepSeek")
    suggested = str(caught.value).partition("; try ")[2].strip("“”").split("”, “")
    assert 0 < len(suggested) <= 3
    for question in suggested:
        assert read(question, world.ontology, world).columns


def test_long_questions_are_declined(world: GraphStore) -> None:
    with pytest.raises(QuestionError, match=f"{MOST_WORDS} at most"):
        answer(world, "who banned DeepSeek and " * 30)


# ---------------------------------------------------------------- any text at all


def attempt(question: str) -> Answers | None:
    try:
        return answer(GRAPH, question)
    except QuestionError as error:
        said = str(error)
    assert said
    assert "\n" not in said
    return None


@given(st.text(max_size=80))
@example("who banned <script>alert(1)</script>")
@example('who banned "} } DELETE WHERE { ?s ?p ?o } #')
@example("who banned \\u0022 \ud800 \x00")
@example("'s 's 's")
@example("$ % 5 $5 5% - -")
@example("who banned \u202eDeepSeek\u202c")
def test_any_text_is_answered_or_declined(question: str) -> None:
    attempt(question)


WORDS = sorted({word for entry in vocabulary(load()).entries for word in [entry]})[::7]
LABELS = sorted(entities())
GLUE = [
    "who",
    "what",
    "which",
    "how many",
    "how much",
    "when",
    "where",
    "did",
    "is",
    "was",
    "the",
    "of",
    "on",
    "by",
    "to",
]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(LABELS), st.sampled_from(GLUE)), max_size=14))
def test_any_words_are_answered_or_declined(words: list[str]) -> None:
    found = attempt(" ".join(words))
    if found is not None:
        assert all(len(row.cells) == len(found.columns) for row in found.rows)
        assert all(row.facts and row.documents for row in found.rows)
