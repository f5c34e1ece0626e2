"""Rows of answers: the solutions of a question's query, grouped by what fills the holes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TypeAlias

from kg.asking.choices import Question
from kg.asking.clauses import ANY, Clause, Known, Literal, Term, Wanted
from kg.asking.comparisons import is_compared
from kg.asking.orderings import Bound, Ranked, best
from kg.asking.sparql import Query
from kg.asking.vocabulary import Vocabulary
from kg.asking.wordings import decided, limited, wordings
from kg.graph.bounds import Bounds as Span
from kg.graph.iris import absolute, amount_id
from kg.graph.solutions import Solutions
from kg.graph.solutions import Term as Node
from kg.graph.store import GraphStore
from kg.model import Amount, Date, Entity, Fact, Filler, label_of
from kg.ontology import DATE

NOTHING = ""
"""What stands in a cell that no fact fills."""
PLAIN = frozenset({"actual", "reported"})
"""Modalities of facts that answer a question alike; a report is marked, and is no answer of its own."""
ASSERTED = frozenset({"actual"})
"""Modalities that need no mark."""


Given: TypeAlias = Mapping[str, Collection[str]]
"""What facts say beside an answer, and the identifiers of the documents that give each."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What fills the holes, the fact that says so, and the facts that the question makes a condition."""

    cells: tuple[str, ...]
    fact: Fact
    conditions: tuple[Fact, ...]
    holds: bool | None = True
    """Whether the comparison comes true that is asked about; None where the sentences leave it open."""
    compared: Span | None = None
    """The bounds of what is compared."""


def status(fact: Fact) -> str:
    """How far a fact holds, in words; empty where it is plainly asserted, and also where that is reported."""
    return "" if fact.polarity == "positive" and fact.modality in PLAIN else _mark(fact)


def _mark(fact: Fact) -> str:
    """What is to be said of how a fact is stated, and by whom."""
    words = ["denied"] if fact.polarity == "negative" else []
    words += [fact.modality] if fact.modality not in ASSERTED else []
    return " ".join([*words, f"by {fact.attributed_to}"] if words and fact.attributed_to else words)


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
    columns = _Deeds(question, known) if _is_deed(question) else _Columns(question, known, told)
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
        dict.fromkeys(s.fact for s in group), key=lambda fact: (-len(_documents([fact])), -len(fact.evidence))
    )
    conditions = dict.fromkeys(fact for solution in group for fact in solution.conditions)
    documents = tuple(_documents(main))
    giving = {h: tuple(sorted({d for given in extra.values() for d in given})) for h, extra in extras.items()}
    return Row(
        cells=(*cells, *map(", ".join, extras.values())),
        partly={heading: given for heading, given in giving.items() if 0 < len(given) < len(documents)},
        facts=(*main, *conditions),
        documents=documents,
    )


def _documents(facts: Iterable[Fact]) -> list[str]:
    return sorted({evidence.document_id for fact in facts for evidence in fact.evidence})


def _order(row: Row) -> tuple[object, ...]:
    sentences = {(e.document_id, e.start) for fact in row.facts for e in fact.evidence}
    return -len(row.documents), -len(sentences), [cell.casefold() for cell in row.cells], row.cells


