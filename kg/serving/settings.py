"""Settings: what a server serves, to whom, and how much of it."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import KgError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names by which a machine calls itself."""
SHORTEST_TOKEN = 16
"""Fewer characters can be guessed."""
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one request, and one client, may take."""

    seconds: float = 10.0
    """Time for an answer, from when a worker has taken it on."""
    answer_bytes: int = 32 * MEGABYTE
    body_bytes: int = MEGABYTE
    """The size of what is sent to the server."""
    url_bytes: int = 16_384
    per_client: int = 16
    """Requests of one client at a time."""
    waiting: int = 64
    """Requests of all clients that wait for a worker."""
    waiting_seconds: float = 10.0
    idle_seconds: float = 10.0
    """Time for a client to send the head of a request, then its body, and for which it may leave unread what comes."""
    connections: int = 500
    memory_bytes: int = 4_000 * MEGABYTE
    """Address space of one worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A server, as the user wants it."""

    graph: str
    ontology: Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str = field(default="", repr=False)
    """What a client must know; nothing where anybody on this machine may ask."""
    hosts: tuple[str, ...] = ()
    """Further names under which the server is reached."""
    origins: tuple[str, ...] = ()
    """Web sites whose pages may ask."""
    workers: int = field(default_factory=lambda: max(4, os.cpu_count() or 1))
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.token and len(self.token) < SHORTEST_TOKEN:
            raise KgError(f"the token is too short: it needs at least {SHORTEST_TOKEN} characters")
        if not self.token and not is_loopback(self.host):
            raise KgError(
                f"{self.host} can be reached from other machines: give a token with --token-file or KG_TOKEN, "
                "or serve on 127.0.0.1"
            )

    def with_workers(self, number: int) -> Settings:
        """The same with so many workers."""
        return replace(self, workers=number)

    @property
    def names(self) -> frozenset[str]:
        """The names under which the server is reached, as they stand in the header Host, without the port."""
        own = LOOPBACK if is_loopback(self.host) else (*LOOPBACK, self.host)
        return frozenset(name.casefold().strip("[]") for name in (*own, *self.hosts))


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
