"""Imports point one way, each library has its home, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import FILES, imports, module, place

FLOORS = [
    ["errors", "model", "times"],
    ["lexicon"],
    ["ontology"],
    ["reading"],
    ["graph"],
    ["asking"],
    ["gold"],
    ["evaluation"],
    ["showing"],
    ["serving"],
    ["engines"],
    ["shelf"],
    ["build"],
    ["knowledge_graph"],
    ["cli"],
    ["__main__"],
]
"""The parts of kg, each importing from those above it alone; on one line: from neither."""

HOMES = {
    "babel": ["kg.lexicon"],
    "charset_normalizer": ["kg.reading.decoding"],
    "cleanco": ["kg.reading.namings"],
    "click": ["kg.cli"],
    "dask": ["kg.engines.cluster"],
    "dateparser": ["kg.reading.dates"],
    "dateutil": ["kg.reading.metadata"],
    "distributed": ["kg.engines.cluster"],
    "fsspec": ["kg.engines.remote"],
    "igraph": ["kg.graph.measures", "kg.showing.page"],
    "jinja2": ["kg.showing.page"],
    "jsonschema": ["kg.serving.mcp"],
    "markdown_it": ["kg.reading.markdown"],
    "markupsafe": ["kg.showing.page"],
    "matplotlib": ["kg.showing.pictures"],
    "mcp": ["kg.serving.mcp"],
    "networkx": ["kg.graph.network"],
    "oxrdflib": ["kg.graph"],
    "pycountry": ["kg.lexicon"],
    "pyoxigraph": ["kg.graph", "kg.ontology"],
    "pypdf": ["kg.reading.formats"],
    "pyshacl": ["kg.graph.shapes"],
    "pyvis": ["kg.showing.page"],
    "rapidfuzz": ["kg.graph", "kg.reading.namings", "kg.asking.misreadings"],
    "rdflib": ["kg.graph"],
    "resvg_py": ["kg.showing.timeline_picture"],
    "spacy": [
        "kg.reading.language",
        "kg.reading.matrices",
        "kg.reading.morphology",
        "kg.reading.transitions",
        "kg.reading.vectors",
    ],
    "starlette": ["kg.serving"],
    "thinc": ["kg.reading.matrices", "kg.reading.vectors"],
    "threadpoolctl": ["kg.reading.matrices"],
    "trafilatura": ["kg.reading.formats"],
    "uvicorn": ["kg.serving"],
}
"""Which modules may import which library."""

HEAVY = {*HOMES, "numpy"} - {"click", "pyoxigraph"}
"""What takes long to load, or is not needed by every command."""


def within(name: str, home: str) -> bool:
    return name == home or name.startswith(f"{home}.")


def floor(name: str) -> int:
    part = name.split(".")[1]
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


@pytest.mark.parametrize("path", FILES, ids=module)
def test_imports_point_one_way(path: Path) -> None:
    name = module(path)
    if name == "kg":
        return  # the front door names what lies behind every other
    wrong = [
        f"{place(path, node)}: {target}"
        for target, node in imports(path)
        if target.startswith("kg.") and any(target.split(".")[1] in parts for parts in FLOORS)
        if target.split(".")[1] != name.split(".")[1] and floor(target) >= floor(name)
    ]
    assert wrong == []


def test_every_part_has_a_floor() -> None:
    parts = {module(path).split(".")[1] for path in FILES if module(path) != "kg"}
    assert parts <= {part for line in FLOORS for part in line}


def test_the_parts_of_a_wing_do_not_import_one_another_in_a_circle() -> None:
    names = {module(path) for path in FILES}
    needs = {
        module(path): {
            found
            for target, _ in imports(path, run_time=True)
            for found in (target, target.rpartition(".")[0])
            if found in names and found not in {"kg", module(path)}
        }
        for path in FILES
        if module(path) != "kg"
    }
    while free := [name for name in needs if not needs[name] & needs.keys()]:
        needs = {name: targets for name, targets in needs.items() if name not in free}
    assert needs == {}


@pytest.mark.parametrize("path", FILES, ids=module)
def test_each_library_is_known_in_its_home_alone(path: Path) -> None:
    name = module(path)
    wrong = []
    for target, node in imports(path, run_time=True):
        library = target.split(".")[0]
        if library not in {"kg", *sys.stdlib_module_names} and not any(within(name, h) for h in HOMES.get(library, [])):
            wrong.append(f"{place(path, node)}: {library}")
    assert wrong == []


def loaded_by(program: str) -> set[str]:
    """The heavy libraries that a program has loaded at its end."""
    ending = "import json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", f"{program}\n{ending}"], capture_output=True, text=True, check=True)
    return HEAVY & set(json.loads(done.stdout.splitlines()[-1]))


def test_no_module_loads_a_heavy_library_when_it_is_imported() -> None:
    # What serves cannot do without its libraries: the command line imports it when it is to serve.
    names = [module(p) for p in FILES if p.name != "__main__.py" and not within(module(p), "kg.serving")]
    assert loaded_by(f"import {', '.join(names)}") == set()


def test_the_help_of_the_command_line_loads_no_heavy_library() -> None:
    assert loaded_by("from kg.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass") == set()


def test_a_question_loads_no_parser_and_nothing_that_draws(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Italy has banned DeepSeek.", encoding="utf-8")
    graph = str(tmp_path / "graph.trig")
    subprocess.run([sys.executable, "-m", "kg", "build", tmp_path / "note.txt", "-g", graph], check=True)
    program = (
        f"from kg.cli import main\ntry: main(['ask', '-g', {graph!r}, 'who banned DeepSeek'])\nexcept SystemExit: pass"
    )
    assert loaded_by(program) & {"igraph", "networkx", "numpy", "pyvis", "spacy"} == set()
