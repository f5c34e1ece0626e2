"""kg export, kg view and kg completion."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Kg = Callable[..., Result]


@pytest.mark.parametrize("name", ["g.trig", "g.nq", "g.ttl", "g.jsonld"])
def test_rdf_is_exported_by_the_ending_of_the_file_and_read_back(kg: Kg, folder: Path, name: str) -> None:
    assert kg("export", "-o", name).exit_code == 0
    assert (folder / name).stat().st_size > 1000
    assert kg("facts", "-g", name).stdout == kg("facts").stdout


@pytest.mark.parametrize(
    ("format_", "name"),
    [("nquads", "g.nq"), ("jsonld", "g.jsonld"), ("graphml", "g.graphml"), ("gexf", "g.gexf"), ("csv", "g.csv")],
)
def test_standard_output_gets_what_a_file_gets(kg: Kg, folder: Path, format_: str, name: str) -> None:
    assert kg("export", "-o", name).exit_code == 0
    assert kg("export", "--to", format_).stdout_bytes == (folder / name).read_bytes()


def test_without_options_it_is_the_graph_in_trig(kg: Kg, folder: Path) -> None:
    assert kg("export").stdout_bytes == (folder / "graph.trig").read_bytes()


def test_the_format_may_differ_from_the_ending(kg: Kg, folder: Path) -> None:
    kg("export", "-o", "facts.txt", "--to", "csv")
    assert (folder / "facts.txt").read_text().startswith("relation,document,roles.")


def test_the_page_is_a_file_or_standard_output(kg: Kg, folder: Path) -> None:
    assert kg("view").stdout == "page.html: open it in a browser\n"
    assert kg("view", "-o", "other.html").exit_code == 0
    page = (folder / "page.html").read_text()
    assert "<html" in page
    assert "Italy and Japan have banned DeepSeek." in page
    assert page == (folder / "other.html").read_text() == kg("view", "-o", "-").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_names_the_program(kg: Kg, shell: str) -> None:
    result = kg("completion", shell)
    assert result.exit_code == 0
    assert "_KG_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kg fa", {"facts"}),
        ("kg facts --relation Res", {"Restriction"}),
        ("kg entities --type comp", {"Company"}),
        ("kg facts --format t", {"table", "tsv", "turtle"}),
    ],
)
def test_commands_options_and_relations_are_completed(kg: Kg, line: str, expected: set[str]) -> None:
    words = line.split()
    env = {"_KG_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    result = kg(env=env)
    assert {found.partition(",")[2] for found in result.stdout.splitlines()} == expected


if shutil.which("bash"):

    def test_bash_accepts_the_script(kg: Kg) -> None:
        script = kg("completion", "bash").stdout
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)
