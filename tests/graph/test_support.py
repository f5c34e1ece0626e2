"""Which documents count beside one another, and how strongly they support a fact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.graph.support import independent, strength
from kg.model import Document, Evidence
from tests.graph.press import ACME, ITALY, ban

LONG = "In the end the government of Italy banned the chatbot of Acme from every public office."


def piece(document: str, sentence: str) -> Evidence:
    return replace(ban(ITALY, ACME).evidence[0], document_id=document, sentence=sentence)


@pytest.mark.parametrize(
    ("sources", "sentences", "count"),
    [
        (["a.txt", "b.txt"], ["It is so.", "So it is."], 2),
        (["", ""], ["It is so.", "So it is."], 2),
        (["https://www.news.example/1", "http://news.example/2?x"], ["It is so.", "So it is."], 1),
        (["https://news.example/1", "https://other.example/1"], ["It is so.", "So it is."], 2),
        (["https://me@NEWS.example:8080/1", "https://news.example"], ["It is so.", "So it is."], 1),
        (["rows.csv", "rows.csv"], ["It is so.", "So it is."], 1),
        (["a.txt", "b.txt"], [LONG, LONG.upper()], 1),
        (["a.txt", "b.txt"], ["Italy banned it.", "Italy banned it."], 2),
        (["https://news.example/1", "https://news.example/2", "c.txt"], ["It is so.", LONG, LONG], 1),
        (["https://[broken", "https://[broken"], ["It is so.", "So it is."], 1),
    ],
)
def test_documents_of_one_source_and_copies_count_once(sources: list[str], sentences: list[str], count: int) -> None:
    documents = {f"{i}": Document(id=f"{i}", text="", source=source) for i, source in enumerate(sources)}
    evidence = [piece(f"{i}", sentence) for i, sentence in enumerate(sentences)]
    assert independent(evidence, documents) == count
    assert independent(reversed(evidence), documents) == count


def test_two_sentences_of_one_document_count_once() -> None:
    assert independent([piece("a", "It is so."), piece("a", "So it is.")], {}) == 1


def test_support_grows_with_every_document_and_depends_on_how_firmly_it_speaks() -> None:
    fact = ban(ITALY, ACME)
    both = replace(fact, evidence=(piece("a", "It is so."), piece("b", "So it is.")))
    assert strength([fact], {}) == pytest.approx(0.8)
    assert strength([both], {}) == pytest.approx(0.96)
    weaker = [
        strength([replace(fact, modality=m)], {}) for m in ("reported", "claimed", "former", "planned", "hypothetical")
    ]
    assert weaker == sorted(weaker, reverse=True)
    assert 0 < weaker[-1] < weaker[0] < 0.8
    assert strength([replace(fact, modality="unheard of")], {}) == weaker[-1]
    assert strength([replace(fact, polarity="negative")], {}) == 0


def test_facts_that_say_the_same_support_one_another_and_each_document_speaks_once() -> None:
    firm = replace(ban(ITALY, ACME), evidence=(piece("a", "It is so."),))
    weak = replace(ban(ITALY, ACME, modality="claimed"), evidence=(piece("a", "So it is."), piece("b", "So they say.")))
    assert strength([firm, weak], {}) == pytest.approx(1 - 0.2 * 0.4)
    assert strength([weak, firm], {}) == strength([firm, weak], {})
