"""IRIs: what everything in the graph is called.

Each is derived from content alone, so two builds, on two machines, in any order, give the same one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from kg.errors import GraphError
from kg.model import Amount, Date, Entity, Fact, Filler
from kg.ontology import NAMESPACE, Ontology

DOCUMENT, FACT, EVIDENCE, AMOUNT, CORRECTION = "document/", "fact/", "evidence/", "amount/", "correction/"
"""Where documents, facts, evidence, amounts and corrections lie below the base."""

STANDARD_PREFIXES = {
    "kg": NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
}

_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
_PUNCTUATION = frozenset("-_.~/:@!$&'()*+,;=")
_DIGITS = 20
"""Hexadecimal digits of a digest: 80 bits, so that a billion facts clash with a chance below one in a million."""


def slug(text: str, space: str = "_") -> str:
    """A name as one segment of an IRI, readable in any script and never empty.

    ``space`` stands for a space; where it is empty, spaces are percent-encoded.

    >>> slug("United States"), slug("AT&T"), slug("小米"), slug("")
    ('United_States', 'AT%26T', '小米', '_')
    """
    spaced = "".join(space if space and c.isspace() else c for c in text)
    kept = "".join(c if c in "-_." or _is_letter(c) else _encoded(c) for c in spaced)
    return kept if kept.strip(".") else kept.replace(".", "%2E") or "_"


def document_id(document: str) -> str:
    """The identifier of a document; spaces and underscores stay apart, for two documents must never share a graph.

    >>> document_id("my report_1")
    'document/my%20report_1'
    """
    return DOCUMENT + slug(document, space="")


def amount_id(amount: Amount) -> str:
    """The identifier of an amount.

    >>> amount_id(Amount(value=Decimal("5600000"), unit="USD", text="$5.6 million"))
    'amount/USD-5600000'
    """
    value = decimal_text(amount.value)
    return AMOUNT + (f"{slug(amount.unit)}-{value}" if amount.unit else value)


def decimal_text(value: Decimal) -> str:
    """The canonical digits of a number.

    >>> decimal_text(Decimal("5.60")), decimal_text(Decimal("1E+3"))
    ('5.6', '1000')
    """
    digits = format(value, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits in ("-0", "") else digits


def fact_id(fact: Fact, ontology: Ontology) -> str:
    """The identifier of a fact: a digest of all that makes two facts equal."""
    fact = canonical(fact, ontology)
    roles = sorted((role, *_content(filler)) for role, filler in fact.roles.items())
    date = fact.date.value if fact.date else None
    return FACT + _digest([fact.relation, roles, fact.polarity, fact.modality, fact.attributed_to, date])


def evidence_id(fact: str, document: str, start: int, end: int) -> str:
    """The identifier of the evidence for a fact in one sentence of a document."""
    return EVIDENCE + _digest([fact, document, start, end])


def correction_id(entry: str) -> str:
    """The identifier of a correction, by its entry in the file of the user's corrections."""
    return CORRECTION + _digest(entry)


def canonical(fact: Fact, ontology: Ontology) -> Fact:
    """The fact with the two places of a symmetric relation in one order, whichever the text had."""
    relation = ontology.relations.get(fact.relation)
    pair = next(((s.subject, s.object) for s in relation.shortcuts if s.symmetric), None) if relation else None
    if pair is None or not set(pair) <= set(fact.roles):
        return fact
    first, second = pair
    if _content(fact.roles[first]) <= _content(fact.roles[second]):
        return fact
    swap = {first: second, second: first}
    evidence = tuple(
        replace(e, mentions=tuple(replace(m, role=swap.get(m.role, m.role)) for m in e.mentions)) for e in fact.evidence
    )
    roles = {role: fact.roles[swap.get(role, role)] for role in fact.roles}
    return replace(fact, roles=roles, evidence=evidence)


def absolute(base: str, identifier: str) -> str:
    """The IRI of an identifier below the base; whatever no IRI may hold is percent-encoded.

    >>> absolute("https://kg.example/", "country/Italy")
    'https://kg.example/country/Italy'
    """
    return legal(identifier) if "://" in identifier else base + legal(identifier)


@lru_cache(maxsize=65536)
def legal(iri: str) -> str:
    """An IRI with whatever no IRI may hold percent-encoded; what is encoded already stays as it is.

    >>> legal("company/A B"), legal("company/A%20B"), legal("50%")
    ('company/A%20B', 'company/A%20B', '50%25')
    """
    bare = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", iri)
    return "".join(c if c == "%" or c in _PUNCTUATION or _is_letter(c) else _encoded(c) for c in bare)


def below(base: str, iri: str) -> str:
    """The identifier that an IRI has below the base.

    >>> below("https://kg.example/", "https://kg.example/country/Italy")
    'country/Italy'
    """
    return iri.removeprefix(base)


def checked_base(base: str) -> str:
    """A base IRI that ends in a slash.

    :raises GraphError: where it is no absolute IRI, or has a query or a fragment.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|\\^`?#]+", base):
        raise GraphError(f"{base!r} cannot be the base: it must be an absolute IRI such as https://kg.example/")
    return base if base.endswith("/") else base + "/"


def prefixes(ontology: Ontology, base: str) -> dict[str, str]:
    """Every prefix of the graph: the standard ones, and one for each concrete type of entities.

    >>> from kg.ontology import load
    >>> prefixes(load(), "https://kg.example/")["country"]
    'https://kg.example/country/'
    """
    own = [(t.segment, base + t.segment + "/") for t in ontology.types.values() if not t.abstract]
    own += [(place.rstrip("/"), base + place) for place in (DOCUMENT, FACT, EVIDENCE, AMOUNT, CORRECTION)]
    return STANDARD_PREFIXES | {prefix: iri for prefix, iri in sorted(own) if prefix not in STANDARD_PREFIXES}


def _content(filler: Filler) -> tuple[str, str]:
    match filler:
        case Entity():
            return "entity", legal(filler.id)
        case Amount():
            return "amount", amount_id(filler)
        case Date():
            return "date", filler.value
        case str():
            return "text", filler


def _digest(content: object) -> str:
    text = _ENCODER.encode(content)
    return sha256(text.encode("ascii")).hexdigest()[:_DIGITS]


def _is_letter(character: str) -> bool:
    """Whether a character is a letter, a digit or a mark upon one; marks of plane 14 may not stand in an IRI."""
    return character.isalnum() or (unicodedata.category(character)[0] == "M" and ord(character) < 0xE0000)


def _encoded(characters: str) -> str:
    return quote(characters, safe="", errors="replace")
