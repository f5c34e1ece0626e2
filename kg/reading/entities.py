"""Who is who: names across documents, joined into entities.

Inside a document a short form has joined its full name already (:func:`kg.reading.namings.within`). Across documents,
names join by pairwise rules only (same key, legal form, near-spelling of a person's full name, the user's word), so
that it does not matter in which order, or in how many parts, documents are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeAlias
from urllib.parse import quote

from kg.model import Correction, Entity, Fact, Filler, Mention, Naming, Reading
from kg.ontology import Ontology
from kg.reading.names import index, key
from kg.reading.namings import Who, between, blocking_keys, stem

STRENGTH = ("correction", "spelling", "legal form", "near-spelling")
"""Reasons, the strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Class:
    """Names of one entity: the one that stands for all, and why each other was joined."""

    name: str
    type: str
    namings: tuple[Naming, ...]
    given: bool
    """Whether the user chose the name."""


def slug(label: str) -> str:
    """A label as the last segment of an IRI."""
    return (
        quote(label.strip().replace(" ", "_"), safe="-_.~")
        if label.isascii()
        else "".join(c if c.isalnum() or c in "-_." else quote(c, safe="") for c in label.strip().replace(" ", "_"))
    )


def entity_id(label: str, type_: str, ontology: Ontology) -> str:
    """The IRI of an entity below the base: ``company/DeepSeek``."""
    return f"{ontology.types[type_].segment}/{slug(label)}"


def of_document(mentions: Iterable[Mention], facts: Iterable[Fact], ontology: Ontology) -> Iterator[Entity]:
    """The entities of a document: whatever is mentioned by name, or plays a role."""
    found = {(m.name, m.type): entity_id(m.name, m.type, ontology) for m in mentions}
    found.update({(f.label, f.type): f.id for fact in facts for f in fact.roles.values() if isinstance(f, Entity)})
    for (label, type_), id_ in sorted(found.items()):
        yield Entity(id=id_, label=label, type=type_)


