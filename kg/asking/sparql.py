"""The SPARQL query of a question: readable, the same each time, and safe whatever the question's words are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.asking.choices import Column, Question
from kg.asking.clauses import Clause, Known, Limit, Literal, Term, Wanted, Window
from kg.asking.terms import literal, node, variable
from kg.asking.vocabulary import Vocabulary
from kg.graph.iris import decimal_text, prefixes
from kg.graph.rdf import HOLDING
from kg.model import Entity
from kg.ontology import DATE, NAMESPACE, Relation

ABOUT = Decimal("0.1")
"""How far "about $6 million" reaches on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query, and which of its variables stand for what."""

    text: str
    holes: Mapping[int, str]
    """Asked hole → variable."""
    facts: tuple[str, ...]
    """The variables of the main fact and of those that restrict it."""


def compile_(question: Question, vocabulary: Vocabulary, base: str) -> Query:
    """The query that finds the answers to a question."""
    names = _Names(question.columns)
    groups = []
    for clauses in question.alternatives:
        writers = [_ClauseWriter(c, i, clauses, vocabulary, base, names) for i, c in enumerate(clauses)]
        writers[0].polar = question.kind == "polar"
        inside = [line for writer in writers for line in writer.lines()]
        groups.append([*inside, *dict.fromkeys(line for writer in writers for line in writer.outside)])
    body = groups[0] if len(groups) == 1 else _union(groups)
    facts = tuple(_fact(i) for i in range(max(map(len, question.alternatives))))
    head = " ".join([*names.asked.values(), *(f"?{fact}" for fact in facts)])
    lines = [f"SELECT DISTINCT {head}", "WHERE {", *_indented(body), "}"]
    return Query(text="\n".join([*_prologue(lines, vocabulary, base), *lines]) + "\n", holes=names.asked, facts=facts)


def _union(groups: Iterable[list[str]]) -> list[str]:
    lines: list[str] = []
    for group in groups:
        lines += ["UNION"] if lines else []
        lines += ["{", *_indented(group), "}"]
    return lines


def _indented(lines: Iterable[str]) -> list[str]:
    return ["  " + line for line in lines]


def _fact(place: int) -> str:
    return f"fact{place + 1}" if place else "fact"


def _prologue(lines: Iterable[str], vocabulary: Vocabulary, base: str) -> Iterator[str]:
    """Declarations of the prefixes that are used, so that the query runs anywhere."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"|<[^>]*>', "", "\n".join(lines))
    used = set(re.findall(r"(?<![\w?])([a-z]+):", bare))
    yield from (f"PREFIX {p}: <{iri}>" for p, iri in prefixes(vocabulary.ontology, base).items() if p in used)


