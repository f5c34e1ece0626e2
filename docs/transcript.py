"""Run a Python session that stands on standard input, and print it with what it shows now.

usage: python docs/transcript.py < SESSION
"""

from __future__ import annotations

import doctest
import io
import sys
from contextlib import redirect_stdout


def transcript(session: str) -> str:
    """A session with fresh output.

    >>> transcript(">>> 1 + 1\\n3\\n")
    '>>> 1 + 1\\n2\\n'
    """
    names: dict[str, object] = {}
    parts = doctest.DocTestParser().parse(session)
    return "".join(part if isinstance(part, str) else _shown(part, names) for part in parts)


def _shown(statement: doctest.Example, names: dict[str, object]) -> str:
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(statement.source, "<session>", "single"), names)
    first, *others = statement.source.splitlines()
    return "".join([f">>> {first}\n", *(f"... {line}".rstrip() + "\n" for line in others), printed.getvalue()])


if __name__ == "__main__":
    sys.stdout.write(transcript(sys.stdin.read()))
