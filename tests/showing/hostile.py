"""Graphs for exports: a plain one, and one whose texts need every escape."""

from __future__ import annotations

from decimal import Decimal

from kg import ontology
from kg.graph.store import GraphStore
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, Mention, Reading

HOSTILE = (
    "back\\slash \\u0041 \"quotes\" 'single' `tick` {brace} <tag> & ]]> a,b;c|d\n\tnext\r\x0b\ufffe\u2028“小米” 😀 //"
)
ITALY = Entity(
    id="country/Italy", label="Italy", type="Country", aliases=("Rome", "Bel|Paese"), same_as=("urn:iso:IT",)
)
DEEPSEEK = Entity(id="company/DeepSeek", label="DeepSeek", type="Company")
PRICE = Amount(value=Decimal("5600000.5"), unit="USD", text="$5.6 million")
YEAR = Date(value="2023", precision="year", text="2023")
LIANG = Entity(id="person/Liang", label="Liang", type="Person")


def _fact(relation: str, roles: dict[str, Filler], document: str, sentence: str, **more: object) -> Fact:
    evidence = Evidence(
        document_id=document,
        start=3,
        end=3 + len(sentence),
        sentence=sentence,
        frame=relation,
        trigger="",
        trigger_start=0,
        trigger_end=0,
    )
    return Fact(relation=relation, roles=roles, evidence=(evidence,), **more)  # type: ignore[arg-type]


def _graph(document: str, *facts: Fact) -> GraphStore:
    entities = {one.id: one for fact in facts for one in fact.roles.values() if isinstance(one, Entity)}
    mentions = tuple(
        Mention(document_id=document, start=n, end=n + 1, text="x", type=one.type, head=n, name=one.label)
        for n, one in enumerate(entities.values())
    )
    about = Document(id=document, text="", title=document, published="2025-01-28", source="a/b", kind="news")
    reading = Reading(document=about, mentions=mentions, entities=tuple(entities.values()), facts=facts)
    return GraphStore.create([reading], ontology.load())


def plain(banned: Entity = DEEPSEEK) -> GraphStore:
    """Facts of several sorts: three roles, an amount, a date, words, a denied one, one that is only said to be so."""
    ban = "Italy banned it."
    said = {
        "modality": "claimed",
        "attributed_to": "Reuters",
        "date": Date(value="2025-01", precision="month", text=""),
    }
    return _graph(
        "note",
        _fact("Restriction", {"restrictor": ITALY, "restricted": banned, "target": LIANG}, "note", ban),
        _fact("Restriction", {"restrictor": ITALY, "restricted": "tools"}, "note", "Not tools.", polarity="negative"),
        _fact("Cost", {"subject": banned, "amount": PRICE}, "note", "It cost $5.6 million.", **said),
        _fact("Founding", {"founder": LIANG, "organization": banned, "date": YEAR}, "note", "Founded in 2023."),
    )


def hostile() -> GraphStore:
    """A fact whose names, document and sentence need every escape."""
    named = Entity(id="company/Evil", label=HOSTILE, type="Company", aliases=(HOSTILE + "2",))
    return _graph(HOSTILE, _fact("Restriction", {"restrictor": ITALY, "restricted": named}, HOSTILE, HOSTILE))
