"""What a noun phrase describes: its type, its name, its members, its bare words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Amount, Date, Reference
from kg.ontology import LITERAL, Ontology
from kg.reading.arguments import Arguments
from kg.reading.clauses import VERBAL
from kg.reading.lines import Line
from kg.reading.names import Found, index
from kg.reading.references import References
from kg.reading.trees import Token

COMPLETED = {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}
"""Where a group of somebody or something stands whose members may follow at the end of a clause."""

INDIRECT = frozenset(
    (
        "pronoun",
        "description",
        "capital",
        "government",
        "maker",
        "unnamed product",
        "nationals",
        "implied",
        "topic",
        "part",
    )
)
"""The kinds of reference whose words are no name of what they stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """What fills a role: a name with its type, or a value; where it stands; how it was reached."""

    name: str
    type: str
    """A type of entity, or ``Literal``, ``Amount``, ``Date``."""

    start: int
    end: int
    text: str
    references: tuple[Reference, ...] = ()
    """The references followed from the text to the name."""
    through: tuple[str, ...] = ()
    """The words between it and the position where it was looked for, that position first."""
    value: Amount | Date | None = None
    generic: bool = False
    """True for a kind ("AI chips") rather than an individual."""

    @property
    def indirect(self) -> bool:
        """Whether something other than a form of its name stands there."""
        return any(reference.kind in INDIRECT for reference in self.references)


