"""The JSON API: questions, entities, facts, neighbours, paths and contradictions, each with its evidence."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg import __version__
from kg.errors import GraphError
from kg.graph import names
from kg.graph.entries import Entry
from kg.ontology import Ontology
from kg.serving import endpoints, schemas
from kg.serving.bodies import streamed
from kg.serving.endpoints import Endpoint
from kg.serving.guard import HEALTH
from kg.serving.parameters import arguments
from kg.serving.problems import ProblemError
from kg.serving.served import Build, Served
from kg.serving.settings import Settings

JSON = "application/json"
ENOUGH = 400
"""So many facts, the best supported, are looked at for a path where there are more than can be read in time."""


class Api:
    """The API over a graph."""

    def __init__(self, served: Served, settings: Settings, ontology: Ontology) -> None:
        self.served, self.settings, self.ontology = served, settings, ontology
        self.endpoints = self._endpoints()

    def routes(self) -> list[Route]:
        """Where it is: each operation by GET and by POST."""
        own = [Route(one.path, _answering(one, self.settings), methods=["GET", "POST"]) for one in self.endpoints]
        return [Route(HEALTH, self.health, methods=["GET"]), *own]

    async def health(self, _: Request) -> Response:
        """Whether the server is well: for whoever watches it, and without a word of what is in the graph."""
        return _json({"status": "ok", "version": __version__, "graph": self.served.build.version})

    async def ask(self, question: str) -> Any:
        """The answers to a question."""
        return json.loads((await self.served.do("ask", question=question)).body)

    async def examples(self) -> Any:
        """Questions that the graph answers."""
        return json.loads((await self.served.once("examples")).body)

    async def entities(self, search: str | None, type: str | None, limit: int, offset: int) -> Any:
        """Entities by name, or all."""
        known, types = self.served.build.names, self._types(type)
        if search is None:
            found = known.listed(types)
            return {"total": len(found), "entities": [entity(one) for one in found[offset : offset + limit]]}
        hits = known.search(search, types, offset + limit + 1)
        return {"more": len(hits) > offset + limit, "entities": [entity(one) for one in hits[offset : offset + limit]]}

    async def facts(self, limit: int, offset: int, **filters: str | None) -> Any:
        """Facts that filters let pass."""
        build = self.served.build
        found = await self._chosen(build, **filters)
        return {"total": len(found), "facts": await self._read(build.web.facts(found[offset : offset + limit]))}

    async def neighbors(self, entity: str, limit: int, offset: int, each: int) -> Any:
        """What facts tie to an entity."""
        build = self.served.build
        middle = await self._found(build, entity)
        around = build.web.neighbors(middle.id)
        shown = around[offset : offset + limit]
        wanted = {other: build.web.facts(numbers[:each]) for other, numbers in shown}
        read = await self._read(dict.fromkeys(fact for some in wanted.values() for fact in some))
        by_id = {fact["id"]: fact for fact in read}
        told = [
            entity_of(build, other) | {"total": len(numbers), "facts": [by_id[fact] for fact in wanted[other]]}
            for other, numbers in shown
        ]
        return {"entity": entity_of(build, middle.id), "total": len(around), "neighbors": told}

    async def path(self, source: str, target: str, via: list[str], avoid: list[str], max: int, steps: int) -> Any:
        """The best-evidenced ways from one entity to another."""
        build = self.served.build
        ends = [await self._found(build, name) for name in (source, target)]
        facts = await self._on_the_way(build, ends, via, steps)
        said = await self.served.do(
            "path",
            source=ends[0].id,
            target=ends[1].id,
            facts=build.web.facts(facts),
            best=max,
            steps=steps,
            via=via,
            avoid=avoid,
        )
        return {"source": entity(ends[0]), "target": entity(ends[1]), "paths": json.loads(said.body)}

    async def conflicts(self, certain: bool) -> Any:
        """Where documents contradict one another."""
        found = json.loads((await self.served.once("conflicts")).body)
        return {"conflicts": [one for one in found if one["certain"] or not certain]}

    async def _on_the_way(self, build: Build, ends: Sequence[Entry], via: Sequence[str], steps: int) -> list[int]:
        """The facts to look for ways in: all, where they are few, else those on the shortest ways and a little beside.

        Ways by an entity lead there, and from there on.
        """
        if len(build.web) <= ENOUGH:
            return list(range(len(build.web)))
        stops = [found[0] for name in via if (found := build.names.find(name))]
        points = [ends[0], *stops, ends[1]]
        pairs = pairwise(points)
        legs = [build.web.between(a.id, b.id, steps, ENOUGH // (len(points) - 1)) for a, b in pairs]
        return sorted({number for leg in legs for number in leg})

    async def _chosen(
        self, build: Build, relation: str | None, entity: str | None, type: str | None, document: str | None
    ) -> Sequence[int]:
        """The numbers of the facts that filters let pass."""
        web = build.web
        found: Sequence[int] = range(len(web))
        if entity is not None:
            named = build.names.find(entity) or [await self._found(build, entity)]
            found = sorted({number for one in named for number in web.about(one.id)})
        if relation is not None:
            name = _known(lambda: names.relation(relation, self.ontology))
            found = [number for number in found if web.bonds[number].relation == name]
        if types := self._types(type):
            members = {one.id for one in build.names.listed(types)}
            found = [number for number in found if members.intersection(web.bonds[number].entities)]
        if document is not None:
            stated = set(json.loads((await self.served.do("stated", document=document)).body))
            found = [number for number in found if web.bonds[number].fact in stated]
        return found

    async def _found(self, build: Build, name: str) -> Entry:
        """The entity that a name means."""
        if found := build.names.find(name):
            return found[0]
        id_ = json.loads((await self.served.do("meant", name=name)).body)
        return build.names.find(id_)[0]

    async def _read(self, facts: Sequence[str] | dict[str, None]) -> list[Any]:
        """Facts with their evidence."""
        if not facts:
            return []
        found: list[Any] = json.loads((await self.served.do("facts", facts=list(facts))).body)
        return found

    def _types(self, type_: str | None) -> frozenset[str] | None:
        """The names of a type and of those that specialise it."""
        if type_ is None:
            return None
        name = _known(lambda: names.type_(type_, self.ontology))
        return frozenset(one for one in self.ontology.types if self.ontology.is_a(one, name))

    def _endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(
                name="ask",
                summary="Answer a question in English.",
                parameters=endpoints.ASK,
                schema=schemas.ANSWERS,
                run=self.ask,
            ),
            Endpoint(
                name="examples",
                summary="Questions that the graph answers.",
                parameters=(),
                schema=schemas.QUESTIONS,
                run=self.examples,
            ),
            Endpoint(
                name="entities",
                summary="Entities by name, the best match first; without a name all, the most mentioned first.",
                parameters=endpoints.ENTITIES,
                schema=schemas.ENTITIES,
                run=self.entities,
            ),
            Endpoint(
                name="facts",
                summary="Facts with the sentences that state them, the best supported first.",
                parameters=endpoints.FACTS,
                schema=schemas.FACTS,
                run=self.facts,
            ),
            Endpoint(
                name="neighbors",
                summary="What facts tie to an entity, those with most facts first. Denied facts tie nothing.",
                parameters=endpoints.NEIGHBORS,
                schema=schemas.NEIGHBORS,
                run=self.neighbors,
            ),
            Endpoint(
                name="path",
                summary="The best-evidenced ways from one entity to another.",
                parameters=endpoints.PATH,
                schema=schemas.PATHS,
                run=self.path,
            ),
            Endpoint(
                name="conflicts",
                summary="Where documents contradict one another. Worked out once for each state of the graph.",
                parameters=endpoints.CONFLICTS,
                schema=schemas.CONFLICTS,
                run=self.conflicts,
            ),
        )


def entity(entry: Entry) -> dict[str, Any]:
    """An entity as an object."""
    known = {"id": entry.id, "label": entry.label, "type": entry.type, "aliases": list(entry.aliases)}
    return known | {"mentions": entry.mentions}


def entity_of(build: Build, id_: str) -> dict[str, Any]:
    """The entity with an identifier as an object."""
    return entity(build.names.by_id(id_))


def _answering(endpoint: Endpoint, settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        given = await arguments(request, endpoint.parameters, settings.limits)
        return _json(await endpoint.run(**given))

    return answer


def _known(find: Callable[[], str]) -> str:
    try:
        return find()
    except GraphError as error:
        raise ProblemError(400, str(error)) from None


def _json(value: object) -> Response:
    return streamed(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n", JSON)
