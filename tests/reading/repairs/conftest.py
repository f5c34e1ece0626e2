"""Trees that are broken on purpose, in the way a parser breaks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import pytest

from kg.reading.reader import Reader
from kg.reading.repairs import repaired
from kg.reading.trees import Sentence

Bond: TypeAlias = tuple[str, str, str]
"""(word, its label, the word that it hangs on)"""
Mended: TypeAlias = Callable[[str, Mapping[str, str], Sequence[Bond]], set[Bond]]


@pytest.fixture(scope="session")
def mended(reader: Reader) -> Mended:
    """The bonds of a sentence after some words were hung wrongly and the tree was repaired.

    Names are given with their types; of several equal words the first is meant.
    """

    def mended(text: str, names: Mapping[str, str], wrong: Sequence[Bond]) -> set[Bond]:
        words = reader.language.words(text, 0, len(text))
        spans = []
        for name, type_ in names.items():
            start = text.index(name)
            inside = [i for i, word in enumerate(words) if start <= word.start and word.end <= start + len(name)]
            spans.append((inside[0], inside[-1] + 1, type_))
        (tree,) = reader.language.parse([(words, spans)])
        index = {token.text: token.i for token in reversed(tree.tokens)}
        moved = {index[word]: (dep, index[head]) for word, dep, head in wrong}
        broken = Sentence(
            [replace(t, dep=moved[t.i][0], head=moved[t.i][1]) if t.i in moved else t for t in tree.tokens]
        )
        mended = repaired(broken, replace(reader.signs, types=list(names.values())))
        return {(token.text, token.dep, mended.head(token).text) for token in mended.tokens}

    return mended
