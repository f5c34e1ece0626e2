"""What trigger words state with the arguments that a question gives them, by the frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeVar

from kg.asking.arguments import assignments, placed_by_noun, placed_by_verb
from kg.asking.clauses import Clause, Extreme, Known, Limit, Literal, Term, Wanted, Window
from kg.asking.fitness import fitted
from kg.asking.lexemes import Lexeme
from kg.asking.phrases import Argument, Phrase, Predication
from kg.asking.vocabulary import LABELLED, Stated, Vocabulary, wording
from kg.lexicon import Pattern, Trigger
from kg.ontology import AMOUNT

MOST = 200
"""More meanings of one phrase or clause than are worth keeping."""
MISSING_COST, RANK_COST, LABEL_COST = 0.1, 0.03, 1.0
"""What a meaning loses for each role that the frame wants and the question lacks, for each step down the frame's list
of positions, and for being read by the label of a role alone."""
NEGATED = "negated"
"""The polarity of a pattern that states something only where its words are denied: "does not allow"."""
POSSIBLE = "possible"
OTHER = {"positive": "negative", "negative": "positive"}
TELLING = frozenset({"former", "planned"})
"""The modalities of patterns that facts stated with their words have."""
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
WINDOW, WHEN, SPEAKER, ORDER = "window:", "when", "speaker", "order"
"""Places of arguments that belong to the fact as a whole, and not to one of its roles."""
UNTIL = "until"
"""How the second date of a window limits: "between 2020 and 2024"."""
PLAIN = Predication(kind="")
"""A statement by a noun: neither passive nor denied."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A term with the facts that restrict it, or facts alone; the higher the score the better it fits the frames."""

    term: Term | None = None
    clauses: tuple[Clause, ...] = ()
    score: float = 0.0


Mean = Callable[[Phrase], list[Meaning]]


def joined(term: Term | None, *meanings: Meaning) -> Meaning:
    """One meaning of several, the main one first."""
    clauses = tuple(dict.fromkeys(clause for meaning in meanings for clause in meaning.clauses))
    return Meaning(term=term, clauses=clauses, score=sum(meaning.score for meaning in meanings))


def combinations(options: Sequence[Sequence[_T]]) -> Iterator[tuple[_T, ...]]:
    """One of each, in every combination; but none of so many that nobody would wait."""
    size = 1
    for option in options:
        size *= len(option)
    return product(*options) if size <= MOST else iter(())


