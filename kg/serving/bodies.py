"""Bodies: what a client sends, and the answers it gets, both in bounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, ImmutableMultiDict, QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import StreamingResponse

from kg.serving.problems import ProblemError
from kg.serving.settings import Limits

CLOSE = {"Connection": "close"}
"""What has not been read of a request is not to be taken for the next one."""
PIECE = 65_536
MOST_FIELDS = 100


async def body(request: Request, limits: Limits) -> bytes:
    """The body of a request.

    :raises ProblemError: 413 where it is too large, 408 where it comes too slowly.
    """
    too_large = ProblemError(413, f"the body is larger than {limits.body_bytes:,} bytes", CLOSE)
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limits.body_bytes:
        raise too_large
    received = bytearray()
    try:
        async with asyncio.timeout(limits.idle_seconds):
            async for piece in request.stream():
                received += piece
                if len(received) > limits.body_bytes:
                    raise too_large
    except TimeoutError:
        raise ProblemError(408, f"the body did not come within {limits.idle_seconds:g} s", CLOSE) from None
    except ClientDisconnect:
        raise ProblemError(400, "the body is not complete", CLOSE) from None
    return bytes(received)


def form(content: bytes) -> ImmutableMultiDict[str, str]:
    """The fields of a body of type ``application/x-www-form-urlencoded``.

    :raises ProblemError: where it is not in UTF-8, or has too many fields.
    """
    try:
        pairs = parse_qsl(content.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise ProblemError(400, "the form is not in UTF-8, or has too many fields") from None
    return ImmutableMultiDict(pairs)


def parameters(request: Request) -> ImmutableMultiDict[str, str]:
    """The parameters in the URL of a request.

    :raises ProblemError: where they are not in UTF-8, or there are too many of them.
    """
    return form(request.scope["query_string"])


def one(fields: ImmutableMultiDict[str, str] | QueryParams | FormData, name: str) -> str | None:
    """The value of a field that may be given once.

    :raises ProblemError: where it is given more than once.
    """
    found = fields.getlist(name)
    if len(found) > 1:
        raise ProblemError(400, f"{name} is given {len(found)} times: give it once")
    return str(found[0]) if found else None


def streamed(content: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> StreamingResponse:
    """A response in pieces, so that a client which does not read it is found out."""
    known = {"Content-Length": str(len(content))} | dict(headers or {})
    return StreamingResponse(_pieces(content), headers=known, media_type=media_type)


async def _pieces(content: bytes) -> AsyncIterator[memoryview]:
    view = memoryview(content)
    for start in range(0, len(content), PIECE):
        yield view[start : start + PIECE]
