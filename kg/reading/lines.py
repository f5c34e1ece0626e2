"""Lines: the sentences of a document on their way from words to facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.reading.names import Found
from kg.reading.quantities import Quantity
from kg.reading.trees import Sentence, Token, Word


@dataclass(slots=True, kw_only=True)
class Line:
    """A sentence of a document on its way: words, names, quantities, and its tree where it was parsed."""

    index: int
    block: int
    words: Sequence[Word]
    names: Sequence[Found]
    quantities: Sequence[Quantity]
    tree: Sentence | None = None
    tokens_of: Mapping[int, Token] = field(default_factory=dict)
    """The token of each name, by the name's place in ``names``."""

    @property
    def start(self) -> int:
        """The offset of its first word."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """The offset after its last word."""
        return self.words[-1].end

    def span(self, found: Found) -> tuple[int, int]:
        """Half-open offsets of a name."""
        return self.words[found.first].start, self.words[found.end - 1].end
