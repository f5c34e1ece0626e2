"""The ontology: types of entities, relations, what English calls them, and what things are named.

`ontology/kg.ttl` says what a relation means, `ontology/frames/*.toml` and `ontology/grammar.toml` how English says it,
`ontology/names/*.tsv` what things are called. Nothing of that stands in Python: a relation or a type is added by
editing that folder alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.errors import OntologyError
from kg.lexicon import Frame, Grammar, Name
from kg.lexicon.frames import frames
from kg.lexicon.grammar import grammar
from kg.lexicon.names import names
from kg.lexicon.sources import Faults
from kg.ontology.schema import (
    AMOUNT,
    ANYTHING,
    DATE,
    LITERAL,
    NAMESPACE,
    OWL,
    RDF,
    RDFS,
    EntityType,
    Relation,
    Role,
    Schema,
    Shortcut,
)

__all__ = [
    "ADDED",
    "AMOUNT",
    "ANYTHING",
    "DATE",
    "DEFAULT_BASE",
    "LITERAL",
    "NAMESPACE",
    "OWL",
    "RDF",
    "RDFS",
    "EntityType",
    "Ontology",
    "Relation",
    "Role",
    "Shortcut",
    "folder",
    "load",
]

DEFAULT_BASE = "https://kg.example/"
ADDED = "the user"
"""The source of a name that a user adds."""


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

    def speakers(self, relation: str) -> tuple[str, ...]:
        """The roles of a relation that are filled by who says so: they tell of the statement, not of what it states."""
        frame = self.frames.get(relation)
        slots = [slot for pattern in frame.patterns for slot in pattern.slots] if frame else []
        return tuple(dict.fromkeys(slot.role for slot in slots if any(p == "speaker" for p, _ in slot.positions)))

    def retyped(self, types: Iterable[tuple[str, str]]) -> Ontology:
        """An ontology whose names have the types that a user says; a name that it does not know is added.

        >>> [name.type for name in load().retyped([("Zorvex", "Chip")]).names if name.name == "Zorvex"]
        ['Chip']
        """
        rows = {id(row): row for row in self.names}
        for given, type_ in types:
            meant = [key for key, row in rows.items() if given in (row.name, *row.aliases)]
            rows |= {key: replace(rows[key], type=type_) for key in meant}
            rows |= {} if meant or "/" in given else {-len(rows): Name(name=given, type=type_, source=ADDED)}
        return replace(self, names=tuple(rows.values()))


def folder() -> Path:
    """Where ontology/ lies: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parents[1]
    for candidate in (here / "_ontology", here.parent / "ontology"):
        if (candidate / "kg.ttl").is_file():
            return candidate
    raise OntologyError([f"{here.parent / 'ontology'}: the ontology folder is missing"])


def load(path: Path | None = None) -> Ontology:
    """Read and check an ontology folder, once; without a path, the one that comes with kg.

    :raises OntologyError: with every fault found, each with file and line.
    """
    return _load(path or folder())


@cache
def _load(path: Path) -> Ontology:
    faults = Faults()
    schema = Schema(path / "kg.ttl", faults)
    types, relations = schema.types(), schema.relations()
    words = grammar(path, types, faults)
    rows = names(path, types, words.tables.get("library", {}).get("countries", ""), faults)
    roles = {r.name: frozenset(role.name for role in r.roles) for r in relations.values()}
    found = Ontology(
        folder=path,
        version=schema.version(),
        types=types,
        relations=relations,
        frames=frames(path, roles, types, words.words.get("prepositions", ()), faults),
        grammar=words,
        names=rows,
    )
    if faults.found:
        raise OntologyError(faults.found)
    return found
