"""What pronouns and descriptions stand for, inside one document.

Candidates are the names before the expression, weighed by salience after Lappin and Leass (1994, Computational
Linguistics 20(4)): recency halves with every sentence, subjects count more than objects, objects more than the rest.
Type and number must agree. Two candidates of nearly equal weight leave the reference unresolved.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from kg.lexicon import Grammar
from kg.ontology import Ontology, Role
from kg.reading.clauses import RELATIVE_TAGS, VERBAL
from kg.reading.names import Found, index
from kg.reading.quantities import Quantity
from kg.reading.trees import Sentence, Token, Word

SUBJECT, OBJECT, OTHER, TITLE = 80.0, 50.0, 30.0, 60.0
RECENCY, COMMAND, CONTROL = 100.0, 40.0, 120.0
PORTRAYED = 150.0
"""What a person weighs more whose name is the title of the text."""
NAME_LENGTHS = range(2, 5)
"""Of how many words such a title is."""
ALIKE = 2.0
"""How much more a name weighs that the document has described by the same noun."""

REACH = {"thing": 1, "plural": 1, "person": 3, "description": 8}
"""How many sentences back each kind of expression looks."""

MARGIN = 1.1
"""By what factor the best candidate must outweigh the next of another name."""

NEAR = 12
"""Within how many words of a name a place of its phrase is its own: "India's retail-to-refining giant X"."""

FADING = 0.5
"""What remains of a name's weight with every sentence."""

TOPIC_FADING, TOPIC_MARGIN = 0.85, 1.5
"""The same for what a text is about, which changes slowly and must stand out."""


