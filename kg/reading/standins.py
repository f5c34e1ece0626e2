"""Stand-ins: what a noun or a pronoun stands for that names nobody: its owner, its maker, its country, the topic."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Set
from dataclasses import replace

from kg.model import Reference
from kg.ontology import LITERAL, Role
from kg.reading.clauses import SUBJECTS, VERBAL, follows_quotation
from kg.reading.lines import Line
from kg.reading.names import Found, index
from kg.reading.noun_phrases import Filler, NounPhrases
from kg.reading.references import Antecedent
from kg.reading.trees import Token

OFFICES = ("=of", "=at", "=for", "possessor", "compound")
"""Where the firm of a title stands."""


class StandIns(NounPhrases, ABC):
    """What the words of one sentence stand for that name nobody."""

    @abstractmethod
    def _one(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        """What a token by itself offers to a role; looks through no more nouns than ``depth`` says."""

    @abstractmethod
    def _named(self, token: Token, role: Role) -> Iterator[Filler]:
        """What a name offers to a role."""

    def topic(self, token: Token, role: Role, without: frozenset[str]) -> Iterator[Filler]:
        """What a noun is about, where the sentence leaves it to those before: "the round was led by X"."""
        fresh = any(k.dep in {"det", "poss"} for k in self.tree.kids(token)) and not self._definite(token)
        if token.pos not in VERBAL and fresh:
            return
        firms = {type_ for type_ in self.grammar["firms"] if self.ontology.fits(type_, role)}
        verbs = self.grammar["reporting_verbs"] | self.grammar["topical_verbs"]
        for above in self.tree.ancestors(token):
            for subject in self.tree.kids(above, "nsubj") if above.lemma in verbs else ():
                known = self._names(subject) if subject.name >= 0 and self._tells(subject, token) else None
                if known and known.type in firms and known.name not in without:
                    yield from (
                        replace(f, references=(*f.references, *steps_to(token.text, known.name, "topic")))
                        for f in self._named(subject, role)
                    )
                    return
        for type_ in sorted(firms):
            if antecedent := self.references.topic(self.line, token, type_, without):
                yield instead(token, antecedent, "topic")
                return

    def _tells(self, subject: Token, token: Token) -> bool:
        """Whether who says a clause may be its topic: said before it, or behind it without quotes."""
        return subject.i < token.i or not follows_quotation(self.tree, subject)

    def _unsaid_owner(self, token: Token, role: Role) -> Iterator[Filler]:
        """Whose "the stock" is, where the sentence leaves it to the one before."""
        for type_ in sorted(role.ranges & self.ontology.types.keys()):
            if antecedent := self.references.description(self.line, token, type_):
                yield instead(token, antecedent, "implied")
                return

    def _group(self, token: Token, role: Role) -> Iterator[Filler]:
        """Several names that are together the subject above "their" or "they": "X, Y and Z saw their shares fall"."""
        others = self._own_doers(token)
        for verb in self.tree.ancestors(token):
            for subject in self.tree.kids(verb, "nsubj", "nsubjpass"):
                if subject.i in others:
                    continue
                names = [t for t in self._coordinated(subject) if t.name >= 0]
                if subject.name >= 0 and len(names) > 1 and subject.i < token.i:
                    for name in names:
                        yield from (
                            replace(
                                f,
                                start=token.start,
                                end=token.end,
                                text=token.text,
                                references=steps_to(token.text, f.name, "pronoun"),
                            )
                            for f in self._named(name, role)
                        )
                    return

    def _own_doers(self, token: Token) -> set[int]:
        """Who does what a pronoun undergoes, and so is somebody else: "X and Y have ordered two of them"."""
        verb = next((a for a in self.tree.ancestors(token) if a.pos in VERBAL), None)
        if verb is None or token.dep in {"poss", *SUBJECTS}:
            return set()
        return {t.i for t in self.arguments.surface_subjects(verb)}

    def _named_before(self, token: Token, role: Role) -> Iterator[Filler]:
        """The names that the sentence before lists, and "they" or "the two" takes up: "X and Y lost. Both sued Z"."""
        before = [line for line in self.references.lines[max(0, self.line.index - 1) : self.line.index] if line.names]
        counted = self._counted(token)
        groups = [
            group
            for line in before
            for group in listed(line, self.grammar["coordinators"])
            if (len(group) == counted if counted else group[0].first <= 1 and token.dep == "nsubj")
            if len({f.type for f in group}) == 1 and self.ontology.fits(group[0].type, role)
        ]
        type_ = "" if self.references.kind(token) else self._described(token)
        if len(groups) == 1 and type_ in {"", groups[0][0].type}:
            for found in groups[0]:
                yield instead(token, Antecedent(name=found.name, type=found.type, line=self.line.index), "pronoun")

    def _counted(self, token: Token) -> int:
        """How many names an expression takes up: two for "both", "the two firms", "the pair"; 0 where nothing tells."""
        counts = self.grammar.tables["counts"]
        kids = [k for k in self.tree.kids(token, "det", "predet", "nummod", "amod", "preconj") if k.name < 0]
        definite = token.lemma == "both" or any(k.lemma in {"the", "both"} for k in kids)
        if not definite or self.tree.kids(token, "prep", "relcl", "acl", "poss"):
            return 0
        told = (counts.get(t.text.lower()) for t in (token, *(kids if self._plural(token) else ())))
        return int(next((count for count in told if count), 0))

    def _own_side(self, token: Token) -> Iterator[Filler]:
        """The firm or body for which somebody says "we": itself, or where the speaker has the title that is told."""
        verbs = self.grammar["reporting_verbs"] | self.grammar["claiming_verbs"]
        for above in self.tree.ancestors(token):
            for subject in self.tree.kids(above, "nsubj") if above.lemma in verbs else ():
                told = (subject, *self.tree.kids(subject, "appos", "compound", "nmod"))
                titles = [k for k in told if k.name < 0 and self._described(k) == self.references.person]
                sides = [t for title in titles for at in OFFICES for t in self.arguments.of_noun(title, at)]
                named = (self._names(t) for t in (subject, *sides) if t.name >= 0)
                firms = self.grammar["makers"] - {self.references.person}
                if (side := next((name for name in named if name.type in firms), None)) is not None:
                    yield instead(token, Antecedent(name=side.name, type=side.type, line=self.line.index), "pronoun")
                    return

    def _inside(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        """What a transparent noun is about: "exports of chips", "chip exports", "access to chips", "R1's training"."""
        money = self.arguments.is_money(token)
        for position in ("of",) if money else ("of", "for", "compound", "possessor", "to", "modifier"):
            found = [
                f
                for inner in self.arguments.of_noun(token, position)
                if not (position == "modifier" and inner.name < 0)
                for member in self._coordinated(inner)
                for f in self._one(member, role, depth - 1)
                if self._fits(f, role)
                and f.type != LITERAL
                and (role.kinds or not f.generic)
                and not (
                    position == "to"
                    and f.type in self.grammar["makers"]
                    and token.lemma not in self.grammar["access_nouns"]
                )
            ]
            if found:
                yield from found
                return

    def _acting(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        """Who acts through a rule or an act: "bans by X designed to stop Y" – X stops Y."""
        if token.lemma not in self.grammar["acts"] and token.lemma not in self.acts:
            return
        prep = self.tree.head(token)
        if token.dep == "pobj" and prep.lemma == "of" and self.tree.head(prep).lemma in self.grammar.nouns:
            return
        passive = token.dep != "pobj" or prep.dep == "agent"
        for position in ("by", "possessor", "nationality", "subject") if passive else ("possessor", "nationality"):
            found = [
                f
                for owner in self.arguments.of_noun(token, position)
                if owner.i != token.i and not (position == "subject" and token.dep in {"dobj", "appos"})
                for member in self._coordinated(owner)
                for f in self._one(member, role, depth - 1)
                if self._fits(f, role) and f.type != LITERAL and not f.generic
            ]
            if found:
                yield from found
                return

    def _unnamed_product(self, token: Token, type_: str, role: Role, depth: int) -> Iterator[Filler]:
        """The maker for what it makes, where that has no name: "DeepSeek's chatbot", "its app"."""
        if type_ not in self.grammar["named_after_maker"] or role.kinds:
            return
        made = [
            t for clause in self._making(token) for a in self.arguments.agents(clause) for t in self._coordinated(a)
        ]
        for owner in [*made, *(() if self._plural(token) else self.arguments.possessors(token))]:
            for filler in self._one(owner, role, depth - 1 if owner in made else 0):
                if filler.type in self.grammar["firms"]:
                    start, end = min(owner.start, token.start), max(owner.end, token.end)
                    text = self.text[start:end]
                    steps = (*filler.references, *steps_to(text, filler.name, "unnamed product"))
                    yield replace(filler, start=start, end=end, text=text, references=steps)

    def _making(self, token: Token) -> Iterator[Token]:
        """The clauses that tell who made a thing: "models developed by X", "X launched a model trained on Y"."""
        makes = self.grammar["making_verbs"]
        yield from (k for k in self.tree.kids(token, "acl", "relcl") if k.lemma in makes and self._by_somebody(k))
        head = self.tree.head(token)
        if token.dep == "dobj" and head.lemma in makes and not self._definite(token):
            yield head

    def _by_somebody(self, clause: Token) -> bool:
        return clause.dep == "relcl" or bool(self.tree.kids(clause, "agent"))

    def _staff(self, token: Token, role: Role, depth: int) -> Iterator[Filler]:
        """An employer for its people: "researchers at the start-up X"; a firm for its part that does something."""
        acts = token.dep == "nsubj" or (token.dep == "pobj" and self.tree.head(token).dep == "agent")
        undergoes = token.dep in {"dobj", "nsubjpass"}
        people = token.lemma in self.grammar["staff"] and not undergoes
        people = (people or self._speaks_for(token)) and not self._formerly(token)
        if not people and not (acts and token.lemma in self.grammar["plants"]):
            return
        for position in ("=at", "=from", "=of", "possessor", "compound"):
            for owner in self.arguments.of_noun(token, position):
                found = [
                    f
                    for f in self._one(owner, role, depth - 1)
                    if self._fits(f, role) and not f.generic and f.type not in {LITERAL, *self.place_types()}
                    if people or f.type in self.grammar["firms"]
                ]
                if found:
                    yield from found
                    return

    def _speaks_for(self, token: Token) -> bool:
        """Whether somebody says something as a firm's founder or head: "as the founder of X has hinted"."""
        says = self.tree.head(token).lemma in self.grammar["reporting_verbs"] | self.grammar["claiming_verbs"]
        return says and token.dep == "nsubj" and token.lemma in self.grammar["spokespeople"]

    def _formerly(self, token: Token) -> bool:
        """Whether somebody was once what a noun says: "a former researcher at X"."""
        return any(k.lemma in self.grammar["former"] for k in self.tree.kids(token, "amod", "advmod"))

    def _newest(self, token: Token) -> bool:
        """Whether a noun only says how new something is: "the latest take on X", "the newest incarnation of X"."""
        return any(k.text.lower() in self.grammar["recency"] for k in self.tree.kids(token, "amod"))

    def _description(self, token: Token, type_: str) -> Filler | None:
        """What a definite description ("the chipmaker") stands for."""
        if not type_ or not self._definite(token) or self._plural(token):
            return None
        if self._is_body(token) and any(map(self._country, self.arguments.of_noun(token, "=in"))):
            return None
        antecedent = self._described_by(token, type_)
        if antecedent is None:
            return None
        start, end = self._extent(token)
        text = self.text[start:end]
        steps = steps_to(text, antecedent.name, "description")
        return Filler(name=antecedent.name, type=antecedent.type, start=start, end=end, text=text, references=steps)

    def _described_by(self, token: Token, type_: str) -> Antecedent | None:
        """The name before a description that it explains, or one that was told before."""
        if (beside := self._name_beside(token)) is not None:
            found = self._names(beside) if beside.name >= 0 else None
            alike = found is not None and found.type == type_
            return Antecedent(name=found.name, type=type_, line=self.line.index) if found and alike else None
        if self._singled_out(token):
            return None
        return self.references.description(self.line, token, type_, self._places(token))

    def _name_beside(self, token: Token) -> Token | None:
        """The name before a description, known or not, that it explains: "investigates X, the platform"."""
        article = next(iter(self.tree.kids(token, "det")), token)
        before = self.tree.tokens[max(0, article.i - 2) : article.i]
        apart = len(before) == 2 and before[1].text == "," and before[0].text[0].isupper()
        subject = token.dep in SUBJECTS and not self._told_apart(token)
        return before[0] if apart and token.dep != "poss" and not subject else None

    def _by_nationality(self, token: Token) -> Iterator[Filler]:
        """A plural of somebody's firms stands for their country, and so does its body without a name.

        As in "sales to Chinese companies", "the Irish regulator", "watchdogs in Italy and France".
        """
        body = self._is_body(token)
        if not self._plural(token) and not body and token.lemma not in self.grammar["collective_nouns"]:
            return
        groups = self.grammar["makers"] - {self.references.person}
        if self._described(token) not in groups and token.lemma not in self.grammar["collective_nouns"]:
            return
        seats = [m for at in ("=in", "=of") for t in self.arguments.of_noun(token, at) for m in self._coordinated(t)]
        for kid in [*self.tree.kids(token, "amod", "compound", "nmod", "poss"), *(seats if body else ())]:
            if name := self._country(kid):
                start, end = min(kid.start, token.start), max(kid.end, token.end)
                text = self.text[start:end]
                steps = steps_to(text, name, "nationals")
                type_ = self._type_of_name(name)
                yield Filler(name=name, type=type_, start=start, end=end, text=text, references=steps)

    def _is_body(self, token: Token) -> bool:
        return self._described(token) == self.grammar.tables["suffixes"]["body_suffixes"]

    def _country(self, token: Token) -> str:
        """The country that a name is, or stands for as its capital; empty where it is none."""
        found = self._names(token) if token.name >= 0 else None
        name = found.row.stands_for if found and found.row and found.row.stands_for else found.name if found else ""
        return name if self._type_of_name(name) == self.grammar.tables["library"]["countries"] else ""

    def _fits(self, filler: Filler, role: Role) -> bool:
        return self.ontology.fits(filler.type, role)

    def _type_of_name(self, name: str) -> str:
        row = index(self.ontology).by_name.get(name)
        return row.type if row else ""


def listed(line: Line, marks: Set[str]) -> list[list[Found]]:
    """The lists of two or more names of a sentence: "X and Y", "X, Y and Z"; parsed or not."""
    groups: list[list[Found]] = []
    closed: list[list[Found]] = []
    for found in line.names:
        between = [w.text for w in line.words[groups[-1][-1].end : found.first]] if groups else ["."]
        if 0 < len(between) <= 2 and set(between) <= marks | {","}:
            groups[-1].append(found)
            closed += [groups[-1]] if not marks.isdisjoint(between) else []
        else:
            groups.append([found])
    return [group for group in groups if group in closed and all(f.kind != "adjective" for f in group)]


def instead(token: Token, antecedent: Antecedent, kind: str) -> Filler:
    """What a word stands for, that does not name it."""
    return Filler(
        name=antecedent.name,
        type=antecedent.type,
        start=token.start,
        end=token.end,
        text=token.text,
        references=steps_to(token.text, antecedent.name, kind),
    )


def steps_to(text: str, name: str, kind: str) -> tuple[Reference, ...]:
    """The one step from some words to a name."""
    return (Reference(text=" ".join(text.split()), name=" ".join(name.split()), kind=kind),)
