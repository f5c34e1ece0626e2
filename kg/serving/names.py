"""Names: every entity by every name that it has, to search as fast as somebody types.

All names stand in one text, those of the most mentioned entities first, which is searched at the speed of the machine;
so the first hits are the best, and the search ends when there are enough of them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kg.graph.entries import Entry

_END = "\n"


class Names:
    """An index of entities by their names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: Sequence[Entry] = tuple(entries)
        """The most mentioned first."""
        self.by_type: dict[str, list[Entry]] = {}
        keys: list[str] = []
        self._owners: list[int] = []
        self._starts: list[int] = []
        place = 1
        for number, entry in enumerate(self.entries):
            self.by_type.setdefault(entry.type, []).append(entry)
            for name in (entry.label, *entry.aliases):
                key = folded(name)
                keys.append(key)
                self._owners.append(number)
                self._starts.append(place)
                place += len(key) + 1
        self._text = _END + _END.join(keys) + _END
        self._meant: tuple[dict[str, list[Entry]], ...] = ({}, {}, {}, {}, {})
        for entry in self.entries:
            self._name(entry)

    def __len__(self) -> int:
        return len(self.entries)

    def _name(self, entry: Entry) -> None:
        labels, aliases, ids, folded_labels, others = self._meant
        labels.setdefault(entry.label, []).append(entry)
        ids.setdefault(entry.id, []).append(entry)
        folded_labels.setdefault(entry.label.casefold(), []).append(entry)
        for alias in entry.aliases:
            aliases.setdefault(alias, []).append(entry)
        for other in dict.fromkeys(name.casefold() for name in (*entry.aliases, entry.id)):
            others.setdefault(other, []).append(entry)

    def find(self, name: str) -> list[Entry]:
        """The entities with a label, else an alias, else an identifier, else one of these in another case.

        :func:`kg.graph.names.entities` knows more ways to name one.
        """
        keys = (name, name, name, name.casefold(), name.casefold())
        return next((known[key] for known, key in zip(self._meant, keys, strict=True) if key in known), [])

    def by_id(self, id_: str) -> Entry:
        """The entity with an identifier; of one that has no name, as much as the identifier says."""
        known = self._meant[2].get(id_)
        return known[0] if known else Entry(id=id_, label=id_, type="", aliases=(), mentions=0)

    def search(self, typed: str, types: frozenset[str] | None = None, limit: int = 20) -> list[Entry]:
        """The entities that what was typed may mean: names that are it, then begin with it, have such a word, hold it.

        :param types: only entities of these types.

        >>> italy = Entry(id="country/Italy", label="Italy", type="Country", aliases=("Rome",), mentions=2)
        >>> [entry.label for entry in Names([italy]).search("ro")]
        ['Italy']
        """
        wanted = folded(typed)
        if not wanted:
            return []
        hits = (self.entries[number] for number in dict.fromkeys(self._hits(wanted)))
        return list(islice((e for e in hits if types is None or e.type in types), limit))

    def _hits(self, wanted: str) -> Iterator[int]:
        """Numbers of entities, the best hits first, some of them several times."""
        for pattern in (f"{_END}{wanted}{_END}", f"{_END}{wanted}", f" {wanted}", wanted):
            at = self._text.find(pattern)
            while at >= 0:
                # A pattern that begins with a line break was found one place before the name.
                line = bisect_right(self._starts, at + pattern.startswith(_END)) - 1
                yield self._owners[line]
                following = self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self._text)
                at = self._text.find(pattern, following)

    def listed(self, types: frozenset[str] | None = None) -> Sequence[Entry]:
        """All entities, or those of some types, the most mentioned first."""
        if types is None:
            return self.entries
        found = [entry for type_ in types for entry in self.by_type.get(type_, ())]
        return sorted(found, key=lambda e: (-e.mentions, e.label.casefold(), e.id))


def folded(name: str) -> str:
    """A name without what people leave out when they type: case, accents, more than one space.

    >>> folded("  Société   Générale ")
    'societe generale'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())
