"""Words and parsed sentences: the values that the grammar hands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A token before any grammar; offsets count code points of the document."""

    text: str
    start: int
    end: int
    space: bool
    """Whether white space follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word (or a whole name) with its grammar: CLEAR-style dependency labels, Penn tags, heads as indices."""

    i: int
    text: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    start: int
    end: int
    name: int = -1
    """Which of the sentence's names it is; -1 for an ordinary word."""


class Sentence:
    """A parsed sentence: its tokens, and quick ways around the tree."""

    __slots__ = ("__dict__", "children", "end", "start", "tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self.start, self.end = self.tokens[0].start, self.tokens[-1].end
        children: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                children[token.head].append(token)
        self.children = tuple(map(tuple, children))

    @property
    def is_tree(self) -> bool:
        """Whether every token hangs on a root, over however many others: none on itself by a circle."""
        reached = [t.i for t in self.tokens if t.head == t.i]
        for i in reached:
            reached += (child.i for child in self.children[i])
        return len(reached) == len(self.tokens)

    def kids(self, token: Token, *deps: str) -> Sequence[Token]:
        """The dependents of a token, of all or some labels, in the order of the text."""
        below = self.children[token.i]
        return [child for child in below if child.dep in deps] if below and deps else below

    def head(self, token: Token) -> Token:
        """What a token hangs on; the root hangs on itself."""
        return self.tokens[token.head]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The heads above a token, nearest first."""
        while token.head != token.i:
            token = self.tokens[token.head]
            yield token

    def subtree(self, token: Token) -> Iterator[Token]:
        """A token and everything below it."""
        yield token
        for kid in self.kids(token):
            yield from self.subtree(kid)
