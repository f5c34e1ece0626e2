"""Words of English that no single relation owns, read from `ontology/grammar.toml` and checked."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from kg.lexicon import Grammar
from kg.lexicon.sources import Faults, Source

LISTS = frozenset(
    [
        "access_nouns",
        "according",
        "acts",
        "adjectival",
        "ago",
        "amount_heads",
        "articles",
        "as_subject",
        "aside_nouns",
        "bare_shares",
        "begun_nouns",
        "body_openers",
        "body_prefixes",
        "body_suffixes",
        "branches",
        "branded_nouns",
        "claiming_nouns",
        "claiming_verbs",
        "collective_nouns",
        "coming",
        "coming_offices",
        "companion_prepositions",
        "company_suffixes",
        "comparing",
        "contrasts",
        "control_nouns",
        "coordinators",
        "copular_verbs",
        "counted_words",
        "courtesy_titles",
        "covering_verbs",
        "credit_words",
        "date_marks",
        "date_units",
        "demanding_verbs",
        "dismissing_verbs",
        "distinctions",
        "doubtful_currencies",
        "doubtful_months",
        "doubtful_shares",
        "either_nouns",
        "ending_prepositions",
        "ending_verbs",
        "event_nouns",
        "exchanges",
        "exemplifiers",
        "failing_verbs",
        "finite",
        "firms",
        "first_person",
        "former",
        "former_verbs",
        "generation_marks",
        "given_names",
        "group_nouns",
        "habit_verbs",
        "held",
        "hyphen_words",
        "hypothesis_marks",
        "instead_words",
        "joining_verbs",
        "judgements",
        "kinds",
        "kinds_as_entities",
        "landforms",
        "lasting",
        "leading_verbs",
        "legal_forms",
        "lifting_verbs",
        "light_verbs",
        "likewise",
        "limiting_words",
        "maker_nouns",
        "makers",
        "making_verbs",
        "measuring_forms",
        "member_openers",
        "members",
        "name_particles",
        "name_prefixes",
        "named_after_maker",
        "naming_forms",
        "naming_verbs",
        "negations",
        "negative_prefixes",
        "negative_verbs",
        "no_superlatives",
        "not_entities",
        "not_names",
        "not_shares",
        "object_control",
        "of_prepositions",
        "office_words",
        "once_verbs",
        "one_by_one",
        "open_when_denied",
        "other_nouns",
        "peoples",
        "party_prepositions",
        "percent_words",
        "periods",
        "permissions",
        "personal_verbs",
        "phrase_ends",
        "place_holders",
        "planning",
        "planning_modals",
        "plants",
        "point_words",
        "possibility",
        "possibility_modals",
        "prepositions",
        "pro_forms",
        "quarters",
        "range_pairs",
        "range_starts",
        "range_words",
        "rate_marks",
        "rate_units",
        "recency",
        "reigns",
        "relative_days",
        "relatives",
        "repeating",
        "reporting_adverbs",
        "reporting_nouns",
        "reporting_verbs",
        "saying_forms",
        "seated",
        "seeking_verbs",
        "series_nouns",
        "share_marks",
        "share_signs",
        "sizes",
        "span_marks",
        "spokespeople",
        "staff",
        "stopping_verbs",
        "subjected",
        "succeeding_verbs",
        "supposing_verbs",
        "thing_suffixes",
        "title_words",
        "together",
        "topical_verbs",
        "training_nouns",
        "transparent_nouns",
        "transparent_verbs",
        "turning_verbs",
        "undergo_verbs",
        "untrue",
        "vague_adjectives",
        "valuing_verbs",
        "versions",
    ]
)
"""The lists that must be there."""

TABLES: dict[str, tuple[str, ...]] = {
    "pronouns": (),
    "roles_of_types": ("person",),
    "masks": (),
    "verb_masks": ("present", "past", "intransitive"),
    "parsed_as": (),
    "guesses": ("GPE",),
    "library": ("countries",),
    "suffixes": ("company_suffixes", "body_suffixes"),
    "subject_cues": (),
    "predicate_cues": (),
    "nature_before": (),
    "nature_after": (),
    "object_cues": (),
    "sentence_cues": (),
    "irregular": (),
    "currencies": (),
    "scales": (),
    "numbers": (),
    "counts": (),
    "fractions": (),
    "nearness": (),
    "nouns": (),
}
"""The tables that must be there, and what each must say."""

LISTS_OF_TYPES = frozenset(("makers", "named_after_maker", "kinds_as_entities", "firms", "kinds"))
TABLES_TO_TYPES = frozenset(
    (
        "roles_of_types",
        "guesses",
        "library",
        "suffixes",
        "subject_cues",
        "predicate_cues",
        "object_cues",
        "sentence_cues",
        "nature_before",
        "nature_after",
    )
)
TABLES_BY_TYPE = frozenset(("masks", "nouns"))


def grammar(folder: Path, types: Collection[str], faults: Faults) -> Grammar:
    """Read grammar.toml: lists of words, tables of words, and the nouns that describe each type."""
    return _Reader(Source(folder / "grammar.toml", faults), types).read()


class _Reader:
    def __init__(self, source: Source, types: Collection[str]) -> None:
        self.source, self.types = source, types

    def read(self) -> Grammar:
        data = self.source.toml()
        if data:
            self._complete(data)
        tables = {k: self._table(k, v) for k, v in data.items() if isinstance(v, dict) or k in TABLES}
        lists = {k: self.source.words(v, k) for k, v in data.items() if k not in tables}
        for name in sorted(lists.keys() & LISTS_OF_TYPES):
            self._known(lists[name], self.source.line(name))
        for name in sorted(tables.keys() & TABLES_TO_TYPES):
            self._known(tables[name].values(), self._header(name))
        for name in sorted(tables.keys() & TABLES_BY_TYPE):
            self._known(tables[name], self._header(name))
        nouns = tables.pop("nouns", {})
        return Grammar(
            words={k: frozenset(v) for k, v in lists.items()},
            tables=tables,
            nouns={word: type_ for type_, words in nouns.items() for word in words},
        )

    def _complete(self, data: dict[str, Any]) -> None:
        for name in sorted(LISTS - data.keys()):
            self.source.fault(1, f"the list “{name}” is missing")
        for name, keys in TABLES.items():
            if name not in data:
                self.source.fault(1, f"the table [{name}] is missing")
            elif isinstance(data[name], dict):
                for key in sorted(set(keys) - data[name].keys()):
                    self.source.fault(self._header(name), f"“{key}” is missing in [{name}]")

    def _table(self, name: str, value: Any) -> dict[str, Any]:
        line = self._header(name)
        table = self.source.table(value, name)
        if name == "nouns":
            return {type_: self.source.words(words, type_, line) for type_, words in table.items()}
        for key, meaning in table.items():
            if not isinstance(meaning, str):
                self.source.fault(self.source.line(key, line), f"“{key}” in [{name}] is no word")
        return {key: str(meaning) for key, meaning in table.items()}

    def _known(self, types: Collection[str], line: int) -> None:
        for type_ in types:
            if type_ not in self.types:
                self.source.fault(self.source.line(type_, line), f"no type {type_} in kg.ttl")

    def _header(self, table: str) -> int:
        return next(iter(self.source.headers(f"[{table}]")), 1)
