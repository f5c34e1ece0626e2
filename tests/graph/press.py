"""Reports written by hand: what each sentence states is given beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kg.graph.store import GraphStore
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, Reading, RoleMention
from kg.ontology import Ontology, load

ACME = Entity(id="company/Acme", label="Acme", type="Company")
BOLT = Entity(id="company/Bolt", label="Bolt", type="Company")
A1 = Entity(id="model/A1", label="A1", type="Model")
A2 = Entity(id="model/A2", label="A2", type="Model")
ITALY = Entity(id="country/Italy", label="Italy", type="Country")
JAPAN = Entity(id="country/Japan", label="Japan", type="Country")
ADA = Entity(id="person/Ada", label="Ada", type="Person")

UNITS = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "%": 1}
SIGNS = {"$": "USD", "€": "EUR"}


def amount(text: str) -> Amount:
    """``$5.6 million``, ``€6 billion`` or ``17%``."""
    if text.endswith("%"):
        return Amount(value=Decimal(text[:-1]), unit="%", text=text)
    number, _, scale = text[1:].partition(" ")
    value = Decimal(number.replace(",", "")) * UNITS.get(scale, 1)
    return Amount(value=value, unit=SIGNS[text[0]], text=text)


def day(value: str) -> Date:
    return Date(value=value, precision={4: "year", 7: "month", 10: "day"}[len(value)], text=value)


def said(
    sentence: str,
    relation: str,
    roles: Mapping[str, Filler | str],
    *,
    paths: Mapping[str, str] | None = None,
    **fact: Any,
) -> Fact:
    """A fact that a sentence states; an amount is given by its words, and found in the sentence with the others."""
    fillers = {r: amount(f) if isinstance(f, str) and f[:1] in "$€0123456789" else f for r, f in roles.items()}
    words = {role: filler if isinstance(filler, str) else _words(filler) for role, filler in fillers.items()}
    mentions = tuple(
        RoleMention(role=role, start=at, end=at + len(text), text=text, path=(paths or {}).get(role, "subject"))
        for role, text in words.items()
        if (at := sentence.find(text)) >= 0
    )
    trigger = sentence.split()[-1].strip(".")
    place = sentence.rindex(trigger)
    evidence = Evidence(
        document_id="",
        start=0,
        end=len(sentence),
        sentence=sentence,
        frame=relation,
        trigger=trigger,
        trigger_start=place,
        trigger_end=place + len(trigger),
        mentions=mentions,
    )
    return Fact(relation=relation, roles=fillers, evidence=(evidence,), **fact)


def _words(filler: Entity | Amount | Date) -> str:
    return filler.label if isinstance(filler, Entity) else filler.text


def report(id_: str, *facts: Fact, published: str = "", source: str = "", title: str = "") -> Reading:
    """A document that states some facts, one sentence after another."""
    placed, start = [], 0
    for fact in facts:
        (piece,) = fact.evidence
        moved = {name: getattr(piece, name) + start for name in ("start", "end", "trigger_start", "trigger_end")}
        mentions = tuple(_moved(mention, start) for mention in piece.mentions)
        placed.append(replace(fact, evidence=(replace(piece, document_id=id_, mentions=mentions, **moved),)))
        start += len(piece.sentence) + 1
    entities = {f.id: f for fact in facts for f in fact.roles.values() if isinstance(f, Entity)}
    document = Document(id=id_, text="", published=published, source=source, title=title)
    return Reading(document=document, entities=tuple(entities.values()), facts=tuple(placed))


def _moved(mention: RoleMention, by: int) -> RoleMention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


def store(*reports: Reading, ontology: Ontology | None = None) -> GraphStore:
    """The graph of some reports."""
    return GraphStore.create(reports, ontology or load())


def cost(subject: Entity, words: str, **fact: Any) -> Fact:
    """That something cost so much: "over $6 million"."""
    price = words[words.find(next(c for c in words if c in "$€")) :]
    return said(f"{subject.label} took {words} altogether.", "Cost", {"subject": subject, "amount": price}, **fact)


def ban(who: Entity, whom: Entity, **fact: Any) -> Fact:
    """That somebody banned something."""
    denied = " never" if fact.get("polarity") == "negative" else ""
    return said(
        f"{who.label}{denied} banned {whom.label} .", "Restriction", {"restrictor": who, "restricted": whom}, **fact
    )


def made(who: Entity, what: Entity, **fact: Any) -> Fact:
    """That somebody made something."""
    return said(f"{who.label} released {what.label} .", "Development", {"developer": who, "product": what}, **fact)
