"""What pronouns and descriptions stand for, inside one document.

Candidates are the names before the expression, weighed by salience after Lappin and Leass (1994, Computational
Linguistics 20(4)): recency halves with every sentence, subjects count more than objects, objects more than the rest.
Type and number must agree. Two candidates of nearly equal weight leave the reference unresolved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise, takewhile

from kg.lexicon import Grammar
from kg.ontology import Ontology, Role
from kg.reading.clauses import RELATIVE_TAGS, SUBJECTS, VERBAL
from kg.reading.lines import Line
from kg.reading.names import index
from kg.reading.portraits import Portraits
from kg.reading.salience import Salience, kind_of_pronoun
from kg.reading.trees import Sentence, Token

PORTRAYED = 150.0
"""What a person weighs more whose name is the title of the text."""
ALIKE = 2.0
"""How much more a name weighs that the document has described by the same noun."""

REACH = {"thing": 1, "plural": 1, "person": 3, "description": 8}
"""How many sentences back each kind of expression looks."""

MARGIN = 1.1
"""By what factor the best candidate must outweigh the next of another name."""

PLACED, APART = 1.4, 1.5
"""The same for a description with a place, and where several names of its type stand in its own sentence."""

FADING = 0.5
"""What remains of a name's weight with every sentence."""

CONTROLLED = {"xcomp", "conj"}
"""What hangs a verb on the one whose subject does it as well: "X tried to buy", "X rose and bought"."""

