"""Where documents are read: by processes of this machine, or by a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.engines import cluster, local
from kg.engines.local import Types
from kg.model import Document, Reading
from kg.times import Times

LOCAL, DASK = "local", "dask"
ENGINES = (LOCAL, DASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What reads documents; the graph is the same whatever it is."""

    name: str = LOCAL
    """One of :data:`ENGINES`."""
    jobs: int = 1
    """How many processes of this machine read."""
    scheduler: str | None = None
    """The address of a Dask scheduler, whose workers read instead."""

    def readings(
        self,
        documents: Iterable[Document],
        folder: Path,
        model: str | None,
        types: Types = (),
        times: Times | None = None,
    ) -> Iterator[Reading]:
        """One reading for each document, in no order.

        :param folder: that of the ontology.
        :param types: names with the types that a user says they have.
        :param times: where to count the time of each stage on this machine.
        :raises DocumentError: where the reading of a document breaks off; says which.
        :raises ClusterError: where the cluster cannot be reached, or breaks down.
        """
        if self.name == DASK:
            return cluster.readings(documents, folder, model, types, scheduler=self.scheduler, workers=self.jobs)
        return local.readings(documents, folder, model, self.jobs, types, times)
