"""Terms of the ontology's namespace that a query uses, and that the ontology does not have."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import iris, syntax
from kg.ontology import NAMESPACE, Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownTerm:
    """A term that is not in the ontology. ``str()`` gives a line for people."""

    name: str
    near: str
    """The term of the ontology that comes nearest; empty where none comes near."""

    def __str__(self) -> str:
        prefix = next(prefix for prefix, namespace in iris.STANDARD_PREFIXES.items() if namespace == NAMESPACE)
        hint = f"; did you mean {prefix}:{self.near}?" if self.near else ""
        return f"no {prefix}:{self.name} in this ontology{hint}"


def unknown(sparql: str, ontology: Ontology) -> tuple[UnknownTerm, ...]:
    """The terms of a query that the ontology does not have, in the order of the query.

    >>> from kg.ontology import load
    >>> [str(term) for term in unknown("SELECT ?what { ?who kg:restrict ?what }", load())]
    ['no kg:restrict in this ontology; did you mean kg:restricts?']
    """
    known = _declared(ontology)
    names = (iri.removeprefix(NAMESPACE) for iri in syntax.terms(sparql, iris.STANDARD_PREFIXES))
    wanted = dict.fromkeys(name for name in names if "://" not in name and name and name not in known)
    return tuple(UnknownTerm(name=name, near=_near(name, known)) for name in wanted)


def _declared(ontology: Ontology) -> list[str]:
    """The names that kg.ttl declares, sorted."""
    store = ox.Store()
    store.load(path=str(ontology.folder / "kg.ttl"), format=ox.RdfFormat.TURTLE)
    iris_ = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    return sorted(iri.removeprefix(NAMESPACE) for iri in iris_ if iri.startswith(NAMESPACE))


def _near(name: str, known: list[str]) -> str:
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, known, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    return found[0] if found else ""