class NounPhrases:
    """The noun phrases of one sentence."""

    def __init__(
        self,
        line: Line,
        arguments: Arguments,
        references: References,
        ontology: Ontology,
        text: str,
        acts: frozenset[str] = frozenset(),
    ) -> None:
        self.acts = acts
        """Nouns that name acts: those that trigger frames."""
        assert line.tree is not None
        self.line, self.tree, self.arguments, self.references = line, line.tree, arguments, references
        self.ontology, self.grammar, self.text = ontology, ontology.grammar, text
        self._expanded: set[int] = set()
        """Nouns whose examples are being looked for: a phrase may lead back to itself."""

        self._passing: set[int] = set()
        """Nouns of series that are being looked through, in the same way."""

    def _names(self, token: Token) -> Found:
        return self.line.names[token.name]

    def place_types(self) -> set[str]:
        """The types of countries and of places in them."""
        return {self.grammar.tables["library"]["countries"], self.grammar.tables["guesses"]["GPE"]}

    def _described(self, token: Token) -> str:
        """The type that a common noun describes; compounds first ("search engine", "start-up")."""
        nouns = self.grammar.nouns
        before = self.tree.tokens[max(0, token.i - 2) : token.i]
        if (
            len(before) == 2
            and before[1].text == "-"
            and (found := nouns.get(f"{before[0].text}-{token.lemma}".lower()))
        ):
            return found
        if before and (found := nouns.get(f"{before[-1].lemma} {token.lemma}".lower())):
            return found
        return nouns.get(token.lemma) or nouns.get(token.text) or self._generic(token)

    def _generic(self, token: Token) -> str:
        """The type of a kind that has an entry among the names ("HBM3E", "logic chips")."""
        forms = index(self.ontology).lookup(token.text)
        return next((f.row.type for f in forms if "generic" in f.row.flags), "")

    def _maker_here(self, found: Found) -> str:
        """The type of a name's maker, where the document names that maker; else empty."""
        maker = found.row.maker if found.row else ""
        row = index(self.ontology).by_name.get(maker)
        return row.type if row and maker in self.references.names else ""

    def _dubbed(self, token: Token) -> Iterator[Token]:
        """The name that a clause gives: "an initiative dubbed X", "a project called X", "better known as X"."""
        head = self.tree.head(token)
        if token.dep == "nsubjpass" and head.lemma in self.grammar["naming_verbs"]:
            yield from self.tree.kids(head, "oprd", "attr", "dobj")
        if token.dep == "nsubj" and head.lemma == "be":
            yield from (k for k in self.tree.kids(head, "attr") if k.name >= 0)
        for clause in self.tree.kids(token, "acl", "relcl"):
            if clause.lemma in self.grammar["naming_verbs"]:
                yield from self.tree.kids(clause, "oprd", "dobj", "attr")
                for prep in self.tree.kids(clause, "prep"):
                    yield from self.arguments.governed(prep) if prep.lemma == "as" else ()

    def _stands_for_maker(self, found: Found, type_: str) -> bool:
        """Whether "the DeepSeek app" may stand for DeepSeek: an unversioned product named after its maker."""
        artifacts = self.grammar["named_after_maker"]
        return type_ in artifacts and found.type in self.grammar["firms"]

    def _examples(self, token: Token) -> Iterator[Token]:
        """The members of a group: "firms such as Nvidia", "companies including Meta", "rivals like xAI"."""
        for prep in self.tree.kids(token, "prep", "acl", "advmod", "amod"):
            if prep.text.lower() in {"such", "like", "including", "as"} or prep.lemma in self.grammar["exemplifiers"]:
                yield from self.arguments.governed(prep)
                yield from self.tree.kids(prep, "dobj")
        for clause in self.tree.kids(token, "relcl", "acl"):
            if clause.lemma == "include":
                yield from self.tree.kids(clause, "dobj")
            elif (
                clause.tag == "VBN"
                and clause.lemma in self.grammar["leading_verbs"]
                and (self._plural(token) or token.lemma in self.grammar["group_nouns"])
            ):
                yield from self.arguments.agents(clause)
            elif clause.tag == "VBG":
                for prep in (p for made in self.tree.kids(clause, "dobj") for p in self.tree.kids(made, "prep")):
                    yield from self.arguments.governed(prep) if self._such_as(prep) else ()
        yield from self._comma_examples(token)
        yield from self._after_comma(token)
        yield from self._from_to(token)

    def _from_to(self, token: Token) -> Iterator[Token]:
        """The ends of a range of members: "chipmakers from Nvidia to AMD"."""
        if not self._plural(token):
            return
        type_ = self._described(token)
        for prep in self.tree.kids(token, "prep"):
            first = [t for t in self.tree.kids(prep, "pobj") if prep.lemma in self.grammar["range_starts"]]
            near = [k for above in (token, prep, *first) for k in self.tree.kids(above, "prep")]
            last = [t for p in near if p.lemma in self.grammar["range_words"] for t in self.tree.kids(p, "pobj")]
            ends = [t for t in (*first, *last) if t.name >= 0 and self._names(t).type == type_]
            yield from ends if len(ends) > 1 else ()

    def _such_as(self, prep: Token) -> bool:
        """As in "firms making chips, such as X", where the comma tells that not the chips are meant."""
        comma = any(t.text == "," for t in self.tree.tokens[self.tree.head(prep).i : prep.i])
        return comma and prep.lemma == "as" and any(k.text == "such" for k in self.tree.kids(prep))

    def _comma_examples(self, token: Token) -> Iterator[Token]:
        """Examples that the parser hung on the verb: "firms fell, including Nvidia"."""
        head = self.tree.head(token)
        if token.dep == "nsubj" and head.lemma in self.grammar["exemplifiers"]:
            yield from self.tree.kids(head, "dobj")
        if token.dep in {"nsubj", "nsubjpass", "dobj"}:
            for prep in self.tree.kids(head, "prep"):
                if prep.text.lower() == "including":
                    yield from self.arguments.governed(prep)

    def _after_comma(self, token: Token) -> Iterator[Token]:
        """Members after a comma, wherever the parser hung them: "added six firms to its list, among them X and Y"."""
        after = self.tree.tokens[token.i + 1 :]
        if not self._plural(token) or token.dep not in COMPLETED:
            return
        comma = next((t for t in after if t.text == "," or t.tag == "NNS" or t.pos in VERBAL), None)
        if comma is None or comma.text != ",":
            return
        words = [t.text.lower() for t in self.tree.tokens[comma.i + 1 : comma.i + 4]]
        for length in (n for n in (1, 2, 3) if " ".join(words[:n]) in self.grammar["member_openers"]):
            first = next(iter(self.tree.tokens[comma.i + 1 + length :]), None)
            if first is not None and first.name >= 0 and self._names(first).type == self._described(token):
                yield first

    def _definite(self, token: Token) -> bool:
        return any(k.lemma in {"the", "this", "that"} and k.dep == "det" for k in self.tree.kids(token))

    def _singled_out(self, token: Token) -> bool:
        """Whether a description names somebody new: "the firm founded by X", a superlative, "the OpenAI founder"."""
        before = [k for k in self.tree.kids(token, "amod", "compound", "nmod", "nummod") if k.name < 0]
        if token.text[0].isupper() and any(not k.text[0].islower() for k in before):
            return True
        if self._told_apart(token) and token.dep != "attr":
            return True
        for kid in self.tree.kids(token, "amod", "compound", "nmod", "poss", "prep"):
            if (kid.tag in {"JJS", "RBS"} and kid.text.lower() not in self.grammar["no_superlatives"]) or any(
                k.tag == "RBS" for k in self.tree.kids(kid)
            ):
                return True
            if kid.dep == "prep" and kid.lemma == "of":
                return True
            if kid.name >= 0 and self._names(kid).type not in self.place_types():
                return True
        return False

    def _told_apart(self, token: Token) -> bool:
        """Whether a clause follows a noun at once that tells which one is meant: "the firm founded by X"."""
        clauses = self.tree.kids(token, "acl", "relcl")
        return any(min(t.i for t in self.tree.subtree(clause)) == token.i + 1 for clause in clauses)

    def _places(self, token: Token) -> frozenset[str]:
        """The places that a description mentions: "the Hangzhou start-up", "the Dutch group"."""
        kids = [k for kid in self.tree.kids(token, "amod", "compound", "nmod") for k in (kid, *self.tree.kids(kid))]
        return frozenset(self._names(k).name for k in kids if k.name >= 0 and self._names(k).type in self.place_types())

    def _plural(self, token: Token) -> bool:
        return token.tag in {"NNS", "NNPS"}

    def _content(self, token: Token) -> Iterator[Token]:
        if token.pos not in VERBAL or token.tag in {"NN", "NNS"}:
            yield from self.arguments.of_noun(token, "of")
            for prep in self.tree.kids(token, "prep"):
                if prep.lemma in {"to", "in", "for", "from", "on"}:
                    yield from self.arguments.governed(prep)

    def _kind(self, token: Token, type_: str) -> Filler:
        """A described kind: "AI chips", "Nvidia chips", "open-source models"."""
        start, end = self._extent(token, articles=False)
        text = self._shared_adjective(token) + self.text[start:end]
        forms = [f.row.name for f in index(self.ontology).lookup(text) if "generic" in f.row.flags]
        return Filler(name=forms[0] if forms else text, type=type_, start=start, end=end, text=text, generic=True)

    def _shared_adjective(self, token: Token) -> str:
        """In "Western websites and media" the adjective belongs to both."""
        head = self.tree.head(token)
        if token.dep != "conj" or head.pos != "NOUN" or bool(self.tree.kids(token, "amod", "compound", "det", "poss")):
            return ""
        return "".join(
            f"{k.text} "
            for k in self.tree.kids(head, "amod")
            if k.lemma not in self.grammar["vague_adjectives"] and k.i == head.i - 1
        )

    def _extent(self, token: Token, *, articles: bool = True) -> tuple[int, int]:
        """The noun phrase without what follows its head, but for a version ("Apache 2.0").

        With or without its article, possessor and quantities.
        """
        first = token
        for kid in self.tree.kids(
            token, "compound", "amod", "nmod", "det", "poss", "nummod", "quantmod", "punct", "npadvmod", "advmod"
        ):
            if kid.i > token.i or (not articles and self._adds_nothing(kid)):
                continue
            left = min(self.tree.subtree(kid), key=lambda t: t.i)
            if left.i < first.i and not any(t.dep == "case" for t in self.tree.subtree(kid)):
                first = left
        versions = (k.end for k in self.tree.kids(token, "nummod") if k.i == token.i + 1 and "." in k.text)
        return first.start, next(versions, token.end)

    def phrase(self, token: Token) -> Filler:
        """A noun phrase as it stands, without its article: "most valuable company in the world"."""
        start, _ = self._extent(token, articles=False)
        end = max(
            (t.end for kid in self.tree.kids(token, "prep") if kid.i == token.i + 1 for t in self.tree.subtree(kid)),
            default=token.end,
        )
        return Filler(name=self.text[start:end], type=LITERAL, start=start, end=end, text=self.text[start:end])

    def _adds_nothing(self, kid: Token) -> bool:
        """Whether a modifier is no part of a kind's name: articles, numbers, owners, comparisons ("less advanced")."""
        if (
            kid.dep in {"det", "poss", "nummod", "quantmod", "punct"}
            or {kid.lemma, kid.text.lower()} & self.grammar["vague_adjectives"]
        ):
            return True
        return kid.tag in {"JJR", "RBR"} or any(k.tag == "RBR" for k in self.tree.kids(kid))

    def _literal(self, token: Token) -> Filler | None:
        """The bare words of a noun phrase, for roles that take anything."""
        if (
            token.name >= 0
            or token.pos not in {"NOUN", "PROPN", "ADJ"}
            or token.tag.startswith("PRP")
            or token.dep == "det"
            or token.lemma in self.grammar["pro_forms"]
            or token.text in self.grammar["not_names"]
        ):
            return None
        start, end = self._extent(token, articles=False)
        return Filler(name=self.text[start:end], type=LITERAL, start=start, end=end, text=self.text[start:end])

    def mere_access(self, token: Token) -> bool:
        """Whether "access" stands for what is said elsewhere: "blocked access", not "blocked access to X"."""
        told = (k.dep in {"compound", "amod", "nmod", "poss"} or k.lemma in {"to", "of"} for k in self.tree.kids(token))
        return token.lemma in self.grammar["access_nouns"] and not any(told)

    def _owned(self, token: Token) -> bool:
        return bool(self.tree.kids(token, "poss"))

    def _hangs_on(self, clause: Token, token: Token) -> bool:
        """Whether a word stands in a clause that modifies a token."""
        while clause.i != token.i and clause.head != clause.i:
            above = self.tree.head(clause)
            if above.i == token.i:
                return clause.dep in {"relcl", "acl", "appos"}
            clause = above
        return False

    def _coordinated(self, token: Token) -> Iterator[Token]:
        yield token
        for kid in self.tree.kids(token, "conj"):
            if kid.pos not in VERBAL or token.pos in VERBAL:
                yield from self._coordinated(kid)
        for kid in self.tree.kids(token, "appos") if token.name < 0 else ():
            alike = kid.name < 0 and (kid.lemma == token.lemma or (self._owned(kid) and self._owned(token)))
            if alike and self._list_like(token, kid):
                yield from self._coordinated(kid)
        yield from self._town(token)
        if token.name >= 0:
            for kid in self.tree.kids(token, "nmod", "compound", "dep"):
                if kid.name >= 0 and kid.i + 2 == token.i and self.tree.tokens[kid.i + 1].text == "/":
                    yield kid
            for kid in self.tree.kids(token, "appos"):
                if kid.name >= 0 and self._both_name(token, kid):
                    yield from self._coordinated(kid)

    def _town(self, token: Token) -> Iterator[Token]:
        """The town before the region of "Sunnyvale, California-based"."""
        around = [
            t.text for t in (*self.tree.tokens[token.i - 1 : token.i], *self.tree.tokens[token.i + 1 : token.i + 2])
        ]
        if token.name < 0 or token.i < 2 or around != [",", "-"] or self._names(token).type not in self.place_types():
            return
        town = self.tree.tokens[token.i - 2]
        apart = town.dep == "pobj" and town.head != token.head
        if town.name >= 0 and not apart and self._names(town).type in self.place_types():
            yield town

    def _both_name(self, token: Token, kid: Token) -> bool:
        """Whether an apposition adds a name: a misread list, or "Milpitas, California"."""
        types = {self._names(token).type, self._names(kid).type}
        return types <= self.place_types() or (len(types) == 1 and self._list_like(token, kid))

    def _list_like(self, token: Token, kid: Token) -> bool:
        """Whether the parser took a list for an apposition: "A, B and C"."""
        return bool(self.tree.kids(kid, "conj")) or bool(self.tree.kids(token, "cc"))
