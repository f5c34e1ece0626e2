"""What contradicts what, and what does not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from kg.graph.conflicts import Conflict, conflicts
from kg.graph.makers import makers
from kg.model import Entity, Fact, Reading, label_of
from kg.ontology import Ontology, folder, load
from tests.graph.press import (
    A1,
    A2,
    ACME,
    ADA,
    BOLT,
    ITALY,
    JAPAN,
    amount,
    ban,
    cost,
    day,
    made,
    report,
    said,
    store,
)


def found(*facts: Fact, ontology: Ontology | None = None) -> list[Conflict]:
    """The conflicts of some facts, each stated by a document of its own."""
    return list(conflicts(store(*(report(f"{i}", fact) for i, fact in enumerate(facts)), ontology=ontology)))


def labels(conflict: Conflict) -> list[str]:
    return [value.label for value in conflict.values]


# ---------------------------------------------------------------- one value only


def test_what_has_one_value_and_is_given_two_is_shown_with_who_says_each() -> None:
    dear = cost(A1, "$1.3 billion", modality="claimed", attributed_to="Bolt")
    (conflict,) = found(cost(A1, "$5.6 million"), cost(A1, "$6 million"), dear)
    assert (conflict.relation, conflict.about, conflict.role, conflict.certain) == ("Cost", (A1,), "amount", True)
    assert labels(conflict) == ["$5.6 million", "$6 million", "$1.3 billion"]
    assert [(value.independent, value.agreeing) for value in conflict.values] == [(1, 2), (1, 2), (1, 1)]
    assert [value.facts[0].attributed_to for value in conflict.values] == ["", "", "Bolt"]
    assert conflict.documents == ("0", "1", "2")


@pytest.mark.parametrize(
    "facts",
    [
        [cost(A1, "$5.6 million"), cost(A1, "$6 million")],
        [cost(A1, "over $100 million"), cost(A1, "$100 million")],
        [cost(A1, "$6 million"), cost(A1, "€60 million")],
        [cost(A1, "$6 million"), cost(A2, "$60 million")],
        [cost(A1, "$6 million"), cost(A1, "$60 million", modality="planned")],
        [cost(A1, "$6 million"), cost(A1, "$60 million", modality="possible")],
        [cost(A1, "$6 million"), cost(A1, "$60 million", polarity="negative")],
    ],
    ids=["rounding", "limit", "currency", "subject", "plan", "possibility", "denial"],
)
def test_what_can_be_true_together_is_no_conflict(facts: list[Fact]) -> None:
    assert found(*facts) == []


def test_one_document_may_contradict_itself() -> None:
    whole = report("essay", cost(A1, "$6 million", attributed_to="Acme"), cost(A1, "$1.3 billion"))
    assert [labels(conflict) for conflict in conflicts(store(whole))] == [["$1.3 billion", "$6 million"]]


def test_words_that_limit_are_part_of_the_value() -> None:
    (conflict,) = found(cost(A1, "under $6 million"), cost(A1, "$60 million"))
    assert labels(conflict) == ["$60 million", "under $6 million"]


def test_a_functional_role_has_one_value_for_the_same_parties() -> None:
    def founded(who: Entity, what: Entity, when: str) -> Fact:
        roles = {"founder": who, "organization": what, "date": day(when)}
        return said(f"{who.label} set up {what.label} in {when} .", "Founding", roles)

    bob = Entity(id="person/Bob", label="Bob", type="Person")
    assert found(founded(ADA, ACME, "2023"), founded(ADA, ACME, "2023-05"), founded(bob, ACME, "2021")) == []
    (conflict,) = found(founded(ADA, ACME, "2023"), founded(ADA, ACME, "2022"))
    assert (conflict.role, conflict.certain, labels(conflict)) == ("date", True, ["2022", "2023"])
    assert conflict.about == (ADA, ACME)


@pytest.fixture
def capitals(tmp_path: Path) -> Ontology:
    """An ontology in which a country has one capital, which it calls something else."""
    copy = tmp_path / "ontology"
    shutil.copytree(folder(), copy)
    with (copy / "kg.ttl").open("a", encoding="utf-8") as file:
        file.write(
            'kg:Seating a owl:Class ; rdfs:label "seating"@en ; rdfs:subClassOf kg:Fact .\n'
            "kg:seating.country a owl:ObjectProperty ; rdfs:domain kg:Seating ; rdfs:range kg:Country ; kg:order 1 ;"
            " kg:required true .\n"
            "kg:seating.town a owl:ObjectProperty ; rdfs:domain kg:Seating ; rdfs:range kg:Place ; kg:order 2 .\n"
            'kg:seatedIn a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:label "seated in"@en ;'
            " kg:shortcutOf kg:Seating ; kg:subjectRole kg:seating.country ; kg:objectRole kg:seating.town .\n"
        )
    (copy / "frames" / "Seating.toml").write_text(
        '[Seating]\nverbs = ["seat"]\n[Seating.roles]\ncountry = ["subject"]\ntown = ["in"]\n'
        '[[Seating.examples]]\ntext = "Italy is seated in Rome."\nnever = true\n'
    )
    return load(copy)


def test_an_invented_functional_relation_is_heeded(capitals: Ontology) -> None:
    rome = Entity(id="place/Rome", label="Rome", type="Place", same_as=("urn:x:rome",))
    roma = Entity(id="place/Roma", label="Roma", type="Place", same_as=("urn:x:rome",))
    turin = Entity(id="place/Turin", label="Turin", type="Place")
    seats = [said(f"Italy sits in {t.label} .", "Seating", {"country": ITALY, "town": t}) for t in (rome, roma, turin)]
    assert found(*seats[:2], ontology=capitals) == []
    (conflict,) = found(*seats, ontology=capitals)
    assert (conflict.about, sorted(labels(conflict))) == ((ITALY,), ["Roma", "Rome", "Turin"])
    assert {value.label: value.agreeing for value in conflict.values} == {"Roma": 2, "Rome": 2, "Turin": 1}


# ---------------------------------------------------------------- asserted and denied


def test_what_is_asserted_and_denied_is_a_conflict() -> None:
    (conflict,) = found(ban(ITALY, ACME), ban(ITALY, ACME, polarity="negative"), ban(JAPAN, ACME))
    assert (labels(conflict), conflict.about, conflict.certain) == (["asserted", "denied"], (ITALY, ACME), True)
    assert [value.documents for value in conflict.values] == [("0",), ("1",)]


def test_who_denies_the_whole_denies_each_case_but_not_the_reverse() -> None:
    def against(whom: Entity | None, polarity: str) -> Fact:
        roles = {"restrictor": ITALY, "restricted": ACME} | ({"target": whom} if whom else {})
        return said(
            f"Italy {polarity} banned Acme {whom.label if whom else ''} .", "Restriction", roles, polarity=polarity
        )

    assert len(found(against(JAPAN, "positive"), against(None, "negative"))) == 1
    assert found(against(None, "positive"), against(JAPAN, "negative")) == []


@pytest.mark.parametrize(
    ("asserted", "denied", "count"),
    [
        ({}, {"modality": "planned"}, 0),
        ({"modality": "planned"}, {}, 0),
        ({"modality": "former"}, {}, 0),
        ({"modality": "reported"}, {"modality": "claimed"}, 1),
        ({"date": day("2024")}, {"date": day("2025")}, 0),
        ({"date": day("2025")}, {"date": day("2025-03")}, 1),
        ({"date": day("2025")}, {}, 1),
    ],
)
def test_plans_and_other_times_contradict_nothing(
    asserted: dict[str, object], denied: dict[str, object], count: int
) -> None:
    assert len(found(ban(ITALY, ACME, **asserted), ban(ITALY, ACME, polarity="negative", **denied))) == count


def test_who_says_so_does_not_matter_to_what_is_denied() -> None:
    claimed = said("A1 took $6 million, says Acme.", "Cost", {"subject": A1, "amount": "$6 million", "claimant": ACME})
    denied = said(
        "A1 took no $6 million, says Bolt.", "Cost", {"subject": A1, "amount": "$6 million", "claimant": BOLT}
    )
    (conflict,) = found(claimed, replace(denied, polarity="negative"))
    assert labels(conflict) == ["asserted", "denied"]
    assert conflict.about == (A1, amount("$6 million"))


# ---------------------------------------------------------------- what may differ


def lost(words: str, **fact: object) -> Fact:
    return said(f"Acme shed {words} .", "MarketLoss", {"company": ACME, "amount": words}, **fact)


def test_several_amounts_are_possible_where_the_ontology_does_not_say_one() -> None:
    (conflict,) = found(lost("$600 billion"), lost("$200 billion"), lost("17%"))
    assert not conflict.certain
    assert "more than once" in conflict.reason
    assert labels(conflict) == ["$200 billion", "$600 billion"]


def test_amounts_of_one_document_or_of_two_days_are_of_two_events() -> None:
    assert conflicts(store(report("a", lost("$600 billion"), lost("$200 billion")))) == ()
    assert found(lost("$600 billion", date=day("2025-01-27")), lost("$200 billion", date=day("2025-01-28"))) == []
    assert len(found(lost("$600 billion", date=day("2025-01-27")), lost("$200 billion", date=day("2025-01")))) == 1


def test_amounts_of_other_parties_are_not_compared() -> None:
    def paid(target: Entity, words: str) -> Fact:
        roles = {"investor": ACME, "target": target, "amount": words}
        return said(f"Acme put {words} into {target.label} .", "Investment", roles)

    country = replace(ITALY)
    assert found(paid(BOLT, "$1 billion"), paid(country, "$9 billion")) == []
    assert len(found(paid(BOLT, "$1 billion"), paid(BOLT, "$9 billion"))) == 1


def test_the_dates_of_one_fact_may_differ_between_documents() -> None:
    (conflict,) = found(ban(ITALY, ACME, date=day("2023")), ban(ITALY, ACME, date=day("2025")))
    assert (conflict.role, conflict.certain, labels(conflict)) == ("", False, ["2023", "2025"])
    assert found(ban(ITALY, ACME, date=day("2023")), ban(ITALY, ACME, date=day("2023-05"))) == []


def test_certain_conflicts_come_first() -> None:
    everything = found(
        lost("$600 billion"), lost("$200 billion"), cost(A1, "$6 million"), cost(A1, "$60 million"), ban(ITALY, ACME)
    )
    assert [conflict.certain for conflict in everything] == [True, False]


# ---------------------------------------------------------------- what has no name

THEIRS = {"subject": "of > training > model"}
"""The path of "Acme" in "the cost of training Acme's model"."""


def of_a_model(words: str) -> Fact:
    return said(f"Training the model of Acme took {words} .", "Cost", {"subject": ACME, "amount": words}, paths=THEIRS)


def test_a_thing_without_a_name_is_shown_beside_what_its_maker_makes() -> None:
    (conflict,) = found(of_a_model("$1.3 billion"), made(ACME, A1), cost(A1, "$5.6 million"), cost(A2, "$9 million"))
    assert not conflict.certain
    assert conflict.reason == "if that model is one of the others"
    assert [(value.label, value.subject, value.unnamed) for value in conflict.values] == [
        ("$1.3 billion", ACME, "Model"),
        ("$5.6 million", A1, ""),
    ]


def test_the_list_of_names_tells_a_maker_too() -> None:
    rows = [row for row in load().names if row.maker and row.type == "Model"]
    row = next(
        row for row in rows if any(other.name == row.maker and other.type == "Company" for other in load().names)
    )
    thing = Entity(id="model/x", label=row.name, type="Model")
    maker = Entity(id="company/x", label=row.maker, type="Company")
    dear = said(
        f"The model of {row.maker} took $9 billion .", "Cost", {"subject": maker, "amount": "$9 billion"}, paths=THEIRS
    )
    assert makers([dear, cost(thing, "$1 million")], load()) == {"model/x": {"company/x"}}
    assert len(found(dear, cost(thing, "$1 million"))) == 1


def test_two_things_of_one_maker_and_the_maker_itself_are_not_one() -> None:
    both = [made(ACME, A1), made(ACME, A2)]
    assert found(*both, cost(A1, "$5.6 million"), cost(A2, "$9 million")) == []
    assert found(*both, cost(A1, "$5.6 million"), cost(ACME, "$9 million")) == []
    assert found(made(BOLT, A1), of_a_model("$1.3 billion"), cost(A1, "$5.6 million")) == []
    assert found(made(ACME, A1), of_a_model("$5.6 million"), cost(A1, "$5.6 million")) == []


# ---------------------------------------------------------------- the whole


def test_the_order_of_documents_does_not_matter() -> None:
    reports = [
        report("a", cost(A1, "$6 million"), ban(ITALY, ACME)),
        report("b", cost(A1, "$60 million"), lost("$600 billion")),
        report("c", ban(ITALY, ACME, polarity="negative"), lost("$200 billion")),
    ]
    results = {repr(conflicts(store(*order))) for order in permutations(reports)}
    assert len(results) == 1


def test_a_graph_without_facts_has_no_conflicts() -> None:
    assert conflicts(store(Reading(document=report("a").document))) == ()


def test_the_training_costs_of_the_sample_documents_stand_side_by_side(seeds: object) -> None:
    shown = [
        conflict
        for conflict in conflicts(seeds)  # type: ignore[arg-type]
        if any("DeepSeek" in label_of(filler) for filler in conflict.about)
    ]
    amounts = {value.label: value.subject.label for conflict in shown for value in conflict.values if value.subject}
    assert amounts["$5.6 million"] == "DeepSeek-R1"
    assert "DeepSeek-V3" in amounts.values()
    assert any(label.endswith("$1.3 billion") for label in amounts)
