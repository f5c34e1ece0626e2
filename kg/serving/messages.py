"""Messages between the server and its workers: a line of JSON, and bytes after it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import IO, Any

OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something for a worker to do, within a time."""

    operation: str
    arguments: dict[str, Any] = field(default_factory=dict)
    seconds: float = 10.0
    most: int = 0
    """The size of the answer, in bytes, that is not exceeded."""

    def line(self) -> bytes:
        """The task as it is sent."""
        return json.dumps(asdict(self)).encode() + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a worker has to say: a body, or what is wrong."""

    status: int = OK
    media_type: str = "application/json"
    body: bytes = b""
    detail: str = ""

    def write(self, pipe: IO[bytes]) -> None:
        """Send the answer."""
        head = {"status": self.status, "media_type": self.media_type, "size": len(self.body), "detail": self.detail}
        pipe.write(json.dumps(head).encode() + b"\n")
        pipe.write(self.body)
        pipe.flush()


def task(line: bytes) -> Task:
    """The task in a line."""
    return Task(**json.loads(line))


def answer(line: bytes) -> tuple[Answer, int]:
    """The answer that a line begins, and how many bytes of its body follow."""
    head = json.loads(line)
    size = head.pop("size")
    return Answer(**head), size
