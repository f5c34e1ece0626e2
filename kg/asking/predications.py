"""Clauses of a question: verbs and what follows them, and what follows a form of "be"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from kg.asking.lexemes import Lexeme
from kg.asking.nominals import Nominals, Predications, Tails
from kg.asking.phrases import GAP, Argument, Phrase, Predication
from kg.lexicon.inflections import BASE, FINITE, GERUND, PARTICIPLE

AUXILIARIES = ("be", "do", "have", "modals")
PLANNED = "planned"
"""The modality of what somebody plans to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verbs:
    """The verbs of a clause."""

    main: Lexeme
    passive: bool
    negated: bool
    modality: str


class Clauses(Nominals):
    """Reads clauses whose subject is given."""

    def clause(
        self, place: int, given: tuple[Argument, ...], auxiliaries: tuple[Lexeme, ...] = (), gap: Phrase | None = None
    ) -> Predications:
        """The rest of a clause whose first arguments are given: verbs, objects, prepositions."""
        if self.exhausted:
            return
        for order in self.chart.at(self.over(place), "orders"):
            yield from self.clause(order.end, (*given, self._order(order)), auxiliaries, gap)
        for verbs, end in self._verbs(place, auxiliaries):
            for tail, stop in self._tail(end, gap):
                yield _verbal(verbs, _compared((*given, *self._filled(tail, gap)))), stop
        yield from self._copular(place, given, auxiliaries, gap)

    def coordinated(
        self, place: int, given: tuple[Argument, ...], auxiliaries: tuple[Lexeme, ...] = (), gap: Phrase | None = None
    ) -> Predications:
        """The rest of a clause, perhaps with more that is said of its subject: "make chips and lost value"."""
        for said, end in self.clause(place, given, auxiliaries, gap):
            yield said, end
            for link in self.chart.at(end, "and", "but"):
                for start in (link.end, *(r.end for r in self.chart.at(link.end, "relatives"))):
                    more = self.coordinated(start, given)
                    yield from ((replace(said, others=(*said.others, other)), stop) for other, stop in more)

    def _order(self, lexeme: Lexeme) -> Argument:
        return "order", Phrase(first=lexeme.first, kind="order", text=lexeme.text, lexemes=(lexeme,))

    def participle(self, place: int, passive: bool) -> Predications:
        """As in "founded by Liang Wenfeng", "selling chips": a clause that lacks its subject."""
        for verb in self.chart.at(self.over(place), "verb"):
            if (PARTICIPLE if passive else GERUND) in verb.forms:
                verbs = _Verbs(main=verb, passive=passive, negated=False, modality="")
                for tail, end in self._tail(verb.end, None):
                    yield _verbal(verbs, (("subject", GAP), *tail)), end

    def _verbs(self, place: int, auxiliaries: tuple[Lexeme, ...], modality: str = "") -> Iterator[tuple[_Verbs, int]]:
        """Auxiliaries and the main verb, whose forms must agree."""
        start = self.over(place)
        for auxiliary in self.chart.at(start, *AUXILIARIES, "not"):
            yield from self._verbs(auxiliary.end, (*auxiliaries, auxiliary), modality)
        for verb in self.chart.at(start, "verb"):
            if (passive := _voice(auxiliaries, verb)) is not None:
                modal = next((a.word for a in auxiliaries if a.kind == "modals"), modality)
                yield _Verbs(main=verb, passive=passive, negated=self.negated(auxiliaries), modality=modal), verb.end
        for plan in self.chart.at(start, "planning"):
            if _voice(auxiliaries, plan) is False:
                for to in self.chart.at(plan.end, "to"):
                    negations = tuple(a for a in auxiliaries if self.negated([a]))
                    yield from self._verbs(to.end, (*negations, replace(to, kind="do")), PLANNED)

    def _copular(
        self, place: int, given: tuple[Argument, ...], auxiliaries: tuple[Lexeme, ...], gap: Phrase | None
    ) -> Predications:
        """What follows "be": an adjective, a nationality, a phrase, a preposition."""
        said = tuple(("self", phrase) if tag == "subject" else (tag, phrase) for tag, phrase in given)
        for used, start in self._copula(place, auxiliaries):
            for predication, end in self._complements(start, gap):
                arguments = (*said, *predication.arguments)
                yield replace(predication, arguments=arguments, negated=self.negated(used)), end
            for order in self.chart.at(self.articles(start), "orders"):
                for to in self.chart.at(order.end, "to"):
                    yield from self.clause(to.end, (*given, self._order(order)), (replace(to, kind="do"),), gap)

    def _copula(self, place: int, auxiliaries: tuple[Lexeme, ...]) -> Iterator[tuple[tuple[Lexeme, ...], int]]:
        """The auxiliaries that end in "be", with the place after them."""
        start = self.over(place)
        for negation in self.chart.at(start, "not"):
            if auxiliaries and negation not in auxiliaries:
                yield from self._copula(negation.end, (*auxiliaries, negation))
        last = next((a.kind for a in reversed(auxiliaries) if a.kind != "not"), "")
        if last == "be":
            yield auxiliaries, start
        else:
            for be in self.chart.at(start, "be"):
                yield from self._copula(be.end, (*auxiliaries, be))

    def _complements(self, place: int, gap: Phrase | None) -> Predications:
        for adjective in self.chart.at(self.articles(place), "adjective"):
            for tail, end in self._tail(adjective.end, gap):
                yield Predication(kind="adjective", lexeme=adjective, arguments=self._filled(tail, gap)), end
        yield from self._measured(self.articles(place))
        for lexeme in self.chart.at(place, "nationality"):
            country = Phrase(first=place, kind="name", text=lexeme.text, lexemes=(lexeme,))
            yield Predication(kind="placed", arguments=(("nationality", country),)), lexeme.end
        for phrase, end in self.phrase(place):
            for tail, stop in self._tail(end, gap):
                yield Predication(kind="same", arguments=(("same", phrase), *self._filled(tail, gap))), stop
        for tail, end in self._tail(place, gap):
            yield Predication(kind="placed", arguments=self._filled(tail, gap)), end

    def _measured(self, place: int) -> Predications:
        """As in "cheaper than GPT-4", "the cheapest"."""
        for comparative, phrase, end in self.comparisons(place):
            yield Predication(kind="measure", lexeme=comparative, arguments=(("amount", phrase),)), end
        for superlative, end in self.superlatives(place):
            if superlative.relation:
                said = Predication(
                    kind="measure", lexeme=superlative, arguments=(("amount", self.extreme(superlative)),)
                )
                yield from ((said, stop) for stop in (end, *self.purposes(superlative, end)))

    # ------------------------------------------------------------ what follows a verb

    def _tail(self, place: int, gap: Phrase | None, objects: int = 0) -> Tails:
        """Objects, prepositions with what they govern, particles, dates and infinitives, in any order."""
        self.steps += 1
        if self.exhausted:
            return
        yield (), place
        start = self.over(place)
        for argument, end in chain(self._object(start, objects), self._adjuncts(start, gap)):
            left = None if argument[1] is gap else gap
            for more, stop in self._tail(end, left, objects + (argument[0] == "object")):
                yield (argument, *more), stop

    def _object(self, place: int, objects: int) -> Iterator[tuple[Argument, int]]:
        for phrase, end in self.phrase(place) if objects < 2 and not (objects and place in self.chart.breaks) else ():
            if phrase.kind != "date":
                yield (self._tag("object", phrase), phrase), end

    def _adjuncts(self, place: int, gap: Phrase | None) -> Iterator[tuple[Argument, int]]:
        for word, end in dict.fromkeys((p.word, p.end) for p in self.chart.at(place, "prepositions", "particle")):
            governed = self.phrase(end)
            yield from (((self._tag(word, phrase), phrase), stop) for phrase, stop in governed)
            if gap is not None and not governed:
                yield (self._tag(word, gap), gap), end
        for particle in self.chart.at(place, "particle"):
            text = particle.text
            yield ("particle", Phrase(first=place, kind="particle", text=text, lexemes=(particle,))), particle.end
        for according in self.chart.at(place, "according"):
            yield from ((("speaker", phrase), end) for phrase, end in self.phrase(according.end))
        for link in self.chart.at(place, "and"):
            asked = ((phrase, end) for phrase, end in self.phrase(link.end) if phrase.kind == "hole")
            yield from (((self._tag("object", phrase), phrase), end) for phrase, end in asked)
        yield from chain(self.windows(place), self.idle(place))
        for order in self.chart.at(place, "orders"):
            yield self._order(order), order.end
        yield from self._infinitives(place)

    def _infinitives(self, place: int) -> Iterator[tuple[Argument, int]]:
        """As in "(used) to train V3"."""
        for to in self.chart.at(place, "to"):
            for verb in self.chart.at(to.end, "verb"):
                if BASE in verb.forms and verb.word in self.grammar["transparent_verbs"]:
                    yield from ((("infinitive", phrase), end) for phrase, end in self.phrase(verb.end))

    def _filled(self, tail: tuple[Argument, ...], gap: Phrase | None) -> tuple[Argument, ...]:
        """The arguments with what the clause lacks, in the place that is left for it."""
        if gap is None or any(phrase is gap for _, phrase in tail):
            return tail
        return (*tail, (self._tag("object", gap), gap))

    def _tag(self, place: str, phrase: Phrase) -> str:
        """The place of a phrase; words that ask for a time or a place have one of their own."""
        if phrase.kind == "hole" and next(self.chart.at(phrase.first, "when"), None):
            return "when"
        asks_where = phrase.kind == "hole" and next(self.chart.at(phrase.first, "where"), None)
        return "where" if asks_where and place == "object" else place


