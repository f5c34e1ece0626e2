"""Support: how many independent documents state something, and how strongly they do.

Two documents are independent unless they have one source, or one repeats the other. They have one source where both
are pages of one web site, or rows of one file; one repeats the other where both state the fact in the same sentence of
at least :data:`COPIED` words, as papers do that print one report of an agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import prod

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
    return len(_witnesses(evidence, documents))


def strength(facts: Iterable[Fact], documents: Mapping[str, Document]) -> float:
    """How well facts that say the same are supported, from 0 to 1: one minus the chance that all their documents err.

    An independent document is taken to be right as often as :data:`TRUST` says of the firmest of its sentences,
    whatever the others are. Denied facts support nothing.
    """
    asserted = [fact for fact in facts if fact.polarity != "negative"]
    trust = {id(e): TRUST.get(fact.modality, min(TRUST.values())) for fact in asserted for e in fact.evidence}
    witnesses = _witnesses([piece for fact in asserted for piece in fact.evidence], documents)
    return 1 - prod(float(1 - max(trust[id(piece)] for piece in pieces)) for pieces in witnesses)


def _witnesses(evidence: Iterable[Evidence], documents: Mapping[str, Document]) -> list[list[Evidence]]:
    """Evidence by independent documents."""
    index: dict[str, tuple[set[str], list[Evidence]]] = {}
    for piece in evidence:
        marks = _marks(piece, documents.get(piece.document_id))
        touching = {id(index[mark]): index[mark] for mark in marks if mark in index}
        group, *others = [*touching.values()] or [(set[str](), list[Evidence]())]
        for shared, pieces in others:
            group[0].update(shared)
            group[1].extend(pieces)
        group[0].update(marks)
        group[1].append(piece)
        index |= dict.fromkeys(group[0] if others else marks, group)
    return [pieces for _, pieces in {id(group): group for group in index.values()}.values()]


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
