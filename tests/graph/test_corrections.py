"""The user's corrections: what each does, that order and parts do not matter, and that the graph keeps them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import CorrectionsError
from kg.graph.corrected import resolve
from kg.graph.corrections import described, entry, from_entries, read, unapplied
from kg.graph.shapes import validate
from kg.graph.store import GraphStore
from kg.model import Correction, Document, Fact, Reading, Rejection, label_of
from kg.ontology import Ontology, load
from kg.reading.reader import Reader

TEXTS = {
    "a": "Liang Wenfeng founded DeepSeek. Liang Wenfeng studied in Hangzhou. The U.S. banned DeepSeek.",
    "b": "Liang Wenfang is the founder of Deep Seek. Orrin Labs Inc. released a model called Quill-2.",
    "c": "The start-up Orrin Labs released the model Quill-2. Liang Jianzhang founded OpenAI.",
    "d": "Rome has shown\nDeepSeek the door. Italy fined OpenAI.",
    "e": "TSMC rivals OpenAI. Taiwan Semiconductor rivals OpenAI. Italy banned DeepSeek.",
}
ENTRIES = (
    '[[same]]\nnames = ["Liang Wenfeng", "Liang Jianzhang"]\nnote = "two names of one man"\n',
    '[[different]]\nnames = ["Deep Seek", "DeepSeek"]\n',
    '[[different]]\nnames = ["Liang Wenfang", "Liang Wenfeng"]\n',
    '[[type]]\nname = "Quill-2"\ntype = "product"\n',
    '[[reject]]\nrelation = "Restriction"\nroles = { restrictor = "U.S." }\n',
    """[[assert]]
relation = "Restriction"
roles = { restrictor = "Italy", restricted = "DeepSeek" }
sentence = "Rome has shown DeepSeek the door."
document = "d"
""",
)
ALL = "".join(ENTRIES)
OTHERS = (
    '[[same]]\nnames = ["L. W.", "Liang Wenfang", "Nobody"]\n',
    '[[same]]\nnames = ["OpenAI", "Orrin Labs"]\n',
    '[[same]]\nnames = ["Orrin Labs", "Quill-2"]\ntype = "Product"\n',
    '[[different]]\nnames = ["Taiwan Semiconductor", "TSMC"]\n',
    '[[different]]\nnames = ["Orrin Labs", "Orrin Labs Inc."]\n',
    '[[type]]\nname = "Liang Jianzhang"\ntype = "Person"\n',
    '[[type]]\nname = "company/OpenAI"\ntype = "Organization"\n',
    '[[reject]]\nrelation = "Founding"\nroles = { founder = "Liang Wenfang" }\ndocument = "b"\n',
    '[[reject]]\nrelation = "Rivalry"\nroles = { rival = "TSMC" }\n',
)

Graph: TypeAlias = tuple[GraphStore, tuple[Correction, ...], list[Rejection]]
Correct: TypeAlias = Callable[..., Graph]
Told: TypeAlias = Callable[[str], tuple[Correction, ...]]


@pytest.fixture(scope="module")
def raw() -> dict[str, Reading]:
    """The documents, each read for itself."""
    documents = [Document(id=name, text=text) for name, text in TEXTS.items()]
    return {reading.document.id: reading for reading in Reader(load()).read(documents)}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The corrections that a text of the user holds."""
    path = tmp_path_factory.mktemp("told") / "corrections.toml"

    def told(text: str) -> tuple[Correction, ...]:
        path.write_text(text, encoding="utf-8")
        return read(path, load())

    return told


@pytest.fixture
def correct(raw: dict[str, Reading], told: Told, ontology: Ontology) -> Correct:
    """The graph of all documents, or of some, with corrections; the corrections; and the facts refused."""

    def correct(text: str, *documents: str) -> Graph:
        readings, corrections = resolve([raw[d] for d in documents or raw], ontology, told(text))
        store = GraphStore.create(readings, ontology, corrections=corrections)
        return store, corrections, [refused for reading in readings for refused in reading.rejections]

    return correct


def facts(store: GraphStore, relation: str) -> set[tuple[str, ...]]:
    return {tuple(label_of(filler) for filler in fact.roles.values()) for fact in store.facts(relation=relation)}


def labels(store: GraphStore, type_: str) -> set[str]:
    return {entity.label for entity in store.entities(type=type_)}


# ---------------------------------------------------------------- what each does


