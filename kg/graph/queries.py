"""The named queries: SPARQL that comes with the ontology, each a file whose first line says what it finds."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import QueryError
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query with a name and a line about what it finds."""

    name: str
    description: str
    sparql: str


def queries(ontology: Ontology) -> tuple[NamedQuery, ...]:
    """The queries in ``ontology/queries``, sorted by name.

    >>> from kg.ontology import load
    >>> "restrictions" in [query.name for query in queries(load())]
    True
    """
    found = []
    for path in sorted((ontology.folder / "queries").glob("*.rq")):
        sparql = path.read_text(encoding="utf-8")
        first = sparql.partition("\n")[0]
        description = first.removeprefix("#").strip() if first.startswith("#") else ""
        found.append(NamedQuery(name=path.stem, description=description, sparql=sparql))
    return tuple(found)


def query(name: str, ontology: Ontology) -> NamedQuery:
    """The query of that name.

    :raises QueryError: where there is none.
    """
    known = {query.name: query for query in queries(ontology)}
    if name not in known:
        raise QueryError(f"no query {name!r}; there are {', '.join(known) or 'none'}")
    return known[name]
