"""Questions that a graph may answer, made from its relations and what it knows best."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, zip_longest

from kg.asking.terms import literal
from kg.asking.vocabulary import Vocabulary
from kg.graph.solutions import Solutions
from kg.graph.store import GraphStore
from kg.ontology import NAMESPACE, Relation

TOGETHER = 4
"""How many relations take turns."""
_ROLE = re.compile(r"\{(\w+)\}")


def candidates(store: GraphStore, vocabulary: Vocabulary) -> Iterator[str]:
    """Questions about the relations of a graph, those with most facts first: some relations at a time, taking turns."""
    found = relations(store)
    for first in range(0, len(found), TOGETHER):
        of_each = [_of_relation(relation, store, vocabulary) for relation in found[first : first + TOGETHER]]
        yield from (question for question in chain.from_iterable(zip_longest(*of_each)) if question)


def general(store: GraphStore, vocabulary: Vocabulary) -> list[str]:
    """A question for all facts of each relation of a graph."""
    return [_templates(relation, vocabulary)[0] for relation in relations(store)]


def relations(store: GraphStore) -> list[Relation]:
    """The relations that a graph has facts of, those with most facts first."""
    found = store.query(
        "SELECT ?relation (COUNT(DISTINCT ?fact) AS ?facts) WHERE { GRAPH ?document { ?fact a kg:Fact ; a ?relation } "
        "FILTER(?relation != kg:Fact) } GROUP BY ?relation ORDER BY DESC(?facts) ?relation"
    )
    rows = found if isinstance(found, Solutions) else ()
    names = [row[0].value.removeprefix(NAMESPACE) for row in rows if row[0] is not None]
    return [store.ontology.relations[name] for name in names if name in store.ontology.relations]


def _of_relation(relation: Relation, store: GraphStore, vocabulary: Vocabulary) -> Iterator[str]:
    for template in _templates(relation, vocabulary):
        roles = list(dict.fromkeys(_ROLE.findall(template)))
        fillers = _best(relation, roles, store) if roles else {}
        if fillers is not None:
            yield template.format_map(fillers)


def _templates(relation: Relation, vocabulary: Vocabulary) -> list[str]:
    if relation.name in vocabulary.tables["examples"]:
        return list(vocabulary.tables["examples"][relation.name])
    made = []
    for shortcut in relation.shortcuts:
        ends = relation.role(shortcut.subject).question.lower(), relation.role(shortcut.object).question.lower()
        made += [f"{ends[0]} {shortcut.label} {ends[1]}", f"{ends[0]} {shortcut.label} {{{shortcut.object}}}"]
    return made or [relation.label]


def _best(relation: Relation, roles: list[str], store: GraphStore) -> dict[str, str] | None:
    """Labels of entities that fill some roles in one fact, of the fact that most documents state."""
    known = {role.name for role in relation.roles}
    if not set(roles) <= known:
        return None
    filled = " ; ".join(f"kg:{relation.role(r).iri.removeprefix(NAMESPACE)} ?{r}" for r in roles)
    named = " . ".join(f"?{r} skos:prefLabel ?{r}_label" for r in roles)
    labels = " ".join(f"?{r}_label" for r in roles)
    holds = f"kg:polarity {literal('positive')} ; kg:modality {literal('actual')}"
    found = store.query(
        f"SELECT {labels} (COUNT(DISTINCT ?document) AS ?documents) "
        f"WHERE {{ GRAPH ?document {{ ?fact a kg:{relation.name} ; {holds} ; {filled} }} {named} }} "
        f"GROUP BY {labels} ORDER BY DESC(?documents) {labels} LIMIT 1"
    )
    rows = found.rows if isinstance(found, Solutions) else ()
    return {role: str(term) for role, term in zip(roles, rows[0], strict=False)} if rows else None
