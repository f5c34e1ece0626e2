"""What one graph has become in another: in words with the sentences, and as records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from kg.graph.changes import CHANGED, EVIDENCE, GAINED, LOST, Change, Changes, Difference, place, subject
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Evidence, Fact, Filler, label_of
from kg.ontology import Ontology
from kg.showing.records import Record
from kg.showing.tables import NOTHING, Proof, Row, Table, counted, of_facts, proofs

T = TypeVar("T", Fact, Entity, Document)
_HEADINGS = {
    "polarity": "Polarity",
    "modality": "Stated as",
    "attributed_to": "Said by",
    "date": "When",
    EVIDENCE: "Stated in",
}
KINDS = (GAINED, LOST, CHANGED)


def tables(found: Changes, old: GraphStore, new: GraphStore) -> list[Table]:
    """Facts gained and lost, each with its sentences; what changed in others; entities; documents."""
    before, after = ({one.id: one for one in store.documents()} for store in (old, new))
    gained, lost = (tuple(c.value for c in found.facts if c.kind == kind) for kind in (GAINED, LOST))
    shown = [_titled(GAINED, table) for table in of_facts(gained, after, new.ontology)]
    shown += [_titled(LOST, table) for table in of_facts(lost, before, new.ontology)]
    changed = [
        row for change in found.facts if change.kind == CHANGED for row in _rows(change, before, after, new.ontology)
    ]
    if changed:
        shown.append(Table(headings=("Fact", "What", "Before", "Now"), rows=tuple(changed), title=CHANGED))
    types = {name: type_.label for name, type_ in new.ontology.types.items()}
    entities = [(e.label, types.get(e.type, e.type), c) for c in found.entities for e in [c.value]]
    documents = [(d.title or d.id, d.published, c) for c in found.documents for d in [c.value]]
    listed = [_listed("entities", "Type", entities), _listed("documents", "Date", documents)]
    return shown + [table for table in listed if table.rows]


def _titled(kind: str, table: Table) -> Table:
    return replace(table, title=f"{kind} · {table.title}")


def _rows(
    change: Change[Fact], before: Mapping[str, Document], after: Mapping[str, Document], ontology: Ontology
) -> Iterator[Row]:
    """A row for each difference; below the last the sentences that stated the fact, and those that do now."""
    if change.before is None or change.after is None:
        return
    about = _about(change.after, subject(change.after, ontology).values(), ontology)
    cells = [(about, _heading(d.name, change.after, ontology), *_cells(d)) for d in change.differences]
    said, says = ({place(e): e for e in fact.evidence} for fact in (change.before, change.after))
    told = [*_proofs("before", [e for p, e in said.items() if p not in says], before)]
    told += _proofs("now", [e for p, e in says.items() if p not in said], after)
    told = told or _proofs("before and now", change.after.evidence, after)
    for number, row in enumerate(cells, start=1):
        yield Row(cells=row, proofs=tuple(told) if number == len(cells) else ())


def _cells(difference: Difference) -> tuple[str, str]:
    if difference.name == EVIDENCE:
        before, after = len(difference.before), len(difference.after)
        return counted(before, "sentence"), counted(after, "sentence")
    return ", ".join(difference.before), ", ".join(difference.after)


def _proofs(when: str, evidence: Iterable[Evidence], documents: Mapping[str, Document]) -> list[Proof]:
    return [replace(proof, source=f"{when}: {proof.source}") for proof in proofs(evidence, documents)]


def _about(fact: Fact, fillers: Iterable[Filler], ontology: Ontology) -> str:
    relation = ontology.relations.get(fact.relation)
    return f"{relation.label if relation else fact.relation}: {', '.join(map(label_of, fillers))}"


def _heading(name: str, fact: Fact, ontology: Ontology) -> str:
    """What a difference is called: as the columns of a table of facts are."""
    relation = ontology.relations.get(fact.relation)
    questions = {role.name: role.question for role in relation.roles} if relation else {}
    return _HEADINGS.get(name) or questions.get(name, name)


def _listed(title: str, more: str, rows: Iterable[tuple[str, str, Change[Entity] | Change[Document]]]) -> Table:
    """Entities or documents, and what differs in each; ``more`` is the heading of what is told beside the name."""
    cells = sorted(((c.kind, name, said, _differences(c.differences)) for name, said, c in rows), key=_order)
    return Table(headings=("Change", "Name", more, "What"), rows=tuple(Row(cells=row) for row in cells), title=title)


def _order(cells: tuple[str, ...]) -> tuple[int, str, tuple[str, ...]]:
    return KINDS.index(cells[0]), cells[1].casefold(), cells


def _differences(differences: Iterable[Difference]) -> str:
    return "; ".join(f"{d.name.replace('_', ' ')}: {_difference(d)}" for d in differences)


def _difference(difference: Difference) -> str:
    """What came and what went of several values; of a single one what it was and is."""
    before, after = difference.before, difference.after
    if max(len(before), len(after)) < 2:
        return f"{''.join(before) or NOTHING} → {''.join(after) or NOTHING}"
    return ", ".join(
        [*(f"+ {one}" for one in after if one not in before), *(f"− {one}" for one in before if one not in after)]
    )


def closing(found: Changes) -> str:
    """The last line: how much changed."""
    if not found:
        return "no difference"
    parts = [_counts(found.facts, "fact"), _counts(found.entities, "entity"), _counts(found.documents, "document")]
    told = [part for part in parts if part] or ["the same facts, entities and documents"]
    quads = f"{counted(len(found.added), 'quad')} added, {len(found.removed):,} removed"
    return " · ".join([*told, quads, "--format patch prints an RDF patch"])


def _counts(found: Iterable[Change[T]], noun: str) -> str:
    numbers = Counter(change.kind for change in found)
    kinds = [kind for kind in KINDS if numbers[kind]]
    words = [f"{counted(numbers[kind], noun) if kind == kinds[0] else f'{numbers[kind]:,}'} {kind}" for kind in kinds]
    return ", ".join(words)


def records(found: Changes, store: GraphStore) -> Iterator[Record]:
    """One record for each fact, entity and document that was gained, lost or changed.

    :param store: the new graph.
    """
    for fact in found.facts:
        label = _about(fact.value, fact.value.roles.values(), store.ontology)
        yield _record(fact, "fact", store.fact_id(fact.value), label) | _of_fact(fact.value)
    for entity in found.entities:
        yield _record(entity, "entity", entity.value.id, entity.value.label) | {"type": entity.value.type}
    for document in found.documents:
        yield _record(document, "document", document.value.id, document.value.title)


def _record(change: Change[T], what: str, id_: str, label: str) -> Record:
    return {
        "change": change.kind,
        "kind": what,
        "id": id_,
        "label": label,
        "before": {d.name: list(d.before) for d in change.differences},
        "after": {d.name: list(d.after) for d in change.differences},
    }


def _of_fact(fact: Fact) -> Record:
    return {
        "relation": fact.relation,
        "roles": {role: label_of(filler) for role, filler in fact.roles.items()},
        "polarity": fact.polarity,
        "modality": fact.modality,
        "attributed_to": fact.attributed_to,
        "date": fact.date.value if fact.date else "",
        "evidence": [
            {"document": e.document_id, "start": e.start, "end": e.end, "sentence": e.sentence} for e in fact.evidence
        ],
    }
