"""The ontology: types of entities, relations, what English calls them, and what things are named.

`ontology/kg.ttl` says what a relation means, `ontology/frames/*.toml` and `ontology/grammar.toml` how English says it,
`ontology/names/*.tsv` what things are called. Nothing of that stands in Python: a relation or a type is added by
editing that folder alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import lexicon
from kg.errors import OntologyError
from kg.lexicon import Frame, Grammar, Name

NAMESPACE = "https://kg.example/ontology#"
DEFAULT_BASE = "https://kg.example/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

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


@dataclass(frozen=True, kw_only=True, eq=False)
class Ontology:
    """All that `ontology/` says."""

    folder: Path
    version: str
    types: Mapping[str, EntityType]
    relations: Mapping[str, Relation]
    frames: Mapping[str, Frame]
    names: tuple[Name, ...]
    grammar: Grammar

    def is_a(self, type_: str, ancestor: str) -> bool:
        """Whether a type is, or specialises, another; everything is a Thing.

        >>> load().is_a("Company", "Agent")
        True
        """
        if ancestor == ANYTHING:
            return True
        known = self.types.get(type_)
        return known is not None and ancestor in known.ancestors

    def fits(self, type_: str, role: Role) -> bool:
        """Whether an entity of a type (or an Amount, a Date, a Literal) may fill a role."""
        return any(self.is_a(type_, range_) or type_ == range_ for range_ in role.ranges)


def folder() -> Path:
    """Where ontology/ lies: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    for candidate in (here / "_ontology", here.parent / "ontology"):
        if (candidate / "kg.ttl").is_file():
            return candidate
    raise OntologyError([f"{here.parent / 'ontology'}: the ontology folder is missing"])


@cache
def load(path: Path | None = None) -> Ontology:
    """Read and check an ontology folder; without a path, the one that comes with kg.

    :raises OntologyError: with every fault found, each with file and line.
    """
    path = path or folder()
    schema = _Schema(path / "kg.ttl")
    types, relations = schema.types(), schema.relations()
    faults = lexicon.Faults()
    grammar = lexicon.grammar(path, types, faults)
    rows = lexicon.names(path, types, faults)
    if library := grammar.tables.get("library", {}).get("countries"):
        rows = lexicon.countries(rows, library)
    found = Ontology(
        folder=path,
        version=schema.version(),
        types=types,
        relations=relations,
        frames=lexicon.frames(
            path, {r.name: frozenset(role.name for role in r.roles) for r in relations.values()}, faults
        ),
        grammar=grammar,
        names=rows,
    )
    if faults.found:
        raise OntologyError(faults.found)
    return found


class _Schema:
    """kg.ttl as a small in-memory graph."""

    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        try:
            self.store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
        except OSError as error:
            raise OntologyError([f"{path}: {error.strerror}"]) from None
        except SyntaxError as error:
            raise OntologyError([f"{path}:{error.lineno or 1}: {error.msg}"]) from None

    def objects(
        self, subject: ox.NamedNode | ox.BlankNode, predicate: str
    ) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        return [q.object for q in self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)]  # type: ignore[misc]

    def subjects(self, predicate: str, object_: str) -> list[ox.NamedNode]:
        found = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(object_), None)
        return sorted((q.subject for q in found if isinstance(q.subject, ox.NamedNode)), key=lambda n: n.value)

    def text(self, subject: ox.NamedNode, predicate: str) -> str:
        return next((o.value for o in self.objects(subject, predicate) if isinstance(o, ox.Literal)), "")

    def version(self) -> str:
        return next((self.text(s, OWL + "versionInfo") for s in self.subjects(RDF + "type", OWL + "Ontology")), "")

    def types(self) -> dict[str, EntityType]:
        found = {}
        for name in self._below(NAMESPACE + "Entity"):
            node = ox.NamedNode(NAMESPACE + name)
            found[name] = EntityType(
                name=name,
                label=self.text(node, RDFS + "label") or name.lower(),
                comment=self.text(node, RDFS + "comment"),
                ancestors=frozenset(self._above(name)),
                abstract=bool(self.subjects(RDFS + "subClassOf", node.value)),
            )
        return found

    def _below(self, iri: str) -> list[str]:
        names = [_local(iri)]
        for child in self.subjects(RDFS + "subClassOf", iri):
            names += [n for n in self._below(child.value) if n not in names]
        return names

    def _above(self, name: str) -> set[str]:
        names = {name}
        for parent in self.objects(ox.NamedNode(NAMESPACE + name), RDFS + "subClassOf"):
            if isinstance(parent, ox.NamedNode) and parent.value.startswith(NAMESPACE):
                names |= self._above(_local(parent.value))
        return names

    def relations(self) -> dict[str, Relation]:
        found = {}
        for node in self.subjects(RDFS + "subClassOf", NAMESPACE + "Fact"):
            name = _local(node.value)
            found[name] = Relation(
                name=name,
                label=self.text(node, RDFS + "label") or name.lower(),
                comment=self.text(node, RDFS + "comment"),
                roles=tuple(self._roles(node)),
                shortcuts=tuple(self._shortcuts(node)),
            )
        return found

    def _roles(self, relation: ox.NamedNode) -> Iterable[Role]:
        nodes = self.subjects(RDFS + "domain", relation.value)
        for node in sorted(nodes, key=lambda n: (int(self.text(n, NAMESPACE + "order") or 99), n.value)):
            name = _local(node.value).rpartition(".")[2]
            yield Role(
                name=name,
                label=self.text(node, RDFS + "label") or name,
                relation=_local(relation.value),
                ranges=frozenset(_local(iri) for iri in self._range(node)),
                required=self.text(node, NAMESPACE + "required") == "true",
                question=self.text(node, NAMESPACE + "question") or name.capitalize(),
                kinds=self.text(node, NAMESPACE + "kinds") == "true",
            )

    def _range(self, node: ox.NamedNode) -> Iterable[str]:
        for range_ in self.objects(node, RDFS + "range"):
            if isinstance(range_, ox.NamedNode):
                yield range_.value
            elif isinstance(range_, ox.BlankNode):
                for union in self.objects(range_, OWL + "unionOf"):
                    yield from self._members(union)

    def _members(self, cell: ox.NamedNode | ox.BlankNode | ox.Literal) -> Iterable[str]:
        while isinstance(cell, ox.BlankNode):
            yield from (o.value for o in self.objects(cell, RDF + "first") if isinstance(o, ox.NamedNode))
            cell = self.objects(cell, RDF + "rest")[0]

    def _shortcuts(self, relation: ox.NamedNode) -> Iterable[Shortcut]:
        for node in self.subjects(NAMESPACE + "shortcutOf", relation.value):
            kinds = {_local(o.value) for o in self.objects(node, RDF + "type") if isinstance(o, ox.NamedNode)}
            ends = [
                _local(o.value).rpartition(".")[2]
                for p in ("subjectRole", "objectRole")
                for o in self.objects(node, NAMESPACE + p)
            ]
            yield Shortcut(
                name=_local(node.value),
                label=self.text(node, RDFS + "label") or _local(node.value),
                subject=ends[0],
                object=ends[1],
                symmetric="SymmetricProperty" in kinds,
                functional="FunctionalProperty" in kinds,
            )


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
