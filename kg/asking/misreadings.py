"""Why a question cannot be read, in one line: what is understood, what is not, and what can be asked instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from kg.asking.choices import choose
from kg.asking.examples import filled, templates
from kg.asking.inflections import noun_forms
from kg.asking.lexemes import Chart, Lexeme, chart
from kg.asking.names import Names
from kg.asking.vocabulary import Vocabulary
from kg.graph.store import GraphStore

MOST = 3
"""How many questions are suggested."""
NAME_LIKENESS, WORD_LIKENESS = 78, 84
"""How like a name or a word must be to be what was meant, of 100."""
SHORTEST = 4
"""Shorter words are like too many others."""
CARD = frozenset({"hole", "be", "name", "articles", "openers", "anybody"})
"""Kinds of words that make a question for all about one entity: "who is X"."""


def explain(question: str, found: Chart, names: Names, store: GraphStore) -> str:
    """One line about a question that cannot be read."""
    unknown = found.unknown()
    if not unknown:
        plain, nouns = _plainly(found, names.vocabulary)
        why = _card(found) or f"each word of {_quoted([question])} is known, but not how they hang together"
        if nouns and choose(plain, chart(plain, names.vocabulary, names), names.vocabulary):
            why = f"no graph tells {_quoted(nouns)} from others of their type"
        return why + suggestions(question, [plain] if nouns else [], names, store, _named(found))
    meant = {span: _meant(found.text(*span), names) for span in unknown}
    hint = [word for words in meant.values() for word in words[:2]]
    why = f"not understood: {_quoted(found.text(*span) for span in unknown)}"
    if hint:
        why += f"; did you mean {' or '.join(dict.fromkeys(hint))}?"
    if known := list(_understood(found, unknown)):
        why += f"; understood: {_quoted(known)}"
    return why + suggestions(question, _repaired(found, meant), names, store, _named(found))


def suggestions(
    question: str, repaired: Iterable[str], names: Names, store: GraphStore, named: Iterable[Lexeme] = ()
) -> str:
    """The questions nearest to one that cannot be read, each of them one that can be.

    :param named: the names that it has, which they are about where they may be.
    """
    from rapidfuzz import fuzz

    vocabulary = names.vocabulary
    pool = templates(store, vocabulary)
    about = [entity for one in named if one.known for entity in one.known.entities[:1]]
    likeness = {
        template.text: fuzz.token_set_ratio(question.casefold(), template.words.casefold()) for template in pool
    }
    pool.sort(key=lambda template: (bool(about) and not template.roles, -likeness[template.text]))
    made = (made for template in pool if (made := filled(template, store, about)))
    readable = (q for q in _distinct(chain(repaired, made)) if choose(q, chart(q, vocabulary, names), vocabulary))
    near = list(islice(readable, MOST))
    return f"; try {_quoted(near)}" if near else ""


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


def _card(found: Chart) -> str:
    """A hint for questions about nothing but one entity."""
    lexemes = [lexeme for place in found.starts.values() for lexeme in place]
    longest = next(iter(_named(found)), None)
    covered = {i for lexeme in lexemes if lexeme.kind in CARD for i in range(lexeme.first, lexeme.end)}
    if longest is None or longest.known is None or len(covered) < len(found.words):
        return ""
    label = longest.known.entities[0].label
    return f"the question names no relation; for all that is known about {label}: kg show {_argument(label)}"


def _argument(label: str) -> str:
    return f'"{label}"' if any(not (c.isalnum() or c in "-_.") for c in label) else label


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
