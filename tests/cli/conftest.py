"""A small graph on disk, and a way to call kg as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import ontology
from kg.cli import main
from kg.graph.store import GraphStore
from kg.model import Amount, Document, Entity, Evidence, Fact, Filler, Mention, Reading, RoleMention

ITALY = Entity(id="country/Italy", label="Italy", type="Country", aliases=("Rome",))
JAPAN = Entity(id="country/Japan", label="Japan", type="Country")
DEEPSEEK = Entity(id="company/DeepSeek", label="DeepSeek", type="Company", aliases=("DeepSeek AI",))
R1 = Entity(id="model/DeepSeek-R1", label="DeepSeek-R1", type="Model", aliases=("R1",))
COST = Amount(value=Decimal(5600000), unit="USD", text="$5.6 million")

BANS = "Italy and Japan have banned DeepSeek. DeepSeek released R1."
PRICE = "Training DeepSeek-R1 cost $5.6 million, DeepSeek says. Italy banned DeepSeek."


def _place(text: str, word: str, start: int) -> tuple[int, int]:
    at = text.index(word, start)
    return at, at + len(word)


def _fact(
    relation: str,
    document: str,
    text: str,
    sentence: str,
    trigger: str,
    words: dict[str, tuple[Filler, str]],
    **more: str,
) -> Fact:
    start = text.index(sentence)
    spans = {role: _place(text, word, start) for role, (_, word) in words.items()}
    mentions = (RoleMention(role=r, start=s, end=e, text=text[s:e]) for r, (s, e) in spans.items())
    trigger_start, trigger_end = _place(text, trigger, start)
    evidence = Evidence(
        document_id=document,
        start=start,
        end=start + len(sentence),
        sentence=sentence,
        frame=relation,
        trigger=trigger,
        trigger_start=trigger_start,
        trigger_end=trigger_end,
        mentions=tuple(mentions),
    )
    return Fact(
        relation=relation, roles={role: filler for role, (filler, _) in words.items()}, evidence=(evidence,), **more
    )


def _mentions(document: str, text: str, *entities: Entity) -> tuple[Mention, ...]:
    found = []
    for entity in entities:
        name = next(n for n in (entity.label, *entity.aliases) if n in text)
        start, end = _place(text, name, 0)
        found.append(
            Mention(
                document_id=document, start=start, end=end, text=name, type=entity.type, head=start, name=entity.label
            )
        )
    return tuple(found)


def readings() -> list[Reading]:
    """Two documents with five facts."""
    ban, price = "Italy and Japan have banned DeepSeek.", "Training DeepSeek-R1 cost $5.6 million, DeepSeek says."
    bans = (
        _fact(
            "Restriction",
            "bans",
            BANS,
            ban,
            "banned",
            {"restrictor": (ITALY, "Italy"), "restricted": (DEEPSEEK, "DeepSeek")},
        ),
        _fact(
            "Restriction",
            "bans",
            BANS,
            ban,
            "banned",
            {"restrictor": (JAPAN, "Japan"), "restricted": (DEEPSEEK, "DeepSeek")},
        ),
        _fact(
            "Development",
            "bans",
            BANS,
            "DeepSeek released R1.",
            "released",
            {"developer": (DEEPSEEK, "DeepSeek"), "product": (R1, "R1")},
        ),
    )
    prices = (
        _fact(
            "Cost",
            "price",
            PRICE,
            price,
            "cost",
            {"subject": (R1, "DeepSeek-R1"), "amount": (COST, "$5.6 million")},
            modality="claimed",
            attributed_to="DeepSeek",
        ),
        _fact(
            "Restriction",
            "price",
            PRICE,
            "Italy banned DeepSeek.",
            "banned",
            {"restrictor": (ITALY, "Italy"), "restricted": (DEEPSEEK, "DeepSeek")},
        ),
    )
    return [
        Reading(
            document=Document(id="bans", text=BANS, title="Bans <spread>", published="2025-01-30", source="bans.txt"),
            mentions=_mentions("bans", BANS, ITALY, JAPAN, DEEPSEEK, R1),
            entities=(ITALY, JAPAN, DEEPSEEK, R1),
            facts=bans,
        ),
        Reading(
            document=Document(id="price", text=PRICE),
            mentions=_mentions("price", PRICE, ITALY, DEEPSEEK, R1),
            entities=(ITALY, DEEPSEEK, R1),
            facts=prices,
        ),
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with graph.trig in it and no setting of the user's."""
    for name in ("KG_GRAPH", "KG_ONTOLOGY", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(ontology.__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    GraphStore.create(readings(), ontology.load()).save(tmp_path / "graph.trig")
    return tmp_path


@pytest.fixture
def kg(folder: Path) -> Callable[..., Result]:
    """Call kg inside this process, in the folder: ``kg("facts", "--format", "csv")``."""
    runner = CliRunner()

    def call(*arguments: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
        assert Path.cwd() == folder
        return runner.invoke(main, list(arguments), input=stdin, env=env)

    return call


@pytest.fixture
def run(folder: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call kg as a process of its own, in the folder."""

    def call(*arguments: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kg", *arguments]
        return subprocess.run(
            command, cwd=folder, input=stdin, capture_output=True, text=True, env=os.environ | env, check=False
        )

    return call
