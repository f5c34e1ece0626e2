"""Graph patterns of SPARQL for one fact with holes in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.asking.choices import Column
from kg.asking.clauses import Clause, Extreme, Known, Limit, Literal, Term, Wanted
from kg.asking.conditions import EXACT, compared, typed, windowed
from kg.asking.terms import literal, node, variable
from kg.asking.vocabulary import Vocabulary
from kg.graph.iris import prefixes
from kg.graph.rdf import HOLDING
from kg.model import Entity
from kg.ontology import DATE, NAMESPACE, Relation

MONEY = "money"
"""The unit of a hole that any currency fills."""
LIMITED = " # what is equal counts where its sentence limits it"
"""Said of a comparison that lets more pass than the question does; the sentences decide what stays."""
RANK, UNIT, HOLDS = "?rank", "?unit", "?holds"
"""What ranks an answer, the unit of that, and whether a comparison that is asked about comes true."""


def union(groups: Iterable[list[str]]) -> list[str]:
    """Patterns any of which may match."""
    lines: list[str] = []
    for group in groups:
        lines += ["UNION"] if lines else []
        lines += ["{", *indented(group), "}"]
    return lines


def indented(lines: Iterable[str]) -> list[str]:
    """Lines of an inner pattern."""
    return ["  " + line for line in lines]


def fact_variable(place: int) -> str:
    """The variable of the main fact, and of those that restrict it."""
    return f"?fact{place + 1}" if place else "?fact"


class Names:
    """Variables of a query: asked holes by their headings, everything else by its role."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.asked = {column.id: variable(column.heading) for column in columns}
        self._others: dict[int, str] = {}

    def of(self, term: Wanted, role: str) -> str:
        """The variable of a hole."""
        return self.asked.get(term.id) or self._others.setdefault(term.id, f"{variable(role)}_{term.id}")

    def other(self, id_: int) -> str:
        """The variable of an amount that another is compared with."""
        return self._others.setdefault(id_, f"?other_{id_}")


