"""Tables: what stands in them, how they fit a terminal, and that no document can act on a terminal or a notebook."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, RoleMention
from kg.showing import tables
from kg.showing.tables import Proof, Row, Table

ITALY = Entity(id="country/Italy", label="Italy", type="Country", aliases=("Rome",))
JAPAN = Entity(id="country/Japan", label="Japan", type="Country")
DEEPSEEK = Entity(id="company/DeepSeek", label="DeepSeek", type="Company")
DOCUMENTS = {
    "a": Document(id="a", text="", title="A ban", published="2025-01-30"),
    "b": Document(id="b", text=""),
}
SENTENCE = "Italy has banned DeepSeek."


def evidence(document: str = "a", start: int = 10, sentence: str = SENTENCE) -> Evidence:
    def mention(role: str, text: str) -> RoleMention:
        at = start + sentence.index(text)
        return RoleMention(role=role, start=at, end=at + len(text), text=text)

    trigger = start + sentence.index("banned")
    return Evidence(
        document_id=document,
        start=start,
        end=start + len(sentence),
        sentence=sentence,
        frame="Restriction",
        trigger="banned",
        trigger_start=trigger,
        trigger_end=trigger + 6,
        mentions=(mention("restrictor", "Italy"), mention("restricted", "DeepSeek")),
    )


def fact(*pieces: Evidence, relation: str = "Restriction", **more: object) -> Fact:
    roles: dict[str, Filler] = {"restrictor": ITALY, "restricted": DEEPSEEK}
    return Fact(**{"relation": relation, "roles": roles, "evidence": pieces or (evidence(),)} | more)  # type: ignore[arg-type]


def facts_table(*facts: Fact) -> Table:
    (table,) = tables.of_facts(facts, DOCUMENTS, ontology.load())
    return table


def test_why_stands_under_its_sentence() -> None:
    (table,) = tables.of_facts([fact()], DOCUMENTS, ontology.load(), why=True)
    assert tables.text(table, width=60).splitlines()[3:] == [
        "    “Italy has banned DeepSeek.”   A ban, 2025-01-30",
        "        frame Restriction · trigger “banned”",
        "        restrictor: “Italy”",
        "        restricted: “DeepSeek”",
    ]
    assert "restrictor: “Italy”" in tables.html(table)


def test_a_long_line_of_why_is_set_in_further_where_it_goes_on() -> None:
    (table,) = tables.of_facts([fact()], DOCUMENTS, ontology.load(), why=True)
    assert tables.text(table, width=40).splitlines()[-4:-2] == [
        "        frame Restriction · trigger",
        "            “banned”",
    ]


def test_a_fact_is_a_row_under_the_questions_of_its_roles() -> None:
    table = facts_table(fact(evidence("a"), evidence("b")))
    assert table.headings == ("Who", "What", "Sources")
    assert table.rows[0].cells == ("Italy", "DeepSeek", "2 documents")
    assert table.title == "restriction · 1 fact"


def test_columns_for_date_and_status_stand_only_where_something_fills_them() -> None:
    planned = fact(modality="planned", date=Date(value="2026", precision="year", text="next year"))
    denied = fact(polarity="negative", modality="reported", attributed_to="Reuters")
    said = fact(attributed_to="Reuters")
    table = facts_table(planned, denied, said, fact())
    assert table.headings == ("Who", "What", "Stated as", "When", "Sources")
    assert [row.cells[2:4] for row in table.rows] == [
        ("planned", "2026"),
        ("denied reported by Reuters", ""),
        ("said by Reuters", ""),
        ("", ""),
    ]


def test_roles_of_one_fact_that_another_lacks_are_dashes() -> None:
    with_target = fact(roles={"restricted": DEEPSEEK, "target": JAPAN})
    text = tables.text(facts_table(fact(), with_target))
    assert re.search(r"^–\s+DeepSeek\s+Japan\s+1 document$", text, re.MULTILINE)
    assert re.search(r"^Italy\s+DeepSeek\s+–\s+1 document$", text, re.MULTILINE)


def test_each_relation_has_a_table_and_unknown_relations_show_their_own_names() -> None:
    cost = Amount(value=Decimal(5600000), unit="USD", text="$5.6 million")
    found = tables.of_facts(
        [
            fact(relation="Zapping", roles={"zapper": ITALY}),
            fact(relation="Cost", roles={"subject": DEEPSEEK, "amount": cost}),
        ],
        DOCUMENTS,
        ontology.load(),
    )
    assert [table.title for table in found] == ["cost · 1 fact", "Zapping · 1 fact"]
    assert found[0].rows[0].cells[:2] == ("DeepSeek", "$5.6 million")
    assert found[1].headings == ("zapper", "Sources")


def test_the_words_that_prove_a_fact_are_bold_on_a_terminal_and_plain_elsewhere() -> None:
    table = facts_table(fact())
    styled = tables.text(table, styled=True)
    assert "    “\x1b[1mItaly\x1b[0m has \x1b[1mbanned\x1b[0m \x1b[1mDeepSeek\x1b[0m.”   A ban, 2025-01-30" in styled
    assert "    “Italy has banned DeepSeek.”   A ban, 2025-01-30" in tables.text(table)


def test_a_sentence_stands_once_under_a_row_and_many_sentences_are_counted() -> None:
    twice = facts_table(fact(evidence(), evidence()))
    assert tables.text(twice).count(SENTENCE) == 1
    many = facts_table(fact(*(evidence("a", start=100 * i) for i in range(5))))
    assert tables.text(many).count(SENTENCE) == 3
    assert tables.text(many).endswith("    … 2 more sentences")


def test_a_document_without_a_title_is_called_by_its_identifier() -> None:
    assert tables.text(facts_table(fact(evidence("b")))).endswith("”   b")


def test_entities_are_listed_with_names_and_counts() -> None:
    table = tables.of_entities([ITALY, JAPAN], {"country/Italy": ["a", "b"]}, {"country/Italy": 1200}, ontology.load())
    assert [row.cells for row in table.rows] == [
        ("Italy", "country", "Rome", "1200", "2"),
        ("Japan", "country", "", "0", "0"),
    ]


def test_numbers_stand_to_the_right() -> None:
    rows = (Row(cells=("a", "5")), Row(cells=("b", "1,000")))
    assert tables.text(Table(headings=("Name", "Count"), rows=rows)).splitlines()[1:] == [
        "a          5",
        "b      1,000",
    ]


def test_a_table_without_rows_shows_its_headings() -> None:
    assert tables.text(Table(headings=("Who", "What"), rows=())) == "Who   What"


@pytest.mark.parametrize("width", [30, 50, 100])
def test_long_cells_and_sentences_wrap_to_the_terminal(width: int) -> None:
    words = "export controls on advanced semiconductors " * 6
    proof = Proof(sentence=words + "x" * 12, spans=((0, 6),), source="A very long title of a very long document, 2025")
    row = Row(cells=("Ministry of Economy, Trade and Industry", words, "小米科技有限公司" * 4), proofs=(proof,))
    lines = tables.text(Table(headings=("Who", "What", "Whom"), rows=(row,)), width=width).splitlines()
    assert max(map(columns, lines)) <= width
    assert " ".join(" ".join(lines).split()).count("semiconductors") >= 6


def test_a_word_wider_than_its_column_is_broken() -> None:
    row = Row(cells=("a" * 50, "b" * 50))
    lines = tables.text(Table(headings=("Who", "What"), rows=(row,)), width=43).splitlines()
    assert lines[1:] == [f"{'a' * 20}   {'b' * 20}"] * 2 + [f"{'a' * 10}{' ' * 13}{'b' * 10}"]


def test_identifiers_are_broken_at_their_hyphens_and_words_stay_whole_while_others_can_give_way() -> None:
    row = Row(cells=("hangzhou-chatbot-passes-chatgpt", "sets the trade talking " * 3, "semiconductors"))
    assert tables.text(Table(headings=("Document", "What", "About"), rows=(row,)), width=44).splitlines() == [
        "Document       What           About",
        "hangzhou-      sets the       semiconductors",
        "chatbot-       trade",
        "passes-        talking sets",
        "chatgpt        the trade",
        "               talking sets",
        "               the trade",
        "               talking",
    ]


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


@given(st.text(), st.text())
def test_no_document_can_act_on_the_terminal(cell: str, sentence: str) -> None:
    proof = Proof(sentence=sentence, spans=((0, len(sentence)),) if sentence else (), source=cell)
    text = tables.text(Table(headings=("Who",), rows=(Row(cells=(cell,), proofs=(proof,)),), title=cell))
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\n"]


def test_a_table_for_a_notebook_escapes_what_documents_say() -> None:
    proof = Proof(sentence="<script>alert(1)</script> bans & curbs", spans=((26, 30),), source='"<b>"')
    page = tables.html(Table(headings=("<i>",), rows=(Row(cells=("<img src=x>",), proofs=(proof,)),), title="<u>"))
    assert re.findall(r"<(script|img|i|u)\b", page) == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <b>bans</b> &amp; curbs" in page


def test_a_notebook_shows_headings_cells_and_sentences() -> None:
    page = tables.html(facts_table(fact()))
    assert ">Who</th>" in page
    assert ">Italy</td>" in page
    assert "“<b>Italy</b> has <b>banned</b> <b>DeepSeek</b>.” <small>A ban, 2025-01-30</small>" in page


def test_a_tally_counts_facts_sentences_and_documents() -> None:
    assert (
        tables.tally([fact(evidence("a"), evidence("b")), fact(evidence("a"))]) == "2 facts · 2 sentences · 2 documents"
    )
