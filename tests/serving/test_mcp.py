"""The graph as tools of a language model: the SDK's own client drives the process that its users start."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from kg import ontology
from kg.graph.store import GraphStore
from tests.cli.conftest import readings

BAN = "Italy and Japan have banned DeepSeek."
Call = Callable[..., Coroutine[Any, Any, Any]]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "graph.trig"
    GraphStore.create(readings(), ontology.load()).save(path)
    return path


def talk(graph: Path, conversation: Callable[[Client, Call], Coroutine[Any, Any, Any]], *options: str) -> Any:
    """What a conversation with the process gives; a call gives its content, or the one line that refuses it."""

    async def run() -> Any:
        arguments = ["-m", "kg", "mcp", "-g", str(graph), *options]
        known = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        async with Client(StdioServerParameters(command=sys.executable, args=arguments, env=known)) as client:

            async def call(name: str, **arguments: Any) -> Any:
                found = await client.call_tool(name, arguments)
                (content,) = found.content
                if found.is_error:
                    assert "\n" not in content.text
                    return content.text
                assert json.loads(content.text) == found.structured_content
                return found.structured_content

            return await conversation(client, call)

    return asyncio.run(run())


def calls(graph: Path, *wanted: tuple[str, dict[str, Any]]) -> list[Any]:
    """What some calls give, one after the other."""

    async def run(_: Client, call: Call) -> list[Any]:
        return [await call(name, **arguments) for name, arguments in wanted]

    return talk(graph, run)


def sentences(value: Any) -> set[str]:
    """All sentences anywhere in an answer."""
    if isinstance(value, dict):
        own = {value["sentence"]} if "sentence" in value else set()
        return own.union(*map(sentences, value.values()))
    return set().union(*map(sentences, value)) if isinstance(value, list) else set()


def test_a_client_learns_what_there_is_and_that_nothing_is_written(graph: Path) -> None:
    async def look(client: Client, _: Call) -> tuple[str, list[Any]]:
        return client.instructions or "", (await client.list_tools()).tools

    instructions, tools = talk(graph, look)
    assert "2 documents, 4 entities and 4 facts" in instructions
    assert "Restriction (restrictor, restricted, target" in instructions
    assert [tool.name for tool in tools] == ["ask", "facts", "show", "path", "conflicts", "query"]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


def test_every_tool_answers_with_the_sentences_that_prove_it(graph: Path) -> None:
    found = calls(
        graph,
        ("ask", {"question": "Who banned DeepSeek?"}),
        ("facts", {"relation": "Restriction", "entity": "Japan"}),
        ("show", {"entity": "DeepSeek AI"}),
        ("path", {"source": "Japan", "target": "R1"}),
        ("query", {"sparql": "SELECT ?who { ?who kg:restricts company:DeepSeek }"}),
        ("query", {"sparql": "SELECT ?fact { GRAPH ?g { ?fact a kg:Restriction } }"}),
    )
    for answer in found:
        assert answer["found"] == len(answer["results"]) > 0
        assert BAN in sentences(answer["results"])
        known = {"title": "Bans <spread>", "published": "2025-01-30", "source": "bans.txt"}
        assert answer["documents"]["bans"] == known


def test_conflicts_come_with_what_each_side_says(tmp_path: Path) -> None:
    bans, price = readings()
    denied = [
        type(fact)(**{name: getattr(fact, name) for name in fact.__slots__} | {"polarity": "negative"})
        for fact in price.facts
        if fact.relation == "Restriction"
    ]
    against = type(price)(
        document=price.document, mentions=price.mentions, entities=price.entities, facts=tuple(denied)
    )
    GraphStore.create([bans, against], ontology.load()).save(tmp_path / "graph.trig")
    (found,) = calls(tmp_path / "graph.trig", ("conflicts", {}))
    assert sentences(found["results"]) == {BAN, "Italy banned DeepSeek."}


def test_without_a_question_there_are_questions_that_it_can_answer(graph: Path) -> None:
    async def follow(_: Client, call: Call) -> list[Any]:
        examples = (await call("ask"))["results"]
        return [await call("ask", question=example["question"]) for example in examples]

    found = talk(graph, follow)
    assert found
    assert all(answer["results"] for answer in found)


def test_no_more_results_come_than_are_allowed(graph: Path) -> None:
    async def narrow(_: Client, call: Call) -> list[Any]:
        every = "SELECT * { ?s ?p ?o }"
        return [await call("query", sparql=every), await call("query", sparql=every, limit=1)]

    three, one = talk(graph, narrow, "--limit-results", "3")
    assert (len(three["results"]), len(one["results"])) == (3, 1)
    assert three["found"] == one["found"] > 3
    assert one["more"].startswith(f"1 of {one['found']} results are shown")
    assert one["results"] == three["results"][:1]


def test_what_would_write_is_refused(graph: Path) -> None:
    before = graph.read_bytes()
    updates = ["DROP ALL", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "LOAD <file:///etc/hosts>"]
    for update, said in zip(updates, calls(graph, *(("query", {"sparql": one}) for one in updates)), strict=True):
        assert said == f"{update.split()[0]} is refused: a query reads the graph"
    assert graph.read_bytes() == before


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c.service silent<URL>{?s ?p ?o} }",
    "SELECT * { ?a ?b ?c # '\rSERVICE <URL> { ?s ?p ?o } # '\n }",
    "SELECT * { VALUES ?at { <URL> } ?a ?b ?c FILTER(1<2)SERVICE?at{?s?p?o}FILTER(3>2) }",
    "SELECT * { { ?a ?b 1SERVICE <URL> { ?s ?p ?o } } UNION { ?a ?b ?c } }",
    "SELECT * { OPTIONAL { ?a ?b company:\\# . SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { OPTIONAL { ?a ?b <urn:\\u0041#a> . SERVICE <URL> { ?s ?p ?o } } }",
    "PREFIX x: <URL> SELECT * { SERVICE x:\\(a { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?a\u203f) FILTER EXISTS { SERVICE SILENT ?a\u203f { ?s ?p ?o } } }",
]


def test_a_query_reaches_nobody_else(graph: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        asked = [*SERVICES, "SELECT * FROM <URL> { ?s ?p ?o }", "SELECT * { ?service ?p 'SERVICE' }"]
        *refused, dataset, word = calls(graph, *(("query", {"sparql": one.replace("URL", url)}) for one in asked))
        with pytest.raises(TimeoutError):
            listener.accept()
    assert refused == ["SERVICE is refused: a query is answered from this graph alone"] * len(SERVICES)
    assert dataset["results"] == word["results"] == []


def test_a_call_that_takes_too_long_is_ended_and_the_next_is_answered(graph: Path) -> None:
    async def overload(_: Client, call: Call) -> tuple[str, Any]:
        product = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(9))
        said = await call("query", sparql=f"SELECT (COUNT(*) AS ?n) {{ {product} }}")
        return said, await call("query", sparql="ASK {}")

    message, after = talk(graph, overload, "--limit-time", "1")
    assert message == "no answer within 1 s: ask for less"
    assert after["results"] == [{"answer": True}]


def test_a_new_build_is_seen_without_a_new_start(tmp_path: Path) -> None:
    path, known = tmp_path / "graph.trig", ontology.load()
    first, second = readings()
    GraphStore.create([first], known).save(path)

    async def watch(_: Client, call: Call) -> list[int]:
        before = await call("facts")
        GraphStore.create([first, second], known).save(path)
        return [found["found"] for found in (before, await call("facts"))]

    assert talk(path, watch) == [3, 4]


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("show", {"entity": "Itly"}, "Italy"),
    ("show", {}, "entity"),
    ("show", {"entity": 5}, "entity: 5 is not"),
    ("facts", {"relation": "Restrictoin"}, "Restriction"),
    ("ask", {"question": "x" * 2000}, "question: maxLength is 1000"),
    ("ask", {"question": "colourless green ideas sleep furiously"}, "colourless"),
    ("query", {"sparql": "SELECT"}, "line 1"),
    ("query", {"sparql": "ASK {}", "write": True}, "write"),
    ("update", {}, "there are ask"),
    ("facts", {"limit": 0}, "limit: 0 is less"),
]


def test_what_is_wrong_is_said_in_one_line(graph: Path) -> None:
    found = calls(graph, *((name, arguments) for name, arguments, _ in WRONG))
    for (_, _, wanted), said in zip(WRONG, found, strict=True):
        assert wanted in said


def test_the_process_ends_with_its_client_and_says_nothing_of_its_own(graph: Path) -> None:
    command = [sys.executable, "-m", "kg", "mcp", "-g", str(graph)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("graph_named", "said"), [("nowhere.trig", "no such graph"), ("-", "as a file")])
def test_a_graph_that_cannot_be_opened_is_said_before_anything_is_served(graph_named: str, said: str) -> None:
    command = [sys.executable, "-m", "kg", "mcp", "-g", graph_named]
    done = subprocess.run(command, input="", capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
