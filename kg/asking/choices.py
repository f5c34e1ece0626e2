"""The question that is meant, among all that a text may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.asking.clauses import ANY, Clause, Known, Term, Wanted
from kg.asking.explanations import OPENED, explained, wording_of
from kg.asking.interpretations import Interpreter
from kg.asking.lexemes import Chart
from kg.asking.orderings import Ordering, ordering
from kg.asking.parses import Parser
from kg.asking.phrases import Form, Phrase, Predication
from kg.asking.vocabulary import Vocabulary

TIE = 0.25
"""Meanings whose scores differ by less are both meant: "who backs OpenAI" asks for owners and for investors."""
MOST_ALTERNATIVES = 4
MOST_FORMS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A hole that is asked for, and how its answers are headed."""

    id: int
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, understood: facts with holes in them."""

    text: str
    kind: str
    """``list``, ``count`` or ``polar`` (yes or no)."""
    alternatives: tuple[tuple[Clause, ...], ...]
    """What may be meant: each a main fact and the facts that restrict what fills it. An answer to any is an answer."""
    columns: tuple[Column, ...]
    ordering: Ordering | None
    """Where only the most or the least, the first or the last are asked for."""
    understood: tuple[tuple[str, str], ...]
    """The words of the question in their order, and how each was read."""


def choose(text: str, chart: Chart, vocabulary: Vocabulary) -> Question | None:
    """The question that a text most likely means; None where it means none."""
    scored = sorted(_scored(chart, vocabulary), key=_order)
    if not scored:
        return None
    best = scored[0]
    near = [one for one in scored if one.score > best.score - TIE]
    same = [one.clauses for one in near if one.alike == best.alike]
    alike = list(_one_of_each(same))[:MOST_ALTERNATIVES]
    alternatives = tuple(_settled(clauses) for clauses in alike)
    return Question(
        text=text,
        kind=best.kind,
        alternatives=alternatives,
        columns=tuple(_columns(alternatives[0], vocabulary)),
        ordering=best.ordering,
        understood=explained(chart, (clause for clauses in alternatives for clause in clauses), vocabulary),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    clauses: tuple[Clause, ...]
    kind: str
    score: float
    ordering: Ordering | None

    @property
    def alike(self) -> tuple[object, ...]:
        """What meanings share that may both be meant."""
        return self.kind, self.ordering, _asked(self.clauses), self.clauses[0].relation == ANY


def _scored(chart: Chart, vocabulary: Vocabulary) -> Iterable[_Scored]:
    """Every meaning of a text with its best score; whichever of its facts is the main one, it is one meaning."""
    found: dict[frozenset[Clause], _Scored] = {}
    interpreter = Interpreter(vocabulary)
    seen: set[Form] = set()
    for form in Parser(chart, vocabulary.ontology.grammar).forms():
        if form in seen or len(seen) >= MOST_FORMS:
            continue
        seen.add(form)
        for meaning in interpreter.meanings(form):
            if not meaning.clauses or (form.said.asks and not _asked(meaning.clauses)):
                continue
            kind = "count" if _counts(form.said) else "list" if _asked(meaning.clauses) else "polar"
            try:
                order = ordering(meaning.clauses, _number(form.said))
            except ValueError:
                continue
            if (order and kind != "list" and not order.nested) or not _answerable(kind, meaning.clauses, vocabulary):
                continue
            new = _Scored(clauses=meaning.clauses, kind=kind, score=round(meaning.score, 6), ordering=order)
            old = found.setdefault(frozenset(meaning.clauses), new)
            if old.score < new.score:
                found[frozenset(meaning.clauses)] = new
    return found.values()


def _answerable(kind: str, clauses: Iterable[Clause], vocabulary: Vocabulary) -> bool:
    """Whether there is an answer.

    There is none where yes or no is asked of each of several, how many of what is not counted, or what nobody of some
    kind did.
    """
    terms = [term for clause in clauses for term in clause.terms()]
    if kind == "polar":
        return not any(isinstance(term, Known) and term.each for term in terms)
    if any(clause.polarity != "positive" and (place or _describes(clause)) for place, clause in enumerate(clauses)):
        return False
    uncounted = frozenset(vocabulary.tables["lists"]["uncounted"])
    counted = [term.types for term in terms if isinstance(term, Wanted) and term.asked and term.strict]
    return kind != "count" or not any(types <= uncounted for types in counted)


def _describes(clause: Clause) -> bool:
    """Whether a clause speaks of something that is neither named nor asked for: "by American companies"."""
    return any(isinstance(term, Wanted) and not term.asked for term in clause.terms())


def _order(one: _Scored) -> tuple[object, ...]:
    """The best first; of equals, in an order that is the same each time."""
    clauses = [(c.relation, [(role, wording_of(term)) for role, term in c.roles], c.trigger) for c in one.clauses]
    return -one.score, one.kind, clauses


def _one_of_each(ordered: Iterable[tuple[Clause, ...]]) -> Iterator[tuple[Clause, ...]]:
    """Those that ask for the same roles of a relation as its best meaning, and tie the same facts alike.

    "What did X restrict" asks for one role; in "chips used by models that rival GPT-4" models do.
    """
    roles: dict[str, tuple[str, ...]] = {}
    ties: dict[tuple[str, ...], tuple[list[int], ...]] = {}
    for clauses in ordered:
        asked = tuple(role for role, term in clauses[0].roles if isinstance(term, Wanted) and term.asked)
        relations, holes = tuple(clause.relation for clause in clauses), tuple(map(_holes, clauses))
        if roles.setdefault(clauses[0].relation, asked) == asked and ties.setdefault(relations, holes) == holes:
            yield clauses


def _counts(said: Predication | Phrase) -> bool:
    """Whether "how many" stands somewhere."""
    if isinstance(said, Phrase):
        inner: list[Predication | Phrase] = [phrase for _, phrase in said.modifiers]
        return said.ask == "count" or any(map(_counts, [*inner, *said.predications]))
    return any(_counts(phrase) for _, phrase in said.arguments)


def _number(said: Predication | Phrase) -> int:
    """How many a question asks for: "which three models"."""
    if isinstance(said, Phrase):
        return max([said.number, *(_number(phrase) for _, phrase in said.modifiers)])
    return max([1, *(_number(phrase) for _, phrase in said.arguments)])


def _holes(clause: Clause) -> list[int]:
    """What a clause leaves open."""
    return sorted(term.id for term in clause.terms() if isinstance(term, Wanted))


def _asked(clauses: Iterable[Clause]) -> tuple[int, ...]:
    return tuple(sorted({t.id for c in clauses for t in c.terms() if isinstance(t, Wanted) and t.asked}))


def _settled(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses, with the hole that comes first marked as one that must be filled, unless nobody named it."""
    asked = _asked(clauses)
    first = asked[0] if asked and asked[0] < OPENED else -1
    return tuple(_with_must(clause, first) for clause in clauses)


