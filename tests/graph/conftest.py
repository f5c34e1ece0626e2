"""A small world, built by hand: two reports that agree on one fact and word one amount differently."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph.store import GraphStore
from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, Mention, Reading, RoleMention
from kg.ontology import Ontology, load

ITALY = Entity(id="country/Italy", label="Italy", type="Country", same_as=("urn:iso:std:iso:3166:IT",))
CHINA = Entity(id="country/China", label="China", type="Country")
DEEPSEEK = Entity(id="company/DeepSeek", label="DeepSeek", type="Company", aliases=("Deep Seek", "DeepSeek AI"))
R1 = Entity(id="model/DeepSeek-R1", label="DeepSeek-R1", type="Model", aliases=("R1",))
CHATGPT = Entity(id="product/ChatGPT", label="ChatGPT", type="Product")
LIANG = Entity(id="person/Liang_Wenfeng", label="Liang Wenfeng", type="Person")


def evidence(document: str, sentence: str, start: int, trigger: str, roles: Mapping[str, str]) -> Evidence:
    """The evidence in a sentence that stands at an offset; roles are given by their words."""
    place = start + sentence.index(trigger)
    mentions = tuple(
        RoleMention(
            role=r, start=start + sentence.index(w), end=start + sentence.index(w) + len(w), text=w, path="subject"
        )
        for r, w in roles.items()
    )
    return Evidence(
        document_id=document,
        start=start,
        end=start + len(sentence),
        sentence=sentence,
        frame="Frame/one",
        trigger=trigger,
        trigger_start=place,
        trigger_end=place + len(trigger),
        mentions=mentions,
    )


def mention(document: str, start: int, text: str, entity: Entity) -> Mention:
    return Mention(
        document_id=document,
        start=start,
        end=start + len(text),
        text=text,
        type=entity.type,
        head=start,
        name=entity.label,
    )


def report() -> Reading:
    """A document with everything known about it."""
    said = {
        "attributed_to": "DeepSeek",
        "modality": "claimed",
        "date": Date(value="2025-01", precision="month", text=""),
    }
    million = Amount(value=Decimal(5600000), unit="USD", text="$5.6 million")
    facts = (
        Fact(
            relation="Restriction",
            roles={"restrictor": ITALY, "restricted": DEEPSEEK},
            evidence=(
                evidence(
                    "report", "Italy banned DeepSeek.", 0, "banned", {"restrictor": "Italy", "restricted": "DeepSeek"}
                ),
            ),
        ),
        Fact(
            relation="Cost",
            roles={"subject": R1, "amount": million},
            evidence=(
                evidence("report", 'R1 cost\n"$5.6 million".', 23, "cost", {"subject": "R1", "amount": "$5.6 million"}),
            ),
            **said,  # type: ignore[arg-type]
        ),
        Fact(
            relation="Rivalry",
            roles={"subject": CHATGPT, "rival": R1},
            evidence=(evidence("report", "ChatGPT rivals R1.", 60, "rivals", {"subject": "ChatGPT", "rival": "R1"}),),
        ),
        Fact(
            relation="Licensing",
            roles={"subject": R1, "licence": "open “source”"},
            evidence=(
                evidence("report", "R1 is open “source”.", 80, "is", {"subject": "R1", "licence": "open “source”"}),
            ),
        ),
    )
    mentions = (
        mention("report", 0, "Italy", ITALY),
        mention("report", 13, "DeepSeek", DEEPSEEK),
        mention("report", 60, "ChatGPT", CHATGPT),
        mention("report", 75, "R1", R1),
    )
    document = Document(
        id="report", text="", title='A "report"', published="2025-01-28", source="in/report.txt", kind="news"
    )
    return Reading(document=document, mentions=mentions, entities=(ITALY, DEEPSEEK, R1, CHATGPT), facts=facts)


def note() -> Reading:
    """A document of which little is known; it agrees with the report about the rivals, in the other order."""
    founding = Date(value="2023", precision="year", text="in 2023")
    facts = (
        Fact(
            relation="Rivalry",
            roles={"subject": R1, "rival": CHATGPT},
            evidence=(evidence("my note", "R1 rivals ChatGPT.", 0, "rivals", {"subject": "R1", "rival": "ChatGPT"}),),
        ),
        Fact(
            relation="Cost",
            roles={"subject": R1, "amount": Amount(value=Decimal("5600000.0"), unit="USD", text="$5.6m")},
            evidence=(evidence("my note", "R1 cost $5.6m.", 20, "cost", {"subject": "R1", "amount": "$5.6m"}),),
        ),
        Fact(
            relation="Founding",
            roles={"founder": LIANG, "organization": DEEPSEEK, "date": founding},
            evidence=(
                evidence(
                    "my note", "Liang founded it in 2023.", 40, "founded", {"founder": "Liang", "date": "in 2023"}
                ),
            ),
        ),
        Fact(
            relation="Restriction",
            roles={"restrictor": CHINA, "restricted": CHATGPT},
            polarity="negative",
            evidence=(evidence("my note", "China never banned ChatGPT.", 70, "banned", {"restrictor": "China"}),),
        ),
        Fact(
            relation="Restriction",
            roles={"restrictor": ITALY, "restricted": CHATGPT},
            modality="planned",
            evidence=(evidence("my note", "Italy may ban ChatGPT.", 100, "ban", {"restrictor": "Italy"}),),
        ),
    )
    mentions = (
        mention("my note", 0, "R1", R1),
        mention("my note", 40, "Liang", LIANG),
        mention("my note", 100, "Italy", ITALY),
    )
    entities = (R1, CHATGPT, LIANG, DEEPSEEK, CHINA, ITALY)
    return Reading(document=Document(id="my note", text=""), mentions=mentions, entities=entities, facts=facts)


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load()


@pytest.fixture
def readings() -> list[Reading]:
    return [report(), note()]


@pytest.fixture
def graph(readings: list[Reading], ontology: Ontology) -> GraphStore:
    return GraphStore.create(readings, ontology)


@pytest.fixture
def unchanged() -> Callable[[Sequence[Reading], Ontology], Sequence[Reading]]:
    """A resolver for readings whose entities are resolved already."""
    return lambda readings, _: readings


@pytest.fixture
def state() -> Callable[..., Reading]:
    """A function that makes the reading of a document with a single fact."""

    def make(
        relation: str, roles: Mapping[str, Filler], *, document: str = "note", start: int = 0, **fact: object
    ) -> Reading:
        entities = tuple(filler for filler in roles.values() if isinstance(filler, Entity))
        proof = evidence(document, "It says so.", start, "says", {})
        one = Fact(relation=relation, roles=roles, evidence=(proof,), **fact)  # type: ignore[arg-type]
        return Reading(document=Document(id=document, text=""), entities=entities, facts=(one,))

    return make


@pytest.fixture(scope="session")
def seeds() -> GraphStore:
    """The graph of the sample documents."""
    from kg.build import build

    return build([Path(__file__).parents[2] / "seeds"], ontology=load()).store
