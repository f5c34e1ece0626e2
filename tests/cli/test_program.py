"""The program as a whole: help, version, exit codes, and its manners towards pipes, terminals and interrupts."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import Result

import kg as package
from kg.cli import main

Kg = Callable[..., Result]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
COMMANDS = list(main.commands)


def test_help_lists_the_commands_in_the_order_of_use(kg: Kg) -> None:
    for arguments in ([], ["--help"], ["-h"]):
        result = kg(*arguments)
        assert result.exit_code == 0
        listed = [line.split()[0] for line in result.stdout.partition("Commands:\n")[2].splitlines()]
        assert listed[:5] == ["build", "facts", "entities", "show", "ask"]
        assert listed == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(kg: Kg, command: str) -> None:
    result = kg(command, "--help")
    assert result.exit_code == 0
    examples = result.stdout if command != "ontology" else kg("ontology", "check", "--help").stdout
    assert f"    kg {command} " in examples or f"(kg {command} " in examples or f"    kg {command}\n" in examples


def test_a_group_alone_shows_its_help(kg: Kg) -> None:
    alone, asked = kg("ontology"), kg("ontology", "--help")
    assert (alone.exit_code, alone.stderr) == (0, "")
    assert alone.stdout == asked.stdout


def test_version(kg: Kg) -> None:
    assert kg("--version").stdout == f"kg, version {package.__version__}\n"


def test_the_module_is_the_program(run: Run) -> None:
    result = run("--version")
    assert (result.returncode, result.stdout) == (0, f"kg, version {package.__version__}\n")


@pytest.mark.usefixtures("folder")
def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom kg.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'rdflib', 'networkx', 'pyvis', 'pyoxigraph', 'rich', 'kg.ontology'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr == "[]\n"


@pytest.mark.parametrize("arguments", [["facts"], ["entities"], ["show", "Italy"], ["stats"], ["query", "ASK { }"]])
def test_looking_at_a_graph_never_loads_the_parser(folder: Path, arguments: list[str]) -> None:
    code = (
        f"import sys\nfrom kg.cli import main\ntry: main({arguments!r})\nexcept SystemExit as end: code = end.code\n"
        "print(code, sorted({'spacy', 'rdflib', 'networkx', 'pyvis'} & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert result.stderr == "0 []\n"


def test_output_in_a_pipe_is_json_lines(run: Run) -> None:
    result = run("facts")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.returncode, len(rows), result.stderr) == (0, 5, "")


def test_output_on_a_terminal_is_a_table_with_bold_words(folder: Path) -> None:
    assert "\x1b[1mbanned\x1b[0m" in on_a_terminal(folder, "facts")
    assert "“Italy banned DeepSeek.”" in on_a_terminal(folder, "facts", NO_COLOR="1")
    assert "“Italy banned DeepSeek.”" in on_a_terminal(folder, "facts", TERM="dumb")


def test_the_table_is_as_wide_as_the_terminal(folder: Path) -> None:
    lines = on_a_terminal(folder, "facts", COLUMNS="40", NO_COLOR="1").splitlines()
    table = [line for line in lines if "kg show" not in line]
    assert 30 < max(map(len, table)) <= 40


def on_a_terminal(folder: Path, *arguments: str, **env: str) -> str:
    main_end, other_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments],
        cwd=folder,
        stdout=other_end,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"TERM": "xterm"} | env,
    )
    os.close(other_end)
    chunks = []
    try:
        while chunk := os.read(main_end, 65536):
            chunks.append(chunk)
    except OSError:  # Linux reports the closed terminal as an error
        pass
    finally:
        os.close(main_end)
    assert process.wait() == 0
    return b"".join(chunks).decode().replace("\r\n", "\n")


def test_a_reader_that_goes_away_ends_the_program_in_silence(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "export"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr as stderr:
        assert stderr.read() == b""
    assert process.wait() == 141


@pytest.mark.usefixtures("folder")
def test_output_that_cannot_be_written_is_an_error() -> None:
    shell = 'exec "$0" -m kg "$@" > /dev/full'
    for arguments in (["facts"], ["--help"]):
        result = subprocess.run(
            ["sh", "-c", shell, sys.executable, *arguments], capture_output=True, text=True, check=False
        )
        assert (result.returncode, result.stderr) == (2, "kg: No space left on device\n")


@pytest.mark.usefixtures("folder")
def test_standard_output_may_be_closed() -> None:
    shell = 'exec "$0" -m kg "$@" >&-'
    result = subprocess.run(
        ["sh", "-c", shell, sys.executable, "facts"], stderr=subprocess.PIPE, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_an_interrupt_ends_the_program_with_130(folder: Path) -> None:
    os.mkfifo(folder / "query.rq")
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "query", "--file", "query.rq"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell has its background jobs ignore interrupts, and their children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    writer = None
    while writer is None and process.poll() is None:
        # This succeeds once kg has opened the other end, to wait for the query.
        with suppress(OSError):
            writer = os.open(folder / "query.rq", os.O_WRONLY | os.O_NONBLOCK)
    while process.poll() is None:
        # Once is not always enough: Python drops an interrupt that falls into a finaliser.
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
    output, errors = process.communicate()
    assert writer is not None
    os.close(writer)
    assert (process.returncode, output, errors.strip()) == (130, b"", b"kg: interrupted")


def test_characters_that_a_terminal_lacks_are_escaped(run: Run) -> None:
    result = run("show", "Italy", "--format", "table", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "\\u201cItaly banned DeepSeek.\\u201d" in result.stdout


def test_the_graph_may_be_named_by_the_environment_or_come_from_standard_input(kg: Kg, folder: Path) -> None:
    (folder / "graph.trig").rename(folder / "other.trig")
    content = (folder / "other.trig").read_bytes()
    expected = kg("facts", "-g", "other.trig").stdout
    assert expected.count("\n") == 5
    assert kg("facts", env={"KG_GRAPH": "other.trig"}).stdout == expected
    assert kg("facts", "--graph", "-", stdin=content).stdout == expected


def test_another_ontology_may_be_named(kg: Kg, folder: Path) -> None:
    from shutil import copytree

    from kg.ontology import folder as own

    copytree(own(), folder / "ours")
    schema = folder / "ours" / "kg.ttl"
    schema.write_text(schema.read_text().replace('kg:question "Who"', 'kg:question "Wer"'))
    for result in (
        kg("facts", "--ontology", "ours", "--format", "table"),
        kg("facts", "--format", "table", env={"KG_ONTOLOGY": "ours"}),
    ):
        assert result.stdout.count("Wer") >= 2
