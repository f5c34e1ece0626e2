"""Who does what in a clause: subjects, objects and agents, whatever the construction.

Labels are those of the CLEAR style (Choi and Palmer 2012) that spaCy's English models use.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon import Grammar
from kg.reading.trees import Sentence, Token

VERBAL = {"VERB", "AUX"}
RELATIVE_TAGS = {"WDT", "WP", "WP$"}
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")

_QUOTATION = {"``", "''"}
"""The tags of quotation marks."""


def follows_quotation(sentence: Sentence, token: Token) -> bool:
    """Whether somebody is quoted before a word: what is said there is said by another than the article."""
    return any(other.tag in _QUOTATION for other in sentence.tokens[: token.i])


class Clauses:
    """The verbs of one sentence and what they govern."""

    def __init__(self, sentence: Sentence, grammar: Grammar, light: frozenset[str] = frozenset()) -> None:
        self.s = sentence
        self.grammar = grammar
        self.light = grammar["light_verbs"] | light
        self._asked: set[int] = set()
        """Verbs whose agents are being looked for: a clause may lead back to itself."""

    def passive(self, verb: Token) -> bool:
        """Whether the surface subject of a verb undergoes the act."""
        if self.s.kids(verb, "auxpass", "nsubjpass"):
            return True
        if verb.tag not in {"VBN", "VBD"} or any(k.dep == "aux" for k in self.s.kids(verb)):
            return False
        if verb.dep in {"acl", "amod", "advcl", "oprd"} and not self.s.kids(verb, "nsubj", "dobj"):
            return verb.tag == "VBN" or verb.dep == "acl"
        if self.s.kids(verb, "agent") and not self.s.kids(verb, "dobj"):
            return True
        head = self.s.head(verb)
        if verb.dep == "acomp" and head.lemma == "be":
            return verb.tag == "VBN"
        own = bool(self.s.kids(verb, "nsubj", "aux"))
        return verb.dep == "conj" and verb.tag == "VBN" and not own and head.pos in VERBAL and self.passive(head)

    def agents(self, verb: Token) -> Iterator[Token]:
        """Who does what the verb says."""
        if verb.i in self._asked:
            return
        self._asked.add(verb.i)
        found = list(self._by(verb) if self.passive(verb) else self.surface_subjects(verb))
        self._asked.discard(verb.i)
        yield from found

    def companions(self, verb: Token) -> Iterator[Token]:
        """Who else does what a verb says: "bought Y together with Z", "joined Z in banning Y"."""
        if self.passive(verb):
            return
        subjects = [p for k in self.s.kids(verb, "nsubj") for p in self.s.kids(k, "prep")]
        for prep in (*self.s.kids(verb, "prep"), *subjects):
            before = self.s.tokens[prep.i - 1].lemma if prep.lemma == "with" else ""
            if prep.lemma in self.grammar["companion_prepositions"] or before in self.grammar["together"]:
                yield from self.s.kids(prep, "pobj")
        for clause in self.s.kids(verb, "advcl"):
            if clause.tag == "VBG" and clause.lemma in self.grammar["joining_verbs"] and clause.i > verb.i:
                yield from (k for k in self.s.kids(clause, "dobj") if k.name >= 0)
        yield from self._repeaters(verb)
        joined = self.s.head(self.s.head(verb))
        if verb.dep == "pcomp" and self.s.head(verb).lemma == "in" and joined.lemma in self.grammar["joining_verbs"]:
            yield from (k for k in self.s.kids(joined, "dobj") if k.name >= 0)

    def _repeaters(self, verb: Token) -> Iterator[Token]:
        """Whose clause only says that he did it, too: "as did X", "and so did X", "with X doing the same"."""
        within = (k for prep in self.s.kids(verb, "prep") if prep.lemma == "with" for k in self.s.kids(prep, "pcomp"))
        for clause in (*self.s.kids(verb, "advcl", "conj"), *within):
            kids = list(self.s.kids(clause))
            if clause.lemma == "do" and any(k.lemma in self.grammar["likewise"] for k in kids):
                yield from (k for k in kids if k.dep in {"nsubj", "dobj"} and k.name >= 0 and k.i > clause.i)
            elif verb.lemma not in self.grammar["once_verbs"] | self.grammar["making_verbs"]:
                same = any(f"{clause.lemma} {k.lemma}" in self.grammar["repeating"] for k in kids if k.dep != "nsubj")
                yield from (k for k in kids if same and k.dep == "nsubj" and k.name >= 0)

    def _by(self, verb: Token) -> Iterator[Token]:
        for by in self.s.kids(verb, "agent", "prep"):
            if by.dep == "agent" or by.lemma == "by":
                yield from self.governed(by)
        yield from self._prefix(verb)

    def patients(self, verb: Token) -> Iterator[Token]:
        """What undergoes it."""
        if self.passive(verb):
            yield from self.surface_subjects(verb)
            yield from self.s.kids(verb, "dobj")
            return
        beside = (k for k in self.s.kids(verb, "npadvmod") if k.name >= 0 and self._right_after(k, verb))
        own = list(self.s.kids(verb, "dobj")) or list(beside)
        infinitive = any(
            k.tag == "VB" or any(a.lemma == "to" for a in self.s.kids(k, "aux"))
            for k in self.s.kids(verb, "xcomp", "ccomp")
        )
        if infinitive and verb.lemma in self.grammar["object_control"]:
            return
        yield from own
        if all(self.is_money(t) for t in own):
            yield from (k for k in self.s.kids(verb, "dative") if k.tag not in {"IN", "TO"})
        for object_ in own:
            if any(k.dep == "nummod" for k in self.s.kids(object_)):
                yield from (k for k in self.s.kids(object_, "nmod", "compound") if k.name >= 0)
        if not own:
            yield from self._clausal_patients(verb)

    def _right_after(self, noun: Token, verb: Token) -> bool:
        """Whether a noun, or the number before it, is the next word after a verb: "amassed 10,000 H100s"."""
        return min(t.i for t in (noun, *self.s.kids(noun, "nummod"))) == verb.i + 1

    def is_money(self, token: Token) -> bool:
        """Whether a token is, or counts, an amount: the "m" of "fined Google €50m" has the money before it."""
        marks = self.grammar.tables["currencies"]
        if token.pos == "NUM" or token.tag == "$" or token.lemma in marks:
            return True
        inner = ("nmod", "quantmod", "compound", "nummod", "punct", "appos")
        near = [t for kid in self.s.kids(token, *inner) for t in (kid, *self.s.kids(kid, *inner))]
        return token.tag == "NN" and any(t.tag == "$" or t.text in marks for t in near)

    def _clausal_patients(self, verb: Token) -> Iterator[Token]:
        """What undergoes a verb without an object of its own: in small clauses, verb chains and relative clauses."""
        for clause in self.s.kids(verb, "xcomp"):
            if clause.tag == "VBG" and clause.lemma in self.grammar["transparent_verbs"]:
                yield clause
        for clause in self.s.kids(verb, "ccomp", "oprd"):
            if clause.pos == "ADJ":
                yield from self.s.kids(clause, "nsubj")
        for later in self.s.kids(verb, "conj"):
            if later.pos in VERBAL and not self.s.kids(later, *SUBJECTS):
                yield from () if self._contrasted(verb) else self.s.kids(later, "dobj")
                break
        if verb.dep == "relcl" and any(k.dep in SUBJECTS and k.tag not in RELATIVE_TAGS for k in self.s.kids(verb)):
            yield self.s.head(verb)

    def _contrasted(self, verb: Token) -> bool:
        """Whether another deed is set against a verb's own: "stopped short of banning X, but fined it"."""
        contrast = self.grammar["contrasts"]
        return any(k.lemma in contrast and self.s.tokens[k.i - 1].text == "," for k in self.s.kids(verb, "cc"))

    def surface_subjects(self, verb: Token, depth: int = 0) -> Iterator[Token]:
        """The grammatical subject, own or inherited from the clause that governs the verb."""
        own = list(self.s.kids(verb, *SUBJECTS))
        if own:
            yield from (self._relative(verb, k) for k in own)
            return
        if depth > 8 or verb.dep == "ROOT":
            return
        head = self.s.head(verb)
        match verb.dep:
            case "conj" | "ccomp" | "advcl" | "dep" | "parataxis" if head.pos in VERBAL:
                yield from self.surface_subjects(head, depth + 1)
            case "prep" if verb.tag == "VBN" and head.pos in VERBAL:
                yield from self.surface_subjects(head, depth + 1)
            case "xcomp" if self.judged(verb):
                return
            case "xcomp" | "pcomp" | "oprd" | "acl" | "acomp" if self._through(head) is not None and head.pos not in {
                "NOUN",
                "PROPN",
                "PRON",
            }:
                yield from self._controllers(self._through(head) or head, depth)
            case "acl" | "relcl" | "amod" | "appos" | "xcomp" | "pcomp":
                yield from self._noun_controllers(head)
            case "advcl" if head.pos == "ADV" and verb.tag == "VB" and head.dep == "advmod":
                yield from self.surface_subjects(self.s.head(head), depth + 1)
            case "advcl" | "conj" if head.pos in {"NOUN", "PROPN"}:
                yield head

    def judged(self, verb: Token) -> bool:
        """Whether a deed is only spoken of, and nobody's: "it would be wrong to buy X", "it is a mistake to buy X"."""
        word = self.s.head(verb)
        if word.lemma == "be":
            word = next((k for k in self.s.kids(word, "acomp", "attr") if k.i < verb.i), word)
        return (
            verb.tag == "VB"
            and verb.dep in {"xcomp", "relcl", "acl", "advcl"}
            and word.lemma in self.grammar["judgements"]
            and word.dep in {"acomp", "attr"}
            and any(k.lemma == "it" for k in self.s.kids(self.s.head(word), "nsubj"))
        )

    def _relative(self, verb: Token, subject: Token) -> Token:
        """What a relative pronoun stands for: "models that rival X", "a model that it says rivals X"."""
        if subject.tag not in RELATIVE_TAGS | {"IN"}:
            return subject
        clause = next((a for a in (verb, *self.s.ancestors(verb)) if a.dep not in {"ccomp", "conj"}), verb)
        return self.s.head(clause) if clause.dep == "relcl" else subject

    def _through(self, head: Token) -> Token | None:
        """The verb or noun that governs a preposition, a copula's adjective, or an infinitive's verb."""
        if head.pos in VERBAL:
            return head
        if head.dep in {"acomp", "attr", "oprd", "prep", "agent", "advmod", "amod"} or head.pos in {"ADP", "ADJ"}:
            above = self.s.head(head)
            return above if above.i != head.i else None
        return None

    def _controllers(self, head: Token, depth: int) -> Iterator[Token]:
        """Who performs an infinitive or gerund under a verb: its object for "bar X from selling", else its subject."""
        if head.pos not in VERBAL:
            yield from self._noun_controllers(head)
            return
        if head.lemma in self.grammar["object_control"] and (
            objects := list(self.s.kids(head, "dobj"))
            or (list(self.surface_subjects(head)) if self.passive(head) else [])
        ):
            yield from objects
            return
        yield from self.surface_subjects(head, depth + 1)

    def _noun_controllers(self, noun: Token) -> Iterator[Token]:
        """Who performs a clause that hangs on a noun: the noun itself, unless more is known of it."""
        yield noun

    def _prefix(self, participle: Token) -> Iterator[Token]:
        """The name before a hyphenated participle: "Nvidia-backed", "Hangzhou-based"."""
        i = participle.i - 1
        if i < 1 or self.s.tokens[i].text != "-":
            return
        yield self.s.tokens[i - 1]
        before = self.s.tokens[max(0, i - 4) : i - 1]
        if len(before) == 3 and before[2].dep == "cc" and before[1].text == "-" and before[0].name >= 0:
            yield before[0]
        while (
            i >= 3
            and self.s.tokens[i - 2].text == ","
            and self.s.tokens[i - 1].name >= 0
            and self.s.tokens[i - 3].name >= 0
        ):
            i -= 2
            yield self.s.tokens[i - 1]

    def governed(self, prep: Token) -> Iterator[Token]:
        """What a preposition governs, a gerund included; of a clause its subject: "an inquiry into whether X lied"."""
        yield from self.s.kids(prep, "pobj")
        for clause in self.s.kids(prep, "pcomp"):
            yield from list(self.s.kids(clause, "nsubj", "nsubjpass")) or [clause]
        for inner in self.s.kids(prep, "prep"):
            if inner.i == prep.i + 1:
                yield from self.s.kids(inner, "pobj", "pcomp")

    def _aside(self, prep: Token) -> bool:
        """Whether a phrase says nothing of its verb: "for its part"."""
        return any(
            noun.lemma in self.grammar["aside_nouns"] and bool(self.s.kids(noun, "poss"))
            for noun in self.s.kids(prep, "pobj")
        )

    def _preposition(self, token: Token, word: str) -> Iterator[Token]:
        for clause in self.s.kids(token, "acl", "advcl"):
            if clause.tag == "VBG" and clause.text == word:
                yield from self.s.kids(clause, "dobj")
        for prep in self.s.kids(token, "prep", "agent", "dative", "advmod", "mark", "aux"):
            if prep.lemma == word and prep.dep != "aux" and not self._aside(prep):
                yield from self.governed(prep)
            elif prep.dep == "prep":
                for inner in self.s.kids(prep, "prep"):
                    if (
                        inner.lemma == word
                        and prep.lemma not in self.grammar["according"] | self.grammar["of_prepositions"]
                    ) or f"{prep.lemma} {inner.lemma}" == word:
                        yield from self.governed(inner)
