"""What a question's tree means by the frames: facts with holes.

The patterns that read text are matched here; only the grammar around them is that of :mod:`kg.asking.parses`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.asking.arguments import MARKS
from kg.asking.clauses import ACTOR, ANY, CONCERNED, DEED, Known, Term, Wanted
from kg.asking.comparisons import compared
from kg.asking.fillers import known, limit, wanted
from kg.asking.fitness import fitted
from kg.asking.lexemes import Lexeme
from kg.asking.nominals import SUPERLATIVES
from kg.asking.phrases import GAP, Argument, Form, Phrase, Predication
from kg.asking.predications import PLANNED
from kg.asking.statements import MISSING_COST, MOST, PLAIN, Meaning, Statements, combinations, extreme, frames, joined
from kg.asking.vocabulary import Stated, Vocabulary
from kg.ontology import AMOUNT, DATE

CONDITION_COST = 0.5
"""What a meaning loses for each fact beside the main one."""
FAR_COST = 0.1
"""What it loses for each word between a noun and a relative clause that might belong to a nearer one."""


class Interpreter:
    """Gives trees their meanings by the frames of an ontology."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary, self.ontology = vocabulary, vocabulary.ontology
        self.light = self.ontology.grammar["light_verbs"] | self.ontology.grammar["undergo_verbs"]
        self.statements = Statements(vocabulary)

    def meanings(self, form: Form) -> Iterator[Meaning]:
        """What a whole question may mean; holes that are asked for say so themselves."""
        found = self.predication(form.said, None) if isinstance(form.said, Predication) else self._listed(form.said)
        for meaning in found:
            cost = CONDITION_COST * (len(meaning.clauses) - 1) + form.cost
            clauses = compared(meaning.clauses, self.vocabulary)
            if clauses is None:
                continue
            whole = replace(meaning, clauses=clauses, score=meaning.score - cost)
            yield _unasked(whole) if form.polar and isinstance(form.said, Phrase) else whole

    def _listed(self, phrase: Phrase) -> Iterator[Meaning]:
        """A phrase alone asks for what it stands for or, where it is an act, for everybody who plays a part in it."""
        if phrase.kind == "noun":
            yield from self._act(replace(phrase, ask=phrase.ask or "which"), (), None)
        if phrase.kind in ("noun", "type"):
            asked = replace(phrase, ask=phrase.ask or "which")
            yield from (meaning for meaning in self.phrase(asked, None) if meaning.clauses)

    # ------------------------------------------------------------ phrases

    def phrase(self, phrase: Phrase, gap: Term | None, same: Term | None = None) -> list[Meaning]:
        """What a phrase may stand for; ``same`` is what it is said of, where it is said of something."""
        match phrase.kind:
            case "gap":
                return [Meaning(term=gap)] if gap is not None else []
            case "hole" | "anybody":
                return [Meaning(term=self._hole(phrase))]
            case "name":
                return self._restricted(phrase, same or known(phrase))
            case "type":
                return list(self._typed(phrase, same))
            case "noun":
                return self._playing(phrase, same or wanted(phrase, frozenset()))
            case "amount":
                return [Meaning(term=limit(phrase))]
            case "extreme":
                return [Meaning(term=extreme(phrase.lexemes[0]))]
            case _:
                return []

    def _hole(self, phrase: Phrase) -> Wanted:
        asked, word = phrase.kind == "hole", phrase.lexemes[0]
        unit = self.vocabulary.tables["units"].get(word.word, "")
        return Wanted(id=phrase.first, text=phrase.text, types=word.types, asked=asked, must=not asked, unit=unit)

    def _typed(self, phrase: Phrase, same: Term | None) -> Iterator[Meaning]:
        """As in "Chinese companies", "the H800 chip": a noun for a type, with what restricts it."""
        types = phrase.lexemes[0].types
        name = next((p for tag, p in phrase.modifiers if tag == "compound" and p.lexemes[0].types & types), None)
        if name is not None and name.kind == "name" and same is None and not phrase.ask:
            others = tuple(argument for argument in phrase.modifiers if argument[1] is not name)
            yield from self._restricted(replace(phrase, modifiers=others), known(name))
        if not self.vocabulary.is_neutral(phrase.word):
            return
        if same is None:
            yield from self._restricted(phrase, wanted(phrase, types))
        elif fit := fitted(same, types, self.ontology):
            term = replace(fit[0], types=types, strict=True) if isinstance(fit[0], Wanted) else fit[0]
            yield from self._restricted(phrase, term)

    def _playing(self, phrase: Phrase, term: Term) -> list[Meaning]:
        """As in "the founder of DeepSeek": a noun for somebody who plays a part."""
        found = [s for s in self.vocabulary.triggers("noun", phrase.word) if _has_self(s)]
        stated = [s for s in found if phrase.modifiers or s[1].kind == "agents"]
        main = self._stated(stated, (*phrase.modifiers, ("self", GAP)), term)
        more = self._restricted(replace(phrase, modifiers=()), term)
        return [joined(term, *pair) for pair in combinations([main, more])]

    def _restricted(self, phrase: Phrase, term: Term) -> list[Meaning]:
        """A term with all that modifiers, adjectives and relative clauses say of it."""
        options = [self._modified(phrase, argument, term) for argument in phrase.modifiers]
        plain = [adjective for adjective in phrase.adjectives if adjective.kind not in SUPERLATIVES]
        adjectives = [self.vocabulary.triggers("adjective", adjective.word) for adjective in plain]
        options += [self._stated(stated, (("self", GAP),), term) for stated in adjectives]
        options += [self.predication(predication, term) for predication in phrase.predications]
        cost = FAR_COST * sum(max(0, place - phrase.first - 3) for place in map(_place, phrase.predications))
        found = [joined(term, *combination) for combination in combinations(options)]
        for superlative in (one for one in phrase.adjectives if one.kind in SUPERLATIVES):
            found = [ranked for meaning in found for ranked in self._ranked(meaning, superlative)]
        return [replace(meaning, score=meaning.score - cost) for meaning in found]

    def _ranked(self, meaning: Meaning, superlative: Lexeme) -> Iterator[Meaning]:
        """What is the most or the least of all that a meaning stands for: "the cheapest model", "OpenAI's latest"."""
        term, here = meaning.term, (("self", GAP),)
        if superlative.relation:
            amount = ("amount", Phrase(first=superlative.first, kind="extreme", text="", lexemes=(superlative,)))
            measures = self._stated([self.vocabulary.measure(superlative.relation)], (*here, amount), term)
            yield from (joined(term, measure, meaning) for measure in measures)
        elif superlative.kind == "orders" and (ages := list(self.vocabulary.ages(superlative.word))):
            for age in self._stated(ages, here, term):
                yield _first_or_last(term, joined(term, age), meaning, superlative)
        elif superlative.kind == "orders" and meaning.clauses:
            yield _first_or_last(term, meaning, Meaning(), superlative)

    def _modified(self, phrase: Phrase, argument: Argument, term: Term) -> list[Meaning]:
        """What one modifier says of a name or of a noun for a type: "Chinese X", "Nvidia's X", "X in China"."""
        own = self.vocabulary.triggers("noun", phrase.word) if phrase.kind == "type" else ()
        if any(trigger.kind == "agents" for _, trigger in own):
            return []
        stated = [s for s in (*self.vocabulary.on_names, *own) if _has_self(s)]
        found = self._stated(stated, (argument, ("self", GAP)), term)
        if not found and argument[0] == "of":
            return self._stated(stated, (("possessor", argument[1]), ("self", GAP)), term)
        return found

    # ------------------------------------------------------------ predications

    def predication(self, said: Predication, gap: Term | None) -> list[Meaning]:
        """What a clause may mean, with all that it says of its subject; ``gap`` is what it lacks."""
        found = self._said(said, gap)
        for other in said.others:
            found = [joined(None, *pair) for pair in combinations([found, self.predication(other, gap)])]
        return found

    def _said(self, said: Predication, gap: Term | None) -> list[Meaning]:
        match said.kind:
            case "verb" if said.lexeme:
                stated = self.vocabulary.triggers("verb", said.lexeme.word)
                light = (*self._lightly_said(said, gap), *self._covering(said, gap), *self._had(said, gap))
                return [*self._stated(stated, said.arguments, gap, said), *light][:MOST]
            case "adjective" if said.lexeme:
                return self._stated(self.vocabulary.triggers("adjective", said.lexeme.word), said.arguments, gap, said)
            case "measure" if said.lexeme:
                return self._stated([self.vocabulary.measure(said.lexeme.relation)], said.arguments, gap, said)
            case "deed":
                return list(self._deed(said))
            case "same":
                return list(self._equation(said, gap))[:MOST]
            case _:
                return list(self._attribution(said, gap))[:MOST]

    def _stated(
        self, stated: Iterable[Stated], arguments: Sequence[Argument], gap: Term | None, said: Predication = PLAIN
    ) -> list[Meaning]:
        return self.statements.found(stated, arguments, lambda phrase: self.phrase(phrase, gap), said)

    def _lightly_said(self, said: Predication, gap: Term | None) -> Iterator[Meaning]:
        """As in "who imposed restrictions on chips": the noun says what happens, the verb who does it."""
        proposed = said.lexeme is not None and said.lexeme.word in self.vocabulary.tables["words"]["proposing"]
        told = replace(said, modality=said.modality or PLANNED) if proposed else said
        for argument in said.arguments:
            if argument[0] == _undergoing(said) and argument[1].kind == "noun":
                others = [self._of_noun(a, said) for a in said.arguments if a is not argument]
                yield from self._act(argument[1], others, gap, told, self._under(argument[1], said))

    def _covering(self, said: Predication, gap: Term | None) -> Iterator[Meaning]:
        """As in "what restrictions apply to Nvidia": the noun says what happens, the verb to whom."""
        if said.lexeme is None or said.lexeme.word not in self.ontology.grammar["covering_verbs"]:
            return
        act, covered = ("by", {"subject"}) if said.passive else ("subject", {"object", "to"})
        for argument in said.arguments:
            tag, noun = argument
            if tag == act and noun.kind == "noun":
                others = [("on" if t in covered else t, phrase) for t, phrase in said.arguments if phrase is not noun]
                yield from self._act(noun, others, gap, said)

    def _had(self, said: Predication, gap: Term | None) -> Iterator[Meaning]:
        """As in "which rivals does OpenAI have": those who are somebody's."""
        if said.lexeme is None or said.lexeme.word not in self.vocabulary.tables["words"]["having"]:
            return
        parties = dict(said.arguments)
        owner, owned = parties.get("subject"), parties.get("object")
        if owner is not None and owned is not None and owned.kind == "noun" and owned.ask:
            whole = replace(owned, modifiers=(*owned.modifiers, ("owner", owner)))
            yield from (meaning for meaning in self.phrase(whole, gap) if meaning.clauses)

    def _under(self, noun: Phrase, said: Predication) -> list[Stated]:
        """The patterns of a noun beside which a verb says little."""
        verb = said.lexeme.word if said.lexeme else ""
        if verb in self.vocabulary.tables["words"]["telling"]:
            return []
        return [s for s in self.vocabulary.triggers("noun", noun.word) if verb in self.light or verb in s[0].light]

    def _deed(self, said: Predication) -> Iterator[Meaning]:
        """As in "what did the US do to China": every fact in which somebody acts, perhaps one that concerns another."""
        names = {"subject": ACTOR, "concerned": CONCERNED, "object": DEED}
        windows = [argument for argument in said.arguments if argument[0] not in names]
        parties = [(names[tag], self.phrase(phrase, None)) for tag, phrase in said.arguments if tag in names]
        if len({role for role, _ in parties}) < len(parties):
            return
        for frame in frames(windows, lambda phrase: self.phrase(phrase, None), said):
            for chosen in combinations([meanings for _, meanings in parties]):
                roles = tuple((role, m.term) for (role, _), m in zip(parties, chosen, strict=True) if m.term)
                if all(isinstance(term, Known | Wanted) for _, term in roles) and not any(m.clauses for m in chosen):
                    yield Meaning(clauses=(replace(frame.clauses[0], relation=ANY, roles=roles, trigger=""),))

    def _of_noun(self, argument: Argument, said: Predication) -> Argument:
        """An argument of a light verb as one of its noun."""
        tag, phrase = argument
        if tag != "subject":
            return argument
        undergoes = said.lexeme is not None and said.lexeme.word in self.ontology.grammar["undergo_verbs"]
        return "patient" if undergoes else "owner", phrase

    def _act(
        self,
        noun: Phrase,
        others: Sequence[Argument],
        gap: Term | None,
        said: Predication = PLAIN,
        stated: Sequence[Stated] | None = None,
    ) -> Iterator[Meaning]:
        """An act that a noun names; where the noun itself is asked for, so is every role that is left open."""
        if any(adjective.kind != "sizes" for adjective in noun.adjectives):
            return
        arguments = [*noun.modifiers, *others]
        stated = self.vocabulary.triggers("noun", noun.word) if stated is None else stated
        stated = [one for one in stated if one[1].kind == "agents" or not _has_self(one)]
        for predication in noun.predications:
            stated = [one for one in stated if one in self._under(noun, predication)]
            if not any(tag == _undergoing(predication) and p is GAP for tag, p in predication.arguments):
                return
            arguments += [self._of_noun(a, predication) for a in predication.arguments if a[1] is not GAP]
        found = self._stated(stated, arguments, gap, said)
        for size in noun.adjectives:
            found = [sized for meaning in found for sized in self._sized(meaning, size)]
        for meaning in found:
            yield self._opened(meaning, noun.first) if noun.ask else meaning

    def _sized(self, meaning: Meaning, size: Lexeme) -> Iterator[Meaning]:
        """A fact with the greatest or the least amount, where its relation has one: "the biggest loss"."""
        first, *rest = meaning.clauses
        filled = {role for role, _ in first.roles}
        for role in self.ontology.relations[first.relation].roles:
            if AMOUNT in role.ranges and role.name not in filled:
                whole = replace(first, roles=(*first.roles, (role.name, extreme(size))))
                yield replace(meaning, clauses=(whole, *rest))

    def _opened(self, meaning: Meaning, place: int) -> Meaning:
        """A meaning whose main fact asks for all roles that it leaves open."""
        first, *rest = meaning.clauses
        filled = {role for role, _ in first.roles}
        open_ = [
            r for r in self.ontology.relations[first.relation].roles if r.name not in filled and DATE not in r.ranges
        ]
        holes = [(r.name, Wanted(id=1000 + 10 * place + i, text=r.label)) for i, r in enumerate(open_)]
        return replace(meaning, clauses=(replace(first, roles=(*first.roles, *holes)), *rest))

    def _equation(self, said: Predication, gap: Term | None) -> Iterator[Meaning]:
        """As in "who is the founder of DeepSeek", "is DeepSeek a Chinese firm", "what is the cost of R1"."""
        ends = [phrase for tag, phrase in said.arguments if tag in ("self", "same")]
        others = [argument for argument in said.arguments if argument[0] not in ("self", "same")]
        for one, other in (ends, ends[::-1]) if len(ends) == 2 else ():
            if other.kind == "noun":
                yield from self._act(other, [("complement", one), *others], gap, said)
                if one.kind == "hole" and not one.lexemes[0].types:
                    acts = self._act(replace(other, ask="which"), others, gap, said)
                    yield from (replace(meaning, score=meaning.score - MISSING_COST) for meaning in acts)
            if other.kind in ("noun", "type"):
                whole = replace(other, modifiers=(*other.modifiers, *others))
                for subject in self.phrase(one, gap):
                    found = self.phrase(whole, gap, subject.term)
                    yield from (_marked(joined(None, meaning, subject), said) for meaning in found)

    def _attribution(self, said: Predication, gap: Term | None) -> Iterator[Meaning]:
        """As in "which companies are Chinese", "where is DeepSeek": a place or a nationality."""
        subject = next((phrase for tag, phrase in said.arguments if tag == "self"), None)
        others = [argument for argument in said.arguments if argument[0] != "self"]
        for meaning in self.phrase(subject, gap) if subject is not None and others else ():
            if subject is not None and meaning.term is not None:
                bare = replace(subject, modifiers=(), adjectives=(), predications=())
                for facts in combinations([self._modified(bare, argument, meaning.term) for argument in others]):
                    yield _marked(joined(None, *facts, meaning), said)


