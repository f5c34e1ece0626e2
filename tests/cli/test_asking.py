"""kg ask: the answer first, the proof under it, the next step last."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import Result

import kg as package
from tests.graph.press import A1, cost, report, store

Kg = Callable[..., Result]
NEXT = "kg ask --sparql shows the query"


def test_answers_as_a_table(kg: Kg) -> None:
    result = kg("ask", "who banned DeepSeek", "--format", "table")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [lines[0].split()[0], lines[0].split()[-1]] == ["Who", "Sources"]
    answers = [i for i, line in enumerate(lines) if line.startswith(("Italy ", "Japan "))]
    assert [re.split(r"\s{2,}", lines[i])[0] for i in answers] == ["Italy", "Japan"]
    assert lines[answers[0]].endswith("2 documents")
    assert lines[answers[0] + 1] == "    “Italy and Japan have banned DeepSeek.”   Bans <spread>, 2025-01-30"
    assert lines[-1] == f"2 answers · 2 sentences · {NEXT}"


def test_the_words_of_a_question_need_no_quotes(kg: Kg) -> None:
    quoted, bare = kg("ask", "who banned DeepSeek"), kg("ask", "who", "banned", "DeepSeek")
    assert quoted.stdout == bare.stdout != ""


def test_yes_or_no_comes_first(kg: Kg) -> None:
    lines = kg("ask", "did Italy ban DeepSeek?", "--format", "table").stdout.splitlines()
    assert lines[0] == "yes"
    assert "    “Italy banned DeepSeek.”   price" in lines
    (answer,) = map(json.loads, kg("ask", "did Italy ban DeepSeek?").stdout.splitlines())
    assert answer["verdict"] == "yes"


def test_silence_is_said(kg: Kg) -> None:
    result = kg("ask", "who acquired DeepSeek", "--format", "table")
    assert (result.exit_code, result.stdout) == (0, f"kg found no sentence that says so\n{NEXT}\n")
    piped = kg("ask", "who acquired DeepSeek")
    assert (piped.stdout, piped.stderr) == ("", "kg found no sentence that says so\n")


def test_a_program_gets_the_verdict_too(kg: Kg) -> None:
    silent = {"verdict": "no document says", "documents": [], "evidence": []}
    assert json.loads(kg("ask", "did Italy acquire DeepSeek").stdout) == silent
    assert json.loads(kg("ask", "did Italy acquire DeepSeek", "--format", "json").stdout) == [silent]
    assert kg("ask", "did Italy acquire DeepSeek", "--format", "csv").stdout == (
        "verdict,documents,evidence\nno document says,,\n"
    )
    rows = [json.loads(line) for line in kg("ask", "how many countries banned DeepSeek").stdout.splitlines()]
    assert [row["count"] for row in rows] == [2, 2]


def test_a_sheet_without_answers_has_its_columns(kg: Kg) -> None:
    assert kg("ask", "who acquired DeepSeek", "--format", "csv").stdout == "Who,documents,evidence\n"
    assert json.loads(kg("ask", "who acquired DeepSeek", "--format", "json").stdout) == []


def test_answers_for_programs(kg: Kg) -> None:
    rows = [json.loads(line) for line in kg("ask", "who banned DeepSeek").stdout.splitlines()]
    assert [row["Who"] for row in rows] == ["Italy", "Japan"]
    assert rows[0]["documents"] == ["bans", "price"]
    assert rows[0]["evidence"][1] == {"document": "price", "start": 55, "end": 77, "sentence": "Italy banned DeepSeek."}
    assert json.loads(kg("ask", "who banned DeepSeek", "--format", "json").stdout) == rows
    (first, _) = csv.DictReader(io.StringIO(kg("ask", "who banned DeepSeek", "--format", "csv").stdout))
    assert (first["Who"], first["documents"]) == ("Italy", "bans; price")
    assert first["evidence"] == "Italy and Japan have banned DeepSeek.; Italy banned DeepSeek."


def test_answers_as_a_graph_of_the_facts_behind_them(kg: Kg) -> None:
    turtle = kg("ask", "who banned DeepSeek", "--format", "turtle").stdout
    triples = pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    labels = {t.object.value for t in triples if t.predicate.value.endswith("#prefLabel")}
    assert labels == {"Italy", "Japan", "DeepSeek"}


def test_the_words_that_limit_an_amount_are_in_the_answer_and_not_in_its_graph(kg: Kg, folder: Path) -> None:
    graph = store(report("d", cost(A1, "over $5 million")))
    (folder / "limited.trig").write_bytes(graph.serialize("trig"))
    asked = "ask", "how much did A1 cost", "-g", "limited.trig"
    assert json.loads(kg(*asked).stdout)["How much"] == "over $5 million"
    turtle = kg(*asked, "--format", "turtle").stdout
    labels = {
        t.object.value
        for t in pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
        if t.predicate.value.endswith("#label")
    }
    assert labels >= {"$5 million"}
    assert "over $5 million" not in labels


def test_the_query_is_shown_and_runs(kg: Kg) -> None:
    sparql = kg("ask", "--sparql", "who banned DeepSeek").stdout
    assert "SELECT" in sparql
    found = kg("query", "-", stdin=sparql)
    assert found.exit_code == 0
    assert "country/Japan" in found.stdout


def test_each_word_is_explained(kg: Kg) -> None:
    lines = kg("ask", "--explain", "who banned DeepSeek").stdout.splitlines()
    assert lines[0].split() == ["Words", "Read", "as"]
    assert {line.split()[0] for line in lines[1:]} >= {"who", "DeepSeek"}


def test_without_a_question_it_lists_some_that_have_answers(kg: Kg) -> None:
    questions = kg("ask").stdout.splitlines()
    assert questions
    for question in questions:
        assert kg("ask", question).stdout.count("\n") >= 1


@pytest.mark.usefixtures("folder")
def test_python_shows_answers_in_consoles_and_notebooks() -> None:
    answers = package.load("graph.trig").ask("who banned DeepSeek")
    assert "    “Italy banned DeepSeek.”   price" in repr(answers).splitlines()
    assert [row.cells[0] for row in answers.rows] == ["Italy", "Japan"]
    shown = answers._repr_html_()
    assert "“<b>Italy</b> <b>banned</b> <b>DeepSeek</b>.” <small>price</small>" in shown
    assert "Bans &lt;spread&gt;" in shown
    assert html.escape("Bans <spread>") in shown
    assert "<spread>" not in shown
