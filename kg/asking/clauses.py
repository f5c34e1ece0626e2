"""A question's content: facts with holes in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from kg.model import Amount, Date, Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Something that the question names: the entities of the graph that bear the name, perhaps none."""

    text: str
    types: frozenset[str]
    """The types that what it stands for may have, also where the graph knows no such entity."""
    proper: frozenset[str]
    """Of these, the types of what bears the name itself: "Washington" is a place, and stands for a country."""
    entities: tuple[Entity, ...]
    each: bool = False
    """Whether several names are joined by "and"."""
    found: bool = False
    """Whether the question does not name it: what it describes was found in a first step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A hole. Holes with the same ``id`` are the same thing."""

    id: int
    text: str
    types: frozenset[str] = frozenset()
    """What fills it has one of these types; empty where anything may."""
    strict: bool = False
    """Whether the types limit the answers, as in "which companies", or only tell where the hole may stand, as "who"."""
    asked: bool = True
    must: bool = False
    """Whether it has to be filled in an answer."""
    unit: str = ""
    """The unit of the amounts that may fill it, ``money`` for any currency; empty for any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What the filler, an amount, is compared with: ``<``, ``<=``, ``=``, ``>=``, ``>``, or ``~`` for about."""

    operator: str
    text: str
    amount: Amount | None = None
    upto: Amount | None = None
    """The upper end of a range whose lower end is ``amount``."""
    than: Known | None = None
    """Whose amount it is compared with, where the question names no amount: "more than GPT-4"."""
    role: str = ""
    """The role in which the fact differs from the one that it is compared with."""
    other: int = 0
    """The hole that the other amount fills, in a clause of its own; 0 where the question names the amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """The ``most`` or the ``least``: by amount as what fills a role, by date as what belongs to a fact."""

    operator: str
    number: int
    """How many are asked for: 3 in "the three cheapest models"."""
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """Words, any of which fills the role."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A limit on when: ``in``, ``from``, ``before``, ``after`` or ``until`` a date."""

    operator: str
    date: Date


Term: TypeAlias = Known | Wanted | Limit | Literal | Extreme

ANY = ""
"""The relation of a clause that any fact may answer in which somebody acts and somebody else is concerned."""
ACTOR, CONCERNED, DEED = "actor", "concerned", "deed"
"""The roles of such a clause: who acts, whom it concerns, and what is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A fact with holes."""

    relation: str
    roles: tuple[tuple[str, Term], ...]
    polarity: str = "positive"
    modality: str = ""
    """The one modality that is asked for; empty for any."""
    windows: tuple[Window, ...] = ()
    extreme: Extreme | None = None
    """Whether only the first or the last by date are meant."""
    date: Wanted | None = None
    """The hole that asks when."""
    speaker: Known | Wanted | None = None
    words: tuple[str, ...] = ()
    """Only sentences with one of these words as trigger count; empty for any."""
    without: tuple[str, ...] = ()
    """Sentences with one of these words as trigger do not count."""
    one_way: bool = False
    """Whether the two ends of a symmetric relation differ, as in "beats"."""
    trigger: str = field(default="", compare=False)
    """The words of the question that were read as the relation."""

    def terms(self) -> tuple[Term, ...]:
        """Everything that stands in a role, asks when, or speaks."""
        return (*(term for _, term in self.roles), *(term for term in (self.date, self.speaker) if term is not None))

    @property
    def ordering(self) -> Extreme | None:
        """What of the clause asks for the most or the least."""
        return self.extreme or next((term for _, term in self.roles if isinstance(term, Extreme)), None)
