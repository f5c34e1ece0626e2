"""Tables whose rows carry their proof: the sentences that state them, with the words that matter set apart.

A :class:`Table` is a value; :func:`text` lays it out for a terminal, :func:`html` for a notebook.
"""

from __future__ import annotations

import html as html_
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from kg.model import Document, Entity, Evidence, Fact, label_of
from kg.ontology import Ontology
from kg.showing import explanations

NOTHING = "–"
GAP = "   "
INDENT = "    "
MOST_PROOFS = 3
"""How many sentences are shown under a row; the rest is counted."""
LEFT = ' style="text-align:left"'
"""What notebooks would else set on the right."""
LEAST_WIDTH = 6
"""No column is made narrower than this to fit a terminal."""
JOINTS = "-/:_"
"""After these an identifier may go on in the next line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A sentence that states a row; ``spans`` are half-open offsets of the words that prove it."""

    sentence: str
    spans: tuple[tuple[int, int], ...]
    source: str
    """The title and the date of the document."""
    why: tuple[str, ...] = ()
    """How the sentence was read, line by line, where that is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row and the sentences under it."""

    cells: tuple[str, ...]
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headings, rows, and perhaps a title above."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""


def of_facts(
    facts: Iterable[Fact], documents: Mapping[str, Document], ontology: Ontology, *, why: bool = False
) -> list[Table]:
    """One table for each relation; a row is a fact, a column one of its roles.

    :param documents: the documents of the graph by their ids.
    :param why: whether each sentence is followed by how it was read.
    """
    by_relation = groupby(sorted(facts, key=lambda fact: fact.relation), key=lambda fact: fact.relation)
    return [_of_relation(name, list(group), documents, ontology, why) for name, group in by_relation]


def _of_relation(
    name: str, facts: list[Fact], documents: Mapping[str, Document], ontology: Ontology, why: bool
) -> Table:
    relation = ontology.relations.get(name)
    questions = {role.name: role.question for role in relation.roles} if relation else {}
    filled = {role: role for fact in facts for role in fact.roles}
    roles = {
        **{role: q for role, q in questions.items() if role in filled},
        **{r: r for r in filled if r not in questions},
    }
    more = {"Stated as": status, "When": _when}
    extra = {heading: cell for heading, cell in more.items() if any(map(cell, facts)) and heading not in roles.values()}
    rows = []
    for fact in facts:
        cells = [label_of(fact.roles[role]) if role in fact.roles else "" for role in roles]
        cells += [cell(fact) for cell in extra.values()]
        sources = counted(len({evidence.document_id for evidence in fact.evidence}), "document")
        told = partial(explanations.lines, fact, ontology=ontology) if why else None
        rows.append(Row(cells=(*cells, sources), proofs=tuple(proofs(fact.evidence, documents, told))))
    title = f"{relation.label if relation else name} · {counted(len(facts), 'fact')}"
    return Table(headings=(*roles.values(), *extra, "Sources"), rows=tuple(rows), title=title)


def of_entities(
    entities: Iterable[Entity],
    documents: Mapping[str, Sequence[str]],
    mentions: Mapping[str, int],
    ontology: Ontology,
) -> Table:
    """A row for each entity: its names, and how often documents mention it.

    :param documents: the documents of each entity's id.
    :param mentions: how often each entity's id is mentioned.
    """
    rows = []
    for entity in entities:
        known = ontology.types.get(entity.type)
        counts = (str(mentions.get(entity.id, 0)), str(len(documents.get(entity.id, ()))))
        cells = (entity.label, known.label if known else entity.type, ", ".join(entity.aliases), *counts)
        rows.append(Row(cells=cells))
    return Table(headings=("Name", "Type", "Also called", "Mentions", "Documents"), rows=tuple(rows))


def tally(facts: Iterable[Fact]) -> str:
    """How many facts, sentences and documents there are."""
    facts = list(facts)
    evidence = [piece for fact in facts for piece in fact.evidence]
    sentences = {(piece.document_id, piece.start, piece.end) for piece in evidence}
    counts = {"fact": facts, "sentence": sentences, "document": {piece.document_id for piece in evidence}}
    return " · ".join(counted(len(found), noun) for noun, found in counts.items())


