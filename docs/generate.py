"""Write the pages that are made from the code, and the picture of the page; or check that no page is stale.

usage: python docs/generate.py [--check] [PAGE…], where a page is docs/cli.md, docs/benchmarks.md, README.md,
docs/exports.md, docs/python.md, docs/tour.ipynb or docs/page.png
"""

from __future__ import annotations

import difflib
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
import measured
import notebook
import picture
import readme

from kg.cli import main

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 100
HEAD = """# The command line

Made from the code by `make docs`: the help of each command, as `kg COMMAND --help` prints it.
"""


def cli() -> str:
    """The reference of the command line: the help of every command."""
    return HEAD + "".join(_sections(main, "kg", None))


def _sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "max_content_width": WIDTH, "terminal_width": WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    help_ = re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE)
    yield f"\n## {context.command_path}\n\n```\n{help_.strip()}\n```\n"
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            yield from _sections(command.commands[child], child, context)


def tour() -> str:
    """The notebook with fresh outputs."""
    with tempfile.TemporaryDirectory() as name:
        folder = readme.workspace(Path(name)) / "docs"
        folder.mkdir()
        return notebook.refreshed((ROOT / "docs/tour.ipynb").read_text(encoding="utf-8"), folder)


def front() -> str:
    """README.md with fresh examples and the figures that were kept."""
    return measured.filled(readme.page("README.md"))


PAGES = {
    "docs/cli.md": cli,
    "docs/benchmarks.md": measured.page,
    "README.md": front,
    **{name: partial(readme.page, name) for name in ("docs/exports.md", "docs/python.md")},
    "docs/tour.ipynb": tour,
}
"""What makes each page, by its path in the checkout."""
PICTURE = "docs/page.png"


def run(arguments: list[str]) -> int:
    """Write what is named, or everything; with ``--check`` compare the pages. The exit code."""
    check = "--check" in arguments
    names = [name for name in arguments if name != "--check"] or [*PAGES, PICTURE]
    if not {*names} <= {*PAGES, PICTURE}:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        texts = {name: PAGES[name]() for name in names if name in PAGES}
    except readme.ExampleError as error:
        print(error, file=sys.stderr)
        return 1
    if check:
        return _check(texts)
    for name, text in texts.items():
        (ROOT / name).write_text(text, encoding="utf-8")
    if PICTURE in names:
        _draw()
    return 0


def _draw() -> None:
    if picture.browser():
        picture.draw()
    else:
        print(f"no Chromium here: {PICTURE} stays as it was", file=sys.stderr)


def _check(texts: dict[str, str]) -> int:
    """Say which pages are stale, and where; the exit code."""
    stale = 0
    for name, text in texts.items():
        old = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).is_file() else ""
        if old != text:
            changes = difflib.unified_diff(old.splitlines(), text.splitlines(), name, "fresh", n=0, lineterm="")
            print(f"{name} is stale: run make docs", *changes, sep="\n", file=sys.stderr)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
