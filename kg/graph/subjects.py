"""Quads by graph, subject and predicate, each level in the order in which people read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.graph import iris
from kg.graph import vocabulary as v

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Subjects: TypeAlias = dict[str, dict[str, set[Term]]]

_PLACES = (iris.DOCUMENT, iris.FACT, iris.AMOUNT, iris.EVIDENCE)
_PREDICATES = (v.TYPE.value, v.IDENTIFIER.value, v.LABEL.value, v.PREF_LABEL.value)


def graphs(quads: Iterable[Quad], base: str) -> dict[str, Subjects]:
    """Graph → subject → predicate → objects, each level in its order; the default graph is called ''."""
    found: dict[str, Subjects] = {}
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else name(quad.graph_name)
        known = found.setdefault(graph, {}).setdefault(name(quad.subject), {})
        known.setdefault(quad.predicate.value, set()).add(quad.object)
    return {
        graph: {
            subject: {predicate: known[predicate] for predicate in sorted(known, key=_predicate_order)}
            for subject, known in sorted(found[graph].items(), key=lambda item: _subject_order(item[0], base))
        }
        for graph in sorted(found)
    }


def _subject_order(subject: str, base: str) -> tuple[int, str, list[int], str]:
    """Documents, facts, amounts, evidence, then everything else; places in a document by number, not by letter."""
    whole, _, fragment = subject.partition("#")
    below = iris.below(base, whole)
    place = next((i for i, start in enumerate(_PLACES) if below.startswith(start)), len(_PLACES))
    if below != whole and fragment:
        numbers = [int(digits) for digits in re.findall("[0-9]+", fragment)]
        return len(_PLACES) + 1, whole + fragment.partition("=")[0], numbers, subject
    return place, whole, [], subject


def _predicate_order(predicate: str) -> tuple[int, str]:
    return _PREDICATES.index(predicate) if predicate in _PREDICATES else len(_PREDICATES), predicate


def split(iri: str) -> tuple[str, str]:
    """A namespace and the rest of an IRI."""
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:end], iri[end:]


def name(term: Term) -> str:
    """The IRI of a named node; how N-Quads writes anything else."""
    return term.value if isinstance(term, NamedNode) else str(term)