def _place(said: Predication) -> int:
    """Where a clause begins, nearly."""
    return said.lexeme.first if said.lexeme else 0


def _first_or_last(term: Term | None, dated: Meaning, other: Meaning, lexeme: Lexeme) -> Meaning:
    """A meaning whose first fact is the first or the last by date; what restricts it may be the same fact."""
    main, *rest = dated.clauses
    same = next((c for c in other.clauses if c.relation == main.relation and set(main.roles) <= set(c.roles)), None)
    left = [clause for clause in other.clauses if clause is not same]
    score = other.score + (0 if same else dated.score)
    return Meaning(term=term, clauses=(replace(same or main, extreme=extreme(lexeme)), *rest, *left), score=score)


def _undergoing(said: Predication) -> str:
    """The place of what undergoes a verb."""
    return "subject" if said.passive else "object"


def _has_self(stated: Stated) -> bool:
    return any(position.strip(MARKS) == "self" for slot in stated[0].slots for position, _ in slot.positions)


def _marked(meaning: Meaning, said: Predication) -> Meaning:
    """A meaning whose main fact is denied where its clause is."""
    if not said.negated or not meaning.clauses:
        return meaning
    first, *rest = meaning.clauses
    return replace(meaning, clauses=(replace(first, polarity="negative"), *rest))


def _unasked(meaning: Meaning) -> Meaning:
    """A meaning that wants yes or no."""
    clauses = []
    for clause in meaning.clauses:
        roles = tuple((r, replace(t, asked=False) if isinstance(t, Wanted) else t) for r, t in clause.roles)
        clauses.append(replace(clause, roles=roles))
    return replace(meaning, clauses=tuple(clauses))
