"""One input in a process of its own, which may take 10 seconds of processor time and a gigabyte of memory.

``python -m tests.fuzz.trial TARGET`` reads the input from standard input, and prints the line that refuses it, or nothing.
"""

from __future__ import annotations

import resource
import sys

SECONDS, MEMORY = 10, 1_000_000_000


def main() -> None:
    """Try the input; what is loaded once is loaded before the limits hold."""
    from tests.fuzz import seeds
    from tests.fuzz.guards import watched
    from tests.fuzz.targets import TARGETS, fits, known

    known()
    name, content = sys.argv[1], sys.stdin.buffer.read()
    fits(seeds.of(name)[0], TARGETS[name])
    spent = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(spent.ru_utime + spent.ru_stime) + 1 + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    watched()
    print(fits(content, TARGETS[name]))


if __name__ == "__main__":
    main()
