"""Answers to questions in English, each with the facts and the sentences that prove it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kg.asking.choices import Question
from kg.asking.clauses import Wanted
from kg.asking.columns import Solution, status
from kg.asking.examples import candidates
from kg.asking.nameless import beyond
from kg.asking.orderings import Ranked
from kg.asking.questions import read
from kg.asking.relaxations import relaxed
from kg.asking.rows import Row, solutions, table
from kg.asking.sparql import compile_
from kg.asking.steps import first_step, second_step
from kg.asking.vocabulary import Vocabulary, vocabulary
from kg.errors import QuestionError
from kg.graph.rdf import HOLDING
from kg.graph.solutions import Solutions
from kg.graph.store import GraphStore
from kg.model import Entity, Fact, label_of

__all__ = ["Answers", "Row", "answer", "examples"]

MOST_EXAMPLES = 10
SILENCE = "no document says"
DISAGREEMENT = "documents disagree"
"""The verdict where some documents assert what others deny."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All answers to a question, best supported first."""

    question: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sparql: str
    """The query that found them."""
    verdict: str = ""
    """For yes or no: ``yes``, ``no``, ``documents disagree``, or how the documents qualify it, such as ``planned``; for
    how many: the number; for the most or the latest: of how many candidates that is known, where not of all; for what
    no document answers: ``no document says``; else empty."""
    understood: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Words of the question, and how each was read."""
    kind: str = field(default="list", compare=False)
    """``list``; ``polar`` where yes or no is asked for, ``count`` where a number is: these two have a verdict."""
    denying: bool = field(default=False, compare=False)
    """Whether it asks for what a document denies: "which countries did not ban DeepSeek"."""
    nearest: tuple[Row, ...] = field(default=(), compare=False)
    """Where no document answers: facts about what the question names that lack only what it asks for. Where the most or
    the least is asked for: what has no name and comes before it, such as "DeepSeek's model"."""
    nearest_columns: tuple[str, ...] = field(default=(), compare=False)

    @property
    def sentences(self) -> int:
        """How many sentences prove the answers."""
        evidence = [piece for row in self.rows for fact in row.facts for piece in fact.evidence]
        return len({(piece.document_id, piece.start, piece.end) for piece in evidence})


def answer(store: GraphStore, text: str) -> Answers:
    """Answer a question from the facts of a graph.

    :raises QuestionError: where it cannot be read.
    """
    question = read(text, store.ontology, store)
    known = vocabulary(store.ontology)
    before, note = "", ""
    nearest: tuple[tuple[str, ...], tuple[Row, ...]] = ((), ())
    if step := first_step(question):
        query = compile_(step.question, known, store.base)
        found, ranked = solutions(store, step.question, query, known)
        before, note = _comment(query.text), _incomplete(step.question, ranked)
        nearest = beyond(store, step.question, (solution.fact for solution in found))
        fillers = (solution.fact.roles.get(step.role) for solution in found)
        question = second_step(question, step, dict.fromkeys(f for f in fillers if isinstance(f, Entity)))
    query = compile_(question, known, store.base)
    found, ranked = solutions(store, question, query, known)
    undecided = [one for one in found if one.holds is None]
    found = [one for one in found if one.holds is not None]
    columns, rows = table(question, found, known)
    verdict = _verdict(question, found, rows, known)
    if rows and question.ordering:
        nearest = beyond(store, question, (one.fact for one in found))
    elif verdict == SILENCE:
        nearest = _nearest(store, question, undecided, known)
    return Answers(
        question=text,
        columns=columns,
        rows=rows,
        sparql=before + query.text,
        verdict=verdict or note or _incomplete(question, ranked),
        understood=question.understood,
        kind=question.kind,
        denying=question.alternatives[0][0].polarity != "positive",
        nearest_columns=nearest[0],
        nearest=nearest[1],
    )


def _nearest(
    store: GraphStore, question: Question, undecided: Sequence[Solution], known: Vocabulary
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Columns and rows of the facts that lack only what is asked for: who released R1, for when that was.

    What leaves open a comparison that is asked about lacks that alone.
    """
    if undecided:
        return table(question, undecided, known)
    relaxation = relaxed(question)
    if relaxation is None:
        return (), ()
    query = compile_(relaxation.question, known, store.base)
    found, _ = solutions(store, relaxation.question, query, known)
    columns, rows = table(relaxation.question, (one for one in found if relaxation.lacks(one.fact)), known)
    return (columns, rows) if rows else ((), ())


