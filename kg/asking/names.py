"""The names in a question: those of the graph's entities, in any case, and those that the ontology knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from kg.asking.clauses import Known
from kg.asking.terms import literal
from kg.asking.vocabulary import Vocabulary
from kg.graph import iris
from kg.graph.solutions import Solutions
from kg.graph.store import GraphStore
from kg.model import Entity
from kg.ontology import NAMESPACE
from kg.reading.names import Found, index, key, surface_of
from kg.reading.trees import Word

LONGEST = 6
"""More words than the names that are looked up in a graph have."""
MATTERING = frozenset({"type", "verb", "noun", "adjective", "planning", "transparent", "listed"})
"""Kinds of words that a name may begin or end with; all others are words of grammar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name in a run of words."""

    first: int
    end: int
    known: Known
    adjective: bool
    """Whether it is the adjective of a country."""


class Names:
    """Finds names, asking the graph once for each question."""

    def __init__(self, vocabulary: Vocabulary, store: GraphStore) -> None:
        self.vocabulary, self.store = vocabulary, store
        self.index = index(vocabulary.ontology)

    def find(self, words: Sequence[Word], read: Set[int] = frozenset()) -> list[Named]:
        """Every name in a run of words, also those inside longer ones.

        :param read: the places of words that need not be names: all names of the graph are compared only with others.
        """
        spans = {span: self._found(words, *span) for span in self._spans(words)}
        texts = {
            span: [*_spellings(surface_of(words[slice(*span)]), found), *_stand_ins(found)]
            for span, found in spans.items()
        }
        known = self._spelled(name for names in texts.values() for name in names)
        named = list(self._all(words, spans, known))
        if left := self._left(words, named) - read:
            near = [key(name) for span, names in texts.items() if left & set(range(*span)) for name in names]
            named = list(self._all(words, spans, known | self._lettered(near)))
            named += self._in_part(words, self._left(words, named) - read)
        return named

    def _in_part(self, words: Sequence[Word], left: Set[int]) -> Iterator[Named]:
        """People called by a part of their name, where the graph has but one of that name."""
        for i in sorted(left):
            found = self._surnamed(words[i].text)
            if len(found) == 1:
                yield Named(first=i, end=i + 1, known=_known_as(words[i].text, found), adjective=False)

    def _all(
        self, words: Sequence[Word], spans: Mapping[tuple[int, int], Found | None], known: Mapping[str, list[Entity]]
    ) -> Iterator[Named]:
        for (first, end), found in sorted(spans.items(), key=lambda item: item[0]):
            if named := _named(surface_of(words[first:end]), first, end, found, known):
                yield named

    def _left(self, words: Sequence[Word], named: Sequence[Named]) -> set[int]:
        """The words that are neither common nor part of a name."""
        covered = {i for one in named for i in range(one.first, one.end)}
        return {i for i, word in enumerate(words) if i not in covered and not self._is_common(word)}

    def labels(self) -> dict[str, str]:
        """Every name in the graph, and the label of the entity that bears it."""
        rows = self.store.query(
            "SELECT ?name ?label WHERE { ?entity skos:prefLabel ?label . "
            "{ ?entity skos:prefLabel ?name } UNION { ?entity skos:altLabel ?name } } ORDER BY ?name ?label"
        )
        return (
            {name.value: label.value for name, label in rows if name and label} if isinstance(rows, Solutions) else {}
        )

    # ------------------------------------------------------------ spans of words

    def _spans(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        for first in range(len(words)):
            for end in range(first + 1, min(len(words), first + LONGEST) + 1):
                if self._nameable(words, first, end):
                    yield first, end

    def _nameable(self, words: Sequence[Word], first: int, end: int) -> bool:
        """Whether words may be a name: not a lone common word, and not with a word of grammar at either end."""
        if end == first + 1:
            capital = words[first].text[0].isupper() and (first > 0 or bool(self.index.lookup(words[first].text)))
            return capital or not self._is_common(words[first]) or self.vocabulary.is_telling(words[first].text)
        edges = (words[first], words[end - 1])
        return not any(word.text in {"'s", "'", "-"} or self._is_grammar(word) for word in edges)

    def _is_common(self, word: Word) -> bool:
        return bool(self.vocabulary.lookup(word.text)) or not any(c.isalnum() for c in word.text)

    def _is_grammar(self, word: Word) -> bool:
        kinds = {entry.kind for entry in self.vocabulary.lookup(word.text)}
        return bool(kinds) and not kinds & MATTERING

    # ------------------------------------------------------------ what the ontology knows

    def _found(self, words: Sequence[Word], first: int, end: int) -> Found | None:
        """The name that exactly these words are, as they stand or with the capitals that they should have."""
        span = list(words[first:end])
        for variant in (span, [_titled(w) for w in span], [_upper(w) for w in span]):
            if variant is not span and (
                any(c.isupper() for w in span for c in w.text) or self._is_pronoun(words, first, end)
            ):
                continue
            for found in self.index.find(variant):
                if (found.first, found.end) == (0, end - first):
                    return found
        return None

    def _is_pronoun(self, words: Sequence[Word], first: int, end: int) -> bool:
        """Whether two letters without an article before them are more likely a word than a country's code."""
        short = end == first + 1 and len(words[first].text) <= 2
        return short and not (
            first and any(e.kind == "articles" for e in self.vocabulary.lookup(words[first - 1].text))
        )

    # ------------------------------------------------------------ what the graph knows

    def _surnamed(self, part: str) -> list[Entity]:
        """The entities of the types that have names in parts, with a part that begins or ends their label."""
        types = " ".join(f"kg:{name}" for name in self.vocabulary.tables["lists"]["surnamed"])
        said = literal(part.casefold())
        rows = self.store.query(
            f"SELECT DISTINCT ?entity ?type ?label WHERE {{ VALUES ?type {{ {types} }} "
            "?entity a ?type ; skos:prefLabel ?label . BIND(LCASE(STR(?label)) AS ?name) "
            f'FILTER(STRSTARTS(?name, CONCAT({said}, " ")) || STRENDS(?name, CONCAT(" ", {said}))) }}'
        )
        found = rows if isinstance(rows, Solutions) else ()
        return [
            Entity(id=iris.below(self.store.base, e.value), label=lab.value, type=t.value.removeprefix(NAMESPACE))
            for e, t, lab in found
            if e and t and lab
        ]

    def _spelled(self, names: Iterable[str]) -> dict[str, list[Entity]]:
        """The entities that bear names, in the usual ways to write them, by their letters: quick in any graph."""
        wanted = " ".join(literal(form) for form in sorted({form for name in names for form in _variants(name)}))
        return self._entities(f"VALUES ?name {{ {wanted} }}") if wanted else {}

    def _lettered(self, keys: Iterable[str]) -> dict[str, list[Entity]]:
        """The entities that bear names with some letters, by these letters: looks at every name there is."""
        own = r'BIND(REPLACE(LCASE(STR(?name)), "[^\\p{L}\\p{M}\\p{N}+]+", "") AS ?letters)'
        wanted = ", ".join(literal(one) for one in sorted(set(keys) - {""}))
        return self._entities("", f"{own} FILTER(?letters IN ({wanted}))")

    def _entities(self, before: str, after: str = "") -> dict[str, list[Entity]]:
        found: dict[str, list[Entity]] = {}
        for iri, type_, label, name in self._query(before, after):
            entity = Entity(id=iris.below(self.store.base, iri), label=label, type=type_)
            if entity not in found.setdefault(key(name), []):
                found[key(name)].append(entity)
        return found

    def _query(self, before: str = "", after: str = "") -> list[tuple[str, str, str, str]]:
        """Rows of entity IRI, type, label and name."""
        sparql = (
            "SELECT DISTINCT ?entity ?type ?label ?name WHERE { "
            f"{{ {before} ?entity skos:prefLabel ?name {after} }} UNION "
            f"{{ {before} ?entity skos:altLabel ?name {after} }} "
            "?entity a ?type ; skos:prefLabel ?label }"
        )
        rows = self.store.query(sparql)
        types = {NAMESPACE + name: name for name in self.vocabulary.ontology.types}
        if not isinstance(rows, Solutions):
            return []
        return [
            (e.value, types[t.value], lab.value, n.value)
            for e, t, lab, n in rows
            if e and t and lab and n and t.value in types
        ]


