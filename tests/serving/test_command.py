"""The examples in the help of ``kg serve`` work, and its help says what it needs."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from kg.graph.store import GraphStore
from tests.cli.test_examples import EXAMPLES, SERVING
from tests.serving.server import PATIENCE, ROOT

TOKEN = "correct-horse-battery-staple"
OWN = [example for example in EXAMPLES if example.startswith(f"kg {SERVING}")]


def test_there_are_examples_to_run() -> None:
    assert len(OWN) == 3


@pytest.mark.parametrize("example", OWN)
def test_examples_work(graph: Path, tmp_path: Path, example: str) -> None:
    shutil.copy(graph, tmp_path / "graph.trig")
    GraphStore.open(graph).save(tmp_path / "news.graph")
    (tmp_path / "token.txt").write_text(TOKEN)
    # The port is one that is free, whatever the example says.
    command = [sys.executable, "-m", *shlex.split(example), "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout
        greeting = process.stdout.readline()
        url = greeting.partition(" ")[0].replace("0.0.0.0", "127.0.0.1")
        asked = Request(f"{url}api/facts", headers={"Authorization": f"Bearer {TOKEN}"})
        with urlopen(asked, timeout=PATIENCE) as answer:
            assert json.load(answer)["total"] == 4
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
    assert "2 documents · 4 entities · 4 facts · Ctrl+C ends it" in greeting
