"""Types of entities and relations, read from `ontology/kg.ttl` and checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.lexicon.sources import Faults, Source
from kg.ontology.nesting import check as check_nesting

NAMESPACE = "https://kg.example/ontology#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

UNORDERED = 99
"""Where a role stands that says nothing of its order: last."""

ANYTHING, LITERAL, AMOUNT, DATE = "Thing", "Literal", "Amount", "Date"
"""What the range of a role may be beside types of entities: anything at all, words, an amount, a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType:
    """A class of entities, such as Company; ``ancestors`` holds its superclasses in kg and itself."""

    name: str
    label: str
    comment: str
    ancestors: frozenset[str]
    abstract: bool
    """True where other types specialise it: entities have one of those."""

    @property
    def segment(self) -> str:
        """The path segment under which IRIs of such entities lie: ``company``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A place in a relation that something fills."""

    name: str
    label: str
    relation: str
    ranges: frozenset[str]
    """Names of the entity types that may fill it, or Thing, Literal, Amount, Date."""

    required: bool
    question: str
    """The column heading: ``Who``, ``To whom``."""

    kinds: bool = False
    """Whether a described kind ("lithography tools") may fill it, where no individual is named."""

    functional: bool = False
    """Whether facts that agree in the required roles have one value for it: a firm is founded once."""

    @property
    def iri(self) -> str:
        """The IRI that stands for it in the graph."""
        return f"{NAMESPACE}{self.relation[0].lower()}{self.relation[1:]}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A property whose plain triple abbreviates a fact: ``kg:restricts`` for a Restriction."""

    name: str
    label: str
    subject: str
    object: str
    symmetric: bool
    functional: bool
    making: bool = False
    """Whether the subject makes the object, so that the object may be meant where a product of the subject's is."""

    @property
    def iri(self) -> str:
        """The IRI that stands for it in the graph."""
        return NAMESPACE + self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A class of facts with its roles, in the order in which they are written out."""

    name: str
    label: str
    comment: str
    roles: tuple[Role, ...]
    shortcuts: tuple[Shortcut, ...]

    @property
    def iri(self) -> str:
        """The IRI that stands for it in the graph."""
        return NAMESPACE + self.name

    @property
    def symmetric(self) -> bool:
        """Whether its two main roles may change places."""
        return any(s.symmetric for s in self.shortcuts)

    def role(self, name: str) -> Role:
        """The role of that name.

        :raises KeyError: where the relation has none.
        """
        for role in self.roles:
            if role.name == name:
                return role
        raise KeyError(f"{self.name} has no role {name}")


class Schema:
    """kg.ttl as a small in-memory graph.

    :raises OntologyError: where the file cannot be read; what else is wrong in it is noted among the faults.
    """

    def __init__(self, path: Path, faults: Faults) -> None:
        self.store = ox.Store()
        self.source = Source(path, faults)
        if faults.found:
            raise OntologyError(faults.found)
        try:
            check_nesting(self.source.text.encode())
            self.store.load(self.source.text.encode(), format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise OntologyError([f"{path}:{error.lineno or 1}: {error.msg}"]) from None
        except ValueError as error:
            raise OntologyError([f"{path}:1: {error}"]) from None

    def version(self) -> str:
        """The version of the ontology; empty where it has none."""
        return next((self._text(s, OWL + "versionInfo") for s in self._subjects(RDF + "type", OWL + "Ontology")), "")

    def types(self) -> dict[str, EntityType]:
        """The types of entities, by name."""
        found = {}
        for name in self._below(NAMESPACE + "Entity"):
            node = ox.NamedNode(NAMESPACE + name)
            found[name] = EntityType(
                name=name,
                label=self._text(node, RDFS + "label") or name.lower(),
                comment=self._text(node, RDFS + "comment"),
                ancestors=frozenset(self._above(name)),
                abstract=bool(self._subjects(RDFS + "subClassOf", node.value)),
            )
        return found

    def relations(self) -> dict[str, Relation]:
        """The relations, by name."""
        ranges = {*self.types(), ANYTHING, LITERAL, AMOUNT, DATE}
        found = {}
        for node in self._subjects(RDFS + "subClassOf", NAMESPACE + "Fact"):
            name = _local(node.value)
            roles = tuple(self._roles(node, ranges))
            found[name] = Relation(
                name=name,
                label=self._text(node, RDFS + "label") or name.lower(),
                comment=self._text(node, RDFS + "comment"),
                roles=roles,
                shortcuts=tuple(self._shortcuts(node, {role.name for role in roles})),
            )
        return found

    # ------------------------------------------------------------ the graph

    def _objects(
        self, subject: ox.NamedNode | ox.BlankNode, predicate: str
    ) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        return [q.object for q in self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)]  # type: ignore[misc]

    def _subjects(self, predicate: str, object_: str) -> list[ox.NamedNode]:
        found = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(object_), None)
        return sorted((q.subject for q in found if isinstance(q.subject, ox.NamedNode)), key=lambda n: n.value)

    def _text(self, subject: ox.NamedNode, predicate: str) -> str:
        return next((o.value for o in self._objects(subject, predicate) if isinstance(o, ox.Literal)), "")

    def _fault(self, node: ox.NamedNode, text: str) -> None:
        """Note a fault where the description of a node starts."""
        lines = (i for i, line in enumerate(self.source.lines, 1) if line.split()[:1] == [f"kg:{_local(node.value)}"])
        self.source.fault(next(lines, 1), text)

    # ------------------------------------------------------------ types

    def _below(self, iri: str) -> list[str]:
        names: dict[str, None] = {}
        waiting = [iri]
        while waiting:
            name = _local(waiting.pop())
            if name not in names:
                names[name] = None
                children = self._subjects(RDFS + "subClassOf", NAMESPACE + name)
                waiting += [child.value for child in reversed(children)]
        return [*names]

    def _above(self, name: str) -> set[str]:
        names, waiting = {name}, [name]
        while waiting:
            for above in self._parents.get(waiting.pop(), ()):
                if above == name:
                    self._fault(ox.NamedNode(NAMESPACE + name), f"{name} is a class below itself")
                elif above not in names:
                    names.add(above)
                    waiting.append(above)
        return names

    @cached_property
    def _parents(self) -> dict[str, list[str]]:
        """The classes of kg right above each."""
        found: dict[str, list[str]] = {}
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(RDFS + "subClassOf"), None, None):
            ends = (quad.subject, quad.object)
            if all(isinstance(end, ox.NamedNode) and end.value.startswith(NAMESPACE) for end in ends):
                below, above = (_local(end.value) for end in ends if isinstance(end, ox.NamedNode))
                found.setdefault(below, []).append(above)
        return found

    # ------------------------------------------------------------ relations

    def _roles(self, relation: ox.NamedNode, known: Collection[str]) -> Iterator[Role]:
        nodes = self._subjects(RDFS + "domain", relation.value)
        for node in sorted(nodes, key=lambda n: (self._order(n), n.value)):
            name = _local(node.value).rpartition(".")[2]
            ranges = frozenset(_local(iri) for iri in self._range(node))
            for range_ in sorted(ranges - set(known)):
                self._fault(node, f"no type {range_}, the range of {_local(node.value)}")
            yield Role(
                name=name,
                label=self._text(node, RDFS + "label") or name,
                relation=_local(relation.value),
                ranges=ranges,
                required=self._text(node, NAMESPACE + "required") == "true",
                question=self._text(node, NAMESPACE + "question") or name.capitalize(),
                kinds=self._text(node, NAMESPACE + "kinds") == "true",
                functional="FunctionalProperty" in self._kinds(node),
            )

    def _order(self, node: ox.NamedNode) -> int:
        text = self._text(node, NAMESPACE + "order")
        if text and not re.fullmatch(r"[0-9]{1,9}", text):
            self._fault(node, f"“{text}”, the order of {_local(node.value)}, is no number")
            return UNORDERED
        return int(text or UNORDERED)

    def _range(self, node: ox.NamedNode) -> Iterator[str]:
        for range_ in self._objects(node, RDFS + "range"):
            if isinstance(range_, ox.NamedNode):
                yield range_.value
            elif isinstance(range_, ox.BlankNode):
                for union in self._objects(range_, OWL + "unionOf"):
                    yield from self._members(union)

    def _members(self, cell: ox.NamedNode | ox.BlankNode | ox.Literal) -> Iterator[str]:
        passed = set()
        while isinstance(cell, ox.BlankNode) and cell not in passed:
            passed.add(cell)
            yield from (o.value for o in self._objects(cell, RDF + "first") if isinstance(o, ox.NamedNode))
            cell = next(iter(self._objects(cell, RDF + "rest")), ox.NamedNode(RDF + "nil"))

    def _shortcuts(self, relation: ox.NamedNode, roles: Collection[str]) -> Iterator[Shortcut]:
        for node in self._subjects(NAMESPACE + "shortcutOf", relation.value):
            kinds = self._kinds(node)
            subject, object_ = self._end(node, "subjectRole"), self._end(node, "objectRole")
            if not {subject, object_} <= set(roles):
                said = f"needs a kg:subjectRole and a kg:objectRole of {_local(relation.value)}"
                self._fault(node, f"the shortcut {_local(node.value)} {said}")
            yield Shortcut(
                name=_local(node.value),
                label=self._text(node, RDFS + "label") or _local(node.value),
                subject=subject,
                object=object_,
                symmetric="SymmetricProperty" in kinds,
                functional="FunctionalProperty" in kinds,
                making=self._text(node, NAMESPACE + "making") == "true",
            )

    def _kinds(self, node: ox.NamedNode) -> set[str]:
        """What OWL says that a property is, such as a FunctionalProperty."""
        return {_local(o.value) for o in self._objects(node, RDF + "type") if isinstance(o, ox.NamedNode)}

    def _end(self, shortcut: ox.NamedNode, predicate: str) -> str:
        ends = [o.value for o in self._objects(shortcut, NAMESPACE + predicate) if isinstance(o, ox.NamedNode)]
        return _local(ends[0]).rpartition(".")[2] if ends else ""


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
