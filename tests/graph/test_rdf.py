from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph import rdf
from kg.graph.store import GraphStore
from kg.graph.union import unite
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Mention, Reading, Reference, RoleMention
from kg.ontology import Ontology, load

WORDS = st.text(min_size=1).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
NAMES = (
    st.sampled_from(
        ['a "quoted" one', "line\nbreak", "🙂", "אבג", "50% off", "back\\slash", "<tag>", "a_b", "a b", "É", "E\u0301"]
    )
    | WORDS
)


def rows(graph: GraphStore, sparql: str) -> list[tuple[str, ...]]:
    return [tuple("" if term is None else str(term) for term in row) for row in graph.query(sparql)]  # type: ignore[union-attr]


# ---------------------------------------------------------------- layout


def test_a_fact_is_a_node_in_the_graph_of_its_document(graph: GraphStore) -> None:
    found = rows(
        graph,
        """SELECT ?d ?who ?what ?polarity ?modality WHERE { GRAPH ?d {
             ?fact a kg:Restriction, kg:Fact ; kg:restriction.restrictor ?who ; kg:restriction.restricted ?what ;
                   kg:polarity ?polarity ; kg:modality ?modality } }""",
    )
    assert ("document:report", "country:Italy", "company:DeepSeek", "positive", "actual") in found


def test_the_summary_holds_names_and_plain_triples(graph: GraphStore) -> None:
    assert rows(graph, "SELECT ?x WHERE { country:Italy kg:restricts ?x }") == [("company:DeepSeek",)]
    assert rows(
        graph,
        "SELECT ?n WHERE { company:DeepSeek a kg:Company ; skos:prefLabel ?l ; rdfs:label ?l ; skos:altLabel ?n }",
    ) == [
        ("Deep Seek",),
        ("DeepSeek AI",),
    ]
    assert rows(graph, "SELECT ?i WHERE { country:Italy skos:exactMatch ?i }") == [("urn:iso:std:iso:3166:IT",)]


def test_denied_and_planned_facts_earn_no_plain_triple(graph: GraphStore) -> None:
    assert rows(graph, "SELECT ?who WHERE { ?who kg:restricts product:ChatGPT }") == []
    assert len(rows(graph, "SELECT ?f WHERE { GRAPH ?g { ?f kg:restriction.restricted product:ChatGPT } }")) == 2


@pytest.mark.parametrize(
    ("modality", "holds"),
    [
        ("actual", 1),
        ("reported", 1),
        ("claimed", 1),
        ("former", 1),
        ("planned", 0),
        ("possible", 0),
        ("hypothetical", 0),
    ],
)
def test_the_modality_decides_on_the_plain_triple(
    modality: str, holds: int, state: Callable[..., Reading], ontology: Ontology
) -> None:
    maker = Entity(id="company/A", label="A", type="Company")
    made = Entity(id="model/B", label="B", type="Model")
    graph = GraphStore.create(
        [state("Development", {"developer": maker, "product": made}, modality=modality)], ontology
    )
    assert len(rows(graph, "SELECT ?x WHERE { company:A kg:develops ?x }")) == holds


def test_rivals_are_rivals_both_ways(graph: GraphStore) -> None:
    assert rows(graph, "SELECT ?a ?b WHERE { ?a kg:rivals ?b }") == [
        ("model:DeepSeek-R1", "product:ChatGPT"),
        ("product:ChatGPT", "model:DeepSeek-R1"),
    ]


def test_two_documents_that_agree_share_the_fact_and_keep_their_evidence(graph: GraphStore) -> None:
    found = rows(graph, "SELECT ?d ?f WHERE { GRAPH ?d { ?f a kg:Rivalry ; prov:wasDerivedFrom ?e } }")
    assert [document for document, _ in found] == ["document:my%20note", "document:report"]
    assert len({fact for _, fact in found}) == 1


def test_a_symmetric_fact_keeps_the_roles_of_its_words(graph: GraphStore) -> None:
    (fact,) = graph.facts(relation="Rivalry")
    by_document = {e.document_id: {m.role: m.text for m in e.mentions} for e in fact.evidence}
    assert by_document["report"] == by_document["my note"]


def test_evidence_is_a_web_annotation(graph: GraphStore) -> None:
    found = rows(
        graph,
        """SELECT ?title ?start ?end ?exact ?trigger WHERE { GRAPH ?d {
             ?fact a kg:Cost ; kg:attributedTo "DeepSeek" ; kg:date ?date ; prov:wasDerivedFrom ?e .
             ?e a kg:Evidence ; oa:hasBody ?fact ; oa:hasTarget ?t ; kg:trigger ?trigger .
             ?t a oa:SpecificResource ; oa:hasSource ?d ; oa:hasSelector ?p, ?q .
             ?p a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
             ?q a oa:TextQuoteSelector ; oa:exact ?exact . ?d dcterms:title ?title
             FILTER(datatype(?date) = xsd:gYearMonth) } }""",
    )
    assert found == [('A "report"', "23", "46", 'R1 cost\n"$5.6 million".', "cost")]


