"""Facts and entities as plain objects, one for each line of JSON, CSV or TSV.

A fact gives one record for each sentence that states it. What is unknown is an empty text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from kg.model import Amount, Entity, Evidence, Fact, Filler, Rejection, label_of
from kg.ontology import Ontology
from kg.showing.explanations import Explanation, RoleExplanation, explain

Record: TypeAlias = dict[str, Any]
FORMATS = ("json", "jsonl", "csv", "tsv")


def of_facts(facts: Iterable[Fact], why: Ontology | None = None) -> Iterator[Record]:
    """One record for each piece of evidence of each fact.

    :param why: the ontology, where each record shall also say how its sentence was read.
    """
    for fact in facts:
        for evidence in fact.evidence:
            record: Record = {
                "relation": fact.relation,
                "document": evidence.document_id,
                "roles": {role: _filler(role, filler, evidence) for role, filler in fact.roles.items()},
                "start": evidence.start,
                "end": evidence.end,
                "sentence": evidence.sentence,
                "polarity": fact.polarity,
                "modality": fact.modality,
                "attributed_to": fact.attributed_to,
                "date": fact.date.value if fact.date else "",
            }
            yield record | {"why": _why(explain(fact, evidence, why))} if why else record


def of_entities(
    entities: Iterable[Entity], documents: Mapping[str, Sequence[str]], mentions: Mapping[str, int]
) -> Iterator[Record]:
    """One record for each entity, with the documents that name it and how often they do.

    :param documents: the documents of each entity's id.
    :param mentions: how often each entity's id is mentioned.
    """
    for entity in entities:
        yield {
            "id": entity.id,
            "label": entity.label,
            "type": entity.type,
            "aliases": list(entity.aliases),
            "document": list(documents.get(entity.id, ())),
            "mentions": mentions.get(entity.id, 0),
        }


def of_rejections(rejections: Iterable[Rejection]) -> Iterator[Record]:
    """One record for each fact that a check refused, with the reason."""
    for rejection in rejections:
        yield {
            "relation": rejection.relation,
            "reason": rejection.reason,
            "document": rejection.document_id,
            "roles": dict(rejection.roles),
            "start": rejection.start,
            "end": rejection.end,
            "sentence": rejection.sentence,
        }


def _filler(role: str, filler: Filler, evidence: Evidence) -> Record:
    label = label_of(filler)
    surface = " … ".join(mention.text for mention in evidence.mentions if mention.role == role)
    record: Record = {"id": filler.id if isinstance(filler, Entity) else "", "label": label, "text": surface or label}
    if isinstance(filler, Amount):
        record |= {"value": number(filler.value), "unit": filler.unit}
    return record


def _why(explanation: Explanation) -> Record:
    trigger = {"text": explanation.trigger, "start": explanation.start, "end": explanation.end}
    return {
        "frame": explanation.frame,
        "trigger": trigger,
        "roles": [_role(role) for role in explanation.roles],
    }


def _role(role: RoleExplanation) -> Record:
    mention = role.mention
    steps = [{"text": r.text, "name": r.name, "kind": r.kind} for r in mention.references]
    place = {"text": mention.text, "start": mention.start, "end": mention.end}
    return {"role": role.role, **place, "path": role.path, "references": steps, "explanation": str(role)}


def number(value: Decimal) -> int | float:
    """A decimal as JSON has it: a whole number without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def lines(records: Iterable[Record], format_: str) -> Iterator[str]:
    """Write records as ``json``, ``jsonl``, ``csv`` or ``tsv``, in pieces that end in a line break.

    In CSV and TSV a role has its own column, which holds the filler's label; several values are joined by ``"; "``, and
    evidence is its sentence, and a role that is explained is its explanation.

    >>> "".join(lines([{"label": "Italy", "aliases": ["Rome", "Italian"]}], "csv"))
    'label,aliases\\nItaly,Rome; Italian\\n'
    """
    match format_:
        case "jsonl":
            return (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        case "json":
            return _array(records)
        case "csv" | "tsv":
            return _separated([_flat(record) for record in records], "," if format_ == "csv" else "\t")
        case _:
            raise ValueError(f"no such format of records: {format_}")


def _array(records: Iterable[Record]) -> Iterator[str]:
    before = "["
    for record in records:
        yield f"{before}\n {json.dumps(record, ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _flat(record: Record) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{name}": _cell(inner) for name, inner in value.items()}
        else:
            flat[key] = _cell(value)
    return flat


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, Mapping):
        return next((str(value[name]) for name in ("label", "sentence", "explanation", "text") if name in value), "")
    return str(value)


def _separated(rows: Sequence[Mapping[str, str]], delimiter: str) -> Iterator[str]:
    found = dict.fromkeys(column for row in rows for column in row)
    fields = list(dict.fromkeys(column.partition(".")[0] for column in found))
    columns = sorted(found, key=lambda column: fields.index(column.partition(".")[0]))
    for cells in ([columns] if columns else []), *([[row.get(c, "") for c in columns]] for row in rows):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(cells)
        yield out.getvalue()
