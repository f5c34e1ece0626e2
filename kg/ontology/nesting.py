"""Nesting: how deeply the parts of RDF stand in one another, told before it is parsed.

The engine overflows its stack on triples in triples, and ends the process; the memory that it takes for objects of
JSON-LD in objects grows with the square of their depth, and for entities of XML in entities without bounds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate, islice
from mmap import mmap

DEEPEST = 1000
LARGEST = 20_000_000
"""Bytes that the entities of an XML file may stand for."""

_STRINGS = rb"\"(?:\\.|[^\"\\\n\r])*+\"|'(?:\\.|[^'\\\n\r])*+'"
_LONG_STRINGS = rb"\"{3}(?:\\.|\"{0,2}[^\"\\])*+\"{3}|'{3}(?:\\.|'{0,2}[^'\\])*+'{3}"
_TURTLE = re.compile(rb"(?:" + _LONG_STRINGS + rb"|" + _STRINGS + rb"|<[^<>\s]*+>|#[^\n\r]*+|\\.)|(<<|>>)", re.DOTALL)
_ENTITY = re.compile(rb"<!ENTITY\s+(\S+)\s+(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"&([^;&<#\s]+);")
_JSON = re.compile(rb"\"(?:\\.|[^\"\\])*+\"|([][{}])", re.DOTALL)


def check(content: bytes | mmap, *, json: bool = False) -> None:
    """Let pass what is not nested too deeply.

    :param json: whether it is JSON-LD; else it is Turtle, TriG or N-Quads.
    :raises ValueError: where it is.

    >>> check(b"<urn:a> <urn:b> " + b"<<( <urn:a> <urn:b> " * 2000 + b"1" + b" )>>" * 2000 + b" .")
    Traceback (most recent call last):
    ValueError: this is nested more than 1,000 deep
    """
    opening = (b"{", b"[") if json else (b"<<",)
    openings = re.compile(b"|".join(map(re.escape, opening))).finditer(content)
    if next(islice(openings, DEEPEST, None), None) is None:
        return
    marks = (mark for mark in (_JSON if json else _TURTLE).findall(content) if mark)
    if max(accumulate(1 if mark in opening else -1 for mark in marks), default=0) > DEEPEST:
        raise ValueError(f"this is nested more than {DEEPEST:,} deep")


def check_entities(content: bytes | mmap) -> None:
    """Let pass XML whose entities (https://www.w3.org/TR/xml/#sec-entity-decl) stand for no more than :data:`LARGEST`.

    :raises ValueError: where they stand for more.

    >>> check_entities(b'<!ENTITY a "12345678"><!ENTITY b "%s"> %s' % (b"&a;" * 10_000, b"&b;" * 10_000))
    Traceback (most recent call last):
    ValueError: its entities stand for more than 20 MB
    """
    sizes: dict[bytes, int] = {}
    for name, one, other in _ENTITY.findall(content):
        sizes[name] = max(sizes.get(name, 0), len(one or other) + _expanded(one or other, sizes))
    if max(_expanded(content, sizes), *sizes.values(), 0) > LARGEST:
        raise ValueError(f"its entities stand for more than {LARGEST // 1_000_000} MB")


def _expanded(text: bytes | mmap, sizes: Mapping[bytes, int]) -> int:
    return sum(sizes.get(name, 0) for name in _REFERENCE.findall(text)) if sizes else 0
