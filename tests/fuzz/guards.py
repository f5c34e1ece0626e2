"""Guards: a process that opens a connection, starts a program or writes outside its own folder ends with an error.

Python tells of each of these before it happens (https://docs.python.org/3/library/audit_events.html).
"""

from __future__ import annotations

import os
import sys
import tempfile

CALLS = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
    "os.system",
    "os.exec",
)
CHANGES = ("os.remove", "os.rename", "os.link", "os.symlink", "os.rmdir", "os.truncate", "os.chmod", "shutil.rmtree")


class ForbiddenError(BaseException):
    """Something that no input may make the process do; no handler of exceptions takes it for a broken file."""


def watched(*, everything: bool = False) -> None:
    """From now on, let this process neither speak to others nor write, but for files in folders of its own.

    :param everything: whether even those are forbidden.
    """
    allowed = () if everything else tuple(f"{os.path.realpath(place)}{os.sep}" for place in _own())

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in CALLS:
            raise ForbiddenError(f"{event}: {arguments!r:.200}")
        if _changes(event, arguments):
            path = _path(arguments)
            if path and path != os.devnull and not os.path.realpath(path).startswith(allowed):
                raise ForbiddenError(f"{event}: {path}")

    sys.addaudithook(hook)


def _path(arguments: tuple[object, ...]) -> str:
    """What an event is about, also where it is named from an open folder."""
    path = os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes) else ""
    folder = arguments[-1] if len(arguments) > 1 else -1
    if path and not os.path.isabs(path) and isinstance(folder, int) and os.path.isdir(f"/proc/self/fd/{folder}"):
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), path)
    return path


def _own() -> list[str]:
    return [tempfile.gettempdir(), "/dev/shm", os.path.join(os.getcwd(), "build")]


def _changes(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an event writes, or moves what is written."""
    flags = arguments[2] if event == "open" and len(arguments) > 2 else 0
    written = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
    return written or event in CHANGES
