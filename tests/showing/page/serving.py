"""A server of a graph, as a served page asks it: real HTTP on the loopback, with as little behind it as will do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kg.model import Entity, Fact
from kg.showing.page import Counts, html, part
from kg.showing.page.data import data
from tests.showing.page.graphs import Graph


class Served:
    """A whole graph, the part of it that its page opens with, and a log of what the page asked for."""

    def __init__(self, whole: Graph, opening: int) -> None:
        self.whole, self.log = whole, list[str]()
        self.ids = {f"fact/{row[-1]}": fact for row, fact in zip(data(whole)["facts"], whole.facts(), strict=True)}
        counts = Counts(facts=len(self.ids), documents=len(whole.documents()), entities=len(whole.entities()))
        self.page = html(self.only(whole.facts()[:opening]), served=counts)

    def only(self, facts: Iterable[Fact], entities: Iterable[Entity] = ()) -> Graph:
        facts = list(facts)
        among = {one.id: one for fact in facts for one in parties(fact)} | {one.id: one for one in entities}
        documents = {e.document_id: self.whole.known_documents[e.document_id] for fact in facts for e in fact.evidence}
        return replace(self.whole, known_facts={f: f for f in facts}, known_entities=among, known_documents=documents)

    def found(self, id_: str) -> list[Fact]:
        return [self.ids[id_]] if id_ in self.ids else self.about(id_)

    def about(self, name: str) -> list[Fact]:
        found = self.whole.by_label.get(name)
        return [fact for fact in self.whole.facts() if {found.id if found else name} & {e.id for e in parties(fact)}]

    def answer(self, question: str, asked: dict[str, list[str]]) -> Any:
        self.log.append(question)
        answers: dict[str, Callable[[], Any]] = {
            "search": lambda: part(self.only([], self.named(asked["text"][0])), totals=self.totals()),
            "facts": lambda: self.part(
                [self.ids[i] for i in asked["id"] if i in self.ids] or self.about(asked["id"][0])
            ),
            "neighbours": lambda: self.part(self.among(asked["id"][0])),
            "path": lambda: self.part(self.whole.facts()),
            "sentences": lambda: {"sentences": [self.sentence(one) for one in asked["id"]]},
        }
        return answers[question]()

    def part(self, facts: list[Fact]) -> Any:
        return part(self.only(facts), texts=False, totals=self.totals())

    def totals(self) -> dict[str, int]:
        return {entity.id: len(self.about(entity.id)) for entity in self.whole.entities()}

    def named(self, text: str) -> list[Entity]:
        return [e for e in self.whole.entities() if any(text.lower() in n.lower() for n in (e.label, *e.aliases))]

    def among(self, id_: str) -> list[Fact]:
        near = {one.id for fact in self.about(id_) for one in parties(fact)}
        return [fact for fact in self.whole.facts() if len({one.id for one in parties(fact)} & near) > 1]

    def sentence(self, at: str) -> str:
        document, _, span = at.rpartition("@")
        start, end = map(int, span.split("-"))
        return next(
            e.sentence
            for fact in self.whole.facts()
            for e in fact.evidence
            if (e.document_id, e.start, e.start + len(e.sentence)) == (document, start, end)
        )


def parties(fact: Fact) -> list[Entity]:
    return [filler for filler in fact.roles.values() if isinstance(filler, Entity)]


@contextmanager
def served(graph: Served) -> Iterator[str]:
    """The address of the page while its server runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            question = parts.path.removeprefix("/api/page/")
            if question == "/":
                self.reply(200, "text/html; charset=utf-8", graph.page)
            elif question == "search" and "out of order" in parts.query.replace("+", " "):
                self.reply(503, "application/problem+json", json.dumps({"title": "The server is busy."}))
            else:
                self.reply(200, "application/json", json.dumps(graph.answer(question, parse_qs(parts.query))))

        def reply(self, status: int, kind: str, text: str) -> None:
            content = text.encode("utf-8")
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64

    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
