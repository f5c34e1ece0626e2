from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.errors import EntityNotFoundError, GraphError
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Fact, Mention, Reading, label_of
from kg.ontology import Ontology


def told(facts: list[Fact]) -> list[tuple[str, ...]]:
    return [(fact.relation, *map(label_of, fact.roles.values())) for fact in facts]


# ---------------------------------------------------------------- facts


def test_facts_come_sorted_with_the_evidence_of_all_documents(graph: GraphStore) -> None:
    assert told(graph.facts()) == [
        ("Cost", "DeepSeek-R1", "$5.6 million"),
        ("Cost", "DeepSeek-R1", "$5.6m"),
        ("Founding", "Liang Wenfeng", "DeepSeek", "2023"),
        ("Licensing", "DeepSeek-R1", "open “source”"),
        ("Restriction", "China", "ChatGPT"),
        ("Restriction", "Italy", "ChatGPT"),
        ("Restriction", "Italy", "DeepSeek"),
        ("Rivalry", "DeepSeek-R1", "ChatGPT"),
    ]
    assert [e.document_id for e in graph.facts()[-1].evidence] == ["my note", "report"]


@pytest.mark.parametrize("name", ["Rivalry", "rivalry", "RIVALRY", "rivals"])
def test_a_relation_goes_by_its_name_its_label_and_its_shortcut(name: str, graph: GraphStore) -> None:
    assert told(graph.facts(relation=name)) == [("Rivalry", "DeepSeek-R1", "ChatGPT")]


def test_a_label_of_several_words_names_a_relation(graph: GraphStore) -> None:
    assert graph.facts(relation="market loss") == []


def test_an_unknown_relation_is_answered_with_those_there_are(graph: GraphStore) -> None:
    with pytest.raises(GraphError, match=r"no relation 'Marriage'; known: Acquisition, ChipUse, .*, Supply"):
        graph.facts(relation="Marriage")


@pytest.mark.parametrize(
    "name", ["Italy", "italy", "country/Italy", "country:Italy", "https://kg.example/country/Italy"]
)
def test_facts_about_an_entity(name: str, graph: GraphStore) -> None:
    assert told(graph.facts(entity=name)) == [("Restriction", "Italy", "ChatGPT"), ("Restriction", "Italy", "DeepSeek")]


def test_facts_about_a_type_include_its_specialisations(graph: GraphStore) -> None:
    assert told(graph.facts(type="Country")) == told(graph.facts(relation="Restriction"))
    assert {fact.relation for fact in graph.facts(type="agent")} == {"Founding", "Restriction"}


def test_facts_of_a_document_have_its_evidence_alone(graph: GraphStore) -> None:
    facts = graph.facts(document="my note")
    assert len(facts) == 5
    assert {e.document_id for fact in facts for e in fact.evidence} == {"my note"}


def test_a_document_goes_by_its_title_too(graph: GraphStore) -> None:
    assert graph.facts(document='a "REPORT"') == graph.facts(document="report")


def test_an_unknown_document_is_answered_with_those_there_are(graph: GraphStore) -> None:
    with pytest.raises(GraphError, match="no document 'memo'; known: my note, report"):
        graph.facts(document="memo")


def test_filters_combine(graph: GraphStore) -> None:
    found = graph.facts(relation="Restriction", entity="ChatGPT", type="Country", document="my note")
    assert told(found) == [("Restriction", "China", "ChatGPT"), ("Restriction", "Italy", "ChatGPT")]


def test_a_fact_is_found_by_its_iri(graph: GraphStore) -> None:
    fact = graph.facts(relation="Founding")[0]
    (row,) = graph.query("SELECT ?f WHERE { GRAPH ?g { ?f a kg:Founding } }")  # type: ignore[union-attr, misc]
    assert graph.fact(row[0].value) == graph.fact(graph.fact_id(fact)) == fact
    with pytest.raises(GraphError, match="no fact 'fact/0'"):
        graph.fact("fact/0")
    with pytest.raises(GraphError, match="no fact"):
        graph.fact("country/Italy")


