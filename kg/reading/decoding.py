"""The text that bytes stand for: byte-order marks, UTF-8, what a page declares, and what the bytes look like.

Bytes that could be anything are refused: an error names the byte, and no name is ever misread.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from kg.errors import DocumentError

LIMIT = 20_000_000
"""The most bytes that one document may have."""

SAMPLE = 1_000_000
"""How many bytes of a file of rows decide its encoding."""

_MARKS = (  # the longer marks first: that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = {
    b"\x7fELF": "a program",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a gzip archive",
}
_ENOUGH = 10  # bytes outside ASCII that it takes to tell other encodings apart
_MUCH_DAMAGE = 4  # by chance far fewer bytes of an encoding with one byte a letter are UTF-8
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""Control characters, which no text has; U+0085 is a line end on some systems."""
_BEGINNING = 1000  # how many bytes show that each letter has two
_WESTERN = "cp1252"
_NO_TEXTS = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"))
"""Codecs of Python in which nobody writes documents, and some of which take hours for a long one."""
_MISREAD = frozenset("ÿþÃÂ")  # what a byte-order mark or UTF-8 looks like in cp1252


def decode(data: bytes, place: str, *, declared: str = "") -> str:
    r"""The text of a whole document; line ends become ``\n`` and a byte-order mark goes.

    :param place: the file, for messages.
    :param declared: the encoding that the document says it has; used where the bytes are not UTF-8.
    :raises DocumentError: where the bytes are no text.

    >>> decode(b"one\r\ntwo", "a.txt")
    'one\ntwo'
    """
    encoding = encoding_of(data, place, declared=declared)
    try:
        return with_newlines(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise DocumentError(f"{place}: byte {error.start} is not {encoding.upper()}") from None


def encoding_of(data: bytes, place: str, *, declared: str = "", partial: bool = False) -> str:
    """The name of the encoding of some bytes; ``partial`` where they are only the beginning.

    :raises DocumentError: where no encoding fits.

    >>> encoding_of("“Zürich”".encode("cp1252"), "a.txt")
    'cp1252'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if wide := _without_mark(data):
        return wide
    _check_is_text(data, place)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=not partial)
    except UnicodeDecodeError as error:
        found = (declared and _declared(data, declared)) or _guessed(data)
        if found:
            return found
        offence = f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8"
        raise DocumentError(f"{place}: {offence}, and no other encoding fits") from None
    return "utf-8"


def lines(stream: BinaryIO, place: str) -> Iterator[tuple[int, str]]:
    """The lines of a stream with their numbers, counted from 1; line ends stay as they are.

    :raises DocumentError: at the first line that is too long or is not in the encoding of the beginning.
    """
    sample = stream.read(SAMPLE)
    encoding = encoding_of(sample, place, partial=len(sample) == SAMPLE)
    stream.seek(0)
    text = TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    number = 0
    try:
        while line := text.readline(LIMIT + 1):
            number += 1
            if len(line) > LIMIT:
                raise DocumentError(f"{place}:{number}: this line has more than {megabytes(LIMIT)}")
            if has_surrogates(line):
                raise DocumentError(f"{place}:{number}: this line is not {encoding.upper()}, as the first lines are")
            yield number, line
    except UnicodeDecodeError:
        raise DocumentError(f"{place}:{number + 1}: this line is not {encoding.upper()}") from None
    finally:
        if not stream.closed:
            text.detach()  # or it would close the stream


def has_surrogates(text: str) -> bool:
    r"""Whether a text has half a surrogate pair, which no encoding can write.

    >>> has_surrogates("\ud83d"), has_surrogates("😀")
    (True, False)
    """
    return not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)


def with_newlines(text: str) -> str:
    r"""The text with line ends of every system as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def megabytes(size: int) -> str:
    """A number of bytes for people.

    >>> megabytes(20_000_000)
    '20 MB'
    """
    return f"{size // 1_000_000} MB"


def _without_mark(data: bytes) -> str:
    """UTF-16 whose byte-order mark is missing: of western text every other byte is 0."""
    halves = {"utf-16-be": data[:_BEGINNING:2], "utf-16-le": data[1:_BEGINNING:2]}
    zeros = {encoding: half.count(0) / max(1, len(half)) for encoding, half in halves.items()}
    wide, narrow = max(zeros, key=zeros.__getitem__), min(zeros.values())
    return wide if zeros[wide] > 0.9 and narrow == 0 else ""


def _check_is_text(data: bytes, place: str) -> None:
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise DocumentError(f"{place}: {name}, not a document")
    if (offset := data.find(0)) >= 0:
        raise DocumentError(f"{place}: binary data (byte {offset} is 0), not a document")


def _declared(data: bytes, name: str) -> str:
    try:
        encoding = codecs.lookup(name).name
        encoding = _WESTERN if encoding in {"iso8859-1", "ascii"} else encoding  # as browsers do
        known = encoding not in _NO_TEXTS and bool(data.decode(encoding))
    except (LookupError, ValueError):
        return ""
    return encoding if known else ""


def _guessed(data: bytes) -> str:
    """The encoding that the bytes look like, empty where that is not clear."""
    if _is_broken_utf8(data):
        return ""
    from charset_normalizer import from_bytes

    # In a short text all western encodings are equally likely; this one is by far the most common.
    western = from_bytes(data, cp_isolation=[_WESTERN]).best()
    if western:
        return "" if _MISREAD & set(str(western)) else _WESTERN
    best = from_bytes(data).best()
    if best is None or sum(byte > 0x7F for byte in data) < _ENOUGH or _CONTROLS.search(str(best)):
        return ""
    if best.multi_byte_usage < 0.3 and _is_broken_utf8(data, damage=_MUCH_DAMAGE):
        return ""
    return best.encoding if best.coherence >= 0.3 or best.multi_byte_usage >= 0.3 else ""


def _is_broken_utf8(data: bytes, damage: int = 1) -> bool:
    """Whether so many of the bytes outside ASCII are UTF-8 that the others are damage.

    :param damage: how many others there may be for each character of UTF-8.
    """
    good = sum(character > "\x7f" for character in data.decode("utf-8", "ignore"))
    bad = data.decode("utf-8", "replace").count("�")
    return good * damage >= bad
