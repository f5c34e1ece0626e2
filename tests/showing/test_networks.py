"""DOT, as pydot reads it."""

from __future__ import annotations

import pydot
import pytest

from kg.graph.network import PROJECTIONS, network
from kg.graph.store import GraphStore
from kg.model import Entity
from kg.showing import networks
from tests.showing.hostile import HOSTILE, hostile, plain

pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated - use:DeprecationWarning")  # pydot's own use of pyparsing


@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize("make", [plain, hostile])
def test_pydot_reads_every_node_and_every_edge(make: object, projection: str) -> None:
    store: GraphStore = make()  # type: ignore[operator]
    whole = network(store, projection)
    (read,) = pydot.graph_from_dot_data(networks.dot(whole).decode()) or ()
    nodes = {text(node.get_name()): text(node.get_label()) for node in read.get_nodes() if node.get_name() != "node"}
    assert nodes == {id_: seen(known["label"]) for id_, known in whole.nodes(data=True)}
    ends = sorted(sorted((text(edge.get_source()), text(edge.get_destination()))) for edge in read.get_edges())
    assert ends == sorted(sorted((source, target)) for source, target in whole.edges())
    assert read.get_type() == ("graph" if projection == "simple" else "digraph")


def test_sentences_are_tooltips() -> None:
    (read,) = pydot.graph_from_dot_data(networks.dot(network(hostile())).decode()) or ()
    (edge,) = read.get_edges()
    assert text(edge.get("label")) == "Restriction"
    assert text(edge.get("tooltip")) == seen(HOSTILE)


def test_a_name_that_is_markup_stays_a_name() -> None:
    markup = Entity(id="company/A", label="<b>bold</b>", type="Company")
    assert 'label="<b>bold</b>"' in networks.dot(network(plain(markup))).decode()


def text(quoted: object) -> str:
    """What stands in quotes, without the escapes of DOT."""
    written = str(quoted)
    assert written[0] == written[-1] == '"'
    return written[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def seen(words: str) -> str:
    """Words as DOT has them: on one line, without what XML cannot hold."""
    legal = "".join(char if char in "\t\n\r" or (char >= " " and char != "\ufffe") else "\ufffd" for char in words)
    return " ".join(legal.replace("\x7f", " ").split())
