"""Conflicts and agreements for people: the values side by side, who says each, where and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from kg.graph import agreements as agreeing
from kg.graph import conflicts as conflicting
from kg.graph.agreements import Agreement
from kg.graph.claims import Value, nameless
from kg.graph.conflicts import Conflict
from kg.graph.store import GraphStore
from kg.model import Document, Fact, Filler, label_of
from kg.ontology import Ontology
from kg.showing import tables
from kg.showing.listings import Listing
from kg.showing.phrases import phrase, role_label
from kg.showing.records import Record, of_facts
from kg.showing.tables import Row, Table, counted


def conflicts(store: GraphStore, *, certain: bool = False) -> Listing[Conflict]:
    """The conflicts of a graph, a table for each.

    :param certain: whether to leave out what may be of different things.
    """
    found = tuple(one for one in conflicting.conflicts(store) if one.certain or not certain)
    documents = {document.id: document for document in store.documents()}
    sure = sum(one.certain for one in found)
    counts = [counted(sure, "contradiction")] if sure else []
    counts += [counted(len(found) - sure, "possible contradiction")] if sure < len(found) else []
    return Listing(
        values=found,
        tables=tuple(_table(one, documents, store.ontology) for one in found),
        closing=f"{' · '.join(counts) or 'no contradictions'} · kg conflicts --agreed lists what documents agree on",
    )


def agreements(store: GraphStore) -> Listing[Agreement]:
    """What independent documents agree on, in one table."""
    found = agreeing.agreements(store)
    documents = {document.id: document for document in store.documents()}
    rows = tuple(
        Row(
            cells=(sentence(one, store.ontology), _sources(one.value)),
            proofs=tuple(tables.proofs((e for fact in one.value.facts for e in fact.evidence), documents)),
        )
        for one in found
    )
    shown = (Table(headings=("What several documents state", "Sources"), rows=rows),) if rows else ()
    count = f"{counted(len(found), 'fact')} that independent documents state"
    return Listing(
        values=found, tables=shown, closing=f"{count} · kg conflicts lists where they contradict one another"
    )


def sentence(found: Agreement, ontology: Ontology) -> str:
    """What documents agree on, as one line."""
    fact = found.value.facts[0]
    told = phrase(_bare(fact, (*found.about, *_own(fact, found.role))), ontology)
    told = told.replace(label_of(fact.roles[found.role]), found.value.label) if found.role else told
    return f"{told}: {conflicting.DENIED}" if found.denied else told


def _own(fact: Fact, role: str) -> tuple[Filler, ...]:
    return (fact.roles[role],) if role else ()


def _bare(fact: Fact, about: Iterable[Filler]) -> Fact:
    """A fact with none but the given parties."""
    kept = list(about)
    return replace(fact, roles={role: filler for role, filler in fact.roles.items() if filler in kept})


def _table(found: Conflict, documents: Mapping[str, Document], ontology: Ontology) -> Table:
    columns = _columns(found, ontology)
    rows = tuple(
        Row(
            cells=tuple(cell(value) for cell in columns.values()),
            proofs=tuple(tables.proofs((e for fact in value.facts for e in fact.evidence), documents)),
        )
        for value in found.values
    )
    return Table(headings=tuple(columns), rows=rows, title=title(found, ontology))


def title(found: Conflict, ontology: Ontology) -> str:
    """What the values are of, how many there are, and whether they cannot all be true."""
    what = _what(found, ontology)
    sources = counted(len(found.documents), "document")
    if not found.role and found.certain:
        return f"{what}: {conflicting.ASSERTED} and {conflicting.DENIED}, in {sources}"
    more = "" if found.certain else f" · contradictory {found.reason}"
    return f"{what}: {counted(len(found.values), 'value')} from {sources}{more}"


def _what(found: Conflict, ontology: Ontology) -> str:
    """The parties with the shortcut that leads to the values: "R1 costs"; else the fact, and the role."""
    relation = ontology.relations.get(found.relation)
    fact = found.values[0].facts[0]
    for shortcut in relation.shortcuts if relation else ():
        if shortcut.object == found.role and [fact.roles.get(shortcut.subject)] == [*found.about]:
            subject = _of_what(found.values[0], ontology) or label_of(found.about[0])
            return f"{subject} {shortcut.label}"
    told = phrase(_bare(fact, found.about), ontology)
    if found.role:
        return f"{told}, {role_label(relation, found.role)}"
    return told if found.certain else f"{told}, date"


def _columns(found: Conflict, ontology: Ontology) -> dict[str, Callable[[Value], str]]:
    """The columns of a conflict: headings, and what fills them."""
    relation = ontology.relations.get(found.relation)
    questions = {role.name: role.question for role in relation.roles} if relation else {}
    facts = [fact for value in found.values for fact in value.facts]
    columns: dict[str, Callable[[Value], str]] = {}
    if len({(value.subject, value.unnamed) for value in found.values}) > 1 or any(v.unnamed for v in found.values):
        columns["Of what"] = lambda value: _of_what(value, ontology)
    columns[questions.get(found.role) or ("Stated" if found.certain else "When")] = lambda value: value.label
    columns["Said by"] = lambda value: ", ".join(said_by(value.facts, ontology))
    if any(fact.modality != "actual" for fact in facts):
        columns["Stated as"] = lambda value: ", ".join(dict.fromkeys(fact.modality for fact in value.facts))
    if any(fact.date for fact in facts) and "When" not in columns:
        columns["When"] = lambda value: ", ".join(sorted({fact.date.value for fact in value.facts if fact.date}))
    columns["Sources"] = _sources
    if any(value.agreeing > value.independent for value in found.values):
        columns["In line with it"] = lambda value: counted(value.agreeing, "document")
    return columns


def _of_what(value: Value, ontology: Ontology) -> str:
    """The subject, or what is meant of it and not named."""
    return nameless(value.subject, value.unnamed, ontology)


def said_by(facts: Iterable[Fact], ontology: Ontology) -> tuple[str, ...]:
    """Who says so, where the documents name somebody."""
    named = [
        [fact.attributed_to, *(label_of(fact.roles[r]) for r in ontology.speakers(fact.relation) if r in fact.roles)]
        for fact in facts
    ]
    return tuple(dict.fromkeys(name for names in named for name in names if name))


def _sources(value: Value) -> str:
    told = counted(len(value.documents), "document")
    return told if value.independent == len(value.documents) else f"{told}, {value.independent} independent"


def records(found: Iterable[Conflict], ontology: Ontology) -> Iterator[Record]:
    """One record for each conflict, its values with all that states them."""
    for one in found:
        told = _told(one.relation, one.about, one.role) | {"certain": one.certain, "reason": one.reason}
        yield told | {"documents": list(one.documents), "values": [_value(v, ontology) for v in one.values]}


def rows(found: Iterable[Conflict], ontology: Ontology) -> Iterator[Record]:
    """One record for each value of each conflict."""
    for number, one in enumerate(found, 1):
        told = {"conflict": number, **_told(one.relation, one.about, one.role), "certain": one.certain}
        yield from (told | {"reason": one.reason} | _value(value, ontology) for value in one.values)


def agreement_records(found: Iterable[Agreement], ontology: Ontology) -> Iterator[Record]:
    """One record for each agreement."""
    for one in found:
        yield _told(one.relation, one.about, one.role) | {"denied": one.denied} | _value(one.value, ontology)


def _told(relation: str, about: Iterable[Filler], role: str) -> Record:
    return {"relation": relation, "about": [label_of(filler) for filler in about], "role": role}


def _value(value: Value, ontology: Ontology) -> Record:
    return {
        "label": value.label,
        "subject": value.subject.id if value.subject else "",
        "unnamed": value.unnamed,
        "said_by": list(said_by(value.facts, ontology)),
        "documents": list(value.documents),
        "independent": value.independent,
        "in_line": value.agreeing,
        "facts": list(of_facts(value.facts)),
    }