def test_without_corrections_the_rules_decide(correct: Correct) -> None:
    store, *_ = correct("")
    assert labels(store, "Person") == {"Liang Wenfeng", "Liang Jianzhang"}
    assert store.find("Deep Seek").id == "company/DeepSeek"
    assert store.find("Quill-2").type == "Model"
    assert store.corrections() == ()


def test_the_same(correct: Correct) -> None:
    store, (correction,), _ = correct('[[same]]\nnames = ["Liang Jianzhang", "Liang Wenfeng"]\nnote = "one man"')
    (person,) = store.entities(type="Person")
    assert (person.id, person.label) == ("person/Liang_Jianzhang", "Liang Jianzhang")
    assert {"Liang Wenfeng", "Liang Wenfang"} <= set(person.aliases)
    assert facts(store, "Founding") == {("Liang Jianzhang", "DeepSeek"), ("Liang Jianzhang", "OpenAI")}
    reasons = {step.name: (step.other, step.reason, step.detail) for step in person.namings}
    assert reasons["Liang Wenfeng"] == ("Liang Jianzhang", "correction", "one man")
    assert correction.applied


def test_the_first_name_is_the_one_that_people_see_even_if_no_document_has_it(correct: Correct) -> None:
    store, (correction,), _ = correct('[[same]]\nnames = ["Liang W.", "Liang Wenfeng"]', "a")
    assert labels(store, "Person") == {"Liang W."}
    assert store.find("Liang Wenfeng").id == "person/Liang_W."
    assert correction.applied


def test_the_same_of_different_types_needs_a_type(correct: Correct) -> None:
    names = '[[same]]\nnames = ["Orrin Labs", "Quill-2"]'
    _, (correction,), _ = correct(names)
    assert not correction.applied
    store, (correction,), _ = correct(f'{names}\ntype = "Product"')
    assert correction.applied
    assert store.find("Quill-2").label == "Orrin Labs"
    assert store.find("Orrin Labs").type == "Product"


def test_the_same_have_the_type_that_one_of_them_is_given(correct: Correct) -> None:
    store, corrections, _ = correct(
        '[[same]]\nnames = ["Orrin Labs", "Quill-2"]\n[[type]]\nname = "Quill-2"\ntype = "Product"'
    )
    assert all(correction.applied for correction in corrections)
    assert (store.find("Quill-2").id, store.find("Orrin Labs").id) == ("product/Orrin_Labs", "product/Orrin_Labs")


def test_names_may_be_identifiers_or_forms_of_the_lexicon(correct: Correct) -> None:
    store, _, _ = correct('[[same]]\nnames = ["company/OpenAI", "Deep Seek"]')
    assert store.find("DeepSeek").label == "OpenAI"


def test_names_need_no_legal_form(correct: Correct) -> None:
    store, _, _ = correct('[[same]]\nnames = ["OpenAI", "Orrin Labs"]', "b", "d")
    assert store.find("Orrin Labs Inc.").label == "OpenAI"


def test_a_name_as_the_user_writes_it_comes_before_its_spellings(correct: Correct) -> None:
    store, corrections, _ = correct(
        '[[same]]\nnames = ["OpenAI", "Deep Seek"]\n[[different]]\nnames = ["Deep Seek", "DeepSeek"]'
    )
    assert all(correction.applied for correction in corrections)
    assert store.find("Deep Seek").label == "OpenAI"
    assert store.find("DeepSeek").label == "DeepSeek"


def test_different(correct: Correct) -> None:
    store, (correction,), _ = correct('[[different]]\nnames = ["Liang Wenfang", "Liang Wenfeng"]')
    assert labels(store, "Person") == {"Liang Wenfeng", "Liang Wenfang", "Liang Jianzhang"}
    assert ("Liang Wenfang", "DeepSeek") in facts(store, "Founding")
    assert correction.applied


def test_different_names_of_one_row_of_the_lexicon(correct: Correct) -> None:
    assert facts(correct("")[0], "Rivalry") == {("OpenAI", "TSMC")}
    store, (correction,), _ = correct('[[different]]\nnames = ["Taiwan Semiconductor", "TSMC"]')
    assert facts(store, "Rivalry") == {("OpenAI", "TSMC"), ("OpenAI", "Taiwan Semiconductor")}
    assert correction.applied


