"""What things are called, read from `ontology/names/*.tsv` and checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kg.lexicon import Name
from kg.lexicon.sources import Faults, Source

COLUMNS = 6
FLAGS = frozenset(("ambiguous", "family", "generic"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A name with the place where it is listed."""

    name: Name
    source: Source
    line: int

    def fault(self, text: str) -> None:
        self.source.fault(self.line, text)


def names(folder: Path, types: Collection[str], country: str, faults: Faults) -> tuple[Name, ...]:
    """Read names/*.tsv; columns ``name type aliases maker stands_for flags``.

    :param country: the type whose names a library has too; empty where there is none.
    """
    sources = [Source(path, faults) for path in sorted((folder / "names").glob("*.tsv"))]
    rows = [row for source in sources for row in _rows(source)]
    typed = [row for row in rows if _sound(row, types)]
    _claimed_once(typed)
    found = tuple(row.name for row in typed)
    found = countries(found, country) if country else found
    if all(source.text for source in sources):
        _refer_to_names(typed, {name.name for name in (*found, *(row.name for row in rows))})
    return found


def _rows(source: Source) -> Iterable[_Row]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if number == 1 or not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > COLUMNS:
            source.fault(number, f"{len(cells)} columns, where there are {COLUMNS}")
        yield _Row(name=_name([*cells, *[""] * COLUMNS], f"names/{source.path.name}"), source=source, line=number)


def _sound(row: _Row, types: Collection[str]) -> bool:
    name = row.name
    for flag in sorted(name.flags - FLAGS):
        row.fault(f"no flag “{flag}” (but {', '.join(sorted(FLAGS))})")
    if not name.name:
        row.fault("a row without a name")
    elif name.type not in types:
        row.fault(f"no type {name.type or '(empty)'} in kg.ttl")
    return bool(name.name) and name.type in types


def _claimed_once(rows: Iterable[_Row]) -> None:
    claims: dict[tuple[str, str], _Row] = {}
    for row in rows:
        name = row.name
        for form in dict.fromkeys((name.name, *name.aliases, *name.short, *name.adjectives)):
            other = claims.setdefault((form.casefold(), name.type), row)
            if other is row:
                continue
            place = f"{other.source.path.name}:{other.line}"
            if other.name.name == name.name:
                row.fault(f"{name.name} is listed twice, first in {place}")
                break
            row.fault(f"“{form}” already stands for {other.name.name}, in {place}")


def _refer_to_names(rows: Iterable[_Row], known: Collection[str]) -> None:
    for row in rows:
        for name in (row.name.maker, row.name.stands_for):
            if name and name not in known:
                row.fault(f"no name {name} in names/")


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
        found.append(replace(row, aliases=row.aliases + more, code=country.alpha_2, borrowed=more))
    rest = [row for row in rows if row.type != type_ or row.name not in used]
    return (*rest, *found)


def _name(cells: list[str], source: str) -> Name:
    forms = [form for a in cells[2].split("|") if (form := a.strip()).strip(" ?~")]
    return Name(
        name=cells[0].strip(),
        type=cells[1].strip(),
        aliases=tuple(f for f in forms if f[0] not in "?~"),
        short=tuple(f[1:] for f in forms if f[0] == "?"),
        adjectives=tuple(f[1:] for f in forms if f[0] == "~"),
        maker=cells[3].strip(),
        stands_for=cells[4].strip(),
        flags=frozenset(cells[5].split()),
        source=source,
    )
