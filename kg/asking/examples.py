"""Questions that a graph may answer, made from its relations and what it knows best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from kg.asking.terms import literal, node
from kg.asking.vocabulary import Vocabulary
from kg.graph.solutions import Solutions
from kg.graph.store import GraphStore
from kg.model import Entity
from kg.ontology import NAMESPACE, Relation

TOGETHER = 4
"""How many relations take turns."""
ENOUGH = 500
"""So many facts of a relation tell well enough what a graph knows best."""
_ROLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A question about a relation, with roles to fill in: ``who founded {organization}``."""

    relation: Relation
    text: str
    called: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What a sentence calls those whose names have an article there."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles to fill in."""
        return tuple(dict.fromkeys(_ROLE.findall(self.text)))

    @property
    def words(self) -> str:
        """What it says beside them."""
        return " ".join(_ROLE.sub("", self.text).split())


def candidates(store: GraphStore, vocabulary: Vocabulary) -> Iterator[str]:
    """Questions about the relations of a graph, those with most facts first: some relations at a time, taking turns."""
    found = [_templates(relation, vocabulary) for relation in relations(store)]
    for first in range(0, len(found), TOGETHER):
        taking_turns = chain.from_iterable(zip_longest(*found[first : first + TOGETHER]))
        yield from (q for template in taking_turns if template and (q := filled(template, store)))


def templates(store: GraphStore, vocabulary: Vocabulary) -> list[Template]:
    """All questions about the relations of a graph, with their roles still open."""
    return [template for relation in relations(store) for template in _templates(relation, vocabulary)]


def relations(store: GraphStore) -> list[Relation]:
    """The relations that a graph has facts of, those with most facts first."""
    known = store.ontology.relations
    names = " ".join(f"kg:{name}" for name in known)
    found = store.query(
        f"SELECT ?relation (COUNT(?fact) AS ?facts) WHERE {{ VALUES ?relation {{ {names} }} "
        "GRAPH ?document { ?fact a ?relation } } GROUP BY ?relation ORDER BY DESC(?facts) ?relation"
    )
    rows = found if isinstance(found, Solutions) and known else ()
    return [known[row[0].value.removeprefix(NAMESPACE)] for row in rows if row[0] is not None]


def filled(template: Template, store: GraphStore, named: Sequence[Entity] = ()) -> str:
    """A question with entities in its roles, if it can be any of those named; empty where the graph has none."""
    if not template.roles:
        return template.text
    tries = [(role, entity) for entity in named for role in template.roles if _fits(entity, role, template, store)]
    fillers = next((f for role, entity in tries if (f := _best(template, store, {role: entity}))), None)
    fillers = fillers or ({} if named else _best(template, store, {}))
    said = {role: template.called.get(label, label) for role, label in fillers.items()}
    return template.text.format_map(said) if said else ""


def _fits(entity: Entity, role: str, template: Template, store: GraphStore) -> bool:
    known = {r.name: r for r in template.relation.roles}
    return role in known and store.ontology.fits(entity.type, known[role])


def _templates(relation: Relation, vocabulary: Vocabulary) -> list[Template]:
    texts = vocabulary.tables["examples"].get(relation.name, [])
    for shortcut in () if texts else relation.shortcuts:
        ends = relation.role(shortcut.subject).question.lower(), relation.role(shortcut.object).question.lower()
        texts = [*texts, f"{ends[0]} {shortcut.label} {ends[1]}", f"{ends[0]} {shortcut.label} {{{shortcut.object}}}"]
    called = vocabulary.tables["articled"]
    return [Template(relation=relation, text=text, called=called) for text in texts or [relation.label]]


def _best(template: Template, store: GraphStore, given: Mapping[str, Entity]) -> dict[str, str]:
    """Labels of entities that fill the roles in one fact, of the fact that most documents state."""
    relation, roles = template.relation, template.roles
    if not set(roles) <= {role.name for role in relation.roles}:
        return {}
    values = {role: node(entity.id, store.prefixes, store.base) for role, entity in given.items()}
    property_ = {role: f"kg:{relation.role(role).iri.removeprefix(NAMESPACE)}" for role in roles}
    named = " . ".join(f"?fact {property_[role]} {value}" for role, value in values.items())
    open_ = " ; ".join(f"{property_[role]} ?{role}" for role in roles)
    holds = {"polarity": "positive", "modality": "actual"}
    more = " ; ".join(f"kg:{name} ?{name}" for name in holds)
    stated = f"GRAPH ?document {{ {named + ' . ' if named else ''}?fact a kg:{relation.name} ; {open_} ; {more} }}"
    tests = [f"?{name} = {literal(value)}" for name, value in holds.items()]
    same = f"FILTER({' && '.join([*tests, *(f'?{role} = {value}' for role, value in values.items())])})"
    found = store.query(
        f"SELECT ?document {' '.join(f'?{role}' for role in roles)} WHERE {{ {stated} {same} }} LIMIT {ENOUGH}"
    )
    documents: dict[tuple[str, ...], set[str]] = {}
    for document, *row in found.rows if isinstance(found, Solutions) else ():
        if document and all(term and term.kind == "iri" for term in row):
            documents.setdefault(tuple(term.value for term in row if term), set()).add(document.value)
    known = sorted(documents, key=lambda nodes: (-len(documents[nodes]), nodes))
    return {role: _label(iri, store) for role, iri in zip(roles, known[0], strict=True)} if known else {}


def _label(iri: str, store: GraphStore) -> str:
    """What an entity is called."""
    found = store.query(f"SELECT ?label WHERE {{ <{iri}> skos:prefLabel ?label }}")
    return next((str(row[0]) for row in found if row[0]), iri) if isinstance(found, Solutions) else iri
