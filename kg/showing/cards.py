"""A card tells all that the graph knows about one entity.

Its names and identifiers, every fact about it, outgoing ones first (those in which it plays the first role), who says
what, and the documents.
"""

from __future__ import annotations

import html as html_
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from shlex import quote

from kg.graph.events import Event, in_order
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Fact, Mention
from kg.ontology import Ontology
from kg.showing import records, tables
from kg.showing.conflicts import said_by
from kg.showing.phrases import phrase, role_label, role_of
from kg.showing.records import Record
from kg.showing.tables import Row, Table, counted


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Card:
    """What is known of an entity; printed as text, shown as HTML in a notebook."""

    entity: Entity
    type: str
    """The label of its type."""
    mentions: int
    documents: Mapping[str, str]
    """Titles of the documents that name it, by their ids."""
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    """The facts that have a date, in order."""
    tables: tuple[Table, ...]
    """The facts, one table for each relation and role; then who says what; then the documents."""

    def __repr__(self) -> str:
        return text(self)

    def _repr_html_(self) -> str:
        return html(self)


def card(store: GraphStore, entity: Entity) -> Card:
    """Collect what a graph knows about an entity."""
    documents = {document.id: document for document in store.documents()}
    facts = tuple(store.facts(entity=entity.id))
    known = store.ontology.types.get(entity.type)
    mentions = store.mentions(entity.id)
    named = sorted({m.document_id for m in mentions} | {e.document_id for fact in facts for e in fact.evidence})
    shown = [*_of_roles(facts, entity, documents, store.ontology), *_sayings(facts, entity, store.ontology)]
    return Card(
        entity=entity,
        type=known.label if known else entity.type,
        mentions=len(mentions),
        documents={id_: tables.source(documents.get(id_), id_) for id_ in named},
        facts=facts,
        events=in_order(facts, documents),
        tables=(*shown, *_of_documents([documents[id_] for id_ in named if id_ in documents], mentions, facts)),
    )


def _of_roles(
    facts: tuple[Fact, ...], entity: Entity, documents: Mapping[str, Document], ontology: Ontology
) -> Iterator[Table]:
    """The facts in which the entity plays the first role of the relation, then the others: a table for each role."""
    groups: dict[tuple[bool, str, str], list[Fact]] = {}
    for fact in facts:
        role, relation = role_of(fact, entity), ontology.relations.get(fact.relation)
        first = relation.roles[0].name if relation else next(iter(fact.roles))
        place = (False, fact.relation, "") if relation and relation.symmetric else (role != first, fact.relation, role)
        groups.setdefault(place, []).append(fact)
    for (_, name, role), group in sorted(groups.items()):
        played = f" · as {role_label(ontology.relations.get(name), role)}" if role else ""
        for table in tables.of_facts(group, documents, ontology):
            yield replace(table, title=f"{table.title}{played}")


def _sayings(facts: tuple[Fact, ...], entity: Entity, ontology: Ontology) -> Iterator[Table]:
    """Who says what about the entity, where documents name somebody; the entity itself last."""
    said = [(who, fact) for fact in facts for who in said_by([fact], ontology)]
    said.sort(key=lambda pair: (pair[0] == entity.label, pair[0].casefold(), pair[0]))
    rows = tuple(Row(cells=(who, phrase(fact, ontology), fact.modality)) for who, fact in said)
    if rows:
        yield Table(headings=("Who says so", "What", "Stated as"), rows=rows)


def _of_documents(
    documents: Iterable[Document], mentions: Iterable[Mention], facts: tuple[Fact, ...]
) -> Iterator[Table]:
    counts = Counter(mention.document_id for mention in mentions)
    rows = []
    for document in documents:
        stated = sum(any(piece.document_id == document.id for piece in fact.evidence) for fact in facts)
        cells = (document.title or document.id, document.published, document.kind)
        rows.append(Row(cells=(*cells, str(counts[document.id]), str(stated))))
    if rows:
        yield Table(headings=("Document", "Date", "Kind", "Mentions", "Facts"), rows=tuple(rows))


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
    lines += [f"dated {_span(card.events)} · kg timeline {quote(card.entity.label)}"] if card.events else []
    return [tables.printable(line) for line in lines]


def _span(events: tuple[Event, ...]) -> str:
    dates = [event.date.value for event in events]
    return dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"


def html(card: Card) -> str:
    """A card for a notebook; everything from a document is escaped."""
    first, *rest = (html_.escape(line) for line in _particulars(card))
    lines = "".join(f"<div>{line}</div>" for line in rest)
    return f"<div><b>{first}</b>{lines}{''.join(map(tables.html, card.tables))}</div>"


def record(card: Card, ontology: Ontology) -> Record:
    """A card as one object: the entity's record with its facts, one for each sentence, and its role in each."""
    entity = card.entity
    found = next(records.of_entities([entity], {entity.id: list(card.documents)}, {entity.id: card.mentions}))
    return found | {
        "same_as": list(entity.same_as),
        "dates": [event.date.value for event in card.events],
        "facts": [
            row | {"role": role_of(fact, entity), "said_by": list(said_by([fact], ontology))}
            for fact in card.facts
            for row in records.of_facts([fact])
        ],
    }
