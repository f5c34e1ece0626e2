"""The ways to read the words of a question as a tree, by a small grammar of English questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from kg.asking.lexemes import Lexeme
from kg.asking.nominals import Phrases, Predications, Tails
from kg.asking.phrases import Argument, Form, Phrase, Predication
from kg.asking.predications import AUXILIARIES, Clauses
from kg.ontology import AMOUNT

STATEMENT_COST = 0.4
"""How much less likely than a noun with what belongs to it is a statement without a question word: "R1 cost"."""


class Parser(Clauses):
    """Reads whole questions, and the clauses in them."""

    def forms(self) -> Iterator[Form]:
        """Every way to read the question, from its first word to its last."""
        for start in dict.fromkeys(self._openings(0)):
            ways = (self._asking(start), self._measuring(start), self._doing(start), self._polar(start))
            for form, end in chain(*ways, self._plain(start)):
                if self.over(end) == self.length:
                    yield form

    # ------------------------------------------------------------ whole questions

    def _openings(self, place: int) -> Iterator[int]:
        yield place
        for opener in self.chart.at(place, "openers"):
            yield from self._openings(opener.end)

    def _asking(self, place: int) -> Iterator[tuple[Form, int]]:
        """Questions that begin with what they ask for, perhaps after a preposition."""
        for prep in self.chart.at(place, "prepositions", "according"):
            for asked, end in self._asked_phrase(prep.end):
                tag = "speaker" if prep.kind == "according" else self._tag(prep.word, asked)
                yield from _forms(self._inverted(end, ((tag, asked),), None))
        for asked, end in self._asked_phrase(place):
            yield from _forms(self.coordinated(end, (("subject", asked),)))
            yield from _forms(self._inverted(end, (), asked))
            yield from _forms(self._uninverted(end, asked))
            yield from _forms(self._stated(end, asked))
            yield from self._existing(end, asked)

    def _existing(self, place: int, asked: Phrase) -> Iterator[tuple[Form, int]]:
        """As in "(which Chinese companies) are there"."""
        for be in self.chart.at(place, "be"):
            yield from ((Form(polar=False, said=asked), there.end) for there in self.chart.at(be.end, "there"))

    def _measuring(self, place: int) -> Iterator[tuple[Form, int]]:
        """As in "how expensive was GPT-4"."""
        for how in self.chart.at(place, "how"):
            asked = replace(how, types=frozenset({AMOUNT}))
            hole = Phrase(first=place, kind="hole", text=how.text, lexemes=(asked,))
            for be in self.chart.at(how.end, "be"):
                for subject, end in self.phrase(be.end):
                    said = Predication(kind="measure", lexeme=how, arguments=(("self", subject), ("amount", hole)))
                    yield from ((Form(polar=False, said=said), stop) for stop in (end, *self.purposes(how, end)))

    def _doing(self, place: int) -> Iterator[tuple[Form, int]]:
        """As in "what did the US do to China", "who did what to DeepSeek": a verb that stands for any relation."""
        for what, end in self._anything(place):
            for auxiliary in self.chart.at(end, *AUXILIARIES):
                for subject, stop in self.phrase(auxiliary.end):
                    yield from self._deed(stop, subject, what, (auxiliary,))
        for subject, end in self._asked_phrase(place):
            for acting in self.chart.at(end, "acting"):
                for what, stop in self._anything(acting.end):
                    yield from self._concerned(stop, (("subject", subject), ("object", what)), ())

    def _anything(self, place: int) -> Phrases:
        """A word that asks for anything at all."""
        return ((p, end) for p, end in self.phrase(place) if p.kind == "hole" and not p.lexemes[0].types)

    def _deed(
        self, place: int, subject: Phrase, what: Phrase, auxiliaries: tuple[Lexeme, ...]
    ) -> Iterator[tuple[Form, int]]:
        for acting in self.chart.at(self.over(place), "acting"):
            yield from self._concerned(acting.end, (("subject", subject), ("object", what)), auxiliaries)

    def _concerned(
        self, place: int, given: tuple[Argument, ...], auxiliaries: tuple[Lexeme, ...]
    ) -> Iterator[tuple[Form, int]]:
        """Whom a deed concerns, and when it was done; neither need be said."""
        modality = next((a.word for a in auxiliaries if a.kind == "modals"), "")
        said = Predication(kind="deed", arguments=given, modality=modality, negated=self.negated(auxiliaries))
        for arguments, end in self._circumstances(place):
            yield Form(polar=False, said=replace(said, arguments=(*given, *arguments))), end

    def _circumstances(self, place: int) -> Tails:
        yield (), place
        phrases = chain.from_iterable(self.phrase(prep.end) for prep in self.chart.at(place, "prepositions"))
        whom = ((("concerned", phrase), end) for phrase, end in phrases if phrase.kind != "date")
        for argument, end in chain(whom, self.windows(place)):
            yield from (((argument, *more), stop) for more, stop in self._circumstances(end))

    def _asked_phrase(self, place: int) -> Phrases:
        return ((phrase, end) for phrase, end in self.phrase(place) if phrase.asks)

    def _inverted(self, place: int, given: tuple[Argument, ...], gap: Phrase | None) -> Predications:
        """As in "did Nvidia sell", "was DeepSeek founded": an auxiliary, the subject, the rest."""
        for auxiliary in self.chart.at(place, *AUXILIARIES):
            for dummy in self.chart.at(auxiliary.end, "dummies"):
                yield from self.clause(dummy.end, given, (auxiliary,), gap)
            for used, start in (((auxiliary,), auxiliary.end), *self._negations(auxiliary)):
                for subject, end in self.phrase(start):
                    yield from self.clause(end, (("subject", subject), *given), used, gap)

    def _negations(self, auxiliary: Lexeme) -> list[tuple[tuple[Lexeme, ...], int]]:
        return [((auxiliary, negation), negation.end) for negation in self.chart.at(auxiliary.end, "not")]

    def _uninverted(self, place: int, gap: Phrase) -> Predications:
        """As in "(tell me what) the US restricted": no auxiliary before the subject."""
        for subject, end in self.phrase(place):
            yield from self.clause(end, (("subject", subject),), (), gap)

    def _stated(self, place: int, speaker: Phrase) -> Predications:
        """As in "(who) says that R1 rivals o1"."""
        for verb in self.chart.at(place, "saying"):
            for start in (verb.end, *(that.end for that in self.chart.at(verb.end, "that"))):
                for subject, end in self.phrase(start):
                    yield from self.clause(end, (("subject", subject), ("speaker", speaker)))

    def _polar(self, place: int) -> Iterator[tuple[Form, int]]:
        """Questions that want yes or no."""
        for said, end in self._inverted(place, (), None):
            yield Form(polar=True, said=said), end
        for subject, start in self.phrase(place):
            statements = self.clause(start, (("subject", subject),))
            yield from ((Form(polar=True, said=said, cost=STATEMENT_COST), end) for said, end in statements)
        for be in self.chart.at(place, "be"):
            for there in self.chart.at(be.end, "there"):
                yield from ((Form(polar=True, said=phrase), end) for phrase, end in self.phrase(there.end))

    def _plain(self, place: int) -> Iterator[tuple[Form, int]]:
        """A noun with all that belongs to it: "restrictions on AI chips"."""
        return ((Form(polar=False, said=phrase), end) for phrase, end in self.phrase(place))


def _forms(predications: Predications) -> Iterator[tuple[Form, int]]:
    return ((Form(polar=False, said=predication), end) for predication, end in predications)
