"""The words that questions are made of: those of `ontology/questions.toml`, and all forms of the frames' triggers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.asking.entries import Entry, Narrow
from kg.asking.tables import tables
from kg.lexicon import Pattern, Slot, Trigger
from kg.lexicon.inflections import noun_forms, verb_forms
from kg.ontology import AMOUNT, Ontology
from kg.reading.names import key

LONGEST = 5
"""More words than any entry has."""
LABELLED = "label"
"""How the name of a pattern ends that was made from the label of a role."""

WITHIN = "( .*)? "
"""What may stand between the parts of a trigger: "took the firm over"."""

VERBAL = frozenset({"verb", "planning"})
"""Kinds of entries that are inflected as verbs."""
PLURAL = "plural"
"""The kind of what is not a word of its own, but the irregular plural of others."""

Stated = tuple[Pattern, Trigger]

MEASURES = {
    "how": ("how", ""),
    "most": ("superlatives", "most"),
    "least": ("superlatives", "least"),
    "more": ("comparatives", ">"),
    "less": ("comparatives", "<"),
}
"""The lists of a group of [[measures]], and what their words are."""


class Vocabulary:
    """Entries by their letters, and triggers by their dictionary forms."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.tables = tables(ontology)
        self._entries: dict[str, list[Entry]] = {}
        self._waiting: dict[str, dict[tuple[str, str], None]] = {}
        """First letter → dictionary forms whose inflected forms are made when a word with that letter is looked up."""
        self._nouns = {folded(noun): type_ for noun, type_ in self._nouns_of_types().items()}
        self._labels = frozenset(folded(type_.label) for type_ in ontology.types.values())
        self._neutral = frozenset(map(folded, self.tables["lists"]["neutral"]))
        self._listed = frozenset(self._nouns[word] for word in self._neutral if word in self._nouns)
        self.verbs: dict[str, list[Stated]] = {}
        self.nouns: dict[str, list[Stated]] = {}
        self.adjectives: dict[str, list[Stated]] = {}
        self.on_names: list[Stated] = []
        self._add_words()
        self._add_measures()
        self._add_types()
        self._add_triggers()
        self._add_purposes()
        self._add_plain_verbs()

    # ------------------------------------------------------------ looking up

    def lookup(self, text: str) -> list[Entry]:
        """What a word or phrase may be."""
        word = folded(text)
        self._inflect(word[:1])
        return self._entries.get(word, [])

    @property
    def entries(self) -> Mapping[str, list[Entry]]:
        """All entries by their letters."""
        for letter in list(self._waiting):
            self._inflect(letter)
        return self._entries

    def triggers(self, kind: str, word: str) -> Sequence[Stated]:
        """The patterns that a verb, a noun or an adjective triggers, by its dictionary form."""
        return {"verb": self.verbs, "noun": self.nouns, "adjective": self.adjectives}[kind].get(folded(word), ())

    def narrow(self, relation: str, trigger: Trigger, *, titled: bool) -> Narrow:
        """How the words of a question narrow the facts of a relation; of a phrasal verb the verb alone may do so.

        :param titled: whether the words fill a role themselves, which is narrow enough.
        """
        words, broad = wording(trigger), self.tables["broad"].get(relation)
        narrow = broad is not None and words not in broad
        one_way = narrow and any(shortcut.symmetric for shortcut in self.ontology.relations[relation].shortcuts)
        for said in (words, trigger.head) if trigger.kind == "verbs" else (words,):
            for group in self.tables["narrow"]:
                if group["relation"] == relation and said in group["ask"]:
                    without = tuple(group.get("without", ()))
                    with_ = () if without else (*group["ask"], *group.get("means", ()))
                    return Narrow(words=with_, without=without, one_way=one_way)
        alone = (narrow and not titled) or (trigger.kind == "nouns" and self.is_telling(words))
        return Narrow(words=(words,) if alone else (), one_way=one_way)

    def pattern(self, relation: str, words: Sequence[str]) -> str:
        """A regular expression that finds any form of some words of a relation's frame, their parts spread or not."""
        verbs = [form for word in words for form in self._verb_forms_of(relation, word)]
        others = [form for word in words for form in noun_forms(word) if form not in verbs]
        said = [WITHIN.join(re.escape(part) for part in form.split()) for form in dict.fromkeys(verbs)]
        whole = [re.escape(form).replace("\\ ", " ") for form in dict.fromkeys(others)]
        found = [f"(^|[^a-z])({'|'.join(said)})([^a-z]|$)"] if said else []
        return "|".join([*found, f"^({'|'.join(whole)})$"]).replace("\\-", "-")

    def _verb_forms_of(self, relation: str, word: str) -> Iterator[str]:
        head, _, rest = word.partition(" ")
        if any(pattern.relation == relation for pattern, _ in self.triggers("verb", head)):
            yield from (" ".join(filter(None, (form, rest))) for form in verb_forms(head, self.tables["verbs"]))

    def measure(self, relation: str) -> Stated:
        """What words such as "cheaper" state: that something in the first role of a relation has an amount."""
        roles = self.ontology.relations[relation].roles
        amount = next(role for role in roles if AMOUNT in role.ranges)
        first = next(role for role in roles if role is not amount)
        places = ((first.name, "self"), (amount.name, "amount"))
        slots = tuple(Slot(role=role, positions=((place, frozenset()),)) for role, place in places)
        trigger = Trigger(kind="nouns", head=self.ontology.relations[relation].label)
        return Pattern(relation=relation, name=relation, triggers=(trigger,), slots=slots), trigger

    def measured(self, words: Iterable[str]) -> Iterator[str]:
        """The relations that words are about which measure only beside others, as "expensive" does."""
        said = set(words)
        for group in self.tables["measures"]:
            if any(said & set(phrase.split()) for key_ in MEASURES for phrase in group.get(key_, ())):
                yield group["relation"]

    def ages(self, word: str) -> Iterator[Stated]:
        """What words such as "newest" state of that which is first or last by date."""
        for group in self.tables["ages"]:
            if word in group["words"]:
                slot = Slot(role=group["role"], positions=(("self", frozenset()),))
                trigger = Trigger(kind="nouns", head=self.ontology.relations[group["relation"]].label)
                yield Pattern(relation=group["relation"], name=word, triggers=(trigger,), slots=(slot,)), trigger

    def listed(self, relation: str) -> frozenset[str]:
        """The nouns that the frame of a relation passes through, such as the shares that fall."""
        frame = self.ontology.frames.get(relation)
        slots = [slot for pattern in frame.patterns for slot in pattern.slots] if frame else []
        return frozenset(noun for slot in slots for _, nouns in slot.positions for noun in nouns)

    def speakers(self, relation: str) -> tuple[str, ...]:
        """The roles of a relation that are filled by who says so."""
        return self.ontology.speakers(relation)

    def is_neutral(self, noun: str) -> bool:
        """Whether a noun for a type says no more than that; of a type with no noun in the list of those, any does."""
        word = folded(noun)
        return word in self._neutral or word in self._labels or self._nouns.get(word) not in self._listed

    def is_telling(self, noun: str) -> bool:
        """Whether a noun stands for a type and says more than that: only who is called so is one."""
        types = [entry.word for entry in self.lookup(noun) if entry.kind == "type"]
        return bool(types) and not any(map(self.is_neutral, types))

    @property
    def places(self) -> frozenset[str]:
        """The types of what "where" asks for."""
        return frozenset(type_ for word in self.tables["words"]["where"] for type_ in self.tables["holes"][word])

    def heading(self, name: str) -> str:
        """The heading of a column that no role names."""
        return str(self.tables["headings"][name])

    # ------------------------------------------------------------ filling

    def _add(self, text: str, entry: Entry) -> None:
        known = self._entries.setdefault(folded(text), [])
        place = next((i for i, e in enumerate(known) if e.same == entry.same), None)
        if place is None:
            known.append(entry)
        elif not entry.forms <= known[place].forms:
            known[place] = replace(entry, forms=known[place].forms | entry.forms)

    def _await(self, kind: str, word: str, *, letters: Iterable[str] = ()) -> None:
        """Have the forms of a word made when they are needed."""
        for letter in {folded(word)[:1], *letters}:
            self._waiting.setdefault(letter, {})[kind, word] = None

    def _inflect(self, letter: str) -> None:
        waiting = self._waiting.pop(letter, {})
        for kind, word in sorted(waiting, key=lambda one: one[0] == PLURAL):
            if kind in VERBAL:
                for form, features in verb_forms(word, self.tables["verbs"]).items():
                    self._add(form, Entry(kind=kind, word=word, forms=features))
            elif kind == PLURAL:
                for entry in self.lookup(self.tables["plurals"][word]):
                    self._add(word, entry)
            else:
                for form in noun_forms(word):
                    self._add(form, Entry(kind=kind, word=word))

    def _add_words(self) -> None:
        for kind, words in self.tables["words"].items():
            for word in words:
                self._add(word, Entry(kind=kind, word=word))
        for table in ("modals", "windows", "comparisons"):
            for word, meaning in self.tables[table].items():
                self._add(word, Entry(kind=table, word=meaning))
        for table in ("extremes", "halves", "sizes", "orders"):
            for word, operator in self.tables[table].items():
                self._add(word, Entry(kind=table, word=word, operator=operator))
        for word, types in self.tables["holes"].items():
            self._add(word, Entry(kind="hole", word=word, types=frozenset(types)))
        for group in self.tables["idle"]:
            for word in group["words"]:
                self._add(word, Entry(kind="idle", word=word, relation=group["relation"]))

    def _add_measures(self) -> None:
        for group in self.tables["measures"]:
            for key_, (kind, operator) in MEASURES.items():
                for word in group.get(key_, ()):
                    entry = Entry(kind=kind, word=word, operator=operator, relation=group["relation"])
                    self._add(word, entry)
                    if kind == "comparatives":
                        self._add(word.rpartition(" ")[0], replace(entry, kind="degrees"))

    def _add_purposes(self) -> None:
        """What may be expensive of a thing: "to train", the verbs of a measured relation that tell of making, too."""
        making = {name for name, one in self.ontology.relations.items() if any(s.making for s in one.shortcuts)}
        for relation in dict.fromkeys(group["relation"] for group in self.tables["measures"]):
            for verb, stated in self.verbs.items():
                told = {pattern.relation for pattern, trigger in stated if not trigger.rest and not trigger.objects}
                if relation in told and told & making:
                    for to in self.tables["words"]["to"]:
                        self._add(f"{to} {verb}", Entry(kind="purposes", word=verb, relation=relation))

    def _nouns_of_types(self) -> dict[str, str]:
        """Nouns that stand for a type, and the type."""
        nouns = dict(self.ontology.grammar.nouns) | {n: t for t, ns in self.tables["nouns"].items() for n in ns}
        return {type_.label: type_.name for type_ in self.ontology.types.values()} | nouns

    def _add_types(self) -> None:
        for noun, name in self._nouns_of_types().items():
            for form in noun_forms(noun):
                self._add(form, Entry(kind="type", word=noun, types=frozenset({name})))

    def _add_triggers(self) -> None:
        patterns = [p for frame in self.ontology.frames.values() for p in frame.patterns]
        agents = {wording(t) for p in patterns for t in p.triggers if t.kind == "agents"}
        for pattern in [*patterns, *self._label_patterns(patterns)]:
            for trigger in pattern.triggers:
                self._add_trigger(pattern, trigger)
            for noun in sorted(_listed(pattern) - agents):
                self._await("listed", noun)
        for plural in self.tables["plurals"]:
            self._await(PLURAL, plural)

    def _add_trigger(self, pattern: Pattern, trigger: Trigger) -> None:
        words = wording(trigger)
        if trigger.kind == "names":
            self.on_names.append((pattern, trigger))
        elif trigger.kind == "verbs":
            self.verbs.setdefault(folded(trigger.head), []).append((pattern, trigger))
            self._add_verb(trigger.head, "verb")
            for particle in trigger.rest:
                self._add(particle, Entry(kind="particle", word=particle))
        elif trigger.kind == "adjectives":
            self.adjectives.setdefault(folded(words), []).append((pattern, trigger))
            self._add(words, Entry(kind="adjective", word=words))
        else:
            self.nouns.setdefault(folded(words), []).append((pattern, trigger))
            self._await("noun", words)

    def _add_verb(self, lemma: str, kind: str) -> None:
        self._await(kind, lemma, letters=(folded(form)[:1] for form in self.tables["verbs"].get(lemma, ())))

    def _add_plain_verbs(self) -> None:
        grammar = self.ontology.grammar
        light = {lemma for stated in self.nouns.values() for pattern, _ in stated for lemma in pattern.light}
        plain = (grammar[name] for name in ("light_verbs", "undergo_verbs", "transparent_verbs", "covering_verbs"))
        for lemma in sorted(light.union(*plain)):
            self._add_verb(lemma, "verb")
        for lemma in sorted(grammar["planning"]):
            self._add_verb(lemma, "planning")
        for noun in sorted(grammar["transparent_nouns"]):
            self._await("transparent", noun)

    def _label_patterns(self, patterns: Iterable[Pattern]) -> Iterator[Pattern]:
        """The labels of roles as nouns ("the recipient of H20 chips"), where a label belongs to one role alone."""
        roles = [role for relation in self.ontology.relations.values() for role in relation.roles]
        often = Counter(role.label for role in roles)
        taken = {key(wording(t)) for p in patterns for t in p.triggers} | {key(n) for n in self.ontology.grammar.nouns}
        for role in roles:
            if often[role.label] > 1 or key(role.label) in taken:
                continue
            places = tuple(
                (place, frozenset[str]()) for place in ("possessor", "compound", *self.tables["words"]["prepositions"])
            )
            others = [r for r in self.ontology.relations[role.relation].roles if r.name != role.name]
            slots = [
                Slot(role=role.name, positions=(("self", frozenset()),)),
                *(Slot(role=r.name, positions=places) for r in others),
            ]
            *rest, head = role.label.split()
            trigger = Trigger(kind="agents", head=head, rest=tuple(rest))
            yield Pattern(
                relation=role.relation, name=f"{role.relation}/{LABELLED}", triggers=(trigger,), slots=tuple(slots)
            )


def folded(text: str) -> str:
    """Letters and digits of a word, whatever its case; punctuation stays as it is.

    >>> folded("Start-up"), folded("don't"), folded("'s")
    ('startup', 'dont', "'s")
    """
    return text.casefold() if text.startswith("'") else key(text) or text


def wording(trigger: Trigger) -> str:
    """A trigger as it is written.

    >>> wording(Trigger(kind="nouns", head="control", rest=("export",)))
    'export control'
    """
    parts = (trigger.head, *trigger.rest) if trigger.kind == "verbs" else (*trigger.rest, trigger.head)
    return " ".join(parts)


def _listed(pattern: Pattern) -> set[str]:
    """Nouns that a pattern passes through or asks for beside its trigger."""
    through = {noun for slot in pattern.slots for _, nouns in slot.positions for noun in nouns}
    return through | {noun for trigger in pattern.triggers for noun in trigger.objects}


@cache
def vocabulary(ontology: Ontology) -> Vocabulary:
    """The vocabulary of an ontology; made once.

    :raises OntologyError: where questions.toml is missing, malformed, or names a type or relation that is not there.
    """
    return Vocabulary(ontology)
