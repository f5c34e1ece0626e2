"""Facts in the order of their dates."""

from __future__ import annotations

import datetime

import pytest

from kg.errors import EntityNotFoundError
from kg.graph.events import events
from kg.model import Date
from tests.graph.press import A1, ACME, ADA, ITALY, JAPAN, ban, cost, day, made, report, said, store

FOUNDED = said("Ada set up Acme in 2023 .", "Founding", {"founder": ADA, "organization": ACME, "date": day("2023")})


def test_a_fact_is_dated_by_its_text_else_by_the_earliest_document() -> None:
    found = events(
        store(
            report("late", ban(ITALY, ACME), made(ACME, A1, date=day("2024-12-26")), published="2025-02"),
            report("early", ban(ITALY, ACME), FOUNDED, published="2025-01-30"),
            report("undated", ban(JAPAN, ACME)),
        )
    )
    assert [(one.fact.relation, one.date.value, one.published) for one in found] == [
        ("Founding", "2023", False),
        ("Development", "2024-12-26", False),
        ("Restriction", "2025-01-30", True),
    ]


def test_only_what_is_about_an_entity() -> None:
    world = store(report("a", FOUNDED, ban(ITALY, ACME, date=day("2025")), ban(ITALY, A1, date=day("2024"))))
    assert [one.date.value for one in events(world, "Italy")] == ["2024", "2025"]
    assert [one.date.value for one in events(world, "Ada")] == ["2023"]
    with pytest.raises(EntityNotFoundError, match="no entity 'Nowhere'"):
        events(world, "Nowhere")


def test_a_year_comes_before_its_months_and_what_texts_say_before_what_documents_bear() -> None:
    dates = ["2024-02-29", "2024", "2024-02", "2023-12-31"]
    facts = [cost(A1, f"${n} million", date=day(value)) for n, value in enumerate(dates, 1)]
    found = events(store(report("a", *facts, made(ACME, A1), published="2024-02")))
    assert [(one.date.value, one.published) for one in found] == [
        ("2023-12-31", False),
        ("2024", False),
        ("2024-02", False),
        ("2024-02", True),
        ("2024-02-29", False),
    ]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2024-12", (2024, 12, 1), (2024, 12, 31)),
        ("2024-12-05", (2024, 12, 5), (2024, 12, 5)),
    ],
)
def test_a_date_covers_days(value: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    (event,) = events(store(report("a", ban(ITALY, ACME, date=day(value)))))
    assert (event.first, event.last) == (datetime.date(*first), datetime.date(*last))


@pytest.mark.parametrize("published", ["", "last spring", "0000", "2025-13", "2025-02-30", "１９９９"])
def test_what_is_no_date_dates_nothing(published: str) -> None:
    assert events(store(report("a", ban(ITALY, ACME), published=published))) == ()


def test_a_date_that_is_none_gives_way_to_that_of_the_document() -> None:
    strange = Date(value="2025-99", precision="month", text="")
    (event,) = events(store(report("a", ban(ITALY, ACME, date=strange), published="2025")))
    assert (event.date.value, event.published) == ("2025", True)
