"""The documents of one build and what was read of each, on disk: only what they are called is held in memory."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

from kg.engines import encoded, remote
from kg.engines.cache import Cache
from kg.engines.engine import Engine
from kg.engines.fingerprints import digest, of_document, of_reading, of_writing
from kg.engines.remote import Source
from kg.errors import GraphError
from kg.graph import fragments, iris
from kg.graph.corrected import Resolved
from kg.graph.fragments import Fragment
from kg.model import Correction, Document, Reading, Rejection
from kg.ontology import Ontology
from kg.reading.documents import Skipped
from kg.reading.entities import Usage, usage
from kg.times import Times

_Names: TypeAlias = list[tuple[str, str, str, int]]
"""What a document calls things: name, type, words, how often."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A document without its text, and the key of its reading."""

    document: Document
    key: bytes


class Shelf:
    """Documents that are taken once, read where they have changed, and gone through as often as need be.

    It gives the readings in the order of the IRIs of their documents.
    """

    def __init__(self, ontology: Ontology, model: str | None, told: Iterable[Correction], cache: Cache) -> None:
        self.times = Times()
        self._ontology, self._model, self._cache = ontology, model, cache
        told = tuple(told)
        self._types = tuple(
            (name, correction.type) for correction in told if correction.type for name in correction.names
        )
        self._quoting = any(correction.kind == "assert" for correction in told)
        self._stamp = of_reading(ontology.folder, model, self._types)
        self._texts = Cache()
        self._places: dict[str, _Place] = {}
        self._unread: dict[bytes, str] = {}
        """The keys of texts that have yet to be read, and a document that has each."""
        self.unchanged = 0
        """How many documents need not be read."""

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self._texts.__exit__()

    def take(self, sources: Iterable[Source], skipped: Skipped | None = None) -> int:
        """Take all documents; the number of those that have to be read.

        :param skipped: called where a file is no document, which is then left out.
        :raises DocumentError: where one cannot be found, or is no document.
        """
        with self.times.stage("opening documents"):
            return self._take(sources, skipped)

    def _take(self, sources: Iterable[Source], skipped: Skipped | None) -> int:
        for document in remote.read(sources, skipped):
            key = of_document(document, self._stamp)
            known = key in self._cache
            self.unchanged += known
            if not known:
                self._unread.setdefault(key, document.id)
            if not known or self._quoting:
                self._texts.put(key, zlib.compress(document.text.encode("utf-8", "surrogatepass"), 1))
            self._places[document.id] = _Place(replace(document, text=""), key)
        order = {id_: iris.absolute("", iris.document_id(id_)) for id_ in self._places}
        self._places = {id_: self._places[id_] for id_ in sorted(order, key=order.__getitem__)}
        return len(self._unread)

    def read(self, engine: Engine) -> Iterator[str]:
        """Read what has changed; each document is kept before its identifier is given.

        :raises DocumentError: where the reading of one breaks off.
        :raises ClusterError: where a cluster is to read and breaks down.
        """
        if not self._unread:
            return
        waiting = (self._document(id_, self._text(key)) for key, id_ in self._unread.items())
        for reading in engine.readings(waiting, self._ontology.folder, self._model, self._types, self.times):
            key = self._places[reading.document.id].key
            with self.times.stage("keeping what was read"):
                names = [(*who, times) for who, times in usage([reading], self._ontology).items()]
                self._cache.put_all([(key, encoded.packed(reading)), (_names(key), encoded.packed(names))])
            yield reading.document.id

    @cached_property
    def used(self) -> Usage:
        """The names that all documents use."""
        found: Usage = Counter()
        for place in self._places.values():
            for name, type_, words, times in self._names(place):
                found[name, type_, words] += times
        return found

    def __iter__(self) -> Iterator[Reading]:
        return (self._reading(place) for place in self._places.values())

    def fragments(self, resolved: Resolved, base: str) -> Iterator[tuple[Fragment, tuple[Rejection, ...]]]:
        """What each document gives to the graph, and the facts of it that were refused.

        :param resolved: the readings of this shelf with their entities joined.
        """
        if resolved.corrections:
            yield from ((fragments.fragment(r, self._ontology, base), r.rejections) for r in resolved)
            return
        stamp = of_writing(self._ontology.folder, base)
        for place in self._places.values():
            yield self._fragment(place, resolved, base, stamp)

    def _fragment(
        self, place: _Place, resolved: Resolved, base: str, stamp: bytes
    ) -> tuple[Fragment, tuple[Rejection, ...]]:
        """The fragment that was kept, where its names still stand for the same; else a new one, to be kept."""
        entities = resolved.identity.entities
        whos = sorted({(name, type_) for name, type_, _, _ in self._names(place)})
        meant = fragments.meanings(whos, (entities[who] for who in whos))
        known = [(*meaning, entities[who].id) for who, meaning in zip(whos, meant, strict=True)]
        key = digest(stamp, place.key, repr(place.document), repr(known))
        if (data := self._cache.get(key)) is not None:
            found = self._unpacked(data, place)
            return fragments.taken(found["fragment"], entities.__getitem__), tuple(found["rejections"])
        reading = resolved.identity.united(self._reading(place))
        made = fragments.fragment(reading, self._ontology, base)
        if kept := fragments.kept(made, {entities[who]: who for who in whos}.get):
            self._cache.put(key, encoded.packed({"fragment": kept, "rejections": reading.rejections}))
        return made, reading.rejections

    def _reading(self, place: _Place) -> Reading:
        text = self._text(place.key) if self._quoting else ""
        found: Reading = self._unpacked(
            self._cache.get(place.key), _Place(replace(place.document, text=text), place.key)
        )
        return found

    def _names(self, place: _Place) -> _Names:
        found: _Names = self._unpacked(self._cache.get(_names(place.key)), place)
        return found

    def _unpacked(self, data: bytes | None, place: _Place) -> Any:
        try:
            return encoded.unpacked(data or b"", place.document)
        except ValueError as error:
            raise self._damaged(error) from None

    def _text(self, key: bytes) -> str:
        return zlib.decompress(self._texts.get(key) or b"").decode("utf-8", "surrogatepass")

    def _document(self, id_: str, text: str) -> Document:
        return replace(self._places[id_].document, text=text)

    def _damaged(self, why: object) -> GraphError:
        return GraphError(f"{self._cache.folder}: the cache is damaged: remove it, and build again ({why})")


def _names(key: bytes) -> bytes:
    return digest(key, "names")
