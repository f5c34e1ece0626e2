"""How English says what the ontology means: frames, grammar words and names, read from `ontology/` and checked.

A frame belongs to a relation and holds patterns: words that trigger it, and for each role the grammatical positions
where its filler stands, tried in order:

- ``subject``, ``object``, ``patient``, ``complement``, ``dative``, ``extent`` of a verb, active or passive alike;
- ``by``, ``of``, ``on``, ``to``, ``from`` …: any preposition, of the verb, of the noun, or of what either governs;
- ``=of``, ``=in`` …: that preposition only where it hangs on the noun itself; ``from doing``: a gerund below it;
- ``possessor``, ``compound``, ``nationality``, ``prefix``: "Nvidia's X", "Nvidia X", "Chinese X", "Nvidia-made X";
- ``self``: what the trigger itself stands for ("X, the founder of Y" → X); ``actor``: who does what its verb says;
- ``infinitive``, ``to do``, ``site``, ``within``: "cost $5m to train X", "a licence to ship X", "at Y in X", "X Navy";
- ``trigger``, ``phrase``: the words of the trigger, or its whole noun phrase, as a literal; ``speaker``: who says so.

A position with ``!`` takes only what stands there itself, not what it is about. ``position > list`` asks for a noun of
a list in that position and takes the noun's owner: ``subject > shares`` finds Nvidia in "Nvidia shares fell" and in
"shares of Nvidia fell".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

TRIGGER_KINDS = ("verbs", "nouns", "adjectives", "agents", "names")
"""Kinds of trigger words; ``agents`` are nouns for somebody or something that plays a role itself ("founder")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word or phrase that may state a relation.

    ``clamp down on`` has the head ``clamp``, and a verb's particles and preposition as ``rest``; ``add to
    (blacklist|entity list)`` has also the nouns that the last preposition must govern; a noun phrase such as ``export
    control`` has the head ``control`` and the words before it as ``rest``.
    """

    kind: str
    head: str
    rest: tuple[str, ...] = ()
    objects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where the filler of a role stands: positions, tried in order, each with the nouns to pass through (or none)."""

    role: str
    positions: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence with the roles that a frame must find in it; ``never`` where it must find nothing."""

    text: str
    roles: tuple[tuple[str, str], ...]
    never: bool
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Trigger words that share their role positions."""

    relation: str
    name: str
    triggers: tuple[Trigger, ...]
    slots: tuple[Slot, ...]
    needs: frozenset[str] = frozenset()
    """Roles without which this pattern states nothing, beside those that the relation requires."""

    modality: str = ""
    polarity: str = ""
    types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For some roles, the only types of entities that this pattern means."""

    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For some roles, the types of described kinds ("memory chips") that this pattern takes for them."""
    opaque: frozenset[str] = frozenset()
    """Nouns that this pattern does not look through: who builds a cluster of chips does not make the chips."""
    light: frozenset[str] = frozenset()
    """Verbs that say little beside this pattern's nouns, besides the light verbs of the grammar."""

    modifiers: frozenset[str] = frozenset()
    """Words or tags, one of which must modify the trigger: ``JJS`` for any superlative."""

    literals: Mapping[str, str] = field(default_factory=dict)
    """Canonical wording of trigger words that become literals: ``open-sourced`` → ``open source``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All patterns of a relation, with the examples that prove them."""

    relation: str
    patterns: tuple[Pattern, ...]
    examples: tuple[Example, ...]
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A row of names/*.tsv; ``aliases`` stand for it anywhere, ``short`` only beside its full name or its maker."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    maker: str = ""
    stands_for: str = ""
    flags: frozenset[str] = frozenset()
    code: str = ""
    """The ISO 3166 code of a country, where the library has one."""


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """Words of English that no single relation owns, by the name of their list in grammar.toml."""

    words: Mapping[str, frozenset[str]]
    tables: Mapping[str, Mapping[str, str]]
    nouns: Mapping[str, str]
    """Common nouns that describe entities, and the type that they describe: ``chipmaker`` → Company."""

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]


class Faults:
    """Collects what is wrong in ontology/, so that all of it is reported at once."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, path: Path, line: int, text: str) -> None:
        """Note a fault with its place."""
        self.found.append(f"{path}:{line}: {text}")


def frames(folder: Path, relations: Mapping[str, frozenset[str]], faults: Faults) -> dict[str, Frame]:
    """Read frames/*.toml; ``relations`` gives the roles of each relation that there is."""
    found: dict[str, Frame] = {}
    for path in sorted((folder / "frames").glob("*.toml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        data = _toml(path, faults)
        for relation, body in data.items():
            if relation not in relations:
                faults.add(path, _line(lines, f"[{relation}]"), f"no relation {relation} in kg.ttl")
            elif isinstance(body, dict):
                found[relation] = _FrameReader(path, lines, relation, relations[relation], faults).read(body)
    return found


class _FrameReader:
    def __init__(self, path: Path, lines: list[str], relation: str, roles: frozenset[str], faults: Faults) -> None:
        self.path, self.lines, self.relation, self.roles, self.faults = path, lines, relation, roles, faults

    def read(self, body: dict[str, Any]) -> Frame:
        lists = {k: frozenset(v) for k, v in body.get("lists", {}).items()}
        shared = body.get("roles", {})
        patterns = [self._pattern(self.relation, body, {}, lists)] if any(k in body for k in TRIGGER_KINDS) else []
        for extra in body.get("patterns", []):
            name = f"{self.relation}/{extra.get('name', len(patterns))}"
            patterns.append(self._pattern(name, extra, shared, lists))
        examples = tuple(self._example(e) for e in body.get("examples", []))
        return Frame(relation=self.relation, patterns=tuple(patterns), examples=examples, path=self.path)

    def _pattern(
        self, name: str, body: dict[str, Any], shared: dict[str, Any], lists: dict[str, frozenset[str]]
    ) -> Pattern:
        roles = body.get("roles", shared)
        triggers = [t for kind in TRIGGER_KINDS for word in body.get(kind, []) if (t := self._trigger(kind, word))]
        return Pattern(
            relation=self.relation,
            name=name,
            triggers=tuple(triggers),
            slots=tuple(self._slot(role, positions, lists) for role, positions in roles.items() if self._known(role)),
            needs=frozenset(body.get("needs", [])),
            modality=body.get("modality", ""),
            polarity=body.get("polarity", ""),
            types={role: frozenset(t) for role, t in body.get("types", {}).items()},
            kinds={role: frozenset(t) for role, t in body.get("kinds", {}).items()},
            opaque=frozenset(body.get("opaque", [])),
            light=frozenset(body.get("light", [])),
            modifiers=frozenset(body.get("modifiers", [])),
            literals=body.get("literals", {}),
        )

    def _known(self, role: str) -> bool:
        if role not in self.roles:
            self._fault(role, f"{self.relation} has no role {role} in kg.ttl (it has {', '.join(sorted(self.roles))})")
        return role in self.roles

    def _trigger(self, kind: str, word: str) -> Trigger | None:
        match = re.fullmatch(r"([^()]+?)(?:\s*\(([^()]*)\))?", word.strip())
        if not match:
            self._fault(word, f"cannot read the trigger “{word}”")
            return None
        words = match[1].split()
        head, rest = (words[0], words[1:]) if kind == "verbs" else (words[-1], words[:-1])
        objects = frozenset(o.strip() for o in (match[2] or "").split("|") if o.strip())
        return Trigger(kind=kind, head=head, rest=tuple(rest), objects=objects)

    def _slot(self, role: str, positions: Any, lists: dict[str, frozenset[str]]) -> Slot:
        found = []
        for position in [positions] if isinstance(positions, str) else positions:
            place, _, through = (part.strip() for part in position.partition(">"))
            if through and through not in lists:
                self._fault(position, f"no list “{through}” in [{self.relation}.lists]")
            found.append((place, lists.get(through, frozenset())))
        return Slot(role=role, positions=tuple(found))

    def _example(self, body: dict[str, Any]) -> Example:
        line = _line(self.lines, str(body.get("text", ""))[:40])
        roles = {k: v for k, v in body.items() if k not in {"text", "never"}}
        for role in roles:
            if role not in self.roles:
                self.faults.add(self.path, line, f"{self.relation} has no role {role} in kg.ttl")
        return Example(
            text=str(body.get("text", "")), roles=tuple(roles.items()), never=bool(body.get("never")), line=line
        )

    def _fault(self, near: str, text: str) -> None:
        self.faults.add(self.path, _line(self.lines, near), text)


def grammar(folder: Path, types: Iterable[str], faults: Faults) -> Grammar:
    """Read grammar.toml: lists of words, tables of words, and the nouns that describe each type."""
    path = folder / "grammar.toml"
    data = _toml(path, faults)
    nouns: dict[str, str] = {}
    known = set(types)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for type_, words in data.pop("nouns", {}).items():
        if type_ not in known:
            faults.add(path, _line(lines, type_), f"no type {type_} in kg.ttl")
        nouns.update(dict.fromkeys(words, type_))
    return Grammar(
        words={k: frozenset(v) for k, v in data.items() if isinstance(v, list)},
        tables={k: v for k, v in data.items() if isinstance(v, dict)},
        nouns=nouns,
    )


def names(folder: Path, types: Iterable[str], faults: Faults) -> tuple[Name, ...]:
    """Read names/*.tsv; columns ``name type aliases maker stands_for flags``."""
    known, found = set(types), []
    for path in sorted((folder / "names").glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if number == 1 or not line.strip() or line.startswith("#"):
                continue
            cells = (line + "\t" * 5).split("\t")[:6]
            if not cells[0].strip():
                faults.add(path, number, "a row without a name")
            elif cells[1] not in known:
                faults.add(path, number, f"no type {cells[1] or '(empty)'} in kg.ttl")
            else:
                found.append(_name(cells))
    return tuple(found)


def countries(rows: tuple[Name, ...], type_: str) -> tuple[Name, ...]:
    """All countries: names and codes from Babel and pycountry, the rest from the rows of that type."""
    import pycountry
    from babel import Locale

    english = Locale("en").territories
    own = {row.name: row for row in rows if row.type == type_}
    found, used = [], set()
    for country in pycountry.countries:
        library = {
            english.get(country.alpha_2, country.name),
            country.name,
            getattr(country, "common_name", country.name),
        }
        row = next((own[n] for n in sorted(library) if n in own), None) or next(
            (r for r in own.values() if library & {*r.aliases}),
            Name(name=english.get(country.alpha_2, country.name), type=type_),
        )
        used.add(row.name)
        more = tuple(sorted(n for n in library if n not in {row.name, *row.aliases}))
        found.append(replace(row, aliases=row.aliases + more, code=country.alpha_2))
    rest = [row for row in rows if row.type != type_ or row.name not in used]
    return (*rest, *found)


def _name(cells: list[str]) -> Name:
    forms = [a.strip() for a in cells[2].split("|") if a.strip()]
    return Name(
        name=cells[0].strip(),
        type=cells[1],
        aliases=tuple(f for f in forms if f[0] not in "?~"),
        short=tuple(f[1:] for f in forms if f[0] == "?"),
        adjectives=tuple(f[1:] for f in forms if f[0] == "~"),
        maker=cells[3].strip(),
        stands_for=cells[4].strip(),
        flags=frozenset(cells[5].split()),
    )


def _toml(path: Path, faults: Faults) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        faults.add(path, 1, error.strerror or str(error))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        faults.add(path, int(line[1]) if line else 1, str(error))
    return {}


def _line(lines: list[str], near: str) -> int:
    """The first line that holds a text; 1 where none does."""
    return next((i for i, line in enumerate(lines, 1) if near and near in line), 1)
