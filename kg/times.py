"""Where the time goes, stage by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter


class Times:
    """Seconds by stage, in the order in which stages were first entered.

    >>> times = Times()
    >>> with times.stage("parsing"):
    ...     pass
    >>> list(times.taken()), list(times.taken())
    (['parsing'], [])
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time until the block ends."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += perf_counter() - start

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add the times of another process."""
        for name, more in seconds.items():
            self.seconds[name] += more

    def taken(self) -> dict[str, float]:
        """The times so far, which begin anew."""
        found, self.seconds = dict(self.seconds), defaultdict(float)
        return found
