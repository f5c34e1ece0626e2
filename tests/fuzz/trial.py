"""The bombs of one target in a process of its own: 10 seconds of processor time for each, a gigabyte of memory for all.

``python -m tests.fuzz.trial TARGET`` prints for each what it is, and the line that refuses it, if any.
"""

from __future__ import annotations

import resource
import signal
import sys

SECONDS, MEMORY = 10, 1_000_000_000


def main() -> None:
    """Try the bombs; what is loaded once is loaded before the limits hold."""
    from tests.fuzz import seeds
    from tests.fuzz.bombs import bombs
    from tests.fuzz.guards import watched
    from tests.fuzz.targets import TARGETS, fits, known

    known()
    chosen = sys.argv[1]
    wanted = list(bombs(chosen))
    fits(seeds.of(chosen)[0], TARGETS[chosen])
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    watched()
    for what, content in wanted:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # its signal ends the process, whatever the process does
        print(f"{what}\t{fits(content, TARGETS[chosen])}", flush=True)


if __name__ == "__main__":
    main()
