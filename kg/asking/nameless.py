"""What has more or less than the most and the least that are named: "DeepSeek's model", which no sentence names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from kg.asking.choices import Question
from kg.asking.clauses import Clause, Extreme, Known, Wanted
from kg.asking.rows import Row
from kg.asking.terms import literal
from kg.graph.claims import Claim, claims, nameless
from kg.graph.iris import decimal_text, prefixes
from kg.graph.rdf import HOLDING
from kg.graph.solutions import Solutions
from kg.graph.store import GraphStore
from kg.model import Amount, Fact
from kg.ontology import NAMESPACE, Ontology

MOST = "most"


Table: TypeAlias = tuple[tuple[str, ...], tuple[Row, ...]]
"""Columns and rows."""


def beyond(store: GraphStore, question: Question, best: Iterable[Fact]) -> Table:
    """What has no name and comes before the best that have one, where the most or the least of a type is asked for.

    :param best: the facts of the best.
    """
    clause, *others = question.alternatives[0]
    if others or any(isinstance(term, Known) for term in clause.terms()):
        return (), ()  # what has no name may not be of those that are meant
    first = next(((role, term) for role, term in clause.roles if isinstance(term, Extreme)), None)
    wanted = next(((role, term) for role, term in clause.roles if isinstance(term, Wanted) and term.strict), None)
    if first is None or wanted is None:
        return (), ()
    (amount, extreme), (subject, hole) = first, wanted
    found = [
        claim
        for limit in _limits(best, amount, extreme)
        for claim in claims(_facts(store, clause, amount, limit, extreme), subject, amount, store.ontology)
        if claim.unnamed and any(store.ontology.is_a(claim.unnamed, type_) for type_ in hole.types)
    ]
    relation = store.ontology.relations[clause.relation]
    columns = tuple(relation.role(role).question for role in (subject, amount))
    return (columns, tuple(_row(claim, store.ontology) for claim in found)) if found else ((), ())


def _row(claim: Claim, ontology: Ontology) -> Row:
    cells = nameless(claim.subject, claim.unnamed, ontology), claim.label
    return Row(cells=cells, partly={}, facts=(claim.fact,), documents=(claim.evidence.document_id,))


def _limits(best: Iterable[Fact], role: str, extreme: Extreme) -> Iterator[Amount]:
    """The best amount of each unit."""
    limits: dict[str, Amount] = {}
    for fact in best:
        amount = fact.roles.get(role)
        if isinstance(amount, Amount):
            known = limits.setdefault(amount.unit, amount)
            if (amount.value > known.value) is (extreme.operator == MOST):
                limits[amount.unit] = amount
    return iter(limits.values())


def _facts(store: GraphStore, clause: Clause, role: str, limit: Amount, extreme: Extreme) -> list[Fact]:
    """The facts whose amounts come before a limit."""
    found = store.query(_query(store, clause, role, limit, ">" if extreme.operator == MOST else "<"))
    return store.facts_of(row[0].value for row in found.rows if row[0]) if isinstance(found, Solutions) else []


def _query(store: GraphStore, clause: Clause, role: str, limit: Amount, operator: str) -> str:
    relation = store.ontology.relations[clause.relation]
    property_ = relation.role(role).iri.removeprefix(NAMESPACE)
    holding = ", ".join(map(literal, sorted(HOLDING)))
    lines: Sequence[str] = [
        *(f"PREFIX {p}: <{iri}>" for p, iri in prefixes(store.ontology, store.base).items() if p in ("kg", "schema")),
        "SELECT DISTINCT ?fact WHERE { GRAPH ?document {",
        f"?fact a kg:{relation.name} . ?fact kg:modality ?modality . ?fact kg:{property_} ?amount .",
        f"?amount schema:value ?value . ?amount schema:unitText {literal(limit.unit)} . }}",
        f"FILTER(?modality IN ({holding})) FILTER(?value {operator} {decimal_text(limit.value)}) }}",
        f"ORDER BY {'DESC(?value)' if operator == '>' else '?value'} ?fact",
    ]
    return "\n".join(lines)
