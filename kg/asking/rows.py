"""Rows of answers: the solutions of a question's query, grouped by what fills the holes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.asking.choices import Question
from kg.asking.clauses import ANY, Clause
from kg.asking.columns import NOTHING, Columns, Deeds, Given, Solution, documents_stating, status
from kg.asking.comparisons import is_compared
from kg.asking.orderings import Bound, Ranked, best
from kg.asking.sparql import Query
from kg.asking.vocabulary import Vocabulary
from kg.asking.wordings import decided, limited, wordings
from kg.graph.iris import absolute, amount_id
from kg.graph.solutions import Solutions
from kg.graph.solutions import Term as Node
from kg.graph.store import GraphStore
from kg.model import Amount, Entity, Fact, Filler, label_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer."""

    cells: tuple[str, ...]
    """What fills each column."""
    partly: Mapping[str, tuple[str, ...]] = field(compare=False)
    """The headings of what only some of the documents give beside the answer, and which of them do."""
    facts: tuple[Fact, ...]
    """The facts that give the answer, best supported first; then those that the question makes a condition."""
    documents: tuple[str, ...]
    """Identifiers of the documents that state the answer."""

    @property
    def cited(self) -> frozenset[str]:
        """Identifiers of all documents whose sentences prove it, also those of the conditions."""
        return frozenset(evidence.document_id for fact in self.facts for evidence in fact.evidence)


def solutions(store: GraphStore, question: Question, query: Query, known: Vocabulary) -> tuple[list[Solution], Ranked]:
    """The solutions of a question's query, as values, and how they were ranked, where they were."""
    found = store.query(query.text)
    rows = _bound(found) if isinstance(found, Solutions) else iter(())
    ranked = Ranked()
    if question.ordering:
        ranked = best(rows, question.ordering, query.rank, query.unit, query.holes.values())
        rows = iter(ranked.rows)
    return list(_read(store, rows, question, query, known)), ranked


def _read(
    store: GraphStore, rows: Iterable[Bound], question: Question, query: Query, known: Vocabulary
) -> Iterator[Solution]:
    rows = list(rows)
    iris = list(dict.fromkeys(bound[name].value for bound in rows for name in query.facts if name in bound))
    facts = dict(zip(iris, store.facts_of(iris), strict=True))
    relations = {relation.iri: relation.label for relation in known.ontology.relations.values()}
    for bound in rows:
        main, *others = (facts[bound[name].value] for name in query.facts if name in bound)
        clauses = _clauses(question, [main, *others])
        true = query.holds not in bound or bound[query.holds].native is True
        holes = [bound.get(query.holes[column.id]) for column in question.columns]
        for said in wordings([_with_words(main, question, known), *others], known.ontology.folder):
            stated = [one.fact for one in said]
            fillers = {key: label_of(f) for fact in stated for f in fact.roles.values() if (key := _key(f, store.base))}
            holds = decided(clauses, said, holds=true)
            if holds is False and question.kind != "polar":
                continue
            yield Solution(
                cells=tuple(_cell(hole, relations | fillers) for hole in holes),
                fact=stated[0],
                conditions=tuple(stated[1:]),
                holds=holds,
                compared=limited(clauses, said),
            )


def _clauses(question: Question, stated: Sequence[Fact]) -> tuple[Clause, ...]:
    """The clauses that some facts answer; none of a question about any relation."""
    relations = [fact.relation for fact in stated]
    return next((c for c in question.alternatives if [one.relation for one in c] == relations), ())


def _bound(found: Solutions) -> Iterator[Bound]:
    """Each solution as the terms of its variables."""
    names = [f"?{name}" for name in found.variables]
    return ({n: term for n, term in zip(names, row, strict=True) if term is not None} for row in found)


def _key(filler: Filler, base: str) -> str:
    """The IRI of a filler that has one."""
    match filler:
        case Entity():
            return absolute(base, filler.id)
        case Amount():
            return absolute(base, amount_id(filler))
        case _:
            return ""


def _cell(term: Node | None, fillers: Mapping[str, str]) -> str:
    return NOTHING if term is None else fillers.get(term.value, str(term))


