"""A timeline for people: facts in the order of their dates, as a table; :mod:`kg.showing.timeline_picture` draws it."""

from __future__ import annotations

from dataclasses import replace

from kg.graph.events import Event, in_order
from kg.graph.store import GraphStore
from kg.model import Document
from kg.ontology import Ontology
from kg.showing import records, tables
from kg.showing.listings import Listing
from kg.showing.phrases import phrase
from kg.showing.records import Record
from kg.showing.tables import Row, Table, counted

SAID, PUBLISHED = "the text", "the document"
"""What dates a fact."""


def timeline(store: GraphStore, entity: str | None = None) -> Listing[Event]:
    """The facts that have a date, all or those about an entity, as a table; see :mod:`kg.graph.events`.

    :raises EntityNotFoundError: where there is no such entity.
    """
    about = store.find(entity).id if entity is not None else None
    documents = {document.id: document for document in store.documents()}
    facts = store.facts(entity=about)
    found = in_order(facts, documents)
    marked = any(one.published for one in found)
    stated = any(tables.status(one.fact) for one in found)
    headings = ("When", "What", *(["Stated as"] if stated else []), *(["Dated by"] if marked else []), "Sources")
    rows = tuple(_row(one, headings, documents, store.ontology) for one in found)
    shown = (Table(headings=headings, rows=rows),) if rows else ()
    left = len(facts) - len(found)
    counts = counted(len(found), "dated fact") + (f" · {counted(left, 'fact')} without a date left out" if left else "")
    return Listing(values=found, tables=shown, closing=f"{counts} · -o timeline.svg draws them")


def _row(event: Event, headings: tuple[str, ...], documents: dict[str, Document], ontology: Ontology) -> Row:
    fact = event.fact
    told = {
        "When": event.date.value,
        "What": event_text(event, ontology),
        "Stated as": tables.status(fact),
        "Dated by": PUBLISHED if event.published else SAID,
        "Sources": counted(len({piece.document_id for piece in fact.evidence}), "document"),
    }
    cells = tuple(cell for heading, cell in told.items() if heading in headings)
    return Row(cells=cells, proofs=tuple(tables.proofs(fact.evidence, documents)))


def event_text(event: Event, ontology: Ontology) -> str:
    """What happened, without the date."""
    roles = {role: filler for role, filler in event.fact.roles.items() if filler != event.date}
    return phrase(replace(event.fact, roles=roles), ontology)


def record(event: Event, ontology: Ontology) -> Record:
    """An event as one object."""
    return {
        "date": event.date.value,
        "precision": event.date.precision,
        "published": event.published,
        "text": event_text(event, ontology),
        "facts": list(records.of_facts([event.fact])),
    }