class _Columns:
    """The columns of a question's answers: what it asks, and what else the facts say."""

    def __init__(self, question: Question, known: Vocabulary, told: Collection[str]) -> None:
        self.question, self.known = question, known
        mains = [clauses[0] for clauses in question.alternatives if not told or clauses[0].relation in told]
        self.all = tuple(dict.fromkeys(heading for clause in mains for heading in self._all(clause).values()))
        self.asked = tuple(column.heading for column in question.columns)
        self.open: dict[str, dict[str, str]] = {}
        for clause in mains:
            self.open.setdefault(clause.relation, {}).update(self._open(clause))
        lasting = all(clause.relation in known.tables["lists"]["lasting"] for clause in mains)
        self.when = "" if any(clause.date for clause in mains) else known.heading("lasting" if lasting else "date")
        self.status = known.heading("status")
        context = [heading for headings in self.open.values() for heading in headings.values()]
        self.headings = tuple(dict.fromkeys(h for h in (*context, self.when, self.status) if h))

    def _all(self, clause: Clause) -> dict[str, str]:
        roles = self.known.ontology.relations[clause.relation].roles
        return {role.name: role.question for role in roles if role.ranges != {DATE}}

    def _open(self, clause: Clause) -> dict[str, str]:
        """The roles that the question leaves open, with their headings."""
        filled = {role for role, term in clause.roles if _fixed(term)}
        if clause.speaker:
            filled |= set(self.known.speakers(clause.relation))
        asked = {column.heading for column in self.question.columns}
        relation = self.known.ontology.relations[clause.relation]
        names = {role: heading for role, heading in self._all(clause).items() if role not in filled}
        return {r: relation.role(r).label.capitalize() if h in asked else h for r, h in names.items()}

    def roles(self, fact: Fact) -> tuple[str, ...]:
        """All roles of a fact under the headings of a question that wants yes or no."""
        clause = next(clauses[0] for clauses in self.question.alternatives if clauses[0].relation == fact.relation)
        cells = {
            heading: label_of(fact.roles[role]) for role, heading in self._all(clause).items() if role in fact.roles
        }
        return tuple(cells.get(heading, NOTHING) for heading in self.all)

    def extras(self, group: Sequence[Solution]) -> dict[str, Given]:
        """What the facts of a row say that was not asked for."""
        found: dict[str, list[tuple[str, Fact]]] = {}
        for solution in group:
            for role, heading in self.open.get(solution.fact.relation, {}).items():
                if role in solution.fact.roles:
                    found.setdefault(heading, []).append((self._other(solution, role), solution.fact))
        alphabetic = (
            (heading, sorted(labels, key=lambda pair: pair[0].casefold())) for heading, labels in found.items()
        )
        return {heading: _given(labels) for heading, labels in alphabetic} | self.circumstances(group)

    def _other(self, solution: Solution, role: str) -> str:
        """What fills a role; of a symmetric fact the end that is in no column already, for either end may be."""
        fillers = {name: label_of(filler) for name, filler in solution.fact.roles.items()}
        pairs = [
            {s.subject, s.object}
            for s in self.known.ontology.relations[solution.fact.relation].shortcuts
            if s.symmetric
        ]
        ends = [fillers[end] for pair in pairs for end in sorted(pair - {role}) if role in pair and end in fillers]
        free = (other for other in ends if other not in solution.cells)
        return next(free, fillers[role]) if fillers[role] in solution.cells else fillers[role]

    def circumstances(self, group: Sequence[Solution]) -> dict[str, Given]:
        """When the facts of a row held, and how they are stated."""
        dates = _given(sorted(((when, s.fact) for s in group if (when := _when(s.fact))), key=itemgetter(0)))
        marks = _given((mark, s.fact) for s in group if (mark := _mark(s.fact)))
        cells = {self.when: dict(list(dates.items())[:1]), self.status: marks}
        return {heading: given for heading, given in cells.items() if heading and given}


class _Deeds(_Columns):
    """The columns of answers that may be facts of any relation."""

    def __init__(self, question: Question, known: Vocabulary) -> None:
        self.question, self.known = question, known
        self.asked = tuple(column.heading for column in question.columns)
        self.all, self.rest, self.when = self.asked, known.heading("rest"), known.heading("date")
        self.status = known.heading("status")
        self.headings = (self.rest, self.when, self.status)
        clause = question.alternatives[0][0]
        self.named = {e.id for _, term in clause.roles if isinstance(term, Known) for e in term.entities}

    def extras(self, group: Sequence[Solution]) -> dict[str, Given]:
        """What is not said in the question or in another column."""
        found: list[tuple[str, Fact]] = []
        for solution in group:
            fillers = [f for f in solution.fact.roles.values() if not isinstance(f, Date)]
            others = [f for f in fillers if not isinstance(f, Entity) or f.id not in self.named]
            found += [(label, solution.fact) for f in others if (label := label_of(f)) not in solution.cells]
        return ({self.rest: _given(found)} if found else {}) | self.circumstances(group)


def _given(found: Iterable[tuple[str, Fact]]) -> dict[str, Collection[str]]:
    """The labels in their order, and the documents of the facts that give each."""
    given: dict[str, set[str]] = {}
    for label, fact in found:
        given.setdefault(label, set()).update(_documents([fact]))
    return dict(given)


def _fixed(term: Term) -> bool:
    """Whether the question itself shows what fills a role, in its words or in a column."""
    return (
        term.asked
        if isinstance(term, Wanted)
        else isinstance(term, Literal) or (isinstance(term, Known) and len(term.entities) < 2 and not term.found)
    )


def _when(fact: Fact) -> str:
    """The date of a fact, or of its role for one."""
    own = next((filler.value for filler in fact.roles.values() if isinstance(filler, Date)), "")
    return own or (fact.date.value if fact.date else "")
