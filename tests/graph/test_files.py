from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph.store import GraphStore
from kg.model import Reading
from kg.ontology import Ontology


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def old(readings: list[Reading], ontology: Ontology) -> GraphStore:
    """The graph that is there before."""
    return GraphStore.create(readings[:1], ontology)


def test_a_file_is_replaced_and_nothing_stays_beside_it(graph: GraphStore, old: GraphStore, tmp_path: Path) -> None:
    old.save(tmp_path / "graph.trig")
    graph.save(tmp_path / "graph.trig")
    assert (tmp_path / "graph.trig").read_bytes() == graph.serialize()
    assert left(tmp_path) == ["graph.trig"]


def test_a_replaced_file_keeps_its_permissions(graph: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    path.write_text("")
    path.chmod(0o640)
    graph.save(path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(graph: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "link.trig").symlink_to(tmp_path / "graph.trig")
    graph.save(tmp_path / "link.trig")
    assert (tmp_path / "link.trig").is_symlink()
    assert (tmp_path / "graph.trig").read_bytes() == graph.serialize()


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file(
    step: str, graph: GraphStore, old: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.save(tmp_path / "graph.trig")
    monkeypatch.setattr(os, step, _full_disk)
    with pytest.raises(GraphError, match=r"graph\.trig: cannot be written: No space left on device"):
        graph.save(tmp_path / "graph.trig")
    assert (tmp_path / "graph.trig").read_bytes() == old.serialize()
    assert left(tmp_path) == ["graph.trig"]


def test_a_serialisation_that_fails_leaves_the_old_file(
    graph: GraphStore, old: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.save(tmp_path / "graph.trig")

    def fail(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("kg.graph.serializations.serialize", fail)
    with pytest.raises(MemoryError):
        graph.save(tmp_path / "graph.trig")
    monkeypatch.undo()
    assert (tmp_path / "graph.trig").read_bytes() == old.serialize()
    assert left(tmp_path) == ["graph.trig"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("nowhere/graph.trig", "No such file or directory"),
        ("file.txt/graph.trig", "Not a directory"),
        ("nowhere/news", "No such file or directory"),
        ("file.txt/news", "Not a directory"),
        ("graph.txt", r"\.txt is no format of graphs"),
        ("file.txt", r"\.txt is no format of graphs"),
    ],
)
def test_a_place_that_cannot_be_written_is_named_with_the_reason(
    place: str, reason: str, graph: GraphStore, tmp_path: Path
) -> None:
    (tmp_path / "file.txt").write_text("text")
    with pytest.raises(GraphError, match=reason) as caught:
        graph.save(tmp_path / place)
    assert place in str(caught.value)
    assert "\n" not in str(caught.value)
    assert left(tmp_path) == ["file.txt"]


def test_a_device_is_never_replaced(graph: GraphStore) -> None:
    with pytest.raises(GraphError, match="is no format of graphs"):
        graph.save("/dev/null")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.trig", b"@prefix kg: <https://kg.example/ontology#> .\nkg:a kg:b .\n", "line 2, column 11: "),
        ("a.ttl", b"<http://a> <http://b>\n\n  nonsense:here .", "line 3, column 3: The prefix nonsense: "),
        ("a.nq", b"<http://a> <http://b> <http://c> .\nhello\n", "line 2, column 1: "),
        ("a.jsonld", b'{"@id": ', "line 1, column 9: "),
        ("a.jsonld", b'{"@context": "http://localhost:9/c", "@id": "a:b"}', ""),
        ("a.trig", bytes(range(256)), "line 1, column 1: "),
        ("a.trig", "kg:Ä".encode("utf-16"), "line 1, column 1: Invalid UTF-8"),
        ("a.trig", b"x" * 1_000_000, "line 1, column "),
        ("a.trig", b"", "the file is empty"),
        ("a.nq", b" \n\n ", "the file is empty"),
        ("a.txt", b"hello", ".txt is no format of graphs; a graph is a .trig"),
        ("a", b"hello", "a file without extension is no format of graphs"),
    ],
)
def test_a_file_that_is_no_graph_is_named_with_the_place(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GraphError) as caught:
        GraphStore.open(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: {message}")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("name", ["none.trig", "none", "none.txt"])
def test_a_graph_that_is_missing_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=f"{name}: there is no such graph"):
        GraphStore.open(tmp_path / name)


def test_a_folder_that_is_no_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="this folder is no graph"):
        GraphStore.open(tmp_path)


def test_a_byte_order_mark_does_no_harm(graph: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_bytes(b"\xef\xbb\xbf" + graph.serialize())
    assert GraphStore.open(tmp_path / "a.trig").serialize() == graph.serialize()


def test_any_rdf_can_be_opened_and_queried(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text('[] <http://a/says> "hello" .')
    graph = GraphStore.open(tmp_path / "a.ttl")
    assert graph.facts() == []
    assert [str(row[0]) for row in graph.query("SELECT ?o WHERE { ?s <http://a/says> ?o }")] == ["hello"]  # type: ignore[union-attr]


def test_what_a_user_adds_to_a_turtle_file_is_kept(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "a.ttl")
    with (tmp_path / "a.ttl").open("a") as file:
        file.write('country:Italy rdfs:comment "a boot" .\n')
    again = GraphStore.open(tmp_path / "a.ttl")
    assert len(again) == len(graph) + 1
    assert again.query('ASK { country:Italy rdfs:comment "a boot" }') is True


def test_opening_and_reading_a_file_needs_no_heavy_library(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "graph.trig")
    program = (
        "import sys; from kg.graph.store import GraphStore\n"
        "g = GraphStore.open(sys.argv[1]); g.facts(); g.find('Italy')\n"
        "g.query('SELECT * WHERE { ?s kg:restricts ?o }'); print(*{m.partition('.')[0] for m in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "graph.trig"], capture_output=True, text=True, check=True
    )
    assert {"rdflib", "networkx", "spacy", "pyshacl", "rapidfuzz", "http", "rich"}.isdisjoint(done.stdout.split())


def _full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")
