"""What was read before, kept in a folder of the user's, so that nothing is read twice.

An SQLite database, in which each entry is written at once or not at all, whenever the process is stopped. Entries that
no build has used for a month are removed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Any

from kg.errors import GraphError

FOLDER = ".kg-cache"
"""What the folder beside the graph is called."""
FILE = "readings.sqlite3"
DAYS = 30
"""How long an entry is kept that nothing asks for."""

_PATIENCE = 60.0
"""How many seconds to wait for another process that writes."""
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by kg; see https://bford.info/cachedir/\n"
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, day INTEGER NOT NULL, data BLOB NOT NULL)"
_PARTS = ("", "-wal", "-shm")
"""The endings of the files that a database consists of."""


class Cache:
    """Bytes by their keys; without a folder in a temporary file that goes when the process does.

    A folder is made when there is something to keep: who is refused finds nothing new on the disk.

    :raises GraphError: where the folder cannot be written.

    >>> with Cache() as cache:
    ...     cache.put(b"key", b"data")
    ...     cache.get(b"key"), cache.get(b"other")
    (b'data', None)
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._today = int(time() // 86400)
        self._used: set[bytes] = set()
        self.folder = folder
        self._opened: sqlite3.Connection | None = None
        if folder is not None and (folder / FILE).exists():
            self._open()

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened:
            self._opened.close()

    def get(self, key: bytes) -> bytes | None:
        """What was put under a key."""
        if (row := self._row("data, day", key)) is None:
            return None
        if row[1] != self._today:
            self._used.add(key)
        return bytes(row[0])

    def __contains__(self, key: bytes) -> bool:
        row = self._row("day", key)
        if row and row[0] != self._today:
            self._used.add(key)
        return row is not None

    def put(self, key: bytes, data: bytes) -> None:
        """Keep bytes under a key; they are kept when this returns."""
        self.put_all([(key, data)])

    def put_all(self, entries: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep several, all of them or none."""
        rows = [(key, self._today, data) for key, data in entries]
        with self._told(), self._writing() as database:
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)

    def tidy(self) -> None:
        """Note what was used today, and remove what nothing has used for long."""
        if not self._opened:
            return
        with self._told(), self._writing() as database:
            used = ((self._today, key) for key in self._used)
            database.executemany("UPDATE kept SET day = ? WHERE key = ?", used)
            database.execute("DELETE FROM kept WHERE day < ?", (self._today - DAYS,))

    def _row(self, columns: str, key: bytes) -> tuple[Any, ...] | None:
        if not self._opened:
            return None
        with self._told():
            found: tuple[Any, ...] | None = self._opened.execute(
                f"SELECT {columns} FROM kept WHERE key = ?", (key,)
            ).fetchone()
        return found

    def _open(self) -> sqlite3.Connection:
        with self._told():
            self._opened = self._opened or self._connected()
        return self._opened

    def _connected(self) -> sqlite3.Connection:
        if self.folder is None:
            return self._prepared("")
        _make(self.folder)
        path = self.folder / FILE
        try:
            return self._prepared(str(path))
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # It is no database, or a damaged one: what it held can be read again.
            for ending in _PARTS:
                Path(f"{path}{ending}").unlink(missing_ok=True)
            return self._prepared(str(path))

    @staticmethod
    def _prepared(path: str) -> sqlite3.Connection:
        found = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        # A write-ahead log survives the end of the process at any moment; it need not wait for the disk each time.
        found.execute("PRAGMA journal_mode = WAL")
        found.execute("PRAGMA synchronous = NORMAL")
        found.execute(_TABLE)
        return found

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        database = self._open()
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise GraphError(f"{self.folder or 'temporary file'}: the cache cannot be used: {reason}") from None


def _make(folder: Path) -> None:
    """A folder that backups and version control pass over (https://bford.info/cachedir/)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {"CACHEDIR.TAG": _TAG, ".gitignore": "**\n"}.items():
        if not (folder / name).exists():
            (folder / name).write_text(content, encoding="utf-8")