def _known_as(text: str, entities: Iterable[Entity]) -> Known:
    """Entities that a name stands for."""
    entities = tuple(entities)
    types = frozenset(entity.type for entity in entities)
    return Known(text=text, types=types, proper=types, entities=entities)


def _named(text: str, first: int, end: int, found: Found | None, known: Mapping[str, list[Entity]]) -> Named | None:
    own = {e.id: e for name in _spellings(text, found) for e in known.get(key(name), [])}
    meant_by = {e.id: e for name in _stand_ins(found) for e in known.get(key(name), [])}
    entities = meant_by | own
    if found is None and not entities:
        return None
    proper = {e.type for e in own.values()} | ({found.type} if found else set())
    types = proper | {e.type for e in entities.values()}
    meant = Known(
        text=text,
        types=frozenset(types),
        proper=frozenset(proper),
        entities=tuple(entities[id_] for id_ in sorted(entities)),
    )
    return Named(first=first, end=end, known=meant, adjective=found is not None and found.kind == "adjective")


def _spellings(text: str, found: Found | None) -> list[str]:
    """The names under which the graph may know what bears a name."""
    plural = [text[:-1]] if len(text) > 3 and text[-1] == "s" and text[-2].isdigit() else []
    return [text, *plural, *([found.name] if found else [])]


def _stand_ins(found: Found | None) -> list[str]:
    """What a name stands for beside what bears it: "Washington" for the United States."""
    return [found.row.stands_for] if found and found.row and found.row.stands_for else []


def _variants(name: str) -> set[str]:
    """A name in the usual cases, with its hyphens and spaces in all ways."""
    cases = {name, name.lower(), name.upper(), " ".join(word[:1].upper() + word[1:] for word in name.split(" "))}
    swaps = ((" ", "-"), ("-", " "), (" ", ""), ("-", ""), ("-", "-"))
    return {form.replace(old, new) for form in cases for old, new in swaps}


def _titled(word: Word) -> Word:
    return replace(word, text=word.text[:1].upper() + word.text[1:])


def _upper(word: Word) -> Word:
    return replace(word, text=word.text.upper())
