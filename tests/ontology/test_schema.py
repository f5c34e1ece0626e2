"""ontology/kg.ttl is sound, and whatever is wrong in a folder is reported, all of it, with file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from kg.errors import OntologyError
from kg.ontology import AMOUNT, ANYTHING, DATE, LITERAL, Relation, folder, load
from kg.reading.examples import faults as example_faults

RELATIONS = list(load().relations.values())


def name_of(relation: Relation) -> str:
    return relation.name


# ---------------------------------------------------------------- what kg.ttl says


def test_the_schema_is_turtle_that_rdflib_reads_and_has_a_version() -> None:
    graph = rdflib.Graph().parse(folder() / "kg.ttl", format="turtle")
    assert len(graph) > 500
    assert re.fullmatch(r"\d+\.\d+\.\d+", load().version)


@pytest.mark.parametrize("relation", RELATIONS, ids=name_of)
def test_relations_and_roles_are_described(relation: Relation) -> None:
    assert relation.label != relation.name
    assert relation.comment.endswith(".")
    assert relation.roles
    assert all(role.label and role.question[0].isupper() for role in relation.roles)


@pytest.mark.parametrize("relation", RELATIONS, ids=name_of)
def test_roles_have_ranges_that_exist_and_at_least_one_is_required(relation: Relation) -> None:
    known = load().types.keys() | {ANYTHING, LITERAL, AMOUNT, DATE}
    assert all(role.ranges and role.ranges <= known for role in relation.roles)
    assert any(role.required for role in relation.roles)


@pytest.mark.parametrize("relation", RELATIONS, ids=name_of)
def test_a_shortcut_ties_two_roles_of_its_relation(relation: Relation) -> None:
    roles = {role.name for role in relation.roles}
    assert relation.shortcuts
    for shortcut in relation.shortcuts:
        assert {shortcut.subject, shortcut.object} <= roles
        assert shortcut.subject != shortcut.object
    names = [shortcut.name for shortcut in relation.shortcuts]
    assert len(names) == len(set(names))


def test_the_roles_of_a_symmetric_relation_take_the_same_types() -> None:
    symmetric = [relation for relation in RELATIONS if relation.symmetric]
    assert symmetric
    for relation in symmetric:
        shortcut = next(one for one in relation.shortcuts if one.symmetric)
        assert relation.role(shortcut.subject).ranges == relation.role(shortcut.object).ranges


def test_types_are_described_and_have_paths_of_their_own() -> None:
    types = load().types.values()
    assert all(type_.label and type_.comment.endswith(".") for type_ in types)
    assert len({type_.segment for type_ in types}) == len(types)
    assert {type_.name for type_ in types if type_.abstract} == {"Entity", "Agent", "Artifact"}


def test_types_specialise_others() -> None:
    ontology = load()
    assert ontology.is_a("Company", "Agent")
    assert ontology.is_a("Chip", "Artifact")
    assert ontology.is_a("Place", "Thing")
    assert not ontology.is_a("Place", "Agent")
    assert not ontology.is_a("Nothing", "Agent")


def test_a_role_takes_what_its_range_names() -> None:
    ontology = load()
    restrictor = ontology.relations["Restriction"].role("restrictor")
    assert ontology.fits("Country", restrictor)
    assert not ontology.fits("Chip", restrictor)
    amount = ontology.relations["Cost"].role("amount")
    assert ontology.fits(AMOUNT, amount)
    assert not ontology.fits(DATE, amount)
    with pytest.raises(KeyError, match="Cost has no role price"):
        ontology.relations["Cost"].role("price")


def test_an_ontology_is_loaded_once() -> None:
    assert load() is load()


# ---------------------------------------------------------------- faults


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder(), tmp_path / "ontology"))


@pytest.fixture
def add(copy: Path) -> Callable[[str, str], int]:
    """Add text at the end of a file; the line where it starts."""

    def add(file: str, text: str) -> int:
        path = copy / file
        lines = path.read_text(encoding="utf-8").rstrip("\n")
        path.write_text(f"{lines}\n{text}\n", encoding="utf-8")
        return len(lines.split("\n")) + 1

    return add


def faults(copy: Path) -> list[str]:
    """What is wrong, without the path of the folder."""
    with pytest.raises(OntologyError) as caught:
        load(copy)
    return [fault.removeprefix(f"{copy}/") for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("names/chips.tsv", "Fastchip\tProcessor\t\t\t\t", "no type Processor in kg.ttl"),
        ("names/chips.tsv", "\tChip\t\t\t\t", "a row without a name"),
        ("names/chips.tsv", "Fastchip, Chip", "no type (empty) in kg.ttl"),
        ("frames/Supply.toml", '[Suply]\nverbs = ["sell"]', "no relation Suply in kg.ttl"),
        (
            "frames/Supply.toml",
            '[[Supply.patterns]]\nroles = { purchaser = ["subject"] }',
            "Supply has no role purchaser in kg.ttl (it has item, recipient, supplier)",
        ),
        (
            "frames/Supply.toml",
            '[[Supply.patterns]]\nroles = { item = ["object > wares"] }',
            "no list “wares” in [Supply.lists]",
        ),
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = ["sell ("]', "cannot read the trigger “sell (”"),
        (
            "frames/Supply.toml",
            '[[Supply.examples]]\ntext = "Ada sold a ship."\nseller = "Ada"',
            "Supply has no role seller in kg.ttl",
        ),
        ("grammar.toml", 'Vessel = ["ship"]', "no type Vessel in kg.ttl"),
    ],
)
def test_a_fault_is_reported_with_file_and_line(
    copy: Path, add: Callable[[str, str], int], file: str, text: str, fault: str
) -> None:
    first = add(file, text)
    (found,) = faults(copy)
    place, line, said = found.split(":", 2)
    assert (place, said.strip()) == (file, fault)
    assert first <= int(line) < first + text.count("\n") + 1


@pytest.mark.parametrize("file", ["frames/Supply.toml", "grammar.toml", "kg.ttl"])
def test_a_syntax_error_is_reported_with_file_and_line(copy: Path, add: Callable[[str, str], int], file: str) -> None:
    line = add(file, "[[ oops")
    found = faults(copy)
    assert len(found) == 1
    assert re.match(rf"{re.escape(file)}:{line}: \S", found[0])


def test_all_faults_are_reported_together(copy: Path, add: Callable[[str, str], int]) -> None:
    wrong = [
        ("names/chips.tsv", "Fastchip\tProcessor", "no type Processor in kg.ttl"),
        ("names/people.tsv", "\tPerson", "a row without a name"),
        ("frames/Cost.toml", "[Price]", "no relation Price in kg.ttl"),
        ("grammar.toml", "Vessel = []", "no type Vessel in kg.ttl"),
    ]
    expected = {f"{file}:{add(file, text)}: {fault}" for file, text, fault in wrong}
    assert set(faults(copy)) == expected
    with pytest.raises(OntologyError, match=r"\(and 3 more: kg ontology check\)$"):
        load(copy)


@pytest.mark.parametrize("file", ["kg.ttl", "grammar.toml"])
def test_a_file_that_is_missing_is_named(copy: Path, file: str) -> None:
    (copy / file).unlink()
    assert all(fault.startswith(file) and fault.endswith("No such file or directory") for fault in faults(copy))


def test_a_fault_is_gone_once_it_is_mended(copy: Path, add: Callable[[str, str], int], tmp_path: Path) -> None:
    add("names/chips.tsv", "Fastchip\tProcessor")
    faults(copy)
    mended = Path(shutil.copytree(copy, tmp_path / "mended"))
    names = mended / "names" / "chips.tsv"
    names.write_text(names.read_text(encoding="utf-8").replace("Processor", "Chip"), encoding="utf-8")
    assert "Fastchip" in {name.name for name in load(mended).names}


def test_an_example_that_does_not_hold_is_a_fault_with_its_line(copy: Path, add: Callable[[str, str], int]) -> None:
    for path in (copy / "frames").glob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").partition(f"[[{path.stem}.examples]]")[0], encoding="utf-8")
    line = add("frames/Founding.toml", '[[Founding.examples]]\ntext = "Sam Altman founded OpenAI."\nnever = true')
    (fault,) = example_faults(load(copy))
    assert fault.startswith(f"{copy}/frames/Founding.toml:{line + 1}: Founding is read in “Sam Altman founded OpenAI.”")
