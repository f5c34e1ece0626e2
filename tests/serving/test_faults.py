"""What goes wrong around a server: slow clients, queries without end, new graphs under load, full disks, signals.

Bounded versions; benchmarks/soak.py does the same at length.
"""

from __future__ import annotations

import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psutil
import pytest

from kg import ontology
from kg.graph.store import GraphStore
from kg.serving.places import PREFIX
from tests.cli.conftest import readings
from tests.serving.server import PATIENCE, ROOT, Server

BANS = "SELECT ?who WHERE { ?who kg:restricts company:DeepSeek }"
BOMBS = {
    "Cartesian product": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?c != ?o) }"
    ),
    "paths": (
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a (!<x:1>|^!<x:2>)* ?b . ?b (!<x:3>|^!<x:4>)* ?c . ?c (!<x:5>)* ?d } }"
    ),
    "texts that double": "SELECT ?z { BIND('xxxxxxxxxxxxxxxx' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n},?x{n},?x{n},?x{n}) AS ?x{n + 1})" for n in range(16))
    + " BIND(STRLEN(?x16) AS ?z) }",
    "a pattern that goes back": "ASK { FILTER(REGEX('" + "a" * 5000 + "', '(a*)*(a*)*(a|aa)+$b')) }",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_query_bomb_harms_nobody_else(start: Callable[..., Server], name: str) -> None:
    server = start("--workers", "2", "--limit-time", "1")
    with ThreadPoolExecutor(1) as other:
        bomb = other.submit(server.select, BOMBS[name])
        for _ in range(5):
            assert server.select(BANS).status == 200
        assert bomb.result().status in (200, 400, 408, 413)
    assert server.select(BANS).status == 200


def test_a_client_that_sends_a_byte_at_a_time_is_cut_off(start: Callable[..., Server]) -> None:
    server = start("--workers", "1", "--limit-idle", "1")
    with server.connected() as head, server.connected() as body:
        body.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 9999\r\n"
            "Content-Type: application/sparql-query\r\n\r\n".encode()
        )
        cut = time.monotonic() + PATIENCE
        open_ = {head: b"G", body: b"#"}
        said = {head: b"", body: b""}
        while open_ and time.monotonic() < cut:
            assert server.select(BANS).status == 200
            for connection, byte in list(open_.items()):
                connection.settimeout(0.2)
                try:
                    connection.sendall(byte)
                    said[connection] += connection.recv(1000)
                    done = b"408" in said[connection] or not said[connection]
                except TimeoutError:
                    continue
                except ConnectionError:
                    done = True
                if done:
                    del open_[connection]
    assert not open_
    assert said[body].startswith(b"HTTP/1.1 408")


def test_a_client_that_never_reads_is_cut_off(start: Callable[..., Server]) -> None:
    server = start("--workers", "1", "--limit-idle", "1")
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }"
    with server.connected() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: {len(large)}\r\n"
            f"Content-Type: application/sparql-query\r\n\r\n{large}".encode()
        )
        serving = psutil.Process(server.process.pid)
        for state in (True, False):
            deadline = time.monotonic() + PATIENCE
            while _talks(serving, connection) != state:
                assert server.select(BANS).status == 200
                assert time.monotonic() < deadline
                time.sleep(0.1)
    assert server.select(BANS).status == 200


def _talks(serving: psutil.Process, connection: socket.socket) -> bool:
    """Whether the server still has its end of a connection."""
    port = connection.getsockname()[1]
    return any(c.raddr and c.raddr.port == port for c in serving.net_connections())


def numbered(path: Path, number: int) -> None:
    """A graph that is consistent with itself: a hundred triples in two graphs, all of one number."""
    lines = [f"<x:{n}> <x:number> <x:is-{number}> {graph}.\n" for n in range(100) for graph in ("", "<x:graph> ")]
    aside = path.with_suffix(".tmp")
    aside.write_text("".join(lines))
    aside.replace(path)


