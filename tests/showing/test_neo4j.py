"""Cypher, as a parser of openCypher's grammar reads it, and the CSV files of Neo4j's importer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

import antlr4
import pytest
from antlr4.error.ErrorListener import ErrorListener
from antlr4_cypher import CypherLexer, CypherParser

from kg.graph.store import GraphStore
from kg.showing import neo4j
from tests.showing.hostile import HOSTILE, hostile, plain

Make = Callable[[], GraphStore]


class Strict(ErrorListener):  # type: ignore[misc]
    """Lets no error pass."""

    def syntaxError(self, _: object, __: object, line: int, column: int, message: str, ___: object) -> None:  # noqa: N802
        raise AssertionError(f"{line}:{column}: {message}")


def parsed(statement: str) -> list[str]:
    """The tokens of a statement that the grammar accepts."""
    lexer = CypherLexer(antlr4.InputStream(statement))
    stream = antlr4.CommonTokenStream(lexer)
    parser = CypherParser(stream)
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(Strict())
    parser.script()
    return [token.text for token in stream.tokens if token.channel == 0 and token.type != antlr4.Token.EOF]


def unescaped(literal: str) -> str:
    """A string of Cypher: https://neo4j.com/docs/cypher-manual/current/expressions/expressions-overview/."""
    assert literal[0] == literal[-1] == "'"
    plain_ = {"n": "\n", "r": "\r", "t": "\t"}
    units = re.sub(
        r"\\(u[0-9a-fA-F]{4}|.)",
        lambda m: chr(int(m[1][1:], 16)) if len(m[1]) == 5 else plain_.get(m[1], m[1]),
        literal[1:-1],
    )
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


def script_of(store: GraphStore) -> list[list[str]]:
    """The statements, each on a line, after the first, which is Neo4j's own and not of openCypher."""
    constraint, *rest = neo4j.cypher(store).decode().removesuffix("\n").split("\n")
    assert constraint == "CREATE CONSTRAINT kg_id IF NOT EXISTS FOR (node:Kg) REQUIRE node.id IS UNIQUE;"
    return [parsed(statement) for statement in rest]


@pytest.mark.parametrize("make", [plain, hostile])
def test_the_script_makes_every_node_and_relationship(make: Make) -> None:
    store = make()
    graph = neo4j.PropertyGraph(store)
    made = [[unescaped(t) for t in tokens if t[0] == "'"] for tokens in script_of(store)]
    assert [strings[0] for strings in made[: len(graph.nodes)]] == [node.id for node in graph.nodes]
    assert [tuple(strings) for strings in made[len(graph.nodes) :]] == [(r.start, r.end) for r in graph.relationships]


def test_texts_come_back_from_the_script_whatever_they_hold() -> None:
    strings = {unescaped(token) for tokens in script_of(hostile()) for token in tokens if token[0] == "'"}
    assert {HOSTILE, HOSTILE + "2"} <= strings


def test_labels_and_relationships_read_as_in_neo4j() -> None:
    script = neo4j.cypher(plain()).decode()
    assert "(node:Kg {id: 'country/Italy'}) SET node:Entity:Country, node += {label: 'Italy', aliases: [" in script
    assert "SET node:Fact:Restriction, node += {polarity: 'negative', modality: 'actual'}" in script
    assert "value: 5600000.5, unit: 'USD'" in script
    plain_ties = {line for line in script.splitlines() if "[:RESTRICTS]" in line}
    assert plain_ties == {
        "MATCH (a:Kg {id: 'country/Italy'}), (b:Kg {id: 'company/DeepSeek'}) MERGE (a)-[:RESTRICTS]->(b);"
    }
    assert "[:RESTRICTS_AGAINST]" in script
    assert "[:STATED_BY]" in script


@pytest.mark.parametrize("make", [plain, hostile])
def test_the_csv_files_hold_the_same(make: Make) -> None:
    store = make()
    graph = neo4j.PropertyGraph(store)
    nodes, relationships = (list(rows(content)) for content in neo4j.tables(store).values())
    assert [row["id:ID"] for row in nodes] == [node.id for node in graph.nodes]
    assert [row[":LABEL"].split("|") for row in nodes] == [["Kg", *node.labels] for node in graph.nodes]
    for row, node in zip(nodes, graph.nodes, strict=True):
        known = {name.partition(":")[0]: value for name, value in row.items() if name not in ("id:ID", ":LABEL")}
        assert {name for name, value in known.items() if value} == node.properties.keys()
    assert [tuple(row.values()) for row in relationships] == [(r.start, r.end, r.type) for r in graph.relationships]
    ids = {node.id for node in graph.nodes}
    assert {row[end] for row in relationships for end in (":START_ID", ":END_ID")} <= ids


def test_texts_come_back_from_csv_whatever_they_hold() -> None:
    nodes = list(rows(neo4j.tables(hostile())["nodes.csv"]))
    assert HOSTILE in {row["text:string"] for row in nodes}
    assert HOSTILE in {row["label:string"] for row in nodes}


def test_types_of_properties_are_told_to_the_importer() -> None:
    nodes = list(rows(neo4j.tables(plain())["nodes.csv"]))
    (italy,) = [row for row in nodes if row["id:ID"] == "country/Italy"]
    assert italy["aliases:string[]"] == "Bel¦Paese|Rome"
    (price,) = [row for row in nodes if row["id:ID"].startswith("amount/")]
    assert (price["value:double"], price[":LABEL"]) == ("5600000.5", "Kg|Amount")
    assert {row["start:long"] for row in nodes if row[":LABEL"] == "Kg|Sentence"} == {"3"}


def rows(content: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(content.decode(), newline=""))
