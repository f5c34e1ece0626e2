"""Documents to readings: all stages in order, one document at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Mention, Naming, Reading, Rejection, RoleMention
from kg.model import Filler as Value
from kg.ontology import LITERAL, Ontology
from kg.reading import quantities
from kg.reading.acronyms import introduced, typed_as_full
from kg.reading.contrasts import uncontrasted
from kg.reading.entities import entity_id, of_document
from kg.reading.forms import Guess
from kg.reading.frames import Frames
from kg.reading.gapping import ungapped
from kg.reading.language import Language
from kg.reading.lines import Line
from kg.reading.mentions import Begun, Named, Namer
from kg.reading.names import Found
from kg.reading.namings import Who, of_words, within
from kg.reading.noun_phrases import Filler
from kg.reading.portions import Span, parts, together
from kg.reading.references import References
from kg.reading.repairs import Signs, repaired
from kg.reading.segments import blocks, sentences, view
from kg.reading.statements import Refusal, Statement
from kg.reading.unions import joined, united
from kg.times import Times

LONGEST = 200
"""More words than a sentence has: what is longer is a table or a list, and would only cost time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A document in sentences, each with the number of its block."""

    document: Document
    blocks: Sequence[int]
    names: Begun


class Reader:
    """Reads documents by an ontology; the grammar model loads with the first document."""

    def __init__(self, ontology: Ontology, model: str | None = None) -> None:
        self.ontology = ontology
        self.frames = Frames(ontology)
        self.language = Language(
            model,
            masks=dict(ontology.grammar.tables["masks"]),
            verb_masks=dict(ontology.grammar.tables["verb_masks"]),
            plain=dict(ontology.grammar.tables["parsed_as"]),
            hyphenated=_hyphenated(ontology),
            verbs=self.frames.verbs,
            irregular=dict(ontology.grammar.tables["irregular"]),
        )
        grammar = ontology.grammar
        self.signs = Signs(
            types=(),
            adjectival=grammar["adjectival"],
            places=frozenset({grammar.tables["library"]["countries"], grammar.tables["guesses"]["GPE"]}),
            made=grammar["named_after_maker"] | grammar["kinds"],
            described=grammar.nouns,
            controlling=grammar["object_control"],
            doings=grammar["transparent_verbs"],
            things=self.frames.acts | self.frames.passed | grammar["transparent_nouns"] | grammar["held"],
        )
        self.namer = Namer(ontology)
        self.quantities = quantities.Quantities(ontology.grammar)
        self.times = Times()

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """One reading for each document, in the same order; entities are those of the document alone.

        The model gets the sentences of several short documents at once, which changes nothing but the time it takes.
        """
        for group in together(documents):
            *short, long = group
            first, *others = parts(long.text)
            units = [*((document, list(blocks(document.text))) for document in short), (long, first)]
            *readings, reading = self._together(units)
            yield from readings
            more = chain.from_iterable(self._together([(long, part)]) for part in others)
            yield joined([reading, *more]) if others else reading

    def _together(self, units: Sequence[tuple[Document, Sequence[Span]]]) -> list[Reading]:
        """One reading for each document, or part of one, that is given by the offsets of its blocks."""
        stage = self.times.stage
        with stage("words and listed names"):
            begun = [self._begun(document, spans) for document, spans in units]
        with stage("guesses at names"):
            asked = [each.names.sentences[i] for each in begun for i in each.names.asked]
            guesses = iter(list(self.language.guesses(asked)))
        with stage("unlisted names, amounts and dates"):
            lines = [self._lines(each, list(islice(guesses, len(each.names.asked)))) for each in begun]
        with stage("parsing"):
            self._parse(list(chain.from_iterable(lines)))
        with stage("references and facts"):
            return [self._reading(document, found) for (document, _), found in zip(units, lines, strict=True)]

    def _reading(self, document: Document, lines: Sequence[Line]) -> Reading:
        references = References(lines, self.ontology)
        text = view(document.text)
        found = [
            (line, s) for line in lines if line.tree is not None for s in self.frames.statements(line, references, text)
        ]
        facts = [self._fact(document, line, s) for line, s in found if isinstance(s, Statement)]
        rejections = [_rejection(document, line, s) for line, s in found if isinstance(s, Refusal)]
        mentions = self._mentions(document, lines)
        return Reading(
            document=document,
            mentions=tuple(mentions),
            entities=tuple(of_document(mentions, facts, self.ontology)),
            facts=tuple(united(facts)),
            rejections=tuple(rejections),
        )

    # ------------------------------------------------------------ names

    def _begun(self, document: Document, spans: Sequence[Span]) -> _Cut:
        """Sentences with the names that can be told without the model."""
        cut = [
            (block, words)
            for block, (start, end) in enumerate(spans)
            for words in sentences(self.language.words(document.text, start, end))
        ]
        names = self.namer.begin([words for _, words in cut], self.language.everyday)
        return _Cut(document=document, blocks=[block for block, _ in cut], names=names)

    def _lines(self, begun: _Cut, guesses: Iterable[Sequence[Guess]]) -> list[Line]:
        """Sentences with their names, as the document knows them, and their quantities."""
        named = self.namer.name(begun.names, guesses)
        acronyms = introduced(named)
        named = [typed_as_full(n, acronyms) for n in named]
        full = within((f for n in named for f in n.names), {s: f.name for s, f in acronyms.items()}, self.ontology)
        return [
            self._line(i, block, n, full, begun.document)
            for i, (block, n) in enumerate(zip(begun.blocks, named, strict=True))
        ]

    def _line(self, i: int, block: int, named: Named, full: dict[Who, tuple[Naming, ...]], document: Document) -> Line:
        names = [
            _fully_named(f, named, full, document) for f in named.names if not (f.row and "generic" in f.row.flags)
        ]
        start, end = named.words[0].start, named.words[-1].end
        text = view(document.text[start:end])
        values = self.quantities.find(text, start, document.published)
        return Line(index=i, block=block, words=named.words, names=tuple(names), quantities=tuple(values))

    def _mentions(self, document: Document, lines: Sequence[Line]) -> list[Mention]:
        found = []
        seen: set[tuple[str, str, str]] = set()
        for line in lines:
            for i, name in enumerate(line.names):
                start, end = line.span(name)
                token = line.tokens_of.get(i)
                this = (" ".join(document.text[start:end].split()), name.name, name.type)
                first = this not in seen
                seen.add(this)
                found.append(
                    Mention(
                        document_id=document.id,
                        start=start,
                        end=end,
                        text=document.text[start:end],
                        type=name.type,
                        head=token.start if token else line.words[name.end - 1].start,
                        name=name.name,
                        sentence=document.text[line.start : line.end] if first else "",
                        namings=name.namings if first else (),
                    )
                )
        return found

    # ------------------------------------------------------------ grammar

    def _parse(self, lines: Sequence[Line]) -> None:
        """Parse the sentences that may hold a fact."""
        wanted = [line for line in lines if self._promising(line)]
        prepared = [
            (line.words, [(f.first, f.end, "" if f.kind == "adjective" else f.type) for f in line.names])
            for line in wanted
        ]
        for line, tree in zip(wanted, self.language.parse(prepared), strict=True):
            whole = repaired(tree, replace(self.signs, types=[f.type for f in line.names]))
            line.tree = uncontrasted(ungapped(whole), self.ontology.grammar)
            line.tokens_of = {t.name: t for t in line.tree.tokens if t.name >= 0}

    def _promising(self, line: Line) -> bool:
        """Whether a sentence may hold a fact: it names, or refers to, somebody or something."""
        words = {w.text.lower() for w in line.words}
        grammar = self.ontology.grammar
        refers = not words.isdisjoint(grammar.tables["pronouns"]) or not words.isdisjoint(grammar.nouns)
        return len(line.words) <= LONGEST and (bool(line.names) or refers)

    # ------------------------------------------------------------ values

    def _fact(self, document: Document, line: Line, statement: Statement) -> Fact:
        text = document.text
        mentions = tuple(
            RoleMention(
                role=role,
                start=f.start,
                end=f.end,
                text=" ".join(text[f.start : f.end].split()),
                path=" > ".join((path, *f.through)),
                references=f.references,
            )
            for role, f, path in statement.roles
        )
        start, end = statement.trigger
        evidence = Evidence(
            document_id=document.id,
            start=line.start,
            end=line.end,
            sentence=text[line.start : line.end],
            frame=statement.pattern,
            trigger=" ".join(text[start:end].split()),
            trigger_start=start,
            trigger_end=end,
            mentions=mentions,
        )
        return Fact(
            relation=statement.relation,
            roles={role: self._value(f) for role, f, _ in statement.roles},
            polarity=statement.polarity,
            modality=statement.modality,
            attributed_to=statement.speaker,
            date=statement.date,
            evidence=(evidence,),
        )

    def _value(self, filler: Filler) -> Value:
        if isinstance(filler.value, Amount | Date):
            return filler.value
        name = " ".join(filler.name.split())
        if filler.type == LITERAL or (filler.generic and filler.type not in self.ontology.grammar["kinds_as_entities"]):
            return name
        return Entity(id=entity_id(name, filler.type, self.ontology), label=name, type=filler.type)


def _hyphenated(ontology: Ontology) -> frozenset[str]:
    """Hyphenated words of the grammar and the frames, with their inflections."""
    words = {t.head for f in ontology.frames.values() for p in f.patterns for t in p.triggers} | set(
        ontology.grammar.nouns
    )
    found = {w.lower() for w in words if re.fullmatch(r"[A-Za-z]+-[A-Za-z]+", w)}
    irregular = frozenset(form for form in ontology.grammar.tables["irregular"] if "-" in form)
    return irregular | frozenset(
        f
        for w in found
        for f in (w, w + "s", w + "ed", w.removesuffix("e") + "ed", w + "ing", w.removesuffix("e") + "ing")
    )


def _rejection(document: Document, line: Line, refusal: Refusal) -> Rejection:
    sentence = document.text[line.start : line.end]
    return Rejection(
        relation=refusal.relation,
        reason=refusal.reason,
        document_id=document.id,
        start=line.start,
        end=line.end,
        sentence=sentence,
        roles=refusal.roles,
    )


def _fully_named(found: Found, named: Named, full: dict[Who, tuple[Naming, ...]], document: Document) -> Found:
    """A name found, by its full name in the document, with the reasons."""
    steps = full.get((found.name, found.type), ())
    words = document.text[named.words[found.first].start : named.words[found.end - 1].end]
    namings = (*of_words(words, found), *steps)
    return replace(found, name=steps[-1].other if steps else found.name, namings=namings)
