"""Names that the ontology knows, found in a run of words: longest match, hyphens and spaces ignored.

Questions and documents find names by the same index.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg.lexicon import Name
from kg.model import Naming
from kg.ontology import Ontology
from kg.reading.trees import Word

LONGEST = 12
"""As many words as any name in the index has."""

MARKS = re.compile(r"['*,/:()·]")
"""Marks that divide words, and stand within a few names: "Moody's", "Washington, DC", "Myanmar (Burma)"."""

_APART = re.compile(r"[^\w+]+|_")
"""What two spellings of a name may differ in, beside their case."""

_NUMBER = re.compile(
    r"(?!(?:19|20)\d\d$)(?:[vVRrMmXKkA]?\d{1,3}(?:\.\d+)*[a-zA-Z]{0,2}(?:-[A-Za-z0-9]+)?|\d{1,2}x\d{1,3}[BbMm]?|[01]\d{3})"
)
"""A version or a size: 3.1, V3, 405B, A22B, 8x7B, 0528."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to write a name."""

    row: Name
    text: str
    kind: str
    """``full``, ``short`` (needs its full name or its maker in the document), ``adjective`` or ``family``."""

    made: bool = False
    """Whether it is the maker's name and then the row's own ("Google Gemini"): a text has two names there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name in a run of words: words[first:end]."""

    first: int
    end: int
    name: str
    type: str
    kind: str
    row: Name | None = None
    form: str = ""
    """How the row writes what was found."""

    namings: tuple[Naming, ...] = ()
    """Why the words stand for the name, where they are not the name itself."""


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """A name without case, spaces, hyphens and dots: what two spellings of one name share.

    >>> key("Chat-GPT") == key("ChatGPT")
    True
    """
    folded = text.casefold()
    return folded if folded.isalnum() else _APART.sub("", folded)


