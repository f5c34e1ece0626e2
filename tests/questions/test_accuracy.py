"""The question set: how many questions are answered as a careful reader would, and that none is answered wrongly."""

from __future__ import annotations

import pytest

from kg.graph.store import GraphStore
from tests.questions.judging import RIGHT, WRONG, Judgement, cases, is_open, judge

SETS = ("seeds", "world")
BAR = 0.9


@pytest.mark.parametrize("name", SETS)
def test_nine_of_ten_questions_are_answered_and_none_wrongly(name: str, graphs: dict[str, GraphStore]) -> None:
    judged = [judge(case, graphs[name]) for case in cases(name)]
    assert listed(judged, WRONG) == []
    right = sum(one.mark == RIGHT for one in judged)
    others = [f"{one.mark}: {one.question} → {one.said}" for one in judged if one.mark != RIGHT]
    assert right / len(judged) >= BAR, "\n".join(others)


def listed(judged: list[Judgement], mark: str) -> list[str]:
    return [f"{one.question} → {one.said}" for one in judged if one.mark == mark]


@pytest.mark.parametrize("name", SETS)
def test_there_are_enough_questions_and_a_fifth_have_no_answer(name: str) -> None:
    asked = cases(name)
    assert len(asked) >= 150
    assert len({case["text"] for case in asked}) == len(asked)
    assert sum(map(is_open, asked)) * 5 >= len(asked)


@pytest.mark.parametrize(
    ("case", "mark"),
    [
        ({"text": "who banned DeepSeek", "answers": ["Italy", "Australia", "South Korea"]}, "right"),
        ({"text": "who banned DeepSeek", "answers": ["Italy"], "also": ["Australia", "South Korea"]}, "right"),
        ({"text": "who banned DeepSeek", "answers": ["Italy", "Australia"]}, "wrong"),
        ({"text": "who banned DeepSeek", "any": ["Italy", "Australia", "South Korea"]}, "right"),
        ({"text": "who founded DeepSeek", "answers": ["Li"], "also": ["Liang Wenfeng"]}, "missed"),
        ({"text": "who banned DeepSeek", "silent": True}, "wrong"),
        ({"text": "who banned DeepSeek", "unread": True}, "wrong"),
        ({"text": "did Italy ban DeepSeek", "verdict": "no"}, "wrong"),
        ({"text": "did Italy ban DeepSeek", "verdict": ["yes", "no"]}, "right"),
        ({"text": "who banned TikTok", "answers": ["Italy"]}, "missed"),
        ({"text": "who banned TikTok", "unread": True}, "right"),
        ({"text": "who blorped TikTok", "answers": ["Italy"]}, "missed"),
        ({"text": "who blorped TikTok", "unread": ["blorped"]}, "right"),
        ({"text": "who blorped TikTok", "unread": ["banned"]}, "missed"),
    ],
)
def test_the_judge_is_strict(case: dict[str, object], mark: str, graphs: dict[str, GraphStore]) -> None:
    assert judge(case, graphs["world"]).mark == mark
