"""The wheel: installed far from the checkout, it is complete."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment that holds the wheel, with the libraries of this one behind it."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home)
    scheme = {"base": str(home), "platbase": str(home)}
    packages, programs = (Path(sysconfig.get_path(name, "venv", scheme)) for name in ("purelib", "scripts"))
    pip = [sys.executable, "-m", "pip", "--python", programs / "python"]
    subprocess.run([*pip, "install", "-qq", "--no-deps", "--no-index", wheel], check=True)
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def run(installed: Path, folder: Path, *arguments: str) -> str:
    command = [installed / arguments[0], *arguments[1:]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_holds_the_ontology_and_the_page_but_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
    assert {"kg/_ontology/kg.ttl", "kg/_ontology/shapes.ttl", "kg/_ontology/grammar.toml"} <= set(names)
    for pattern in ("kg/_ontology/frames/*.toml", "kg/_ontology/names/*.tsv", "kg/showing/page/*.js"):
        here = {path.name for path in ROOT.glob(pattern.replace("kg/_ontology", "ontology"))}
        assert here == {Path(name).name for name in names if Path(name).match(pattern)}
        assert here
    assert {"kg/showing/page/page.html", "kg/showing/page/page.css"} <= set(names)
    # Yasgui is in it where make workbench has brought it in.
    static = {path.name for path in (ROOT / "kg/serving/static").iterdir()}
    assert static == {Path(name).name for name in names if name.startswith("kg/serving/static/")}
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kg"}
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


def test_it_reads_and_shows_documents_on_its_own(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Italy has banned DeepSeek.", encoding="utf-8")
    where = "import kg, kg.ontology; print(kg.__file__); print(kg.ontology.folder())"
    places = run(installed, tmp_path, "python", "-c", where).split("\n")
    assert not any(str(ROOT) in place for place in places)
    run(installed, tmp_path, "kg", "build", "note.txt", "-g", "graph.trig")
    assert "Restriction" in run(installed, tmp_path, "kg", "facts", "-g", "graph.trig")
    run(installed, tmp_path, "kg", "view", "-g", "graph.trig", "-o", "page.html")
    assert "DeepSeek" in (tmp_path / "page.html").read_text(encoding="utf-8")