class NameIndex:
    """All forms of all names, by key."""

    def __init__(
        self,
        rows: Iterable[Name],
        versions: frozenset[str],
        made: frozenset[str] = frozenset(),
        apart: frozenset[str] = frozenset(),
    ) -> None:
        rows = tuple(rows)
        self.forms: dict[str, list[Form]] = {}
        self.versions = versions
        self.made = made
        """Types of what has a maker."""
        self.apart = apart
        """Words after a hyphen that do not continue a name, lower case."""
        self._owners = {row.name: {key(form) for form in (row.name, *row.aliases, *row.short)} for row in rows}
        self._starts: set[str] = set()
        self._marked: set[str] = set()
        """The first words of names with marks in them."""
        for row in rows:
            main = "family" if "family" in row.flags else "full"
            self._add(row, row.name, main)
            for text in row.aliases:
                self._add(row, text, main)
            for text in row.short:
                self._add(row, text, "short")
            for text in row.adjectives:
                self._add(row, text, "adjective")
        self.by_name = {row.name: row for row in rows}
        self._keys = sorted(self.forms)
        self._stems = frozenset(k[:3] for k, forms in self.forms.items() if any(f.kind == "family" for f in forms))
        """How the names of families start."""

    def _add(self, row: Name, text: str, kind: str) -> None:
        forms = self.forms.setdefault(key(text), [])
        if not any(f.row == row for f in forms):
            forms.append(Form(row=row, text=text, kind=kind, made=self._by_maker(row, text)))
            if any(f.row.name == row.name for f in forms[:-1]):
                forms.sort(key=lambda f: "ambiguous" in f.row.flags)
        self._starts.add(key(text)[:3])
        if marks(text):
            self._marked.add(key(re.split(rf"\s|{MARKS.pattern}", text)[0]))

    def _by_maker(self, row: Name, text: str) -> bool:
        """Whether a form is the maker's name and then the row's own."""
        if row.type not in self.made or text == row.name or not row.maker:
            return False
        return any(key(text) == owner + key(row.name) for owner in self._owners.get(row.maker, ()))

    def lookup(self, text: str) -> list[Form]:
        """The forms that a stretch of text may be, by its letters alone."""
        return self.forms.get(key(text), [])

    def find(self, words: Sequence[Word]) -> list[Found]:
        """Names in a run of words, none overlapping, longest first."""
        found, i = [], 0
        while i < len(words):
            match = self._at(words, i)
            doubtful = match and match.end > i + 1 and match.row and "ambiguous" in match.row.flags
            later = self._at(words, i + 1) if doubtful else None
            if match and later and later.end > match.end and later.end - later.first > match.end - i:
                i += 1  # "The Information Commissioner's Office" is not of the paper "The Information"
            elif match:
                found.append(match)
                i = match.end
            else:
                i += 1
        return found

    def _at(self, words: Sequence[Word], first: int) -> Found | None:
        if key(words[first].text)[:3] not in self._starts and len(key(words[first].text)) >= 3:
            return self._family(words, first)
        best: Found | None = None
        divided = False
        for end in range(first + 1, min(len(words), first + LONGEST) + 1):
            if end > first + 1 and not divided and not _joined(words, end):
                if key(words[first].text) not in self._marked:
                    break
                divided = True
            surface = surface_of(words[first:end])
            if words[end - 1].text != ")" and not any(c.isalnum() for c in words[end - 1].text):
                continue
            for form in self._forms(surface):
                if form.made:
                    continue
                if _same_case(form, surface) and (not divided or marks(form.text) == marks(surface)):
                    best = Found(
                        first=first,
                        end=end,
                        name=form.row.name,
                        type=form.row.type,
                        kind=form.kind,
                        row=form.row,
                        form=form.text,
                    )
                    break
            if not self._begins(key(surface)):
                break
        versioned = self._family(words, first)
        if versioned and (best is None or versioned.end > best.end):
            return versioned
        return self._longer(words, best) if best else None

    def _begins(self, start: str) -> bool:
        """Whether the key of any form begins so: where none does, no more words can make a name."""
        i = bisect_left(self._keys, start)
        return i < len(self._keys) and self._keys[i].startswith(start)

    def _longer(self, words: Sequence[Word], found: Found) -> Found:
        """A model or part with the version that a hyphen ties to it: "o4-mini-high", "DeepSeek-V3.1-Terminus"."""
        if found.type not in self.made or found.kind == "adjective" or found.row is None:
            return found
        end = self._tail(words, found.end, family=found.kind == "family")
        if end == found.end or (len(words[end - 1].text) > 4 and words[end - 1].text.islower()):
            return found
        return self._versioned(words, found.first, end, found.row)

    def _forms(self, surface: str) -> list[Form]:
        """The forms of a surface; a part number's plural ("H200s") stands for the part."""
        found = self.forms.get(key(surface), [])
        return found or (self.forms.get(key(surface[:-1]), []) if re.search(r"\d[A-Z]*s$", surface) else [])

    def _family(self, words: Sequence[Word], first: int) -> Found | None:
        """A family's name with its version: "GPT-4 Turbo", "Llama 3.1 405B", "Claude Opus 4"."""
        letters = key(words[first].text)
        if len(letters) > 2 and self._stems.isdisjoint((letters[:1], letters[:2], letters[:3])):
            return None
        stem = re.match(r"([^\W\d]+(?:-[^\W\d]+)*)", words[first].text)
        if not stem:
            return None
        for end in range(min(len(words), first + 3), first, -1):
            base = surface_of(words[first:end]) if end > first + 1 else words[first].text
            forms = [f for f in self._families(base) if _same_case(f, base)]
            if forms and (end == first + 1 or _joined(words, end)):
                last = self._versions(words, end)
                return self._versioned(words, first, last, forms[0].row) if last > end else None
        forms = [f for f in self._families(stem[1].rstrip("-")) if _same_case(f, stem[1])]
        rest = words[first].text[len(stem[1]) :].lstrip("-")
        if forms and re.match(r"\d", rest):
            return self._versioned(words, first, self._versions(words, first + 1), forms[0].row)
        return None

    def _families(self, text: str) -> list[Form]:
        return [f for f in self.forms.get(key(text), []) if f.kind == "family" and not f.made]

    def _versions(self, words: Sequence[Word], i: int) -> int:
        """The end of a run of version words from i on."""
        while i < len(words):
            end = self._tail(words, i)
            if end == i and self._version(words[i].text) and (words[i - 1].space or words[i - 1].text.endswith("-")):
                end = i + 1 + self._millions(words, i)
            if end == i:
                break
            i = end
        return i

    def _tail(self, words: Sequence[Word], i: int, *, family: bool = False) -> int:
        """The end of versions that hyphens tie to the word before i: "-0528", "-Terminus", "-mini-high"."""
        while i + 1 < len(words) and words[i].text == "-" and not words[i].space and not words[i - 1].space:
            text = words[i + 1].text
            numbered = any(c.isdigit() for c in words[i - 1].text)
            coined = text[0].isupper() and text.isalnum() and (numbered or (family and not self.lookup(text)))
            if not self._version(text) and (not coined or text.lower() in self.apart):
                break
            i += 2
        return i

    def _millions(self, words: Sequence[Word], i: int) -> int:
        """The word after a number that says millions of parameters, cut off from it: the M of "270M"."""
        return int(words[i].text.isdigit() and not words[i].space and [w.text for w in words[i + 1 : i + 2]] == ["M"])

    def _version(self, text: str) -> bool:
        if text in self.versions or _NUMBER.fullmatch(text):
            return True
        first, *rest = text.split("-")
        return bool(rest) and self._version(first) and all(r in self.versions or _NUMBER.fullmatch(r) for r in rest)

    def _versioned(self, words: Sequence[Word], first: int, end: int, row: Name) -> Found:
        surface = surface_of(words[first:end])
        if len(surface) > 3 and surface[-1] == "s" and surface[-2].isdigit():
            surface = surface[:-1]
        form = next((f for f in self.forms.get(key(surface), []) if f.row.type == row.type), None)
        return Found(
            first=first,
            end=end,
            name=form.row.name if form else surface,
            type=row.type,
            kind="full",
            row=form.row if form else replace(row, name=surface, flags=frozenset()),
            form=form.text if form else surface,
        )


