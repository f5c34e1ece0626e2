"""Excerpts: some facts of a graph, with the face of a whole one; nothing is copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.graph.readings import entity_order
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Fact


class Excerpt(GraphStore):
    """A store that has some facts alone, their entities and their documents; names are found in the whole."""

    def __init__(
        self,
        store: GraphStore,
        facts: Iterable[Fact],
        entities: Iterable[Entity] = (),
        mentions: Mapping[str, int] | None = None,
    ) -> None:
        """Choose facts.

        :param entities: further entities.
        :param mentions: how often the whole graph mentions entities, by their identifiers.
        """
        super().__init__(store._source, store.ontology, store.base)
        self._facts = list(facts)
        parties = [f for fact in self._facts for f in fact.roles.values() if isinstance(f, Entity)]
        self._entities = {one.id: one for one in (*entities, *parties)}
        self._mentions = mentions or {}

    def facts(
        self,
        relation: str | None = None,
        entity: str | None = None,
        type: str | None = None,
        document: str | None = None,
    ) -> list[Fact]:
        """The facts that were chosen, which filters do not narrow."""
        if any(one is not None for one in (relation, entity, type, document)):
            return super().facts(relation, entity, type, document)
        return list(self._facts)

    def entities(self, type: str | None = None, document: str | None = None, entity: str | None = None) -> list[Entity]:
        """The entities of these facts."""
        if any(one is not None for one in (type, document, entity)):
            return super().entities(type, document, entity)
        return sorted(self._entities.values(), key=entity_order)

    def documents(self, identifiers: Iterable[str] | None = None) -> list[Document]:
        """The documents that state these facts."""
        if identifiers is not None:
            return super().documents(identifiers)
        return super().documents({piece.document_id for fact in self._facts for piece in fact.evidence})

    def mention_counts(self) -> dict[str, int]:
        """How often the whole graph mentions the entities, where that was told."""
        return {id_: self._mentions.get(id_, 0) for id_ in self._entities}

    def documents_of(self) -> dict[str, list[str]]:
        """Which of the documents state a fact about each entity."""
        found: dict[str, set[str]] = {id_: set() for id_ in self._entities}
        for fact in self._facts:
            stated = {piece.document_id for piece in fact.evidence}
            for filler in fact.roles.values():
                if isinstance(filler, Entity):
                    found[filler.id] |= stated
        return {id_: sorted(documents) for id_, documents in found.items()}
