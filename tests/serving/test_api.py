"""The JSON API answers as the command line does, with evidence, and as its own description says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kg import __version__
from kg.knowledge_graph import KnowledgeGraph, load
from tests.serving.server import Reply, Server

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("health", {}),
    ("ask", {"question": "who restricted DeepSeek"}),
    ("ask", {"question": "did Italy ban DeepSeek?"}),
    ("ask", {"question": "when did Italy ban DeepSeek"}),
    ("examples", {}),
    ("entities", {}),
    ("entities", {"search": "deep", "limit": 1}),
    ("entities", {"type": "Country", "offset": 1}),
    ("facts", {}),
    ("facts", {"entity": "Italy", "limit": 1}),
    ("facts", {"relation": "cost"}),
    ("facts", {"document": "Bans <spread>", "type": "Model"}),
    ("neighbors", {"entity": "DeepSeek AI", "each": 2}),
    ("path", {"source": "Italy", "target": "Japan"}),
    ("path", {"source": "Italy", "target": "R1", "via": ["DeepSeek"], "avoid": ["cost", "Japan"], "max": 1}),
    ("conflicts", {}),
    ("conflicts", {"certain": True}),
]


@pytest.fixture(scope="module")
def description(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = server.ask("/openapi.json").json
    return found


@pytest.fixture(scope="module")
def opened(graph: str) -> KnowledgeGraph:
    return load(graph)


def ask(server: Server, name: str, given: dict[str, Any]) -> Reply:
    plain = {key: json.dumps(value) if isinstance(value, bool) else value for key, value in given.items()}
    return server.ask(f"/api/{name}", plain)


def posted(server: Server, name: str, given: object) -> Reply:
    return server.ask(f"/api/{name}", method="POST", body=json.dumps(given), Content_Type="application/json")


@pytest.mark.parametrize(("name", "given"), QUESTIONS)
def test_answers_are_as_described_by_get_and_by_post(
    server: Server, description: dict[str, Any], name: str, given: dict[str, Any]
) -> None:
    answer = ask(server, name, given)
    assert (answer.status, answer.media_type) == (200, "application/json")
    operation = description["paths"][f"/api/{name}"]["get"]
    Draft202012Validator(operation["responses"]["200"]["content"]["application/json"]["schema"]).validate(answer.json)
    if name != "health":
        assert posted(server, name, given).json == answer.json


def test_the_description_is_one_of_openapi(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    assert description["info"]["version"] == __version__
    for path, operations in description["paths"].items():
        for operation in operations.values():
            Draft202012Validator.check_schema(operation["responses"]["200"]["content"]["application/json"]["schema"])
            problem = operation["responses"]["400"]["content"]["application/problem+json"]["schema"]
            assert problem == {"$ref": "#/components/schemas/Problem"}
            assert operation["summary"], path


def sentences(value: Any) -> Iterator[str]:
    """Every sentence in an answer, wherever it stands."""
    match value:
        case dict():
            yield from [value["sentence"]] if "sentence" in value else []
            for inner in value.values():
                yield from sentences(inner)
        case list():
            for inner in value:
                yield from sentences(inner)


def test_a_question_is_answered_with_its_proof(server: Server) -> None:
    found = ask(server, "ask", {"question": "who restricted DeepSeek"}).json
    assert [row["cells"] for row in found["answers"]] == [["Italy"], ["Japan"]]
    assert found["columns"] == ["Who"]
    proof = found["answers"][0]["evidence"]
    assert {piece["sentence"] for piece in proof} == {"Italy and Japan have banned DeepSeek.", "Italy banned DeepSeek."}
    assert "SELECT" in found["sparql"]


def test_facts_are_those_of_the_command_line(server: Server, opened: KnowledgeGraph) -> None:
    for filters in ({}, {"entity": "Rome"}, {"relation": "restriction"}, {"type": "Model"}, {"document": "price"}):
        found = ask(server, "facts", filters).json
        expected = opened.facts(**filters)
        assert found["total"] == len(expected)
        assert {fact["id"] for fact in found["facts"]} == {opened.store.fact_id(fact) for fact in expected}
        assert all(fact["evidence"] for fact in found["facts"])


def test_facts_come_in_portions(server: Server) -> None:
    whole = ask(server, "facts", {}).json["facts"]
    parts = [ask(server, "facts", {"limit": 2, "offset": at}).json["facts"] for at in range(0, len(whole) + 1, 2)]
    assert [fact for part in parts for fact in part] == whole
    assert len(whole[0]["evidence"]) == 2, "the best supported comes first"


def test_names_are_found_as_they_are_typed(server: Server) -> None:
    def found(text: str) -> list[str]:
        return [entity["label"] for entity in ask(server, "entities", {"search": text}).json["entities"]]

    assert found("ita") == ["Italy"]
    assert found("ROME") == ["Italy"]
    assert found("r1")[0] == "DeepSeek-R1"
    assert found("deepseek") == ["DeepSeek", "DeepSeek-R1"]
    assert found("seek") == ["DeepSeek", "DeepSeek-R1"]
    assert found("nowhere") == []


def test_neighbours_come_with_the_facts_that_tie_them(server: Server, opened: KnowledgeGraph) -> None:
    found = ask(server, "neighbors", {"entity": "DeepSeek", "each": 5}).json
    assert {one["id"] for one in found["neighbors"]} == {one.entity.id for one in opened.neighbors("DeepSeek")}
    assert found["total"] == len(found["neighbors"])
    assert all(list(sentences(one["facts"])) for one in found["neighbors"])


def test_ways_are_those_of_the_command_line(server: Server, opened: KnowledgeGraph) -> None:
    found = ask(server, "path", {"source": "Italy", "target": "R1"}).json["paths"]
    expected = opened.path("Italy", "R1")
    assert [[e["label"] for e in path["entities"]] for path in found] == [
        [e.label for e in path.entities] for path in expected
    ]
    assert set(sentences(found)) >= {"Italy banned DeepSeek.", "DeepSeek released R1."}
    assert ask(server, "path", {"source": "Italy", "target": "R1", "avoid": "DeepSeek"}).json["paths"] == []


@pytest.mark.parametrize(
    ("name", "given", "status", "detail"),
    [
        ("ask", {}, 400, "the parameter question is missing"),
        ("ask", {"question": ""}, 400, "question must have from 1 to 1,000 characters"),
        ("ask", {"question": "blah blah blah"}, 400, ""),
        ("ask", {"question": ["a", "b"]}, 400, "question is given 2 times"),
        ("facts", {"limit": "0"}, 400, "limit must be from 1 to 500"),
        ("facts", {"limit": "many"}, 400, "limit must be a whole number"),
        ("facts", {"limit": "9" * 400}, 400, "limit must be a whole number"),
        ("facts", {"page": "1"}, 400, "no parameter 'page'"),
        ("facts", {"relation": "Nothing"}, 400, "no relation 'Nothing'"),
        ("facts", {"document": "nothing"}, 400, "no document 'nothing'"),
        ("facts", {"entity": "Itally"}, 404, "no entity 'Itally'; did you mean Italy?"),
        ("entities", {"type": "Nothing"}, 400, "no type 'Nothing'"),
        ("neighbors", {"entity": "Nobody"}, 404, "no entity 'Nobody'"),
        ("path", {"source": "Italy", "target": "Italy", "via": ["x"] * 21}, 400, "via must be at most 20 texts"),
        ("path", {"source": "Italy", "target": "Japan", "via": "nothing"}, 404, "no entity, type or relation"),
        ("conflicts", {"certain": "maybe"}, 400, "certain must be true or false"),
        ("nothing", {}, 404, "there is nothing here"),
    ],
)
def test_what_is_wrong_is_said(server: Server, name: str, given: dict[str, Any], status: int, detail: str) -> None:
    answer = ask(server, name, given)
    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert detail in answer.json["detail"]
    assert "kg " not in answer.json["detail"]


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        ("{}", "text/plain", 415),
        ("", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ('{"question": NaN}', "application/json", 400),
        ('{"question": 7}', "application/json", 400),
        ('{"question": null}', "application/json", 400),
        ('["question"]', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ('{"question": "\\ud800"}', "application/json", 400),
        ('{"question": "who", "\\u0000": 1}', "application/json", 400),
    ],
)
def test_a_body_that_is_none_is_refused(server: Server, body: str | bytes, media_type: str, status: int) -> None:
    answer = server.ask("/api/ask", method="POST", body=body, Content_Type=media_type)
    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    assert posted(server, "ask", {"question": "who restricted DeepSeek"}).status == 200


def test_a_whole_number_may_have_a_point(server: Server) -> None:
    found = posted(server, "facts", {"limit": 2.0, "offset": 1.0})
    assert (found.status, found.json) == (200, posted(server, "facts", {"limit": 2, "offset": 1}).json)
    for wrong in (2.5, 1e300, True, "2"):
        assert posted(server, "facts", {"limit": wrong}).status == 400


def test_a_method_that_will_not_do_is_told_which_do(server: Server) -> None:
    answer = server.ask("/api/facts", method="DELETE")
    assert (answer.status, answer.json["detail"]) == (405, "this is for GET, HEAD, POST")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
