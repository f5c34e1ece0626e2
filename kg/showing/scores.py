"""The scores of an evaluation as tables and as one object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from kg.evaluation import Agreement, Evaluation, Miss, Score
from kg.ontology import Ontology
from kg.showing.records import Record
from kg.showing.tables import Proof, Row, Table

HEADINGS = ("Precision", "", "Recall", "", "F1")


def tables(found: Evaluation, ontology: Ontology, *, misses: bool = False) -> list[Table]:
    """One table for facts, one for entities; with ``misses`` also the errors behind them, with sentences."""
    relations = {name: relation.label for name, relation in ontology.relations.items()}
    types = {name: type_.label for name, type_ in ontology.types.items()}
    shown = [_scores("Facts", found.facts, relations), _scores("Entities", found.entities, types)]
    if misses:
        shown += [
            _misses("Missed facts", found.facts.missed, relations),
            _misses("Wrong facts", found.facts.wrong, relations),
        ]
        shown += [
            _misses("Missed entities", found.entities.missed, types),
            _misses("Wrong entities", found.entities.wrong, types),
        ]
    return shown


def _scores(kind: str, agreement: Agreement, labels: dict[str, str]) -> Table:
    rows = [_score(labels.get(name, name), score) for name, score in agreement.groups.items()]
    return Table(headings=(kind, *HEADINGS), rows=(*rows, _score("all", agreement.total)))


def _score(name: str, score: Score) -> Row:
    precision = (f"{score.precision:.3f}", f"{score.right}/{score.right + score.wrong}")
    recall = (f"{score.recall:.3f}", f"{score.found}/{score.found + score.missed}")
    return Row(cells=(name, *precision, *recall, f"{score.f1:.3f}"))


def _misses(title: str, misses: Iterable[Miss], labels: dict[str, str]) -> Table:
    rows = []
    for miss in misses:
        proofs = (Proof(sentence=miss.sentence, spans=(), source=miss.document),) if miss.sentence else ()
        rows.append(Row(cells=(labels.get(miss.group, miss.group), miss.text, miss.document), proofs=proofs))
    return Table(headings=("Kind", "What", "Document"), rows=tuple(rows), title=f"{title} · {len(rows)}")


def record(found: Evaluation) -> Record:
    """All figures and errors as one object."""
    return {"facts": _record(found.facts), "entities": _record(found.entities), "unread": list(found.unread)}


def _record(agreement: Agreement) -> Record:
    return {
        "all": _figures(agreement.total),
        "groups": {name: _figures(score) for name, score in agreement.groups.items()},
        "missed": [asdict(miss) for miss in agreement.missed],
        "wrong": [asdict(miss) for miss in agreement.wrong],
    }


def _figures(score: Score) -> Record:
    return asdict(score) | {"precision": score.precision, "recall": score.recall, "f1": score.f1}
