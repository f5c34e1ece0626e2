"""Slots: what fills the roles of a relation around one trigger, position by position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.lexicon import Pattern, Slot, Trigger
from kg.ontology import AMOUNT, LITERAL, Ontology, Relation, Role
from kg.reading.arguments import Arguments
from kg.reading.clauses import VERBAL
from kg.reading.factuality import Status, of_name, status
from kg.reading.fillers import Fillers
from kg.reading.lines import Line
from kg.reading.names import Found
from kg.reading.noun_phrases import Filler
from kg.reading.surroundings import Surroundings
from kg.reading.trees import Token

IDENTITY = "!"
"""After a position: only what stands there itself, not what it is about."""
BARE = {"compound", "possessor", "nationality", "patient", "subject", "prefix"}
"""Positions whose bare words ("export" in "export controls") are no filler of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A trigger found in a sentence."""

    pattern: Pattern
    trigger: Trigger
    token: Token
    rest: tuple[Token, ...] = ()


class Slots:
    """The fillers that the positions of one trigger offer."""

    def __init__(
        self,
        match: Match,
        ontology: Ontology,
        line: Line,
        arguments: Arguments,
        fillers: Fillers,
        surroundings: Surroundings,
    ) -> None:
        self.match, self.ontology, self.line, self.fillers = match, ontology, line, fillers
        self.surroundings = surroundings
        light = match.pattern.light
        self.arguments = Arguments(arguments.s, arguments.grammar, light) if light else arguments
        self.relation: Relation = self.ontology.relations[match.pattern.relation]
        self.used: set[int] = set()

    def fill(self, slot: Slot, role: Role, known: frozenset[str] = frozenset()) -> list[tuple[Filler, str]]:
        """The fillers of a role, each with its position: of the first position that offers any."""
        for spelt, through in slot.positions:
            position = spelt.removesuffix(IDENTITY)
            if position in {"in", "from"} and self._done_by_something():
                continue
            if position == "for" and AMOUNT not in role.ranges and self._has_object(slot):
                continue
            if fillers := list(self._apart(position, role, known)):
                return [(f, position) for f in fillers]
            for token in self._tokens(position):
                if token.i in self.used or (
                    token.i == self.match.token.i
                    and (position != "self" or (self.match.pattern.modifiers and self.match.trigger.kind != "names"))
                ):
                    continue
                offered = self.fillers.of(
                    token,
                    role,
                    through,
                    identity=position == "self" or position != spelt,
                    together=self._together(token, position),
                    clause=self.match.token,
                )
                if position == "self" and token.i == self.match.token.i and self._introduces_one(token):
                    offered = offered[:1]
                if position == "subject" and offered and self._of_another_type(offered, role):
                    return []
                offered = [*offered, *self._paired(token, position, role)]
                if fillers := [f for f in offered if self._meant(f, role, position)]:
                    if token.i != self.match.token.i and not through:
                        self.used.add(token.i)
                    others = self._companions(role) if position == "subject" else []
                    return [(self._through(f, token), position) for f in [*fillers, *others]]
        with_them = self._companions(role) if any(spelt.startswith("subject") for spelt, _ in slot.positions) else []
        return [(f, "subject") for f in with_them]

    def _paired(self, token: Token, position: str, role: Role) -> Iterator[Filler]:
        """The later ones of several amounts that belong to one party each: "fell 5% and 9% respectively"."""
        tree = self.fillers.tree
        each = self.ontology.grammar["one_by_one"]
        if AMOUNT in role.ranges and any(t.lemma in each for t in tree.tokens):
            later = (t for t in self._tokens(position) if t.i > token.i and t.dep == token.dep)
            yield from (f for t in later for f in self.fillers.of(t, role))

    def _done_by_something(self) -> bool:
        """Whether a thing without a name does what the verb says: "a pipeline blocked fish in the creek"."""
        verb, tree = self.match.token, self.fillers.tree
        if self.match.trigger.kind != "verbs" or self.arguments.passive(verb):
            return False
        nouns = (k for k in tree.kids(verb, "nsubj") if k.tag in {"NN", "NNS"} and k.name < 0)
        return any(all(named.name < 0 for named in tree.kids(noun, "appos")) for noun in nouns)

    def _has_object(self, slot: Slot) -> bool:
        """Whether a verb says of a common noun what a role asks for: in "ordered dies for its X" X is not ordered."""
        verb = self.match.token
        if (
            self.match.trigger.kind != "verbs"
            or self.match.rest
            or "object" not in {spelt for spelt, _ in slot.positions}
        ):
            return False
        return any(
            t.name < 0 and t.tag in {"NN", "NNS"} and not self.arguments.is_money(t)
            for t in self.arguments.patients(verb)
        )

    def _companions(self, role: Role) -> list[Filler]:
        """Who does it too."""
        if self.match.trigger.kind != "verbs":
            return []
        found = (f for t in self.arguments.companions(self.match.token) for f in self.fillers.of(t, role))
        return [f for f in found if self._meant(f, role, "subject")]

    def _is_itself(self, filler: Filler) -> bool:
        """Whether a noun that describes a name stands for that name, not for its country or for something beside it.

        Without a trigger word a name whose type is a mere guess proves nothing.
        """
        token = self.match.token
        if self.match.trigger.kind == "names" and token.name >= 0 and self._doubtful(token):
            return False
        if self.match.trigger.kind not in {"names", "nouns"} or token.name >= 0:
            return True
        described = self.ontology.grammar.nouns.get(token.lemma, filler.type)
        proxy = any(reference.kind == "nationals" for reference in filler.references)
        return not proxy and (self.match.trigger.kind != "names" or described == filler.type)

    def _doubtful(self, token: Token) -> bool:
        """Whether it is too uncertain what a name names: a guess, or one unknown word that stands for somebody."""
        found = self.line.names[token.name]
        alone = found.row is None and " " not in found.name and found.type == self.fillers.references.person
        return (found.kind == "guessed" and not self._owned_thing(token, found)) or alone

    def _owned_thing(self, token: Token, found: Found) -> bool:
        """Whether what a known firm owns is a thing: "Apple's Live Translation"."""
        grammar, names = self.ontology.grammar, self.line.names
        owners = [names[k.name] for k in self.fillers.tree.kids(token, "poss") if k.name >= 0]
        firms = [f for f in owners if f.row is not None and f.type in grammar["firms"]]
        return bool(firms) and found.type in grammar["named_after_maker"] | grammar["kinds"]

    def _merely_guessed(self, filler: Filler) -> bool:
        """Whether nothing but the statistical model tells the type of a filler."""
        return any(n.name == filler.name and n.kind == "guessed" for n in self.line.names)

    def _one_name(self, filler: Filler) -> bool:
        """Whether two names side by side are rather one: "Inner Ring", "France Transfo", "Billboard Canada"."""
        token = self.match.token
        pair = [
            n for n in self.line.names if self.line.span(n) in {(filler.start, filler.end), (token.start, token.end)}
        ]
        if len(pair) != 2 or pair[0].end != pair[1].first:
            return False
        if self.line.span(pair[1]) == (filler.start, filler.end):
            return pair[1].kind == "full"
        if pair[1].row is not None:
            return False
        place = pair[0].kind == "full" and not filler.text.isupper() and "." not in filler.text
        return pair[0].row is None or (place and pair[0].type in self.fillers.place_types())

    def _of_another_type(self, offered: Sequence[Filler], role: Role) -> bool:
        """Whether the doer is said, and is nobody whom the pattern means: "OpenAI cut off access in China"."""
        wanted = self.match.pattern.types.get(role.name)
        if not wanted or self.match.trigger.kind != "verbs":
            return False
        return not any(self.ontology.is_a(f.type, t) for f in offered for t in wanted)

    def _apart(self, position: str, role: Role, known: frozenset[str]) -> Iterator[Filler]:
        """What fills a position that no word of the sentence stands in by its grammar."""
        match position:
            case "trigger":
                yield self._trigger_literal()
            case "phrase":
                phrase = self.fillers.phrase(self.match.token)
                yield from [phrase] if " " in phrase.name else []
            case "speaker":
                speaker = self.status().speaker
                yield from (f for f in self.fillers.of(speaker, role) if not f.generic) if speaker else ()
            case "topic" if known and self._at_large() and not self._told(role):
                yield from self.fillers.topic(self._about(), role, known)
            case "within":
                yield from (f for f in self.fillers.within(self.match.token, role) if self._meant(f, role, position))

    def _through(self, filler: Filler, token: Token) -> Filler:
        """The filler with the words between it and the token in its position: "sales" in "sales of chips"."""
        tree = self.fillers.tree
        inside = [t for t in tree.tokens if filler.start <= t.start and t.end <= filler.end]
        below = next((t for t in inside if not filler.start <= tree.head(t).start < filler.end), None)
        words: list[str] = []
        while below is not None and below.i != token.i and below.head != below.i:
            above = tree.head(below)
            if below.dep not in {"conj", "appos"} and above.dep not in {"prep", "agent"}:
                words.append(above.text)
            below = above
        reached = below is not None and below.i == token.i
        return replace(filler, through=tuple(reversed(words))) if words and reached else filler

    def _at_large(self) -> bool:
        """Whether the clause leaves open whom a noun is about: not in "X raised money from investors"."""
        token, tree = self.match.token, self.fillers.tree
        if self.match.trigger.kind != "verbs" and token.dep == "pobj" and tree.head(token).lemma == "from":
            return tree.head(tree.head(token)).pos not in VERBAL
        if self.match.trigger.kind == "verbs" and not self._asks_who():
            return not any(self.arguments.agents(token))
        owned = self.match.trigger.kind == "agents" and any(k.lemma == "of" for k in tree.kids(token, "prep"))
        return not owned

    def _asks_who(self) -> bool:
        """Whether a pattern of verbs asks who does it: one that does not leaves that to the topic."""
        return any(spelt.startswith("subject") for slot in self.match.pattern.slots for spelt, _ in slot.positions)

    def _told(self, role: Role) -> bool:
        """Whether the sentence tells in what somebody took part, and that is nothing that the pattern means."""
        slot = next(s for s in self.match.pattern.slots if s.role == role.name)
        nouns = frozenset[str]().union(*(through for spelt, through in slot.positions if spelt == "in"))
        phrases = self._tokens("in") if nouns else ()
        return any(t.lemma not in nouns and (t.name >= 0 or t.tag in {"NN", "NNS"}) for t in phrases)

    def _about(self) -> Token:
        """The word that leaves its topic to the sentences before: the object of "lead the round", else the trigger."""
        objects = (t for t in self.arguments.patients(self.match.token) if t.lemma in self.match.trigger.objects)
        return next(objects, self.match.token)

    def _together(self, token: Token, position: str) -> bool:
        """Whether what is coordinated with a filler fills the role too: not for names alone, nor in brackets.

        In "X-backed Y and Z" the participle is of Y alone.
        """
        trigger = self.match.token
        if self.match.trigger.kind in {"agents", "nouns"} and trigger.head == token.i and trigger.i < token.i:
            return trigger.tag in {"NNS", "NNPS"}
        if token.i == trigger.i + 1 and self._introduces_one(trigger):
            return False
        if trigger.dep == "amod" and trigger.head == token.i and self.fillers.tree.tokens[trigger.i - 1].text == "-":
            return False
        before = self.fillers.tree.tokens[self.match.token.i - 1].text if self.match.token.i else ""
        return before != "(" and not (self.match.trigger.kind == "names" and position == "self")

    def _introduces_one(self, noun: Token) -> bool:
        """Whether a noun tells what the first of several names is alone: "the French lab Kyutai and Nvidia"."""
        after = self.fillers.tree.tokens[noun.i + 1 : noun.i + 2]
        return noun.tag == "NN" and noun.name < 0 and any(t.dep == "appos" and t.head == noun.i for t in after)

    def lends_itself(self) -> bool:
        """Whether a verb only lends itself to what its object names ("made use of"), or a noun to what limits it.

        As in "built a cluster of", "the Russian opposition leader".
        """
        match = self.match
        if match.trigger.kind == "agents":
            near = self.fillers.tree.kids(match.token, "compound", "amod", "nmod")
            return any(k.name < 0 and k.lemma.lower() in match.pattern.opaque for k in near)
        if match.trigger.kind != "verbs" or match.trigger.objects:
            return False
        if match.rest:
            return any(t.lemma in match.pattern.opaque for t in self.arguments.patients(match.token))
        acts = self.fillers.acts if match.token.lemma in self.arguments.light else frozenset()
        tree = self.fillers.tree
        named = {t.head for t in tree.tokens if t.name >= 0 and t.dep in {"compound", "nmod"}}
        patients = [t for t in self.arguments.patients(match.token) if t.name < 0]
        if any(self.fillers.mere_access(t) for t in patients) and not any(self.arguments.of_verb(match.token, "to")):
            return True
        content = [t for p in patients for t in self.arguments.of_noun(p, "=of")] if match.pattern.opaque else []
        return any(t.lemma in acts and t.i not in named for t in patients) or any(
            t.lemma in match.pattern.opaque for t in [*patients, *content] if not self._own_name(t)
        )

    def _own_name(self, noun: Token) -> bool:
        """Whether the name before a noun is that of what the noun describes: "the Colossus supercomputer"."""
        described = self.ontology.grammar.nouns.get(noun.lemma)
        near = self.fillers.tree.kids(noun, "compound", "nmod")
        return any(k.name >= 0 and self.line.names[k.name].type == described for k in near)

    def _meant(self, filler: Filler, role: Role, position: str) -> bool:
        """Whether the pattern means such a filler: kinds only where the role takes them, types only those it names."""
        if filler.type == LITERAL and position in BARE:
            return False
        wanted = self.match.pattern.types.get(role.name)
        if wanted and not any(self.ontology.is_a(filler.type, t) for t in wanted):
            return False
        if position == "self" and not self._is_itself(filler):
            return False
        if self.match.trigger.kind == "names" and position in {"of", "at", "from"} and self._merely_guessed(filler):
            return False
        beside = position in {"compound", "nationality"}
        if self.match.trigger.kind == "names" and beside and self._one_name(filler):
            return False
        if not filler.generic:
            return True
        if position == "compound" and self.match.trigger.kind == "nouns":
            return role.kinds and filler.type in self.ontology.grammar["kinds_as_entities"]
        if position in {"compound", "possessor", "nationality"}:
            return False
        kinds = self.match.pattern.kinds.get(role.name, self.ontology.grammar["kinds"] if role.kinds else frozenset())
        return filler.type in kinds

    def _tokens(self, position: str) -> list[Token]:
        token, kind = self.match.token, self.match.trigger.kind
        match kind:
            case "verbs":
                return list(self.arguments.of_verb(token, position, self.match.rest))
            case "adjectives":
                return list(self.arguments.of_adjective(self.match.rest[0] if self._outer() else token, position))
            case "names":
                return [token] if position == "self" else self.surroundings.of(token, position)
            case _:
                return list(self.arguments.of_noun(token, position))

    def _outer(self) -> bool:
        """Whether the grammar hangs a hyphenated adjective by its first part."""
        return bool(self.match.rest) and self.fillers.tree.head(self.match.token).i == self.match.rest[0].i

    def _trigger_literal(self) -> Filler:
        tokens = sorted([*self.match.rest, self.match.token], key=lambda t: t.i)
        start, end = tokens[0].start, tokens[-1].end
        text = self.fillers.text[start:end]
        words = (
            self._titles() + " ".join((*self.match.trigger.rest, self.match.trigger.head))
            if self.match.trigger.kind != "verbs"
            else self.match.trigger.head
        )
        return Filler(name=self.match.pattern.literals.get(words, words), type=LITERAL, start=start, end=end, text=text)

    def _titles(self) -> str:
        """The words of a title before its trigger: "chief financial", or "chief AI", in "chief AI officer"."""
        grammar, tokens = self.ontology.grammar, self.fillers.tree.tokens
        first = start = min(t.i for t in [*self.match.rest, self.match.token])
        for token in reversed(tokens[:first]):
            title = token.text.lower() in grammar["title_words"]
            if token.name >= 0 or not (title or token.text.lower() in grammar["office_words"]):
                break
            start = token.i if title else start
        words = (t.text if t.text.isupper() else t.text.lower() for t in tokens[start:first])
        return "".join(f"{word} " for word in words)

    def status(self) -> Status:
        """Whether the trigger is asserted, and how: a name by itself only says that a thing is."""
        kind = self.match.trigger.kind
        if kind == "names":
            return of_name(self.arguments, self.match.token)
        being = self.match.token.lemma in self.ontology.grammar.nouns
        return status(self.arguments, self.match.token, act=kind == "verbs" or (kind == "nouns" and not being))