def _with_words(fact: Fact, question: Question, known: Vocabulary) -> Fact:
    """A fact with the sentences that use the question's words, where it insists on them."""
    clauses = [clauses[0] for clauses in question.alternatives if clauses[0].relation in (fact.relation, ANY)]
    patterns = [
        (re.compile(known.pattern(c.relation, c.words or c.without), re.IGNORECASE), bool(c.words)) for c in clauses
    ]
    if not all(clause.words or clause.without for clause in clauses):
        return fact
    evidence = [e for e in fact.evidence if any(bool(p.search(e.trigger)) is wanted for p, wanted in patterns)]
    return replace(fact, evidence=tuple(evidence) or fact.evidence)


# ---------------------------------------------------------------- columns and rows


def table(question: Question, found: Iterable[Solution], known: Vocabulary) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Headings, and a row for each distinct answer: by number of documents, then of sentences, then by text.

    Where nothing is asked for, or nothing that is asked for is known, the whole fact is shown.
    """
    found = list(_distinct(_beside(question, found), known))
    told = {solution.fact.relation for solution in found}
    columns = Deeds(question, known) if _is_deed(question) else Columns(question, known, told)
    whole = not any(cell for solution in found for cell in solution.cells)
    groups: dict[tuple[tuple[str, ...], str], list[Solution]] = {}
    for solution in found:
        cells = columns.roles(solution.fact) if whole else solution.cells
        groups.setdefault((cells, status(solution.fact)), []).append(solution)
    extras = [columns.extras(group) for group in groups.values()]
    shown = [h for h in columns.headings if any(h in extra for extra in extras) and not (whole and h in columns.all)]
    rows = [
        _row(cells, group, {heading: extra.get(heading, {}) for heading in shown})
        for ((cells, _), group), extra in zip(groups.items(), extras, strict=True)
    ]
    asked = columns.all if whole and (found or not columns.asked) else columns.asked
    return (*asked, *shown), tuple(rows if question.ordering else sorted(rows, key=_order))


def _beside(question: Question, found: Iterable[Solution]) -> Iterator[Solution]:
    """The solutions; where yes or no is wanted of two amounts, each amount is one."""
    compared = {c[0].relation: list(map(is_compared, c[1:])) for c in question.alternatives}
    for solution in found:
        pairs = list(zip(solution.conditions, compared.get(solution.fact.relation, ()), strict=False))
        if question.kind != "polar" or not any(apart for _, apart in pairs):
            yield solution
            continue
        yield replace(solution, conditions=tuple(fact for fact, apart in pairs if not apart))
        yield from (replace(solution, fact=fact, conditions=()) for fact, apart in pairs if apart)


def _is_deed(question: Question) -> bool:
    return question.alternatives[0][0].relation == ANY


def _distinct(found: Iterable[Solution], known: Vocabulary) -> Iterator[Solution]:
    """The solutions, without those that only swap the ends of a symmetric fact among holes that are alike."""
    seen: set[tuple[Fact, frozenset[str]]] = set()
    for solution in found:
        mark = solution.fact, frozenset(solution.cells)
        if known.ontology.relations[solution.fact.relation].symmetric and mark in seen:
            continue
        seen.add(mark)
        yield solution


def _row(cells: tuple[str, ...], group: Sequence[Solution], extras: Mapping[str, Given]) -> Row:
    main = sorted(
        dict.fromkeys(s.fact for s in group), key=lambda fact: (-len(documents_stating([fact])), -len(fact.evidence))
    )
    conditions = dict.fromkeys(fact for solution in group for fact in solution.conditions)
    documents = tuple(documents_stating(main))
    giving = {h: tuple(sorted({d for given in extra.values() for d in given})) for h, extra in extras.items()}
    return Row(
        cells=(*cells, *map(", ".join, extras.values())),
        partly={heading: given for heading, given in giving.items() if 0 < len(given) < len(documents)},
        facts=(*main, *conditions),
        documents=documents,
    )


def _order(row: Row) -> tuple[object, ...]:
    sentences = {(e.document_id, e.start) for fact in row.facts for e in fact.evidence}
    return -len(row.documents), -len(sentences), [cell.casefold() for cell in row.cells], row.cells
