"""Why a name stands for whom another name stands for: each rule decides, and says so in the same breath.

Words of a document lead to a name of the lexicon (:func:`of_words`), short names to the full ones of their document
(:func:`within`), and names of different documents to one another (:func:`between`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from kg.model import Naming
from kg.ontology import ADDED, Ontology
from kg.reading.names import Found, index, key

Who: TypeAlias = tuple[str, str]
"""A name and its type."""

LIBRARY = "country names of CLDR and ISO 3166"
INITIAL = r"[A-Z]\.?"
SHORTEST = 5
"""Letters of a family name below which a letter more or less makes it another's."""


# ---------------------------------------------------------------- words


def of_words(text: str, found: Found) -> tuple[Naming, ...]:
    """Why words of a document stand for the name that was found in them; nothing where they are that name."""
    words = " ".join(text.split())
    form = found.form if found.row and found.form else found.name
    if key(words) == key(form):
        form = words
    steps = [] if words == form else [Naming(name=words, other=form, reason=_ending(words, form))]
    if form != found.name:
        steps.append(_listed(form, found))
    return tuple(steps)


def _ending(words: str, form: str) -> str:
    if key(words) == key(form) + "s":
        return "plural"
    return "legal form" if key(words).startswith(key(form)) else "spelling"


def _listed(form: str, found: Found) -> Naming:
    """Why a form stands for the name of its row."""
    row = found.row
    if row is None or key(form) == key(found.name):
        return Naming(name=form, other=found.name, reason="spelling")
    source = LIBRARY if not row.source or found.form in row.borrowed else row.source
    if found.form in row.adjectives:
        return Naming(name=form, other=found.name, reason="adjective", detail=source)
    if found.form in row.short:
        source += ", where its full name or its maker stands too"
    return Naming(name=form, other=found.name, reason="alias", detail=source)


# ---------------------------------------------------------------- inside a document


def within(names: Iterable[Found], acronyms: Mapping[str, str], ontology: Ontology) -> dict[Who, tuple[Naming, ...]]:
    """For each name of a document, the steps to the fullest name by which the document knows its bearer."""
    known = {name for name, row in index(ontology).by_name.items() if row.source != ADDED}
    counts = Counter((f.name, f.type) for f in names if f.kind != "adjective")
    person = ontology.grammar.tables["roles_of_types"]["person"]
    steps: dict[Who, Naming] = {}
    for name, type_ in sorted(counts):
        same = [other for other, t in counts if t == type_ and other != name and name not in known]
        if step := _fuller(name, same, person=type_ == person):
            steps[name, type_] = step
        elif acronyms.get(name, name) != name:
            steps[name, type_] = Naming(name=name, other=acronyms[name], reason="acronym", detail="in parentheses")
    return {who: _steps(who, steps) for who in counts}


def _steps(who: Who, steps: Mapping[Who, Naming]) -> tuple[Naming, ...]:
    name, type_ = who
    found: list[Naming] = []
    while len(found) < 4 and (step := steps.get((name, type_))):
        found.append(step)
        name = step.other
    return tuple(found)


def _fuller(name: str, others: Sequence[str], *, person: bool) -> Naming | None:
    """The step to the one longer name that a short one abbreviates; None where there is none, or more than one."""
    words = name.split()
    found: dict[str, Naming] = {}
    for other in others:
        longer = other.replace("-", " ").split()
        if person and _initials(words, longer):
            found[other] = Naming(name=name, other=other, reason="initials")
            continue
        if len(longer) <= len(words):
            if key(other) == key(name) and other < name:
                return Naming(name=name, other=other, reason="spelling")
            continue
        if reason := _short(name, words, other, longer, person=person):
            found[other] = Naming(name=name, other=other, reason=reason)
    return next(iter(found.values())) if len(found) == 1 else None


def _short(name: str, words: list[str], other: str, longer: list[str], *, person: bool) -> str:
    """How a name abbreviates a longer one; empty where it does not."""
    last = longer[-len(words) :] == words
    if person:
        return "surname" if last else ""
    if longer[: len(words)] == words and not any(c.isdigit() for c in other):
        return "short form"
    return "short form" if last and any(c.isdigit() for c in name) else ""


def _initials(words: list[str], longer: list[str]) -> bool:
    """Whether words are a person's initials and family name: J. Doe, J. A. Doe for Jane A. Doe."""
    if len(words) < 2 or len(longer) < 2 or words[-1] != longer[-1] or not re.fullmatch(INITIAL, words[0]):
        return False
    middle = all(any(other[0] == word[0] for other in longer[1:-1]) for word in words[1:-1])
    return middle and longer[0][0] == words[0][0] and not re.fullmatch(INITIAL, longer[0])


# ---------------------------------------------------------------- across documents


def between(name: str, other: str, *, person: bool) -> Naming | None:
    """Why two names of one type, perhaps of different documents, are one entity's; None where they are not.

    >>> str(between("Acme Inc.", "Acme", person=False))
    'Acme but for the legal form'
    >>> str(between("Liang Wenfang", "Liang Wenfeng", person=True))
    'near-spelling of Liang Wenfeng (one letter, similarity 0.92)'
    """
    if stem(name) == stem(other):
        return Naming(name=name, other=other, reason="spelling" if key(name) == key(other) else "legal form")
    if person and not guard(name, other):
        likeness = f"one letter, similarity {similarity(name, other):.2f}"
        return Naming(name=name, other=other, reason="near-spelling", detail=likeness)
    return None


def blocking_keys(name: str, *, person: bool) -> Iterator[tuple[str, ...]]:
    """What a name shares with every name that :func:`between` joins it with: only names with a common key are compared.

    Family names that differ in one letter are the same without a letter of each.

    >>> sorted(set(blocking_keys("Ann Li-Bo", person=True)) & set(blocking_keys("Ann Li-Bob", person=True)))
    [('Ann', 'li-bo')]
    """
    yield (stem(name),)
    *first, last = name.split() or [""]
    family = last.casefold()
    if person and first and len(family) >= SHORTEST:
        for spelling in dict.fromkeys(family[:place] + family[place + 1 :] for place in range(1, len(family) + 1)):
            yield " ".join(first), spelling


def guard(a: str, b: str) -> str:
    """What speaks against two full names being one person's, spelt twice; empty where nothing does.

    >>> guard("Jane Doe", "John Doe")
    'the first names differ'
    """
    from rapidfuzz.distance import OSA

    last_a, last_b = a.split()[-1].casefold(), b.split()[-1].casefold()
    if a.split()[:-1] != b.split()[:-1] or " " not in a:
        return "the first names differ"
    if min(len(last_a), len(last_b)) < SHORTEST:
        return f"a family name of fewer than {SHORTEST} letters"
    if last_a[0] != last_b[0]:
        return "the family names begin differently"
    return "" if OSA.distance(last_a, last_b) <= 1 else "the family names differ in more than one letter"


def similarity(a: str, b: str) -> float:
    """How near two spellings are, from 0 to 1 (optimal string alignment)."""
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(a.casefold(), b.casefold())


def against(a: str, b: str, *, person: bool) -> str:
    """Why two names of one type that look alike are not joined."""
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return "the numbers differ"
    return guard(a, b) if person else "only people’s names may differ in a letter"


@lru_cache(maxsize=65536)
def stem(name: str) -> str:
    """A name's key without its legal form: ``acme`` for "Acme Inc."."""
    from cleanco import basename

    return key(basename(name) or name)
