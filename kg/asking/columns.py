"""Columns of answers: what a question asks, and what else the facts say that answer it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from kg.asking.choices import Question
from kg.asking.clauses import Clause, Known, Literal, Term, Wanted
from kg.asking.vocabulary import Vocabulary
from kg.graph.bounds import Bounds
from kg.model import Date, Entity, Fact, label_of
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
class Solution:
    """What fills the holes, the fact that says so, and the facts that the question makes a condition."""

    cells: tuple[str, ...]
    fact: Fact
    conditions: tuple[Fact, ...]
    holds: bool | None = True
    """Whether the comparison comes true that is asked about; None where the sentences leave it open."""
    compared: Bounds | None = None
    """The bounds of what is compared."""


def status(fact: Fact) -> str:
    """How far a fact holds, in words; empty where it is plainly asserted, and also where that is reported."""
    return "" if fact.polarity == "positive" and fact.modality in PLAIN else mark_of(fact)


def mark_of(fact: Fact) -> str:
    """What is to be said of how a fact is stated, and by whom."""
    words = ["denied"] if fact.polarity == "negative" else []
    words += [fact.modality] if fact.modality not in ASSERTED else []
    return " ".join([*words, f"by {fact.attributed_to}"] if words and fact.attributed_to else words)


def documents_stating(facts: Iterable[Fact]) -> list[str]:
    """The identifiers of the documents that state some facts, sorted."""
    return sorted({evidence.document_id for fact in facts for evidence in fact.evidence})


class Columns:
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
        marks = _given((mark, s.fact) for s in group if (mark := mark_of(s.fact)))
        cells = {self.when: dict(list(dates.items())[:1]), self.status: marks}
        return {heading: given for heading, given in cells.items() if heading and given}


class Deeds(Columns):
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
        given.setdefault(label, set()).update(documents_stating([fact]))
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
