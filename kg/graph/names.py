"""What names stand for: the entities, the document, the type or the relation that a user means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg.errors import EntityNotFoundError, GraphError
from kg.graph import iris
from kg.graph import vocabulary as v
from kg.graph.readings import Decoder, entity_order
from kg.model import Document, Entity
from kg.ontology import Ontology

SEATS = ("capital", "government")
"""The kinds of references that lead from a name to another that it always stands for."""
LISTED = 20
"""How many names a message lists at most."""


def entities(name: str, decoder: Decoder, prefixes: Mapping[str, str]) -> list[Entity]:
    """The entities with a label, else an alias, else an identifier or IRI, else one of these in another case.

    A name of none of them leads to the entity that it stands for: a government or a capital to its country.

    Where several share the name, the most mentioned comes first.

    :raises EntityNotFoundError: where there is none; says which names come near.
    """
    folded = name.casefold()
    steps: tuple[Callable[[], list[Entity]], ...] = (
        lambda: _with(v.PREF_LABEL, name, decoder),
        lambda: _with(v.ALT_LABEL, name, decoder),
        lambda: _identified(name, decoder, prefixes),
        lambda: [one for one in decoder.entities() if folded == one.label.casefold()],
        lambda: [one for one in decoder.entities() if folded in map(str.casefold, (*one.aliases, one.id))],
        lambda: stood_for(name, decoder),
    )
    for step in steps:
        if found := step():
            return sorted(found, key=lambda one: (-_mentions(one, decoder), *entity_order(one)))
    raise EntityNotFoundError(f"no entity {name!r}{_hint(folded, decoder)} · kg entities lists all there are")


def document(name: str, documents: Iterable[Document]) -> str:
    """The identifier of the document with an identifier or a title, whatever the case.

    :raises GraphError: where there is none.
    """
    known = list(documents)
    titled = {d.title.casefold(): d.id for d in reversed(known) if d.title}
    named = titled | {d.id.casefold(): d.id for d in known} | {d.id: d.id for d in known}
    return _known("document", name, named, [d.id for d in known])


def type_(name: str, ontology: Ontology) -> str:
    """The name of the type of entities with a name or a label, whatever the case.

    :raises GraphError: where there is none.
    """
    named = {n.casefold(): t.name for t in ontology.types.values() for n in (t.label, t.name)}
    return _known("type", name, named, ontology.types)


def relation(name: str, ontology: Ontology) -> str:
    """The name of the relation with a name, a label or a shortcut, whatever the case.

    :raises GraphError: where there is none.
    """
    relations = ontology.relations.values()
    named = {n.casefold(): r.name for r in relations for s in r.shortcuts for n in (s.name, s.label)}
    named |= {n.casefold(): r.name for r in relations for n in (r.label, r.name)}
    return _known("relation", name, named, ontology.relations)


def _known(kind: str, name: str, named: Mapping[str, str], all_: Iterable[str]) -> str:
    for key in (name, name.casefold()):
        if key in named:
            return named[key]
    listed = sorted(all_)
    more = f" and {len(listed) - LISTED} more" if len(listed) > LISTED else ""
    raise GraphError(f"no {kind} {name!r}; known: {', '.join(listed[:LISTED]) or 'none'}{more}")


def _with(property_: NamedNode, name: str, decoder: Decoder) -> list[Entity]:
    text = name.encode("utf-8", "replace").decode("utf-8")
    return [decoder.entity(node) for node in decoder.nodes(property_, Literal(text))]


def _identified(name: str, decoder: Decoder, prefixes: Mapping[str, str]) -> list[Entity]:
    for iri in _candidates(name, decoder.base, prefixes):
        if decoder.has(NamedNode(iri), v.PREF_LABEL):
            return [decoder.entity(NamedNode(iri))]
    return []


def stood_for(name: str, decoder: Decoder) -> list[Entity]:
    """The entity that words stand for, with or without an article: in a document of the graph, or by the ontology."""
    meant = {words.casefold(): other for words, other in decoder.stand_ins(SEATS).items()}
    for row in decoder.ontology.names:
        if row.stands_for:
            meant |= {form.casefold(): row.stands_for for form in (row.name, *row.aliases)}
    folded = name.casefold()
    other = meant.get(folded) or meant.get(folded.partition(" ")[2])
    return _with(v.PREF_LABEL, other, decoder) if other else []


def _candidates(name: str, base: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """The IRIs that an identifier, a whole IRI or a prefixed name may mean."""
    yield iris.absolute(base, name.strip("<>"))
    prefix, _, local = name.partition(":")
    if prefix in prefixes:
        yield iris.absolute(prefixes[prefix], local)


def _mentions(entity: Entity, decoder: Decoder) -> int:
    return len(decoder.nodes(v.REFERS_TO, NamedNode(iris.absolute(decoder.base, entity.id))))


def _hint(folded: str, decoder: Decoder) -> str:
    from rapidfuzz import fuzz, process

    known = decoder.entities()
    labels = {name.casefold(): one.label for one in reversed(known) for name in (*one.aliases, one.label)}
    near = process.extract(folded, sorted(labels), scorer=fuzz.ratio, score_cutoff=60, limit=5)
    seats = decoder.stand_ins(SEATS).items()
    part_of = [f"{name} ({words})" for words, name in seats if folded in words.casefold().split()]
    hints = list(dict.fromkeys([*part_of, *(labels[match] for match, _, _ in near)]))[:3]
    return f"; did you mean {' or '.join(hints)}?" if hints else ""
