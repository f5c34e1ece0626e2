"""Sums of money, percentages and dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Amount, Date
from kg.ontology import Ontology
from kg.reading.quantities import Quantities, Quantity, dates
from kg.reading.segments import view

SCALES = {"": 0, " thousand": 3, "k": 3, " million": 6, "m": 6, " billion": 9, "bn": 9, " trillion": 12, "tn": 12}


@pytest.fixture(scope="session")
def quantities(ontology: Ontology) -> Quantities:
    return Quantities(ontology.grammar)


@pytest.fixture(scope="session")
def sums(quantities: Quantities) -> Callable[[str], list[tuple[Decimal, str]]]:
    """The amounts of a text: (value, unit)."""

    def sums(text: str) -> list[tuple[Decimal, str]]:
        found = (quantity.value for quantity in quantities.amounts(view(text), 0))
        return [(value.value, value.unit) for value in found if isinstance(value, Amount)]

    return sums


def days(text: str, published: str = "") -> list[tuple[str, str]]:
    """The dates of a text: (value, precision)."""
    found = (quantity.value for quantity in dates(text, 0, published))
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
        ("down 17%", "17", "%"),
        ("17 per cent", "17", "%"),
        ("16.97 percent", "16.97", "%"),
        ("3 percentage points", "3", "%"),
    ],
)
def test_amounts(sums: Callable[[str], list[tuple[Decimal, str]]], text: str, value: str, unit: str) -> None:
    assert sums(text) == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["$5-6 million", "$5 to $6 million", "between $5 million and $6 million", "$5m–$6m"])
def test_both_ends_of_a_range(sums: Callable[[str], list[tuple[Decimal, str]]], text: str) -> None:
    assert sums(text) == [(Decimal(5_000_000), "USD"), (Decimal(6_000_000), "USD")]


@pytest.mark.parametrize(
    "text", ["", "6 million users", "two thirds", "the H100", "in 2023", "$", "%", "a dollar sign"]
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
    (found,) = dates(f"It began on {written}, they say.", 100)
    value = Date(value=day.isoformat(), precision="day", text=written)
    assert found == Quantity(start=112, end=112 + len(written), value=value)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("founded in May 2023", "2023-05", "month"),
        ("in late 2022", "2022", "year"),
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
    ],
)
def test_what_is_not_said_follows_from_the_day_of_publication(text: str, value: str, precision: str) -> None:
    assert days(text, "2025-01-28") == [(value, precision)]
    assert days(text) == []


@pytest.mark.parametrize("text", ["", "it may fall", "2,023 chips", "in the 2020s", "on May 45", "H2023", "last week"])
def test_what_is_no_date(text: str) -> None:
    assert days(text, "2025-01-28") == []


@given(st.text(), st.sampled_from(["", "2025", "2025-01", "2025-01-28"]))
def test_dates_lie_in_the_text(text: str, published: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in dates(text, 0, published))