TOPIC_FADING, TOPIC_MARGIN = 0.85, 1.5
"""The same for what a text is about, which changes slowly and must stand out."""


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
        self.places = {self.grammar.tables["library"]["countries"], self.grammar.tables["guesses"]["GPE"]}
        self.resolved: dict[int, list[tuple[Token, Antecedent]]] = {}
        """Expressions already resolved, by line."""
        self.names = frozenset(f.name for line in lines for f in line.names)
        """All names of the document."""
        self._salience = Salience(self.grammar)
        self._portraits = Portraits(lines, ontology)
        self.trace()

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
            return self._best(line, token, allowed, REACH[kind], without=self._subject(line, token))
        type_ = self.grammar.nouns.get(token.lemma)
        if (
            type_
            and token.tag == "NN"
            and token.dep in {"nsubj", "nsubjpass"}
            and any(k.lemma == "the" for k in line.tree.kids(token, "det"))
        ):
            near = [k for kid in line.tree.kids(token) for k in (kid, *line.tree.kids(kid))]
            places = frozenset(line.names[k.name].name for k in near if self._is_place(line, k))
            if not any(
                (k.name >= 0 and not self._is_place(line, k)) or k.tag == "JJS" or k.lemma == "of" for k in near
            ):
                return self.description(line, token, type_, places)
        return None

    def _is_place(self, line: Line, token: Token) -> bool:
        """Whether a word before a noun tells where what it describes has its seat: "the Hangzhou start-up"."""
        return (
            token.name >= 0 and token.dep in {"amod", "compound", "nmod"} and line.names[token.name].type in self.places
        )

    def kind(self, token: Token) -> str:
        """``thing``, ``plural`` or ``person`` for a pronoun; empty for any other word."""
        return kind_of_pronoun(token, self.kinds)

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
        allowed = {t for t in fitting if kind != "plural" or (t in groups and not self._counted_out(line, token))}
        things, without = fitting - allowed, self._subject(line, token)
        if things and (token.dep in {"dobj", "pobj"} or self._of_act(line, token)):
            found = self._best(line, token, set(), REACH[kind], many=things)
            if found is not None:
                return found
        if made := allowed & self.grammar["named_after_maker"] if self._of_training(line, token) else set():
            found = self._best(line, token, made, REACH[kind], without=without)
            if found is not None:
                return found
        return self._best(line, token, allowed, REACH[kind], many=things, without=without)

    def _of_training(self, line: Line, token: Token) -> bool:
        """Whether a pronoun owns what only things that are made undergo: "its training", "its training costs"."""
        assert line.tree is not None
        owned = line.tree.head(token)
        words = (owned, *line.tree.kids(owned, "compound"))
        return token.dep == "poss" and any(t.lemma in self.grammar["training_nouns"] for t in words)

    def _counted_out(self, line: Line, token: Token) -> bool:
        """Whether a pronoun stands for things that are counted, never for one firm: "two of them", "some of them"."""
        assert line.tree is not None
        prep = line.tree.head(token)
        noun = line.tree.head(prep)
        counts = noun.tag in {"CD", "DT"} or noun.lemma in self.grammar["transparent_nouns"]
        return token.dep == "pobj" and prep.lemma == "of" and counts

    def _of_act(self, line: Line, token: Token) -> bool:
        """Whether a pronoun undergoes what the noun after it says: "their export"."""
        assert line.tree is not None
        return token.dep == "poss" and line.tree.head(token).lemma in self.grammar["transparent_nouns"]

    def _subject(self, line: Line, token: Token) -> frozenset[str]:
        """What a pronoun's own clause says is somebody else: in "it sells them" they, in "it bars X" X."""
        assert line.tree is not None
        verb = line.tree.head(token)
        if token.dep == "nsubj":
            below = (
                k for kid in line.tree.kids(verb, "dobj", "prep", "dative", "agent") for k in line.tree.subtree(kid)
            )
            others = {self._side(line.names[k.name].name) for k in below if k.name >= 0 and k.i > token.i}
            return frozenset(name for name in self.names if self._side(name) in others) if others else frozenset()
        return self._doers(line, token, self.ontology.types)

    def _side(self, name: str) -> str:
        """Whom a name stands for: the country of a capital."""
        row = index(self.ontology).by_name.get(name)
        return row.stands_for if row and row.stands_for else name

    def _doers(self, line: Line, token: Token, types: Collection[str]) -> frozenset[str]:
        """Who does to a description what is told of it: in "X had tried to buy the firm" the firm is not X."""
        assert line.tree is not None
        if token.dep not in {"dobj", "dative", "pobj"}:
            return frozenset()
        verb = next((a for a in line.tree.ancestors(token) if a.pos in VERBAL), None)
        subjects = self._actors(line.tree, verb) if verb is not None else []
        subjects += [m for s in subjects for m in line.tree.subtree(s) if self._listed_in(line, m, s)]
        known = {t.i: found for t, found in self.resolved.get(line.index, ())}
        found = (line.names[s.name] if s.name >= 0 else known.get(s.i) for s in subjects)
        return frozenset(f.name for f in found if f and f.type in types)

    def _actors(self, tree: Sentence, verb: Token) -> list[Token]:
        """Who does what a verb says, though a verb above it has them: "X tried to buy", "told X to buy"."""
        for below, above in pairwise((verb, *tree.ancestors(verb))):
            if not self._controlled(tree, below) or tree.kids(below, *SUBJECTS):
                return [self._meant_by(tree, k) for k in tree.kids(below, "nsubj", "nsubjpass")]
            if below.dep == "xcomp" and (told := list(tree.kids(above, "dobj"))):
                return told
            verb = above
        return list(tree.kids(verb, "nsubj"))

    def _controlled(self, tree: Sentence, below: Token) -> bool:
        """Whether who does what is above a verb does it as well: "tried to buy", "was the first to buy"."""
        infinitive = below.tag == "VB" and any(k.tag == "TO" for k in tree.kids(below, "aux"))
        return below.dep in CONTROLLED or (infinitive and below.dep in {"advcl", "relcl"}) or below.dep == "attr"

    def _meant_by(self, tree: Sentence, subject: Token) -> Token:
        """What a relative pronoun stands for; any other word is meant itself."""
        clause = tree.head(subject)
        return tree.head(clause) if subject.tag in RELATIVE_TAGS and clause.dep == "relcl" else subject

    def _listed_in(self, line: Line, member: Token, subject: Token) -> bool:
        """Whether a name is one of those that a subject lists: "backers including X and Y", "X and Y"."""
        assert line.tree is not None
        if member.name < 0 or member.dep not in {"conj", "pobj"}:
            return False
        between = takewhile(lambda a: a.i != subject.i, line.tree.ancestors(member))
        return all(a.name >= 0 or a.lemma in self.grammar["exemplifiers"] for a in between)

    def _said_to_be(self, line: Line, token: Token) -> Set[str]:
        """The types that a copula leaves open: in "it is the first model" it is a model."""
        assert line.tree is not None
        head = line.tree.head(token)
        told = {self.grammar.nouns[k.lemma] for k in line.tree.kids(head, "attr") if k.lemma in self.grammar.nouns}
        return told if token.dep == "nsubj" and head.lemma == "be" and told else self.ontology.types.keys()

    def _known_owner(self, line: Line, token: Token) -> Antecedent | None:
        """In "its R1 model", "it released R1" the pronoun stands for the maker of R1, where the document names it."""
        if line.tree is None:
            return None
        head = line.tree.head(token)
        made = token.dep == "nsubj" and head.lemma in self.grammar["making_verbs"]
        owned = [head] if token.dep == "poss" else line.tree.kids(head, "dobj") if made else []
        for item in (k for o in owned for k in (o, *line.tree.kids(o, "compound", "appos"))):
            row = line.names[item.name].row if item.name >= 0 else None
            known = row is not None and row.type != self.person and row.maker in self.names
            own = not made or (row is not None and row.type in self.grammar["named_after_maker"])
            if row and known and own and (maker := index(self.ontology).by_name.get(row.maker)):
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
        doers = self._doers(line, token, {type_})
        if not places:
            alike = self._portraits.described.get(token.lemma, set())
            also = {name for name, as_ in self._portraits.known_as if as_ == type_}
            return self._best(line, token, {type_}, REACH["description"], also=also, alike=alike, without=doers)
        return self._placed(line, token, type_, places, doers)

    def _placed(
        self, line: Line, token: Token, type_: str, places: frozenset[str], without: frozenset[str]
    ) -> Antecedent | None:
        """What a description with a place stands for."""
        places = places | {row.maker for p in places if (row := index(self.ontology).by_name.get(p)) and row.maker}
        tied = {name for name, place in self._portraits.tied if place in places}
        before = self.lines[max(0, line.index - REACH["description"]) : line.index]
        near = {f.name for earlier in before for f in earlier.names if f.type == type_ and f.kind != "adjective"}
        beside = {f.name for f in line.names if f.type == type_ and line.span(f)[1] <= token.start} - without
        near -= without
        near |= beside if len(near) != 1 or near.isdisjoint(beside) else set()
        chosen = near & tied or (near if len(near) == 1 else set())
        if len(chosen) == 1:
            return Antecedent(name=chosen.pop(), type=type_, line=line.index)
        if near & tied:
            return None
        without |= {name for name, place in self._portraits.tied if place not in places} - tied
        return self._best(line, token, {type_}, 2, without=without, margin=APART if len(beside) > 1 else PLACED)

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
            for candidate, weight in self._salience.candidates(earlier, token if earlier is line else None):
                plural = candidate.type in many and self._salience.several(earlier, candidate)
                fits = candidate.type in allowed or candidate.name in also or plural
                if fits and candidate.name not in without:
                    who = (candidate.name, candidate.type)
                    own = weight + self._salience.echo(earlier, candidate, line, token)
                    weights[who] += own * fading**distance * (ALIKE if candidate.name in alike else 1)
                    nearest.setdefault(who, earlier.index)
            for expression, found in self.resolved.get(earlier.index, ()):
                if (
                    found.type in allowed
                    and found.name not in without
                    and (earlier is not line or expression.end <= token.start)
                ):
                    weights[found.name, found.type] += self._salience.weight(expression) * fading**distance
                    nearest.setdefault((found.name, found.type), earlier.index)
            known = {expression.i for expression, _ in self.resolved.get(earlier.index, ())}
            before = token if earlier is line else None
            for who, weight in self._salience.unnamed(earlier, before, allowed, known, token):
                weights[who] += weight * fading**distance
        if not any(name for name, _ in weights):
            return None
        for name, type_ in list(weights):
            if self._portraits.portrayed and type_ == self.person and name.split()[-1:] == [self._portraits.portrayed]:
                weights[name, type_] += PORTRAYED
        ranked = sorted(weights.items(), key=lambda w: (-w[1], w[0]))
        if len(ranked) > 1 and ranked[0][1] < margin * ranked[1][1]:
            return None
        (name, type_), _ = ranked[0]
        if (name, type_) not in nearest:
            return None
        return Antecedent(name=name, type=type_, line=nearest[name, type_])