class ClauseWriter:
    """Writes one fact with holes."""

    def __init__(
        self, clause: Clause, place: int, clauses: tuple[Clause, ...], vocabulary: Vocabulary, base: str, names: Names
    ) -> None:
        self.clause, self.place, self.vocabulary, self.base, self.names = clause, place, vocabulary, base, names
        self.relation: Relation = vocabulary.ontology.relations[clause.relation]
        self.fact = fact_variable(place)
        others = [c for c in clauses if c is not clause]
        self.tied = {t.id for c in others for t in c.terms() if isinstance(t, Wanted)}
        self.types: list[str] = []
        """The types of fillers, which the summary knows."""
        self.options: list[str] = []
        """What a fact may have. It stands after all that it must have: engines join that much faster."""
        self.filters: list[str] = []
        self.polar = False
        """Whether a denial answers as well, and so does a comparison that does not come true."""
        self.rank = ""
        """The variable by which answers are ranked."""

    def lines(self) -> Iterator[str]:
        """The fact in the graph of its document; the rest is kept in the attributes."""
        yield f"GRAPH {self._own('document')} {{"
        yield from indented(self._inside())
        yield "}"

    def _option(self, pattern: str) -> None:
        self.options.append(f"OPTIONAL {{ GRAPH {self._own('document')} {{ {pattern} }} }}")

    def _inside(self) -> Iterator[str]:
        # What is named comes first: engines begin there, and it is in few facts.
        roles = list(self._roles())
        named = [line for line in roles if line.startswith(f"{self.fact} ") and "?" not in line.removeprefix(self.fact)]
        yield from named
        yield f"{self.fact} a kg:{self.relation.name} ."
        if not self.polar:
            yield from self._one_of("polarity", [self.clause.polarity])
        yield from self._modality()
        yield from (line for line in roles if line not in named)
        yield from self._trigger()
        yield from self._date()
        yield from self._speaker()

    def _modality(self) -> Iterator[str]:
        """A fact that only restricts another must hold; of the main one the answer says how far it holds."""
        if self.clause.modality:
            yield from self._one_of("modality", [self.clause.modality])
        elif self.place or self.clause.ordering:
            yield from self._one_of("modality", sorted(HOLDING))

    def _one_of(self, name: str, values: list[str]) -> Iterator[str]:
        """A property of the fact with one of some values.

        As a filter: most facts have them, and engines that see a value in a pattern begin with all that have it.
        """
        found = self._own(name)
        yield f"{self.fact} kg:{name} {found} ."
        first, *others = map(literal, values)
        self.filters.append(
            f"FILTER({found} IN ({', '.join([first, *others])}))" if others else f"FILTER({found} = {first})"
        )

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
            yield from union(
                [line for role, term in ends for line in self._role(role, way[role], term)] for way in ways
            )

    def _either(self) -> dict[str, str]:
        """The two ends of a symmetric relation, unless both are holes that nothing tells apart."""
        if self.clause.one_way:
            return {}
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
            case Extreme():
                self.rank = RANK
                amount = [
                    f"{self.fact} {property_} {found} .",
                    f"{found} schema:value {RANK} .",
                    f"{found} schema:unitText {UNIT} .",
                ]
                if self.relation.role(filled).required:
                    yield from amount
                else:
                    self._option(" ".join(amount))
            case Literal():
                yield f"{self.fact} {property_} {found} ."
                said = ", ".join(literal(word.casefold()) for word in term.words)
                self.filters.append(f"FILTER(LCASE(STR({found})) IN ({said}))")

    def _property(self, role: str) -> str:
        return "kg:" + self.relation.role(role).iri.removeprefix(NAMESPACE)

    def _wanted(self, name: str, property_: str, term: Wanted) -> Iterator[str]:
        if term.strict:
            self.types += typed(name, term, self.vocabulary)
        if term.unit:
            yield from self._of_unit(name, property_, term.unit)
        elif term.must or term.strict or term.id in self.tied:
            yield f"{self.fact} {property_} {name} ."
        else:
            self._option(f"{self.fact} {property_} {name}")

    def _of_unit(self, name: str, property_: str, unit: str) -> Iterator[str]:
        """An amount of one unit, or of any currency: those have three letters (ISO 4217)."""
        yield f"{self.fact} {property_} {name} ."
        if unit != MONEY:
            yield f"{name} schema:unitText {literal(unit)} ."
            return
        yield f"{name} schema:unitText {name}_unit ."
        self.filters.append(f'FILTER(REGEX({name}_unit, "^[A-Z]{{3}}$"))')

    def _limit(self, role: str, property_: str, term: Limit) -> Iterator[str]:
        found, value = self._own(role), self._own(f"{role}_value")
        yield f"{self.fact} {property_} {found} ."
        yield f"{found} schema:value {value} ."
        if term.other:
            other, unit = self.names.other(term.other), self._own(f"{role}_unit")
            yield f"{found} schema:unitText {unit} ."
            self.options += [f"{other} schema:value {other}_value .", f"{other} schema:unitText {unit} ."]
            self._compare(f"{value} {self._operator(term)} {other}_value", note=self._note(term))
            self._different(term)
        elif term.amount is not None:
            if term.amount.unit:
                yield f"{found} schema:unitText {literal(term.amount.unit)} ."
            condition = compared(value, replace(term, operator=self._operator(term)), term.amount)
            self._compare(condition, always=term.operator in ("=", EXACT, "~"), note=self._note(term))

    def _compare(self, condition: str, *, always: bool = False, note: str = "") -> None:
        """Keep what meets a condition; where yes or no is wanted, tell whether it does."""
        if self.polar and not always:
            self.options.append(f"BIND({condition} AS {HOLDS})")
        else:
            self.filters.append(f"FILTER({condition}){note}")

    def _operator(self, limit: Limit) -> str:
        """How numbers are compared: "over $50 million" has the number of $50 million, and is more."""
        return f"{limit.operator}=" if self._note(limit) else limit.operator

    def _note(self, limit: Limit) -> str:
        loosened = limit.operator in ("<", ">") and not self.polar and self.clause.polarity == "positive"
        return LIMITED if loosened else ""

    def _different(self, limit: Limit) -> None:
        """Nothing is compared with itself."""
        mine = dict(self.clause.roles).get(limit.role)
        if isinstance(mine, Wanted) and limit.than is not None and limit.than.entities:
            theirs = ", ".join(map(self._node, limit.than.entities))
            self.filters.append(f"FILTER({self.names.of(mine, limit.role)} NOT IN ({theirs}))")

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
        if clause.date is None and not clause.windows and clause.extreme is None:
            return
        unnamed = RANK if clause.extreme else self._own("when")
        when = self.names.of(clause.date, "date") if clause.date else unnamed
        self.rank = when if clause.extreme else self.rank
        properties = [*(self._property(r.name) for r in self.relation.roles if r.ranges == {DATE}), "kg:date"]
        needed = bool(clause.windows) or (clause.date is not None and clause.date.must)
        yield from self._first_of(when, properties, needed)
        self.filters += [f"FILTER({windowed(f'STR({when})', window)})" for window in clause.windows]

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
        yield from union([f"{self.fact} {property_} {name} ."] for property_ in properties)
        labels = sorted({speaker.text.casefold(), *(entity.label.casefold() for entity in speaker.entities)})
        said = f"LCASE(STR({name})) IN ({', '.join(map(literal, labels))})"
        same = [f"{name} = {self._node(entity)}" for entity in speaker.entities]
        self.filters.append(f"FILTER({' || '.join([said, *same])})")
