"""How certain a sentence makes a fact: asserted or denied, done, planned, possible, claimed; and who says so.

The scheme follows FactBank (Saurí and Pustejovsky 2009): what governs the trigger decides, from the inside out.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.arguments import Arguments
from kg.reading.clauses import SUBJECTS, VERBAL
from kg.reading.governors import CLAUSES, Governors
from kg.reading.trees import Token

ORDER = ("actual", "reported", "claimed", "former", "planned", "possible", "hypothetical")
"""From most to least certain; where several apply, the least certain wins."""
UNREAL = frozenset({"planned", "possible"})
"""How certain that is which has not happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Polarity and modality of a trigger, and the token that names the speaker."""

    polarity: str = "positive"
    modality: str = "actual"
    speaker: Token | None = None
    lasting: bool = False
    """Whether only its end is spoken of, which has not come: the dates of the sentence are not its own."""

    def of_ended(self) -> Status:
        """The status of what an act of this status ends: who will leave, or did not leave, an office still holds it.

        Whether somebody left, who is only asked or supposed to, says not even that he had come.
        """
        if self.modality == "hypothetical":
            return Status(modality=self.modality)
        done = self.polarity == "positive" and self.modality not in UNREAL
        return Status(modality="former", speaker=self.speaker) if done else Status(lasting=True)


def of_name(arguments: Arguments, name: Token) -> Status:
    """The status of what a name by itself states, that a thing is; "X, formerly of Y" states that it was."""
    said = (k for prep in arguments.s.kids(name, "prep") for k in arguments.s.kids(prep, "advmod"))
    was = any(k.lemma in arguments.grammar["former"] for k in said)
    return Status(modality="former") if was else Status()


def status(arguments: Arguments, trigger: Token, *, act: bool) -> Status:
    """The status of a trigger; ``act`` is false for nouns that name a role ("founder"), not a deed."""
    return _Climb(arguments, trigger, act).status()


class _Climb(Governors):
    def __init__(self, arguments: Arguments, trigger: Token, act: bool) -> None:
        super().__init__(arguments)
        self.trigger, self.act = trigger, act
        self.negatives = 0
        self.left_open = 0
        """How many negatives there are up to a verb whose denial asserts nothing ("did not rule out"); 0 without it."""
        self.modalities: list[str] = []
        self.speaker: Token | None = None
        self.lasting = False

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
        if 0 < self.left_open < self.negatives and self.negatives % 2 == 0:
            self.modalities.append("possible")
        modality = max(self.modalities, key=ORDER.index, default="actual")
        polarity = "negative" if self.negatives % 2 else "positive"
        return Status(polarity=polarity, modality=modality, speaker=self.speaker, lasting=self.lasting)

    # ------------------------------------------------------------ upwards

    def _climb(self, below: Token) -> None:
        for token in self.tree.ancestors(below):
            if not self.governs(token, below):
                break
            if self.ends(token, below):
                self._ended(token)
                break
            self._above(token, below)
            self._beside(token, below)
            below = token

    def _ended(self, verb: Token) -> None:
        """What a verb that ends something leaves of it: "stopped selling X", "was fired as head of X"."""
        left = status(self.arguments, verb, act=True).of_ended()
        self.modalities.append(left.modality)
        self.speaker, self.lasting = self.speaker or left.speaker, left.lasting

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
        """Whether the words themselves are called untrue: "the report that X bought Y was false", "it is untrue …"."""
        above = (self.trigger, *self.tree.ancestors(self.trigger))
        clause = next((t for t in above if self.tree.kids(t, "mark") and t.dep in {"acl", "relcl", "ccomp"}), None)
        if clause is None:
            return False
        told = self.tree.head(clause)
        verb = told if clause.dep == "ccomp" else self.tree.head(told) if told.dep in {"nsubj", "dobj"} else clause
        said = (k for v in (verb, *self.tree.kids(verb, "xcomp")) for k in self.tree.kids(v, "acomp", "oprd"))
        return any(k.lemma in self.grammar["untrue"] for k in said if k.i > verb.i or told.dep == "nsubj")

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
            if self.listed(verb, "former_verbs", "dismissing_verbs"):
                self._ended(verb)
            else:
                self._beside(verb, head)
                self._climb(verb)

    def _above(self, head: Token, below: Token) -> None:
        """What a governing word says of what it governs."""
        lemma, grammar = head.lemma, self.grammar
        clausal = below.dep in CLAUSES or (below.dep == "relcl" and below.tag == "VB")
        if (lemma in grammar["claiming_verbs"] or lemma in grammar["claiming_nouns"]) and (
            clausal or below.dep in {"pobj", "prep"}
        ):
            self._said(head, "claimed")
        elif (lemma in grammar["reporting_verbs"] and clausal) or self.told(head, below):
            self._said(head, "reported")
        elif self.denies(head, below):
            self.negatives += 1
            if self.listed(head, "open_when_denied"):
                self.left_open = self.negatives
        elif self.meant(head, below):
            self.modalities.append("planned")
        elif lemma in grammar["supposing_verbs"] and clausal:
            self.modalities.append("hypothetical")
        elif below.dep == "advcl":
            self.modalities.append("possible")
        elif clausal or (below.dep == "prep" and lemma in grammar["permissions"]):
            self._auxiliary(head, below)

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
        elif head.lemma == "have" and below.dep == "xcomp" and head.tag in {"VB", "VBP", "VBZ"}:
            self.modalities.append("possible")

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
        if self._denies(kid) or (kid.dep == "mark" and self.instead(kid)):
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
            lasting = self.trigger.lemma in grammar["lasting"] or self._of_subject(kid)
            if words & grammar["former"] and kid.tag != "JJS" and not lasting:
                return "former"
            if lemma in grammar["coming"] or (not self.act and lemma in grammar["coming_offices"]):
                return "planned"
            planned = kid.tag == "VBN" or kid.text.lower().endswith("ed")
            return (
                "planned"
                if kid.dep == "amod" and planned and {lemma, lemma.removesuffix("d")} & grammar["planning"]
                else ""
            )
        ends = kid.dep == "prep" and lemma in grammar["ending_prepositions"]
        return "former" if ends and self.trigger.lemma not in grammar["lasting"] else ""

    def _of_subject(self, kid: Token) -> bool:
        """Whether a word before a verb tells of its subject: "X, once of Y, leads Z"."""
        verb = self.tree.head(kid)
        between = any(s.i + 1 < kid.i < verb.i for s in self.tree.kids(verb, *SUBJECTS))
        return verb.pos in VERBAL and between and any(t.name >= 0 for t in self.tree.subtree(kid))

    def _said(self, head: Token, modality: str) -> None:
        self.modalities.append(modality)
        if self.speaker is None:
            source = self.arguments.agents(head) if head.pos in VERBAL else self.arguments.possessors(head)
            self.speaker = next(iter(source), None)
