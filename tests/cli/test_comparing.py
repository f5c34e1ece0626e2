"""kg diff: what changed, in words, as records and as a patch."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import Result

from kg import ontology
from kg.graph.store import GraphStore
from kg.model import Amount, Reading
from tests.cli.conftest import readings

Kg = Callable[..., Result]


@pytest.fixture
def graphs(folder: Path) -> tuple[str, str]:
    """The graph as it was, with another cost and one document less, and as it is."""
    _, price = readings()
    cost = replace(
        price.facts[0], roles=price.facts[0].roles | {"amount": Amount(value=Decimal(9), unit="USD", text="$9")}
    )
    GraphStore.create([replace(price, facts=(cost, *price.facts[1:]))], ontology.load()).save(folder / "old.trig")
    return "old.trig", "graph.trig"


def test_the_exit_code_tells_whether_graphs_differ(kg: Kg, graphs: tuple[str, str], folder: Path) -> None:
    same = kg("diff", "graph.trig", "graph.trig", "--format", "table")
    assert (same.exit_code, same.stdout, same.stderr) == (0, "no difference\n", "")
    kg("export", "-o", "same.nq")
    assert kg("diff", "graph.trig", "same.nq").exit_code == 0
    assert kg("diff", *graphs).exit_code == 1
    with (folder / "graph.trig").open("rb") as stdin:
        assert kg("diff", "graph.trig", "-", stdin=stdin.read()).exit_code == 0


def test_it_tells_in_words_with_the_sentences(kg: Kg, graphs: tuple[str, str]) -> None:
    text = kg("diff", *graphs, "--format", "table").stdout
    assert text == (
        "gained · development · 1 fact\n"
        "Who        What          Sources\n"
        "DeepSeek   DeepSeek-R1   1 document\n"
        "    “DeepSeek released R1.”   Bans <spread>, 2025-01-30\n"
        "\n"
        "gained · restriction · 1 fact\n"
        "Who     What       Sources\n"
        "Japan   DeepSeek   1 document\n"
        "    “Italy and Japan have banned DeepSeek.”   Bans <spread>, 2025-01-30\n"
        "\n"
        "changed\n"
        "Fact                           What        Before       Now\n"
        "cost: DeepSeek-R1              How much    $9           $5.6 million\n"
        "    “Training DeepSeek-R1 cost $5.6 million, DeepSeek says.”   before and now: price\n"
        "restriction: Italy, DeepSeek   Stated in   1 sentence   2 sentences\n"
        "    “Italy and Japan have banned DeepSeek.”   now: Bans <spread>, 2025-01-30\n"
        "\n"
        "entities\n"
        "Change   Name    Type      What\n"
        "gained   Japan   country   –\n"
        "\n"
        "documents\n"
        "Change   Name            Date         What\n"
        "gained   Bans <spread>   2025-01-30   –\n"
        "2 facts gained, 2 changed · 1 entity gained · 1 document gained · "
        f"{text.splitlines()[-1].split(' · ')[3]} · --format patch prints an RDF patch\n"
    )


def test_every_change_is_a_record(kg: Kg, graphs: tuple[str, str]) -> None:
    lines = [json.loads(line) for line in kg("diff", *graphs).stdout.splitlines()]
    assert lines == json.loads(kg("diff", *graphs, "--format", "json").stdout)
    assert [(line["change"], line["kind"], line["label"]) for line in lines] == [
        ("changed", "fact", "cost: DeepSeek-R1, $5.6 million"),
        ("gained", "fact", "development: DeepSeek, DeepSeek-R1"),
        ("changed", "fact", "restriction: Italy, DeepSeek"),
        ("gained", "fact", "restriction: Japan, DeepSeek"),
        ("gained", "entity", "Japan"),
        ("gained", "document", "Bans <spread>"),
    ]
    assert (lines[0]["before"], lines[0]["after"]) == ({"amount": ["$9"]}, {"amount": ["$5.6 million"]})
    assert lines[1]["evidence"][0]["sentence"] == "DeepSeek released R1."
    rows = list(csv.DictReader(io.StringIO(kg("diff", *graphs, "--format", "csv").stdout)))
    assert [row["label"] for row in rows] == [line["label"] for line in lines]
    assert (rows[0]["before.amount"], rows[0]["after.amount"]) == ("$9", "$5.6 million")


def test_the_patch_has_every_quad(kg: Kg, graphs: tuple[str, str], folder: Path) -> None:
    old, new = (set(pyoxigraph.parse(path=folder / name, format=pyoxigraph.RdfFormat.TRIG)) for name in graphs)
    lines = kg("diff", *graphs, "--format", "patch").stdout.splitlines()
    assert lines == ["TX .", *sorted(f"D {q} ." for q in old - new), *sorted(f"A {q} ." for q in new - old), "TC ."]


def test_quads_that_differ_without_another_fact_are_told(kg: Kg, folder: Path) -> None:
    moved = [_moved(reading) for reading in readings()]
    GraphStore.create(moved, ontology.load()).save(folder / "moved.trig")
    result = kg("diff", "graph.trig", "moved.trig", "--format", "table")
    assert result.exit_code == 1
    assert result.stdout.startswith("the same facts, entities and documents · ")


def _moved(reading: Reading) -> Reading:
    facts = (
        replace(f, evidence=tuple(replace(e, start=e.start + 1, end=e.end + 1) for e in f.evidence))
        for f in reading.facts
    )
    return replace(reading, facts=tuple(facts))
