"""Bad input of every sort: one clear line on standard error, exit code 2, and the graph that was there is untouched."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import Result

Kg = Callable[..., Result]

FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\n",
    "binary.txt": bytes(range(256)) * 20,
    "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100),
    "broken.pdf": b"%PDF-1.7\nnothing follows",
    "broken.jsonl": b'{"text": "Italy banned DeepSeek."}\n{"text": \n',
    "note.txt": b"Italy banned DeepSeek.",
    "note.docx": b"PK\x03\x04 not a document that kg reads",
    "empty.trig": b"",
    "malformed.trig": b"@prefix a: <https://kg.example/> .\na:b a:c .\n",
    "binary.trig": bytes(range(256)),
    "latin.trig": '<https://kg.example/é> <https://kg.example/b> "c" .'.encode("latin-1"),
    "malformed.jsonld": b'{"@id": ',
    "graph.docx": b"text",
    "syntax.rq": b"SELECT ?s WHERE { ?s ",
    "latin.rq": "SELECT * WHERE { ?s ?p 'é' }".encode("latin-1"),
    "folder/file.txt": b"Nothing.",
    "gold/aliases.json": b"{}",
    "gold/entities.jsonl": b"",
    "gold/facts.jsonl": b'{"document": "note"\n',
    "halfgold/aliases.json": b"{}",
    "ontology/kg.ttl": b"@prefix kg: <https://kg.example/ontology#> .\nkg:Broken a",
}

DOCUMENTS = [
    (["build", "nowhere.txt"], "nowhere.txt"),
    (["build", "nowhere/*.txt"], "nowhere/*.txt"),
    (["build", "empty.txt"], "empty.txt"),
    (["build", "blank.txt"], "blank.txt"),
    (["build", "binary.txt"], "binary.txt"),
    (["build", "picture.txt"], "picture.txt"),
    (["build", "broken.pdf"], "broken.pdf"),
    (["build", "broken.jsonl"], "broken.jsonl"),
    (["build", "note.txt", "-g", "nowhere/graph.trig"], "nowhere/graph.trig"),
    (["build", "note.txt", "-g", "note.txt/graph.trig"], "note.txt/graph.trig"),
    (["build", "note.txt", "-g", "new.docx"], "new.docx"),
    (["build", "note.txt", "-g", "folder"], "folder"),
    (["build", "note.txt", "-g", "http://127.0.0.1:9/sparql"], "http://127.0.0.1:9/sparql"),
    (["build", "note.txt", "--rejected", "nowhere/rejected.jsonl"], "nowhere/rejected.jsonl"),
    (["build", "note.txt", "--base", "no-iri"], "no-iri"),
    (["build", "note.txt", "--model", "no_such_model"], "no_such_model"),
    (["build", "note.txt", "--ontology", "nowhere"], "nowhere"),
    (["build", "note.txt", "--ontology", "ontology"], "ontology/kg.ttl:2"),
    (["evaluate", "note.txt", "--gold", "nowhere"], "nowhere"),
    (["evaluate", "note.txt", "--gold", "gold"], "gold/facts.jsonl:1"),
    (["evaluate", "note.txt", "--gold", "halfgold"], "halfgold/facts.jsonl"),
]
GRAPHS = [
    (["facts", "-g", "nowhere.trig"], "nowhere.trig"),
    (["facts", "-g", "empty.trig"], "empty.trig"),
    (["entities", "-g", "malformed.trig"], "malformed.trig: line 2"),
    (["stats", "-g", "binary.trig"], "binary.trig"),
    (["facts", "-g", "latin.trig"], "latin.trig"),
    (["facts", "-g", "malformed.jsonld"], "malformed.jsonld"),
    (["show", "Italy", "-g", "graph.docx"], "graph.docx"),
    (["facts", "-g", "folder"], "folder"),
    (["validate", "malformed.trig"], "malformed.trig"),
    (["validate", "-g", "nowhere.trig"], "nowhere.trig"),
    (["export", "-o", "nowhere/graph.ttl"], "nowhere/graph.ttl"),
    (["export", "-o", "drawing.docx"], "drawing.docx"),
    (["export", "-o", "nowhere/drawing.svg"], "nowhere/drawing.svg"),
    (["export", "--to", "neo4j", "-o", "nowhere/import"], "nowhere/import"),
    (["export", "--to", "neo4j", "-o", "note.txt"], "note.txt"),
    (["view", "-o", "nowhere/page.html"], "nowhere/page.html"),
    (["facts", "--ontology", "ontology"], "ontology/kg.ttl:2"),
    (["diff", "nowhere.trig", "graph.trig"], "nowhere.trig"),
    (["diff", "graph.trig", "malformed.trig"], "malformed.trig: line 2"),
    (["diff", "graph.trig", "graph.docx"], "graph.docx"),
]
QUESTIONS = [
    (["query", "SELECT ?s WHERE { ?s "], "line 1"),
    (["query", "--file", "syntax.rq"], "syntax.rq: line 1"),
    (["query", "SELECT ?s WHERE { ?s unknown:p ?o }"], "unknown:"),
    (["query", "DROP ALL"], "DROP"),
    (["query", "DELETE WHERE { ?s ?p ?o }"], "DELETE"),
    (["query", ""], "empty"),
    (["query", "--write", "INSERT nonsense"], "line 1"),
    (["query", "--write", "SELECT nonsense"], "line 1"),
    (["query", "--file", "nowhere.rq"], "nowhere.rq"),
    (["query", "--file", "latin.rq"], "latin.rq"),
    (["query", "--name", "no-such-query"], "no-such-query"),
    (["query", "--format", "turtle", "SELECT ?s WHERE { ?s ?p ?o }"], "CONSTRUCT"),
    (["ask", "colourless green ideas sleep furiously"], "colourless"),
    (["show", "Itly"], "Italy"),
    (["facts", "--entity", "Deepseak"], "DeepSeek"),
    (["facts", "--relation", "Restrictoin"], "Restriction"),
    (["facts", "--type", "Firm"], "Company"),
    (["export", "--around", "Itly", "-o", "out.svg"], "Italy"),
    (["entities", "--document", "nowhere"], "bans"),
]
USAGE = [
    (["fatcs"], "facts"),
    (["facts", "--relatoin", "Restriction"], "--relation"),
    (["facts", "--format", "xls"], "jsonl"),
    (["show"], "ENTITY"),
    (["build"], "PATH"),
    (["build", "note.txt", "--jobs", "0"], "--jobs"),
    (["evaluate", "note.txt"], "--gold"),
    (["query"], "--file"),
    (["query", "ASK {}", "--file", "syntax.rq"], "one query"),
    (["query", "-", "-g", "-"], "standard input"),
    (["query", "ASK {}", "--limit-time", "0"], "--limit-time"),
    (["query", "--write", "DROP ALL", "--limit-time", "3"], "--limit-time"),
    (["query", "ASK {}", "--explain", "--format", "csv"], "csv"),
    (["query", "--list", "--format", "turtle"], "turtle"),
    (["export", "--to", "xls"], "graphml"),
    (["export", "--to", "neo4j"], "-o"),
    (["export", "--around", "Italy", "--depth", "0"], "--depth"),
    (["export", "--projection", "round"], "simple"),
    (["export", "--projection", "facts", "--to", "svg"], "graphml"),
    (["completion", "tcsh"], "bash"),
    (["diff", "graph.trig"], "NEW"),
    (["diff", "-", "-"], "standard input"),
    (["ontology", "chekc"], "check"),
]


@pytest.mark.parametrize(
    ("arguments", "named"),
    DOCUMENTS + GRAPHS + QUESTIONS + USAGE,
    ids=lambda case: case if isinstance(case, str) else " ".join(case),
)
def test_bad_input_gives_one_line_and_leaves_the_graph(kg: Kg, folder: Path, arguments: list[str], named: str) -> None:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    before = snapshot(folder)
    assert_refused(kg(*arguments), named)
    assert snapshot(folder) == before


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_refused(result: Result, named: str) -> None:
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("kg: ")
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith("\n")
    assert named in result.stderr
    assert "Traceback" not in result.stderr


def test_an_endpoint_that_is_not_there(kg: Kg) -> None:
    with socket.socket() as reserved:
        # A port that is bound and does not listen refuses every connection.
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}/sparql"
        assert_refused(kg("facts", "-g", url), url)


def test_an_endpoint_that_never_answers(kg: Kg) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        assert_refused(kg("query", "ASK {}", "-g", url, "--limit-time", "0.3"), "timed out")


def test_a_graph_on_standard_input_that_is_none(kg: Kg) -> None:
    assert_refused(kg("facts", "-g", "-", stdin="no graph"), "-: line 1")
    assert_refused(kg("query", "-", stdin=b"SELECT '\xe9' {}"), "-: not UTF-8")


def test_an_output_that_cannot_be_written_leaves_what_is_there(kg: Kg, folder: Path) -> None:
    (folder / "page.html").mkdir()
    assert_refused(kg("view"), "page.html")
    assert_refused(kg("export", "-o", "page.html", "--to", "csv"), "page.html")
    assert list((folder / "page.html").iterdir()) == []


def test_the_message_stays_one_line_whatever_it_quotes(kg: Kg) -> None:
    assert_refused(kg("show", "Ita\nly\x1b[31m"), "Ita")


def test_a_process_reports_in_the_same_way(run: Callable[..., CompletedProcess[str]]) -> None:
    result = run("facts", "-g", "nowhere.trig")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "kg: nowhere.trig: there is no such graph; kg build makes one\n"
