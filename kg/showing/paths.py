"""Paths and neighbours for people: each step with the sentence that states it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from shlex import quote

from kg.graph import neighbors as around
from kg.graph import paths as ways
from kg.graph.neighbors import Neighbor
from kg.graph.paths import BEST, STEPS, Path, Step
from kg.graph.store import GraphStore
from kg.graph.ties import Tie
from kg.model import Document
from kg.ontology import Ontology
from kg.showing import records, tables
from kg.showing.listings import Listing
from kg.showing.phrases import way
from kg.showing.records import Record
from kg.showing.tables import Row, Table, counted


def paths(
    store: GraphStore,
    source: str,
    target: str,
    *,
    best: int = BEST,
    steps: int = STEPS,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
) -> Listing[Path]:
    """The best-evidenced paths from one entity to another, a table for each; see :mod:`kg.graph.paths`.

    :raises EntityNotFoundError: where a name is that of nothing.
    """
    found = ways.paths(store, source, target, best=best, steps=steps, via=via, avoid=avoid)
    documents = {document.id: document for document in store.documents()}
    count = f"{counted(len(found), 'path')} · kg path --help tells what counts"
    ends = f"from {store.find(source).label} to {store.find(target).label}"
    conditions = [f"by way of {name}" for name in via] + [f"avoiding {name}" for name in avoid]
    none = ", ".join([f"no path {ends} in at most {counted(steps, 'step')}", *conditions])
    if store.find(source) == store.find(target):
        none = f"no path {ends}: they are the same"
    return Listing(
        values=found,
        tables=tuple(_path(number, one, documents, store.ontology) for number, one in enumerate(found, 1)),
        closing=count if found else tables.printable(none),
    )


def _path(number: int, path: Path, documents: Mapping[str, Document], ontology: Ontology) -> Table:
    heading = f"{number}. {' – '.join(entity.label for entity in path.entities)}"
    title = f"{heading} · {counted(len(path.steps), 'step')} · weight {path.weight:.2g}"
    also = any(_also(step, ontology) for step in path.steps)
    more = _more(step.ties[0] for step in path.steps)
    rows = []
    for step in path.steps:
        cells = [step.source.label, way(step.facts[0], step.source, step.target, ontology), step.target.label]
        cells += [_also(step, ontology)] if also else []
        rows.append(_row([*cells, *_told(step.ties[0], more)], step.ties[0], documents))
    return Table(headings=("From", "How", "To", *(["Also by"] if also else []), *more), rows=tuple(rows), title=title)


def _also(step: Step, ontology: Ontology) -> str:
    """What else ties both ends of a step."""
    known = ontology.relations
    labels = [known[tie.relation].label if tie.relation in known else tie.relation for tie in step.ties]
    return ", ".join(dict.fromkeys(label for label in labels[1:] if label != labels[0]))


def neighbors(store: GraphStore, entity: str, depth: int = 1) -> Listing[Neighbor]:
    """What facts tie to an entity, a table for each distance and relation.

    :raises EntityNotFoundError: where there is no such entity.
    """
    found = around.neighbors(store, entity, depth)
    documents = {document.id: document for document in store.documents()}
    pairs = [(one.distance, tie.relation, one, tie) for one in found for tie in one.ties]
    pairs.sort(key=lambda pair: (*pair[:2], -pair[3].strength))
    shown = []
    for (distance, relation), group in groupby(pairs, key=lambda pair: pair[:2]):
        of_one = [(one, tie) for _, _, one, tie in group]
        shown.append(_ring(distance, relation, of_one, documents, store.ontology))
    count = counted(len({one.entity.id for one in found}), "neighbour")
    reach = f"in at most {counted(depth, 'step')}"
    label = store.find(entity).label
    closing = tables.printable(f"{count} of {label} {reach} · kg path {quote(label)} NAME tells more")
    return Listing(values=found, tables=tuple(shown), closing=closing)


def _ring(
    distance: int,
    relation: str,
    found: Sequence[tuple[Neighbor, Tie]],
    documents: Mapping[str, Document],
    ontology: Ontology,
) -> Table:
    """The neighbours that facts of one relation tie at one distance."""
    known = ontology.relations.get(relation)
    count = counted(len({one.entity.id for one, _ in found}), "neighbour")
    title = f"{counted(distance, 'step')} away · {known.label if known else relation} · {count}"
    more = _more(tie for _, tie in found)
    rows = []
    for one, tie in found:
        type_ = ontology.types.get(one.entity.type)
        cells = [one.through.label, way(tie.facts[0], one.through, one.entity, ontology), one.entity.label]
        cells += [type_.label if type_ else one.entity.type, *_told(tie, more)]
        rows.append(_row(cells, tie, documents))
    return Table(headings=("From", "How", "To", "Type", *more), rows=tuple(rows), title=title)


def _more(found: Iterable[Tie]) -> tuple[str, ...]:
    """The headings that some ties need beside what they tie."""
    facts = [fact for tie in found for fact in tie.facts]
    stated = ["Stated as"] if any(map(tables.status, facts)) else []
    when = ["When"] if any(fact.date for fact in facts) else []
    return (*stated, *when, "Sources")


def _told(tie: Tie, headings: Sequence[str]) -> list[str]:
    told = {
        "Stated as": ", ".join(dict.fromkeys(filter(None, map(tables.status, tie.facts)))),
        "When": ", ".join(sorted({fact.date.value for fact in tie.facts if fact.date})),
        "Sources": counted(len({piece.document_id for fact in tie.facts for piece in fact.evidence}), "document"),
    }
    return [cell for heading, cell in told.items() if heading in headings]


def _row(cells: Iterable[str], tie: Tie, documents: Mapping[str, Document]) -> Row:
    evidence = [piece for fact in tie.facts for piece in fact.evidence]
    return Row(cells=tuple(cells), proofs=tuple(tables.proofs(evidence, documents)))


def record(path: Path) -> Record:
    """A path as one object."""
    return {
        "entities": [{"id": entity.id, "label": entity.label, "type": entity.type} for entity in path.entities],
        "weight": round(path.weight, 6),
        "steps": [
            {
                "source": step.source.id,
                "target": step.target.id,
                "strength": round(step.strength, 6),
                "facts": list(records.of_facts(fact for tie in step.ties for fact in tie.facts)),
            }
            for step in path.steps
        ],
    }


def rows(found: Iterable[Path]) -> Iterator[Record]:
    """One record for each step of each path, with the fact that counts."""
    for number, path in enumerate(found, 1):
        for place, step in enumerate(path.steps, 1):
            yield {
                "path": number,
                "weight": round(path.weight, 6),
                "step": place,
                "source": step.source.label,
                "relation": step.ties[0].relation,
                "target": step.target.label,
                "facts": list(records.of_facts(step.facts)),
            }


def neighbor_record(one: Neighbor) -> Record:
    """A neighbour as one object."""
    return {
        "id": one.entity.id,
        "label": one.entity.label,
        "type": one.entity.type,
        "distance": one.distance,
        "through": one.through.id,
        "facts": list(records.of_facts(one.facts)),
    }
