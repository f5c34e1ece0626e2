"""What a document says about itself: front matter and columns become fields of a Document, dates become ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

_NAMES = {
    "title": ("title", "headline"),
    "published": ("date", "published"),
    "source": ("url", "source"),
    "kind": ("kind",),
}
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?")
_FIELD = re.compile(r"([A-Za-z][\w -]*):(?:\s+(.*))?")
_LONGEST_DATE = 60


def described(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a Document that metadata fills; names are compared without case.

    >>> described({"Title": "Italy acts", "date": "30 January 2025", "author": "n. n."})
    {'title': 'Italy acts', 'published': '2025-01-30'}
    """
    known = {name.strip().lower(): value.strip() for name, value in fields.items()}
    found = {}
    for field, names in _NAMES.items():
        value = next((known[name] for name in names if known.get(name)), "")
        value = iso(value) if field == "published" else " ".join(value.split())
        if value:
            found[field] = value
    return found


def front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""The metadata between two ``---`` lines at the beginning of a text, and the text after it.

    >>> front_matter("---\ntitle: 'Italy acts'\n---\nItaly banned it.")
    ({'title': 'Italy acts'}, 'Italy banned it.')
    """
    first, *rest = text.split("\n")
    ends = (n for n, line in enumerate(rest) if line.rstrip() in {"---", "..."})
    end = next(ends, None) if first.rstrip() == "---" else None
    if end is None:
        return {}, text
    return dict(_fields(rest[:end])), "\n".join(rest[end + 1 :])


def iso(text: str) -> str:
    """A date as ISO 8601, only as precise as it is stated; empty where no year is stated.

    >>> iso("Tue, 28 Jan 2025 10:00 GMT"), iso("January 2025"), iso("2025"), iso("28 January")
    ('2025-01-28', '2025-01', '2025', '')
    >>> iso("03/04/2025")  # March or April?
    '2025'
    """
    text = text.strip()
    if stated := _ISO.fullmatch(text):
        parts = [part for part in stated.groups() if part]
        return "-".join(parts) if _exists(parts) else ""
    return _parsed(text) if len(text) <= _LONGEST_DATE else ""


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The fields of front matter: a plain or quoted value, or an indented block below its name."""
    name, value = "", ""
    for line in [*lines, "end:"]:
        if found := _FIELD.fullmatch(line.rstrip()):
            if name:
                yield name, _unquoted(value)
            name, value = found[1], found[2] or ""
        elif line[:1].isspace():
            value = f"{'' if value in {'|', '>', '|-', '>-'} else value} {line.strip()}".strip()


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1].replace('\\"', '"')
    return re.split(r"\s#", value, maxsplit=1)[0].strip()


def _exists(parts: list[str]) -> bool:
    numbers = [int(part) for part in parts] + [1, 1]
    try:
        date(*numbers[:3])
    except ValueError:
        return False
    return True


def _parsed(text: str) -> str:
    """What a date means whichever way it is read: the parts on which all ways agree are the stated ones."""
    from dateutil import parser

    # Parts that the text leaves open are taken from the default, and so differ between the two.
    defaults = datetime(1904, 1, 1), datetime(1908, 12, 28)
    orders = (False,) if re.match(r"\d{4}", text) else (False, True)  # after a year the month comes first
    try:
        found = {
            parser.parse(text, default=default, dayfirst=dayfirst, ignoretz=True).date()
            for default in defaults
            for dayfirst in orders
        }
    except (ValueError, ArithmeticError, TypeError, AttributeError, IndexError):
        return ""
    parts: list[str] = []
    for values in zip(*(day.isoformat().split("-") for day in found), strict=True):
        if len(set(values)) > 1:
            break
        parts.append(values[0])
    return "-".join(parts) if parts and parts[0] in text else ""
