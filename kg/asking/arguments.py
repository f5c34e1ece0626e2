"""Which role of a frame each argument of a question may fill, by the positions that the frame names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.asking.phrases import Argument, Phrase
from kg.lexicon import Pattern, Slot, Trigger

OBJECTS = frozenset({"object", "patient", "extent", "complement"})
"""What the direct object of a verb may be called."""
MARKS = "=!"
"""Stand at a position that must hang on the trigger itself, as all arguments of a question do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A phrase with all the names that its position has."""

    positions: frozenset[str]
    phrase: Phrase


def placed_by_verb(trigger: Trigger, arguments: Sequence[Argument], passive: bool) -> list[Placed] | None:
    """The arguments of a verb in their positions; None where the rest of the trigger is missing.

    The last preposition of a phrasal verb governs its object, as in ``team up with X``.
    """
    left, governed = list(arguments), None
    for i, word in enumerate(trigger.rest):
        found = next((a for a in left if _is_rest(word, a)), None)
        if found is None:
            return None
        if found[0] == "particle":
            left.remove(found)
        elif i == len(trigger.rest) - 1:
            governed = found
    if any(tag == "particle" for tag, _ in left):
        return None
    if trigger.objects:
        through = governed or next((a for a in left if a[0] == ("subject" if passive else "object")), None)
        if through is None or not trigger.objects & {lexeme.word for lexeme in through[1].lexemes}:
            return None
        left.remove(through)
    objects = sum(tag == "object" for tag, _ in left)
    return [_placed(a, passive, governed, objects) for a in left]


def _is_rest(word: str, argument: Argument) -> bool:
    tag, phrase = argument
    return phrase.text.casefold() == word if tag == "particle" else tag in (word, "where")


def _placed(argument: Argument, passive: bool, governed: Argument | None, objects: int) -> Placed:
    tag, phrase = argument
    match tag:
        case _ if argument is governed:
            positions = {"object", *_prepositional(tag, passive)}
        case "subject" if passive:
            positions = {"object", "patient", "modified"}
        case "subject":
            positions = {"subject"}
        case "object" if governed is not None:
            positions = {"patient", "extent"}
        case "object":
            positions = set(OBJECTS) | ({"dative"} if objects > 1 else set())
        case "infinitive":
            positions = {"subject", "to do"}
        case _:
            positions = _prepositional(tag, passive)
    return Placed(positions=frozenset(positions), phrase=phrase)


def _prepositional(tag: str, passive: bool) -> set[str]:
    match tag:
        case "where":
            return {"in", "at"}
        case "by" if passive:
            return {"by", "subject"}
        case "to" | "for":
            return {tag, "dative"}
        case _:
            return {tag, f"{tag} doing"}


def placed_by_noun(arguments: Sequence[Argument]) -> list[Placed]:
    """The arguments of a noun, a name or an adjective in their positions."""
    return [Placed(positions=frozenset(_nominal(tag)), phrase=phrase) for tag, phrase in arguments]


def _nominal(tag: str) -> set[str]:
    match tag:
        case "compound" | "nationality":
            return {"compound", "nationality"}
        case "complement":
            return {"complement", "extent"}
        case "owner":
            return {"subject", "possessor"}
        case "where":
            return {"in", "at", "site"}
        case "patient":
            return {tag, "bearer"}
        case "in" | "at" | "from" | "of":
            return {tag, "site"}
        case _:
            return {tag}


def assignments(pattern: Pattern, arguments: Sequence[Placed]) -> Iterator[tuple[Mapping[str, Phrase], float]]:
    """Every way to give each argument a role of its own, with how far down the frame's lists its positions stand."""
    if not arguments:
        yield {}, 0.0
        return
    for slot in pattern.slots:
        for phrase, cost in _fillers(slot, arguments[0]):
            for more, costs in assignments(pattern, arguments[1:]):
                if slot.role not in more:
                    yield {slot.role: phrase, **more}, cost + costs


def _fillers(slot: Slot, argument: Placed) -> Iterator[tuple[Phrase, float]]:
    """The phrase that fills a slot: the argument, or the owner of a noun that the slot passes through."""
    for rank, (position, through) in enumerate(slot.positions):
        if position.strip(MARKS) not in argument.positions:
            continue
        if not through:
            yield argument.phrase, float(rank)
            return
        if argument.phrase.word in through and len(argument.phrase.modifiers) == 1:
            owner = argument.phrase.modifiers[0][1]
            yield replace(owner, ask=owner.ask or argument.phrase.ask), float(rank)
            return
