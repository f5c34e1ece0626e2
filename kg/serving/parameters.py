"""Parameters: what an operation of the JSON API takes, declared once for checking and for its description."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from kg.serving import bodies
from kg.serving.problems import ProblemError
from kg.serving.settings import Limits

LONGEST = 2_000
"""Characters of a text, unless somebody says otherwise."""
MOST = 20
"""Texts in a list, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter."""

    name: str
    summary: str
    kind: str = "string"
    """``string``, ``integer``, ``boolean``, or ``array`` for a list of strings."""
    required: bool = False
    default: Any = None
    least: int = 0
    most: int = MOST
    """The bounds of an integer; how many texts a list has at most."""
    longest: int = LONGEST
    """Characters of a text."""

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its value."""
        text = {"type": "string", "minLength": 1, "maxLength": self.longest}
        kinds: dict[str, dict[str, Any]] = {
            "string": text,
            "integer": {"type": "integer", "minimum": self.least, "maximum": self.most},
            "boolean": {"type": "boolean"},
            "array": {"type": "array", "items": text, "maxItems": self.most},
        }
        known = kinds[self.kind]
        return known if self.default is None else known | {"default": self.default}


async def arguments(request: Request, parameters: Sequence[Parameter], limits: Limits) -> dict[str, Any]:
    """What a request gives for some parameters, in its URL or, for POST, as a JSON object; defaults for the rest.

    :raises ProblemError: where it is not as declared.
    """
    known = {parameter.name: parameter for parameter in parameters}
    given = await _in_body(request, limits) if request.method == "POST" else _in_url(request, known)
    if strangers := sorted(set(given) - set(known)):
        raise ProblemError(400, f"no parameter {strangers[0]!r}; there are {', '.join(known) or 'none'}")
    for name, parameter in known.items():
        if name in given:
            given[name] = _checked(parameter, given[name])
        elif parameter.required:
            raise ProblemError(400, f"the parameter {name} is missing")
    return {name: given.get(name, _default(parameter)) for name, parameter in known.items()}


def _default(parameter: Parameter) -> Any:
    return [] if parameter.kind == "array" else parameter.default


async def _in_body(request: Request, limits: Limits) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise ProblemError(415, "send a JSON object, as application/json")
    try:
        found = json.loads((await bodies.body(request, limits)).decode("utf-8"))
    except (ValueError, RecursionError):
        raise ProblemError(400, "the body is no JSON") from None
    if not isinstance(found, dict):
        raise ProblemError(400, "the body is no JSON object")
    return found


def _in_url(request: Request, known: Mapping[str, Parameter]) -> dict[str, Any]:
    fields = bodies.parameters(request)
    given: dict[str, Any] = {}
    for name in fields:
        kind = known[name].kind if name in known else "string"
        given[name] = fields.getlist(name) if kind == "array" else _parsed(bodies.one(fields, name) or "", kind)
    return given


def _parsed(text: str, kind: str) -> Any:
    """The value that a text stands for, or the text itself, which will not do."""
    if kind == "integer" and text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 12:
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _checked(parameter: Parameter, value: Any) -> Any:
    """A value as the parameter wants it; to JSON Schema (Core, section 4.2.3) 3.0 is a whole number as well."""
    name, kind = parameter.name, parameter.kind
    match kind, value:
        case "integer", int() | float() if not isinstance(value, bool) and value == value // 1:
            if not parameter.least <= value <= parameter.most:
                raise ProblemError(400, f"{name} must be from {parameter.least:,} to {parameter.most:,}")
            return int(value)
        case "boolean", bool():
            return value
        case "string", str():
            return _checked_text(parameter, value)
        case "array", list():
            if len(value) > parameter.most or not all(isinstance(one, str) for one in value):
                raise ProblemError(400, f"{name} must be at most {parameter.most} texts")
            return [_checked_text(parameter, one) for one in value]
    wanted = {"integer": "a whole number", "boolean": "true or false", "string": "a text", "array": "texts"}
    raise ProblemError(400, f"{name} must be {wanted[kind]}")


def _checked_text(parameter: Parameter, text: str) -> str:
    if not 1 <= len(text) <= parameter.longest:
        raise ProblemError(400, f"{parameter.name} must have from 1 to {parameter.longest:,} characters")
    return text
