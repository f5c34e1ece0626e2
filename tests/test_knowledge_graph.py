"""The Python interface: `import kg`, the graph's methods, and what notebooks show."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import networkx
import pyoxigraph
import pytest
import rdflib

import kg
from kg import ontology
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Evidence, Fact, Reading, RoleMention

ITALY = Entity(id="country/Italy", label="Italy", type="Country")
DEEPSEEK = Entity(id="company/DeepSeek", label="DeepSeek", type="Company", aliases=("<b>Seek</b>",))
SENTENCE = "Italy banned DeepSeek."


def reading(document: str) -> Reading:
    evidence = Evidence(
        document_id=document,
        start=0,
        end=22,
        sentence=SENTENCE,
        frame="Restriction",
        trigger="banned",
        trigger_start=6,
        trigger_end=12,
        mentions=(RoleMention(role="restrictor", start=0, end=5, text="Italy"),),
    )
    fact = Fact(relation="Restriction", roles={"restrictor": ITALY, "restricted": DEEPSEEK}, evidence=(evidence,))
    return Reading(document=Document(id=document, text=SENTENCE), entities=(ITALY, DEEPSEEK), facts=(fact,))


@pytest.fixture
def graph() -> kg.KnowledgeGraph:
    return kg.KnowledgeGraph(GraphStore.create([reading("a")], ontology.load()))


def test_the_public_names_are_sorted_and_there() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    assert dir(kg) == kg.__all__
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    public = {"KnowledgeGraph", "build", "load", "Fact", "Entity", "Evidence", "Document", "KgError", "__version__"}
    assert public <= set(kg.__all__)


def test_one_document_makes_a_graph() -> None:
    graph = kg.build(kg.Document(id="note", text="Italy banned DeepSeek."))
    assert [kg.label_of(fact.roles["restrictor"]) for fact in graph.facts()] == ["Italy"]


def test_every_error_and_value_is_public() -> None:
    from kg import errors, model

    for module in (errors, model):
        own = [n for n, v in vars(module).items() if isinstance(v, type) and v.__module__ == module.__name__]
        assert set(own) <= set(kg.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'nothing'"):
        _ = kg.nothing  # type: ignore[attr-defined]


def test_import_loads_nothing_but_the_front_door() -> None:
    loaded = "sorted(n for n in sys.modules if n.split('.')[0] in ('kg', 'pyoxigraph', 'click', 'spacy'))"
    code = f"import sys, kg; print({loaded})"
    root = str(Path(kg.__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == "['kg']\n"


def test_the_module_build_does_not_hide_the_function() -> None:
    import kg.build
    from kg.build import build

    assert callable(kg.build)
    assert kg.build is not build


def test_building_reads_files(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Italy has banned DeepSeek. OpenAI bought OpenAI.")
    done: list[tuple[int, int, str]] = []
    graph = kg.build(tmp_path / "note.txt", progress=lambda *step: done.append(step))
    assert [fact.relation for fact in graph.facts()] == ["Restriction"]
    assert [rejection.relation for rejection in graph.rejections] == ["Acquisition"]
    assert done == [(1, 1, "note")]


def test_what_is_saved_is_loaded(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    graph.save(tmp_path / "graph.trig")
    graph.save(tmp_path / "store")
    for path in (tmp_path / "graph.trig", str(tmp_path / "store")):
        assert kg.load(path).facts() == graph.facts()
    with pytest.raises(kg.GraphError, match=r"nowhere\.trig"):
        kg.load(tmp_path / "nowhere.trig")


def test_facts_and_entities_are_chosen(graph: kg.KnowledgeGraph) -> None:
    (fact,) = graph.facts(relation="Restriction", entity="italy", type="Company", document="a")
    assert fact.evidence[0].sentence == SENTENCE
    assert graph.facts(relation="Cost") == []
    assert [entity.label for entity in graph.entities(type="Country")] == ["Italy"]
    assert graph.entities(relation="Cost") == []
    assert [entity.label for entity in graph.entities(relation="Restriction", entity="DeepSeek")] == ["DeepSeek"]
    assert [document.id for document in graph.documents()] == ["a"]
    with pytest.raises(kg.EntityNotFoundError, match="did you mean Italy"):
        graph.facts(entity="Itly")


def test_sparql(graph: kg.KnowledgeGraph) -> None:
    ((who,),) = graph.query("SELECT ?who WHERE { ?who kg:restricts ?what }")
    assert str(who) == "country:Italy"
    assert graph.query("ASK { country:Italy kg:restricts company:DeepSeek }") is True
    with pytest.raises(kg.QueryError, match="line 1"):
        graph.query("SELECT")


def test_other_libraries_get_the_graph(graph: kg.KnowledgeGraph) -> None:
    dataset = graph.rdflib()
    assert isinstance(dataset, rdflib.Dataset)
    assert len(list(dataset.quads())) == len(graph.store)
    network = graph.networkx()
    assert isinstance(network, networkx.MultiDiGraph)
    ((source, target, edge),) = network.edges(data=True)
    assert (source, target, edge["relation"]) == ("country/Italy", "company/DeepSeek", "Restriction")
    assert edge["evidence"][0]["sentence"] == SENTENCE


def test_two_graphs_merge(graph: kg.KnowledgeGraph) -> None:
    both = graph.merge(kg.KnowledgeGraph(GraphStore.create([reading("b")], ontology.load())))
    (fact,) = both.facts()
    assert [evidence.document_id for evidence in fact.evidence] == ["a", "b"]
    assert [entity.label for entity in both.entities()] == ["DeepSeek", "Italy"]


def test_the_page_is_written_or_shown_in_a_notebook(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    assert graph.view(tmp_path / "page.html") == tmp_path / "page.html"
    page = graph.view()
    shown = page._repr_html_()  # type: ignore[union-attr]
    (inner,) = re.findall(r'<iframe [^>]*sandbox="allow-scripts allow-downloads" srcdoc="([^"]*)"></iframe>', shown)
    assert html.unescape(inner) == (tmp_path / "page.html").read_text()
    assert len(repr(page)) < 50


def test_a_notebook_shows_cards_and_counts_without_running_what_documents_say(graph: kg.KnowledgeGraph) -> None:
    card = graph.show("DeepSeek")
    assert "“<b>Italy</b> <b>banned</b> DeepSeek.”" in card._repr_html_()
    assert "&lt;b&gt;Seek&lt;/b&gt;" in card._repr_html_()
    assert "also called <b>Seek</b>" in str(card)
    assert re.search("<td[^>]*>restriction</td><td[^>]*>1</td>", graph._repr_html_())
    assert repr(card) == str(card)


def test_it_says_how_large_it_is(graph: kg.KnowledgeGraph) -> None:
    assert repr(graph) == "<KnowledgeGraph: 1 document, 2 entities, 1 fact>"
    assert (
        graph.statistics().quads
        == len(graph.store)
        == len(list(pyoxigraph.parse(graph.store.serialize(), format=pyoxigraph.RdfFormat.TRIG)))
    )


def test_a_query_within_a_time(graph: kg.KnowledgeGraph) -> None:
    sparql = "SELECT ?who ?what WHERE { ?who kg:restricts ?what }"
    assert graph.query(sparql, limit=60) == graph.query(sparql)


def test_an_update_changes_it_and_changes_tell_how(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    graph.save(tmp_path / "old.trig")
    graph.update("DELETE WHERE { GRAPH ?g { ?fact a kg:Restriction ; ?p ?o } }")
    assert graph.facts(relation="Restriction") == []
    found = graph.changes(kg.load(tmp_path / "old.trig"))
    assert {(change.kind, change.value.relation) for change in found.facts} == {("lost", "Restriction")}
    assert found
    assert not graph.changes(graph)


def test_a_fact_by_its_identifier_from_a_network(graph: kg.KnowledgeGraph) -> None:
    for _, _, key in graph.networkx().edges(keys=True):
        assert graph.fact(key) in graph.facts()
    assert {data["role"] for _, _, data in graph.networkx("facts").edges(data=True)} >= {"restrictor", "restricted"}
    assert not graph.networkx("simple").is_directed()
    with pytest.raises(kg.GraphError, match="no fact 'nonsense'"):
        graph.fact("nonsense")


def test_what_lies_around_an_entity_is_a_graph(graph: kg.KnowledgeGraph) -> None:
    near = graph.around("Italy")
    assert near.facts()
    assert {fact.relation for fact in near.facts()} <= {fact.relation for fact in graph.facts()}
    assert near.entities(entity="Italy")
    with pytest.raises(kg.EntityNotFoundError):
        graph.around("Atlantis")
