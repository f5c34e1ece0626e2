"""The tables of `ontology/questions.toml`, checked against the ontology."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import OntologyError
from kg.lexicon.toml import TomlError, parsed
from kg.ontology import AMOUNT, DATE, LITERAL, Ontology

FILE = "questions.toml"
TABLES = frozenset(
    (
        "words",
        "holes",
        "nouns",
        "modals",
        "windows",
        "comparisons",
        "units",
        "extremes",
        "halves",
        "sizes",
        "orders",
        "measures",
        "ages",
        "articled",
        "beyond",
        "idle",
        "narrow",
        "broad",
        "headings",
        "explanations",
        "lists",
        "verdicts",
        "examples",
        "verbs",
        "plurals",
    )
)
"""Those that must be there."""
OF_TYPES, OF_RELATIONS = ("surnamed", "uncounted"), ("idle", "lasting")
"""The lists of types and of relations; any other is of words."""


def tables(ontology: Ontology) -> Mapping[str, Any]:
    """The tables of an ontology's questions.toml, checked.

    :raises OntologyError: where the file is missing or malformed, or names what is not in the ontology.
    """
    path = ontology.folder / FILE
    try:
        found = parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OntologyError([f"{path}: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        raise OntologyError([f"{path}:1: {error}"]) from None
    except TomlError as error:
        raise OntologyError([f"{path}:{error.line or 1}: {error}"]) from None
    if faults := [f"{path}:1: {fault}" for fault in _faults(found, ontology)]:
        raise OntologyError(faults)
    return found


def _faults(found: Mapping[str, Any], ontology: Ontology) -> Iterator[str]:
    missing = TABLES - set(found)
    yield from (f"the table [{name}] is missing" for name in sorted(missing))
    types = {*ontology.types, AMOUNT, DATE, LITERAL}
    lists = found.get("lists", {})
    used = {t for ts in found.get("holes", {}).values() for t in ts} | set(found.get("nouns", {}))
    used |= {type_ for name in OF_TYPES for type_ in lists.get(name, [])}
    yield from (f"no type {name} in kg.ttl" for name in sorted(used - types))
    groups = [group for name in ("narrow", "measures", "ages", "idle") for group in found.get(name, [])]
    relations = {group.get("relation", "") for group in groups} | set(found.get("examples", {}))
    relations |= {name for one in OF_RELATIONS for name in lists.get(one, [])} | set(found.get("broad", {}))
    yield from (f"no relation {name} in kg.ttl" for name in sorted(relations - set(ontology.relations)))
    for group in found.get("measures", []):
        roles = ontology.relations[group["relation"]].roles if group.get("relation") in ontology.relations else ()
        if roles and not any(AMOUNT in role.ranges for role in roles):
            yield f"{group['relation']} has no role for an amount in kg.ttl"
    for group in found.get("ages", []):
        roles = ontology.relations[group["relation"]].roles if group.get("relation") in ontology.relations else ()
        if roles and group.get("role") not in {role.name for role in roles}:
            yield f"{group['relation']} has no role {group.get('role')} in kg.ttl"
