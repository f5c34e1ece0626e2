"""Quads by graph, subject and predicate, each level in the order in which people read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain, groupby, islice
from typing import TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.graph import iris
from kg.graph import vocabulary as v
from kg.graph.sorting import in_order

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Known: TypeAlias = dict[str, set[Term]]
"""What is said of a subject: predicate → objects."""
Subjects: TypeAlias = dict[str, Known]

HELD = 50_000
"""How many quads are held in memory; more are sorted on disk."""

_PLACES = (iris.DOCUMENT, iris.FACT, iris.AMOUNT, iris.EVIDENCE)
_PREDICATES = (v.TYPE.value, v.IDENTIFIER.value, v.LABEL.value, v.PREF_LABEL.value)


def graphs(quads: Iterable[Quad], base: str) -> dict[str, Subjects]:
    """Graph → subject → predicate → objects, each level in its order; the default graph is called ''."""
    found: dict[str, list[Triple]] = {}
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else name(quad.graph_name)
        found.setdefault(graph, []).append(quad.triple)
    return {graph: dict(_subjects(found[graph], base)) for graph in sorted(found)}


def subjects(triples: Iterable[Triple], base: str, held: int = HELD) -> Iterator[tuple[str, Known]]:
    """Subjects and what is said of each, in their order, of however many triples; none of them has a triple in it.

    :param held: how many triples may be in memory at a time.
    """
    rest = iter(triples)
    first = list(islice(rest, held))
    if len(first) < held:
        yield from _subjects(first, base)
        return
    place = lru_cache(maxsize=1000)(partial(_subject_order, base=base))
    lines = (f"{triple} .\n".encode() for triple in chain(first, rest))
    for _, alike in groupby(in_order(lines, lambda line: place(_subject(line)), held), _subject):
        yield from _subjects((quad.triple for quad in parse(b"".join(alike), format=RdfFormat.N_TRIPLES)), base)


def _subject(line: bytes) -> str:
    """The subject of a line of N-Triples, as :func:`name` has it."""
    return line.partition(b" ")[0].decode().removeprefix("<").removesuffix(">")


def _subjects(triples: Iterable[Triple], base: str) -> Iterator[tuple[str, Known]]:
    found: Subjects = {}
    for triple in triples:
        found.setdefault(name(triple.subject), {}).setdefault(triple.predicate.value, set()).add(triple.object)
    for subject, known in sorted(found.items(), key=lambda item: _subject_order(item[0], base)):
        yield subject, {predicate: known[predicate] for predicate in sorted(known, key=_predicate_order)}


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
