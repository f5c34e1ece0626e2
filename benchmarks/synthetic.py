"""Graphs of any size, made up: documents that state facts of every relation about entities of every type.

The same size gives the same graph. Few entities are spoken of often and many seldom, as in news: the nth of a type is
named in proportion to 1/n.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from kg.graph import rdf
from kg.graph.store import GraphStore
from kg.graph.union import unite
from kg.lexicon import Trigger
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, Mention, Reading, RoleMention, label_of
from kg.ontology import AMOUNT, DATE, LITERAL, Ontology, Relation, Role

FACTS = 20
"""How many facts a document states."""
SAMPLE = 5
"""So many documents tell how many quads a document has."""
NEW_ENTITIES = 4
"""How many entities of each type there are for ten documents, beside those that the ontology names."""
YEARS = range(2015, 2026)


def graph(quads: int, ontology: Ontology) -> GraphStore:
    """A graph of about so many quads."""
    sample = unite(documents(SAMPLE, ontology), ontology)
    each = sum(1 for reading in sample for _ in rdf.quads(reading, ontology)) / SAMPLE
    return GraphStore.create(documents(max(1, round(quads / each)), ontology), ontology)


def documents(number: int, ontology: Ontology, invented: int | None = None) -> Iterator[Reading]:
    """So many documents.

    :param invented: how many entities of each type there are beside those that the ontology names, if not in proportion
        to the documents.
    """
    world = World(ontology, invented=NEW_ENTITIES * number // 10 if invented is None else invented)
    return (world.reading(f"report-{i:06}") for i in range(number))


@dataclass(slots=True)
class Cast:
    """The entities of one type, the most spoken of first."""

    entities: list[Entity]
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.weights = list(accumulate(1 / place for place in range(1, len(self.entities) + 1)))

    def one(self, dice: random.Random) -> Entity:
        """An entity."""
        return dice.choices(self.entities, cum_weights=self.weights)[0]


class World:
    """What there is to speak of."""

    def __init__(self, ontology: Ontology, invented: int) -> None:
        self.ontology, self.dice = ontology, random.Random(0)
        self.casts = {type_: Cast(self._entities(type_, invented)) for type_ in self._concrete()}

    def _concrete(self) -> list[str]:
        return sorted(name for name, type_ in self.ontology.types.items() if not type_.abstract)

    def _entities(self, type_: str, invented: int) -> list[Entity]:
        named = [(row.name, row.aliases) for row in self.ontology.names if row.type == type_]
        label = self.ontology.types[type_].label.capitalize()
        named += [(f"{label} {number}", ()) for number in range(1, invented + 1)]
        return [
            Entity(id=f"{type_.lower()}/{name.replace(' ', '_')}", label=name, type=type_, aliases=aliases)
            for name, aliases in dict(named).items()
        ]

    def reading(self, identifier: str) -> Reading:
        """A document, as it was read."""
        text, facts, mentions = "", [], {}
        for _ in range(FACTS):
            fact, sentence, found = self._fact(identifier, len(text))
            text += sentence + "\n"
            facts.append(fact)
            mentions |= {mention.start: mention for mention in found}
        document = Document(id=identifier, text=text, title=identifier.title(), published="2025-06-01")
        entities = {f.id: f for fact in facts for f in fact.roles.values() if isinstance(f, Entity)}
        return Reading(
            document=document, mentions=tuple(mentions.values()), entities=tuple(entities.values()), facts=tuple(facts)
        )

    def _fact(self, document: str, start: int) -> tuple[Fact, str, list[Mention]]:
        """A fact, the sentence that states it, and the names in that."""
        relation = self.dice.choice(list(self.ontology.relations.values()))
        trigger = self._trigger(relation)
        roles = {role.name: self._filler(role) for role in relation.roles if role.required or self.dice.random() < 0.5}
        sentence, places = "", {}
        for number, (role, filler) in enumerate(roles.items()):
            words = label_of(filler)
            places[role] = (start + len(sentence), start + len(sentence) + len(words))
            sentence += words + (f" {trigger} " if number == 0 else ", ")
        sentence = sentence.rstrip(", ") + "."
        verb = start + sentence.index(trigger)
        said = tuple(
            RoleMention(role=r, start=a, end=b, text=sentence[a - start : b - start], path="subject")
            for r, (a, b) in places.items()
        )
        evidence = Evidence(
            document_id=document,
            start=start,
            end=start + len(sentence),
            sentence=sentence,
            frame=relation.name,
            trigger=trigger,
            trigger_start=verb,
            trigger_end=verb + len(trigger),
            mentions=said,
        )
        names = [
            Mention(document_id=document, start=a, end=b, text=f.label, type=f.type, head=a, name=f.label)
            for role, f in roles.items()
            if isinstance(f, Entity)
            for a, b in [places[role]]
        ]
        date = self._date() if self.dice.random() < 0.3 else None
        return Fact(relation=relation.name, roles=roles, date=date, evidence=(evidence,)), sentence, names

    def _trigger(self, relation: Relation) -> str:
        frame = self.ontology.frames[relation.name]
        triggers = [trigger for pattern in frame.patterns for trigger in pattern.triggers]
        return _wording(self.dice.choice(triggers))

    def _filler(self, role: Role) -> Filler:
        if AMOUNT in role.ranges:
            millions = self.dice.randint(1, 10_000)
            return Amount(value=Decimal(millions * 1_000_000), unit="USD", text=f"${millions} million")
        if role.ranges <= {DATE}:
            return self._date()
        if role.ranges <= {LITERAL}:
            return self.dice.choice(["chief executive", "analyst", "open source", "proprietary"])
        types = [name for name in self.casts if any(self.ontology.is_a(name, range_) for range_ in role.ranges)]
        return self.casts[self.dice.choice(types)].one(self.dice)

    def _date(self) -> Date:
        value = f"{self.dice.choice(YEARS)}-{self.dice.randint(1, 12):02}"
        return Date(value=value, precision="month", text=value)


def _wording(trigger: Trigger) -> str:
    """A trigger as it stands in a sentence, uninflected."""
    verbal = trigger.kind == "verbs"
    return " ".join((trigger.head, *trigger.rest) if verbal else (*trigger.rest, trigger.head))
