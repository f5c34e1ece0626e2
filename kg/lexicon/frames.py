"""Frames, read from `ontology/frames/*.toml` and checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from kg.lexicon import TRIGGER_KINDS, Example, Frame, Pattern, Slot, Trigger
from kg.lexicon.sources import Faults, Source

POSITIONS = frozenset(
    [
        "subject",
        "object",
        "patient",
        "complement",
        "dative",
        "extent",
        "change",
        "possessor",
        "compound",
        "nationality",
        "prefix",
        "modified",
        "modifier",
        "self",
        "actor",
        "bearer",
        "infinitive",
        "site",
        "opening",
        "clause",
        "topic",
        "within",
        "trigger",
        "phrase",
        "speaker",
    ]
) | {"to do", "object beside"}
"""Grammatical positions; any other is a preposition, or one with `` doing`` after it."""

MODALITIES = frozenset(("actual", "reported", "claimed", "planned", "possible", "hypothetical", "former"))
POLARITIES = frozenset(("negative", "negated"))
"""What a pattern states: the opposite of its words, or the opposite and only where they are denied."""

WORDS = ("needs", "opaque", "light", "modifiers")
TABLES = ("roles", "types", "kinds", "literals")
PATTERN = frozenset((*TRIGGER_KINDS, *WORDS, *TABLES, "modality", "polarity"))
"""What may stand in a pattern, beside its name."""

Slots = tuple[Slot, ...]

_TRIGGER = re.compile(r"([^()>]+?)(?: ?\(([^()]*)\)| > (.+))?")
"""A word or a phrase, and in brackets the words that it must have beside it, or the name of their list."""


def frames(
    folder: Path,
    relations: Mapping[str, frozenset[str]],
    types: Collection[str],
    prepositions: Collection[str],
    faults: Faults,
) -> dict[str, Frame]:
    """Read frames/*.toml.

    :param relations: the roles of each relation that there is.
    :param prepositions: words that may name a position; where there are none, positions are not checked.
    """
    found: dict[str, Frame] = {}
    for path in sorted((folder / "frames").glob("*.toml"), key=lambda path: (path.stem not in relations, path)):
        source = Source(path, faults)
        data = source.toml()
        for relation in sorted(data, key=lambda name: name != path.stem):
            line = source.line(f"[{relation}]")
            if relation not in relations:
                source.fault(line, f"no relation {relation} in kg.ttl")
            elif path.stem != relation and (path.parent / f"{relation}.toml").is_file():
                source.fault(line, f"the frame of {relation} stands in {relation}.toml")
            elif relation in found:
                source.fault(line, f"{relation} has a frame in {found[relation].path.name}")
            else:
                reader = _Reader(source, relation, relations[relation], types, prepositions)
                found[relation] = reader.read(source.table(data[relation], relation))
    return found


class _Reader:
    """Reads the frame of one relation."""

    def __init__(
        self,
        source: Source,
        relation: str,
        roles: frozenset[str],
        types: Collection[str],
        prepositions: Collection[str],
    ) -> None:
        self.source, self.relation, self.roles = source, relation, roles
        self.types, self.prepositions = types, prepositions
        self.lists: dict[str, frozenset[str]] = {}

    def read(self, body: dict[str, Any]) -> Frame:
        line = self.source.line(f"[{self.relation}]")
        self._keys(body, PATTERN | {"patterns", "examples", "lists"}, line)
        lists = self.source.table(body.get("lists", {}), "lists", self._header("lists", line))
        self.lists = {k: frozenset(self.source.words(v, k, self._header("lists", line))) for k, v in lists.items()}
        shared = self._slots(body.get("roles", {}), self._header("roles", line))
        base = any(kind in body for kind in TRIGGER_KINDS)
        patterns = [self._pattern(self.relation, body, shared, line)] if base else []
        for extra, start in self._parts(body, "patterns"):
            self._keys(extra, PATTERN | {"name"}, start)
            slots = self._slots(extra["roles"], start) if "roles" in extra else shared
            name = f"{self.relation}/{extra.get('name', len(patterns))}"
            patterns.append(self._pattern(name, extra, slots, start))
        examples = tuple(self._example(e, start) for e, start in self._parts(body, "examples"))
        return Frame(relation=self.relation, patterns=tuple(patterns), examples=examples, path=self.source.path)

    def _parts(self, body: dict[str, Any], key: str) -> list[tuple[dict[str, Any], int]]:
        """The tables of a list, each with the line where it starts."""
        parts = self.source.tables(body.get(key, []), key)
        headers = self.source.headers(f"[[{self.relation}.{key}]]")
        return list(zip(parts, [*headers, *[1] * len(parts)], strict=False))

    def _header(self, table: str, line: int) -> int:
        return next(iter(self.source.headers(f"[{self.relation}.{table}]")), line)

    def _pattern(self, name: str, body: dict[str, Any], slots: Slots, line: int) -> Pattern:
        words = {key: frozenset(self.source.words(body.get(key, []), key, line)) for key in WORDS}
        for role in words["needs"]:
            self._known(role, line)
        literals = self.source.table(body.get("literals", {}), "literals", line)
        return Pattern(
            relation=self.relation,
            name=name,
            triggers=tuple(self._triggers(body, line)),
            slots=slots,
            modality=self._one_of(body, "modality", MODALITIES, line),
            polarity=self._one_of(body, "polarity", POLARITIES, line),
            types=self._types(body, "types", line),
            kinds=self._types(body, "kinds", line),
            literals={k: str(v) for k, v in literals.items()},
            **words,
        )

    def _keys(self, body: dict[str, Any], known: Collection[str], line: int) -> None:
        for key in body:
            if key not in known:
                self.source.fault(self.source.line(key, line), f"a frame has no “{key}” (but {_listed(known)})")

    def _known(self, role: str, line: int) -> bool:
        if role not in self.roles:
            said = f"{self.relation} has no role {role} in kg.ttl (it has {_listed(self.roles)})"
            self.source.fault(self.source.line(role, line), said)
        return role in self.roles

    def _one_of(self, body: dict[str, Any], key: str, known: Collection[str], line: int) -> str:
        value = body.get(key, "")
        if value and not (isinstance(value, str) and value in known):
            self.source.fault(self.source.line(key, line), f"no {key} “{value}” (but {_listed(known)})")
        return str(value)

    def _types(self, body: dict[str, Any], key: str, line: int) -> dict[str, frozenset[str]]:
        found = {}
        for role, value in self.source.table(body.get(key, {}), key, line).items():
            types = self.source.words(value, role, line)
            for type_ in types:
                if type_ not in self.types:
                    self.source.fault(self.source.line(type_, line), f"no type {type_} in kg.ttl")
            if self._known(role, line):
                found[role] = frozenset(types)
        return found

    def _triggers(self, body: dict[str, Any], line: int) -> list[Trigger]:
        read = [
            self._trigger(kind, word, line)
            for kind in TRIGGER_KINDS
            for word in self.source.words(body.get(kind, []), kind, line)
        ]
        return [trigger for trigger in read if trigger]

    def _trigger(self, kind: str, word: str, line: int) -> Trigger | None:
        match = _TRIGGER.fullmatch(" ".join(word.split()))
        if not match:
            self.source.fault(self.source.line(word, line), f"cannot read the trigger “{word}”")
            return None
        words = match[1].split()
        head, rest = (words[0], words[1:]) if kind == "verbs" else (words[-1], words[:-1])
        objects = frozenset(o.strip() for o in (match[2] or "").split("|") if o.strip())
        objects |= self._list(match[3] or "", word, line)
        return Trigger(kind=kind, head=head, rest=tuple(rest), objects=objects)

    def _list(self, name: str, word: str, line: int) -> frozenset[str]:
        """The words of one of the frame's lists; none without a name.

        :param word: where the name stands.
        """
        if name and name not in self.lists:
            self.source.fault(self.source.line(word, line), f"no list “{name}” in [{self.relation}.lists]")
        return self.lists.get(name, frozenset())

    def _slots(self, roles: Any, line: int) -> Slots:
        found = self.source.table(roles, "roles", line)
        return tuple(self._slot(role, value, line) for role, value in found.items() if self._known(role, line))

    def _slot(self, role: str, value: Any, line: int) -> Slot:
        found = []
        for position in [value] if isinstance(value, str) else self.source.words(value, role, line):
            place, _, through = (part.strip() for part in position.partition(">"))
            if self.prepositions and not self._is_position(place):
                said = f"no position “{place}”: neither one of the grammar's nor a word of its list “prepositions”"
                self.source.fault(self.source.line(position, line), said)
            found.append((place, self._list(through, position, line)))
        return Slot(role=role, positions=tuple(found))

    def _is_position(self, place: str) -> bool:
        word = place.removesuffix("!").removeprefix("=").removesuffix(" doing")
        return place.removesuffix("!") in POSITIONS or word in self.prepositions

    def _example(self, body: dict[str, Any], line: int) -> Example:
        text = body.get("text")
        if not isinstance(text, str) or not text.strip():
            self.source.fault(line, "an example without a text")
        roles = {role: str(filler) for role, filler in body.items() if role not in {"text", "never"}}
        for role in roles:
            if role not in self.roles:
                self.source.fault(self.source.line(role, line), f"{self.relation} has no role {role} in kg.ttl")
        never = bool(body.get("never"))
        return Example(text=str(text), roles=tuple(roles.items()), never=never, line=self.source.line("text", line))


def _listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words))
