"""What the words of a question may be: every word and phrase with all its uses, and the names among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.asking.clauses import Known
from kg.asking.entries import Entry
from kg.asking.names import Names
from kg.asking.vocabulary import LONGEST, Vocabulary
from kg.lexicon.inflections import PARTICIPLE
from kg.model import Amount, Date
from kg.reading.names import surface_of
from kg.reading.quantities import Quantities, Quantity
from kg.reading.segments import view
from kg.reading.trees import Word

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W_]+(?:[-.&+/_]+[^\W_]+)*(?:'(?!s\b)[^\W_]+)?\+*"  # start-up, GPT-4.5, don't, C++
    r"|'s\b|'re\b|[^\w\s]|_",
    re.IGNORECASE,
)
COMMA = ","
MOST_RANKED = 100
"""No question asks for more of the first or the last."""
PUNCTUATION = frozenset('?!.,;:"“”()[]{}…«»')


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexeme:
    """One use of the words first to end of a question."""

    kind: str
    """As in :class:`~kg.asking.vocabulary.Entry`, or ``name``, ``nationality``, ``amount``, ``date``, ``number``,
    ``hyphen``."""
    first: int
    end: int
    text: str
    word: str = ""
    types: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    operator: str = ""
    relation: str = ""
    known: Known | None = None
    amount: Amount | None = None
    date: Date | None = None
    number: int = 1
    """How many a word that ranks asks for."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A question's words, and the lexemes that begin at each."""

    words: tuple[Word, ...]
    starts: Mapping[int, tuple[Lexeme, ...]]
    breaks: Set[int] = frozenset()
    """The places of words with a comma before them."""

    def at(self, place: int, *kinds: str) -> Iterator[Lexeme]:
        """The lexemes of some kinds that begin at a word, longest first."""
        return (lexeme for lexeme in self.starts.get(place, ()) if lexeme.kind in kinds)

    def text(self, first: int, end: int) -> str:
        """Words as they stand in the question."""
        return surface_of(self.words[first:end])

    def unknown(self) -> list[tuple[int, int]]:
        """Runs of words that belong to no lexeme, as half-open spans."""
        covered = {i for lexemes in self.starts.values() for lexeme in lexemes for i in range(lexeme.first, lexeme.end)}
        spans: list[tuple[int, int]] = []
        for i in range(len(self.words)):
            if i in covered:
                continue
            if spans and spans[-1][1] == i:
                spans[-1] = (spans[-1][0], i + 1)
            else:
                spans.append((i, i + 1))
        return spans


def words(text: str) -> list[Word]:
    """The words of a question, without its punctuation.

    >>> [word.text for word in words("Who uses Nvidia's H800-like chips?")]
    ['Who', 'uses', 'Nvidia', "'s", 'H800-like', 'chips']
    """
    plain = view(text)
    found = (match for match in _WORD.finditer(plain) if match[0] not in PUNCTUATION)
    return [Word(m[0], m.start(), m.end(), plain[m.end() : m.end() + 1].isspace() or _ends(m, plain)) for m in found]


def _ends(match: re.Match[str], text: str) -> bool:
    """Whether punctuation and a space follow a word."""
    return text[match.end() : match.end() + 1] in PUNCTUATION and text[match.end() + 1 : match.end() + 2].isspace()


def chart(text: str, vocabulary: Vocabulary, names: Names) -> Chart:
    """All uses of all words of a question."""
    tokens = [part for word in words(text) for part in _split(word, vocabulary)]
    found = [*_entries(tokens, vocabulary), *_quantities(text, tokens, vocabulary), *_numbers(tokens, vocabulary)]
    found += _names(tokens, names, {i for lexeme in found for i in range(lexeme.first, lexeme.end)})
    starts: dict[int, list[Lexeme]] = {}
    for lexeme in found:
        starts.setdefault(lexeme.first, []).append(lexeme)
    ordered = {
        i: tuple(sorted(ls, key=lambda one: (one.first - one.end, one.kind, one.word))) for i, ls in starts.items()
    }
    pairs = enumerate(pairwise(tokens), 1)
    breaks = frozenset(i for i, (one, other) in pairs if COMMA in text[one.end : other.start])
    return Chart(words=tuple(tokens), starts=ordered, breaks=breaks)


