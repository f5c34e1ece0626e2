"""How well extracted facts and entities agree with gold annotations.

A fact is right where the gold of its document accepts it: the same relation, and each role that is not optional filled
by an accepted name. Precision is over the distinct facts of the annotated documents, recall over the facts that the
gold requires; negative and hypothetical facts do not count. See :mod:`kg.gold` for what counts as the same name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import ontology as ontologies
from kg.gold import Accepted, Filler, Gold, GoldFact, Row, amounts, filler, normal, read, texts_of
from kg.ontology import Ontology

_SENTENCE_END = re.compile(r"(?<=[.!?…”\"])\s+(?=[\"“‘(]?[A-Z0-9])|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The counts of one relation, of one type, or of all.

    >>> score = Score(right=3, wrong=1, found=2, missed=2)
    >>> score.precision, score.recall, round(score.f1, 3)
    (0.75, 0.5, 0.6)
    """

    right: int
    """Distinct extracted ones that the gold accepts."""
    wrong: int
    found: int
    """Those required by the gold that were extracted."""
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was extracted that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of what is required that was extracted."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """Something required that was not extracted, or something extracted that the gold does not accept."""

    document: str
    group: str
    """The relation of a fact, the type of an entity."""
    text: str
    """The name of an entity, the roles of a fact with their fillers."""
    sentence: str
    """Where the document says so; for what was not extracted, the sentence that names most of it; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How facts, or entities, agree with the gold."""

    total: Score
    groups: Mapping[str, Score]
    """The score of each relation, or of each type."""
    wrong: tuple[Miss, ...]
    missed: tuple[Miss, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The agreement of facts and of entities with a gold folder."""

    facts: Agreement
    entities: Agreement
    unread: tuple[str, ...]
    """Annotated documents from which nothing was extracted."""


def evaluate(
    facts: Iterable[Row],
    entities: Iterable[Row],
    gold: str | Path,
    *,
    texts: Mapping[str, str] | None = None,
    ontology: Ontology | None = None,
) -> Evaluation:
    """Compare extracted facts and entities with a folder of gold annotations.

    :param facts: objects with ``relation``, ``document`` and ``roles``, as ``kg facts --format jsonl`` prints them.
    :param entities: objects with ``label``, ``type`` and ``document`` (one, or a list of them).
    :param texts: the text of each document, where the sentences of what was missed are looked for.
    :raises GoldError: where the gold cannot be read.
    """
    known = read(Path(gold))
    documents = known.documents
    rows = _distinct(row for row in facts if row["document"] in documents)
    named = {
        (document, normal(row["label"]), row["type"]): str(row["label"])
        for row in entities
        for document in as_list(row["document"])
        if document in documents
    }
    return Evaluation(
        facts=_facts(rows, known, _symmetric_roles(ontology or ontologies.load()), texts or {}),
        entities=_entities(named, known, texts or {}),
        unread=tuple(sorted(documents - {row["document"] for row in rows} - {key[0] for key in named})),
    )


def _distinct(rows: Iterable[Row]) -> list[Row]:
    """One row for each fact of a document, however many sentences state it."""
    seen: dict[tuple[str, str, tuple[tuple[str, str], ...]], Row] = {}
    for row in rows:
        if row.get("polarity") != "negative" and row.get("modality") != "hypothetical":
            named = ((role, texts_of(value)) for role, values in row["roles"].items() for value in as_list(values))
            key = tuple(sorted((role, normal(texts[0])) for role, texts in named if texts))
            seen.setdefault((row["document"], row["relation"], key), row)
    return list(seen.values())


def as_list(value: Any) -> list[Any]:
    """Wrap what is no list: a role and a document may each be one, or several."""
    return value if isinstance(value, list) else [value]


def _symmetric_roles(ontology: Ontology) -> dict[str, tuple[str, str]]:
    """The roles that may change places, for each symmetric relation."""
    return {name: (s.subject, s.object) for name, r in ontology.relations.items() for s in r.shortcuts if s.symmetric}


def _orders(row: Row, symmetric: Mapping[str, tuple[str, str]]) -> Iterator[dict[str, list[Filler]]]:
    roles = {role: [filler(value) for value in as_list(values) if value] for role, values in row["roles"].items()}
    yield roles
    if row["relation"] in symmetric:
        one, other = symmetric[row["relation"]]
        yield {**roles, one: roles.get(other, []), other: roles.get(one, [])}


