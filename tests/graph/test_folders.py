"""Graphs in folders: replaced and changed as a whole, whoever is killed and whoever reads meanwhile."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from kg.errors import GraphError, QueryError
from kg.graph import folders
from kg.graph.store import GraphStore
from kg.model import Reading
from kg.ontology import Ontology

ROOT = Path(__file__).resolve().parents[2]
WRITER = "import pyoxigraph, sys; store = pyoxigraph.Store(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
PREPARED = """
import os, signal, sys
from pathlib import Path
from kg.graph import files, folders, swaps
folder, *graphs = map(Path, sys.argv[2:])
if sys.argv[1] == "in two steps":
    swaps._exchanged = lambda one, other: False
stores = [files.read(path).store for path in graphs]
"""
REPLACE_FOR_EVER = f"""{PREPARED}
print("ready", flush=True)
while True:
    for store in stores:
        folders.write(folder, store)
"""
CHANGE_FOR_EVER = f"""{PREPARED}
print("ready", flush=True)
while True:
    for store in stores:
        folders.change(folder, lambda target: (target.clear(), target.extend(store)))
"""
DIE_AT_A_STEP = f"""{PREPARED}
left = int(sys.stdin.readline())
def step(event, arguments):
    global left
    if event.startswith(("os.", "shutil.", "fcntl.")):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(step)
folders.write(folder, stores[0])
os._exit(0)
"""
WAIT_IN_A_WRITE = f"""{PREPARED}
def wait(store):
    print("writing", flush=True)
    sys.stdin.read()
