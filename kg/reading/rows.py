"""Documents that are rows of a table: JSON Lines, and CSV with commas, semicolons or tabs; one document a row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest
from typing import BinaryIO

from kg.errors import DocumentError
from kg.model import Document
from kg.reading.decoding import LIMIT, has_surrogates, lines, with_newlines
from kg.reading.metadata import described

TEXT_COLUMNS = ("text", "content", "body", "article")
"""Where the text of a document may stand, the first that is there."""


def read_jsonl(stream: BinaryIO, id_: str, place: str) -> Iterator[Document]:
    """The documents of a JSON Lines file.

    :param id_: what the file is called; a row without an ``id`` is called ``id_#row``.
    :param place: the file, for messages and as the source of rows without a ``url``.
    :raises DocumentError: with the line that is wrong.
    """
    filled = ((number, line) for number, line in lines(stream, place) if line.strip())
    for row, (number, line) in enumerate(filled, start=1):
        where = f"{place}:{number}"
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DocumentError(f"{where}: this line is not JSON: {error}") from None
        if not isinstance(fields, dict):
            raise DocumentError(f"{where}: this line is not a JSON object")
        texts = {name: _text(value) for name, value in fields.items()}
        yield _document(texts, where, row_id=f"{id_}#{row}", source=place)


def read_csv(stream: BinaryIO, id_: str, place: str) -> Iterator[Document]:
    """The documents of a CSV file with a header; parameters and errors as for :func:`read_jsonl`."""
    rows = _cells(stream, place)
    _, header = next(rows, (1, []))
    for row, (number, cells) in enumerate(rows, start=1):
        where = f"{place}:{number}"
        if len(cells) > len(header):
            raise DocumentError(f"{where}: {len(cells)} cells in this row, but {len(header)} columns in the header")
        yield _document(dict(zip_longest(header, cells, fillvalue="")), where, row_id=f"{id_}#{row}", source=place)


def _cells(stream: BinaryIO, place: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with the line on which each begins."""
    numbered = lines(stream, place)
    first = [line for _, line in [next(numbered, (1, ""))]]
    delimiter = max(",;\t", key=first[0].count)
    csv.field_size_limit(LIMIT)
    reader = csv.reader(chain(first, (line for _, line in numbered)), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        raise DocumentError(f"{place}:{begin}: this row is not CSV: {error}") from None


def _document(fields: Mapping[str, str], where: str, *, row_id: str, source: str) -> Document:
    known = {name.strip().lower(): value for name, value in fields.items()}
    if not any(name in known for name in TEXT_COLUMNS):
        raise DocumentError(f"{where}: no column with the text ({', '.join(TEXT_COLUMNS)})")
    text = next((known[name] for name in TEXT_COLUMNS if known.get(name, "").strip()), "")
    if not text:
        raise DocumentError(f"{where}: this row has no text")
    if any(has_surrogates(value) for value in known.values()):
        raise DocumentError(rf"{where}: half a surrogate pair (\ud800 to \udfff), which is no character")
    named = {"source": source} | described(known)
    return Document(id=known.get("id", "").strip() or row_id, text=with_newlines(text), **named)


def _text(value: object) -> str:
    """A JSON value as a cell; only words and numbers have a meaning here."""
    is_word = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value) if is_word else ""