def test_a_mention_refers_to_its_entity(graph: GraphStore) -> None:
    found = rows(
        graph,
        """SELECT ?m ?text WHERE { GRAPH document:report {
             ?m a kg:Mention ; oa:exact ?text ; kg:refersTo model:DeepSeek-R1 ; kg:named "DeepSeek-R1" } }""",
    )
    assert found == [("https://kg.example/document/report#mention=75,77", "R1")]


def test_amounts_are_numbers_that_queries_can_compare(graph: GraphStore) -> None:
    found = rows(
        graph, "SELECT ?w WHERE { ?w kg:costs ?a . ?a schema:value ?n ; schema:unitText 'USD' FILTER(?n > 5000000) }"
    )
    assert found == [("model:DeepSeek-R1",)]


def test_each_document_keeps_its_wording_of_an_amount(graph: GraphStore) -> None:
    found = rows(graph, "SELECT ?d ?w WHERE { GRAPH ?d { amount:USD-5600000 rdfs:label ?w } }")
    assert found == [("document:my%20note", "$5.6m"), ("document:report", "$5.6 million")]
    assert rows(graph, "SELECT ?w WHERE { amount:USD-5600000 rdfs:label ?w }") == [("$5.6m",)]


def test_there_are_no_blank_nodes(graph: GraphStore) -> None:
    assert graph.query("ASK { GRAPH ?g { ?s ?p ?o } FILTER(isBlank(?s) || isBlank(?o)) }") is False
    assert graph.query("ASK { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }") is False


def test_entities_that_nothing_speaks_of_are_left_out(ontology: Ontology) -> None:
    idle = Entity(id="company/Idle", label="Idle", type="Company")
    graph = GraphStore.create([Reading(document=Document(id="note", text=""), entities=(idle,))], ontology)
    assert graph.entities() == []


def test_a_relation_beyond_the_ontology_is_written_and_read_too(
    state: Callable[..., Reading], ontology: Ontology
) -> None:
    one = Entity(id="company/A", label="A", type="Company")
    graph = GraphStore.create([state("Teleportation", {"traveller": one, "speed": "fast"})], ontology)
    (fact,) = graph.facts()
    assert (fact.relation, dict(fact.roles)) == ("Teleportation", {"speed": "fast", "traveller": one})


def test_foreign_evidence_is_refused(readings: list[Reading], ontology: Ontology) -> None:
    mixed = replace(readings[0], facts=readings[1].facts)
    with pytest.raises(ValueError, match="evidence from my note in the reading of report"):
        GraphStore.create([mixed], ontology)


# ---------------------------------------------------------------- there and back


def test_readings_come_back_from_the_graph(readings: list[Reading], graph: GraphStore) -> None:
    back = {reading.document.id: reading for reading in graph.readings()}
    for reading in readings:
        known = back[reading.document.id]
        assert known.document == reading.document
        assert known.mentions == reading.mentions
        assert set(known.entities) == set(reading.entities)
        assert {(f.relation, f.polarity, f.modality, f.attributed_to, f.date) for f in known.facts} == {
            (f.relation, f.polarity, f.modality, f.attributed_to, f.date) for f in reading.facts
        }
        assert {e.sentence for f in known.facts for e in f.evidence} == {
            e.sentence for f in reading.facts for e in f.evidence
        }


def test_offsets_frames_and_paths_of_evidence_come_back(readings: list[Reading], graph: GraphStore) -> None:
    fact = readings[0].facts[0]
    (back,) = [f for f in graph.readings()[1].facts if f == fact]
    assert back.evidence == fact.evidence


def test_the_words_of_values_come_back(graph: GraphStore) -> None:
    note, report = graph.readings()
    (founding,) = [fact for fact in note.facts if fact.relation == "Founding"]
    assert founding.roles["date"] == Date(value="2023", precision="year", text="")
    assert founding.roles["date"].text == "in 2023"  # type: ignore[union-attr]
    amounts = [fact.roles["amount"].text for r in (note, report) for fact in r.facts if fact.relation == "Cost"]  # type: ignore[union-attr]
    assert amounts == ["$5.6m", "$5.6 million"]


def test_roles_come_back_in_the_order_of_the_ontology(graph: GraphStore) -> None:
    (founding,) = graph.facts(relation="Founding")
    assert list(founding.roles) == ["founder", "organization", "date"]


