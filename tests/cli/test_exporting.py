"""kg export, kg view and kg completion."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Kg = Callable[..., Result]


@pytest.mark.parametrize("name", ["g.trig", "g.nq", "g.ttl", "g.jsonld", "g.rdf"])
def test_rdf_is_exported_by_the_ending_of_the_file_and_read_back(kg: Kg, folder: Path, name: str) -> None:
    assert kg("export", "-o", name).exit_code == 0
    assert (folder / name).stat().st_size > 1000
    assert kg("facts", "-g", name).stdout == kg("facts").stdout


@pytest.mark.parametrize(
    ("format_", "name"),
    [
        ("nquads", "g.nq"),
        ("jsonld", "g.jsonld"),
        ("graphml", "g.graphml"),
        ("gexf", "g.gexf"),
        ("csv", "g.csv"),
        ("nodelink", "g.nodelink.json"),
        ("dot", "g.dot"),
        ("cypher", "g.cypher"),
        ("rdfxml", "g.rdf"),
        ("png", "g.png"),
    ],
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


def test_a_picture_of_what_is_around_an_entity(kg: Kg, folder: Path) -> None:
    for arguments in (["--around", "R1", "-o", "r1.svg"], ["--around", "R1", "--depth", "2", "-o", "r1.png"]):
        result = kg("export", *arguments)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (folder / "r1.svg").read_bytes().startswith(b"<?xml")
    assert (folder / "r1.png").read_bytes().startswith(b"\x89PNG")
    assert kg("export", "--around", "R1", "--to", "svg").stdout_bytes == (folder / "r1.svg").read_bytes()


def test_what_was_written_is_confirmed_where_somebody_watches(folder: Path) -> None:
    for arguments, expected in (
        (["-o", "out.graphml"], "out.graphml: 4 entities · 4 facts"),
        (["--around", "R1", "-o", "r1.svg"], "r1.svg: 2 entities · 2 facts"),
        (["--to", "neo4j", "-o", "import"], "import: 4 entities · 4 facts"),
        (["--to", "trig", "-o", "-"], ""),
    ):
        watched, other_end = pty.openpty()
        command = [sys.executable, "-m", "kg", "export", *arguments]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=other_end, check=True)
        os.write(other_end, b"\n")
        os.close(other_end)
        shown = os.read(watched, 65536).decode()
        os.close(watched)
        assert (shown.strip(), bool(done.stdout)) == (expected, not expected)


def test_it_says_where_a_picture_cannot_hold_all(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.showing.drawings.MOST", 2)
    result = kg("export", "-o", "all.svg")
    assert result.exit_code == 0
    assert result.stderr == "kg: 2 of 4 entities are drawn, the best-tied; --around chooses others\n"


def test_what_is_around_an_entity_is_a_graph_in_any_format(kg: Kg) -> None:
    near = kg("export", "--around", "R1", "--to", "csv").stdout
    assert "Japan" not in near
    assert "R1" in near
    assert "Japan" in kg("export", "--around", "R1", "--depth", "2", "--to", "csv").stdout
    assert kg("facts", "-g", "-", stdin=kg("export", "--around", "R1").stdout).stdout.count("\n") == 2


def test_the_files_of_neo4j_lie_in_a_folder(kg: Kg, folder: Path) -> None:
    for _ in range(2):
        assert kg("export", "--to", "neo4j", "-o", "import").exit_code == 0
        assert sorted(path.name for path in (folder / "import").iterdir()) == ["nodes.csv", "relationships.csv"]
    assert (folder / "import" / "nodes.csv").read_text().startswith("id:ID,:LABEL,")


@pytest.mark.parametrize("projection", ["relations", "facts", "simple"])
def test_a_network_is_exported_in_a_projection(kg: Kg, projection: str) -> None:
    arrow = "--" if projection == "simple" else "->"
    drawn = kg("export", "--to", "dot", "--projection", projection).stdout
    assert f'"country/Italy" {arrow}' in drawn or f'{arrow} "country/Italy"' in drawn
    assert ("fact/" in drawn) is (projection != "simple")


def test_a_copy_says_how_much_it_holds_and_answers_alike(kg: Kg, folder: Path) -> None:
    copied = kg("copy", "graph.trig", "news.graph")
    assert re.fullmatch(r"news\.graph: [\d,]+ quads · next: kg ask -g news\.graph QUESTION\n", copied.stdout)
    assert (folder / "news.graph").is_dir()
    assert kg("facts", "-g", "news.graph").stdout == kg("facts").stdout


def test_a_copy_to_an_endpoint_is_refused(kg: Kg) -> None:
    refused = kg("copy", "graph.trig", "http://localhost:9/query")
    assert refused.exit_code == 2
    assert "load that into the endpoint" in refused.stderr
