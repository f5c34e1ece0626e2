"""How each word of a question was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from kg.asking.clauses import ANY, Clause, Extreme, Known, Limit, Literal, Term, Wanted
from kg.asking.comparisons import is_compared
from kg.asking.lexemes import Chart
from kg.asking.vocabulary import Vocabulary, folded

OPENED = 1000
"""Holes from this number on are roles that nobody asked for by name, as in "restrictions on AI chips"."""
Span = tuple[int, int]


def explained(chart: Chart, clauses: Iterable[Clause], vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """The words of a question in their order, each with all that it was read as."""
    found: dict[Span, dict[str, None]] = {}
    for clause in (clause for clause in clauses if not is_compared(clause)):
        for span, sense in _senses(clause, chart, vocabulary):
            found.setdefault(span, {})[sense] = None
    return tuple((chart.text(*span), "; ".join(senses)) for span, senses in _in_order(found, chart, vocabulary))


def _in_order(
    found: Mapping[Span, Iterable[str]], chart: Chart, vocabulary: Vocabulary
) -> Iterator[tuple[Span, Iterable[str]]]:
    """The spans that mean something, and the words of grammar between them."""
    place = 0
    for first, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if first < place:
            continue
        yield from _grammar(place, first, chart, vocabulary)
        inner = [sense for span in found if first <= span[0] and span[1] <= end for sense in found[span]]
        yield (first, end), dict.fromkeys(inner)
        place = end
    yield from _grammar(place, len(chart.words), chart, vocabulary)


def _grammar(place: int, end: int, chart: Chart, vocabulary: Vocabulary) -> Iterator[tuple[Span, Iterable[str]]]:
    """What words do that belong to no fact, those together that are one entry."""
    does: Mapping[str, str] = vocabulary.tables["explanations"]
    while place < end:
        known = [lexeme for lexeme in chart.at(place, *does) if lexeme.end <= end]
        stop = max((lexeme.end for lexeme in known), default=place + 1)
        kinds = {lexeme.kind for lexeme in known if lexeme.end == stop}
        yield (place, stop), [next((text for kind, text in does.items() if kind in kinds), does["other"])]
        place = stop


def _senses(clause: Clause, chart: Chart, vocabulary: Vocabulary) -> Iterator[tuple[Span, str]]:
    relation = vocabulary.ontology.relations.get(clause.relation)
    yield from ((span, relation.label if relation else ANYTHING) for span in _triggers(clause, chart))
    for role, term in clause.roles:
        if isinstance(term, Wanted) and term.id >= OPENED:
            continue
        label = relation.role(role).label if relation else vocabulary.heading(role)
        yield from ((span, f"{label}: {_sense(term)}") for span in _spans(wording_of(term), chart))
    for window in clause.windows:
        yield from ((span, f"{window.operator} {window.date.value}") for span in _spans(window.date.text, chart))
    for apart in (clause.date, clause.speaker):
        heading = vocabulary.heading("date" if apart is clause.date else "speaker")
        yield from ((span, f"{heading}: {_sense(apart)}") for span in _spans(wording_of(apart), chart) if apart)
    if clause.extreme:
        yield from ((span, _sense(clause.extreme)) for span in _spans(clause.extreme.text, chart))


def _triggers(clause: Clause, chart: Chart) -> Iterator[Span]:
    """The words that state a clause."""
    words = {folded(clause.trigger), folded(clause.trigger.partition(" ")[0])}
    lexemes = [lexeme for lexemes in chart.starts.values() for lexeme in lexemes]
    if clause.relation == ANY:
        yield max((lexeme.first, lexeme.end) for lexeme in lexemes if lexeme.kind == "acting")
        return
    for lexeme in lexemes:
        stated = lexeme.kind in STATING and folded(lexeme.word) in words
        if stated or (lexeme.relation and lexeme.relation == clause.relation):
            yield lexeme.first, lexeme.end


ANYTHING = "any relation"
STATING = frozenset({"verb", "noun", "adjective", "type"})
"""Kinds of words that may state a fact."""


def _spans(text: str, chart: Chart) -> Iterator[Span]:
    """The first place where some words stand."""
    length = len(chart.words) if text else 0
    spans = ((i, j) for i in range(length) for j in range(i + 1, length + 1))
    yield from islice((span for span in spans if chart.text(*span) == text), 1)


def wording_of(term: Term | None) -> str:
    """The words of a question that a term comes from."""
    match term:
        case None:
            return ""
        case Literal():
            return next(iter(term.words))
        case _:
            return term.text


def _sense(term: Term | None) -> str:
    match term:
        case Known():
            return ", ".join(entity.id for entity in term.entities) or "not in this graph"
        case Wanted():
            types = f", {' or '.join(sorted(term.types))}" if term.strict else ""
            return ("asked for" if term.asked else "anything") + types
        case Limit():
            return f"{term.operator} {term.than.text if term.than else term.text}"
        case Extreme():
            return f"the {term.operator}" + (f", {term.number} of them" if term.number > 1 else "")
        case Literal():
            return " or ".join(term.words)
        case _:
            return ""
