"""Facts that a list states by its first member's verb: "Broadcom dropped 11%, Micron 9.2% and Arm 8.6%".

Gapping after Ross (1970, "Gapping and the order of constituents"): the verb is left out, one party before it and the
rest after it remain. Only remnants are read that repeat the first member exactly: a name of the same type, then an
amount for each amount and, behind the same preposition, a name for each name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Amount, Date
from kg.reading.clauses import VERBAL
from kg.reading.fillers import Fillers
from kg.reading.noun_phrases import Filler
from kg.reading.statements import Statement
from kg.reading.trees import Sentence, Token

SEPARATORS = {",", ";"}
OWNING = {"'s", "'"}
NEAR = 3
"""How many words may stand between a remnant's parts: "about", "some", the "percent of" of an amount."""


def ungapped(tree: Sentence) -> Sentence:
    """The tree in which no party of a gapped clause is taken for one of a list: "X owns 3% of Y and Z 4% of W"."""
    apart = {
        t.i
        for t in tree.tokens
        if t.name >= 0
        and t.dep in {"conj", "appos"}
        and not _beside(t)
        and (_starts(tree.tokens, t.i) or _undergoes(tree.tokens, t.i))
    }
    if not apart:
        return tree
    over = {t.i for t in tree.tokens if t.dep in {"conj", "appos"} and any(t.head < i < t.i for i in apart)}
    return Sentence([replace(t, dep="dep") if t.i in apart | over else t for t in tree.tokens])


def _beside(token: Token) -> bool:
    """Whether a name only follows the noun that tells what it is: "fined the firm X 3m euros"."""
    return token.dep == "appos" and token.head == token.i - 1


def _starts(tokens: Sequence[Token], i: int) -> bool:
    """Whether an amount follows a name at once, but for "about" or "roughly"."""
    after = [t for t in tokens[i + 1 : i + NEAR] if t.text not in OWNING]
    hedged = bool(after) and after[0].dep in {"advmod", "quantmod"} and after[0].pos in {"ADV", "ADP"}
    first = next(iter(after[1:] if hedged else after), None)
    if first is None or not (first.pos == "NUM" or first.tag == "$"):
        return False
    unit = tokens[first.head]
    return unit.i <= first.i or unit.pos != "NOUN" or not unit.text.isalpha() or unit.lemma in {"percent", "cent"}


def _undergoes(tokens: Sequence[Token], i: int) -> bool:
    """Whether another agent follows a name at once: "X was bought by Y and Z by W"."""
    by, agent = tokens[i + 1 : i + 2], tokens[i + 2 : i + 3]
    second = any(t.lemma == "by" for t in by) and any(t.name >= 0 for t in agent)
    return second and any(t.dep == "agent" and t.lemma == "by" for t in tokens[:i])


def gapped(statement: Statement, fillers: Fillers) -> Iterator[Statement]:
    """The statements that follow one in a list without repeating its trigger."""
    start, end = statement.trigger
    before = [i for i, (_, f, _) in enumerate(statement.roles) if f.end <= start]
    after = [i for i, (_, f, _) in enumerate(statement.roles) if f.start >= end or f.start > start]
    if len(before) != 1 or not after or len(before) + len(after) < len(statement.roles):
        return
    after.sort(key=lambda i: statement.roles[i][1].start)
    remnants = _Remnants(statement, before[0], after, fillers)
    i, date = remnants.dated(remnants.behind(remnants.end))
    while (found := remnants.at(i)) is not None:
        i, own = remnants.dated(found[1])
        yield replace(statement, roles=found[0], date=own if date or own else statement.date)


