"""The benchmark runs, and prints what it says that it prints; how fast anything is, is for no test to say."""

from __future__ import annotations

import json

from click.testing import CliRunner

from benchmarks.figures import Spread
from benchmarks.reading import Result, Speed, main, table

CONTENDERS = ["spaCy, all components", "kg, reading", "kg build, whole process"]


def test_a_tiny_run() -> None:
    done = CliRunner().invoke(main, ["--words", "300", "--rounds", "1", "--json"], catch_exceptions=False)
    found = json.loads(done.output)
    speeds = (
        speed | {"words": Spread(**speed["words"]), "ratio": Spread(**speed["ratio"])} for speed in found["speeds"]
    )
    result = Result(**{**found, "speeds": tuple(Speed(**speed) for speed in speeds)})
    assert result.words >= 300
    assert [row.cells[0] for row in table(result).rows] == CONTENDERS
    assert {len(row.cells) for row in table(result).rows} == {len(table(result).headings)}
    assert all(0 < s.words.lowest <= s.words.median <= s.words.highest for s in result.speeds)
    assert result.speeds[0].ratio.median == 1
