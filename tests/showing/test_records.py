"""Records: facts and entities for other programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.model import Amount, Date, Entity, Evidence, Fact, Reference, Rejection, RoleMention
from kg.ontology import load
from kg.showing import records

R1 = Entity(id="model/DeepSeek-R1", label="DeepSeek-R1", type="Model", aliases=("R1", "the model"))
COST = Amount(value=Decimal(5600000), unit="USD", text="$5.6 million")


def evidence(document: str, *mentions: RoleMention) -> Evidence:
    return Evidence(
        document_id=document,
        start=5,
        end=29,
        sentence="Training it cost $5.6m, “all” in.",
        frame="Cost",
        trigger="cost",
        trigger_start=17,
        trigger_end=21,
        mentions=mentions,
    )


MENTIONS = (
    RoleMention(role="subject", start=14, end=16, text="it"),
    RoleMention(role="amount", start=22, end=27, text="$5.6m"),
)
FACT = Fact(
    relation="Cost",
    roles={"subject": R1, "amount": COST, "note": "all in"},
    modality="claimed",
    attributed_to="DeepSeek",
    date=Date(value="2025-01", precision="month", text="January"),
    evidence=(evidence("a", *MENTIONS), evidence("b")),
)


def test_a_fact_gives_one_record_for_each_sentence_with_all_that_is_known() -> None:
    first, second = records.of_facts([FACT])
    assert first == {
        "relation": "Cost",
        "document": "a",
        "roles": {
            "subject": {"id": "model/DeepSeek-R1", "label": "DeepSeek-R1", "text": "it"},
            "amount": {"id": "", "label": "$5.6 million", "text": "$5.6m", "value": 5600000, "unit": "USD"},
            "note": {"id": "", "label": "all in", "text": "all in"},
        },
        "start": 5,
        "end": 29,
        "sentence": "Training it cost $5.6m, “all” in.",
        "polarity": "positive",
        "modality": "claimed",
        "attributed_to": "DeepSeek",
        "date": "2025-01",
    }
    assert (second["document"], second["roles"]["subject"]["text"]) == ("b", "DeepSeek-R1")


def test_why_is_an_object_of_each_record() -> None:
    it = Reference(text="it", name="R1", kind="pronoun")
    subject, amount = MENTIONS
    mentions = (replace(subject, path="object", references=(it,)), replace(amount, path="extent"))
    (record,) = records.of_facts([replace(FACT, evidence=(evidence("a", *mentions),))], load())
    assert record["why"] == {
        "frame": "Cost",
        "trigger": {"text": "cost", "start": 17, "end": 21},
        "roles": [
            {
                "role": "subject",
                "text": "it",
                "start": 14,
                "end": 16,
                "path": "object of “cost”",
                "references": [{"text": "it", "name": "R1", "kind": "pronoun"}],
                "explanation": "subject: “it” → R1 (a pronoun) → DeepSeek-R1 · object of “cost”",
            },
            {
                "role": "amount",
                "text": "$5.6m",
                "start": 22,
                "end": 27,
                "path": "measure of “cost”",
                "references": [],
                "explanation": "amount: “$5.6m” · measure of “cost”",
            },
        ],
    }


def test_an_entity_gives_one_record() -> None:
    other = Entity(id="place/Rome", label="Rome", type="Place")
    assert list(records.of_entities([R1, other], {R1.id: ["a", "b"]}, {R1.id: 7})) == [
        {
            "id": "model/DeepSeek-R1",
            "label": "DeepSeek-R1",
            "type": "Model",
            "aliases": ["R1", "the model"],
            "document": ["a", "b"],
            "mentions": 7,
        },
        {"id": "place/Rome", "label": "Rome", "type": "Place", "aliases": [], "document": [], "mentions": 0},
    ]


def test_a_rejection_keeps_its_reason() -> None:
    refused = Rejection(
        relation="Cost",
        reason="no amount",
        document_id="a",
        start=0,
        end=4,
        sentence="Cost",
        roles=(("subject", "R1"),),
    )
    (record,) = records.of_rejections([refused])
    assert (record["reason"], record["roles"], record["sentence"]) == ("no amount", {"subject": "R1"}, "Cost")


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_json_is_read_back_as_it_was(format_: str) -> None:
    found = list(records.of_facts([FACT]))
    text = "".join(records.lines(found, format_))
    assert ([json.loads(line) for line in text.splitlines()] if format_ == "jsonl" else json.loads(text)) == found


@pytest.mark.parametrize(("format_", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_in_csv_every_role_has_a_column(format_: str, delimiter: str) -> None:
    text = "".join(records.lines(records.of_facts([FACT]), format_))
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    assert [row["document"] for row in rows] == ["a", "b"]
    assert rows[0]["roles.amount"] == "$5.6 million"
    assert rows[0]["sentence"] == "Training it cost $5.6m, “all” in."


def test_facts_without_a_role_leave_its_column_empty() -> None:
    bare = Fact(relation="Cost", roles={"subject": R1}, evidence=(evidence("c"),))
    rows = list(csv.DictReader(io.StringIO("".join(records.lines(records.of_facts([bare, FACT]), "csv")))))
    assert [row["roles.amount"] for row in rows] == ["", "$5.6 million", "$5.6 million"]


@pytest.mark.parametrize(("format_", "empty"), [("json", "[]\n"), ("jsonl", ""), ("csv", ""), ("tsv", "")])
def test_nothing_gives_an_empty_output(format_: str, empty: str) -> None:
    assert "".join(records.lines([], format_)) == empty


def test_fractions_keep_their_digits() -> None:
    half = Amount(value=Decimal("17.5"), unit="%", text="17.5%")
    (record,) = records.of_facts([Fact(relation="Cost", roles={"amount": half}, evidence=(evidence("a"),))])
    assert record["roles"]["amount"]["value"] == 17.5
