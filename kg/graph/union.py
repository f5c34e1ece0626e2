"""The union of readings: one for each document, its facts canonical and distinct, in an order of its own.

Union is associative, commutative and idempotent, which is what lets parts be built apart and merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby

from kg.graph import iris
from kg.model import Amount, Document, Entity, Evidence, Fact, Filler, Mention, Reading, RoleMention
from kg.ontology import Ontology


def unite(readings: Iterable[Reading], ontology: Ontology) -> list[Reading]:
    """One reading for each document, sorted by the document's identifier.

    :raises ValueError: where the evidence of a fact lies in another document.
    """
    ordered = sorted(readings, key=_document_id)
    return [_united(list(group), ontology) for _, group in groupby(ordered, key=_document_id)]


def unite_facts(facts: Iterable[Fact], ontology: Ontology) -> list[Fact]:
    """Equal facts as one that has the evidence of all, sorted by their identifiers; every amount has one wording."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(iris.fact_id(fact, ontology), []).append(iris.canonical(fact, ontology))
    wording = amount_wording(chain.from_iterable(groups.values()))
    return [_one_fact(groups[identifier], wording) for identifier in sorted(groups)]


def amount_wording(facts: Iterable[Fact]) -> dict[Amount, str]:
    """How to write each amount: the shortest of the wordings that documents have for it."""
    found: dict[Amount, str] = {}
    for filler in chain.from_iterable(fact.roles.values() for fact in facts):
        if isinstance(filler, Amount):
            found[filler] = shorter(found.get(filler, filler.text), filler.text)
    return found


def shorter(*texts: str) -> str:
    """The shortest of some texts; of those as long the first in sort order."""
    return min(texts, key=lambda text: (len(text), text))


def reworded(fact: Fact, wording: dict[Amount, str]) -> Fact:
    """The fact with its amounts in the given words."""
    roles: dict[str, Filler] = {
        role: replace(filler, text=wording[filler]) if isinstance(filler, Amount) else filler
        for role, filler in fact.roles.items()
    }
    return replace(fact, roles=roles)


def entities_in(reading: Reading) -> list[Entity]:
    """The entities that some fact of a reading is about or some mention refers to."""
    used = _used(reading)
    return [entity for entity in dict.fromkeys(_known(reading)) if iris.legal(entity.id) in used]


def one_of_each(entities: Iterable[Entity]) -> list[Entity]:
    """Entities with one identifier as one that has all their names, sorted by identifier."""
    found: dict[str, dict[Entity, None]] = {}
    for entity in entities:
        found.setdefault(iris.legal(entity.id), {})[entity] = None
    return [_one_entity(list(found[identifier])) for identifier in sorted(found)]


def referents(reading: Reading) -> Callable[[Mention], Entity | None]:
    """A function from a mention of a reading to the entity of that name, preferably one of the mention's own type."""
    entities = sorted(_known(reading), key=lambda entity: entity.id)
    labels = [(entity.label, entity) for entity in entities]
    aliases = [(alias, entity) for entity in entities for alias in entity.aliases]
    by_name: dict[tuple[str, str], Entity] = {}
    for fold in (str, str.casefold):
        for name, entity in labels + aliases:
            by_name.setdefault((entity.type, fold(name)), entity)
    for (_, name), entity in list(by_name.items()):
        by_name.setdefault(("", name), entity)

    def referent(mention: Mention) -> Entity | None:
        keys = [(t, n) for t in (mention.type, "") for n in (mention.name, mention.name.casefold())]
        return next((by_name[key] for key in keys if key in by_name), None)

    return referent


def _document_id(reading: Reading) -> str:
    return reading.document.id


