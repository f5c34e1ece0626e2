"""Paths, neighbors, conflicts, agreements and timelines as people see them."""

from __future__ import annotations

import html.parser
import re
from dataclasses import replace

import pytest

from kg.knowledge_graph import KnowledgeGraph
from kg.model import Entity
from kg.showing.listings import Listing
from tests.graph.press import A1, ACME, BOLT, ITALY, JAPAN, ban, cost, day, made, report, said, store

EVIL = Entity(id="company/evil", label='<img src=x onerror="alert(1)">\x1b[31m&', type="Company")


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    dear = cost(A1, "$1.3 billion", modality="claimed", attributed_to="Bolt")
    return KnowledgeGraph(
        store(
            report("a", ban(ITALY, ACME), made(ACME, A1), cost(A1, "over $5 million"), title="First", published="2025"),
            report("b", ban(ITALY, ACME), dear, made(ACME, A1, date=day("2024-12"))),
            report("c", ban(ITALY, ACME, polarity="negative"), cost(A1, "$6 million"), ban(JAPAN, ACME)),
        )
    )


def test_conflicts_stand_side_by_side_with_who_says_each_and_where(graph: KnowledgeGraph) -> None:
    assert repr(graph.conflicts()).splitlines() == [
        "A1 costs: 3 values from 3 documents",
        "How much          Said by   Stated as   Sources      In line with it",
        "$6 million        –         actual      1 document   2 documents",
        "    “A1 took $6 million altogether.”   c",
        "over $5 million   –         actual      1 document   2 documents",
        "    “A1 took over $5 million altogether.”   First, 2025",
        "$1.3 billion      Bolt      claimed     1 document   1 document",
        "    “A1 took $1.3 billion altogether.”   b",
        "",
        "Italy restricts Acme: asserted and denied, in 3 documents",
        "Stated     Said by   Sources",
        "asserted   –         2 documents",
        "    “Italy banned Acme .”   First, 2025",
        "    “Italy banned Acme .”   b",
        "denied     –         1 document",
        "    “Italy never banned Acme .”   c",
        "",
        "2 contradictions · kg conflicts --agreed lists what documents agree on",
    ]


def test_what_may_be_no_conflict_says_so_and_can_be_left_out() -> None:
    fell = [
        said(f"Acme shed {n} .", "MarketLoss", {"company": ACME, "amount": n}) for n in ("$5 billion", "$9 billion")
    ]
    found = KnowledgeGraph(store(*(report(f"{i}", fact) for i, fact in enumerate(fell))))
    assert found.conflicts().tables[0].title == (
        "Acme lost value: 2 values from 2 documents · contradictory unless it happened more than once"
    )
    assert found.conflicts().closing.startswith("1 possible contradiction · ")
    assert len(found.conflicts(certain=True)) == 0
    assert found.conflicts(certain=True).closing.startswith("no contradictions · ")


def test_a_thing_without_a_name_is_told_from_its_maker() -> None:
    path = {"subject": "of > training > model"}
    theirs = said("The model of Acme took $9 billion .", "Cost", {"subject": ACME, "amount": "$9 billion"}, paths=path)
    found = KnowledgeGraph(store(report("a", theirs), report("b", made(ACME, A1), cost(A1, "$6 million"))))
    (table,) = found.conflicts().tables
    assert table.title.startswith("a model of Acme costs: 2 values from 2 documents · contradictory if ")
    assert [row.cells[:2] for row in table.rows] == [("a model of Acme", "$9 billion"), ("A1", "$6 million")]


def test_agreements_name_the_fact_and_show_all_its_sentences(graph: KnowledgeGraph) -> None:
    (table,) = graph.agreements().tables
    assert [row.cells for row in table.rows] == [
        ("A1 costs over $5 million or $6 million", "2 documents"),
        ("Acme develops A1", "2 documents"),
        ("Italy restricts Acme", "2 documents"),
    ]
    assert [proof.source for proof in table.rows[1].proofs] == ["First, 2025", "b"]
    assert graph.agreements().closing.startswith("3 facts that independent documents state · ")


