"""Answers to questions in English: the answer first, the sentences that prove it under it, the next step last."""

from __future__ import annotations

import html as html_
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields

from kg.asking.answers import SILENCE, Answers
from kg.asking.answers import Row as Answer
from kg.model import Document
from kg.showing import tables
from kg.showing.records import Record
from kg.showing.tables import Row, Table, counted

SILENT = "kg found no sentence that says so"
"""What people read where no document answers: documents may say more than is found in them."""
UNDENIED = "kg found no sentence that denies it, and silence is no denial"
NEAREST = "The nearest, without what was asked:"
NAMELESS = "Before that comes what no sentence names:"
"""Stands over what has more than the most, or less than the least, that have names."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reply(Answers):
    """Answers that show themselves: as a table in a console, as HTML in a notebook."""

    sources: Mapping[str, Document] = field(compare=False)
    """The documents of the graph by their ids."""

    def __repr__(self) -> str:
        return text(self, self.sources)

    def _repr_html_(self) -> str:
        return html(self, self.sources)


def reply(found: Answers, documents: Mapping[str, Document]) -> Reply:
    """Answers with what they need to show themselves."""
    return Reply(**{known.name: getattr(found, known.name) for known in fields(found)}, sources=documents)


def text(found: Answers, documents: Mapping[str, Document], *, width: int = 100, styled: bool = False) -> str:
    """Answers for a terminal: the verdict, where there is one, the answers, each with its proof, the next step."""
    blocks = [said] if (said := verdict(found)) else []
    blocks += [tables.text(table(found, documents), width=width, styled=styled)] if found.rows else []
    if found.nearest:
        near = _table(found.nearest_columns, found.nearest, documents)
        blocks += [_beside(found), tables.text(near, width=width, styled=styled)]
    return "\n".join([*blocks, closing(found)])


def table(found: Answers, documents: Mapping[str, Document]) -> Table:
    """A row for each answer, with the sentences under it.

    :param documents: the documents of the graph by their ids.
    """
    return _table(found.columns, found.rows, documents)


def _table(columns: tuple[str, ...], answers: Iterable[Answer], documents: Mapping[str, Document]) -> Table:
    rows = []
    for row in answers:
        evidence = [piece for fact in row.facts for piece in fact.evidence]
        sources = counted(len(row.documents), "document")
        shown = (_shown(cell, heading, row) for heading, cell in zip(columns, row.cells, strict=True))
        rows.append(Row(cells=(*shown, sources), proofs=tuple(tables.proofs(evidence, documents))))
    return Table(headings=(*columns, "Sources"), rows=tuple(rows))


def _shown(cell: str, heading: str, row: Answer) -> str:
    """A cell, with how many of the documents give what is in it, where not all of them do."""
    given = row.partly.get(heading)
    return f"{cell} (in {len(given)} of {len(row.documents)})" if given else cell


def verdict(found: Answers) -> str:
    """The verdict in words for people."""
    silent = UNDENIED if found.denying else SILENT
    return silent if found.verdict == SILENCE else found.verdict


def _beside(found: Answers) -> str:
    """What stands over the nearest."""
    return NAMELESS if found.rows else NEAREST


def closing(found: Answers) -> str:
    """The line under the table: how much was found, and the next step."""
    counts = [counted(len(found.rows), "answer"), counted(found.sentences, "sentence")] if found.rows else []
    return " · ".join([*counts, "kg ask --sparql shows the query"])


def reading(found: Answers) -> Table:
    """How each word of the question was read."""
    return Table(headings=("Words", "Read as"), rows=tuple(Row(cells=pair) for pair in found.understood))


def html(found: Answers, documents: Mapping[str, Document]) -> str:
    """Answers for a notebook; everything from a document is escaped."""
    said = f"<p><b>{html_.escape(verdict(found))}</b></p>" if found.verdict else ""
    shown = tables.html(table(found, documents)) if found.rows else ""
    if found.nearest:
        shown += f"<p>{_beside(found)}</p>" + tables.html(_table(found.nearest_columns, found.nearest, documents))
    return f"<div><p>{html_.escape(found.question)}</p>{said}{shown}</div>"


def records(found: Answers) -> Iterator[Record]:
    """One record for each answer: its cells by their headings, the verdict where there is one, and the evidence.

    A number that is asked for stands under ``count``. Under ``partly`` stand the headings of what only some of the
    documents give, with these documents.
    """
    for row in found.rows:
        evidence = [piece for fact in row.facts for piece in fact.evidence]
        yield (
            dict(zip(found.columns, row.cells, strict=True))
            | _told(found)
            | ({"partly": {heading: list(given) for heading, given in row.partly.items()}} if row.partly else {})
            | {
                "documents": list(row.documents),
                "evidence": [
                    {"document": e.document_id, "start": e.start, "end": e.end, "sentence": e.sentence}
                    for e in evidence
                ],
            }
        )


def piped(found: Answers) -> Iterator[Record]:
    """The records for a program; where yes or no, or a number, is asked for and no document says, one that says so."""
    yield from records(found)
    if not found.rows and found.kind != "list":
        yield {"verdict": found.verdict, "documents": [], "evidence": []}


def headings(found: Answers) -> tuple[str, ...]:
    """The columns that a sheet of answers has, also where there are none."""
    return (*found.columns, "documents", "evidence") if found.kind == "list" and not found.rows else ()


def _told(found: Answers) -> Record:
    """The verdict, where there is one."""
    if found.kind == "count" and found.verdict.isdecimal():
        return {"count": int(found.verdict)}
    return {"verdict": found.verdict} if found.verdict else {}