def test_a_fact_without_evidence_is_no_fact(graph: GraphStore, tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "a.nq"
    lines = graph.serialize("nquads").decode().splitlines()
    path.write_text("\n".join(line for line in lines if "wasDerivedFrom" not in line))
    assert GraphStore.open(path).facts() == []


# ---------------------------------------------------------------- entities


def test_entities_come_sorted_by_label(graph: GraphStore) -> None:
    assert [e.label for e in graph.entities()] == [
        "ChatGPT",
        "China",
        "DeepSeek",
        "DeepSeek-R1",
        "Italy",
        "Liang Wenfeng",
    ]


@pytest.mark.parametrize("name", ["Agent", "agent", "AGENT"])
def test_entities_of_a_type_include_those_of_its_specialisations(name: str, graph: GraphStore) -> None:
    assert [e.label for e in graph.entities(type=name)] == ["China", "DeepSeek", "Italy", "Liang Wenfeng"]


def test_an_unknown_type_is_answered_with_those_there_are(graph: GraphStore) -> None:
    with pytest.raises(GraphError, match=r"no type 'Ghost'; known: Agent, Artifact, Chip, Company, "):
        graph.entities(type="Ghost")


def test_entities_of_a_document_are_mentioned_or_play_a_role_in_it(graph: GraphStore) -> None:
    assert [e.label for e in graph.entities(document="report")] == ["ChatGPT", "DeepSeek", "DeepSeek-R1", "Italy"]
    assert [e.label for e in graph.entities(document="my note", type="Company")] == ["DeepSeek"]


def test_entities_by_name(graph: GraphStore) -> None:
    assert [e.label for e in graph.entities(entity="deepseek ai")] == ["DeepSeek"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("DeepSeek", "DeepSeek"),
        ("Deep Seek", "DeepSeek"),
        ("R1", "DeepSeek-R1"),
        ("r1", "DeepSeek-R1"),
        ("deepseek-r1", "DeepSeek-R1"),
        ("MODEL/deepseek-r1", "DeepSeek-R1"),
        ("product:ChatGPT", "ChatGPT"),
        ("<https://kg.example/person/Liang_Wenfeng>", "Liang Wenfeng"),
    ],
)
def test_find_takes_labels_aliases_and_identifiers_in_any_case(name: str, label: str, graph: GraphStore) -> None:
    assert graph.find(name).label == label


def test_a_label_goes_before_an_alias_and_an_alias_before_another_case(
    state: Callable[..., Reading], ontology: Ontology
) -> None:
    labelled = Entity(id="company/Mars", label="Mars", type="Company")
    aliased = Entity(id="company/Confectioner", label="Confectioner", type="Company", aliases=("Mars", "MARS"))
    graph = GraphStore.create([state("Partnership", {"partner": aliased, "counterpart": labelled})], ontology)
    assert graph.find("Mars").id == "company/Mars"
    assert graph.find("MARS").id == "company/Confectioner"
    assert graph.find("mars").id == "company/Mars"


def test_of_two_with_one_name_the_more_mentioned_is_meant(state: Callable[..., Reading], ontology: Ontology) -> None:
    firm = Entity(id="company/Mistral", label="Mistral", type="Company")
    model = Entity(id="model/Mistral", label="Mistral", type="Model")
    reading = state("Development", {"developer": firm, "product": model})
    mention = Mention(document_id="note", start=0, end=7, text="Mistral", type="Model", head=0, name="Mistral")
    graph = GraphStore.create([replace(reading, mentions=(mention,))], ontology)
    assert graph.find("Mistral").type == "Model"
    assert GraphStore.create([reading], ontology).find("Mistral").type == "Company"
    assert graph.facts(entity="Mistral") == graph.facts()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Deepsek", "; did you mean DeepSeek"),
        ("Chat GPT", "; did you mean ChatGPT"),
        ("Zzz", "^no entity 'Zzz' · kg entities lists all there are$"),
        ("", "^no entity '' · "),
        ("http://[", r"^no entity 'http://\[' · "),
        ("\ud800", "^no entity .* · "),
    ],
)
def test_an_unknown_name_is_answered_with_those_that_come_near(name: str, hint: str, graph: GraphStore) -> None:
    with pytest.raises(EntityNotFoundError, match=hint) as caught:
        graph.find(name)
    assert "\n" not in str(caught.value)


# ---------------------------------------------------------------- mentions and documents


def test_mentions_of_an_entity_in_the_order_of_the_text(graph: GraphStore) -> None:
    found = [(m.document_id, m.start, m.text, m.type, m.name) for m in graph.mentions("model/DeepSeek-R1")]
    assert found == [("my note", 0, "R1", "Model", "DeepSeek-R1"), ("report", 75, "R1", "Model", "DeepSeek-R1")]
    assert graph.mentions("company/Nobody") == []


def test_mentions_are_counted(graph: GraphStore) -> None:
    assert graph.mention_counts() == {
        "company/DeepSeek": 1,
        "country/China": 0,
        "country/Italy": 2,
        "model/DeepSeek-R1": 2,
        "person/Liang_Wenfeng": 1,
        "product/ChatGPT": 1,
    }


def test_the_documents_of_an_entity_mention_it_or_state_a_fact_about_it(graph: GraphStore) -> None:
    found = graph.documents_of()
    assert found["model/DeepSeek-R1"] == ["my note", "report"]
    assert found["country/China"] == ["my note"]
    assert sorted(found) == sorted(graph.mention_counts())


def test_documents_are_sorted_and_keep_what_is_known(graph: GraphStore) -> None:
    note, report = graph.documents()
    assert note == Document(id="my note", text="")
    assert (report.title, report.published, report.source, report.kind) == (
        'A "report"',
        "2025-01-28",
        "in/report.txt",
        "news",
    )