@dataclass(slots=True, kw_only=True)
class Line:
    """A sentence of a document on its way: words, names, quantities, and its tree where it was parsed."""

    index: int
    block: int
    words: Sequence[Word]
    names: Sequence[Found]
    quantities: Sequence[Quantity]
    tree: Sentence | None = None
    tokens_of: Mapping[int, Token] = field(default_factory=dict)
    """The token of each name, by the name's place in ``names``."""

    @property
    def start(self) -> int:
        """The offset of its first word."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """The offset after its last word."""
        return self.words[-1].end

    def span(self, found: Found) -> tuple[int, int]:
        """Half-open offsets of a name."""
        return self.words[found.first].start, self.words[found.end - 1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class Antecedent:
    """A name that an expression stands for."""

    name: str
    type: str
    line: int


class References:
    """Resolves the expressions of one document."""

    def __init__(self, lines: Sequence[Line], ontology: Ontology) -> None:
        self.lines = lines
        self.ontology = ontology
        self.grammar: Grammar = ontology.grammar
        self.kinds = self.grammar.tables["pronouns"]
        self.person = self.grammar.tables["roles_of_types"]["person"]
        self.resolved: dict[int, list[tuple[Token, Antecedent]]] = {}
        """Expressions already resolved, by line."""
        self.names = frozenset(f.name for line in lines for f in line.names)
        """All names of the document."""
        self.tied = set(self._ties())
        """Names and the places that the document puts beside them: "Chinese AI firm DeepSeek", "DeepSeek, based in
        Hangzhou"."""
        self.described: dict[str, set[str]] = defaultdict(set)
        """The names that the document describes by a noun: "DeepSeek, a chatbot"."""
        self.known_as: set[tuple[str, str]] = set()
        """Names and the types of the nouns that describe them."""
        self.portrayed = self._portrayed()
        """The last name of the person whom the title names, where it says no more."""
        self._describe()
        self.trace()

    def _portrayed(self) -> str:
        title = [word.text for word in self.lines[0].words] if self.lines else []
        people = (f.name.split() for line in self.lines[1:] for f in line.names if f.type == self.person)
        ends = {(name[0], name[-1]) for name in people if len(name) > 1}
        return title[-1] if len(title) in NAME_LENGTHS and (title[0], title[-1]) in ends else ""

    def _ties(self) -> Iterator[tuple[str, str]]:
        places = {self.grammar.tables["library"]["countries"], self.grammar.tables["guesses"]["GPE"]}
        body = self.grammar.tables["suffixes"]["body_suffixes"]
        for line in self.lines:
            for found in line.names:
                if found.type == body:
                    inner = index(self.ontology).find(line.words[found.first : found.end])
                    yield from ((found.name, f.name) for f in inner if f.type in places)
                    yield from [(found.name, found.row.maker)] if found.row and found.row.maker else []
            if line.tree is None:
                continue
            for i, token in line.tokens_of.items():
                top = line.tree.head(token) if token.dep in {"compound", "appos", "nmod"} else token
                near = [t for t in line.tree.subtree(top) if t.name >= 0 and abs(t.i - token.i) < NEAR]
                yield from (
                    (line.names[i].name, line.names[t.name].name) for t in near if line.names[t.name].type in places
                )

    def _describe(self) -> None:
        for line in self.lines:
            if line.tree is None:
                continue
            for i, token in line.tokens_of.items():
                head = line.tree.head(token)
                nouns = [
                    *line.tree.kids(token, "appos", "compound"),
                    *([head] if token.dep in {"compound", "appos"} else []),
                ]
                if token.dep == "nsubj" and head.lemma == "be":
                    nouns += line.tree.kids(head, "attr")
                for noun in nouns:
                    if noun.name < 0 and (type_ := self.grammar.nouns.get(noun.lemma)):
                        self.described[noun.lemma].add(line.names[i].name)
                        self.known_as.add((line.names[i].name, type_))

    def trace(self) -> None:
        """Resolve all expressions in the order of the text, so that each may be the antecedent of the next."""
        for line in self.lines:
            if line.tree is None:
                continue
            for token in line.tree.tokens:
                if token.name < 0 and (found := self._free(line, token)):
                    self.resolved.setdefault(line.index, []).append((token, found))

    def _free(self, line: Line, token: Token) -> Antecedent | None:
        """What an expression stands for, whatever role it plays."""
        assert line.tree is not None
        if (beside := self._beside(line, token)) is not None and self.kind(token):
            return beside
        if token.dep in {"nsubj", "nsubjpass", "poss"} and (kind := self.kind(token)) in REACH:
            allowed = {
                t
                for t in self.ontology.types
                if (t == self.person) == (kind == "person") and (kind != "plural" or t in self.grammar["makers"])
            }
            return self._best(line, token, allowed, REACH[kind])
        type_ = self.grammar.nouns.get(token.lemma)
        if (
            type_
            and token.tag == "NN"
            and token.dep in {"nsubj", "nsubjpass"}
            and any(k.lemma == "the" for k in line.tree.kids(token, "det"))
        ) and not any(
            k.name >= 0 or k.tag == "JJS" or k.lemma == "of"
            for kid in line.tree.kids(token)
            for k in (kid, *line.tree.kids(kid))
        ):
            return self.description(line, token, type_)
        return None

    def kind(self, token: Token) -> str:
        """``thing``, ``plural`` or ``person`` for a pronoun; empty for any other word."""
        return self.kinds.get(token.lemma) or self.kinds.get(token.text.lower(), "")

    def pronoun(self, line: Line, token: Token, role: Role) -> Antecedent | None:
        """What a pronoun stands for, if that is certain; only what may play the role comes into question."""
        kind = self.kind(token)
        if kind not in REACH:
            return None
        beside = self._beside(line, token) or self._known_owner(line, token)
        if beside is not None:
            return beside if self.ontology.fits(beside.type, role) else None
        groups = self.grammar["makers"]
        fitting = {
            t for t in self.ontology.types if (t == self.person) == (kind == "person") and self.ontology.fits(t, role)
        } & self._said_to_be(line, token)
        allowed = {t for t in fitting if kind != "plural" or t in groups}
        things, without = fitting - allowed, self._subject(line, token)
        if things and (token.dep in {"dobj", "pobj"} or self._of_act(line, token)):
            found = self._best(line, token, set(), REACH[kind], many=things)
            if found is not None:
                return found
        return self._best(line, token, allowed, REACH[kind], many=things, without=without)

    def _of_act(self, line: Line, token: Token) -> bool:
        """Whether a pronoun undergoes what the noun after it says: "their export"."""
        assert line.tree is not None
        return token.dep == "poss" and line.tree.head(token).lemma in self.grammar["transparent_nouns"]

    def _subject(self, line: Line, token: Token) -> frozenset[str]:
        """What the subject of an object's own verb stands for: in "it sells them" they are not it."""
        assert line.tree is not None
        verb = line.tree.head(token)
        if token.dep not in {"dobj", "dative"}:
            return frozenset()
        known = {t.i: found.name for t, found in self.resolved.get(line.index, ())}
        return frozenset(known[k.i] for k in line.tree.kids(verb, "nsubj") if k.i in known)

    def _said_to_be(self, line: Line, token: Token) -> Set[str]:
        """The types that a copula leaves open: in "it is the first model" it is a model."""
        assert line.tree is not None
        head = line.tree.head(token)
        told = {self.grammar.nouns[k.lemma] for k in line.tree.kids(head, "attr") if k.lemma in self.grammar.nouns}
        return told if token.dep == "nsubj" and head.lemma == "be" and told else self.ontology.types.keys()

    def _known_owner(self, line: Line, token: Token) -> Antecedent | None:
        """In "its R1 model" the pronoun stands for the maker of R1, where the document names it."""
        if token.dep != "poss" or line.tree is None:
            return None
        owned = line.tree.head(token)
        for item in (owned, *line.tree.kids(owned, "compound", "appos")):
            row = line.names[item.name].row if item.name >= 0 else None
            if row and row.maker in self.names and (maker := index(self.ontology).by_name.get(row.maker)):
                return Antecedent(name=maker.name, type=maker.type, line=line.index)
        return None

    def _beside(self, line: Line, token: Token) -> Antecedent | None:
        """In "OpenAI and its backer", "OpenAI, which launched its app" the pronoun stands for the name beside it."""
        if token.dep != "poss" or line.tree is None:
            return None
        owned = line.tree.head(token)
        if (own := self._own_clause(line, owned)) is not None:
            return own
        other = line.tree.head(owned)
        if owned.dep == "conj" and other.name >= 0 and other.i < token.i:
            found = line.names[other.name]
            return Antecedent(name=found.name, type=found.type, line=line.index)
        return None

    def _own_clause(self, line: Line, owned: Token) -> Antecedent | None:
        """The name of which the relative clause speaks whose object is owned."""
        assert line.tree is not None
        clause = line.tree.head(owned)
        subject = any(k.tag in RELATIVE_TAGS for k in line.tree.kids(clause, "nsubj"))
        if owned.dep != "dobj" or clause.dep != "relcl" or not subject:
            return None
        party = line.tree.head(clause)
        found = line.names[party.name] if party.name >= 0 else None
        makes = found is not None and found.type in self.grammar["firms"]
        return Antecedent(name=found.name, type=found.type, line=line.index) if found and makes else None

    def description(
        self, line: Line, token: Token, type_: str, places: frozenset[str] = frozenset()
    ) -> Antecedent | None:
        """What a definite description ("the chipmaker", "this model") stands for, given the type that its noun names.

        A description with a place ("the Hangzhou start-up") wants a name that the document ties to that place, or the
        only candidate.
        """
        if type_ == self.grammar.tables["library"]["countries"]:
            return self._best(line, token, {type_}, REACH["thing"])
        if not places:
            alike = self.described.get(token.lemma, set())
            also = {name for name, as_ in self.known_as if as_ == type_}
            return self._best(line, token, {type_}, REACH["description"], also=also, alike=alike)
        places = places | {row.maker for p in places if (row := index(self.ontology).by_name.get(p)) and row.maker}
        tied = {name for name, place in self.tied if place in places}
        near = {
            f.name
            for earlier in self.lines[max(0, line.index - REACH["description"]) : line.index]
            for f in earlier.names
            if f.type == type_ and f.kind != "adjective"
        }
        chosen = near & tied or (near if len(near) == 1 else set())
        if len(chosen) != 1:
            elsewhere = {name for name, place in self.tied if place not in places}
            return None if near & tied else self._best(line, token, {type_}, 2, without=elsewhere, margin=1.4)
        return Antecedent(name=chosen.pop(), type=type_, line=line.index)

    def topic(self, line: Line, token: Token, type_: str, without: Set[str]) -> Antecedent | None:
        """What the sentences before are about, as far as one name of a type stands out; recency counts less here."""
        return self._best(line, token, {type_}, line.index, without=without, fading=TOPIC_FADING, margin=TOPIC_MARGIN)

    def _best(
        self,
        line: Line,
        token: Token,
        allowed: set[str],
        reach: int,
        also: Set[str] = frozenset(),
        alike: Set[str] = frozenset(),
        without: Set[str] = frozenset(),
        fading: float = FADING,
        margin: float = MARGIN,
        many: Set[str] = frozenset(),
    ) -> Antecedent | None:
        """The weightiest candidate of the allowed types; ``also`` may come of other types, ``alike`` weigh more.

        Names of the types in ``many`` count where they stand for several things ("its Trainium chips … them").
        """
        weights: dict[tuple[str, str], float] = defaultdict(float)
        nearest: dict[tuple[str, str], int] = {}
        for distance, earlier in enumerate(reversed(self.lines[max(0, line.index - reach) : line.index + 1])):
            for candidate, weight in self._candidates(earlier, token if earlier is line else None):
                plural = candidate.type in many and self._several(earlier, candidate)
                fits = candidate.type in allowed or candidate.name in also or plural
                if fits and candidate.name not in without:
                    who = (candidate.name, candidate.type)
                    weights[who] += weight * fading**distance * (ALIKE if candidate.name in alike else 1)
                    nearest.setdefault(who, earlier.index)
            for expression, found in self.resolved.get(earlier.index, ()):
                if (
                    found.type in allowed
                    and found.name not in without
                    and (earlier is not line or expression.end <= token.start)
                ):
                    weights[found.name, found.type] += self._weight(expression) * fading**distance
                    nearest.setdefault((found.name, found.type), earlier.index)
            for who, weight in self._unnamed(earlier, token if earlier is line else None, allowed):
                weights[who] += weight * fading**distance
        if not any(name for name, _ in weights):
            return None
        for name, type_ in list(weights):
            if self.portrayed and type_ == self.person and name.split()[-1:] == [self.portrayed]:
                weights[name, type_] += PORTRAYED
        ranked = sorted(weights.items(), key=lambda w: (-w[1], w[0]))
        if len(ranked) > 1 and ranked[0][1] < margin * ranked[1][1]:
            return None
        (name, type_), _ = ranked[0]
        if (name, type_) not in nearest:
            return None
        return Antecedent(name=name, type=type_, line=nearest[name, type_])

    def _several(self, line: Line, found: Found) -> bool:
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

    def _unnamed(self, line: Line, before: Token | None, allowed: set[str]) -> Iterator[tuple[tuple[str, str], float]]:
        """Nouns without a name that an expression may just as well stand for ("the regulator said it …")."""
        if line.tree is None:
            return
        resolved = {token.i for token, _ in self.resolved.get(line.index, ())}
        for token in line.tree.tokens:
            if (before is not None and token.end > before.start) or token.i in resolved or token.name >= 0:
                continue
            plural = token.tag == "NNS" and before is not None and self.kinds.get(before.lemma) == "plural"
            described = (
                self.grammar.nouns.get(token.lemma) in allowed
                and token.tag == "NN"
                and token.dep in {"nsubj", "nsubjpass"}
            )
            introduced = any(k.name >= 0 for k in line.tree.kids(token)) or line.tree.head(token).name >= 0
            if ((plural and token.dep in {"nsubj", "nsubjpass", "dobj", "appos"}) or described) and not introduced:
                yield (
                    ("", f"{line.index}:{token.i}"),
                    RECENCY + {"dobj": OBJECT, "appos": OBJECT}.get(token.dep, SUBJECT),
                )

    def _candidates(self, line: Line, before: Token | None) -> Iterator[tuple[Found, float]]:
        for i, found in enumerate(line.names):
            _start, end = line.span(found)
            if before is not None and end > before.start:
                continue
            token = line.tokens_of.get(i)
            if (
                before is not None
                and token is not None
                and line.tree is not None
                and self._blocked(line.tree, token, before)
            ):
                continue
            weight = self._salience(line, found, token)
            if (
                before is not None
                and token is not None
                and line.tree is not None
                and self._commands(line.tree, token, before)
            ):
                weight += COMMAND
            if (
                before is not None
                and token is not None
                and line.tree is not None
                and self._controls(line.tree, token, before)
            ):
                weight += CONTROL
            if weight:
                yield found, weight

    def _weight(self, expression: Token) -> float:
        return RECENCY + {"nsubj": SUBJECT, "nsubjpass": SUBJECT, "poss": 55.0}.get(expression.dep, OTHER)

    def _salience(self, line: Line, found: Found, token: Token | None) -> float:
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

    def _controls(self, tree: Sentence, candidate: Token, expression: Token) -> bool:
        """Whether a candidate does what the clause of an expression says: "barred X from shipping its chips"."""
        verb = tree.head(candidate)
        if candidate.dep not in {"dobj", "nsubjpass"} or verb.lemma not in self.grammar["object_control"]:
            return False
        clause = next((a for a in tree.ancestors(expression) if a.pos in VERBAL), None)
        above = [] if clause is None else [tree.head(clause), tree.head(tree.head(clause))]
        return clause is not None and clause.dep in {"pcomp", "xcomp", "ccomp"} and verb.i in {a.i for a in above}

    def _within_own_clause(self, tree: Sentence, candidate: Token, expression: Token) -> bool:
        """Whether an expression undergoes what a relative clause says that the candidate does."""
        clause = next((a for a in tree.ancestors(expression) if a.pos in VERBAL), None)
        if clause is None or clause.dep != "relcl" or expression.dep in {"poss", "nsubj", "nsubjpass"}:
            return False
        party = tree.head(clause)
        own = any(k.tag in RELATIVE_TAGS for k in tree.kids(clause, "nsubj"))
        return own and candidate.i in {party.i, party.head if party.dep == "appos" else party.i}

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
        if self._within_own_clause(tree, candidate, pronoun):
            return True
        if not self.kind(pronoun) and pronoun.dep != "attr" and candidate.dep in {"nsubj", "nsubjpass"}:
            clause = next((a for a in tree.ancestors(pronoun) if a.pos in VERBAL), None)
            if clause is not None and candidate.head == clause.i:
                return True
        owned = tree.head(pronoun)
        if pronoun.dep == "poss" and owned.dep == "attr" and top.head == owned.head:
            return True
        if pronoun.dep == "poss" and owned.dep == "appos" and owned.head == candidate.i:
            return True
        return candidate.head == pronoun.i
