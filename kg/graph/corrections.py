"""The user's corrections: read from `corrections.toml`, applied to readings, kept in the graph.

```toml
[[same]]                                   # one entity; the first name is the one that people see
names = ["Liang Wenfeng", "Wenfeng Liang"]

[[different]]                              # never one entity, whatever the spelling
names = ["Jon Smithe", "Jon Smythe"]

[[type]]                                   # what an entity is
name = "Quill"
type = "Model"

[[reject]]                                 # facts that are read wrongly: those with these roles
relation = "Restriction"
roles = { restrictor = "Italy" }

[[assert]]                                 # a fact that is not read, with the sentence that states it
relation = "Restriction"
roles = { restrictor = "Italy", restricted = "DeepSeek" }
sentence = "Rome has shown DeepSeek the door."
```

Names are written as documents have them, or as identifiers (``company/DeepSeek``). Any entry may have a ``note``;
``reject`` and ``assert`` may name a ``document``, a ``polarity`` and a ``modality``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.errors import CorrectionsError
from kg.lexicon.sources import Faults, Source
from kg.lexicon.toml import parsed
from kg.model import Correction
from kg.ontology import Ontology
from kg.reading.namings import stem

FILE = "corrections.toml"
KINDS = ("same", "different", "type", "reject", "assert")
POLARITIES = ("positive", "negative")
MODALITIES = ("actual", "reported", "claimed", "planned", "possible", "hypothetical", "former")
MOST_NAMES = 200
"""How many names one entry may have: each is held against each other."""
_ABOUT_FACTS = {"relation", "roles", "document", "polarity", "modality", "note"}
_KEYS: Mapping[str, tuple[set[str], set[str]]] = {
    "same": ({"names"}, {"names", "type", "note"}),
    "different": ({"names"}, {"names", "note"}),
    "type": ({"name", "type"}, {"name", "type", "note"}),
    "reject": ({"relation"}, _ABOUT_FACTS),
    "assert": ({"relation", "roles", "sentence"}, _ABOUT_FACTS | {"sentence"}),
}
"""For each kind the keys that it needs and those that it may have."""


# ---------------------------------------------------------------- the file


def read(path: str | Path, ontology: Ontology) -> tuple[Correction, ...]:
    """The corrections in a file, sorted.

    :raises CorrectionsError: at the first fault, with file and line.
    """
    faults = Faults()
    source = Source(Path(path), faults)
    found = [] if faults.found else _typed(list(_entries(source, ontology)))
    if not faults.found:
        _contradictions(found, faults, Path(path))
    if faults.found:
        more = f" (and {len(faults.found) - 1} more)" if len(faults.found) > 1 else ""
        raise CorrectionsError(f"{faults.found[0]}{more}")
    return united(found)


def _entries(source: Source, ontology: Ontology) -> Iterator[Correction]:
    for kind, value in source.toml().items():
        lines = source.headers(f"[[{kind}]]")
        if kind not in KINDS or not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            known = ", ".join(f"[[{one}]]" for one in KINDS)
            source.fault(source.line(kind), f"no entry “{kind}”; there are {known}")
            continue
        for number, entry in enumerate(value):
            line = lines[number] if number < len(lines) else source.line(kind)
            if faults := list(_faults(kind, entry, ontology)):
                source.fault(line, f"[[{kind}]] {faults[0]}")
            else:
                yield _correction(kind, entry, f"{source.path}:{line}", ontology)


def _faults(kind: str, entry: Mapping[str, Any], ontology: Ontology) -> Iterator[str]:
    needed, known = _KEYS[kind]
    if missing := sorted(needed - entry.keys()):
        yield f"needs “{missing[0]}”"
    if strange := sorted(entry.keys() - known):
        yield f"has no “{strange[0]}”; it may have {', '.join(sorted(known))}"
    for key, value in entry.items():
        if key not in ("names", "roles") and not (isinstance(value, str) and value.strip()):
            yield f"“{key}” is no text"
    names = entry.get("names", [])
    if "names" in entry and (not _texts(names) or len(set(names)) < 2):
        yield "“names” is no list of two names or more"
    elif len(names) > MOST_NAMES:
        yield f"“names” has {len(names):,} names; {MOST_NAMES} at most are read"
    if (type_ := entry.get("type")) and str(type_) not in _types(ontology):
        yield f"no type {type_!r}; there are {', '.join(sorted(ontology.types))}"
    if entry.get("polarity", POLARITIES[0]) not in POLARITIES:
        yield f"“polarity” is one of {', '.join(POLARITIES)}"
    if entry.get("modality", MODALITIES[0]) not in MODALITIES:
        yield f"“modality” is one of {', '.join(MODALITIES)}"
    if "relation" in needed:
        yield from _wrong_roles(kind, entry, ontology)


def _wrong_roles(kind: str, entry: Mapping[str, Any], ontology: Ontology) -> Iterator[str]:
    relation = ontology.relations.get(str(entry.get("relation")))
    if relation is None:
        yield f"no relation {entry.get('relation')!r}; there are {', '.join(sorted(ontology.relations))}"
        return
    roles = entry.get("roles", {})
    if not isinstance(roles, dict) or not _texts(list(roles.values())):
        yield "“roles” is no table of names"
        return
    known = [role.name for role in relation.roles]
    if strange := sorted(roles.keys() - set(known)):
        yield f"{relation.name} has no role “{strange[0]}”, but {', '.join(known)}"
    missing = [role.name for role in relation.roles if role.required and role.name not in roles]
    if kind == "assert" and missing:
        yield f"needs the role “{missing[0]}”"
    if kind == "reject" and not roles and "document" not in entry:
        yield "needs “roles” or “document”, for it would refuse every fact of the relation"


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _types(ontology: Ontology) -> dict[str, str]:
    """The concrete types, by their names and labels."""
    concrete = [t for t in ontology.types.values() if not t.abstract]
    return {t.label: t.name for t in concrete} | {t.name: t.name for t in concrete}


def _correction(kind: str, entry: Mapping[str, Any], place: str, ontology: Ontology) -> Correction:
    texts = {key: " ".join(value.split()) for key, value in entry.items() if isinstance(value, str)}
    names = entry.get("names", [texts["name"]] if "name" in texts else [])
    relation = ontology.relations.get(texts.get("relation", ""))
    order = [role.name for role in relation.roles] if relation else []
    roles = {role: " ".join(name.split()) for role, name in entry.get("roles", {}).items()}
    return Correction(
        kind=kind,
        names=tuple(" ".join(name.split()) for name in names),
        type=_types(ontology).get(texts.get("type", ""), ""),
        roles=tuple((role, roles[role]) for role in order if role in roles),
        place=place,
        relation=texts.get("relation", ""),
        document=texts.get("document", ""),
        sentence=texts.get("sentence", ""),
        polarity=texts.get("polarity", ""),
        modality=texts.get("modality", ""),
        note=texts.get("note", ""),
    )


def _typed(found: Sequence[Correction]) -> list[Correction]:
    """Corrections in which names that are the same have the type that another says one of them has."""
    types = {_plain(name): c.type for c in reversed(found) if c.type for name in c.names}
    given = [next((types[key] for key in map(_plain, c.names) if key in types), "") for c in found]
    return [
        replace(c, type=type_) if c.kind == "same" and not c.type else c for c, type_ in zip(found, given, strict=True)
    ]


def _contradictions(found: Sequence[Correction], faults: Faults, path: Path) -> None:
    apart = {frozenset(pair): c for c in found if c.kind == "different" for pair in combinations(c.names, 2)}
    typed = {_plain(name): c for c in reversed(found) if c.type for name in c.names}
    for correction in found:
        line = _line(correction.place)
        for one, two in combinations(correction.names, 2) if correction.kind == "same" else ():
            if other := apart.get(frozenset((one, two))):
                faults.add(path, line, f"{one} and {two} are the same here, and different in line {_line(other.place)}")
        for name in correction.names if correction.type else ():
            first = typed[_plain(name)]
            if first.type != correction.type:
                faults.add(
                    path, line, f"{name} is {correction.type} here, and {first.type} in line {_line(first.place)}"
                )


def _plain(name: str) -> str:
    """What all spellings of a name share, of an identifier as well."""
    return stem(name.rpartition("/")[2].replace("_", " "))


# ---------------------------------------------------------------- entries in the graph


def united(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Each correction once, sorted by kind and content; applied where any of its copies was."""
    found: dict[Correction, Correction] = {}
    for correction in corrections:
        before = found.get(correction, correction)
        place = before.place or correction.place
        found[correction] = replace(before, place=place, applied=before.applied or correction.applied)
    return tuple(sorted(found.values(), key=lambda c: (KINDS.index(c.kind), entry(c))))