def test_dependent_documents_are_told() -> None:
    pages = [report(f"{i}", ban(ITALY, ACME), source=f"https://site.example/{i}") for i in range(2)]
    denied = report("z", ban(ITALY, ACME, polarity="negative"))
    (table,) = KnowledgeGraph(store(*pages, denied)).conflicts().tables
    assert table.rows[0].cells[-1] == "2 documents, 1 independent"


def test_a_path_is_a_table_of_steps_with_their_sentences(graph: KnowledgeGraph) -> None:
    assert repr(graph.path("Japan", "A1")).splitlines() == [
        "1. Japan – Acme – A1 · 2 steps · weight 0.19",
        "From    How           To     When      Sources",
        "Japan   restricts →   Acme   –         1 document",
        "    “Japan banned Acme .”   c",
        "Acme    develops →    A1     2024-12   2 documents",
        "    “Acme released A1 .”   First, 2025",
        "    “Acme released A1 .”   b",
        "",
        "1 path · kg path --help tells what counts",
    ]


def test_no_path_is_one_line(graph: KnowledgeGraph) -> None:
    found = graph.path("Italy", "Japan", steps=3, via=["model"], avoid=["rivalry"])
    assert repr(found) == "no path from Italy to Japan in at most 3 steps, by way of model, avoiding rivalry"
    assert len(found) == 0


def test_neighbors_are_tables_by_distance_and_relation(graph: KnowledgeGraph) -> None:
    found = graph.neighbors("Italy", depth=2)
    assert [table.title for table in found.tables] == [
        "1 step away · restriction · 1 neighbour",
        "2 steps away · development · 1 neighbour",
        "2 steps away · restriction · 1 neighbour",
    ]
    assert found.tables[0].rows[0].cells == ("Italy", "restricts →", "Acme", "company", "2 documents")
    assert found.closing == "3 neighbours of Italy in at most 2 steps · kg path Italy NAME tells more"


def test_a_timeline_says_what_dates_a_fact_and_what_it_left_out(graph: KnowledgeGraph) -> None:
    found = graph.timeline("Acme")
    assert [row.cells for row in found.tables[0].rows] == [
        ("2024-12", "Acme develops A1", "the text", "1 document"),
        ("2025", "Acme develops A1", "the document", "1 document"),
        ("2025", "Italy restricts Acme", "the document", "2 documents"),
    ]
    assert found.closing.startswith("3 dated facts · 2 facts without a date left out · ")


def test_a_listing_is_a_sequence(graph: KnowledgeGraph) -> None:
    found = graph.conflicts()
    assert len(found) == len(list(found)) == 2
    assert found[0] is found.values[0]
    assert found[1:] == (found[1],)


class Tags(html.parser.HTMLParser):
    """What tags and attributes a piece of HTML has, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def evil_listings() -> list[Listing[object]]:
    hostile = replace(A1, label="</td><script>alert(2)</script>")
    twin = report(
        "<b>id</b>", made(EVIL, hostile), cost(hostile, "$6 million"), title="<script>3</script>", published="2025"
    )
    other = report("other", made(EVIL, hostile), cost(hostile, "$60 million", attributed_to="<script>4</script>"))
    graph = KnowledgeGraph(store(twin, other, report("c", ban(ITALY, BOLT))))
    return [
        graph.conflicts(),
        graph.agreements(),
        graph.path(EVIL.label, hostile.label),
        graph.neighbors(EVIL.label),
        graph.timeline(),
        graph.path(EVIL.label, "Italy"),
    ]


def test_hostile_names_are_text_in_a_notebook_and_harmless_on_a_terminal() -> None:
    for listing in evil_listings():
        found = Tags(listing._repr_html_())
        assert found.tags <= {"div", "p", "b", "small", "table", "caption", "thead", "tbody", "tr", "th", "td"}
        assert found.names <= {"style", "colspan"}
        assert "alert(" in found.text or "<script>" in found.text or not listing.values
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", repr(listing))
