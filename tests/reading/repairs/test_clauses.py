"""Verbs that get their subject back, participles and infinitives that get their word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import pytest

from kg.model import Reading

Bond: TypeAlias = tuple[str, str, str]
Mended: TypeAlias = Callable[[str, Mapping[str, str], Sequence[Bond]], set[Bond]]
Stated: TypeAlias = Callable[[str, str], list[dict[str, str]]]

COMPANY, PLACE, PERSON, PRODUCT = "Company", "Place", "Person", "Product"


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        pytest.param(
            "DeepSeek-R1 beats California-based OpenAI's GPT-4 model.",
            "Rivalry",
            {"subject": "DeepSeek-R1", "rival": "GPT-4"},
            id="subject",
        ),
        pytest.param(
            "The networks that Russia has built, banning ChatGPT, are large.",
            "Restriction",
            {"restrictor": "Russia", "restricted": "ChatGPT"},
            id="participle",
        ),
        pytest.param(
            "Markets fell, with Nvidia, a maker of chips, losing 17%.",
            "MarketLoss",
            {"company": "Nvidia", "amount": "17%"},
            id="absolute",
        ),
        pytest.param(
            "The market is split, with Nvidia tied to OpenAI and AMD supplying Meta with chips.",
            "Supply",
            {"supplier": "AMD", "item": "chips", "recipient": "Meta"},
            id="second_absolute",
        ),
        pytest.param(
            "Following the launch of GPT-4, stocks, including Nvidia, fell 5%.",
            "MarketLoss",
            {"company": "Nvidia", "amount": "5%"},
            id="fronted",
        ),
        pytest.param(
            "DeepSeek-R1, said Jane Doe, was trained on H800 chips.",
            "ChipUse",
            {"user": "DeepSeek-R1", "chip": "H800"},
            id="quoted",
        ),
    ],
)
def test_a_verb_has_the_subject_that_people_read(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    assert stated(text, relation) == [roles]


@pytest.mark.parametrize(
    ("text", "names", "wrong", "right"),
    [
        pytest.param(
            "A start-up in Athens founded by Noa Ben-Ami grew.",
            {"Athens": PLACE, "Noa Ben-Ami": PERSON},
            ("founded", "acl", "Athens"),
            ("founded", "acl", "start-up"),
            id="of_the_noun",
        ),
        pytest.param(
            "DeepSeek overtook ChatGPT to become the top app.",
            {"DeepSeek": COMPANY, "ChatGPT": PRODUCT},
            ("become", "acl", "ChatGPT"),
            ("become", "advcl", "overtook"),
            id="purpose",
        ),
        pytest.param(
            "Kestane, investigating OpenAI, asked Microsoft for papers.",
            {"Kestane": COMPANY, "OpenAI": COMPANY, "Microsoft": COMPANY},
            ("investigating", "advcl", ","),
            ("investigating", "acl", "Kestane"),
            id="participle_of_comma",
        ),
    ],
)
def test_a_participle_or_infinitive_on_the_wrong_word_is_hung_on_its_own(
    mended: Mended, text: str, names: dict[str, str], wrong: Bond, right: Bond
) -> None:
    found = mended(text, names, [wrong])
    assert right in found
    assert wrong not in found


@pytest.mark.parametrize(
    ("text", "names", "bond"),
    [
        pytest.param(
            "Officials praised a firm founded by Noa Ben-Ami.",
            {"Noa Ben-Ami": PERSON},
            ("founded", "acl", "firm"),
            id="of_the_noun",
        ),
        pytest.param(
            "Officials work with Kestane founded by Noa Ben-Ami.",
            {"Kestane": COMPANY, "Noa Ben-Ami": PERSON},
            ("founded", "acl", "Kestane"),
            id="of_the_noun: a firm can be founded",
        ),
        pytest.param(
            "Italy ordered Google to block ChatGPT.",
            {"Italy": "Country", "Google": COMPANY, "ChatGPT": PRODUCT},
            ("block", "acl", "Google"),
            id="purpose: the object of some verbs does it",
        ),
    ],
)
def test_what_may_hang_there_stays(mended: Mended, text: str, names: dict[str, str], bond: Bond) -> None:
    assert bond in mended(text, names, [bond])


@pytest.mark.parametrize(
    ("text", "relation", "roles"),
    [
        pytest.param(
            "Nvidia worked with Meta, selling chips to China.",
            "Supply",
            {"supplier": "Nvidia", "item": "chips", "recipient": "China"},
            id="absolute",
        ),
        pytest.param(
            "Nvidia works with OpenAI and AMD, supplying Meta with chips.",
            "Supply",
            {"supplier": "Nvidia", "item": "chips", "recipient": "Meta"},
            id="second_absolute",
        ),
        pytest.param(
            "Stocks fell after the launch of GPT-4, models by OpenAI.",
            "Development",
            {"product": "GPT-4"},
            id="fronted",
        ),
        pytest.param(
            "Italy praised a firm that makes chips, banning DeepSeek.",
            "Restriction",
            {"restrictor": "Italy", "restricted": "DeepSeek"},
            id="participle",
        ),
        pytest.param(
            "Italy banned DeepSeek, said Jane Doe.",
            "Restriction",
            {"restrictor": "Italy", "restricted": "DeepSeek"},
            id="quoted",
        ),
    ],
)
def test_a_sentence_that_only_looks_alike_keeps_its_subject(
    stated: Stated, text: str, relation: str, roles: dict[str, str]
) -> None:
    assert stated(text, relation) == [roles]


def test_who_says_so_stays_outside_of_what_is_said(read: Callable[..., Reading]) -> None:
    (fact,) = read("Italy banned DeepSeek, said Jane Doe.").facts
    assert (fact.attributed_to, fact.modality) == ("Jane Doe", "reported")
