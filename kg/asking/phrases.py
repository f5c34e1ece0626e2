"""The grammar of a question, as a tree: phrases and predications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from kg.asking.lexemes import Lexeme

Argument: TypeAlias = "tuple[str, Phrase]"
"""A place and what stands there. Places: ``subject``, ``object``, a preposition, ``possessor``, ``compound``,
``nationality``, ``particle``, ``infinitive``, ``where``, ``when``, ``speaker``, ``self``, ``same``, ``amount`` beside a
word that measures, ``order`` by date, ``idle`` for what adds nothing, and ``window:`` with its operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What fills a place: a word that asks, a name, a noun with all that belongs to it, an amount or a date."""

    first: int
    kind: str
    """``hole``, ``anybody``, ``gap``, ``name``, ``type``, ``noun``, ``listed``, ``amount``, ``extreme``, ``half``
    of a comparison, ``date``,
    ``order``, ``particle``, ``idle``."""
    text: str
    lexemes: tuple[Lexeme, ...] = ()
    """The word itself; several for names joined by "or"."""
    ask: str = ""
    """``which`` or ``count`` where the phrase is asked for."""
    number: int = 1
    """How many are asked for: 3 in "which three models"."""
    operator: str = ""
    """How an amount limits."""
    modifiers: tuple[Argument, ...] = ()
    adjectives: tuple[Lexeme, ...] = ()
    predications: tuple[Predication, ...] = ()
    """What a participle or a relative clause says about it; its own place there is a ``gap``."""

    @property
    def word(self) -> str:
        """The dictionary form of its main word."""
        return self.lexemes[0].word if self.lexemes else ""

    @property
    def asks(self) -> bool:
        """Whether it is, or holds, something that is asked for."""
        inner = any(phrase.asks for _, phrase in self.modifiers) or any(p.asks for p in self.predications)
        return bool(self.ask) or self.kind == "hole" or inner


@dataclass(frozen=True, slots=True, kw_only=True)
class Predication:
    """A verb, or what follows a form of "be", with its arguments."""

    kind: str
    """``verb``, ``adjective``, ``measure`` ("X is cheaper than Y"), ``same`` ("X is a Y"), ``placed`` ("X is in Y") or
    ``deed`` ("what did X do to Y")."""
    lexeme: Lexeme | None = None
    arguments: tuple[Argument, ...] = ()
    passive: bool = False
    negated: bool = False
    modality: str = ""
    others: tuple[Predication, ...] = ()
    """What is said of the same subject as well: "that make chips and lost value"."""

    @property
    def asks(self) -> bool:
        """Whether something in it is asked for."""
        return any(phrase.asks for _, phrase in self.arguments) or any(other.asks for other in self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A whole question: a predication, or a phrase alone."""

    polar: bool
    """Whether it wants yes or no."""
    said: Predication | Phrase
    cost: float = 0.0
    """How unlikely it is that somebody asks like that."""


GAP = Phrase(first=-1, kind="gap", text="")
