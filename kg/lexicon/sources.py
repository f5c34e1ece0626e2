"""Files of ontology/ with their lines, and the faults found in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from kg.lexicon.toml import TomlError, parsed

COMMENT = re.compile(r"""((?:[^#"']|"(?:\\.|[^"\\])*"|'[^']*')*)#.*""")
"""A line with a comment that stands outside quotation marks."""

LONGEST = 2000
"""Characters of a fault, which may quote what is wrong."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Collects what is wrong in ontology/, so that all of it is reported at once."""

    found: list[str] = field(default_factory=list)

    def add(self, path: Path, line: int, text: str) -> None:
        """Note a fault with its place, once."""
        fault = f"{path}:{line}: {text if len(text) <= LONGEST else f'{text[:LONGEST]}…'}"
        if fault not in self.found:
            self.found.append(fault)


class Source:
    """A text file of ontology/; empty, and the fault noted, where it cannot be read."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path, self.faults = path, faults
        self.text = self._read()
        self.lines = [
            match[1] if "#" in line and (match := COMMENT.fullmatch(line)) else line for line in self.text.splitlines()
        ]

    def _read(self) -> str:
        try:
            data = self.path.read_bytes()
        except OSError as error:
            self.faults.add(self.path, 1, error.strerror or str(error))
            return ""
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            self.fault(data.count(b"\n", 0, error.start) + 1, f"the byte 0x{data[error.start]:02x} is no UTF-8")
            return ""

    def toml(self) -> dict[str, Any]:
        """What the file says as TOML; nothing where it is malformed."""
        try:
            return parsed(self.text)
        except TomlError as error:
            self.fault(error.line or len(self.lines), str(error))
            return {}

    def line(self, near: str, after: int = 1) -> int:
        """The number of the first line from ``after`` on that holds a text, or of any; else ``after``."""
        if not near:
            return after
        holds = re.compile(rf"(?<!\w){re.escape(near)}(?!\w)")
        numbers = chain(range(after, len(self.lines) + 1), range(1, after))
        return next((i for i in numbers if near in self.lines[i - 1] and holds.search(self.lines[i - 1])), after)

    def headers(self, header: str) -> list[int]:
        """The numbers of the lines that open a table, such as ``[Supply]`` or ``[[Supply.patterns]]``."""
        return self._headers.get(header, [])

    @cached_property
    def _headers(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for i, line in enumerate(self.lines, 1):
            if line.lstrip().startswith("["):
                found.setdefault("".join(line.split()), []).append(i)
        return found

    def fault(self, line: int, text: str) -> None:
        """Note a fault in this file."""
        self.faults.add(self.path, line, text)

    def words(self, value: Any, key: str, after: int = 1) -> list[str]:
        """A list of words; a fault, and what of it are words, where it is none."""
        words = [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
        if not isinstance(value, list) or len(words) < len(value):
            self.fault(self.line(key, after), f"“{key}” is no list of words")
        return words

    def table(self, value: Any, key: str, after: int = 1) -> dict[str, Any]:
        """A table; a fault, and an empty one, where it is none."""
        if not isinstance(value, dict):
            self.fault(self.line(key, after), f"“{key}” is no table")
            return {}
        return value

    def tables(self, value: Any, key: str) -> list[dict[str, Any]]:
        """A list of tables; a fault, and what of it are tables, where it is none."""
        tables = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        if not isinstance(value, list) or len(tables) < len(value):
            self.fault(self.line(key), f"“{key}” is no list of tables")
        return tables
