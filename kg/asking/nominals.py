"""Phrases of a question: what asks, names, nouns and all that hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from kg.asking.lexemes import Chart, Lexeme
from kg.asking.phrases import GAP, Argument, Phrase, Predication
from kg.lexicon import Grammar
from kg.lexicon.inflections import GERUND, PARTICIPLE

SUPERLATIVES = ("superlatives", "sizes", "orders")
"""Kinds of words before a noun that ask for the most or the least, the first or the last."""
EACH = "each"
"""How names are joined by "and": something is asked of each."""
MOST_STEPS = 20_000
"""What needs more steps is no question."""

Phrases = Iterator[tuple[Phrase, int]]
Predications = Iterator[tuple[Predication, int]]
Tails = Iterator[tuple[tuple[Argument, ...], int]]


class Nominals:
    """Reads phrases; what reads whole clauses completes it."""

    def __init__(self, chart: Chart, grammar: Grammar) -> None:
        self.chart, self.grammar = chart, grammar
        self.length = len(chart.words)
        self.steps = 0
        self._phrases: dict[int, tuple[tuple[Phrase, int], ...]] = {}

    def clause(
        self, place: int, given: tuple[Argument, ...], auxiliaries: tuple[Lexeme, ...] = (), gap: Phrase | None = None
    ) -> Predications:
        """The rest of a clause whose first arguments are given; ``gap`` is what it lacks."""
        raise NotImplementedError

    def coordinated(
        self, place: int, given: tuple[Argument, ...], auxiliaries: tuple[Lexeme, ...] = (), gap: Phrase | None = None
    ) -> Predications:
        """The rest of a clause, perhaps with more that is said of its subject: "make chips and lost value"."""
        raise NotImplementedError

    def participle(self, place: int, passive: bool) -> Predications:
        """As in "founded by Liang Wenfeng", "selling chips": a clause that lacks its subject."""
        raise NotImplementedError

    @property
    def exhausted(self) -> bool:
        """Whether reading has taken more steps than any question needs."""
        return self.steps > MOST_STEPS

    def phrase(self, place: int) -> tuple[tuple[Phrase, int], ...]:
        """Every phrase that begins at a word, with its end."""
        if self.exhausted:
            return ()
        if place not in self._phrases:
            self._phrases[place] = ()
            found = chain(
                self._pronouns(place),
                self._asked(place),
                self._quantities(place),
                self._nouns(place),
                self._names(place),
            )
            self._phrases[place] = tuple(dict.fromkeys(found))
        return self._phrases[place]

    # ------------------------------------------------------------ kinds of phrases

    def _pronouns(self, place: int) -> Phrases:
        longest = max((hole.end for hole in self.chart.at(place, "hole")), default=place)
        for lexeme in self.chart.at(place, "hole", "anybody"):
            phrase = Phrase(first=place, kind=lexeme.kind, text=lexeme.text, lexemes=(lexeme,))
            yield phrase, lexeme.end
            if lexeme.types:
                nouns = self.chart.at(self._of(lexeme.end), "listed")
                yield from ((phrase, noun.end) for noun in nouns if noun.end > longest)

    def _asked(self, place: int) -> Phrases:
        """As in "which companies", "how many chips", "whose chips"."""
        for determiner in self.chart.at(place, "determiners"):
            start = next((k.end for k in self.chart.at(determiner.end, "kinds")), determiner.end)
            yield from self._nominal(start, ask="which")
            for number in self.chart.at(start, "number"):
                several = self._nominal(number.end, ask="which")
                yield from ((replace(phrase, number=number.number), end) for phrase, end in several)
        for counter in self.chart.at(place, "counters"):
            yield from self._nominal(counter.end, ask="count")
        for owner in self.chart.at(place, "owners"):
            hole = Phrase(first=place, kind="hole", text=owner.text, lexemes=(owner,))
            yield from self._nominal(owner.end, (("possessor", hole),))

    def _of(self, place: int) -> int:
        """The place after "of its", as in "what percentage of its value"."""
        return next((self.articles(of.end) for of in self.chart.at(place, "prepositions") if of.word == "of"), place)

    def _quantities(self, place: int) -> Phrases:
        start = self.articles(place)
        yield from self._amount(start, "=")
        for comparison in self.chart.at(start, "comparisons"):
            yield from self.compared(comparison.end, comparison.word)
        yield from self._ranges(start)
        for word in self.chart.at(start, "extremes", "halves"):
            half = Phrase(first=start, kind="half", text=word.text, operator=word.operator)
            phrase = half if word.kind == "halves" else self.extreme(word)
            yield phrase, word.end
            yield from ((phrase, noun.end) for noun in self.chart.at(word.end, "listed", "measured"))
        for date in self.chart.at(start, "date"):
            yield Phrase(first=start, kind="date", text=date.text, lexemes=(date,)), date.end

    def compared(self, place: int, operator: str) -> Phrases:
        """What something is compared with: an amount, or somebody whose amount it is, as in "than GPT-4 did"."""
        yield from self._amount(self.over(place), operator)
        for name in self.chart.at(self.articles(place), "name") if operator in ("<", "<=", ">", ">=") else ():
            phrase = Phrase(first=name.first, kind="amount", text=name.text, lexemes=(name,), operator=operator)
            yield phrase, name.end
            yield from ((phrase, did.end) for did in self.chart.at(name.end, "do"))

    def extreme(self, lexeme: Lexeme) -> Phrase:
        """A word that asks for the most or the least in place of an amount."""
        return Phrase(first=lexeme.first, kind="extreme", text=lexeme.text, lexemes=(lexeme,))

    def _ranges(self, place: int) -> Phrases:
        """As in "between $1 million and $10 million"."""
        for between in self.chart.at(place, "between"):
            for low in self.chart.at(between.end, "amount"):
                for link in self.chart.at(low.end, "and"):
                    for high in self.chart.at(link.end, "amount"):
                        text = self.chart.text(place, high.end)
                        ends = (low, high)
                        yield Phrase(first=place, kind="amount", text=text, lexemes=ends, operator=">="), high.end

    def _amount(self, place: int, operator: str) -> Phrases:
        for amount in self.chart.at(place, "amount"):
            yield Phrase(first=place, kind="amount", text=amount.text, lexemes=(amount,), operator=operator), amount.end

    def _nouns(self, place: int) -> Phrases:
        start = self.articles(place)
        yield from self._nominal(start)
        yield from self._transparent(start)

    def _names(self, place: int) -> Phrases:
        """Names joined by "and" or "or"."""
        start = self.articles(place)
        for name in self.chart.at(start, "name"):
            for lexemes, end in self._joined((name,), name.end):
                text = self.chart.text(start, end)
                links = [i for i in range(start, end) if not any(one.first <= i < one.end for one in lexemes)]
                each = "" if any(next(self.chart.at(i, "any"), None) for i in links) else EACH
                yield Phrase(first=start, kind="name", text=text, lexemes=lexemes, operator=each), end

    def _joined(self, names: tuple[Lexeme, ...], place: int) -> Iterator[tuple[tuple[Lexeme, ...], int]]:
        for link in self.chart.at(place, "and"):
            for name in self.chart.at(self.articles(link.end), "name"):
                yield (*names, name), name.end
                yield from self._joined((*names, name), name.end)

    def _transparent(self, place: int) -> Phrases:
        """As in "exports of chips", "training V3": what they are about stands for them."""
        for noun in self.chart.at(place, "transparent"):
            for link in self.chart.at(noun.end, "prepositions"):
                if link.word in ("of", "to"):
                    yield from self.phrase(link.end)
        for verb in self.chart.at(place, "verb"):
            if GERUND in verb.forms and verb.word in self.grammar["transparent_verbs"]:
                yield from self.phrase(verb.end)

    def comparisons(self, place: int) -> Iterator[tuple[Lexeme, Phrase, int]]:
        """As in "cheaper than GPT-4", "cheaper to train than GPT-4": the word that compares, and with what it does."""
        found = [(one, one.end) for one in self.chart.at(place, "comparatives")]
        for degree in self.chart.at(place, "degrees"):
            for end in self.purposes(degree, degree.end):
                thans = self.chart.at(end, "prepositions") if end > degree.end else ()
                found += [(degree, than.end) for than in thans if degree.word.split()[-1] == than.word]
        for word, start in found:
            for phrase, end in self.compared(start, word.operator):
                yield from ((word, phrase, stop) for stop in (end, *self.purposes(word, end)))

    def purposes(self, measure: Lexeme, place: int) -> Iterator[int]:
        """The place after "to train", where what a word measures is what that takes."""
        return (one.end for one in self.chart.at(place, "purposes") if one.relation == measure.relation)

    # ------------------------------------------------------------ nouns with what stands before them

    def _nominal(
        self, place: int, before: tuple[Argument, ...] = (), ask: str = "", adjectives: tuple[Lexeme, ...] = ()
    ) -> Phrases:
        self.steps += 1
        if self.exhausted:
            return
        start = self.over(place)
        for lexeme in self.chart.at(start, "name", "type", "noun", "listed"):
            head = self._headed(lexeme, before, ask, adjectives)
            yield from self._after(head, lexeme.end)
            for mark in self.chart.at(lexeme.end, "possessive"):
                # "Which company's chips" asks for the company, "which of Nvidia's chips" for the chips.
                own = ask if lexeme.kind == "name" else ""
                yield from self._nominal(mark.end, (("possessor", replace(head, ask="") if own else head),), own)
        for tag, phrase, end in self._premodifiers(start):
            yield from self._nominal(end, (*before, (tag, phrase)), ask, adjectives)
        for adjective in self.chart.at(start, "adjective"):
            yield from self._nominal(adjective.end, before, ask, (*adjectives, adjective))
        for superlative, end in self.superlatives(start):
            yield from self._nominal(end, before, ask, (*adjectives, superlative))
        for predication, end in self._prefixes(start):
            for phrase, stop in self._nominal(end, before, ask, adjectives):
                yield replace(phrase, predications=(predication, *phrase.predications)), stop

    def superlatives(self, place: int) -> Iterator[tuple[Lexeme, int]]:
        """As in "cheapest", "three latest", "top 3 most expensive"; each with how many it asks for."""
        for number, start in ((1, place), *((n.number, n.end) for n in self.chart.at(place, "number"))):
            for found in self.chart.at(start, *SUPERLATIVES):
                yield replace(found, number=number), found.end
                for more in self.chart.at(found.end, "number") if number == 1 else ():
                    yield replace(found, number=more.number), more.end
                    inner = self.chart.at(more.end, *SUPERLATIVES) if found.kind == "sizes" else ()
                    yield from ((replace(other, number=more.number), other.end) for other in inner)

    def _headed(self, lexeme: Lexeme, before: tuple[Argument, ...], ask: str, adjectives: tuple[Lexeme, ...]) -> Phrase:
        return Phrase(
            first=lexeme.first,
            kind=lexeme.kind,
            text=lexeme.text,
            lexemes=(lexeme,),
            ask=ask,
            modifiers=before,
            adjectives=adjectives,
        )

    def _premodifiers(self, place: int) -> Iterator[tuple[str, Phrase, int]]:
        here = self.chart.at(place, "nationality", "name", "type", "transparent")
        for lexeme in (one for one in here if one.end not in self.chart.breaks):
            kind = "name" if lexeme.kind == "nationality" else lexeme.kind
            tag = "nationality" if lexeme.kind == "nationality" else "compound"
            yield tag, Phrase(first=lexeme.first, kind=kind, text=lexeme.text, lexemes=(lexeme,)), lexeme.end

    def _prefixes(self, place: int) -> Predications:
        """As in "Hangzhou-based", "Microsoft-backed"."""
        for name in self.chart.at(place, "name", "nationality"):
            for hyphen in self.chart.at(name.end, "hyphen"):
                for verb in self.chart.at(hyphen.end, "verb"):
                    if PARTICIPLE in verb.forms:
                        doer = Phrase(first=name.first, kind="name", text=name.text, lexemes=(name,))
                        arguments = (("subject", GAP), ("prefix", doer))
                        yield Predication(kind="verb", lexeme=verb, arguments=arguments, passive=True), verb.end

    # ------------------------------------------------------------ what stands after a noun

    def _after(self, head: Phrase, place: int) -> Phrases:
        """A noun with ever more of what follows it."""
        self.steps += 1
        yield head, place
        if head.kind == "name" or self.exhausted:
            return
        for tag, phrase, end in self._prepositional(head, place):
            yield from self._after(replace(head, modifiers=(*head.modifiers, (tag, phrase))), end)
        for measure in (one for one in head.adjectives if one.relation):
            for end in self.purposes(measure, place):
                yield from self._after(head, end)
        for predication, end in self._relative(place):
            yield from self._after(replace(head, predications=(*head.predications, predication)), end)

    def _prepositional(self, head: Phrase, place: int) -> Iterator[tuple[str, Phrase, int]]:
        for prep in self.chart.at(place, "prepositions"):
            yield from ((prep.word, phrase, end) for phrase, end in self.phrase(prep.end))
        if head.kind == "noun":
            yield from ((tag, phrase, end) for (tag, phrase), end in chain(self.windows(place), self.idle(place)))

    def _relative(self, place: int) -> Predications:
        """As in "that use H800 chips", "which Nvidia sells", "founded by X", "DeepSeek uses"."""
        for start in dict.fromkeys(r.end for r in self.chart.at(place, "relatives")):
            yield from self.coordinated(start, (("subject", GAP),))
            yield from self._lacking(start)
        for comparative, phrase, end in self.comparisons(place):
            arguments = (("self", GAP), ("amount", phrase))
            yield Predication(kind="measure", lexeme=comparative, arguments=arguments), end
        for to in self.chart.at(place, "to"):
            yield from self.clause(to.end, (("subject", GAP),), (replace(to, kind="do"),))
        yield from self._lacking(place)
        yield from self.participle(place, passive=True)
        yield from self.participle(place, passive=False)

    def _lacking(self, place: int) -> Predications:
        for subject, end in self.phrase(place):
            if subject.kind in ("name", "type", "noun") and not subject.asks:
                yield from self.clause(end, (("subject", subject),), (), GAP)

    def windows(self, place: int) -> Iterator[tuple[Argument, int]]:
        """As in "since 2022"."""
        for window in self.chart.at(place, "windows"):
            for date in self.chart.at(window.end, "date"):
                phrase = Phrase(first=date.first, kind="date", text=date.text, lexemes=(date,))
                yield (f"window:{window.word}", phrase), date.end
        for between in self.chart.at(place, "between"):
            for first in self.chart.at(between.end, "date"):
                for link in self.chart.at(first.end, "and"):
                    for last in self.chart.at(link.end, "date"):
                        text = self.chart.text(place, last.end)
                        phrase = Phrase(first=first.first, kind="date", text=text, lexemes=(first, last))
                        yield ("window:from", phrase), last.end

    # ------------------------------------------------------------ words that add nothing

    def idle(self, place: int) -> Iterator[tuple[Argument, int]]:
        """As in "(lost) on the stock market": what one relation implies."""
        for idle in self.chart.at(place, "idle"):
            yield ("idle", Phrase(first=place, kind="idle", text=idle.text, lexemes=(idle,))), idle.end

    def over(self, place: int) -> int:
        """The place after words that add nothing."""
        while (adverb := next(self.chart.at(place, "adverbs"), None)) and not self._limits(adverb):
            place = adverb.end
        return place

    def _limits(self, word: Lexeme) -> bool:
        """Whether a word limits the amount after it, as "exactly" does where it is not said of who did something."""
        limits = next(self.chart.at(word.first, "comparisons"), None)
        return limits is not None and next(self.chart.at(limits.end, "amount"), None) is not None

    def articles(self, place: int) -> int:
        """The place after an article."""
        start = self.over(place)
        article = next(self.chart.at(start, "articles"), None)
        return self.over(article.end) if article else start

    def negated(self, auxiliaries: Iterable[Lexeme]) -> bool:
        """Whether "not" stands among auxiliaries, alone or as the end of one of them."""
        return any(next(self.chart.at(a.first, "not"), None) is not None for a in auxiliaries)
