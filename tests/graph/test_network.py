from __future__ import annotations

from collections.abc import Callable

from kg.graph.network import multigraph
from kg.graph.store import GraphStore
from kg.model import Entity, Reading
from kg.ontology import Ontology


def test_entities_are_nodes_and_facts_are_edges(graph: GraphStore) -> None:
    network = multigraph(graph)
    assert network.nodes["country/Italy"] == {"label": "Italy", "type": "Country"}
    assert network.number_of_edges() == len(graph.facts())
    assert {entity.id for entity in graph.entities()} <= set(network.nodes)


def test_an_edge_carries_what_the_fact_says_and_where(graph: GraphStore) -> None:
    (edge,) = multigraph(graph).get_edge_data("country/Italy", "company/DeepSeek").values()
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
    for source, _, key, edge in multigraph(graph).edges(keys=True, data=True):
        assert graph.fact(key).relation == edge["relation"]
        assert source in {filler.id for filler in graph.fact(key).roles.values() if isinstance(filler, Entity)}


def test_a_third_role_stays_on_the_edge(state: Callable[..., Reading], ontology: Ontology) -> None:
    us, china = (Entity(id=f"country/{name}", label=name, type="Country") for name in ("US", "China"))
    chips = Entity(id="chip/AI_chips", label="AI chips", type="Chip")
    graph = GraphStore.create(
        [state("Restriction", {"target": china, "restricted": chips, "restrictor": us})], ontology
    )
    ((source, target, edge),) = multigraph(graph).edges(data=True)
    assert (source, target) == ("country/US", "chip/AI_chips")
    assert edge["roles"] == {"restrictor": "US", "restricted": "AI chips", "target": "China"}


def test_entities_come_before_values(state: Callable[..., Reading], ontology: Ontology) -> None:
    us, china = (Entity(id=f"country/{name}", label=name, type="Country") for name in ("US", "China"))
    graph = GraphStore.create(
        [state("Restriction", {"restrictor": us, "restricted": "tools", "target": china})], ontology
    )
    assert list(multigraph(graph).edges()) == [("country/US", "country/China")]


def test_a_value_is_a_node_where_there_is_one_entity_only(graph: GraphStore) -> None:
    network = multigraph(graph)
    assert set(network.successors("model/DeepSeek-R1")) == {
        "amount/USD-5600000",
        "product/ChatGPT",
        "text/open_%E2%80%9Csource%E2%80%9D",
    }
    assert network.nodes["text/open_%E2%80%9Csource%E2%80%9D"] == {"label": "open “source”", "type": "Literal"}
    assert network.nodes["amount/USD-5600000"]["type"] == "Amount"


def test_a_fact_about_one_thing_alone_is_a_loop(state: Callable[..., Reading], ontology: Ontology) -> None:
    firm = Entity(id="company/A", label="A", type="Company")
    network = multigraph(GraphStore.create([state("MarketLoss", {"company": firm})], ontology))
    assert list(network.edges()) == [("company/A", "company/A")]


def test_networkx_can_work_with_it(graph: GraphStore) -> None:
    import networkx

    network = multigraph(graph)
    assert networkx.has_path(network.to_undirected(), "product/ChatGPT", "amount/USD-5600000")
    assert networkx.node_link_data(network, edges="links")["multigraph"]
