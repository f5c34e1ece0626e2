"""A document's text cut into paragraphs and sentences; offsets stay those of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.reading.trees import Word

_VIEW = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u200b", " "),
        **dict.fromkeys("\u2013\u2015", "\u2014"),
    }
)


def view(text: str) -> str:
    """The text as the grammar should see it: exotic hyphens, quotes and spaces made plain, one character for one.

    >>> view("DeepSeek\u2011R1\u2019s")
    "DeepSeek-R1's"
    """
    return text if text.isascii() else text.translate(_VIEW)


_DATELINE = re.compile(
    r"[A-Z][A-Z .,'()/-]{2,}[A-Z)][^\n]{0,60}? ?(?:\([^()\n]{2,30}\) ?(?:\u2014|--|-) ?|(?:\u2014|--|-) )"
    r"(?:[^\u2014\n]{4,24} \u2014 )?(?=[A-Z\"])"
)
"""The place and date that start a report: "WASHINGTON, April 15 (Newsline) - "."""
_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_AGENCY = r"(?:\([^()\n]{2,30}\) ?)?"
_DAY = rf"(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}},?)?(?: \d{{4}})?|\d{{4}}"
_MOMENT = re.compile(rf"(?:\d\d[:.]\d\d\s|(?:{_DAY})\s?{_AGENCY}(?:\u2014|--|:|-)\s)\s*(?=[A-Z\"])")
"""The time that starts an entry of a timeline or a live blog."""

_UNIT = re.compile(r"[a-z]{1,2}\.")
"""What ends a number and the sentence at once: "raised $500m. The firm"."""
ABBREVIATIONS = {"Nr", "Nos", "Art", "Fig", "Sec", "vol", "pp"}
"""What a full stop before a number does not end."""
OPENERS = {"The", "It", "He", "She", "They", "In", "But", "A", "An", "This", "These", "That", "Its", "We", "However"}
"""What starts a sentence even after an abbreviation: "… Labs Inc. The firm …"."""
_BULLET = re.compile(r"\s*(?:[\u2022\u25aa\u25e6*\u00b7\u2013-]|\d{1,2}[.)])\s+(?=\S)")


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of paragraphs, headings, bullets and datelines; hard-wrapped lines belong together."""
    for first, end in _paragraphs(text):
        bullet = _BULLET.match(text, first, end)
        start = bullet.end() if bullet else first
        opening = _MOMENT.match(view(text[start : min(end, start + 40)])) or _DATELINE.match(
            view(text[start : min(end, start + 120)])
        )
        if opening:
            yield start, start + opening.end()
        yield start + (opening.end() if opening else 0), end


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for paragraph in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text):
        lines = [
            (paragraph.start() + m.start(), paragraph.start() + m.end()) for m in re.finditer(r"[^\n]+", paragraph[0])
        ]
        if _wrapped([text[s:e] for s, e in lines]):
            yield lines[0][0], lines[-1][1]
        else:
            yield from lines


def _wrapped(lines: list[str]) -> bool:
    """Whether lines look broken by width: all but the last are 40 to 110 long, and most end inside a sentence."""
    body = [line.rstrip() for line in lines[:-1]]
    if not body or not all(40 <= len(line) <= 110 for line in body):
        return False
    return sum(line[-1] not in ".!?:\"'" for line in body) * 2 > len(body)


def sentences(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Cut words at full stops, question and exclamation marks that a new sentence follows."""
    first = 0
    for i in range(1, len(words)):
        if (
            _ends(words, i - 1)
            and (words[i].text[0].isupper() or words[i].text[0].isdigit() or words[i].text[0] in "\"'([$")
            and (i < len(words) - 1 or len(words[i].text) > 1)
        ):
            yield words[first:i]
            first = i
    if first < len(words):
        yield words[first:]


def _ends(words: Sequence[Word], i: int) -> bool:
    """Whether a sentence may end with word i: a stop, or a closing quote or bracket after one."""
    text = words[i].text
    after = words[i + 1].text if i + 1 < len(words) else ""
    if text == "." and i > 0 and words[i - 1].text in ABBREVIATIONS and after[:1].isdigit():
        return False
    if text.endswith(".") and len(text) > 2 and words[i].space and after in OPENERS:
        return True
    if i > 0 and _UNIT.fullmatch(text) and words[i - 1].text[-1].isdigit() and not words[i - 1].space:
        return words[i].space
    if text in {'"', "'", ")", "]", "''"} and i > 0:
        return not words[i - 1].space and words[i - 1].text in {".", "!", "?", "...", "…"}
    if text in {"!", "?", "...", "…"}:
        return words[i].space
    if text == ".":
        return words[i].space
    return False
