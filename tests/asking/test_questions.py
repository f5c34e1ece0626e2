"""Questions in English: what is understood, what is answered, and what is honestly declined."""

from __future__ import annotations

import tomllib
from dataclasses import replace
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
from kg.model import Entity, Fact, Reading
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


# ---------------------------------------------------------------- understanding


def test_a_question_tells_how_it_was_read(world: GraphStore) -> None:
    question = read("which countries banned DeepSeek", world.ontology, world)
    assert question.kind == "list"
    assert [column.heading for column in question.columns] == ["Who"]
    assert question.understood == (
        ("which", "asks which"),
        ("countries", "restrictor: asked for, Country"),
        ("banned", "restriction"),
        ("DeepSeek", "restricted: company/DeepSeek"),
    )


@pytest.mark.parametrize(
    ("question", "words", "sense"),
    [
        ("which models did not cost more than $10 million", "not", "denies"),
        ("which models did not cost more than $10 million", "$10 million", "amount: <= $10 million"),
        ("which models cost less than GPT-4", "GPT-4", "rival: model/GPT-4; amount: < GPT-4"),
        ("the three cheapest models", "cheapest", "cost; amount: the least, 3 of them"),
        ("what was acquired between 2020 and 2023", "2020", "from 2020"),
        ("what was acquired between 2020 and 2023", "and", "joins"),
        ("what was acquired between 2020 and 2023", "2023", "until 2023"),
        ("how much did R1 cost, according to SemiAnalysis", "SemiAnalysis", "According to: company/SemiAnalysis"),
        ("what did the US do to China", "do", "any relation"),
        ("does Huang lead Nvidia", "Huang", "person: person/Jensen_Huang"),
        ("did Spain ban DeepSeek", "Spain", "restrictor: not in this graph"),
    ],
)
def test_words_are_explained(question: str, words: str, sense: str, world: GraphStore) -> None:
    understood = read(question, world.ontology, world).understood
    assert (words, sense) in understood
    assert " ".join(words for words, _ in understood).split() == question.replace(",", "").split()


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


def test_a_part_of_a_name_that_several_have_is_not_understood() -> None:
    people = [Entity(id=f"person/{n}_Zorvex", label=f"{n} Zorvex", type="Person") for n in ("Ada", "Bert")]
    one = readings()[0]
    graph = GraphStore.create([replace(one, facts=tuple(led(one, person) for person in people))], load())
    with pytest.raises(QuestionError, match="not understood: “Zorvex”"):
        answer(graph, "what does Zorvex lead")
    assert [row.cells[0] for row in answer(graph, "what does Ada Zorvex lead").rows] == ["Nvidia"]


def led(reading: Reading, person: Entity) -> Fact:
    firm = Entity(id="company/Nvidia", label="Nvidia", type="Company")
    said = replace(reading.facts[0].evidence[0], trigger="leads")
    return Fact(relation="Position", roles={"person": person, "organization": firm}, evidence=(said,))


def test_nearest_questions_are_about_what_the_question_names(world: GraphStore) -> None:
    with pytest.raises(QuestionError) as caught:
        answer(world, "who criticised Nvidia")
    suggested = str(caught.value).partition("; try ")[2].strip("“”").split("”, “")
    assert len(suggested) == 3
    assert all("Nvidia" in question and answer(world, question).rows for question in suggested)


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
