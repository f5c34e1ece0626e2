"""Building: the same documents give the same graph, in whatever order, in however many processes or parts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.build import BuildResult, build
from kg.engines import local
from kg.errors import DocumentError, MissingPartError
from kg.graph.store import GraphStore
from kg.model import Document, Reading
from kg.ontology import Ontology, load
from kg.reading import documents
from kg.reading.entities import resolve

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*-*.md"))
PROGRAM = """
import sys
from kg.build import build
sys.stdout.buffer.write(build(sys.argv[2:], jobs=int(sys.argv[1])).store.serialize())
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load()


@pytest.fixture(scope="module")
def seeds() -> BuildResult:
    return build(SEEDS)


@pytest.fixture(scope="module")
def readings(ontology: Ontology) -> list[Reading]:
    """The sample documents, each read for itself."""
    return list(local.readings(documents.read(SEEDS), ontology.folder, None, 1))


def texts() -> dict[str, str]:
    return {document.id: document.text for document in documents.read(SEEDS)}


# ---------------------------------------------------------------- the same bytes


def test_building_twice_gives_the_same_bytes(seeds: BuildResult) -> None:
    again = build(SEEDS)
    assert again.store.serialize() == seeds.store.serialize()
    assert again.rejections == seeds.rejections


@pytest.mark.parametrize(("jobs", "seed"), [("1", "1"), ("2", "2")])
def test_another_process_and_two_processes_give_the_same_bytes(seeds: BuildResult, jobs: str, seed: str) -> None:
    """Python's sets and dictionaries of strings come in another order in each process."""
    command = [sys.executable, "-c", PROGRAM, jobs, *map(str, SEEDS)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
    assert done.stdout == seeds.store.serialize()


def test_the_order_of_paths_does_not_matter(seeds: BuildResult) -> None:
    turned = build(SEEDS[::-1])
    assert turned.store.serialize() == seeds.store.serialize()
    assert turned.rejections == seeds.rejections


def test_more_processes_than_documents_give_the_same_bytes(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text(f"Italy banned DeepSeek on {number + 1} May 2023.", encoding="utf-8")
    assert build([tmp_path], jobs=2).store.serialize() == build([tmp_path]).store.serialize()


@given(st.permutations(range(len(SEEDS))), st.integers(1, len(SEEDS) - 1))
@settings(max_examples=8)
def test_merged_parts_equal_the_whole(
    readings: list[Reading], seeds: BuildResult, ontology: Ontology, order: Sequence[int], cut: int
) -> None:
    one, other = (
        GraphStore.create(resolve([readings[i] for i in part], ontology), ontology)
        for part in (order[:cut], order[cut:])
    )
    merged = one.merge(other).serialize()
    assert merged == other.merge(one).serialize() == seeds.store.serialize()


@pytest.mark.parametrize("number", [2, 3])
def test_variants_of_a_name_in_different_parts_join(tmp_path: Path, number: int) -> None:
    notes = {
        "a": "Liang Wenfeng founded DeepSeek. DeepSeek grew.",
        "b": "Liang Wenfang founded Deep Seek. Liang Wenfang spoke. Liang Wenfang left.",
        "c": "Liang Wenfeng founded DEEPSEEK in May 2023. Italy banned Deep-Seek.",
        "d": "The start-up Orrin Labs sued Orrin Labs Inc. over Deep Seek.",
    }
    for name, text in notes.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    paths = sorted(tmp_path.glob("*.txt"))
    whole = build(paths).store.serialize()
    for part in combinations(paths, number):
        rest = [path for path in paths if path not in part]
        assert build(part).store.merge(build(rest).store).serialize() == whole


# ---------------------------------------------------------------- evidence


def test_every_fact_of_the_graph_has_its_sentence(seeds: BuildResult) -> None:
    known = texts()
    facts = seeds.store.facts()
    assert len(facts) > 20
    for fact in facts:
        assert fact.evidence
        for evidence in fact.evidence:
            text = known[evidence.document_id]
            assert text[evidence.start : evidence.end] == evidence.sentence
            assert evidence.start <= evidence.trigger_start < evidence.trigger_end <= evidence.end
            for mention in evidence.mentions:
                assert " ".join(text[mention.start : mention.end].split()) == mention.text


def test_every_mention_of_the_graph_stands_in_its_document(seeds: BuildResult) -> None:
    known = texts()
    for entity in seeds.store.entities():
        for mention in seeds.store.mentions(entity.id):
            assert known[mention.document_id][mention.start : mention.end] == mention.text


def test_facts_of_one_document_keep_their_own_evidence(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Italy banned DeepSeek.", encoding="utf-8")
    (fact,) = build([tmp_path]).store.facts()
    assert [(evidence.document_id, evidence.start) for evidence in fact.evidence] == [("a", 0), ("b", 0)]


def test_what_is_denied_or_supposed_is_marked_and_has_no_plain_triple(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Italy did not ban DeepSeek. If Japan bans DeepSeek, users leave. Spain banned DeepSeek.", "utf-8")
    graph = kg.build(note)
    marks = {kg.model.label_of(f.roles["restrictor"]): (f.polarity, f.modality) for f in graph.facts()}
    assert marks == {
        "Italy": ("negative", "actual"),
        "Japan": ("positive", "hypothetical"),
        "Spain": ("positive", "actual"),
    }
    solutions = graph.query("SELECT ?name { ?who kg:restricts company:DeepSeek ; rdfs:label ?name }")
    assert [str(name) for (name,) in solutions] == ["Spain"]  # type: ignore[union-attr]


# ---------------------------------------------------------------- ways to build


def test_progress_is_told_for_each_document() -> None:
    told: list[tuple[int, int, str]] = []
    build(SEEDS[:2], progress=lambda done, total, document: told.append((done, total, document)))
    assert told == [(1, 2, SEEDS[0].stem), (2, 2, SEEDS[1].stem)]


def test_the_base_is_that_of_every_iri(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Italy banned DeepSeek.", encoding="utf-8")
    written = build([tmp_path], base="https://data.example.org/news/").store.serialize("nquads").decode()
    assert "<https://data.example.org/news/company/DeepSeek>" in written
    assert "<https://kg.example/company" not in written


def test_refused_facts_are_returned_with_their_reasons(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Italy banned DeepSeek. DeepSeek rivals DeepSeek.", encoding="utf-8")
    (refused,) = build([tmp_path]).rejections
    assert (refused.relation, refused.reason) == ("Rivalry", "one entity in two roles")
    assert (refused.document_id, refused.sentence) == ("note", "DeepSeek rivals DeepSeek.")


def test_metadata_reach_the_graph(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text(
        "---\ntitle: Bans\ndate: 2025-01-30\n---\n\nItaly banned DeepSeek on 28 January.\n", encoding="utf-8"
    )
    store = build([note]).store
    (document,) = store.documents()
    assert (document.title, document.published) == ("Bans", "2025-01-30")
    (fact,) = store.facts()
    assert fact.date is not None
    assert fact.date.value == "2025-01-28"


def test_a_document_without_facts_is_in_the_graph(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("It rains.", encoding="utf-8")
    store = build([tmp_path]).store
    assert [document.id for document in store.documents()] == ["note"]
    assert store.facts() == []


def test_documents_in_memory_are_read_as_files_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Italy banned DeepSeek.")
    (tmp_path / "b.txt").write_text("Nvidia sold chips to China.")
    texts = [Document(id="a", text="Italy banned DeepSeek.", source=f"{tmp_path}/a.txt"), tmp_path / "b.txt"]
    assert build(iter(texts)).store.serialize() == build([tmp_path]).store.serialize()


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([Document(id="a", text=" ")], "a: a document without text"),
        ([Document(id="", text="Italy banned DeepSeek.", source="news")], "news: a document without an id"),
        (
            [Document(id="a", text="One."), Document(id="a", text="Two.")],
            "a: the id 'a' is that of a document in a, too",
        ),
    ],
)
def test_a_document_that_cannot_be_told_apart_is_refused(texts: list[Document], message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        build(texts)
    assert str(caught.value) == message


def test_a_document_without_text_may_be_left_out() -> None:
    left: list[DocumentError] = []
    texts = [Document(id="a", text=" "), Document(id="b", text="Italy banned DeepSeek.")]
    found = build(texts, skipped=left.append).store.documents()
    assert ([document.id for document in found], list(map(str, left))) == (["b"], ["a: a document without text"])


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="missing"):
        build([tmp_path / "missing.txt"])


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Italy banned DeepSeek.", encoding="utf-8")
    with pytest.raises(MissingPartError, match="en_no_such_model"):
        build([tmp_path], model="en_no_such_model")


def test_an_engine_gives_readings_in_the_order_of_documents(ontology: Ontology) -> None:
    def stream() -> Iterator[Document]:
        for number in (3, 1, 2):
            yield Document(id=str(number), text="Italy banned DeepSeek.")

    found = local.readings(stream(), ontology.folder, None, 1)
    assert [reading.document.id for reading in found] == ["3", "1", "2"]
