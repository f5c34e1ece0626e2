"""Terms of SPARQL, safe whatever they are made from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.graph.iris import absolute

_LOCAL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?", re.ASCII)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(text: str) -> str:
    r"""A text as a SPARQL string.

    >>> print(literal('say "hi"'))
    "say \"hi\""
    """
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else f"\\U{ord(c):08X}") for c in safe) + '"'


def variable(heading: str) -> str:
    """A heading as a SPARQL variable.

    >>> variable("To whom")
    '?to_whom'
    """
    return "?" + (re.sub(r"\W+", "_", heading.casefold()).strip("_") or "x")


def node(identifier: str, prefixes: Mapping[str, str], base: str) -> str:
    """An entity by its prefix where its name is plain, else by its IRI.

    >>> node("country/Italy", {"country": "https://kg.example/country/"}, "https://kg.example/")
    'country:Italy'
    """
    prefix, _, local = identifier.partition("/")
    if prefixes.get(prefix) == f"{base}{prefix}/" and _LOCAL.fullmatch(local):
        return f"{prefix}:{local}"
    return f"<{absolute(base, identifier)}>"
