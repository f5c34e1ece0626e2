"""Changes from one graph to another: facts, entities and documents gained, lost and changed, and their quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import pyoxigraph as ox

from kg.graph import iris
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Evidence, Fact, Filler, label_of
from kg.ontology import AMOUNT, DATE, LITERAL, Ontology

T = TypeVar("T", Fact, Entity, Document)

GAINED, LOST, CHANGED = "gained", "lost", "changed"
EVIDENCE = "evidence"
"""The name of the difference between two sets of sentences that state the same."""
_VALUES = frozenset({AMOUNT, DATE, LITERAL})
_MAIN = 2
"""How many of a relation's first roles say what a fact is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something about a fact, an entity or a document that was otherwise before: a role, or a field of the value."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Generic[T]):
    """What was gained (nothing before), lost (nothing after), or changed."""

    before: T | None
    after: T | None
    differences: tuple[Difference, ...] = ()

    @property
    def kind(self) -> str:
        """``gained``, ``lost`` or ``changed``."""
        return GAINED if self.before is None else LOST if self.after is None else CHANGED

    @property
    def value(self) -> T:
        """What it is about, as it is now; what was lost, as it was."""
        value = self.after if self.after is not None else self.before
        assert value is not None, "a change has a side"
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that makes two graphs differ; false where they are equal, quad by quad."""

    facts: tuple[Change[Fact], ...]
    entities: tuple[Change[Entity], ...]
    documents: tuple[Change[Document], ...]
    added: tuple[ox.Quad, ...]
    removed: tuple[ox.Quad, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def patch(self) -> str:
        """The quads as an RDF Patch (https://afs.github.io/rdf-patch/), which makes the new graph of the old one."""
        rows = [f"D {quad} .\n" for quad in self.removed] + [f"A {quad} .\n" for quad in self.added]
        return "".join(["TX .\n", *rows, "TC .\n"])


def changes(old: GraphStore, new: GraphStore) -> Changes:
    """What one graph has become in another.

    A fact is changed where the other graph has one of the same relation about the same, with another value, modality,
    date, speaker, or with other sentences that state it.
    """
    before, after = set(old.quads()), set(new.quads())
    return Changes(
        facts=_facts(old, new),
        entities=_named(old.entities(), new.entities(), _of_entities),
        documents=_named(old.documents(), new.documents(), _of_documents),
        added=tuple(sorted(after - before, key=str)),
        removed=tuple(sorted(before - after, key=str)),
    )


def _named(old: Iterable[T], new: Iterable[T], differ: Callable[[T, T], Iterator[Difference]]) -> tuple[Change[T], ...]:
    """Changes of values that have an identifier, in the order of the new ones; the lost ones come last."""
    before, after = {_id(one): one for one in old}, {_id(one): one for one in new}
    found: list[Change[T]] = []
    for id_, one in after.items():
        known = before.get(id_)
        differences = _told(known, one, differ)
        if known is None or differences:
            found.append(Change(before=known, after=one, differences=differences))
    found += [Change(before=one, after=None) for id_, one in before.items() if id_ not in after]
    return tuple(found)


def _told(old: T | None, new: T, differ: Callable[[T, T], Iterator[Difference]]) -> tuple[Difference, ...]:
    return () if old is None else tuple(differ(old, new))


def _id(value: Fact | Entity | Document) -> str:
    return "" if isinstance(value, Fact) else value.id


def _facts(old: GraphStore, new: GraphStore) -> tuple[Change[Fact], ...]:
    ontology = new.ontology
    before = {iris.fact_id(fact, ontology): fact for fact in old.facts()}
    after = {iris.fact_id(fact, ontology): fact for fact in new.facts()}
    lost: defaultdict[object, list[Fact]] = defaultdict(list)
    for id_, fact in before.items():
        if id_ not in after:
            lost[_about(fact, ontology)].append(fact)
    found = []
    for id_, fact in after.items():
        known = before.get(id_) or _nearest(fact, lost[_about(fact, ontology)])
        differences = _told(known, fact, _of_facts)
        if known is None or differences:
            found.append(Change(before=known, after=fact, differences=differences))
    gone = {id(fact) for facts in lost.values() for fact in facts}
    return (*found, *(Change(before=fact, after=None) for fact in before.values() if id(fact) in gone))


def subject(fact: Fact, ontology: Ontology) -> dict[str, Filler]:
    """What a fact is about: those of its relation's first roles that are filled and are no mere values."""
    relation = ontology.relations.get(fact.relation)
    main = [role.name for role in relation.roles[:_MAIN] if not role.ranges <= _VALUES] if relation else fact.roles
    return {role: fact.roles[role] for role in main if role in fact.roles}


def _about(fact: Fact, ontology: Ontology) -> object:
    return fact.relation, tuple((role, _name(filler)) for role, filler in subject(fact, ontology).items())


def _name(filler: Filler) -> str:
    return filler.id if isinstance(filler, Entity) else label_of(filler)


def _nearest(fact: Fact, lost: list[Fact]) -> Fact | None:
    """The fact of some lost ones that differs least, which is taken from them."""
    if not lost:
        return None
    return lost.pop(min(range(len(lost)), key=lambda i: (len(list(_of_facts(lost[i], fact))), i)))


def _of_facts(old: Fact, new: Fact) -> Iterator[Difference]:
    roles = dict.fromkeys([*new.roles, *old.roles])
    yield from _of_texts({r: _words(old, r) for r in roles}, {r: _words(new, r) for r in roles})
    fields = ("polarity", "modality", "attributed_to")
    yield from _of_texts(_fields(old, fields), _fields(new, fields))
    yield from _of_texts({"date": old.date.value if old.date else ""}, {"date": new.date.value if new.date else ""})
    said, says = (tuple(dict.fromkeys(map(place, fact.evidence))) for fact in (old, new))
    if {*said} != {*says}:
        yield Difference(name=EVIDENCE, before=said, after=says)


def place(evidence: Evidence) -> str:
    """A document and a sentence of it, as one text: offsets may move without a change to what is said."""
    return f"{evidence.document_id}: {evidence.sentence}"


def _words(fact: Fact, role: str) -> str:
    return label_of(fact.roles[role]) if role in fact.roles else ""


def _of_entities(old: Entity, new: Entity) -> Iterator[Difference]:
    yield from _of_texts(_fields(old, ("label", "type")), _fields(new, ("label", "type")))
    for name in ("aliases", "same_as"):
        if getattr(old, name) != getattr(new, name):
            yield Difference(name=name, before=getattr(old, name), after=getattr(new, name))


def _of_documents(old: Document, new: Document) -> Iterator[Difference]:
    fields = ("title", "published", "source", "kind")
    return _of_texts(_fields(old, fields), _fields(new, fields))


def _fields(value: Fact | Entity | Document, names: Iterable[str]) -> dict[str, str]:
    return {name: getattr(value, name) for name in names}


def _of_texts(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    """The fields that differ; an empty text is none."""
    for name, text in new.items():
        if old[name] != text:
            yield Difference(name=name, before=tuple(filter(None, [old[name]])), after=tuple(filter(None, [text])))