class Known:
    """The names that there are, found as a user gives them."""

    def __init__(self, names: Iterable[Who], ontology: Ontology) -> None:
        self._ontology = ontology
        self._exactly: dict[str, list[Who]] = defaultdict(list)
        self._nearly: dict[str, list[Who]] = defaultdict(list)
        for name, type_ in sorted(names):
            for given in (name, entity_id(name, type_, ontology)):
                self._exactly[given].append((name, type_))
            self._nearly[stem(name)].append((name, type_))

    def exactly(self, given: str) -> list[Who]:
        """Those that a user gives as they are, as a form that the lexicon has, or as identifier."""
        rows = [(form.row.name, form.row.type) for form in index(self._ontology).lookup(given)]
        listed = [who for who in rows if who in self._exactly.get(who[0], ())]
        return list(dict.fromkeys([*self._exactly.get(given, ()), *listed]))

    def meant(self, given: str) -> list[Who]:
        """Those that a user gives exactly, or but for spelling and legal form."""
        return list(dict.fromkeys([*self.exactly(given), *self._nearly.get(stem(given), ())]))

    def is_new(self, given: str) -> bool:
        """Whether no document has a name that the user gives."""
        return "/" not in given and not self.exactly(given)

    def same(self, correction: Correction) -> dict[str, list[str]]:
        """For each type, the names that a correction joins, in the order of the correction."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for given in correction.names:
            for name, type_ in self.meant(given):
                found[type_].setdefault(name)
        return {type_: list(names) for type_, names in found.items()}


Usage: TypeAlias = Counter[tuple[str, str, str]]
"""How often which name of which type is written in which words; never, in no words, where nothing mentions it."""


def resolve(readings: Iterable[Reading], ontology: Ontology, corrections: Sequence[Correction] = ()) -> list[Reading]:
    """Join entities across documents; the order of readings does not matter, and parts join like the whole.

    :param corrections: of these, what the user knows to be the same, or different.
    """
    found = sorted(readings, key=lambda r: r.document.id)
    identity = Identity(usage(found, ontology), ontology, corrections)
    return [identity.united(reading) for reading in found]


def usage(readings: Iterable[Reading], ontology: Ontology) -> Usage:
    """The names that documents use, which is all that identity needs to know of them; those of parts add up."""
    found: Usage = Counter()
    for reading in readings:
        for mention in reading.mentions:
            found[mention.name, mention.type, " ".join(mention.text.split())] += 1
        names = {(m.name, m.type) for m in reading.mentions}
        ids = {entity_id(*who, ontology) for who in names}
        for entity in reading.entities:
            known = {(step.name, entity.type) for step in entity.namings} | {(entity.label, entity.type)}
            if entity.id not in ids and not known & names:
                given = {(step.name, entity.type) for step in entity.namings if step.reason == "correction"}
                found.update({(*who, ""): 0 for who in known - given})
    return found


def counts(used: Usage) -> Counter[Who]:
    """How often each name is mentioned; those of entities that play a role unmentioned count nothing."""
    found: Counter[Who] = Counter()
    for (name, type_, _), times in used.items():
        found[name, type_] += times
    return found


class Identity:
    """Which entity each name stands for, in all documents together."""

    def __init__(self, used: Usage, ontology: Ontology, corrections: Sequence[Correction] = ()) -> None:
        classes = _classes(counts(used), ontology, corrections)
        aliases = _aliases(used, classes)
        made = {id(c): _entity(c, aliases[c.name, c.type], ontology) for c in classes.values()}
        self.entities = {who: made[id(classes[who])] for who in sorted(classes)}
        """Name and type → the entity."""
        self.known = {entity_id(*who, ontology): entity for who, entity in self.entities.items()}
        """The identifier that a single document has for an entity → the entity."""

    def united(self, reading: Reading) -> Reading:
        """A reading with its entities replaced by those of the whole."""
        return _rewritten(reading, self.entities, self.known)


# ---------------------------------------------------------------- classes of names


def _classes(counts: Counter[Who], ontology: Ontology, corrections: Sequence[Correction]) -> dict[Who, _Class]:
    """For each name the class that it belongs to."""
    joined = [correction for correction in corrections if correction.kind == "same"]
    if joined:
        counts.update(dict.fromkeys(_added(Known(counts, ontology), joined), 0))
    known = Known(counts if joined else (), ontology)
    chosen = _chosen(known, joined)
    apart = {frozenset(pair) for c in corrections if c.kind == "different" for pair in combinations(c.names, 2)}
    told = {name for correction in corrections for name in correction.names}
    links = [*_links(counts, ontology), *_given(known, joined)]
    groups: dict[Who, list[Who]] = {who: [who] for who in counts}
    taken: dict[Who, dict[Who, Naming]] = defaultdict(dict)
    for step, type_ in sorted(links, key=lambda link: _strength(link[0], link[1], told)):
        one, other = (step.name, type_), (step.other, type_)
        if groups[one] is groups[other]:
            continue
        if apart and any(frozenset((a[0], b[0])) in apart for a in groups[one] for b in groups[other]):
            continue
        taken[one][other] = step
        taken[other][one] = replace(step, name=step.other, other=step.name)
        groups[one].extend(groups[other])
        for who in groups[other]:
            groups[who] = groups[one]
    return _named(groups, taken, counts, chosen, ontology)


def _named(
    groups: Mapping[Who, list[Who]],
    taken: Mapping[Who, Mapping[Who, Naming]],
    counts: Counter[Who],
    chosen: Sequence[Who],
    ontology: Ontology,
) -> dict[Who, _Class]:
    known = index(ontology).by_name
    found: dict[Who, _Class] = {}
    for members in {id(group): group for group in groups.values()}.values():
        given = next((who for who in chosen if who in members), None)
        best = given or min(members, key=lambda w: (w[0] not in known, -counts[w], -len(w[0]), w[0]))
        namings = tuple(sorted(_towards(best, taken), key=lambda step: step.name))
        one = _Class(name=best[0], type=best[1], namings=namings, given=given is not None)
        found.update(dict.fromkeys(members, one))
    return found


def _towards(best: Who, taken: Mapping[Who, Mapping[Who, Naming]]) -> Iterator[Naming]:
    """For each other name of a class the step that leads towards the best one."""
    seen, ahead = {best}, [best]
    while ahead:
        here = ahead.pop(0)
        for there in sorted(taken.get(here, {})):
            if there not in seen:
                seen.add(there)
                ahead.append(there)
                yield taken[there][here]


def _links(counts: Counter[Who], ontology: Ontology) -> Iterator[tuple[Naming, str]]:
    """Pairs of names that a rule joins, with their type."""
    person = ontology.grammar.tables["roles_of_types"]["person"]
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, type_ in sorted(counts):
        for common in blocking_keys(name, person=type_ == person):
            blocks[type_, *common].append(name)
    pairs = {(type_, *pair): None for (type_, *_), names in blocks.items() for pair in combinations(names, 2)}
    for type_, one, other in pairs:
        if step := between(other, one, person=type_ == person):
            yield step, type_


def _given(known: Known, joined: Iterable[Correction]) -> Iterator[tuple[Naming, str]]:
    """Pairs of names that the user joins, with their type."""
    for correction in joined:
        for type_, (first, *others) in known.same(correction).items():
            for name in others:
                yield Naming(name=name, other=first, reason="correction", detail=correction.note), type_


def _added(known: Known, joined: Iterable[Correction]) -> list[Who]:
    """Names that no document has, and the user gives to what documents name otherwise."""
    return [(n, type_) for c in joined for type_ in known.same(c) for n in c.names if known.is_new(n)]


def _chosen(known: Known, joined: Iterable[Correction]) -> list[Who]:
    """The names by which the user wants entities to be known: the first of each list."""
    found: dict[Who, None] = {}
    for correction in joined:
        for type_ in known.same(correction):
            first = [who for who in known.exactly(correction.names[0]) if who[1] == type_]
            found |= dict.fromkeys(first[:1])
    return list(found)


def _strength(step: Naming, type_: str, told: Container[str]) -> tuple[int, bool, str, str, str]:
    """Which links come first: those of the user, names as the user writes them before others, then by the rule."""
    return STRENGTH.index(step.reason), not (step.name in told and step.other in told), step.other, step.name, type_


# ---------------------------------------------------------------- entities


def _aliases(used: Usage, classes: Mapping[Who, _Class]) -> dict[Who, Counter[str]]:
    """How often each class is written in which way."""
    found: dict[Who, Counter[str]] = defaultdict(Counter)
    for (name, type_), whole in classes.items():
        found[whole.name, type_][name] += 0
    for (name, type_, words), times in used.items():
        if any(c.isupper() or c.isdigit() for c in words):
            found[classes[name, type_].name, type_][words] += times
    return found


def _entity(whole: _Class, written: Counter[str], ontology: Ontology) -> Entity:
    row = index(ontology).by_name.get(whole.name)
    same_as = (f"urn:iso:std:iso:3166:{row.code}",) if row and row.code else ()
    label = whole.name if whole.given else _label(whole.name, written, ontology)
    return Entity(
        id=entity_id(whole.name, whole.type, ontology),
        label=label,
        type=whole.type,
        aliases=tuple(sorted({whole.name, *written} - {label})),
        same_as=same_as,
        namings=whole.namings,
    )


def _label(name: str, written: Counter[str], ontology: Ontology) -> str:
    """A name as the documents write it: the lexicon's where they have it, else their own most frequent full form."""
    row = index(ontology).by_name.get(name)
    if row is None or row.code or any(key(w) == key(name) for w, n in written.items() if n):
        return name
    full = {key(alias) for alias in row.aliases}
    forms = [(-n, w) for w, n in written.items() if n and key(w) in full]
    return min(forms)[1] if forms else name


def _rewritten(reading: Reading, entities: Mapping[Who, Entity], known: Mapping[str, Entity]) -> Reading:
    """A reading with its entities replaced by those of the whole."""

    def new(filler: Filler) -> Filler:
        return known.get(filler.id, filler) if isinstance(filler, Entity) else filler

    facts: dict[Fact, Fact] = {}
    for fact in reading.facts:
        changed = replace(fact, roles={role: new(f) for role, f in fact.roles.items()})
        before = facts.get(changed)
        facts[changed] = replace(changed, evidence=before.evidence + changed.evidence) if before else changed
    local = [entities[m.name, m.type] for m in reading.mentions] + [known.get(e.id, e) for e in reading.entities]
    kept = {entity.id: entity for entity in local}
    return replace(reading, facts=tuple(facts.values()), entities=tuple(kept[i] for i in sorted(kept)))
