"""What a name of two natures is in a document: WhatsApp the firm ("WhatsApp sued"), or the app ("on WhatsApp").

A name that the lexicon has with two types is the first one, unless the words around it say more for the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.reading.forms import FAIR, Vote
from kg.reading.names import Found, NameIndex
from kg.reading.trees import Word
from kg.reading.votes import Cues


class Natures:
    """Decides between the types of a name, for a whole document."""

    def __init__(self, cues: Cues, index: NameIndex) -> None:
        self.cues = cues
        self.index = index
        self.before, self.after = cues.tables["nature_before"], cues.tables["nature_after"]

    def decide(self, sentences: Sequence[Sequence[Word]], known: Sequence[list[Found]]) -> list[list[Found]]:
        """The names of a document's sentences, each with the type that the document gives to it."""
        votes: dict[str, Counter[str]] = {}
        for words, found in zip(sentences, known, strict=True):
            for f in found:
                if f.row is not None and (types := self._types(f)):
                    counts = votes.setdefault(f.form, Counter())
                    for type_, weight in self._votes(words, f):
                        counts[type_] += int(weight * 4) * (type_ in types)
        chosen = {name: max(counts, key=lambda t: (counts[t], t)) for name, counts in votes.items() if counts}
        return [[self._turned(f, chosen, votes) for f in found] for found in known]

    def _types(self, found: Found) -> set[str]:
        """The types of a name that has more than one."""
        forms = self.index.lookup(found.form)
        types = {f.row.type for f in forms if found.row and f.kind != "adjective"}
        return types if len(types) > 1 else set()

    def _turned(self, found: Found, chosen: dict[str, str], votes: dict[str, Counter[str]]) -> Found:
        type_ = chosen.get(found.form, found.type)
        if type_ == found.type or votes[found.form][type_] <= votes[found.form][found.type]:
            return found
        form = next(f for f in self.index.lookup(found.form) if f.row.type == type_)
        return replace(found, name=form.row.name, type=type_, row=form.row)

    def _votes(self, words: Sequence[Word], found: Found) -> Iterator[Vote]:
        yield from self.cues.around(words, found.first, found.end)
        if found.end < len(words):
            after = words[found.end].text
            if after in {"'s", "'"} and found.end + 1 < len(words):
                after = f"'s {words[found.end + 1].text}"
            if type_ := self.after.get(after):
                yield type_, FAIR
        if found.first and (type_ := self.before.get(words[found.first - 1].text.lower())):
            yield type_, FAIR
