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
        stated = [line for writer in writers for line in writer.lines()]
        rest = [
            line for part in ("types", "options", "filters") for writer in writers for line in getattr(writer, part)
        ]
        groups.append([*stated, *dict.fromkeys(rest)])
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
        self.types: list[str] = []
        """The types of fillers, which the summary knows."""
        self.options: list[str] = []
        """What a fact may have. It stands after all that it must have: engines join that much faster."""
        self.filters: list[str] = []
        self.polar = False
        """Whether a denial answers as well."""

    def lines(self) -> Iterator[str]:
        """The fact in the graph of its document; the rest is kept in the attributes."""
        yield f"GRAPH {self._own('document')} {{"
        yield from _indented(self._inside())
        yield "}"

    def _option(self, pattern: str) -> None:
        self.options.append(f"OPTIONAL {{ GRAPH {self._own('document')} {{ {pattern} }} }}")

    def _inside(self) -> Iterator[str]:
        yield f"{self.fact} a kg:{self.relation.name} ."
        if not self.polar:
            yield f"{self.fact} kg:polarity {literal(self.clause.polarity)} ."
        yield from self._modality()
        yield from self._roles()
        yield from self._trigger()
        yield from self._date()
        yield from self._speaker()

    def _modality(self) -> Iterator[str]:
        """A fact that only restricts another must hold; of the main one the answer says how far it holds."""
        if self.clause.modality:
            yield f"{self.fact} kg:modality {literal(self.clause.modality)} ."
        elif self.place:
            yield f"VALUES {self._own('modality')} {{ {' '.join(map(literal, sorted(HOLDING)))} }}"
            yield f"{self.fact} kg:modality {self._own('modality')} ."

    def _own(self, name: str) -> str:
        """A variable of this clause alone."""
        return f"{variable(name)}{self.place + 1 if self.place else ''}"

    # ------------------------------------------------------------ roles

    def _roles(self) -> Iterator[str]:
        """What fills the roles; the two ends of a symmetric relation either way, where it matters which is which."""
        pair = self._either()
        yield from (
            line for role, term in self.clause.roles if role not in pair for line in self._role(role, role, term)
        )
        if pair:
            ways = (pair, dict(zip(pair, reversed(pair.values()), strict=True)))
            ends = [(role, term) for role, term in self.clause.roles if role in pair]
            yield from _union(
                [line for role, term in ends for line in self._role(role, way[role], term)] for way in ways
            )

    def _either(self) -> dict[str, str]:
        """The two ends of a symmetric relation, unless both are holes that nothing tells apart."""
        pair = next(((s.subject, s.object) for s in self.relation.shortcuts if s.symmetric), ())
        ends = [term for role, term in self.clause.roles if role in pair]
        plain = [isinstance(t, Wanted) and not t.strict and t.id not in self.tied for t in ends]
        return {} if len(ends) == len(pair) and all(plain) else {role: role for role in pair}

    def _role(self, role: str, filled: str, term: Term) -> Iterator[str]:
        """A term as what fills one role of the fact, under the name of the role that the question gives it."""
        property_, found = self._property(filled), self._own(role)
        match term:
            case Known() if len(term.entities) == 1:
                yield f"{self.fact} {property_} {self._node(term.entities[0])} ."
            case Known() if term.entities:
                yield f"VALUES {found} {{ {' '.join(map(self._node, term.entities))} }}"
                yield f"{self.fact} {property_} {found} ."
            case Known():
                # Not an empty VALUES, which rdflib cannot evaluate.
                yield f"{self.fact} {property_} {found} ."
                self.filters.append("FILTER(false)")
            case Wanted():
                yield from self._wanted(self.names.of(term, role), property_, term)
            case Limit():
                yield from self._limit(role, property_, term)
            case Literal():
                yield f"{self.fact} {property_} {found} ."
                said = ", ".join(literal(word.casefold()) for word in term.words)
                self.filters.append(f"FILTER(LCASE(STR({found})) IN ({said}))")

    def _property(self, role: str) -> str:
        return "kg:" + self.relation.role(role).iri.removeprefix(NAMESPACE)

    def _wanted(self, name: str, property_: str, term: Wanted) -> Iterator[str]:
        if term.strict:
            self.types += self._typed(name, term)
        if term.must or term.strict or term.id in self.tied:
            yield f"{self.fact} {property_} {name} ."
        else:
            self._option(f"{self.fact} {property_} {name}")

    def _typed(self, name: str, term: Wanted) -> Iterator[str]:
        types = self.vocabulary.ontology.types.values()
        concrete = sorted(f"kg:{t.name}" for t in types if t.ancestors & term.types and not t.abstract)
        if len(concrete) == 1:
            yield f"{name} a {concrete[0]} ."
        else:
            yield f"VALUES {name}_type {{ {' '.join(concrete)} }}"
            yield f"{name} a {name}_type ."

    def _limit(self, role: str, property_: str, term: Limit) -> Iterator[str]:
        found, value = self._own(role), self._own(f"{role}_value")
        yield f"{self.fact} {property_} {found} ."
        yield f"{found} schema:value {value} ."
        if term.amount.unit:
            yield f"{found} schema:unitText {literal(term.amount.unit)} ."
        self.filters.append(f"FILTER({_compared(value, term)})")

    def _node(self, entity: Entity) -> str:
        return node(entity.id, prefixes(self.vocabulary.ontology, self.base), self.base)

    # ------------------------------------------------------------ what belongs to the fact as a whole

    def _trigger(self) -> Iterator[str]:
        words = self.clause.words or self.clause.without
        if words:
            evidence, trigger = self._own("evidence"), self._own("trigger")
            yield f"{self.fact} prov:wasDerivedFrom {evidence} ."
            yield f"{evidence} kg:trigger {trigger} ."
            pattern = literal(self.vocabulary.pattern(self.relation.name, words))
            self.filters.append(f'FILTER({"!" if self.clause.without else ""}REGEX({trigger}, {pattern}, "i"))')

    def _date(self) -> Iterator[str]:
        """When a fact held: as its date or in a role of its own."""
        clause = self.clause
        if clause.date is None and not clause.windows:
            return
        when = self.names.of(clause.date, "date") if clause.date else self._own("when")
        properties = [*(self._property(r.name) for r in self.relation.roles if r.ranges == {DATE}), "kg:date"]
        needed = bool(clause.windows) or (clause.date is not None and clause.date.must)
        yield from self._first_of(when, properties, needed)
        self.filters += [f"FILTER({_inside_window(f'STR({when})', window)})" for window in clause.windows]

    def _first_of(self, name: str, properties: list[str], needed: bool) -> Iterator[str]:
        """The value of the first of some properties that a fact has."""
        if len(properties) == 1 and needed:
            yield f"{self.fact} {properties[0]} {name} ."
            return
        variables = [f"{name}_{i + 1}" for i in range(len(properties))] if len(properties) > 1 else [name]
        for property_, found in zip(properties, variables, strict=True):
            self._option(f"{self.fact} {property_} {found}")
        if len(properties) > 1:
            self.options.append(f"BIND(COALESCE({', '.join(variables)}) AS {name})")
        self.filters += [f"FILTER(BOUND({name}))"] if needed else []

    def _speaker(self) -> Iterator[str]:
        """Who says so: as the fact's speaker or in a role of its own."""
        speaker = self.clause.speaker
        if speaker is None:
            return
        properties = [*map(self._property, self.vocabulary.speakers(self.relation.name)), "kg:attributedTo"]
        if isinstance(speaker, Wanted):
            yield from self._first_of(self.names.of(speaker, "speaker"), properties, speaker.must)
            return
        name = self._own("speaker")
        yield from _union([f"{self.fact} {property_} {name} ."] for property_ in properties)
        labels = sorted({speaker.text.casefold(), *(entity.label.casefold() for entity in speaker.entities)})
        said = f"LCASE(STR({name})) IN ({', '.join(map(literal, labels))})"
        same = [f"{name} = {self._node(entity)}" for entity in speaker.entities]
        self.filters.append(f"FILTER({' || '.join([said, *same])})")


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
