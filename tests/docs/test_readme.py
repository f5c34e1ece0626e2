"""README.md shows what happens: its examples run, and its queries give the same rows in three engines."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import click
import pytest
import rdflib

import kg
from docs import readme
from kg.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = readme.examples(README)
QUERIES = [example for example in EXAMPLES if example.language == "sparql"]
XSD = "http://www.w3.org/2001/XMLSchema#"

Row: TypeAlias = dict[str, tuple[str, str, str]]
"""For each variable that is bound: kind of term, value, datatype."""
Printed: TypeAlias = dict[int, str | readme.ExampleError]
"""What examples print, or how they fail, by their lines."""


def place(example: readme.Example) -> str:
    return f"line {example.line}"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples run."""
    return readme.workspace(tmp_path_factory.mktemp("readme"))


@pytest.fixture(scope="session")
def printed(folder: Path) -> Printed:
    """What each example prints; they run once, in the order of the page."""
    session = readme.Session(folder)
    found: Printed = {}
    for example in EXAMPLES:
        try:
            found[example.line] = session.refreshed(example)
        except readme.ExampleError as error:
            found[example.line] = error
    return found


@pytest.fixture(scope="session")
def graph(folder: Path, printed: Printed) -> Path:
    """The graph that `make demo` made."""
    path = folder / readme.GRAPH
    assert path.is_file(), printed[EXAMPLES[0].line]
    return path


@pytest.mark.parametrize("example", EXAMPLES, ids=place)
def test_an_example_prints_what_the_page_shows(example: readme.Example, printed: Printed) -> None:
    fresh = printed[example.line]
    assert isinstance(fresh, str), fresh
    assert str(example) == fresh, "if the change is meant: make docs"


def test_every_block_with_a_language_is_an_example_or_plain_commands() -> None:
    languages = re.findall(r"^```(\w+)$", README, flags=re.MULTILINE)
    assert [language for language in languages if language != "sh"] == [example.language for example in EXAMPLES]
    starts = {"console": "$ ", "pycon": ">>> ", "sparql": "PREFIX "}
    assert all(example.body.startswith(starts[example.language]) for example in EXAMPLES)
    assert {example.language for example in EXAMPLES} == starts.keys()


