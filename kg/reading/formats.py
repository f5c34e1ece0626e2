"""Documents in the formats that kg reads: plain text, Markdown, HTML, PDF, JSON Lines and CSV."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from kg.errors import DocumentError, MissingPartError
from kg.model import Document
from kg.reading import markdown, rows
from kg.reading.decoding import LIMIT, decode, megabytes
from kg.reading.metadata import described, front_matter

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

Read: TypeAlias = Callable[[BinaryIO, str, str], Iterator[Document]]

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096
OPERATIONS, PER_BYTE, PER_PAGE, IN_CONTENT = 100_000, 3, 200, 0.1
"""How many operations a PDF may take to draw: at least, and for each byte; for how many count a page, and a byte of
what is packed into it."""
_LATEST = "2100-01-01"  # a limit that does not move with the calendar: the same page always has the same date


def read(stream: BinaryIO, suffix: str, id_: str, place: str) -> Iterator[Document]:
    """The documents in a stream; the suffix tells the format, or else the beginning of the stream.

    :param stream: bytes, from a file or anything else that can seek.
    :param suffix: such as ``.html``, in any case; may be empty.
    :param id_: the id of the document; rows without an id of their own get ``id_#row``.
    :param place: the file, for messages and as the source.
    :raises DocumentError: where the stream holds no text.
    :raises MissingPartError: where an extra is needed that is not installed.
    """
    if what := NO_DOCUMENTS.get(suffix.lower()):
        raise DocumentError(f"{place}: {what}, not a document")
    found = False
    for document in FORMATS.get(suffix.lower(), _sniffed(stream))(stream, id_, place):
        if not document.text.strip():
            raise DocumentError(f"{place}: no text in it")
        found = True
        yield document
    if not found:
        raise DocumentError(f"{place}: no documents in it")


def read_text(stream: BinaryIO, id_: str, place: str) -> Iterator[Document]:
    r"""The text as it stands, but for line ends, which become ``\n``."""
    yield Document(id=id_, text=decode(_data(stream, place), place), source=place)


def read_markdown(stream: BinaryIO, id_: str, place: str) -> Iterator[Document]:
    """The words of a Markdown text; front matter or the first heading give the title."""
    fields, body = front_matter(decode(_data(stream, place), place))
    text, heading = markdown.plain(body)
    yield Document(id=id_, text=text, **{"source": place, "title": heading} | described(fields))


def read_html(stream: BinaryIO, id_: str, place: str) -> Iterator[Document]:
    """The main text of a page, without navigation and scripts."""
    data = _data(stream, place)
    charset = _CHARSET.search(data[:_HEAD])
    page = decode(data, place, declared=charset[1].decode() if charset else "")
    try:
        from trafilatura import bare_extraction
        from trafilatura.settings import use_config
    except ImportError:
        raise _missing("HTML", "html") from None
    _quieten("trafilatura", "htmldate", "courlan", "justext")
    if "<html" not in page[:_HEAD].lower():  # trafilatura refuses a fragment that is one element
        page = f"<html><body>{page}"
    config = use_config()
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"  # below it, trafilatura takes whatever the page holds, navigation too
    dates = {"original_date": True, "extensive_search": False, "max_date": _LATEST}
    try:
        found = bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params=dates, config=config
        )
    except Exception as error:  # noqa: BLE001 - whatever a hostile page makes the libraries below raise
        raise DocumentError(f"{place}: this page cannot be read: {_one_line(error)}") from None
    if found is None or isinstance(found, dict):
        raise DocumentError(f"{place}: no main text in this page")
    fields = {"title": found.title or "", "date": found.date or "", "url": found.url or ""}
    text = "\n\n".join(_without_marks(found.text or ""))
    yield Document(id=id_, text=text, **{"source": place} | described(fields))


def read_pdf(stream: BinaryIO, id_: str, place: str) -> Iterator[Document]:
    """The text of a PDF, its lines put together into paragraphs."""
    if b"%PDF-" not in stream.read(1024):
        raise DocumentError(f"{place}: not a PDF")
    try:
        from pypdf import PdfReader
    except ImportError:
        raise _missing("PDF", "pdf") from None
    _quieten("pypdf")
    try:
        reader, work = PdfReader(stream), _Work(OPERATIONS + PER_BYTE * stream.seek(0, 2))
        pages = [page.extract_text(visitor_operand_before=work) for page in work.pages(reader)]
        title = (reader.metadata.title if reader.metadata else "") or ""
        work.check()
    except Exception as error:  # noqa: BLE001 - whatever a damaged or locked file makes the library raise
        raise DocumentError(f"{place}: this PDF cannot be read: {_one_line(error)}") from None
    if not any(page.strip() for page in pages):
        raise DocumentError(f"{place}: no text in this PDF; if its pages are pictures, it needs text recognition first")
    text = "\n\n".join(paragraph for page in pages for paragraph in _paragraphs(page.splitlines()))
    _check_size(len(text), place)
    yield Document(id=id_, text=text, source=place, title=" ".join(title.split()))


class _Work:
    """Counts what a PDF has done to draw its pages: a small file can ask for more than anybody waits for."""

    def __init__(self, most: int) -> None:
        self.left = most

    def pages(self, reader: PdfReader) -> Iterator[PageObject]:
        """The pages, each of which is some work by itself."""
        for page in reader.pages:
            content = page.get_contents()
            self.left -= PER_PAGE + int(IN_CONTENT * len(b"" if content is None else content.get_data()))
            self.check()
            yield page

    def __call__(self, *_: object) -> None:
        """Count an operation; the library calls this before each."""
        self.left -= 1
        self.check()

    def check(self) -> None:
        """Refuse more work than there may be; said again at the end, for the library may have caught it.

        :raises DocumentError: where it was too much.
        """
        if self.left < 0:
            raise DocumentError("it takes far more work to draw than its size explains")


FORMATS: dict[str, Read] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".jsonl": rows.read_jsonl,
    ".ndjson": rows.read_jsonl,
    ".csv": rows.read_csv,
    ".tsv": rows.read_csv,
}
"""What reads a file, by its suffix."""
NO_DOCUMENTS = {
    **dict.fromkeys((".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".owl"), "a graph (kg copy reads graphs)"),
    **dict.fromkeys((".graphml", ".gexf"), "a network"),
    **dict.fromkeys((".svg", ".xml"), "markup without a text to read"),
    ".json": "JSON (kg reads JSON Lines: an object on each line of a .jsonl)",
}
"""What a file is, by its suffix, that could be taken for prose."""


def _sniffed(stream: BinaryIO) -> Read:
    """What reads a stream of unknown format."""
    head = stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf")
    stream.seek(0)
    if head.startswith(b"%PDF-"):
        return read_pdf
    if re.match(rb"\s*<(!doctype html|html)\b", head, re.IGNORECASE):
        return read_html
    first, _, rest = head.partition(b"\n")
    if first.startswith(b'{"') and (first.rstrip().endswith(b"}") or not rest):
        return rows.read_jsonl
    return read_markdown if first.rstrip() == b"---" else read_text


def _data(stream: BinaryIO, place: str) -> bytes:
    data = stream.read(LIMIT + 1)
    _check_size(len(data), place)
    if not data.strip():
        raise DocumentError(f"{place}: the file is empty")
    return data


def _check_size(size: int, place: str) -> None:
    if size > LIMIT:
        raise DocumentError(f"{place}: larger than {megabytes(LIMIT)}, the most that one document may have")


def _without_marks(text: str) -> Iterator[str]:
    """The lines of an extracted page without bullets and the frames of tables."""
    for line in text.split("\n"):
        if words := line.strip().removeprefix("- ").strip("| "):
            yield words


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """The lines of a page as paragraphs: a line that is nearly as long as the longest goes on in the next."""
    full = 0.66 * max((len(line) for line in lines), default=0)
    paragraph = ""
    for line in (line.strip() for line in lines):
        ends_in_word = re.search(r"[a-z]-$", paragraph) and line[:1].islower()
        paragraph = paragraph[:-1] + line if ends_in_word else f"{paragraph} {line}".strip()
        if len(line) < full and not line.endswith("-"):
            yield from [paragraph] if paragraph else []
            paragraph = ""
    if paragraph:
        yield paragraph


def _missing(what: str, extra: str) -> MissingPartError:
    return MissingPartError(f"reading {what} needs kg-evidence[{extra}]: pip install 'kg-evidence[{extra}]'")


def _quieten(*libraries: str) -> None:
    """Keep remarks about a document off the terminal of somebody who has not asked for a log."""
    for library in libraries:
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
