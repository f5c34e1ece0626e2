"""The server is safe as it comes: whom it answers, what it lets pass, and what it tells about itself."""

from __future__ import annotations

import base64
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.serving.server import PATIENCE, ROOT, Server

TOKEN = "correct-horse-battery-staple"
BANS = "SELECT ?who WHERE { ?who kg:restricts company:DeepSeek }"


def refused(*options: str, **environment: str) -> str:
    """What a server says that does not start, in one line."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", *options],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    listening = {c.laddr.ip for c in psutil.Process(server.process.pid).net_connections() if c.status == "LISTEN"}
    assert listening == {"127.0.0.1"}


def test_elsewhere_it_does_not_start_without_a_token(graph: Path) -> None:
    said = refused("-g", str(graph), "--host", "0.0.0.0", "--port", "0")
    assert "0.0.0.0 can be reached from other machines: give a token" in said


def test_a_token_that_can_be_guessed_is_none(graph: Path, tmp_path: Path) -> None:
    assert "at least 16 characters" in refused("-g", str(graph), KG_TOKEN="secret")
    (tmp_path / "empty").write_text("\n")
    assert "give a token" in refused("-g", str(graph), "--host", "0.0.0.0", "--token-file", str(tmp_path / "empty"))
    assert "No such file" in refused("-g", str(graph), "--token-file", str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "there is no such graph"), ("", "the file is empty"), ("<a> <b>", "line 1, column")],
)
def test_a_graph_that_is_none_is_said(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "bad.trig"
    if content is not None:
        path.write_text(content)
    assert message in refused("-g", str(path), "--port", "0")


def test_an_address_that_is_taken_is_said(graph: Path, server: Server) -> None:
    said = refused("-g", str(graph), "--port", str(server.port))
    assert f"127.0.0.1:{server.port} is not to be had: address already in use\n" in said


def test_standard_input_cannot_be_served() -> None:
    assert "write it to a file" in refused("-g", "-")


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        ("", 401),
        ("Bearer wrong-horse-battery-staple", 401),
        (f"Bearer {TOKEN} ", 200),
        (f"bearer {TOKEN}", 200),
        ("Basic " + base64.b64encode(f"me:{TOKEN}".encode()).decode(), 200),
        ("Basic " + base64.b64encode(TOKEN.encode()).decode(), 401),
        ("Basic ???", 401),
        (f"Digest {TOKEN}", 401),
        (f"Bearer {TOKEN}x", 401),
        ("Bearer \xff\xfe", 401),
    ],
)
def test_with_a_token_only_those_who_know_it_are_answered(guarded: Server, authorization: str, status: int) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    for path in ("/sparql", "/graphs", "/api/facts", "/openapi.json", "/workbench", "/nothing"):
        answer = guarded.ask(path, **headers)
        assert answer.status == (404 if path == "/nothing" and status == 200 else status)
        if status == 401:
            assert answer.headers["www-authenticate"].startswith("Bearer")
            assert TOKEN not in answer.text


@pytest.fixture(scope="module")
def guarded(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Server:
    file = tmp_path_factory.mktemp("token") / "token.txt"
    file.write_text(TOKEN + "\n")
    with Server(graph, "--token-file", str(file), "--workers", "1") as running:
        yield running


def test_health_needs_no_token_and_tells_nothing(guarded: Server) -> None:
    assert set(guarded.ask("/api/health").json) == {"status", "version", "graph"}


def test_workers_do_not_inherit_the_token(start: Callable[..., Server]) -> None:
    running = start("--workers", "1", KG_TOKEN=TOKEN)
    for child in psutil.Process(running.process.pid).children():
        assert TOKEN not in child.environ().values()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:1", 200),
        ("LOCALHOST", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("localhost:80:evil.example", 421),
        ("", 421),
        ("127.0.0.1, evil.example", 421),
    ],
)
def test_only_requests_for_this_host_are_answered(server: Server, host: str, status: int) -> None:
    assert server.ask("/sparql", {"query": BANS}, Host=host).status == status


def test_further_names_can_be_given(start: Callable[..., Server]) -> None:
    server = start("--name", "kg.example", "--workers", "1")
    assert server.ask("/api/health", Host="kg.example:443").status == 200
    assert server.ask("/api/health", Host="other.example").status == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}, 200),
    ],
)
def test_pages_of_other_sites_are_not_answered(server: Server, headers: dict[str, str], status: int) -> None:
    answer = server.ask("/sparql", {"query": BANS}, **headers)
    assert answer.status == status
    assert "access-control-allow-origin" not in answer.headers


def test_its_own_pages_are_answered(server: Server) -> None:
    assert server.ask("/sparql", {"query": BANS}, Origin=f"http://127.0.0.1:{server.port}").status == 200


def test_sites_that_are_named_are_answered_and_no_others(start: Callable[..., Server]) -> None:
    server = start("--cors", "https://good.example", "--workers", "1")
    good = server.ask("/sparql", {"query": BANS}, Origin="https://good.example")
    assert (good.status, good.headers["access-control-allow-origin"]) == (200, "https://good.example")
    assert "Origin" in good.headers["vary"]
    before = {"Origin": "https://good.example", "Access_Control_Request_Method": "POST"}
    preflight = server.ask("/sparql", method="OPTIONS", **before)
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    for site in ("https://good.example.evil.example", "http://good.example", "https://bad.example"):
        bad = server.ask("/sparql", method="OPTIONS", Origin=site, Access_Control_Request_Method="POST")
        assert bad.status == 403
        assert "access-control-allow-origin" not in bad.headers


def test_every_answer_tells_browsers_to_be_careful(server: Server) -> None:
    for path in ("/api/health", "/sparql", "/workbench", "/nothing"):
        headers = server.ask(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self';" in policy
        assert "server" not in headers


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/sparql?query=" + "x" * 20_000, None, 414),
        ("/sparql", b"#" * 1_000_001, 413),
        ("/sparql", b"#" * 10_000_000, 413),
        ("/api/ask", b" " * 1_000_001, 413),
    ],
)
def test_what_is_sent_has_bounds(server: Server, path: str, body: bytes | None, status: int) -> None:
    media_type = "application/json" if "api" in path else "application/sparql-query"
    answer = server.ask(path, method="POST" if body else "GET", body=body, Content_Type=media_type)
    assert (answer.status, answer.json["status"]) == (status, status)
    assert server.ask("/api/health").status == 200


def test_a_head_without_end_is_cut(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"x" * 200_000)
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\n\r\n",
        b"GET //evil HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01",
    ],
)
def test_what_is_no_request_harms_nothing(server: Server, request_: bytes) -> None:
    with server.connected() as connection:
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        said = connection.recv(65536)
        assert said[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 404", b"HTTP/1.1 421", b"")
    assert server.ask("/api/health").status == 200


@pytest.mark.parametrize(
    "path",
    ["/workbench/../../settings.py", "/workbench/..%2fsettings.py", "/workbench/editor.html", "/static/editor.html"],
)
def test_no_file_is_served_but_those_of_the_workbench(server: Server, path: str) -> None:
    assert server.ask(path).status == 404


def test_the_log_has_a_line_for_each_request_without_what_was_asked(start: Callable[..., Server]) -> None:
    server = start("--workers", "1", KG_TOKEN=TOKEN)
    secret = {"Authorization": f"Bearer {TOKEN}"}
    server.ask("/sparql", {"query": "SELECT ?confidential {}"}, **secret)
    server.ask("/api/ask", {"question": "who is confidential"}, **secret)
    server.ask("/confidential%0a", **secret)
    server.ask("/api/facts", {"entity": "confidential"}, Authorization="Bearer confidential-confidential")
    # The line is written once the answer has gone.
    deadline = time.monotonic() + PATIENCE
    while (log := server.log).count("\n") < 4:
        assert time.monotonic() < deadline
    lines = log.splitlines()
    told = [re.sub(r"^\S+Z |\d+ B \d+ ms$", "", line).strip() for line in lines]
    assert told == ["GET /sparql 200", "GET /api/ask 400", "GET (elsewhere) 404", "GET (elsewhere) 401"]
    assert "confidential" not in server.log
    assert TOKEN not in server.log


def test_no_answer_tells_where_things_are_on_the_machine(server: Server, graph: Path) -> None:
    wrong = [
        server.select("SELECT * { ?s ?p"),
        server.ask("/api/facts", {"entity": "Nobody"}),
        server.ask("/graphs", {"graph": "file:///etc/passwd"}),
        server.ask("/nothing"),
        server.ask("/sparql", method="TRACE"),
    ]
    for answer in wrong:
        assert answer.status >= 400
        assert answer.json["type"] == "about:blank"
        for place in (str(graph), str(ROOT), "site-packages", ".py", "Traceback"):
            assert place not in answer.text
