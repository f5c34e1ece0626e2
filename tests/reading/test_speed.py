"""What is left out, remembered or done together for speed changes nothing that is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kg.model import Document, Reading
from kg.ontology import load
from kg.reading import documents, language, matrices, portions, transitions, vectors
from kg.reading.frames import Frames
from kg.reading.mentions import Namer
from kg.reading.morphology import Morphology
from kg.reading.reader import Reader

ROOT = Path(__file__).parents[2]
GOLD = [f"{ROOT}/seeds/[a-z]*.md", f"{ROOT}/tests/articles/*/docs/*.txt"]


@pytest.fixture(scope="module")
def texts() -> list[Document]:
    """Every document that has gold annotations."""
    return sorted(documents.read(GOLD), key=lambda document: document.id)


@pytest.fixture(scope="module")
def together(texts: list[Document]) -> list[Reading]:
    return list(Reader(load()).read(texts))


def test_every_sentence_asked_about_and_every_name_tried_in_full_gives_the_same_facts(
    texts: list[Document], together: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Frames, "_plays", lambda *_: True)
    monkeypatch.setattr(Namer, "_doubtful", lambda *_: True)
    monkeypatch.setattr(Morphology, "components", frozenset())
    monkeypatch.setattr(language, "remember", lambda _: None)
    monkeypatch.setattr(language, "index_words", lambda _: None)
    monkeypatch.setattr(transitions, "_goes_by_steps", lambda _: False)
    assert len(texts) > 30
    for ungated, gated in zip(Reader(load()).read(texts), together, strict=True):
        assert ungated.facts == gated.facts, gated.document.id
        assert [fact.evidence for fact in ungated.facts] == [fact.evidence for fact in gated.facts]


def test_what_is_forgotten_for_want_of_room_is_found_again(
    texts: list[Document], together: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "MOST", 100)
    assert list(Reader(load()).read(texts[:5])) == together[:5]


@pytest.mark.parametrize("rows", [1, matrices.ROWS, matrices.ROWS + 1, 3 * matrices.ROWS])
def test_a_product_in_blocks_is_that_of_numpy_however_many_rows_there_are(rows: int) -> None:
    generator = np.random.default_rng(rows)
    words, weights = (generator.standard_normal((n, 96)).astype(np.float32) for n in (rows, 64))
    found = matrices.in_blocks().gemm(words, weights, trans2=True)
    np.testing.assert_allclose(found, words @ weights.T, rtol=1e-4, atol=1e-4)
    given = np.empty((rows + 1, 64), dtype=np.float32)
    matrices.in_blocks().gemm(words, weights, trans2=True, out=given[1:])
    np.testing.assert_array_equal(given[1:], found)
    if matrices.even(weights):
        alone = [matrices.in_blocks().gemm(words[i : i + 1], weights, trans2=True) for i in range(rows)]
        np.testing.assert_array_equal(np.concatenate(alone), found)


def test_a_model_keeps_its_own_products_where_those_in_blocks_are_uneven(
    texts: list[Document], together: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrices, "even", lambda _: False)
    assert list(Reader(load()).read(texts[:5])) == together[:5]


def test_a_document_is_read_alike_alone_and_among_others(texts: list[Document], together: list[Reading]) -> None:
    alone = Reader(load())
    assert [reading for text in reversed(texts) for reading in alone.read([text])] == together[::-1]


def paragraphs() -> Iterator[str]:
    for i in range(40):
        yield f"Italy has banned Orrin Labs {i}. The Italian regulator said it had acted on 3 May 2023."


def test_a_long_document_is_read_in_parts_whose_offsets_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Document(id="long", text="\n\n".join(paragraphs()))
    whole = Reader(load())
    (expected,) = whole.read([long])
    monkeypatch.setattr(portions, "PART", 300)
    (found,) = whole.read([long])
    assert [evidence for fact in found.facts for evidence in fact.evidence] == list(expected.facts[0].evidence)
    assert len(expected.facts[0].evidence) == 40
    assert found.facts == expected.facts
    assert {e.id for e in found.entities} == {e.id for e in expected.entities}
    assert [(m.start, m.end) for m in found.mentions] == [(m.start, m.end) for m in expected.mentions]
    for fact in found.facts:
        assert all(long.text[e.start : e.end] == e.sentence for e in fact.evidence)


def sentences(reading: Reading) -> set[str]:
    return {evidence.sentence for fact in reading.facts for evidence in fact.evidence}


def test_a_paragraph_that_is_too_long_is_cut_between_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Document(id="long", text=" ".join(paragraphs()))
    whole = Reader(load())
    (expected,) = whole.read([long])
    monkeypatch.setattr(portions, "PART", 250)
    (found,) = whole.read([long])
    assert {e.sentence for f in found.facts for e in f.evidence} == {
        e.sentence for f in expected.facts for e in f.evidence
    }


def test_words_that_belong_together_are_not_remembered_one_by_one() -> None:
    """ "Gonna" is two words, of which the first is a form of "go" there alone."""
    language = Reader(load()).language
    for text in ("Nvidia is gonna ban it.", "They are gon banned.", "Let's ban DeepSeek.", "There is a ban."):
        words = language.words(text, 0, len(text))
        remembered = next(iter(language.parse([(words, [])])))
        plain = Reader(load()).language
        plain._morphology.components = frozenset()
        assert [(t.text, t.lemma, t.pos) for t in remembered.tokens] == [
            (t.text, t.lemma, t.pos) for t in next(iter(plain.parse([(words, [])]))).tokens
        ]
