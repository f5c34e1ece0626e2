"""TOML from outside: what the library's parser says, and one kind of error for all that it cannot read."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{100}}")
"""A key of more parts than anybody writes: the parser's time grows with the square of their number."""


class TomlError(ValueError):
    """A text is no TOML that can be read; ``line`` is where, or 0 where that is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def parsed(text: str) -> dict[str, Any]:
    """What a text says as TOML (https://toml.io/en/v1.0.0).

    :raises TomlError: where it is malformed, nested too deeply, or holds a number or a key that is too long.

    >>> parsed("a.b = 1")
    {'a': {'b': 1}}
    """
    if found := _LONG_KEY.search(text):
        raise TomlError("this key has too many parts", text.count("\n", 0, found.start()) + 1)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TomlError("this is nested too deeply") from None
    except ValueError as error:  # of which the parser's own error is one
        place = re.search(r"line (\d+)", str(error))
        message = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a number here has too many digits"
        raise TomlError(message, int(place[1]) if place else 0) from None
