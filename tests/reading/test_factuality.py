"""Whether a document asserts or denies a fact, how certain it makes it, and who says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Fact, Reading


@pytest.fixture
def only(read: Callable[..., Reading]) -> Callable[[str, str], Fact]:
    """The one fact of a relation that a text states."""

    def only(text: str, relation: str) -> Fact:
        (fact,) = (fact for fact in read(text).facts if fact.relation == relation)
        return fact

    return only


@pytest.mark.parametrize(
    "text",
    [
        "Italy did not ban DeepSeek.",
        "Italy hasn’t banned DeepSeek.",
        "Italy never banned DeepSeek.",
        "Italy refused to ban DeepSeek.",
        "Italy failed to ban DeepSeek.",
        "Italy denied that it had banned DeepSeek.",
        "Italy opposed a ban on DeepSeek.",
        "Italy has no ban on DeepSeek.",
        "It is not true that Italy banned DeepSeek.",
        "Italy has yet to ban DeepSeek.",
        "No country has banned DeepSeek.",
        "The report that Italy had banned DeepSeek was false.",
        "Reports that Italy had banned DeepSeek proved wrong.",
        "Reports that Italy had banned DeepSeek turned out to be false.",
        "Italy denied reports that it had banned DeepSeek.",
        "The rumour that Italy had banned DeepSeek was denied by officials.",
        "Reuters retracted a report that Italy banned DeepSeek.",
        "It is untrue that Italy banned DeepSeek.",
        "Italy dismissed rumours that it had banned DeepSeek.",
    ],
)
def test_what_is_denied_is_negative(only: Callable[[str, str], Fact], text: str) -> None:
    assert only(text, "Restriction").polarity == "negative"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("AMD is not a rival of Nvidia.", "Rivalry"),
        ("AMD is no rival of Nvidia.", "Rivalry"),
        ("Llama 3 is not open source.", "Licensing"),
        ("Jane Doe was not the founder of OpenAI.", "Founding"),
        ("The US stopped Nvidia selling the H100 to China.", "Supply"),
        ("No chips were sold to Huawei by Nvidia.", "Supply"),
        ("Nvidia was barred from selling the H800 to China.", "Supply"),
    ],
)
def test_copulas_and_gerunds_deny_too(only: Callable[[str, str], Fact], text: str, relation: str) -> None:
    assert only(text, relation).polarity == "negative"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Italy, as Reuters has reported, banned DeepSeek.", "Reuters"),
        ("Italy frowned, Reuters says, and banned DeepSeek.", "Reuters"),
    ],
)
def test_a_clause_in_passing_tells_who_says_so(only: Callable[[str, str], Fact], text: str, speaker: str) -> None:
    fact = only(text, "Restriction")
    assert (fact.modality, fact.attributed_to) == ("reported", speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Italy banned DeepSeek.",
        "Italy did not fail to ban DeepSeek.",
        "Italy not only banned DeepSeek but also fined OpenAI.",
        "Not surprisingly, Italy banned DeepSeek.",
        "Italy did not hesitate. Italy banned DeepSeek.",
        "Italy banned DeepSeek, which had not answered.",
    ],
)
def test_what_is_asserted_is_positive_and_actual(only: Callable[[str, str], Fact], text: str) -> None:
    fact = only(text, "Restriction")
    assert (fact.polarity, fact.modality, fact.attributed_to) == ("positive", "actual", "")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Italy reportedly banned DeepSeek.", "reported"),
        ("Italy allegedly banned DeepSeek.", "reported"),
        ("Italy is said to have banned DeepSeek.", "reported"),
        ("Officials say Italy banned DeepSeek.", "reported"),
        ("Officials claim that Italy banned DeepSeek.", "claimed"),
        ("Italy will ban DeepSeek.", "planned"),
        ("Italy plans to ban DeepSeek.", "planned"),
        ("Italy agreed to ban DeepSeek.", "planned"),
        ("Italy is to ban DeepSeek.", "planned"),
        ("DeepSeek was to be banned by Italy.", "planned"),
        ("Italy postponed its ban on DeepSeek.", "planned"),
        ("Italy put off its ban on DeepSeek.", "planned"),
        ("There were reports that Italy banned DeepSeek.", "reported"),
        ("Italy refused to rule out banning DeepSeek.", "possible"),
        ("Italy did not deny that it had banned DeepSeek.", "possible"),
        ("Italy is expected to ban DeepSeek.", "planned"),
        ("Italy's planned ban on DeepSeek drew protests.", "planned"),
        ("Italy is considering a ban on DeepSeek.", "planned"),
        ("Italy may ban DeepSeek.", "possible"),
        ("Italy has to ban DeepSeek.", "possible"),
        ("Italy could ban DeepSeek.", "possible"),
        ("A possible ban on DeepSeek by Italy drew protests.", "possible"),
        ("If Italy bans DeepSeek, users will leave.", "hypothetical"),
        ("Unless Italy bans DeepSeek, users will come.", "hypothetical"),
        ("Did Italy ban DeepSeek?", "hypothetical"),
        ("Officials say Italy may ban DeepSeek.", "possible"),
    ],
)
def test_how_certain_a_fact_is(only: Callable[[str, str], Fact], text: str, modality: str) -> None:
    fact = only(text, "Restriction")
    assert (fact.polarity, fact.modality) == ("positive", modality)


@pytest.mark.parametrize(
    "text",
    [
        "Former OpenAI chief executive Jane Doe spoke.",
        "Jane Doe, a former chief executive of OpenAI, spoke.",
        "Jane Doe, formerly chief executive of OpenAI, spoke.",
        "Jane Doe, formerly of OpenAI, spoke.",
        "Jane Doe was fired as chief executive of OpenAI.",
        "OpenAI ousted Jane Doe as chief executive.",
        "Jane Doe stepped down as chief executive of OpenAI.",
    ],
)
def test_what_has_ceased_is_former(only: Callable[[str, str], Fact], text: str) -> None:
    assert only(text, "Position").modality == "former"


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe is expected to step down as chief executive of OpenAI in 2027.",
        "Jane Doe refused to resign as chief executive of OpenAI.",
        "Jane Doe will leave OpenAI in 2027.",
        "Jane Doe did not leave OpenAI.",
        "Jane Doe, once of Oracle, leads OpenAI.",
    ],
)
def test_who_has_not_yet_gone_is_still_there(only: Callable[[str, str], Fact], text: str) -> None:
    fact = only(text, "Position")
    assert (fact.polarity, fact.modality, fact.date) == ("positive", "actual", None)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("OpenAI will stop working with Oracle.", "Partnership"),
        ("OpenAI did not stop working with Oracle.", "Partnership"),
        ("Italy may lift its ban on DeepSeek.", "Restriction"),
    ],
)
def test_what_has_not_ended_goes_on(only: Callable[[str, str], Fact], text: str, relation: str) -> None:
    fact = only(text, relation)
    assert (fact.polarity, fact.modality) == ("positive", "actual")


@pytest.mark.parametrize("text", ["Did Jane Doe leave OpenAI?", "If Jane Doe leaves OpenAI, users will leave."])
def test_who_may_never_have_come_is_not_there(only: Callable[[str, str], Fact], text: str) -> None:
    assert only(text, "Position").modality == "hypothetical"


def test_who_comes_next_is_not_there_yet(only: Callable[[str, str], Fact]) -> None:
    assert only("OpenAI's next chief executive, Jane Doe, spoke.", "Position").modality == "planned"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("OpenAI ended its partnership with Oracle.", "Partnership"),
        ("OpenAI stopped working with Oracle.", "Partnership"),
        ("Italy lifted its ban on DeepSeek.", "Restriction"),
        ("A court overturned Italy's ban on DeepSeek.", "Restriction"),
        ("Nvidia stopped selling chips to Huawei.", "Supply"),
        ("TSMC has ceased working with Huawei.", "Partnership"),
        ("A judge dismissed Oracle's lawsuit against OpenAI.", "Investigation"),
    ],
)
def test_what_was_ended_was_so_formerly(only: Callable[[str, str], Fact], text: str, relation: str) -> None:
    fact = only(text, relation)
    assert (fact.polarity, fact.modality) == ("positive", "former")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Reuters said that Italy banned DeepSeek.", "Reuters"),
        ("Jane Doe claims Italy banned DeepSeek.", "Jane Doe"),
        ("“Italy banned DeepSeek,” said Jane Doe.", "Jane Doe"),
        ("“Italy banned DeepSeek,” Jane Doe said.", "Jane Doe"),
        ("Italy banned DeepSeek, Jane Doe said.", "Jane Doe"),
        ("Jane Doe runs OpenAI. She says Italy banned DeepSeek.", "Jane Doe"),
        ("Officials say Italy banned DeepSeek.", ""),
        ("It is said that Italy banned DeepSeek.", ""),
    ],
)
def test_who_says_so(only: Callable[[str, str], Fact], text: str, speaker: str) -> None:
    fact = only(text, "Restriction")
    assert fact.attributed_to == speaker
    assert fact.modality in {"reported", "claimed"}


def test_what_somebody_else_says_in_the_same_sentence_is_not_said_of_the_fact(
    only: Callable[[str, str], Fact],
) -> None:
    fact = only("Italy banned DeepSeek after Jane Doe said that markets fell.", "Restriction")
    assert (fact.modality, fact.attributed_to) == ("actual", "")


def test_the_claimant_of_a_cost_is_a_role(only: Callable[[str, str], Fact]) -> None:
    fact = only("DeepSeek says that DeepSeek-R1 cost $5.6 million.", "Cost")
    assert (fact.attributed_to, fact.modality) == ("DeepSeek", "reported")
    assert {"claimant", "subject", "amount"} == fact.roles.keys()


@pytest.mark.parametrize(
    "text",
    [
        "The US allowed Nvidia to sell the H20 to China.",
        "Nvidia was permitted to sell the H20 to China.",
        "Nvidia won permission to sell the H20 to China.",
        "Nvidia holds approval to sell the H20 to China.",
        "Nvidia got the right to sell the H20 to China.",
        "The US gave Nvidia permission to sell the H20 to China.",
        "The US granted Nvidia a licence to sell the H20 to China.",
        "Nvidia received a licence to export the H20 to China.",
        "Nvidia applied for a licence to export the H20 to China.",
    ],
)
def test_what_is_permitted_is_possible(only: Callable[[str, str], Fact], text: str) -> None:
    fact = only(text, "Supply")
    assert (fact.polarity, fact.modality) == ("positive", "possible")


@pytest.mark.parametrize(
    "text",
    [
        "The US has not allowed Nvidia to sell the H20 to China.",
        "The US refused to allow Nvidia to sell the H20 to China.",
    ],
)
def test_what_is_not_permitted_is_negative(only: Callable[[str, str], Fact], text: str) -> None:
    assert only(text, "Supply").polarity == "negative"


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia shares fell 3%, Broadcom shares dropped 5%.",
        "Nvidia shares dropped 3%, Broadcom shares fell 5%.",
        "Nvidia fell 3%, Broadcom dropped 5%.",
        "Nvidia dropped 3%; Broadcom fell 5%.",
    ],
)
def test_clauses_that_a_comma_joins_do_not_deny_one_another(read: Callable[..., Reading], text: str) -> None:
    facts = read(text).facts
    assert {fact.relation for fact in facts} == {"MarketLoss"}
    assert {(fact.polarity, fact.modality) for fact in facts} == {("positive", "actual")}
    assert len(facts) == 2


def test_nor_do_they_make_one_another_uncertain(only: Callable[[str, str], Fact]) -> None:
    fact = only("Italy banned DeepSeek, Broadcom dropped 5%.", "Restriction")
    assert (fact.polarity, fact.modality) == ("positive", "actual")


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("OpenAI's latest chief executive is Jane Doe.", "Position"),
        ("Nvidia's latest chip, the H20, is sold to China.", "Development"),
    ],
)
def test_what_is_latest_is_not_former(only: Callable[[str, str], Fact], text: str, relation: str) -> None:
    assert only(text, relation).modality == "actual"


@pytest.mark.parametrize(
    "text",
    ["The US issued permission to sell the H20 to China.", "China gave approval to buy Helion."],
)
def test_who_permits_an_act_does_not_do_it(read: Callable[..., Reading], text: str) -> None:
    assert {fact.relation for fact in read(text).facts} <= {"Restriction"}