def test_a_third_name_joins_one_of_two_that_are_different(ontology: Ontology) -> None:
    texts = ["Jon Smithen founded OpenAI.", "Jon Smithan founded OpenAI.", "Jon Smithin founded OpenAI."]
    documents = [Document(id=str(number), text=text) for number, text in enumerate(texts)]
    apart = Correction(kind="different", names=("Jon Smithen", "Jon Smithin"))
    readings, _ = resolve(list(Reader(ontology).read(documents)), ontology, [apart])
    store = GraphStore.create(readings, ontology)
    assert len(store.entities(type="Person")) == 2
    assert store.find("Jon Smithen").id != store.find("Jon Smithin").id


def test_a_type(correct: Correct) -> None:
    store, (correction,), refused = correct('[[type]]\nname = "Quill-2"\ntype = "Product"')
    assert store.find("Quill-2").id == "product/Quill-2"
    assert ("Orrin Labs Inc.", "Quill-2") in facts(store, "Development")
    assert (correction.applied, refused) == (True, [])


def test_a_fact_that_a_type_makes_senseless_is_refused(correct: Correct) -> None:
    store, _, refused = correct('[[type]]\nname = "Quill-2"\ntype = "Person"')
    assert facts(store, "Development") == set()
    assert {(one.relation, one.reason) for one in refused} == {("Development", "Quill-2 is a person: no product")}


def test_a_rejected_fact(correct: Correct) -> None:
    before = facts(correct("")[0], "Restriction")
    store, (correction,), refused = correct(
        '[[reject]]\nrelation = "Restriction"\nroles = { restrictor = "america" }\nnote = "a joke"'
    )
    assert before - facts(store, "Restriction") == {("United States", "DeepSeek")}
    assert correction.applied
    assert [(one.document_id, one.reason) for one in refused] == [("a", "the user rejects it: a joke")]


@pytest.mark.parametrize("role", ["subject", "rival"])
def test_a_rejected_fact_of_a_symmetric_relation(correct: Correct, role: str) -> None:
    store, (correction,), _ = correct(f'[[reject]]\nrelation = "Rivalry"\nroles = {{ {role} = "TSMC" }}')
    assert facts(store, "Rivalry") == set()
    assert correction.applied


def test_a_fact_is_rejected_in_one_document_only(correct: Correct) -> None:
    text = '[[reject]]\nrelation = "Founding"\nroles = { organization = "DeepSeek" }\ndocument = "b"'
    (fact,) = [
        f for f in correct(text)[0].facts(relation="Founding") if label_of(f.roles["organization"]) == "DeepSeek"
    ]
    assert {evidence.document_id for evidence in fact.evidence} == {"a"}


def test_an_asserted_fact_has_the_sentence_that_the_user_quotes(correct: Correct) -> None:
    text = """[[assert]]
relation = "Restriction"
roles = { restrictor = "Italy", restricted = "DeepSeek" }
sentence = "Rome has shown DeepSeek the door."
modality = "reported"
"""
    store, (correction,), _ = correct(text)
    (fact,) = [f for f in store.facts(relation="Restriction") if f.modality == "reported"]
    (evidence,) = fact.evidence
    assert (evidence.document_id, evidence.frame, evidence.trigger) == ("d", "correction", "")
    assert TEXTS["d"][evidence.start : evidence.end] == evidence.sentence == "Rome has shown\nDeepSeek the door."
    assert {label_of(filler) for filler in fact.roles.values()} == {"Italy", "DeepSeek"}
    assert [m.text for m in evidence.mentions] == ["DeepSeek"]
    assert correction.applied
    assert validate(store) == []


def test_an_asserted_fact_is_not_rejected(correct: Correct) -> None:
    store, corrections, _ = correct(
        '[[reject]]\nrelation = "Restriction"\nroles = { restrictor = "Italy" }\n[[assert]]\nrelation = "Restriction"\n'
        'roles = { restrictor = "Italy", restricted = "DeepSeek" }\nsentence = "Italy banned DeepSeek."'
    )
    (fact,) = [f for f in store.facts(relation="Restriction") if label_of(f.roles["restrictor"]) == "Italy"]
    assert [evidence.frame for evidence in fact.evidence] == ["correction"]
    assert {c.kind for c in corrections if c.applied} >= {"assert"}


def amount_and_date(fact: Fact) -> dict[str, str]:
    return {role: type(filler).__name__ for role, filler in fact.roles.items()}