def surface_of(words: Sequence[Word]) -> str:
    """Words as they stand in the text."""
    return "".join(w.text + (" " if w.space else "") for w in words).strip()


def marks(text: str) -> str:
    """The marks of a text that divide words, in their order.

    >>> marks("Côte d’Ivoire (Africa)")
    "'()"
    """
    return "".join(MARKS.findall(text.replace("’", "'")))


def _joined(words: Sequence[Word], end: int) -> bool:
    """Whether nothing but a space or a hyphen divides the last word from those before it."""
    last, before = words[end - 1], words[end - 2]
    return (
        bool(re.match(r"[\w&+.'-]", last.text))
        and before.text not in {",", ";", ":", "'s", "'"}
        and last.text not in {"'s", "'"}
    )


def _same_case(form: Form, surface: str) -> bool:
    """Whether the case of the surface may be that of the form: names need their capitals; short ones exactly."""
    letters = key(surface)
    if len(letters) <= 3 and not letters.isdigit() and not re.search(r"\ds$", surface):
        return surface.replace(".", "") == form.text.replace(".", "") or surface.replace("-", "") == form.text.replace(
            "-", ""
        )
    if form.text[0].isupper() or form.kind == "family":
        return surface[0].isupper() or (surface[0] == form.text[0])
    if form.text[0].islower() and not any(c.isupper() for c in form.text):
        return surface.casefold() == form.text.casefold() or key(surface) == key(form.text)
    return True


@cache
def index(ontology: Ontology) -> NameIndex:
    """The index of an ontology's names; made once."""
    grammar = ontology.grammar
    made = grammar["named_after_maker"] | grammar["kinds_as_entities"]
    return NameIndex(ontology.names, grammar["versions"], made, grammar["hyphen_words"])
