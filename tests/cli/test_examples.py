"""The examples in the help of each command work on the graph of the sample documents."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import main

SEEDS = Path(__file__).parents[2] / "seeds"
READING = ("build", "evaluate", "ontology", "mcp")
"""Commands that take seconds, or need a client; the first of them runs once, for all others."""
SERVING = "serve"
"""The command that does not end: tests/serving runs its examples."""


def examples(command: click.Command) -> Iterator[str]:
    for child in command.commands.values() if isinstance(command, click.Group) else ():
        yield from examples(child)
    _, _, listed = (command.help or "").partition("Examples:\n")
    yield from (line.strip() for line in listed.splitlines() if line.strip())


EXAMPLES = list(examples(main))
LOOKING = [e for e in EXAMPLES if (e.startswith("kg ") and e.split()[1] not in (*READING, SERVING)) or "| kg" in e]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample documents, what `kg build seeds` makes of them, and an older graph of one of them."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "seeds").symlink_to(SEEDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for arguments in (["seeds/blue-whale-breaks-the-surface.md", "-g", "old.trig"], ["seeds"]):
            result = CliRunner().invoke(main, ["build", *arguments])
            assert result.exit_code == 0, result.stderr
    return folder


def test_there_are_examples_to_run() -> None:
    assert "kg build seeds" in EXAMPLES
    assert len(LOOKING) > 15


@pytest.mark.parametrize("example", LOOKING)
def test_examples_work(built: Path, example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built)
    piped = re.fullmatch(r'echo "(?P<stdin>.*)" \| (?P<command>kg .*)', example)
    command = re.sub(r" > \S+$", "", piped["command"] if piped else example)
    result = CliRunner().invoke(main, shlex.split(command)[1:], input=piped["stdin"] if piped else None)
    assert (result.exit_code, result.stderr) == (1 if command.startswith("kg diff") else 0, "")
    assert result.stdout or " -o " in command or "validate" in command
