"""The frozen values that stages hand to one another.

Offsets are half-open and count code points of :attr:`Document.text`: ``document.text[start:end]``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

Filler: TypeAlias = "Entity | Amount | Date | str"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with what is known about it; the text is never altered afterwards.

    >>> Document(id="a", text="Italy banned DeepSeek.").title
    ''
    """

    id: str
    text: str
    title: str = ""
    published: str = ""
    """ISO 8601 date, as precise as it is known: ``2025``, ``2025-01`` or ``2025-01-28``; empty where unknown."""

    source: str = ""
    """Where the text came from: a path as the user gave it, or a URL."""

    kind: str = ""
    """What sort of publication it is, in its own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Why a name stands for whom another name stands for.

    >>> str(Naming(name="U.S.", other="United States", reason="alias", detail="names/countries.tsv"))
    'alias of United States (names/countries.tsv)'
    """

    name: str
    other: str
    reason: str
    """``spelling``, ``alias``, ``adjective``, ``version``, ``legal form``, ``plural``, ``surname``, ``initials``,
    ``short form``, ``acronym``, ``near-spelling`` or ``correction``."""

    detail: str = ""
    """What decided: the file that lists the name, how near two spellings are, what the user noted."""

    def __str__(self) -> str:
        ties = {"legal form": f"{self.other} but for the legal form", "correction": f"the user’s word for {self.other}"}
        tie = ties.get(self.reason, f"{self.reason} of {self.other}")
        return tie + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of a document that stands for an entity.

    ``name`` is the name by which the document's reader knows the entity ("DeepSeek-R1" for "R1"); ``text`` is what
    stands there. ``head`` is the offset of the word that carries the grammar. The first mention in a document that
    has some words for some name also has its ``sentence`` and the ``namings`` that lead from the words to the name.
    """

    document_id: str
    start: int
    end: int
    text: str
    type: str
    head: int
    name: str
    sentence: str = ""
    namings: tuple[Naming, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something that facts are about.

    ``id`` is its IRI below the base, such as ``company/DeepSeek``. ``namings`` say why each name by which some document
    knows it was joined to another.
    """

    id: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    namings: tuple[Naming, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money or a percentage.

    ``unit`` is an ISO 4217 code, ``%``, ``pp`` for percentage points, or empty for a plain number; ``value`` counts
    whole units (5.6 million is 5600000); ``text`` is how the document writes it.
    """

    value: Decimal
    unit: str
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A point in time, as precise as the document is: ``value`` is ``2023``, ``2023-01`` or ``2023-01-10``."""

    value: str
    precision: str
    """``year``, ``month`` or ``day``."""

    text: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A step from words to the name that they stand for: "the firm" to DeepSeek."""

    text: str
    """The words, as they stand in the document; after the first step the name that the step before it reached."""

    name: str
    kind: str
    """Why they stand for it.

    The reason of a :class:`Naming`; or, for what is no name of it, ``pronoun``, ``description``, ``capital``,
    ``government``, ``maker``, ``unnamed product``, ``nationals``, ``implied``, ``topic`` or ``part``.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMention:
    """Where a sentence says which role is played by what: half-open offsets into the document."""

    role: str
    start: int
    end: int
    text: str
    path: str = ""
    """How the words hang on the trigger: a grammatical position, and the words between, as in ``subject > shares``."""

    references: tuple[Reference, ...] = ()
    """The references followed from the words to the name of what plays the role, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence that states a fact: ``document.text[start:end] == sentence``."""

    document_id: str
    start: int
    end: int
    sentence: str
    frame: str
    """The frame that read it, such as ``Restriction`` or ``Cost/spending``."""

    trigger: str
    """The words that triggered the frame."""

    trigger_start: int
    trigger_end: int
    mentions: tuple[RoleMention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that documents state: a relation whose roles are filled.

    Two facts are equal when relation, roles, polarity, modality, speaker and date are; evidence tells where each
    document says so.
    """

    relation: str
    roles: Mapping[str, Filler]
    polarity: str = "positive"
    """``positive`` or ``negative``."""

    modality: str = "actual"
    """``actual``, ``reported``, ``claimed``, ``planned``, ``possible``, ``hypothetical`` or ``former``."""
    attributed_to: str = ""
    """Who says so, in the document's words resolved to a name; empty where nobody is named."""

    date: Date | None = None
    evidence: tuple[Evidence, ...] = field(compare=False)

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a {self.relation} fact without evidence")
        object.__setattr__(self, "roles", MappingProxyType(dict(self.roles)))

    def __hash__(self) -> int:
        roles = tuple(sorted((role, filler) for role, filler in ((r, label_of(f)) for r, f in self.roles.items())))
        return hash((self.relation, roles, self.polarity, self.modality, self.attributed_to, self.date))

    def __reduce__(self) -> tuple[Callable[[dict[str, Any]], Fact], tuple[dict[str, Any]]]:
        """Pickle by value: facts travel between processes."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return _fact, (values | {"roles": dict(self.roles)},)


def _fact(values: dict[str, Any]) -> Fact:
    return Fact(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A fact that a frame read and a check refused, with the reason."""

    relation: str
    reason: str
    document_id: str
    start: int
    end: int
    sentence: str
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a user knows better than kg; see :mod:`kg.graph.corrections` for what each kind does."""

    kind: str
    """``same``, ``different``, ``type``, ``reject`` or ``assert``."""

    names: tuple[str, ...] = ()
    """Names, or identifiers, that are the same, or different, or of a type."""

    type: str = ""
    relation: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    document: str = ""
    sentence: str = ""
    polarity: str = ""
    modality: str = ""
    note: str = ""
    """Why, in the user's words."""

    place: str = field(default="", compare=False)
    """File and line; empty once it comes from a graph."""

    applied: bool = field(default=False, compare=False)
    """Whether it changed, or confirmed, anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one document yields: readings unite, in any order, into a graph."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    rejections: tuple[Rejection, ...] = ()


def label_of(filler: Filler) -> str:
    """The words that stand for a filler in a table.

    >>> label_of(Amount(value=Decimal(5600000), unit="USD", text="$5.6 million"))
    '$5.6 million'
    """
    match filler:
        case str():
            return filler
        case Entity():
            return filler.label
        case Amount():
            return filler.text
        case Date():
            return filler.value
