"""A world written by hand: what four newspapers say, as facts with the sentences that state them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, Reading, RoleMention

ENTITIES = {
    "Country": """Italy, Australia, South Korea, France, Taiwan, China, Netherlands, Japan,
        United States=US=U.S.=America""",
    "Place": "Hangzhou, Paris, San Francisco, Silicon Valley",
    "Company": """DeepSeek, OpenAI, Nvidia=NVIDIA, Mistral AI=Mistral, Anthropic, Amazon, Google, Alphabet, Microsoft,
        Meta, TSMC, Huawei, AMD, Xilinx, SemiAnalysis, ASML, Scale AI, ByteDance""",
    "Organization": "European Commission, The New York Times=New York Times, Garante",
    "Person": """Liang Wenfeng=Liang Wengfeng, Sam Altman, Jensen Huang, Mira Murati, Ilya Sutskever, Arthur Mensch,
        Nigel Green""",
    "Model": "DeepSeek-R1=R1, DeepSeek-V3=V3, GPT-4, OpenAI o1=o1, Llama 3, Claude",
    "Chip": "AI chips, advanced chips, chips, Nvidia chips, H800, H20, H100, A100, Ascend 910B",
    "Product": "App Store, ChatGPT, TikTok, EUV machines",
}
"""Type → labels, each perhaps with aliases."""
MONEY = {
    "$5.6 million": (5_600_000, "USD"),
    "$1.3 billion": (1_300_000_000, "USD"),
    "$100 million": (100_000_000, "USD"),
    "$600 billion": (600_000_000_000, "USD"),
    "$4 billion": (4_000_000_000, "USD"),
    "$2 billion": (2_000_000_000, "USD"),
    "17%": (17, "%"),
    "3%": (3, "%"),
}

STATED = Path(__file__).parents[1] / "questions" / "world.psv"
PUBLISHED = {"gazette": "2025-02-10", "chronicle": "2025-01-28", "courier": "2025-01-30", "herald": "2025-03-01"}


def entities() -> dict[str, Entity]:
    """All entities by their labels."""
    found = {}
    for type_, names in ENTITIES.items():
        for name in names.split(","):
            label, *aliases = name.strip().split("=")
            id_ = f"{type_.lower()}/{label.replace(' ', '_')}"
            found[label] = Entity(id=id_, label=label, type=type_, aliases=tuple(sorted(aliases)))
    return found


def readings() -> list[Reading]:
    """One reading for each newspaper; their texts are their sentences, one a line."""
    known = entities()
    facts: dict[str, list[Fact]] = {document: [] for document in PUBLISHED}
    texts: dict[str, str] = dict.fromkeys(PUBLISHED, "")
    for document, sentence, relation, trigger, roles, more in _lines():
        start = len(texts[document])
        texts[document] += sentence + "\n"
        fillers = dict(_pairs(roles))
        evidence = _evidence(document, sentence, start, trigger, relation, fillers)
        typed = {role: _filler(text, role, known) for role, text in fillers.items()}
        facts[document].append(Fact(relation=relation, roles=typed, evidence=(evidence,), **_more(more)))
    return [
        Reading(
            document=Document(id=id_, text=texts[id_], title=f"The {id_.title()}", published=published),
            entities=tuple(known.values()),
            facts=tuple(facts[id_]),
        )
        for id_, published in PUBLISHED.items()
    ]


def _lines() -> Iterator[list[str]]:
    for line in STATED.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("|")]
        yield parts if len(parts) == 6 else [*parts, ""]


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = (pair.partition("=") for pair in text.split("; ") if pair)
    return [(name, value) for name, _, value in pairs]


def _filler(text: str, role: str, known: Mapping[str, Entity]) -> Filler:
    if text.startswith('"') or role == "title":
        return text.strip('"')
    if text in MONEY:
        value, unit = MONEY[text]
        return Amount(value=Decimal(value), unit=unit, text=text)
    return _date(text) if role == "date" else known[text]


def _date(text: str) -> Date:
    return Date(value=text, precision={4: "year", 7: "month", 10: "day"}[len(text)], text=text)


def _more(text: str) -> dict[str, Any]:
    return {name: _date(value) if name == "date" else value for name, value in _pairs(text)}


def _evidence(
    document: str, sentence: str, start: int, trigger: str, relation: str, fillers: Mapping[str, str]
) -> Evidence:
    first = start + max(0, sentence.find(trigger))
    mentions = tuple(
        RoleMention(role=role, start=start + place, end=start + place + len(text), text=text)
        for role, text in fillers.items()
        if (place := sentence.find(text)) >= 0
    )
    return Evidence(
        document_id=document,
        start=start,
        end=start + len(sentence),
        sentence=sentence,
        frame=relation,
        trigger=trigger,
        trigger_start=first,
        trigger_end=first + len(trigger),
        mentions=mentions,
    )
