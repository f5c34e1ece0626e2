"""Listings: values of a graph that show themselves as tables, in a console and in a notebook."""

from __future__ import annotations

import html as html_
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

from kg.showing import tables
from kg.showing.tables import Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Listing(Generic[T]):
    """A sequence of values, with the tables that show them and a line that says what there is and what comes next."""

    values: tuple[T, ...]
    tables: tuple[Table, ...]
    closing: str

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[T]:
        return iter(self.values)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...

    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        return self.values[place]

    def __repr__(self) -> str:
        return "\n".join([*(f"{tables.text(table)}\n" for table in self.tables), self.closing])

    def _repr_html_(self) -> str:
        return f"<div>{''.join(map(tables.html, self.tables))}<p>{html_.escape(self.closing)}</p></div>"
