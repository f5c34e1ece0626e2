"""The lock: every dependency with its exact version and hashes, and nothing about where packages come from."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared() -> list[str]:
    lists = [
        project()["project"]["dependencies"],
        *project()["project"]["optional-dependencies"].values(),
        *project()["dependency-groups"].values(),
    ]
    return [text for texts in lists for text in texts]


def locked() -> dict[str, list[str]]:
    """The lines of each version of a package: the version and for which systems it is, then its hashes."""
    entries = re.split(r"\n(?=\w)", re.sub(r"^ *#.*\n", "", LOCK, flags=re.MULTILINE).strip())
    return {entry.partition(" \\")[0]: re.split(r"\s*\\\n\s*", entry.strip()) for entry in entries}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("text", declared())
def test_every_declared_dependency_is_locked_at_a_version_that_fits(text: str) -> None:
    wanted = Requirement(text)
    versions = [entry.partition("==") for entry in locked()]
    assert any(
        version.partition(" ")[0] in wanted.specifier
        for name, _, version in versions
        if name == normalised(wanted.name)
    )


@pytest.mark.parametrize("name", locked())
def test_every_package_has_a_version_and_hashes(name: str) -> None:
    version, *hashes = locked()[name]
    assert re.fullmatch(r"[\w.-]+==[\w.+!]+( ; .+)?", version)
    assert hashes
    assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes)


def test_no_line_says_where_packages_come_from() -> None:
    assert not re.search(r"://|index-url|find-links|trusted-host| @ ", LOCK)
