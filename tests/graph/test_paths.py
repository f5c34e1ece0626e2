"""The best-evidenced paths, compared with a search that tries everything."""

from __future__ import annotations

from itertools import combinations, permutations, product

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import EntityNotFoundError, GraphError
from kg.graph.paths import Path, paths
from kg.graph.store import GraphStore
from kg.model import Entity, Fact
from tests.graph.press import A1, A2, ACME, BOLT, ITALY, JAPAN, ban, cost, made, report, said, store

LONE = Entity(id="company/Lone", label="Lone", type="Company")


def names(found: tuple[Path, ...]) -> list[list[str]]:
    return [[entity.label for entity in path.entities] for path in found]


def graph(*facts: Fact) -> GraphStore:
    """The graph of documents that state one fact each."""
    return store(*(report(f"{i}", fact) for i, fact in enumerate(facts)))


def rival(one: Entity, other: Entity, **fact: object) -> Fact:
    return said(f"{one.label} rivals {other.label} .", "Rivalry", {"subject": one, "rival": other}, **fact)


WORLD = graph(
    ban(ITALY, ACME),
    ban(JAPAN, ACME),
    ban(JAPAN, ACME, modality="reported"),
    made(ACME, A1),
    made(ACME, A1),
    rival(A1, A2),
    made(BOLT, A2),
    ban(ITALY, BOLT, modality="possible"),
    made(LONE, Entity(id="model/L1", label="L1", type="Model")),
)


def test_a_step_that_more_documents_state_weighs_more() -> None:
    (ban_, *_) = paths(WORLD, "Italy", "A1")
    assert names((ban_,)) == [["Italy", "Acme", "A1"]]
    assert [step.strength for step in ban_.steps] == [pytest.approx(0.8), pytest.approx(0.96)]
    assert ban_.weight == pytest.approx(0.8 / 2 * 0.96 / 2)
    assert [piece.document_id for piece in ban_.steps[1].facts[0].evidence] == ["3", "4"]


def test_a_longer_path_is_better_only_where_the_shorter_rests_on_little() -> None:
    assert names(paths(WORLD, "Italy", "A2")) == [
        ["Italy", "Acme", "A1", "A2"],
        ["Italy", "Bolt", "A2"],
    ]
    plain = graph(ban(ITALY, BOLT), *[ban(ITALY, ACME)] * 9, *[rival(ACME, BOLT)] * 9)
    assert names(paths(plain, "Italy", "Bolt")) == [["Italy", "Bolt"], ["Italy", "Acme", "Bolt"]]


def test_the_firmest_fact_of_a_step_comes_first_and_the_others_are_kept() -> None:
    (step,) = paths(WORLD, "Japan", "Acme", best=1)[0].steps
    assert [fact.modality for fact in step.facts] == ["actual", "reported"]
    assert step.strength == pytest.approx(1 - 0.2 * 0.3)


def test_equal_paths_come_in_the_order_of_the_alphabet() -> None:
    facts = [ban(ITALY, ACME), ban(ITALY, BOLT), rival(A1, ACME), rival(A1, BOLT)]
    results = {repr(names(paths(graph(*order), "Italy", "A1"))) for order in permutations(facts)}
    assert results == {repr([["Italy", "Acme", "A1"], ["Italy", "Bolt", "A1"]])}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"via": ["Japan"]}, []),
        ({"via": ["Bolt"]}, [["Italy", "Bolt", "A2", "A1"]]),
        ({"via": ["company", "model"]}, [["Italy", "Bolt", "A2", "A1"]]),
        ({"via": ["rivalry"]}, [["Italy", "Bolt", "A2", "A1"]]),
        ({"via": ["country"]}, []),
        ({"via": ["Italy", "Bolt"]}, [["Italy", "Bolt", "A2", "A1"]]),
        ({"avoid": ["Acme"]}, [["Italy", "Bolt", "A2", "A1"]]),
        ({"avoid": ["model"]}, [["Italy", "Acme", "A1"]]),
        ({"avoid": ["company"]}, []),
        ({"avoid": ["rivals"]}, [["Italy", "Acme", "A1"]]),
        ({"avoid": ["Italy"]}, []),
        ({"via": ["Bolt"], "avoid": ["rivalry"]}, []),
        ({"steps": 2}, [["Italy", "Acme", "A1"]]),
        ({"steps": 1}, []),
        ({"best": 1}, [["Italy", "Acme", "A1"]]),
        ({}, [["Italy", "Acme", "A1"], ["Italy", "Bolt", "A2", "A1"]]),
    ],
)
def test_what_a_path_must_and_must_not_pass(conditions: dict[str, object], expected: list[list[str]]) -> None:
    assert names(paths(WORLD, "Italy", "A1", **conditions)) == expected  # type: ignore[arg-type]


