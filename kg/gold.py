"""Gold annotations: the facts and entities that a careful reader finds in a document, as files of JSON.

A gold folder holds three files. `facts.jsonl` has a fact a line: ``{"document", "relation", "roles": {role: [accepted
names]}, "optional": [roles], "status": "required" or "acceptable"}``; `entities.jsonl` an entity a line: ``{"document",
"label", "type", "status"}``; `aliases.json` the other names under which a name is right: ``{name: [names]}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from kg.errors import GoldError

Row: TypeAlias = Mapping[str, Any]
"""One object of a JSON file, or what `kg facts` and `kg entities` print as one."""
T = TypeVar("T")

_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)[\s-]*(k|thousand|mn|million|m|bn|billion|b|tn|trillion)?\b")
_PERCENT = re.compile(r"%|per ?cent|pct")
_GOLD_AMOUNT = re.compile(r"(USD|PCT) (\d+(?:\.\d+)?)")
_POWERS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9} | {
    "tn": 12,
    "trillion": 12,
}
_ARTICLES = frozenset({"the", "a", "an"})
_TOLERANCE = 0.01


def normal(name: str) -> str:
    """A name without case, articles, punctuation, possessive or plural.

    >>> normal("the Nvidia’s AI-Chips")
    'nvidia ai chip'
    """
    words = re.sub(r"[^\w.]+", " ", re.sub("[’']s", "", name.casefold())).split()
    bare = (word.strip(".") for word in words if word not in _ARTICLES)
    return " ".join(_singular(word) for word in bare if word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def amount(text: str) -> tuple[str, float] | None:
    """The first amount of a text: ``USD`` or ``PCT``, and a number of whole units.

    >>> amount("$5.6 million"), amount("17%"), amount("a lot")
    (('USD', 5600000.0), ('PCT', 17.0), None)
    """
    folded = text.casefold()
    found = _AMOUNT.search(folded)
    if not found:
        return None
    value = float(found[1].replace(",", "")) * 10 ** _POWERS.get(found[2] or "", 0)
    return ("PCT" if _PERCENT.search(folded) else "USD"), value


def amounts(text: str) -> tuple[tuple[str, float], ...]:
    """All amounts of a text, each as :func:`amount` gives it.

    >>> amounts("It fell 17%, or $593 billion.")
    (('PCT', 17.0), ('USD', 593000000000.0))
    """
    pieces = (text[found.start() : found.end() + 9].split(",")[0] for found in _AMOUNT.finditer(text.casefold()))
    return tuple(found for found in map(amount, pieces) if found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """What was extracted as the filler of a role, in all the forms by which it may be recognised."""

    names: frozenset[str]
    amounts: tuple[tuple[str, float], ...]


def filler(value: str | Row) -> Filler:
    """Read a filler: a text, or an object with ``label``, ``text`` or ``value``."""
    texts = texts_of(value)
    return Filler(names=frozenset(map(normal, texts)), amounts=tuple(found for found in map(amount, texts) if found))


def texts_of(value: str | Row) -> list[str]:
    """The texts of a filler, the one it is known by first."""
    if isinstance(value, str):
        return [value]
    return [str(value[key]) for key in ("label", "text", "value") if value.get(key)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A filler that the gold accepts: under any of some names, or as an amount."""

    label: str
    names: frozenset[str]
    amount: tuple[str, float] | None = None

    def fits(self, found: Filler) -> bool:
        """Whether an extracted filler is this one; amounts may differ by one per cent."""
        if self.amount is None:
            return not self.names.isdisjoint(found.names)
        unit, value = self.amount
        return any(u == unit and abs(v - value) <= _TOLERANCE * value for u, v in found.amounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFact:
    """A fact that the document states."""

    document: str
    relation: str
    roles: Mapping[str, tuple[Accepted, ...]]
    optional: frozenset[str]
    required: bool

    def accepts(self, roles: Mapping[str, Iterable[Filler]]) -> bool:
        """Whether each role that is not optional is filled by something accepted."""
        return all(
            any(one.fits(found) for one in accepted for found in roles.get(role, ()))
            for role, accepted in self.roles.items()
            if role not in self.optional
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEntity:
    """An entity that the document names."""

    document: str
    accepted: Accepted
    type: str
    required: bool

    @property
    def keys(self) -> frozenset[tuple[str, str, str]]:
        """Document, normal name and type of each form of it."""
        return frozenset((self.document, name, self.type) for name in self.accepted.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """All annotations of a folder."""

    facts: tuple[GoldFact, ...]
    entities: tuple[GoldEntity, ...]

    @property
    def documents(self) -> frozenset[str]:
        """The documents that were annotated."""
        return frozenset(f.document for f in self.facts) | frozenset(e.document for e in self.entities)


def read(folder: Path) -> Gold:
    """Read a gold folder.

    :raises GoldError: where a file is missing or a line of it is no annotation; names file and line.
    """
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder of gold annotations")
    aliases = _aliases(folder / "aliases.json")

    def accepted(label: str) -> Accepted:
        found = _GOLD_AMOUNT.fullmatch(label)
        names = frozenset(map(normal, aliases.get(label, [label])))
        return Accepted(label=label, names=names, amount=(found[1], float(found[2])) if found else None)

    def fact(row: Row) -> GoldFact:
        roles = {role: tuple(accepted(label) for label in labels) for role, labels in row["roles"].items()}
        return GoldFact(
            document=row["document"],
            relation=row["relation"],
            roles=roles,
            optional=frozenset(row["optional"]),
            required=row["status"] == "required",
        )

    def entity(row: Row) -> GoldEntity:
        return GoldEntity(
            document=row["document"],
            accepted=accepted(row["label"]),
            type=row["type"],
            required=row["status"] == "required",
        )

    return Gold(facts=_rows(folder / "facts.jsonl", fact), entities=_rows(folder / "entities.jsonl", entity))


def _aliases(path: Path) -> dict[str, list[str]]:
    try:
        return {label: [label, *others] for label, others in json.loads(_text(path)).items()}
    except (ValueError, AttributeError, TypeError):
        raise GoldError(f"{path}: not a JSON object that gives each name a list of names") from None


def _rows(path: Path, annotation: Callable[[Row], T]) -> tuple[T, ...]:
    found = []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        try:
            found += [annotation(json.loads(line))] if line.strip() else []
        except KeyError as error:
            raise GoldError(f"{path}:{number}: {error.args[0]} is missing") from None
        except (ValueError, AttributeError, TypeError):
            raise GoldError(f"{path}:{number}: not a gold annotation in JSON") from None
    return tuple(found)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise GoldError(f"{path}: not UTF-8") from None
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}") from None
