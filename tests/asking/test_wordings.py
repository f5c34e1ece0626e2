"""Amounts that sentences limit, as "over $100 million" does: what they decide and what they leave open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.asking.answers import SILENCE, Answers, answer
from kg.graph.store import GraphStore
from kg.ontology import load
from tests.graph.press import A1, A2, cost, report, said


def asked(question: str, *words: str) -> Answers:
    """The answer of documents that say, one each, what A1 cost."""
    readings = [report(f"d{i}", cost(A1, one)) for i, one in enumerate(words)]
    return answer(GraphStore.create(readings, load()), question)


@pytest.mark.parametrize(
    ("words", "question", "verdict"),
    [
        ("over $100 million", "did A1 cost more than $100 million", "yes"),
        ("over $100 million", "did A1 cost more than $90 million", "yes"),
        ("over $100 million", "did A1 cost more than $200 million", SILENCE),
        ("over $100 million", "did A1 cost less than $100 million", "no"),
        ("over $100 million", "did A1 cost exactly $100 million", "no"),
        ("over $100 million", "did A1 cost between $20 million and $90 million", "no"),
        ("over $100 million", "did A1 cost between $20 million and $200 million", SILENCE),
        ("at least $30 million", "did A1 cost more than $30 million", SILENCE),
        ("at least $30 million", "did A1 cost at least $30 million", "yes"),
        ("at least $30 million", "did A1 cost less than $20 million", "no"),
        ("less than $40 million", "did A1 cost less than $40 million", "yes"),
        ("less than $40 million", "did A1 cost more than $40 million", "no"),
        ("less than $40 million", "did A1 cost more than $30 million", SILENCE),
        ("less than $40 million", "did A1 cost $40 million", SILENCE),
        ("up to $40 million", "did A1 cost at most $40 million", "yes"),
        ("nearly $600 million", "did A1 cost $600 million", "yes"),
        ("nearly $600 million", "did A1 cost more than $500 million", "yes"),
        ("nearly $600 million", "did A1 cost more than $600 million", SILENCE),
        ("$100 million", "did A1 cost more than $100 million", "no"),
        ("$100 million", "did A1 cost exactly $100 million", "yes"),
        ("$100 million", "did A1 cost less than $200 million", "yes"),
    ],
)
def test_what_an_amount_decides(words: str, question: str, verdict: str) -> None:
    assert asked(question, words).verdict == verdict


def test_what_is_left_open_is_shown_as_the_nearest() -> None:
    found = asked("did A1 cost more than $200 million", "over $100 million")
    assert found.rows == ()
    assert [row.cells[1] for row in found.nearest] == ["over $100 million"]


def test_a_list_leaves_out_what_is_left_open() -> None:
    assert asked("which models cost more than $50 million", "less than $60 million").rows == ()
    assert asked("which models cost less than $200 million", "over $100 million").rows == ()
    assert asked("which models cost more than $50 million", "$50 million").rows == ()
    assert asked("which models cost more than $50 million", "at least $50 million").rows == ()


def test_a_list_has_what_its_sentence_limits_as_the_question_does() -> None:
    (row,) = asked("which models cost more than $50 million", "over $50 million").rows
    assert row.cells == ("A1", "over $50 million")
    (row,) = asked("which models cost less than $70 million", "less than $60 million").rows
    assert row.cells == ("A1", "less than $60 million")


def test_the_words_stand_in_the_answer_and_sentences_that_differ_in_rows_of_their_own() -> None:
    found = asked("how much did A1 cost", "over $100 million", "$100 million", "$100 million")
    assert [(row.cells[0], row.documents) for row in found.rows] == [
        ("$100 million", ("d1", "d2")),
        ("over $100 million", ("d0",)),
    ]


def test_a_round_number_does_not_contradict_one_that_is_limited() -> None:
    assert asked("did A1 cost more than $100 million", "over $100 million", "$100 million").verdict == "yes"
    assert asked("did A1 cost more than $100 million", "over $100 million", "$60 million").verdict == (
        "documents disagree"
    )
    assert asked("did A1 cost exactly $100 million", "over $100 million", "$100 million").verdict == (
        "documents disagree"
    )


@pytest.mark.parametrize(
    ("other", "question", "verdict"),
    [
        ("$80 million", "did A1 cost more than A2", "yes"),
        ("$100 million", "did A1 cost more than A2", "yes"),
        ("$150 million", "did A1 cost more than A2", SILENCE),
        ("at least $30 million", "did A1 cost more than A2", SILENCE),
        ("less than $50 million", "did A1 cost more than A2", "yes"),
        ("less than $50 million", "did A1 cost less than A2", "no"),
    ],
)
def test_two_amounts_that_are_limited(other: str, question: str, verdict: str) -> None:
    graph = GraphStore.create([report("d", cost(A1, "over $100 million"), cost(A2, other))], load())
    assert answer(graph, question).verdict == verdict


def test_a_list_of_what_costs_more_than_another() -> None:
    graph = GraphStore.create([report("d", cost(A1, "over $100 million"), cost(A2, "$100 million"))], load())
    assert [row.cells[0] for row in answer(graph, "which models cost more than A2").rows] == ["A1"]
    assert answer(graph, "which models cost less than A1").rows[0].cells[0] == "A2"


@pytest.mark.parametrize(
    ("words", "price", "question", "verdict"),
    [
        ("$5 to $6 million", "$6 million", "did A1 cost more than $4 million", "yes"),
        ("$5 to $6 million", "$6 million", "did A1 cost more than $6 million", "no"),
        ("$5 to $6 million", "$6 million", "did A1 cost less than $6 million", SILENCE),
        ("$5 to $6 million", "$6 million", "did A1 cost exactly $6 million", SILENCE),
        ("$30 million to $40 million", "$40 million", "did A1 cost between $20 million and $50 million", "yes"),
        ("$500 million to $1 billion", "$1 billion", "did A1 cost more than $2 billion", "no"),
        ("$500 million to $1 billion", "$1 billion", "did A1 cost more than $100 million", SILENCE),
        ("$9 million, not $6 million", "$6 million", "did A1 cost exactly $6 million", "yes"),
    ],
)
def test_the_ends_of_a_range(words: str, price: str, question: str, verdict: str) -> None:
    fact = said(f"A1 took {words} altogether.", "Cost", {"subject": A1, "amount": price})
    assert answer(GraphStore.create([report("d", fact)], load()), question).verdict == verdict


def test_a_range_stands_in_the_answer() -> None:
    fact = said("A1 took $5 to $6 million altogether.", "Cost", {"subject": A1, "amount": "$6 million"})
    (row,) = answer(GraphStore.create([report("d", fact)], load()), "how much did A1 cost").rows
    assert row.cells[0] == "$5 to $6 million"


def test_what_only_some_documents_give_is_told_apart() -> None:
    plain = cost(A1, "$5 million")
    graph = GraphStore.create(
        [report("early", plain), report("late", replace(plain, modality="reported", attributed_to="Acme"))], load()
    )
    found = answer(graph, "how much did A1 cost")
    assert found.columns == ("How much", "Stated as")
    (row,) = found.rows
    assert row.cells == ("$5 million", "reported by Acme")
    assert row.documents == ("early", "late")
    assert row.partly == {"Stated as": ("late",)}
