"""The names that were united into one entity, each with the reason and a place, and what was kept apart from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.graph.store import GraphStore
from kg.model import Document, Entity, Mention, Naming
from kg.showing import tables
from kg.showing.records import Record
from kg.showing.tables import Proof, Row, Table, counted

ALIKE = 0.8
"""How near two names are, from 0 to 1, for it to be worth saying that they were kept apart."""
MOST_APART = 10
UNKNOWN = "not recorded: the graph was built by an earlier version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Words that stand for an entity, and the steps that lead from them to its label."""

    words: str
    namings: tuple[Naming, ...]
    mentions: int
    documents: tuple[str, ...]
    place: Mention | None
    """The first mention whose sentence is known."""

    reason: str
    """The steps in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Another entity of the same type whose name looks alike, and what spoke against uniting them."""

    entity: Entity
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Names:
    """All names of an entity, the most frequent first."""

    entity: Entity
    type: str
    """The label of its type."""
    named: tuple[Named, ...]
    apart: tuple[Apart, ...]
    documents: Mapping[str, Document]

    def __repr__(self) -> str:
        return "\n\n".join(tables.text(table) for table in of_names(self))

    def _repr_html_(self) -> str:
        return "".join(tables.html(table) for table in of_names(self))


def names(store: GraphStore, entity: Entity) -> Names:
    """Why each name of an entity is one of its names."""
    known = store.ontology.types.get(entity.type)
    steps = {naming.name: naming for naming in entity.namings}
    groups: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in store.mentions(entity.id):
        groups[" ".join(mention.text.split()), mention.name].append(mention)
    found = [_named(words, name, group, steps, entity) for (words, name), group in groups.items()]
    spoken = {words for words, _ in groups}
    found += [_named(name, name, [], steps, entity) for name in sorted(steps) if name not in spoken]
    return Names(
        entity=entity,
        type=known.label if known else entity.type,
        named=tuple(sorted(found, key=lambda one: (-one.mentions, one.words, one.reason))),
        apart=tuple(_apart(store, entity)),
        documents={document.id: document for document in store.documents()},
    )


def _named(words: str, name: str, group: list[Mention], steps: Mapping[str, Naming], entity: Entity) -> Named:
    place = next((mention for mention in group if mention.sentence), None)
    namings = place.namings if place else ()
    namings += tuple(_across(name, steps))
    return Named(
        words=words,
        namings=namings,
        mentions=len(group),
        documents=tuple(dict.fromkeys(mention.document_id for mention in group)),
        place=place,
        reason=_reason(words, namings, entity),
    )


def _across(name: str, steps: Mapping[str, Naming]) -> Iterator[Naming]:
    """The steps from a name to the one that stands for all."""
    for _ in steps:
        if name not in steps:
            return
        yield steps[name]
        name = steps[name].other


def _reason(words: str, namings: tuple[Naming, ...], entity: Entity) -> str:
    if namings:
        return "; ".join(map(str, namings))
    return "the name itself" if words == entity.label else UNKNOWN


def _apart(store: GraphStore, entity: Entity) -> list[Apart]:
    """Entities of the same type whose names look alike."""
    from kg.reading.namings import against, similarity

    person = entity.type == store.ontology.grammar.tables["roles_of_types"]["person"]
    told = {frozenset(pair) for c in store.corrections() if c.kind == "different" for pair in combinations(c.names, 2)}
    found = []
    for other in store.entities(type=entity.type):
        if other.id == entity.id or other.type != entity.type:
            continue
        pairs = [(a, b) for a in (entity.label, *entity.aliases) for b in (other.label, *other.aliases)]
        corrected = any(frozenset(pair) in told for pair in pairs)
        likeness = similarity(entity.label, other.label)
        if corrected or likeness >= ALIKE:
            reason = (
                "the user says that they are different"
                if corrected
                else against(entity.label, other.label, person=person)
            )
            found.append((not corrected, -likeness, Apart(entity=other, reason=reason)))
    return [one for *_, one in sorted(found, key=lambda row: (*row[:2], row[2].entity.id))][:MOST_APART]


def of_names(found: Names) -> list[Table]:
    """The names as a table with their sentences, and under it what was kept apart."""
    entity = found.entity
    rows = [Row(cells=(one.words, one.reason, str(one.mentions)), proofs=_proofs(one, found)) for one in found.named]
    title = f"{entity.label} · {found.type} · {counted(len(rows), 'name')}"
    shown = [Table(headings=("Name", "Because", "Mentions"), rows=tuple(rows), title=title)]
    if found.apart:
        kept = tuple(Row(cells=(one.entity.label, one.reason, one.entity.id)) for one in found.apart)
        shown.append(Table(headings=("Kept apart", "Because", "Identifier"), rows=kept))
    return shown


def _proofs(one: Named, found: Names) -> tuple[Proof, ...]:
    if one.place is None:
        return ()
    place = one.place
    at = place.sentence.find(place.text)
    source = tables.source(found.documents.get(place.document_id), place.document_id)
    spans = ((at, at + len(place.text)),) if at >= 0 else ()
    return (Proof(sentence=place.sentence, spans=spans, source=source),)


def record(found: Names) -> Record:
    """The names as one object."""
    entity = found.entity
    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type,
        "names": [_record(one) for one in found.named],
        "apart": [{"id": one.entity.id, "label": one.entity.label, "because": one.reason} for one in found.apart],
    }


def _record(one: Named) -> Record:
    place = one.place
    return {
        "name": one.words,
        "because": [
            {"name": step.name, "other": step.other, "reason": step.reason, "detail": step.detail}
            for step in one.namings
        ],
        "mentions": one.mentions,
        "documents": list(one.documents),
        "document": place.document_id if place else "",
        "start": place.start if place else None,
        "end": place.end if place else None,
        "sentence": place.sentence if place else "",
    }
