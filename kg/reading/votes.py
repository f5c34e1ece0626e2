"""What the words around an unknown name tell of its type.

Each cue votes for a type with a weight: a describing noun or a title weighs most, a neighbour in a list least. Function
words that mark a construction stand here; every word with a meaning comes from ontology/grammar.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.ontology import Ontology
from kg.reading.forms import CODE, FAIR, NOTHING, PARTS, STRONG, UNLIKE, WEAK, Forms, Vote
from kg.reading.names import Found, NameIndex, index
from kg.reading.trees import Word

COPULAS = {"is", "was", "are", "were"}
ARTICLES = {"a", "an", "the", "its", "their", "his", "her", "another", "one", "our"}
OWNERS = {"its", "our", "their"}
LISTING = ([","], ["and"], ["or"], [",", "and"], [",", "or"], ["&"])


class Cues(Forms):
    """The cues of a sentence for the names in it."""

    def __init__(self, ontology: Ontology) -> None:
        super().__init__(ontology)
        self.index: NameIndex = index(ontology)
        self.relational = frozenset(
            t.head for f in ontology.frames.values() for p in f.patterns for t in p.triggers if t.kind == "agents"
        )
        """Nouns for somebody by what he is to another: "supplier", "rival"."""
        self.deeds = frozenset(
            t.head for f in ontology.frames.values() for p in f.patterns for t in p.triggers if t.kind == "verbs"
        )
        """Verbs that state a relation."""
        self.nouns = frozenset(form for noun in self.grammar.nouns for form in (noun, f"{noun}s"))

    def of(self, words: Sequence[Word], first: int, end: int, found: Sequence[Found]) -> Iterator[Vote]:
        """Votes of the words around words[first:end]; ``found`` are the names already known."""
        yield from self._owned(words, first, found)
        if first > 0 and words[first - 1].text in self.grammar["courtesy_titles"]:
            yield self.person, STRONG
        yield from self.around(words, first, end)
        if self.numbered(words, first, end) or (end - first > 1 and words[end - 1].text in self.grammar["versions"]):
            yield from self._made_for(words)
        if self._in_region(words, first, end, found):
            yield self.place, STRONG
        yield from self._measured(words, first, end, found)
        if self._works_at(words, first, end, found):
            yield self.person, FAIR
        if not CODE.fullmatch(words[end - 1].text):
            yield from self._listed(words, first, end, found)

    def _owned(self, words: Sequence[Word], first: int, found: Sequence[Found]) -> Iterator[Vote]:
        """What an owner before tells: "Seoul's X" is a firm, "Intel's X" one of its things, as is "our X"."""
        if first and words[first - 1].text.lower() in OWNERS:
            yield self.thing, FAIR
        of = first > 1 and words[first - 1].text == "of"
        if of and any(f.end == first - 1 and f.type == self.company for f in found):
            yield self.place, FAIR
        for i in (first - 1, first - 2):
            if i > 0 and words[i].text in {"'s", "'"} and (i == first - 1 or words[first - 1].text.islower()):
                owner = next((f for f in found if f.end == i), None)
                if owner and owner.type in {self.place, self.country}:
                    maker = owner.first > 0 and words[owner.first - 1].text in {"by", "from"} and i == first - 1
                    yield self.company, FAIR if maker else WEAK - 0.25
                elif owner and owner.type == self.company:
                    yield self.thing, WEAK
                return

    # ------------------------------------------------------------ around

    def around(self, words: Sequence[Word], first: int, end: int) -> Iterator[Vote]:
        """What the nouns beside a name say: "start-up X", "X chips", "X, a chipmaker", "CEO of X", "X's founder"."""
        yield from self._before(words, self._phrase_start(words, self._article(words, first, end)))
        reign = end < len(words) and words[end].text in self.grammar["reigns"]
        if reign:
            yield self.person, FAIR
        elif end < len(words) and not words[end].text.istitle() and (after := self.type_at(words, end)):
            titled = after == self.person and end + 1 < len(words) and words[end + 1].text in {"of", "at", "for"}
            seat = end - first == 1 and after == self.company and self._introducing(words, end)
            yield (self.place if seat else after if after != self.person or titled else self.company), FAIR
        if end < len(words) and words[end].text in {",", "(", "\u2014"} and (type_ := self._apposed(words, end + 1)):
            if type_ == self.person and first == 1 and words[0].text == "At":
                type_ = self.company
            thing = type_ == self.company and self.numbered(words, first, end)
            if not (thing and any(w.text in self.relational for w in words[end : end + 5])):
                yield type_, FAIR
        if (
            end + 1 < len(words)
            and words[end].text in {"'s", "'"}
            and self._described(words, end + 1) not in {"", self.place, UNLIKE}
        ):
            yield self.company, WEAK
        whose = end + 1 < len(words) and words[end].text == "," and words[end + 1].text == "whose"
        if whose and self._described(words, end + 2, 4) not in {"", self.place, self.company, UNLIKE}:
            yield self.company, WEAK
        if end < len(words) and words[end].text in {"'s", "'"} and self._thing_follows(words, end + 1):
            yield self.company, WEAK
        if type_ := self._equated(words, end) or self._series(words, end):
            yield type_, FAIR
        if self._staffed(words, first, end):
            yield self.company, FAIR
        if self._holds(words, first, end):
            yield self.person, STRONG
        yield from self._after(words, first, end)

    def _introducing(self, words: Sequence[Word], i: int) -> bool:
        """Whether a noun says what the name after it is, not whose: "toolmaker X", but not "supplier X"."""
        named = i + 1 < len(words) and words[i + 1].text[0].isupper() and words[i].space
        return named and words[i].text not in self.relational

    def _thing_follows(self, words: Sequence[Word], i: int) -> bool:
        """Whether the name of a made thing follows, perhaps after adjectives: "X's new Mote S3"."""
        while i < len(words) and words[i].text.islower() and words[i].text not in self.grammar["phrase_ends"]:
            i += 1
        return any(self.numbered(words, i, end) for end in range(i + 1, min(i + 4, len(words) + 1)))

    def _series(self, words: Sequence[Word], end: int) -> str:
        """The type of what comes in the series that a name names: "the X series of chips"."""
        named = end + 2 < len(words) and words[end].text in self.grammar["series_nouns"] and words[end + 1].text == "of"
        return self._described(words, end + 2) if named else ""

    def _after(self, words: Sequence[Word], first: int, end: int) -> Iterator[Vote]:
        """What the words after a name tell: events, deeds of persons, seats, places of offices."""
        if end < len(words) and words[end].text in self.grammar["event_nouns"]:
            yield NOTHING, STRONG
        aside = len(words) > end + 2 and words[end].text in {",", "(", "\u2014"} and words[end + 1].text == "which"
        for start in (end, end + 2) if aside else (end,):
            for size in (1, 2, 3):
                if cue := self.tables["predicate_cues"].get(_cue(words[start : start + size])):
                    yield cue, WEAK
        if [w.text for w in words[end : end + 2]] == ["-", "based"] and self._named_or_firm(words, end + 2):
            yield self.place, FAIR
        if 1 < end - first < 4 and end < len(words) and words[end].text in self.grammar["personal_verbs"]:
            yield self.person, FAIR
        ages = [w.text for w in words[end : end + 3]]
        if len(ages) == 3 and ages[0] == ages[2] == "," and re.fullmatch(r"[1-9]\d", ages[1]):
            yield self.person, STRONG
        spoken = first > 0 and words[first - 1].text in self.grammar["saying_forms"]
        if spoken and 1 < end - first < 4 and end < len(words) and words[end].text in {"of", "at"}:
            yield self.person, FAIR
        if end + 2 < len(words) and words[end].text == "," and words[end + 1].text in self.grammar["seated"]:
            yield self.company, FAIR
        if end + 1 < len(words) and words[end].text == "of" and self._located(words, end + 1):
            yield self.company, WEAK

    def _named_or_firm(self, words: Sequence[Word], i: int) -> bool:
        """Whether a name, or a noun for a firm, follows "X-based"."""
        named = i < len(words) and words[i].text[0].isupper()
        return named or self._described(words, i, 4) in {self.company, self.body}

    def _before(self, words: Sequence[Word], first: int) -> Iterator[Vote]:
        if first == 0:
            return
        last = words[first - 1]
        if type_ := self._noun_before(words, first):
            yield type_, STRONG
        elif (
            first > 1
            and last.text == ","
            and (type_ := self.type_at(words, first - 2))
            and not words[first - 2].text[0].isupper()
        ):
            yield type_, FAIR
        if first > 1 and last.text == "(" and (type_ := self.type_at(words, first - 2)) == self.person:
            yield type_, FAIR
        if first > 1 and last.text == "based" and words[first - 2].text == "-":
            yield self.company, FAIR
        if first > 1 and last.text == "of" and self.type_at(words, first - 2) == self.place:
            yield self.place, STRONG
        if first > 1 and last.text == "in" and words[first - 2].text in self.grammar["seated"]:
            yield self.place, STRONG
        for size in (1, 2, 3):
            if size <= first and (cue := self.tables["object_cues"].get(_cue(words[first - size : first]))):
                yield cue, FAIR
        if (
            first > 1
            and last.text in {"of", "at"}
            and self.grammar.nouns.get(words[first - 2].text.lower()) == self.person
        ):
            noun = words[first - 2].text.lower()
            ruled = self.place if noun in self.grammar["place_holders"] else self.company
            yield (self.person if noun in self.grammar["relatives"] else ruled), FAIR

    def _article(self, words: Sequence[Word], first: int, end: int) -> int:
        """Where the "the" of a thing with a number stands that a comma or "called" introduces: "processor, the C1"."""
        if first < 2 or words[first - 1].text != "the" or not self.numbered(words, first, end):
            return first
        return first - 1 if words[first - 2].text in self.grammar["naming_forms"] | {","} else first

    def _phrase_start(self, words: Sequence[Word], first: int) -> int:
        """Where a name's phrase starts, with the quote and the "dubbed" or "called" before it."""
        if first > 0 and words[first - 1].text in {'"', "'"}:
            first -= 1
        if first > 1 and words[first - 1].text in self.grammar["naming_forms"]:
            first -= 3 if first > 3 and words[first - 2].text == "-" else 1
        if (
            first > 0
            and words[first].text in self.grammar["naming_forms"]
            and words[first - 1].text in {"is", "was", "are"}
        ):
            first -= 1
        return first

    def _noun_before(self, words: Sequence[Word], first: int) -> str:
        """The type of a describing noun right before a name: "the start-up X", "chief executive X"."""
        before = words[first - 1].text
        if first == 1 and before.lower() not in self.grammar["title_words"]:
            before = before.lower()
        if before[0].isupper() and before not in self.grammar.nouns:
            return self.person if before.lower() in self.grammar["title_words"] else ""
        either = before.lower().removesuffix("s") in self.grammar["either_nouns"]
        if either and words[first].text not in self.given:
            return self.company
        return self.grammar.nouns.get(before) or self.grammar.nouns.get(before.lower(), "")

    def type_at(self, words: Sequence[Word], i: int) -> str:
        """The type that the noun at a word describes, singular or plural; empty for any other word."""
        if i >= len(words):
            return ""
        text = words[i].text
        forms = (text, text.removesuffix("s"), text.lower(), text.lower().removesuffix("s"))
        if self.grammar["other_nouns"].intersection(forms):
            return UNLIKE
        return next((self.grammar.nouns[f] for f in forms if f in self.grammar.nouns), "")

    def _equated(self, words: Sequence[Word], end: int) -> str:
        """The type that a copula gives: "X is a language model"."""
        copula = end + 1 < len(words) and words[end].text in COPULAS and words[end + 1].text in ARTICLES
        return self._described(words, end + 2) if copula else ""

    def explained(self, words: Sequence[Word], i: int) -> bool:
        """Whether a comma and a describing noun phrase follow: "X, a start-up", "X, Acme's app"."""
        if i + 2 >= len(words) or words[i].text != ",":
            return False
        owned = words[i + 1].text[0].isupper() and words[i + 2].text in {"'s", "'"}
        return (owned or words[i + 1].text in ARTICLES) and bool(self._apposed(words, i + 1))

    def _apposed(self, words: Sequence[Word], first: int) -> str:
        """The type that "a Paris-based start-up" or "chief executive of Y" gives to the name before it."""
        if first >= len(words):
            return ""
        if words[first].text.lower() in ARTICLES:
            return self._described(words, first + 1)
        for i in range(first + 1, min(first + 4, len(words))):
            if words[i].text in {"'s", "'"} and words[first].text[0].isupper():
                return self._described(words, i + 1)
        word = words[first].text
        if word.lower() in self.grammar["title_words"]:
            return self._described(words, first, 4)
        verbal = word[0].isupper() or word.endswith(("ing", "ed")) or (word.endswith("s") and word not in self.nouns)
        return "" if verbal else self._described(words, first, 4)

    def _described(self, words: Sequence[Word], first: int, reach: int = 8) -> str:
        """The type of the last describing noun of the noun phrase that starts at a word."""
        type_ = ""
        for i in range(first, min(len(words), first + reach)):
            text = words[i].text
            if text == "of" and words[i - 1].text in self.grammar["transparent_nouns"]:
                continue
            if text in self.grammar["phrase_ends"] or (text == "and" and type_ and words[i - 1].text != "-"):
                break
            type_ = self.type_at(words, i) or type_
        return type_

    def _located(self, words: Sequence[Word], i: int) -> bool:
        """Whether a place or country that the lexicon knows starts at a word."""
        return any(f.first == 0 and f.type in {self.place, self.country} for f in self.index.find(words[i : i + 3]))

    def _in_region(self, words: Sequence[Word], first: int, end: int, found: Sequence[Found]) -> bool:
        """Whether a preposition and the region after a comma make a name a town's: "to Danbury, Connecticut"."""
        if not first or words[first - 1].text not in {"in", "to", "near", "from", "outside"}:
            return False
        after = next((f for f in found if f.first == end + 1 and words[end].text == ","), None)
        if after is None or after.kind != "full" or after.type not in {self.place, self.country}:
            return False
        return after.end == len(words) or words[after.end].text not in {"-", "'s", "'"}

    def _staffed(self, words: Sequence[Word], first: int, end: int) -> bool:
        """Whether a name that is no body's follows those who work there: "engineers at X"."""
        at = first > 1 and words[first - 1].text == "at" and words[first - 2].text.endswith("s")
        body = (
            words[end - 1].text in self.grammar["body_suffixes"] or words[first].text in self.grammar["body_prefixes"]
        )
        return at and not body and self.type_at(words, first - 2) == self.person

    def _holds(self, words: Sequence[Word], first: int, end: int) -> bool:
        """Whether a name is set off behind an office and whose it is: "a spokeswoman for Acme, Jo Doe, said"."""
        i = first - 1
        if not 1 < end - first < 4 or i < 3 or words[i].text != "," or words[end : end + 1] == []:
            return False
        while i > 1 and words[i - 1].text[0].isupper():
            i -= 1
        held = i < first - 1 and words[i - 1].text in {"for", "of", "at", "from"} and words[end].text in {",", "."}
        return held and self.type_at(words, i - 2) == self.person

    def _works_at(self, words: Sequence[Word], first: int, end: int, found: Sequence[Found]) -> bool:
        """Whether two plain words and "of" stand before a firm: "Jo Doe of Acme said"."""
        of = end - first == 2 and end < len(words) and words[end].text in {"of", "at"}
        if not of or (first > 0 and words[first - 1].text.lower() in ARTICLES):
            return False
        mere = all(w.text.isalpha() and w.text.istitle() for w in words[first:end])
        told = any(words[first + i].text in self.grammar[list_] for list_ in (*PARTS, "versions") for i in (0, 1))
        return mere and not told and any(f.first == end + 1 and f.type == self.company for f in found)

    def _measured(self, words: Sequence[Word], first: int, end: int, found: Sequence[Found]) -> Iterator[Vote]:
        """What a thing is compared with is such a thing, too: "X beats Llama 3", "Llama 3 beats X"."""
        verbs = self.grammar["measuring_forms"]
        behind = end + 1 if words[end : end + 1] and words[end].text in verbs else -1
        before = first - 1 if first > 1 and words[first - 1].text in verbs else -1
        for f in found:
            if f.type in self.index.made and (f.first == behind or f.end == before):
                yield f.type, FAIR

    def _listed(self, words: Sequence[Word], first: int, end: int, found: Sequence[Found]) -> Iterator[Vote]:
        """In "OpenAI, Anthropic and X" a known member types the rest."""
        for f in found:
            gap = words[f.end : first] if f.end <= first else words[end : f.first]
            between = _bare([w.text for w in gap])
            if f.kind in {"adjective", "guessed"} or between not in LISTING:
                continue
            if between != [","]:
                people = f.type == self.person and f.row is not None and 1 < end - first < 4
                yield (self.place, WEAK) if f.type == self.country else (f.type, STRONG if people else FAIR)
            elif f.type not in {self.place, self.country}:
                yield f.type, WEAK


def _bare(texts: Sequence[str]) -> list[str]:
    """The words between two names but for what stands in brackets behind the first: "X (12%), Y"."""
    inside = texts[:1] == ["("] and ")" in texts
    return list(texts[texts.index(")") + 1 :] if inside else texts)


def _cue(words: Sequence[Word]) -> str:
    """Words as the tables of cues write them, any number as "#": "fell # %"."""
    return " ".join("#" if w.text[0].isdigit() else w.text for w in words)
