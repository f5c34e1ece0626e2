"""One reader for all tests of reading, for its model takes a second to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from kg.model import Document, Reading, label_of
from kg.ontology import Ontology, load
from kg.reading.reader import Reader

Roles: TypeAlias = dict[str, str]


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load()


@pytest.fixture(scope="session")
def reader(ontology: Ontology) -> Reader:
    return Reader(ontology)


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[..., Reading]:
    """The reading of a text."""

    def read(text: str, published: str = "") -> Reading:
        (reading,) = reader.read([Document(id="note", text=text, published=published)])
        return reading

    return read


@pytest.fixture(scope="session")
def stated(read: Callable[..., Reading]) -> Callable[[str, str], list[Roles]]:
    """The facts of one relation that a text states: role → label."""

    def stated(text: str, relation: str) -> list[Roles]:
        facts = (fact for fact in read(text).facts if fact.relation == relation)
        return [{role: label_of(filler) for role, filler in fact.roles.items()} for fact in facts]

    return stated


@pytest.fixture(scope="session")
def named(read: Callable[..., Reading]) -> Callable[[str], list[tuple[str, str, str]]]:
    """What a text mentions: (words, name, type), in the order of the text."""

    def named(text: str) -> list[tuple[str, str, str]]:
        return [(mention.text, mention.name, mention.type) for mention in read(text).mentions]

    return named
