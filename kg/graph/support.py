"""Support: how many independent documents state something, and how strongly they do.

Two documents are independent unless they have one source, or one repeats the other. They have one source where both
are pages of one web site, or rows of one file; one repeats the other where both state the fact in the same sentence of
at least :data:`COPIED` words, as papers do that print one report of an agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kg.model import Document, Evidence, Fact

COPIED = 8
"""So many words are not the same by chance."""

HELD = frozenset({"actual", "reported", "claimed"})
"""The modalities in which a document commits itself, or somebody whom it names, to a fact."""

TRUST = {
    "actual": Decimal("0.8"),
    "reported": Decimal("0.7"),
    "claimed": Decimal("0.6"),
    "former": Decimal("0.5"),
    "planned": Decimal("0.3"),
    "possible": Decimal("0.3"),
    "hypothetical": Decimal("0.1"),
}
"""How far a single document's word goes, by the modality in which it states a fact."""


def independent(evidence: Iterable[Evidence], documents: Mapping[str, Document]) -> int:
    """How many independent documents some evidence comes from.

    :param documents: the documents of the graph by their ids.

    >>> said = {"start": 0, "end": 9, "sentence": "It is so.", "frame": "", "trigger": "is", "trigger_start": 3,
    ...         "trigger_end": 5}
    >>> pages = [Document(id=f"{i}", text="", source=f"https://www.example.org/{i}") for i in range(2)]
    >>> independent([Evidence(document_id=page.id, **said) for page in pages], {page.id: page for page in pages})
    1
    """
    groups: list[set[str]] = []
    for piece in evidence:
        marks = _marks(piece, documents.get(piece.document_id))
        together = marks.union(*(group for group in groups if group & marks))
        groups = [*(group for group in groups if not group & marks), together]
    return len(groups)


def strength(fact: Fact, documents: Mapping[str, Document]) -> float:
    """How well a fact is supported, from 0 to 1: one minus the chance that every independent document is wrong.

    Each is taken to be right as often as :data:`TRUST` says, whatever the others are; a denied fact has no support.
    """
    if fact.polarity == "negative":
        return 0.0
    doubt = 1 - TRUST.get(fact.modality, min(TRUST.values()))
    return float(1 - doubt ** independent(fact.evidence, documents))


def _marks(piece: Evidence, document: Document | None) -> set[str]:
    """What evidence shares with other evidence that does not count beside it."""
    words = piece.sentence.casefold().split()
    copied = {f"words {' '.join(words)}"} if len(words) >= COPIED else set()
    return {f"document {piece.document_id}", f"source {_source(document, piece.document_id)}"} | copied


def _source(document: Document | None, id_: str) -> str:
    """The web site, the file, or the document itself where nothing is known of its source."""
    source = document.source if document else ""
    site = re.match(r"https?://(?:[^/?#]*@)?(?:www\.)?([^/?#:]+)", source, re.IGNORECASE)
    return (site[1].casefold() if site else source) or id_
