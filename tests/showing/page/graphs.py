"""Graphs to show: a small one of news about chips and models, one of any size, and a hostile one."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from kg import ontology
from kg.graph.iris import canonical
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, RoleMention
from kg.ontology import DEFAULT_BASE


@dataclass
class Graph:
    """A graph made by hand, with the part of a store's face that the page needs."""

    ontology: ontology.Ontology = field(default_factory=ontology.load)
    base: str = DEFAULT_BASE
    known_documents: dict[str, Document] = field(default_factory=dict)
    known_entities: dict[str, Entity] = field(default_factory=dict)
    known_facts: dict[Fact, Fact] = field(default_factory=dict)
    by_label: dict[str, Entity] = field(default_factory=dict)

    def documents(self) -> list[Document]:
        return [self.known_documents[id_] for id_ in sorted(self.known_documents)]

    def entities(self) -> list[Entity]:
        return [self.known_entities[id_] for id_ in sorted(self.known_entities)]

    def facts(self) -> list[Fact]:
        return list(self.known_facts.values())

    def mention_counts(self) -> dict[str, int]:
        return {id_: 1 + len(id_) % 5 for id_ in self.known_entities}

    def documents_of(self) -> dict[str, list[str]]:
        found: dict[str, set[str]] = {id_: set() for id_ in self.known_entities}
        for fact in self.known_facts.values():
            for filler in fact.roles.values():
                if isinstance(filler, Entity):
                    found.setdefault(filler.id, set()).update(evidence.document_id for evidence in fact.evidence)
        return {id_: sorted(documents) for id_, documents in found.items()}

    def document(self, id_: str, title: str = "", published: str = "", kind: str = "news article") -> str:
        self.known_documents[id_] = Document(id=id_, text="", title=title, published=published, kind=kind)
        return id_

    def entity(self, label: str, type_: str, *aliases: str) -> Entity:
        entity = Entity(id=f"{type_.lower()}/{label.replace(' ', '_')}", label=label, type=type_, aliases=aliases)
        return self.add(entity)

    def add(self, entity: Entity) -> Entity:
        self.by_label[entity.label] = entity
        return self.known_entities.setdefault(entity.id, entity)

    def say(
        self,
        document: str,
        relation: str,
        marked: str,
        *,
        polarity: str = "positive",
        modality: str = "actual",
        attributed_to: str = "",
        date: str = "",
        start: int = 100,
    ) -> Fact:
        """State a fact: ``{role words}`` or ``{role words=label}`` marks a party, ``*words*`` the trigger."""
        sentence, parties, (begin, end) = _unmarked(marked)
        evidence = Evidence(
            document_id=document,
            start=start,
            end=start + len(sentence),
            sentence=sentence,
            frame=relation,
            trigger=sentence[begin:end],
            trigger_start=start + begin,
            trigger_end=start + end,
            mentions=tuple(
                RoleMention(role=p.role, start=start + p.start, end=start + p.start + len(p.words), text=p.words)
                for p in parties
            ),
        )
        when = Date(value=date, precision={4: "year", 7: "month", 10: "day"}[len(date)], text=date) if date else None
        fact = Fact(
            relation=relation,
            roles={party.role: self._filler(party.label) for party in parties},
            polarity=polarity,
            modality=modality,
            attributed_to=attributed_to,
            date=when,
            evidence=(evidence,),
        )
        return self._keep(fact)

    def _filler(self, label: str) -> Filler:
        """The entity of that label, an amount where the words are one, else the words."""
        if label in self.by_label:
            return self.by_label[label]
        money = re.fullmatch(r"\$([\d.]+)( million| billion)?", label)
        if money:
            scale = {" million": 10**6, " billion": 10**9}.get(money[2], 1)
            return Amount(value=Decimal(money[1]) * scale, unit="USD", text=label)
        percent = re.fullmatch(r"([\d.]+)%", label)
        return Amount(value=Decimal(percent[1]), unit="%", text=label) if percent else label

    def _keep(self, fact: Fact) -> Fact:
        fact = canonical(fact, self.ontology)
        known = self.known_facts.get(fact)
        if known is not None:
            fact = replace(fact, evidence=known.evidence + fact.evidence)
            self.known_facts.pop(known)
        self.known_facts[fact] = fact
        return fact


@dataclass(frozen=True)
class Party:
    role: str
    start: int
    words: str
    label: str


def _unmarked(marked: str) -> tuple[str, list[Party], tuple[int, int]]:
    """The bare sentence, its parties, and where its trigger begins and ends."""
    sentence, parties, stars, done = "", [], [], 0
    for mark in re.finditer(r"\*|\{(\w+) ([^{}=]*)(?:=([^{}]*))?\}", marked):
        sentence += marked[done : mark.start()]
        done = mark.end()
        if mark[0] == "*":
            stars.append(len(sentence))
        else:
            parties.append(Party(mark[1], len(sentence), mark[2], mark[3] or mark[2]))
            sentence += mark[2]
    begin, end = stars
    return sentence + marked[done:], parties, (begin, end)