def _facts(
    rows: Sequence[Row], gold: Gold, symmetric: Mapping[str, tuple[str, str]], texts: Mapping[str, str]
) -> Agreement:
    candidates: defaultdict[tuple[str, str], list[GoldFact]] = defaultdict(list)
    for known in gold.facts:
        candidates[known.document, known.relation].append(known)
    met: set[int] = set()
    extracted: list[tuple[str, Miss | None]] = []
    for row in rows:
        orders = list(_orders(row, symmetric))
        accepting = [known for known in candidates[row["document"], row["relation"]] if any(map(known.accepts, orders))]
        met.update(map(id, accepting))
        extracted.append((row["relation"], None if accepting else _wrong_fact(row)))
    required = [(g.relation, None if id(g) in met else _missed_fact(g, texts)) for g in gold.facts if g.required]
    return _agreement(extracted, required)


def _entities(named: Mapping[tuple[str, str, str], str], gold: Gold, texts: Mapping[str, str]) -> Agreement:
    allowed = frozenset(key for known in gold.entities for key in known.keys)

    def miss(document: str, type_: str, form: Accepted) -> Miss:
        sentence = _sentence(texts.get(document, ""), [[form]])
        return Miss(document=document, group=type_, text=form.label, sentence=sentence)

    extracted = []
    for (document, name, type_), label in sorted(named.items()):
        form = Accepted(label=label, names=frozenset({name}))
        extracted.append((type_, None if (document, name, type_) in allowed else miss(document, type_, form)))
    required = [
        (known.type, miss(known.document, known.type, known.accepted) if known.keys.isdisjoint(named) else None)
        for known in gold.entities
        if known.required
    ]
    return _agreement(extracted, required)


def _agreement(extracted: list[tuple[str, Miss | None]], required: list[tuple[str, Miss | None]]) -> Agreement:
    """Count what was extracted and what is required, each with its group and, where it went wrong, the miss."""
    groups = sorted({group for group, _ in extracted} | {group for group, _ in required})
    return Agreement(
        total=_score([miss for _, miss in extracted], [miss for _, miss in required]),
        groups={g: _score([m for of, m in extracted if of == g], [m for of, m in required if of == g]) for g in groups},
        wrong=tuple(miss for _, miss in extracted if miss),
        missed=tuple(miss for _, miss in required if miss),
    )


def _score(extracted: list[Miss | None], required: list[Miss | None]) -> Score:
    return Score(
        right=extracted.count(None),
        wrong=len(extracted) - extracted.count(None),
        found=required.count(None),
        missed=len(required) - required.count(None),
    )


def _wrong_fact(row: Row) -> Miss:
    fillers = {role: [texts_of(value) for value in as_list(values)] for role, values in row["roles"].items()}
    text = _roles({role: " / ".join(texts[0] for texts in found if texts) for role, found in fillers.items()})
    return Miss(document=row["document"], group=row["relation"], text=text, sentence=str(row.get("sentence") or ""))


def _missed_fact(known: GoldFact, texts: Mapping[str, str]) -> Miss:
    text = _roles({role: accepted[0].label for role, accepted in known.roles.items() if accepted})
    sentence = _sentence(texts.get(known.document, ""), list(known.roles.values()))
    return Miss(document=known.document, group=known.relation, text=text, sentence=sentence)


def _roles(fillers: Mapping[str, str]) -> str:
    return ", ".join(f"{role}: {filler}" for role, filler in fillers.items() if filler)


def _sentence(text: str, roles: Sequence[Sequence[Accepted]]) -> str:
    """The first of the sentences that name the most roles; empty where none names any."""
    best, most = "", 0
    for sentence in map(str.strip, _SENTENCE_END.split(text)):
        words = f" {normal(sentence)} "
        named = sum(any(_named(form, words, sentence) for form in forms) for forms in roles)
        if named > most:
            best, most = " ".join(sentence.split()), named
    return best


def _named(form: Accepted, words: str, sentence: str) -> bool:
    if form.amount is None:
        return any(f" {name} " in words for name in form.names)
    found = amounts(sentence)
    return form.fits(Filler(names=frozenset(), amounts=found))