@pytest.mark.parametrize("folder", [False, True], ids=["file", "folder"])
def test_readers_see_the_old_graph_or_the_new_one_and_never_a_mix(
    start: Callable[..., Server], tmp_path: Path, folder: bool
) -> None:
    file, graph = tmp_path / "numbers.nq", tmp_path / ("numbers.graph" if folder else "numbers.nq")

    def build(number: int) -> None:
        numbered(file, number)
        if folder:
            GraphStore.open(file).save(graph)

    build(0)
    server = start("--workers", "2", of=graph)
    sparql = "SELECT ?v (COUNT(*) AS ?n) { { ?s ?p ?v } UNION { GRAPH ?g { ?s ?p ?v } } } GROUP BY ?v"
    ended = Event()

    def read() -> list[str]:
        seen: list[str] = []
        while not ended.is_set():
            answer = server.select(sparql, Accept="text/csv")
            assert answer.status == 200, answer.text
            _, *rows = answer.text.split()
            assert len(rows) == 1, rows
            assert rows[0].endswith(",200")
            seen.append(rows[0])
        return seen

    with ThreadPoolExecutor(3) as readers:
        found = [readers.submit(read) for _ in range(3)]
        try:
            for number in (1, 2):
                build(number)
                deadline = time.monotonic() + PATIENCE
                while f"is-{number}" not in server.select(sparql, Accept="text/csv").text:
                    assert time.monotonic() < deadline, server.log
                    time.sleep(0.1)
        finally:
            ended.set()
        for one in found:
            order = list(dict.fromkeys(one.result()))
            assert order == sorted(order), "nobody goes back to an older graph"
    assert len([line for line in server.log.splitlines() if "a new graph is served" in line]) == 2


def test_a_new_graph_that_cannot_be_read_leaves_the_old_one(start: Callable[..., Server], tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    GraphStore.create(readings(), ontology.load()).save(path)
    server = start("--workers", "1", of=path)
    path.write_text("<a> <b> nonsense")
    deadline = time.monotonic() + PATIENCE
    while "cannot be read; the old one is served" not in server.log:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(server.select(BANS).json["results"]["bindings"]) == 2
    path.unlink()
    assert server.select(BANS).status == 200


def test_a_full_disk_is_said_and_nothing_is_left_behind(graph: Path, tmp_path: Path) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "-g", graph, "--port", "0"],
        capture_output=True,
        text=True,
        # Without bytecode: what Python writes of it would be cut short too, and stay so.
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=small,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "the server's copy of the graph" in done.stderr
    assert str(tmp_path) not in done.stderr
    assert list(tmp_path.iterdir()) == []


def copies(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith(PREFIX)}


def test_it_ends_when_told_and_finishes_what_it_had_begun(start: Callable[..., Server], tmp_path: Path) -> None:
    server = start("--workers", "2", "--limit-time", "2", TMPDIR=str(tmp_path))
    workers = psutil.Process(server.process.pid).children()
    assert len(workers) == 2
    assert len(copies(tmp_path)) == 1
    with ThreadPoolExecutor(1) as clients:
        running = clients.submit(server.select, BOMBS["Cartesian product"])
        deadline = time.monotonic() + PATIENCE
        while not any(worker.cpu_percent(0.1) > 20 for worker in workers):
            assert time.monotonic() < deadline
        server.process.send_signal(signal.SIGTERM)
        assert running.result().status == 408
    assert server.process.wait(PATIENCE) in (0, -signal.SIGTERM)
    assert "Traceback" not in server.log
    assert psutil.wait_procs(workers, timeout=PATIENCE)[1] == []
    assert copies(tmp_path) == set()


def test_killed_outright_it_leaves_no_process_and_the_next_one_cleans_up(
    start: Callable[..., Server], tmp_path: Path
) -> None:
    server = start("--workers", "2", "--limit-time", "1", TMPDIR=str(tmp_path))
    workers = psutil.Process(server.process.pid).children()
    with ThreadPoolExecutor(1) as clients:
        running = clients.submit(server.select, BOMBS["Cartesian product"])
        deadline = time.monotonic() + PATIENCE
        while not any(worker.cpu_percent(0.1) > 20 for worker in workers):
            assert time.monotonic() < deadline
        server.process.kill()
        assert isinstance(running.exception(), OSError)
    server.process.wait(PATIENCE)
    assert psutil.wait_procs(workers, timeout=PATIENCE)[1] == []
    left = copies(tmp_path)
    assert len(left) == 1
    again = start("--workers", "1", TMPDIR=str(tmp_path))
    assert again.select(BANS).status == 200
    assert len(copies(tmp_path)) == 1
    assert not left & copies(tmp_path)


def test_a_worker_that_dies_is_replaced(start: Callable[..., Server]) -> None:
    server = start("--workers", "1")
    for _ in range(2):
        for worker in psutil.Process(server.process.pid).children():
            worker.kill()
        deadline = time.monotonic() + PATIENCE
        while server.select(BANS).status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)
