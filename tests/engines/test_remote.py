"""Documents and graphs behind URLs, in a file system of fsspec that lives in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.engines import remote
from kg.errors import DocumentError
from kg.graph.store import GraphStore
from kg.reading import documents

FILES = {
    "ban.txt": "Italy has banned DeepSeek.",
    "below/price.md": "# A price\n\nTraining DeepSeek-R1 cost $5.6 million.\n",
    "README.md": "About this folder.",
    ".hidden.txt": "Nothing.",
    "below/picture.png": "no document",
}


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[str]:
    """The URL of a folder, whose files are also in a folder of this machine."""
    system = fsspec.filesystem("memory")
    for name, text in FILES.items():
        system.pipe(f"/bucket/news/{name}", text.encode())
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    yield "memory://bucket/news"
    system.rm("/bucket", recursive=True)


def test_a_folder_behind_a_url_has_the_documents_of_the_folder(bucket: str, tmp_path: Path) -> None:
    found = {d.id: (d.title, d.text) for d in remote.read([bucket])}
    assert found == {d.id: (d.title, d.text) for d in documents.read([tmp_path / "news"])}
    assert len(found) == 2


@pytest.mark.parametrize(("url", "count"), [("/*.txt", 1), ("/below/price.md", 1), ("/**/*.md", 2), ("/below", 1)])
def test_patterns_and_files_are_found(bucket: str, url: str, count: int) -> None:
    found = list(remote.read([bucket + url]))
    assert len(found) == count
    assert all(document.source.startswith("memory://") for document in found)


def test_documents_of_both_kinds_may_not_share_an_id(bucket: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"ban\.txt: the id 'ban' is that of a document in .*news/ban\.txt, too"):
        list(remote.read([f"{bucket}/ban.txt", tmp_path / "news" / "ban.txt"]))


def test_a_build_reads_from_a_url_and_writes_to_one(bucket: str, tmp_path: Path) -> None:
    place = "memory://bucket/graph.nq"
    done = CliRunner().invoke(main, ["build", bucket, "-g", place])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{place}: 2 documents")
    (tmp_path / "copy.nq").write_bytes(fsspec.filesystem("memory").cat("/bucket/graph.nq"))
    assert len(GraphStore.open(tmp_path / "copy.nq").facts()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["memory://nowhere/at-all"], "memory://nowhere/at-all: no such file"),
        (["strange://bucket/a.txt"], "strange://bucket/a.txt: Protocol not known"),
        (["s3://bucket/a.txt"], "s3://bucket/a.txt: Install s3fs"),
        (["{bucket}", "-g", "memory://bucket/graph"], "name a file, such as memory://bucket/graph.nq"),
        (["{bucket}", "-g", "memory://bucket/graph.doc"], "is no format of graphs"),
        (["{bucket}", "-g", "http://localhost:9/query"], "load that into the endpoint"),
        (["{bucket}", "--scheduler", "tcp://127.0.0.1:9"], "--scheduler is for --engine dask"),
        (["{bucket}", "--engine", "dask", "--scheduler", "127.0.0.1:9"], "no scheduler of Dask answers there"),
    ],
)
def test_what_cannot_be_reached_is_one_line(bucket: str, arguments: list[str], said: str, tmp_path: Path) -> None:
    given = [argument.format(bucket=bucket) for argument in arguments]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        done = CliRunner().invoke(main, ["build", *given])
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "graph.trig").exists()
