"""How far a build has come: a line that changes on a terminal, JSON Lines in a log, or nothing."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from time import monotonic
from typing import TYPE_CHECKING

import click

from kg.cli.program import ERASED, INTERRUPTED, told

if TYPE_CHECKING:
    from kg.graph.written import Contents

MOST_NAMED = 40
"""How much of a document's name is shown while it is read."""


class Progress:
    """Counts documents, and tells whoever watches.

    :param json_log: whether to write JSON Lines to standard error; else a terminal there shows a line that changes, and
        anything else nothing.
    """

    def __init__(self, *, json_log: bool = False) -> None:
        self._log, self._watched = json_log, sys.stderr.isatty()
        self._start = monotonic()
        self._done, self._total, self._first = 0, 0, 0.0

    def read(self, done: int, total: int, document: str) -> None:
        """Tell that a document is read."""
        now = monotonic()
        # The first document waits until the model is loaded, and says nothing about the others.
        self._first = self._first or now
        self._done, self._total = done, total
        rate = (done - 1) / (now - self._first) if now > self._first else 0.0
        left = (total - done) / rate if rate else None
        if self._log:
            self._note("read", document=document, done=done, total=total, seconds_left=_rounded(left))
        elif self._watched:
            self._show(document, rate, left)

    def written(self, graph: str, contents: Contents) -> None:
        """Tell that the graph is written."""
        if self._log:
            self._note("written", graph=graph, **asdict(contents))

    def interrupted(self, *, kept: bool) -> int:
        """Tell that the user has stopped the build; the exit code for that.

        :param kept: whether what was read is kept.
        """
        if self._log:
            self._note("interrupted", done=self._done, total=self._total)
        elif kept and self._total:
            documents = f"{self._done:,} of {self._total:,} documents are read and kept"
            told(f"interrupted: {documents}; the same command goes on from there, and the graph is as it was")
        else:
            told("interrupted: the graph is as it was")
        return INTERRUPTED

    def _show(self, document: str, rate: float, left: float | None) -> None:
        from kg.showing.tables import printable

        name = document if len(document) <= MOST_NAMED else document[: MOST_NAMED - 1] + "…"
        line = f"{self._done:,} of {self._total:,} documents read: {printable(name)}"
        if left is not None and self._done < self._total:
            line += f" · {rate:,.1f} a second · {duration(left)} left"
        click.echo(f"{ERASED}{line}", err=True, nl=False)
        if self._done == self._total:
            click.echo(ERASED, err=True, nl=False)

    def _note(self, event: str, **what: object) -> None:
        seconds = _rounded(monotonic() - self._start)
        click.echo(json.dumps({"event": event, "seconds": seconds} | what, ensure_ascii=False), err=True)


def duration(seconds: float) -> str:
    """A length of time in its largest unit and the next.

    >>> duration(9.4), duration(200), duration(7300)
    ('9 s', '3 min 20 s', '2 h 1 min')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes_left} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