def test_commands_without_output_and_options_in_prose_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    every = {option for command in main.commands.values() for option in options(command)}
    for block in re.findall(r"^```sh\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL):
        for program, name, *arguments in map(shlex.split, block.splitlines()):
            known = options(main.commands[name]) if program == "kg" else every
            assert program == "kg" or (program, name in targets) == ("make", True)
            assert {word for word in arguments if word.startswith("-")} <= known
    assert set(re.findall(r"`[^`\n]*?(--[a-z]+(?:-[a-z]+)*)", README)) <= every


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def test_the_demo_answers_with_sentences() -> None:
    demo = EXAMPLES[0].body
    assert demo.startswith("$ make demo\n")
    for answer in ("United States +AI chips +China", "Italy +DeepSeek", "Australia +DeepSeek"):
        assert re.search(rf"^{answer} .*\n +“", demo, flags=re.MULTILINE), answer


def test_the_first_screen_has_the_demo_the_picture_and_the_tests() -> None:
    first, _, _ = README.partition("\n## ")
    order = [first.index(part) for part in ("$ make demo", "](docs/page.png)", "```sh\nmake test\n```")]
    assert order == sorted(order)


def test_the_picture_is_there_and_small() -> None:
    picture = (ROOT / "docs/page.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert 20_000 < len(picture) < 300_000


def test_the_map_of_the_house_is_complete() -> None:
    section = README.partition("## The map of the house")[2].partition("\n## ")[0]
    named, top = set(), ""
    for indent, name in re.findall(r"^( *)([a-z]+)/ ", section, flags=re.MULTILINE):
        top = top if indent else name
        named.add(f"{top}/{name}" if indent else name)
    assert [name for name in sorted(named) if not (ROOT / name).is_dir()] == []
    packages = {f"kg/{path.parent.name}" for path in (ROOT / "kg").glob("*/__init__.py")}
    assert packages | {"kg", "ontology", "seeds", "tests", "docs"} <= named


# ---------------------------------------------------------------- the same rows everywhere


def test_there_are_five_queries_that_find_something() -> None:
    assert len(QUERIES) == 5
    assert all(len(cells(example)) > 1 for example in QUERIES)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # of what it does itself
@pytest.mark.parametrize("example", QUERIES, ids=place)
def test_kg_rdflib_and_oxigraph_find_what_the_page_shows(
    example: readme.Example, graph: Path, oxigraph: Callable[[str], str]
) -> None:
    headings, *shown = cells(example)
    found = kg.load(graph).query(example.body)
    assert list(found.variables) == headings
    assert [["" if term is None else str(term) for term in row] for row in found] == shown
    ours = rows(run(sys.executable, "-m", "kg", "query", "-g", graph, "--format", "json", example.body))
    assert len(ours) == len(shown)
    with graph.open("rb") as file:
        dataset = rdflib.Dataset().parse(file, format="trig")
    assert rows(dataset.query(example.body).serialize(format="json").decode()) == ours
    assert rows(oxigraph(example.body)) == ours


@pytest.fixture(scope="session")
def oxigraph(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Ask the graph through the command-line tool of Oxigraph; the answer is SPARQL JSON."""
    beside = Path(sys.executable).parent
    program = shutil.which("oxigraph", path=beside) or shutil.which("oxigraph")
    assert program, f"there is no program oxigraph beside {sys.executable} or on the path: pip install oxigraph"
    store = tmp_path_factory.mktemp("oxigraph")
    run(program, "load", "--location", store, "--file", graph)
    return lambda query: run(program, "query", "--location", store, "--results-format", "json", "--query", query)


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def cells(example: readme.Example) -> list[list[str]]:
    """The table under a query: the headings, then the rows."""
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in example.table.strip().splitlines()]
    table = [[re.sub(r"\\([\\|])", r"\1", cell.strip()) for cell in line] for line in lines]
    return table[:1] + table[2:]


def rows(results: str) -> list[Row]:
    """The rows of SPARQL JSON, a plain literal written as the xsd:string that it is."""
    return [
        {
            name: (term["type"].replace("typed-", ""), term["value"], term.get("datatype", f"{XSD}string"))
            for name, term in row.items()
        }
        for row in json.loads(results)["results"]["bindings"]
    ]


# ---------------------------------------------------------------- how the page is kept fresh


def test_what_an_example_shows_is_replaced_by_what_it_prints(tmp_path: Path) -> None:
    stale = "Before\n\n```console\n$ echo fresh\nstale\n```\n\n```pycon\n>>> 1 + 1\n3\n```\n\nAfter\n"
    fresh = "Before\n\n```console\n$ echo fresh\nfresh\n```\n\n```pycon\n>>> 1 + 1\n2\n```\n\nAfter\n"
    assert readme.refreshed(stale, tmp_path) == fresh
    assert readme.refreshed(fresh, tmp_path) == fresh


def test_examples_share_a_folder_and_what_a_shell_exports(tmp_path: Path) -> None:
    text = "```console\n$ export WORD=word\n```\n\n```console\n$ echo $WORD > file; cat file\n```\n\n"
    fresh = readme.refreshed(f"{text}```pycon\n>>> print(open('file').read(), end='')\n```\n", tmp_path)
    assert "cat file\nword\n" in fresh
    assert "end='')\nword\n" in fresh


def test_entries_that_are_left_out_leave_an_ellipsis(tmp_path: Path) -> None:
    block = "<!-- only a|d -->\n```console\n$ printf 'a\\n  a2\\nb\\n  b2\\nc\\nd\\ne\\n'\n"
    assert readme.refreshed(f"{block}```\n", tmp_path) == f"{block}a\n  a2\n…\nd\n…\n```\n"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("```console\n$ echo no >&2; exit 3\n```\n", r"README.md:2: .*exit 3: no"),
        ("```pycon\n>>> 1 / 0\n```\n", r"README.md:2: ZeroDivisionError"),
    ],
)
def test_an_example_that_fails_is_not_written(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(readme.ExampleError, match=message):
        readme.refreshed(f"\n{body}", tmp_path)
