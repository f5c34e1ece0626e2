"""kg validate and kg ontology check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import Result

from kg.ontology import folder as own

Kg = Callable[..., Result]


def test_a_sound_graph_is_valid(kg: Kg) -> None:
    result = kg("validate", "--format", "table")
    assert (result.exit_code, result.stdout) == (0, "graph.trig: valid\n")
    result = kg("validate")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.fixture
def unsound(folder: Path) -> str:
    """A graph in which one fact has lost what it is about."""
    lines = (folder / "graph.trig").read_text().splitlines(keepends=True)
    (folder / "unsound.trig").write_text("".join(line for line in lines if "kg:cost.amount" not in line))
    return "unsound.trig"


def test_findings_are_shown_and_give_exit_code_1(kg: Kg, unsound: str) -> None:
    for arguments in (["validate", unsound], ["validate", "-g", unsound]):
        result = kg(*arguments, "--format", "table")
        assert result.exit_code == 1
        assert "cost: the amount is missing" in result.stdout
        assert result.stdout.endswith("unsound.trig: 1 finding\n")


def test_findings_for_programs(kg: Kg, unsound: str) -> None:
    result = kg("validate", unsound)
    (finding,) = map(json.loads, result.stdout.splitlines())
    assert (result.exit_code, finding["severity"], finding["message"]) == (
        1,
        "violation",
        "cost: the amount is missing",
    )


@pytest.fixture
def ontology(folder: Path) -> Path:
    """A copy of the ontology with few frames, for examples take time to read."""
    copytree(own(), folder / "checked")
    for path in (folder / "checked" / "frames").glob("*.toml"):
        if path.stem != "Founding":
            path.unlink()
    frame = folder / "checked" / "frames" / "Founding.toml"
    frame.write_text(frame.read_text().partition("[[Founding.examples]]")[0])
    return folder / "checked"


def example(ontology: Path, text: str) -> int:
    """Add an example to the frame; its line."""
    frame = ontology / "frames" / "Founding.toml"
    frame.write_text(f"{frame.read_text().rstrip()}\n\n[[Founding.examples]]\n{text}")
    return frame.read_text().splitlines().index(text.splitlines()[0]) + 1


def test_an_ontology_without_faults(kg: Kg, ontology: Path, folder: Path) -> None:
    example(
        ontology, 'text = "Liang Wenfeng founded DeepSeek."\nfounder = "Liang Wenfeng"\norganization = "DeepSeek"\n'
    )
    ontology.rename(folder / "sound")
    for result in (kg("ontology", "check", "sound"), kg("ontology", "check", env={"KG_ONTOLOGY": "sound"})):
        assert result.exit_code == 0
        assert result.stdout.startswith("no faults in ")
        assert "1 example" in result.stdout


def test_all_faults_are_reported_together_with_file_and_line(kg: Kg, ontology: Path, folder: Path) -> None:
    with (ontology / "names" / "companies.tsv").open("a") as names:
        names.write("Acme\tFirm\t\t\t\t\n")
    line = example(ontology, 'text = "Liang Wenfeng founded DeepSeek."\nmaker = "Liang Wenfeng"\n')
    ontology.rename(folder / "faulty")
    result = kg("ontology", "check", "faulty")
    assert result.exit_code == 1
    rows = len((folder / "faulty" / "names" / "companies.tsv").read_text().splitlines())
    faults = result.stdout.splitlines()
    assert f"faulty/frames/Founding.toml:{line + 1}: Founding has no role maker in kg.ttl" in faults
    assert any(fault.startswith(f"faulty/names/companies.tsv:{rows}: no type Firm") for fault in faults)
    assert faults[-1] == "2 faults"


def test_examples_that_are_read_otherwise_are_faults(kg: Kg, ontology: Path, folder: Path) -> None:
    wrong = example(
        ontology, 'text = "Liang Wenfeng founded DeepSeek."\nfounder = "DeepSeek"\norganization = "DeepSeek"\n'
    )
    never = example(ontology, 'text = "Sam Altman founded OpenAI."\nnever = true\n')
    unread = example(ontology, 'text = "It rains."\nfounder = "It"\n')
    ontology.rename(folder / "misread")
    result = kg("ontology", "check", "misread")
    place, asked = "misread/frames/Founding.toml", "Liang Wenfeng founded DeepSeek."
    read = "founder: Liang Wenfeng, organization: DeepSeek"
    other = "founder: Sam Altman, organization: OpenAI"
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{place}:{wrong}: Founding is not read in “{asked}” so, but as {read}",
        f"{place}:{never}: Founding is read in “Sam Altman founded OpenAI.” as {other}",
        f"{place}:{unread}: Founding is not read in “It rains.”",
        "3 faults",
    ]


def test_an_ontology_that_is_not_there_is_bad_input(kg: Kg) -> None:
    result = kg("ontology", "check", "nowhere")
    assert (result.exit_code, result.stderr) == (2, "kg: nowhere: no such folder\n")
