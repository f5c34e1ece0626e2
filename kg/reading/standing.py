"""Which names of the lexicon stand where their words were found: sentence, document and model have a say."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from kg.lexicon import Grammar
from kg.reading.forms import FAIR, Guess
from kg.reading.names import Found
from kg.reading.trees import Word
from kg.reading.votes import Cues

RELATIVES = {"which", "whose", "who"}


class Standing:
    """Drops what was found and is not meant, and adds what lacks its capital.

    :param places: the types of places.
    :param titular: titles, which no name begins or follows.
    """

    def __init__(self, grammar: Grammar, cues: Cues, places: Set[str], titular: Set[str]) -> None:
        self.grammar, self.cues = grammar, cues
        self.places, self.titular = places, titular

    def names(
        self,
        sentences: Sequence[Sequence[Word]],
        known: Sequence[list[Found]],
        guesses: Sequence[Sequence[Guess]],
        titles: Sequence[bool],
    ) -> list[list[Found]]:
        """The names of the lexicon that stand in each sentence.

        :param known: those whose words were found.
        :param titles: whether each sentence is a headline.
        """
        known = [self._no_surnames(*each) for each in zip(sentences, known, guesses, strict=True)]
        known = [self._no_openings(*each) for each in zip(sentences, known, guesses, strict=True)]
        return self._uncapitalised(sentences, self._in_context(sentences, known, guesses, titles))

    def _in_context(
        self,
        sentences: Sequence[Sequence[Word]],
        known: Sequence[list[Found]],
        guesses: Sequence[Sequence[Guess]],
        titles: Sequence[bool],
    ) -> list[list[Found]]:
        """Drop short forms and ambiguous names where full name and maker are missing."""
        sure = {
            f.name
            for words, found, guessed, titled in zip(sentences, known, guesses, titles, strict=True)
            for f in found
            if self._sure(words, f, guessed, titled)
        }
        makers = sure | {f.row.maker for found in known for f in found if f.row and f.name in sure}
        return [[f for f in found if self._stands(f, sure, makers)] for found in known]

    def _no_surnames(self, words: Sequence[Word], found: list[Found], guesses: Sequence[Guess]) -> list[Found]:
        """The names without places that are the last names of people whom the lexicon does not know: "Jo Virginia"."""
        people = [(a, b) for a, b, label in guesses if self.cues.tables["guesses"].get(label) == self.cues.person]
        if not people:
            return found
        taken = {i for f in found for i in range(f.first, f.end)}
        places = self.places

        def surname(f: Found) -> bool:
            before = f.first - 1
            return (
                f.type in places
                and f.end - f.first == 1
                and any(a <= before and f.end == b for a, b in people)
                and before not in taken
                and words[before].text[0].isupper()
                and words[before].text.lower() not in self.titular
            )

        return [f for f in found if f.kind == "adjective" or not surname(f)]

    def _no_openings(self, words: Sequence[Word], found: list[Found], guesses: Sequence[Guess]) -> list[Found]:
        """The names without places that only begin the name of a firm which nobody knows: "France Transfo"."""
        firms = {self.cues.company, self.cues.body}
        whole = {(a, b) for a, b, label in guesses if self.cues.tables["guesses"].get(label) in firms}

        def opening(f: Found) -> bool:
            end = next((b for a, b in whole if a == f.first and b > f.end), self._of_firm(words, f))
            rest = words[f.end : end]
            return (
                bool(rest)
                and f.type in self.places
                and f.kind == "full"
                and words[f.end - 1].space
                and all(w.text[0].isupper() and w.text not in self.grammar["not_names"] for w in rest)
                and not any(w.text.lower() in self.titular for w in rest)
                and not any(f.end <= other.first < end for other in found)
            )

        return [f for f in found if not opening(f)]

    def _of_firm(self, words: Sequence[Word], found: Found) -> int:
        """Where the name ends that a place begins, if the words around make it a firm's: "lidar maker Hefei X"."""
        end = found.end
        while end < len(words) and words[end].text[0].isupper() and words[end].text.isalpha():
            end += 1
        firm = found.type in self.places and end > found.end and words[found.end - 1].space
        votes = [w for t, w in self.cues.around(words, found.first, end) if t == self.cues.company] if firm else []
        return end if sum(votes) >= FAIR else found.end

    def _sure(self, words: Sequence[Word], found: Found, guesses: Sequence[Guess], titled: bool) -> bool:
        """Whether a name stands without support: an everyday word needs a capital that means something."""
        if found.kind in {"short", "adjective"}:
            return False
        if not found.row or "ambiguous" not in found.row.flags:
            return True
        if self._version(words, found):
            return False
        if found.end - found.first > 1:
            return True
        starts = found.first == 0 or words[found.first - 1].text in {'"', "'", ":", "("}
        if starts or titled or not words[found.first].text[0].isupper():
            if found.end + 1 < len(words) and words[found.end].text == "," and words[found.end + 1].text in RELATIVES:
                return True
            after = words[found.end].text if found.end < len(words) else ""
            acts = after in self.grammar["finite"] and words[found.first].text[0].isupper() and not titled
            if acts or self.cues.tables["subject_cues"].get(after) == found.type:
                return True
            return sum(w for t, w in self.cues.around(words, found.first, found.end) if t == found.type) >= FAIR or (
                words[found.first].text[0].isupper()
                and any(g[0] == found.first and self.cues.tables["guesses"].get(g[2]) == found.type for g in guesses)
            )
        return True

    def _version(self, words: Sequence[Word], found: Found) -> bool:
        """Whether a name is but a letter that belongs to another: "the Galaxy X", "Heron-X", "X-ray"."""
        first, end = found.first, found.end
        if "".join(w.text for w in words[first:end]).strip("-")[1:]:
            return False
        hyphens = (w.text == "-" for w in words[max(0, first - 1) : end + 1])
        before = words[first - 1] if first > 1 else None
        return any(hyphens) or (before is not None and before.text.isalnum() and not before.text.islower())

    def _stands(self, found: Found, sure: set[str], makers: set[str]) -> bool:
        if found.row is None or found.kind == "adjective" or found.name in sure:
            return True
        return found.name in makers or (bool(found.row.maker) and found.row.maker in makers)

    def _uncapitalised(self, sentences: Sequence[Sequence[Word]], known: Sequence[list[Found]]) -> list[list[Found]]:
        """Countries that the document also writes without their capital ("exports to china")."""
        here = {
            f.name.casefold(): f for found in known for f in found if f.type == self.cues.country and len(f.name) > 4
        }
        return [
            sorted(
                [
                    *found,
                    *(
                        replace(here[w.text], first=i, end=i + 1, kind="full", form=here[w.text].name)
                        for i, w in enumerate(words)
                        if w.text in here
                    ),
                ],
                key=lambda f: f.first,
            )
            for words, found in zip(sentences, known, strict=True)
        ]
