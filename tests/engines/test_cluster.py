"""A Dask cluster of real processes gives the bytes that one process gives, whoever of them is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
from kg.reading import portions

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(ROOT.glob("tests/articles/paragraphs/docs/*.txt"))
SMALL = 1000
"""Characters of a batch, so that few documents are many batches."""

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


class Processes:
    """A scheduler and its workers, on the loopback interface."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        file = folder / "scheduler.json"
        self.scheduler = self._started("dask_scheduler", "--port", "0", "--scheduler-file", file)
        while not file.exists() or not file.read_text().endswith("}"):
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        self.address: str = json.loads(file.read_text())["address"]
        self.workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self) -> None:
        self.workers.append(self._started("dask_worker", self.address, "--no-nanny", "--nthreads", "1"))

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _started(self, program: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--host", "127.0.0.1", "--no-dashboard"]
        with (self._folder / f"{program}.log").open("ab") as log:
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            return subprocess.Popen([*command, *map(str, arguments)], stdout=log, stderr=log, env=environment)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    started = Processes(tmp_path)
    try:
        yield started
    finally:
        started.end()


@pytest.fixture(scope="module")
def alone() -> bytes:
    """What one process makes of the documents."""
    return kg.build(DOCUMENTS).store.serialize()


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "GROUP", SMALL)


def at(count: int, action: Callable[[], object]) -> Callable[[int, int, str], None]:
    """Do something when so many documents are read."""

    def progress(done: int, _: int, __: str) -> None:
        if done == count:
            action()

    return progress


def test_a_worker_killed_half_way_changes_nothing(processes: Processes, alone: bytes) -> None:
    processes.add_worker()
    processes.add_worker()
    lost = processes.workers[0]
    kill = at(len(DOCUMENTS) // 2, lambda: (lost.send_signal(signal.SIGKILL), lost.wait()))
    graph = kg.build(DOCUMENTS, engine="dask", scheduler=processes.address, progress=kill)
    assert lost.returncode == -signal.SIGKILL
    assert processes.workers[1].poll() is None
    assert graph.store.serialize() == alone


def test_a_worker_that_comes_later_goes_on_where_the_only_one_was_lost(processes: Processes, alone: bytes) -> None:
    processes.add_worker()
    lost = processes.workers[0]
    change = at(3, lambda: (lost.send_signal(signal.SIGKILL), lost.wait(), processes.add_worker()))
    graph = kg.build(DOCUMENTS, engine="dask", scheduler=processes.address, progress=change)
    assert lost.returncode == -signal.SIGKILL
    assert graph.store.serialize() == alone


def test_a_scheduler_that_is_lost_is_said_in_one_line(processes: Processes) -> None:
    processes.add_worker()
    with pytest.raises(kg.ClusterError, match="the scheduler went away"):
        kg.build(
            DOCUMENTS,
            engine="dask",
            scheduler=processes.address,
            progress=at(2, lambda: processes.scheduler.send_signal(signal.SIGKILL)),
        )


def test_an_address_where_nobody_answers_is_named() -> None:
    with pytest.raises(kg.ClusterError, match=r"tcp://127\.0\.0\.1:9: no scheduler of Dask answers there"):
        kg.build(DOCUMENTS, engine="dask", scheduler="tcp://127.0.0.1:9")


def test_workers_are_started_here_without_a_scheduler(alone: bytes) -> None:
    assert kg.build(DOCUMENTS, engine="dask", jobs=2).store.serialize() == alone


def test_an_ontology_is_sent_to_the_workers(processes: Processes, tmp_path: Path) -> None:
    from shutil import copytree

    copytree(ROOT / "ontology", tmp_path / "ontology")
    frame = tmp_path / "ontology/frames/Restriction.toml"
    frame.write_text(frame.read_text().replace('"ban"', '"ban", "frobnicate"', 1))
    (tmp_path / "note.txt").write_text("Italy frobnicates DeepSeek.")
    processes.add_worker()
    chosen = tmp_path / "note.txt"
    graph = kg.build(chosen, engine="dask", scheduler=processes.address, ontology=tmp_path / "ontology")
    assert [fact.relation for fact in graph.facts()] == ["Restriction"]
