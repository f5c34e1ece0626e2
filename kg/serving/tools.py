"""Tools: what a language model may ask of a graph, each answer with the sentences that prove it; all of them read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from kg.errors import QueryError
from kg.graph import syntax
from kg.graph.solutions import Solutions, Triples
from kg.graph.store import GraphStore
from kg.model import Fact
from kg.ontology import NAMESPACE
from kg.showing import records
from kg.showing.records import Record

MOST_PROVEN = 20
"""For how many solutions of a query sentences are looked up."""
MOST_FACTS = 10
"""How many facts each of them comes with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a tool found: results, of which a part may be shown, and what is said of all of them."""

    results: list[Record]
    about: Record = field(default_factory=dict)


Tool: TypeAlias = Callable[..., Found]


def ask(store: GraphStore, question: str = "") -> Found:
    """The answers to a question in English; without one, questions that the graph can answer."""
    from kg.asking import answers
    from kg.showing.answers import records as told
    from kg.showing.answers import reply

    if not question.strip():
        return Found(results=[{"question": example} for example in answers.examples(store)])
    found = reply(answers.answer(store, question), {})
    near = replace(found, rows=found.nearest, columns=found.nearest_columns, verdict="")
    read = [{"words": words, "read_as": meaning} for words, meaning in found.understood]
    about = {"verdict": found.verdict, "understood": read, "nearest": list(told(near)), "sparql": found.sparql}
    return Found(results=list(told(found)), about={key: value for key, value in about.items() if value})


def facts(store: GraphStore, **filters: str) -> Found:
    """Facts of a relation, about an entity, about a type, or from a document."""
    return Found(results=list(_whole(store.facts(**{name: value for name, value in filters.items() if value}))))


def show(store: GraphStore, entity: str) -> Found:
    """All about one entity."""
    from kg.showing import cards

    known = cards.record(cards.card(store, store.find(entity)), store.ontology)
    return Found(results=known.pop("facts"), about={"entity": known})


def path(store: GraphStore, source: str, target: str, via: str = "", avoid: str = "", steps: int = 6) -> Found:
    """The best-evidenced ways from one entity to another."""
    from kg.graph.paths import paths
    from kg.showing.paths import record

    found = paths(store, source, target, steps=steps, via=(via,) if via else (), avoid=(avoid,) if avoid else ())
    return Found(results=[record(way) for way in found])


def conflicts(store: GraphStore) -> Found:
    """Where documents contradict one another."""
    from kg.graph.conflicts import conflicts as conflicting
    from kg.showing.conflicts import records as told

    return Found(results=list(told(conflicting(store), store.ontology)))


def query(store: GraphStore, sparql: str) -> Found:
    """The solutions of a SPARQL query, with the facts that each names, or that tie what it names.

    :raises QueryError: where the query is wrong, would change the graph, or asks another server.
    """
    if syntax.asks_service(sparql):
        raise QueryError("SERVICE is refused: a query is answered from this graph alone")
    found = store.query(sparql)
    if isinstance(found, bool):
        return Found(results=[{"answer": found}])
    known = set(syntax.terms(sparql, store.prefixes))
    rows = list(_solutions(found))
    proven = [row | _proof(store, terms, known) for row, terms in rows[:MOST_PROVEN]]
    return Found(results=[*proven, *(row for row, _ in rows[MOST_PROVEN:])])


def _solutions(found: Solutions | Triples) -> Iterator[tuple[Record, set[str]]]:
    """Each solution as people read it, and the IRIs in it."""
    names = found.variables if isinstance(found, Solutions) else ("subject", "predicate", "object")
    for row in found:
        terms = {name: term for name, term in zip(names, row, strict=True) if term is not None}
        yield {"solution": {n: str(t) for n, t in terms.items()}}, {t.value for t in terms.values() if t.kind == "iri"}


def _proof(store: GraphStore, terms: set[str], known: set[str]) -> Record:
    """The facts among some IRIs; else those that tie the entities among them, and those that the query names.

    :param terms: what is in the solution.
    :param known: what is in the query: where it names shortcuts, facts of their relations are meant.
    """
    found = _fact_nodes(store, f"VALUES ?fact {{ {_iris(terms)} }}") if terms else []
    if not found:
        shortcuts = {s.iri: r.iri for r in store.ontology.relations.values() for s in r.shortcuts}
        relations = [shortcuts[iri] for iri in sorted((terms | known) & shortcuts.keys())]
        meant = f"VALUES ?relation {{ {_iris(relations)} }} ?fact a ?relation ." if relations else ""
        parties = [i for i in sorted(terms | known) if i.startswith(store.base) and not i.startswith(NAMESPACE)]
        ties = " ".join(f"?fact ?role{number} <{iri}> ." for number, iri in enumerate(parties))
        found = _fact_nodes(store, f"GRAPH ?graph {{ {ties} {meant} }}") if len(parties) > 1 else []
    return {"facts": list(_whole(store.facts_of(found)))} if found else {}


def _fact_nodes(store: GraphStore, pattern: str) -> list[str]:
    found = store.query(
        f"SELECT DISTINCT ?fact {{ {pattern} GRAPH ?any {{ ?fact a kg:Fact }} }} ORDER BY ?fact LIMIT 10"
    )
    return [row[0].value for row in found if row[0]] if isinstance(found, Solutions) else []


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))


def _whole(facts: Iterable[Fact]) -> Iterator[Record]:
    """Each fact once, with all sentences that state it."""
    place = ("document", "start", "end", "sentence")
    for fact in facts:
        rows = list(records.of_facts([fact]))
        told = {key: value for key, value in rows[0].items() if key not in place}
        yield told | {"evidence": [{key: row[key] for key in place} for row in rows]}


TOOLS: Mapping[str, Tool] = {tool.__name__: tool for tool in (ask, facts, show, path, conflicts, query)}


def answer(store: GraphStore, tool: str, arguments: Mapping[str, Any], most: int, size: int) -> Record:
    """What a tool finds, bounded, with the titles and dates of the documents that it cites.

    :param most: how many results are shown.
    :param size: how many characters of JSON they have together.
    """
    found = TOOLS[tool](store, **arguments)
    shown, used = [], 0
    for result in found.results[:most]:
        used += len(json.dumps(result, ensure_ascii=False))
        if used > size:
            break
        shown.append(result)
    told: Record = dict(found.about) | {"found": len(found.results), "results": shown}
    if len(shown) < len(found.results):
        told["more"] = (
            f"{len(shown)} of {len(found.results)} results are shown: ask for something narrower, or set limit"
        )
    return told | {"documents": _documents(store, told)}


def _documents(store: GraphStore, told: Record) -> Record:
    """What is known about the documents that are cited."""
    cited = store.documents(set(_cited(told)))
    return {d.id: {"title": d.title, "published": d.published, "source": d.source} for d in cited}


def _cited(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        named = [value.get("document"), value.get("documents")]
        flat = (one for name in named for one in (name if isinstance(name, list) else [name]))
        yield from (one for one in flat if isinstance(one, str))
        for inner in value.values():
            yield from _cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cited(inner)


def contents(store: GraphStore) -> Record:
    """What a client should know before it asks: how much there is, and the names of relations and types."""
    ontology, counts = store.ontology, (len(store.documents()), len(store.entities()), len(store.facts()))
    relations = [f"{one.name} ({', '.join(role.name for role in one.roles)})" for one in ontology.relations.values()]
    plain = [f"kg:{shortcut.name}" for one in ontology.relations.values() for shortcut in one.shortcuts]
    types = [type_.name for type_ in ontology.types.values() if not type_.abstract]
    about = (
        "A knowledge graph of {:,} documents, {:,} entities and {:,} facts. Each fact carries the sentence that states "
        "it: quote it, and say nothing that no sentence states. Facts may be denied (polarity), planned or claimed "
        "(modality), by somebody (attributed_to).".format(*counts)
    )
    said = {"Relations, with their roles": relations, "Types": types, "Properties of plain triples": plain}
    return {"contents": " ".join([about, *(f"{what}: {', '.join(names)}." for what, names in said.items())])}
