"""Networks: the graph in three projections, for networkx and all that builds upon it.

Formats that know texts and numbers alone (GraphML, GEXF) carry a network too: :func:`flat` writes its lists and
mappings as JSON, :func:`restored` reads them, and nothing is lost on the way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import GraphError
from kg.graph import iris
from kg.graph.serializations import ILLEGAL_IN_XML, legal_in_xml
from kg.graph.shared import shared
from kg.graph.store import GraphStore
from kg.model import Amount, Date, Entity, Evidence, Fact, Filler, label_of
from kg.ontology import LITERAL

if TYPE_CHECKING:
    import networkx

    Network: TypeAlias = networkx.Graph[str]

_FACT = "Fact"
_STATED = ("relation", "polarity", "modality", "attributed_to", "date")
_STRUCTURED = ("roles", "evidence", "facts")
"""Attributes that are lists or mappings."""
_DERIVED = ("documents", "sentences")
"""Attributes that :func:`flat` adds for people to read; the evidence has them too."""


def network(store: GraphStore, projection: str = "relations") -> Network:
    """The graph in one of :data:`PROJECTIONS`.

    :raises GraphError: where there is no such projection.
    """
    if projection not in PROJECTIONS:
        raise GraphError(f"no projection {projection!r}; there are {', '.join(PROJECTIONS)}")
    return PROJECTIONS[projection](store)


def relations(store: GraphStore) -> networkx.MultiDiGraph[str]:
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
        roles = {role: label_of(filler) for role, filler in fact.roles.items()}
        graph.add_nodes_from([_node(source), _node(target)])
        known = _stated(fact) | {"roles": roles}
        graph.add_edge(identifier(source), identifier(target), key=store.fact_id(fact), **known)
    return graph


def facts(store: GraphStore) -> networkx.MultiDiGraph[str]:
    """A node for each fact too: an edge leads from it to whatever fills one of its roles, by the name of the role.

    Nodes of facts carry ``relation``, ``evidence`` and all else that edges of :func:`relations` do; their ``type`` is
    ``Fact``, their ``label`` that of the relation. Edges carry ``role``. No role of any fact is lost here.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_nodes_from(map(_node, store.entities()))
    for fact in store.facts():
        id_, relation = store.fact_id(fact), store.ontology.relations.get(fact.relation)
        graph.add_node(id_, label=relation.label if relation else fact.relation, type=_FACT, **_stated(fact))
        for role, filler in fact.roles.items():
            graph.add_nodes_from([_node(filler)])
            graph.add_edge(id_, identifier(filler), key=role, role=role)
    return graph


def simple(store: GraphStore) -> Network:
    """Entities alone, with one undirected edge between any two that take part in the same facts.

    Its ``weight`` is the number of those facts, its ``facts`` their identifiers, which :meth:`GraphStore.fact` takes.
    """
    import networkx

    graph: Network = networkx.Graph()
    graph.add_nodes_from(map(_node, sorted(store.entities(), key=lambda entity: entity.id)))
    for (one, other), ids in shared(store).items():
        graph.add_edge(one, other, weight=len(ids), facts=ids)
    return graph


PROJECTIONS: Mapping[str, Callable[[GraphStore], Network]] = {"relations": relations, "facts": facts, "simple": simple}
"""The ways to see the graph as a network."""


def flat(graph: Network) -> Network:
    """A network whose attributes are texts and numbers alone; edges carry their keys as ``fact``.

    ``documents`` and ``sentences`` are added beside ``evidence``, for people who look at it in another program.
    """
    import networkx

    plain: Network = graph.__class__()
    plain.add_nodes_from((id_, _flat(known)) for id_, known in graph.nodes(data=True))
    if isinstance(graph, networkx.MultiDiGraph):
        for source, target, key, known in graph.edges(keys=True, data=True):
            own = {} if "role" in known else {"fact": key}
            plain.add_edge(source, target, key=key, **own, **_flat(known))
    else:
        plain.add_edges_from((one, other, _flat(known)) for one, other, known in graph.edges(data=True))
    return plain