class _Remnants:
    """What may follow a statement: its parties again, in the same order."""

    def __init__(self, statement: Statement, party: int, rest: Sequence[int], fillers: Fillers) -> None:
        self.statement, self.party, self.rest, self.fillers = statement, party, rest, fillers
        self.tokens = fillers.tree.tokens
        last = statement.roles[self.rest[-1]][1]
        self.tail = None if isinstance(last.value, Amount) else self._tail(last.end)
        """The amount behind the last role, which the remnants repeat."""
        self.end = self.tail.end if self.tail is not None else last.end

    def behind(self, offset: int) -> int:
        """The first token that starts after an offset of the document."""
        return next((t.i for t in self.tokens if t.start >= offset), len(self.tokens))

    def at(self, i: int) -> tuple[tuple[tuple[str, Filler, str], ...], int] | None:
        """The roles of the remnant from token i on, and the token after it."""
        first = self._separated(i)
        if first is None:
            return None
        return self._of_another(first) or self._of_the_same(first)

    def _of_another(self, first: int) -> tuple[tuple[tuple[str, Filler, str], ...], int] | None:
        """As in "X owns 3% of Y and Z 4% of W": another party does the same."""
        if first + 2 < len(self.tokens) and self.tokens[first + 1].text in OWNING:
            first += 2 if self.tokens[first + 2].name >= 0 and self.tokens[first].name >= 0 else 0
        roles = list(self.statement.roles)
        role, like, path = roles[self.party]
        name = self._name(first, role, like)
        if name is None or (name.type != like.type and self._lemma(first + 1) != "by"):
            return None
        roles[self.party] = (role, name, path)
        i = first + 1
        while i < len(self.tokens) and self.tokens[i].text in OWNING | {","}:
            i += 1
        return self._filled(roles, i) if self._marked() else None

    def _lemma(self, i: int) -> str:
        return self.tokens[i].lemma if i < len(self.tokens) else ""

    def _marked(self) -> bool:
        """Whether a sum or a preposition marks all that follows the party, so that a mere list repeats nothing."""
        rest = [self.statement.roles[place][1] for place in self.rest]
        return all(isinstance(filler.value, Amount) or self._preposition(filler) for filler in rest)

    def _of_the_same(self, first: int) -> tuple[tuple[tuple[str, Filler, str], ...], int] | None:
        """As in "X fined Y €5m and Z €2m", "X put $5m in Y and $2m in Z": the same party does it to another."""
        sums = any(isinstance(self.statement.roles[place][1].value, Amount) for place in self.rest)
        if self.tail is None and (len(self.rest) < 2 or not sums):
            return None
        found = self._filled(list(self.statement.roles), first)
        if found is None or self.tail is None:
            return found
        amount = self._like(found[1], "", self.tail)
        return (found[0], self.behind(amount.end)) if amount is not None else None

    def _filled(
        self, roles: list[tuple[str, Filler, str]], i: int
    ) -> tuple[tuple[tuple[str, Filler, str], ...], int] | None:
        """The roles with what repeats the rest of the statement from token i on, and the token after it."""
        for place in self.rest:
            role, like, path = roles[place]
            found = self._like(i, role, like)
            if found is None:
                return None
            roles[place] = (role, found, path)
            i = self.behind(found.end)
        return tuple(roles), i

    def _tail(self, end: int) -> Filler | None:
        """The amount that follows the last role at once, and is none itself: "fined X €5m", "bought X for €5m"."""
        i = self.behind(end)
        i += i + 1 < len(self.tokens) and self.tokens[i].tag == "IN"
        for quantity in self.fillers.line.quantities:
            if isinstance(quantity.value, Amount) and i < len(self.tokens) and quantity.start == self.tokens[i].start:
                return self.fillers.of_value(quantity.start, quantity.end, quantity.value)
        return None

    def dated(self, i: int) -> tuple[int, Date | None]:
        """The token after a date that stands at token i with its preposition, and the date."""
        if i + 1 < len(self.tokens) and self.tokens[i].tag == "IN":
            start = self.tokens[i + 1].start
            for quantity in self.fillers.line.quantities:
                if isinstance(quantity.value, Date) and quantity.start in {start, self.tokens[i].start}:
                    return self.behind(quantity.end), quantity.value
        return i, None

    def _separated(self, i: int) -> int | None:
        """The token after a comma, an "and" or both; None where neither stands at token i."""
        first = i
        while i < len(self.tokens) and (self.tokens[i].text in SEPARATORS or self.tokens[i].dep == "cc"):
            i += 1
        return i if first < i < len(self.tokens) else None

    def _like(self, i: int, role: str, filler: Filler) -> Filler | None:
        """What repeats a filler within a few tokens: an amount of its unit, a name behind its preposition."""
        before = "" if isinstance(filler.value, Amount) else self._preposition(filler)
        if not before and not isinstance(filler.value, Amount):
            return self._name(i, role, filler)
        for j in range(i, min(i + NEAR, len(self.tokens))):
            if self.tokens[j].pos in VERBAL or (self.tokens[j].name >= 0 and before):
                return None
            if isinstance(filler.value, Amount):
                found = self._amount(j, filler.value)
            else:
                found = self._name(j + 1, role, filler) if self.tokens[j].lemma == before else None
            if found is not None:
                return found
        return None

    def _preposition(self, filler: Filler) -> str:
        """The preposition before a filler, or before the list that it ends; empty where there is none."""
        for before in (t for t in reversed(self.tokens) if t.end <= filler.start):
            if before.tag in {"IN", "TO"}:
                return before.lemma
            if before.dep != "cc" and before.text != "," and before.name < 0:
                break
        return ""

    def _name(self, i: int, role: str, like: Filler) -> Filler | None:
        """The name at token i, if it is of the type of the first one, or of another that may do or undergo the same."""
        if i >= len(self.tokens) or self.tokens[i].name < 0:
            return None
        token = self.tokens[i]
        found = self.fillers.line.names[token.name]
        wanted = self.fillers.ontology.relations[self.statement.relation].role(role)
        if found.type != like.type and not self.fillers.ontology.fits(found.type, wanted):
            return None
        text = self.fillers.text[token.start : token.end]
        return Filler(name=found.name, type=found.type, start=token.start, end=token.end, text=text)

    def _amount(self, i: int, like: Amount) -> Filler | None:
        """The amount that starts at token i, in the unit of the first."""
        for quantity in self.fillers.line.quantities:
            value = quantity.value
            if isinstance(value, Amount) and value.unit == like.unit and quantity.start == self.tokens[i].start:
                return self.fillers.of_value(quantity.start, quantity.end, value)
        return None