def status(fact: Fact) -> str:
    """How far a fact can be relied on, in words; empty where it is plainly asserted."""
    words = ["denied"] if fact.polarity == "negative" else []
    words += [fact.modality] if fact.modality != "actual" else []
    words += [f"by {fact.attributed_to}" if words else f"said by {fact.attributed_to}"] if fact.attributed_to else []
    return " ".join(words)


def _when(fact: Fact) -> str:
    return fact.date.value if fact.date else ""


def proofs(
    evidence: Iterable[Evidence],
    documents: Mapping[str, Document],
    why: Callable[[Evidence], Iterable[str]] | None = None,
) -> Iterator[Proof]:
    """The sentences of some evidence, each once, with the words of the roles and the trigger marked.

    :param why: what there is to tell, in lines, about how evidence was read.
    """
    marked: dict[tuple[str, int, int], tuple[Evidence, set[tuple[int, int]]]] = {}
    for piece in evidence:
        _, spans = marked.setdefault((piece.document_id, piece.start, piece.end), (piece, set()))
        spans.update((m.start - piece.start, m.end - piece.start) for m in piece.mentions)
        spans.add((piece.trigger_start - piece.start, piece.trigger_end - piece.start))
    for piece, spans in marked.values():
        inside = sorted((start, end) for start, end in spans if 0 <= start < end <= len(piece.sentence))
        yield Proof(
            sentence=piece.sentence,
            spans=tuple(inside),
            source=source(documents.get(piece.document_id), piece.document_id),
            why=tuple(why(piece)) if why else (),
        )


