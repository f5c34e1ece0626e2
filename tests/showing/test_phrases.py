"""Facts in a line, and the way from one party to another."""

from __future__ import annotations

import pytest

from kg.model import Entity, Fact
from kg.ontology import load
from kg.showing.phrases import phrase, way
from tests.graph.press import A1, A2, ACME, ADA, ITALY, JAPAN, ban, cost, day, said

CLAIMED = said("A1 took $6 million, says Acme.", "Cost", {"subject": A1, "amount": "$6 million", "claimant": ACME})
FOUNDED = said("Ada set up Acme in 2023 .", "Founding", {"founder": ADA, "organization": ACME, "date": day("2023")})
AGAINST = said("Italy kept A1 from Japan .", "Restriction", {"restrictor": ITALY, "restricted": A1, "target": JAPAN})
FOR = said("Curbs on A1 for Japan .", "Restriction", {"restricted": A1, "target": JAPAN})
ALONE = said("A1 is banned .", "Restriction", {"restricted": A1})
SHED = said("Acme fell .", "MarketLoss", {"company": ACME})
RIVALS = said("A1 rivals A2 .", "Rivalry", {"subject": A1, "rival": A2})
UNKNOWN = said("Acme frobs A1 .", "Frobbing", {"frobber": ACME, "frobbed": A1})


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (ban(ITALY, ACME), "Italy restricts Acme"),
        (cost(A1, "$6 million"), "A1 costs $6 million"),
        (CLAIMED, "A1 costs $6 million"),
        (FOUNDED, "Ada founded Acme (date 2023)"),
        (AGAINST, "Italy restricts A1 (target Japan)"),
        (ALONE, "– restricts A1"),
        (SHED, "Acme lost value"),
        (UNKNOWN, "Frobbing: frobbed A1, frobber Acme"),
    ],
)
def test_a_fact_is_one_line_in_the_words_of_the_ontology(fact: Fact, expected: str) -> None:
    roles = sorted(fact.roles) if fact is UNKNOWN else list(fact.roles)
    shown = Fact(relation=fact.relation, roles={role: fact.roles[role] for role in roles}, evidence=fact.evidence)
    assert phrase(shown, load()) == expected


@pytest.mark.parametrize(
    ("fact", "source", "target", "expected"),
    [
        (AGAINST, ITALY, A1, "restricts →"),
        (AGAINST, A1, ITALY, "← restricts"),
        (AGAINST, ITALY, JAPAN, "restricts against →"),
        (AGAINST, A1, JAPAN, "← restricts · Italy · restricts against →"),
        (AGAINST, JAPAN, A1, "← restricts against · Italy · restricts →"),
        (FOR, A1, JAPAN, "restriction target →"),
        (FOR, JAPAN, A1, "← restriction target"),
        (RIVALS, A1, A2, "rivals"),
        (RIVALS, A2, A1, "rivals"),
        (CLAIMED, ACME, A1, "← cost claimant"),
        (CLAIMED, A1, ACME, "cost claimant →"),
        (UNKNOWN, ACME, A1, "← Frobbing frobber"),
    ],
)
def test_the_way_from_one_party_to_another(fact: Fact, source: Entity, target: Entity, expected: str) -> None:
    assert way(fact, source, target, load()) == expected