def _compared(arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """The arguments with both parts of a comparison as one: "(invested) more in Anthropic than Google"."""
    half = next((one for one in arguments if one[1].kind == "half"), None)
    other = next((one for one in arguments if one[0] == "than" and one[1].kind == "name"), None)
    if half is None or other is None:
        return arguments
    amount = replace(other[1], kind="amount", operator=half[1].operator)
    return tuple((half[0], amount) if one is half else one for one in arguments if one is not other)


def _verbal(verbs: _Verbs, arguments: tuple[Argument, ...]) -> Predication:
    return Predication(
        kind="verb",
        lexeme=verbs.main,
        arguments=arguments,
        passive=verbs.passive,
        negated=verbs.negated,
        modality=verbs.modality,
    )


def _voice(auxiliaries: tuple[Lexeme, ...], verb: Lexeme) -> bool | None:
    """Whether a verb is passive after these auxiliaries; None where it cannot follow them."""
    match next((a.kind for a in reversed(auxiliaries) if a.kind != "not"), ""):
        case "":
            return False if verb.forms & FINITE else None
        case "be":
            return True if PARTICIPLE in verb.forms else False if GERUND in verb.forms else None
        case "have":
            return False if PARTICIPLE in verb.forms else None
        case _:
            return False if BASE in verb.forms else None