def test_an_asserted_amount_and_an_asserted_date(correct: Correct) -> None:
    store, _, _ = correct(
        '[[assert]]\nrelation = "Cost"\nroles = { subject = "model/Quill-3", amount = "$5 million" }\n'
        'sentence = "Italy fined OpenAI."\n'
        '[[assert]]\nrelation = "Founding"\nsentence = "Italy fined OpenAI."\n'
        'roles = { founder = "Sam Roe", organization = "OpenAI", date = "2015-12" }'
    )
    (cost,) = store.facts(relation="Cost")
    assert amount_and_date(cost) == {"subject": "Entity", "amount": "Amount"}
    (founding,) = store.facts(entity="Sam Roe")
    assert amount_and_date(founding) == {"founder": "Entity", "organization": "Entity", "date": "Date"}
    assert store.find("Quill-3").id == "model/Quill-3"


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("assertion", "message"),
    [
        ('restricted = "DeepSeek" }\nsentence = "It is closed."', "no document has the sentence “It is closed.”"),
        (
            'restricted = "DeepSeek" }\nsentence = "Rome has shown"\ndocument = "a"',
            "no document a has the sentence “Rome has shown”",
        ),
        (
            'restrictor = "Zorn", restricted = "DeepSeek" }\nsentence = "Rome has shown"',
            "'Zorn' cannot be the restrictor, or is not known: say what it is, as in company/Zorn",
        ),
    ],
)
def test_an_assertion_without_its_sentence_is_an_error(correct: Correct, assertion: str, message: str) -> None:
    with pytest.raises(CorrectionsError, match=r"corrections\.toml:1: ") as raised:
        correct(f'[[assert]]\nrelation = "Restriction"\nroles = {{ {assertion}')
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\n[[same]\nnames = ["A", "B"]', "2: Expected"),
        ('[[same]]\nnames = ["A"]', "1: [[same]] “names” is no list of two names or more"),
        ('[[same]]\nnames = ["A", 2]', "1: [[same]] “names” is no list of two names or more"),
        ('[[same]]\nname = "A"', "1: [[same]] needs “names”"),
        ('\n[[type]]\nname = "A"', "2: [[type]] needs “type”"),
        ('[[type]]\nname = "A"\ntype = "Planet"', "1: [[type]] no type 'Planet'; there are "),
        ('[[type]]\nname = "A"\ntype = "Agent"', "1: [[type]] no type 'Agent'; there are "),
        ('[[type]]\nname = ""\ntype = "Chip"', "1: [[type]] “name” is no text"),
        ('[[equal]]\nnames = ["A", "B"]', "1: no entry “equal”; there are [[same]], [[different]]"),
        ('[same]\nnames = ["A", "B"]', "1: no entry “same”"),
        ('[[reject]]\nrelation = "Ban"\nroles = { who = "A" }', "1: [[reject]] no relation 'Ban'; there are "),
        (
            '[[reject]]\nrelation = "Restriction"\nroles = { who = "A" }',
            "1: [[reject]] Restriction has no role “who”, but restrictor, restricted, target",
        ),
        ('[[reject]]\nrelation = "Restriction"', "1: [[reject]] needs “roles” or “document”"),
        ('[[reject]]\nrelation = "Restriction"\nroles = "A"', "1: [[reject]] “roles” is no table of names"),
        (
            '[[reject]]\nrelation = "Restriction"\nmodality = "maybe"\ndocument = "a"',
            "1: [[reject]] “modality” is one of actual, ",
        ),
        ('[[reject]]\nrelation = "Restriction"\nsentence = "A"\ndocument = "a"', "1: [[reject]] has no “sentence”"),
        (
            '[[assert]]\nrelation = "Restriction"\nroles = { restrictor = "A" }\nsentence = "A."',
            "1: [[assert]] needs the role “restricted”",
        ),
        (
            '[[same]]\nnames = ["A", "B"]\n[[different]]\nnames = ["B", "A"]',
            "1: A and B are the same here, and different in line 3",
        ),
        (
            '[[type]]\nname = "A"\ntype = "Chip"\n[[type]]\nname = "product/A"\ntype = "Model"',
            "4: product/A is Model here, and Chip in line 1",
        ),
        (
            '[[same]]\nnames = ["A", "B"]\n[[type]]\nname = "B"\ntype = "Chip"\n[[type]]\nname = "A"\ntype = "Model"',
            "3: B is Chip here, and Model in line 1",
        ),
    ],
)
def test_a_malformed_file_is_one_clear_line(told: Told, text: str, message: str) -> None:
    with pytest.raises(CorrectionsError) as raised:
        told(text)
    assert f"corrections.toml:{message}" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path, ontology: Ontology) -> None:
    with pytest.raises(CorrectionsError, match=r"none\.toml"):
        read(tmp_path / "none.toml", ontology)


