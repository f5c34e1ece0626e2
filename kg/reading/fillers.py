"""From a grammatical position to what fills it: names, resolved references, described kinds, amounts, dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Amount, Date, Reference
from kg.ontology import AMOUNT, ANYTHING, DATE, LITERAL, Role
from kg.reading.clauses import RELATIVE_TAGS, VERBAL
from kg.reading.names import Found, index
from kg.reading.noun_phrases import Filler
from kg.reading.quantities import Quantity
from kg.reading.standins import StandIns, steps_to
from kg.reading.trees import Token

PLURAL = "plural"
"""The kind of pronouns that may stand for several names at once (ontology/grammar.toml)."""
REFLEXIVE = "reflexive"
"""The kind of pronouns that stand for the subject of their clause."""
OF_OWNER = ("on", "possessor", "compound", "of", "in", "for", "at", "by", "between", "patient")
"""Where the owner of a noun stands."""
OF_AMOUNT = ("extent", "of", "worth")
"""Where the amount stands that a noun comes to."""
DEPTH = 5
"""How many nouns may be looked through ("a number of shipments of chips")."""


class Fillers(StandIns):
    """The fillers that the tokens of one sentence offer."""

    def of(
        self,
        token: Token,
        role: Role,
        through: frozenset[str] = frozenset(),
        *,
        identity: bool = False,
        together: bool = True,
        clause: Token | None = None,
    ) -> list[Filler]:
        """The fillers of a role that a token offers, coordination and examples expanded; empty where none fits.

        With ``identity`` only what the token itself stands for counts, not what it is about ("Nvidia's China
        business"); without ``together`` what is coordinated with it stays out, and so does what follows a ``clause``
        that hangs on the token: in "X, which owns Y, and Z" Z owns nothing.
        """
        found: list[Filler] = []
        members = self._coordinated(token) if together else (token,)
        for member in members:
            if clause is not None and token.i < clause.i < member.i and self._hangs_on(clause, token):
                continue
            if clause is not None and clause.i == token.i != member.i and self._owned(token) and self._owned(member):
                continue
            for filler in (
                self._through(member, role, through) if through else self._one(member, role, 0 if identity else DEPTH)
            ):
                if filler not in found:
                    found.append(filler)
        return found

    def _through(self, token: Token, role: Role, nouns: frozenset[str]) -> Iterator[Filler]:
        """The owner of a noun of a list: "Nvidia shares", "shares of Nvidia", "Nvidia's market value"."""
        if not self._listed(token, nouns):
            for inner in self._content(token):
                if self._listed(inner, nouns):
                    yield from self._through(inner, role, nouns)
            return
        owned = False
        for position in OF_AMOUNT if AMOUNT in role.ranges else OF_OWNER:
            for owner in self.arguments.of_noun(token, position):
                for member in self._coordinated(owner):
                    found = list(self._one(member, role, DEPTH))
                    owned = owned or bool(found)
                    yield from found
        if not owned and self._definite(token) and not any(True for _ in self.arguments.of_noun(token, "possessor")):
            yield from self._unsaid_owner(token, role)

    def _listed(self, token: Token, nouns: frozenset[str]) -> bool:
        if token.lemma in nouns or token.text.lower() in nouns:
            return True
        phrase = " ".join([*(k.text.lower() for k in self.tree.kids(token, "compound", "amod")), token.lemma])
        return any(phrase.endswith(n) for n in nouns if " " in n)

    def within(self, token: Token, role: Role) -> Iterator[Filler]:
        """Names inside a longer name: the country of "US Navy" or "Bank of Japan"."""
        if token.name < 0:
            return
        outer = self._names(token)
        words = self.line.words[outer.first : outer.end]
        after_of = {i + 1 for i, word in enumerate(words) if word.text == "of"}
        after_of |= {i + 1 for i in after_of if i < len(words) and words[i].text.lower() == "the"}
        opened = len(words) > 1 and words[0].text in self.grammar["body_openers"]
        people = words[0].text.lower() in self.grammar["peoples"]
        starts = [0, *([1] if opened and not people else []), *sorted(i for i in after_of if i < len(words))]
        country = self.grammar.tables["library"]["countries"]
        inner = [
            f
            for i in starts
            for f in index(self.ontology).find(words[i : i + 2])
            if f.first == 0 and (f.kind == ("full" if i in after_of else "adjective") if i else f.type == country)
        ]
        for found in inner:
            after = words[starts[0] + 1].text if found.kind == "adjective" and len(words) > 1 else ""
            if (
                found.kind in {"full", "adjective"}
                and after not in self.grammar["landforms"]
                and found.name != outer.name
                and self.ontology.fits(found.type, role)
                and found.type in self.place_types()
            ):
                start, end = words[0].start, words[-1].end
                text = self.text[start:end]
                yield Filler(
                    name=found.name,
                    type=found.type,
                    start=start,
                    end=end,
                    text=text,
                    references=steps_to(text, found.name, "part"),
                )

    def _one(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        if AMOUNT in role.ranges or DATE in role.ranges:
            yield from self._values(token, role)
            return
        if token.tag in RELATIVE_TAGS:
            above = next((a for a in self.tree.ancestors(token) if a.dep == "relcl"), None)
            if above is not None:
                yield from self._one(self.tree.head(above), role, max(depth - 1, 0))
            return
        found = [f for f in self._candidates(token, role, depth) if self._fits(f, role)]
        if found:
            yield from found
        elif LITERAL in role.ranges or ANYTHING in role.ranges:
            passed = token.lemma in self.grammar["transparent_nouns"] or token.tag == "CD"
            content = self.arguments.of_noun(token, "of") if passed else ()
            inner = [literal for t in content for member in self._coordinated(t) if (literal := self._literal(member))]
            yield from inner or [literal for literal in [self._literal(token)] if literal]

    def _candidates(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        if token.name >= 0:
            yield from self._named(token, role)
        elif self.references.kind(token) == REFLEXIVE:
            yield from self._oneself(token, role, depth)
        elif group := self._together(token, role):
            yield from group
        elif self.references.kind(token):
            if antecedent := self.references.pronoun(self.line, token, role):
                row = index(self.ontology).by_name.get(antecedent.name)
                name, type_ = antecedent.name, antecedent.type
                steps = steps_to(token.text, name, "pronoun")
                if row and row.stands_for and not role.ranges <= self.place_types():
                    steps += steps_to(name, row.stands_for, self._seat(type_))
                    name, type_ = row.stands_for, self._type_of_name(row.stands_for)
                start, end = token.start, token.end
                yield Filler(name=name, type=type_, start=start, end=end, text=token.text, references=steps)
        elif depth and self._gerund(token):
            for object_ in self.tree.kids(token, "dobj"):
                for member in self._coordinated(object_):
                    yield from self._one(member, role, depth - 1)
        elif token.pos not in VERBAL or token.tag in {"NN", "NNS"}:
            own = token.text.lower() in self.grammar["first_person"]
            yield from self._own_side(token) if own else self._noun(token, role, depth)

    def _together(self, token: Token, role: Role) -> list[Filler]:
        """The names for which an expression stands at once: "they", "both", "the two firms"."""
        plural = self.references.kind(token) == PLURAL
        found = list(self._group(token, role)) if plural else []
        return found or (list(self._named_before(token, role)) if plural or self._counted(token) else [])

    def _oneself(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        """Who does what a reflexive pronoun undergoes: "X bills itself as a rival of Y"."""
        for subject in self.arguments.agents(self.tree.head(token)):
            if self.references.kind(subject) != REFLEXIVE:
                yield from self._one(subject, role, max(depth - 1, 0))

    def _gerund(self, token: Token) -> bool:
        """Whether a token is a gerund that stands for its object, though the tagger may call it a noun."""
        verbs = self.grammar["transparent_verbs"]
        if token.tag == "VBG" and token.pos in VERBAL:
            return token.lemma in verbs
        stem = token.text.lower().removesuffix("ing")
        named = any(k.name >= 0 for k in self.tree.kids(token, "dobj"))
        return token.text.endswith("ing") and named and not verbs.isdisjoint({stem, stem + "e", stem[:-1]})

    def _named(self, token: Token, role: Role) -> Iterator[Filler]:
        found = self._names(token)
        text = self.text[token.start : token.end]
        steps = tuple(Reference(text=n.name, name=n.other, kind=n.reason) for n in found.namings)
        own = Filler(name=found.name, type=found.type, start=token.start, end=token.end, text=text, references=steps)
        other = found.row.stands_for if found.row else ""
        seat = token.dep == "pobj" and self.tree.head(token).lemma == "of" and self._fits(own, role)
        if not other or role.ranges <= self.place_types() or seat:
            yield own
        else:
            steps += steps_to(found.name if steps else text, other, self._seat(found.type))
            yield replace(own, name=other, type=self._type_of_name(other), references=steps)

    def _seat(self, type_: str) -> str:
        """As what a name of a type stands for a country: the capital or the government."""
        return "capital" if type_ in self.place_types() else "government"

    def _noun(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        type_ = self._described(token)
        named = list(self._named_noun(token, type_, role))
        if named:
            yield from named
            return
        inside = max(depth - 1, 0)
        members = [m for e in self._examples(token) for m in self._coordinated(e) if m.i not in self._expanded]
        self._expanded.add(token.i)
        examples = [f for m in members for f in self._one(m, role, inside)]
        self._expanded.discard(token.i)
        if examples:
            yield from examples
            return
        if described := self._description(token, type_):
            yield described
            return
        passed = token.lemma in self.grammar["transparent_nouns"] or token.tag == "CD" or self._newest(token)
        if passed and (inner := list(self._passed(token, role, depth))):
            yield from inner
            return
        if depth and (owners := list(self._acting(token, role, depth))):
            yield from owners
            return
        if depth and (
            own := list(self._unnamed_product(token, type_, role, depth)) or list(self._staff(token, role, depth))
        ):
            yield from own
            return
        if depth:
            yield from self._by_nationality(token)
        if type_ and self.ontology.fits(type_, role):
            yield self._kind(token, type_)

    def _passed(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        """What a transparent noun is about; a noun of a series ("the H800 series") stands for it in any case."""
        if depth:
            yield from self._inside(token, role, depth)
        elif token.lemma in self.grammar["series_nouns"] and token.i not in self._passing:
            self._passing.add(token.i)
            yield from self._inside(token, role, 1)
            self._passing.discard(token.i)

    def _named_noun(self, token: Token, type_: str, role: Role) -> Iterator[Filler]:
        """Names that a noun phrase contains or explains: "the R1 model", "its chatbot, Claude"."""
        explained = list(self._explained(token, type_, role))
        if explained:
            yield from explained
            return
        near = [*self.tree.kids(token, "appos", "compound", "nmod", "amod", "nummod"), *self._dubbed(token)]
        near += [k for kid in near if kid.name < 0 and kid.dep == "compound" for k in self.tree.kids(kid, "compound")]
        near += [k for kid in near if kid.name < 0 and kid.dep == "appos" for k in self._dubbed(kid) if k.name >= 0]
        for kid in near:
            for member in self._coordinated(kid) if kid.name >= 0 else ():
                if member.name < 0 and kid.dep == "appos":
                    yield from self._one(member, role, 0)
                elif member.name >= 0 and self._names(member).kind != "adjective":
                    yield from self._contained(token, kid, member, type_, role)
        if token.lemma in self.grammar["maker_nouns"] and self._definite(token):
            made = next((t for t in self.arguments.of_noun(token, "=of") if t.name >= 0), None)
            if made is not None and (maker := self._maker_here(self._names(made))):
                yield self._its_maker(self._names(made), maker, token.start, made.end)

    def _explained(self, token: Token, type_: str, role: Role) -> Iterator[Filler]:
        """The name that a noun is said of, by apposition or copula, or that follows it: "the city of X"."""
        head = self.tree.head(token)
        if token.dep == "appos" and head.name < 0 and self._described(head) == type_:
            yield from self._named_noun(head, type_, role)
        elif token.dep in {"compound", "nmod"} and head.name >= 0 and type_ == self._names(head).type:
            yield from self._named(head, role)
        elif token.dep == "appos" and head.name >= 0 and type_ in {self._names(head).type, self._untold(token)}:
            for member in self._coordinated(head) if self._plural(token) else (head,):
                yield from self._named(member, role) if member.name >= 0 else ()
        elif (series := self._whole(token)) and self._is_said_of(series, head := self.tree.head(series)):
            types = self.place_types() if type_ in self.place_types() else {type_}
            subjects = (k for k in self.tree.kids(head, "nsubj") if k.name >= 0 and self._names(k).type in types)
            for subject in subjects:
                yield from self._named(subject, role)
        elif token.dep == "pobj" and head.lemma == "among" and self.tree.head(head).lemma == "be":
            subjects = (k for k in self.tree.kids(self.tree.head(head), "nsubj") if k.name >= 0)
            for member in (m for k in subjects for m in self._coordinated(k)):
                yield from self._named(member, role)
        elif type_ in self.place_types():
            for place in self.arguments.of_noun(token, "=of"):
                if place.name >= 0 and self._names(place).type in self.place_types():
                    yield from self._named(place, role)

    def _untold(self, token: Token) -> str:
        """The type of a noun that may tell what any name is; none has that tells of an act: "X, a move it made"."""
        acts = self.grammar["acts"] | self.grammar["control_nouns"] | self.grammar["planning"]
        return "" if token.lemma not in acts else LITERAL

    def _whole(self, token: Token) -> Token:
        """The noun of a series whose members a noun tells, or the noun: in "a family of models" the family."""
        prep = self.tree.head(token)
        series = self.tree.head(prep)
        of = token.dep == "pobj" and prep.lemma == "of" and series.lemma in self.grammar["series_nouns"]
        return series if of else token

    def _is_said_of(self, noun: Token, verb: Token) -> bool:
        """Whether a copula says a noun of its subject: "Texas became the first state to ban X"."""
        copula = verb.lemma in self.grammar["copular_verbs"]
        return noun.dep == "attr" and copula and not self.tree.kids(verb, "neg")

    def _contained(self, token: Token, kid: Token, member: Token, type_: str, role: Role) -> Iterator[Filler]:
        """A name in a noun phrase, if it is the phrase's own, or its maker's: "the GPT-4 maker", "the X app"."""
        found = self._names(member)
        inside = kid.dep in {"compound", "nmod"}
        start, end = member.start, token.end
        text = self.text[start:end]
        firm = type_ in self.grammar["firms"] and token.lemma not in self.grammar["held"]
        if firm and inside and self._maker_here(found) == type_:
            yield self._its_maker(found, type_, start, end)
        elif (
            found.type == type_
            or self._artifacts(found.type, type_)
            or (not inside and kid.dep not in {"amod", "nummod"} and self.ontology.fits(found.type, role))
        ):
            yield from self._named(member, role)
        elif (inside or kid.dep == "amod") and not self._plural(token) and self._stands_for_maker(found, type_):
            yield Filler(name=found.name, type=found.type, start=start, end=end, text=text)

    def _its_maker(self, made: Found, type_: str, start: int, end: int) -> Filler:
        """The maker for which a noun phrase stands that names what is made; half-open offsets of the phrase."""
        maker, text = made.row.maker if made.row else "", self.text[start:end]
        return Filler(
            name=maker, type=type_, start=start, end=end, text=text, references=steps_to(text, maker, "maker")
        )

    def _artifacts(self, *types: str) -> bool:
        """Whether all are types of things that firms make: the H20 of "H20 products" is one of them."""
        return self.grammar["named_after_maker"] | self.grammar["kinds"] >= set(types)

    def _values(self, token: Token, role: Role) -> Iterator[Filler]:
        wanted = Amount if AMOUNT in role.ranges else Date
        spans = [(t.start, t.end) for t in [token, *self._near(token)]]
        values = [q for q in self.line.quantities if isinstance(q.value, wanted) and not self._rate(q)]
        for quantity in values:
            if any(quantity.start <= s and e <= quantity.end + 1 for s, e in spans[:1]):
                yield self.of_value(quantity.start, quantity.end, quantity.value)
        if token.lemma in self.grammar["amount_heads"]:
            for quantity in values:
                if any(quantity.start <= s and e <= quantity.end + 1 for s, e in spans[1:]):
                    yield self.of_value(quantity.start, quantity.end, quantity.value)

    def _rate(self, quantity: Quantity) -> bool:
        """Whether an amount is a price for each use or time: "$20 a month", "$2 per million tokens"."""
        after = [t for t in self.tree.tokens if t.start >= quantity.end][:3]
        amount = bool(after) and isinstance(quantity.value, Amount)
        each = amount and after[0].text.lower() in self.grammar["rate_marks"]
        return each and any(t.lemma in self.grammar["rate_units"] for t in after[1:])

    def _near(self, token: Token) -> Sequence[Token]:
        return [t for t in self.tree.subtree(token) if t.i != token.i]

    def of_value(self, start: int, end: int, value: Amount | Date) -> Filler:
        """An amount or a date as a filler, with its half-open offsets."""
        kind = AMOUNT if isinstance(value, Amount) else DATE
        return Filler(name=value.text, type=kind, start=start, end=end, text=self.text[start:end], value=value)
