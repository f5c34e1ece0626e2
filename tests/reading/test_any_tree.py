"""Whatever a parser makes of a sentence, reading goes on: trees of any words, labels and names."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from kg.reading import repairs
from kg.reading.gapping import ungapped
from kg.reading.lines import Line
from kg.reading.names import Found
from kg.reading.reader import Reader
from kg.reading.references import References
from kg.reading.repairs import repaired
from kg.reading.repairs.signs import hung
from kg.reading.statements import Statement
from kg.reading.trees import Sentence, Token, Word

SMALL = [
    "and",
    ",",
    "-",
    "/",
    "from",
    "by",
    "at",
    "of",
    "with",
    "that",
    "those",
    "not",
    "only",
    "'s",
    "own",
    "a",
    ":",
    "—",
]
SMALL += [
    "it",
    "its",
    "we",
    "our",
    "itself",
    "which",
    "who",
    "be",
    "said",
    "among",
    "as",
    "like",
    "than",
    "percent",
    "$",
    "5",
]
LABELS = [
    "nsubj",
    "nsubjpass",
    "dobj",
    "dative",
    "attr",
    "appos",
    "conj",
    "cc",
    "compound",
    "nmod",
    "amod",
    "poss",
    "prep",
]
LABELS += [
    "pobj",
    "pcomp",
    "agent",
    "acl",
    "relcl",
    "advcl",
    "ccomp",
    "xcomp",
    "npadvmod",
    "dep",
    "mark",
    "det",
    "nummod",
]
LABELS += ["punct", "auxpass", "parataxis", "oprd", "acomp", "advmod", "prt", "aux", "neg", "quantmod"]
CLASSES = {
    "NOUN": ["NN", "NNS"],
    "PROPN": ["NNP"],
    "VERB": ["VB", "VBD", "VBG", "VBN", "VBZ"],
    "ADP": ["IN"],
    "NUM": ["CD"],
    "ADJ": ["JJ", "JJR"],
    "PRON": ["WDT", "PRP"],
}


class Trees:
    """Trees of one to twelve words in any order, with up to four names among them."""

    def __init__(self, reader: Reader, seed: int) -> None:
        self.reader, self.random = reader, Random(seed)
        grammar, frames = reader.ontology.grammar, reader.ontology.frames.values()
        triggers = [t for frame in frames for pattern in frame.patterns for t in pattern.triggers]
        nouns = [*grammar["transparent_nouns"], *grammar["series_nouns"], *grammar.nouns, *grammar["staff"]]
        heads, rest = [t.head for t in triggers], [word for t in triggers for word in t.rest]
        self.words = [sorted(set(words)) for words in (heads, rest, nouns, SMALL)]

    def sentence(self) -> tuple[Line, Sentence]:
        """A sentence that has its names, and its tree."""
        random = self.random
        size = random.randint(1, 12)
        order = random.sample(range(size), size)
        heads = {i: order[random.randrange(n)] if n else i for n, i in enumerate(order)}
        named = sorted(random.sample(range(size), min(size, random.randint(0, 4))))
        words, tokens, start = [], [], 0
        for i in range(size):
            text = f"N{i}" if i in named else random.choice(random.choice(self.words))
            pos = random.choice(list(CLASSES))
            words.append(Word(text, start, start + len(text), True))
            tokens.append(
                Token(
                    i=i,
                    text=text,
                    lemma=text.lower(),
                    tag=random.choice(CLASSES[pos]),
                    pos=pos,
                    dep="ROOT" if heads[i] == i else random.choice(LABELS),
                    head=heads[i],
                    start=start,
                    end=start + len(text),
                    name=named.index(i) if i in named else -1,
                )
            )
            start += len(text) + 1
        return self._line(words, named), Sentence(tokens)

    def _line(self, words: list[Word], named: list[int]) -> Line:
        types, kinds = sorted(self.reader.ontology.types), ["full", "unknown", "guessed", "adjective"]
        names = [
            Found(
                first=i, end=i + 1, name=words[i].text, type=self.random.choice(types), kind=self.random.choice(kinds)
            )
            for i in named
        ]
        quantities = self.reader.quantities.find(" ".join(word.text for word in words), 0)
        return Line(index=0, block=0, words=words, names=names, quantities=quantities)


@pytest.mark.parametrize("seed", range(10))
def test_repairs_leave_a_tree_of_the_same_words(reader: Reader, seed: int) -> None:
    trees = Trees(reader, seed)
    for _ in range(2000):
        line, before = trees.sentence()
        after = ungapped(repaired(before, replace(reader.signs, types=[found.type for found in line.names])))
        assert after.is_tree
        assert [token.text for token in after.tokens] == [token.text for token in before.tokens]


@pytest.mark.parametrize("seed", range(10))
def test_facts_are_of_the_names_and_words_of_their_sentence(reader: Reader, seed: int) -> None:
    trees, found = Trees(reader, seed), 0
    for _ in range(1000):
        line, line.tree = trees.sentence()
        line.tokens_of = {token.name: token for token in line.tree.tokens if token.name >= 0}
        text = " ".join(word.text for word in line.words)
        for statement in reader.frames.statements(line, References([line], reader.ontology), text):
            if isinstance(statement, Statement):
                found += 1
                assert all(0 <= filler.start < filler.end <= len(text) for _, filler, _ in statement.roles)
    assert found


def test_a_repair_that_would_run_in_a_circle_is_left_out(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    word = Token(i=0, text="X", lemma="x", tag="NN", pos="NOUN", dep="ROOT", head=0, start=0, end=1)
    sentence = Sentence([word, replace(word, i=1, dep="dobj")])
    circle = (lambda tree, token, *_: hung(tree, token, "dep", tree.tokens[1 - token.i]),)
    monkeypatch.setattr(repairs, "_repairs", lambda *_: circle)
    assert repaired(sentence, reader.signs).is_tree
