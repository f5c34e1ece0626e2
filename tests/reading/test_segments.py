"""The view of a text, and the text cut into blocks and sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.reader import Reader
from kg.reading.segments import blocks, sentences, view
from kg.reading.trees import Word

TEXTS = st.one_of(st.text(max_size=120), st.text(alphabet="aB1. \n•-*—–)(PARIS:\"'’$", max_size=120))


def words(reader: Reader, text: str) -> list[Word]:
    return reader.language.words(text, 0, len(text))


# ---------------------------------------------------------------- the view


@given(st.text())
def test_the_view_has_the_length_of_the_text_and_a_view_of_its_own_that_is_equal(text: str) -> None:
    assert len(view(text)) == len(text)
    assert view(view(text)) == view(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_plain_text_looks_as_it_is(text: str) -> None:
    assert view(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("GPT\u20114", "GPT-4"),
        ("DeepSeek\u2019s", "DeepSeek's"),
        ("\u201cNo\u201d", '"No"'),
        ("«Non»", '"Non"'),
        ("$5.6\u00a0million", "$5.6 million"),
        ("2023\u20132024", "2023\u20142024"),
    ],
)
def test_exotic_marks_look_plain(text: str, plain: str) -> None:
    assert view(text) == plain


# ---------------------------------------------------------------- blocks


def cut(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in blocks(text)]


@given(TEXTS)
def test_blocks_lie_in_the_text_in_order_and_leave_out_no_letter(text: str) -> None:
    spans = list(blocks(text))
    assert all(start <= end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    inside = "".join(text[start:end] for start, end in spans)
    assert [c for c in inside if c.isalpha()] == [c for c in text if c.isalpha()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("A heading\nA text.", ["A heading", "A text."]),
        ("- one\n• two\n1. three", ["one", "two", "three"]),
        ("PARIS, Jan 5 (Reuters) - The firm fell.", ["PARIS, Jan 5 (Reuters) -", "The firm fell."]),
        ("LONDON — The firm fell.", ["LONDON —", "The firm fell."]),
        ("20 January — The firm fell.", ["20 January —", "The firm fell."]),
        ("Feb 4 (Reuters) – The firm fell.", ["Feb 4 (Reuters) –", "The firm fell."]),
        ("Sept. 12, 2025 (Reuters) - The firm fell.", ["Sept. 12, 2025 (Reuters) -", "The firm fell."]),
        ("MILAN (Reuters) -Italy's firm fell.", ["MILAN (Reuters) -", "Italy's firm fell."]),
        ("MILAN, Jan 30 (Reuters) -The firm fell.", ["MILAN, Jan 30 (Reuters) -", "The firm fell."]),
        ("SEOUL, Feb 4 (Yonhap) -- The firm fell.", ["SEOUL, Feb 4 (Yonhap) --", "The firm fell."]),
        ("Feb 4 was a bad day.", ["Feb 4 was a bad day."]),
        ("IBM (NYSE) said it fell.", ["IBM (NYSE) said it fell."]),
        ("NATO -led firms fell.", ["NATO -led firms fell."]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_paragraphs_headings_bullets_and_datelines_are_blocks(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_lines_broken_by_width_are_one_block() -> None:
    text = (
        "The chipmaker said on Tuesday that it would sell\n"
        "its factory in the north of the country to a rival\n"
        "that had long wanted it."
    )
    assert cut(text) == [text]


# ---------------------------------------------------------------- sentences


@given(TEXTS)
def test_sentences_are_all_words_in_order(reader: Reader, text: str) -> None:
    found = words(reader, text)
    parts = list(sentences(found))
    assert [word for part in parts for word in part] == found
    assert all(parts)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It fell. It rose.", 2),
        ("The U.S. banned it. Mr. Ito agreed.", 2),
        ("Orrin Inc. fell by 5.6 per cent.", 1),
        ("“It fell.” He left.", 2),
        ("Why? Nobody knows! It fell.", 3),
        ("It sold the H100. The H800 came later.", 2),
        ("He said: “It fell”, and left.", 1),
        ("It fell ... and rose.", 1),
    ],
)
def test_sentences_end_where_readers_end_them(reader: Reader, text: str, number: int) -> None:
    assert len(list(sentences(words(reader, text)))) == number
