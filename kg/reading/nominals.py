"""What nouns stand for, whose they are, and who acts in them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.clauses import RELATIVE_TAGS, VERBAL, Clauses
from kg.reading.trees import Token


class Nominals(Clauses):
    """The nouns of one sentence: owners, referents, light verbs, what hangs on them."""

    def possessors(self, noun: Token) -> Iterator[Token]:
        """Whose a noun is: "X's", also where it stands before the first of several nouns."""
        for kid in [*self.s.kids(noun, "poss"), *self._before_title(noun, "poss")]:
            yield self._antecedent(kid)
        if noun.dep == "conj" and not self.s.kids(noun, "poss", "det") and not self._another(noun):
            yield from self.possessors(self.s.head(noun))

    def _another(self, noun: Token) -> bool:
        """Whether a name before a firm or a person says whose it is: "Google's parent X and Facebook owner Y"."""
        firm = self.grammar.nouns.get(noun.lemma) in self.grammar["firms"]
        return firm and any(k.name >= 0 for k in self.s.kids(noun, "compound", "nmod"))

    def _before_title(self, noun: Token, *deps: str) -> Iterator[Token]:
        """What stands before a title that the parser hung on the name after it: "Kestane CEO Noa Ben-Ami"."""
        head = self.s.head(noun)
        if noun.dep in {"compound", "nmod", "amod"} and head.name >= 0:
            owners = ("PRP$", "WP$")
            yield from (k for k in self.s.kids(head, *deps) if k.i < noun.i and (k.name >= 0 or k.tag in owners))

    def _antecedent(self, token: Token) -> Token:
        """For "whose": the noun that the relative clause modifies."""
        if token.tag == "WP$":
            for above in self.s.ancestors(token):
                if above.dep == "relcl":
                    return self.s.head(above)
        return token

    def referents(self, noun: Token) -> Iterator[Token]:
        """What a noun is said of: its apposition, its name, the subject of its copula; nearest first."""
        yield from (k for k in self.s.kids(noun, "appos"))
        head = self.s.head(noun)
        match noun.dep:
            case "amod" if head.name >= 0:
                yield head
            case "appos" | "compound" | "nmod" if head.pos in {"NOUN", "PROPN", "PRON"} or head.name >= 0:
                yield head
            case "attr" | "oprd" | "acomp" if head.pos in VERBAL:
                objects = list(self.s.kids(head, "dobj"))
                yield from objects or self.surface_subjects(head)
            case "conj":
                own = any(k.dep == "poss" or k.lemma == "the" for k in self.s.kids(noun, "poss", "det"))
                yield from self.referents(head) if head.name < 0 and head.pos not in VERBAL and not own else ()
            case "pobj":
                yield from self._predicated(head)
            case "xcomp" | "ccomp" if noun.pos == "NOUN" and (party := self.s.kids(noun, "nsubj")):
                yield from party
            case "dobj" | "xcomp" | "ccomp" if head.lemma in self.grammar["copular_verbs"]:
                yield from self.surface_subjects(head)
            case "nsubj" if head.lemma == "be":
                yield from self.s.kids(head, "attr")
            case "nsubj" if head.lemma in self.grammar["exemplifiers"]:
                yield from self.s.kids(head, "dobj")
            case "ROOT" | "dep" | "npadvmod":
                yield from (k for k in self.s.kids(noun, "nsubj", "dep"))
        yield noun

    def _predicated(self, prep: Token) -> Iterator[Token]:
        """What a noun under a preposition is said of: "chose X as its partner", "turned X into a rival"."""
        above = self.s.head(prep)
        match prep.lemma:
            case "of" if above.lemma in self.grammar["members"]:
                yield from self.referents(above)
            case "of" if above.dep == "dobj" and self.s.head(above).lemma in self.grammar["joining_verbs"]:
                yield from self.surface_subjects(self.s.head(above))
            case "among" if above.lemma == "be":
                yield from self.surface_subjects(above)
            case "among" | "as" if (party := self._party(prep)) is not None:
                yield party
            case "into" if above.lemma in self.grammar["turning_verbs"]:
                yield from list(self.s.kids(above, "dobj")) or self.surface_subjects(above)
            case "as" if above.lemma in self.grammar["distinctions"] and above.name < 0:
                yield from list(self.possessors(above)) or self._light_subjects(above)
            case "as" if above.pos == "ADJ":
                yield from list(self.s.kids(above, "nsubj")) or self.referents(above)
            case "as" if above.lemma in self.grammar["succeeding_verbs"] and self.passive(above):
                yield from self._by(above)
            case "as" if above.pos in VERBAL:
                objects = [] if above.lemma in self.grammar["as_subject"] else list(self.s.kids(above, "dobj"))
                for party in objects or self.surface_subjects(above):
                    held = party.lemma in self.grammar["distinctions"] and party.name < 0
                    yield from self.possessors(party) if held else (party,)

    def _party(self, prep: Token) -> Token | None:
        """Whom "with" brings right before "among" or "as": "with X and Y among the backers", "a round with X as"."""
        party = self._absolute(prep)
        own = party is not None and (prep.lemma == "among" or self.s.head(self.s.head(party)).pos == "NOUN")
        return party if own else None

    def _absolute(self, word: Token) -> Token | None:
        """The party right before a word, or the first of several, that "with" brings: "with X down 8%"."""
        party = self.s.tokens[word.i - 1]
        while party.dep == "conj":
            party = self.s.head(party)
        return party if party.dep == "pobj" and party.name >= 0 and self.s.head(party).lemma == "with" else None

    def _governing_verb(self, noun: Token) -> Token | None:
        """The verb that an adverbial noun belongs to: "go toe to toe", "is on a par"."""
        head = self.s.head(noun)
        if noun.dep in {"npadvmod", "dobj", "attr", "advmod"} and head.pos in VERBAL:
            return head
        above = self.s.head(head)
        if noun.dep == "pobj" and above.dep == "dobj" and head.lemma == "on":
            above = self.s.head(above)
        return above if noun.dep == "pobj" and above.pos in VERBAL else None

    def _site(self, noun: Token) -> Iterator[Token]:
        """The place in "at X in Y", "of X in Y": a phrase that can belong to X alone."""
        if noun.dep == "pobj" and self.s.head(noun).lemma in {"at", "of"}:
            yield from (
                t
                for prep in self.s.kids(noun, "prep")
                if prep.lemma == "in" and prep.i == noun.i + 1
                for t in self.governed(prep)
            )

    def _opening(self, noun: Token) -> Iterator[Token]:
        """Where the sentence opens in which somebody with a title does something: "At X, chairman Y promised"."""
        head = self.s.head(noun)
        party = head if noun.dep in {"compound", "nmod", "appos"} and head.name >= 0 else noun
        verb = self.s.head(party)
        for prep in self.s.kids(verb, "prep") if party.dep == "nsubj" else ():
            apart = any(t.text == "," for t in self.s.tokens[prep.i : noun.i])
            if prep.lemma == "at" and prep.i < noun.i and apart:
                yield from self.governed(prep)

    def _licensed(self, noun: Token) -> Iterator[Token]:
        """What somebody may do by a noun: "a licence to ship X", "permission for X"."""
        for clause in self.s.kids(noun, "acl", "relcl"):
            yield from self.s.kids(clause, "dobj")
        yield from self._preposition(noun, "for")

    def _light_subjects(self, noun: Token) -> Iterator[Token]:
        """The doer of a noun under a light verb: "the US imposed curbs", "curbs that the US imposed"."""
        for verb in self._light_verbs(noun):
            if verb.lemma not in self.grammar["undergo_verbs"] | self.grammar["demanding_verbs"]:
                yield from self.agents(verb)

    def _beside(self, noun: Token) -> Iterator[Token]:
        """The object of a light verb beside the noun: the money of "raised $5m in a round"."""
        for verb in self._light_verbs(noun):
            yield from (t for t in self.patients(verb) if t.i != noun.i)

    def _undergoers(self, noun: Token) -> Iterator[Token]:
        """Who undergoes a noun: "Nvidia faces curbs"."""
        for verb in self._light_verbs(noun):
            if verb.lemma in self.grammar["undergo_verbs"]:
                yield from self.agents(verb)
        yield from self._valued(noun)
        prep = self.s.head(noun)
        above = self.s.head(prep)
        if noun.dep == "pobj" and prep.lemma == "under":
            yield from self.surface_subjects(above) if above.pos in VERBAL else self.referents(above)
        if noun.dep == "pobj" and prep.lemma == "with" and prep.i == above.i + 1 and above.pos not in VERBAL:
            yield from self.referents(above)
        if noun.dep == "pobj" and prep.lemma == "to" and above.lemma in self.grammar["subjected"]:
            yield from self.surface_subjects(self.s.head(above)) if above.dep == "acomp" else (self.s.head(above),)

    def _valued(self, noun: Token) -> Iterator[Token]:
        """Whom a round values: "the round values X at $1bn", "a round that valued X", "X was valued in a round"."""
        above = self.s.head(self.s.head(noun))
        if noun.dep == "pobj" and above.lemma in self.grammar["valuing_verbs"] and self.passive(above):
            yield from self.surface_subjects(above)
        verbs = [*self.s.kids(noun, "acl", "relcl")]
        if noun.dep in {"nsubj", "nsubjpass"}:
            verbs += [self.s.head(noun), *self.s.kids(self.s.head(noun), "conj", "advcl")]
        for verb in verbs:
            if verb.lemma in self.grammar["valuing_verbs"] and verb.pos in VERBAL:
                yield from self.s.kids(verb, "dobj")

    def _light_verbs(self, noun: Token) -> Iterator[Token]:
        head = self.s.head(noun)
        if noun.dep == "conj" and head.name < 0:
            yield from self._light_verbs(head)
        if (
            noun.dep in {"dobj", "nsubjpass"}
            and head.lemma in self.light | self.grammar["undergo_verbs"] | self.grammar["planning"]
        ):
            yield head
        if noun.dep == "pobj" and head.lemma in {"in", "into"}:
            above = self.s.head(head)
            if above.dep == "dobj" and self.s.kids(above, "quantmod", "nummod", "nmod"):
                above = self.s.head(above)
            if above.lemma in self.light:
                yield above
        for clause in self.s.kids(noun, "acl", "relcl"):
            if clause.lemma in self.light and clause.pos in VERBAL:
                yield clause
        if (
            noun.dep == "pobj"
            and head.lemma == "of"
            and self.s.head(head).lemma in self.grammar["transparent_nouns"] | self.grammar["control_nouns"]
        ):
            yield from self._light_verbs(self.s.head(head))

    def _around_noun(self, noun: Token, position: str) -> Iterator[Token]:
        """Prepositions that belong to a noun but hang on its light verb, its clause or its neighbour."""
        for verb in self._light_verbs(noun):
            yield from self._preposition(verb, position)
        yield from self._under_noun(noun, position)
        if position == "on":
            yield from self._covered(noun)
        yield from self._above_noun(noun, position)

    def _under_noun(self, noun: Token, position: str) -> Iterator[Token]:
        for clause in self.s.kids(noun, "acl", "relcl"):
            if clause.pos in VERBAL:
                yield from self._preposition(clause, position)
                party = self.grammar.nouns.get(noun.lemma) in self.grammar["firms"]
                own = (noun.name < 0 and not party) or clause.dep == "acl"
                for object_ in self.s.kids(clause, "dobj") if own else ():
                    yield from self._preposition(object_, position)
        for adjective in self.s.kids(noun, "amod"):
            if adjective.i > noun.i:
                yield from self._preposition(adjective, position)
        for prep in self.s.kids(noun, "prep"):
            if prep.lemma != position:
                for inner in self.governed(prep):
                    yield from self._preposition(inner, position) if not self._related(inner, position) else ()
                    yield from self._below(inner, position)

    def _above_noun(self, noun: Token, position: str) -> Iterator[Token]:
        head = self.s.head(noun)
        copula = noun.dep == "attr" and head.lemma in self.grammar["copular_verbs"]
        if (noun.dep in {"nsubj", "nsubjpass"} and head.lemma == "be") or noun.dep == "npadvmod" or copula:
            yield from self._preposition(head, position)
        if noun.dep == "pobj" and head.lemma == "on":
            verb = self._governing_verb(noun)
            yield from self._preposition(verb, position) if verb else ()
        if noun.dep == "pobj" and head.lemma in {"to", "on", "of", "in"} and self.s.head(head).pos == "NOUN":
            yield from self._preposition(self.s.head(head), position)

    def _covered(self, noun: Token) -> Iterator[Token]:
        """What a rule is about by its verb: "the curbs cover X", "restrictions that apply to X"."""
        verbs = [self.s.head(noun)] if noun.dep == "nsubj" else []
        for verb in [*verbs, *self.s.kids(noun, "relcl", "acl")]:
            own = noun.dep == "nsubj" or any(k.tag in RELATIVE_TAGS for k in self.s.kids(verb, "nsubj"))
            if verb.lemma in self.grammar["covering_verbs"] and (own or verb.tag == "VBG"):
                yield from self.s.kids(verb, "dobj")
                for prep in self.s.kids(verb, "prep"):
                    yield from self.governed(prep) if prep.lemma in {"to", "on"} else ()

    def _below(self, token: Token, position: str) -> Iterator[Token]:
        """Prepositions further down, where the parser likes to hang them: on gerunds and on what they govern."""
        if token.tag == "VBG" and token.pos in VERBAL:
            yield from self._preposition(token, position)
        for inner in [
            *self.s.kids(token, "dobj"),
            *(p for k in self.s.kids(token, "prep") if k.lemma != position for p in self.governed(k)),
        ]:
            yield from self._preposition(inner, position) if not self._related(inner, position) else ()
        for clause in self.s.kids(token, "acl"):
            yield from self._preposition(clause, position)

    def _related(self, noun: Token, position: str) -> bool:
        """Whether what follows a noun tells only to whom somebody else is related: "bought a rival of X" (not X)."""
        party = self.grammar.nouns.get(noun.lemma) in self.grammar["makers"]
        several = self.grammar["group_nouns"] | self.grammar["transparent_nouns"]
        counted = noun.lemma in self.grammar["plants"] and bool(self.s.kids(noun, "nummod"))
        return position == "of" and noun.name < 0 and party and not counted and noun.lemma not in several

    def _copula_complements(self, noun: Token) -> Iterator[Token]:
        head = self.s.head(noun)
        if noun.dep in {"nsubj", "nsubjpass"} and (head.lemma in self.grammar["copular_verbs"] or self.passive(head)):
            yield from self.s.kids(head, "attr", "oprd", "dobj", "acomp", "npadvmod")
            for inner in self.s.kids(head, "xcomp", "acomp", "advmod"):
                yield from self.s.kids(inner, "attr", "dobj")
                for prep in self.s.kids(inner, "prep"):
                    yield from self.governed(prep) if prep.lemma == "to" else ()
            for prep in self.s.kids(head, "prep"):
                if prep.lemma in {"at", "to", "around", "about", "over", "under", "below", "above"}:
                    yield from self.governed(prep)

    def _noun_controllers(self, noun: Token) -> Iterator[Token]:
        """Who performs a clause that hangs on a noun: "X's plan to ban" → X; "the first state to ban" → the state."""
        if noun.lemma in self.grammar["planning"] | self.grammar["claiming_nouns"] | self.grammar["control_nouns"]:
            yield from self.possessors(noun)
            yield from (k for k in self.s.kids(noun, "amod", "compound") if k.name >= 0)
            verb = self._governing_verb(noun)
            if noun.lemma in self.grammar["permissions"]:
                gets = self.grammar["undergo_verbs"] | self.grammar["seeking_verbs"]
                yield from self.surface_subjects(verb) if verb and verb.lemma in gets else ()
                yield from self.s.kids(verb, "dative") if verb else ()
                return
            yield from self._light_subjects(noun)
            if verb:
                yield from self.surface_subjects(verb)
        else:
            yield from self.referents(noun) if noun.pos == "ADJ" else (noun,)
