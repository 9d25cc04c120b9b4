"""What a record of help must say, at each bound."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.cases.rules import measures as m
from lanhmanh.cases.rules.measures import Facts, faults

pytestmark = pytest.mark.pure
DAY, OPENED = date(2021, 12, 20), date(2021, 3, 1)
ONE = timedelta(days=1)
FARTHEST = DAY + timedelta(days=1098)
KINDS = ("counselling", "visit", "training", "job", "loan", "health", "school", "papers", "family")
DAYS = st.one_of(st.none(), st.dates(date(2020, 6, 1), date(2027, 1, 1)))
FACTS = st.builds(
    Facts, kind=st.sampled_from(KINDS), on=st.dates(date(2020, 6, 1), date(2027, 1, 1)),
    result=st.sampled_from(["planned", "going", "done", "stopped"]), next_on=DAYS, ended_on=DAYS,
    amount=st.one_of(st.none(), st.integers(-5, 10**12)), source=st.sampled_from(["", "policy_bank", "local"]),
    repayment=st.sampled_from(["", "current", "repaid"]),
)  # fmt: skip


def wrong(**facts: object) -> list[tuple[str, str]]:
    given = {"kind": "visit", "on": DAY, "result": "done", **facts}
    return list(faults(Facts(**given), opened_on=OPENED, today=DAY))  # type: ignore[arg-type]


def lent(**facts: object) -> list[tuple[str, str]]:
    return wrong(**{"kind": "loan", "amount": 5, "source": "local", "repayment": "current", **facts})


@given(facts=FACTS)
def test_what_passes_the_rules_is_true_of_the_record(facts: Facts) -> None:
    if list(faults(facts, opened_on=OPENED, today=DAY)):
        return
    assert facts.on >= OPENED
    assert facts.on <= DAY or facts.result == "planned"
    assert facts.next_on is None or facts.on <= facts.next_on <= FARTHEST
    assert facts.ended_on is None or (facts.on <= facts.ended_on <= DAY and facts.result in {"done", "stopped"})
    loan = facts.amount is not None and facts.amount > 0 and facts.source and facts.repayment
    assert bool(loan) == (facts.kind == "loan")


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({}, None),
        ({"on": OPENED}, None),
        ({"on": OPENED - ONE}, ("on", m.BEFORE_CASE)),
        ({"on": DAY + ONE}, ("on", m.NOT_YET)),
        ({"on": DAY + ONE, "result": "planned"}, None),
        ({"on": FARTHEST, "result": "planned"}, None),
        ({"on": FARTHEST + ONE, "result": "planned"}, ("on", m.FAR_AWAY)),
        ({"next_on": DAY}, None),
        ({"next_on": DAY - ONE}, ("next_on", m.NEXT_FIRST)),
        ({"next_on": FARTHEST}, None),
        ({"next_on": FARTHEST + ONE}, ("next_on", m.FAR_AWAY)),
        ({"ended_on": DAY}, None),
        ({"ended_on": DAY, "result": "stopped"}, None),
        ({"ended_on": DAY + ONE}, ("ended_on", m.ENDS_FIRST)),
        ({"ended_on": DAY - ONE}, ("ended_on", m.ENDS_FIRST)),
        ({"ended_on": DAY, "result": "going"}, ("result", m.NOT_OVER)),
        ({"amount": 5}, ("amount", m.NO_LOAN)),
        ({"source": "local"}, ("amount", m.NO_LOAN)),
        ({"repayment": "current"}, ("amount", m.NO_LOAN)),
    ],
)
def test_each_bound_of_a_record(facts: dict[str, object], fault: tuple[str, str] | None) -> None:
    assert wrong(**facts) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({}, None),
        ({"amount": 1}, None),
        ({"amount": 0}, ("amount", m.NO_AMOUNT)),
        ({"amount": None}, ("amount", m.NO_AMOUNT)),
        ({"amount": 10_000_000_000}, None),
        ({"amount": 10_000_000_001}, ("amount", m.NO_AMOUNT)),
        ({"source": ""}, ("source", m.NO_SOURCE)),
        ({"repayment": ""}, ("repayment", m.NO_REPAYMENT)),
    ],
)
def test_a_loan_says_how_much_from_where_and_how_it_is_repaid(
    facts: dict[str, object], fault: tuple[str, str] | None
) -> None:
    assert lent(**facts) == ([fault] if fault else [])


def test_words_have_a_length_and_visits_a_next_one() -> None:
    assert (m.LONGEST_WORDS, m.LONGEST_REASON) == (2000, 300)
    assert {"visit", "counselling"} == m.RECURRING
    assert {"done", "stopped"} == m.OVER
