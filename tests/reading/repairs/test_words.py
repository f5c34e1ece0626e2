"""Words that get their class back: plurals, participles, gerunds, prepositions without a noun."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import pytest

Bond: TypeAlias = tuple[str, str, str]
Mended: TypeAlias = Callable[[str, Mapping[str, str], Sequence[Bond]], set[Bond]]
Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        pytest.param(
            "DeepSeek-R1 rivals leading models such as Gemini.",
            "Rivalry",
            {"subject": "DeepSeek-R1", "rival": "Gemini"},
            id="adjectival",
        ),
        pytest.param(
            "Italy blocks DeepSeek downloads.",
            "Restriction",
            {"restrictor": "Italy", "restricted": "DeepSeek"},
            id="plural",
        ),
        pytest.param(
            "Nvidia has begun shipping samples of the H20 to Alibaba.",
            "Supply",
            {"supplier": "Nvidia", "item": "H20", "recipient": "Alibaba"},
            id="gerund",
        ),
    ],
)
def test_a_word_of_the_wrong_class_is_read_as_people_read_it(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    assert stated(text, relation) == [roles]


def test_a_preposition_that_lost_its_noun_takes_the_phrase_after_it(mended: Mended) -> None:
    wrong = ("DeepSeek", "npadvmod", "developed")
    found = mended("The model was developed by the start-up DeepSeek.", {"DeepSeek": "Company"}, [wrong])
    assert ("DeepSeek", "pobj", "by") in found


def test_a_preposition_left_behind_by_its_noun_takes_none(stated: Stated) -> None:
    text = "The firm that GPT-4 was made by, OpenAI, grew."
    assert stated(text, "Development") == [{"developer": "OpenAI", "product": "GPT-4"}]


def test_two_fields_of_a_firm_are_not_two_things(mended: Mended) -> None:
    wrong = [("AI", "attr", "is"), ("an", "det", "AI"), ("firm", "conj", "AI")]
    found = mended("Nebius is an AI and cloud computing firm.", {"Nebius": "Company"}, wrong)
    assert found >= {("firm", "attr", "is"), ("AI", "compound", "firm")}


@pytest.mark.parametrize(
    ("text", "bond"),
    [
        ("Nebius is a bank and an AI firm.", ("firm", "conj", "bank")),
        ("Nebius is a company and start-up.", ("start-up", "conj", "company")),
    ],
)
def test_two_things_that_somebody_is_stay_two(mended: Mended, text: str, bond: Bond) -> None:
    assert bond in mended(text, {"Nebius": "Company"}, [bond])


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        pytest.param(
            "DeepSeek-R1 started competing with GPT-4.",
            "Rivalry",
            {"subject": "DeepSeek-R1", "rival": "GPT-4"},
            id="adjectival",
        ),
        pytest.param(
            "Nvidia began leading the round for Cohere.",
            "Investment",
            {"investor": "Nvidia", "target": "Cohere"},
            id="adjectival: an object with an article",
        ),
        pytest.param(
            "Jane Doe started leading Nvidia in May.",
            "Position",
            {"person": "Jane Doe", "organization": "Nvidia"},
            id="adjectival: an object with a name",
        ),
        pytest.param(
            "Italy says Nvidia supplies Huawei with chips.",
            "Supply",
            {"supplier": "Nvidia", "item": "chips", "recipient": "Huawei"},
            id="plural",
        ),
        pytest.param(
            "Nvidia has begun shipping H20 samples to Alibaba.",
            "Supply",
            {"supplier": "Nvidia", "item": "H20", "recipient": "Alibaba"},
            id="gerund",
        ),
    ],
)
def test_a_verb_that_is_one_stays_one(stated: Stated, text: str, relation: str, roles: dict[str, str]) -> None:
    assert stated(text, relation) == [roles]
