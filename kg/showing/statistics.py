"""Statistics of a graph: how much of what there is in it, and which entities have the most ties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.graph.corrections import described
from kg.graph.store import GraphStore
from kg.model import Correction, Entity, Fact
from kg.ontology import EntityType, Ontology, Relation
from kg.showing.records import Record
from kg.showing.tables import Row, Table

MOST_CONNECTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """An entity with the number of facts it takes part in and of other entities they tie it to."""

    entity: Entity
    facts: int
    neighbours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Counts; each mapping is in falling order."""

    documents: int
    sentences: int
    """Distinct sentences that state a fact."""
    mentions: int
    quads: int
    entities: Mapping[str, int]
    """How many there are of each type."""
    facts: Mapping[str, int]
    """How many there are of each relation."""
    modalities: Mapping[str, int]
    denied: int
    most_connected: tuple[Tied, ...]
    corrections: tuple[Correction, ...] = ()


def statistics(store: GraphStore) -> Statistics:
    """Count what is in a graph."""
    facts, entities = store.facts(), store.entities()
    return Statistics(
        documents=len(store.documents()),
        sentences=len({(e.document_id, e.start, e.end) for fact in facts for e in fact.evidence}),
        mentions=sum(store.mention_counts().values()),
        quads=len(store),
        entities=_counts(entity.type for entity in entities),
        facts=_counts(fact.relation for fact in facts),
        modalities=_counts(fact.modality for fact in facts),
        denied=sum(fact.polarity == "negative" for fact in facts),
        most_connected=tuple(_ties(facts)[:MOST_CONNECTED]),
        corrections=store.corrections(),
    )


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _ties(facts: Iterable[Fact]) -> list[Tied]:
    entities: dict[str, Entity] = {}
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    taking_part: Counter[str] = Counter()
    for fact in facts:
        parties = {filler.id: filler for filler in fact.roles.values() if isinstance(filler, Entity)}
        entities |= parties
        taking_part.update(parties.keys())
        for id_ in parties:
            neighbours[id_] |= parties.keys() - {id_}
    tied = (Tied(entity=e, facts=taking_part[id_], neighbours=len(neighbours[id_])) for id_, e in entities.items())
    return sorted(tied, key=lambda one: (-one.neighbours, -one.facts, one.entity.id))


def tables(found: Statistics, ontology: Ontology) -> list[Table]:
    """The counts as tables, with the ontology's words for types and relations."""
    counts = [
        _table(("In the graph", "Count"), _contents(found)),
        _table(("Type", "Entities"), [(_label(ontology.types, name), n) for name, n in found.entities.items()]),
        _table(("Relation", "Facts"), [(_label(ontology.relations, name), n) for name, n in found.facts.items()]),
        _table(
            ("Stated as", "Facts"), [*found.modalities.items(), *([("denied", found.denied)] if found.denied else [])]
        ),
        _table(
            ("Most connected", "Type", "Neighbours", "Facts"),
            [
                (t.entity.label, _label(ontology.types, t.entity.type), t.neighbours, t.facts)
                for t in found.most_connected
            ],
        ),
    ]
    told = [(c.kind, described(c), "yes" if c.applied else "no", c.note) for c in found.corrections]
    return counts + ([_table(("Correction", "Says", "Applied", "Note"), told)] if told else [])


def _contents(found: Statistics) -> list[tuple[str, int]]:
    return [
        ("documents", found.documents),
        ("entities", sum(found.entities.values())),
        ("mentions", found.mentions),
        ("facts", sum(found.facts.values())),
        ("sentences that state them", found.sentences),
        ("quads", found.quads),
    ]


def _label(known: Mapping[str, EntityType] | Mapping[str, Relation], name: str) -> str:
    return known[name].label if name in known else name


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> Table:
    cells = (tuple(cell if isinstance(cell, str) else f"{cell:,}" for cell in row) for row in rows)
    return Table(headings=headings, rows=tuple(Row(cells=row) for row in cells))


def record(found: Statistics) -> Record:
    """The counts as one object."""
    return {
        "documents": found.documents,
        "sentences": found.sentences,
        "mentions": found.mentions,
        "quads": found.quads,
        "entities": dict(found.entities),
        "facts": dict(found.facts),
        "modalities": dict(found.modalities),
        "denied": found.denied,
        "most_connected": [
            {"id": t.entity.id, "label": t.entity.label, "neighbours": t.neighbours, "facts": t.facts}
            for t in found.most_connected
        ],
        "corrections": [
            {"kind": c.kind, "says": described(c), "applied": c.applied, "note": c.note} for c in found.corrections
        ],
    }
