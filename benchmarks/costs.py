"""What running something costs: memory, and seconds of processors, which other work on the machine changes little."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process took."""

    seconds: float
    """Of processors, in user and system mode, its children's included."""
    memory: float
    """The most memory that it had at a time, in MiB."""


def seconds(run: Callable[[], Any]) -> float:
    """The seconds of processors that a call takes in this process and in children that it waits for."""
    start = _spent()
    run()
    return _spent() - start


def process(arguments: Sequence[str | Path]) -> Cost:
    """The cost of a Python process, from its start to its end.

    The caller should be small itself: the system counts a child's memory from that of the process that made it.

    :raises subprocess.CalledProcessError: where it fails.
    """
    command = [sys.executable, *map(str, arguments)]
    running = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return Cost(seconds=used.ru_utime + used.ru_stime, memory=used.ru_maxrss * _UNIT / MIB)


def memory() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / MIB


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


_UNIT = 1 if sys.platform == "darwin" else KIB
"""What ru_maxrss counts."""
