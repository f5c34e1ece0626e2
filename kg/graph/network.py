"""The network: entities as nodes, facts as edges, for networkx and all that builds upon it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.graph import iris
from kg.graph.store import GraphStore
from kg.model import Amount, Date, Entity, Evidence, Fact, Filler, label_of
from kg.ontology import LITERAL

if TYPE_CHECKING:
    import networkx


def multigraph(store: GraphStore) -> networkx.MultiDiGraph[str]:
    """A node for each entity, by identifier, with ``label`` and ``type``; an edge for each fact, by its identifier.

    An edge leads from the first to the second entity of the fact, in the ontology's order of roles. Where a fact has
    one entity only, its value (an amount, a date, a text) is a node too; where it has nothing else, the edge is a loop.
    Edges carry ``relation``, ``roles`` (role → label), ``evidence`` (dicts with ``document``, ``start``, ``end`` and
    ``sentence``), ``polarity``, ``modality``, ``attributed_to`` and ``date``.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_nodes_from(map(_node, store.entities()))
    for fact in store.facts():
        source, target = _ends(fact)
        graph.add_nodes_from([_node(source), _node(target)])
        graph.add_edge(_identifier(source), _identifier(target), key=store.fact_id(fact), **_attributes(fact))
    return graph


def _ends(fact: Fact) -> tuple[Filler, Filler]:
    """What an edge leads from and to: entities first, in the order of roles."""
    fillers = sorted(fact.roles.values(), key=lambda filler: not isinstance(filler, Entity))
    return fillers[0], fillers[1] if len(fillers) > 1 else fillers[0]


def _node(filler: Filler) -> tuple[str, dict[str, str]]:
    kind = filler.type if isinstance(filler, Entity) else LITERAL if isinstance(filler, str) else type(filler).__name__
    return _identifier(filler), {"label": label_of(filler), "type": kind}


def _identifier(filler: Filler) -> str:
    match filler:
        case Entity():
            return filler.id
        case Amount():
            return iris.amount_id(filler)
        case Date():
            return f"date/{filler.value}"
        case str():
            return f"text/{iris.slug(filler)}"


def _attributes(fact: Fact) -> dict[str, Any]:
    return {
        "relation": fact.relation,
        "roles": {role: label_of(filler) for role, filler in fact.roles.items()},
        "evidence": [_evidence(evidence) for evidence in fact.evidence],
        "polarity": fact.polarity,
        "modality": fact.modality,
        "attributed_to": fact.attributed_to,
        "date": fact.date.value if fact.date else "",
    }


def _evidence(evidence: Evidence) -> dict[str, str | int]:
    return {
        "document": evidence.document_id,
        "start": evidence.start,
        "end": evidence.end,
        "sentence": evidence.sentence,
    }
