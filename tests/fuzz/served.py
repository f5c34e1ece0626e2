"""Requests to the application of ``kg serve``, in this process and without a socket, whose answers are checked.

A request is written as HTTP writes it, with ``\\n`` between lines: ``POST /api/ask``, headers, an empty line, the body.
h11, which the server reads requests with, says what is none. What cannot stand in a URL is percent-encoded first.
"""

from __future__ import annotations

import asyncio
import atexit
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import h11
from jsonschema import Draft202012Validator, ValidationError
from starlette.types import ASGIApp, Message

from kg import ontology
from kg.graph.results import DATASETS, SOLUTIONS, TRIPLES
from kg.graph.unchanging import Unchanging
from kg.model import Reading
from kg.serving import messages, worker
from kg.serving.api import JSON, Api
from kg.serving.app import app
from kg.serving.messages import OK, Answer, Task
from kg.serving.pool import Pool
from kg.serving.problems import MEDIA_TYPE
from kg.serving.served import Build, Served, built
from kg.serving.settings import Settings
from kg.serving.worker import LOST

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20_000
"""Characters of what is wrong with a request: one of 2,000, each of which is told as an escape."""
URL = "".join(map(chr, range(0x21, 0x7F)))
PRIVATE = (str(ROOT), "site-packages", "Traceback", "kg/serving")
"""What tells about the machine, or about the code."""
_LINE = re.compile(r"([A-Z]{1,9}|\?) (/[\w/.{}-]*|\(elsewhere\)) \d{3} \d+ B \d+ ms")


class UnsoundError(BaseException):
    """An answer that must not be; no handler of exceptions takes it for a mistake of the server's."""


