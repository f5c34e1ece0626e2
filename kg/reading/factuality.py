"""How certain a sentence makes a fact: asserted or denied, done, planned, possible, claimed; and who says so.

The scheme follows FactBank (Saurí and Pustejovsky 2009): what governs the trigger decides, from the inside out.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.arguments import Arguments
from kg.reading.clauses import VERBAL
from kg.reading.trees import Token

ORDER = ("actual", "reported", "claimed", "former", "planned", "possible", "hypothetical")
"""From most to least certain; where several apply, the least certain wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Polarity and modality of a trigger, and the token that names the speaker."""

    polarity: str = "positive"
    modality: str = "actual"
    speaker: Token | None = None


def status(arguments: Arguments, trigger: Token, *, act: bool) -> Status:
    """The status of a trigger; ``act`` is false for nouns that name a role ("founder"), not a deed."""
    return _Climb(arguments, trigger, act).status()


class _Climb:
    def __init__(self, arguments: Arguments, trigger: Token, act: bool) -> None:
        self.arguments, self.tree, self.grammar = arguments, arguments.s, arguments.grammar
        self.trigger, self.act = trigger, act
        self.negatives = 0
        self.modalities: list[str] = []
        self.speaker: Token | None = None

    def status(self) -> Status:
        self._beside(self.trigger)
        if self.act:
            self._climb()
        else:
            self._copula()
        modality = max(self.modalities, key=ORDER.index, default="actual")
        return Status(
            polarity="negative" if self.negatives % 2 else "positive", modality=modality, speaker=self.speaker
        )

    def _climb(self) -> None:
        below = self.trigger
        for token in self.tree.ancestors(self.trigger):
            if not self._governs(token, below):
                break
            self._above(token, below)
            self._beside(token, below)
            below = token

    def _copula(self) -> None:
        """For "X is (not) a rival of Y" the copula's own words count."""
        head = self.tree.head(self.trigger)
        if self.trigger.dep in {"attr", "acomp", "oprd"} and head.pos in VERBAL:
            self._beside(head, self.trigger)
            below = head
            for token in self.tree.ancestors(head):
                if not self._governs(token, below):
                    break
                self._above(token, below)
                self._beside(token, below)
                below = token

    def _governs(self, head: Token, below: Token) -> bool:
        """Whether the head's certainty passes down: not from a relative clause to its noun, nor across a subject."""
        if below.dep in {"relcl", "advcl", "appos"} or (
            below.dep == "conj" and any(True for _ in self.tree.kids(below, "nsubj", "nsubjpass"))
        ):
            return below.dep == "advcl" and False
        if below.dep == "acl":
            return (
                head.lemma in self.grammar["planning"] | self.grammar["claiming_nouns"] | self.grammar["control_nouns"]
            )
        if below.pos == "NOUN" and head.pos in VERBAL and below.dep in {"dobj", "nsubjpass", "attr"}:
            telling = ("light_verbs", "undergo_verbs", "planning", "negative_verbs", "copular_verbs", "claiming_verbs")
            return any(head.lemma in self.grammar[words] for words in telling)
        if below.dep == "prep":
            return head.pos in VERBAL or head.lemma in self.grammar["planning"]
        if below.dep in {"nsubj", "nsubjpass"}:
            return self.arguments.passive(head) or head.lemma in self.grammar["negative_verbs"]
        return True

    def _above(self, head: Token, below: Token) -> None:
        lemma = head.lemma
        clausal = below.dep in {"ccomp", "xcomp", "parataxis", "pcomp", "acl", "dep"}
        if lemma in self.grammar["claiming_verbs"] | self.grammar["claiming_nouns"] and (
            clausal or below.dep in {"pobj", "prep"}
        ):
            self.modalities.append("claimed")
            self._speaker(head)
        elif lemma in self.grammar["reporting_verbs"] and clausal:
            self.modalities.append("reported")
            self._speaker(head)
        elif lemma in self.grammar["negative_verbs"] and below.dep in {
            "xcomp",
            "dobj",
            "pcomp",
            "ccomp",
            "nsubjpass",
            "prep",
        }:
            self.negatives += 1
        elif lemma in self.grammar["planning"] and below.dep in {
            "xcomp",
            "ccomp",
            "dobj",
            "pcomp",
            "acl",
            "prep",
            "nsubjpass",
        }:
            self.modalities.append("planned")
        elif lemma in self.grammar["possibility"] and clausal:
            self.modalities.append("possible")

    def _beside(self, token: Token, below: Token | None = None) -> None:
        for kid in self.tree.kids(token):
            if below is not None and kid.i == below.i:
                continue
            self._sign(kid)

    def _sign(self, kid: Token) -> None:
        lemma, grammar = kid.lemma, self.grammar
        if (
            (kid.dep == "advmod" and any(k.lemma in grammar["negations"] for k in self.tree.kids(kid)))
            or kid.dep == "neg"
            or (kid.dep in {"det", "preconj", "advmod"} and lemma in grammar["negations"])
        ):
            self.negatives += 1
        elif kid.dep == "aux" and lemma in grammar["planning_modals"]:
            self.modalities.append("planned")
        elif kid.dep == "aux" and (
            lemma in grammar["possibility_modals"] or kid.text.lower() in grammar["possibility_modals"]
        ):
            self.modalities.append("possible")
        elif kid.dep in {"mark", "advmod"} and lemma in grammar["hypothesis_marks"]:
            self.modalities.append("hypothetical")
        elif kid.dep == "advmod" and lemma in grammar["reporting_adverbs"]:
            self.modalities.append("reported")
        elif kid.dep in {"amod", "advmod", "compound"} and lemma in grammar["possibility"]:
            self.modalities.append("possible")
        elif kid.dep in {"amod", "advmod", "compound", "nmod"} and lemma in grammar["former"]:
            self.modalities.append("former")
        elif (
            kid.dep == "amod"
            and (kid.tag == "VBN" or kid.text.lower().endswith("ed"))
            and lemma.removesuffix("d") in grammar["planning"] | {lemma} & grammar["planning"]
        ):
            self.modalities.append("planned")
        elif kid.dep == "prep" and lemma in grammar["according"]:
            self.modalities.append("reported")
            self.speaker = (
                self.speaker
                or next((t for p in self.tree.kids(kid, "prep") for t in self.arguments.governed(p)), None)
                or next(iter(self.arguments.governed(kid)), None)
            )

    def _speaker(self, head: Token) -> None:
        if self.speaker is None:
            source = self.arguments.agents(head) if head.pos in VERBAL else self.arguments.possessors(head)
            self.speaker = next(iter(source), None)
