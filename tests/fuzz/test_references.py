"""Documents and graphs that refer to something elsewhere: nothing is fetched, or written elsewhere."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300
"""Seconds after which a command waits for something that never comes."""
PAGE = """<!DOCTYPE html SYSTEM "{url}d.dtd" [<!ENTITY x SYSTEM "{url}e">]><html><head><base href="{url}">
<title>Italy acts</title><link rel="stylesheet" href="{url}s.css"><link rel="canonical" href="{url}c">
<link rel="alternate" type="application/rss+xml" href="{url}feed"><meta http-equiv="refresh" content="0;url={url}r">
<meta property="og:url" content="{url}o"><meta property="og:image" content="{url}i.png">
<style>@import "{url}a.css";</style>
<script src="{url}s.js"></script>
<script type="application/ld+json">{{"@context":"{url}c","@type":"Article"}}</script></head>
<body><article><h1>Italy acts</h1><p>Italy has banned DeepSeek. &x; <img src="{url}p.png"><a href="{url}a">more</a></p>
<iframe src="{url}f"></iframe><object data="{url}o"></object><embed src="{url}m"><video src="{url}v"></video>
<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}x"/>
<svg><image href="{url}g"/></svg></article></body></html>"""
MARKDOWN = (
    "---\nurl: {url}a\n---\nItaly has banned DeepSeek. ![p]({url}p.png) [a]({url}) <img src={url}i>\n\n[x]: {url}x\n"
)
GRAPHS = {
    "context.jsonld": '{{"@context": "{url}c", "@id": "urn:a", "urn:b": 1}}',
    "import.jsonld": '{{"@context": {{"@import": "{url}c", "@vocab": "urn:"}}, "@id": "urn:a", "b": 1}}',
    "scoped.jsonld": """{{"@context": {{"p": {{"@id": "urn:p", "@context": "{url}c"}}}},
        "@id": "urn:a", "p": {{"q": 1}}}}""",
    "entity.rdf": """<?xml version="1.0"?><!DOCTYPE r SYSTEM "{url}d" [<!ENTITY x SYSTEM "{url}e">]>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="{url}#">
        <a:B rdf:about="{url}b"><a:c>&x;</a:c></a:B></rdf:RDF>""",
    "imports.ttl": """<{url}o> a <http://www.w3.org/2002/07/owl#Ontology>;
        <http://www.w3.org/2002/07/owl#imports> <{url}i> .""",
    "shapes.trig": "<urn:g> {{ <urn:s> <http://www.w3.org/ns/shacl#shapesGraph> <{url}s> }}",
}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        found.settimeout(0.2)
        yield found


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    known = os.environ | {"PYTHONPATH": str(ROOT), "no_proxy": "*"}
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=known, check=False, timeout=PATIENCE)


def at(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/"


def assert_nobody_called(listener: socket.socket) -> None:
    with pytest.raises(TimeoutError):
        listener.accept()


def test_documents_fetch_nothing(tmp_path: Path, listener: socket.socket) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "page.html").write_text(PAGE.format(url=at(listener)), encoding="utf-8")
    (pages / "page.xhtml").write_text('<?xml version="1.0"?>' + PAGE.format(url=at(listener)), encoding="utf-8")
    (pages / "note.md").write_text(MARKDOWN.format(url=at(listener)), encoding="utf-8")
    done = run(tmp_path, "build", "pages")
    assert (done.returncode, done.stderr) == (0, "")
    for command in (["ask", "who banned DeepSeek"], ["view"], ["validate"]):
        assert run(tmp_path, *command).returncode == 0
    assert_nobody_called(listener)


def test_graphs_fetch_nothing(tmp_path: Path, listener: socket.socket) -> None:
    for name, content in GRAPHS.items():
        (tmp_path / name).write_text(content.format(url=at(listener)), encoding="utf-8")
        for command in ("stats", "validate"):
            done = run(tmp_path, command, "-g", name)
            assert done.returncode in (0, 1, 2), done.stderr
            assert "Traceback" not in done.stderr
    assert_nobody_called(listener)


def test_an_ontology_imports_nothing(tmp_path: Path, listener: socket.socket) -> None:
    (tmp_path / "kg.ttl").write_text(GRAPHS["imports.ttl"].format(url=at(listener)), encoding="utf-8")
    assert run(tmp_path, "ontology", "check", ".").returncode == 1
    assert_nobody_called(listener)


def test_names_with_folders_in_them_write_nowhere_else(tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    rows = [
        {"id": "../../../evil", "title": "../evil", "url": "../../evil", "text": "Italy has banned DeepSeek."},
        {"id": "/evil", "text": "Liang Wenfeng founded ../../Evil."},
    ]
    (inside / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run(inside, "build", "rows.jsonl", "--no-cache").returncode == 0
    outputs = {"csv": "out.csv", "neo4j": "import", "graphml": "out.graphml", "svg": "out.svg"}
    for format_, name in outputs.items():
        assert run(inside, "export", "--to", format_, "-o", name).returncode == 0
    assert run(inside, "view").returncode == 0
    assert {path.name for path in inside.iterdir()} == {"rows.jsonl", "graph.trig", "page.html", *outputs.values()}
    assert [path.name for path in tmp_path.rglob("*") if path.parent in (tmp_path, tmp_path / "a")] == ["a", "b"]


def test_links_in_a_folder_lead_to_no_circle_and_to_no_device(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "note.txt").write_text("Italy has banned DeepSeek.", encoding="utf-8")
    (folder / "again").symlink_to(folder)
    (folder / "up").symlink_to("../docs")
    assert "1 document" in run(tmp_path, "build", "docs").stdout
    (folder / "endless.txt").symlink_to("/dev/zero")
    done = run(tmp_path, "build", "docs", "-g", "other.trig")
    assert (done.returncode, done.stderr) == (2, "kg: docs/endless.txt: not a file\n")
    assert not (tmp_path / "other.trig").exists()


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "note.txt").write_text("Italy has banned DeepSeek.", encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    for source in ("docs", "docs/*.txt"):
        done = run(tmp_path, "build", source)
        line = "kg: docs/pipe.txt: a pipe, not a file; name it to have it read\n"
        assert (done.returncode, done.stderr) == (2, line)
    assert [path.name for path in tmp_path.iterdir()] == ["docs"]
    with subprocess.Popen(["sh", "-c", "echo Japan has banned DeepSeek. > docs/pipe.txt"], cwd=tmp_path):
        assert "2 documents" in run(tmp_path, "build", "docs/note.txt", "docs/pipe.txt").stdout


def test_a_socket_in_a_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    monkeypatch.chdir(folder)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.txt")
        done = run(tmp_path, "build", "docs")
    assert (done.returncode, done.stderr) == (2, "kg: docs/socket.txt: not a file\n")
