"""The benchmark of asking runs, and prints what it says that it prints; its graphs are graphs like any other."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from benchmarks.asking import QUESTIONS, Result, Speed, main, table
from benchmarks.synthetic import documents, graph
from kg.graph.shapes import validate
from kg.ontology import load


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_a_tiny_run() -> None:
    arguments = ["--quads", "3000", "--compared", "1500", "--rounds", "1", "--json"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    found = json.loads(done.output)
    result = Result(**{**found, "speeds": tuple(Speed(**speed) for speed in found["speeds"])})
    assert result.quads >= 2000
    assert result.compared >= 1000
    assert len(table(result).rows) == len(QUESTIONS)
    assert f"{result.compared:,}" in table(result).title
    assert {len(row.cells) for row in table(result).rows} == {len(table(result).headings)}
    assert all(speed.process > speed.query > 0 and speed.ratio > 0 for speed in result.speeds)


def test_a_synthetic_graph_has_the_size_that_was_asked_for() -> None:
    assert 15_000 < len(graph(20_000, load())) < 25_000


def test_synthetic_documents_are_the_same_each_time_and_keep_their_evidence() -> None:
    one, other = list(documents(3, load())), list(documents(3, load()))
    assert one == other
    for reading in one:
        for fact in reading.facts:
            for said in fact.evidence:
                assert reading.document.text[said.start : said.end] == said.sentence
                assert reading.document.text[said.trigger_start : said.trigger_end] == said.trigger
                for mention in said.mentions:
                    assert reading.document.text[mention.start : mention.end] == mention.text


def test_a_synthetic_graph_conforms_to_the_shapes() -> None:
    assert list(validate(graph(1000, load()))) == []
