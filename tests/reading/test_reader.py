"""Documents in, readings out: whatever the text, everything in them has its place there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Document, Entity, Reading
from kg.ontology import Ontology
from kg.reading import documents
from kg.reading.reader import Reader

SEEDS = Path(__file__).parents[2] / "seeds"
NAMES = ["Italy", "DeepSeek", "R1", "GPT-4", "H800s", "Nvidia", "Liang Wenfeng", "U.S.", "Inc.", "中国", "$5.6 million"]
WORDS = [
    "banned",
    "sold",
    "It",
    "He",
    "its",
    "the firm",
    "a",
    "of",
    "by",
    "to",
    "and",
    "not",
    "if",
    "that",
    "17%",
    "shares",
]
MARKS = [
    "'s",
    "’s",
    ",",
    ".",
    ":",
    ";",
    "-",
    "—",
    "–",
    "(",
    ")",
    "“",
    "”",
    "‑",
    "•",
    "\n",
    "\n\n",
    "\u00a0",
    "\u200b",
    "🙂",
    "#",
]
TEXTS = st.one_of(
    st.text(max_size=150),
    st.lists(st.sampled_from(NAMES + WORDS + MARKS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(NAMES + WORDS + MARKS), max_size=25).map("".join),
)


def verify(reading: Reading) -> None:
    """Check that a reading is true to its document."""
    text, known = reading.document.text, {entity.id for entity in reading.entities}
    for mention in reading.mentions:
        assert mention.start <= mention.head < mention.end
        assert text[mention.start : mention.end] == mention.text
    for fact in reading.facts:
        assert {filler.id for filler in fact.roles.values() if isinstance(filler, Entity)} <= known
        assert fact.evidence
        for evidence in fact.evidence:
            assert text[evidence.start : evidence.end] == evidence.sentence
            assert evidence.start <= evidence.trigger_start < evidence.trigger_end <= evidence.end
            trigger = text[evidence.trigger_start : evidence.trigger_end]
            assert " ".join(trigger.split()) == evidence.trigger
            for role in evidence.mentions:
                assert evidence.start <= role.start < role.end <= evidence.end
                assert " ".join(text[role.start : role.end].split()) == role.text
            assert {role.role for role in evidence.mentions} == fact.roles.keys()
    for rejection in reading.rejections:
        assert text[rejection.start : rejection.end] == rejection.sentence


@given(TEXTS)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_can_be_read_and_offsets_are_true(read: Callable[..., Reading], text: str) -> None:
    reading = read(text, published="2025-01-28")
    assert reading.document.text == text
    verify(reading)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*-*.md")), ids=lambda path: path.stem)
def test_the_facts_of_the_sample_documents_stand_in_their_sentences(reader: Reader, path: Path) -> None:
    for reading in reader.read(documents.read([path])):
        assert reading.facts
        verify(reading)


def test_fillers_fit_their_roles(reader: Reader, ontology: Ontology) -> None:
    for reading in reader.read(documents.read(sorted(SEEDS.glob("*-*.md")))):
        for fact in reading.facts:
            relation = ontology.relations[fact.relation]
            for name, filler in fact.roles.items():
                kind = filler.type if isinstance(filler, Entity) else type(filler).__name__.replace("str", "Literal")
                role = relation.role(name)
                assert ontology.fits(kind, role) or (kind == "Literal" and role.kinds), (fact, name)
            assert {role.name for role in relation.roles if role.required} <= fact.roles.keys()


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", ".", "\ufeff", "#", "—", "0"])
def test_there_may_be_nothing_to_read(read: Callable[..., Reading], text: str) -> None:
    reading = read(text)
    assert (reading.mentions, reading.entities, reading.facts, reading.rejections) == ((), (), (), ())


def test_a_reader_reads_each_document_as_if_it_were_the_first(reader: Reader) -> None:
    one, other = Document(id="a", text="DeepSeek grew."), Document(id="b", text="The firm released GPT-4.")
    first, second = reader.read([one, other])
    assert (first.document, second.document) == (one, other)
    assert [second] == list(reader.read([other]))


def test_exotic_spaces_hyphens_and_quotes_change_nothing(read: Callable[..., Reading]) -> None:
    plain = read("OpenAI's GPT-4 cost $100 million. Italy banned it.")
    fancy = read("OpenAI’s GPT‑4 cost $100\u00a0million. Italy banned it.")
    assert [fact.roles for fact in fancy.facts] == [fact.roles for fact in plain.facts]
    assert [(m.start, m.end, m.name) for m in fancy.mentions] == [(m.start, m.end, m.name) for m in plain.mentions]


def test_offsets_count_code_points(read: Callable[..., Reading]) -> None:
    text = "🙂 中国 – Italy banned DeepSeek."
    (fact,) = read(text).facts
    assert text[fact.evidence[0].trigger_start : fact.evidence[0].trigger_end] == "banned"


def test_a_very_long_sentence_is_passed_over(read: Callable[..., Reading]) -> None:
    text = f"Italy banned {'DeepSeek and ' * 120}ChatGPT. Japan banned DeepSeek."
    assert [fact.evidence[0].sentence for fact in read(text).facts] == ["Japan banned DeepSeek."]
