"""Portraits: what a document says of its names besides its facts, which tells later what a description stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.ontology import Ontology
from kg.reading.lines import Line
from kg.reading.names import index

NAME_LENGTHS = range(2, 5)
"""Of how many words a title is that is the name of a person."""
NEAR = 12
"""Within how many words of a name a place of its phrase is its own: "India's retail-to-refining giant X"."""


class Portraits:
    """What one document says of its names."""

    def __init__(self, lines: Sequence[Line], ontology: Ontology) -> None:
        self.lines, self.ontology, self.grammar = lines, ontology, ontology.grammar
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

    def _portrayed(self) -> str:
        person = self.grammar.tables["roles_of_types"]["person"]
        title = [word.text for word in self.lines[0].words] if self.lines else []
        people = (f.name.split() for line in self.lines[1:] for f in line.names if f.type == person)
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
                others = {t.i for kid in line.tree.kids(top, "conj") for t in line.tree.subtree(kid)}
                near = [
                    t for t in line.tree.subtree(top) if t.name >= 0 and abs(t.i - token.i) < NEAR and t.i not in others
                ]
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
