"""Sums of money, percentages and dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Amount, Date
from kg.ontology import load
from kg.reading.quantities import Quantities, Quantity
from kg.reading.segments import view

SCALES = {"": 0, " thousand": 3, "k": 3, " million": 6, "m": 6, " billion": 9, "bn": 9, " trillion": 12, "tn": 12}


@cache
def reader() -> Quantities:
    return Quantities(load().grammar)


@pytest.fixture(scope="session")
def quantities() -> Quantities:
    return reader()


@pytest.fixture(scope="session")
def sums(quantities: Quantities) -> Callable[[str], list[tuple[Decimal, str]]]:
    """The amounts of a text: (value, unit)."""

    def sums(text: str) -> list[tuple[Decimal, str]]:
        found = (quantity.value for quantity in quantities.amounts(view(text), 0))
        return [(value.value, value.unit) for value in found if isinstance(value, Amount)]

    return sums


def days(text: str, published: str = "") -> list[tuple[str, str]]:
    """The dates of a text: (value, precision)."""
    found = (quantity.value for quantity in reader().dates(view(text), 0, published))
    return [(value.value, value.precision) for value in found if isinstance(value, Date)]


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("about US$5.6 million", "5600000", "USD"),
        ("some $1,300,000 a year", "1300000", "USD"),
        ("5.6 million dollars", "5600000", "USD"),
        ("a million dollars", "1000000", "USD"),
        ("a $593-billion loss", "593000000000", "USD"),
        ("a 1.5-billion-euro fine", "1500000000", "EUR"),
        ("€4bn", "4000000000", "EUR"),
        ("£ 3.5 billion", "3500000000", "GBP"),
        ("100 million yuan", "100000000", "CNY"),
        ("RMB 20 million", "20000000", "CNY"),
        ("HK$1bn", "1000000000", "HKD"),
        ("$5.6\u00a0million", "5600000", "USD"),
        ("$5.6m", "5600000", "USD"),
        ("US$6bn", "6000000000", "USD"),
        ("¥100 million", "100000000", "JPY"),
        ("RMB 2.3 billion", "2300000000", "CNY"),
        ("40 billion won", "40000000000", "KRW"),
        ("A$1 million", "1000000", "AUD"),
        ("NZ$1 million", "1000000", "NZD"),
        ("20 billion Swiss francs", "20000000000", "CHF"),
        ("five million dollars", "5000000", "USD"),
        ("twenty-five million euros", "25000000", "EUR"),
        ("two hundred million dollars", "200000000", "USD"),
        ("half a billion dollars", "500000000", "USD"),
        ("Rs 500 crore", "5000000000", "INR"),
        ("500 crore rupees", "5000000000", "INR"),
        ("Rs. 2 lakh crore", "2000000000000", "INR"),
        ("£1.2bn", "1200000000", "GBP"),
        ("3,000 pounds", "3000", "GBP"),
        ("down 17%", "17", "%"),
        ("17 per cent", "17", "%"),
        ("16.97 percent", "16.97", "%"),
        ("3.1 percentage points", "3.1", "pp"),
        ("a one-percentage-point rise", "1", "pp"),
        ("ten per cent", "10", "%"),
        ("fell by a fifth", "20", "%"),
        ("a fifth of its value", "20", "%"),
        ("two-thirds", "66.67", "%"),
        ("three quarters of the market", "75", "%"),
        ("half of its value", "50", "%"),
        ("half its value", "50", "%"),
        ("by half", "50", "%"),
    ],
)
def test_amounts(sums: Callable[[str], list[tuple[Decimal, str]]], text: str, value: str, unit: str) -> None:
    assert sums(text) == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["$5-6 million", "$5 to $6 million", "between $5 million and $6 million", "$5m–$6m"])
def test_both_ends_of_a_range(sums: Callable[[str], list[tuple[Decimal, str]]], text: str) -> None:
    assert sums(text) == [(Decimal(5_000_000), "USD"), (Decimal(6_000_000), "USD")]


@pytest.mark.parametrize(
    "text", ["10-15%", "10% to 15%", "from 10 to 15 per cent", "between 10 and 15 percent", "between 10% and 15%"]
)
def test_both_ends_of_a_range_of_percentages(sums: Callable[[str], list[tuple[Decimal, str]]], text: str) -> None:
    assert sums(text) == [(Decimal(10), "%"), (Decimal(15), "%")]


def test_two_numbers_are_no_range(sums: Callable[[str], list[tuple[Decimal, str]]]) -> None:
    assert sums("up 5 and down 6%") == [(Decimal(6), "%")]
    assert sums("Q3 to 17%") == [(Decimal(17), "%")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6 million users",
        "the H100",
        "in 2023",
        "$",
        "%",
        "a dollar sign",
        "billions of dollars",
        "tens of millions of dollars",
        "several hundred million dollars",
        "a few million dollars",
        "Game 5 won",
        "20 pounds of copper",
        "50,000 AMD chips",
        "10,000 H800 GPUs",
        "XX$5",
        "a fifth firm",
        "the third quarter",
        "a quarter ago",
        "the first half of the year",
        "half an hour",
        "half a million users",
    ],
)
def test_what_is_no_amount(sums: Callable[[str], list[tuple[Decimal, str]]], text: str) -> None:
    assert sums(text) == []


@given(
    st.decimals(min_value=1, max_value=999_999, places=1),
    st.sampled_from(sorted(SCALES)),
    st.sampled_from("$€£"),
    st.booleans(),
)
def test_every_sum_is_read_as_it_is_written(
    quantities: Quantities, number: Decimal, scale: str, sign: str, separated: bool
) -> None:
    written = f"{sign}{number:,}{scale}" if separated else f"{sign}{number}{scale}"
    (found,) = quantities.amounts(f"It cost {written}, they say.", 100)
    assert isinstance(found.value, Amount)
    assert found.value.value == number * 10 ** SCALES[scale]
    assert (found.value.text, found.start, found.end) == (written, 108, 108 + len(written))


@given(st.decimals(min_value=0, max_value=100, places=2), st.sampled_from(["%", " %", " per cent", " percent", "pct"]))
def test_every_percentage_is_read_as_it_is_written(quantities: Quantities, number: Decimal, sign: str) -> None:
    (found,) = quantities.amounts(f"It fell {number}{sign}.", 0)
    assert found.value == Amount(value=number, unit="%", text=f"{number}{sign}")


@given(st.one_of(st.text(), st.text(alphabet="$€5.,6 million-to%bn")))
def test_amounts_lie_in_the_text(quantities: Quantities, text: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in quantities.amounts(text, 0))


# ---------------------------------------------------------------- dates


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)), st.integers(0, 4))
def test_every_day_is_read_as_it_is_written(day: date, form: int) -> None:
    month = day.strftime("%B")
    written = (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day}th {month} {day.year}",
        f"{month[:3]} {day.day} {day.year}",
        day.isoformat(),
    )[form]
    (found,) = reader().dates(f"It began on {written}, they say.", 100)
    value = Date(value=day.isoformat(), precision="day", text=written)
    assert found == Quantity(start=112, end=112 + len(written), value=value)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("founded in May 2023", "2023-05", "month"),
        ("in late 2022", "2022", "year"),
        ("in the third quarter of 2024", "2024", "year"),
        ("in Q3 2024", "2024", "year"),
        ("the 3rd of January 2024", "2024-01-03", "day"),
        ("on Sept. 5, 2024", "2024-09-05", "day"),
        ("on the 3rd of the month, in June, 2021", "2021-06", "month"),
    ],
)
def test_dates_are_as_precise_as_they_are_written(text: str, value: str, precision: str) -> None:
    assert days(text) == [(value, precision)]


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("on 20 January", "2025-01-20", "day"),
        ("on December 20", "2024-12-20", "day"),
        ("in December", "2024-12", "month"),
        ("yesterday", "2025-01-27", "day"),
        ("on Monday", "2025-01-27", "day"),
        ("last month", "2024-12", "month"),
        ("last year", "2024", "year"),
        ("last Tuesday", "2025-01-21", "day"),
        ("next Friday", "2025-01-31", "day"),
        ("on Tuesday", "2025-01-28", "day"),
        ("in March", "2024-03", "month"),
        ("in mid-May", "2024-05", "month"),
        ("last March", "2024-03", "month"),
        ("next March", "2025-03", "month"),
        ("this March", "2025-03", "month"),
        ("earlier this month", "2025-01", "month"),
        ("two weeks ago", "2025-01", "month"),
        ("five weeks ago", "2024-12", "month"),
        ("last week", "2025-01", "month"),
        ("this week", "2025", "year"),
        ("five months ago", "2024-08", "month"),
        ("twenty-five years ago", "2000", "year"),
        ("last quarter", "2024", "year"),
    ],
)
def test_what_is_not_said_follows_from_the_day_of_publication(text: str, value: str, precision: str) -> None:
    assert days(text, "2025-01-28") == [(value, precision)]
    assert days(text) == []


@pytest.mark.parametrize(
    ("published", "found"),
    [("2025", ["2024"]), ("2025-01", ["2024", "2024-12"]), ("2025-01-28", ["2024", "2024-12", "2025-01-27"])],
)
def test_nothing_is_counted_more_precisely_than_the_day_of_publication_is_known(
    published: str, found: list[str]
) -> None:
    assert [value for value, _ in days("last year, last month and yesterday", published)] == found


def test_what_is_part_of_an_amount_is_no_date(quantities: Quantities) -> None:
    assert [q.value.text for q in quantities.find("It paid $2000 in 1999.", 0)] == ["$2000", "1999"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "it may fall",
        "Theresa May said",
        "2,023 chips",
        "2048 H800 GPUs",
        "in the 2020s",
        "on May 45",
        "H2023",
        "the last week of the war",
        "over the past year",
        "a year earlier",
        "half a year ago",
        "a few days ago",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert days(text, "2025-01-28") == []


@given(st.text(), st.sampled_from(["", "2025", "2025-01", "2025-01-28"]))
def test_dates_lie_in_the_text(text: str, published: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in reader().dates(text, 0, published))
