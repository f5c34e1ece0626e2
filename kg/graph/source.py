"""Where the quads of a graph are: in memory, in a folder, or behind an endpoint; SPARQL is put to any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from kg.graph import files, solutions
from kg.graph.endpoint import Endpoint
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

    def __init__(self, store: ox.Store | None, *, endpoint: Endpoint | None = None, folder: Path | None = None) -> None:
        self._store = store
        self.endpoint, self.folder = endpoint, folder

    @property
    def store(self) -> ox.Store:
        """The quads in reach; those of an endpoint are copied when first needed."""
        if self._store is None:
            self._store = self.endpoint.copy() if self.endpoint else ox.Store()
        return self._store

    @store.setter
    def store(self, store: ox.Store) -> None:
        self._store = store

    def query(self, asked: Asked) -> Answer:
        """The answer to a query."""
        if self.endpoint:
            return self.endpoint.query(asked.sparql, asked.prefixes, asked.base)
        return solutions.solve(self.store, asked.sparql, asked.prefixes, asked.base)

    def update(self, asked: Asked) -> None:
        """Carry an update out where the quads are."""
        if self.endpoint:
            self.endpoint.update(asked.sparql, asked.prefixes)
            self._store = None
        elif self.folder:
            with files.writing(self.folder) as store:
                solutions.change(store, asked.sparql, asked.prefixes, asked.base)
            self._store = files.read(self.folder)
        else:
            solutions.change(self.store, asked.sparql, asked.prefixes, asked.base)
