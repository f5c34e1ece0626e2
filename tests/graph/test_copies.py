"""Copies between files, folders and endpoints hold what the original holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph.copies import copy
from kg.graph.store import GraphStore
from kg.ontology import Ontology

FORMATS = ["a.trig", "a.nq", "a.ttl", "a.jsonld", "a"]


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", [name.replace("a", "b", 1) for name in FORMATS])
def test_a_copy_has_the_bytes_of_the_original(
    source: str, target: str, graph: GraphStore, ontology: Ontology, tmp_path: Path
) -> None:
    graph.save(tmp_path / source)
    assert copy(str(tmp_path / source), tmp_path / target, ontology) == len(graph)
    assert GraphStore.open(tmp_path / target).serialize() == graph.serialize()


def test_quads_without_named_graphs_are_regrouped_in_a_folder(
    graph: GraphStore, ontology: Ontology, tmp_path: Path
) -> None:
    (tmp_path / "flat.trig").write_bytes(graph.serialize("turtle"))
    copy(str(tmp_path / "flat.trig"), tmp_path / "news", ontology)
    assert GraphStore.open(tmp_path / "news").serialize() == graph.serialize()


@pytest.mark.parametrize(
    ("content", "message"), [("", "is empty"), ("<a:a> <a:b>", r"broken\.nq: line 1, column 12: ")]
)
def test_a_broken_file_leaves_the_folder(
    content: str, message: str, graph: GraphStore, ontology: Ontology, tmp_path: Path
) -> None:
    graph.save(tmp_path / "news")
    (tmp_path / "broken.nq").write_text(content)
    with pytest.raises(GraphError, match=message):
        copy(str(tmp_path / "broken.nq"), tmp_path / "news", ontology)
    assert GraphStore.open(tmp_path / "news").serialize() == graph.serialize()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.nq", "news"]


@pytest.mark.parametrize("name", ["a.trig", "a"])
def test_a_graph_is_not_copied_onto_itself(name: str, graph: GraphStore, ontology: Ontology, tmp_path: Path) -> None:
    graph.save(tmp_path / name)
    with pytest.raises(GraphError, match="cannot be copied onto itself"):
        copy(str(tmp_path / name), tmp_path / name, ontology)
