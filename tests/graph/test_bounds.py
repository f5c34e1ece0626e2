"""Which amounts and dates agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.graph.bounds import Bounds, same_time, stated
from kg.ontology import load
from tests.graph.press import A1, cost, day


def bounds(words: str, folder: Path | None = None) -> Bounds:
    fact = cost(A1, words)
    return stated(fact.roles["amount"], "amount", fact.evidence[0], folder or load().folder)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("$5.6 million", "$5.6 million", True),
        ("$5.6 million", "$6 million", True),
        ("$5.576 million", "$5.6 million", True),
        ("$5.5 million", "$5.6 million", True),  # one rounds, the other cuts off
        ("$5.5 million", "$5.7 million", False),
        ("$589 billion", "$600 billion", True),
        ("$465 billion", "$600 billion", False),
        ("$100 million", "$105 million", True),
        ("$100 million", "$130 million", False),
        ("$6 million", "$1.3 billion", False),
        ("over $100 million", "$100 million", True),
        ("over $100 million", "$700 million", True),
        ("more than $100 million", "$80 million", False),
        ("under $6 million", "$5.6 million", True),
        ("less than $6 million", "$8 million", False),
        ("about $5 million", "$5.4 million", True),
        ("about $5 million", "$7 million", False),
        ("up to $5 million", "at least $6 million", False),
        ("just “over $100 million", "$95 million", False),
        ("$0", "$1 million", False),
    ],
)
def test_amounts_agree_within_rounding_and_within_their_limits(one: str, other: str, agree: bool) -> None:
    assert bounds(one).meet(bounds(other)) is agree
    assert bounds(other).meet(bounds(one)) is agree


def test_the_words_that_limit_an_amount_are_kept() -> None:
    assert [bounds(words).limit for words in ("over $6 million", "no more than $6 million", "$6 million")] == [
        "over",
        "no more than",
        "",
    ]


def test_words_are_read_from_the_ontology(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text('[comparisons]\nbeyond = ">"\n')
    assert bounds("beyond $6 million", tmp_path).limit == "beyond"
    assert bounds("over $6 million", tmp_path).limit == ""


@pytest.mark.parametrize("content", [None, b"[comparisons", b"\xff", b"comparisons = 1", b"[words]"])
def test_words_that_cannot_be_read_are_one_clear_line(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "questions.toml").write_bytes(content)
    with pytest.raises(OntologyError, match=r"questions\.toml: "):
        bounds("over $6 million", tmp_path)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2023", "2023", True),
        ("2023", "2023-05", True),
        ("2023-05", "2023-05-17", True),
        ("2023", "2024", False),
        ("2023-05", "2023-06", False),
        ("2023-05-17", "2023-05-18", False),
    ],
)
def test_dates_agree_where_one_is_part_of_the_other(one: str, other: str, agree: bool) -> None:
    assert same_time(day(one), day(other)) is agree
    assert same_time(day(other), day(one)) is agree
