"""Servers to measure, as processes of their own on the loopback, and clients that keep asking them."""

from __future__ import annotations

import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
PATIENCE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[str]
    started: float
    """Seconds until it answered."""

    def client(self) -> HTTPConnection:
        """A connection to it."""
        return HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)


@contextmanager
def kg(graph: Path, *options: str) -> Iterator[Server]:
    """``kg serve`` of a graph."""
    command = [sys.executable, "-m", "kg", "serve", "-g", str(graph), "--port", "0", *options]
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            greeting = process.stdout.readline() if process.stdout else ""
            if not greeting:
                log.seek(0)
                raise SystemExit(log.read().decode())
            port = int(greeting.partition(" ")[0].rstrip("/").rpartition(":")[2])
            yield Server(port=port, process=process, started=time.perf_counter() - begun)
        finally:
            _end(process)


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """The bare ``oxigraph serve-read-only`` of the same store."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [OXIGRAPH, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        while not _answers(port):
            time.sleep(0.02)
        yield Server(port=port, process=process, started=time.perf_counter() - begun)
    finally:
        _end(process)


def _answers(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
    if process.stdout:
        process.stdout.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long answers took, in milliseconds, and how many of each status there were."""

    milliseconds: tuple[float, ...]
    statuses: Counter[str]

    @property
    def median(self) -> float:
        """Half of the answers took no longer."""
        return statistics.median(self.milliseconds)

    @property
    def p99(self) -> float:
        """Of a hundred answers 99 took no longer."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]

    @property
    def errors(self) -> dict[str, int]:
        """What came instead of 200, and how often."""
        return {status: number for status, number in sorted(self.statuses.items()) if status != "200"}


def target(path: str, **parameters: str) -> str:
    """A path with parameters."""
    return f"{path}?{urlencode(parameters)}" if parameters else path


def asked(server: Server, targets: Sequence[str]) -> Times:
    """One client asks for each of some targets, once."""
    connection = server.client()
    taken, statuses = [], Counter[str]()
    for one in targets:
        begun = time.perf_counter()
        statuses[_status(connection, one)] += 1
        taken.append(1000 * (time.perf_counter() - begun))
    connection.close()
    return Times(milliseconds=tuple(taken), statuses=statuses)


def loaded(server: Server, targets: Sequence[str], clients: int, seconds: float) -> Times:
    """Several clients ask for some targets, each in an order of its own, for so long."""
    end = time.monotonic() + seconds

    def ask(number: int) -> tuple[list[float], Counter[str]]:
        dice, connection = random.Random(number), server.client()
        taken, statuses = [], Counter[str]()
        while time.monotonic() < end:
            begun = time.perf_counter()
            statuses[_status(connection, dice.choice(targets))] += 1
            taken.append(1000 * (time.perf_counter() - begun))
        connection.close()
        return taken, statuses

    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(ask, range(clients)))
    every = tuple(one for taken, _ in found for one in taken)
    return Times(milliseconds=every, statuses=sum((statuses for _, statuses in found), Counter()))


def _status(connection: HTTPConnection, wanted: str) -> str:
    try:
        connection.request("GET", wanted, headers={"Accept": "application/sparql-results+json, application/json;q=0.9"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException) as error:
        connection.close()
        return type(error).__name__
    return str(answer.status)


def while_(work: Callable[[], object], beside: Callable[[], Times]) -> Times:
    """What clients see while something else goes on."""
    with ThreadPoolExecutor(1) as other:
        going = other.submit(work)
        found = beside()
        going.result(PATIENCE)
    return found
