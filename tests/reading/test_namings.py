"""Why words stand for a name: each rule gives its own reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Reading
from kg.reading.namings import LIBRARY, against, between, blocking_keys, guard

Read = Callable[..., Reading]


def reasons(reading: Reading) -> dict[str, list[str]]:
    """The words of the first mentions, with the reasons that lead from them to their names."""
    return {m.text: [str(step) for step in m.namings] for m in reversed(reading.mentions) if m.sentence}


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("DeepSeek grew.", "DeepSeek", []),
        ("They asked Deep Seek.", "Deep Seek", ["spelling of DeepSeek"]),
        ("The U.S. grew.", "U.S.", ["alias of United States (names/countries.tsv)"]),
        ("They left Brunei Darussalam.", "Brunei Darussalam", [f"alias of Brunei ({LIBRARY})"]),
        ("The Norwegian chipmaker grew.", "Norwegian", ["adjective of Norway (names/countries.tsv)"]),
        ("They asked Nvidia Corp. again.", "Nvidia Corp.", ["Nvidia but for the legal form"]),
        ("They bought many H800s.", "H800s", ["plural of H800"]),
        ("They asked Jane Doe. Mr Doe founded OpenAI.", "Doe", ["surname of Jane Doe"]),
        ("Jane Ann Doe founded OpenAI. They asked J. A. Doe.", "J. A. Doe", ["initials of Jane Ann Doe"]),
        (
            "The Norwegian Space Council (NSC) grew. They asked the NSC.",
            "NSC",
            ["acronym of Norwegian Space Council (in parentheses)"],
        ),
    ],
)
def test_the_reason_of_words(read: Read, text: str, words: str, why: list[str]) -> None:
    assert reasons(read(text))[words] == why


def test_an_acronym_is_what_its_full_name_is(read: Read) -> None:
    found = read("The Norwegian Space Council (NSC) grew. They asked the NSC.").mentions
    assert len({(mention.name, mention.type) for mention in found}) == 1


def test_reasons_form_a_chain_to_the_name(read: Read) -> None:
    for mention in read("The U.S. sued Nvidia Corp. Jane Doe left. Doe founded OpenAI, Open-AI said.").mentions:
        steps = mention.namings
        if steps:
            assert [step.other for step in steps][:-1] == [step.name for step in steps][1:]
            assert (steps[0].name, steps[-1].other) == (mention.text, mention.name)


def test_the_first_mention_alone_has_sentence_and_reasons(read: Read) -> None:
    first, second = (m for m in read("They asked Deep Seek. Deep Seek grew.").mentions)
    assert (first.sentence, len(first.namings)) == ("They asked Deep Seek.", 1)
    assert (second.name, second.sentence, second.namings) == ("DeepSeek", "", ())


@pytest.mark.parametrize(
    ("name", "other", "person", "reason"),
    [
        ("Chat-GPT", "ChatGPT", False, "spelling"),
        ("Acme Inc.", "Acme", False, "legal form"),
        ("Liang Wenfang", "Liang Wenfeng", True, "near-spelling"),
    ],
)
def test_the_reason_between_documents(name: str, other: str, person: bool, reason: str) -> None:
    for one, two in ((name, other), (other, name)):
        step = between(one, two, person=person)
        assert step is not None
        assert (step.name, step.other, step.reason) == (one, two, reason)


@pytest.mark.parametrize(
    ("name", "other", "person", "why"),
    [
        ("GPT-4", "GPT-5", False, "the numbers differ"),
        ("Acme Labs", "Acne Labs", False, "only people’s names may differ in a letter"),
        ("Jane Doe", "John Doe", True, "the first names differ"),
        ("Jane Dole", "Jane Doe", True, "a family name of fewer than 5 letters"),
        ("Jane Waller", "Jane Haller", True, "the family names begin differently"),
        ("Jane Walden", "Jane Waller", True, "the family names differ in more than one letter"),
    ],
)
def test_what_keeps_names_apart(name: str, other: str, person: bool, why: str) -> None:
    assert between(name, other, person=person) is None
    assert against(name, other, person=person) == why
    if person:
        assert guard(name, other) == why


def test_two_candidates_are_no_reason(read: Read) -> None:
    found = read("Jane Doe met John Doe. They asked J. Doe about OpenAI.")
    assert reasons(found)["J. Doe"] == []


@given(
    st.sampled_from(["Jane", "Jane M.", "İrem", ""]), st.text("abAB-", min_size=4, max_size=7), st.data(), st.booleans()
)
def test_names_that_are_joined_have_a_blocking_key_in_common(
    first: str, family: str, data: st.DataObject, person: bool
) -> None:
    place = data.draw(st.integers(0, len(family) - 1))
    changed = data.draw(
        st.sampled_from(
            [
                family,
                family[:place] + family[place + 1 :],
                family[:place] + "a" + family[place + 1 :],
                family[:place] + "b" + family[place:],
                family[:place] + family[place : place + 2][::-1] + family[place + 2 :],
                f"{family} Inc.",
            ]
        )
    )
    one, other = f"{first} {family}".strip(), f"{first} {changed}".strip()
    shared = set(blocking_keys(one, person=person)) & set(blocking_keys(other, person=person))
    assert shared or between(one, other, person=person) is None
