"""The Model Context Protocol: the graph as tools of a language model, over standard input and output.

https://modelcontextprotocol.io/specification. Nothing is written and nothing is fetched.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import KgError, QueryError
from kg.serving.confined import Confined, Limits
from kg.showing.records import Record

if TYPE_CHECKING:
    from mcp import types
    from mcp.server.lowlevel import Server

_PROVEN = "Each result comes with the sentences that state it, their documents and places: cite them."
_ASK = (
    "Answer a question in plain English from the graph: who did what to whom, when, how much, yes or no. A verdict of "
    "“no document says” means that no sentence was found, not that it is false. Without a question: questions that the "
    "graph can answer."
)
_QUERY = (
    "Run a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE); the graph's prefixes need no declaration. Entities, "
    "their names and plain triples stand in the default graph, facts in the named graphs of their documents. Solutions "
    "that name facts, or entities that facts tie, come with these facts and their sentences."
)
_LIMIT = {"type": "integer", "minimum": 1, "description": "How many results to show at most."}


def _text(description: str, longest: int = 300) -> Record:
    return {"type": "string", "description": description, "maxLength": longest}


TOOLS: Mapping[str, tuple[str, Mapping[str, Record], tuple[str, ...]]] = {
    "ask": (
        f"{_ASK} {_PROVEN}",
        {"question": _text("One short question.", 1000)},
        (),
    ),
    "facts": (
        f"List facts by relation, entity, type of entity or document; together they narrow. {_PROVEN}",
        {
            "relation": _text("The name of a relation."),
            "entity": _text("A name of an entity."),
            "type": _text("The name of a type."),
            "document": _text("The id of a document."),
        },
        (),
    ),
    "show": (
        f"Tell all that the graph knows about one entity: its names, and its facts. {_PROVEN}",
        {"entity": _text("A name of the entity.")},
        ("entity",),
    ),
    "path": (
        f"Find the best-evidenced ways over facts from one entity to another. {_PROVEN}",
        {
            "source": _text("A name of the one entity."),
            "target": _text("A name of the other."),
            "via": _text("An entity, type or relation that each way must pass."),
            "avoid": _text("An entity, type or relation that no way may pass."),
            "steps": {"type": "integer", "minimum": 1, "maximum": 12, "description": "How long a way may be; 6."},
        },
        ("source", "target"),
    ),
    "conflicts": (f"Show where documents contradict one another, value by value. {_PROVEN}", {}, ()),
    "query": (
        _QUERY,
        {"sparql": _text("The query.", 20_000)},
        ("sparql",),
    ),
}
"""For each tool what it does, its parameters, and those of them that it needs."""


def serve(graph: str, folder: Path, limits: Limits) -> None:
    """Serve a graph until the client goes.

    :raises GraphError: where it cannot be opened.
    """
    asyncio.run(_serve(Confined(graph, folder, limits)))


async def _serve(confined: Confined) -> None:
    from mcp.server.stdio import stdio_server

    try:
        about = await confined.begin()
        server = _server(confined, about["contents"])
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        await confined.end()


def _server(confined: Confined, contents: str) -> Server[Any]:
    from mcp import types
    from mcp.server.lowlevel import Server

    tools = [_tool(name) for name in TOOLS]

    async def listed(_: object, __: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def called(_: object, asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            arguments = checked(asked.name, asked.arguments or {})
            most = arguments.pop("limit", None)
            found = await confined.call(asked.name, arguments, most)
        except KgError as error:
            return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
        text = json.dumps(found, ensure_ascii=False)
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=found)

    return Server("kg", version=__version__, instructions=contents, on_list_tools=listed, on_call_tool=called)


def _tool(name: str) -> types.Tool:
    from mcp import types

    description, _, _ = TOOLS[name]
    hints = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    return types.Tool(name=name, description=description, input_schema=_schema(name), annotations=hints)


def _schema(name: str) -> Record:
    """The JSON Schema of the parameters of a tool (https://json-schema.org/draft/2020-12/schema)."""
    _, parameters, needed = TOOLS[name]
    known = {"type": "object", "properties": dict(parameters) | {"limit": _LIMIT}, "additionalProperties": False}
    return known | {"required": list(needed)}


def checked(name: str, arguments: Mapping[str, Any]) -> Record:
    """The arguments of a call, where they are such as the tool takes.

    :raises QueryError: with what is wrong.
    """
    from jsonschema import Draft202012Validator

    if name not in TOOLS:
        raise QueryError(f"no tool {name!r}; there are {', '.join(TOOLS)}")
    for fault in sorted(Draft202012Validator(_schema(name)).iter_errors(arguments), key=str):
        place = "".join(f"{part}: " for part in fault.path)
        what = fault.message if len(fault.message) < 200 else f"{fault.validator} is {fault.validator_value}"
        raise QueryError(f"{name}: {place}{what}")
    return dict(arguments)
