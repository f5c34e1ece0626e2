"""Problems: what went wrong, as clients read it (RFC 9457, *Problem Details for HTTP APIs*)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """A request that is not answered; its text says why, and nothing about the machine."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, dict(headers or {})

    def response(self) -> Response:
        """What the client gets."""
        known = {"type": "about:blank", "title": HTTPStatus(self.status).phrase, "status": self.status}
        body = json.dumps(known | {"detail": self.detail}, ensure_ascii=False) + "\n"
        return Response(body.encode("utf-8", "replace"), self.status, self.headers, MEDIA_TYPE)
