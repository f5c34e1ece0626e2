"""How English says what the ontology means: frames, grammar words and names.

A frame belongs to a relation and holds patterns: words that trigger it, and for each role the grammatical positions
where its filler stands, tried in order:

- ``subject``, ``object``, ``patient``, ``complement``, ``dative``, ``extent`` of a verb, active or passive alike;
- ``by``, ``of``, ``on``, ``to``, ``from`` …: any preposition, of the verb, of the noun, or of what either governs;
- ``=of``, ``=in`` …: that preposition only where it hangs on the noun itself; ``from doing``: a gerund below it;
- ``possessor``, ``compound``, ``nationality``, ``prefix``: "Nvidia's X", "Nvidia X", "Chinese X", "Nvidia-made X";
- ``self``: what the trigger itself stands for ("X, the founder of Y" → X); ``actor``: who does what its verb says;
- ``bearer``: who undergoes what a noun says ("China faces curbs");
- ``change``: by how much, where it is said to what as well ("fell $600 billion to $2.9 trillion" → $600 billion);
- ``object beside``: what a light verb has besides the noun ("raised $5m in a round");
- ``infinitive``, ``to do``, ``site``, ``within``: "cost $5m to train X", "a licence to ship X", "at Y in X", "X Navy";
- ``opening``: where the sentence opens ("At X, chairman Y promised" → X);
- ``topic``: what the sentences before are about, where this one leaves it out ("the round was led by X");
- ``trigger``, ``phrase``: the words of the trigger, or its whole noun phrase, as a literal; ``speaker``: who says so.

A position with ``!`` takes only what stands there itself, not what it is about. ``position > list`` asks for a noun of
a list in that position and takes the noun's owner: ``subject > shares`` finds Nvidia in "Nvidia shares fell" and in
"shares of Nvidia fell".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TRIGGER_KINDS = ("verbs", "nouns", "adjectives", "agents", "names")
"""Kinds of trigger words; ``agents`` are nouns for somebody or something that plays a role itself ("founder")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word or phrase that may state a relation.

    ``clamp down on`` has the head ``clamp``, and a verb's particles and preposition as ``rest``; ``add to
    (blacklist|entity list)``, or ``add to > lists``, has also the nouns that the last preposition must govern; a noun
    phrase such as ``export control`` has the head ``control`` and the words before it as ``rest``.
    """

    kind: str
    head: str
    rest: tuple[str, ...] = ()
    objects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where the filler of a role stands: positions, tried in order, each with the nouns to pass through (or none)."""

    role: str
    positions: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence with the roles that a frame must find in it; ``never`` where it must find nothing."""

    text: str
    roles: tuple[tuple[str, str], ...]
    never: bool
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Trigger words that share their role positions."""

    relation: str
    name: str
    triggers: tuple[Trigger, ...]
    slots: tuple[Slot, ...]
    needs: frozenset[str] = frozenset()
    """Roles without which this pattern states nothing, beside those that the relation requires."""

    modality: str = ""
    polarity: str = ""
    types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For some roles, the only types of entities that this pattern means."""

    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For some roles, the types of described kinds ("memory chips") that this pattern takes for them."""
    opaque: frozenset[str] = frozenset()
    """Nouns that this pattern does not look through: who builds a cluster of chips does not make the chips."""
    light: frozenset[str] = frozenset()
    """Verbs that say little beside this pattern's nouns, besides the light verbs of the grammar."""

    modifiers: frozenset[str] = frozenset()
    """Words or tags, one of which must modify the trigger: ``JJS`` for any superlative."""

    literals: Mapping[str, str] = field(default_factory=dict)
    """Canonical wording of trigger words that become literals: ``open-sourced`` → ``open source``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All patterns of a relation, with the examples that prove them."""

    relation: str
    patterns: tuple[Pattern, ...]
    examples: tuple[Example, ...]
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A row of names/*.tsv; ``aliases`` stand for it anywhere, ``short`` only beside its full name or its maker."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    maker: str = ""
    stands_for: str = ""
    flags: frozenset[str] = frozenset()
    code: str = ""
    """The ISO 3166 code of a country, where the library has one."""

    source: str = field(default="", compare=False)
    """The file below ontology/ that lists it; empty where only the library of countries has it."""

    borrowed: tuple[str, ...] = field(default=(), compare=False)
    """The aliases that the library of countries adds."""


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """Words of English that no single relation owns, by the name of their list in grammar.toml."""

    words: Mapping[str, frozenset[str]]
    tables: Mapping[str, Mapping[str, str]]
    nouns: Mapping[str, str]
    """Common nouns that describe entities, and the type that they describe: ``chipmaker`` → Company."""

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]
