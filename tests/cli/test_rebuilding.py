"""kg build once more: what has not changed is not read again, and the bytes are those of a build from nothing."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result

import kg as python
from kg.engines import local
from kg.model import Document, Reading
from kg.reading.reader import Reader

Kg = Callable[..., Result]

ONTOLOGY = Path(__file__).parents[2] / "ontology"
TEXTS = {
    "ban.txt": "Italy has banned DeepSeek. The Chinese start-up protested.",
    "price.txt": "Training DeepSeek-R1 cost $5.6 million, Deep Seek says.",
    "stake.txt": "On 3 May 2023 Orrin Labs Inc. bought Vellum. Orrin Labs is based in Rome.",
    "denied.txt": "OpenAI did not acquire Vellum. Nvidia supplies OpenAI with chips.",
}


@pytest.fixture
def news(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents, and no graph yet."""
    monkeypatch.delenv("KG_CACHE", raising=False)
    (folder / "graph.trig").unlink()
    (folder / "news").mkdir()
    for name, text in TEXTS.items():
        (folder / "news" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that a reader was given."""
    found: list[str] = []
    each = local._read

    def noted(group: Sequence[Document], reader: Reader) -> list[Reading]:
        found.extend(document.id for document in group)
        return each(group, reader)

    monkeypatch.setattr(local, "_read", noted)
    return found


def afresh(kg: Kg, news: Path, *arguments: str, graph: str = "afresh.trig") -> bytes:
    """The bytes of a graph that is built from nothing."""
    assert kg("build", "news", "-g", graph, "--no-cache", *arguments).exit_code == 0
    return (news / graph).read_bytes()


def test_unchanged_documents_are_not_read_again(kg: Kg, news: Path, read: list[str]) -> None:
    assert "unchanged" not in kg("build", "news").stdout
    assert sorted(read) == ["ban", "denied", "price", "stake"]
    before = (news / "graph.trig").read_bytes()
    read.clear()
    assert "4 documents · 10 entities · 7 facts · 4 unchanged" in kg("build", "news").stdout
    assert read == []
    assert (news / "graph.trig").read_bytes() == before == afresh(kg, news)


def test_added_changed_renamed_and_removed_documents_give_the_bytes_of_a_full_build(
    kg: Kg, news: Path, read: list[str]
) -> None:
    folder = news / "news"
    kg("build", "news")
    changes: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: (folder / "new.txt").write_text("Liang Wenfeng founded DeepSeek. Spain banned Deep Seek."), ["new"]),
        (lambda: (folder / "stake.txt").write_text("Orrin Labs bought Vellum for $3 million."), ["stake"]),
        (lambda: (folder / "price.txt").rename(folder / "cost.txt"), []),
        ((folder / "ban.txt").unlink, []),
        (lambda: shutil.copy(folder / "new.txt", folder / "copy.txt"), []),
    ]
    for change, expected in changes:
        change()
        read.clear()
        assert kg("build", "news").exit_code == 0
        assert read == expected
        assert (news / "graph.trig").read_bytes() == afresh(kg, news)


def test_documents_are_read_again_where_the_ontology_has_changed(kg: Kg, news: Path, read: list[str]) -> None:
    shutil.copytree(ONTOLOGY, news / "own")
    kg("build", "news", "--ontology", "own")
    for file, text, expected in (
        ("questions.toml", "\n# a remark\n", 0),
        ("grammar.toml", "\n# a remark\n", 4),
        ("names/chips.tsv", "Vellum\tChip\t\t\t\t\n", 4),
        ("frames/Restriction.toml", '\n[[Restriction.examples]]\ntext = "It rains."\nnever = true\n', 4),
    ):
        with (news / "own" / file).open("a", encoding="utf-8") as opened:
            opened.write(text)
        read.clear()
        result = kg("build", "news", "--ontology", "own")
        assert (result.exit_code, len(read)) == (0, expected), file
        assert (news / "graph.trig").read_bytes() == afresh(kg, news, "--ontology", "own")


def test_a_date_and_the_type_that_the_user_gives_a_name_count_as_changes(kg: Kg, news: Path, read: list[str]) -> None:
    dated = news / "news" / "dated.md"
    dated.write_text("---\ndate: 2025-01-30\n---\n\nItaly banned DeepSeek on Monday.\n")
    kg("build", "news")
    read.clear()
    dated.write_text("---\ndate: 2024-01-30\n---\n\nItaly banned DeepSeek on Monday.\n")
    kg("build", "news")
    assert read == ["dated"]
    read.clear()
    (news / "corrections.toml").write_text('[[type]]\nname = "Vellum"\ntype = "Product"\n')
    kg("build", "news")
    assert len(read) == 5
    assert (news / "graph.trig").read_bytes() == afresh(kg, news, "--corrections", "corrections.toml")


def test_corrections_are_heeded_though_nothing_is_read_again(kg: Kg, news: Path, read: list[str]) -> None:
    kg("build", "news")
    read.clear()
    entries = """
[[reject]]
relation = "Restriction"
roles = { restrictor = "Italy" }
[[same]]
names = ["Vellum", "OpenAI"]
[[assert]]
relation = "Restriction"
roles = { restrictor = "Italy", restricted = "DeepSeek" }
sentence = "The Chinese start-up protested."
"""
    (news / "corrections.toml").write_text(entries)
    assert "3 corrections from corrections.toml · 4 unchanged" in kg("build", "news").stdout
    assert read == []
    assert (news / "graph.trig").read_bytes() == afresh(kg, news, "--corrections", "corrections.toml")


@pytest.mark.parametrize("graph", ["g.trig", "g.nq", "g.ttl", "g.jsonld", "store"])
def test_every_kind_of_graph_is_written_as_a_graph_in_memory_is_saved(kg: Kg, news: Path, graph: str) -> None:
    built = python.build("news")
    (news / "saved").mkdir()
    built.save(news / "saved" / graph)
    for _ in range(2):
        assert kg("build", "news", "-g", graph).exit_code == 0
        if graph == "store":
            assert python.load(graph).store.serialize() == built.store.serialize()
        else:
            assert (news / graph).read_bytes() == (news / "saved" / graph).read_bytes()


@pytest.mark.usefixtures("news")
def test_a_log_in_json_lines_tells_how_far_the_build_has_come(kg: Kg) -> None:
    lines = [json.loads(line) for line in kg("build", "news", "--json-log").stderr.splitlines()]
    assert [(line["event"], line.get("done"), line.get("total")) for line in lines[:-1]] == [
        ("read", number, 4) for number in (1, 2, 3, 4)
    ]
    assert {line["document"] for line in lines[:-1]} == {"ban", "denied", "price", "stake"}
    assert all(line["seconds_left"] >= 0 for line in lines[1:-1])
    assert lines[-1] | {"seconds": 0} == {
        "event": "written",
        "seconds": 0,
        "graph": "graph.trig",
        "documents": 4,
        "entities": 10,
        "facts": 7,
    }


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_profile_says_where_the_time_went(kg: Kg, jobs: str) -> None:
    result = kg("build", "news", "--profile", "--jobs", jobs)
    title, headings, *rows = result.stderr.splitlines()
    assert (title, headings.split()) == ("Where the time went", ["Stage", "Seconds", "Share"])
    cells = [row.rsplit(None, 2) for row in rows]
    assert {stage for stage, _, _ in cells} >= {"loading the model", "parsing", "writing the graph"}
    assert [float(seconds) for _, seconds, _ in cells] == sorted((float(s) for _, s, _ in cells), reverse=True)
    assert 95 <= sum(int(share.removesuffix("%")) for _, _, share in cells) <= 105


def test_the_cache_may_lie_elsewhere_or_nowhere(kg: Kg, news: Path, read: list[str]) -> None:
    assert kg("build", "news", "--no-cache").exit_code == 0
    assert kg("build", "news", "-g", "-").exit_code == 0
    assert not (news / ".kg-cache").exists()
    kg("build", "news", "--cache", "elsewhere")
    kg("build", "news", env={"KG_CACHE": "elsewhere"})
    assert len(read) == 12
    assert (news / "elsewhere" / ".gitignore").read_text() == "**\n"


def test_a_cache_that_is_damaged_or_cannot_be_written_costs_no_graph(kg: Kg, news: Path, read: list[str]) -> None:
    kg("build", "news")
    before = (news / "graph.trig").read_bytes()
    (news / ".kg-cache" / "readings.sqlite3").write_bytes(b"no database" * 1000)
    read.clear()
    assert kg("build", "news").exit_code == 0
    assert len(read) == 4
    (news / "file").write_text("")
    result = kg("build", "news", "--cache", "file")
    assert result.exit_code == 2
    assert result.stderr.startswith("kg: file: the cache cannot be used: ")
    assert (news / "graph.trig").read_bytes() == before


# ---------------------------------------------------------------- interrupted


def started(news: Path, *arguments: str) -> subprocess.Popen[str]:
    """A build under way, in a process group of its own."""
    command = [sys.executable, "-m", "kg", "build", "news", "--json-log", *arguments]
    return subprocess.Popen(
        command, cwd=news, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def stopped(build: subprocess.Popen[str], how: signal.Signals, after: float) -> tuple[int, list[str]]:
    """The exit code of a build that is stopped, and what it had said."""
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(build.pid, how)
    _, said = build.communicate()
    return build.returncode, said.splitlines()


def many(news: Path, number: int) -> None:
    for i in range(number):
        text = f"Italy has banned Orrin Labs {i}. Liang Wenfeng founded Zorvex {i}, which rivals DeepSeek."
        (news / "news" / f"{i:04}.txt").write_text(text, encoding="utf-8")


def kept(news: Path, *arguments: str) -> int:
    """How many documents the next build, which is let finish, does not read again."""
    build = started(news, *arguments)
    _, said = build.communicate()
    assert build.returncode == 0, said
    return len(list((news / "news").iterdir())) - sum(json.loads(line)["event"] == "read" for line in said.splitlines())


def test_a_build_that_is_killed_at_any_moment_leaves_the_old_graph_and_keeps_what_was_read(kg: Kg, news: Path) -> None:
    """Fifty real kills: before anything is read, while documents are read, while the graph is written, after it."""
    kg("build", "news")
    old = (news / "graph.trig").read_bytes()
    many(news, 60)
    whole = afresh(kg, news)
    begun = time.monotonic()
    started(news, "--no-cache", "-g", "timed.trig").communicate()
    length = time.monotonic() - begun
    dice = random.Random(0)
    done = 0
    for number in range(50):
        if number % 10 == 0:
            shutil.rmtree(news / ".kg-cache", ignore_errors=True)
            (news / "graph.trig").write_bytes(old)
            done = 0
        code, said = stopped(started(news), signal.SIGKILL, dice.uniform(0, length))
        steps = [json.loads(line) for line in said if line.endswith("}")]
        read = sum(step["event"] == "read" for step in steps)
        assert (news / "graph.trig").read_bytes() in (old, whole)
        if code == 0:
            assert (news / "graph.trig").read_bytes() == whole
        remaining = next((step["total"] for step in steps if step["event"] == "read"), None)
        if remaining is not None:
            assert remaining <= 64 - done
        done += read
    assert kept(news) >= done
    assert (news / "graph.trig").read_bytes() == whole


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_build_in_one_line_and_the_next_goes_on(kg: Kg, news: Path, jobs: str) -> None:
    many(news, 60)
    whole = afresh(kg, news)
    command = [sys.executable, "-m", "kg", "build", "news", "--jobs", jobs]
    build = subprocess.Popen(
        command,
        cwd=news,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell has its background jobs ignore interrupts, and their children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    database = news / ".kg-cache" / "readings.sqlite3-wal"
    while build.poll() is None and not (database.exists() and database.stat().st_size > 40_000):
        time.sleep(0.01)
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate()
    assert build.returncode == 130
    (line,) = said.splitlines()
    assert line.startswith("kg: interrupted: ")
    assert "the same command goes on from there" in line
    assert not (news / "graph.trig").exists()
    assert 0 < kept(news, "--jobs", jobs) < 64
    assert (news / "graph.trig").read_bytes() == whole


def test_a_worker_that_is_killed_is_told_in_one_line(kg: Kg, news: Path) -> None:
    many(news, 200)
    build = started(news, "--jobs", "2")
    assert build.stderr is not None
    build.stderr.readline()
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
    _, said = build.communicate()
    lines = [line for line in said.splitlines() if not line.startswith("{")]
    assert build.returncode == 2
    assert len(lines) == 1
    assert lines[0].startswith("kg: a process that was reading was killed, perhaps for want of memory; not read: ")
    assert not (news / "graph.trig").exists()
    assert kept(news) > 0
    assert (news / "graph.trig").read_bytes() == afresh(kg, news)


def test_processes_that_read_end_with_the_build_that_started_them(news: Path) -> None:
    many(news, 200)
    build = started(news, "--jobs", "2")
    assert build.stderr is not None
    build.stderr.readline()
    children = [int(child) for child in Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text().split()]
    assert len(children) == 2
    build.kill()
    build.communicate()
    for _ in range(500):
        if not any(alive(child) for child in children):
            return
        time.sleep(0.02)
    pytest.fail("a process goes on reading for nobody")


def alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
