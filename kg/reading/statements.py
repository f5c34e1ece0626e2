"""Statements: what a trigger and the words around it say, role by role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import product

from kg.model import Date
from kg.ontology import LITERAL, Role
from kg.reading.clauses import RELATIVE_TAGS, SUBJECTS, VERBAL
from kg.reading.factuality import Status
from kg.reading.names import index
from kg.reading.noun_phrases import Filler
from kg.reading.slots import IDENTITY, Slots
from kg.reading.trees import Token

SPEAKER = "speaker"
"""The position of who says so."""
RECIPROCAL = {"subject", "between", "involving", "possessor", "compound", "self", "actor", "of"}
"""Positions where several parties may stand in a relation to one another: "A and B joined forces", "talks between A
and B"."""

ENDED = "former"
"""The modality of patterns that state the end of something: "X left Y"."""
YEAR = re.compile(r"\b[12]\d{3}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A fact as one sentence states it, its roles still names."""

    relation: str
    pattern: str
    roles: tuple[tuple[str, Filler, str], ...]
    """(role, filler, path from the trigger to the filler)."""

    trigger: tuple[int, int]
    polarity: str
    modality: str
    speaker: str
    date: Date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a frame found and a check refused."""

    relation: str
    reason: str
    roles: tuple[tuple[str, str], ...] = ()


class Assembly(Slots):
    """One trigger on its way to statements."""

    def statements(self) -> Iterator[Statement | Refusal]:
        """What the trigger states: one statement for each combination of fillers, or why there is none."""
        if self.lends_itself():
            return
        found: dict[str, list[tuple[Filler, str]]] = {}
        required = {r.name for r in self.relation.roles if r.required} | self.match.pattern.needs
        for slot in self.match.pattern.slots:
            known = frozenset(f.name for fillers in found.values() for f, _ in fillers)
            if fillers := self.fill(slot, self.relation.role(slot.role), known):
                found[slot.role] = fillers
            elif slot.role in required and not self._mutual():
                return
        self._pronoun_alike(found)
        self._alike(found)
        self._reciprocal(found)
        if not required <= found.keys():
            return
        mood = self.status()
        mood = mood.of_ended() if self.match.pattern.modality == ENDED else mood
        if self.match.pattern.polarity == "negated" and mood.polarity == "positive":
            return
        for combination in self._combinations(found):
            roles = tuple((role, filler, path) for role, (filler, path) in zip(found, combination, strict=True))
            roles = self._without_repeats(roles, required)
            if reason := self._senseless(roles):
                yield Refusal(relation=self.relation.name, reason=reason, roles=tuple((r, f.name) for r, f, _ in roles))
            else:
                yield self._statement(roles, mood)

    def _combinations(self, found: Mapping[str, list[tuple[Filler, str]]]) -> Iterator[tuple[tuple[Filler, str], ...]]:
        """All combinations of fillers; lists of one length go pair by pair where the sentence says "respectively"."""
        sizes = {len(fillers) for fillers in found.values()} - {1}
        pairing = self.ontology.grammar["one_by_one"]
        if len(sizes) == 1 and any(t.lemma in pairing for t in self.fillers.tree.tokens):
            size = sizes.pop()
            rows = [fillers * size if len(fillers) == 1 else fillers for fillers in found.values()]
            return zip(*rows, strict=True)
        return product(*found.values())

    def _alike(self, found: dict[str, list[tuple[Filler, str]]]) -> None:
        """Parties of a symmetric relation are of one type: in "X says it matches o3" it is the model, not the firm."""
        shortcut = next((s for s in self.relation.shortcuts if s.symmetric), None)
        if shortcut is None or not {shortcut.subject, shortcut.object} <= found.keys():
            return
        for one, other in ((shortcut.subject, shortcut.object), (shortcut.object, shortcut.subject)):
            filler, party = found[one][0][0], found[other][0][0]
            if filler.indirect and not party.indirect and filler.type != party.type:
                slot = next(s for s in self.match.pattern.slots if s.role == one)
                self.used.clear()
                narrow = replace(self.relation.role(one), ranges=frozenset({party.type}))
                here = tuple(p for p in slot.positions if p[0].removesuffix(IDENTITY) == found[one][0][1])
                found[one] = self.fill(replace(slot, positions=here), narrow) or found[one]

    def _pronoun_alike(self, found: dict[str, list[tuple[Filler, str]]]) -> None:
        """A pronoun that could stand for two parties stands for one of the other's type: "X says it beats GPT-4"."""
        shortcut = next((s for s in self.relation.shortcuts if s.symmetric), None)
        if shortcut is None or self.match.trigger.kind != "verbs" or shortcut.object in found:
            return
        others = found.get(shortcut.subject, [])
        if len({path for _, path in others} & {"patient"}) != 1 or self.arguments.passive(self.match.token):
            return
        slot = next(s for s in self.match.pattern.slots if s.role == shortcut.subject)
        subject = replace(slot, positions=tuple(p for p in slot.positions if p[0] == "subject"))
        narrow = replace(self.relation.role(slot.role), ranges=frozenset({others[0][0].type}))
        alike = self.fill(subject, narrow)
        if alike and all(f.indirect for f, _ in alike):
            found[shortcut.object], found[shortcut.subject] = others, alike

    def _mutual(self) -> bool:
        """Whether the parties of one role may fill the other, too."""
        if not self.relation.symmetric or self.match.trigger.kind in {"adjectives", "names"}:
            return False
        return self.match.trigger.kind != "verbs" or not self._done_to_something()

    def _done_to_something(self) -> bool:
        """Whether the act has an object of another kind: "X and Y beat forecasts", "X and Y nibble at Z's market"."""
        trigger = self.match.trigger
        places = {spelt for slot in self.match.pattern.slots for spelt, _ in slot.positions}
        if trigger.objects or "object" not in places:
            return False
        objects = self.arguments.of_verb(self.match.token, "object", self.match.rest)
        return any(t.tag in {"NN", "NNS"} and t.name < 0 and t not in self.match.rest for t in objects)

    def _reciprocal(self, found: dict[str, list[tuple[Filler, str]]]) -> None:
        """As in "Microsoft and OpenAI joined forces": the first party has the others for partners."""
        if not self._mutual():
            return
        shortcut = next(s for s in self.relation.shortcuts if s.symmetric)
        for one, other in ((shortcut.subject, shortcut.object), (shortcut.object, shortcut.subject)):
            parties = found.get(one, [])
            apart = parties and parties[0][1] == "self" and parties[0][0].start > self.match.token.start
            if other not in found and len(parties) > 1 and parties[0][1] in RECIPROCAL and not apart:
                found[one], found[other] = parties[:1], parties[1:]
                return

    def _without_repeats(
        self, roles: tuple[tuple[str, Filler, str], ...], required: Set[str]
    ) -> tuple[tuple[str, Filler, str], ...]:
        """The roles without those that may be missing and only repeat a party: "NASA banned X for its employees"."""
        kept: list[tuple[str, Filler, str]] = []
        parties: set[tuple[str, str]] = set()
        for role, filler, path in roles:
            party = (filler.name, filler.type)
            own = role in required or filler.type == LITERAL or path == SPEAKER
            if own or party not in parties:
                kept.append((role, filler, path))
            parties.add(party)
        return tuple(kept) if len(kept) > 1 else roles

    def _senseless(self, roles: Sequence[tuple[str, Filler, str]]) -> str:
        names = [(f.name, f.type) for _, f, _ in roles if f.value is None and f.type != LITERAL]
        if len(set(names)) < len(names):
            return "one entity in two roles"
        if self._another_maker(roles):
            return "the name belongs to another maker"
        if len(roles) == 1 and self._mere_pronoun(roles[0][1]):
            return "says no more than a pronoun"
        if all(f.generic or f.type == LITERAL for _, f, _ in roles):
            return "names nobody"
        named = [f for _, f, _ in roles if f.value is None and f.type != LITERAL and not f.generic]
        if len(named) > 1 and all(self._merely_guessed(f) for f in named):
            return "all names are of guessed types"
        return ""

    def _mere_pronoun(self, filler: Filler) -> bool:
        """Whether a pronoun for a name of another sentence is all that there is: "It was announced in October"."""
        pronoun = filler.text.lower() in self.ontology.grammar.tables["pronouns"]
        return pronoun and filler.name not in {f.name for f in self.line.names}

    def _another_maker(self, roles: Sequence[tuple[str, Filler, str]]) -> bool:
        """Whether an owner did not make what it has: "X's store and Y's", "X's 10,000 H100s", "H100s from X"."""
        token, tree = self.match.token, self.fillers.tree
        counted = any(k.tag == "CD" for k in tree.kids(token, "nummod")) and not self.match.pattern.modifiers
        shared = token.dep in {"conj", "appos"} and not tree.kids(token, "poss")
        if token.name < 0:
            return self._apposed_to_another(roles) or self._off_topic(roles)
        row = self.line.names[token.name].row
        if row is not None and row.maker and any(path == "=from" and f.name != row.maker for _, f, path in roles):
            return True
        if not (shared or counted):
            return False
        return bool(row and row.maker) and any(
            path in {"possessor", "compound"} and f.name != row.maker for _, f, path in roles if row
        )

    def _off_topic(self, roles: Sequence[tuple[str, Filler, str]]) -> bool:
        """Whether a thing is not the topic's: in a text about X "GPT-4 was released" tells of another maker."""
        if self.match.trigger.kind != "verbs" or self._asks_who():
            return False
        by_name = index(self.ontology).by_name
        makers = {by_name[f.name].maker for _, f, path in roles if path != "topic" and f.name in by_name} - {""}
        return bool(makers) and any(f.name not in makers for _, f, path in roles if path == "topic")

    def _apposed_to_another(self, roles: Sequence[tuple[str, Filler, str]]) -> bool:
        """Whether what follows a thing without a name is another maker's: "through a Sony website, Google Play"."""
        if self.match.trigger.kind != "names":
            return False
        by_name = index(self.ontology).by_name
        made = [by_name[f.name].maker for _, f, path in roles if path == "self" and f.name in by_name]
        owners = {f.name for _, f, path in roles if path in {"compound", "possessor"}}
        return any(maker and maker not in owners for maker in made) and bool(owners)

    # ------------------------------------------------------------ the statement

    def _statement(self, roles: tuple[tuple[str, Filler, str], ...], mood: Status) -> Statement:
        tokens = [*self.match.rest, self.match.token]
        pattern = self.match.pattern
        speaker = next((f.name for f in self._speakers(mood)), "")
        return Statement(
            relation=self.relation.name,
            pattern=pattern.name,
            roles=roles,
            trigger=(min(t.start for t in tokens), max(t.end for t in tokens)),
            polarity=("negative" if mood.polarity == "positive" else "positive") if pattern.polarity else mood.polarity,
            modality=mood.modality if pattern.modality in {"", ENDED} else pattern.modality,
            speaker=speaker,
            date=None if mood.lasting else self._date(),
        )

    def _speakers(self, mood: Status) -> list[Filler]:
        if mood.speaker is None:
            return []
        anyone = Role(
            name="speaker",
            label="speaker",
            relation="",
            ranges=frozenset(self.ontology.grammar["makers"]),
            required=False,
            question="",
        )
        return [f for f in self.fillers.of(mood.speaker, anyone) if not f.generic]

    def _date(self) -> Date | None:
        """The date that the trigger's own clause gives; its own words before those of the word that it hangs on."""
        trigger, tree = self.match.token, self.fillers.tree
        if self.match.trigger.kind == "names":
            return None
        dates = list(self._dates())
        for token, value in dates:
            if self._dated(token, trigger) or self._day_of(token, trigger):
                return value
        if trigger.pos in VERBAL:
            return None
        before = trigger.start if trigger.dep == "conj" else 0
        return next((v for t, v in dates if t.start >= before and self._dated(t, tree.head(trigger))), None)

    def _dates(self) -> Iterator[tuple[Token, Date]]:
        """The dates of the sentence, each with the word that its other words hang on; not those of a life or a term."""
        tree = self.fillers.tree
        for quantity in self.line.quantities:
            inside = [t for t in tree.tokens if quantity.start <= t.start and t.end <= quantity.end]
            top = next((t for t in inside if not quantity.start <= tree.head(t).start < quantity.end), None)
            if isinstance(quantity.value, Date) and top is not None and not self._in_span(quantity.start):
                yield top, quantity.value

    def _in_span(self, start: int) -> bool:
        """Whether a date stands in brackets with another one: "(1990-1995)", "(26 December 1887-31 January 1966)"."""
        opened = self.fillers.text.rfind("(", self.line.start, start)
        closed = self.fillers.text.find(")", opened, self.line.end) if opened >= 0 else -1
        return start < closed and len(YEAR.findall(self.fillers.text, opened, closed)) > 1

    def _dated(self, date: Token, word: Token) -> bool:
        """Whether a date belongs to a word, with no verb between them."""
        for above in self.fillers.tree.ancestors(date):
            if above.i == word.i:
                return True
            if above.pos in VERBAL:
                break
        return False

    def _day_of(self, date: Token, verb: Token) -> bool:
        """Whether a relative clause tells what happened then: "10 January, the day on which R1 was released"."""
        tree = self.fillers.tree
        if verb.dep != "relcl" or any(k.tag in RELATIVE_TAGS for k in tree.kids(verb, *SUBJECTS, "dobj")):
            return False
        day = tree.head(verb)
        return date.i in {day.i, day.head if day.dep == "appos" else day.i}
