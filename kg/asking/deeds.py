"""Facts of any relation in which somebody acts: "what did the US do to China"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.asking.clauses import ACTOR, CONCERNED, DEED, Clause, Known, Term, Wanted
from kg.asking.conditions import typed, windowed
from kg.asking.fitness import fitted
from kg.asking.patterns import Names, indented
from kg.asking.terms import literal, node
from kg.asking.vocabulary import Vocabulary
from kg.graph.iris import prefixes
from kg.ontology import DATE, NAMESPACE, Relation


class DeedWriter:
    """Writes a fact of any relation."""

    fact, document = "?fact", "?document"

    def __init__(self, clause: Clause, vocabulary: Vocabulary, base: str, names: Names) -> None:
        self.clause, self.vocabulary, self.base, self.names = clause, vocabulary, base, names
        self.roles: Mapping[str, Term] = dict(clause.roles)
        self.types: list[str] = []
        self.options: list[str] = []
        self.filters: list[str] = []
        self.polar, self.rank = False, ""

    def lines(self) -> Iterator[str]:
        """The fact in the graph of its document; the rest is kept in the attributes."""
        yield f"GRAPH {self.document} {{"
        yield from indented(self._inside())
        yield "}"

    def _inside(self) -> Iterator[str]:
        columns, rows = self._table()
        yield f"VALUES ({' '.join(columns)}) {{ {' '.join(rows)} }}"
        yield f"{self.fact} a {columns[0]} ."
        for role, property_ in zip((ACTOR, CONCERNED), columns[1:], strict=False):
            yield from self._party(self.roles[role], property_)
        for name, value in (("polarity", self.clause.polarity), ("modality", self.clause.modality)):
            if value:
                yield f"{self.fact} kg:{name} ?{name} ."
                self.filters.append(f"FILTER(?{name} = {literal(value)})")
        if self.clause.windows:
            dates = {_name(role.iri) for one in self._relations() for role in one.roles if role.ranges == {DATE}}
            yield f"{self.fact} {'|'.join(sorted({'kg:date', *dates}))} ?when ."
            self.filters += [f"FILTER({windowed('STR(?when)', window)})" for window in self.clause.windows]

    def _relations(self) -> list[Relation]:
        idle = self.vocabulary.tables["lists"]["idle"]
        return [relation for name, relation in self.vocabulary.ontology.relations.items() if name not in idle]

    def _table(self) -> tuple[list[str], list[str]]:
        """Each relation with the roles in which somebody may act in it, and somebody be concerned."""
        hole = self.roles[DEED]
        relation = self.names.of(hole, DEED) if isinstance(hole, Wanted) else "?relation"
        columns = [relation, "?acts", *(["?concerns"] if CONCERNED in self.roles else [])]
        rows = [f"({' '.join([f'kg:{one.name}', *pair])})" for one in self._relations() for pair in self._parts(one)]
        return columns, rows or [f"({' '.join(['UNDEF'] * len(columns))})"]

    def _parts(self, relation: Relation) -> Iterator[tuple[str, ...]]:
        symmetric = [end for s in relation.shortcuts if s.symmetric for end in (s.subject, s.object)]
        for actor in [r for r in relation.roles if r.name in (symmetric or [relation.roles[0].name])]:
            if not self._fits(self.roles[ACTOR], actor.ranges):
                continue
            if CONCERNED not in self.roles:
                yield (_name(actor.iri),)
                continue
            others = [r for r in relation.roles if r is not actor and self._fits(self.roles[CONCERNED], r.ranges)]
            yield from ((_name(actor.iri), _name(other.iri)) for other in others)

    def _fits(self, term: Term, ranges: frozenset[str]) -> bool:
        return fitted(term, ranges, self.vocabulary.ontology) is not None

    def _party(self, term: Term, property_: str) -> Iterator[str]:
        match term:
            case Known():
                known = prefixes(self.vocabulary.ontology, self.base)
                nodes = [node(entity.id, known, self.base) for entity in term.entities]
                yield f"VALUES {property_}_whom {{ {' '.join(nodes)} }}" if nodes else "FILTER(false)"
                yield f"{self.fact} {property_} {property_}_whom ."
            case Wanted():
                name = self.names.of(term, property_.lstrip("?"))
                yield f"{self.fact} {property_} {name} ."
                self.types += typed(name, term, self.vocabulary) if term.types else []


def _name(iri: str) -> str:
    return "kg:" + iri.removeprefix(NAMESPACE)
