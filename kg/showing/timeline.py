"""A timeline for people: facts in the order of their dates, as a table or as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote

from kg.graph.events import Event, in_order
from kg.graph.store import GraphStore
from kg.model import Document, Entity
from kg.ontology import Ontology
from kg.showing import records, tables
from kg.showing.listings import Listing
from kg.showing.phrases import phrase
from kg.showing.records import Record
from kg.showing.tables import Row, Table, counted
from kg.showing.timeline_picture import Picture, svg

SAID, PUBLISHED = "the text", "the document"
"""What dates a fact."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Timeline(Listing[Event]):
    """Facts in the order of their dates."""

    ontology: Ontology
    title: str
    """The name of the entity that they are about; empty where they are all there is."""

    def picture(self) -> Picture:
        """The facts along an axis."""
        return Picture(svg=svg(self.values, self.ontology, self.title))


def timeline(store: GraphStore, entity: str | None = None) -> Timeline:
    """The facts that have a date, all or those about an entity, as a table; see :mod:`kg.graph.events`.

    :raises EntityNotFoundError: where there is no such entity.
    """
    about = store.find(entity) if entity is not None else None
    documents = {document.id: document for document in store.documents()}
    facts = store.facts(entity=about.id if about else None)
    found = in_order(facts, documents)
    marked = any(one.published for one in found)
    stated = any(tables.status(one.fact) for one in found)
    headings = ("When", "What", *(["Stated as"] if stated else []), *(["Dated by"] if marked else []), "Sources")
    rows = tuple(_row(one, headings, documents, store.ontology) for one in found)
    shown = (Table(headings=headings, rows=rows),) if rows else ()
    left = len(facts) - len(found)
    counts = counted(len(found), "dated fact") + (f" · {counted(left, 'fact')} without a date left out" if left else "")
    return Timeline(
        values=found,
        tables=shown,
        closing=f"{counts} · {_next(about, found)}",
        ontology=store.ontology,
        title=about.label if about else "",
    )


def _next(about: Entity | None, found: Sequence[Event]) -> str:
    """What to do next: to draw what there is, or to look where there is more."""
    if found:
        return f"kg timeline {f'{quote(about.label)} ' if about else ''}-o timeline.svg draws them"
    return f"kg show {quote(about.label)} tells what is known" if about else "kg facts lists all there are"


def _row(event: Event, headings: tuple[str, ...], documents: dict[str, Document], ontology: Ontology) -> Row:
    fact = event.fact
    told = {
        "When": event.date.value,
        "What": phrase(event.bare, ontology),
        "Stated as": tables.status(fact),
        "Dated by": PUBLISHED if event.published else SAID,
        "Sources": counted(len({piece.document_id for piece in fact.evidence}), "document"),
    }
    cells = tuple(cell for heading, cell in told.items() if heading in headings)
    return Row(cells=cells, proofs=tuple(tables.proofs(fact.evidence, documents)))


def record(event: Event, ontology: Ontology) -> Record:
    """An event as one object."""
    return {
        "date": event.date.value,
        "precision": event.date.precision,
        "published": event.published,
        "text": phrase(event.bare, ontology),
        "facts": list(records.of_facts([event.fact])),
    }
