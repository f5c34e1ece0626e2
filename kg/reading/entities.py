"""Who is who: names of one document, and names across documents, joined into entities.

Inside a document a short form joins its full name (a surname, "R1" after "DeepSeek-R1", an acronym in parentheses).
Across documents, names join by pairwise rules only (same key, near-spelling of a person's full name), so that it does
not matter in which order, or in how many parts, documents are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from kg.model import Entity, Fact, Filler, Reading
from kg.ontology import Ontology
from kg.reading.names import Found, index, key

Who = tuple[str, str]
"""A name and its type."""


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


# ---------------------------------------------------------------- inside a document


def within(names: Iterable[Found], acronyms: Mapping[str, str], ontology: Ontology) -> dict[Who, str]:
    """For each name of a document, the fullest name by which the document knows its bearer."""
    known = index(ontology).by_name
    counts = Counter((f.name, f.type) for f in names if f.kind != "adjective")
    person = ontology.grammar.tables["roles_of_types"]["person"]
    joined: dict[Who, str] = {}
    for name, type_ in sorted(counts):
        same = [other for other, t in counts if t == type_ and other != name and name not in known]
        full = _fuller(name, same, person=type_ == person)
        joined[name, type_] = full or acronyms.get(name, name)
    return {who: _last(who, joined) for who in joined}


def _last(who: Who, joined: Mapping[Who, str]) -> str:
    name, type_ = who
    for _ in range(3):
        name = joined.get((name, type_), name)
    return name


def _fuller(name: str, others: Sequence[str], *, person: bool) -> str:
    """The one longer name that a short one abbreviates; empty where there is none, or more than one."""
    words = name.split()
    found = []
    for other in others:
        longer = other.replace("-", " ").split()
        if len(longer) <= len(words):
            if key(other) == key(name) and other < name:
                return other
            continue
        if (person and longer[-len(words) :] == words) or (
            not person
            and (
                (longer[: len(words)] == words and not any(c.isdigit() for c in other))
                or (longer[-len(words) :] == words and any(c.isdigit() for c in name))
            )
        ):
            found.append(other)
    return found[0] if len(set(found)) == 1 else ""


# ---------------------------------------------------------------- across documents


def resolve(readings: Sequence[Reading], ontology: Ontology) -> list[Reading]:
    """Join entities across documents; the order of readings does not matter, and parts join like the whole."""
    counts: Counter[Who] = Counter()
    for reading in readings:
        for mention in reading.mentions:
            counts[mention.name, mention.type] += 1
        named = {entity_id(m.name, m.type, ontology) for m in reading.mentions}
        for entity in reading.entities:
            if entity.id not in named:
                counts[entity.label, entity.type] += 0
    classes = _classes(counts, ontology)
    aliases = _aliases(readings, classes)
    entities = {who: _entity(name, who[1], aliases[name, who[1]], ontology) for who, name in classes.items()}
    known = {entity_id(name, type_, ontology): entity for (name, type_), entity in entities.items()}
    return [_rewritten(r, entities, known) for r in sorted(readings, key=lambda r: r.document.id)]


def _classes(counts: Counter[Who], ontology: Ontology) -> dict[Who, str]:
    """For each name the label of its class."""
    parent: dict[Who, Who] = {who: who for who in counts}

    def root(who: Who) -> Who:
        while parent[who] != who:
            who = parent[who]
        return who

    for a, b in _links(counts, ontology):
        parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: dict[Who, list[Who]] = defaultdict(list)
    for who in counts:
        groups[root(who)].append(who)
    known = index(ontology).by_name
    labels = {}
    for members in groups.values():
        best = min(members, key=lambda w: (w[0] not in known, -counts[w], -len(w[0]), w[0]))
        labels.update(dict.fromkeys(members, best[0]))
    return labels


def _links(counts: Counter[Who], ontology: Ontology) -> Iterable[tuple[Who, Who]]:
    by_key: dict[tuple[str, str], list[Who]] = defaultdict(list)
    for name, type_ in sorted(counts):
        by_key[_stem(name), type_].append((name, type_))
    for group in by_key.values():
        yield from ((group[0], other) for other in group[1:])
    person = ontology.grammar.tables["roles_of_types"]["person"]
    blocks: dict[str, list[Who]] = defaultdict(list)
    for name, type_ in sorted(counts):
        if type_ == person and " " in name:
            blocks[name.split()[0].casefold()].append((name, type_))
    for block in blocks.values():
        for i, a in enumerate(block):
            yield from ((a, b) for b in block[i + 1 :] if _near(a[0], b[0]))


@lru_cache(maxsize=65536)
def _stem(name: str) -> str:
    """A name's key without its legal form: Acme Inc.

    → acme.
    """
    from cleanco import basename

    return key(basename(name) or name)


def _near(a: str, b: str) -> bool:
    """Whether two full names are one person's, spelt twice: one letter more, less or other."""
    from rapidfuzz.distance import OSA

    last_a, last_b = a.split()[-1].casefold(), b.split()[-1].casefold()
    return (
        a.split()[:-1] == b.split()[:-1]
        and min(len(last_a), len(last_b)) >= 5
        and last_a[0] == last_b[0]
        and OSA.distance(last_a, last_b) <= 1
    )


def _aliases(readings: Sequence[Reading], classes: Mapping[Who, str]) -> dict[Who, Counter[str]]:
    """How often each class is written in which way."""
    found: dict[Who, Counter[str]] = defaultdict(Counter)
    for name, type_ in classes:
        found[classes[name, type_], type_][name] += 0
    for reading in readings:
        for mention in reading.mentions:
            if mention.text[:1].isupper() or any(c.isupper() or c.isdigit() for c in mention.text):
                found[classes[mention.name, mention.type], mention.type][" ".join(mention.text.split())] += 1
    return found


def _entity(name: str, type_: str, written: Counter[str], ontology: Ontology) -> Entity:
    row = index(ontology).by_name.get(name)
    same = (f"urn:iso:std:iso:3166:{row.code}",) if row and row.code else ()
    label = _label(name, written, ontology)
    return Entity(
        id=entity_id(name, type_, ontology),
        label=label,
        type=type_,
        aliases=tuple(sorted({name, *written} - {label})),
        same_as=same,
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
    local = [entities[m.name, m.type] for m in reading.mentions] + [known[e.id] for e in reading.entities]
    kept = {entity.id: entity for entity in local}
    return replace(reading, facts=tuple(facts.values()), entities=tuple(kept[i] for i in sorted(kept)))
