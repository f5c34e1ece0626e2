"""Salience: how much each name of a sentence weighs as what an expression may stand for.

After Lappin and Leass (1994, Computational Linguistics 20(4)): subjects count more than objects, objects more than the
rest, and grammar rules some out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from itertools import pairwise

from kg.lexicon import Grammar
from kg.reading.clauses import RELATIVE_TAGS, SUBJECTS, VERBAL, follows_quotation
from kg.reading.lines import Line
from kg.reading.names import Found
from kg.reading.trees import Sentence, Token

SUBJECT, OBJECT, OTHER, TITLE = 80.0, 50.0, 30.0, 60.0
RECENCY, COMMAND, CONTROL, AHEAD, PARALLEL, ECHO = 100.0, 40.0, 120.0, 60.0, 80.0, 35.0


def kind_of_pronoun(token: Token, kinds: Mapping[str, str]) -> str:
    """The kind of a pronoun; empty for any other word.

    :param kinds: that of each pronoun (ontology/grammar.toml).
    """
    return kinds.get(token.lemma) or kinds.get(token.text.lower(), "")


class Salience:
    """The weights of names and nouns in parsed sentences."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.kinds = grammar.tables["pronouns"]
        self._known: dict[int, list[tuple[Token, str]]] = {}
        """What :meth:`_nouns` has found, by sentence."""

    def candidates(self, line: Line, before: Token | None) -> Iterator[tuple[Found, float]]:
        """The names of a sentence with their weights.

        :param before: the expression, where it stands in the same sentence: names after it do not count.
        """
        for i, found in enumerate(line.names):
            _start, end = line.span(found)
            token = line.tokens_of.get(i)
            if before is not None and end > before.start:
                if token is not None and line.tree is not None and (weight := self._ahead(line.tree, token, before)):
                    yield found, weight
                continue
            weight = self._of(line, found, token)
            if before is not None and token is not None and line.tree is not None:
                if self._blocked(line.tree, token, before):
                    continue
                weight += COMMAND * self._commands(line.tree, token, before)
                weight += CONTROL * self._controls(line.tree, token, before)
                weight += PARALLEL * self._parallels(line.tree, token, before)
            if weight:
                yield found, weight

    def echo(self, line: Line, found: Found, here: Line, expression: Token) -> float:
        """What more a name weighs for a pronoun of another sentence: both objects, perhaps of the same verb.

        As in "X sued Y. Z is suing it, too"; ``here`` is the sentence of the pronoun.
        """
        pronoun = expression.dep == "dobj" and bool(kind_of_pronoun(expression, self.kinds))
        if line is here or line.tree is None or here.tree is None or not pronoun:
            return 0
        token = next((t for i, t in line.tokens_of.items() if line.names[i] is found), None)
        if token is None or not self._undergoes(line.tree, token):
            return 0
        return ECHO * (2 if line.tree.head(token).lemma == here.tree.head(expression).lemma else 1)

    def _undergoes(self, tree: Sentence, token: Token) -> bool:
        """Whether a word is the object of a verb, or of its preposition: "sued X", "invested in X"."""
        prep = tree.head(token)
        return token.dep == "dobj" or (token.dep == "pobj" and prep.dep == "prep" and tree.head(prep).pos in VERBAL)

    def weight(self, expression: Token) -> float:
        """What an expression adds to the weight of what it stands for."""
        return RECENCY + {"nsubj": SUBJECT, "nsubjpass": SUBJECT, "poss": 55.0}.get(expression.dep, OTHER)

    def unnamed(
        self, line: Line, before: Token | None, allowed: Set[str], resolved: Set[int], expression: Token
    ) -> Iterator[tuple[tuple[str, str], float]]:
        """Nouns without a name that an expression may just as well stand for ("the regulator said it …").

        :param allowed: the types that come into question.
        :param resolved: the places of those words whose name is known.
        """
        for token, type_ in self._nouns(line):
            if (before is not None and token.end > before.start) or token.i in resolved:
                continue
            alike = expression.dep == token.dep == "dobj" and before is None
            plural = token.tag == "NNS" and self.kinds.get(expression.lemma) == "plural"
            if (plural and (alike or before is not None)) or type_ in allowed:
                weight = RECENCY + {"dobj": OBJECT, "appos": OBJECT}.get(token.dep, SUBJECT)
                yield ("", f"{line.index}:{token.i}"), weight + ECHO * alike

    def _nouns(self, line: Line) -> list[tuple[Token, str]]:
        """The plurals and the described subjects of a sentence beside which no name stands, each with its type."""
        if line.tree is None:
            return []
        if line.index not in self._known:
            self._known[line.index] = [
                (token, self.grammar.nouns.get(token.lemma, "") if token.tag == "NN" else "")
                for token in line.tree.tokens
                if token.name < 0 and self._salient(token) and not self._introduced(line.tree, token)
            ]
        return self._known[line.index]

    def _salient(self, noun: Token) -> bool:
        if noun.tag == "NNS":
            return noun.dep in {*SUBJECTS, "dobj", "appos"}
        return noun.tag == "NN" and noun.dep in SUBJECTS and noun.lemma in self.grammar.nouns

    def _introduced(self, tree: Sentence, noun: Token) -> bool:
        return any(k.name >= 0 for k in tree.kids(noun)) or tree.head(noun).name >= 0

    def several(self, line: Line, found: Found) -> bool:
        """Whether a name stands for several things: "H100s", "its Trainium chips"."""
        if line.tree is None:
            return False
        token = next((t for i, t in line.tokens_of.items() if line.names[i] is found), None)
        if token is None:
            return False
        noun = token
        while noun.dep == "compound":
            noun = line.tree.head(noun)
        return bool(re.search(r"\ds$", token.text)) or (noun.i != token.i and noun.tag in {"NNS", "NNPS"})

    def _of(self, line: Line, found: Found, token: Token | None) -> float:
        if found.kind == "adjective":
            return 0 if token is not None and self._another(line, token) else OTHER
        if token is None or line.tree is None:
            return RECENCY + (SUBJECT if found.first <= 1 else OTHER)
        dep = token.dep
        if dep == "conj":
            top = next((a for a in line.tree.ancestors(token) if a.dep != "conj"), token)
            dep = top.dep
        if dep in {"compound", "nmod"}:
            head = line.tree.head(token)
            return RECENCY + (SUBJECT if head.dep in {"nsubj", "nsubjpass"} else OTHER) - 40
        if dep == "appos":
            dep = line.tree.head(token).dep
        return RECENCY + {"nsubj": SUBJECT, "nsubjpass": SUBJECT, "ROOT": TITLE, "dobj": OBJECT, "poss": 55.0}.get(
            dep, OTHER
        )

    def _another(self, line: Line, adjective: Token) -> bool:
        """Whether an adjective is of somebody else: "it" after "the French company" is the company."""
        noun = line.tree.head(adjective) if line.tree else adjective
        return self.grammar.nouns.get(noun.lemma) in self.grammar["firms"] or noun.name >= 0

    def _commands(self, tree: Sentence, candidate: Token, expression: Token) -> bool:
        """Whether a candidate is the subject of a clause that holds the expression."""
        return candidate.dep in {"nsubj", "nsubjpass"} and any(
            a.i == candidate.head for a in tree.ancestors(expression)
        )

    def _ahead(self, tree: Sentence, candidate: Token, expression: Token) -> float:
        """What the subject after a pronoun weighs: much for who says the clause, little for whose act it opens.

        As in "It will buy X, Y said on Monday", "In its filing, Y named X"; in quotes a speaker says "we".
        """
        if candidate.dep not in SUBJECTS or candidate.name < 0 or self.kinds.get(expression.lemma) != "thing":
            return 0
        verb = tree.head(candidate)
        path = [expression, *tree.ancestors(expression)]
        below = next((t for t, above in pairwise(path) if above.i == verb.i), None)
        if below is None or below.i > candidate.i or follows_quotation(tree, verb):
            return 0
        if below.dep == "ccomp":
            return RECENCY + SUBJECT
        return AHEAD if below.dep in {"prep", "advcl"} else 0

    def _controls(self, tree: Sentence, candidate: Token, expression: Token) -> bool:
        """Whether a candidate does what the clause of an expression says: "barred X from shipping its chips"."""
        verb = tree.head(candidate)
        if candidate.dep not in {"dobj", "nsubjpass"} or verb.lemma not in self.grammar["object_control"]:
            return False
        clause = next((a for a in tree.ancestors(expression) if a.pos in VERBAL), None)
        above = [] if clause is None else [tree.head(clause), tree.head(tree.head(clause))]
        return clause is not None and clause.dep in {"pcomp", "xcomp", "ccomp"} and verb.i in {a.i for a in above}

    def _parallels(self, tree: Sentence, candidate: Token, expression: Token) -> bool:
        """Whether a candidate undergoes what is joined to what the expression undergoes: "founded X and runs it"."""
        verb = tree.head(expression)
        objects = candidate.dep == expression.dep == "dobj"
        return objects and verb.dep == "conj" and verb.head == candidate.head and not tree.kids(verb, *SUBJECTS)

    def _within_own_clause(self, tree: Sentence, candidate: Token, expression: Token) -> bool:
        """Whether an expression undergoes what a relative clause says that the candidate does."""
        clause = next((a for a in tree.ancestors(expression) if a.pos in VERBAL), None)
        if clause is None or clause.dep != "relcl" or expression.dep in {"poss", "nsubj", "nsubjpass"}:
            return False
        party = tree.head(clause)
        own = any(k.tag in RELATIVE_TAGS for k in tree.kids(clause, "nsubj"))
        return own and candidate.i in {party.i, party.head if party.dep == "appos" else party.i}

    def _in_own_participle(self, tree: Sentence, candidate: Token, expression: Token) -> bool:
        """Whether a participle tells of an expression, and of the candidate as another: "Based in Paris, it grew"."""
        clause = next((a for a in tree.ancestors(candidate) if a.pos in VERBAL), None)
        if clause is None or clause.tag not in {"VBN", "VBG"} or expression.dep not in SUBJECTS:
            return False
        return clause.dep in {"advcl", "prep"} and clause.head == expression.head and not tree.kids(clause, *SUBJECTS)

    def _blocked(self, tree: Sentence, candidate: Token, pronoun: Token) -> bool:
        """Whether grammar forbids it: an object is not its verb's own subject, an owner not what it owns."""
        top = candidate
        while top.dep == "conj" and tree.head(top).name >= 0:
            top = tree.head(top)
        if pronoun.dep in {"dobj", "dative"} and top.head == pronoun.head:
            return True
        prep = tree.head(candidate)
        if candidate.dep == "pobj" and prep.lemma in self.grammar["comparing"]:
            return True
        if candidate.dep == "pobj" and prep.lemma == "of" and tree.head(prep).lemma in self.grammar["relatives"]:
            return True
        if self._within_own_clause(tree, candidate, pronoun) or self._in_own_participle(tree, candidate, pronoun):
            return True
        if (
            not kind_of_pronoun(pronoun, self.kinds)
            and pronoun.dep != "attr"
            and candidate.dep in {"nsubj", "nsubjpass"}
        ):
            clause = next((a for a in tree.ancestors(pronoun) if a.pos in VERBAL), None)
            if clause is not None and candidate.head == clause.i:
                return True
        owned = tree.head(pronoun)
        if pronoun.dep == "poss" and owned.dep == "attr" and top.head == owned.head:
            return True
        if pronoun.dep == "poss" and owned.dep == "appos" and owned.head == candidate.i:
            return True
        return candidate.head == pronoun.i
