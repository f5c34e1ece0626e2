"""The guard: what stands before every request, whatever it asks for.

It lets pass whom the server is for (the token), requests that were meant for it (the header Host: DNS rebinding) and
that come from its own pages or from nobody's (Origin, Fetch Metadata), of a length that can be read, and not too many
of one client at a time. It writes a line for each to the log, without what was asked.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPMethod

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serving.problems import ProblemError
from kg.serving.settings import Settings

HEALTH = "/api/health"
"""What anybody may ask, and as often as they like."""
POLICY = (
    "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


class Guard:
    """Middleware in front of the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings, log: Callable[[str], None]) -> None:
        self.app, self.settings, self.log = app, settings, log
        self._busy: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        exchange = _Exchange(send, self._more(headers))
        try:
            await self._answer(scope, headers, receive, exchange.send)
        except ProblemError as problem:
            await exchange.end(problem.response(), scope, receive)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client learns nothing, and the server goes on
            self.log(f"failed: {_place(error)}")
            await exchange.end(ProblemError(500, "something went wrong here").response(), scope, receive)
        finally:
            self.log(exchange.line(scope))

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        self._check_url(scope)
        self._check_host(headers)
        self._check_origin(headers)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await Response(status_code=204, headers=_ALLOWED)(scope, receive, send)
            return
        if scope["path"] == HEALTH:
            await self.app(scope, receive, send)
            return
        self._check_token(headers)
        with self._counted(scope):
            await self.app(scope, receive, send)

    def _check_url(self, scope: Scope) -> None:
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.settings.limits.url_bytes:
            raise ProblemError(414, f"the URL is longer than {self.settings.limits.url_bytes:,} bytes: use POST")

    def _check_host(self, headers: Headers) -> None:
        named = headers.getlist("host")
        if len(named) != 1 or _name(named[0]) not in self.settings.names:
            raise ProblemError(421, "the request is for another host: this server does not know itself by that name")

    def _check_origin(self, headers: Headers) -> None:
        """Requests of other sites' pages are refused, even those whose answer the browser would hide from them."""
        origin = headers.get("origin")
        if origin is not None:
            own = origin.partition("://")[2] == headers.get("host")
            if not own and origin not in self.settings.origins:
                raise ProblemError(403, "pages of other sites may not ask; --cors names those that may")
        elif headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            raise ProblemError(403, "pages of other sites may not ask")

    def _check_token(self, headers: Headers) -> None:
        wanted = self.settings.token
        if wanted and not hmac.compare_digest(_secret(headers.get("authorization", "")), wanted.encode()):
            # Basic, with the token for a password, is what a browser can ask its user for.
            raise ProblemError(
                401, "a token is needed", {"WWW-Authenticate": 'Bearer, Basic realm="kg", charset="UTF-8"'}
            )

    @contextmanager
    def _counted(self, scope: Scope) -> Iterator[None]:
        client, most = (scope.get("client") or ("", 0))[0], self.settings.limits.per_client
        if self._busy[client] >= most:
            raise ProblemError(429, f"more than {most} requests at a time", {"Retry-After": "1"})
        self._busy[client] += 1
        try:
            yield
        finally:
            self._busy[client] -= 1
            if not self._busy[client]:
                del self._busy[client]

    def _more(self, headers: Headers) -> dict[str, str]:
        """The headers that every answer has."""
        origin = headers.get("origin", "")
        if origin not in self.settings.origins:
            return _HEADERS
        shared = {"Access-Control-Allow-Origin": origin, "Vary": "Accept, Origin"}
        return _HEADERS | shared | {"Cross-Origin-Resource-Policy": "cross-origin"}


class _Exchange:
    """What is sent to answer one request."""

    def __init__(self, send: Send, more: dict[str, str]) -> None:
        self._send, self._more = send, more
        self.status, self.size, self.begun = 0, 0, time.perf_counter()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._more.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", POLICY)
            if "Vary" in self._more:
                headers["Vary"] = self._more["Vary"]
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)

    async def end(self, response: Response, scope: Scope, receive: Receive) -> None:
        """Answer, unless an answer has begun."""
        if not self.status:
            await response(scope, receive, self.send)

    def line(self, scope: Scope) -> str:
        """What the log says: which part of the server was asked, not for what."""
        path = getattr(scope.get("route"), "path", None) or "(elsewhere)"
        method = scope["method"] if scope["method"] in HTTPMethod.__members__ else "?"
        taken = 1000 * (time.perf_counter() - self.begun)
        return f"{method} {path} {self.status} {self.size} B {taken:.0f} ms"


def _name(host: str) -> str:
    """The name in a header Host, without the port.

    >>> _name("localhost:8000"), _name("[::1]:8000"), _name("::1")
    ('localhost', '::1', '')
    """
    if host.startswith("["):
        name, _, rest = host[1:].partition("]")
        port = rest.removeprefix(":") if rest.startswith(":") else rest
    else:
        name, _, port = host.partition(":")
    return name.casefold() if not port or port.isdecimal() else ""


def _secret(authorization: str) -> bytes:
    """The token in a header Authorization, whether it comes as Bearer (RFC 6750) or as the password of Basic."""
    scheme, _, rest = authorization.partition(" ")
    match scheme.casefold():
        case "bearer":
            return rest.strip().encode()
        case "basic":
            try:
                return base64.b64decode(rest.strip(), validate=True).partition(b":")[2]
            except binascii.Error:
                return b""
    return b""


def _place(error: Exception) -> str:
    """Which error it was, and where; not what it says, which may quote a request."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