folders.replace(folder, wait)
"""
WAYS = ["at once", "in two steps"]
"""Systems that can exchange two names, and those that cannot."""
KILLS = 12


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def program(text: str, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A Python process, which is killed in the end."""
    command = [sys.executable, "-c", text, *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def old(readings: list[Reading], ontology: Ontology) -> GraphStore:
    """The graph that is there before."""
    return GraphStore.create(readings[:1], ontology)


def test_a_folder_is_a_store_on_disk(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "news.graph")
    again = GraphStore.open(tmp_path / "news.graph")
    assert again.serialize() == graph.serialize()
    assert left(tmp_path) == ["news.graph"]


def test_a_folder_is_replaced_as_a_whole(graph: GraphStore, old: GraphStore, tmp_path: Path) -> None:
    old.save(tmp_path / "news")
    graph.save(tmp_path / "news")
    assert GraphStore.open(tmp_path / "news").serialize() == graph.serialize()
    assert left(tmp_path) == ["news"]


def test_a_folder_can_be_saved_over_itself(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "news")
    for _ in range(3):
        GraphStore.open(tmp_path / "news").save(tmp_path / "news")
    assert GraphStore.open(tmp_path / "news").serialize() == graph.serialize()


def test_an_empty_folder_becomes_a_store(graph: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    graph.save(tmp_path / "news")
    assert len(GraphStore.open(tmp_path / "news")) == len(graph)


def test_a_folder_with_anything_else_in_it_is_left_alone(graph: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(GraphError, match=r"will not replace it: it holds thesis\.txt"):
        graph.save(tmp_path)
    assert left(tmp_path) == ["thesis.txt"]


def test_a_store_with_a_stranger_in_it_is_left_alone(graph: GraphStore, old: GraphStore, tmp_path: Path) -> None:
    old.save(tmp_path / "news")
    (tmp_path / "news" / "notes.md").write_text("mine")
    with pytest.raises(GraphError, match=r"it holds notes\.md"):
        graph.save(tmp_path / "news")
    assert (tmp_path / "news" / "notes.md").read_text() == "mine"


def test_a_second_writer_is_told_and_changes_nothing(graph: GraphStore, old: GraphStore, tmp_path: Path) -> None:
    old.save(tmp_path / "news")
    command = [sys.executable, "-c", WRITER, str(tmp_path / "news")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        with pytest.raises(GraphError, match="news: another process is writing this graph"):
            graph.save(tmp_path / "news")
        assert len(GraphStore.open(tmp_path / "news")) == len(old)
        writer.communicate("")
    assert GraphStore.open(tmp_path / "news").serialize() == old.serialize()
    assert left(tmp_path) == ["news"]


def test_a_store_whose_building_fails_leaves_the_old_one(
    graph: GraphStore, old: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.save(tmp_path / "news")
    monkeypatch.setattr(os, "rename", _full_disk)
    with pytest.raises(GraphError, match="news: cannot be written: No space left on device"):
        graph.save(tmp_path / "news")
    monkeypatch.undo()
    assert GraphStore.open(tmp_path / "news").serialize() == old.serialize()
    assert left(tmp_path) == ["news"]


def test_a_swap_that_fails_half_way_is_undone(
    graph: GraphStore, old: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.save(tmp_path / "news")
    steps = iter([os.rename, os.rename, _full_disk, os.rename])

    def rename(source: Path, target: Path) -> None:
        next(steps)(source, target)

    monkeypatch.setattr("kg.graph.swaps._exchanged", lambda *_: False)
    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(GraphError, match="No space left"):
        graph.save(tmp_path / "news")
    monkeypatch.undo()
    assert GraphStore.open(tmp_path / "news").serialize() == old.serialize()
    assert left(tmp_path) == ["news"]


def test_a_damaged_store_is_reported_in_one_line_and_can_be_replaced(
    graph: GraphStore, old: GraphStore, tmp_path: Path
) -> None:
    old.save(tmp_path / "news")
    for table in (tmp_path / "news").glob("MANIFEST-*"):
        table.write_bytes(b"damaged")
    with pytest.raises(GraphError) as caught:
        GraphStore.open(tmp_path / "news")
    assert str(caught.value).startswith(f"{tmp_path / 'news'}: ")
    assert "\n" not in str(caught.value)
    graph.save(tmp_path / "news")
    assert GraphStore.open(tmp_path / "news").serialize() == graph.serialize()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("work", [REPLACE_FOR_EVER, CHANGE_FOR_EVER], ids=["replacing", "changing"])
def test_whoever_is_killed_at_any_moment_leaves_a_whole_graph(
    work: str, way: str, graph: GraphStore, old: GraphStore, tmp_path: Path
) -> None:
    whole = {_saved(old, tmp_path / "old.nq"), _saved(graph, tmp_path / "new.nq")}
    place = tmp_path / "place" / "news"
    place.parent.mkdir()
    old.save(place)
    dice, seen = random.Random(way), set()
    for kill in count(1):
        with program(work, way, place, tmp_path / "old.nq", tmp_path / "new.nq") as process:
            assert said(process) == "ready"
            # on a busy machine a write takes longer than the first kills leave it
            time.sleep(dice.uniform(0, 0.4 * (1 + kill // KILLS)))
            assert process.poll() is None
            process.send_signal(signal.SIGKILL)
        found = GraphStore.open(place).serialize("nquads")
        assert found in whole
        seen.add(found)
        if kill >= KILLS and seen == whole:
            break
        assert kill < 10 * KILLS
    graph.save(place)
    assert GraphStore.open(place).serialize() == graph.serialize()
    assert left(place.parent) == ["news"]


@pytest.mark.parametrize("way", WAYS)
def test_whoever_is_killed_at_any_step_leaves_the_old_graph_or_the_new(
    way: str, graph: GraphStore, old: GraphStore, tmp_path: Path
) -> None:
    before, after = old.serialize("nquads"), _saved(graph, tmp_path / "new.nq")
    place, seen, found, died = tmp_path / "place" / "news", set(), after, True
    place.parent.mkdir()
    for step in range(1, 200):
        if found == after:
            old.save(place)
        with program(DIE_AT_A_STEP, way, place, tmp_path / "new.nq") as process:
            _, errors = process.communicate(f"{step}\n")
            died = process.returncode == -signal.SIGKILL
        assert died or (process.returncode, errors) == (0, "")
        found = GraphStore.open(place).serialize("nquads")
        assert found in {before, after}
        seen.add(found)
        if not died:
            break
    assert found == after
    assert not died
    assert step > 10
    assert seen == {before, after}
    assert left(place.parent) == ["news"]


def test_readers_beside_a_writer_see_one_graph_from_beginning_to_end(
    graph: GraphStore, old: GraphStore, tmp_path: Path
) -> None:
    _saved(old, tmp_path / "old.nq")
    _saved(graph, tmp_path / "new.nq")
    old.save(tmp_path / "news")
    sizes = {len(old), len(graph)}
    seen = set()
    with program(REPLACE_FOR_EVER, "at once", tmp_path / "news", tmp_path / "old.nq", tmp_path / "new.nq") as process:
        assert said(process) == "ready"
        for _ in range(100):
            reader = GraphStore.open(tmp_path / "news")
            counts = {len(list(reader.quads())), len(reader)}
            assert len(counts) == 1
            seen |= counts
    assert seen == sizes


def test_a_reader_keeps_the_graph_that_it_opened(graph: GraphStore, old: GraphStore, tmp_path: Path) -> None:
    old.save(tmp_path / "news")
    reader = GraphStore.open(tmp_path / "news")
    graph.save(tmp_path / "news")
    assert reader.serialize() == old.serialize()
    assert GraphStore.open(tmp_path / "news").serialize() == graph.serialize()
    assert len(left(tmp_path)) == 2  # what the reader has open lies beside it
    del reader
    graph.save(tmp_path / "news")
    assert left(tmp_path) == ["news"]


def test_a_second_writer_is_told_while_the_first_is_at_work(graph: GraphStore, old: GraphStore, tmp_path: Path) -> None:
    old.save(tmp_path / "news")
    with program(WAIT_IN_A_WRITE, "at once", tmp_path / "news") as process:
        assert said(process) == "writing"
        with pytest.raises(GraphError, match="news: another process is writing this graph; try again"):
            graph.save(tmp_path / "news")
        with pytest.raises(GraphError, match="news: another process is writing this graph"):
            folders.check(tmp_path / "news")
        with pytest.raises(GraphError, match="news: another process is writing this graph"):
            GraphStore.open(tmp_path / "news").update("DELETE WHERE { ?s ?p ?o }")
        assert GraphStore.open(tmp_path / "news").serialize() == old.serialize()
    folders.check(tmp_path / "news")
    graph.save(tmp_path / "news")
    assert GraphStore.open(tmp_path / "news").serialize() == graph.serialize()
    assert left(tmp_path) == ["news"]


def test_the_first_writer_of_a_new_folder_keeps_a_second_away(graph: GraphStore, tmp_path: Path) -> None:
    with program(WAIT_IN_A_WRITE, "at once", tmp_path / "news") as process:
        assert said(process) == "writing"
        with pytest.raises(GraphError, match="another process is writing this graph"):
            graph.save(tmp_path / "news")
    assert not folders.exists(tmp_path / "news")


def test_an_update_is_seen_by_those_who_open_the_folder_later(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "news")
    reader, writer = GraphStore.open(tmp_path / "news"), GraphStore.open(tmp_path / "news")
    writer.update('INSERT DATA { country:Italy rdfs:comment "a boot" }')
    asked = 'ASK { country:Italy rdfs:comment "a boot" }'
    assert [one.query(asked) for one in (reader, writer, GraphStore.open(tmp_path / "news"))] == [False, True, True]


def test_an_update_that_is_wrong_leaves_the_folder_as_it_was(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "news")
    with pytest.raises(QueryError):
        GraphStore.open(tmp_path / "news").update("LOAD <http://localhost:9/nothing>")
    assert GraphStore.open(tmp_path / "news").serialize() == graph.serialize()
    assert left(tmp_path) == ["news"]


def test_names_that_look_like_patterns_are_names(graph: GraphStore, tmp_path: Path) -> None:
    for _ in range(2):
        graph.save(tmp_path / "news[1]")
    assert left(tmp_path) == ["news[1]"]


def test_a_replaced_folder_keeps_its_permissions(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "news")
    (tmp_path / "news").chmod(0o750)
    graph.save(tmp_path / "news")
    assert (tmp_path / "news").stat().st_mode & 0o777 == 0o750


def _saved(graph: GraphStore, path: Path) -> bytes:
    graph.save(path)
    return path.read_bytes()


def _full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")