def test_what_matches_nothing_is_reported_in_the_order_of_the_file(correct: Correct) -> None:
    _, corrections, _ = correct(
        '[[type]]\nname = "Nobody"\ntype = "Person"\n[[same]]\nnames = ["Nobody", "Nowhere"]\n'
        '[[different]]\nnames = ["DeepSeek", "Nobody"]\n[[reject]]\nrelation = "Cost"\nroles = { subject = "OpenAI" }\n'
        '[[assert]]\nrelation = "Position"\nroles = { person = "A", title = "chief", organization = "OpenAI" }\n'
        'sentence = "It is so."\ndocument = "z"\n'
    )
    lines = [line.partition("corrections.toml:")[2] for line in unapplied(corrections)]
    assert [line.split(":")[0] for line in lines] == ["1", "4", "6", "8", "11"]
    assert lines[1] == "4: [[same]] Nobody = Nowhere (Person): nothing in these documents matches"


# ---------------------------------------------------------------- order, parts, and the way through a file


def test_every_kind_at_once(correct: Correct) -> None:
    store, corrections, _ = correct(ALL)
    assert all(correction.applied for correction in corrections)
    assert [c.kind for c in corrections] == ["same", "different", "different", "type", "reject", "assert"]
    assert labels(store, "Person") == {"Liang Wenfeng", "Liang Wenfang"}
    assert store.find("Deep Seek").id == "company/Deep_Seek"
    assert validate(store) == []


@given(st.permutations(sorted(TEXTS)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_documents_does_not_matter(raw: dict[str, Reading], told: Told, order: Sequence[str]) -> None:
    assert built(raw, order, told(ALL)).serialize() == built(raw, sorted(raw), told(ALL)).serialize()


@given(
    st.permutations(sorted(TEXTS)),
    st.integers(1, len(TEXTS) - 1),
    st.lists(st.sampled_from(ENTRIES + OTHERS), max_size=6, unique=True),
)
@settings(max_examples=50, deadline=None)
def test_parts_that_are_corrected_and_merged_give_what_one_build_gives(
    raw: dict[str, Reading], told: Told, order: Sequence[str], cut: int, entries: Sequence[str]
) -> None:
    try:
        corrections = told("".join(entries))
    except CorrectionsError:  # entries that contradict one another
        return
    whole = built(raw, order, corrections)
    merged = built(raw, order[:cut], corrections).merge(built(raw, order[cut:], corrections))
    assert merged.serialize() == whole.serialize()
    assert merged.corrections() == corrections


def built(raw: dict[str, Reading], documents: Sequence[str], corrections: Sequence[Correction]) -> GraphStore:
    readings, told = resolve([raw[d] for d in documents], load(), corrections)
    return GraphStore.create(readings, load(), corrections=told)


@pytest.mark.parametrize("name", ["graph.trig", "graph.nq", "graph.ttl", "graph.jsonld", "store"])
def test_a_graph_keeps_its_corrections_and_reasons(
    correct: Correct, tmp_path: Path, ontology: Ontology, name: str
) -> None:
    store, corrections, _ = correct(ALL)
    store.save(tmp_path / name)
    again = GraphStore.open(tmp_path / name, ontology)
    assert again.corrections() == corrections
    assert [c.applied for c in again.corrections()] == [True] * len(corrections)
    person = store.find("Liang Wenfeng")
    assert again.find("Liang Wenfeng") == person
    assert again.mentions(person.id) == store.mentions(person.id)


def test_an_entry_says_what_the_user_wrote(told: Told, ontology: Ontology) -> None:
    corrections = told(ALL + '[[type]]\nname = "A \\"b\\" \\\\ c é 🙂"\ntype = "Chip"\n')
    assert from_entries({entry(c): False for c in corrections}, ontology) == corrections
    assert described(corrections[-1]).startswith("Restriction · restrictor: Italy, restricted: DeepSeek · “Rome")


def test_a_graph_from_elsewhere_may_hold_a_broken_entry(ontology: Ontology) -> None:
    assert from_entries({"[[same]\n": True, "x = 1": True, '[[same]]\nnames = ["A", "B"]': True}, ontology) == (
        Correction(kind="same", names=("A", "B")),
    )
