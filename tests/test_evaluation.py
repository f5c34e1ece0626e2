"""The evaluation: counts, near misses, the sentences of errors, faults in gold files, agreement with another scorer."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GoldError
from kg.evaluation import Evaluation, Score, evaluate

SCORER = Path(__file__).resolve().parents[2] / "shared" / "gold" / "score.py"
ALIASES = {
    "United States": ["US", "U.S.", "America"],
    "DeepSeek-R1": ["R1", "the model"],
    "AI chips": ["advanced AI chip"],
    "OpenAI": ["Open-AI"],
}


def gold_fact(
    relation: str,
    roles: dict[str, list[str]],
    optional: Iterable[str] = (),
    status: str = "required",
    document: str = "d1",
) -> dict[str, Any]:
    return {"document": document, "relation": relation, "roles": roles, "optional": list(optional), "status": status}


def gold_entity(label: str, type_: str, status: str = "required", document: str = "d1") -> dict[str, Any]:
    return {"document": document, "label": label, "type": type_, "status": status}


FACTS = [
    gold_fact(
        "Restriction",
        {"restrictor": ["United States"], "restricted": ["AI chips", "Nvidia chips"], "target": ["China"]},
        ["target"],
    ),
    gold_fact("Restriction", {"restrictor": ["Italy"], "restricted": ["DeepSeek"]}, document="d2"),
    gold_fact("Rivalry", {"subject": ["DeepSeek-R1"], "rival": ["OpenAI o1"]}),
    gold_fact("Cost", {"subject": ["DeepSeek-R1"], "amount": ["USD 5600000"]}),
    gold_fact("MarketLoss", {"company": ["Nvidia"], "amount": ["PCT 17"]}, ["amount"]),
    gold_fact("MarketLoss", {"company": ["Nvidia"], "amount": ["USD 593000000000"]}, ["amount"]),
    gold_fact("Development", {"developer": ["OpenAI"], "product": ["ChatGPT"]}, status="acceptable"),
]
ENTITIES = [
    gold_entity("United States", "Country"),
    gold_entity("AI chips", "Chip"),
    gold_entity("DeepSeek-R1", "Model"),
    gold_entity("Nvidia", "Company", status="acceptable"),
    gold_entity("DeepSeek", "Company", document="d2"),
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "gold", FACTS, ENTITIES)


def write_gold(folder: Path, facts: list[dict[str, Any]], entities: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    (folder / "aliases.json").write_text(json.dumps(ALIASES))
    (folder / "facts.jsonl").write_text("".join(json.dumps(f) + "\n" for f in facts))
    (folder / "entities.jsonl").write_text("".join(json.dumps(e) + "\n" for e in entities))
    return folder


def row(
    relation: str,
    document: str = "d1",
    sentence: str = "",
    polarity: str = "positive",
    modality: str = "actual",
    **roles: Any,
) -> dict[str, Any]:
    return {
        "relation": relation,
        "document": document,
        "sentence": sentence,
        "polarity": polarity,
        "modality": modality,
        "roles": roles,
    }


def facts_of(gold: Path, *rows: dict[str, Any]) -> Score:
    return evaluate(rows, [], gold).facts.total


@pytest.mark.parametrize(
    "fact",
    [
        row("Restriction", restrictor="the U.S.", restricted="AI chip", target="China"),
        row("Restriction", restrictor={"label": "Washington", "text": "America"}, restricted={"label": "Nvidia chips"}),
        row("Restriction", restrictor=["Japan", "US"], restricted="advanced AI chips", target="Russia"),
        row("Rivalry", subject="OpenAI o1", rival="R1"),
        row("Rivalry", subject="The model", rival="openai-o1"),
        row("Cost", subject="R1", amount={"label": "$5.6 million", "value": "5600000", "unit": "USD"}),
        row("Cost", subject="R1", amount="US$5.62m"),
        row("MarketLoss", company="Nvidia"),
        row("MarketLoss", company="Nvidia", amount="17 per cent"),
        row("MarketLoss", company="Nvidia's", amount="$593bn"),
        row("Restriction", document="d2", restrictor="Italy", restricted="DeepSeek"),
        row("Development", developer="Open AI", product="ChatGPT"),
    ],
)
def test_a_fact_that_the_gold_accepts_is_right(gold: Path, fact: dict[str, Any]) -> None:
    score = facts_of(gold, fact)
    assert (score.right, score.wrong) == (1, 0)


@pytest.mark.parametrize(
    "fact",
    [
        row("Restriction", restrictor="China", restricted="AI chips"),
        row("Restriction", restricted="AI chips"),
        row("Ban", restrictor="US", restricted="AI chips"),
        row("Restriction", document="d2", restrictor="US", restricted="AI chips"),
        row("Development", developer="ChatGPT", product="OpenAI"),
        row("Cost", subject="R1", amount="$5.7 million"),
        row("Cost", subject="R1", amount="5.6 million %"),
        row("Cost", subject="R1", amount="a fortune"),
        row("Rivalry", subject="R1", rival="R1"),
    ],
)
def test_a_fact_that_the_gold_does_not_accept_is_wrong(gold: Path, fact: dict[str, Any]) -> None:
    score = facts_of(gold, fact)
    assert (score.right, score.wrong) == (0, 1)


@pytest.mark.parametrize(
    "aside", [{"polarity": "negative"}, {"modality": "hypothetical"}, {"document": "not annotated"}]
)
def test_denied_hypothetical_and_unannotated_facts_do_not_count(gold: Path, aside: dict[str, str]) -> None:
    score = facts_of(gold, row("Restriction", restrictor="China", restricted="AI chips", **aside))
    assert (score.right, score.wrong, score.precision) == (0, 0, 0.0)


def test_two_sentences_that_state_one_fact_count_once(gold: Path) -> None:
    one = row("Rivalry", sentence="First.", subject="R1", rival="OpenAI o1")
    same = row("Rivalry", sentence="Second.", subject="the R1", rival="OpenAI-o1")
    assert facts_of(gold, one, same).right == 1


def test_recall_counts_required_facts_and_each_relation_has_its_score(gold: Path) -> None:
    rows = [
        row("Rivalry", subject="R1", rival="OpenAI o1"),
        row("MarketLoss", company="Nvidia"),
        row("Development", developer="OpenAI", product="ChatGPT"),
        row("Development", developer="OpenAI", product="Llama"),
    ]
    facts = evaluate(rows, [], gold).facts
    assert facts.total == Score(right=3, wrong=1, found=3, missed=3)
    assert facts.groups["MarketLoss"] == Score(right=1, wrong=0, found=2, missed=0)
    assert facts.groups["Development"] == Score(right=1, wrong=1, found=0, missed=0)
    assert facts.groups["Cost"] == Score(right=0, wrong=0, found=0, missed=1)
    assert list(facts.groups) == ["Cost", "Development", "MarketLoss", "Restriction", "Rivalry"]
    assert (facts.total.precision, facts.total.recall, facts.total.f1) == (0.75, 0.5, 0.6)


def test_entities_are_compared_by_name_type_and_document(gold: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"label": "US", "type": "Country", "document": ["d1", "d2"]},
        {"label": "R1", "type": "Chip", "document": "d1"},
        {"label": "Nvidia", "type": "Company", "document": "d1"},
        {"label": "DeepSeek", "type": "Company", "document": ["d2", "elsewhere"]},
    ]
    entities = evaluate([], rows, gold).entities
    assert entities.total == Score(right=3, wrong=2, found=2, missed=2)
    assert [(m.document, m.group, m.text) for m in entities.wrong] == [("d1", "Chip", "R1"), ("d2", "Country", "US")]
    assert [m.text for m in entities.missed] == ["AI chips", "DeepSeek-R1"]


def test_errors_come_with_their_sentences(gold: Path) -> None:
    texts = {
        "d1": "Nvidia makes chips. Shares of Nvidia fell 17%.\n\n"
        "Training R1 cost $5.6 million, it said. R1 rivals OpenAI o1.",
        "d2": "DeepSeek is a firm.",
    }
    wrong = row("Rivalry", sentence="Nvidia makes chips.", subject="Nvidia", rival="chips")
    found = evaluate([wrong], [], gold, texts=texts)
    assert [(m.group, m.text, m.sentence) for m in found.facts.wrong] == [
        ("Rivalry", "subject: Nvidia, rival: chips", "Nvidia makes chips.")
    ]
    sentences = {m.text: m.sentence for m in found.facts.missed}
    assert sentences["company: Nvidia, amount: PCT 17"] == "Shares of Nvidia fell 17%."
    assert sentences["subject: DeepSeek-R1, amount: USD 5600000"] == "Training R1 cost $5.6 million, it said."
    assert sentences["subject: DeepSeek-R1, rival: OpenAI o1"] == "R1 rivals OpenAI o1."
    assert {m.text: m.sentence for m in found.entities.missed}["AI chips"] == ""


def test_annotated_documents_without_any_extraction_are_named(gold: Path) -> None:
    assert evaluate([row("Rivalry", subject="R1", rival="OpenAI o1")], [], gold).unread == ("d2",)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("facts.jsonl", '{"document": "d"}\n', "facts.jsonl:1: roles is missing"),
        ("facts.jsonl", "\n{broken\n", "facts.jsonl:2: not a gold annotation in JSON"),
        ("entities.jsonl", '["a", "list"]\n', "entities.jsonl:1: not a gold annotation in JSON"),
        ("aliases.json", "[]", "aliases.json: not a JSON object that gives each name a list of names"),
        ("aliases.json", "{", "aliases.json: not a JSON object that gives each name a list of names"),
    ],
)
def test_faults_in_gold_files_are_named_with_their_line(gold: Path, name: str, content: str, message: str) -> None:
    (gold / name).write_text(content)
    with pytest.raises(GoldError, match=re.escape(message)):
        evaluate([], [], gold)


def test_missing_gold_is_named(gold: Path) -> None:
    with pytest.raises(GoldError, match="no such folder of gold annotations"):
        evaluate([], [], gold / "nowhere")
    (gold / "entities.jsonl").unlink()
    with pytest.raises(GoldError, match=re.escape("entities.jsonl: No such file")):
        evaluate([], [], gold)


NAMES = [
    "US",
    "U.S.",
    "United States",
    "the model",
    "R1",
    "DeepSeek-R1",
    "AI Chips",
    "advanced AI chip",
    "Open-AI",
    "Nvidia’s",
    "China",
    "Grass",
]
AMOUNTS = [
    "$5.6 million",
    "USD 5,600,000",
    "5.6m",
    "17%",
    "17 pct",
    "$593 billion",
    "593bn",
    "$589bn",
    "6k",
    "$1.2 trillion",
    "nothing",
    "1-million",
]
GOLD_AMOUNTS = ["USD 5600000", "PCT 17", "USD 593000000000", "USD 6000", "USD 1200000000000"]
RELATIONS = {
    "Rivalry": ("subject", "rival"),
    "Partnership": ("partner", "counterpart"),
    "Cost": ("subject", "amount"),
    "Supply": ("supplier", "item"),
}


def some_rows(random_: random.Random) -> list[dict[str, Any]]:
    rows = []
    for _ in range(60):
        relation = random_.choice(list(RELATIONS))
        roles: dict[str, Any] = {}
        for role in RELATIONS[relation]:
            name, amount = random_.choice(NAMES), random_.choice(AMOUNTS)
            roles[role] = random_.choice(
                [
                    name,
                    amount,
                    {"label": name},
                    {"label": amount, "text": name, "value": 17},
                    [name, amount],
                    {"id": "x", "text": amount},
                ]
            )
        if random_.random() < 0.2:
            roles.pop(RELATIONS[relation][1])
        factuality = {
            "polarity": random_.choice(["positive", "positive", "negative"]),
            "modality": random_.choice(["actual", "claimed", "hypothetical"]),
        }
        rows.append({"relation": relation, "document": random_.choice(["d1", "d2", "d9"]), "roles": roles} | factuality)
    return rows


def some_gold(random_: random.Random) -> list[dict[str, Any]]:
    facts = []
    for _ in range(30):
        relation = random_.choice(list(RELATIONS))
        roles = {role: random_.sample(NAMES + GOLD_AMOUNTS, k=2) for role in RELATIONS[relation]}
        optional = [RELATIONS[relation][1]] if random_.random() < 0.2 else []
        facts.append(
            gold_fact(
                relation, roles, optional, random_.choice(["required", "acceptable"]), random_.choice(["d1", "d2"])
            )
        )
    return facts


def figures(evaluation: Evaluation) -> list[str]:
    def line(kind: str, s: Score) -> str:
        return (
            f"{kind}: precision {s.precision:.3f} ({s.right}/{s.right + s.wrong})  "
            f"recall {s.recall:.3f} ({s.found}/{s.found + s.missed})  F1 {s.f1:.3f}"
        )

    return [line("facts", evaluation.facts.total), line("entities", evaluation.entities.total)]


def scorer(kind: str, rows: list[dict[str, Any]], gold: Path) -> str:
    text = "".join(json.dumps(r) + "\n" for r in rows)
    run = subprocess.run(
        [sys.executable, SCORER, kind, "-", "--gold", gold], input=text, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


if SCORER.is_file():

    @pytest.mark.parametrize("seed", range(8))
    def test_the_figures_are_those_of_the_other_scorer(tmp_path: Path, seed: int) -> None:
        random_ = random.Random(seed)
        entities = [
            gold_entity(
                random_.choice(NAMES), random_.choice(["Company", "Model"]), random_.choice(["required", "acceptable"])
            )
            for _ in range(20)
        ]
        folder = write_gold(tmp_path / "gold", some_gold(random_), entities)
        rows = some_rows(random_)
        named = [
            {
                "label": random_.choice(NAMES),
                "type": random_.choice(["Company", "Model"]),
                "document": random_.choice(["d1", ["d1", "d2"], "d9"]),
            }
            for _ in range(20)
        ]
        assert figures(evaluate(rows, named, folder)) == [
            scorer("facts", rows, folder),
            scorer("entities", named, folder),
        ]