def _split(word: Word, vocabulary: Vocabulary) -> Iterator[Word]:
    """A word, or the three parts of a name, a hyphen and a participle: "Hangzhou-based"."""
    name, hyphen, participle = word.text.rpartition("-")
    known = vocabulary.lookup(participle) if hyphen and name else []
    if vocabulary.lookup(word.text) or not any(e.kind == "verb" and PARTICIPLE in e.forms for e in known):
        yield word
        return
    middle = word.start + len(name)
    yield Word(name, word.start, middle, False)
    yield Word("-", middle, middle + 1, False)
    yield Word(participle, middle + 1, word.end, word.space)


def _entries(tokens: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Lexeme]:
    for first, word in enumerate(tokens):
        if word.text == "-":
            yield Lexeme(kind="hyphen", first=first, end=first + 1, text="-")
        for end in range(first + 1, min(len(tokens), first + LONGEST) + 1):
            if end > first + 1 and not tokens[end - 1].text[0].isalnum():
                break
            text = surface_of(tokens[first:end])
            yield from (_lexeme(entry, first, end, text) for entry in vocabulary.lookup(text))


def _lexeme(entry: Entry, first: int, end: int, text: str) -> Lexeme:
    return Lexeme(
        kind=entry.kind,
        first=first,
        end=end,
        text=text,
        word=entry.word,
        types=entry.types,
        forms=entry.forms,
        operator=entry.operator,
        relation=entry.relation,
    )


def _quantities(text: str, tokens: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Lexeme]:
    plain = view(text)
    for quantity in Quantities(vocabulary.ontology.grammar).find(plain, 0):
        inside = [i for i, word in enumerate(tokens) if word.start < quantity.end and word.end > quantity.start]
        start = quantity.start
        if inside and _is_sign(tokens, inside[0] - 1, quantity):
            inside.insert(0, inside[0] - 1)
            start = tokens[inside[0]].start
        if inside and tokens[inside[0]].start == start and tokens[inside[-1]].end == quantity.end:
            yield _quantified(quantity, inside[0], inside[-1] + 1)


def _is_sign(tokens: Sequence[Word], place: int, quantity: Quantity) -> bool:
    """Whether a word is the sign of the sum after it: the upper end of a range has none of its own."""
    told = place >= 0 and isinstance(quantity.value, Amount) and tokens[place].end == quantity.start
    return told and not tokens[place].text.isalnum() and quantity.value.text.startswith(tokens[place].text)


def _numbers(tokens: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Lexeme]:
    """Whole numbers from two on: "the three cheapest models"."""
    words = vocabulary.ontology.grammar.tables["numbers"]
    for first, word in enumerate(tokens):
        said = words.get(word.text.casefold(), word.text)
        if said.isdecimal() and 1 < int(said) <= MOST_RANKED:
            yield Lexeme(kind="number", first=first, end=first + 1, text=word.text, number=int(said))


def _quantified(quantity: Quantity, first: int, end: int) -> Lexeme:
    value = quantity.value
    lexeme = Lexeme(kind="amount", first=first, end=end, text=value.text)
    return replace(lexeme, amount=value) if isinstance(value, Amount) else replace(lexeme, kind="date", date=value)


def _names(tokens: Sequence[Word], names: Names, read: Set[int]) -> Iterator[Lexeme]:
    for named in names.find(tokens, read):
        kind = "nationality" if named.adjective else "name"
        yield Lexeme(
            kind=kind,
            first=named.first,
            end=named.end,
            text=named.known.text,
            types=named.known.types,
            known=named.known,
        )
