"""How certain a sentence makes a fact: asserted or denied, done, planned, possible, claimed; and who says so.

The scheme follows FactBank (Saurí and Pustejovsky 2009): what governs the trigger decides, from the inside out.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.arguments import Arguments
from kg.reading.clauses import SUBJECTS, VERBAL
from kg.reading.trees import Token

ORDER = ("actual", "reported", "claimed", "former", "planned", "possible", "hypothetical")
"""From most to least certain; where several apply, the least certain wins."""
CLAUSES = {"ccomp", "xcomp", "parataxis", "pcomp", "acl", "dep"}
OBJECTS = {"dobj", "nsubjpass", "prep"}
TELLING = (
    "undergo_verbs",
    "ending_verbs",
    "planning",
    "negative_verbs",
    "copular_verbs",
    "claiming_verbs",
    "former_verbs",
)
"""Lists of verbs whose own certainty is that of their object: "plans a ban", "denied the ban"."""


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
            self._climb(self.trigger)
            self.negatives += self._untrue()
        else:
            self._copula()
        self._commented()
        self._judged()
        if self.tree.tokens[-1].text == "?":
            self.modalities.append("hypothetical")
        modality = max(self.modalities, key=ORDER.index, default="actual")
        polarity = "negative" if self.negatives % 2 else "positive"
        return Status(polarity=polarity, modality=modality, speaker=self.speaker)

    # ------------------------------------------------------------ upwards

    def _climb(self, below: Token) -> None:
        for token in self.tree.ancestors(below):
            if not self._governs(token, below):
                break
            self._above(token, below)
            self._beside(token, below)
            below = token

    def _commented(self) -> None:
        """What a clause in passing says of the sentence: "its researchers say", "as X has hinted"."""
        chain = (self.trigger, *self.tree.ancestors(self.trigger))
        for above in (*chain, *(k for t in chain for k in self.tree.kids(t, *SUBJECTS))):
            for clause in self.tree.kids(above, "parataxis", "advcl"):
                as_ = any(k.lemma == "as" for k in self.tree.kids(clause, "mark"))
                told = clause.lemma in self.grammar["reporting_verbs"] | self.grammar["claiming_verbs"]
                bare = not self.tree.kids(clause, "dobj", "ccomp", "xcomp")
                if told and bare and (as_ or clause.dep == "parataxis") and any(self.tree.kids(clause, "nsubj")):
                    self._said(clause, "reported")

    def _judged(self) -> None:
        """A deed that is judged, or too much, is none yet: "it is wrong to ban X", "too early to ban X"."""
        for verb in (self.trigger, *self.tree.ancestors(self.trigger)):
            word = self.tree.head(verb)
            done = self.tree.head(word).tag == "VBD"
            too = word.pos in {"ADJ", "ADV"} and any(k.lemma == "too" for k in self.tree.kids(word, "advmod"))
            idle = verb.dep in {"relcl", "acl"} and word.lemma in self.grammar["negations"]
            if verb.tag == "VB" and (
                idle or (self.arguments.judged(verb) and not done) or (too and verb.dep == "xcomp")
            ):
                self.modalities.append("hypothetical")
            if verb.dep in {"relcl", "acl", "advcl"}:
                return

    def _untrue(self) -> bool:
        """Whether the words themselves are called untrue: "the report that X bought Y was false"."""
        above = (self.trigger, *self.tree.ancestors(self.trigger))
        clause = next((t for t in above if t.dep in {"acl", "relcl"}), None)
        told = self.tree.head(clause) if clause else None
        if not clause or not told or told.dep != "nsubj" or not self.tree.kids(clause, "mark"):
            return False
        return any(k.lemma in self.grammar["untrue"] for k in self.tree.kids(self.tree.head(told), "acomp"))

    def _copula(self) -> None:
        """For "X is (not) a rival of Y" the copula's own words count, for "resigned as head" the verb.

        In "former US president X" the grammar hangs all words on the name.
        """
        head = self.tree.head(self.trigger)
        verb = self.tree.head(head)
        if self.trigger.dep in {"compound", "nmod"} and head.name >= 0:
            for kid in self.tree.kids(head, "amod", "advmod", "compound", "nmod"):
                if kid.name < 0 and kid.i < self.trigger.i:
                    self._sign(kid)
        if self.trigger.dep in {"attr", "acomp", "oprd"} and head.pos in VERBAL:
            self._beside(head, self.trigger)
            self._climb(head)
        elif self.trigger.dep == "pobj" and head.lemma == "as" and verb.pos in VERBAL:
            self._beside(verb, head)
            if verb.lemma in self.grammar["former_verbs"]:
                self.modalities.append("former")

    def _governs(self, head: Token, below: Token) -> bool:
        """Whether the head's certainty passes down: not from a relative clause to its noun, nor across a subject."""
        if below.dep == "advcl" and below.tag == "VB":
            return any(k.lemma in self.grammar["permissions"] for k in self.tree.kids(head, "dobj"))
        if below.dep == "relcl" and below.tag == "VB":
            return head.lemma in self.grammar["permissions"] | self.grammar["planning"]
        if below.dep in {"relcl", "advcl", "appos"} or (below.dep == "amod" and head.name >= 0):
            return False
        between = self.tree.tokens[min(head.i, below.i) : max(head.i, below.i)]
        if below.dep in {"ccomp", "parataxis", "dep"} and any(t.text in {";", ":"} for t in between):
            return False
        if below.dep == "ccomp" and below.i < head.i and any(t.text == "," for t in between):
            return any(head.lemma in self.grammar[w] for w in ("reporting_verbs", "claiming_verbs"))
        if below.dep == "conj":
            return not self.tree.kids(below, "nsubj", "nsubjpass")
        if below.dep == "acl":
            return any(
                head.lemma in self.grammar[w] for w in ("planning", "permissions", "claiming_nouns", "control_nouns")
            )
        if below.pos == "NOUN" and head.pos in VERBAL and below.dep in {"dobj", "nsubjpass", "attr"}:
            return head.lemma in self.arguments.light or any(head.lemma in self.grammar[w] for w in TELLING)
        if below.dep == "prep":
            return head.pos in VERBAL or head.lemma in self.grammar["planning"] | self.grammar["permissions"]
        if below.dep in {"nsubj", "nsubjpass"}:
            return self.arguments.passive(head) or head.lemma in self.grammar["negative_verbs"] or self._fails(head)
        return True

    def _above(self, head: Token, below: Token) -> None:
        """What a governing word says of what it governs."""
        lemma, grammar = head.lemma, self.grammar
        clausal = below.dep in CLAUSES or (below.dep == "relcl" and below.tag == "VB")
        if (lemma in grammar["claiming_verbs"] or lemma in grammar["claiming_nouns"]) and (
            clausal or below.dep in {"pobj", "prep"}
        ):
            self._said(head, "claimed")
        elif lemma in grammar["reporting_verbs"] and clausal:
            self._said(head, "reported")
        elif (self._negative(head) and below.dep in {"xcomp", "pcomp", "ccomp"} | OBJECTS) or (
            below.dep == "pcomp" and (lemma in grammar["negations"] or self._instead(head))
        ):
            self.negatives += 1
        elif lemma in grammar["ending_verbs"] and below.dep in OBJECTS:
            self.modalities.append("former")
        elif self._meant(head, below):
            self.modalities.append("planned")
        elif lemma in grammar["supposing_verbs"] and clausal:
            self.modalities.append("hypothetical")
        elif below.dep == "advcl":
            self.modalities.append("possible")
        elif clausal or (below.dep == "prep" and lemma in grammar["permissions"]):
            self._auxiliary(head, below)

    def _meant(self, head: Token, below: Token) -> bool:
        """Whether a word tells of a plan: "plans a ban", "the sale fell through"."""
        if head.lemma in self.grammar["planning"]:
            return below.dep in CLAUSES | OBJECTS and not self._opens(below, head)
        return below.dep == "nsubj" and below.tag == "NN" and self._fails(head)

    def _fails(self, verb: Token) -> bool:
        """Whether a deed was only meant: "the sale of X fell through", "the takeover collapsed"."""
        failing = self.grammar["failing_verbs"]
        if self.tree.kids(verb, "xcomp", "dobj"):
            return False
        particles = self.tree.kids(verb, "prt", "advmod", "prep", "acomp")
        return verb.lemma in failing or any(f"{verb.lemma} {k.lemma}" in failing for k in particles)

    def _negative(self, verb: Token) -> bool:
        """Whether a verb denies what it governs: "refused to ban X", "held off on banning X"."""
        negative = self.grammar["negative_verbs"]
        particles = self.tree.kids(verb, "prt", "advmod", "acomp")
        return verb.lemma in negative or any(f"{verb.lemma} {k.lemma}" in negative for k in particles)

    def _instead(self, small: Token) -> bool:
        """Whether what follows a small word was not done: "stopped short of banning X", "rather than ban X"."""
        return small.i > 0 and self.tree.tokens[small.i - 1].lemma.lower() in self.grammar["instead_words"]

    def _opens(self, below: Token, head: Token) -> bool:
        """Whether a phrase only opens the sentence: in "Through its purchase of X, Y hoped to grow" it is no hope."""
        return below.dep == "prep" and below.i < head.i and head.pos in VERBAL

    def _auxiliary(self, head: Token, below: Token) -> None:
        """Verbs that are all but auxiliaries: "has yet to ban", "used to own", "is likely to"."""
        if head.lemma in self.grammar["possibility"] | self.grammar["permissions"]:
            self.modalities.append("possible")
        elif (
            head.lemma in self.grammar["habit_verbs"]
            and below.dep == "xcomp"
            and below.tag == "VB"
            and head.tag == "VBD"
            and not self.tree.kids(head, "dobj")
        ):
            self.modalities.append("former")
        elif head.lemma == "have" and any(k.lemma == "yet" for k in self.tree.kids(head)):
            self.negatives += 1

    # ------------------------------------------------------------ sideways

    def _beside(self, token: Token, below: Token | None = None) -> None:
        for kid in self.tree.kids(token):
            if below is None or kid.i != below.i:
                self._sign(kid)
        if token.pos in VERBAL:
            self._inverted(token)

    def _inverted(self, verb: Token) -> None:
        """An auxiliary before its subject supposes: "Had X bought Y, …"; so does "would have"."""
        subject = next(iter(self.tree.kids(verb, *SUBJECTS)), None)
        auxiliaries = list(self.tree.kids(verb, "aux", "auxpass"))
        first = next(iter(auxiliaries), verb)
        if verb.dep == "advcl" and subject is not None and first.i < subject.i and first.tag in {"VBD", "MD"}:
            self.modalities.append("hypothetical")
        if {"would", "have"} <= {a.lemma for a in auxiliaries}:
            self.modalities.append("hypothetical")

    def _sign(self, kid: Token) -> None:
        if self._denies(kid) or (kid.dep == "mark" and self._instead(kid)):
            self.negatives += 1
        elif modality := self._mood(kid):
            self.modalities.append(modality)
        elif kid.dep == "prep" and kid.lemma in self.grammar["according"]:
            self.modalities.append("reported")
            below = [t for p in self.tree.kids(kid, "prep") for t in self.arguments.governed(p)]
            self.speaker = self.speaker or next(iter([*below, *self.arguments.governed(kid)]), None)

    def _denies(self, kid: Token) -> bool:
        negations = self.grammar["negations"]
        if kid.dep == "neg" or (kid.dep in {"det", "preconj", "advmod"} and kid.lemma in negations):
            return True
        deps = ("det", "preconj", "advmod", "neg") if kid.dep == "advmod" else ("det", "preconj")
        below = {k.lemma for k in self.tree.kids(kid, *deps)}
        party = kid.dep in {"advmod", "dobj", *SUBJECTS}
        return party and (bool(below & negations) or (kid.dep in SUBJECTS and kid.lemma in negations))

    def _mood(self, kid: Token) -> str:
        lemma, grammar = kid.lemma, self.grammar
        words = {lemma, kid.text.lower()}
        if kid.dep == "aux":
            return (
                "planned"
                if lemma in grammar["planning_modals"]
                else "possible"
                if words & grammar["possibility_modals"]
                else ""
            )
        if kid.dep in {"mark", "advmod"} and lemma in grammar["hypothesis_marks"]:
            return "hypothetical"
        if kid.dep == "advmod" and lemma in grammar["reporting_adverbs"]:
            return "reported"
        if kid.dep in {"amod", "advmod", "compound", "nmod"}:
            if lemma in grammar["possibility"]:
                return "possible"
            if words & grammar["former"] and kid.tag != "JJS" and self.trigger.lemma not in grammar["lasting"]:
                return "former"
            if lemma in grammar["coming"]:
                return "planned"
            planned = kid.tag == "VBN" or kid.text.lower().endswith("ed")
            return (
                "planned"
                if kid.dep == "amod" and planned and {lemma, lemma.removesuffix("d")} & grammar["planning"]
                else ""
            )
        return "former" if kid.dep == "prep" and lemma in grammar["ending_prepositions"] else ""

    def _said(self, head: Token, modality: str) -> None:
        self.modalities.append(modality)
        if self.speaker is None:
            source = self.arguments.agents(head) if head.pos in VERBAL else self.arguments.possessors(head)
            self.speaker = next(iter(source), None)
