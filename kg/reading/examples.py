"""The examples that frames carry, and what the frames make of them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon import Example, Frame
from kg.model import Document, Entity, Evidence, Fact, Filler, label_of
from kg.ontology import Ontology
from kg.reading.reader import Reader


def faults(ontology: Ontology, model: str | None = None) -> list[str]:
    """Every example that is read otherwise than it says, as ``file:line: what is wrong``.

    :raises MissingPartError: where the grammar model is not installed.
    """
    reader = Reader(ontology, model)
    return [fault for frame in ontology.frames.values() for fault in _frame_faults(frame, reader)]


def _frame_faults(frame: Frame, reader: Reader) -> Iterator[str]:
    documents = (Document(id=str(example.line), text=example.text) for example in frame.examples)
    for example, reading in zip(frame.examples, reader.read(documents), strict=True):
        facts = [fact for fact in reading.facts if fact.relation == frame.relation]
        place = f"{frame.path}:{example.line}: {frame.relation}"
        if example.never and facts:
            yield f"{place} is read in “{example.text}” as {_roles(facts[0])}"
        elif not example.never and not any(_agrees(fact, example) for fact in facts):
            found = " or as ".join(map(_roles, facts))
            yield f"{place} is not read in “{example.text}”" + (f" so, but as {found}" if found else "")


def _agrees(fact: Fact, example: Example) -> bool:
    return all(
        role in fact.roles and any(wanted in _names(role, fact.roles[role], piece) for piece in fact.evidence)
        for role, wanted in ((role, text.casefold()) for role, text in example.roles)
    )


def _names(role: str, filler: Filler, evidence: Evidence) -> set[str]:
    """What a filler may be called: its name, its other names, and the words that stand for it."""
    others = filler.aliases if isinstance(filler, Entity) else ()
    surface = (mention.text for mention in evidence.mentions if mention.role == role)
    return {name.casefold() for name in (label_of(filler), *others, *surface)}


def _roles(fact: Fact) -> str:
    return ", ".join(f"{role}: {label_of(filler)}" for role, filler in fact.roles.items())
