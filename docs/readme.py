"""The examples of README.md and other pages: found, run, and written anew with what they really print.

Three kinds of fenced blocks are examples:

- ``console``: ``$ command``, then what it prints on a terminal. ``<!-- only REGEX -->`` in the line before the block
  keeps the entries that begin with a match (a line and the indented ones below it); a lone ``…`` stands for the others.
- ``pycon``: a Python session of its own.
- ``sparql``: a query to the graph that ``make demo`` builds; a table of what it finds follows the block.

They run in the order of the page, in a folder that looks like the checkout; what a shell exports, later ones know.
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GRAPH = "build/demo/graph.trig"
WIDTH = 100
NEEDED = ("Makefile", "ontology", "seeds", "tests")
"""What examples find in the folder where they run."""

BLOCK = re.compile(
    r"^(?P<head>(?:<!-- only (?P<only>[^\n]*) -->\n)?```(?P<language>console|pycon|sparql)\n)"
    r"(?P<body>.*?)^```\n(?P<table>\n(?:\|[^\n]*\n)+)?",
    re.MULTILINE | re.DOTALL,
)
# The environment that runs this module is the one that make would make.
SHELL = """
make() { command make --no-print-directory -o environment BIN="$KG_BIN" "$@"; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A block of the page: what comes before its body, the body, and the table under it."""

    language: str
    head: str
    body: str
    table: str
    only: str | None
    line: int

    def __str__(self) -> str:
        return f"{self.head}{self.body}```\n{self.table}"


class ExampleError(Exception):
    """An example that cannot be run, with what it said."""


def examples(text: str) -> list[Example]:
    """The examples of a page, in its order."""
    return [_example(match) for match in BLOCK.finditer(text)]


def _example(match: re.Match[str]) -> Example:
    language, head, body, only = match.group("language", "head", "body", "only")
    line = match.string.count("\n", 0, match.start("body"))
    return Example(language=language, head=head, body=body, table=match["table"] or "", only=only, line=line)


def workspace(folder: Path) -> Path:
    """Make a folder look like the checkout, as far as examples go."""
    for name in NEEDED:
        (folder / name).symlink_to(ROOT / name)
    return folder


def refreshed(text: str, folder: Path, name: str = "README.md") -> str:
    """A page whose examples show what they print when they run in a folder.

    :raises ExampleError: where one fails.
    """
    session = Session(folder, name)
    return BLOCK.sub(lambda match: session.refreshed(_example(match)), text)


def page(name: str = "README.md") -> str:
    """A page with fresh examples.

    :raises ExampleError: where one fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        return refreshed((ROOT / name).read_text(encoding="utf-8"), workspace(Path(folder)), name)


class Session:
    """A folder and the variables of a shell, which examples share."""

    def __init__(self, folder: Path, name: str = "README.md") -> None:
        self.folder, self.name = folder, name
        self._exports: list[str] = []

    def refreshed(self, example: Example) -> str:
        """The block with what it prints now.

        :raises ExampleError: where it fails.
        """
        runners: dict[str, Callable[[Example], str]] = {
            "console": self._console,
            "pycon": self._python,
            "sparql": self._sparql,
        }
        try:
            return example.head + runners[example.language](example)
        except ExampleError as error:
            raise ExampleError(f"{self.name}:{example.line}: {error}") from error

    def _console(self, example: Example) -> str:
        command, _, _ = example.body.partition("\n")
        printed = self._printed(command.removeprefix("$ "))
        if command.startswith("$ export "):
            self._exports.append(command.removeprefix("$ "))
        return f"{command}\n{_kept(printed, example.only)}```\n"

    def _printed(self, command: str) -> str:
        terminal, end = pty.openpty()
        with tempfile.TemporaryFile() as errors, open(terminal, "rb", buffering=0) as output:
            shell = ["bash", "-e", "-c", "\n".join([SHELL, *self._exports, command])]
            running = subprocess.Popen(
                shell, cwd=self.folder, env=_environment(), stdin=subprocess.DEVNULL, stdout=end, stderr=errors
            )
            os.close(end)
            printed = re.sub(r"\r+\n", "\n", b"".join(_chunks(output)).decode())
            if running.wait():
                errors.seek(0)
                raise ExampleError(f"{command}: exit {running.returncode}: {errors.read().decode().strip()}")
        return printed

    def _python(self, example: Example) -> str:
        command, session = [sys.executable, str(ROOT / "docs/transcript.py")], example.body.encode()
        done = subprocess.run(
            command, cwd=self.folder, env=_environment(), input=session, capture_output=True, check=False
        )
        if done.returncode:
            raise ExampleError(done.stderr.decode().strip().rpartition("\n")[2])
        return f"{done.stdout.decode()}```\n"

    def _sparql(self, example: Example) -> str:
        import kg
        from kg.graph.solutions import Solutions

        try:
            found = kg.load(self.folder / GRAPH).query(example.body)
        except kg.KgError as error:
            raise ExampleError(str(error)) from error
        if not isinstance(found, Solutions):
            raise ExampleError("the page can show the table of a SELECT query only")
        rows = [["" if term is None else str(term) for term in row] for row in found]
        table = [list(found.variables), ["---"] * len(found.variables), *rows]
        return f"{example.body}```\n\n{''.join(_markdown(table))}"


def _environment() -> dict[str, str]:
    """A terminal without colours, in which the programs of this environment come first."""
    programs = str(Path(sys.executable).parent)
    own = {"KG_BIN": programs, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    terminal = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONUTF8": "1"}
    foreign = ("KG_", "MAKE", "MFLAGS", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | own | terminal


def _chunks(output: io.FileIO) -> Iterator[bytes]:
    """What is written to a terminal; Linux reports its end as an error, others as nothing to read."""
    try:
        while chunk := output.read(65536):
            yield chunk
    except OSError:
        return


def _kept(printed: str, only: str | None) -> str:
    """The entries that begin with a match; ``…`` for each run of others."""
    if only is None:
        return printed
    kept: list[str] = []
    for entry in re.findall(r"^.*\n(?:[ \t].*\n|\n)*", printed, re.MULTILINE):
        kept += [entry] if re.match(only, entry) else ["…\n"] if kept[-1:] != ["…\n"] else []
    return "".join(kept)


def _markdown(rows: list[list[str]]) -> Iterator[str]:
    for row in rows:
        yield "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row) + " |\n"
