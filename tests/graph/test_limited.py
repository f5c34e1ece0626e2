"""Queries within a time, plans and updates."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pyoxigraph as ox
import pytest

from kg.errors import GraphError, MissingPartError, QueryError
from kg.graph.source import Asked
from kg.graph.store import GraphStore

BANS = "SELECT ?what WHERE { country:Italy kg:restricts ?what }"
BOMB = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?c != ?o) }"
MORE = "INSERT DATA { country:Italy kg:restricts chip:H800 }"


@pytest.fixture(params=["memory", "folder"])
def stored(request: pytest.FixtureRequest, graph: GraphStore, tmp_path: Path) -> GraphStore:
    """The graph in memory, and in a folder."""
    if request.param == "memory":
        return graph
    graph.save(tmp_path / "g.graph")
    return GraphStore.open(tmp_path / "g.graph")


@pytest.mark.parametrize("sparql", [BANS, "ASK {}", "DESCRIBE country:Italy", "SELECT ?s ?p ?o { ?s ?p ?o }"])
def test_what_comes_in_time_is_what_comes_without_a_limit(stored: GraphStore, sparql: str) -> None:
    assert stored.query(sparql, limit=60) == stored.query(sparql)


def test_what_runs_longer_is_ended(stored: GraphStore) -> None:
    with pytest.raises(QueryError, match=r"no answer within 0\.2 s"):
        stored.query(BOMB, limit=0.2)
    assert len(stored.query(BANS)) == 1  # type: ignore[arg-type]


def test_a_query_whose_asker_is_gone_ends_by_itself(graph: GraphStore) -> None:
    asked = Asked(sparql=BOMB, prefixes=graph.prefixes, base=graph.base)
    program = "from kg.graph.limited import child; child()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as answering:
        assert answering.stdin
        answering.stdin.write(pickle.dumps((asked, None, None, 0.1)) + graph.serialize("nquads"))
        answering.stdin.close()
        assert answering.wait(timeout=60) == -signal.SIGALRM


def test_a_wrong_query_is_reported_as_ever(stored: GraphStore) -> None:
    with pytest.raises(QueryError, match="line 1, column "):
        stored.query("SELECT nonsense", limit=60)


def test_a_query_that_would_break_the_engine_is_refused(graph: GraphStore) -> None:
    with pytest.raises(QueryError, match="nested more than 1,000 deep"):
        graph.query("SELECT * " + "{" * 50_000 + "}" * 50_000)
    with pytest.raises(QueryError, match="the query has more than 1,500 operators"):
        graph.query("SELECT * { FILTER(" + "!" * 1_000_000 + "true) }", limit=60)


def test_a_query_that_is_killed_for_want_of_memory_is_told_in_one_line(graph: GraphStore) -> None:
    before = set(psutil.Process().children())
    with ThreadPoolExecutor(1) as asking:
        answer = asking.submit(graph.query, BOMB, limit=60)
        while not (asked := set(psutil.Process().children()) - before):
            time.sleep(0.01)
        asked.pop().kill()
        with pytest.raises(QueryError, match="the query broke the engine"):
            answer.result()


def test_a_plan_tells_each_step_and_what_it_found(stored: GraphStore) -> None:
    plan = stored.plan(f"{BANS} ORDER BY ?what")
    assert (plan.step, plan.found) == ("Project(?what)", 1)
    (sort,) = plan.parts
    (scan,) = sort.parts
    assert scan.step == "QuadPattern(country:Italy kg:restricts ?what)"
    assert stored.plan("CONSTRUCT WHERE { ?s kg:restricts ?o }").parts
    with pytest.raises(QueryError, match="error at 1:"):
        stored.plan("SELECT nonsense")
    with pytest.raises(QueryError, match=r"no answer within 0\.2 s"):
        stored.plan(BOMB, limit=0.2)


def test_without_the_program_of_oxigraph_it_says_what_to_install(
    graph: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingPartError, match=r"pip install 'kg-evidence\[explain\]'"):
        graph.plan(BANS)


def test_an_update_changes_the_graph_where_it_is(stored: GraphStore) -> None:
    before = len(stored)
    stored.update(MORE)
    assert len(stored) == before + 1
    assert [str(row[0]) for row in stored.query(BANS)] == ["chip:H800", "company:DeepSeek"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        (f"{MORE} ; INSERT nonsense", "line 1, column"),
        (f"{MORE} ; LOAD <http://127.0.0.1:9/nothing>", "the update cannot be carried out"),
        ("  # nothing", "the query is empty"),
        ("INSERT DATA { country:Italy unknown:p 1 }", "the prefix unknown: is not declared"),
    ],
)
def test_an_update_that_fails_changes_nothing(stored: GraphStore, sparql: str, message: str) -> None:
    before = stored.serialize()
    with pytest.raises(QueryError, match=message) as caught:
        stored.update(sparql)
    assert "\n" not in str(caught.value)
    assert stored.serialize() == before


def test_a_folder_that_somebody_writes_is_not_changed(graph: GraphStore, tmp_path: Path) -> None:
    graph.save(tmp_path / "g.graph")
    opened = GraphStore.open(tmp_path / "g.graph")
    held = ox.Store(str(tmp_path / "g.graph"))
    with pytest.raises(GraphError, match="another process is writing this graph"):
        opened.update(MORE)
    del held
