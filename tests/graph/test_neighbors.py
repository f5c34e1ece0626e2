"""What facts tie to an entity, near and far."""

from __future__ import annotations

import pytest

from kg.graph.neighbors import neighbors
from tests.graph.press import A1, A2, ACME, BOLT, ITALY, JAPAN, ban, made, report, said, store

WORLD = store(
    report("a", ban(ITALY, ACME), ban(JAPAN, ACME), made(ACME, A1)),
    report("b", ban(ITALY, ACME), ban(ITALY, BOLT, polarity="negative"), made(BOLT, A2)),
    report("c", said("A1 rivals A2 .", "Rivalry", {"subject": A1, "rival": A2})),
)


def found(name: str, depth: int) -> list[tuple[int, str, str]]:
    return [(one.distance, one.through.label, one.entity.label) for one in neighbors(WORLD, name, depth)]


def test_neighbors_come_by_distance_and_each_over_the_way_that_leads_nearer() -> None:
    assert found("Italy", 1) == [(1, "Italy", "Acme")]
    assert sorted(found("Italy", 2)) == [(1, "Italy", "Acme"), (2, "Acme", "A1"), (2, "Acme", "Japan")]
    assert sorted(found("Italy", 9)) == [
        (1, "Italy", "Acme"),
        (2, "Acme", "A1"),
        (2, "Acme", "Japan"),
        (3, "A1", "A2"),
        (4, "A2", "Bolt"),
    ]


def test_a_neighbor_brings_the_facts_with_their_evidence() -> None:
    (one,) = neighbors(WORLD, "Italy")
    assert [[piece.document_id for piece in fact.evidence] for fact in one.facts] == [["a", "b"]]


def test_what_is_denied_is_no_neighbor() -> None:
    assert [one.entity.label for one in neighbors(WORLD, "Bolt")] == ["A2"]


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(LookupError, match="no entity 'Nowhere'"):
        neighbors(WORLD, "Nowhere")
