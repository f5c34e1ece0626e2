from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import networkx
import pytest

from kg.errors import GraphError
from kg.graph.network import PROJECTIONS, facts, flat, network, relations, restored, simple
from kg.graph.store import GraphStore
from kg.model import Entity, Reading
from kg.ontology import Ontology
from kg.showing.exports import export


def test_entities_are_nodes_and_facts_are_edges(graph: GraphStore) -> None:
    drawn = relations(graph)
    assert drawn.nodes["country/Italy"] == {"label": "Italy", "type": "Country"}
    assert drawn.number_of_edges() == len(graph.facts())
    assert {entity.id for entity in graph.entities()} <= set(drawn.nodes)


def test_an_edge_carries_what_the_fact_says_and_where(graph: GraphStore) -> None:
    (edge,) = relations(graph).get_edge_data("country/Italy", "company/DeepSeek").values()
    assert edge == {
        "relation": "Restriction",
        "roles": {"restrictor": "Italy", "restricted": "DeepSeek"},
        "evidence": [{"document": "report", "start": 0, "end": 22, "sentence": "Italy banned DeepSeek."}],
        "polarity": "positive",
        "modality": "actual",
        "attributed_to": "",
        "date": "",
    }


def test_the_key_of_an_edge_finds_the_fact(graph: GraphStore) -> None:
    for source, _, key, edge in relations(graph).edges(keys=True, data=True):
        assert graph.fact(key).relation == edge["relation"]
        assert source in {filler.id for filler in graph.fact(key).roles.values() if isinstance(filler, Entity)}


def test_a_third_role_stays_on_the_edge(state: Callable[..., Reading], ontology: Ontology) -> None:
    us, china = (Entity(id=f"country/{name}", label=name, type="Country") for name in ("US", "China"))
    chips = Entity(id="chip/AI_chips", label="AI chips", type="Chip")
    graph = GraphStore.create(
        [state("Restriction", {"target": china, "restricted": chips, "restrictor": us})], ontology
    )
    ((source, target, edge),) = relations(graph).edges(data=True)
    assert (source, target) == ("country/US", "chip/AI_chips")
    assert edge["roles"] == {"restrictor": "US", "restricted": "AI chips", "target": "China"}


def test_entities_come_before_values(state: Callable[..., Reading], ontology: Ontology) -> None:
    us, china = (Entity(id=f"country/{name}", label=name, type="Country") for name in ("US", "China"))
    graph = GraphStore.create(
        [state("Restriction", {"restrictor": us, "restricted": "tools", "target": china})], ontology
    )
    assert list(relations(graph).edges()) == [("country/US", "country/China")]


def test_a_value_is_a_node_where_there_is_one_entity_only(graph: GraphStore) -> None:
    drawn = relations(graph)
    assert set(drawn.successors("model/DeepSeek-R1")) == {
        "amount/USD-5600000",
        "product/ChatGPT",
        "text/open_%E2%80%9Csource%E2%80%9D",
    }
    assert drawn.nodes["text/open_%E2%80%9Csource%E2%80%9D"] == {"label": "open “source”", "type": "Literal"}
    assert drawn.nodes["amount/USD-5600000"]["type"] == "Amount"


def test_a_fact_about_one_thing_alone_is_a_loop(state: Callable[..., Reading], ontology: Ontology) -> None:
    firm = Entity(id="company/A", label="A", type="Company")
    drawn = relations(GraphStore.create([state("MarketLoss", {"company": firm})], ontology))
    assert list(drawn.edges()) == [("company/A", "company/A")]


def test_networkx_can_work_with_it(graph: GraphStore) -> None:
    drawn = relations(graph)
    assert networkx.has_path(drawn.to_undirected(), "product/ChatGPT", "amount/USD-5600000")
    assert networkx.node_link_data(drawn, edges="links")["multigraph"]


def test_facts_as_nodes_keep_every_role(state: Callable[..., Reading], ontology: Ontology) -> None:
    us, china = (Entity(id=f"country/{name}", label=name, type="Country") for name in ("US", "China"))
    store = GraphStore.create(
        [state("Restriction", {"restrictor": us, "restricted": "tools", "target": china}, modality="planned")], ontology
    )
    drawn = facts(store)
    (fact,) = (node for node, known in drawn.nodes(data=True) if known["type"] == "Fact")
    assert store.fact(fact).relation == "Restriction"
    assert (drawn.nodes[fact]["label"], drawn.nodes[fact]["modality"]) == ("restriction", "planned")
    assert drawn.nodes[fact]["evidence"][0]["sentence"] == "It says so."
    assert {(target, role) for _, target, role in drawn.out_edges(fact, keys=True)} == {
        ("country/US", "restrictor"),
        ("text/tools", "restricted"),
        ("country/China", "target"),
    }


