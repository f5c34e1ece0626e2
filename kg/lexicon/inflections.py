"""The forms of English words, by rule and by a table of exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

BASE, PRESENT, PAST, PARTICIPLE, GERUND = "base", "present", "past", "participle", "gerund"
FINITE = frozenset({BASE, PRESENT, PAST})

Irregular = Mapping[str, Sequence[str]]
"""Verb → past, participle and, where irregular too, the third person."""


def verb_forms(lemma: str, irregular: Irregular) -> dict[str, frozenset[str]]:
    """Each form of a verb, with what it may be.

    >>> list(verb_forms("ban", {}))
    ['ban', 'bans', 'banning', 'banned']
    >>> sorted(verb_forms("sell", {"sell": ["sold", "sold"]})["sold"])
    ['participle', 'past']
    """
    found: dict[str, set[str]] = {}
    for form, feature in _verb_forms(lemma, irregular.get(lemma, ())):
        found.setdefault(form, set()).add(feature)
    return {form: frozenset(features) for form, features in found.items()}


def _verb_forms(lemma: str, exceptions: Sequence[str]) -> Iterator[tuple[str, str]]:
    past = exceptions[0] if exceptions else _past(lemma)
    yield lemma, BASE
    yield exceptions[2] if len(exceptions) > 2 else with_s(lemma), PRESENT
    yield _stem(lemma, doubled=past == f"{lemma}{lemma[-1]}ed" or doubles(lemma)) + "ing", GERUND
    yield past, PAST
    yield exceptions[1] if exceptions else past, PARTICIPLE


def noun_forms(lemma: str) -> tuple[str, ...]:
    """A noun and its regular plural.

    >>> noun_forms("company"), noun_forms("joint venture")
    (('company', 'companies'), ('joint venture', 'joint ventures'))
    """
    return (lemma, with_s(lemma))


def with_s(word: str) -> str:
    """The plural of a noun or the third person of a verb."""
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return word + "es"
    return word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ied"
    return _stem(lemma, doubled=doubles(lemma)) + "ed"


def doubles(lemma: str) -> bool:
    """Whether the last letter doubles before -ing and -ed: a single consonant after the only vowel.

    >>> doubles("hop"), doubles("hope"), doubles("develop")
    (True, False, False)
    """
    last = lemma.rpartition("-")[2]
    return re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprtvz]", last.replace("qu", "q")) is not None


def _stem(lemma: str, *, doubled: bool) -> str:
    """What stands before -ing and -ed."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "y"
    if re.search(r"[^eoy]e$", lemma):
        return lemma[:-1]
    return lemma + lemma[-1] if doubled else lemma
