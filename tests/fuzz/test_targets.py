"""Whatever the bytes: they are read, or refused in one line. The long run of the same is ``make soak``."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import seeds
from tests.fuzz.targets import TARGETS, fits

SLOW = ("html", "pdf", "sniffed", "question", "page")
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def inputs(target: str) -> st.SearchStrategy[bytes]:
    """Bytes, words that the target knows, and its examples with some of both put in place of a part."""
    words = st.sampled_from(seeds.words(target) or [b""])
    pieces = st.lists(st.one_of(words, words, st.binary(max_size=4), st.text(max_size=4).map(_encoded)), max_size=12)
    made = pieces.map(b" ".join) | pieces.map(b"".join)
    changed = st.tuples(st.sampled_from(seeds.of(target)), st.floats(0, 1), st.integers(0, 20), made).map(_changed)
    return st.one_of(changed, changed, made, st.binary(max_size=200))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _changed(parts: tuple[bytes, float, int, bytes]) -> bytes:
    example, where, length, new = parts
    start = int(where * len(example))
    return example[:start] + new + example[start + length :]


@pytest.mark.parametrize("target", TARGETS)
def test_no_bytes_break_it(target: str) -> None:
    @settings(max_examples=40 if target in SLOW else 150, suppress_health_check=QUIET)
    @given(content=inputs(target))
    def holds(content: bytes) -> None:
        line = fits(content, TARGETS[target])
        assert line == "" or line.strip()

    holds()
