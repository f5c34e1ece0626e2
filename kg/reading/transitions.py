"""Transitions of a parser and a recogniser of names, taken step by step for all sentences together.

spaCy's own loop over the steps runs without Python's lock, but its compiled wheels take the lock back for each question
that they ask of a sentence's state, some two hundred times a word: more than half of a recogniser's time. The same
steps, taken with the lock held, find the same transitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

BATCH = 64
"""How many sentences a component of another make gets at once."""


def annotated(component: Any, docs: Iterable[Doc]) -> Sequence[Doc]:
    """Sentences with what a component of a spaCy pipeline makes of them."""
    found = list(docs)
    if _goes_by_steps(component):
        if said := [doc for doc in found if len(doc)]:
            component.set_annotations(said, _final(component, said))
        return found
    return list(component.pipe(found, batch_size=BATCH)) if hasattr(component, "pipe") else list(map(component, found))


def _goes_by_steps(component: Any) -> bool:
    """Whether a component takes the best transition at each step, and no other course beside it."""
    from spacy.pipeline import DependencyParser, EntityRecognizer

    return isinstance(component, (DependencyParser, EntityRecognizer)) and component.cfg["beam_width"] == 1


def _final(component: Any, docs: Sequence[Doc]) -> Sequence[Any]:
    """The states in which sentences are when all transitions are taken."""
    steps = component.model.predict(docs)
    found = component.moves.init_batch(docs)
    states = [state for state in found if not state.is_final()]
    while states:
        states = component.transition_states(states, steps.predict(states))
    steps.clear_memory()
    return found  # type: ignore[no-any-return] # spaCy has no types for it
