"""The SPARQL query of a question: readable, the same each time, and safe whatever the question's words are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.asking.choices import Question
from kg.asking.clauses import ANY, Clause, Known
from kg.asking.deeds import DeedWriter
from kg.asking.patterns import HOLDS, RANK, UNIT, ClauseWriter, Names, fact_variable, indented, union
from kg.asking.vocabulary import Vocabulary
from kg.graph.iris import prefixes


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query, and which of its variables stand for what."""

    text: str
    holes: Mapping[int, str]
    """Asked hole → variable."""
    facts: tuple[str, ...]
    """The variables of the main fact and of those that restrict it."""
    rank: str = ""
    """The variable by which solutions are ranked."""
    unit: str = UNIT
    """The variable for the unit of what ranks them."""
    holds: str = HOLDS
    """The variable that tells whether a comparison comes true, where yes or no is wanted."""


def compile_(question: Question, vocabulary: Vocabulary, base: str) -> Query:
    """The query that finds the answers to a question."""
    names = Names(question.columns)
    groups, ranks = [], []
    for clauses in question.alternatives:
        writers = [_writer(c, i, clauses, vocabulary, base, names) for i, c in enumerate(clauses)]
        writers[0].polar = question.kind == "polar"
        # What is named comes first: engines begin there.
        stated = [line for writer in sorted(writers, key=_is_open) for line in writer.lines()]
        rest = [
            line for part in ("types", "options", "filters") for writer in writers for line in getattr(writer, part)
        ]
        ranks += [writer.rank for writer in writers if writer.rank]
        groups.append([*stated, *dict.fromkeys(rest)])
    body = groups[0] if len(groups) == 1 else union(groups)
    facts = tuple(fact_variable(i) for i in range(max(map(len, question.alternatives))))
    rank = ranks[0] if question.ordering and ranks else ""
    more = [found for found in (rank, *([UNIT] if rank == RANK else [])) if found not in names.asked.values()]
    more += [HOLDS] if any(f"AS {HOLDS})" in line for line in body) else []
    head = " ".join(filter(None, [*names.asked.values(), *facts, *more]))
    lines = [f"SELECT DISTINCT {head}", "WHERE {", *indented(body), "}", *_order(question, rank, names)]
    text = "\n".join([*_prologue(lines, vocabulary, base), *lines]) + "\n"
    return Query(text=text, holes=names.asked, facts=facts, rank=rank)


def _writer(
    clause: Clause, place: int, clauses: tuple[Clause, ...], vocabulary: Vocabulary, base: str, names: Names
) -> ClauseWriter | DeedWriter:
    if clause.relation == ANY:
        return DeedWriter(clause, vocabulary, base, names)
    return ClauseWriter(clause, place, clauses, vocabulary, base, names)


def _is_open(writer: ClauseWriter | DeedWriter) -> bool:
    """Whether a clause names nothing."""
    return not any(isinstance(term, Known) for term in writer.clause.terms())


def _order(question: Question, rank: str, names: Names) -> Iterator[str]:
    """The most or the least first; of equals, in an order that is the same each time."""
    if question.ordering and rank:
        way = f"DESC({rank})" if question.ordering.operator == "most" else rank
        others = [name for name in names.asked.values() if name != rank]
        yield " ".join(["ORDER BY", way, *others, fact_variable(0)])


def _prologue(lines: Iterable[str], vocabulary: Vocabulary, base: str) -> Iterator[str]:
    """Declarations of the prefixes that are used, so that the query runs anywhere."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"|<[^>]*>', "", "\n".join(lines))
    used = set(re.findall(r"(?<![\w?])([a-z]+):", bare))
    yield from (f"PREFIX {p}: <{iri}>" for p, iri in prefixes(vocabulary.ontology, base).items() if p in used)
