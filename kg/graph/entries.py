"""Entries: what there is to search for, every entity with its names, read in a few queries however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import iris
from kg.graph.solutions import Row, Solutions
from kg.graph.store import GraphStore
from kg.ontology import NAMESPACE

_LABELS = "SELECT ?entity ?label ?type WHERE { ?entity skos:prefLabel ?label ; a ?type }"
_ALIASES = "SELECT ?entity ?alias WHERE { ?entity skos:altLabel ?alias }"
_MENTIONS = (
    "SELECT ?entity (COUNT(*) AS ?n) WHERE { GRAPH ?document { ?mention kg:refersTo ?entity } } GROUP BY ?entity"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entity in a list of all."""

    id: str
    label: str
    type: str
    aliases: tuple[str, ...]
    mentions: int


def entries(store: GraphStore) -> list[Entry]:
    """An entry for each entity, the most mentioned first."""
    aliases: dict[str, list[str]] = {}
    for id_, alias in _rows(store, _ALIASES):
        aliases.setdefault(id_, []).append(alias)
    mentions = {id_: int(number) for id_, number in _rows(store, _MENTIONS)}
    found: dict[str, Entry] = {}
    for id_, label, type_ in _rows(store, _LABELS):
        if type_.startswith(NAMESPACE):
            found[id_] = Entry(
                id=id_,
                label=label,
                type=type_.removeprefix(NAMESPACE),
                aliases=tuple(sorted(aliases.get(id_, ()))),
                mentions=mentions.get(id_, 0),
            )
    return sorted(found.values(), key=lambda entry: (-entry.mentions, entry.label.casefold(), entry.id))


def _rows(store: GraphStore, sparql: str) -> Iterator[tuple[str, ...]]:
    """The rows of a query whose first column is an entity, by its identifier."""
    found = store.query(sparql)
    rows: tuple[Row, ...] = found.rows if isinstance(found, Solutions) else ()
    for first, *rest in rows:
        if first is not None:
            yield iris.below(store.base, first.value), *(term.value if term else "" for term in rest)