def _with_must(clause: Clause, id_: int) -> Clause:
    def settled(term: Wanted) -> Wanted:
        return replace(term, must=True) if term.id == id_ else term

    roles: tuple[tuple[str, Term], ...] = tuple(
        (r, settled(t) if isinstance(t, Wanted) else t) for r, t in clause.roles
    )
    date = settled(clause.date) if clause.date else None
    speaker = settled(clause.speaker) if isinstance(clause.speaker, Wanted) else clause.speaker
    return replace(clause, roles=roles, date=date, speaker=speaker)


def _columns(clauses: tuple[Clause, ...], vocabulary: Vocabulary) -> Iterator[Column]:
    headings: dict[int, str] = {}
    for clause in clauses:
        for role, term in clause.roles:
            if isinstance(term, Wanted) and term.asked:
                headings.setdefault(term.id, _heading(clause, role, vocabulary))
        if clause.date:
            headings.setdefault(clause.date.id, vocabulary.heading("date"))
        if isinstance(clause.speaker, Wanted):
            headings.setdefault(clause.speaker.id, vocabulary.heading("speaker"))
    used: list[str] = []
    for id_ in sorted(headings):
        same = used.count(headings[id_])
        used.append(headings[id_])
        yield Column(id=id_, heading=f"{headings[id_]} ({same + 1})" if same else headings[id_])


def _heading(clause: Clause, role: str, vocabulary: Vocabulary) -> str:
    if clause.relation == ANY:
        return vocabulary.heading(role)
    return vocabulary.ontology.relations[clause.relation].role(role).question
