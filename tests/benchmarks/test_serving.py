"""The benchmarks of serving run, and print what they say that they print."""

from __future__ import annotations

import json

from click.testing import CliRunner

from benchmarks import serving
from benchmarks.soak import soak, table


def test_a_tiny_run_of_speed() -> None:
    arguments = ["--quads", "30000", "--asked", "4", "--json"]
    done = CliRunner().invoke(serving.main, arguments, catch_exceptions=False)
    found = json.loads(done.output)
    assert found["quads"] >= 20_000
    assert {speed["what"] for speed in found["speeds"]} >= {"search", "neighbourhood", "question"}
    assert all(0 < speed["median"] <= speed["p99"] for speed in found["speeds"])


def test_a_short_soak_sees_no_error() -> None:
    result = soak(quads=5_000, clients=4, seconds=1.0, kills=1)
    assert {seen.what: seen.errors for seen in result.seen if seen.errors} == {}
    assert all(seen.requests for seen in result.seen)
    assert len(table(result).rows) == len(result.seen) > 6
