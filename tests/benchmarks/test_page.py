"""The benchmark of the page runs, and prints what it says that it prints."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from benchmarks.page import Result, Speed, figures, main, table


@pytest.mark.browser
def test_a_tiny_run() -> None:
    arguments = ["--documents", "20", "--invented", "0", "--rounds", "1", "--patience", "5", "--json"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    found = json.loads(done.output)
    result = Result(**{**found, "kg": Speed(**found["kg"]), "pyvis": Speed(**found["pyvis"])})
    assert result.facts > 300
    assert result.kg.search
    assert result.kg.usable
    assert result.pyvis.search is None
    assert {len(row.cells) for row in table(result).rows} == {len(table(result).headings)}


def test_what_is_not_usable_in_time_is_said_to_take_longer() -> None:
    ours = Speed(built=1, size=1, usable=0.5, longest=0.2, search=0.01, pan=0.0, pan_all=None)
    theirs = Speed(built=0.5, size=2, usable=None, longest=3, search=None, pan=None, pan_all=None)
    shown = table(Result(entities=1, facts=1, rounds=1, patience=30, kg=ours, pyvis=theirs))
    cells = {row.cells[0]: row.cells[1:] for row in shown.rows}
    assert cells["usable, s"] == ("0.50", "> 30", "> 60×")
    assert cells["search, ms"] == ("10", "–", "–")
    assert cells["built, s"] == ("1.00", "0.50", "0.5×")


def test_figures_of_the_page_fit_into_the_table_of_all() -> None:
    ours = Speed(built=1, size=1, usable=0.5, longest=0.2, search=0.01, pan=0.0, pan_all=None)
    theirs = Speed(built=0.5, size=2, usable=None, longest=3, search=None, pan=None, pan_all=None)
    found = figures(Result(entities=2, facts=1, rounds=1, patience=30, kg=ours, pyvis=theirs))
    cells = {figure.cells[0].rpartition(", ")[2]: figure.cells[1:] for figure in found}
    assert cells["built"] == ("1.00 s", "stock pyvis: 0.500 s", "0.500×")
    assert cells["usable"] == ("0.500 s", "stock pyvis: > 30.0 s", "> 60.0×")
    assert cells["search"] == ("10.0 ms", "–", "–")


@pytest.mark.browser
def test_a_tiny_run_prints_figures() -> None:
    arguments = ["--documents", "20", "--invented", "0", "--rounds", "1", "--patience", "5", "--figures"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert len(done.stdout.splitlines()) == 4