def _comment(sparql: str) -> str:
    """A query that was asked first, for people to read above the one that its answers stand in."""
    return "".join(f"# {line}\n" for line in ["first:", *sparql.splitlines(), "then:"])


def examples(store: GraphStore) -> list[str]:
    """Questions that a graph answers, made from its relations and from what it knows best; the most telling first."""
    made = candidates(store, vocabulary(store.ontology))
    return list(islice((question for question in made if _has_answer(store, question)), MOST_EXAMPLES))


def _has_answer(store: GraphStore, question: str) -> bool:
    try:
        query = compile_(read(question, store.ontology, store), vocabulary(store.ontology), store.base)
    except QuestionError:
        return False
    found = store.query(f"{query.text}LIMIT 1")
    return isinstance(found, Solutions) and bool(found.rows)


def _incomplete(question: Question, ranked: Ranked) -> str:
    """Of how many candidates it is known what they are ranked by, where it is not known of all."""
    if question.ordering is None or not ranked.rows or ranked.known == ranked.candidates:
        return ""
    what = "dates" if question.ordering.by_date else "amounts"
    return f"{what} are known for {ranked.known} of {ranked.candidates}"


def _verdict(question: Question, found: Iterable[Solution], rows: Sequence[Row], known: Vocabulary) -> str:
    if not rows:
        return SILENCE
    if question.kind == "count":
        holding = [row for row in rows if any(not status(fact) for fact in row.facts)]
        return str(len({row.cells[0] for row in holding}))
    return _polar(question, list(found), rows, known) if question.kind == "polar" else ""


def _polar(question: Question, found: Sequence[Solution], rows: Sequence[Row], known: Vocabulary) -> str:
    """Yes or no; a comparison may come true by what some documents say, and not by what others do."""
    right = [solution for solution in found if solution.holds]
    true = {solution.fact for solution in right}
    said = {*known.speakers(question.alternatives[0][0].relation)}
    wrong = [solution for solution in found if not solution.holds and _is_firm(solution.fact)]
    false = {one.fact for one in wrong if not any(_refines(other, one, said) for other in right)}
    verdict = _yes_or_no([row for row in rows if true & {*row.facts}], known.tables["verdicts"])
    if not false:
        return verdict
    open_ = any(isinstance(term, Wanted) for _, term in question.alternatives[0][0].roles)
    return "no" if verdict == SILENCE else verdict if open_ else DISAGREEMENT


def _refines(one: Solution, other: Solution, speakers: Collection[str]) -> bool:
    """Whether "over $100 million" is said of what elsewhere cost "$100 million", a number that may be rounded."""
    told, number = one.compared, other.compared
    if told is None or number is None or number.limit or not told.limit or not told.meet(number):
        return False
    mine, theirs = ({r: f for r, f in s.fact.roles.items() if isinstance(f, Entity)} for s in (one, other))
    return all(mine[role] == theirs[role] for role in mine.keys() & theirs.keys() - {*speakers})


def _is_firm(fact: Fact) -> bool:
    return fact.polarity == "positive" and fact.modality in HOLDING


def _yes_or_no(rows: Iterable[Row], verdicts: Mapping[str, str]) -> str:
    """What documents say, the firmest first: where they speak of several things, one that holds is enough."""
    said: dict[frozenset[object], list[Fact]] = {}
    for fact in (row.facts[0] for row in rows):
        said.setdefault(frozenset((role, label_of(filler)) for role, filler in fact.roles.items()), []).append(fact)
    order = [*dict.fromkeys(verdicts.values())]
    order[1:1] = [DISAGREEMENT]
    found = {_verdict_on(facts, verdicts) for facts in said.values()}
    return next((verdict for verdict in [*order, "no"] if verdict in found), SILENCE)


def _verdict_on(facts: Iterable[Fact], verdicts: Mapping[str, str]) -> str:
    """What documents say of one thing; a denial counts where it is not itself a mere possibility."""
    facts = list(facts)
    stated = {fact.modality for fact in facts if fact.polarity == "positive"}
    if any(fact.polarity == "negative" and fact.modality in HOLDING for fact in facts):
        return DISAGREEMENT if stated & HOLDING else "no"
    return next((verdict for modality, verdict in verdicts.items() if modality in stated), SILENCE)
