"""Statistics of a graph: how much of what there is in it, which entities stand in its middle, which belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.graph.corrections import described
from kg.graph.measures import Measured, Measures, measures
from kg.graph.store import GraphStore
from kg.model import Correction, Entity, Fact
from kg.ontology import EntityType, Ontology, Relation
from kg.showing.records import Record
from kg.showing.tables import Row, Table, counted

MOST_CONNECTED = 10
DIGITS = 9
"""Of measures in records: the last digits of a floating-point number depend on the machine."""
MOST_COMMUNITIES, MOST_MEMBERS = 10, 6
"""How many communities a table tells, and how many members of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """An entity with the number of facts it takes part in and of other entities they tie it to."""

    entity: Entity
    facts: int
    neighbours: int
    measured: Measured
    """Its place in the network of entities."""


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
    measures: Measures
    names: Mapping[str, str]
    """The labels of entities, by their identifiers."""
    corrections: tuple[Correction, ...] = ()


def statistics(store: GraphStore, most: int = MOST_CONNECTED) -> Statistics:
    """Count what is in a graph, and measure its network.

    :param most: how many of the most connected entities to tell.
    """
    facts, entities, network = store.facts(), store.entities(), measures(store)
    return Statistics(
        documents=len(store.documents()),
        sentences=len({(e.document_id, e.start, e.end) for fact in facts for e in fact.evidence}),
        mentions=sum(store.mention_counts().values()),
        quads=len(store),
        entities=_counts(entity.type for entity in entities),
        facts=_counts(fact.relation for fact in facts),
        modalities=_counts(fact.modality for fact in facts),
        denied=sum(fact.polarity == "negative" for fact in facts),
        most_connected=tuple(_ties(facts, network)[:most]),
        measures=network,
        names={entity.id: entity.label for entity in entities},
        corrections=store.corrections(),
    )


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _ties(facts: Iterable[Fact], network: Measures) -> list[Tied]:
    entities: dict[str, Entity] = {}
    taking_part: Counter[str] = Counter()
    for fact in facts:
        parties = {filler.id: filler for filler in fact.roles.values() if isinstance(filler, Entity)}
        entities |= parties
        taking_part.update(parties.keys())
    tied = [
        Tied(entity=e, facts=taking_part[id_], neighbours=network.entities[id_].degree, measured=network.entities[id_])
        for id_, e in entities.items()
    ]
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
            ("Most connected", "Type", "Neighbours", "Facts", "PageRank", "Betweenness", "Community"),
            [_tied(t, ontology) for t in found.most_connected],
        ),
        _table(("Community", "Entities", "Such as"), _communities(found)),
    ]
    told = [(c.kind, described(c), "yes" if c.applied else "no", c.note) for c in found.corrections]
    counts = [table for table in counts if table.rows]
    return counts + ([_table(("Correction", "Says", "Applied", "Note"), told)] if told else [])


def closing(found: Statistics) -> str:
    """The last line: what the network is like as a whole."""
    network = found.measures
    if not network.communities:
        return "no two entities share a fact"
    parts = [
        f"{counted(len(network.communities), 'community')} in {counted(network.components, 'separate part')}",
        f"modularity {network.modularity:.2f}",
    ]
    if network.pivots < len(network.entities):
        parts.append(f"betweenness estimated from {network.pivots:,} of {len(network.entities):,} entities")
    return " · ".join(parts)


def _tied(tied: Tied, ontology: Ontology) -> tuple[str | int, ...]:
    own = tied.measured
    counts = (tied.neighbours, tied.facts, f"{own.pagerank:.3f}", f"{own.betweenness:.3f}", own.community or "")
    return tied.entity.label, _label(ontology.types, tied.entity.type), *counts


def _communities(found: Statistics) -> list[tuple[str | int, ...]]:
    """The largest communities, each with its members of the highest PageRank."""
    largest = found.measures.communities[:MOST_COMMUNITIES]
    return [
        (number, len(members), ", ".join(found.names[id_] for id_ in members[:MOST_MEMBERS]))
        for number, members in enumerate(largest, start=1)
    ]


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
            {
                "id": t.entity.id,
                "label": t.entity.label,
                "neighbours": t.neighbours,
                "facts": t.facts,
                "pagerank": round(t.measured.pagerank, DIGITS),
                "betweenness": round(t.measured.betweenness, DIGITS),
                "community": t.measured.community,
            }
            for t in found.most_connected
        ],
        "communities": [list(members) for members in found.measures.communities],
        "modularity": round(found.measures.modularity, DIGITS),
        "components": found.measures.components,
        "pivots": found.measures.pivots,
        "corrections": [
            {"kind": c.kind, "says": described(c), "applied": c.applied, "note": c.note} for c in found.corrections
        ],
    }
