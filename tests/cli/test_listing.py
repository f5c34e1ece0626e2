"""kg facts, kg entities, kg show and kg stats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from click.testing import Result

Kg = Callable[..., Result]


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_sentence_that_states_a_fact_is_a_line(kg: Kg) -> None:
    found = rows(kg("facts"))
    assert [(row["relation"], row["document"]) for row in found] == [
        ("Cost", "price"),
        ("Development", "bans"),
        ("Restriction", "bans"),
        ("Restriction", "price"),
        ("Restriction", "bans"),
    ]
    assert list(found[0]) == [
        "relation", "document", "roles", "start", "end", "sentence", "polarity", "modality", "attributed_to", "date",
    ]  # fmt: skip
    assert found[0]["roles"]["amount"]["value"] == 5600000
    assert found[1]["roles"]["product"] == {"id": "model/DeepSeek-R1", "label": "DeepSeek-R1", "text": "R1"}


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--relation", "Restriction"], 3),
        (["--relation", "restricts"], 3),
        (["--entity", "italy"], 2),
        (["--entity", "R1"], 2),
        (["--entity", "company/DeepSeek"], 4),
        (["--type", "Country"], 3),
        (["--type", "artefact"], 2),
        (["--document", "price"], 2),
        (["--document", "Bans <spread>"], 3),
        (["--relation", "Restriction", "--entity", "Italy", "--document", "bans"], 1),
    ],
)
def test_facts_are_chosen_by_relation_entity_type_and_document(kg: Kg, filters: list[str], count: int) -> None:
    assert len(rows(kg("facts", *filters))) == count


def test_facts_as_a_table_show_their_sentences(kg: Kg) -> None:
    lines = kg("facts", "--relation", "Restriction", "--format", "table").stdout.splitlines()
    assert lines == [
        "restriction · 2 facts",
        "Who     What       Sources",
        "Italy   DeepSeek   2 documents",
        "    “Italy and Japan have banned DeepSeek.”   Bans <spread>, 2025-01-30",
        "    “Italy banned DeepSeek.”   price",
        "Japan   DeepSeek   1 document",
        "    “Italy and Japan have banned DeepSeek.”   Bans <spread>, 2025-01-30",
        "2 facts · 2 sentences · 2 documents · kg show NAME tells all about one of them",
    ]


def test_why_is_told_under_each_sentence_that_the_filters_leave(kg: Kg) -> None:
    lines = kg("facts", "--relation", "Development", "--why", "--format", "table").stdout.splitlines()
    assert lines[3:-1] == [
        "    “DeepSeek released R1.”   Bans <spread>, 2025-01-30",
        "        frame Development · trigger “released”",
        "        developer: “DeepSeek”",
        "        product: “R1” → DeepSeek-R1",
    ]


def test_why_is_an_object_in_json_and_three_columns_in_a_spreadsheet(kg: Kg) -> None:
    (row,) = rows(kg("facts", "--entity", "R1", "--relation", "Cost", "--why"))
    assert (row["why"]["frame"], row["why"]["trigger"]["text"]) == ("Cost", "cost")
    (record,) = csv.DictReader(io.StringIO(kg("facts", "--relation", "Cost", "--why", "--format", "csv").stdout))
    assert [record[f"why.{name}"] for name in ("frame", "trigger", "roles")] == [
        "Cost",
        "cost",
        "subject: “DeepSeek-R1”; amount: “$5.6 million”",
    ]


def test_facts_as_turtle_are_a_graph_of_them_alone(kg: Kg) -> None:
    result = kg("facts", "--relation", "Cost", "--format", "turtle")
    triples = list(pyoxigraph.parse(result.stdout.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    texts = {t.object.value for t in triples if isinstance(t.object, pyoxigraph.Literal)}
    assert "Training DeepSeek-R1 cost $5.6 million, DeepSeek says." in texts
    assert "Italy banned DeepSeek." not in texts


@pytest.mark.parametrize(("format_", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_facts_for_a_spreadsheet(kg: Kg, format_: str, delimiter: str) -> None:
    found = list(csv.DictReader(io.StringIO(kg("facts", "--format", format_).stdout), delimiter=delimiter))
    assert len(found) == 5
    assert {row["roles.restrictor"] for row in found} == {"", "Italy", "Japan"}


def test_facts_as_one_json_array(kg: Kg) -> None:
    assert json.loads(kg("facts", "--format", "json").stdout) == rows(kg("facts"))


def test_entities_name_their_documents(kg: Kg) -> None:
    found = {row["label"]: row for row in rows(kg("entities"))}
    assert list(found) == ["DeepSeek", "DeepSeek-R1", "Italy", "Japan"]
    assert found["DeepSeek"] == {
        "id": "company/DeepSeek",
        "label": "DeepSeek",
        "type": "Company",
        "aliases": ["DeepSeek AI"],
        "document": ["bans", "price"],
        "mentions": 2,
    }


@pytest.mark.parametrize(
    ("filters", "labels"),
    [
        (["--type", "Country"], ["Italy", "Japan"]),
        (["--type", "agent"], ["DeepSeek", "Italy", "Japan"]),
        (["--document", "price"], ["DeepSeek", "DeepSeek-R1", "Italy"]),
        (["--relation", "Cost"], ["DeepSeek-R1"]),
        (["--relation", "Restriction", "--document", "price"], ["DeepSeek", "Italy"]),
        (["--entity", "Rome"], ["Italy"]),
    ],
)
def test_entities_are_chosen_by_type_document_relation_and_name(kg: Kg, filters: list[str], labels: list[str]) -> None:
    assert [row["label"] for row in rows(kg("entities", *filters))] == labels


def test_entities_as_a_table(kg: Kg) -> None:
    lines = kg("entities", "--type", "Country", "--format", "table").stdout.splitlines()
    assert lines[0].split() == ["Name", "Type", "Also", "called", "Mentions", "Documents"]
    assert lines[1].split() == ["Italy", "country", "Rome", "2", "2"]
    assert lines[3].startswith("2 entities · kg show")


def test_entities_as_turtle_are_a_graph_with_their_mentions(kg: Kg) -> None:
    result = kg("entities", "--type", "Country", "--format", "turtle")
    triples = list(pyoxigraph.parse(result.stdout.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    labels = {t.object.value for t in triples if t.predicate.value.endswith("#label")}
    assert labels == {"Italy", "Japan"}
    assert len([t for t in triples if t.predicate.value.endswith("#refersTo")]) == 3


def test_a_card_tells_all_about_an_entity(kg: Kg) -> None:
    lines = kg("show", "deepseek ai", "--format", "table").stdout.splitlines()
    assert lines[:5] == [
        "DeepSeek · company",
        "company/DeepSeek · 2 mentions in 2 documents · 3 facts",
        "also called DeepSeek AI",
        "dated 2025-01-30 · kg timeline DeepSeek",
        "",
    ]
    assert [line for line in lines if " · " in line][3:] == [
        "development · 1 fact · as developer",
        "restriction · 2 facts · as restricted",
    ]


def test_a_card_names_others_of_the_same_name(kg: Kg, folder: Path) -> None:
    """The product takes its name from the firm."""
    twin = '<https://kg.example/product/DeepSeek> a kg:Product ; rdfs:label "DeepSeek" ; skos:prefLabel "DeepSeek" .\n'
    text = (folder / "graph.trig").read_text()
    (folder / "graph.trig").write_text(text.replace("company:DeepSeek a ", twin + "company:DeepSeek a ", 1))
    shown = kg("show", "DeepSeek", "--format", "table").stdout
    assert shown.startswith("DeepSeek · company\n")
    assert shown.endswith("\n\nalso of this name: product/DeepSeek\n")
    assert kg("show", "product/DeepSeek", "--format", "table").stdout.startswith("DeepSeek · product\n")


def test_a_card_for_programs(kg: Kg) -> None:
    (card,) = rows(kg("show", "Italy"))
    assert (card["id"], card["aliases"], card["document"]) == ("country/Italy", ["Rome"], ["bans", "price"])
    assert [fact["sentence"] for fact in card["facts"]] == [
        "Italy and Japan have banned DeepSeek.",
        "Italy banned DeepSeek.",
    ]
    assert json.loads(kg("show", "Italy", "--format", "json").stdout) == card


def test_counts(kg: Kg) -> None:
    (counts,) = rows(kg("stats"))
    assert (counts["documents"], counts["sentences"], counts["mentions"]) == (2, 4, 7)
    assert counts["entities"] == {"Country": 2, "Company": 1, "Model": 1}
    assert counts["facts"] == {"Restriction": 2, "Cost": 1, "Development": 1}
    assert counts["modalities"] == {"actual": 3, "claimed": 1}
    first = counts["most_connected"][0]
    assert {name: first[name] for name in ("id", "label", "neighbours", "facts", "community")} == {
        "id": "company/DeepSeek",
        "label": "DeepSeek",
        "neighbours": 3,
        "facts": 3,
        "community": 1,
    }
    assert (first["betweenness"], 0.4 < first["pagerank"] < 0.5) == (1.0, True)
    assert counts["communities"][0][0] == "company/DeepSeek"
    assert len(rows(kg("stats", "--top", "2"))[0]["most_connected"]) == 2


def test_counts_as_tables(kg: Kg) -> None:
    text = kg("stats", "--format", "table").stdout
    assert [
        line.split() for line in text.splitlines() if line.startswith(("documents", "restriction", "DeepSeek "))
    ] == [
        ["documents", "2"],
        ["restriction", "2"],
        ["DeepSeek", "company", "3", "3", "0.480", "1.000", "1"],
    ]


class TestSeats:
    """Names of governments, which stand for their countries in facts."""

    @pytest.fixture(autouse=True)
    def built(self, kg: Kg) -> None:
        assert kg("build", "-", stdin="The Biden administration has banned DeepSeek.").exit_code == 0

    @pytest.mark.parametrize("name", ["the Biden Administration", "White House"])
    def test_a_name_that_stands_for_an_entity_leads_to_it(self, kg: Kg, name: str) -> None:
        assert kg("show", name).stdout == kg("show", "United States").stdout != ""

    def test_the_card_of_a_government_says_where_its_facts_are(self, kg: Kg) -> None:
        shown = kg("show", "Biden administration", "--format", "table").stdout
        assert shown.endswith("\nwhere it acts it stands for United States · kg show 'United States'\n")
        assert "where it acts" not in kg("show", "United States", "--format", "table").stdout

    def test_a_part_of_a_name_is_told_where_it_leads(self, kg: Kg) -> None:
        failed = kg("show", "Biden")
        assert failed.exit_code == 2
        assert "no entity 'Biden'; did you mean United States (Biden administration)" in failed.stderr

    @pytest.mark.parametrize("name", ["it", "Chinese government"])
    def test_a_name_that_stands_for_nothing_in_the_graph_leads_nowhere(self, kg: Kg, name: str) -> None:
        failed = kg("show", name)
        assert (failed.exit_code, failed.stderr) == (2, f"kg: no entity '{name}' · kg entities lists all there are\n")
