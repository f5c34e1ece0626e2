"""Events: facts in the order of their dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.graph.store import GraphStore
from kg.model import Date, Document, Fact

PRECISIONS = {4: "year", 7: "month", 10: "day"}
"""How precise a date is, by its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact with its date."""

    fact: Fact
    date: Date
    published: bool
    """Whether it is only the date of the earliest document that states the fact: it happened by then, or will."""

    @property
    def bare(self) -> Fact:
        """The fact without the role that its date plays in it."""
        roles = {role: filler for role, filler in self.fact.roles.items() if filler != self.date}
        return replace(self.fact, roles=roles)

    @property
    def first(self) -> datetime.date:
        """The first day that the date covers."""
        return _days(self.date)[0]

    @property
    def last(self) -> datetime.date:
        """The last day that the date covers."""
        return _days(self.date)[1]


def events(store: GraphStore, entity: str | None = None) -> tuple[Event, ...]:
    """The facts that have a date, all or those about an entity, the earliest first; what is less precise comes first.

    The date of a fact is the one that plays a role in it, else the one at which the text says that it held, else that
    of the earliest document that states it. Facts without any are left out.

    :raises EntityNotFoundError: where there is no such entity.
    """
    about = store.find(entity).id if entity is not None else None
    return in_order(store.facts(entity=about), {document.id: document for document in store.documents()})


def in_order(facts: Iterable[Fact], documents: Mapping[str, Document]) -> tuple[Event, ...]:
    """The facts that have a date, the earliest first."""
    found = [event for fact in facts if (event := _event(fact, documents))]
    return tuple(sorted(found, key=lambda event: (event.date.value, event.published)))


def _event(fact: Fact, documents: Mapping[str, Document]) -> Event | None:
    said = [filler for filler in fact.roles.values() if isinstance(filler, Date)] + ([fact.date] if fact.date else [])
    published = sorted({documents[e.document_id].published for e in fact.evidence if e.document_id in documents})
    dates = [*said, *(Date(value=value, precision=PRECISIONS.get(len(value), ""), text=value) for value in published)]
    known = next((point for point in dates if _is_date(point)), None)
    return Event(fact=fact, date=known, published=known not in said) if known else None


def _is_date(point: Date) -> bool:
    """Whether it is a day, a month or a year of our calendar: documents may bear anything as their date."""
    try:
        return point.precision in PRECISIONS.values() and bool(_days(point))
    except ValueError:
        return False


def _days(point: Date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a date."""
    first = datetime.date.fromisoformat(point.value + "-01-01"[len(point.value) - 4 :])
    match point.precision:
        case "year":
            return first, datetime.date(first.year, 12, 31)
        case "month":
            after = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)
            return first, after - datetime.timedelta(days=1)
        case _:
            return first, first
