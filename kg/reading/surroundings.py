"""What stands around a name: in the positions of the name itself, and of the nouns that introduce or follow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.ontology import Ontology
from kg.reading.arguments import DIRECT, Arguments
from kg.reading.clauses import SUBJECTS
from kg.reading.lines import Line
from kg.reading.trees import Sentence, Token

AT_REST = {"pobj", "attr", "appos", "ROOT"}
"""Labels of names that no verb moves: what follows "from" is where they come from, not who gave them."""
BESIDE = ("compound", "nmod", "appos")
"""Labels of a name and a noun side by side."""


class Surroundings:
    """The positions around the names of one sentence, each looked for once.

    :param relational: nouns for somebody by what he is to another, and whether that other may be of any type.
    """

    def __init__(
        self, line: Line, tree: Sentence, arguments: Arguments, ontology: Ontology, relational: Mapping[str, bool]
    ) -> None:
        self.line, self.tree, self.arguments = line, tree, arguments
        self.grammar, self.relational = ontology.grammar, relational
        self.person = ontology.grammar.tables["roles_of_types"]["person"]
        self._found: dict[tuple[int, str], list[Token]] = {}

    def of(self, token: Token, position: str) -> list[Token]:
        """What stands in a position around a name, or around the noun that introduces it ("the Chinese firm X")."""
        key = (token.i, position)
        if key not in self._found:
            self._found[key] = [] if self._closed(token, position) else list(self._around(token, position))
        return self._found[key]

    def _closed(self, token: Token, position: str) -> bool:
        """Whether a position is not the name's: "its rival X" is nobody's X."""
        if token.name < 0 and token.lemma in self.relational and position not in {"nationality", "self"}:
            return True
        if position != "possessor":
            return False
        kids = self.tree.kids(token, "compound", "amod", "nmod")
        return token.dep == "oprd" or any(k.lemma in self.relational for k in kids)

    def _around(self, token: Token, position: str) -> Iterator[Token]:
        if position.startswith(DIRECT):
            yield from self._direct(token, position)
            return
        yield from self.arguments.of_noun(token, position)
        head = self.tree.head(token)
        if self._of_head(token, head, position):
            yield from self.arguments.of_noun(head, position)
        yield from self._of_nouns(token, position)
        if token.dep == "conj" and head.name >= 0:
            for kid in self.tree.kids(head, *BESIDE):
                if kid.tag == "NNS" and kid.name < 0:
                    yield from self.arguments.of_noun(kid, position)

    def _direct(self, token: Token, position: str) -> Iterator[Token]:
        """What follows the name at once behind a preposition, or the noun that says what the name is."""
        for kid in self.tree.kids(token, "prep"):
            own = kid.i == token.i + 1 and token.dep in {*SUBJECTS, *AT_REST} and not self._party_of_act(token)
            if own and kid.lemma == position.removeprefix(DIRECT):
                yield from self.arguments.governed(kid)
        for kid in self.tree.kids(token, "appos"):
            if kid.name < 0 and kid.lemma in self.grammar.nouns:
                yield from self.arguments.of_noun(kid, position)

    def _party_of_act(self, token: Token) -> bool:
        """Whether a name is a party to an act, whose place may follow: "won its case against X in London"."""
        acts = self._type(token) in self.grammar["makers"]
        return acts and token.dep == "pobj" and self.tree.head(token).lemma in self.grammar["party_prepositions"]

    def _of_head(self, token: Token, head: Token, position: str) -> bool:
        """Whether a position of the noun above a name is the name's as well."""
        nouns, tokens = self.grammar.nouns, self.tree.tokens
        type_ = self._type(token)
        after = tokens[token.i + 1].lemma if token.i + 1 < len(tokens) else ""
        thing = type_ in self.grammar["named_after_maker"] | self.grammar["kinds"]
        described = position != "possessor" or head.lemma in nouns or (after in nouns and nouns[after] == type_)
        branded = head.lemma in self.grammar["series_nouns"] | self.grammar["branded_nouns"]
        described = described or (thing and (token.dep == "appos" or branded or self._own(head)))
        beside = not thing and token.dep != "appos" and nouns.get(head.lemma) in {None, self.person}
        return token.dep in BESIDE and described and not beside and self._introduces(head, type_)

    def _of_nouns(self, token: Token, position: str) -> Iterator[Token]:
        """The same position of the nouns below a name."""
        type_ = self._type(token)
        for kid in self.tree.kids(token, *BESIDE):
            if position == "nationality" and kid.lemma in self.relational and kid.dep != "appos":
                yield from self.arguments.of_noun(kid, position)
            introduces = self._introduces(kid, type_) and (position != "possessor" or kid.lemma in self.grammar.nouns)
            if introduces or (position in {"nationality", "compound"} and kid.dep == "appos" and kid.name < 0):
                yield from self.arguments.of_noun(kid, position)

    def _type(self, token: Token) -> str:
        return "" if token.name < 0 else self.line.names[token.name].type

    def _own(self, noun: Token) -> bool:
        """Whether a noun is somebody's own: "its own MTIA part"."""
        return any(k.lemma == "own" for k in self.tree.kids(noun, "amod"))

    def _introduces(self, noun: Token, type_: str) -> bool:
        """Whether a noun tells what the name of a type beside it is, not whose ("its backer, X")."""
        alike = self.grammar.nouns.get(noun.lemma, type_) == type_
        relational = noun.lemma in self.relational and (alike or self.relational[noun.lemma])
        nominal = noun.name < 0 and noun.pos in {"NOUN", "PROPN"}
        return nominal and not relational and noun.lemma not in self.grammar["held"]