def test_simple_networks_count_the_facts_that_two_entities_share(graph: GraphStore) -> None:
    drawn = simple(graph)
    assert set(drawn) == {entity.id for entity in graph.entities()}
    edge = drawn.edges["country/Italy", "product/ChatGPT"]
    assert edge["weight"] == len(edge["facts"]) == 1
    assert graph.fact(edge["facts"][0]).modality == "planned"
    assert drawn.degree("model/DeepSeek-R1") == 1
    assert not drawn.is_directed()


def test_an_unknown_projection_is_named_with_those_there_are(graph: GraphStore) -> None:
    with pytest.raises(GraphError, match="no projection 'round'; there are relations, facts, simple"):
        network(graph, "round")


HOSTILE = "back\\slash \"quotes\" 'single' <tag> & ]]> \n\t\r \x00\x0b\ufffe “typographic” 小米 😀"


@pytest.fixture(params=["world", "hostile"])
def store(
    request: pytest.FixtureRequest, graph: GraphStore, state: Callable[..., Reading], ontology: Ontology
) -> GraphStore:
    """The small world, and a fact whose sentence and document need every escape."""
    if request.param == "world":
        return graph
    italy = Entity(id="country/Italy", label="Italy & <Rome>", type="Country")
    reading = state("Restriction", {"restrictor": italy, "restricted": 'a "b" <c> & d'}, document=HOSTILE)
    (fact,) = reading.facts
    said = tuple(replace(e, sentence=HOSTILE, end=e.start + len(HOSTILE)) for e in fact.evidence)
    return GraphStore.create([replace(reading, facts=(replace(fact, evidence=said),))], ontology)


def _graphml(whole: networkx.Graph[str], path: Path) -> networkx.Graph[str]:
    networkx.write_graphml(flat(whole), path)
    return restored(networkx.read_graphml(path))


def _gexf(whole: networkx.Graph[str], path: Path) -> networkx.Graph[str]:
    networkx.write_gexf(flat(whole), path)
    return restored(networkx.read_gexf(path))


def _node_link(whole: networkx.Graph[str], path: Path) -> networkx.Graph[str]:
    path.write_text(json.dumps(networkx.node_link_data(whole, edges="edges")))
    return networkx.node_link_graph(json.loads(path.read_text()), edges="edges")


def _pickled_flat(whole: networkx.Graph[str], path: Path) -> networkx.Graph[str]:
    path.write_text(json.dumps(networkx.node_link_data(flat(whole), edges="edges")))
    return restored(networkx.node_link_graph(json.loads(path.read_text()), edges="edges"))


@pytest.mark.parametrize("way", [_graphml, _gexf, _node_link, _pickled_flat])
@pytest.mark.parametrize("projection", PROJECTIONS)
def test_a_network_comes_back_whole(
    store: GraphStore, projection: str, way: Callable[..., networkx.Graph[str]], tmp_path: Path
) -> None:
    whole = network(store, projection)
    assert contents(way(whole, tmp_path / "network")) == contents(whole)


@pytest.mark.parametrize("format_", ["graphml", "gexf", "nodelink"])
@pytest.mark.parametrize("projection", PROJECTIONS)
def test_an_export_comes_back_whole(store: GraphStore, projection: str, format_: str) -> None:
    content = export(store, format_, projection)
    readers = {
        "graphml": lambda: restored(networkx.read_graphml(BytesIO(content))),
        "gexf": lambda: restored(networkx.read_gexf(BytesIO(content), version="1.2draft")),
        "nodelink": lambda: networkx.node_link_graph(json.loads(content), edges="edges"),
    }
    assert contents(readers[format_]()) == contents(network(store, projection))


def contents(graph: networkx.Graph[str]) -> tuple[object, ...]:
    """Everything that a network holds: its kind, its nodes and its edges, each with all attributes."""
    if isinstance(graph, networkx.MultiDiGraph):
        edges = {(a, b, key): known for a, b, key, known in graph.edges(keys=True, data=True)}
        assert len(edges) == graph.number_of_edges()
        return type(graph), dict(graph.nodes(data=True)), edges
    return type(graph), dict(graph.nodes(data=True)), {frozenset((a, b)): d for a, b, d in graph.edges(data=True)}
