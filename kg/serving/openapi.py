"""The description of the JSON API (OpenAPI 3.1), made from what the API is made of."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, TypeAlias

from kg import __version__
from kg.serving import problems, schemas
from kg.serving.api import JSON
from kg.serving.endpoints import Endpoint
from kg.serving.guard import HEALTH
from kg.serving.parameters import Parameter

Json: TypeAlias = dict[str, Any]

PROBLEMS = (400, 401, 403, 404, 408, 413, 414, 415, 421, 429, 500, 503)
"""What may come instead of an answer."""


def openapi(endpoints: Iterable[Endpoint], *, token: bool) -> Json:
    """The description.

    :param token: whether the server asks for one.
    """
    security = {"bearer": {"type": "http", "scheme": "bearer"}, "basic": {"type": "http", "scheme": "basic"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kg",
            "version": __version__,
            "description": "Who did what to whom, with the sentence that states each fact. Nothing here changes it.",
        },
        "paths": {HEALTH: {"get": _health()}} | {one.path: _operations(one) for one in endpoints},
        "components": {"securitySchemes": security, "schemas": {"Problem": schemas.PROBLEM}},
        **({"security": [{name: []} for name in security]} if token else {}),
    }


def _health() -> Json:
    told = "Whether the server is well, and which state of the graph it serves."
    return {"operationId": "health", "summary": told, "security": [], "responses": _responses(schemas.HEALTH)}


def _operations(endpoint: Endpoint) -> Json:
    said = {"summary": endpoint.summary, "responses": _responses(endpoint.schema)}
    properties = {one.name: one.schema | {"description": one.summary} for one in endpoint.parameters}
    required = [one.name for one in endpoint.parameters if one.required]
    body = {"type": "object", "properties": properties, "additionalProperties": False}
    content = {JSON: {"schema": body | ({"required": required} if required else {})}}
    return {
        "get": {"operationId": endpoint.name, "parameters": list(map(_parameter, endpoint.parameters))} | said,
        "post": {"operationId": f"{endpoint.name}-posted", "requestBody": {"required": True, "content": content}}
        | said,
    }


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.summary,
        "required": parameter.required,
        "schema": parameter.schema,
    }


def _responses(schema: Json) -> Json:
    problem = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    wrong = {str(code): {"description": HTTPStatus(code).phrase, "content": problem} for code in PROBLEMS}
    return {"200": {"description": "OK", "content": {JSON: {"schema": schema}}}} | wrong