def source(document: Document | None, document_id: str) -> str:
    """Title and date of a document, or what is known of them."""
    known = (document.title or document.id, document.published) if document else (document_id,)
    return ", ".join(filter(None, known))


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "document"), counted(1200, "fact"), counted(2, "entity")
    ('1 document', '1,200 facts', '2 entities')
    """
    if number != 1:
        noun = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun}"


def text(table: Table, *, width: int = 100, styled: bool = False) -> str:
    """Lay a table out for a terminal of a width in columns; ``styled`` sets words apart in bold.

    >>> print(text(Table(headings=("Who", "What"), rows=(Row(cells=("Italy", "")),)), width=40))
    Who     What
    Italy   –
    """
    rows = [tuple(printable(cell) or NOTHING for cell in row.cells) for row in table.rows]
    widths = _widths([table.headings, *rows], width)
    numeric = [bool(rows) and all(re.fullmatch(r"[\d.,%]+", row[i]) for row in rows) for i in range(len(widths))]
    lines = [_bold(printable(table.title), styled)] if table.title else []
    lines += [_bold(line, styled) for line in _row(table.headings, widths, numeric)]
    for row, cells in zip(table.rows, rows, strict=True):
        lines += _row(cells, widths, numeric)
        for proof in row.proofs[:MOST_PROOFS]:
            lines += _proof(proof, width, styled)
            lines += [line for told in proof.why for line in _hanging(printable(told), width)]
        if len(row.proofs) > MOST_PROOFS:
            lines.append(f"{INDENT}… {counted(len(row.proofs) - MOST_PROOFS, 'more sentence')}")
    return "\n".join(lines)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of the columns; where they do not fit, the widest give way first, and words stay whole if they can."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(_columns, column)) for column in columns]
    whole = [max((_columns(piece) for cell in column for piece in _pieces(cell)), default=0) for column in columns]
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    for least in ([max(LEAST_WIDTH, one) for one in whole], [LEAST_WIDTH] * len(widths)):
        while excess > 0 and (wide := [i for i, one in enumerate(widths) if one > least[i]]):
            widths[max(wide, key=lambda i: (widths[i], -i))] -= 1
            excess -= 1
    return widths


def _pieces(words: str) -> list[str]:
    """What stays together on a line: words, and the parts of those that have hyphens or the like.

    >>> _pieces("AI chips in doc/a-b")
    ['AI', 'chips', 'in', 'doc/', 'a-', 'b']
    """
    joint = f"[{re.escape(JOINTS)}]"
    return [piece for word in words.split() for piece in re.findall(rf"{joint}+|(?:(?!{joint}).)+(?:{joint})*", word)]


def _row(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> list[str]:
    wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for i in range(max(map(len, wrapped), default=0)):
        pieces = [lines_[i] if i < len(lines_) else "" for lines_ in wrapped]
        padded = [_pad(piece, width, right) for piece, width, right in zip(pieces, widths, numeric, strict=True)]
        lines.append(GAP.join(padded).rstrip())
    return lines


def _pad(cell: str, width: int, right: bool) -> str:
    space = " " * (width - _columns(cell))
    return space + cell if right else cell + space


def _proof(proof: Proof, width: int, styled: bool) -> list[str]:
    sentence, bold = f"“{proof.sentence}”", [False] * (len(proof.sentence) + 2)
    for start, end in proof.spans:
        bold[start + 1 : end + 1] = [True] * (end - start)
    lines, length = [INDENT], len(INDENT)
    for word in re.finditer(r"\S+", sentence):
        columns = _columns(word[0])
        if length > len(INDENT) and length + columns > width:
            lines, length = [*lines, INDENT], len(INDENT)
        lines[-1] += _marked(word[0], bold[word.start() : word.end()], styled) + " "
        length += columns + 1
    lines = [line.rstrip() for line in lines]
    origin = printable(proof.source)
    if length - 1 + len(GAP) + _columns(origin) <= width:
        return [*lines[:-1], f"{lines[-1]}{GAP}{origin}"]
    return [*lines, *(INDENT + line for line in _wrap(origin, width - len(INDENT)))]


def _hanging(words: str, width: int) -> list[str]:
    """A line of an explanation below its sentence, whose continuation is set in further."""
    first, *rest = _wrap(words, width - 3 * len(INDENT))
    return [2 * INDENT + first, *(3 * INDENT + line for line in rest)]


def _marked(word: str, bold: Sequence[bool], styled: bool) -> str:
    runs = groupby(zip(word, bold, strict=True), key=lambda pair: pair[1])
    return "".join(_bold(printable("".join(char for char, _ in run)), styled and is_bold) for is_bold, run in runs)


def _bold(words: str, styled: bool) -> str:
    return f"\x1b[1m{words}\x1b[0m" if styled and words else words


def _wrap(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        candidate = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and _columns(candidate) > width:
            lines.append(word)
        else:
            lines[-1] = candidate
        while _columns(lines[-1]) > width:
            cut = _cut(lines[-1], width)
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return lines


def _cut(word: str, width: int) -> int:
    """How many characters of a word come on a line of a width: up to a joint, or where none is as many as fit."""
    fit = next((i for i in range(len(word), 0, -1) if _columns(word[:i]) <= width), 1)
    return next((i for i in range(fit, 0, -1) if word[i - 1] in JOINTS), fit)


def printable(words: str) -> str:
    """Words without control characters, which a document could use to act on the terminal."""
    return "".join(
        " " if char.isspace() else char
        for char in words
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )


def _columns(words: str) -> int:
    """How many columns of a terminal words take."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in words)


def html(table: Table) -> str:
    """A table for a notebook; everything from a document is escaped."""
    escape, rows = html_.escape, []
    for row in table.rows:
        rows.append("<tr>" + "".join(f"<td{LEFT}>{escape(cell) or NOTHING}</td>" for cell in row.cells) + "</tr>")
        said = "".join(
            f"<div>“{_emphasised(p)}” <small>{escape(p.source)}</small>{_told(p)}</div>"
            for p in row.proofs[:MOST_PROOFS]
        )
        rows += [f'<tr><td colspan="{len(row.cells)}"{LEFT}>{said}</td></tr>'] if said else []
    caption = f"<caption{LEFT}><b>{escape(table.title)}</b></caption>" if table.title else ""
    head = "".join(f"<th{LEFT}>{escape(heading)}</th>" for heading in table.headings)
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _told(proof: Proof) -> str:
    return "".join(f'<div style="margin-left:2em"><small>{html_.escape(line)}</small></div>' for line in proof.why)


def _emphasised(proof: Proof) -> str:
    bold = {i for start, end in proof.spans for i in range(start, end)}
    runs = groupby(enumerate(proof.sentence), key=lambda pair: pair[0] in bold)
    pieces = ((is_bold, html_.escape("".join(char for _, char in run))) for is_bold, run in runs)
    return "".join(f"<b>{piece}</b>" if is_bold else piece for is_bold, piece in pieces)