def test_equal_content_gives_equal_bytes_in_any_order(readings: list[Reading], ontology: Ontology) -> None:
    shuffled = [
        replace(r, facts=r.facts[::-1], mentions=r.mentions[::-1], entities=r.entities[::-1])
        for r in reversed(readings)
    ]
    one, other = GraphStore.create(readings, ontology), GraphStore.create(shuffled, ontology)
    for form in ("trig", "nquads", "turtle", "jsonld"):
        assert one.serialize(form) == other.serialize(form)


def test_a_rebuilt_graph_has_the_same_bytes(graph: GraphStore, ontology: Ontology) -> None:
    assert GraphStore.create(graph.readings(), ontology).serialize() == graph.serialize()


def test_a_fact_stated_twice_in_a_document_has_both_sentences(
    state: Callable[..., Reading], ontology: Ontology
) -> None:
    one = Entity(id="company/A", label="A", type="Company")
    told = [state("MarketLoss", {"company": one}, start=start) for start in (0, 50)]
    (fact,) = GraphStore.create(told, ontology).facts()
    assert [e.start for e in fact.evidence] == [0, 50]


def test_readings_of_one_document_unite_wherever_they_come(state: Callable[..., Reading], ontology: Ontology) -> None:
    model = Entity(id="model/M", label="M", type="Model")
    roles = [
        {"subject": model, "amount": Amount(value=Decimal(9), unit="USD", text=text)} for text in ("nine dollars", "$9")
    ]
    one, other = state("Cost", roles[0], start=0), state("Cost", roles[1], start=50)
    between = state("MarketLoss", {"company": Entity(id="company/A", label="A", type="Company")}, document="other")
    graph = GraphStore.create([one, between, other], ontology)
    assert graph.serialize() == GraphStore.create([other, one, between], ontology).serialize()
    assert rows(graph, "SELECT ?w WHERE { GRAPH document:note { amount:USD-9 rdfs:label ?w } }") == [("$9",)]
    assert [len(reading.facts) for reading in graph.readings()] == [1, 1]


def test_a_role_may_be_mentioned_twice_in_a_sentence(state: Callable[..., Reading], ontology: Ontology) -> None:
    reading = state("MarketLoss", {"company": Entity(id="company/A", label="A", type="Company")})
    places = [RoleMention(role="company", start=start, end=start + 1, text="A", path="subject") for start in (4, 0)]
    graphs = []
    for mentions in (tuple(places), tuple(reversed(places))):
        proof = replace(reading.facts[0].evidence[0], mentions=mentions)
        graphs.append(
            GraphStore.create([replace(reading, facts=(replace(reading.facts[0], evidence=(proof,)),))], ontology)
        )
    assert graphs[0].serialize() == graphs[1].serialize()
    assert [m.start for m in graphs[0].facts()[0].evidence[0].mentions] == [0, 4]


def test_the_references_that_a_role_followed_survive_in_their_order(
    state: Callable[..., Reading], ontology: Ontology, tmp_path: Path
) -> None:
    reading = state("MarketLoss", {"company": Entity(id="company/A", label="A", type="Company")})
    steps = tuple(Reference(text=f"{i}", name=f"{i + 1}", kind="pronoun") for i in range(12))
    mention = RoleMention(role="company", start=0, end=1, text="0", path="subject > shares", references=steps)
    proof = replace(reading.facts[0].evidence[0], mentions=(mention,))
    graph = GraphStore.create([replace(reading, facts=(replace(reading.facts[0], evidence=(proof,)),))], ontology)
    for name in ("graph.trig", "graph.nq", "graph.ttl", "graph.jsonld", "folder"):
        graph.save(tmp_path / name)
        again = GraphStore.open(tmp_path / name, ontology)
        assert again.facts()[0].evidence[0].mentions == (mention,)
        assert again.merge(graph).serialize() == graph.serialize()


def test_broken_file_names_do_not_break_the_graph(ontology: Ontology) -> None:
    graph = GraphStore.create([Reading(document=Document(id="caf\udce9", text="", source="caf\udce9.txt"))], ontology)
    assert [(d.id, d.source) for d in graph.documents()] == [("caf?", "caf?.txt")]


def test_a_date_that_is_none_is_kept_as_words(ontology: Ontology) -> None:
    graph = GraphStore.create([Reading(document=Document(id="n", text="", published="last spring"))], ontology)
    assert [d.published for d in graph.documents()] == ["last spring"]