@dataclass(slots=True, kw_only=True)
class Reply:
    """What the application sent."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class _Here(Pool):
    """A pool whose tasks are done at once, as a worker does them, by way of the same messages."""

    def __init__(self, store: Unchanging, settings: Settings, log: Callable[[str], None]) -> None:
        super().__init__(ROOT, settings, log)
        self.store = store

    async def do(self, task: Task) -> Answer:
        pipe = io.BytesIO()
        worker.done(self.store, messages.task(task.line())).write(pipe)
        line, _, body = pipe.getvalue().partition(b"\n")
        answer, size = messages.answer(line)
        if answer.status == LOST or "service name" in answer.detail:
            raise UnsoundError(f"a task that reached out of the graph: {task!r}")
        return replace(answer, body=body[:size])


class _Served(Served):
    """A graph that is there from the start, and has no process of its own for what is worked out once."""

    def __init__(self, build: Build, settings: Settings, log: Callable[[str], None]) -> None:
        super().__init__(settings, log)
        self._build = build

    async def _worked_out(self, build: Build, operation: str, arguments: dict[str, object]) -> Answer:
        return await build.pool.do(Task(operation=operation, arguments=arguments, most=10**9))


class Application:
    """The application over a graph, and what it has written to its log."""

    def __init__(self, readings: list[Reading]) -> None:
        known = ontology.load()
        settings = Settings(graph="graph.trig", ontology=ontology.folder())
        self.log: list[str] = []
        pool = _Here(Unchanging.create(readings, known), settings, self.log.append)
        said = _runner().run(pool.do(Task(operation="about", most=10**9)))
        served = _Served(built(pool, (), said, None), settings, self.log.append)
        self.app: ASGIApp = app(settings, known, served, self.log.append)
        endpoints = Api(served, settings, known).endpoints
        self.schemas = {one.path: Draft202012Validator(one.schema) for one in endpoints}

    def answer(self, request: h11.Request, body: bytes) -> Reply:
        """What is answered to a request."""
        reply, given = Reply(), [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if given:
                return given.pop()
            await asyncio.Event().wait()  # the client stays, and waits
            raise AssertionError

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                if reply.status:
                    raise UnsoundError("an answer that begins twice")
                reply.status = message["status"]
                reply.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]}
            else:
                reply.body += message.get("body", b"")

        self.log.clear()
        _runner().run(self.app(_scope(request), receive, send))
        return reply


def _scope(request: h11.Request) -> dict[str, Any]:
    """A request as uvicorn tells it to an application."""
    path, _, query = request.target.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50_000),
        "root_path": "",
        "method": request.method.decode("ascii"),
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "query_string": query,
        "headers": [(name.lower(), value) for name, value in request.headers],
        "state": {},
    }


def request(content: bytes) -> None:
    """A request to the server of a small graph: it is answered, or refused as a problem of RFC 9457."""
    head, _, body = content.partition(b"\n\n")
    asked = _read(head)
    if asked is None:
        return  # what is no request is refused by h11
    _sound(_application(), asked, body)


def posted(content: bytes) -> None:
    """The name of an operation of the JSON API, a line break, and the body that is sent to it."""
    name, _, body = content.partition(b"\n")
    request(b"POST /api/%s\ncontent-type: application/json\n\n%s" % (name, body))


def everything(readings: list[Reading]) -> None:
    """All that the server of a graph says of it, in all forms."""
    known = Application(readings)
    for path in ("/", "/api/facts", "/api/entities", "/api/conflicts", "/api/page/facts?id=Italy"):
        asked = _read(b"GET " + path.encode())
        if asked is None or _sound(known, asked).status != OK:
            raise UnsoundError(f"no answer from {path}")
    for path, types in {
        "/sparql?query=SELECT * { ?s ?p ?o }": SOLUTIONS,
        "/graphs?default": TRIPLES,
        "/graphs": DATASETS,
    }.items():
        for media_type in types:
            if asked := _read(f"GET {path}\naccept: {media_type}".encode()):
                _sound(known, asked)


def _sound(known: Application, asked: h11.Request, body: bytes = b"") -> Reply:
    """What is answered, if it is as it should be."""
    reply = known.answer(asked, body)
    try:
        if reply.status in (OK, 204, 303):
            _success(known, asked, reply)
        else:
            _problem(reply, unquote(asked.target.decode()) + body.decode("utf-8", "replace"))
        if len(known.log) != 1 or not _LINE.fullmatch(known.log[0]):
            raise UnsoundError("a log that is none")
    except (UnsoundError, ValueError, SyntaxError, ValidationError) as error:
        raise UnsoundError(f"{error}: {asked!r}: {reply.status} {reply.body[:300]!r}, log {known.log!r}") from error
    return reply


@cache
def _runner() -> asyncio.Runner:
    made = asyncio.Runner()
    atexit.register(made.close)
    return made


@cache
def _application() -> Application:
    from tests.cli.conftest import readings

    return Application(readings())


def _read(head: bytes) -> h11.Request | None:
    line, *lines = head.split(b"\n")
    method, _, target = line.partition(b" ")
    headers = [(name, value.strip()) for name, _, value in (one.partition(b":") for one in lines)]
    if not any(name.lower() == b"host" for name, _ in headers):
        headers.append((b"host", b"localhost"))
    try:
        return h11.Request(method=method, target=quote(target, safe=URL).encode(), headers=headers)
    except h11.LocalProtocolError:
        return None


def _success(known: Application, asked: h11.Request, reply: Reply) -> None:
    length = reply.headers.get("content-length")
    if length is not None and int(length) != len(reply.body):
        raise UnsoundError("a length that is none")
    if reply.media_type.endswith("json"):
        found = json.loads(reply.body)
        path = asked.target.partition(b"?")[0].decode()
        if path in known.schemas and reply.media_type == JSON:
            known.schemas[path].validate(found)
    elif reply.media_type.endswith("xml"):
        ElementTree.fromstring(reply.body)
    else:
        reply.body.decode("utf-8")


def _problem(reply: Reply, asked: str) -> None:
    if not (400 <= reply.status < 500 or reply.status == 503) or reply.media_type != MEDIA_TYPE:
        raise UnsoundError("no problem that a client may have")
    told = json.loads(reply.body)
    detail = told["detail"]
    if told.keys() != {"type", "title", "status", "detail"} or told["status"] != reply.status or not told["title"]:
        raise UnsoundError("no problem of RFC 9457")
    if not detail.strip() or len(detail) > LONGEST or "\n" in detail or "\r" in detail:
        raise UnsoundError(f"a detail of {len(detail)} characters that is no line")
    if any(place in detail and place not in asked for place in PRIVATE):
        raise UnsoundError("a detail that tells about the machine")
