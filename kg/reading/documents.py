"""The documents in files, folders and patterns, or from standard input."""

from __future__ import annotations

import glob
import os
import shutil
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, TypeAlias, cast

from kg.errors import DocumentError
from kg.model import Document
from kg.reading import formats

_STDIN = Path("/dev/stdin")


Skipped: TypeAlias = Callable[[DocumentError], None]
"""Called with why a file, or the rest of one, is left out; without it, the first such file ends the reading."""


def read(
    sources: Iterable[str | Path] | Path, *, stdin: BinaryIO | None = None, skipped: Skipped | None = None
) -> Iterator[Document]:
    """Read documents, one after the other.

    A document is called after its file (``a/report.txt`` is ``report``); where two files of one run share that name,
    both are called by as many of their folders as tell them apart, whatever their order. A row of a table is called by
    its ``id`` column, or ``file#row``.

    :param sources: files, folders (with all below them, without hidden files and those about the folder, such as
        README.md), patterns such as ``news/*.txt``, or ``-`` for standard input. A file named twice is read once. A
        pipe is read where it is named; one in a folder, or that matches a pattern, is refused.
    :param stdin: the stream that ``-`` stands for; by default the process's own.
    :param skipped: called where a file is no document, which is then left out.
    :raises DocumentError: at the first file that is missing or is no document, or where two documents share an id.
    :raises MissingPartError: where a format needs an extra that is not installed.

    >>> import io
    >>> [document.text for document in read(["-"], stdin=io.BytesIO(b"Italy banned DeepSeek."))]
    ['Italy banned DeepSeek.']
    """
    paths = _paths([sources] if isinstance(sources, str | Path) else sources)
    called = ids(paths)
    places: dict[str, str] = {}
    for path in paths:
        place = "-" if path == _STDIN else str(path)
        for document in whole(_documents(path, called[path], place, stdin), skipped):
            if first := places.get(document.id):
                raise DocumentError(f"{place}: the id {document.id!r} is that of a document in {first}, too")
            places[document.id] = place
            yield document


def whole(documents: Iterator[Document], skipped: Skipped | None) -> Iterator[Document]:
    """The documents of one file, as far as it can be read.

    :raises DocumentError: where it cannot, and nobody is to be called instead.
    """
    begun = False
    try:
        for document in documents:
            begun = True
            yield document
    except DocumentError as error:
        if skipped is None:
            raise
        skipped(DocumentError(f"{error} (with all that follows in the file)") if begun else error)


def _documents(path: Path, id_: str, place: str, stdin: BinaryIO | None) -> Iterator[Document]:
    with _opened(path, place, stdin) as stream:
        yield from formats.read(stream, path.suffix, id_, place)


def _paths(sources: Iterable[str | Path]) -> list[Path]:
    """The files that sources stand for; one that can be reached in several ways by its shortest path."""
    found: dict[str, Path] = {}
    for source in sources:
        for path in _expanded(str(source)):
            same = found.setdefault(os.path.realpath(path), path)
            found[os.path.realpath(path)] = min(same, path, key=lambda p: (len(p.parts), p.parts))
    return list(found.values())


def _expanded(source: str) -> Iterator[Path]:
    if source == "-":
        yield _STDIN
    elif os.path.isdir(source):
        yield from _below(source)
    elif os.path.lexists(source):
        yield Path(source)
    elif glob.has_magic(source):
        yield from _matching(source)
    else:
        raise DocumentError(f"{_short(source)}: no such file or folder")


def _matching(pattern: str) -> Iterator[Path]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise DocumentError(f"{_short(pattern)}: no file matches this pattern")
    for match in matches:
        yield from _below(match) if os.path.isdir(match) else [_unnamed(Path(match))]


def _below(folder: str) -> list[Path]:
    """The documents in a folder and its subfolders: files without a suffix, or with one that kg knows."""
    found = sorted(path for path in _walked(folder) if not path.suffix or path.suffix.lower() in formats.FORMATS)
    if not found:
        raise DocumentError(f"{folder}: no documents in this folder ({', '.join(formats.FORMATS)})")
    return [_unnamed(path) for path in found]


def _unnamed(path: Path) -> Path:
    """A path that was found, not named: if it is a pipe, nobody may ever write into it.

    :raises DocumentError: where it is a pipe.
    """
    with suppress(OSError):
        if stat.S_ISFIFO(path.stat().st_mode):
            raise DocumentError(f"{path}: a pipe, not a file; name it to have it read")
    return path


def _walked(folder: str) -> Iterator[Path]:
    entered = {os.path.realpath(folder)}

    def refuse(error: OSError) -> None:
        raise DocumentError(f"{error.filename}: {_reason(error)}")

    for parent, folders, files in os.walk(folder, onerror=refuse, followlinks=True):
        new = {}
        for name in sorted(folders):
            real = os.path.realpath(os.path.join(parent, name))
            if not name.startswith(".") and real not in entered:
                new[name] = real
                entered.add(real)
        folders[:] = new
        yield from (Path(parent, name) for name in files if not name.startswith(".") and not about(name))


def about(name: str) -> bool:
    """Whether a file of a folder tells about the folder, by its capitals: README.md, SOURCES.md, LICENSE."""
    stem = name.partition(".")[0]
    return len(stem) > 3 and stem.isupper() and stem.isalpha()


def ids(paths: Sequence[Path]) -> dict[Path, str]:
    """What each document is called; the same for a path whatever the order."""
    by_stem: dict[str, list[Path]] = {}
    for path in paths:
        by_stem.setdefault(path.stem, []).append(path)
    ids: dict[Path, str] = {}
    for same in by_stem.values():
        ids |= _told_apart(same)
    return ids


def _told_apart(paths: Sequence[Path]) -> dict[Path, str]:
    """Ids from as many parts of the paths as it takes; with the suffix where only that differs.

    >>> sorted(_told_apart([Path("news/a/it.txt"), Path("news/b/it.txt")]).values())
    ['a/it', 'b/it']
    """
    parts = {path: (*path.parts[:-1], path.stem) for path in paths}
    often = Counter(parts.values())
    parts = {path: (*names[:-1], path.name) if often[names] > 1 else names for path, names in parts.items()}
    ids = {}
    one_folder = len({path.parent for path in paths}) == 1
    for depth in range(1 if one_folder else 2, 1 + max(map(len, parts.values()))):
        ids = {path: "/".join(names[-depth:]).replace("//", "/") for path, names in parts.items()}
        if len(set(ids.values())) == len(ids):
            break
    return ids


@contextmanager
def _opened(path: Path, place: str, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    """A stream that can seek."""
    try:
        if path == _STDIN:
            with _kept(stdin or sys.stdin.buffer) as kept:
                yield kept
            return
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
            raise DocumentError(f"{place}: not a file")
        with path.open("rb") as stream:
            if stat.S_ISFIFO(mode):
                with _kept(stream) as kept:
                    yield kept
            else:
                yield stream
    except OSError as error:
        raise DocumentError(f"{place}: {_reason(error)}") from None


@contextmanager
def _kept(stream: BinaryIO) -> Iterator[BinaryIO]:
    with TemporaryFile() as kept:
        shutil.copyfileobj(stream, kept)
        kept.seek(0)
        yield cast(BinaryIO, kept)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _short(source: str) -> str:
    return source if len(source) <= 200 else f"{source[:200]}…"