def test_a_relation_that_is_wanted_is_the_one_that_is_shown() -> None:
    both = graph(*[made(ACME, A1)] * 2, cost(A1, "$6 million"), rival(ACME, A1))
    (path,) = paths(both, "Acme", "A1", via=["rivalry"])
    assert [tie.relation for tie in path.steps[0].ties] == ["Rivalry", "Development"]
    assert path.weight == pytest.approx(0.4)


def test_what_is_denied_ties_nothing() -> None:
    assert paths(graph(ban(ITALY, ACME, polarity="negative")), "Italy", "Acme") == ()


def test_there_may_be_no_path() -> None:
    assert paths(WORLD, "Italy", "Lone") == ()
    assert paths(WORLD, "Italy", "Italy") == ()


def test_names_that_are_of_nothing_are_told() -> None:
    with pytest.raises(EntityNotFoundError, match=r"^no entity 'Acne'; did you mean Acme\? · kg entities "):
        paths(WORLD, "Italy", "Acne")
    with pytest.raises(
        EntityNotFoundError,
        match=r"^no entity, type or relation 'Bolts'; did you mean Bolt\? · ",
    ):
        paths(WORLD, "Italy", "Acme", via=["Bolts"])


def test_a_search_that_is_given_up_says_so_instead_of_that_there_is_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.paths.TRIED", 1)
    with pytest.raises(GraphError, match="no path from Italy to A1 among the first 1 beginnings; allow fewer steps"):
        paths(WORLD, "Italy", "A1")
    monkeypatch.setattr("kg.graph.paths.TRIED", 3)
    assert names(paths(WORLD, "Italy", "A1")) == [["Italy", "Acme", "A1"]]


def repeats(way: list[str], better: list[str]) -> bool:
    """Whether a way passes all that a better one passes between its ends, in the same order."""
    return len(better) > 2 and [name for name in way if name in better] == better


def test_a_path_that_repeats_a_better_one_with_more_between_is_no_path_of_its_own() -> None:
    plain = graph(ban(ITALY, ACME), rival(ACME, A1), rival(ACME, BOLT), rival(BOLT, A1), ban(JAPAN, BOLT))
    assert names(paths(plain, "Italy", "A1")) == [["Italy", "Acme", "A1"]]
    assert names(paths(plain, "Italy", "A1", via=["Bolt"])) == [["Italy", "Acme", "Bolt", "A1"]]
    assert names(paths(plain, "Acme", "A1")) == [["Acme", "A1"], ["Acme", "Bolt", "A1"]]


NODES = [Entity(id=f"company/{name}", label=name, type="Company") for name in "abcdef"]
PAIRS = [(one, other) for one, other in product(NODES, NODES) if one.label < other.label]


@given(
    st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from(["actual", "claimed", "possible"])), max_size=14),
    st.integers(1, 5),
    st.sampled_from([None, "c", "d"]),
)
def test_every_path_is_found_in_order(
    drawn: list[tuple[tuple[Entity, Entity], str]], steps: int, via: str | None
) -> None:
    facts = [rival(one, other, modality=modality) for (one, other), modality in drawn]
    whole = store(*(report(f"{i}", fact) for i, fact in enumerate([*facts, ban(NODES[0], ACME), ban(NODES[1], BOLT)])))
    network = networkx.Graph((one.label, other.label) for (one, other), _ in drawn)
    network.add_nodes_from("ab")
    ways = [way for way in networkx.all_simple_paths(network, "a", "b", cutoff=steps) if via in (None, *way)]
    found = paths(whole, "a", "b", best=1000, steps=steps, via=[via] if via in network else [])
    if via in (None, *network):
        shown = names(found)
        assert len({tuple(way) for way in shown}) == len(shown)
        assert all(way in ways for way in shown)
        assert not any(repeats(way, better) for way, better in combinations(reversed(shown), 2))
        assert all(way in shown or any(repeats(way, better) for better in shown) for way in ways)
    weights = [path.weight for path in found]
    assert weights == sorted(weights, reverse=True)
