"""The graphs that the questions are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph.store import GraphStore
from kg.knowledge_graph import build
from kg.ontology import load
from tests.asking.world import readings

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def graphs() -> dict[str, GraphStore]:
    """What kg reads in seeds/, and what four newspapers say, by the names of their questions' files."""
    return {
        "seeds": build(str(SEEDS / "[a-z]*.md")).store,
        "world": GraphStore.create(readings(), load()),
    }
