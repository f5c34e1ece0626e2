"""Operations: what a worker can do with a graph, each by its name; all of them read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import GraphError, TooLargeError
from kg.graph import results
from kg.graph.entries import entries
from kg.graph.excerpts import Excerpt
from kg.graph.store import GraphStore
from kg.model import Document, Fact
from kg.serving.messages import Answer
from kg.showing import records
from kg.showing.records import Record

if TYPE_CHECKING:
    from kg.asking.answers import Row

Operation: TypeAlias = Callable[..., Answer]


def query(store: GraphStore, most: int, **asked: Any) -> Answer:
    """The answer to a SPARQL query; 406 where no media type was acceptable that what was found can have."""
    known: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in asked.items()}
    found = store.result(results.Asked(**known), most)
    if not found.media_type:
        return Answer(status=406, detail=f"what was found comes as {', '.join(found.offered)}")
    return Answer(media_type=found.media_type, body=found.body)


def graph(store: GraphStore, most: int, iri: str | None, media_type: str) -> Answer:
    """A graph of the store, or all of it."""
    try:
        found = store.result_graph(iri, media_type, most)
    except GraphError as error:
        return Answer(status=404, detail=str(error))
    return Answer(media_type=found.media_type, body=found.body)


def about(store: GraphStore, most: int) -> Answer:
    """What the server itself needs to know: every entity, what ties them, the named graphs, and the size."""
    found = {
        "entries": [[e.id, e.label, e.type, e.aliases, e.mentions] for e in entries(store)],
        "bonds": [[b.fact, b.relation, b.denied, b.support, b.entities] for b in store.bonds()],
        "graphs": store.graph_names(),
        "documents": len(store.documents()),
        "quads": len(store),
        "base": store.base,
        "prefixes": store.prefixes,
    }
    return _json(found, most)


def ask(store: GraphStore, most: int, question: str) -> Answer:
    """The answers to a question in English."""
    from kg.asking.answers import answer

    found = answer(store, question)
    sources = _sources(store, (fact for row in (*found.rows, *found.nearest) for fact in row.facts))
    return _json(
        {
            "question": found.question,
            "verdict": found.verdict,
            "columns": list(found.columns),
            "answers": [_row(row, sources) for row in found.rows],
            "nearest_columns": list(found.nearest_columns),
            "nearest": [_row(row, sources) for row in found.nearest],
            "understood": [{"words": words, "read_as": meaning} for words, meaning in found.understood],
            "sparql": found.sparql,
        },
        most,
    )


def _row(row: Row, sources: Mapping[str, Document]) -> Record:
    evidence = [_evidence(piece, sources) for fact in row.facts for piece in records.of_facts([fact])]
    partly = {heading: list(given) for heading, given in row.partly.items()}
    return {"cells": list(row.cells), "evidence": evidence} | ({"partly": partly} if partly else {})


def examples(store: GraphStore, most: int) -> Answer:
    """Questions that the graph answers."""
    from kg.asking.answers import examples as made

    return _json({"questions": made(store)}, most)


def stated(store: GraphStore, most: int, document: str) -> Answer:
    """The identifiers of the facts that a document states."""
    return _json(store.fact_ids(document), most)


def meant(store: GraphStore, most: int, name: str) -> Answer:
    """The identifier of the entity that a name means."""
    return _json(store.find(name).id, most)


def facts(store: GraphStore, most: int, facts: list[str]) -> Answer:
    """Facts with all sentences that state them, by their identifiers."""
    found = store.facts_of(facts)
    sources = _sources(store, found)
    return _json([{"id": id_} | _fact(fact, sources) for id_, fact in zip(facts, found, strict=True)], most)


def path(store: GraphStore, most: int, source: str, target: str, facts: list[str], **conditions: Any) -> Answer:
    """The best-evidenced ways from one entity to another over some facts."""
    from kg.graph.paths import paths
    from kg.showing.paths import record

    excerpt = Excerpt(store, store.facts_of(facts))
    return _json([record(one) for one in paths(excerpt, source, target, **conditions)], most)


def conflicts(store: GraphStore, most: int) -> Answer:
    """Where documents contradict one another."""
    from kg.graph.conflicts import conflicts as conflicting
    from kg.showing.conflicts import records as told

    return _json(list(told(conflicting(store), store.ontology)), most)


def page(store: GraphStore, most: int, facts: list[str], mentions: dict[str, int], counts: dict[str, int]) -> Answer:
    """The page that shows some facts and asks for others; ``counts`` tells how much there is."""
    from kg.showing.page import Counts, html

    shown = Excerpt(store, store.facts_of(facts), mentions=mentions) if len(facts) < counts["facts"] else store
    content = html(shown, None if shown is store else Counts(**counts)).encode()
    return _bounded(Answer(media_type="text/html; charset=utf-8", body=content), most)


def part(
    store: GraphStore,
    most: int,
    facts: list[str],
    entities: list[str],
    mentions: dict[str, int],
    totals: dict[str, int],
) -> Answer:
    """Some facts and entities as that page takes them in."""
    from kg.showing.page import part as made

    excerpt = Excerpt(store, store.facts_of(facts), store.entities_of(entities), mentions)
    return _json(made(excerpt, texts=False, totals=totals), most)


def sentences(store: GraphStore, most: int, places: list[str]) -> Answer:
    """The sentences at some places, each as DOCUMENT@START-END; empty where none stands there."""
    return _json({"sentences": [_sentence(store, place) for place in places]}, most)


def _sentence(store: GraphStore, place: str) -> str:
    document, _, span = place.rpartition("@")
    start, _, end = span.partition("-")
    return store.sentence(document, int(start), int(end)) if start.isdecimal() and end.isdecimal() else ""


def _fact(fact: Fact, sources: Mapping[str, Document]) -> Record:
    """A fact once, with all sentences that state it."""
    rows = list(records.of_facts([fact]))
    told = {key: value for key, value in rows[0].items() if key not in ("document", "start", "end", "sentence")}
    roles = {role: {k: v for k, v in filler.items() if k != "text"} for role, filler in rows[0]["roles"].items()}
    return told | {"roles": roles, "evidence": [_evidence(row, sources) for row in rows]}


def _evidence(row: Record, sources: Mapping[str, Document]) -> Record:
    known = sources.get(row["document"])
    return {
        "document": row["document"],
        "title": known.title if known else "",
        "published": known.published if known else "",
        "start": row["start"],
        "end": row["end"],
        "sentence": row["sentence"],
        "words": {role: filler["text"] for role, filler in row["roles"].items()},
    }


def _sources(store: GraphStore, stated: Iterable[Fact]) -> dict[str, Document]:
    named = {piece.document_id for fact in stated for piece in fact.evidence}
    return {document.id: document for document in store.documents(named)}


def _json(value: object, most: int) -> Answer:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return _bounded(Answer(body=body), most)


def _bounded(answer: Answer, most: int) -> Answer:
    if len(answer.body) > most:
        raise TooLargeError(f"the answer is larger than {most:,} bytes: ask for less")
    return answer


OPERATIONS: Mapping[str, Operation] = {
    operation.__name__: operation
    for operation in (query, graph, about, ask, examples, stated, meant, facts, path, conflicts, page, part, sentences)
}
