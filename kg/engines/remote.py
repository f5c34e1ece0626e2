"""Documents from, and graphs to, whatever fsspec reaches by a URL: s3, gs, abfs, hdfs, sftp, memory and more.

https://filesystem-spec.readthedocs.io. A file of a bucket is called after its path, as a file of a folder is.
"""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from kg.errors import DocumentError, GraphError, KgError, MissingPartError
from kg.model import Document
from kg.reading import documents, formats
from kg.reading.documents import Skipped

_MARK = "://"


def is_url(place: str | Path) -> bool:
    """Whether a place is reached by fsspec.

    >>> is_url("s3://bucket/news"), is_url("news/a.txt")
    (True, False)
    """
    return _MARK in str(place)


Source: TypeAlias = str | Path | Document
"""A file, a folder or a pattern, as a path or a URL; ``-`` for standard input; or a document itself."""


def read(sources: Iterable[Source], skipped: Skipped | None = None) -> Iterator[Document]:
    """Read documents one after the other, as :func:`kg.reading.documents.read` does, from URLs as well.

    :param sources: what is a document already comes first, the rest once there are no more sources.
    :param skipped: called where a file is no document, which is then left out.
    :raises DocumentError: at the first file that is missing or is no document, or where two documents share an id.
    :raises MissingPartError: where a URL or a format needs something that is not installed.
    """
    named: list[str] = []
    places: dict[str, str] = {}
    for document in chain(_given(sources, named, skipped), _named(named, skipped)):
        if first := places.get(document.id):
            raise DocumentError(f"{_place(document)}: the id {document.id!r} is that of a document in {first}, too")
        places[document.id] = _place(document)
        yield document


def _given(sources: Iterable[Source], named: list[str], skipped: Skipped | None) -> Iterator[Document]:
    """The sources that are documents already; the others are added to those that are named."""
    for source in sources:
        if not isinstance(source, Document):
            named.append(str(source))
        else:
            yield from documents.whole(_checked(source), skipped)


def _checked(document: Document) -> Iterator[Document]:
    if not (document.id and document.text.strip()):
        raise DocumentError(f"{_place(document)}: a document without {'text' if document.id else 'an id'}")
    yield document


def _place(document: Document) -> str:
    return document.source or document.id or "-"


def _named(sources: list[str], skipped: Skipped | None) -> Iterator[Document]:
    """The documents in files, at URLs or from standard input."""
    urls = [source for source in sources if is_url(source)]
    local = [source for source in sources if not is_url(source)]
    if urls or local:
        yield from _all(local, urls, skipped) if urls else documents.read(local, skipped=skipped)


@contextmanager
def target(graph: str) -> Iterator[Path]:
    """Where to write a graph: a path as it is; for a URL a file that is put there once it is whole.

    :raises GraphError: where it cannot be put there.
    :raises MissingPartError: where the URL needs something that is not installed.
    """
    if not is_url(graph):
        yield Path(graph)
        return
    system, path = _system(graph, GraphError)
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        made = Path(folder, os.path.basename(path))
        yield made
        try:
            system.put_file(str(made), path)
        except OSError as error:
            raise GraphError(f"{graph}: cannot be written: {error.strerror or error}") from None


def _all(local: list[str], urls: list[str], skipped: Skipped | None) -> Iterator[Document]:
    if local:
        yield from documents.read(local, skipped=skipped)
    found = {place: (system, path) for url in urls for place, system, path in _files(url)}
    names = {place: Path(place.partition(_MARK)[2].lstrip("/")) for place in sorted(found)}
    ids = documents.ids(list(names.values()))
    for place, name in names.items():
        yield from documents.whole(_opened(*found[place], name.suffix, ids[name], place), skipped)


def _opened(system: Any, path: str, suffix: str, id_: str, place: str) -> Iterator[Document]:
    try:
        with system.open(path, "rb") as stream:
            yield from formats.read(stream, suffix, id_, place)
    except OSError as error:
        raise DocumentError(f"{place}: {error.strerror or error}") from None


def _files(url: str) -> Iterator[tuple[str, Any, str]]:
    """The files that a URL stands for: the URL of each, its file system, and its path there."""
    system, path = _system(url, DocumentError)
    try:
        if system.isdir(path):
            paths = [found for found in system.find(path) if _is_document(found.removeprefix(path))]
        elif glob.has_magic(path):
            paths = [found for found in system.glob(path) if not (_is_hidden(found) or system.isdir(found))]
        else:
            paths = [path] if system.exists(path) else []
    except OSError as error:
        raise DocumentError(f"{url}: {error.strerror or error}") from None
    if not paths:
        raise DocumentError(f"{url}: no such file, and no documents below it")
    return ((system.unstrip_protocol(found), system, found) for found in paths)


def _is_document(path: str) -> bool:
    """Whether a file below a folder is one of its documents, as :func:`kg.reading.documents.read` sees it."""
    parts = Path(path.lstrip("/")).parts
    known = not Path(path).suffix or Path(path).suffix.lower() in formats.FORMATS
    return known and not any(map(_is_hidden, parts)) and not documents.about(parts[-1])


def _is_hidden(path: str) -> bool:
    return Path(path).name.startswith(".")


def _system(url: str, failure: type[KgError]) -> tuple[Any, str]:
    """The file system that a URL names, and the path there."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingPartError(f"{url}: URLs need kg-evidence[cluster]: pip install 'kg-evidence[cluster]'") from None
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        raise MissingPartError(f"{url}: {error}") from None
    except (OSError, ValueError) as error:
        raise failure(f"{url}: {error}") from None
    return system, path
