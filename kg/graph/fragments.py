"""What one document gives to the file of a graph: its own named graph as text, and its share of the summary.

A fragment depends on the reading and on which entities its names stand for, on no other document besides; that is why
it can be kept, and a graph of which little has changed be written by joining what was kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeAlias

import pyoxigraph as ox

from kg.graph import iris, rdf
from kg.graph.rdf import Share
from kg.graph.serializations import TriG
from kg.graph.union import referents, unite
from kg.model import Amount, Document, Entity, Mention, Reading
from kg.ontology import Ontology

Kept: TypeAlias = dict[str, Any]
"""A fragment as JSON has it."""

HELD = 2**20
"""How many bytes of text are held in memory."""
LONGEST = 2**25
"""The most bytes of text that are worth keeping: a longer one is made anew in the time that it takes to read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A document's part of a TriG file."""

    text: IO[bytes]
    """Its named graph, to be read from here; on disk where it is long."""
    prefixes: frozenset[str]
    """The prefixes that it uses."""
    facts: tuple[str, ...]
    """The identifiers of its facts."""
    share: Share


def fragment(reading: Reading, ontology: Ontology, base: str) -> Fragment:
    """What a resolved reading gives to the graph.

    :raises ValueError: where the evidence of a fact lies in another document.
    """
    (united,) = unite([reading], ontology)
    text = _text()
    quads = rdf.quads(united, ontology, base)
    used = TriG(iris.prefixes(ontology, base), base).piece(
        (quad.triple for quad in quads), text, iris.absolute(base, iris.document_id(united.document.id))
    )
    text.seek(0)
    return Fragment(
        text=text,
        prefixes=used,
        facts=tuple(iris.fact_id(fact, ontology) for fact in united.facts),
        share=rdf.share(united, ontology, base),
    )


def meanings(whos: Iterable[tuple[str, str]], entities: Iterable[Entity]) -> list[tuple[str, str, str]]:
    """What the names of a document stand for, so that its fragment holds while they do: name, type, identifier.

    :param whos: the names that it uses, with their types.
    :param entities: what they stand for.
    """
    known = Reading(document=Document(id="", text=""), entities=tuple(dict.fromkeys(entities)))
    referent = referents(known)
    found = []
    for name, type_ in whos:
        mention = Mention(document_id="", start=0, end=0, text=name, type=type_, head=0, name=name)
        entity = referent(mention)
        found.append((name, type_, entity.id if entity else ""))
    return found


def kept(fragment: Fragment, who: Callable[[Entity], tuple[str, str] | None]) -> Kept | None:
    """A fragment in terms of JSON; None where it is long, or an entity of it has no name by which it is found again."""
    names = [who(entity) for entity in fragment.share.entities]
    text = fragment.text.read(LONGEST + 1)
    fragment.text.seek(0)
    if None in names or len(text) > LONGEST:
        return None
    return {
        "text": text.decode(),
        "prefixes": sorted(fragment.prefixes),
        "facts": fragment.facts,
        "entities": names,
        "links": "".join(f"{link} .\n" for link in fragment.share.links),
        "amounts": [(str(amount.value), amount.unit, text) for amount, text in fragment.share.amounts.items()],
    }


def taken(found: Kept, entity: Callable[[tuple[str, str]], Entity]) -> Fragment:
    """A fragment that was kept."""
    amounts = {Amount(value=Decimal(value), unit=unit, text=text): text for value, unit, text in found["amounts"]}
    links = ox.parse(found["links"], format=ox.RdfFormat.N_TRIPLES)
    share = Share(
        entities=tuple(entity((name, type_)) for name, type_ in found["entities"]),
        links=tuple(quad.triple for quad in links),
        amounts=amounts,
    )
    text = _text(found["text"].encode())
    return Fragment(text=text, prefixes=frozenset(found["prefixes"]), facts=tuple(found["facts"]), share=share)


def _text(known: bytes = b"") -> IO[bytes]:
    text = SpooledTemporaryFile(HELD)  # noqa: SIM115 - it goes with the fragment
    text.write(known)
    text.seek(0)
    return text
