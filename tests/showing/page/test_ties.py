"""Which lines a fact gives, what they are called and how they are drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.ontology import Role, Shortcut
from kg.showing.page.ties import Tie, curves, links, style, ties, verb
from tests.showing.page.graphs import Graph


@pytest.fixture
def graph() -> Graph:
    found = Graph()
    found.document("d")
    for name in "AB":
        found.entity(name, "Company")
    return found


def lines(graph: Graph) -> list[Tie]:
    return ties(graph.facts(), {entity.id: n for n, entity in enumerate(graph.entities())}, graph.ontology)


def named(graph: Graph) -> set[tuple[str, str, str]]:
    labels = [entity.label for entity in graph.entities()]
    return {(labels[tie.source], tie.label, labels[tie.target]) for tie in lines(graph)}


def test_a_fact_with_three_parties_gives_a_line_for_each_shortcut(graph: Graph) -> None:
    for name, type_ in (("US", "Country"), ("H20", "Chip"), ("China", "Country")):
        graph.entity(name, type_)
    graph.say("d", "Restriction", "{restrictor US} *bars* {restricted H20} from {target China}.")
    assert named(graph) == {("US", "restricts", "H20"), ("US", "restricts against", "China")}


def test_a_fact_without_its_first_party_still_ties_the_others(graph: Graph) -> None:
    graph.entity("H20", "Chip")
    graph.entity("China", "Country")
    graph.say("d", "Restriction", "*Curbs* on {restricted H20} for {target China}.")
    assert named(graph) == {("H20", "restriction target", "China")}


def test_a_party_that_no_shortcut_reaches_is_tied_by_its_role(graph: Graph) -> None:
    graph.entity("R1", "Model")
    graph.entity("Acme", "Company")
    graph.say("d", "Cost", "{claimant Acme}: {subject R1} *cost* {amount $5}.")
    assert named(graph) == {("R1", "cost claimant", "Acme")}


def test_amounts_are_linked_but_never_tied(graph: Graph) -> None:
    graph.entity("R1", "Model")
    fact = graph.say("d", "Cost", "{subject R1} *cost* {amount $5}.")
    assert lines(graph) == []
    assert [(link.source, link.target, link.label) for link in links(fact, graph.ontology)] == [
        ("subject", "amount", "costs")
    ]


def test_symmetric_facts_share_a_line_whichever_comes_first(graph: Graph) -> None:
    graph.say("d", "Rivalry", "{subject A} *rivals* {rival B}.")
    graph.say("d", "Rivalry", "{subject B} *rivals* {rival A}.", modality="reported")
    (tie,) = lines(graph)
    assert tie.symmetric
    assert tie.facts == (0, 1)


def test_a_claim_and_a_denial_are_lines_of_their_own(graph: Graph) -> None:
    for polarity, modality in (
        ("positive", "actual"),
        ("positive", "claimed"),
        ("negative", "actual"),
        ("positive", "former"),
    ):
        graph.say("d", "Ownership", "{owner A} *owns* {owned B}.", polarity=polarity, modality=modality)
    assert [tie.style for tie in lines(graph)] == ["firm", "open", "denied", "past"]


def test_an_entity_is_not_tied_to_itself(graph: Graph) -> None:
    graph.say("d", "Rivalry", "{subject A} *rivals* {rival A}.")
    assert lines(graph) == []


def test_lines_between_the_same_two_bend_apart() -> None:
    bends = curves([(0, 1), (1, 0), (0, 1), (2, 3)])
    seen_from_0 = [bends[0], -bends[1], bends[2]]
    assert len(set(seen_from_0)) == 3
    assert bends[3] != 0


def test_a_relation_that_the_ontology_adds_is_drawn_like_the_others(graph: Graph) -> None:
    relation = graph.ontology.relations["Ownership"]
    roles = tuple(
        Role(name=n, label=n, relation="Rivetry", ranges=frozenset({"Thing"}), required=True, question=n)
        for n in ("by", "of")
    )
    shortcut = Shortcut(name="rivets", label="rivets", subject="by", object="of", symmetric=False, functional=False)
    invented = replace(relation, name="Rivetry", label="rivetry", roles=roles, shortcuts=(shortcut,))
    graph.ontology = replace(graph.ontology, relations={**graph.ontology.relations, "Rivetry": invented})
    graph.say("d", "Rivetry", "{by A} *rivets* {of B}.")
    assert verb(invented) == "rivets"
    assert named(graph) == {("A", "rivets", "B")}


def test_a_relation_that_the_ontology_does_not_know_is_drawn_by_its_roles(graph: Graph) -> None:
    graph.say("d", "Unheard", "{left A} *foos* {right B}.")
    assert named(graph) == {("A", "right", "B")}


def test_a_modality_that_is_unknown_is_drawn_solid(graph: Graph) -> None:
    assert style(graph.say("d", "Ownership", "{owner A} *owns* {owned B}.", modality="dreamt")) == "firm"
