"""Endpoints: the operations of the JSON API, and what each can be asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kg.asking.questions import MOST_CHARACTERS
from kg.serving.parameters import Parameter

MOST_FACTS, MOST_ENTITIES, MOST_NEIGHBORS = 500, 1000, 100
FARTHEST = 10_000_000

Run: TypeAlias = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation of the API."""

    name: str
    summary: str
    parameters: Sequence[Parameter]
    schema: dict[str, Any]
    """The JSON Schema of its answer."""
    run: Run

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/api/{self.name}"


def _paging(most: int, default: int) -> tuple[Parameter, ...]:
    return (
        Parameter(name="limit", summary="How many at most.", kind="integer", least=1, most=most, default=default),
        Parameter(name="offset", summary="How many to pass over.", kind="integer", most=FARTHEST, default=0),
    )


_TYPE = Parameter(name="type", summary="Only entities of this type, or of one that specialises it.")

ASK = (Parameter(name="question", summary="The question.", required=True, longest=MOST_CHARACTERS),)
ENTITIES = (
    Parameter(name="search", summary="A name, or a part of one."),
    _TYPE,
    *_paging(MOST_ENTITIES, 20),
)
FACTS = (
    Parameter(name="relation", summary="Only of this relation."),
    Parameter(name="entity", summary="Only about this entity, by any of its names."),
    _TYPE,
    Parameter(name="document", summary="Only those that this document states."),
    *_paging(MOST_FACTS, 50),
)
NEIGHBORS = (
    Parameter(name="entity", summary="Any of its names.", required=True),
    *_paging(MOST_NEIGHBORS, 25),
    Parameter(
        name="each",
        summary="How many facts to tell of each, the best supported.",
        kind="integer",
        least=1,
        most=5,
        default=1,
    ),
)
PATH = (
    Parameter(name="source", summary="Where it begins.", required=True),
    Parameter(name="target", summary="Where it ends.", required=True),
    Parameter(name="via", summary="Entities, types or relations to pass.", kind="array"),
    Parameter(name="avoid", summary="Entities, types or relations not to pass.", kind="array"),
    Parameter(name="max", summary="How many ways.", kind="integer", least=1, most=20, default=3),
    Parameter(name="steps", summary="How many steps.", kind="integer", least=1, most=12, default=6),
)
CONFLICTS = (
    Parameter(
        name="certain",
        summary="Whether to leave out what may be of different things.",
        kind="boolean",
        default=False,
    ),
)
