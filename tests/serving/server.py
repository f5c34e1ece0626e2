"""``kg serve`` as a process, and a client for it that sends exactly what a test wants."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which a test has failed rather than wait longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Server:
    """A running ``kg serve``."""

    def __init__(self, graph: Path | str, *options: str, **environment: str) -> None:
        self.command = [sys.executable, "-m", "kg", "serve", "-g", str(graph), "--port", "0", *options]
        self.environment = {"PYTHONPATH": str(ROOT)} | environment
        self.log_file = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self.command,
            stdout=subprocess.PIPE,
            stderr=self.log_file,
            text=True,
            env=os.environ | self.environment,
        )
        assert self.process.stdout
        self.greeting = self.process.stdout.readline()
        assert self.greeting, self.log
        self.url = self.greeting.partition(" ")[0]
        self.port = int(self.url.rstrip("/").rpartition(":")[2])
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()
        self.log_file.close()

    @property
    def log(self) -> str:
        # Not by seek and read: the server writes where this file was left.
        number = self.log_file.fileno()
        return os.pread(number, os.fstat(number).st_size, 0).decode("utf-8")

    def ask(
        self,
        path: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        method: str = "GET",
        body: bytes | str | None = None,
        **headers: str,
    ) -> Reply:
        """Ask for something; names of headers have _ for -."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        target = f"{path}?{urlencode(parameters, doseq=True)}" if parameters else path
        connection.putrequest(method, target, skip_host="Host" in named, skip_accept_encoding=True)
        content = body.encode() if isinstance(body, str) else body
        for name, value in named.items():
            connection.putheader(name, value)
        if content is not None and "Content-Length" not in named:
            connection.putheader("Content-Length", str(len(content)))
        try:
            # The server may have answered before it has read all.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.endheaders(content)
            answer = connection.getresponse()
            headers_ = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(status=answer.status, headers=headers_, body=answer.read())
        finally:
            connection.close()

    def select(self, sparql: str, **headers: str) -> Reply:
        """Ask a query by GET."""
        return self.ask("/sparql", {"query": sparql}, **headers)

    def connected(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
