"""Help that was given: recorded, changed, taken back; what it says in words stays closed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lanhmanh.audit.models import Event
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, Measure, Secret
from lanhmanh.cases.selectors.door import AtRest, NotOpened, OnlyLooking, Opened, Restricted, require_opened
from lanhmanh.cases.selectors.measures import (
    Line,
    coming,
    due_of,
    fingerprint,
    last_values,
    of_case,
    plan_of,
    tallies,
    with_words,
)
from lanhmanh.cases.services import MeasureData, change_measure, record_measure, void_measure
from lanhmanh.cases.services.measures import ChangedMeanwhile
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from tests.cases.conftest import House

DAY = date(2021, 12, 20)
VISIT = MeasureData(kind="visit", on=date(2021, 12, 18), next_on=date(2022, 1, 17), words="Muốn học sửa máy nông cụ")
LOAN = MeasureData(
    kind="loan", on=date(2021, 12, 1), result="going", amount=30_000_000, source="farmers_fund", repayment="current"
)


def lines(opened: Opened) -> list[Line]:
    return with_words(opened, list(of_case(opened.case)))


def test_a_visit_is_kept_with_its_words_closed_and_its_next_day_open(house: House) -> None:
    case = house.case()
    made = record_measure(**house.me, case=case, data=VISIT, token=(token := new_id()))
    assert (made.uid, made.kind, made.next_on) == (token, "visit", date(2022, 1, 17))
    opened = require_opened(house.worker.actor, house.worker.keys, case)
    assert [line.words for line in lines(opened)] == ["Muốn học sửa máy nông cụ"]
    assert not any("nông cụ".encode() in bytes(row.content) for row in Secret.objects.all())
    told = Event.objects.filter(verb="measure.recorded").get()
    assert "visit" not in told.facts
    assert "nông cụ" not in told.facts
    assert last_values(house.worker.actor, case) == {"kind": "visit", "rhythm": 30}


def test_the_same_form_twice_is_one_record_and_a_taken_uid_makes_its_own(house: House) -> None:
    case, other, token = house.case(), house.case(), new_id()
    first = record_measure(**house.me, case=case, data=VISIT, token=token)
    assert record_measure(**house.me, case=case, data=VISIT, token=token) == first
    elsewhere = record_measure(**house.me, case=other, data=VISIT, token=token)
    assert elsewhere.uid != token
    for odd in ("", "x", "é" * 26, "'; --" + "a" * 21):
        assert record_measure(**house.me, case=case, data=VISIT, token=odd).uid != odd
    assert Measure.objects.count() == 6


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": date(2021, 12, 21)}, "on"),
        ({"on": date(2020, 12, 31)}, "on"),
        ({"next_on": date(2021, 12, 17)}, "next_on"),
        ({"next_on": date(2031, 1, 1)}, "next_on"),
        ({"ended_on": date(2021, 12, 17)}, "ended_on"),
        ({"ended_on": DAY, "result": "going"}, "result"),
        ({"amount": 5}, "amount"),
        ({"kind": "gift"}, "kind"),
        ({"result": "great"}, "result"),
        ({"source": "uncle"}, "source"),
        ({"kind": "loan", "amount": 0, "source": "local", "repayment": "current"}, "amount"),
        ({"kind": "loan", "amount": 10**11, "source": "local", "repayment": "current"}, "amount"),
        ({"kind": "loan", "amount": 10}, "source"),
        ({"words": "a" * 2001}, "words"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(house: House, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        record_measure(**house.me, case=house.case(), data=replace(VISIT, **changes))
    assert refusal.value.field == field  # type: ignore[attr-defined]
    assert not Measure.objects.exists()


def test_a_change_sees_what_somebody_else_changed(house: House) -> None:
    made = record_measure(**house.me, case=house.case(), data=LOAN)
    seen = fingerprint(made)
    changed = change_measure(
        **house.me, measure=made, data=replace(LOAN, repayment="repaid", words="Trả xong"), seen=seen
    )
    key = house.worker.keys.open_box(changed.case.box)
    told = access.read(box=changed.case.box, key=key, record=changed.uid)
    assert told == {"words": "Trả xong", "repayment": "repaid"}
    with pytest.raises(ChangedMeanwhile):
        change_measure(**house.me, measure=made, data=LOAN, seen=seen)
    seen = fingerprint(Measure.objects.get())
    change_measure(**house.me, measure=made, data=replace(LOAN, repayment="repaid", words="Trả xong rồi"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_measure(**house.me, measure=made, data=LOAN, seen=seen)


def test_what_was_taken_back_is_read_and_not_counted(house: House) -> None:
    case = house.case()
    made = record_measure(**house.me, case=case, data=VISIT)
    record_measure(**house.me, case=case, data=LOAN)
    for reason in ("  ", "a" * 301):
        with pytest.raises(Refused):
            void_measure(**house.me, measure=made, reason=reason)
    for _twice in range(2):
        void_measure(**house.me, measure=made, reason="Ghi trùng")
    opened = require_opened(house.worker.actor, house.worker.keys, case)
    assert [(line.measure.kind, line.void_reason) for line in lines(opened)] == [("visit", "Ghi trùng"), ("loan", "")]
    assert [(one.kind, one.count) for one in tallies(case)] == [("loan", 1)]
    with pytest.raises(Refused, match="đã hủy"):
        change_measure(**house.me, measure=made, data=VISIT, seen=fingerprint(Measure.objects.get(pk=made.pk)))


def test_the_next_visit_is_that_of_the_last_one_until_it_was_made(house: House) -> None:
    case = house.case()
    all_of_it = Case.objects.filter(pk=case.pk)
    record_measure(**house.me, case=case, data=replace(VISIT, on=date(2021, 11, 1), next_on=date(2021, 12, 1)))
    assert [due_of(one) for one in coming(all_of_it)] == [date(2021, 12, 1)]
    last = record_measure(**house.me, case=case, data=VISIT)
    assert [due_of(one) for one in coming(all_of_it)] == [date(2022, 1, 17)]
    record_measure(**house.me, case=case, data=MeasureData(kind="training", on=date(2022, 2, 1), result="planned"))
    assert sorted(due_of(one) for one in coming(all_of_it)) == [date(2022, 1, 17), date(2022, 2, 1)]
    void_measure(**house.me, measure=last, reason="Ghi nhầm người")
    assert sorted(due_of(one) for one in coming(all_of_it)) == [date(2021, 12, 1), date(2022, 2, 1)]


def test_what_is_planned_stands_apart_with_its_day_and_what_came_of_the_rest(house: House) -> None:
    case = house.case()
    for on, result in ((20, "done"), (20, "going"), (20, "stopped"), (31, "planned"), (25, "planned")):
        record_measure(**house.me, case=case, data=MeasureData(kind="training", on=date(2021, 12, on), result=result))
    assert [one.on.day for one in plan_of(case)] == [25, 31]
    assert [(one.count, one.going, one.stopped) for one in tallies(case)] == [(3, 1, 1)]
    void_measure(**house.me, measure=plan_of(case)[0], reason="Ghi nhầm người")
    [planned] = plan_of(case)
    done = MeasureData(kind="training", on=date(2021, 12, 20), result="done")
    change_measure(**house.me, measure=planned, data=done, seen=fingerprint(planned))
    assert plan_of(case) == []
    assert tallies(case)[0].count == 4


def test_who_only_looks_or_has_not_opened_writes_nothing(house: House) -> None:
    case = house.case()
    made = record_measure(**house.me, case=case, data=VISIT)
    house.open(house.overseer, case)
    for member, why in [(house.overseer, OnlyLooking), (house.supervisor, NotOpened), (house.stranger, NotOpened)]:
        who: dict[str, Any] = {"actor": member.actor, "keys": member.keys}
        with pytest.raises(why):
            record_measure(**who, case=case, data=VISIT)
        with pytest.raises(why):
            change_measure(**who, measure=made, data=VISIT, seen=fingerprint(made))
        with pytest.raises(why):
            void_measure(**who, measure=made, reason="Thử xem")
    assert Measure.objects.get().void is False


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"state": "closed", "closed_on": DAY, "closing": "done"}, AtRest),
        ({"restricted_on": DAY}, Restricted),
    ],
)
def test_a_case_at_rest_or_restricted_takes_no_help(house: House, facts: dict[str, Any], why: type[Refused]) -> None:
    case = house.case()
    Case.objects.filter(pk=case.pk).update(**facts)
    with pytest.raises(why):
        record_measure(**house.me, case=case, data=VISIT)


def test_the_database_holds_a_loan_to_its_facts(house: House) -> None:
    loan = record_measure(**house.me, case=house.case(), data=LOAN)
    visit = record_measure(**house.me, case=house.case(), data=VISIT)
    for made, wrong in [
        (loan, {"amount": None}), (loan, {"source": ""}), (loan, {"amount": 0}),
        (visit, {"amount": 5}), (visit, {"next_on": date(2021, 1, 1)}),
    ]:  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Measure.objects.filter(pk=made.pk).update(**wrong)
