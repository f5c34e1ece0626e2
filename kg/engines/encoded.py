"""Readings as bytes, to keep, and back: compressed JSON, which holds data alone and can run nothing.

What a document is called stands nowhere in them, so equal texts have equal bytes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from typing import Any, TypeAlias

from kg.model import (
    Amount,
    Date,
    Document,
    Entity,
    Evidence,
    Fact,
    Mention,
    Naming,
    Reading,
    Reference,
    Rejection,
    RoleMention,
)

_Object: TypeAlias = dict[str, Any]

_KIND = ""
"""The key under which an object says what it is."""
_VALUES: dict[str, Any] = {
    kind.__name__: kind
    for kind in (Amount, Date, Entity, Evidence, Fact, Mention, Naming, Reading, Reference, Rejection, RoleMention)
}
_PLACES = frozenset({"document", "document_id"})
"""The fields that say which document it is."""
_FIELDS = {kind: [field for field in fields(kind) if field.name not in _PLACES] for kind in _VALUES.values()}
_LOCATED = {kind for kind in _VALUES.values() if any(field.name == "document_id" for field in fields(kind))}
_FAST = 1
"""The level of compression: a third larger than the best, and many times as fast."""


def packed(value: object) -> bytes:
    """A reading, any other of the values of kg.model, or what JSON has.

    >>> said = Reading(document=Document(id="a", text="Italy"), entities=(Entity(id="x", label="x", type="X"),))
    >>> unpacked(packed(said), said.document) == said
    True
    """
    return zlib.compress(json.dumps(value, default=_encoded, separators=(",", ":")).encode("ascii"), _FAST)


def unpacked(data: bytes, document: Document | None = None) -> Any:
    """What was packed; lists come back as lists, in values of kg.model as tuples.

    :param document: the one that was read.

    :raises ValueError: where the bytes are damaged.
    """
    try:
        return json.loads(zlib.decompress(data).decode("ascii"), object_hook=_decoder(document))
    except (zlib.error, KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"damaged: {error}") from None


def _encoded(value: object) -> _Object:
    """What JSON does not have, as an object that says what it is."""
    match value:
        case Decimal():
            return {_KIND: "Decimal", "value": str(value)}
        case Mapping():
            return dict(value)
    known = _FIELDS[type(value)]
    said = {field.name: getattr(value, field.name) for field in known}
    return {_KIND: type(value).__name__} | {
        field.name: said[field.name] for field in known if said[field.name] != _default(field)
    }


def _default(field: Field[Any]) -> object:
    return field.default if field.default is not MISSING else MISSING


def _decoder(document: Document | None) -> Callable[[_Object], Any]:
    place = {"document_id": document.id} if document else {}

    def decode(found: _Object) -> Any:
        kind = found.pop(_KIND, None)
        if kind is None:
            return found
        if kind == "Decimal":
            return Decimal(found["value"])
        value = _VALUES[kind]
        more = place if value in _LOCATED else {"document": document} if value is Reading else {}
        return value(**{name: _tuple(one) if isinstance(one, list) else one for name, one in found.items()}, **more)

    return decode


def _tuple(found: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(one) if isinstance(one, list) else one for one in found)
