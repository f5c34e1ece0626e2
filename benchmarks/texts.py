"""Short documents, as many as one likes: a sentence of the samples, and one of names that nobody has heard.

The same number gives the same documents. Half as many names are made up as there are documents, so that identity
across documents has as much more to do as there is more to read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count, product
from pathlib import Path

from kg.reading import documents

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("seeds/[a-z]*.md", "tests/articles/*/docs/*.txt")
LENGTH = range(12, 40)
"""How many words a sentence may have."""
ONSETS = ("Br", "C", "D", "Fl", "G", "H", "K", "L", "M", "N", "P", "Qu", "R", "St", "T", "V", "W", "Z")
MIDDLES = ("al", "en", "or", "im", "ov", "ut", "and", "est", "irr", "ol")
ENDS = ("ara", "ex", "ia", "ion", "is", "on", "um", "yx", "ard", "eon")
STEMS = ["".join(parts) for parts in product(ONSETS, MIDDLES, ENDS)]
SUFFIXES = ("Labs", "Systems", "Semiconductor", "Robotics", "Networks")


def write(path: Path, number: int) -> int:
    """Write so many documents as JSON Lines; how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for position, text in enumerate(texts(number)):
            file.write(json.dumps({"id": f"note-{position:07}", "published": "2025-06-01", "text": text}) + "\n")
            words += len(text.split())
    return words


def write_one(path: Path, size: int) -> None:
    """Write one document of at most so many bytes: the texts of many."""
    with path.open("wb") as file:
        for text in texts():
            paragraph = f"{text}\n\n".encode()
            if file.tell() + len(paragraph) > size:
                return
            file.write(paragraph)


def texts(number: int | None = None) -> Iterator[str]:
    """The texts of so many documents; without a number, one after the other for ever."""
    known = sentences()
    for position in count() if number is None else range(number):
        one, other = firm(position // 2), firm(position // 3 + 1)
        deed = f"{one} bought {other} for ${position % 900 + 10} million." if one != other else ""
        yield f"{known[position % len(known)]} {deed}"


def sentences() -> list[str]:
    """The sentences of the samples that are neither very short nor very long, as full stops divide them."""
    samples = documents.read(str(ROOT / source) for source in SOURCES)
    found = (part for sample in samples for part in re.split(r"(?<=[a-z]\.)\s+", sample.text))
    return [" ".join(part.split()) for part in found if len(part.split()) in LENGTH]


def firm(number: int) -> str:
    """A name of one or two stems and what kind of firm it is, another for each number."""
    kinds, stem = divmod(number, len(STEMS))
    second, suffix = divmod(kinds, len(SUFFIXES))
    # 7919 is prime: neighbouring numbers have names that look little alike
    words = (STEMS[stem * 7919 % len(STEMS)], STEMS[second - 1] if second else "", SUFFIXES[suffix])
    return " ".join(filter(None, words))
