"""Which capitalised words are names, and where a name ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Named: TypeAlias = Callable[[str], list[tuple[str, str, str]]]


def types(named: Named, text: str) -> dict[str, str]:
    """The type of each name of a text."""
    return {name: type_ for _, name, type_ in named(text)}


# ---------------------------------------------------------------- people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Senator Elise van der Berg asked for it.", "Elise van der Berg"),
        ("Robert Solheim III founded it.", "Robert Solheim III"),
        ("They met Robert F. Solheim Sr. in Oslo.", "Robert F. Solheim Sr."),
        ("Minister of Foreign Trade and Development Ingrid Solheim resigned.", "Ingrid Solheim"),
        ("Fisheries Minister Ingrid Solheim resigned.", "Ingrid Solheim"),
        ("Assistant Attorney General for National Security Ingrid Solheim said so.", "Ingrid Solheim"),
        ("Under Secretary of Commerce for Industry and Security Ingrid Solheim said so.", "Ingrid Solheim"),
        ("The firm's Senior Vice President of Global Sales Ingrid Solheim spoke.", "Ingrid Solheim"),
        ("Ingrid Solheim, Chief Commercial Officer, spoke.", "Ingrid Solheim"),
    ],
)
def test_a_person_is_named_without_the_title_and_with_all_names(named: Named, text: str, name: str) -> None:
    assert [found for _, found, type_ in named(text) if type_ == "Person"] == [name]
    assert "Company" not in types(named, text).values()


def test_a_son_is_not_his_father(named: Named) -> None:
    text = "Donald Trump spoke. His son Donald Trump Jr. invested."
    assert types(named, text) == {"Donald Trump": "Person", "Donald Trump Jr.": "Person"}


def test_a_last_name_is_no_place(named: Named) -> None:
    assert "Virginia" not in types(named, "The photographer Cath Virginia took it.")
    assert types(named, "It is made in Virginia.") == {"Virginia": "Place"}


# ---------------------------------------------------------------- firms and bodies


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Intel Ireland Limited pays well.", {"Intel Ireland Limited": "Company"}),
        ("Nvidia Singapore Pte Ltd sold it.", {"Nvidia Singapore Pte Ltd": "Company"}),
        ("Nvidia Corporation sold it.", {"Nvidia": "Company"}),
        ("Samsung Electronics Co., Ltd. sold it.", {"Samsung": "Company"}),
        ("Fidelity Management & Research Company sold it.", {"Fidelity Management & Research Company": "Company"}),
        ("The fund 1812 Capital sold it.", {"1812 Capital": "Company"}),
        ("They sued Solheim & Berg LLP.", {"Solheim & Berg LLP": "Company"}),
        ("They asked the Oslo Chamber of Commerce.", {"Oslo Chamber of Commerce": "Organization"}),
        ("They asked the Greater Oslo Chamber.", {"Greater Oslo Chamber": "Organization"}),
        ("The Regional Court of Appeal ruled.", {"Regional Court of Appeal": "Organization"}),
    ],
)
def test_a_longer_name_swallows_the_names_in_it(named: Named, text: str, expected: dict[str, str]) -> None:
    assert types(named, text) == expected


def test_an_everyday_word_that_begins_a_longer_name_is_no_name(named: Named) -> None:
    assert types(named, "They like the app Heron Keys, which is free.") == {"Heron Keys": "Product"}


def test_an_everyday_word_after_a_firm_is_no_firm(named: Named) -> None:
    assert types(named, "They took part in the DeepSeek Challenge last week.") == {"DeepSeek": "Company"}


# ---------------------------------------------------------------- models


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Mixtral 8x7B", "Mixtral 8x7B"),
        ("Llama 3.1 405B", "Llama 3.1 405B"),
        ("DeepSeek V3.1-Terminus", "DeepSeek-V3.1-Terminus"),
        ("DeepSeek-R1-0528", "DeepSeek-R1-0528"),
        ("o4-mini-high", "OpenAI o4-mini-high"),
        ("GPT-4o-mini", "GPT-4o mini"),
        ("Gemini 1.5 Flash-8B", "Gemini 1.5 Flash-8B"),
        ("Gemini 2.5 Pro Experimental", "Gemini 2.5 Pro Experimental"),
        ("Qwen3-235B-A22B", "Qwen3-235B-A22B"),
        ("Qwen9-77B-A7B", "Qwen9-77B-A7B"),
    ],
)
def test_a_model_keeps_its_version(named: Named, words: str, name: str) -> None:
    assert named(f"They tried {words} at length.") == [(words, name, "Model")]


def test_a_participle_is_no_version(named: Named) -> None:
    assert named("They sell GPT-4-powered toys.")[0][:2] == ("GPT-4", "GPT-4")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Google Gemini 1.5 Pro", ["Google", "Gemini 1.5 Pro"]),
        ("OpenAI GPT-4", ["OpenAI", "GPT-4"]),
        ("AMD Instinct GPUs", ["AMD", "Instinct"]),
        ("Huawei Ascend 920 chips", ["Huawei", "Ascend 920"]),
        ("Microsoft Copilot", ["Microsoft", "Copilot"]),
        ("GitHub Copilot", ["GitHub Copilot"]),
    ],
)
def test_a_maker_before_its_product_is_a_name_of_its_own(named: Named, words: str, names: list[str]) -> None:
    assert [name for _, name, _ in named(f"They tried {words} at length.")] == names


# ---------------------------------------------------------------- what is no name


@pytest.mark.parametrize(
    "text",
    [
        "Image: Cath Solheim / The Verge",
        "Photo by Ingrid Solheim/Getty Images",
        "Subscribe to our Newsletter. Sign Up Now. Read More.",
        "Artificial Intelligence is changing work.",
        "They met at the Gearhead Summit and the Vexcon conference.",
        "Cheaper chips are sold. They unveiled cheaper ones.",
        "Deep Burning",
        "They bought Co Ltd shares.",
        "It is a $500B AI plan.",
    ],
)
def test_no_names(named: Named, text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia (NASDAQ:NVDA) and SK Hynix (KS:000660) rose.", {"Nvidia", "SK Hynix"}),
        ("Nvidia Corp. (NVDA.O) rose.", {"Nvidia"}),
        ("MILAN (Reuters) - Italy has banned it.", {"Milan", "Italy"}),
        ("Qualcomm showed it at its Snapdragon Summit in Hawaii.", {"Qualcomm", "Hawaii"}),
    ],
)
def test_what_brackets_and_events_name_is_no_entity(named: Named, text: str, expected: set[str]) -> None:
    assert set(types(named, text)) == expected


def test_words_that_the_text_writes_without_capital_are_no_names(named: Named) -> None:
    text = "Related: Orrin Labs Turned Down An Offer, Says Insider. The start-up Orrin Labs turned down an offer."
    assert types(named, text) == {"Orrin Labs": "Company"}


# ---------------------------------------------------------------- names typed by what is said of them


@pytest.mark.parametrize(
    "text",
    [
        "Fjordex makes chips for cars.",
        "Fjordex has raised $5m.",
        "Fjordex, which makes robots, has 50 employees.",
        "Fjordex employs 50 people.",
        "Fjordex's shares fell.",
        "She bought a stake in Fjordex.",
        "A start-up called Fjordex has raised $5m.",
    ],
)
def test_a_predicate_types_a_name(named: Named, text: str) -> None:
    assert types(named, text) == {"Fjordex": "Company"}
