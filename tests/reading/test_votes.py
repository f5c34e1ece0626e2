"""What the words around, and inside, an unknown name tell of its type."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("The start-up Orrin fell.", "Orrin", "Company"),
        ("Shares in Orrin Robotics fell.", "Orrin Robotics", "Company"),
        ("They asked Orrin, a chipmaker.", "Orrin", "Company"),
        ("They asked Orrin (a chipmaker).", "Orrin", "Company"),
        ("They met a firm called Orrin.", "Orrin", "Company"),
        ("Oslo-based Orrin fell.", "Orrin", "Company"),
        ("They met Orrin, based in Oslo.", "Orrin", "Company"),
        ("In 2019 she founded Orrin.", "Orrin", "Company"),
        ("She is chief executive of Orrin.", "Orrin", "Company"),
        ("They met OpenAI, Anthropic and Fjordlyst.", "Fjordlyst", "Company"),
        ("Kestane CEO Noa Ben-Ami spoke.", "Kestane", "Company"),
        ("Kestane CEO Noa Ben-Ami spoke.", "Noa Ben-Ami", "Person"),
        ("They met Mr Solheim again.", "Solheim", "Person"),
        ("The analyst Jo Haversham agreed.", "Jo Haversham", "Person"),
        ("It was started by Imran Halvdansson in May.", "Imran Halvdansson", "Person"),
        ("They bought Simon Halvdansson Group.", "Simon Halvdansson Group", "Company"),
        ("The University of Tromsdal studied it.", "University of Tromsdal", "Organization"),
        ("The Ministry of Fisheries banned it.", "Ministry of Fisheries", "Organization"),
        ("They asked the Norwegian Chip Authority.", "Chip Authority", "Organization"),
        ("They tried the language model Quill-2.", "Quill-2", "Model"),
        ("They tried the Quill-2 model.", "Quill-2", "Model"),
        ("They use the Kvasir app.", "Kvasir", "Product"),
        ("They bought the Corvid-7 chip.", "Corvid-7", "Chip"),
        ("They met in Tromsdal, a small town.", "Tromsdal", "Place"),
        ("They tried Quill-2, an Oslo and Bergen model.", "Quill-2", "Model"),
        ("Kestane AI's Quill-2 was trained on web pages.", "Quill-2", "Model"),
        ("Kestane Devices shipped boards with the Corvid-7 and 48 cores.", "Corvid-7", "Chip"),
        ("Many asked for Quillon Pro in May.", "Quillon Pro", "Product"),
        ("They put our Kvasir Bridge between them.", "Kvasir Bridge", "Product"),
        ("He praised Orrin's new Corvid 7 in May.", "Orrin", "Company"),
        ("In 2019 she established Orrin with a loan.", "Orrin", "Company"),
    ],
)
def test_an_unknown_name_is_typed_by_the_words_around_it(
    named: Callable[[str], list[tuple[str, str, str]]], text: str, name: str, type_: str
) -> None:
    assert [(found, its) for _, found, its in named(text) if found == name] == [(name, type_)]


def test_a_describing_noun_outweighs_a_neighbour_in_a_list(named: Callable[[str], list[tuple[str, str, str]]]) -> None:
    text = "They tried OpenAI, Anthropic and Vermeil. Many like the chatbot Vermeil."
    assert {type_ for _, name, type_ in named(text) if name == "Vermeil"} == {"Product"}


def test_what_is_certain_elsewhere_types_the_neighbours_in_a_list(
    named: Callable[[str], list[tuple[str, str, str]]],
) -> None:
    text = "The start-up Fjordlyst grew. They asked Fjordlyst and Kestane."
    assert {(name, type_) for _, name, type_ in named(text)} >= {("Kestane", "Company")}


def test_an_everyday_word_behind_a_name_is_no_name(named: Callable[[str], list[tuple[str, str, str]]]) -> None:
    assert "Books" not in {name for _, name, _ in named("They left the Google Books project.")}


def test_a_licence_is_no_thing(named: Callable[[str], list[tuple[str, str, str]]]) -> None:
    assert "Kestane 2" not in {name for _, name, _ in named("They chose the Kestane 2 licence.")}


def test_initials_are_no_place(named: Callable[[str], list[tuple[str, str, str]]]) -> None:
    assert "Place" not in {type_ for _, _, type_ in named("They came to QZK in May. In QZK they stayed.")}
