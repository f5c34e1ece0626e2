"""Every program runs on little, and prints figures that the table of all of them can show."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from benchmarks import __main__ as everything
from benchmarks import asking, figures, growth, identity, queries, reading, results, starts, texts
from benchmarks.figures import Figure, Spread

SMALL: dict[str, tuple[click.Command, list[str]]] = {
    "reading": (reading.main, ["--words", "300", "--rounds", "1"]),
    "starts": (starts.main, ["--rounds", "1"]),
    "growth": (growth.main, ["--documents", "2,8", "--megabytes", "0.002", "--quads", "1000,3000", "--rounds", "1"]),
    "asking": (asking.main, ["--quads", "2000", "--compared", "1000", "--rounds", "1"]),
    "queries": (queries.main, ["--sizes", "1000,3000", "--rounds", "1"]),
    "identity": (identity.main, ["--names", "3000", "--shards", "3"]),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", SMALL)
def test_a_tiny_run_prints_figures(name: str) -> None:
    command, arguments = SMALL[name]
    assert name in everything.PROGRAMS
    done = CliRunner().invoke(command, [*arguments, "--figures"], catch_exceptions=False)
    found = [Figure.from_record(json.loads(line)) for line in done.stdout.splitlines()]
    assert found
    for figure in found:
        spreads = [spread for spread in (figure.kg, figure.theirs, figure.ratio) if spread]
        assert spreads
        assert all(spread.lowest <= spread.median <= spread.highest for spread in spreads)
        assert figure.what in figures.markdown(found)
    assert len("".join(figures.tables(found)).splitlines()) > len(found)


def test_both_engines_are_asked_every_query_that_comes_with_kg() -> None:
    done = CliRunner().invoke(queries.main, ["--sizes", "1000", "--rounds", "2", "--figures"], catch_exceptions=False)
    found = {figure["what"]: figure for figure in map(json.loads, done.stdout.splitlines())}
    asked = [what for what in found if what.startswith("“")]
    assert len(asked) == len(queries.QUERIES) == 6
    assert all(found[what]["theirs"] and not found[what]["at_least"] for what in asked)


def test_a_query_that_takes_too_long_is_stopped_and_its_ratio_is_a_bound() -> None:
    arguments = ["--sizes", "20000", "--rounds", "1", "--limit", "0.3", "--figures"]
    done = CliRunner().invoke(queries.main, arguments, catch_exceptions=False)
    found = {figure["what"]: Figure.from_record(figure) for figure in map(json.loads, done.stdout.splitlines())}
    stopped = found["“support” on 20,000 quads"]
    assert stopped.at_least
    assert "> " in stopped.cells[2]
    assert stopped.cells[3].startswith("> ")


def test_shards_join_the_names_that_kg_joins() -> None:
    identity.check(3000)


def test_names_and_texts_are_the_same_each_time(tmp_path: Path) -> None:
    assert list(identity.names(0, 500)) == list(identity.names(0, 500))
    assert texts.write(tmp_path / "a.jsonl", 50) == texts.write(tmp_path / "b.jsonl", 50)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert len({texts.firm(number) for number in range(20_000)}) == 20_000


def test_what_is_kept_is_read_back_and_other_programs_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    one, other = (
        results.run(name, [Figure(part=name, what="speed", unit="s", kg=Spread.of([1, 3, 2]))]) for name in ("a", "b")
    )
    results.keep([other], ["a", "b"])
    results.keep([one], ["a", "b"])
    assert results.read() == [one, other]


def test_a_figure_is_shown_with_its_spread() -> None:
    figure = Figure(
        part="Reading",
        what="kg",
        unit="words/s",
        kg=Spread.of([5000, 5200, 5100]),
        peer="spaCy",
        theirs=Spread.of([2500]),
        ratio=Spread.of_ratios([5000, 5200], [2500, 2600]),
    )
    assert figure.cells == ("kg", "5,100 words/s (5,000–5,200)", "spaCy: 2,500 words/s", "2.00×")
