"""Why a question cannot be read, in one line: what is understood, what is not, and what can be asked instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from kg.asking.choices import choose
from kg.asking.commands import command
from kg.asking.examples import Template, filled, templates
from kg.asking.lexemes import Chart, Lexeme, chart
from kg.asking.names import Names
from kg.asking.vocabulary import Vocabulary
from kg.graph.store import GraphStore
from kg.lexicon.inflections import noun_forms

MOST = 3
"""How many questions are suggested."""
NAME_LIKENESS, WORD_LIKENESS = 78, 84
"""How like a name or a word must be to be what was meant, of 100."""
SHORTEST = 4
"""Shorter words are like too many others."""
STATING = frozenset({"verb", "noun", "adjective", "listed", "superlatives", "comparatives", "degrees", "how", "idle"})
"""Kinds of words that have a topic."""
ADDING = ("and", "but", "prepositions", "windows", "orders", "to", "relatives")
"""Kinds of words with which something begins that is added to a question."""
CONTRACTED = "n't"
"""How words end that hold "not"."""


def explain(question: str, found: Chart, names: Names, store: GraphStore) -> str:
    """One line about a question that cannot be read."""
    unknown = found.unknown()
    bare, negation = _undenied(found)
    if negation and _is_readable(bare, names):
        return f"no graph tells what is not so: {_quoted([negation])}{suggestions(found, [bare], names, store)}"
    if part := _readable_part(found, names):
        rest = found.text(len(chart(part, names.vocabulary, names).words), len(found.words))
        why = f"not understood: {_quoted([rest])}{_beyond(rest, names.vocabulary)}; understood: {_quoted([part])}"
        return why + suggestions(chart(part, names.vocabulary, names), [part], names, store)
    if not unknown:
        plain, nouns = _plainly(found, names.vocabulary)
        apart = f"each word of {_quoted([question])} is known, but not how they hang together"
        why = command(found, _named(found), names.vocabulary) or apart
        if nouns and _is_readable(plain, names):
            why = f"no graph tells {_quoted(nouns)} from others of their type"
        return why + suggestions(found, [plain] if nouns else [], names, store)
    meant = {span: _meant(found.text(*span), names) for span in unknown}
    hint = [word for words in meant.values() for word in words[:2]]
    missing = [found.text(*span) for span in unknown]
    why = f"not understood: {_quoted(missing)}{_beyond(' '.join(missing), names.vocabulary)}"
    if hint:
        why += f"; did you mean {' or '.join(dict.fromkeys(hint))}?"
    if known := list(_understood(found, unknown)):
        why += f"; understood: {_quoted(known)}"
    return why + suggestions(found, _repaired(found, meant), names, store)


def _readable_part(found: Chart, names: Names) -> str:
    """The longest beginning that can be read where more is added: "has Italy banned DeepSeek, and why"."""
    for place in range(len(found.words) - 1, 0, -1):
        adds = next(found.at(place, *ADDING), None) is not None or place in found.breaks
        if adds and (text := found.text(0, place)) and _is_readable(text, names):
            return text
    return ""


def _beyond(text: str, vocabulary: Vocabulary) -> str:
    """Why no graph tells what some words ask for, where that is known."""
    said = text.casefold().split()
    return next((f" ({why})" for word, why in vocabulary.tables["beyond"].items() if word in said), "")


def _is_readable(text: str, names: Names) -> bool:
    found = chart(text, names.vocabulary, names)
    return not found.unknown() and choose(text, found, names.vocabulary) is not None


def _undenied(found: Chart) -> tuple[str, str]:
    """A question without what denies it first, and that word."""
    place = next((i for i in range(len(found.words)) if next(found.at(i, "not"), None)), None)
    if place is None:
        return "", ""
    word = found.words[place].text
    parts = [found.text(0, place), word.removesuffix(CONTRACTED) if word.endswith(CONTRACTED) else ""]
    parts.append(found.text(place + 1, len(found.words)))
    return " ".join(filter(None, parts)), word


def suggestions(found: Chart, repaired: Iterable[str], names: Names, store: GraphStore) -> str:
    """The questions nearest to one that cannot be read, each of them one that can be.

    Those come first that have its topic: the relations that its words may state, then those that name what it names.
    """
    from rapidfuzz import fuzz

    vocabulary = names.vocabulary
    pool = templates(store, vocabulary)
    question = found.text(0, len(found.words)).casefold()
    about = [entity for one in _named(found) if one.known for entity in one.known.entities[:1]]
    topics = _topics(found, vocabulary)

    def nearness(template: Template) -> tuple[float, bool, float]:
        likeness = fuzz.token_set_ratio(question, template.words.casefold())
        return -topics.get(template.relation.name, 0.0), bool(about) and not template.roles, -likeness

    made = (made for template in sorted(pool, key=nearness) if (made := filled(template, store, about)))
    readable = (q for q in _distinct(chain(repaired, made)) if _is_readable(q, names))
    near = list(islice(readable, MOST))
    return f"; try {_quoted(near)}" if near else ""


def _topics(found: Chart, vocabulary: Vocabulary) -> dict[str, float]:
    """Relations that the words of a question may state; the fewer a word may state, the more it tells of each."""
    topics: dict[str, float] = {}
    stating: dict[tuple[int, int], set[str]] = {}
    for lexeme in (one for place in found.starts.values() for one in place if one.kind in STATING):
        stating.setdefault((lexeme.first, lexeme.end), set()).update(_stated(lexeme, found, vocabulary))
    for first, end in found.unknown():
        words = found.text(first, end).casefold().split()
        stating[first, end] = set(vocabulary.measured(words))
    for told in stating.values():
        for name in sorted(told):
            topics[name] = topics.get(name, 0.0) + 1 / len(told)
    return topics


def _stated(lexeme: Lexeme, found: Chart, vocabulary: Vocabulary) -> Iterator[str]:
    """The relations that a word may state or imply; of a phrasal verb, where the rest of it is there too."""
    words = {word.text.casefold() for word in found.words}
    if lexeme.relation:
        yield lexeme.relation
    elif lexeme.kind == "listed":
        yield from (name for name in vocabulary.ontology.relations if lexeme.word in vocabulary.listed(name))
    elif lexeme.kind in ("verb", "noun", "adjective"):
        stated = vocabulary.triggers(lexeme.kind, lexeme.word)
        whole = (p for p, t in stated if lexeme.kind != "verb" or (words.issuperset(t.rest) and not t.objects - words))
        yield from (pattern.relation for pattern in whole)


def _distinct(texts: Iterable[str]) -> Iterator[str]:
    """Texts as they come, each once whatever its case."""
    seen: set[str] = set()
    for text in texts:
        if text.casefold() not in seen:
            seen.add(text.casefold())
            yield text


def _named(found: Chart) -> list[Lexeme]:
    """The names of a question that the graph knows, the longest first."""
    names = [one for place in found.starts.values() for one in place if one.known and one.known.entities]
    return sorted((one for one in names if one.kind == "name"), key=lambda one: (one.first - one.end, one.first))


def _plainly(found: Chart, vocabulary: Vocabulary) -> tuple[str, list[str]]:
    """A question with plain nouns for types in place of those that say more, and these."""
    words, nouns = [word.text for word in found.words], dict[str, None]()
    for place, lexemes in found.starts.items():
        for lexeme in lexemes:
            if lexeme.kind == "type" and lexeme.end == place + 1 and not vocabulary.is_neutral(lexeme.word):
                type_ = vocabulary.ontology.types[min(lexeme.types)]
                words[place] = noun_forms(type_.label)[lexeme.text.endswith("s")]
                nouns[lexeme.text] = None
    return " ".join(words), list(nouns)


def _meant(text: str, names: Names) -> list[str]:
    """Names of the graph, else words that questions may use, that come near to one that is not known."""
    from rapidfuzz import fuzz, process

    labels = {name.casefold(): label for name, label in sorted(names.labels().items())}
    near = process.extract(text.casefold(), sorted(labels), scorer=fuzz.ratio, score_cutoff=NAME_LIKENESS, limit=MOST)
    if near:
        return list(dict.fromkeys(labels[name] for name, _, _ in near))
    if len(text) < SHORTEST:
        return []
    words = sorted(word for word in names.vocabulary.entries if word[:1] == text[:1].casefold())
    close = process.extract(text.casefold(), words, scorer=fuzz.ratio, score_cutoff=WORD_LIKENESS, limit=1)
    return [word for word, _, _ in close]


def _repaired(found: Chart, meant: dict[tuple[int, int], list[str]]) -> Iterator[str]:
    """The question with what was probably meant in place of what is not known; without it, where that is not clear."""
    last = max(end for _, end in meant)
    if last == len(found.words) and not meant[max(meant)]:
        return
    for choice in range(2 if all(meant.values()) else 1):
        parts, place = [], 0
        for (first, end), words in meant.items():
            parts += [found.text(place, first), words[min(choice, len(words) - 1)] if words else ""]
            place = end
        yield " ".join(filter(None, [*parts, found.text(place, len(found.words))]))


def _understood(found: Chart, unknown: Iterable[tuple[int, int]]) -> Iterator[str]:
    place = 0
    for first, end in [*unknown, (len(found.words), len(found.words))]:
        if place < first:
            yield found.text(place, first)
        place = end


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{' '.join(text.split())}”" for text in texts)
