"""A card tells all that the graph knows about one entity: its names, where it is mentioned, and every fact about it."""

from __future__ import annotations

import html as html_
from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph.store import GraphStore
from kg.model import Entity, Fact
from kg.showing import records, tables
from kg.showing.records import Record
from kg.showing.tables import Table, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of an entity; printed as text, shown as HTML in a notebook."""

    entity: Entity
    type: str
    """The label of its type."""
    mentions: int
    documents: Mapping[str, str]
    """Titles of the documents that name it, by their ids."""
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    """The facts, one table for each relation."""

    def __str__(self) -> str:
        return text(self)

    def _repr_html_(self) -> str:
        return html(self)


def card(store: GraphStore, entity: Entity) -> Card:
    """Collect what a graph knows about an entity."""
    documents = {document.id: document for document in store.documents()}
    facts = tuple(store.facts(entity=entity.id))
    known = store.ontology.types.get(entity.type)
    return Card(
        entity=entity,
        type=known.label if known else entity.type,
        mentions=store.mention_counts().get(entity.id, 0),
        documents={id_: tables.source(documents.get(id_), id_) for id_ in store.documents_of().get(entity.id, ())},
        facts=facts,
        tables=tuple(tables.of_facts(facts, documents, store.ontology)),
    )


def text(card: Card, *, width: int = 100, styled: bool = False) -> str:
    """Lay a card out for a terminal."""
    blocks = ["\n".join(_particulars(card))]
    blocks += [tables.text(table, width=width, styled=styled) for table in card.tables]
    return "\n\n".join(blocks)


def _particulars(card: Card) -> list[str]:
    places = f"{counted(card.mentions, 'mention')} in {counted(len(card.documents), 'document')}"
    lines = [f"{card.entity.label} · {card.type}", f"{card.entity.id} · {places} · {counted(len(card.facts), 'fact')}"]
    lines += [f"also called {', '.join(card.entity.aliases)}"] if card.entity.aliases else []
    lines += [f"same as {' '.join(card.entity.same_as)}"] if card.entity.same_as else []
    return [tables.printable(line) for line in lines]


def html(card: Card) -> str:
    """A card for a notebook; everything from a document is escaped."""
    first, *rest = (html_.escape(line) for line in _particulars(card))
    lines = "".join(f"<div>{line}</div>" for line in rest)
    return f"<div><b>{first}</b>{lines}{''.join(map(tables.html, card.tables))}</div>"


def record(card: Card) -> Record:
    """A card as one object: the entity's record with its facts, one for each sentence."""
    entity = card.entity
    found = next(records.of_entities([entity], {entity.id: list(card.documents)}, {entity.id: card.mentions}))
    return found | {"same_as": list(entity.same_as), "facts": list(records.of_facts(card.facts))}
