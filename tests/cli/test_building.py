"""kg build and kg evaluate, on documents of a sentence or two."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result

from kg.graph.leases import claim
from kg.model import Document, Reading
from kg.reading.lines import Line
from kg.reading.reader import Reader

Kg = Callable[..., Result]


@pytest.fixture
def news(folder: Path) -> Path:
    """Two documents, and no graph yet."""
    (folder / "graph.trig").unlink()
    (folder / "news").mkdir()
    (folder / "news" / "ban.txt").write_text("Italy has banned DeepSeek.")
    (folder / "news" / "price.md").write_text("---\ntitle: A price\n---\nTraining DeepSeek-R1 cost $5.6 million.\n")
    return folder


def facts(result: Result) -> list[tuple[str, str]]:
    assert result.exit_code == 0, result.stderr
    return [(row["relation"], row["document"]) for row in map(json.loads, result.stdout.splitlines())]


EXPECTED = [("Cost", "price"), ("Restriction", "ban")]


def test_a_build_writes_the_graph_and_says_what_is_in_it(kg: Kg, news: Path) -> None:
    result = kg("build", "news")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "graph.trig: 2 documents · 3 entities · 2 facts · next: kg ask QUESTION, kg view\n"
    assert facts(kg("facts")) == EXPECTED
    before = (news / "graph.trig").read_bytes()
    assert kg("build", "news/price.md", "news/*.txt", "-g", "other.trig").exit_code == 0
    assert (news / "other.trig").read_bytes() == before


@pytest.mark.parametrize("graph", ["store", "g.nq", "g.ttl", "g.jsonld"])
def test_the_name_of_the_graph_says_how_it_is_kept(kg: Kg, news: Path, graph: str) -> None:
    assert kg("build", "news", "-g", graph).stdout.startswith(f"{graph}: 2 documents · ")
    assert (news / graph).is_dir() == (graph == "store")
    assert facts(kg("facts", "-g", graph)) == EXPECTED


def test_a_build_does_not_begin_while_another_process_writes_the_folder(kg: Kg, news: Path) -> None:
    with claim(news / ".store.new", news / "store"):
        refused = kg("build", "news", "-g", "store")
    assert refused.exit_code == 2
    assert refused.stderr == "kg: store: another process is writing this graph; try again when it has ended\n"
    assert kg("build", "news", "-g", "store").exit_code == 0
    assert sorted(path.name for path in news.iterdir() if "store" in path.name) == ["store"]


@pytest.mark.usefixtures("news")
def test_documents_and_graph_may_be_the_standard_streams(kg: Kg) -> None:
    result = kg("build", "-", "-g", "-", stdin="Italy has banned DeepSeek.")
    assert result.exit_code == 0
    (found,) = facts(kg("facts", "-g", "-", stdin=result.stdout_bytes))
    assert found[0] == "Restriction"


@pytest.mark.usefixtures("news")
def test_the_base_names_everything(kg: Kg) -> None:
    assert kg("build", "news", "--base", "https://example.org/news/").exit_code == 0
    rows = [json.loads(line) for line in kg("query", "SELECT ?s WHERE { ?s kg:restricts ?o }").stdout.splitlines()]
    assert rows == [{"s": "https://example.org/news/country/Italy"}]


def test_refused_facts_are_kept_with_their_reasons(kg: Kg, news: Path) -> None:
    (news / "news" / "odd.txt").write_text("OpenAI bought OpenAI.")
    assert kg("build", "news", "--rejected", "rejected.jsonl").exit_code == 0
    rejected = [json.loads(line) for line in (news / "rejected.jsonl").read_text().splitlines()]
    assert rejected == [
        {
            "relation": "Acquisition",
            "reason": "one entity in two roles",
            "document": "odd",
            "roles": {"acquirer": "OpenAI", "item": "OpenAI"},
            "start": 0,
            "end": 21,
            "sentence": "OpenAI bought OpenAI.",
        }
    ]


def test_a_build_that_fails_leaves_the_old_graph(kg: Kg, news: Path) -> None:
    assert kg("build", "news").exit_code == 0
    before = (news / "graph.trig").read_bytes()
    (news / "news" / "zero.txt").write_bytes(b"\x00\x01\x02" * 100)
    result = kg("build", "news", "--rejected", "rejected.jsonl")
    assert result.exit_code == 2
    assert "news/zero.txt" in result.stderr
    assert (news / "graph.trig").read_bytes() == before
    assert not (news / "rejected.jsonl").exists()


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that breaks off at the word "Zorvex", and is interrupted at the word "Ctrl-C"."""
    whole = Reader._reading

    def read(self: Reader, document: Document, lines: Sequence[Line]) -> Reading:
        if "Zorvex" in document.text:
            raise IndexError("list index\nout of range")
        if "Ctrl-C" in document.text:
            raise KeyboardInterrupt
        return whole(self, document, lines)

    monkeypatch.setattr(Reader, "_reading", read)