class _Names:
    """Variables of a query: asked holes by their headings, everything else by its role."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.asked = {column.id: variable(column.heading) for column in columns}
        self._others: dict[int, str] = {}

    def of(self, term: Wanted, role: str) -> str:
        """The variable of a hole."""
        return self.asked.get(term.id) or self._others.setdefault(term.id, f"{variable(role)}_{term.id}")


class _ClauseWriter:
    """Writes one fact with holes."""

    def __init__(
        self, clause: Clause, place: int, clauses: tuple[Clause, ...], vocabulary: Vocabulary, base: str, names: _Names
    ) -> None:
        self.clause, self.place, self.vocabulary, self.base, self.names = clause, place, vocabulary, base, names
        self.relation: Relation = vocabulary.ontology.relations[clause.relation]
        self.fact = "?" + _fact(place)
        others = [c for c in clauses if c is not clause]
        self.tied = {t.id for c in others for t in c.terms() if isinstance(t, Wanted)}
        self.outside: list[str] = []
        """The types of fillers, which the summary knows."""
        self.polar = False
        """Whether a denial answers as well."""

    def lines(self) -> Iterator[str]:
        """The fact in the graph of its document; what belongs to the summary is kept for :attr:`outside`."""
        yield f"GRAPH ?document{self.place + 1 if self.place else ''} {{"
        yield from _indented(self._inside())
        yield "}"

    def _inside(self) -> Iterator[str]:
        yield f"{self.fact} a kg:{self.relation.name} ."
        if not self.polar:
            yield f"{self.fact} kg:polarity {literal(self.clause.polarity)} ."
        yield from self._modality()
        for role, term in self.clause.roles:
            yield from self._role(role, term)
        yield from self._unequal()
        yield from self._trigger()
        yield from self._date()
        yield from self._speaker()

    def _modality(self) -> Iterator[str]:
        """A fact that only restricts another must hold; of the main one the answer says how far it holds."""
        if self.clause.modality:
            yield f"{self.fact} kg:modality {literal(self.clause.modality)} ."
        elif self.place:
            yield f"{self.fact} kg:modality {self._own('modality')} ."
            yield f"FILTER({self._own('modality')} IN ({', '.join(map(literal, sorted(HOLDING)))}))"

    def _own(self, name: str) -> str:
        """A variable of this clause alone."""
        return f"{variable(name)}{self.place + 1 if self.place else ''}"

    # ------------------------------------------------------------ roles

    def _role(self, role: str, term: Term) -> Iterator[str]:
        path = self._path(role)
        match term:
            case Known():
                yield from self._known(role, path, term)
            case Wanted():
                yield from self._wanted(role, path, term)
            case Limit():
                yield from self._limit(role, path, term)
            case Literal():
                found = self._own(role)
                yield f"{self.fact} {path} {found} ."
                yield f"FILTER(LCASE(STR({found})) IN ({', '.join(literal(w.casefold()) for w in term.words)}))"

    def _known(self, role: str, path: str, term: Known) -> Iterator[str]:
        nodes = [self._node(entity) for entity in term.entities]
        if len(nodes) == 1:
            yield f"{self.fact} {path} {nodes[0]} ."
        else:
            yield f"VALUES {self._own(role)} {{ {' '.join(nodes)} }}"
            yield f"{self.fact} {path} {self._own(role)} ."

    def _wanted(self, role: str, path: str, term: Wanted) -> Iterator[str]:
        name = self.names.of(term, role)
        needed = term.must or term.strict or term.id in self.tied
        pattern = f"{self.fact} {path} {name}"
        yield f"{pattern} ." if needed else f"OPTIONAL {{ {pattern} }}"
        if term.strict:
            self.outside += self._typed(name, term)

    def _typed(self, name: str, term: Wanted) -> Iterator[str]:
        types = self.vocabulary.ontology.types.values()
        concrete = sorted(f"kg:{t.name}" for t in types if t.ancestors & term.types and not t.abstract)
        if len(concrete) == 1:
            yield f"{name} a {concrete[0]} ."
        else:
            yield f"VALUES {name}_type {{ {' '.join(concrete)} }}"
            yield f"{name} a {name}_type ."

    def _limit(self, role: str, path: str, term: Limit) -> Iterator[str]:
        found, value = self._own(role), self._own(f"{role}_value")
        yield f"{self.fact} {path} {found} ."
        yield f"{found} schema:value {value} ."
        if term.amount.unit:
            yield f"{found} schema:unitText {literal(term.amount.unit)} ."
        yield f"FILTER({_compared(value, term)})"

    def _node(self, entity: Entity) -> str:
        return node(entity.id, prefixes(self.vocabulary.ontology, self.base), self.base)

    # ------------------------------------------------------------ symmetric relations

    def _path(self, role: str) -> str:
        """The property of a role; for the two ends of a symmetric relation either, where it matters which."""
        pair = self._pair()
        ends = pair if role in pair and self._directed(pair) else (role,)
        return "|".join("kg:" + self.relation.role(end).iri.removeprefix(NAMESPACE) for end in ends)

    def _pair(self) -> tuple[str, ...]:
        return next(((s.subject, s.object) for s in self.relation.shortcuts if s.symmetric), ())

    def _directed(self, pair: tuple[str, ...]) -> bool:
        """Whether one end is more than a hole like the other."""
        ends = [term for role, term in self.clause.roles if role in pair]
        plain = [isinstance(t, Wanted) and not t.strict and t.id not in self.tied for t in ends]
        return len(ends) < len(pair) or not all(plain)

    def _unequal(self) -> Iterator[str]:
        """The two ends of a symmetric relation are two, although either may stand in either role."""
        pair = self._pair()
        ends = [self._end(role, term) for role, term in self.clause.roles if role in pair]
        if len(ends) == len(pair) == 2 and self._directed(pair):
            yield f"FILTER({ends[0]} != {ends[1]})"

    def _end(self, role: str, term: Term) -> str:
        if isinstance(term, Wanted):
            return self.names.of(term, role)
        return self._node(term.entities[0]) if isinstance(term, Known) and len(term.entities) == 1 else self._own(role)

    # ------------------------------------------------------------ what belongs to the fact as a whole

    def _trigger(self) -> Iterator[str]:
        words = self.clause.words or self.clause.without
        if words:
            evidence, trigger = self._own("evidence"), self._own("trigger")
            yield f"{self.fact} prov:wasDerivedFrom {evidence} ."
            yield f"{evidence} kg:trigger {trigger} ."
            pattern = literal(self.vocabulary.pattern(self.relation.name, words))
            yield f'FILTER({"!" if self.clause.without else ""}REGEX({trigger}, {pattern}, "i"))'

    def _date(self) -> Iterator[str]:
        """When a fact held: as its date or in a role of its own."""
        clause = self.clause
        if clause.date is None and not clause.windows:
            return
        when = self.names.of(clause.date, "date") if clause.date else self._own("when")
        properties = ["kg:" + r.iri.removeprefix(NAMESPACE) for r in self.relation.roles if r.ranges == {DATE}] + [
            "kg:date"
        ]
        needed = bool(clause.windows) or (clause.date is not None and clause.date.must)
        yield from self._first_of(when, properties, needed)
        yield from (f"FILTER({_inside_window(f'STR({when})', window)})" for window in clause.windows)

    def _first_of(self, name: str, properties: list[str], needed: bool) -> Iterator[str]:
        """The value of the first of some properties that a fact has."""
        if len(properties) == 1:
            pattern = f"{self.fact} {properties[0]} {name}"
            yield f"{pattern} ." if needed else f"OPTIONAL {{ {pattern} }}"
            return
        variables = [f"{name}_{i + 1}" for i in range(len(properties))]
        yield from (f"OPTIONAL {{ {self.fact} {p} {v} }}" for p, v in zip(properties, variables, strict=True))
        yield f"BIND(COALESCE({', '.join(variables)}) AS {name})"
        if needed:
            yield f"FILTER(BOUND({name}))"

    def _speaker(self) -> Iterator[str]:
        """Who says so: as the fact's speaker or in a role of its own."""
        speaker = self.clause.speaker
        if speaker is None:
            return
        roles = self.vocabulary.speakers(self.relation.name)
        properties = ["kg:" + self.relation.role(role).iri.removeprefix(NAMESPACE) for role in roles] + [
            "kg:attributedTo"
        ]
        if isinstance(speaker, Wanted):
            yield from self._first_of(self.names.of(speaker, "speaker"), properties, speaker.must)
            return
        name = self._own("speaker")
        yield f"{self.fact} {'|'.join(properties)} {name} ."
        labels = sorted({speaker.text.casefold(), *(entity.label.casefold() for entity in speaker.entities)})
        said = f"LCASE(STR({name})) IN ({', '.join(map(literal, labels))})"
        yield f"FILTER({' || '.join([said, *(f'{name} = {self._node(e)}' for e in speaker.entities)])})"


def _compared(value: str, limit: Limit) -> str:
    amount = limit.amount.value
    if limit.operator == "~":
        low, high = (decimal_text(amount * (1 + sign * ABOUT)) for sign in (-1, 1))
        return f"{value} >= {low} && {value} <= {high}"
    return f"{value} {limit.operator} {decimal_text(amount)}"


def _inside_window(when: str, window: Window) -> str:
    """A comparison of dates of any precision: what may lie on either side is left out."""
    value, length = literal(window.date.value), len(window.date.value)
    within, before = f"STRSTARTS({when}, {value})", f"{when} < SUBSTR({value}, 1, STRLEN({when}))"
    match window.operator:
        case "in":
            return within
        case "from":
            return f"{within} || {when} > {value}"
        case "after":
            return f"SUBSTR({when}, 1, {length}) > {value}"
        case "before":
            return before
        case _:
            return f"{within} || {before}"