def entry(correction: Correction) -> str:
    """A correction as it may stand in a file, always in the same words.

    >>> print(entry(Correction(kind="type", names=("Quill",), type="Model")))
    [[type]]
    name = "Quill"
    type = "Model"
    """
    lines = [f"[[{correction.kind}]]"]
    if correction.kind == "type":
        lines.append(f"name = {_quoted(correction.names[0])}")
    elif correction.names:
        lines.append(f"names = [{', '.join(map(_quoted, correction.names))}]")
    for key in ("type", "relation"):
        lines += [f"{key} = {_quoted(getattr(correction, key))}"] if getattr(correction, key) else []
    if correction.roles:
        lines.append(f"roles = {{ {', '.join(f'{role} = {_quoted(name)}' for role, name in correction.roles)} }}")
    for key in ("document", "sentence", "polarity", "modality", "note"):
        lines += [f"{key} = {_quoted(getattr(correction, key))}"] if getattr(correction, key) else []
    return "\n".join(lines)


def from_entries(entries: Mapping[str, bool], ontology: Ontology) -> tuple[Correction, ...]:
    """The corrections of a graph: their entries, and whether each was applied."""
    found = []
    for text, applied in entries.items():
        try:
            ((kind, (values,)),) = parsed(text).items()
            found.append(replace(_correction(kind, values, "", ontology), applied=applied))
        except (ValueError, TypeError, AttributeError):
            continue
    return united(c for c in found if c.kind in KINDS)


def described(correction: Correction) -> str:
    """What a correction says, in a line.

    >>> described(Correction(kind="same", names=("Liang Wenfeng", "Wenfeng Liang")))
    'Liang Wenfeng = Wenfeng Liang'
    """
    roles = ", ".join(f"{role}: {name}" for role, name in correction.roles)
    match correction.kind:
        case "same":
            text = " = ".join(correction.names) + (f" ({correction.type})" if correction.type else "")
        case "different":
            text = " ≠ ".join(correction.names)
        case "type":
            text = f"{correction.names[0]} is a {correction.type}"
        case _:
            text = f"{correction.relation} · {roles}" if roles else correction.relation
    said = " ".join(filter(None, (correction.polarity, correction.modality)))
    source = f"“{correction.sentence}”" if correction.sentence else ""
    return " · ".join(filter(None, (text, said, source, correction.document)))


def unapplied(corrections: Iterable[Correction]) -> list[str]:
    """A line for each correction that matched nothing."""
    return [
        f"{c.place or FILE}: [[{c.kind}]] {described(c)}: nothing in these documents matches"
        for c in sorted(corrections, key=lambda c: _line(c.place))
        if not c.applied
    ]


def _line(place: str) -> int:
    number = place.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
