"""What may be stated of facts, of bodies that take tips, of registrations and of plans of change."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lanhmanh.areas.rules import contacts, registering, stated
from lanhmanh.areas.rules.contacts import Contact
from lanhmanh.areas.rules.places import FIRST_DAY, Faulty
from lanhmanh.areas.rules.plans import WholePlan, WholeStep, is_easier, plan_faults, step_faults
from lanhmanh.areas.rules.registering import Claim, ending
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.classes import Fact, FactKind

pytestmark = [pytest.mark.pure, pytest.mark.once]
TODAY = date(2021, 12, 20)
LATER, EARLIER = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def places(faults: Iterable[Faulty]) -> list[str]:
    """Return at which fields something is wrong."""
    return [one.field for one in faults]


# Facts


def fact(kind: FactKind, most: str | None = None) -> Fact:
    return Fact("x", kind, ("Số", "Number"), most=None if most is None else Decimal(most))


COUNT, MEASURE, YES_NO = fact(FactKind.COUNT), fact(FactKind.MEASURE), fact(FactKind.YES_NO)
POINTS = fact(FactKind.POINTS, "7.5")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (COUNT, None), (COUNT, 0), (COUNT, 10_000_000), (COUNT, Decimal("5.0")), (MEASURE, Decimal("0.0001")),
        (MEASURE, Decimal("1.23400000")), (MEASURE, Decimal(10_000_000)), (MEASURE, Decimal("1E+3")), (YES_NO, True),
        (YES_NO, False), (YES_NO, None), (POINTS, Decimal("7.5")), (POINTS, 0),
    ],
)  # fmt: skip
def test_a_fact_may_be(fact: Fact, value: Any) -> None:
    stated.check(fact, value)


@pytest.mark.parametrize(
    ("fact", "value", "why"),
    [
        (COUNT, True, "Số: ghi một con số."),
        (YES_NO, 1, "Số: trả lời có hoặc không."),
        (COUNT, Decimal("1.5"), "Số: ghi số nguyên."),
        (COUNT, -1, "Số: không được âm."),
        (MEASURE, Decimal("-0.1"), "Số: không được âm."),
        (COUNT, 10_000_001, "Số: không được lớn hơn 10000000."),
        (POINTS, Decimal("7.6"), "Số: không được lớn hơn 7.5."),
        (MEASURE, Decimal("0.00001"), "Số: nhiều nhất 4 chữ số sau dấu phẩy."),
    ],
)
def test_a_fact_may_not_be(fact: Fact, value: Any, why: str) -> None:
    with pytest.raises(Refused) as refused:
        stated.check(fact, value)
    assert str(refused.value) == why


def test_points_are_at_most_those_of_their_entry() -> None:
    assert [stated.most_of(one) for one in (COUNT, POINTS, fact(FactKind.POINTS, "0"))] == [
        Decimal(10_000_000), Decimal("7.5"), Decimal(0),
    ]  # fmt: skip


# Bodies that take tips


POLICE = Contact("Công an xã", "0251 3999 999")


@pytest.mark.parametrize(
    "phone", ["113", "0251 3999 999", "+84 251 3999-999", "0251 (39) 99.999", "113, 114", "113;114", "113 / 114/115"]
)
def test_a_number_may_be_written_in_many_ways(phone: str) -> None:
    assert places(contacts.faults(replace(POLICE, phone=phone), TODAY)) == []


@pytest.mark.parametrize("phone", ["", "11", "1-1", "số 113", "113,", "113 a", "1 ; 2", "++84 113", "113\n"])
def test_a_number_that_cannot_be_dialled_is_refused(phone: str) -> None:
    assert places(contacts.faults(replace(POLICE, phone=phone), TODAY)) == ["phone"]


def test_each_number_is_dialled_without_its_signs() -> None:
    assert contacts.numbers("0251 3999.999, +84 (251) 39;113/114") == [
        ("0251 3999.999", "02513999999"), ("+84 (251) 39", "+8425139"), ("113", "113"), ("114", "114"),
    ]  # fmt: skip
    assert contacts.numbers(" , ;") == []


@pytest.mark.parametrize(
    ("field", "most"), [("name", 200), ("phone", 60), ("hours", 120), ("address", 200), ("source", 200)]
)
def test_what_is_said_of_a_body_is_as_long_as_there_is_room(field: str, most: int) -> None:
    for signs, wrong in ((most, []), (most + 1, [field])):
        found = list(contacts.faults(replace(POLICE, **{field: "1" * signs}), TODAY))
        assert places(found) == wrong
        assert [one.values["most"] for one in found] == [most for _ in wrong]


def test_a_body_has_a_name_and_was_called_on_a_day_that_was() -> None:
    assert places(contacts.faults(replace(POLICE, name=""), TODAY)) == ["name"]
    for day, wrong in ((None, []), (TODAY, []), (FIRST_DAY, []), (LATER, ["checked_on"])):
        assert places(contacts.faults(replace(POLICE, checked_on=day), TODAY)) == wrong
    too_old = list(contacts.faults(replace(POLICE, checked_on=FIRST_DAY - timedelta(days=1)), TODAY))
    assert [(one.field, str(one)) for one in too_old] == [("checked_on", "Ngày này quá xa: xem lại năm.")]


# Registrations


CLAIM = Claim("school", "Trường Thử", TODAY)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, []),
        ({"kind": "agency"}, []),
        ({"kind": "branch"}, ["name"]),
        ({"name": ""}, ["name"]),
        ({"registered_on": LATER}, ["registered_on"]),
        ({"registered_on": date(2000, 1, 1)}, []),
        ({"registered_on": date(1999, 12, 31)}, ["registered_on"]),
        ({"ended_on": TODAY, "ended_why": "Giải thể"}, []),
        ({"ended_on": EARLIER, "ended_why": "Giải thể"}, ["ended_on"]),
        ({"ended_on": LATER, "ended_why": "Giải thể"}, ["ended_on"]),
        ({"ended_on": TODAY}, ["ended_why"]),
        ({"ended_why": "Giải thể"}, ["ended_on"]),
    ],
)
def test_a_registration_is_of_a_day_that_was_and_ends_after_it_began(change: Any, wrong: list[str]) -> None:
    assert places(registering.faults(replace(CLAIM, **change), TODAY)) == wrong


def test_an_end_says_when_and_why() -> None:
    assert places(ending(EARLIER, "", TODAY, TODAY)) == ["ended_on", "ended_why"]
    assert places(ending(TODAY, "Giải thể", TODAY, TODAY)) == []


# Plans of change


RANKS = {"TRONG-DIEM": 0, "NHIEU": 1, "KHONG": 2}
PLAN = WholePlan("TRONG-DIEM", "NHIEU", 2023, "12/KH", TODAY)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, []),
        ({"to_class": "KHONG"}, []),
        ({"to_class": "TRONG-DIEM"}, ["to_class"]),
        ({"from_class": "KHONG"}, ["to_class"]),
        ({"from_class": "XA"}, ["from_class"]),
        ({"from_class": "XA", "to_class": "YA"}, ["from_class", "to_class"]),
        ({"to_year": 2051}, []),
        ({"to_year": 2052}, ["to_year"]),
        ({"issued_on": LATER}, ["issued_on"]),
        ({"issued_on": date(2023, 1, 1)}, ["issued_on"]),
        ({"issued_on": date(2020, 1, 1), "to_year": 2021}, []),
        ({"issued_on": date(2020, 1, 1), "to_year": 2020}, ["to_year"]),  # over, without saying how
        ({"issued_on": date(2020, 1, 1), "to_year": 2020, "ending": "reached"}, []),
        ({"to_year": 2020, "ending": "reached"}, ["to_year"]),  # before it was issued
        ({"number": "", "issued_on": None}, []),
        ({"issued_on": None}, ["issued_on"]),
        ({"number": "", "issued_on": None, "ending": "reached"}, ["issued_on"]),
        ({"issued_on": None, "ending": "reached"}, ["issued_on", "issued_on"]),
    ],
)
def test_a_plan_leads_to_a_better_class_in_time(change: Any, wrong: list[str]) -> None:
    assert places(plan_faults(replace(PLAN, **change), RANKS, TODAY)) == wrong


@pytest.mark.parametrize(
    ("done_on", "outcome", "wrong"),
    [
        (None, "", []),
        (TODAY, "Xong", []),
        (LATER, "Xong", ["done_on"]),
        (TODAY, "", ["outcome"]),
        (None, "Xong", ["done_on"]),
        (LATER, "", ["done_on", "outcome"]),
    ],
)
def test_work_that_is_done_says_when_and_what_came_of_it(done_on: date | None, outcome: str, wrong: list[str]) -> None:
    assert places(step_faults(WholeStep("Việc", "Ai", TODAY, done_on, outcome), TODAY)) == wrong


def test_a_target_asks_for_less_where_its_class_is_worse() -> None:
    ranks = list(RANKS)
    asked = ["", *ranks]  # none asks for nothing
    for n, one in enumerate(asked):
        assert [is_easier(ranks, one, other) for other in asked] == [n < m for m in range(len(asked))]


def test_what_nobody_states_is_blank() -> None:
    assert (POLICE.hours, POLICE.address, POLICE.source, POLICE.checked_on) == ("", "", "", None)
    assert (CLAIM.document, CLAIM.ended_on, CLAIM.ended_why) == ("", None, "")
    plan, step = WholePlan("A", "B", 2023), WholeStep("Việc", "Ai", TODAY)
    assert (plan.number, plan.issued_on, plan.ending, step.done_on, step.outcome) == ("", None, "", None, "")
