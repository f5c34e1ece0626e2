"""A card: all about one entity."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.knowledge_graph import KnowledgeGraph
from kg.model import Mention
from kg.showing import cards
from tests.graph.press import A1, A2, ACME, ITALY, JAPAN, ban, cost, day, made, report, said, store

NAMED = replace(ACME, aliases=("Acme Corp",), same_as=("https://www.example.org/Q1", "urn:lei:1"))


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    first = report(
        "a",
        made(NAMED, A1, date=day("2024-12")),
        ban(ITALY, NAMED),
        cost(A1, "$6 million", modality="claimed", attributed_to="Acme"),
        said("A1 rivals A2 .", "Rivalry", {"subject": A1, "rival": A2}),
        title="First",
        published="2025-01-30",
    )
    named = Mention(document_id="b", start=0, end=4, text="Acme", type="Company", head=0, name="Acme")
    second = replace(
        report("b", ban(JAPAN, NAMED, modality="reported", attributed_to="Ada")),
        mentions=(named,),
        entities=(NAMED, JAPAN),
    )
    return KnowledgeGraph(store(first, second))


def test_a_card_has_names_identifiers_dates_facts_speakers_and_documents(graph: KnowledgeGraph) -> None:
    assert str(graph.show("Acme Corp")).splitlines() == [
        "Acme · company",
        "company/Acme · 1 mention in 2 documents · 3 facts",
        "also called Acme Corp",
        "same as https://www.example.org/Q1 urn:lei:1",
        "dated 2024-12 to 2025-01-30 · kg timeline Acme",
        "",
        "development · 1 fact · as developer",
        "Who    What   When      Sources",
        "Acme   A1     2024-12   1 document",
        "    “Acme released A1 .”   First, 2025-01-30",
        "",
        "restriction · 2 facts · as restricted",
        "Who     What   Stated as         Sources",
        "Italy   Acme   –                 1 document",
        "    “Italy banned Acme .”   First, 2025-01-30",
        "Japan   Acme   reported by Ada   1 document",
        "    “Japan banned Acme .”   b",
        "",
        "Who says so   What                   Stated as",
        "Ada           Japan restricts Acme   reported",
        "",
        "Document   Date         Kind   Mentions   Facts",
        "First      2025-01-30   –             0       2",
        "b          –            –             1       1",
    ]


def test_facts_come_out_of_the_entity_first_then_into_it(graph: KnowledgeGraph) -> None:
    titles = [table.title for table in graph.show("A1").tables if table.title]
    assert titles == ["cost · 1 fact · as subject", "rivalry · 1 fact", "development · 1 fact · as product"]
    assert [table.title for table in graph.show("A2").tables if table.title] == ["rivalry · 1 fact"]


def test_a_card_for_programs_says_which_role_the_entity_plays_and_who_says_so(graph: KnowledgeGraph) -> None:
    record = cards.record(graph.show("Acme"), graph.ontology)
    assert record["same_as"] == ["https://www.example.org/Q1", "urn:lei:1"]
    assert record["dates"] == ["2024-12", "2025-01-30"]
    assert [(fact["relation"], fact["role"], fact["said_by"]) for fact in record["facts"]] == [
        ("Development", "developer", []),
        ("Restriction", "restricted", []),
        ("Restriction", "restricted", ["Ada"]),
    ]


def test_a_name_that_a_shell_would_split_is_quoted() -> None:
    spaced = replace(ACME, label="Acme's Labs")
    card = KnowledgeGraph(store(report("a", ban(ITALY, spaced, date=day("2025"))))).show("Acme's Labs")
    assert """· kg timeline 'Acme'"'"'s Labs'""" in str(card)
