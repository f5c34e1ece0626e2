"""kg path, kg neighbors, kg timeline and kg conflicts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.graph.press import A1, ACME, BOLT, ITALY, JAPAN, ban, cost, day, made, report, store

Kg = Callable[..., Result]


@pytest.fixture
def news(folder: Path) -> Path:
    """A graph in which documents contradict one another."""
    path = folder / "graph.trig"
    store(
        report("a", ban(ITALY, ACME), made(ACME, A1, date=day("2024-12")), cost(A1, "$6 million"), published="2025-01"),
        report("b", ban(ITALY, ACME), cost(A1, "$60 million", modality="claimed", attributed_to="Bolt")),
        report("c", ban(ITALY, ACME, polarity="negative"), ban(JAPAN, ACME), ban(JAPAN, BOLT)),
    ).save(path)
    return path


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def sheet(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.usefixtures("news")
class TestPath:
    def test_steps_are_objects_with_their_facts(self, kg: Kg) -> None:
        (path,) = rows(kg("path", "Italy", "A1"))
        assert [entity["label"] for entity in path["entities"]] == ["Italy", "Acme", "A1"]
        assert [len(step["facts"]) for step in path["steps"]] == [2, 1]
        assert path["steps"][0]["facts"][0]["sentence"] == "Italy banned Acme ."
        assert json.loads(kg("path", "Italy", "A1", "--format", "json").stdout) == [path]

    def test_steps_are_rows_of_a_spreadsheet(self, kg: Kg) -> None:
        found = sheet(kg("path", "Italy", "Bolt", "--format", "csv"))
        assert [(row["path"], row["step"], row["source"], row["target"]) for row in found] == [
            ("1", "1", "Italy", "Acme"),
            ("1", "2", "Acme", "Japan"),
            ("1", "3", "Japan", "Bolt"),
        ]
        assert found[0]["facts"] == "Italy banned Acme .; Italy banned Acme ."

    def test_a_table_for_people(self, kg: Kg) -> None:
        shown = kg("path", "Italy", "A1", "--format", "table").stdout.splitlines()
        assert shown[0].startswith("1. Italy – Acme – A1 · 2 steps · weight ")
        assert shown[-1] == "1 path · kg path --help tells what counts"

    def test_without_a_path_one_line_says_so_and_the_exit_code_is_1(self, kg: Kg) -> None:
        line = "no path from Italy to Bolt in at most 6 steps, avoiding Japan\n"
        shown = kg("path", "Italy", "Bolt", "--avoid", "Japan", "--format", "table")
        assert (shown.exit_code, shown.stdout, shown.stderr) == (1, line, "")
        piped = kg("path", "Italy", "Bolt", "--avoid", "Japan")
        assert (piped.exit_code, piped.stdout, piped.stderr) == (1, "", line)

    def test_nothing_leads_from_a_thing_to_itself(self, kg: Kg) -> None:
        shown = kg("path", "Italy", "Rome", "--format", "table")
        assert (shown.exit_code, shown.stdout) == (1, "no path from Italy to Italy: they are the same\n")

    def test_conditions(self, kg: Kg) -> None:
        assert kg("path", "Italy", "Bolt", "--via", "Japan", "--steps", "3", "--max", "1").exit_code == 0
        assert kg("path", "Italy", "Bolt", "--steps", "2").exit_code == 1

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["Italy", "Acne"], "kg: no entity 'Acne'; did you mean Acme?"),
            (["Italy", "Acme", "--via", "xyzzy"], "kg: no entity, type or relation 'xyzzy'"),
            (["Italy", "Acme", "--max", "0"], "kg: Invalid value for '--max': 0 is not in the range 1<=x<=100"),
            (["Italy"], "kg: Missing argument 'B'"),
        ],
    )
    def test_bad_input_is_one_line(self, kg: Kg, arguments: list[str], message: str) -> None:
        failed = kg("path", *arguments)
        assert (failed.exit_code, failed.stdout) == (2, "")
        assert failed.stderr.startswith(message)
        assert failed.stderr.count("\n") == 1


@pytest.mark.usefixtures("news")
class TestNeighbors:
    def test_neighbors_are_objects(self, kg: Kg) -> None:
        found = rows(kg("neighbors", "Italy", "--depth", "2"))
        assert [(row["distance"], row["label"], row["through"]) for row in found] == [
            (1, "Acme", "country/Italy"),
            (2, "A1", "company/Acme"),
            (2, "Japan", "company/Acme"),
        ]

    def test_neighbors_as_a_table_and_a_spreadsheet(self, kg: Kg) -> None:
        assert kg("neighbors", "Italy", "--format", "table").stdout.startswith(
            "1 step away · restriction · 1 neighbour\n"
        )
        assert [row["label"] for row in sheet(kg("neighbors", "Italy", "--format", "csv"))] == ["Acme"]

    def test_an_unknown_name_is_one_line(self, kg: Kg) -> None:
        failed = kg("neighbors", "Itly")
        assert (failed.exit_code, failed.stderr) == (
            2,
            "kg: no entity 'Itly'; did you mean Italy? · kg entities lists all there are\n",
        )


@pytest.mark.usefixtures("news")
class TestTimeline:
    def test_events_are_objects_in_the_order_of_their_dates(self, kg: Kg) -> None:
        found = rows(kg("timeline"))
        assert [(row["date"], row["precision"], row["published"], row["text"]) for row in found] == [
            ("2024-12", "month", False, "Acme develops A1"),
            ("2025-01", "month", True, "A1 costs $6 million"),
            ("2025-01", "month", True, "Italy restricts Acme"),
        ]
        assert found[0]["facts"][0]["sentence"] == "Acme released A1 ."

    def test_of_one_entity(self, kg: Kg) -> None:
        assert [row["text"] for row in rows(kg("timeline", "Italy"))] == ["Italy restricts Acme"]
        assert [row["text"] for row in sheet(kg("timeline", "Italy", "--format", "csv"))] == ["Italy restricts Acme"]

    def test_nothing_dated_is_told(self, kg: Kg) -> None:
        shown = kg("timeline", "Bolt", "--format", "table").stdout
        assert shown == "0 dated facts · 1 fact without a date left out · kg show Bolt tells what is known\n"
        assert kg("timeline", "Bolt").stderr == shown

    @pytest.mark.parametrize(("name", "start"), [("t.svg", b"<?xml"), ("t.PNG", b"\x89PNG")])
    def test_a_picture_is_written(self, kg: Kg, folder: Path, name: str, start: bytes) -> None:
        shown = kg("timeline", "Italy", "-o", name)
        assert (shown.exit_code, shown.stdout) == (0, f"{name}: 1 dated fact · 1 fact without a date left out\n")
        assert (folder / name).read_bytes().startswith(start)

    def test_a_picture_on_standard_output(self, kg: Kg, folder: Path) -> None:
        kg("timeline", "-o", "t.svg")
        assert kg("timeline", "-o", "-").stdout_bytes == (folder / "t.svg").read_bytes()

    def test_a_picture_of_another_kind_is_refused_and_nothing_is_written(self, kg: Kg, folder: Path) -> None:
        failed = kg("timeline", "-o", "t.pdf")
        assert (failed.exit_code, failed.stderr) == (2, "kg: t.pdf: a timeline is drawn as .svg or .png\n")
        assert not (folder / "t.pdf").exists()

    def test_what_cannot_be_written_leaves_no_trace(self, kg: Kg, folder: Path) -> None:
        failed = kg("timeline", "-o", "nowhere/t.svg")
        assert failed.exit_code == 2
        assert failed.stderr == f"kg: {folder / 'nowhere' / 't.svg'}: cannot be written: No such file or directory\n"


@pytest.mark.usefixtures("news")
class TestConflicts:
    def test_conflicts_are_objects_with_their_values(self, kg: Kg) -> None:
        costs, bans = rows(kg("conflicts"))
        assert (costs["relation"], costs["about"], costs["certain"]) == ("Cost", ["A1"], True)
        assert [(value["label"], value["said_by"], value["documents"]) for value in costs["values"]] == [
            ("$6 million", [], ["a"]),
            ("$60 million", ["Bolt"], ["b"]),
        ]
        assert [(value["label"], value["independent"]) for value in bans["values"]] == [("asserted", 2), ("denied", 1)]

    def test_values_are_rows_of_a_spreadsheet(self, kg: Kg) -> None:
        found = sheet(kg("conflicts", "--format", "csv"))
        assert [(row["conflict"], row["label"], row["said_by"]) for row in found] == [
            ("1", "$6 million", ""),
            ("1", "$60 million", "Bolt"),
            ("2", "asserted", ""),
            ("2", "denied", ""),
        ]

    def test_a_table_for_people(self, kg: Kg) -> None:
        shown = kg("conflicts", "--format", "table").stdout
        assert shown.startswith("A1 costs: 2 values from 2 documents\n")
        assert shown.endswith("\n2 contradictions · kg conflicts --agreed lists what documents agree on\n")

    def test_what_documents_agree_on(self, kg: Kg) -> None:
        (agreed,) = rows(kg("conflicts", "--agreed"))
        assert (agreed["about"], agreed["documents"], agreed["independent"]) == (["Italy", "Acme"], ["a", "b"], 2)
        assert "Italy restricts Acme" in kg("conflicts", "--agreed", "--format", "table").stdout

    def test_without_conflicts_one_line_says_so(self, kg: Kg, folder: Path) -> None:
        store(report("a", ban(ITALY, ACME))).save(folder / "graph.trig")
        shown = kg("conflicts", "--format", "table")
        assert (shown.exit_code, shown.stdout) == (
            0,
            "no contradictions · kg conflicts --agreed lists what documents agree on\n",
        )
        assert json.loads(kg("conflicts", "--format", "json").stdout) == []
        assert kg("conflicts", "--agreed", "--format", "table").stdout.startswith("0 facts that independent documents")
