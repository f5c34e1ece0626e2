"""Connections: uvicorn's, with a time in which a client must say what it wants, and take what it gets."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serving.settings import Limits


def connections(limits: Limits) -> type[H11Protocol]:
    """A class of connections with some limits."""

    class Connection(H11Protocol):
        """A connection that is cut where a request's head, or room for an answer, is long in coming."""

        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            self._head: asyncio.TimerHandle | None = None
            self._room: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # So that it is noticed when anything at all stays unread.
            transport.set_write_buffer_limits(high=0)
            self._head = self.loop.call_later(limits.idle_seconds, transport.abort)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                self._head = _cancelled(self._head)
            elif self._head is None:
                self._head = self.loop.call_later(limits.idle_seconds, self.transport.abort)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._room = self._room or self.loop.call_later(limits.idle_seconds, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            self._room = _cancelled(self._room)

        def connection_lost(self, exc: Exception | None) -> None:
            self._head, self._room = _cancelled(self._head), _cancelled(self._room)
            super().connection_lost(exc)

    return Connection


def _cancelled(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """No timer, and the given one stopped."""
    if timer is not None:
        timer.cancel()
    return None
