"""Why a sentence was read as a fact, in words that an analyst understands."""

from __future__ import annotations

from typing import Any

import pytest

from kg import ontology
from kg.lexicon.frames import POSITIONS as KNOWN
from kg.model import Entity, Evidence, Fact, Reference, RoleMention
from kg.showing import explanations

SENTENCE = "Beijing has banned sales of its chips."
CHINA = Entity(id="country/China", label="China", type="Country")
HELD = Entity(id="company/Nvidia", label="Nvidia", type="Company")


def explained(**mention: Any) -> explanations.Explanation:
    """The explanation of a fact whose restrictor is mentioned so."""
    known = {"role": "restrictor", "start": 0, "end": 7, "text": "Beijing"} | mention
    evidence = Evidence(
        document_id="a",
        start=0,
        end=len(SENTENCE),
        sentence=SENTENCE,
        frame="Restriction",
        trigger="banned",
        trigger_start=12,
        trigger_end=18,
        mentions=(RoleMention(**known),),
    )
    fact = Fact(relation="Restriction", roles={"restrictor": CHINA}, evidence=(evidence,))
    return explanations.explain(fact, evidence, ontology.load())


def told(**mention: Any) -> str:
    """The line about the restrictor."""
    return list(explained(**mention).lines())[1]


def test_an_explanation_names_the_frame_and_its_trigger_first() -> None:
    assert next(explained().lines()) == "frame Restriction · trigger “banned”"


def test_a_role_is_told_with_the_reference_followed_and_its_place_in_the_grammar() -> None:
    seat = Reference(text="Beijing", name="China", kind="capital")
    assert told(path="subject", references=(seat,)) == (
        "restrictor: “Beijing” → China (a capital for its government) · subject of “banned”"
    )


def test_each_reference_of_a_chain_is_told() -> None:
    steps = (
        Reference(text="It", name="Beijing", kind="pronoun"),
        Reference(text="Beijing", name="China", kind="capital"),
    )
    assert told(text="It", path="subject", references=steps) == (
        "restrictor: “It” → Beijing (a pronoun) → China (a capital for its government) · subject of “banned”"
    )


def test_a_name_that_only_the_graph_joined_to_its_entity_is_told_as_such() -> None:
    assert told(text="PRC", path="by") == "restrictor: “PRC” → China · by-phrase of “banned”"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("subject", "subject of “banned”"),
        ("object", "object of “banned”"),
        ("possessor", "possessor of “banned”"),
        ("=of", "of-phrase of “banned”"),
        ("ahead of", "ahead-of-phrase of “banned”"),
        ("from doing", "in the from-clause of “banned”"),
        ("object > sales", "in “sales”, object of “banned”"),
        ("object > number > sales", "in “sales”, in “number”, object of “banned”"),
        ("", ""),
    ],
)
def test_a_path_is_told_in_words_of_grammar(path: str, words: str) -> None:
    (role,) = explained(text="China", path=path).roles
    assert role.path == words


def test_a_role_that_is_the_trigger_itself() -> None:
    (role,) = explained(text="banned", path="self", start=12, end=18).roles
    assert role.path == "the trigger itself"


def test_graphs_of_earlier_versions_tell_their_references_with_the_path() -> None:
    assert told(text="China", path="subject: “it” stands for China") == (
        "restrictor: “China” · subject of “banned” (“it” stands for China)"
    )


def test_every_position_of_the_frames_has_its_words() -> None:
    assert explanations.POSITIONS.keys() >= KNOWN
