"""How an answer compares with what a careful reader of the sentences would say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.asking.answers import Answers, answer
from kg.errors import QuestionError
from kg.graph.store import GraphStore

RIGHT, MISSED, WRONG = "right", "missed", "wrong"
SILENCE = "no document says"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How good an answer is, and what was answered."""

    mark: str
    """``right``; ``missed`` where something is missing or declined; ``wrong`` where something untrue is said."""
    question: str
    said: str


def cases(name: str) -> list[dict[str, Any]]:
    """The questions of a file beside this one."""
    path = Path(__file__).with_name(f"{name}.toml")
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["question"])


def is_open(case: Mapping[str, Any]) -> bool:
    """Whether the right answer is to say that there is none, or that the question cannot be read."""
    return bool(case.get("silent")) or "unread" in case


def judge(case: Mapping[str, Any], graph: GraphStore) -> Judgement:
    """Ask a question and compare."""
    try:
        found = answer(graph, case["text"])
    except QuestionError as error:
        return Judgement(mark=_declined(case, str(error)), question=case["text"], said=str(error))
    rows = [row.cells for row in found.rows]
    return Judgement(mark=_answered(case, found), question=case["text"], said=f"{found.verdict} {rows}")


def _declined(case: Mapping[str, Any], line: str) -> str:
    words = case.get("unread", True)
    told = words is True or all(word in line for word in words)
    return RIGHT if is_open(case) and told else MISSED


def _answered(case: Mapping[str, Any], found: Answers) -> str:
    if found.verdict == SILENCE:
        return RIGHT if is_open(case) or SILENCE in _list(case.get("verdict", [])) else MISSED
    if "verdict" in case and found.verdict not in _list(case["verdict"]):
        return WRONG
    return _rows(case, found) if _cells(case, "answers", "also", "any") else _bare(case)


def _bare(case: Mapping[str, Any]) -> str:
    """Rows where none were expected are right only where they stand beside the verdict that was."""
    return RIGHT if "verdict" in case else WRONG


def _rows(case: Mapping[str, Any], found: Answers) -> str:
    expected, allowed = _cells(case, "answers"), _cells(case, "answers", "also", "any")
    width = len(allowed[0])
    at = found.columns.index(case["column"]) if "column" in case else 0
    cells = [row.cells[at : at + width] for row in found.rows]
    if not set(cells) <= set(allowed):
        return WRONG
    return RIGHT if set(expected) <= set(cells) else MISSED


def _cells(case: Mapping[str, Any], *keys: str) -> list[tuple[str, ...]]:
    return [tuple(_list(one)) for key in keys for one in case.get(key, [])]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