def test_a_mention_goes_to_the_entity_of_its_own_type(ontology: Ontology) -> None:
    firm = Entity(id="company/Grok", label="Grok Inc", type="Company", aliases=("Grok",))
    model = Entity(id="model/Grok", label="Grok", type="Model")
    mentions = tuple(
        Mention(document_id="n", start=i, end=i + 4, text="Grok", type=t, head=i, name=name)
        for i, (t, name) in enumerate(
            [("Company", "Grok"), ("Model", "grok"), ("Product", "Grok"), ("Model", "nobody")]
        )
    )
    reading = Reading(document=Document(id="n", text=""), mentions=mentions, entities=(firm, model))
    graph = GraphStore.create([reading], ontology)
    assert [m.start for m in graph.mentions("company/Grok")] == [0]
    assert [m.start for m in graph.mentions("model/Grok")] == [1, 2]


def test_a_mention_goes_to_the_entity_spelt_alike(ontology: Ontology) -> None:
    shouted, spoken = (Entity(id=f"model/{i}", label=label, type="Model") for i, label in enumerate(["GROK", "grok"]))
    mentions = tuple(
        Mention(document_id="n", start=i, end=i + 4, text=name, type="Model", head=i, name=name)
        for i, name in enumerate(["grok", "GROK"])
    )
    reading = Reading(document=Document(id="n", text=""), mentions=mentions, entities=(shouted, spoken))
    graph = GraphStore.create([reading], ontology)
    assert [m.text for m in graph.mentions("model/0")] == ["GROK"]
    assert [m.text for m in graph.mentions("model/1")] == ["grok"]


# ---------------------------------------------------------------- merging


def test_merging_parts_gives_the_whole(
    readings: list[Reading], graph: GraphStore, ontology: Ontology, unchanged: Callable[..., list[Reading]]
) -> None:
    one, other = (GraphStore.create([reading], ontology) for reading in readings)
    assert one.merge(other, unchanged).serialize() == graph.serialize()
    assert other.merge(one, unchanged).serialize() == graph.serialize()


def test_merging_a_graph_with_itself_or_with_nothing_changes_nothing(
    graph: GraphStore, ontology: Ontology, unchanged: Callable[..., list[Reading]]
) -> None:
    assert graph.merge(graph, unchanged).serialize() == graph.serialize()
    assert graph.merge(GraphStore.create([], ontology), unchanged).serialize() == graph.serialize()


def test_merging_resolves_entities_and_recomputes_the_summary(readings: list[Reading], ontology: Ontology) -> None:
    def resolve(known: list[Reading], _: Ontology) -> list[Reading]:
        def renamed(entity: Entity) -> Entity:
            return (
                replace(entity, id="country/Italia", label="Italia", aliases=("Italy",))
                if entity.label == "Italy"
                else entity
            )

        return [
            replace(
                reading,
                entities=tuple(map(renamed, reading.entities)),
                facts=tuple(
                    replace(f, roles={r: renamed(x) if isinstance(x, Entity) else x for r, x in f.roles.items()})
                    for f in reading.facts
                ),
            )
            for reading in known
        ]

    one, other = (GraphStore.create([reading], ontology) for reading in readings)
    merged = one.merge(other, resolve)  # type: ignore[arg-type]
    assert merged.find("Italy").id == "country/Italia"
    assert len(merged.mentions("country/Italia")) == 2
    assert merged.query("ASK { country:Italia kg:restricts company:DeepSeek }") is True
    assert "country/Italy" not in merged.serialize("nquads").decode()


def test_a_graph_on_disk_can_be_merged(
    graph: GraphStore, ontology: Ontology, unchanged: Callable[..., list[Reading]], tmp_path: object
) -> None:
    graph.save(f"{tmp_path}/news")
    merged = GraphStore.open(f"{tmp_path}/news").merge(GraphStore.create([], ontology), unchanged)
    assert merged.serialize() == graph.serialize()


def test_the_names_of_an_entity_unite(
    state: Callable[..., Reading], ontology: Ontology, unchanged: Callable[..., list[Reading]]
) -> None:
    parts = [
        GraphStore.create(
            [
                state(
                    "MarketLoss",
                    {"company": Entity(id="company/A", label="A", type="Company", aliases=(alias,))},
                    document=alias,
                )
            ],
            ontology,
        )
        for alias in ("one", "two")
    ]
    assert parts[0].merge(parts[1], unchanged).find("A").aliases == ("one", "two")


# ---------------------------------------------------------------- rdflib


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_the_dataset_is_the_same_store_with_prefixes(graph: GraphStore) -> None:
    dataset = graph.rdflib()
    assert len(list(dataset.quads())) == len(graph)
    assert ("company", "https://kg.example/company/") in [(prefix, str(iri)) for prefix, iri in dataset.namespaces()]
    found = dataset.query("SELECT ?x WHERE { country:Italy kg:restricts ?x }")
    assert [str(row[0]) for row in found] == ["https://kg.example/company/DeepSeek"]


def test_the_size_is_the_number_of_quads_and_a_graph_is_never_false(graph: GraphStore, ontology: Ontology) -> None:
    assert len(graph) == len(graph.serialize("nquads").splitlines())
    assert GraphStore.create([], ontology)