def test_what_is_no_document_may_be_left_out(kg: Kg, news: Path) -> None:
    assert kg("build", "news", "-g", "whole.trig").exit_code == 0
    (news / "news" / "empty.txt").write_text("")
    (news / "news" / "rows.csv").write_text("id,text\nlast,\nnever,Italy banned Grok.\n")
    assert kg("build", "news", "-g", "part.trig").exit_code == 2
    assert not (news / "part.trig").exists()
    found = kg("build", "news", "-g", "part.trig", "--skip-unreadable")
    assert found.exit_code == 0
    assert found.stderr.splitlines() == [
        "kg: left out: news/empty.txt: the file is empty",
        "kg: left out: news/rows.csv:2: this row has no text",
    ]
    assert " · 2 left out · " in found.stdout
    assert (news / "part.trig").read_bytes() == (news / "whole.trig").read_bytes()


def test_rows_before_one_without_a_text_are_kept(kg: Kg, news: Path) -> None:
    (news / "rows.csv").write_text("id,text\nfirst,Spain banned Grok.\nsecond,\nthird,Italy banned Grok.\n")
    found = kg("build", "rows.csv", "-g", "part.trig", "--skip-unreadable")
    assert found.stderr == "kg: left out: rows.csv:3: this row has no text (with all that follows in the file)\n"
    assert found.stdout.startswith("part.trig: 1 document · ")


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_document_on_which_the_reader_breaks_off_is_named_in_one_line(kg: Kg, news: Path, jobs: str) -> None:
    assert kg("build", "news").exit_code == 0
    before = (news / "graph.trig").read_bytes()
    (news / "news" / "odd.txt").write_text("Italy has banned Zorvex.")
    result = kg("build", "news", "--jobs", jobs, "--rejected", "rejected.jsonl")
    line = "kg: odd: cannot be read, for a fault of kg: IndexError: list index out of range\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", line)
    assert (news / "graph.trig").read_bytes() == before
    assert not (news / "rejected.jsonl").exists()


@pytest.mark.usefixtures("faulty")
def test_an_interrupt_while_a_document_is_read_stays_one(kg: Kg, news: Path) -> None:
    (news / "news" / "long.txt").write_text("Italy has banned Ctrl-C.")
    result = kg("build", "news")
    assert (result.exit_code, result.stdout, "Traceback" in result.stderr) == (130, "", False)
    assert not (news / "graph.trig").exists()


def test_progress_is_shown_where_somebody_watches(news: Path) -> None:
    watched, other_end = pty.openpty()
    command = [sys.executable, "-m", "kg", "build", "news"]
    process = subprocess.Popen(command, cwd=news, stdout=subprocess.PIPE, stderr=other_end, text=True)
    output, _ = process.communicate()
    os.close(other_end)
    shown = os.read(watched, 65536).decode()
    os.close(watched)
    assert "1 of 2 documents read: ban" in shown
    assert "2 of 2 documents read: price" in shown
    assert output.startswith("graph.trig: 2 documents")
    assert "documents read" not in output


@pytest.fixture
def gold(news: Path) -> Path:
    folder = news / "gold"
    folder.mkdir()
    status = {"optional": [], "status": "required"}
    annotated = [
        {"document": "ban", "relation": "Restriction", "roles": {"restrictor": ["Italy"], "restricted": ["DeepSeek"]}},
        {"document": "price", "relation": "Cost", "roles": {"subject": ["DeepSeek-R1"], "amount": ["USD 5600000"]}},
        {"document": "price", "relation": "ChipUse", "roles": {"user": ["DeepSeek-R1"], "chip": ["H800"]}},
    ]
    named = [
        {"document": "ban", "label": "Italia", "type": "Country"},
        {"document": "lost", "label": "X", "type": "Chip"},
    ]
    (folder / "aliases.json").write_text('{"Italia": ["Italy"]}')
    (folder / "facts.jsonl").write_text("".join(json.dumps(row | status) + "\n" for row in annotated))
    (folder / "entities.jsonl").write_text("".join(json.dumps(row | status) + "\n" for row in named))
    return folder


@pytest.mark.usefixtures("gold")
def test_an_evaluation_for_people(kg: Kg) -> None:
    result = kg("evaluate", "news", "--gold", "gold", "--misses", "--format", "table")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["Facts", "Precision", "Recall", "F1"] in lines
    assert ["chip", "use", "0.000", "0/0", "0.000", "0/1", "0.000"] in lines
    assert ["all", "1.000", "2/2", "0.667", "2/3", "0.800"] in lines
    assert "Missed facts · 1" in result.stdout
    assert "user: DeepSeek-R1, chip: H800" in result.stdout
    assert "“Training DeepSeek-R1 cost $5.6 million.”   price" in result.stdout
    assert result.stdout.endswith("nothing was read from lost\n")


@pytest.mark.usefixtures("gold")
def test_an_evaluation_for_programs(kg: Kg) -> None:
    found = json.loads(kg("evaluate", "news", "--gold", "gold").stdout)
    assert found["facts"]["all"] == {
        "right": 2,
        "wrong": 0,
        "found": 2,
        "missed": 1,
        "precision": 1.0,
        "recall": 2 / 3,
        "f1": 0.8,
    }
    assert found["facts"]["groups"]["Cost"]["f1"] == 1.0
    assert found["entities"]["groups"]["Country"]["found"] == 1
    assert [miss["group"] for miss in found["facts"]["missed"]] == ["ChipUse"]
    assert found["unread"] == ["lost"]