class Statements:
    """Matches patterns with arguments."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary, self.ontology = vocabulary, vocabulary.ontology

    def found(
        self, stated: Iterable[Stated], arguments: Sequence[Argument], mean: Mean, said: Predication = PLAIN
    ) -> list[Meaning]:
        """All facts that some trigger words state with these arguments; every argument has a role in each."""
        roles = [a for a in arguments if not _is_apart(a)]
        wholes = list(frames([a for a in arguments if _is_apart(a)], mean, said))
        found: list[Meaning] = []
        for pattern, trigger in stated if wholes else ():
            if pattern.modifiers or (pattern.polarity == NEGATED and not said.negated) or _is_forbidden(said):
                continue
            own = [a for a in roles if not self._is_mere(a[1], pattern.relation)]
            placed = placed_by_verb(trigger, own, said.passive) if trigger.kind == "verbs" else placed_by_noun(own)
            for assigned, rank in assignments(pattern, placed) if placed is not None else ():
                if self._unpriced(pattern, assigned):
                    continue
                missing = self._missing(pattern, assigned)
                if missing and trigger.kind == "adjectives":
                    continue
                cost = RANK_COST * rank + missing
                for fillers in combinations([self._fitting(pattern, role, mean(p)) for role, p in assigned.items()]):
                    found += [self._meaning(pattern, trigger, fillers, frame, cost) for frame in wholes]
            if len(found) > MOST:
                break
        return found[:MOST]

    def _is_mere(self, phrase: Phrase, relation: str) -> bool:
        """Whether a phrase only says what the relation implies: "(lost) value"."""
        if phrase.kind == "idle":
            return phrase.lexemes[0].relation == relation
        bare = phrase.kind == "listed" and not phrase.modifiers and not phrase.asks
        return bare and phrase.word in self.vocabulary.listed(relation)

    def _unpriced(self, pattern: Pattern, assigned: Mapping[str, Phrase]) -> bool:
        """Whether a question has nothing of the amount by which alone words state a relation: "released for $5m"."""
        needed = (self.ontology.relations[pattern.relation].role(name) for name in pattern.needs - assigned.keys())
        return any(role.required and AMOUNT in role.ranges for role in needed)

    def _missing(self, pattern: Pattern, assigned: Mapping[str, Phrase]) -> float:
        wanted = {r.name for r in self.ontology.relations[pattern.relation].roles if r.required} | pattern.needs
        return MISSING_COST * len(wanted - {*assigned, _trigger_role(pattern)}) + LABEL_COST * pattern.name.endswith(
            f"/{LABELLED}"
        )

    def _fitting(self, pattern: Pattern, role: str, meanings: Iterable[Meaning]) -> list[tuple[str, Meaning]]:
        """The meanings that may fill a role, with how well they do in their scores."""
        ranges = pattern.types.get(role) or self.ontology.relations[pattern.relation].role(role).ranges
        fits = (
            (m, fitted(m.term, ranges, self.ontology, self.vocabulary.places)) for m in meanings if m.term is not None
        )
        return [(role, replace(m, term=fit[0], score=m.score + fit[1])) for m, fit in fits if fit is not None]

    def _meaning(
        self, pattern: Pattern, trigger: Trigger, fillers: Iterable[tuple[str, Meaning]], frame: Meaning, cost: float
    ) -> Meaning:
        """A fact with everything that restricts its fillers."""
        fillers = list(fillers)
        terms = [(role, meaning.term) for role, meaning in fillers if meaning.term is not None]
        words = wording(trigger)
        literal = _trigger_role(pattern)
        plain = pattern.name.endswith(f"/{LABELLED}") or words == self.ontology.relations[pattern.relation].label
        narrow = self.vocabulary.narrow(pattern.relation, trigger, titled=bool(literal) or plain)
        if literal and not narrow.words:
            said = pattern.literals.get(words, pattern.literals.get(trigger.head, words))
            terms.append((literal, Literal(words=(said,))))
        bare = _told(replace(frame.clauses[0], relation=pattern.relation, roles=tuple(terms), trigger=words), pattern)
        clause = replace(bare, words=narrow.words, without=narrow.without, one_way=narrow.one_way)
        main = Meaning(clauses=(_denied(clause),), score=frame.score - cost)
        return joined(None, main, *(meaning for _, meaning in fillers))


def _is_apart(argument: Argument) -> bool:
    return argument[0] in (WHEN, SPEAKER, ORDER) or argument[0].startswith(WINDOW)


def frames(apart: Iterable[Argument], mean: Mean, said: Predication) -> Iterator[Meaning]:
    """A clause without relation and roles for each meaning of what belongs to the fact as a whole."""
    bare = Clause(relation="", roles=(), modality=said.modality, polarity="negative" if said.negated else "positive")
    found = [Meaning(clauses=(bare,))]
    for tag, phrase in apart:
        found = [new for old in found for new in _with(old, tag, phrase, mean)]
    yield from found


def _with(frame: Meaning, tag: str, phrase: Phrase, mean: Mean) -> Iterator[Meaning]:
    clause = frame.clauses[0]
    if tag.startswith(WINDOW):
        dates = [lexeme.date for lexeme in phrase.lexemes if lexeme.date]
        operators = [tag.removeprefix(WINDOW), UNTIL]
        windows = tuple(Window(operator=o, date=d) for o, d in zip(operators, dates, strict=False))
        yield replace(frame, clauses=(replace(clause, windows=(*clause.windows, *windows)),))
        return
    if tag == ORDER:
        if clause.extreme is None:
            yield replace(frame, clauses=(replace(clause, extreme=extreme(phrase.lexemes[0])),))
        return
    for meaning in mean(phrase):
        if tag == WHEN and isinstance(meaning.term, Wanted) and clause.date is None:
            yield replace(frame, clauses=(replace(clause, date=meaning.term),))
        elif (
            tag == SPEAKER
            and isinstance(meaning.term, Known | Wanted)
            and not meaning.clauses
            and clause.speaker is None
        ):
            yield replace(frame, clauses=(replace(clause, speaker=meaning.term),))


def extreme(lexeme: Lexeme) -> Extreme:
    """What a word that ranks asks for."""
    return Extreme(operator=lexeme.operator, number=lexeme.number, text=lexeme.text)


def _is_forbidden(said: Predication) -> bool:
    """As in "what may not be sold": what nobody may do is no fact that is denied."""
    return said.negated and said.modality == POSSIBLE


def _trigger_role(pattern: Pattern) -> str:
    """The role that the words of the trigger themselves fill."""
    return next((slot.role for slot in pattern.slots if any(p == "trigger" for p, _ in slot.positions)), "")


def _told(clause: Clause, pattern: Pattern) -> Clause:
    """A clause with what the words of a pattern say beside its relation: who left did work there."""
    polarity = OTHER[clause.polarity] if pattern.polarity else clause.polarity
    told = pattern.modality if pattern.modality in TELLING else ""
    return replace(clause, polarity=polarity, modality=clause.modality or told)


def _denied(clause: Clause) -> Clause:
    """As in "did not cost more than $5m" asks for what costs no more, not for what a document denies."""
    limits = [r for r, term in clause.roles if isinstance(term, Limit) and term.operator in OPPOSITE and not term.upto]
    if clause.polarity == "positive" or not limits:
        return clause
    roles = tuple(
        (r, replace(t, operator=OPPOSITE[t.operator]) if isinstance(t, Limit) else t) for r, t in clause.roles
    )
    return replace(clause, roles=roles, polarity="positive")