@st.composite
def worlds(draw: st.DrawFn) -> list[Reading]:
    """Readings with names, sentences and values of every kind."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    kinds = ("Company", "Model", "Country")
    entities = [Entity(id=f"{k.lower()}/{i}", label=n, type=k) for i, n in enumerate(names) for k in kinds[: i + 1]]
    filler = (
        st.sampled_from(entities)
        | WORDS
        | st.builds(
            Amount, value=st.decimals(-(10**6), 10**6, places=2), unit=st.sampled_from(["USD", "%", ""]), text=NAMES
        )
        | st.builds(Date, value=st.just("2024-02-29"), precision=st.just("day"), text=NAMES)
    )
    documents = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=lambda name: name.strip(".") or name))
    return [_reading(draw, document, filler, entities) for document in documents]


def _reading(draw: st.DrawFn, document: str, filler: st.SearchStrategy[object], entities: list[Entity]) -> Reading:
    facts = []
    for start in range(draw(st.integers(0, 3))):
        sentence, word = draw(NAMES), draw(NAMES)
        steps = tuple(Reference(text=draw(NAMES), name=draw(NAMES), kind=word) for _ in range(draw(st.integers(0, 2))))
        mentions = (
            RoleMention(role="subject", start=start, end=start + 1, text=word, path=draw(NAMES), references=steps),
        )
        proof = Evidence(
            document_id=document,
            start=start,
            end=start + 9,
            sentence=sentence,
            frame=word,
            trigger=word,
            trigger_start=start,
            trigger_end=start + 1,
            mentions=mentions,
        )
        facts.append(
            Fact(
                relation=draw(st.sampled_from(["Rivalry", "Restriction", "Cost"])),
                roles={
                    role: draw(filler)
                    for role in draw(st.sampled_from([("subject", "rival"), ("restricted",), ("subject",)]))
                },  # type: ignore[misc]
                polarity=draw(st.sampled_from(["positive", "negative"])),
                modality=draw(st.sampled_from(["actual", "planned"])),
                attributed_to=draw(st.just("") | NAMES),
                evidence=(proof,),
            )
        )
    mentions_ = [
        Mention(document_id=document, start=i, end=i + 1, text=draw(NAMES), type=e.type, head=i, name=e.label)
        for i, e in enumerate(draw(st.lists(st.sampled_from(entities), max_size=3)))
    ]
    about = Document(id=document, text="", title=draw(NAMES), source=draw(NAMES))
    return Reading(document=about, mentions=tuple(mentions_), entities=tuple(entities), facts=tuple(facts))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
def test_any_world_survives_the_way_there_and_back(readings: list[Reading]) -> None:
    ontology = load()
    graph = GraphStore.create(readings, ontology)
    again = GraphStore.create(graph.readings(), ontology)
    assert again.serialize("nquads") == graph.serialize("nquads")
    assert {d.id for d in graph.documents()} == {r.document.id for r in readings}
    stated = {
        (fact.relation, e.document_id, e.start, e.sentence) for r in readings for fact in r.facts for e in fact.evidence
    }
    kept = {(fact.relation, e.document_id, e.start, e.sentence) for fact in graph.facts() for e in fact.evidence}
    assert kept == stated


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
def test_parts_merged_in_any_order_are_the_whole(readings: list[Reading]) -> None:
    ontology = load()
    whole = GraphStore.create(readings, ontology).serialize("nquads")
    for order in permutations([GraphStore.create([reading], ontology) for reading in readings]):
        merged = order[0]
        for part in order[1:]:
            merged = merged.merge(part, lambda known, _: known)
        assert merged.serialize("nquads") == whole


def test_the_functions_of_the_module_agree_with_the_graph(
    readings: list[Reading], graph: GraphStore, ontology: Ontology
) -> None:
    united = unite(readings, ontology)
    named = {str(quad) for reading in united for quad in rdf.quads(reading, ontology)}
    default = {str(quad) for quad in rdf.summary(united, ontology)}
    lines = graph.serialize("nquads").decode().splitlines()
    assert {f"{line} ." for line in named | default} == set(lines)
    assert rdf.prefixes(ontology, "https://e.org/")["model"] == "https://e.org/model/"


@given(worlds())
def test_the_quads_of_a_document_come_once(readings: list[Reading]) -> None:
    for reading in unite(readings, load()):
        found = list(map(str, rdf.quads(reading, load())))
        assert len(found) == len(set(found))


def test_amounts_of_equal_value_are_one_amount(state: Callable[..., Reading], ontology: Ontology) -> None:
    model = Entity(id="model/M", label="M", type="Model")
    told = [
        state("Cost", {"subject": model, "amount": Amount(value=Decimal(v), unit="USD", text=t)}, document=d)
        for v, t, d in [("1E+6", "a million dollars", "a"), ("1000000.00", "$1m", "b")]
    ]
    (fact,) = GraphStore.create(told, ontology).facts()
    assert [e.document_id for e in fact.evidence] == ["a", "b"]