def news() -> Graph:
    """About fifty entities out of five documents."""
    graph = Graph()
    for line in Path(__file__).with_name("news.tsv").read_text(encoding="utf-8").splitlines():
        kind, *cells = line.split("\t")
        if kind == "document":
            graph.document(*cells)
        elif kind == "fact":
            document, relation, marked, *options = cells
            graph.say(document, relation, marked, **dict(option.split("=") for option in options))
        elif not line.startswith("#"):
            graph.entity(cells[0], kind, *cells[1:])
    return graph


SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "ren",
    "tor",
    "vel",
    "dan",
    "sho",
    "bra",
    "quin",
    "zet",
    "ari",
    "mon",
    "pel",
    "gra",
    "ux",
)


def large(nodes: int, facts: int, documents: int = 40) -> Graph:
    """A graph of any size, with communities and hubs as real ones have them; the same each time."""
    chance = random.Random(nodes)
    g = Graph()
    names = [
        g.document(f"doc-{i:04}", f"Report {i} on {_name(chance)}", f"20{20 + i % 6}-0{1 + i % 9}")
        for i in range(documents)
    ]
    types = [name for name, type_ in g.ontology.types.items() if not type_.abstract]
    entities = [g.entity(f"{_name(chance)} {i}", types[i % len(types)]) for i in range(nodes)]
    relations = [r for r in g.ontology.relations.values() if len(r.roles) >= 2]
    block = max(8, nodes // 40)
    while len(g.known_facts) < facts:
        relation = chance.choice(relations)
        home = chance.randrange(nodes) // block * block
        number = home + min(int(chance.paretovariate(0.8)) - 1, block - 1)
        other = home + chance.randrange(block) if chance.random() < 0.9 else chance.randrange(nodes) // block * block
        first, second = entities[number % nodes], entities[other % nodes]
        if first is second:
            continue
        who, whom = (
            f"{{{role.name} {entity.label}}}" for role, entity in zip(relation.roles, (first, second), strict=False)
        )
        sentence = f"In a long report, {who} was said to have something *to do with* {whom}, according to two people."
        modality = chance.choice(["actual"] * 8 + ["claimed", "planned"])
        g.say(chance.choice(names), relation.name, sentence, start=chance.randrange(5000), modality=modality)
    return g


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize()


PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg/onload=alert(3)>",
    "javascript:alert(4)",
    '<a href="javascript:alert(5)">href</a>',
    '"><script>alert(6)</script>',
    "'-alert(7)-'",
    "{{7*7}}{% raw %}${alert(8)}",
    "<!--<script>alert(9)//-->",
    "]]><script>alert(10)</script>",
    "\u202egnp.exe\u202c",
    "\u2067right\u2069 to left",
    "<iframe srcdoc='<script>alert(11)</script>'>",
    "</title><script>alert(12)</script>",
    "</style><script>alert(13)</script>",
    "<base href='https://example.org/'>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "\u2028alert(14)\u2029",
    "__proto__",
    "constructor",
    '=HYPERLINK("https://example.org","x")',
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(15)&lt;/script&gt;",
    "\x00null\x00",
)


def hostile() -> Graph:
    """Every payload as a name, an alias, an id, a title, a sentence, a value and a speaker."""
    g = Graph()
    us = g.entity("United States", "Country")
    for number, payload in enumerate(PAYLOADS):
        document = g.document(f"{payload}-{number}", payload, payload[:10], payload)
        entity = Entity(
            id=f"company/{payload}", label=payload, type="Company", aliases=(f"alias {payload}",), same_as=(payload,)
        )
        g.add(entity)
        _state(g, document, "Restriction", f"{us.label} banned {payload} today.", restrictor=us, restricted=entity)
        _state(g, document, "Licensing", f"{payload} is {payload}.", subject=entity, licence=payload)
    return g


def _state(g: Graph, document: str, relation: str, sentence: str, **roles: Filler) -> None:
    """State a fact by a sentence of any characters; all of it is the trigger."""
    evidence = Evidence(
        document_id=document,
        start=0,
        end=len(sentence),
        sentence=sentence,
        frame=relation,
        trigger=sentence,
        trigger_start=0,
        trigger_end=len(sentence),
    )
    speaker = g.known_documents[document].title
    fact = Fact(relation=relation, roles=roles, attributed_to=speaker, evidence=(evidence,))
    g.known_facts[fact] = fact
