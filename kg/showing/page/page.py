"""The graph as one HTML file that needs nothing else: no server, no network, no other file.

The page runs our own scripts and nothing that a document says: text reaches it as JSON inside a script element that
browsers do not run, is shown through ``textContent`` alone, and a Content-Security-Policy names by hash the only
scripts and styles that may run (W3C, *Content Security Policy Level 3*).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
from functools import cache
from pathlib import Path

from kg.errors import GraphError, MissingPartError
from kg.showing.page.data import Counts, Graph, Json, data

HERE = Path(__file__).resolve().parent
SCRIPTS = (
    "facts.js", "source.js", "state.js", "elements.js", "shapes.js", "arrangement.js", "communities.js",
    "labels.js", "canvas.js", "picture.js", "svg.js", "search.js", "filters.js", "proof.js", "panel.js", "paths.js",
    "table.js", "digest.js", "turtle.js", "export.js", "page.js",
)  # fmt: skip
"""Our scripts, in the order in which the page runs them."""


def html(store: Graph, served: Counts | None = None) -> str:
    """The page that shows a graph.

    :param served: where the graph is the part that a served page opens with, how much the whole has; the page then
        asks its server for the rest (``source.js`` says how), and its policy allows that and nothing else.
    :raises MissingPartError: where the installed pyvis does not hold the script that draws.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    content = data(store, served)
    scripts = [_drawing_script(), _own_script()]
    style = (HERE / "page.css").read_text("utf-8")
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html").render(
        policy=_policy(scripts, style, served=served is not None),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data=Markup(embedded(content)),
        summary=summary(content),
    )


def write(store: Graph, path: Path | str) -> None:
    """Write the page to a file; a page that was there stays whole until the new one is.

    :raises GraphError: where the file cannot be written.
    """
    text, path = html(store), Path(path)
    temporary = path.parent / f".{path.name}.{os.getpid()}.part"
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise GraphError(f"{path}: cannot write the page: {error.strerror}") from None


def embedded(value: object) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element or open a comment.

    >>> embedded("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def summary(content: Json) -> str:
    """What the page holds, in one line.

    >>> summary({"facts": [0, 1], "documents": [0], "entities": [0, 1, 2]})
    '2 facts from 1 document; 3 entities'
    """
    whole = content.get("served", {})
    facts, documents, entities = (whole.get(k, len(content[k])) for k in ("facts", "documents", "entities"))
    return (
        f"{_count(facts, 'fact', 'facts')} from {_count(documents, 'document', 'documents')}; "
        f"{_count(entities, 'entity', 'entities')}"
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _policy(scripts: list[str], style: str, *, served: bool = False) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    rules = [
        "default-src 'none'",
        f"script-src {allowed}",
        f"style-src {_hash(style)}",
        "img-src data: blob:",
        *(["connect-src 'self'"] if served else []),
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    return "; ".join(rules)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _drawing_script() -> str:
    """vis-network, out of the installed pyvis; its newest version where there are several."""
    import pyvis

    found = Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js")
    newest = max(found, key=lambda path: [int(n) for n in re.findall(r"\d+", path.parent.name)], default=None)
    if newest is None:
        raise MissingPartError("pyvis holds no vis-network.min.js: pip install --force-reinstall pyvis")
    script = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", newest.read_text("utf-8"))
    return _inline(script)


@cache
def _own_script() -> str:
    parts = [(HERE / name).read_text("utf-8") for name in SCRIPTS]
    return _inline('(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n")


def _inline(script: str) -> str:
    """A script that may stand inside a script element: what would end it stands in strings, where this is the same."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE).replace("\r\n", "\n")
