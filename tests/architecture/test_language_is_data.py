"""No relation, type, name or trigger word of ontology/ stands in Python."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ontology import NAMESPACE, load
from tests.architecture.source import FILES, identifiers, module, place, strings, tree

OTHER_MEANINGS = {
    "accept": "a header of HTTP: what a client can read",
    "answer": "what a question gets",
    "array": "a list, in JSON Schema",
    "build": "what kg does with documents",
    "case": "a label of spaCy's grammar",
    "correction": "what a user knows better",
    "edge": "a line of a drawing",
    "family": "a name that versions follow",
    "firm": "said of a tie that is neither denied nor in the open",
    "get": "a method of HTTP",
    "have": "an auxiliary",
    "one": "a numeral",
    "own": "said of what is somebody's and nobody else's",
    "owner": "the grammatical position of whoever a noun belongs to",
    "post": "a method of HTTP",
    "present": "a tense",
    "search": "what is typed to find a name",
    "sign": "that of a currency",
    "update": "a request of SPARQL that changes a graph",
    "write": "what is done to a file",
}
"""Words that are triggers in ontology/frames and are needed in Python for something else: what they mean there."""

ORDINARY_IDENTIFIERS = {
    "cost",  # what a reading of a question costs
    "position",  # where a word stands in a sentence, and where a selector points
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    relations: frozenset[str]
    types: frozenset[str]
    names: frozenset[str]
    triggers: frozenset[str]


@cache
def words() -> Words:
    ontology = load()
    triggers = [t for frame in ontology.frames.values() for pattern in frame.patterns for t in pattern.triggers]
    phrases = {(t.head, *t.rest) if t.kind == "verbs" else (*t.rest, t.head) for t in triggers}
    return Words(
        relations=frozenset(ontology.relations),
        types=frozenset(ontology.types),
        names=frozenset(form for n in ontology.names for form in (n.name, *n.aliases, *n.short, *n.adjectives)),
        triggers=frozenset(" ".join(phrase) for phrase in phrases if not phrase[0].isdigit()),
    )


@cache
def of_the_schema() -> frozenset[str]:
    """Words with a meaning of their own: what kg.ttl declares beside types and relations, and fields of the values."""
    store = ox.Store()
    store.load(path=str(load().folder / "kg.ttl"), format=ox.RdfFormat.TURTLE)
    declared = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    local = {iri.removeprefix(NAMESPACE) for iri in declared if iri.startswith(NAMESPACE)}
    fields = {
        node.target.id
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return frozenset(local | fields) - words().relations - words().types | {"Entity"}


def test_the_words_are_read_from_the_ontology() -> None:
    found = words()
    assert {"Restriction", "MarketLoss"} <= found.relations
    assert {"Company", "Chip"} <= found.types
    assert "DeepSeek" in found.names
    assert {"ban", "crack down on"} <= found.triggers


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_string_is_a_word_of_the_ontology(path: Path) -> None:
    found = words()
    banned = (found.relations | found.types | found.names | found.triggers) - of_the_schema() - OTHER_MEANINGS.keys()
    wrong = [f"{place(path, node)}: {node.value!r}" for node in strings(path) if str(node.value).strip() in banned]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_string_names_a_relation_or_a_type(path: Path) -> None:
    named = re.compile(rf"\b({'|'.join(sorted(words().relations | words().types - {'Entity'}))})\b")
    wrong = [f"{place(path, node)}: {node.value!r}" for node in strings(path) if named.search(str(node.value))]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_identifier_contains_the_name_of_a_relation(path: Path) -> None:
    snake = {re.sub(r"(?<!^)([A-Z])", r"_\1", relation).lower() for relation in words().relations}
    plain = re.compile(rf"(^|_)({'|'.join(sorted(snake - ORDINARY_IDENTIFIERS))})s?(_|$)")
    wrong = [
        f"{place(path, node)}: {name}"
        for name, node in identifiers(path)
        if plain.search(name.lower()) or any(relation in name for relation in words().relations)
    ]
    assert wrong == []


def test_every_exception_is_needed() -> None:
    used = {str(node.value).strip() for path in FILES for node in strings(path)}
    assert OTHER_MEANINGS.keys() <= used & words().triggers - of_the_schema()
    assert {name for path in FILES for name, _ in identifiers(path)} >= ORDINARY_IDENTIFIERS
