"""The graph of a small world, to ask."""

from __future__ import annotations

import pytest

from kg.graph.store import GraphStore
from kg.ontology import load
from tests.asking.world import readings


@pytest.fixture(scope="session")
def world() -> GraphStore:
    """What four newspapers say."""
    return GraphStore.create(readings(), load())
