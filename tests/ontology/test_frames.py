"""The frames of ontology/frames: their examples hold, and they say nothing twice or in vain."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from kg.lexicon import TRIGGER_KINDS, Pattern
from kg.ontology import folder, load
from kg.reading import examples

FRAMES = sorted((folder() / "frames").glob("*.toml"))
MODALITIES = {"", "actual", "reported", "claimed", "planned", "possible", "hypothetical", "former"}


def body(path: Path) -> dict[str, Any]:
    (found,) = tomllib.loads(path.read_text(encoding="utf-8")).values()
    assert isinstance(found, dict)
    return found


def test_every_example_is_read_as_it_says() -> None:
    assert examples.faults(load()) == []


def test_every_relation_has_a_frame_in_a_file_of_its_name() -> None:
    ontology = load()
    assert {path.stem for path in FRAMES} == ontology.frames.keys() == ontology.relations.keys()
    assert all(path == ontology.frames[path.stem].path for path in FRAMES)


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_every_frame_has_examples_and_counter_examples(path: Path) -> None:
    frame = load().frames[path.stem]
    assert sum(not example.never for example in frame.examples) >= 2
    assert any(example.never for example in frame.examples)
    assert all(example.roles for example in frame.examples if not example.never)
    texts = Counter(example.text for example in frame.examples)
    assert texts.most_common(1)[0][1] == 1


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_what_patterns_speak_of_exists(path: Path) -> None:
    ontology = load()
    roles = {role.name for role in ontology.relations[path.stem].roles}
    for pattern in ontology.frames[path.stem].patterns:
        assert pattern.triggers, pattern.name
        assert {slot.role for slot in pattern.slots} >= pattern.needs
        assert pattern.needs | pattern.types.keys() <= roles
        assert {type_ for types in pattern.types.values() for type_ in types} <= ontology.types.keys()
        assert pattern.modality in MODALITIES
        assert pattern.polarity in {"", "negative", "negated"}


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_every_pattern_can_fill_the_roles_that_its_relation_requires(path: Path) -> None:
    ontology = load()
    required = {role.name for role in ontology.relations[path.stem].roles if role.required}
    for pattern in ontology.frames[path.stem].patterns:
        assert {slot.role for slot in pattern.slots} >= required, pattern.name


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_patterns_have_names_of_their_own(path: Path) -> None:
    names = Counter(pattern.name for pattern in load().frames[path.stem].patterns)
    assert names.most_common(1)[0][1] == 1


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_no_key_is_misspelt(path: Path) -> None:
    settings = {field.name for field in fields(Pattern)} | {*TRIGGER_KINDS, "roles"}
    found = body(path)
    assert found.keys() <= settings | {"patterns", "examples", "lists"}
    assert all(pattern.keys() <= settings for pattern in found.get("patterns", []))


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_every_list_is_used(path: Path) -> None:
    found = body(path)
    used = str(
        [{k: v for k, v in part.items() if k in {"roles", *TRIGGER_KINDS}} for part in (found, *found["patterns"])]
    )
    assert [name for name in found.get("lists", {}) if f"> {name}'" not in used] == []


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_no_trigger_stands_twice_in_a_pattern(path: Path) -> None:
    for pattern in load().frames[path.stem].patterns:
        assert [trigger for trigger, count in Counter(pattern.triggers).items() if count > 1] == [], pattern.name
