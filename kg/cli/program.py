"""The program `kg`: its commands in the order in which people need them, and its exit codes.

0: fine. 1: findings (a graph that is not valid, an ontology with faults, graphs that differ). 2: bad usage or input,
with one line on standard error that says what and where. 130: interrupted.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from kg import __version__
from kg.errors import KgError

FINDINGS, BAD_INPUT = 1, 2
INTERRUPTED = 128 + signal.SIGINT
CLOSED_PIPE = 141
"""128 + SIGPIPE: what a shell reports of a program whose reader went away."""

GARBAGE = 50_000
"""How many new objects wait for a search for garbage: an ontology stays, and Python would search every 700."""

ERASED = "\r\x1b[K"
"""Carriage return and "erase to the end of the line": the line of a terminal, empty again."""


class Program(click.Group):
    """A group of commands that reports every failure in one line."""

    def list_commands(self, _: click.Context) -> list[str]:
        """The commands in the order in which they were added."""
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run the program and exit."""
        gc.set_threshold(GARBAGE)
        if sys.stdout is None:  # closed by the shell: >&-
            sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal that cannot show a character must not end the program.
                stream.reconfigure(errors="backslashreplace")
        try:
            code = super().main(args, **extra | {"prog_name": "kg", "standalone_mode": False})
        except click.Abort:
            code = INTERRUPTED
        except click.UsageError as error:
            more = f" · {error.ctx.command_path} --help says more" if error.ctx else ""
            code = _failed(error.format_message().rstrip(".") + more)
        except click.ClickException as error:
            code = _failed(error.format_message())
        except KgError as error:
            code = _failed(str(error))
        except OSError as error:
            code = _failed(": ".join(str(part) for part in (error.filename, error.strerror) if part) or str(error))
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a reader of its output who goes away ends it in silence."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python flushes standard output once more when it ends: that must not fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return CLOSED_PIPE
        except KeyboardInterrupt:
            told("interrupted")
            return INTERRUPTED
        return code


def _failed(message: str) -> int:
    told(message)
    return BAD_INPUT


def told(message: str) -> None:
    """Say something in one line on standard error."""
    line = "".join(char if char.isprintable() else "�" for char in " ".join(message.split()))
    # On a terminal it takes the place of a line that counted how far the work had come.
    click.echo(f"{ERASED if sys.stderr.isatty() else ''}kg: {line}", err=True)


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="kg")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Read documents, keep who did what to whom, and show the sentence that states it.

    \b
    First steps:
      kg build seeds
      kg ask "who restricted what to whom"
      kg view
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
