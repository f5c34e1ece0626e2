"""Negotiation: the media type that a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PART = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)")
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
    "application/x-turtle": "text/turtle",
}
"""What some clients call the media types of SPARQL and RDF."""


def best(accept: str, offered: Iterable[str], aliases: Mapping[str, str] = ALIASES) -> str:
    """The best of the media types that are offered, preferred first; empty where none is acceptable.

    >>> best("text/csv;q=0.5, application/xml", ["application/sparql-results+json", "application/sparql-results+xml"])
    'application/sparql-results+xml'
    >>> best("*/*", ["text/turtle"]), best("image/png", ["text/turtle"])
    ('text/turtle', '')
    """
    wanted = list(_wanted(accept or "*/*", aliases))
    rated = [(_quality(media_type, wanted), -place, media_type) for place, media_type in enumerate(offered)]
    quality, _, media_type = max(rated, default=(0.0, 0, ""))
    return media_type if quality > 0 else ""


def _wanted(accept: str, aliases: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    for part in accept.split(","):
        if found := _PART.match(part):
            named = f"{found[1]}/{found[2]}".lower()
            quality = _QUALITY.search(found[3])
            yield aliases.get(named, named), float(quality[1]) if quality else 1.0


def _quality(media_type: str, wanted: Iterable[tuple[str, float]]) -> float:
    """How much a media type is wanted: as the most precise of the ranges that hold it says."""
    ranges = {media_type: 2, f"{media_type.partition('/')[0]}/*": 1, "*/*": 0}
    return max(((ranges[name], quality) for name, quality in wanted if name in ranges), default=(0, 0.0))[1]
