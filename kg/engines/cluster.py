"""Readings from the machines of a Dask cluster (https://distributed.dask.org).

Documents are read one by one and know nothing of one another, so any worker may read any of them, in any order, and
again where another was lost: whoever unites the readings gets the same graph. A worker needs kg itself, of the same
version, and the model; the ontology is sent to it.
"""

from __future__ import annotations

import atexit
import io
import logging
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.engines import local
from kg.engines.local import Types
from kg.errors import ClusterError, MissingPartError
from kg.model import Document, Reading
from kg.reading.portions import together
from kg.times import Times

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 3
"""How many batches wait for each thread of the cluster."""
PATIENCE = 10
"""Seconds to wait for the scheduler to answer."""

_ONE = threading.Lock()
"""A parser is for one thread at a time; a worker that has more shares it."""


def readings(
    documents: Iterable[Document],
    folder: Path,
    model: str | None,
    types: Types = (),
    *,
    scheduler: str | None = None,
    workers: int = 1,
) -> Iterator[Reading]:
    """One reading for each document, as the workers finish them.

    Only so many documents are under way at a time as keep the workers busy, so what is read need not fit into memory.

    :param types: names with the types that a user says they have.
    :param scheduler: its address, such as ``tcp://10.0.0.5:8786``; without it, workers are started on this machine.
    :param workers: how many of them.
    :raises DocumentError: where the reading of a document breaks off; says which.
    :raises ClusterError: where the scheduler cannot be reached, goes away, or its workers keep being lost.
    :raises MissingPartError: where Dask is not installed.
    """
    with _client(scheduler, workers) as client, _told():
        # As a task, not as scattered data: that would be lost with the worker that has it.
        ontology = client.submit(bytes, _packed(folder), pure=False)
        submit = partial(
            client.submit, read, ontology=ontology, model=model, types=types, version=__version__, pure=False
        )
        for future in _finished(client, map(submit, together(documents))):
            yield from future.result()


def read(
    documents: Sequence[Document], *, ontology: bytes, model: str | None, types: Types, version: str
) -> list[Reading]:
    """The readings of some documents: what a worker does.

    :param ontology: the files of the ontology, packed.
    :param version: that of kg where the build was started.
    :raises ClusterError: where kg has another version here.
    """
    if version != __version__:
        raise ClusterError(f"a worker has kg {__version__}, and this is kg {version}: install the same on both")
    with _ONE:
        return list(local.each(documents, local.reader(_unpacked(ontology), model, types), Times()))


def _finished(client: Client, futures: Iterator[Future[Any]]) -> Iterator[Future[Any]]:
    """Futures as they end, no more of them at a time than the cluster can use."""
    from distributed import as_completed

    running = as_completed(loop=client.loop)
    while True:
        most = AHEAD * max(1, sum(client.nthreads().values()))
        while running.count() < most and (future := next(futures, None)):
            running.add(future)
        if running.is_empty():
            return
        yield next(running)


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line what a cluster broke down of."""
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        yield
    except KilledWorker as error:
        lost = f"{error.allowed_failures + 1} workers were lost over the same documents, perhaps for want of memory"
        raise ClusterError(lost) from None
    except ModuleNotFoundError as error:
        raise ClusterError(f"the workers have no {error.name}: install there what is installed here") from None
    except (CancelledError, CommClosedError) as error:
        raise ClusterError(f"the scheduler went away ({type(error).__name__})") from None


@contextmanager
def _client(scheduler: str | None, workers: int) -> Iterator[Client]:
    """A connection to a scheduler, or to workers of this machine, that is closed in the end."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise MissingPartError(
            "the engine dask needs kg-evidence[cluster]: pip install 'kg-evidence[cluster]'"
        ) from None
    # A worker that is lost is no news: its documents are read by another.
    for name in ("distributed", *(name for name in logging.root.manager.loggerDict if name.startswith("distributed."))):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    options: dict[str, Any] = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    try:
        cluster = scheduler or LocalCluster(**options, silence_logs=logging.CRITICAL)
        client = Client(cluster, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"{scheduler}: no scheduler of Dask answers there ({type(error).__name__})") from None
    try:
        yield client
    finally:
        client.close()
        if not isinstance(cluster, str):
            cluster.close()


def _packed(folder: Path) -> bytes:
    """The files of an ontology, always the same bytes for the same files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for path in sorted(path for path in folder.glob("**/*") if path.is_file()):
            entry = tarfile.TarInfo(path.relative_to(folder).as_posix())
            entry.size = path.stat().st_size
            archive.addfile(entry, io.BytesIO(path.read_bytes()))
    return stream.getvalue()


@cache
def _unpacked(ontology: bytes) -> Path:
    """A folder with the files of an ontology, which stays as long as the worker does."""
    folder = Path(tempfile.mkdtemp(prefix="kg-ontology-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with tarfile.open(fileobj=io.BytesIO(ontology)) as archive:
        archive.extractall(folder, filter="data")
    return folder
