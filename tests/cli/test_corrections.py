"""kg show --why, kg build with corrections.toml, and kg stats, as users meet them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Kg = Callable[..., Result]

TEXTS = {
    "first": "Liang Wenfeng founded DeepSeek. The U.S. banned DeepSeek.",
    "second": "Liang Wenfang is the founder of Deep Seek. Orrin Labs Inc. released a model called Quill-2.",
    "third": "The start-up Orrin Labs released the model Quill-2. Jane Doe leads the Oslo Data Authority (ODA).",
}
SAME = '[[same]]\nnames = ["DeepSeek", "Orrin Labs"]\nnote = "a joke"\n'


@pytest.fixture
def news(folder: Path) -> Path:
    """Three documents in a folder, and no graph yet."""
    (folder / "graph.trig").unlink()
    (folder / "news").mkdir()
    for name, text in TEXTS.items():
        (folder / "news" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


# ---------------------------------------------------------------- why


@pytest.mark.usefixtures("news")
def test_why_tells_the_reason_and_a_place_of_each_name(kg: Kg) -> None:
    assert kg("build", "news").exit_code == 0
    assert kg("show", "Liang Wenfeng", "--why", "--format", "table").stdout.splitlines() == [
        "Liang Wenfeng · person · 2 names",
        "Name            Because                                                        Mentions",
        "Liang Wenfang   near-spelling of Liang Wenfeng (one letter, similarity 0.92)          1",
        "    “Liang Wenfang is the founder of Deep Seek.”   second",
        "Liang Wenfeng   the name itself                                                       1",
        "    “Liang Wenfeng founded DeepSeek.”   first",
        "what is wrong here, corrections.toml puts right · kg build --help",
    ]


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize(
    ("entity", "name", "because"),
    [
        ("United States", "U.S.", [("United States", "alias", "names/countries.tsv")]),
        ("DeepSeek", "Deep Seek", [("DeepSeek", "spelling", "")]),
        ("DeepSeek", "DeepSeek", []),
        ("Orrin Labs", "Orrin Labs", [("Orrin Labs Inc.", "legal form", "")]),
    ],
)
def test_why_for_programs(kg: Kg, entity: str, name: str, because: list[tuple[str, str, str]]) -> None:
    assert kg("build", "news").exit_code == 0
    result = kg("show", entity, "--why")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    row = next(row for row in found["names"] if row["name"] == name)
    assert [(step["other"], step["reason"], step["detail"]) for step in row["because"]] == because
    text = TEXTS[row["document"]]
    assert text[row["start"] : row["end"]] == name
    assert row["sentence"] in text
    assert name in row["sentence"]
    assert json.loads(kg("show", entity, "--why", "--format", "json").stdout) == found


def test_why_names_what_looks_alike_and_was_kept_apart(kg: Kg, news: Path) -> None:
    (news / "news" / "third.txt").write_text("They tried GPT-4 and GPT-5. Jane Doe and Jana Doe founded OpenAI.")
    assert kg("build", "news").exit_code == 0
    apart = {row["id"]: row["because"] for row in json.loads(kg("show", "GPT-4", "--why").stdout)["apart"]}
    assert apart == {"model/GPT-5": "the numbers differ"}
    apart = {row["id"]: row["because"] for row in json.loads(kg("show", "Jane Doe", "--why").stdout)["apart"]}
    assert apart == {"person/Jana_Doe": "the first names differ"}


def test_a_graph_of_an_earlier_version_has_no_reasons(kg: Kg, news: Path) -> None:
    assert kg("build", "news", "-g", "graph.nq").exit_code == 0
    graph = news / "graph.nq"
    newer = re.compile(r"ontology#(naming|name|otherName|because|detail|sentence|Naming)>")
    graph.write_text("".join(line for line in graph.read_text().splitlines(True) if not newer.search(line)))
    lines = kg("show", "Liang Wenfeng", "-g", "graph.nq", "--why", "--format", "table").stdout.splitlines()
    assert "Liang Wenfang   not recorded: the graph was built by an earlier version          1" in lines
    assert "Liang Wenfeng   the name itself                                                  1" in lines


def test_why_of_nobody(kg: Kg) -> None:
    result = kg("show", "Nobody", "--why")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("kg: no entity 'Nobody'")


# ---------------------------------------------------------------- corrections


def test_corrections_beside_the_graph_are_heeded_by_every_build(kg: Kg, news: Path) -> None:
    (news / "corrections.toml").write_text(SAME)
    for _ in range(2):
        result = kg("build", "news")
        assert (result.exit_code, result.stderr) == (0, "")
        assert " · 1 correction from corrections.toml · " in result.stdout
        assert json.loads(kg("show", "Orrin Labs").stdout)["id"] == "company/DeepSeek"


def test_corrections_lie_where_the_graph_lies(kg: Kg, news: Path) -> None:
    (news / "out").mkdir()
    (news / "out" / "corrections.toml").write_text(SAME)
    assert " · 1 correction from out/corrections.toml" in kg("build", "news", "-g", "out/store").stdout
    assert "correction" not in kg("build", "news").stdout


def test_corrections_may_be_named(kg: Kg, news: Path) -> None:
    (news / "corrections.toml").write_text("nonsense")
    (news / "mine.toml").write_text(SAME)
    result = kg("build", "news", "--corrections", "mine.toml", "-g", "-")
    assert result.exit_code == 0
    found = kg("show", "Orrin Labs", "-g", "-", stdin=result.stdout_bytes)
    assert json.loads(found.stdout)["id"] == "company/DeepSeek"


def test_taking_a_correction_back_undoes_it(kg: Kg, news: Path) -> None:
    assert kg("build", "news").exit_code == 0
    before = (news / "graph.trig").read_bytes()
    (news / "corrections.toml").write_text(SAME)
    assert kg("build", "news").exit_code == 0
    assert (news / "graph.trig").read_bytes() != before
    (news / "corrections.toml").unlink()
    assert kg("build", "news").exit_code == 0
    assert (news / "graph.trig").read_bytes() == before


def test_why_tells_what_the_user_said(kg: Kg, news: Path) -> None:
    (news / "corrections.toml").write_text(SAME + '[[different]]\nnames = ["Liang Wenfang", "Liang Wenfeng"]\n')
    assert kg("build", "news").exit_code == 0
    assert "the user’s word for DeepSeek (a joke)" in kg("show", "DeepSeek", "--why", "--format", "table").stdout
    apart = json.loads(kg("show", "Liang Wenfeng", "--why").stdout)["apart"]
    assert apart == [
        {"id": "person/Liang_Wenfang", "label": "Liang Wenfang", "because": "the user says that they are different"}
    ]


def test_a_type_lets_facts_be_read_that_were_not(kg: Kg, news: Path) -> None:
    (news / "news" / "third.txt").write_text("Vellum released Zorvex. Zorvex cost $5 million.")
    assert kg("build", "news").exit_code == 0
    assert kg("facts", "--document", "third").stdout == ""
    types = {"Zorvex": "Chip", "Vellum": "company"}
    (news / "corrections.toml").write_text("".join(f'[[type]]\nname="{n}"\ntype="{t}"\n' for n, t in types.items()))
    for jobs in ("1", "2"):
        assert kg("build", "news", "--jobs", jobs).exit_code == 0
        found = [json.loads(line)["relation"] for line in kg("facts", "--document", "third").stdout.splitlines()]
        assert found == ["Cost", "Development"]


def test_what_matches_nothing_is_said_in_one_line(kg: Kg, news: Path) -> None:
    (news / "corrections.toml").write_text('\n[[same]]\nnames = ["Nobody", "Nowhere"]\n')
    result = kg("build", "news")
    assert result.exit_code == 0
    assert result.stderr == "kg: corrections.toml:2: [[same]] Nobody = Nowhere: nothing in these documents matches\n"
    assert " · 0 corrections from corrections.toml" in result.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[same]\n", "corrections.toml:1: Expected"),
        ('\n[[same]]\nnames = ["A"]\n', "corrections.toml:2: [[same]] “names” is no list of two names or more"),
        (
            '[[assert]]\nrelation = "Restriction"\nroles = { restricted = "DeepSeek" }\nsentence = "It is closed."\n',
            "corrections.toml:1: no document has the sentence “It is closed.”",
        ),
    ],
)
def test_bad_corrections_leave_the_old_graph(kg: Kg, news: Path, text: str, message: str) -> None:
    assert kg("build", "news").exit_code == 0
    before = (news / "graph.trig").read_bytes()
    (news / "corrections.toml").write_text(text)
    result = kg("build", "news", "--rejected", "rejected.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"kg: {message}")
    assert result.stderr.count("\n") == 1
    assert (news / "graph.trig").read_bytes() == before
    assert not (news / "rejected.jsonl").exists()


def test_a_named_file_that_is_not_there(kg: Kg, news: Path) -> None:
    result = kg("build", "news", "--corrections", "none.toml")
    assert result.exit_code == 2
    assert result.stderr.startswith("kg: none.toml")
    assert not (news / "graph.trig").exists()


def test_rejected_facts_are_written_with_the_users_reason(kg: Kg, news: Path) -> None:
    (news / "corrections.toml").write_text(
        '[[reject]]\nrelation = "Restriction"\nroles = { restrictor = "United States" }\nnote = "it is a rumour"\n'
    )
    assert kg("build", "news", "--rejected", "rejected.jsonl").exit_code == 0
    (row,) = map(json.loads, (news / "rejected.jsonl").read_text().splitlines())
    assert (row["relation"], row["reason"]) == ("Restriction", "the user rejects it: it is a rumour")
    assert kg("facts", "--relation", "Restriction").stdout == ""


def test_an_asserted_fact_says_who_asserts_it(kg: Kg, news: Path) -> None:
    (news / "corrections.toml").write_text(
        '[[assert]]\nrelation = "Founding"\nroles = { founder = "Jane Doe", organization = "Orrin Labs" }\n'
        'sentence = "Jane Doe leads the Oslo Data Authority"\n'
    )
    assert kg("build", "news").exit_code == 0
    lines = kg("facts", "--entity", "Jane Doe", "--relation", "Founding", "--why", "--format", "table").stdout
    assert lines.splitlines()[1:] == [
        "Who        What              Sources",
        "Jane Doe   Orrin Labs Inc.   1 document",
        "    “Jane Doe leads the Oslo Data Authority”   third",
        "        asserted by the user, who quotes this sentence",
        "        founder: “Jane Doe”",
        "1 fact · 1 sentence · 1 document · kg show NAME tells all about one of them",
    ]


def test_statistics_list_the_corrections(kg: Kg, news: Path) -> None:
    (news / "corrections.toml").write_text(SAME + '[[type]]\nname = "Nobody"\ntype = "person"\n')
    assert kg("build", "news").exit_code == 0
    assert json.loads(kg("stats").stdout)["corrections"] == [
        {"kind": "same", "says": "DeepSeek = Orrin Labs", "applied": True, "note": "a joke"},
        {"kind": "type", "says": "Nobody is a Person", "applied": False, "note": ""},
    ]
    lines = [line.split() for line in kg("stats", "--format", "table").stdout.splitlines()]
    assert ["Correction", "Says", "Applied", "Note"] in lines
    assert ["same", "DeepSeek", "=", "Orrin", "Labs", "yes", "a", "joke"] in lines


@pytest.mark.usefixtures("folder")
def test_statistics_of_a_graph_without_corrections(kg: Kg) -> None:
    assert json.loads(kg("stats").stdout)["corrections"] == []
    assert "Correction" not in kg("stats", "--format", "table").stdout
