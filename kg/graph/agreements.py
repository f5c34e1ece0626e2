"""Agreements: what several independent documents state, however firmly, whoever says so, and whenever it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.graph.claims import Claim, Value, claims, grouped, whole
from kg.graph.store import GraphStore
from kg.graph.support import HELD
from kg.model import Amount, Date, Document, Fact, Filler, label_of
from kg.ontology import Ontology, Relation

FEWEST = 2
"""So many independent documents agree at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A fact, or the value of one of its roles, on which independent documents agree."""

    relation: str
    about: tuple[Filler, ...]
    """The parties of the fact."""

    role: str
    """The role that has the value; empty where documents agree on the fact itself."""

    denied: bool
    """Whether they agree that it is not so."""

    value: Value


def agreements(store: GraphStore) -> tuple[Agreement, ...]:
    """What at least two independent documents agree on, the best supported first."""
    documents = {document.id: document for document in store.documents()}
    found: list[Agreement] = []
    for name, relation in store.ontology.relations.items():
        held = [fact for fact in store.facts(relation=name) if fact.modality in HELD]
        for polarity in ("positive", "negative"):
            found += _agreed([f for f in held if f.polarity == polarity], relation, store.ontology, documents)
    return tuple(sorted(found, key=_order))


def _agreed(
    facts: list[Fact], relation: Relation, ontology: Ontology, documents: Mapping[str, Document]
) -> Iterator[Agreement]:
    measured = [r for r in relation.roles if any(isinstance(f.roles.get(r.name), Amount | Date) for f in facts)]
    measures, speakers = [role.name for role in measured], ontology.speakers(relation.name)
    parties = [role.name for role in relation.roles if role.name not in (*measures, *speakers)]
    for group in grouped(facts, parties):
        about = tuple(group[0].roles[role] for role in parties if role in group[0].roles)
        denied = group[0].polarity == "negative"
        shown = [] if any(role.required for role in measured) else [("", whole("", group, documents))]
        for role in () if denied else measures:
            for same in _alike(list(claims(group, "", role, ontology))):
                label = " or ".join(dict.fromkeys(claim.label for claim in same))
                shown.append((role, whole(label, (claim.fact for claim in same), documents)))
        for name, value in shown:
            if value.independent >= FEWEST:
                yield Agreement(relation=relation.name, about=about, role=name, denied=denied, value=value)


def _alike(found: list[Claim]) -> Iterator[list[Claim]]:
    """Claims that all agree with one another, around the one with which most do; then the same among the rest."""
    while found:
        popular = sorted(found, key=lambda claim: -sum(claim.agrees(other) for other in found))
        same: list[Claim] = []
        for claim in popular:
            same += [claim] if all(claim.agrees(other) for other in same) else []
        yield [claim for claim in found if claim in same]
        found = [claim for claim in found if claim not in same]


def _order(found: Agreement) -> tuple[object, ...]:
    about = [label_of(filler) for filler in found.about]
    return -found.value.independent, found.relation, about, found.denied, found.role, found.value.label
