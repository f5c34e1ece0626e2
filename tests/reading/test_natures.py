"""Names of two natures: the firm, or what it makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Named: TypeAlias = Callable[[str], list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("She wrote to him on WhatsApp.", "WhatsApp", "Product"),
        ("WhatsApp said that it would appeal. WhatsApp sued the firm.", "WhatsApp", "Company"),
        ("TikTok users like the TikTok app.", "TikTok", "Product"),
        ("TikTok owner ByteDance declined to comment.", "TikTok", "Product"),
        ("TikTok has hired a lawyer, TikTok said.", "TikTok", "Company"),
        ("The code is on GitHub.", "GitHub", "Product"),
        ("GitHub hired staff.", "GitHub", "Company"),
        ("They like the model Gemini.", "Gemini", "Model"),
        ("They like the Gemini chatbot.", "Gemini", "Product"),
    ],
)
def test_the_words_around_a_name_tell_its_nature(named: Named, text: str, name: str, type_: str) -> None:
    assert {its for _, found, its in named(text) if found == name} == {type_}


def test_a_name_has_one_nature_in_a_document(named: Named) -> None:
    text = "YouTube said so. YouTube hired staff. Then YouTube sued. It was seen on YouTube."
    assert {type_ for _, _, type_ in named(text)} == {"Company"}
