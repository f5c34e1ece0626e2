"""Questions about no fact that another command answers: all about an entity, a way between two, all of a type."""

from __future__ import annotations

from collections.abc import Sequence

from kg.asking.lexemes import Chart, Lexeme
from kg.asking.vocabulary import Vocabulary

ABOUT = frozenset({"hole", "be", "articles", "openers", "anybody"})
"""Kinds of words that ask for what is known of something: "who is X", "list the X"."""
BETWEEN = ABOUT | {"linking", "between", "and", "prepositions", "have", "do", "determiners"}
"""Kinds of words that ask what ties two: "what is the connection between X and Y"."""
ALL = ABOUT | {"there", "determiners"}
"""Kinds of words that ask for all of a type: "which X are there"."""


def command(found: Chart, named: Sequence[Lexeme], vocabulary: Vocabulary) -> str:
    """A hint at the command that answers a question which names no relation; empty where none does.

    :param named: the names of the question that the graph knows.
    """
    hint = _about_one(found, named) or _between_two(found, named) or _of_type(found, vocabulary)
    return f"the question names no relation; {hint}" if hint else ""


def _about_one(found: Chart, named: Sequence[Lexeme]) -> str:
    if not _made_of(found, ABOUT | {"name"}):
        return ""
    if labels := _labels(named):
        return f"for all that is known about {labels[0]}: kg show {_argument(labels[0])}" if len(labels) == 1 else ""
    texts = sorted((one.text for one in _of(found, "name")), key=len)
    return f"the graph has no {texts[-1]}; for all that it has: kg entities" if texts else ""


def _between_two(found: Chart, named: Sequence[Lexeme]) -> str:
    labels = _labels(named)
    if len(labels) != 2 or not _of(found, "linking") or not _made_of(found, BETWEEN | {"name"}):
        return ""
    return f"for the ways from one to the other: kg path {' '.join(map(_argument, labels))}"


def _of_type(found: Chart, vocabulary: Vocabulary) -> str:
    types = {type_ for one in _of(found, "type") for type_ in one.types}
    if len(types) != 1 or not _made_of(found, ALL | {"type"}):
        return ""
    (name,) = types
    return f"for each {vocabulary.ontology.types[name].label} there is: kg entities --type {name}"


def _labels(named: Sequence[Lexeme]) -> list[str]:
    """What the names of a question stand for, in its order; of names within names the longest."""
    kept: list[Lexeme] = []
    for one in sorted(named, key=lambda one: one.first - one.end):
        if all(one.end <= other.first or other.end <= one.first for other in kept):
            kept.append(one)
    known = (one.known for one in sorted(kept, key=lambda one: one.first))
    return list(dict.fromkeys(one.entities[0].label for one in known if one))


def _of(found: Chart, kind: str) -> list[Lexeme]:
    return [one for place in found.starts.values() for one in place if one.kind == kind]


def _made_of(found: Chart, kinds: frozenset[str]) -> bool:
    """Whether each word of a question may be of some kinds."""
    lexemes = (one for place in found.starts.values() for one in place if one.kind in kinds)
    return len({i for one in lexemes for i in range(one.first, one.end)}) == len(found.words)


def _argument(label: str) -> str:
    return f'"{label}"' if any(not (c.isalnum() or c in "-_.") for c in label) else label
