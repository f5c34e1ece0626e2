"""What a word says of what it governs: that it is denied, planned, at an end, or told by somebody."""

from __future__ import annotations

from kg.reading.arguments import Arguments
from kg.reading.clauses import VERBAL
from kg.reading.trees import Token

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


class Governors:
    """The words above a trigger in one sentence, and what they make of it."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments, self.tree, self.grammar = arguments, arguments.s, arguments.grammar

    def listed(self, verb: Token, *lists: str) -> bool:
        """Whether a verb, by itself or with its particle, is in a list: "hold off", "put back"."""
        words = [k.lemma for k in self.tree.kids(verb, "prt", "advmod", "acomp")]
        forms = {verb.lemma, *(f"{verb.lemma} {word}" for word in words)}
        return any(forms & self.grammar[name] for name in lists)

    def governs(self, head: Token, below: Token) -> bool:
        """Whether the head's certainty passes down: not from a relative clause to its noun, nor across a subject."""
        if below.dep == "advcl" and below.tag == "VB":
            return any(k.lemma in self.grammar["permissions"] for k in self.tree.kids(head, "dobj"))
        if below.dep == "relcl" and below.tag == "VB":
            return head.lemma in self.grammar["permissions"] | self.grammar["planning"]
        if below.dep in {"acl", "relcl"} and self.told(head, below):
            return True
        if below.dep in {"relcl", "advcl", "appos"} or (below.dep == "amod" and head.name >= 0):
            return False
        between = self.tree.tokens[min(head.i, below.i) : max(head.i, below.i)]
        if below.dep in {"ccomp", "parataxis", "dep"} and any(t.text in {";", ":"} for t in between):
            return False
        if below.dep == "ccomp" and below.i < head.i and any(t.text == "," for t in between):
            return self.listed(head, "reporting_verbs", "claiming_verbs")
        if below.dep == "conj":
            return not self.tree.kids(below, "nsubj", "nsubjpass")
        if below.dep == "acl":
            return self.listed(head, "planning", "permissions", "claiming_nouns", "control_nouns")
        if below.pos == "NOUN" and head.pos in VERBAL and below.dep in {"dobj", "nsubjpass", "attr"}:
            return head.lemma in self.arguments.light or self.listed(head, *TELLING)
        if below.dep == "prep":
            return head.pos in VERBAL or self.listed(head, "planning", "permissions", "reporting_nouns")
        if below.dep in {"nsubj", "nsubjpass"}:
            return self.arguments.passive(head) or self.listed(head, "negative_verbs") or self.fails(head)
        return True

    def told(self, noun: Token, below: Token) -> bool:
        """Whether a noun for what people tell has a clause for its content: "reports that X bought Y"."""
        relative = below.dep == "relcl" and len(self.tree.kids(below, "dobj")) < 2
        clause = bool(self.tree.kids(below, "mark")) or (below.tag != "VBG" and not relative and self._subject(below))
        content = clause if below.dep in {"acl", "relcl"} else below.dep in {"pobj", "prep"}
        return content and noun.lemma in self.grammar["reporting_nouns"]

    def _subject(self, clause: Token) -> bool:
        return bool(self.tree.kids(clause, "nsubj", "nsubjpass"))

    def meant(self, head: Token, below: Token) -> bool:
        """Whether a word tells of a plan: "plans a ban", "is to ban X", "put back the ban", "the sale fell through"."""
        if self._arranged(head, below):
            return True
        if self.listed(head, "planning"):
            return below.dep in CLAUSES | OBJECTS and not self._opens(below, head)
        return below.dep == "nsubj" and below.tag == "NN" and self.fails(head)

    def _arranged(self, head: Token, below: Token) -> bool:
        """As in "X is to buy Y", "X was to be bought"; but not in "its move was to buy Y"."""
        subjects = self.tree.kids(head, "nsubj", "nsubjpass", "csubj")
        infinitive = below.dep == "xcomp" and any(k.tag == "TO" for k in self.tree.kids(below, "aux"))
        deed = any(s.lemma in self.grammar["control_nouns"] or s.dep == "csubj" for s in subjects)
        return head.lemma == "be" and infinitive and bool(subjects) and not deed

    def fails(self, verb: Token) -> bool:
        """Whether a deed was only meant: "the sale of X fell through", "the takeover collapsed"."""
        failing = self.grammar["failing_verbs"]
        if self.tree.kids(verb, "xcomp", "dobj"):
            return False
        particles = self.tree.kids(verb, "prt", "advmod", "prep", "acomp")
        return verb.lemma in failing or any(f"{verb.lemma} {k.lemma}" in failing for k in particles)

    def ends(self, head: Token, below: Token) -> bool:
        """Whether a verb ends what had begun: "ended its pact", "stopped selling X", "dropped its suit"."""
        if below.dep == "xcomp":
            return self.listed(head, "ending_verbs") or (below.tag == "VBG" and self.listed(head, "stopping_verbs"))
        begun = below.dep != "prep" and below.lemma in self.grammar["begun_nouns"]
        ending = self.listed(head, "ending_verbs") or (begun and self.listed(head, "lifting_verbs"))
        return ending and below.dep in OBJECTS

    def denies(self, head: Token, below: Token) -> bool:
        """Whether a word denies what it governs: "refused to ban X", "held off on banning X", "without banning X"."""
        if below.dep in {"xcomp", "pcomp", "ccomp"} | OBJECTS and self.listed(head, "negative_verbs"):
            return True
        return below.dep == "pcomp" and (head.lemma in self.grammar["negations"] or self.instead(head))

    def instead(self, small: Token) -> bool:
        """Whether what follows a small word was not done: "stopped short of banning X", "rather than ban X"."""
        return small.i > 0 and self.tree.tokens[small.i - 1].lemma.lower() in self.grammar["instead_words"]

    def _opens(self, below: Token, head: Token) -> bool:
        """Whether a phrase only opens the sentence: in "Through its purchase of X, Y hoped to grow" it is no hope."""
        return below.dep == "prep" and below.i < head.i and head.pos in VERBAL
