"""The server keeps to its OpenAPI description, as Schemathesis (https://schemathesis.io) makes requests of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.serving.server import Server

TOKEN = "a-token-of-some-length"
REAL = {
    "question": ["who banned DeepSeek", "did Italy ban DeepSeek?", "what cost more than $5 million"],
    "entity": ["Italy", "Rome", "country/Japan", "deepseek"],
    "relation": ["Restriction", "cost"],
    "type": ["Country", "model", "Agent"],
    "document": ["bans", "price"],
    "source": ["Italy", "Japan"],
    "target": ["DeepSeek", "R1"],
}
"""Names of the small graph: see tests/cli/conftest.py."""
REFUSALS = "[checks.negative_data_rejection]\nexpected-statuses = [400, 401, 403, 404, 405, 408, 413, 414, 415]\n"
"""What a request that is not as described may get; a URL that is too long among it."""


def check(server: Server, description: Any, folder: Path, *options: str) -> str:
    """What Schemathesis says of a server, the same requests every time; its exit code is 1 where a check fails."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(description), encoding="utf-8")
    (folder / "schemathesis.toml").write_text(REFUSALS, encoding="utf-8")
    known = [*("--url", server.url), "--generation-deterministic", "--no-color", "--max-examples", "40"]
    command = [sys.executable, "-m", "schemathesis.cli", "run", path, *known, *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_no_request_gets_an_answer_that_is_not_described(server: Server, tmp_path: Path) -> None:
    # A description cannot say which names a graph has: those that it has not are refused.
    checks = ("--checks", "all", "--exclude-checks", "positive_data_acceptance")
    said = check(server, server.ask("/openapi.json").json, tmp_path, *checks)
    assert "15 selected / 15 total" in said
    assert "failed" not in server.log


def test_every_request_as_described_is_answered_but_to_strangers(start: Callable[..., Server], tmp_path: Path) -> None:
    server = start("--workers", "2", KG_TOKEN=TOKEN)
    known = f"Bearer {TOKEN}"
    description = named(server.ask("/openapi.json", Authorization=known).json)
    said = check(server, description, tmp_path, "--checks", "all", "-H", f"Authorization: {known}")
    assert "Missing test data" not in said
    assert "failed" not in server.log


def named(value: Any, name: str = "") -> Any:
    """A description whose texts are names that the graph has."""
    match value:
        case {"name": str(own), "in": "query", "schema": schema}:
            return value | {"schema": named(schema, own)}
        case {"type": "string", "maxLength": _} if name in REAL:
            return {"enum": REAL[name]}
        case {"type": "array", "items": {"maxLength": _}, "maxItems": most}:
            return {"type": "array", "items": {"enum": REAL["entity"]}, "maxItems": most}
        case dict():
            return {key: named(inner, key) for key, inner in value.items()}
        case list():
            return [named(inner) for inner in value]
    return value
