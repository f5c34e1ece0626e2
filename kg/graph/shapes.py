"""Shapes, and what a graph has that they forbid: SHACL, with findings in plain words.

`ontology/shapes.ttl` holds for every graph; the shapes of relations are made from the ontology.
https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.errors import GraphError
from kg.graph.iris import STANDARD_PREFIXES
from kg.graph.store import GraphStore
from kg.ontology import AMOUNT, ANYTHING, DATE, LITERAL, EntityType, Ontology, Relation, Role, folder

if TYPE_CHECKING:
    import rdflib

_PREFIXES = STANDARD_PREFIXES | {"sh": "http://www.w3.org/ns/shacl#", "shape": "https://kg.example/shapes#"}
_DATES = " ".join(f"[ sh:datatype xsd:{name} ]" for name in ("gYear", "gYearMonth", "date"))
_NATIVE = {LITERAL: "[ sh:nodeKind sh:Literal ]", AMOUNT: "[ sh:class kg:Amount ]", DATE: _DATES}
_WORDS = {LITERAL: "words", AMOUNT: "amount", DATE: "date"}
_SEVERITIES = {"Violation": 0, "Warning": 1, "Info": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in a graph that should not be so."""

    severity: str
    """``violation``, ``warning`` or ``info``."""
    focus: str
    """The node it is about, with a prefix where there is one."""
    path: str
    """The property it is about; empty where it is about the node as a whole."""
    message: str
    """What is wrong, in plain words."""
    value: str = ""
    """The value that should not be there; empty where one is missing."""

    def __str__(self) -> str:
        path = f" ({self.path})" if self.path else ""
        return f"{self.focus}: {self.message}{path}" + (f": {self.value}" if self.value else "")


def validate(graph: GraphStore | str | Path, shapes: str | Path | None = None) -> list[Finding]:
    """What is wrong with a graph, the worst first; nothing where it is sound. All its graphs count as one.

    :param shapes: a Turtle file of shapes to use instead of the ontology's own.
    :raises GraphError: where the graph or the shapes cannot be read.
    """
    from pyshacl import validate as run

    store = graph if isinstance(graph, GraphStore) else GraphStore.open(graph)
    rules = _shapes(store.ontology, shapes)
    with _quiet("rdflib.term"):
        conforms, report, text = run(_parsed(store.serialize("turtle"), "the graph"), shacl_graph=rules, inplace=True)
    if conforms:
        return []
    if not hasattr(report, "subjects"):
        raise GraphError(f"the shapes cannot be applied: {' '.join(str(text).split())}")
    return sorted(set(_findings(report, store.prefixes)), key=_order)


def relation_shapes(ontology: Ontology) -> str:
    """The shapes of an ontology's relations and types, in Turtle.

    >>> from kg.ontology import load
    >>> "ontology#restriction.restricted" in relation_shapes(load())
    True
    """
    concrete = [t for t in ontology.types.values() if not t.abstract]
    types = [t.name for t in concrete]
    blocks = [
        _closed("relation", "sh:targetClass kg:Fact", ["Fact", *ontology.relations]),
        _closed("type", "sh:targetSubjectsOf skos:prefLabel", types),
    ]
    blocks += [_relation(relation, concrete, ontology) for relation in ontology.relations.values()]
    head = [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in _PREFIXES.items()]
    return "\n".join([*head, *blocks])


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Silence a logger, for malformed dates and numbers are findings and need no traceback."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _shapes(ontology: Ontology, path: str | Path | None) -> rdflib.Graph:
    own = ontology.folder / "shapes.ttl"
    source = Path(path) if path else own if own.is_file() else folder() / "shapes.ttl"
    try:
        content = source.read_bytes()
    except OSError as error:
        raise GraphError(f"{source}: {error.strerror}") from None
    graph = _parsed(content, str(source))
    return graph if path else graph.parse(data=relation_shapes(ontology), format="turtle")


def _parsed(content: bytes, name: str) -> rdflib.Graph:
    import rdflib

    try:
        return rdflib.Graph().parse(data=content, format="turtle")
    except (SyntaxError, ValueError) as error:
        raise GraphError(f"{name}: {' '.join(str(error).split())[:200]}") from None


def _closed(kind: str, target: str, members: Iterable[str]) -> str:
    """A shape by which nodes have types of a list and no others."""
    listed = " ".join(f"kg:{member}" for member in members)
    message = Literal(f"this {kind} is not in the ontology")
    constraint = f"sh:property [ sh:path rdf:type ; sh:in ( {listed} ) ; sh:message {message} ]"
    return f"shape:known-{kind} a sh:NodeShape ; {target} ; {constraint} ."


def _relation(relation: Relation, concrete: list[EntityType], ontology: Ontology) -> str:
    properties = [line for role in relation.roles for line in _role(role, relation, concrete, ontology)]
    inner = "".join(f" ;\n    sh:property [ {line} ]" for line in properties)
    return f"shape:{relation.name} a sh:NodeShape ; sh:targetClass kg:{relation.name}{inner} ."


def _role(role: Role, relation: Relation, concrete: list[EntityType], ontology: Ontology) -> Iterator[str]:
    path = f"sh:path <{role.iri}>"
    if role.required:
        yield f"{path} ; sh:minCount 1 ; sh:message {Literal(f'{relation.label}: the {role.label} is missing')}"
    yield f"{path} ; sh:maxCount 1 ; sh:message {Literal(f'{relation.label}: there is more than one {role.label}')}"
    if ANYTHING in role.ranges:
        return
    fitting = [t for t in concrete if ontology.fits(t.name, role)]
    values = sorted((role.ranges | ({LITERAL} if role.kinds else set())) & _NATIVE.keys())
    choices = [f"[ sh:class kg:{t.name} ]" for t in fitting] + [_NATIVE[value] for value in values]
    wanted = ", ".join([t.label for t in fitting] + [_WORDS[value] for value in values])
    message = Literal(f"{relation.label}: the {role.label} must be one of: {wanted}")
    yield f"{path} ; sh:or ( {' '.join(choices)} ) ; sh:message {message}"


def _findings(report: rdflib.Graph, prefixes: dict[str, str]) -> Iterator[Finding]:
    from rdflib import RDF, SH

    known = {namespace: prefix for prefix, namespace in prefixes.items()}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)).lower()
        messages = sorted(map(str, report.objects(result, SH.resultMessage)))
        yield Finding(
            severity=severity,
            focus=_short(report.value(result, SH.focusNode), known),
            path=_path(report, report.value(result, SH.resultPath), known),
            message="; ".join(messages),
            value=_short(report.value(result, SH.value), known),
        )


def _path(report: rdflib.Graph, path: rdflib.term.Node | None, known: dict[str, str]) -> str:
    from rdflib import SH

    inverse = report.value(path, SH.inversePath) if path is not None else None
    return f"^{_short(inverse, known)}" if inverse is not None else _short(path, known)


def _short(term: object, known: dict[str, str]) -> str:
    text = "" if term is None else str(term)
    end = max(text.rfind("#"), text.rfind("/")) + 1
    return f"{known[text[:end]]}:{text[end:]}" if text[:end] in known and text[end:] else text


def _order(finding: Finding) -> tuple[int, str, str, str, str]:
    place = _SEVERITIES.get(finding.severity.capitalize(), len(_SEVERITIES))
    return place, finding.focus, finding.path, finding.message, finding.value
