"""What a process does that carries out tasks for a server: its pipes, the memory it may take, its own end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

GRACE = 2
"""Seconds after which a process that nobody ended ends by itself."""


@contextmanager
def pipes() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Standard input and output; whatever else is printed goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        yield sys.stdin.buffer, answers


def bound(memory: int) -> None:
    """Let this process have so many bytes of address space, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """End this process some time after these seconds, engine or no engine: a server that was killed ends nobody."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds) + GRACE)
    try:
        yield
    finally:
        if hasattr(signal, "alarm"):
            signal.alarm(0)