def _united(readings: list[Reading], ontology: Ontology) -> Reading:
    document = _one_document([reading.document for reading in readings])
    facts = unite_facts(chain.from_iterable(reading.facts for reading in readings), ontology)
    if stray := next((e for fact in facts for e in fact.evidence if e.document_id != document.id), None):
        raise ValueError(f"evidence from {stray.document_id} in the reading of {document.id}")
    entities = tuple(dict.fromkeys(chain.from_iterable(reading.entities for reading in readings)))
    bare = Reading(document=document, entities=entities, facts=tuple(facts))
    return replace(bare, mentions=_referring(chain.from_iterable(r.mentions for r in readings), referents(bare)))


def _referring(mentions: Iterable[Mention], referent: Callable[[Mention], Entity | None]) -> tuple[Mention, ...]:
    """The mentions that refer to an entity, one for each stretch of text, in their order in the document."""
    ordered = sorted((m for m in mentions if referent(m)), key=_mention_order, reverse=True)
    by_span = {(mention.start, mention.end): mention for mention in ordered}
    return tuple(by_span[span] for span in sorted(by_span))


def _one_document(documents: list[Document]) -> Document:
    """What is known about a document, from all that say something; where they differ, the greatest in sort order."""
    fields = ("title", "published", "source", "kind", "text")
    known = {name: max(getattr(document, name) for document in documents) for name in fields}
    return Document(id=documents[0].id, **known)


def _one_fact(facts: list[Fact], wording: dict[Amount, str]) -> Fact:
    ordered = sorted(chain.from_iterable(fact.evidence for fact in facts), key=_evidence_order, reverse=True)
    evidence = {(e.document_id, e.start, e.end): e for e in ordered}
    return replace(reworded(facts[0], wording), evidence=tuple(_tidy(evidence[place]) for place in sorted(evidence)))


def _tidy(evidence: Evidence) -> Evidence:
    return replace(evidence, mentions=tuple(sorted(evidence.mentions, key=role_mention_order)))


def _one_entity(entities: list[Entity]) -> Entity:
    label = min(entity.label for entity in entities)
    names = {name for entity in entities for name in (entity.label, *entity.aliases)} - {label, ""}
    same_as = {iri for entity in entities for iri in entity.same_as}
    namings = {naming.name: naming for entity in reversed(entities) for naming in entity.namings}
    type_ = min(entity.type for entity in entities)
    return Entity(
        id=entities[0].id,
        label=label,
        type=type_,
        aliases=tuple(sorted(names)),
        same_as=tuple(sorted(same_as)),
        namings=tuple(namings[name] for name in sorted(namings)),
    )


def _known(reading: Reading) -> Iterator[Entity]:
    yield from reading.entities
    for fact in reading.facts:
        yield from (filler for filler in fact.roles.values() if isinstance(filler, Entity))


def _used(reading: Reading) -> set[str]:
    referent = referents(reading)
    mentioned = {entity.id for mention in reading.mentions if (entity := referent(mention))}
    related = {f.id for fact in reading.facts for f in fact.roles.values() if isinstance(f, Entity)}
    return {iris.legal(identifier) for identifier in mentioned | related}


def _mention_order(mention: Mention) -> tuple[object, ...]:
    """Where a mention stands; of two in one place the one that says more comes first."""
    place = (mention.start, mention.end, mention.name, mention.type, mention.head, mention.text)
    reasons = [(step.name, step.other, step.reason, step.detail) for step in mention.namings]
    return (*place, not mention.sentence, mention.sentence, reasons)


def _evidence_order(evidence: Evidence) -> tuple[object, ...]:
    mentions = sorted(map(role_mention_order, evidence.mentions))
    place = (evidence.document_id, evidence.start, evidence.end, evidence.trigger_start, evidence.trigger_end)
    return (*place, evidence.frame, evidence.trigger, evidence.sentence, mentions)


def role_mention_order(mention: RoleMention) -> tuple[object, ...]:
    """Where a role mention stands among those of its sentence."""
    references = tuple((r.text, r.name, r.kind) for r in mention.references)
    return mention.start, mention.end, mention.role, mention.text, mention.path, references
