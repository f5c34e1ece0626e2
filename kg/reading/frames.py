"""Facts of a sentence: frames matched against its grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon import Pattern, Trigger
from kg.ontology import AMOUNT, ANYTHING, DATE, LITERAL, Ontology, Role
from kg.reading.arguments import Arguments
from kg.reading.clauses import RELATIVE_TAGS, VERBAL
from kg.reading.contrasts import contrasted
from kg.reading.fillers import Fillers
from kg.reading.gapping import gapped
from kg.reading.lines import Line
from kg.reading.names import index
from kg.reading.references import References
from kg.reading.slots import IDENTITY, Match
from kg.reading.statements import Assembly, Refusal, Statement
from kg.reading.surroundings import Surroundings
from kg.reading.trees import Token

UNTYPED = frozenset({AMOUNT, ANYTHING, DATE, LITERAL})
"""What a role may be filled with by something else than an entity of a fitting type."""

WORDLESS = frozenset({"self", "trigger", "phrase", "speaker", "topic", "within"})
"""Positions of a name's pattern that are filled by something else than a word that stands in them."""

SUPERLATIVE = "JJS"
"""The tag of superlatives, of which a plural has many: "the most valuable companies" are no ranking's first."""


class Frames:
    """The frames of an ontology, ready to match."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.by_head: dict[str, list[tuple[Pattern, Trigger]]] = {}
        self.on_names: list[tuple[Pattern, Trigger]] = []
        self.relational = {
            t.head: ontology.relations[p.relation].symmetric
            for f in ontology.frames.values()
            for p in f.patterns
            for t in p.triggers
            if t.kind == "agents"
        }
        """Nouns for somebody by what he is to another, and whether that other may be of any type ("rival")."""
        self.verbs = frozenset(
            t.head for f in ontology.frames.values() for p in f.patterns for t in p.triggers if t.kind == "verbs"
        )
        nouns = {t.head for f in ontology.frames.values() for p in f.patterns for t in p.triggers if t.kind == "nouns"}
        self.acts = frozenset(nouns - ontology.grammar.nouns.keys())
        slots = (s for f in ontology.frames.values() for p in f.patterns for s in p.slots)
        self.passed = frozenset(noun for s in slots for _, through in s.positions for noun in through)
        """Nouns that roles are looked for through ("rankings", "shares")."""
        for frame in ontology.frames.values():
            for pattern in frame.patterns:
                for trigger in pattern.triggers:
                    if trigger.kind == "names":
                        self.on_names.append((pattern, trigger))
                    else:
                        self.by_head.setdefault(trigger.head.lower(), []).append((pattern, trigger))
        self._own_roles = {pattern.name: self._required(pattern) for pattern, _ in self.on_names}
        self._beside = {pattern.name: self._sought(pattern) for pattern, _ in self.on_names}

    def statements(self, line: Line, references: References, text: str) -> Iterator[Statement | Refusal]:
        """All facts that a parsed sentence states, and what was refused."""
        assert line.tree is not None
        arguments = Arguments(line.tree, self.ontology.grammar)
        fillers = Fillers(line, arguments, references, self.ontology, text, self.acts)
        around = Surroundings(line, line.tree, arguments, self.ontology, self.relational)
        seen = set()
        served: dict[tuple[int, str, str], int] = {}
        """How many words beside its head the trigger had by which a word has stated a relation in a mood."""
        for match in self._matches(line, arguments, around):
            place = (match.token.i, match.pattern.relation, match.pattern.modality)
            if len(match.rest) < served.get(place, 0) and match.trigger.kind == "verbs":
                continue
            for found in Assembly(match, self.ontology, line, arguments, fillers, around).statements():
                mark = (
                    (found.relation, tuple((r, f.name, f.type) for r, f, _ in found.roles), found.polarity)
                    if isinstance(found, Statement)
                    else found
                )
                if mark not in seen:
                    seen.add(mark)
                    if isinstance(found, Statement) and match.rest:
                        served[place] = len(match.rest)
                    yield found
                    if isinstance(found, Statement):
                        yield from gapped(found, fillers)
                        yield from contrasted(found, fillers)

    # ------------------------------------------------------------ triggers

    def _matches(self, line: Line, arguments: Arguments, around: Surroundings) -> Iterator[Match]:
        assert line.tree is not None
        words = {form for t in line.tree.tokens for form in (t.lemma, t.text.lower())}
        for token in line.tree.tokens:
            found = [
                Match(pattern=pattern, trigger=trigger, token=token, rest=rest)
                for pattern, trigger in self._triggers(token)
                if words.issuperset(trigger.rest)
                and (rest := self._rest(line, token, trigger, arguments)) is not None
                and self._modified(line, token, pattern)
                and not (trigger.kind in {"adjectives", "agents"} and self._goes_on(line, token, pattern))
            ]
            longest = {(m.pattern.name, m.trigger.kind): len(m.rest) for m in sorted(found, key=lambda m: len(m.rest))}
            found.sort(key=lambda m: -len(m.rest) - 2 * bool(m.trigger.objects))
            yield from (
                m for m in found if m.trigger.kind == "verbs" or len(m.rest) == longest[m.pattern.name, m.trigger.kind]
            )
            if token.name >= 0 or self._describes(token):
                for pattern, trigger in self.on_names:
                    if (
                        self._plays(line, token, pattern)
                        and self._modified(line, token, pattern)
                        and self._stands_beside(around, token, pattern)
                    ):
                        yield Match(pattern=pattern, trigger=trigger, token=token)

    def _goes_on(self, line: Line, token: Token, pattern: Pattern) -> bool:
        """Whether the next word makes another trigger with this one: "chief" in "chief executive"."""
        assert line.tree is not None
        words = {token.lemma, token.text.lower()}
        after = line.tree.tokens[token.i + 1 : token.i + 2]
        own = (t for a in after for p, t in self._triggers(a) if p.relation == pattern.relation)
        return any(trigger.rest and trigger.rest[-1].lower() in words for trigger in own)

    def _triggers(self, token: Token) -> list[tuple[Pattern, Trigger]]:
        if token.name >= 0:
            return []
        text = token.text.lower()
        return [*self.by_head.get(token.lemma, ()), *(self.by_head.get(text, ()) if text != token.lemma else ())]

    def _modified(self, line: Line, token: Token, pattern: Pattern) -> bool:
        assert line.tree is not None
        if not pattern.modifiers:
            return True
        if token.tag == "NNS" and token.name < 0 and SUPERLATIVE in pattern.modifiers:
            return False
        kids = [
            k
            for kid in line.tree.kids(token, "amod", "compound", "nummod", "advmod", "nmod", "poss")
            for k in (kid, *line.tree.kids(kid))
        ]
        if any(k.tag == "PRP$" for k in kids):
            kids = [k for k in kids if k.tag in pattern.modifiers]
        tokens, mere = line.tree.tokens, self.ontology.grammar["no_superlatives"]
        kids = [k for k in kids if k.text.lower() not in mere and tokens[k.i - 1].text != "-"]
        return any(
            k.tag in pattern.modifiers or k.lemma in pattern.modifiers or k.text.lower() in pattern.modifiers
            for k in kids
        )

    def _plays(self, line: Line, token: Token, pattern: Pattern) -> bool:
        """Whether a name may play the roles that a pattern has for the name itself: most may not, by their types."""
        if token.name < 0 or token.tag in RELATIVE_TAGS:
            return True
        found = line.names[token.name]
        other = index(self.ontology).by_name.get(found.row.stands_for) if found.row and found.row.stands_for else None
        types = {found.type, other.type if other else ""}
        return all(
            not role.ranges.isdisjoint(UNTYPED) or any(type_ and self.ontology.fits(type_, role) for type_ in types)
            for role in self._own_roles[pattern.name]
        )

    def _required(self, pattern: Pattern) -> list[Role]:
        """The roles that a pattern must have, and has for the name itself."""
        relation = self.ontology.relations[pattern.relation]
        own = [s for s in pattern.slots if all(spelt.removesuffix(IDENTITY) == "self" for spelt, _ in s.positions)]
        roles = [relation.role(slot.role) for slot in own]
        return [role for role in roles if role.required or role.name in pattern.needs]

    def _stands_beside(self, around: Surroundings, token: Token, pattern: Pattern) -> bool:
        """Whether anything stands where the other roles of a pattern must be filled: mostly nothing does."""
        return all(any(around.of(token, position) for position in sought) for sought in self._beside[pattern.name])

    def _sought(self, pattern: Pattern) -> list[list[str]]:
        """The positions of each role that a pattern must have, and that words around the name fill."""
        relation = self.ontology.relations[pattern.relation]
        must = [s for s in pattern.slots if relation.role(s.role).required or s.role in pattern.needs]
        places = [[spelt.removesuffix(IDENTITY) for spelt, _ in slot.positions] for slot in must]
        return [sought for sought in places if not any(p in WORDLESS or p.startswith("subject") for p in sought)]

    def _describes(self, token: Token) -> bool:
        return (
            token.pos in {"NOUN", "PROPN"}
            and token.lemma not in self.ontology.grammar["held"]
            and (token.lemma in self.ontology.grammar.nouns or token.text in self.ontology.grammar.nouns)
        )

    def _rest(self, line: Line, token: Token, trigger: Trigger, arguments: Arguments) -> tuple[Token, ...] | None:
        """The other tokens of a trigger; None where the trigger does not stand here."""
        match trigger.kind:
            case "verbs":
                return (
                    self._verb_rest(line, token, trigger, arguments)
                    if token.tag.startswith("VB") or token.pos in VERBAL
                    else None
                )
            case "adjectives":
                deed = token.tag == "VBG" and token.text.lower() != trigger.head.lower()
                return None if deed else self._phrase(line, token, trigger)
            case _:
                nominal = (
                    token.tag.startswith("NN")
                    or token.pos in {"NOUN", "PROPN"}
                    or (trigger.kind == "agents" and token.tag in {"JJ", "JJR"})
                )
                return self._phrase(line, token, trigger) if nominal else None

    def _verb_rest(self, line: Line, verb: Token, trigger: Trigger, arguments: Arguments) -> tuple[Token, ...] | None:
        assert line.tree is not None
        rest: list[Token] = []
        hosts = [verb]
        for word in trigger.rest:
            found = next(
                (
                    k
                    for h in hosts
                    for k in line.tree.kids(h)
                    if (k.lemma == word or k.text.lower() == word) and k not in rest
                ),
                None,
            )
            if found is None:
                found = next(
                    (
                        k
                        for o in arguments.patients(verb)
                        for k in line.tree.kids(o, "prep")
                        if k.lemma == word and o.i > verb.i
                    ),
                    None,
                )
            if found is None:
                return None
            rest.append(found)
            hosts = [verb, *rest]
        if trigger.objects and not self._governs(line, verb, rest, trigger, arguments):
            return None
        return tuple(rest)

    def _governs(self, line: Line, verb: Token, rest: Sequence[Token], trigger: Trigger, arguments: Arguments) -> bool:
        assert line.tree is not None
        objects = (
            arguments.governed(rest[-1]) if rest and rest[-1].dep in {"prep", "agent"} else arguments.patients(verb)
        )
        for token in (self._antecedent(line, o) if o.tag in RELATIVE_TAGS else o for o in objects):
            names = line.names[token.name].name.lower() if token.name >= 0 else ""
            phrase = " ".join(t.lemma.lower() for t in [*line.tree.kids(token, "compound", "amod", "det"), token])
            if any(o == token.lemma or o in phrase or (names and o in names) for o in trigger.objects):
                return True
        return False

    def _antecedent(self, line: Line, pronoun: Token) -> Token:
        """The noun that a relative pronoun stands for: "a round that X led"."""
        assert line.tree is not None
        clause = next((a for a in line.tree.ancestors(pronoun) if a.dep == "relcl"), None)
        return line.tree.head(clause) if clause is not None else pronoun

    def _phrase(self, line: Line, token: Token, trigger: Trigger) -> tuple[Token, ...] | None:
        """The words before the head of a multi-word noun or adjective, hyphens between them allowed."""
        assert line.tree is not None
        i, rest = token.i, []
        for part in reversed(trigger.rest):
            i -= 1
            if i < 0 or part.lower() not in {line.tree.tokens[i].lemma, line.tree.tokens[i].text.lower()}:
                return None
            rest.append(line.tree.tokens[i])
        return tuple(reversed(rest))
