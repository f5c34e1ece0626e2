"""What stands in which grammatical position of a verb or a noun, whatever the construction.

Active and passive, participles, relative clauses, infinitives under control and raising verbs, light verbs, nominalisations,
appositions and copulas all end as the same positions (see :mod:`kg.lexicon`), so that no frame needs a line for any of them.
Labels are those of the CLEAR style (Choi and Palmer 2012) that spaCy's English models use.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon import Grammar
from kg.reading.language import Sentence, Token

VERBAL = {"VERB", "AUX"}
RELATIVE_TAGS = {"WDT", "WP", "WP$"}
SUBJECTS = ("nsubj", "nsubjpass", "csubj")


class Arguments:
    """The positions around the words of one sentence."""

    def __init__(self, sentence: Sentence, grammar: Grammar, light: frozenset[str] = frozenset()) -> None:
        self.s = sentence
        self.grammar = grammar
        self.light = grammar["light_verbs"] | light
        self._asked: set[int] = set()
        """Verbs whose agents are being looked for: a clause may lead back to itself."""

    # ------------------------------------------------------------ by kind of trigger

    def of_verb(self, verb: Token, position: str, rest: tuple[Token, ...] = ()) -> Iterator[Token]:
        """Tokens in a position of a verb; ``rest`` are the particles and prepositions of a phrasal verb."""
        match position:
            case "subject":
                yield from self.agents(verb)
            case "object":
                yield from (
                    self.governed(rest[-1]) if rest and rest[-1].dep in {"prep", "agent"} else self.patients(verb)
                )
                if rest and rest[-1].dep == "prep" and self.passive(verb):
                    yield from self.surface_subjects(verb)
            case "patient":
                yield from self.patients(verb)
            case "complement":
                yield from self.s.kids(verb, "attr", "oprd", "acomp")
            case "extent":
                yield from self.s.kids(verb, "npadvmod", "dobj", "attr", "nummod", "dep", "advmod")
            case "prefix":
                yield from self._prefix(verb)
            case "dative":
                for kid in self.s.kids(verb, "dative"):
                    yield from self.governed(kid) if kid.tag in {"IN", "TO"} else (kid,)
            case "modified":
                if verb.dep in {"amod", "acl", "relcl"}:
                    yield self.s.head(verb)
            case "possessor" | "compound" | "nationality" | "self":
                return
            case "infinitive":
                for clause in self.s.kids(verb, "xcomp", "ccomp", "advcl"):
                    if clause.lemma in self.grammar["transparent_verbs"]:
                        yield from self.s.kids(clause, "dobj")
            case "to do":
                for object_ in self.patients(verb):
                    yield from self._licensed(object_)
            case _ if position.endswith(" doing"):
                found = [
                    *self._preposition(verb, position[:-6]),
                    *(t for o in self.patients(verb) for t in self._preposition(o, position[:-6])),
                ]
                yield from (t for t in found if t.pos in VERBAL)
            case _:
                yield from self._preposition(verb, position)
                for object_ in [*self.patients(verb), *(t for r in rest for t in self.governed(r))]:
                    if object_.i > verb.i or self.passive(verb):
                        yield from self._preposition(object_, position)
                        yield from self._below(object_, position)
                for prep in self.s.kids(verb, "prep"):
                    for gerund in self.s.kids(prep, "pcomp"):
                        yield from self._preposition(gerund, position)
                if verb.dep == "xcomp" and not self.passive(self.s.head(verb)):
                    yield from self._preposition(self.s.head(verb), position) if position in {"for", "at"} else ()

    def of_noun(self, noun: Token, position: str) -> Iterator[Token]:
        """Tokens in a position of a noun that names an act or a thing that plays a part in one."""
        match position:
            case "subject":
                yield from self._light_subjects(noun)
            case "object":
                return
            case "patient":
                yield from self._undergoers(noun)
            case "actor":
                if verb := self._governing_verb(noun):
                    yield from self.surface_subjects(verb)
            case "site":
                yield from self._site(noun)
            case "self":
                yield from self.referents(noun)
            case "possessor":
                yield from self.possessors(noun)
            case "compound":
                yield from self.s.kids(noun, "compound", "nmod")
                yield from self._before_title(noun, "compound", "nmod")
                yield from (k for k in self.s.kids(noun, "amod") if k.name >= 0)
            case "nationality" | "modifier":
                yield from self._before_title(noun, "amod", "compound", "nmod")
                for kid in self.s.kids(noun, "amod", "compound", "nmod"):
                    yield kid
                    yield from self.s.kids(kid, "amod", "compound", "nmod") if kid.name < 0 else ()
            case "complement":
                yield from self._copula_complements(noun)
            case "extent":
                yield from self.s.kids(noun, "nummod", "compound", "amod", "nmod", "appos", "npadvmod")
            case "by":
                yield from self._preposition(noun, "by")
                for clause in self.s.kids(noun, "acl", "relcl"):
                    if clause.pos in VERBAL and clause.lemma in self.light and self.passive(clause):
                        yield from self.agents(clause)
            case "modified" | "prefix" | "dative":
                return
            case _ if position.startswith("="):
                for other in (noun, *(k for k in self.s.kids(noun, "conj") if k.name < 0)):
                    yield from self._preposition(other, position[1:])
            case _:
                yield from self._preposition(noun, position)
                yield from self._around_noun(noun, position)

    def of_adjective(self, adjective: Token, position: str) -> Iterator[Token]:
        """Tokens in a position of an adjective: what it modifies is its ``self``."""
        head = self.s.head(adjective)
        if position in {"self", "subject", "object"}:
            if adjective.dep in {"amod", "compound", "nmod", "nummod", "poss"} and head.pos not in VERBAL:
                yield from self.referents(head)
                yield head
            elif (
                adjective.dep in {"acomp", "attr", "oprd", "ccomp", "dobj", "xcomp", "advmod", "prep"}
                and head.pos in VERBAL
            ):
                objects = [t for t in self.s.kids(head, "dobj", "nsubj") if t.i < adjective.i]
                yield from [o for o in objects if o.dep == "dobj"] or self.surface_subjects(head)
            elif adjective.dep in {"conj", "appos", "acl", "relcl"}:
                yield from self.of_adjective(head, position) if head.pos == "ADJ" else (head,)
        elif position == "possessor" and head.pos not in VERBAL:
            yield from self.possessors(head)
        else:
            yield from self._preposition(adjective, position)
            if head.i != adjective.i:
                yield from self._preposition(head, position)

    # ------------------------------------------------------------ clauses

    def passive(self, verb: Token) -> bool:
        """Whether the surface subject of a verb undergoes the act."""
        if any(True for _ in self.s.kids(verb, "auxpass", "nsubjpass")):
            return True
        if verb.tag not in {"VBN", "VBD"} or any(k.dep == "aux" for k in self.s.kids(verb)):
            return False
        if verb.dep in {"acl", "amod", "advcl", "oprd"} and not any(True for _ in self.s.kids(verb, "nsubj", "dobj")):
            return verb.tag == "VBN" or verb.dep == "acl"
        if any(True for _ in self.s.kids(verb, "agent")) and not any(True for _ in self.s.kids(verb, "nsubj", "dobj")):
            return True
        head = self.s.head(verb)
        own = any(True for _ in self.s.kids(verb, "nsubj", "aux"))
        return verb.dep == "conj" and verb.tag == "VBN" and not own and head.pos in VERBAL and self.passive(head)

    def agents(self, verb: Token) -> Iterator[Token]:
        """Who does what the verb says."""
        if verb.i in self._asked:
            return
        self._asked.add(verb.i)
        found = list(self._by(verb) if self.passive(verb) else self.surface_subjects(verb))
        self._asked.discard(verb.i)
        yield from found

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
        own = list(self.s.kids(verb, "dobj")) or [
            k for k in self.s.kids(verb, "npadvmod") if k.name >= 0 and k.i == verb.i + 1
        ]
        if verb.lemma in self.grammar["object_control"] and any(
            k.tag == "VB" for k in self.s.kids(verb, "xcomp", "ccomp")
        ):
            return
        yield from own
        for object_ in own:
            if any(k.dep == "nummod" for k in self.s.kids(object_)):
                yield from (k for k in self.s.kids(object_, "nmod", "compound") if k.name >= 0)
        if own:
            return
        for clause in self.s.kids(verb, "xcomp"):
            if clause.tag == "VBG" and clause.lemma in self.grammar["transparent_verbs"]:
                yield clause
        for clause in self.s.kids(verb, "ccomp", "oprd"):
            if clause.pos == "ADJ":
                yield from self.s.kids(clause, "nsubj")
        for later in self.s.kids(verb, "conj"):
            if later.pos in VERBAL and not any(True for _ in self.s.kids(later, *SUBJECTS)):
                yield from self.s.kids(later, "dobj")
                break
        if verb.dep == "relcl" and any(k.dep in SUBJECTS and k.tag not in RELATIVE_TAGS for k in self.s.kids(verb)):
            yield self.s.head(verb)

    def surface_subjects(self, verb: Token, depth: int = 0) -> Iterator[Token]:
        """The grammatical subject, own or inherited from the clause that governs the verb."""
        own = [k for k in self.s.kids(verb, *SUBJECTS)]
        if own:
            yield from (
                self.s.head(verb) if verb.dep == "relcl" and k.tag in RELATIVE_TAGS | {"IN"} else k for k in own
            )
            return
        if depth > 8 or verb.dep == "ROOT":
            return
        head = self.s.head(verb)
        match verb.dep:
            case "conj" | "ccomp" | "advcl" | "dep" | "parataxis" if head.pos in VERBAL:
                yield from self.surface_subjects(head, depth + 1)
            case "xcomp" | "pcomp" | "oprd" | "acl" if self._through(head) is not None and head.pos not in {
                "NOUN",
                "PROPN",
                "PRON",
            }:
                yield from self._controllers(self._through(head) or head, depth)
            case "acl" | "relcl" | "amod" | "appos" | "xcomp" | "pcomp":
                yield from self._noun_controllers(verb, head, depth)
            case "advcl" | "conj" if head.pos in {"NOUN", "PROPN"}:
                yield head

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
            yield from self._noun_controllers(head, head, depth)
            return
        if head.lemma in self.grammar["object_control"]:
            if objects := list(self.s.kids(head, "dobj")) or (
                list(self.surface_subjects(head)) if self.passive(head) else []
            ):
                yield from objects
                return
        yield from self.surface_subjects(head, depth + 1)

    def _noun_controllers(self, verb: Token, noun: Token, depth: int) -> Iterator[Token]:
        """Who performs a clause that hangs on a noun: "X's plan to ban" → X; "the first state to ban" → the state."""
        if noun.lemma in self.grammar["planning"] | self.grammar["claiming_nouns"] | self.grammar["control_nouns"]:
            yield from self.possessors(noun)
            yield from self._light_subjects(noun)
            yield from (k for k in self.s.kids(noun, "amod", "compound") if k.name >= 0)
        else:
            yield noun

    # ------------------------------------------------------------ nouns

    def possessors(self, noun: Token) -> Iterator[Token]:
        for kid in [*self.s.kids(noun, "poss"), *self._before_title(noun, "poss")]:
            yield self._antecedent(kid)
        if noun.dep == "conj" and not any(True for _ in self.s.kids(noun, "poss", "det")):
            yield from self.possessors(self.s.head(noun))

    def _before_title(self, noun: Token, *deps: str) -> Iterator[Token]:
        """What stands before a title that the parser hung on the name after it: "Kestane CEO Noa Ben-Ami"."""
        head = self.s.head(noun)
        if noun.dep in {"compound", "nmod"} and head.name >= 0:
            yield from (k for k in self.s.kids(head, *deps) if k.i < noun.i and k.name >= 0)

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
            case "appos" | "compound" | "nmod" if head.pos in {"NOUN", "PROPN", "PRON"} or head.name >= 0:
                yield head
            case "attr" | "oprd" | "acomp" if head.pos in VERBAL:
                objects = list(self.s.kids(head, "dobj"))
                yield from objects or self.surface_subjects(head)
            case "conj":
                yield from self.referents(head) if head.name < 0 else ()
            case "pobj" if head.lemma == "as" and self.s.head(head).pos in VERBAL:
                verb = self.s.head(head)
                objects = [] if verb.lemma in self.grammar["as_subject"] else list(self.s.kids(verb, "dobj"))
                yield from objects or self.surface_subjects(verb)
            case "dobj" | "xcomp" | "ccomp" if head.lemma in self.grammar["copular_verbs"]:
                yield from self.surface_subjects(head)
            case "nsubj" if head.lemma == "be":
                yield from self.s.kids(head, "attr")
            case "nsubj" if head.lemma in self.grammar["exemplifiers"]:
                yield from self.s.kids(head, "dobj")
            case "ROOT" | "dep" | "npadvmod":
                yield from (k for k in self.s.kids(noun, "nsubj", "dep"))
        yield noun

    def _governing_verb(self, noun: Token) -> Token | None:
        """The verb that an adverbial noun belongs to: "go toe to toe", "is on a par"."""
        head = self.s.head(noun)
        if noun.dep in {"npadvmod", "dobj", "attr", "advmod"} and head.pos in VERBAL:
            return head
        if noun.dep == "pobj" and self.s.head(head).pos in VERBAL:
            return self.s.head(head)
        return None

    def _site(self, noun: Token) -> Iterator[Token]:
        """The place in "at X in Y", "of X in Y": a phrase that can belong to X alone."""
        if noun.dep == "pobj" and self.s.head(noun).lemma in {"at", "of"}:
            yield from (
                t
                for prep in self.s.kids(noun, "prep")
                if prep.lemma == "in" and prep.i == noun.i + 1
                for t in self.governed(prep)
            )

    def _licensed(self, noun: Token) -> Iterator[Token]:
        """What somebody may do by a noun: "a licence to ship X", "permission for X"."""
        for clause in self.s.kids(noun, "acl", "relcl"):
            yield from self.s.kids(clause, "dobj")
        yield from self._preposition(noun, "for")

    def _light_subjects(self, noun: Token) -> Iterator[Token]:
        """The doer of a noun under a light verb: "the US imposed curbs", "curbs that the US imposed"."""
        for verb in self._light_verbs(noun):
            if verb.lemma not in self.grammar["undergo_verbs"]:
                yield from self.agents(verb)

    def _undergoers(self, noun: Token) -> Iterator[Token]:
        """Who undergoes a noun: "Nvidia faces curbs"."""
        for verb in self._light_verbs(noun):
            if verb.lemma in self.grammar["undergo_verbs"]:
                yield from self.agents(verb)

    def _light_verbs(self, noun: Token) -> Iterator[Token]:
        head = self.s.head(noun)
        if noun.dep == "conj" and head.name < 0:
            yield from self._light_verbs(head)
        if noun.dep in {"dobj", "nsubjpass"} and head.lemma in self.light | self.grammar["undergo_verbs"]:
            yield head
        if noun.dep == "pobj" and self.s.head(head).pos in VERBAL and self.s.head(head).lemma in self.light:
            yield self.s.head(head)
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
        for clause in self.s.kids(noun, "acl", "relcl"):
            if clause.pos in VERBAL:
                yield from self._preposition(clause, position)
                for object_ in self.s.kids(clause, "dobj"):
                    yield from self._preposition(object_, position)
        for prep in self.s.kids(noun, "prep"):
            if prep.lemma != position:
                for inner in self.governed(prep):
                    yield from self._preposition(inner, position)
                    yield from self._below(inner, position)
        head = self.s.head(noun)
        if (noun.dep in {"nsubj", "nsubjpass"} and head.lemma == "be") or noun.dep == "npadvmod":
            yield from self._preposition(head, position)
        if noun.dep == "pobj" and head.lemma == "on" and self.s.head(head).pos in VERBAL:
            yield from self._preposition(self.s.head(head), position)
        if noun.dep == "pobj" and head.lemma in {"to", "on", "of", "in"} and self.s.head(head).pos == "NOUN":
            yield from self._preposition(self.s.head(head), position)

    def _below(self, token: Token, position: str) -> Iterator[Token]:
        """Prepositions further down, where the parser likes to hang them: on gerunds and on what they govern."""
        if token.tag == "VBG" and token.pos in VERBAL:
            yield from self._preposition(token, position)
        for inner in [
            *self.s.kids(token, "dobj"),
            *(p for k in self.s.kids(token, "prep") if k.lemma != position for p in self.governed(k)),
        ]:
            yield from self._preposition(inner, position)
        for clause in self.s.kids(token, "acl"):
            yield from self._preposition(clause, position)

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

    def _prefix(self, participle: Token) -> Iterator[Token]:
        """The name before a hyphenated participle: "Nvidia-backed", "Hangzhou-based"."""
        i = participle.i - 1
        if i < 1 or self.s.tokens[i].text != "-":
            return
        yield self.s.tokens[i - 1]
        while (
            i >= 3
            and self.s.tokens[i - 2].text == ","
            and self.s.tokens[i - 1].name >= 0
            and self.s.tokens[i - 3].name >= 0
        ):
            i -= 2
            yield self.s.tokens[i - 1]

    def _preposition(self, token: Token, word: str) -> Iterator[Token]:
        for prep in self.s.kids(token, "prep", "agent", "dative", "advmod", "mark", "aux"):
            if prep.lemma == word and (prep.dep != "aux"):
                yield from self.governed(prep)
            elif prep.dep == "prep":
                for inner in self.s.kids(prep, "prep"):
                    if inner.lemma == word or f"{prep.lemma} {inner.lemma}" == word:
                        yield from self.governed(inner)

    def governed(self, prep: Token) -> Iterator[Token]:
        """What a preposition governs, a gerund included."""
        yield from self.s.kids(prep, "pobj", "pcomp")
        for inner in self.s.kids(prep, "prep"):
            if inner.i == prep.i + 1:
                yield from self.s.kids(inner, "pobj", "pcomp")
