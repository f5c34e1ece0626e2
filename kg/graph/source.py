"""Where the quads of a graph are: in memory, in a folder, or behind an endpoint; SPARQL is put to any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from kg.graph import folders, solutions
from kg.graph.endpoint import Endpoint
from kg.graph.folders import Opened
from kg.graph.solutions import Solutions, Triples

Answer: TypeAlias = Solutions | bool | Triples


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query or an update, with the prefixes and the base that it need not declare."""

    sparql: str
    prefixes: Mapping[str, str]
    base: str


class Source:
    """Quads, wherever they are."""

    def __init__(
        self, found: ox.Store | Opened | None, *, endpoint: Endpoint | None = None, folder: Path | None = None
    ) -> None:
        self._opened = Opened(found) if isinstance(found, ox.Store) else found
        self.endpoint, self.folder = endpoint, folder

    @property
    def store(self) -> ox.Store:
        """The quads in reach; those of an endpoint are copied when first needed."""
        if self._opened is None:
            self._opened = Opened(self.endpoint.copy() if self.endpoint else ox.Store())
        return self._opened.store

    @store.setter
    def store(self, store: ox.Store) -> None:
        self._opened = Opened(store)

    def query(self, asked: Asked) -> Answer:
        """The answer to a query."""
        if self.endpoint:
            return self.endpoint.query(asked.sparql, asked.prefixes, asked.base)
        return solutions.solve(self.store, asked.sparql, asked.prefixes, asked.base)

    def update(self, asked: Asked) -> None:
        """Carry an update out where the quads are."""
        if self.endpoint:
            self.endpoint.update(asked.sparql, asked.prefixes)
            self._opened = None
        elif self.folder:
            folders.change(self.folder, lambda store: _change(store, asked))
            self._opened = folders.opened(self.folder)
            folders.tidy(self.folder)
        else:
            _change(self.store, asked)


def _change(store: ox.Store, asked: Asked) -> None:
    solutions.change(store, asked.sparql, asked.prefixes, asked.base)
