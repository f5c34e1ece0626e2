"""Answers: columns, order, evidence, verdicts, and the SPARQL that found them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from kg.asking.answers import answer, examples
from kg.errors import QuestionError
from kg.graph.store import GraphStore
from kg.model import Document, Entity, Evidence, Fact, Reading
from kg.ontology import load
from tests.asking.world import readings
from tests.graph.press import A1, A2, ACME, BOLT, cost, made, report, said
from tests.graph.press import store as press

QUESTIONS = Path(__file__).parents[1] / "questions" / "world.toml"
HEAVY = {"spacy", "rdflib", "networkx", "pyvis", "rich", "numpy", "oxrdflib"}


def test_the_best_supported_answer_comes_first(world: GraphStore) -> None:
    found = answer(world, "who restricted what to whom")
    assert found.columns == ("Who", "What", "To whom", "Since", "Stated as")
    assert found.rows[0].cells == ("Italy", "DeepSeek", "", "2025-01", "")
    assert found.rows[0].documents == ("gazette", "herald")
    assert found.rows[1].cells == ("United States", "AI chips", "China", "2022", "")
    assert found.rows[1].documents == ("chronicle", "gazette")
    counts = [len(row.documents) for row in found.rows]
    assert counts == sorted(counts, reverse=True)
    assert found.sentences == 10


def test_each_answer_carries_the_sentences_that_state_it(world: GraphStore) -> None:
    (italy, *_) = answer(world, "who banned DeepSeek").rows
    sentences = [evidence.sentence for fact in italy.facts for evidence in fact.evidence]
    assert sentences == ["Italy banned DeepSeek in January 2025.", "Italy banned DeepSeek at once."]


def test_conditions_bring_their_own_evidence(world: GraphStore) -> None:
    (row,) = answer(world, "which Chinese companies topped the App Store").rows
    assert row.cells[0] == "DeepSeek"
    assert [fact.relation for fact in row.facts] == ["Ranking", "Location"]
    assert row.documents == ("herald",)


def test_plans_and_denials_are_marked(world: GraphStore) -> None:
    rows = {row.cells[0]: row.cells[-1] for row in answer(world, "who banned DeepSeek").rows}
    assert rows == {"Italy": "", "Australia": "", "South Korea": "planned"}
    assert "France" not in rows
    (denied,) = answer(world, "which countries did not ban DeepSeek").rows
    assert denied.cells == ("France", "denied")


def test_claims_name_who_claims(world: GraphStore) -> None:
    found = answer(world, "how much did R1 cost")
    assert found.columns == ("How much", "According to", "Stated as")
    assert ("$5.6 million", "DeepSeek", "claimed by DeepSeek") in [row.cells for row in found.rows]


def test_a_plan_beside_a_fact_is_a_row_of_its_own() -> None:
    (reading,) = [reading for reading in readings() if reading.document.id == "gazette"]
    (banned, *_) = reading.facts
    (evidence,) = banned.evidence
    later = replace(evidence, start=evidence.start + 10_000, end=evidence.end + 10_000)
    plan = replace(banned, modality="planned", date=None, evidence=(later,))
    graph = GraphStore.create([replace(reading, facts=(banned, plan))], load())
    found = answer(graph, "who banned DeepSeek")
    assert [row.cells for row in found.rows] == [("Italy", "", "planned"), ("Italy", "2025-01", "")]
    assert answer(graph, "did Italy ban DeepSeek?").verdict == "yes"


def test_documents_may_disagree() -> None:
    (reading,) = [reading for reading in readings() if reading.document.id == "gazette"]
    (banned, *_) = reading.facts
    denied = replace(banned, polarity="negative")
    graph = GraphStore.create([replace(reading, facts=(banned, denied))], load())
    assert answer(graph, "did Italy ban DeepSeek?").verdict == "documents disagree"
    assert answer(graph, "did any country ban DeepSeek?").verdict == "documents disagree"


def test_one_that_did_is_enough_for_anybody(world: GraphStore) -> None:
    assert answer(world, "did any country ban DeepSeek?").verdict == "yes"
    assert answer(world, "was DeepSeek banned by anyone").verdict == "yes"


def test_a_symmetric_relation_is_asked_both_ways(world: GraphStore) -> None:
    for one, other in (("AMD", "Nvidia"), ("Nvidia", "AMD")):
        assert [row.cells[0] for row in answer(world, f"who competes with {one}").rows] == [other]
    pairs = [frozenset(row.cells[:2]) for row in answer(world, "who rivals whom").rows]
    assert len(pairs) == len(set(pairs)) == 4


def test_answers_do_not_depend_on_the_order_of_documents(world: GraphStore) -> None:
    other = GraphStore.create(reversed(readings()), load())
    for question in ("who restricted what to whom", "who rivals whom", "how much did R1 cost"):
        assert answer(other, question) == answer(world, question)


# ---------------------------------------------------------------- SPARQL


def test_the_query_is_readable(world: GraphStore) -> None:
    assert answer(world, "what did Alphabet buy from Nvidia").sparql == (
        "PREFIX kg: <https://kg.example/ontology#>\n"
        "PREFIX company: <https://kg.example/company/>\n"
        "SELECT DISTINCT ?what ?fact\n"
        "WHERE {\n"
        "  GRAPH ?document {\n"
        "    ?fact kg:acquisition.acquirer company:Alphabet .\n"
        "    ?fact kg:acquisition.supplier company:Nvidia .\n"
        "    ?fact a kg:Acquisition .\n"
        "    ?fact kg:polarity ?polarity .\n"
        "    ?fact kg:acquisition.item ?what .\n"
        "  }\n"
        '  FILTER(?polarity = "positive")\n'
        "}\n"
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    "question",
    [
        "who restricted what to whom",
        "who competes with Nvidia",
        "which Chinese companies developed models",
        "which models cost more than $50 million",
        "what did the US restrict before 2023",
        "how much did R1 cost according to SemiAnalysis",
        "when was DeepSeek founded",
        "who leads OpenAI",
        "who owns TikTok",
        "who banned DeepSeek or TikTok",
        "did Spain ban DeepSeek",
        "which models are open source",
        "models developed by companies that were banned by Italy",
        "which model cost the most",
        "which companies lost the most",
        "what did AMD acquire last",
        "which models cost less than GPT-4",
        "did R1 cost more than $10 million",
        "what did the US do to China in 2022",
        "who did what to DeepSeek",
        "who made the most expensive model",
        "how many dollars did R1 cost",
        "what was acquired between 2020 and 2023",
    ],
)
def test_the_query_runs_unchanged_in_rdflib(question: str, world: GraphStore) -> None:
    from rdflib import Dataset

    found = answer(world, question)
    graph = Dataset()
    graph.parse(data=world.serialize("trig"), format="trig")
    theirs = {tuple(map(str, row)) for row in graph.query(found.sparql)}
    ours = world.query(found.sparql)
    assert not isinstance(ours, bool)
    assert theirs == {tuple("None" if term is None else term.value for term in row) for row in ours}


@pytest.mark.parametrize("label", ['A "B" \\ Co', "{ ?s ?p ?o } #", "Ünïcode (Holding)", "x> . DROP ALL", "ACME\tLtd"])
def test_names_cannot_change_the_query(label: str) -> None:
    maker = Entity(id="company/" + label.replace(" ", "_"), label=label, type="Company")
    thing = Entity(id="product/Thing_One", label="Thing One", type="Product")
    sentence = f"{label} launched Thing One."
    said = Evidence(
        document_id="d", start=0, end=len(sentence), sentence=sentence, frame="Development", trigger="launched",
        trigger_start=len(label) + 1, trigger_end=len(label) + 9,
    )  # fmt: skip
    fact = Fact(relation="Development", roles={"developer": maker, "product": thing}, evidence=(said,))
    graph = GraphStore.create([Reading(document=Document(id="d", text=sentence), facts=(fact,))], load())
    assert [row.cells[0] for row in answer(graph, "who launched Thing One").rows] == [label]
    try:
        found = answer(graph, f"what did {label} launch")
    except QuestionError:
        return
    assert [row.cells[0] for row in found.rows] == ["Thing One"]


def test_a_question_in_two_steps_shows_both_queries(world: GraphStore) -> None:
    found = answer(world, "who made the cheapest model that rivals GPT-4")
    assert found.columns[:2] == ("Who", "What")
    assert [row.cells[:2] for row in found.rows] == [("DeepSeek", "DeepSeek-R1")]
    first, _, then = found.sparql.partition("# then:\n")
    assert all(line.startswith("# ") for line in first.splitlines())
    assert "ORDER BY ?rank" in first
    assert "model:DeepSeek-R1" in then
    sentences = {evidence.sentence for row in found.rows for fact in row.facts for evidence in fact.evidence}
    assert {"DeepSeek released R1 in January 2025.", "R1 cost $5.6 million, DeepSeek claims."} <= sentences


# ---------------------------------------------------------------- most and least, more and less


def test_amounts_of_different_units_are_ranked_apart() -> None:
    (reading,) = [reading for reading in readings() if reading.document.id == "courier"]
    losses = [fact for fact in reading.facts if fact.relation == "MarketLoss"]
    other = replace(losses[0], roles={**losses[2].roles, "amount": losses[0].roles["amount"]})
    graph = GraphStore.create([replace(reading, facts=(*losses[:3], other))], load())
    rows = [row.cells[:2] for row in answer(graph, "which company lost the most").rows]
    assert rows == [("Microsoft", "$600 billion"), ("Nvidia", "$600 billion, 17%")]


def test_equals_share_the_last_place(world: GraphStore) -> None:
    found = answer(world, "which two companies lost the most")
    assert [row.cells[0] for row in found.rows] == ["Nvidia", "Microsoft"]
    assert found.verdict == "amounts are known for 2 of 3"


def test_the_latest_is_not_told_where_most_dates_are_missing(world: GraphStore) -> None:
    assert answer(world, "what is DeepSeek's latest model").verdict == "no document says"
    (row,) = answer(world, "what did AMD acquire last").rows
    assert row.cells == ("Xilinx", "2022-02-14")


def test_a_comparison_shows_both_amounts_with_their_sentences(world: GraphStore) -> None:
    found = answer(world, "did Amazon invest more in Anthropic than Google?")
    assert found.verdict == "yes"
    amounts = {row.cells[found.columns.index("How much")]: row.facts[0].evidence[0].sentence for row in found.rows}
    assert amounts == {
        "$4 billion": "Amazon invested $4 billion in Anthropic.",
        "$2 billion": "Google put $2 billion into Anthropic.",
    }


def test_a_comparison_that_some_documents_make_true_and_others_false(world: GraphStore) -> None:
    assert answer(world, "did R1 cost more than GPT-4").verdict == "documents disagree"
    assert answer(world, "did any model cost more than GPT-4").verdict == "yes"
    assert answer(world, "did V3 cost more than GPT-4").verdict == "no document says"


def test_what_somebody_did_is_told_relation_by_relation(world: GraphStore) -> None:
    found = answer(world, "what did the US do to China")
    assert found.columns == ("Relation", "What", "When")
    assert [row.cells for row in found.rows] == [("restriction", "AI chips", "2022")]
    everything = answer(world, "what has Nvidia done").rows
    assert {row.cells[0] for row in everything} == {"development", "market loss", "rivalry", "supply"}


def test_both_ends_of_a_symmetric_fact_are_shown(world: GraphStore) -> None:
    rows = {row.cells for row in answer(world, "which companies compete").rows}
    assert rows == {("AMD", "Nvidia"), ("Nvidia", "AMD")}


# ---------------------------------------------------------------- examples, speed of start


def test_the_query_is_the_same_in_every_process(world: GraphStore) -> None:
    program = (
        "import sys, tomllib\n"
        "from kg.asking.answers import answer\n"
        "from kg.errors import QuestionError\n"
        "from kg.graph.store import GraphStore\n"
        "graph = GraphStore.open(sys.argv[1])\n"
        "for case in tomllib.load(open(sys.argv[2], 'rb'))['question']:\n"
        "    try:\n"
        "        print(answer(graph, case['text']))\n"
        "    except QuestionError as error:\n"
        "        print(error)\n"
    )
    one, other = (run(program, world, str(QUESTIONS), hash_seed=seed) for seed in ("1", "2"))
    assert one == other


def test_examples_are_questions_that_this_graph_answers(world: GraphStore) -> None:
    found = examples(world)
    assert found[0] == "who restricted what to whom"
    assert len(found) == len(set(found)) == 10
    assert all(answer(world, question).rows for question in found)


def test_an_empty_graph_has_no_examples() -> None:
    empty = GraphStore.create([], load())
    assert examples(empty) == []
    assert answer(empty, "who banned what").verdict == "no document says"


def test_asking_loads_no_heavy_library(world: GraphStore) -> None:
    program = (
        "import json, sys\n"
        "from kg.graph.store import GraphStore\n"
        "from kg.asking.answers import answer\n"
        "graph = GraphStore.open(sys.argv[1])\n"
        "rows = answer(graph, 'who restricted what to whom').rows\n"
        "print(json.dumps([len(rows), sorted(sys.modules)]))\n"
    )
    count, modules = json.loads(run(program, world))
    assert count == 8
    assert HEAVY.isdisjoint(modules)


def run(program: str, graph: GraphStore, *arguments: str, hash_seed: str = "0") -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.trig"
        graph.save(path)
        done = subprocess.run(
            [sys.executable, "-c", program, str(path), *arguments],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
        )
    return done.stdout


def test_where_only_what_is_asked_is_missing_the_rest_of_the_fact_is_shown(world: GraphStore) -> None:
    found = answer(world, "when was GPT-4 released")
    assert (found.verdict, found.rows) == ("no document says", ())
    assert [row.cells[:2] for row in found.nearest] == [("OpenAI", "GPT-4")]
    assert found.nearest_columns[:2] == ("Who", "What")


def test_nothing_is_near_where_the_graph_knows_no_such_fact(world: GraphStore) -> None:
    assert answer(world, "when did Brazil ban DeepSeek").nearest == ()


# ---------------------------------------------------------------- what has no name


def _ranked(question: str) -> list[tuple[str, ...]]:
    """What stands beside the answer where a model of Acme, which no sentence names, cost the most."""
    unnamed = said(
        "Acme's model took $9 million altogether.",
        "Cost",
        {"subject": ACME, "amount": "$9 million"},
        paths={"subject": "subject > model"},
    )
    graph = press(report("d", cost(A1, "$5 million"), cost(A2, "$6 million"), made(BOLT, A2), unnamed))
    return [row.cells for row in answer(graph, question).nearest]


def test_what_has_no_name_and_more_than_the_most_is_told() -> None:
    assert _ranked("which model cost the most") == [("a model of Acme", "$9 million")]
    assert _ranked("who made the most expensive model") == [("a model of Acme", "$9 million")]


def test_what_has_no_name_is_not_told_where_it_is_not_meant() -> None:
    assert _ranked("which model cost the least") == []
    assert _ranked("which models cost more than $1 million") == []
