"""ontology/kg.ttl is sound, and whatever is wrong in a folder is reported, all of it, with file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from kg.errors import OntologyError
from kg.ontology import AMOUNT, ANYTHING, DATE, LITERAL, NAMESPACE, Relation, folder, load
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


def test_who_makes_what_and_what_has_one_value_is_read_from_the_properties() -> None:
    graph = rdflib.Graph().parse(folder() / "kg.ttl", format="turtle")
    functional = {str(iri) for iri in graph.subjects(rdflib.RDF.type, rdflib.OWL.FunctionalProperty)}
    making = {str(iri) for iri in graph.subjects(rdflib.URIRef(f"{NAMESPACE}making"), rdflib.Literal(True))}
    shortcuts = [shortcut for relation in RELATIONS for shortcut in relation.shortcuts]
    roles = [role for relation in RELATIONS for role in relation.roles]
    assert {one.iri for one in shortcuts if one.making} == making != set()
    assert {one.iri for one in [*shortcuts, *roles] if one.functional} == functional & {
        one.iri for one in [*shortcuts, *roles]
    }
    assert any(one.functional for one in shortcuts)
    assert any(one.functional for one in roles)


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
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = ["sell > wares"]', "no list “wares” in [Supply.lists]"),
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = ["sell ("]', "cannot read the trigger “sell (”"),
        (
            "frames/Supply.toml",
            '[[Supply.examples]]\ntext = "Ada sold a ship."\nseller = "Ada"',
            "Supply has no role seller in kg.ttl",
        ),
        ("grammar.toml", 'Vessel = ["ship"]', "no type Vessel in kg.ttl"),
        ("names/chips.tsv", "Fastchip\tChip\t\tNobody Corp\t\t", "no name Nobody Corp in names/"),
        ("names/chips.tsv", "Fastchip\tChip\t\t\t\t\tmore", "7 columns, where there are 6"),
        ("frames/Supply.toml", "[[Supply.patterns]]\nverbs = [5]", "“verbs” is no list of words"),
        (
            "frames/Supply.toml",
            '[[Supply.patterns]]\nverbs = ["sell"]\nroles = { item = ["objct"] }',
            "no position “objct”: neither one of the grammar's nor a word of its list “prepositions”",
        ),
        ("frames/Supply.toml", '# a comment\n[[Supply.examples]]\nitem = "H20"', "an example without a text"),
        (
            "kg.ttl",
            "kg:foo a owl:ObjectProperty ; kg:shortcutOf kg:Supply .",
            "the shortcut foo needs a kg:subjectRole and a kg:objectRole of Supply",
        ),
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


@pytest.mark.parametrize("file", ["names/chips.tsv", "frames/Supply.toml", "grammar.toml", "kg.ttl"])
def test_bytes_that_are_no_utf8(copy: Path, file: str) -> None:
    (copy / file).write_bytes((copy / file).read_bytes() + b"# \xff\n")
    assert all(fault.startswith(file) for fault in faults(copy))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("names/chips.tsv", "Fastchip\tChip\t\tNobody Corp\t\t"),  # unknown maker
        ("names/places.tsv", "Fasttown\tPlace\t\t\tNobody\t"),  # unknown stands_for
        ("names/chips.tsv", "Fastchip\tChip\t\t\t\tambigous"),  # unknown flag
        ("names/chips.tsv", "Fastchip\tChip\t\t\t\t\tmore"),  # too many columns
        ("names/chips.tsv", "H100\tChip\t\tNvidia\t\t"),  # the name is listed twice
        ("names/chips.tsv", "Fastchip\tChip\tH100\t\t\t"),  # the alias is taken
        ("frames/Cost.toml", '[Supply]\nverbs = ["sell"]'),  # a relation in two files
        ("frames/Supply.toml", '[[Supply.patterns]]\nverb = ["sell"]'),  # unknown key
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = "sell"'),  # a string, not a list
        ("frames/Supply.toml", "[[Supply.patterns]]\nverbs = [5]"),
        (
            "frames/Supply.toml",
            '[[Supply.patterns]]\nverbs = ["sell"]\nroles = { item = ["objct"] }',
        ),  # no such position
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = ["sell"]\nneeds = ["seller"]'),  # no such role
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = ["sell"]\ntypes = { item = ["Ware"] }'),  # no such type
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = ["sell"]\ntypes = { ware = ["Chip"] }'),  # no such role
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = ["sell"]\nmodality = "sure"'),
        ("frames/Supply.toml", '[[Supply.patterns]]\nverbs = ["sell"]\npolarity = "neg"'),
        ("frames/Supply.toml", '[[Supply.examples]]\nitem = "H20"'),  # an example without text
        ("kg.ttl", "kg:foo a owl:ObjectProperty ; kg:shortcutOf kg:Supply ."),
        ("kg.ttl", "kg:Company rdfs:subClassOf kg:Company ."),
        ("kg.ttl", "kg:supply.place a rdf:Property ; rdfs:domain kg:Supply ; rdfs:range kg:Plaec ; kg:order 4 ."),
        ("kg.ttl", 'kg:supply.place a rdf:Property ; rdfs:domain kg:Supply ; rdfs:range kg:Place ; kg:order "x" .'),
    ],
)
def test_whatever_is_wrong_is_reported_with_its_file(copy: Path, file: str, text: str) -> None:
    with (copy / file).open("a", encoding="utf-8") as out:
        out.write(f"\n{text}\n")
    assert any(fault.startswith(f"{file}:") for fault in faults(copy))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("light_verbs =", "light_verb ="),
        ("[masks]", "[mask]"),
        ('Company = "Microsoft"', 'Firm = "Microsoft"'),  # a mask of no type
        ('ORG = "Company"', 'ORG = "Firm"'),  # a guess of no type
    ],
)
def test_a_fault_of_the_grammar(copy: Path, old: str, new: str) -> None:
    path = copy / "grammar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert any(fault.startswith("grammar.toml:") for fault in faults(copy))


def test_a_list_of_the_grammar_that_is_missing_is_named(copy: Path) -> None:
    path = copy / "grammar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nlight_verbs =", "\nlight_verb ="), encoding="utf-8")
    assert faults(copy) == ["grammar.toml:1: the list “light_verbs” is missing"]


def test_a_fault_is_reported_once_however_many_patterns_share_it(copy: Path) -> None:
    path = copy / "frames" / "Restriction.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('restrictor = ["subject", "by"', 'banner = ["subject", "by"', 1)
    )
    assert len(faults(copy)) == 1


def test_the_line_is_that_of_the_fault_not_the_first_with_the_word(copy: Path) -> None:
    path = copy / "frames" / "Supply.toml"
    text = path.read_text(encoding="utf-8").rstrip() + "\n"
    path.write_text(f'{text}[[Supply.patterns]]\nroles = {{ seller = ["subject"] }}\n', encoding="utf-8")
    assert faults(copy)[0].startswith(f"frames/Supply.toml:{len(text.splitlines()) + 2}:")


def test_the_line_of_an_example_is_its_own() -> None:
    for frame in load().frames.values():
        lines = frame.path.read_text(encoding="utf-8").splitlines()
        assert [e.text for e in frame.examples if e.text not in lines[e.line - 1]] == []
