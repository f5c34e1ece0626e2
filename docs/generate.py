"""Write the pages of docs/ that are made from the code, or check that they are not stale.

usage: python docs/generate.py [--check]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli import main

CLI = Path(__file__).parent / "cli.md"
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


def run(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` compare them; the exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    text = cli()
    if not arguments:
        CLI.write_text(text, encoding="utf-8")
    elif not CLI.is_file() or CLI.read_text(encoding="utf-8") != text:
        print("docs/cli.md is stale: run make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
