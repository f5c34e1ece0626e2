"""What changed from one graph to another, and the patch that makes the one of the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pyoxigraph as ox
import pytest
import rdflib

from kg.graph.changes import Changes, changes
from kg.graph.store import GraphStore
from kg.model import Amount, Date, Entity, Evidence, Fact, Filler, Reading
from kg.ontology import Ontology

R1 = Entity(id="model/DeepSeek-R1", label="DeepSeek-R1", type="Model")
ITALY = Entity(id="country/Italy", label="Italy", type="Country")
JAPAN = Entity(id="country/Japan", label="Japan", type="Country")
DEEPSEEK = Entity(id="company/DeepSeek", label="DeepSeek", type="Company")
State = Callable[..., Reading]
Told = list[tuple[str, tuple[str, ...], tuple[str, ...]]]


def dollars(million: str) -> Amount:
    return Amount(value=Decimal(million) * 1_000_000, unit="USD", text=f"${million} million")


@pytest.fixture
def differ(ontology: Ontology) -> Callable[[list[Reading], list[Reading]], Changes]:
    def find(old: list[Reading], new: list[Reading]) -> Changes:
        return changes(GraphStore.create(old, ontology), GraphStore.create(new, ontology))

    return find


Differ = Callable[[list[Reading], list[Reading]], Changes]


def told(found: Changes) -> Told:
    (change,) = found.facts
    return [(d.name, d.before, d.after) for d in change.differences]


def test_equal_graphs_have_no_changes(readings: list[Reading], differ: Differ) -> None:
    found = differ(readings, readings[::-1])
    assert not found
    assert (found.facts, found.entities, found.documents, found.added, found.removed) == ((), (), (), (), ())
    assert found.patch() == "TX .\nTC .\n"


def test_a_document_more_brings_facts_entities_and_sentences(readings: list[Reading], differ: Differ) -> None:
    found = differ(readings[:1], readings)
    assert [change.value.id for change in found.documents] == ["my note"]
    assert {change.value.label for change in found.entities if change.kind == "gained"} == {"China", "Liang Wenfeng"}
    gained = [change.value for change in found.facts if change.kind == "gained"]
    assert [fact.relation for fact in gained] == ["Cost", "Founding", "Restriction", "Restriction"]
    (rivalry,) = [change for change in found.facts if change.kind == "changed"]
    assert rivalry.value.relation == "Rivalry"
    (difference,) = rivalry.differences
    assert (difference.name, len(difference.before), len(difference.after)) == ("evidence", 1, 2)
    # two documents word the amount, so the summary has the shorter of the wordings
    assert {str(quad.object) for quad in found.removed} == {'"$5.6 million"'}


def test_the_other_way_round_they_are_lost(readings: list[Reading], differ: Differ) -> None:
    there, back = differ(readings[:1], readings), differ(readings, readings[:1])
    assert (there.added, there.removed) == (back.removed, back.added)
    kinds = {"gained": "lost", "lost": "gained", "changed": "changed"}
    assert sorted((kinds[c.kind], c.value.relation) for c in there.facts) == sorted(
        (c.kind, c.value.relation) for c in back.facts
    )


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ({}, {"modality": "claimed"}, ("modality", ("actual",), ("claimed",))),
        ({}, {"polarity": "negative"}, ("polarity", ("positive",), ("negative",))),
        ({}, {"attributed_to": "Reuters"}, ("attributed_to", (), ("Reuters",))),
        (
            {"date": Date(value="2024", precision="year", text="")},
            {"date": Date(value="2025", precision="year", text="")},
            ("date", ("2024",), ("2025",)),
        ),
    ],
)
def test_a_fact_stated_otherwise_is_changed(
    before: dict[str, object],
    after: dict[str, object],
    difference: tuple[str, tuple[str, ...], tuple[str, ...]],
    state: State,
    differ: Differ,
) -> None:
    roles: dict[str, Filler] = {"restrictor": ITALY, "restricted": DEEPSEEK}
    found = differ([state("Restriction", roles, **before)], [state("Restriction", roles, **after)])
    assert told(found) == [difference]
    assert found.facts[0].kind == "changed"


def test_another_value_of_the_same_is_a_change(state: State, differ: Differ) -> None:
    old = state("Cost", {"subject": R1, "amount": dollars("5.6")})
    new = state("Cost", {"subject": R1, "amount": dollars("6")})
    assert told(differ([old], [new])) == [("amount", ("$5.6 million",), ("$6 million",))]


def test_a_role_more_is_a_change(state: State, differ: Differ) -> None:
    roles: dict[str, Filler] = {"restrictor": ITALY, "restricted": DEEPSEEK}
    found = differ([state("Restriction", roles)], [state("Restriction", roles | {"target": JAPAN})])
    assert told(found) == [("target", (), ("Japan",))]


def test_the_same_of_somebody_else_is_lost_and_gained(state: State, differ: Differ) -> None:
    old = state("Restriction", {"restrictor": ITALY, "restricted": DEEPSEEK})
    new = state("Restriction", {"restrictor": JAPAN, "restricted": DEEPSEEK})
    assert [(c.kind, c.value.roles["restrictor"]) for c in differ([old], [new]).facts] == [
        ("gained", JAPAN),
        ("lost", ITALY),
    ]


def test_of_several_the_most_alike_are_one_that_changed(state: State, differ: Differ) -> None:
    claimed = {"modality": "claimed", "attributed_to": "DeepSeek"}
    old = [
        state("Cost", {"subject": R1, "amount": dollars("5")}, document="a"),
        state("Cost", {"subject": R1, "amount": dollars("9")}, document="b", **claimed),
    ]
    new = [state("Cost", {"subject": R1, "amount": dollars("8")}, document="b", **claimed)]
    found = {change.kind: change for change in differ(old, new).facts}
    assert found["changed"].before is not None
    assert found["changed"].before.roles["amount"] == dollars("9")
    assert found["lost"].value.roles["amount"] == dollars("5")


def test_a_sentence_that_moved_is_no_change_of_a_fact(state: State, differ: Differ) -> None:
    roles: dict[str, Filler] = {"restrictor": ITALY, "restricted": DEEPSEEK}
    found = differ([state("Restriction", roles)], [state("Restriction", roles, start=7)])
    assert found.facts == ()
    assert found.added
    assert found.removed


def test_names_types_and_titles_change(readings: list[Reading], differ: Differ) -> None:
    old, note = readings
    renamed = replace(old, document=replace(old.document, title="Another title"))
    named = [replace(e, aliases=("Bel Paese",)) if e.id == "country/Italy" else e for e in renamed.entities]
    facts = [_with(fact, {e.id: e for e in named}) for fact in renamed.facts]
    found = differ([old, note], [replace(renamed, entities=tuple(named), facts=tuple(facts)), note])
    assert [(d.name, d.before, d.after) for c in found.entities for d in c.differences] == [
        ("aliases", (), ("Bel Paese",))
    ]
    assert [(d.name, d.before, d.after) for c in found.documents for d in c.differences] == [
        ("title", ('A "report"',), ("Another title",))
    ]


def _with(fact: Fact, entities: dict[str, Entity]) -> Fact:
    roles = {r: entities.get(f.id, f) if isinstance(f, Entity) else f for r, f in fact.roles.items()}
    return replace(fact, roles=roles)


@pytest.fixture
def three(readings: list[Reading], state: State, ontology: Ontology) -> list[GraphStore]:
    """Graphs that share little, one of them with texts that need every escape."""
    words = 'back\\slash "quotes"\n\t\r “typographic” \u2028 小米 😀 <tag> & \x7f'
    hostile = state("Restriction", {"restrictor": ITALY, "restricted": words}, document=words)
    said = tuple(_said(piece, words) for piece in hostile.facts[0].evidence)
    hostile = replace(hostile, facts=(replace(hostile.facts[0], evidence=said),))
    return [GraphStore.create(part, ontology) for part in (readings[:1], readings, [hostile])]


def _said(evidence: Evidence, sentence: str) -> Evidence:
    return replace(evidence, sentence=sentence, end=evidence.start + len(sentence))


@pytest.mark.parametrize("pair", list(permutations(range(3), 2)))
def test_the_patch_makes_the_new_graph_of_the_old_one(three: list[GraphStore], pair: tuple[int, int]) -> None:
    old, new = three[pair[0]], three[pair[1]]
    patched = set(old.quads())
    lines = changes(old, new).patch().split("\n")
    assert (lines[0], lines[-2:]) == ("TX .", ["TC .", ""])
    for line in lines[1:-2]:
        (quad,) = ox.parse(line[2:], ox.RdfFormat.N_QUADS)
        assert line[:2] in ("A ", "D ")
        assert (quad in patched) == (line[0] == "D")
        (patched.add if line[0] == "A" else patched.remove)(quad)
    assert patched == set(new.quads())


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("pair", list(permutations(range(3), 2)))
def test_rdflib_applies_the_patch(three: list[GraphStore], pair: tuple[int, int]) -> None:
    old, new = (rdflib.Dataset().parse(data=three[i].serialize("nquads"), format="nquads") for i in pair)
    old.parse(data=changes(three[pair[0]], three[pair[1]]).patch(), format="patch")
    assert _quads(old) == _quads(new)


def _quads(dataset: rdflib.Graph) -> set[tuple[object, ...]]:
    assert isinstance(dataset, rdflib.Dataset)
    return {(s, p, o, str(getattr(g, "identifier", g))) for s, p, o, g in dataset.quads()}
