"""What several independent documents agree on."""

from __future__ import annotations

from kg.graph.agreements import Agreement, agreements
from kg.model import Fact
from tests.graph.press import A1, ACME, ADA, BOLT, ITALY, JAPAN, ban, cost, day, made, report, said, store


def found(*facts: Fact) -> list[Agreement]:
    """What documents agree on, each of which states one fact."""
    return list(agreements(store(*(report(f"{i}", fact) for i, fact in enumerate(facts)))))


def test_documents_agree_on_a_fact_however_firmly_they_state_it() -> None:
    facts = [made(ACME, A1), made(ACME, A1, modality="claimed", attributed_to="Bolt"), made(ACME, A1, date=day("2025"))]
    (one,) = found(*facts, ban(ITALY, ACME))
    assert (one.relation, one.about, one.value.independent) == ("Development", (ACME, A1), 3)
    assert one.value.documents == ("0", "1", "2")


def test_plans_agree_with_nothing_and_denials_with_denials() -> None:
    assert found(made(ACME, A1), made(ACME, A1, modality="planned")) == []
    assert found(ban(ITALY, ACME), ban(ITALY, ACME, polarity="negative")) == []
    (one,) = found(ban(ITALY, ACME, polarity="negative"), ban(ITALY, ACME, polarity="negative", attributed_to="Ada"))
    assert one.denied


def test_pages_of_one_site_are_one_witness() -> None:
    pages = [report(f"{i}", made(ACME, A1), source=f"https://acme.example/{i}") for i in range(3)]
    assert agreements(store(*pages)) == ()
    (one,) = agreements(store(*pages, report("paper", made(ACME, A1))))
    assert (one.value.independent, len(one.value.documents)) == (2, 4)


def test_amounts_agree_within_rounding() -> None:
    (one,) = found(cost(A1, "$5.6 million"), cost(A1, "$6 million"), cost(A1, "$1.3 billion"), cost(A1, "€6 million"))
    assert (one.role, one.value.label, one.value.independent) == ("amount", "$5.6 million or $6 million", 2)


def test_a_date_and_the_fact_itself_are_two_agreements() -> None:
    def founded(when: str) -> Fact:
        return said(
            f"Ada set up Bolt in {when} .", "Founding", {"founder": ADA, "organization": BOLT, "date": day(when)}
        )

    agreed = found(founded("2023"), founded("2023-05"), founded("2021"))
    assert [(one.role, one.value.label, one.value.independent) for one in agreed] == [
        ("", "", 3),
        ("date", "2023 or 2023-05", 2),
    ]


def test_the_best_supported_comes_first() -> None:
    agreed = found(*[ban(ITALY, ACME)] * 2, *[ban(JAPAN, ACME)] * 3, *[made(ACME, A1)] * 2)
    assert [(one.relation, one.value.independent) for one in agreed] == [
        ("Restriction", 3),
        ("Development", 2),
        ("Restriction", 2),
    ]
