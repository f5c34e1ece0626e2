"""The graph for Neo4j and other property graphs: as a Cypher script, and as CSV files for Neo4j's importer.

Entities, facts, amounts, dates, texts, sentences and documents are nodes. A fact leads to what fills its roles, by
relationships of the roles' names, and to its sentences (``STATED_BY``), which lead to their documents (``IN``). As
in the RDF, a plain relationship stands beside a fact that holds where the ontology names a shortcut.
https://neo4j.com/docs/cypher-manual/current/, https://neo4j.com/docs/operations-manual/current/import/.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from kg.graph import iris
from kg.graph.network import identifier, kind
from kg.graph.rdf import holds
from kg.graph.store import GraphStore
from kg.model import Amount, Document, Entity, Evidence, Fact, Filler, label_of

NODES, RELATIONSHIPS = "nodes.csv", "relationships.csv"
"""The files of the importer."""
BETWEEN = "|"
"""What stands between the values of a list in CSV."""

Value: TypeAlias = str | int | Decimal | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node with its labels and properties."""

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A relationship between two nodes, by their ids."""

    start: str
    type: str
    end: str


class PropertyGraph:
    """Nodes and relationships, each once, in an order that depends on the graph alone."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        nodes = {node.id: node for node in self._nodes()}
        self.nodes = [nodes[id_] for id_ in sorted(nodes)]
        found = dict.fromkeys(self._relationships())
        self.relationships = sorted(found, key=lambda r: (r.start, r.type, r.end))

    def _nodes(self) -> Iterator[Node]:
        for document in self.store.documents():
            yield _document(document)
        for entity in self.store.entities():
            yield _entity(entity)
        for fact in self.store.facts():
            yield self._fact(fact)
            yield from (_value(filler) for filler in fact.roles.values() if not isinstance(filler, Entity))
            yield from (_sentence(evidence) for evidence in fact.evidence)

    def _fact(self, fact: Fact) -> Node:
        known: dict[str, Value] = {"polarity": fact.polarity, "modality": fact.modality}
        more = {"attributed_to": fact.attributed_to, "date": fact.date.value if fact.date else ""}
        known |= {name: value for name, value in more.items() if value}
        return Node(id=self.store.fact_id(fact), labels=("Fact", fact.relation), properties=known)

    def _relationships(self) -> Iterator[Relationship]:
        for fact in self.store.facts():
            id_ = self.store.fact_id(fact)
            for role, filler in fact.roles.items():
                yield Relationship(start=id_, type=_type(role), end=identifier(filler))
            for evidence in fact.evidence:
                sentence = _sentence(evidence).id
                yield Relationship(start=id_, type="STATED_BY", end=sentence)
                yield Relationship(start=sentence, type="IN", end=iris.document_id(evidence.document_id))
            yield from self._shortcuts(fact)

    def _shortcuts(self, fact: Fact) -> Iterator[Relationship]:
        relation = self.store.ontology.relations.get(fact.relation)
        if relation is None or not holds(fact):
            return
        for shortcut in relation.shortcuts:
            if {shortcut.subject, shortcut.object} <= set(fact.roles):
                start, end = fact.roles[shortcut.subject], fact.roles[shortcut.object]
                yield Relationship(start=identifier(start), type=_type(shortcut.name), end=identifier(end))


def cypher(store: GraphStore) -> bytes:
    """A script of Cypher: one statement for each node and each relationship, safe to run twice."""
    graph = PropertyGraph(store)
    lines = ["CREATE CONSTRAINT kg_id IF NOT EXISTS FOR (node:Kg) REQUIRE node.id IS UNIQUE;"]
    for node in graph.nodes:
        labels = "".join(f":{_name(label)}" for label in node.labels)
        known = ", ".join(f"{_name(name)}: {_literal(value)}" for name, value in node.properties.items())
        lines.append(f"MERGE (node:Kg {{id: {_literal(node.id)}}}) SET node{labels}, node += {{{known}}};")
    for one in graph.relationships:
        ends = f"(a:Kg {{id: {_literal(one.start)}}}), (b:Kg {{id: {_literal(one.end)}}})"
        lines.append(f"MATCH {ends} MERGE (a)-[:{_name(one.type)}]->(b);")
    return ("\n".join(lines) + "\n").encode()


def tables(store: GraphStore) -> dict[str, bytes]:
    """The two files for ``neo4j-admin database import full``, by their names; lists are separated by ``|``."""
    graph = PropertyGraph(store)
    types = {name: _csv_type(value) for node in graph.nodes for name, value in node.properties.items()}
    names = sorted(types)
    head = ["id:ID", ":LABEL", *(f"{name}{types[name]}" for name in names)]
    rows = (
        [n.id, BETWEEN.join(("Kg", *n.labels)), *(_cell(n.properties.get(name, "")) for name in names)]
        for n in graph.nodes
    )
    ends = ([one.start, one.end, one.type] for one in graph.relationships)
    return {NODES: _csv([head, *rows]), RELATIONSHIPS: _csv([[":START_ID", ":END_ID", ":TYPE"], *ends])}


def _document(document: Document) -> Node:
    fields = {"title": document.title, "published": document.published, "source": document.source}
    known = {"name": document.id} | {name: value for name, value in (fields | {"kind": document.kind}).items() if value}
    return Node(id=iris.document_id(document.id), labels=("Document",), properties=known)


def _entity(entity: Entity) -> Node:
    known: dict[str, Value] = {"label": entity.label}
    known |= {name: value for name, value in (("aliases", entity.aliases), ("same_as", entity.same_as)) if value}
    return Node(id=entity.id, labels=("Entity", entity.type), properties=known)


def _sentence(evidence: Evidence) -> Node:
    place = f"{iris.document_id(evidence.document_id)}#char={evidence.start},{evidence.end}"
    known: dict[str, Value] = {"text": evidence.sentence, "start": evidence.start, "end": evidence.end}
    return Node(id=place, labels=("Sentence",), properties=known)


def _value(filler: Filler) -> Node:
    known: dict[str, Value] = {"label": label_of(filler)}
    if isinstance(filler, Amount):
        known |= {"value": filler.value, "unit": filler.unit}
    return Node(id=identifier(filler), labels=(kind(filler),), properties=known)


def _type(name: str) -> str:
    """The name of a relationship, as Neo4j's users write it.

    >>> _type("usesChip")
    'USES_CHIP'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def _name(name: str) -> str:
    """A label, a type or a property: in backticks where it is no plain word, so that it can be nothing else."""
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) else f"`{_escaped(name).replace('`', '``')}`"


def _literal(value: Value) -> str:
    match value:
        case tuple():
            return f"[{', '.join(map(_literal, value))}]"
        case str():
            return f"'{_escaped(value)}'"
        case Decimal():
            return iris.decimal_text(value)
        case int():
            return str(value)


def _escaped(text: str) -> str:
    """A text whose quotes, backslashes and control characters are escaped.

    Neo4j turns ``\\u`` escapes into characters before it parses, so a backslash of the text must never stand alone.
    """
    plain = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "".join(plain.get(char) or (char if char.isprintable() or char == " " else _code(char)) for char in text)


def _code(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _csv_type(value: Value) -> str:
    match value:
        case tuple():
            return ":string[]"
        case int():
            return ":long"
        case Decimal():
            return ":double"
        case _:
            return ":string"


def _cell(value: Value) -> str:
    """A cell; a list's own separator in one of its values gives way to a broken bar."""
    match value:
        case tuple():
            return BETWEEN.join(one.replace(BETWEEN, "¦") for one in value)
        case Decimal():
            return iris.decimal_text(value)
        case _:
            return str(value)


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()