def restored(graph: Network) -> Network:
    """The network that :func:`flat` made a flat one of, whatever programs and formats it went through since."""
    import networkx

    whole: Network = networkx.MultiDiGraph() if graph.is_directed() else networkx.Graph()
    for id_, known in graph.nodes(data=True):
        whole.add_node(str(id_), **_restored(known, ("label", "type"), of_fact=known.get("type") == _FACT))
    for source, target, known in graph.edges(data=True):
        if not graph.is_directed():
            whole.add_edge(source, target, weight=int(known["weight"]), facts=json.loads(known["facts"]))
        elif "role" in known:
            whole.add_edge(source, target, key=known["role"], role=known["role"])
        else:
            whole.add_edge(source, target, key=known["fact"], **_restored(known, (), of_fact=True))
    return whole


def node_link(graph: Network) -> dict[str, Any]:
    """The node-link form of networkx, with edges under ``edges``: lists and mappings stay as they are."""
    import networkx

    found: dict[str, Any] = networkx.node_link_data(graph, edges="edges")
    return found


def _flat(known: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: _text(value) if name in _STRUCTURED else value for name, value in known.items()}
    plain = {name: legal_in_xml(value) if isinstance(value, str) else value for name, value in plain.items()}
    if evidence := known.get("evidence"):
        joined = (_distinct(evidence, "document", "; "), _distinct(evidence, "sentence", " "))
        plain |= dict(zip(_DERIVED, map(legal_in_xml, joined), strict=True))
    return plain


def _text(value: object) -> str:
    """JSON that every XML can hold."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(ILLEGAL_IN_XML, lambda match: json.dumps(match[0])[1:-1], text)


def _distinct(evidence: Iterable[Mapping[str, Any]], name: str, between: str) -> str:
    return between.join(dict.fromkeys(piece[name] for piece in evidence))


def _restored(known: Mapping[str, Any], names: Iterable[str], *, of_fact: bool) -> dict[str, Any]:
    """The attributes that were there before; a text that a format left out was empty."""
    texts = {name: str(known.get(name, "")) for name in (*names, *(_STATED if of_fact else ()))}
    return texts | {name: json.loads(known[name]) for name in _STRUCTURED if name in known}


def _ends(fact: Fact) -> tuple[Filler, Filler]:
    """What an edge leads from and to: entities first, in the order of roles."""
    fillers = sorted(fact.roles.values(), key=lambda filler: not isinstance(filler, Entity))
    return fillers[0], fillers[1] if len(fillers) > 1 else fillers[0]


def _node(filler: Filler) -> tuple[str, dict[str, str]]:
    return identifier(filler), {"label": label_of(filler), "type": kind(filler)}


def kind(filler: Filler) -> str:
    """What a node is: the type of an entity, or the name of another sort of value."""
    if isinstance(filler, Entity):
        return filler.type
    return LITERAL if isinstance(filler, str) else type(filler).__name__


def identifier(filler: Filler) -> str:
    """The identifier of the node that stands for what fills a role."""
    match filler:
        case Entity():
            return filler.id
        case Amount():
            return iris.amount_id(filler)
        case Date():
            return f"date/{filler.value}"
        case str():
            return f"text/{iris.slug(filler)}"


def _stated(fact: Fact) -> dict[str, Any]:
    date = fact.date.value if fact.date else ""
    values = (fact.relation, fact.polarity, fact.modality, fact.attributed_to, date)
    return dict(zip(_STATED, values, strict=True)) | {"evidence": [_evidence(evidence) for evidence in fact.evidence]}


def _evidence(evidence: Evidence) -> dict[str, str | int]:
    return {
        "document": evidence.document_id,
        "start": evidence.start,
        "end": evidence.end,
        "sentence": evidence.sentence,
    }
