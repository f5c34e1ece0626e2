"""The words of a Markdown text as a reader sees them: each heading, paragraph, list item and table row on a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_TAGS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_HIDDEN = ("<script", "<style")


def plain(text: str) -> tuple[str, str]:
    r"""The reading text of Markdown, and its first heading of the first level.

    >>> plain("# Italy acts\n\nThe *regulator*\n[banned](https://news.example) it.\n\n- At once.")
    ('Italy acts\n\nThe regulator banned it.\n\nAt once.', 'Italy acts')
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return "\n\n".join(_blocks(tokens)), _heading(tokens)


def _heading(tokens: Sequence[Token]) -> str:
    pairs = pairwise(tokens)
    return next((_words(inner) for token, inner in pairs if (token.type, token.tag) == ("heading_open", "h1")), "")


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    cells: list[str] = []
    in_row = False
    for token in tokens:
        if token.type == "tr_open":
            cells, in_row = [], True
        elif token.type == "inline" and in_row:
            cells.append(_words(token))
        elif block := " | ".join(cells) if token.type == "tr_close" else _block(token):
            yield block
        in_row = in_row and token.type != "tr_close"


def _block(token: Token) -> str:
    if token.type == "inline":
        return _words(token)
    if token.type == "html_block":
        return _one_line(unescape(_TAGS.sub(" ", token.content)))
    return token.content.strip("\n") if token.type in {"fence", "code_block"} else ""


def _words(token: Token) -> str:
    """The words of an inline token on one line, without images and tags."""
    words = []
    hidden = False
    for part in token.children or []:
        if part.type == "html_inline":
            hidden = part.content.lower().startswith(_HIDDEN)
        elif part.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif part.type != "image" and not hidden:
            words.append(part.content)
    return _one_line("".join(words))


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip()
