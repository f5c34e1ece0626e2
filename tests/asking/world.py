"""A world written by hand: what four newspapers say, as facts with the sentences that state them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kg.model import Amount, Date, Document, Entity, Evidence, Fact, Filler, Reading, RoleMention

ENTITIES = {
    "Country": "Italy, Australia, South Korea, France, Taiwan, China, Netherlands, Japan, United States=US=U.S.=America",
    "Place": "Hangzhou, Paris, San Francisco, Silicon Valley",
    "Company": "DeepSeek, OpenAI, Nvidia=NVIDIA, Mistral AI=Mistral, Anthropic, Amazon, Google, Alphabet, Microsoft, Meta, "
    "TSMC, Huawei, AMD, Xilinx, SemiAnalysis, ASML, Scale AI, ByteDance",
    "Organization": "European Commission, The New York Times=New York Times, Garante",
    "Person": "Liang Wenfeng=Liang Wengfeng, Sam Altman, Jensen Huang, Mira Murati, Ilya Sutskever, Arthur Mensch, Nigel Green",
    "Model": "DeepSeek-R1=R1, DeepSeek-V3=V3, GPT-4, OpenAI o1=o1, Llama 3, Claude",
    "Chip": "AI chips, advanced chips, chips, Nvidia chips, H800, H20, H100, A100, Ascend 910B",
    "Product": "App Store, ChatGPT, TikTok, EUV machines",
}
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

# document | sentence | relation | trigger | role=filler; … | what else is known of it
STATED = """
gazette | Italy banned DeepSeek in January 2025. | Restriction | banned | restrictor=Italy; restricted=DeepSeek | date=2025-01
gazette | Australia has outlawed DeepSeek on official devices. | Restriction | outlawed | restrictor=Australia; restricted=DeepSeek
gazette | South Korea plans to block DeepSeek. | Restriction | block | restrictor=South Korea; restricted=DeepSeek | modality=planned
gazette | France did not ban DeepSeek. | Restriction | ban | restrictor=France; restricted=DeepSeek | polarity=negative
gazette | Taiwan may restrict the H20. | Restriction | restrict | restrictor=Taiwan; restricted=H20 | modality=possible
gazette | The US has restricted exports of AI chips to China since 2022. | Restriction | restricted | restrictor=United States; restricted=AI chips; target=China | date=2022
gazette | The Netherlands limits sales of EUV machines to China. | Restriction | limits | restrictor=Netherlands; restricted=EUV machines; target=China | date=2019
gazette | Washington put curbs on Nvidia chips in 2023. | Restriction | curbs | restrictor=United States; restricted=Nvidia chips | date=2023
gazette | Exports of the H100 were halted by the US. | Restriction | halted | restrictor=United States; restricted=H100
gazette | The Garante opened an investigation into DeepSeek. | Investigation | investigation | investigator=Garante; subject=DeepSeek
gazette | The European Commission fined Meta. | Investigation | fined | investigator=European Commission; subject=Meta
gazette | The New York Times sued OpenAI and Microsoft. | Investigation | sued | investigator=The New York Times; subject=OpenAI
gazette | The New York Times sued OpenAI and Microsoft. | Investigation | sued | investigator=The New York Times; subject=Microsoft
chronicle | America keeps restricting AI chips bound for China. | Restriction | restricting | restrictor=United States; restricted=AI chips; target=China
chronicle | Liang Wenfeng founded DeepSeek in 2023. | Founding | founded | founder=Liang Wenfeng; organization=DeepSeek; date=2023 | date=2023
chronicle | Arthur Mensch is a founder of Mistral. | Founding | founder | founder=Arthur Mensch; organization=Mistral AI
chronicle | The Chinese company DeepSeek works from Hangzhou. | Location | company | organization=DeepSeek; place=China
chronicle | The Chinese company DeepSeek is based in Hangzhou. | Location | based | organization=DeepSeek; place=Hangzhou
chronicle | Mistral, a French start-up, is growing. | Location | Mistral | organization=Mistral AI; place=France
chronicle | OpenAI is headquartered in San Francisco. | Location | headquartered | organization=OpenAI; place=San Francisco
chronicle | The American firm OpenAI worries. | Location | firm | organization=OpenAI; place=United States
chronicle | The American chipmaker Nvidia fell. | Location | chipmaker | organization=Nvidia; place=United States
chronicle | Chinese giant Huawei builds chips. | Location | giant | organization=Huawei; place=China
chronicle | DeepSeek released R1 in January 2025. | Development | released | developer=DeepSeek; product=DeepSeek-R1 | date=2025-01
chronicle | DeepSeek's V3 came first. | Development | V3 | developer=DeepSeek; product=DeepSeek-V3
chronicle | OpenAI launched GPT-4. | Development | launched | developer=OpenAI; product=GPT-4
chronicle | OpenAI's o1 reasons. | Development | o1 | developer=OpenAI; product=OpenAI o1
chronicle | Meta develops Llama 3. | Development | develops | developer=Meta; product=Llama 3
chronicle | Nvidia makes the H800. | Development | makes | developer=Nvidia; product=H800
chronicle | Nvidia's H100 sells well. | Development | H100 | developer=Nvidia; product=H100
chronicle | V3 was trained on H800 chips. | ChipUse | trained | user=DeepSeek-V3; chip=H800
chronicle | DeepSeek uses A100 chips as well. | ChipUse | uses | user=DeepSeek; chip=A100
chronicle | GPT-4 runs on Nvidia chips. | ChipUse | runs | user=GPT-4; chip=Nvidia chips
courier | R1 cost $5.6 million, DeepSeek claims. | Cost | cost | subject=DeepSeek-R1; amount=$5.6 million; claimant=DeepSeek | modality=claimed; attributed_to=DeepSeek
courier | SemiAnalysis put the cost of R1 at $1.3 billion. | Cost | cost | subject=DeepSeek-R1; amount=$1.3 billion; claimant=SemiAnalysis | modality=reported; attributed_to=SemiAnalysis
courier | GPT-4 cost $100 million. | Cost | cost | subject=GPT-4; amount=$100 million
courier | R1 rivals GPT-4. | Rivalry | rivals | subject=DeepSeek-R1; rival=GPT-4
courier | R1 matches o1, according to DeepSeek. | Rivalry | matches | subject=DeepSeek-R1; rival=OpenAI o1 | modality=claimed; attributed_to=DeepSeek
courier | Claude beats Llama 3. | Rivalry | beats | subject=Claude; rival=Llama 3
courier | AMD competes with Nvidia. | Rivalry | competes with | subject=AMD; rival=Nvidia
courier | Nvidia lost $600 billion in value. | MarketLoss | lost | company=Nvidia; amount=$600 billion
courier | Nvidia shares fell 17%. | MarketLoss | fell | company=Nvidia; amount=17%
courier | Shares of Microsoft dipped 3%. | MarketLoss | dipped | company=Microsoft; amount=3%
courier | ASML shares tumbled. | MarketLoss | tumbled | company=ASML
courier | Sam Altman, chief executive of OpenAI, agreed. | Position | chief executive | person=Sam Altman; organization=OpenAI; title=chief executive
courier | Jensen Huang leads Nvidia. | Position | leads | person=Jensen Huang; organization=Nvidia
courier | Mira Murati left OpenAI. | Position | left | person=Mira Murati; organization=OpenAI | modality=former
courier | Ilya Sutskever was chief scientist at OpenAI. | Position | chief scientist | person=Ilya Sutskever; organization=OpenAI; title=chief scientist | modality=former
courier | Nigel Green is an analyst at Scale AI. | Position | analyst | person=Nigel Green; organization=Scale AI; title=analyst
herald | Amazon invested $4 billion in Anthropic. | Investment | invested | investor=Amazon; target=Anthropic; amount=$4 billion | date=2024
herald | Google put $2 billion into Anthropic. | Investment | put into | investor=Google; target=Anthropic; amount=$2 billion
herald | Microsoft is an investor in OpenAI. | Investment | investor | investor=Microsoft; target=OpenAI
herald | Alphabet owns Google. | Ownership | owns | owner=Alphabet; owned=Google
herald | TikTok belongs to ByteDance. | Ownership | belongs to | owner=ByteDance; owned=TikTok
herald | Microsoft-backed OpenAI grew. | Ownership | backed | owner=Microsoft; owned=OpenAI
herald | Microsoft partnered with Mistral. | Partnership | partnered with | partner=Microsoft; counterpart=Mistral AI | date=2024-02
herald | R1 is open source. | Licensing | open source | subject=DeepSeek-R1; licence="open source"
herald | Llama 3 is open-weight. | Licensing | open-weight | subject=Llama 3; licence="open weight"
herald | GPT-4 is proprietary. | Licensing | proprietary | subject=GPT-4; licence="proprietary"
herald | DeepSeek topped the App Store. | Ranking | topped | subject=DeepSeek; list=App Store
herald | Nvidia sold the H20 to China. | Supply | sold | supplier=Nvidia; item=H20; recipient=China
herald | TSMC shipped the Ascend 910B to Huawei. | Supply | shipped | supplier=TSMC; item=Ascend 910B; recipient=Huawei
herald | Meta bought the H100 from Nvidia. | Acquisition | bought | acquirer=Meta; item=H100; supplier=Nvidia
herald | AMD acquired Xilinx. | Acquisition | acquired | acquirer=AMD; item=Xilinx | date=2022-02-14
herald | DeepSeek stockpiled the A100. | Acquisition | stockpiled | acquirer=DeepSeek; item=A100
herald | Italy banned DeepSeek at once. | Restriction | banned | restrictor=Italy; restricted=DeepSeek | date=2025-01
"""
PUBLISHED = {"gazette": "2025-02-10", "chronicle": "2025-01-28", "courier": "2025-01-30", "herald": "2025-03-01"}


def entities() -> dict[str, Entity]:
    """All entities by their labels."""
    found = {}
    for type_, names in ENTITIES.items():
        for name in names.split(", "):
            label, *aliases = name.split("=")
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
    for line in STATED.strip().splitlines():
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
