"""What stands in which grammatical position of a verb, a noun or an adjective, whatever the construction.

Active and passive, participles, relative clauses, infinitives under control and raising verbs, light verbs,
nominalisations, appositions and copulas all end as the same positions (see :mod:`kg.lexicon`), so that no frame needs
a line for any of them. A position without an entry in the tables below is a preposition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.lexicon import Grammar
from kg.reading.clauses import RELATIVE_TAGS, VERBAL
from kg.reading.nominals import Nominals
from kg.reading.trees import Sentence, Token

Look = Callable[[Token], Iterable[Token]]
CLAUSAL = {"xcomp", "ccomp"}
"""Labels of a clause that is what a verb says: "told X to stop"."""
MODIFIERS = ("amod", "compound", "nmod")
DIRECT = "="
"""Before a preposition: only where it hangs on the noun itself."""

DOING = " doing"
"""After a preposition: only a gerund below it."""


class Arguments(Nominals):
    """The positions around the words of one sentence."""

    def __init__(self, sentence: Sentence, grammar: Grammar, light: frozenset[str] = frozenset()) -> None:
        super().__init__(sentence, grammar, light)
        self._verbs: dict[str, Look] = {
            "subject": self.agents,
            "patient": self.patients,
            "complement": lambda verb: self.s.kids(verb, "attr", "oprd", "acomp"),
            "extent": self._extents,
            "change": lambda verb: self._changes([*self._extents(verb), *self._preposition(verb, "by")]),
            "prefix": self._prefix,
            "dative": self._datives,
            "modified": self._modified,
            "infinitive": self._infinitives,
            "to do": self._permitted,
            "clause": self._clausal_subjects,
            **dict.fromkeys(("possessor", "compound", "nationality", "self", "bearer"), _nothing),
        }
        self._nouns: dict[str, Look] = {
            "subject": self._light_subjects,
            "patient": self._undergoers,
            "bearer": self._undergoers,
            "object beside": self._beside,
            "actor": self._actors,
            "site": self._site,
            "opening": self._opening,
            "self": self.referents,
            "possessor": self.possessors,
            "compound": self._compounds,
            "nationality": self._modifiers,
            "modifier": self._modifiers,
            "complement": self._copula_complements,
            "extent": lambda noun: self.s.kids(noun, "nummod", *MODIFIERS, "appos", "npadvmod"),
            "change": lambda noun: self._changes([*self.s.kids(noun, *MODIFIERS), *self._preposition(noun, "of")]),
            "by": self._doers,
            **dict.fromkeys(("object", "modified", "prefix", "dative"), _nothing),
        }

    # ------------------------------------------------------------ by kind of trigger

    def of_verb(self, verb: Token, position: str, rest: tuple[Token, ...] = ()) -> Iterable[Token]:
        """Tokens in a position of a verb; ``rest`` are the particles and prepositions of a phrasal verb."""
        if position == "object":
            return self._objects(verb, rest)
        if position == "infinitive" and rest and rest[-1].dep in CLAUSAL:
            return self._ordered(rest[-1])
        if look := self._verbs.get(position):
            return look(verb)
        if position.endswith(DOING):
            return self._gerunds(verb, position.removesuffix(DOING))
        return self._adjuncts(verb, position, rest)

    def of_noun(self, noun: Token, position: str) -> Iterable[Token]:
        """Tokens in a position of a noun that names an act or a thing that plays a part in one."""
        if look := self._nouns.get(position):
            return look(noun)
        if position.startswith(DIRECT):
            return self._attached(noun, position.removeprefix(DIRECT))
        return self._near(noun, position)

    def of_adjective(self, adjective: Token, position: str) -> Iterable[Token]:
        """Tokens in a position of an adjective: what it modifies is its ``self``."""
        head = self.s.head(adjective)
        if position in {"self", "subject", "object"}:
            yield from self._qualified(adjective, head, position)
        elif position == "extent":
            yield from self.s.kids(adjective, "npadvmod", "nummod", "attr", "dobj")
            yield from (k for k in self.s.kids(head, "npadvmod") if k.i == adjective.i + 1)
        elif position == "possessor" and head.pos not in VERBAL:
            yield from self.possessors(head)
        else:
            yield from self._preposition(adjective, position)
            if head.i != adjective.i:
                yield from self._preposition(head, position)

    def _qualified(self, adjective: Token, head: Token, position: str) -> Iterator[Token]:
        if adjective.dep == "advmod" and (party := self._absolute(adjective)) is not None:
            yield party
        elif adjective.dep in {"amod", "compound", "nmod", "nummod", "poss", "advmod"} and head.pos not in VERBAL:
            yield from self.referents(head)
            yield head
            verb = self.s.head(head)
            if adjective.tag == "JJR" and head.dep == "dobj" and head.name < 0:
                yield from self.surface_subjects(verb)
        elif adjective.dep in {"conj", "appos", "acl", "relcl"}:
            yield from self.of_adjective(head, position) if head.pos == "ADJ" else (head,)
        elif own := list(self.s.kids(adjective, "nsubj")):
            yield from own
        elif head.pos in VERBAL and adjective.i != head.i:
            apart = self.s.tokens[adjective.i - 1].text == ","
            compared = bool(self.s.kids(adjective, "prep"))
            manner = adjective.dep == "advmod" and adjective.tag in {"RB", "RBR"} and compared
            objects = [t for t in self.s.kids(head, "dobj") if t.i < adjective.i and (t.name >= 0 or not apart)]
            objects = [] if manner else objects
            inside = [k for k in self.s.kids(adjective, "nsubj", "compound", "nmod") if k.name >= 0]
            yield from objects or inside or self.surface_subjects(head)

    # ------------------------------------------------------------ of verbs

    def _objects(self, verb: Token, rest: tuple[Token, ...]) -> Iterator[Token]:
        if rest and rest[-1].dep in CLAUSAL:
            yield from [*self.s.kids(verb, "dobj"), *self.s.kids(rest[-1], "nsubj")]
            return
        if not rest and self._told(verb):
            return
        phrasal = bool(rest) and (
            rest[-1].dep in {"prep", "agent"} or (rest[-1].dep == "dative" and rest[-1].tag == "IN")
        )
        yield from self.governed(rest[-1]) if phrasal else self.patients(verb)
        if rest and rest[-1].dep == "prep" and self.passive(verb):
            yield from self.surface_subjects(verb)

    def _told(self, verb: Token) -> bool:
        """Whether somebody is told to do something, who undergoes nothing else: "X was ordered to pay"."""
        asks = verb.lemma in self.grammar["object_control"] & self.grammar["planning"]
        counted = any(self.s.kids(k, "nummod") for k in self.s.kids(verb, "nsubjpass"))
        told = any(k.tag == "VB" for k in self.s.kids(verb, "xcomp"))
        return asks and told and not counted and self.passive(verb)

    def _datives(self, verb: Token) -> Iterator[Token]:
        for kid in self.s.kids(verb, "dative"):
            yield from self.governed(kid) if kid.tag in {"IN", "TO"} else (kid,)

    def _extents(self, verb: Token) -> Iterator[Token]:
        """By how much: "fell 17%", "closed down 7%"."""
        for kid in self.s.kids(verb, "npadvmod", "dobj", "attr", "nummod", "dep", "advmod", "prt", "acomp"):
            yield kid
            yield from self.s.kids(kid, "npadvmod") if kid.dep in {"advmod", "prt", "acomp"} else ()

    def _changes(self, amounts: Iterable[Token]) -> Iterator[Token]:
        """By how much, where it is said to what as well: the first sum of "fell $600 billion to $2.9 trillion"."""
        for amount in amounts:
            for to in self.s.kids(amount, "quantmod"):
                if to.lemma == "to":
                    yield self.s.tokens[to.i - 1]

    def _modified(self, verb: Token) -> Iterator[Token]:
        if verb.dep in {"amod", "acl", "relcl"}:
            yield self.s.head(verb)

    def _infinitives(self, verb: Token) -> Iterator[Token]:
        """What a verb below this one is done to: "it cost $5m to train X"."""
        amounts = list(self.s.kids(verb, "dobj", "npadvmod", "attr"))
        for above in (verb, *amounts):
            for clause in self.s.kids(above, "xcomp", "ccomp", "advcl", "relcl", "acl"):
                for inner in (clause, *self.s.kids(clause, "xcomp")):
                    if inner.lemma in self.grammar["transparent_verbs"]:
                        yield from self.s.kids(inner, "dobj")

    def _ordered(self, clause: Token) -> Iterator[Token]:
        """What somebody is told to do something to: "asked X to remove Y", "told X to stop testing Y"."""
        for verb in (clause, *self.s.kids(clause, "xcomp")):
            yield from self.s.kids(verb, "dobj")

    def _permitted(self, verb: Token) -> Iterator[Token]:
        for object_ in self.patients(verb):
            yield from self._licensed(object_)

    def _clausal_subjects(self, verb: Token) -> Iterator[Token]:
        """Who does what the clause below a verb tells: "asks whether X broke the law", "stopped X selling"."""
        for clause in self.s.kids(verb, "ccomp"):
            yield from self.agents(clause) if clause.i > verb.i else ()

    def _gerunds(self, verb: Token, preposition: str) -> Iterator[Token]:
        for above in (verb, *self.patients(verb)):
            yield from (t for t in self._preposition(above, preposition) if t.pos in VERBAL)

    def _adjuncts(self, verb: Token, preposition: str, rest: tuple[Token, ...]) -> Iterator[Token]:
        """What a preposition governs, though the parser hung it on the verb's object, or below that."""
        yield from self._done_to(verb, verb, preposition)
        if verb.dep == "amod":
            return
        for object_ in [*self.patients(verb), *(t for r in rest for t in self.governed(r))]:
            if object_.i > verb.i or self.passive(verb):
                related = object_ not in rest and self._related(object_, preposition)
                yield from self._done_to(object_, verb, preposition) if not related else ()
                yield from self._below(object_, preposition) if preposition != "by" else ()
        for prep in self.s.kids(verb, "prep"):
            passed = (t for t in self.s.kids(prep, "pobj") if t.lemma in self.grammar["transparent_nouns"])
            for inner in (*self.s.kids(prep, "pcomp"), *passed):
                yield from self._preposition(inner, preposition)
        for clause in self.s.kids(verb, "xcomp", "ccomp"):
            if verb.lemma in self.grammar["object_control"] and clause.tag == "VB":
                yield from self._preposition(clause, preposition)
        head = self.s.head(verb)
        if verb.dep == "xcomp" and preposition in {"for", "at"} and not self.passive(head):
            yield from self._preposition(head, preposition)

    def _done_to(self, token: Token, verb: Token, preposition: str) -> Iterator[Token]:
        """What hangs on a verb or its object; nobody who did another deed: "the court blocked a motion by X"."""
        doer = preposition == "by" and not self.passive(verb) and bool(self.s.kids(verb, "nsubj"))
        yield from (t for t in self._preposition(token, preposition) if not doer or t.name < 0)

    # ------------------------------------------------------------ of nouns

    def _actors(self, noun: Token) -> Iterator[Token]:
        if verb := self._governing_verb(noun):
            yield from self.surface_subjects(verb)

    def _compounds(self, noun: Token) -> Iterator[Token]:
        parts = self.s.kids(noun, "compound", "nmod")
        yield from (k for k in parts if not any(t.text in {"/", "-"} for t in self.s.tokens[k.i + 1 : k.i + 2]))
        yield from self._before_title(noun, "compound", "nmod")
        yield from (k for k in self.s.kids(noun, "amod") if k.name >= 0)
        if noun.dep == "conj" and not self.s.kids(noun, "poss", "det", "compound", "nmod"):
            head = self.s.head(noun)
            yield from (k for k in self.s.kids(head, "compound", "nmod") if k.name >= 0 and head.name < 0)

    def _modifiers(self, noun: Token) -> Iterator[Token]:
        yield from self._before_title(noun, *MODIFIERS)
        yield from self._told_of(noun)
        for kid in self.s.kids(noun, *MODIFIERS):
            if not self._paired(kid, noun):
                yield kid
            if kid.name < 0:
                yield from self.s.kids(kid, *MODIFIERS)

    def _paired(self, name: Token, other: Token) -> bool:
        """Whether a hyphen joins two names as parties: "China-ASEAN trade"."""
        return name.name >= 0 <= other.name and name.i + 2 == other.i and self.s.tokens[name.i + 1].text == "-"

    def _told_of(self, noun: Token) -> Iterator[Token]:
        """The adjectives of names that a copula gives: "X is French", "X, which is Dutch"."""
        clauses = [
            k for k in self.s.kids(noun, "relcl") if any(s.tag in RELATIVE_TAGS for s in self.s.kids(k, "nsubj"))
        ]
        head = self.s.head(noun)
        for verb in (*([head] if noun.dep == "nsubj" else []), *clauses):
            if verb.lemma == "be":
                yield from (k for k in self.s.kids(verb, "acomp") if k.name >= 0)

    def _doers(self, noun: Token) -> Iterator[Token]:
        yield from self._preposition(noun, "by")
        for clause in self.s.kids(noun, "acl", "relcl", "amod"):
            if clause.tag.startswith("VB") and clause.lemma in self.light and self.passive(clause):
                yield from self.agents(clause)

    def _attached(self, noun: Token, preposition: str) -> Iterator[Token]:
        first = [self.s.head(noun)] if noun.dep == "conj" and self.s.head(noun).name < 0 else []
        for other in (noun, *self._titled(noun), *(k for k in self.s.kids(noun, "conj") if k.name < 0)):
            yield from self._preposition(other, preposition)
        for other in first:
            yield from (t for t in self._preposition(other, preposition) if t.i > noun.i)

    def _titled(self, noun: Token) -> Iterator[Token]:
        """The name that a title introduces: "co-founder X of Y"."""
        head = self.s.head(noun)
        if noun.dep in {"compound", "nmod"} and head.name >= 0:
            yield head

    def _near(self, noun: Token, preposition: str) -> Iterator[Token]:
        shared = [k for k in self.s.kids(noun, "conj") if k.name < 0] if noun.name < 0 else []
        for other in (noun, *self._titled(noun), *shared):
            yield from self._preposition(other, preposition)
        yield from self._around_noun(noun, preposition)


def _nothing(_: Token) -> Iterator[Token]:
    return iter(())
