"""The live page: the page of :mod:`kg.showing.page` with a part of the graph in it, and what it asks for later.

``source.js`` beside that page says what it asks, and in which form it wants the answers.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.graph.entries import Entry
from kg.model import Document, Entity, Fact
from kg.ontology import Ontology
from kg.serving.api import JSON
from kg.serving.bodies import streamed
from kg.serving.parameters import Parameter, arguments
from kg.serving.problems import ProblemError
from kg.serving.served import Build, Served
from kg.serving.settings import Settings

FACT = "fact/"
OPENING, HUBS = 300, 120
"""The page opens with so many facts, among so many of the best-tied entities; a graph that is no larger it holds."""
ABOUT, AMONG, NEAR = 100, 60, 40
"""How many facts about an entity are sent, and how many among how many of its neighbours; the best supported ones."""
ON_THE_WAY = 100
STEPS = 6
SUGGESTIONS = 9
SENTENCES = 50
_FRAMES = "frame-ancestors 'none'"
"""What the page cannot say in its own policy, which allows its scripts by their hashes."""

_ID = (Parameter(name="id", summary="An entity, or a fact.", required=True),)
_ENDS = (
    Parameter(name="from", summary="Where the way begins.", required=True),
    Parameter(name="to", summary="Where it ends.", required=True),
)
_TEXT = (Parameter(name="text", summary="A part of a name.", required=True),)
_SENTENCES = (Parameter(name="id", summary="Where it stands.", kind="array", required=True, most=SENTENCES),)


class Live:
    """The page, and the part of the server behind it."""

    def __init__(self, served: Served, settings: Settings, ontology: Ontology) -> None:
        self.served, self.settings, self.ontology = served, settings, ontology

    def routes(self) -> list[Route]:
        """Where it is."""
        questions: dict[str, tuple[Callable[..., Awaitable[Response]], tuple[Parameter, ...]]] = {
            "search": (self.search, _TEXT),
            "facts": (self.facts, _ID),
            "neighbours": (self.neighbours, _ID),
            "path": (self.path, _ENDS),
            "sentences": (self.sentences, _SENTENCES),
        }

        def answering(name: str) -> Route:
            answer, parameters = questions[name]

            async def answered(request: Request) -> Response:
                return await answer(**_renamed(await arguments(request, parameters, self.settings.limits)))

            return Route(f"/api/page/{name}", answered, methods=["GET"])

        return [Route("/", self.page, methods=["GET"]), *map(answering, questions)]

    async def page(self, _: Request) -> Response:
        """The page, with the facts among the best-tied entities."""
        build = self.served.build
        web = build.web
        numbers = range(len(web)) if len(web) <= OPENING else web.among(web.hubs(HUBS), OPENING)
        counts = {"facts": len(web), "documents": build.documents, "entities": len(build.names)}
        told = self._told(build, numbers)
        said = await self.served.once("page", facts=told["facts"], mentions=told["mentions"], counts=counts)
        return streamed(said.body, said.media_type, {"Content-Security-Policy": _FRAMES})

    async def search(self, text: str) -> Response:
        """Entities by name."""
        from kg.showing.page import part

        build = self.served.build
        found = _Found(build, self.ontology, build.names.search(text, limit=SUGGESTIONS))
        totals = {entry.id: len(build.web.about(entry.id)) for entry in found.entries}
        return streamed(json.dumps(part(found, totals=totals), ensure_ascii=False).encode("utf-8", "replace"), JSON)

    async def facts(self, id: str) -> Response:
        """The facts about an entity, or one fact."""
        build = self.served.build
        number = build.web.number(id if id.startswith(FACT) else FACT + id)
        if number is not None:
            return await self._part(build, [number])
        entity = self._entity(build, id)
        return await self._part(build, build.web.about(entity)[:ABOUT], [entity])

    async def neighbours(self, id: str) -> Response:
        """The facts among the neighbours of an entity."""
        build = self.served.build
        around = [other for other, _ in build.web.neighbors(self._entity(build, id))[:NEAR]]
        return await self._part(build, build.web.among(around, AMONG))

    async def path(self, start: str, end: str) -> Response:
        """The facts of the ways from one entity to another."""
        build = self.served.build
        ends = self._entity(build, start), self._entity(build, end)
        return await self._part(build, build.web.between(*ends, STEPS, ON_THE_WAY), ends)

    async def sentences(self, id: Sequence[str]) -> Response:
        """The texts of sentences."""
        said = await self.served.do("sentences", places=id)
        return streamed(said.body, said.media_type)

    async def _part(self, build: Build, numbers: Iterable[int], entities: Sequence[str] = ()) -> Response:
        said = await self.served.do("part", **self._told(build, numbers, entities))
        return streamed(said.body, said.media_type)

    def _told(self, build: Build, numbers: Iterable[int], entities: Sequence[str] = ()) -> dict[str, Any]:
        """What a worker must know to make a part of the page's data."""
        chosen = list(numbers)
        parties = {entity for number in chosen for entity in build.web.bonds[number].entities} | {*entities}
        return {
            "facts": build.web.facts(chosen),
            "entities": list(entities),
            "mentions": {id_: build.names.by_id(id_).mentions for id_ in sorted(parties)},
            "totals": {id_: len(build.web.about(id_)) for id_ in sorted(parties)},
        }

    def _entity(self, build: Build, name: str) -> str:
        found = build.names.find(name)
        if not found:
            raise ProblemError(404, f"no entity {name!r}")
        return found[0].id


class _Found:
    """Entities that were found by name, with the face of a graph: no worker is asked for them."""

    def __init__(self, build: Build, ontology: Ontology, entries: Sequence[Entry]) -> None:
        self.base, self.ontology, self.entries = build.base, ontology, entries

    def documents(self) -> list[Document]:
        return []

    def entities(self) -> list[Entity]:
        return [Entity(id=e.id, label=e.label, type=e.type, aliases=e.aliases) for e in self.entries]

    def facts(self) -> list[Fact]:
        return []

    def mention_counts(self) -> dict[str, int]:
        return {entry.id: entry.mentions for entry in self.entries}

    def documents_of(self) -> dict[str, list[str]]:
        return {}


def _renamed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters under names that Python allows."""
    names = {"from": "start", "to": "end"}
    return {names.get(name, name): value for name, value in given.items()}
