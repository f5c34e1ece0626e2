"""English that the reader must understand, construction by construction: `python tests/language/test_language.py`."""

from __future__ import annotations

import math
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # for who runs this file itself

from kg import ontology
from kg.gold import normal
from kg.model import Amount, Date, Document, Entity, Fact, label_of
from kg.reading.reader import Reader

Row: TypeAlias = Mapping[str, Any]

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
ANY = "any"
OVERALL = "overall"
FIGURES = ("recall", "precision", "silence")
ASSERTED = frozenset({"actual", "reported", "claimed"})
"""The modalities that an expectation without one accepts: the text says that it is so."""
SYMMETRIC = {"Rivalry": ("subject", "rival"), "Partnership": ("partner", "counterpart")}
OPTIONAL = {
    "Restriction": {"restrictor", "target"},
    "Founding": {"date"},
    "Position": {"title"},
    "Cost": {"claimant"},
    "MarketLoss": {"amount"},
    "Supply": {"recipient"},
    "Acquisition": {"supplier"},
    "Investment": {"amount"},
}
"""The roles that a true fact may lack: an expected fact without them is missed, but not wrong."""
LEAST_SENTENCES, LEAST_NEGATIVE = 420, 1 / 3
_AMOUNT = re.compile(r"([\d.]+) ?(thousand|million|billion|trillion)? ([A-Z]{3}|%)")
_POWERS = {None: 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_TOLERANCE = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What facts look like: a relation, and for some of its roles the names that are right."""

    relation: str
    roles: Mapping[str, tuple[str, ...]]
    optional: frozenset[str]
    polarity: str = "positive"
    modality: frozenset[str] | None = None
    date: str | None = None
    by: tuple[str, ...] = ()

    @property
    def loose(self) -> Pattern:
        """The same, where roles that a true fact may lack, its date and its speaker may be missing."""
        lacking = self.roles.keys() & OPTIONAL.get(self.relation, set())
        return replace(self, optional=self.optional | lacking, date=None, by=())

    def fits(self, fact: Fact, modality: frozenset[str] | None = None) -> bool:
        """Whether a fact is so; ``modality`` holds where the pattern has none of its own."""
        if self.relation not in (ANY, fact.relation) or fact.polarity != self.polarity:
            return False
        allowed = self.modality or modality
        if allowed is not None and fact.modality not in allowed:
            return False
        if self.date is not None and (fact.date is None or fact.date.value != self.date):
            return False
        if self.by and normal(fact.attributed_to) not in set(map(normal, self.by)):
            return False
        return any(self._roles_fit(fact, swap) for swap in self._swaps())

    def _swaps(self) -> Iterator[Mapping[str, str]]:
        yield {}
        if self.relation in SYMMETRIC:
            one, other = SYMMETRIC[self.relation]
            yield {one: other, other: one}

    def _roles_fit(self, fact: Fact, swap: Mapping[str, str]) -> bool:
        for role, names in self.roles.items():
            found = swap.get(role, role)
            if found not in fact.roles:
                if role not in self.optional:
                    return False
            elif not any(same(fact, found, name) for name in names):
                return False
        return True

    def __str__(self) -> str:
        roles = ", ".join(f"{role}={names[0]}" for role, names in self.roles.items())
        extra = [*sorted(self.modality or ()), *filter(None, (self.date, *self.by[:1]))]
        return f"{self.relation}({roles})" + (f" [{'/'.join(extra)}]" if extra else "")


def same(fact: Fact, role: str, name: str) -> bool:
    """Whether what fills a role is what an accepted name says: an amount by value, all else by label or by surface."""
    filler = fact.roles[role]
    wanted = _AMOUNT.fullmatch(name)
    if wanted and isinstance(filler, Amount):
        value = Decimal(wanted[1]).scaleb(_POWERS[wanted[2]])
        return filler.unit == wanted[3] and abs(filler.value - value) <= _TOLERANCE * value
    if isinstance(filler, Date):
        return filler.value == name
    mentions = (one.text for evidence in fact.evidence for one in evidence.mentions if one.role == role)
    return normal(name) in {normal(label_of(filler)), *map(normal, mentions)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A passage with the facts that it states, those that it may be said to state, and those that it does not."""

    id: str
    text: str
    construction: str
    facts: tuple[Pattern, ...] = ()
    allowed: tuple[Pattern, ...] = ()
    never: tuple[Pattern, ...] = ()
    complete: bool = False
    published: str = ""

    @property
    def negative(self) -> bool:
        """Whether it says what must not be found."""
        return bool(self.never)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the reader made of a sentence."""

    sentence: Sentence
    found: tuple[Pattern, ...]
    missed: tuple[Pattern, ...]
    right: tuple[Fact, ...]
    wrong: tuple[Fact, ...]


def judge(sentence: Sentence, facts: Iterable[Fact]) -> Verdict:
    """Compare what was found with what was expected; denied and hypothetical facts count only where expected."""
    facts = tuple(facts)
    found = tuple(one for one in sentence.facts if any(one.fits(fact, ASSERTED) for fact in facts))
    right, wrong = [], []
    for fact in facts:
        if any(one.fits(fact, ASSERTED) for one in sentence.facts):
            right.append(fact)
        elif fact.polarity == "positive" and fact.modality != "hypothetical" and _is_wrong(sentence, fact):
            wrong.append(fact)
    missed = tuple(one for one in sentence.facts if one not in found)
    return Verdict(sentence=sentence, found=found, missed=missed, right=tuple(right), wrong=tuple(wrong))


def _is_wrong(sentence: Sentence, fact: Fact) -> bool:
    """A prohibition with roles is stronger than a permission, a permission stronger than one without."""
    if any(one.loose.fits(fact, ASSERTED) for one in sentence.facts):
        return False
    prohibitions = [one for one in sentence.never if one.fits(fact)]
    if any(one.roles for one in prohibitions):
        return True
    if any(one.fits(fact) for one in sentence.allowed):
        return False
    return bool(prohibitions) or sentence.complete


@dataclass(slots=True)
class Score:
    """Counts of a group of sentences."""

    found: int = 0
    missed: int = 0
    right: int = 0
    wrong: int = 0
    sentences: int = 0
    negative: int = 0
    silent: int = 0

    @property
    def figures(self) -> dict[str, float]:
        """Recall of the expected facts, precision where there are such, share of negative sentences without error."""
        expected, found = self.found + self.missed, self.right + self.wrong
        shares = {
            "recall": (self.found, expected),
            "precision": (self.right, found if expected else 0),
            "silence": (self.silent, self.negative),
        }
        return {name: part / whole for name, (part, whole) in shares.items() if whole}


def by_construction(verdicts: Iterable[Verdict]) -> dict[str, Score]:
    """A score for each construction, and for all of them together."""
    scores: dict[str, Score] = {OVERALL: Score()}
    for verdict in verdicts:
        sentence = verdict.sentence
        for score in (scores.setdefault(sentence.construction, Score()), scores[OVERALL]):
            score.found += len(verdict.found)
            score.missed += len(verdict.missed)
            score.right += len(verdict.right)
            score.wrong += len(verdict.wrong)
            score.sentences += 1
            score.negative += sentence.negative
            score.silent += sentence.negative and not verdict.wrong
    return scores


def by_relation(verdicts: Sequence[Verdict]) -> dict[str, Score]:
    """A score for each relation; a negative sentence is one that forbids it."""
    counts = {
        name: Counter(relation for verdict in verdicts for relation in relations(verdict))
        for name, relations in _RELATIONS.items()
    }
    names = sorted(set[str]().union(*counts.values()) - {ANY})
    return {name: Score(**{field: count[name] for field, count in counts.items()}) for name in names}


_RELATIONS: dict[str, Callable[[Verdict], Iterable[str]]] = {
    "found": lambda verdict: (one.relation for one in verdict.found),
    "missed": lambda verdict: (one.relation for one in verdict.missed),
    "right": lambda verdict: (one.relation for one in verdict.right),
    "wrong": lambda verdict: (one.relation for one in verdict.wrong),
    "sentences": lambda verdict: {one.relation for one in verdict.sentence.facts + verdict.sentence.never},
    "negative": lambda verdict: {one.relation for one in verdict.sentence.never},
    "silent": lambda verdict: (
        {one.relation for one in verdict.sentence.never} - {one.relation for one in verdict.wrong}
    ),
}


def load() -> tuple[Sentence, ...]:
    """All sentences of the folder `sentences`, in the order of its files."""
    return tuple(
        _sentence(f"{path.stem}:{number}", row)
        for path in sorted((HERE / "sentences").glob("*.toml"))
        for number, row in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["sentence"], start=1)
    )


def _sentence(name: str, row: Row) -> Sentence:
    return Sentence(
        id=name,
        text=row["text"],
        construction=row["construction"],
        facts=tuple(map(_pattern, row.get("facts", ()))),
        allowed=tuple(map(_pattern, row.get("allowed", ()))),
        never=tuple(map(_pattern, row.get("never", ()))),
        complete=row.get("complete", False),
        published=row.get("published", ""),
    )


def _pattern(row: Row) -> Pattern:
    modality = frozenset(_list(row["modality"])) if "modality" in row else None
    roles = {role: _list(names) for role, names in row.get("roles", {}).items()}
    rest = {key: row[key] for key in ("relation", "polarity", "date") if key in row}
    by = _list(row.get("by", ()))
    return Pattern(roles=roles, optional=frozenset(row.get("optional", ())), modality=modality, by=by, **rest)


def _list(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def load_floors() -> dict[str, dict[str, float]]:
    """The figures below which no construction may fall."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def read(sentences: Sequence[Sentence]) -> list[Verdict]:
    """Read each passage as a document of its own."""
    documents = [Document(id=one.id, text=one.text, published=one.published) for one in sentences]
    readings = {one.document.id: one.facts for one in Reader(ontology.load()).read(documents)}
    return [judge(one, readings[one.id]) for one in sentences]


def table(scores: Mapping[str, Score]) -> str:
    """Scores as a table, a line each."""
    lines = [f"{'':24} sentences expected  recall   wrong  precision negative silence"]
    for name, score in scores.items():
        recall, precision, silence = (
            f"{score.figures[figure]:.2f}" if figure in score.figures else "–" for figure in FIGURES
        )
        lines.append(
            f"{name:24} {score.sentences:9} {score.found + score.missed:8} {recall:>7} {score.wrong:7} {precision:>10}"
            f" {score.negative:8} {silence:>7}"
        )
    return "\n".join(lines)


def report(verdicts: Sequence[Verdict]) -> str:
    """The figures of each construction and of each relation."""
    return f"{table(by_construction(verdicts))}\n\n{table(by_relation(verdicts))}"


def misses(verdicts: Iterable[Verdict]) -> str:
    """Each sentence that was misread, with what was missed and what was wrong, as the reader has it."""
    lines = []
    for verdict in verdicts:
        if not (verdict.missed or verdict.wrong):
            continue
        lines.append(f"{verdict.sentence.id} ({verdict.sentence.construction}) {verdict.sentence.text}")
        lines += [f"    missed {one}" for one in verdict.missed]
        lines += [f"    wrong  {shown(one)}" for one in verdict.wrong]
    return "\n".join(lines)


def shown(fact: Fact) -> str:
    """A fact in one line, with the words that triggered it."""
    roles = ", ".join(f"{role}={_filler(filler)}" for role, filler in fact.roles.items())
    extra = [one for one in (fact.polarity, fact.modality) if one not in ("positive", "actual")]
    extra += [f"by {fact.attributed_to}"] if fact.attributed_to else []
    extra += [fact.date.value] if fact.date else []
    return f"{fact.relation}({roles}) {extra or ''} ← {fact.evidence[0].frame}: {fact.evidence[0].trigger}"


def _filler(filler: Entity | Amount | Date | str) -> str:
    return f"{label_of(filler)}:{filler.type}" if isinstance(filler, Entity) else label_of(filler)


def raised(floors: Mapping[str, Mapping[str, float]], scores: Mapping[str, Score]) -> str:
    """The floors as a file, each raised to the figure reached, rounded down to the next twentieth; none is lowered."""
    lines = ["# Written by `python tests/language/test_language.py --raise`: a floor only rises."]
    for name, score in scores.items():
        lines += ["", f"[{name}]"]
        for figure, value in score.figures.items():
            floor = max(floors.get(name, {}).get(figure, 0.0), math.floor(value * 20 + 1e-9) / 20)
            lines.append(f"{figure} = {floor:.2f}")
    return "\n".join(lines) + "\n"


SENTENCES = load()
CONSTRUCTIONS = tuple(dict.fromkeys(one.construction for one in SENTENCES))


@pytest.fixture(scope="session")
def verdicts() -> list[Verdict]:
    found = read(SENTENCES)
    print(f"\n{report(found)}")
    return found


@pytest.mark.parametrize("construction", [*CONSTRUCTIONS, OVERALL])
def test_no_construction_falls_below_its_floors(construction: str, verdicts: list[Verdict]) -> None:
    figures, floors = by_construction(verdicts)[construction].figures, load_floors()[construction]
    short = {name: figures[name] for name, floor in floors.items() if figures[name] < floor - 1e-9}
    own = [one for one in verdicts if construction in (OVERALL, one.sentence.construction)]
    assert not short, f"{construction}: {short} where the floors are {floors}\n{misses(own)}"


def test_each_construction_has_floors_and_nothing_else_has() -> None:
    assert set(load_floors()) == {*CONSTRUCTIONS, OVERALL}
    for name, floors in load_floors().items():
        assert floors, name
        assert all(figure in FIGURES and 0 <= value <= 1 for figure, value in floors.items()), name


def test_the_suite_is_large_and_says_no_often_enough() -> None:
    assert len(SENTENCES) >= LEAST_SENTENCES
    assert sum(one.negative for one in SENTENCES) >= LEAST_NEGATIVE * len(SENTENCES)
    assert len({one.text for one in SENTENCES}) == len(SENTENCES)


def test_sentences_name_relations_and_roles_that_there_are() -> None:
    relations = {one.name: {role.name for role in one.roles} for one in ontology.load().relations.values()}
    for sentence in SENTENCES:
        for pattern in sentence.facts + sentence.allowed + sentence.never:
            assert pattern.relation in relations or pattern.relation == ANY, sentence.id
            assert set(pattern.roles) <= relations.get(pattern.relation, set()), sentence.id
            assert pattern.optional <= set(pattern.roles), sentence.id
    assert {pattern.relation for sentence in SENTENCES for pattern in sentence.facts} == set(relations)


if __name__ == "__main__":
    judged = read(SENTENCES)
    print(f"{misses(judged)}\n\n{report(judged)}")
    if "--raise" in sys.argv:
        FLOORS.write_text(raised(load_floors(), by_construction(judged)), encoding="utf-8")
