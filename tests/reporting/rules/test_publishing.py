"""When a form may be published and when it may end, day by day around each boundary."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.law.calendars import window
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.working_days import DueRule, due
from lanhmanh.reporting.rules.faults import Fault
from lanhmanh.reporting.rules.forms import Form, get
from lanhmanh.reporting.rules.publishing import beginnings, endings, first_due, hindrances, no_beginning

pytestmark = pytest.mark.pure

HOLIDAYS = vietnamese()
FIRST = parse("2022Q1")
SOURCE = get("HND-QUY").levels[0].source
FORM = replace(
    get("HND-QUY"), levels=(DueRule("commune", 3, SOURCE), DueRule("district", 6, SOURCE)), first_period=FIRST,
    owner_id=7,
)  # fmt: skip
DUE = first_due(FORM, FIRST, HOLIDAYS)
quarters = st.builds(Period, st.integers(2020, 2024), st.just(Kind.QUARTER), st.integers(1, 4))
days = st.dates(date(2021, 1, 1), date(2024, 12, 31))


def found(
    form: Form = FORM, *, today: date = DUE, owner: str = "province", **known: Form | Period | None
) -> list[Fault]:
    given_ = {"before": None, "reported": None, **known}
    return list(hindrances(form, owner_level=owner, today=today, holidays=HOLIDAYS, **given_))  # type: ignore[arg-type]


def places(*args: Form, **known: object) -> list[str]:
    return [fault.place for fault in found(*args, **known)]  # type: ignore[arg-type]


def test_the_first_due_day_is_that_of_the_quickest_level() -> None:
    slow, quick = (replace(FORM, levels=(rule,)) for rule in reversed(FORM.levels))
    assert DUE == due(FORM.calendar, FIRST, FORM.levels[0], HOLIDAYS) == first_due(quick, FIRST, HOLIDAYS)
    assert first_due(slow, FIRST, HOLIDAYS) > DUE


@pytest.mark.parametrize(
    ("owner", "above"),
    [("province", []), ("district", []), ("commune", ["level:district"])],
)
def test_no_level_above_the_maker_is_asked(owner: str, above: list[str]) -> None:
    assert places(owner=owner) == above
    wider = replace(FORM, levels=(*FORM.levels, DueRule("province", 9, SOURCE)))
    assert set(places(wider, owner=owner)) == {*above, *(["level:province"] if owner != "province" else [])}


def test_a_form_needs_a_beginning_that_is_not_late_already() -> None:
    assert places(today=DUE) == []
    late = found(today=DUE + timedelta(days=1))
    assert [fault.place for fault in late] == ["first_period"]
    assert late[0].why.values == {"period": (FIRST.label, FIRST.label_en), "day": f"{DUE:%d/%m/%Y}"}
    missing = found(replace(FORM, first_period=None), today=date(2030, 1, 1))
    assert [str(fault) for fault in missing] == [str(no_beginning())]
    assert no_beginning().place == "first_period"
    assert no_beginning().why.sentence != late[0].why.sentence


def test_the_next_version_keeps_kind_and_calendar() -> None:
    assert places(before=replace(FORM, kind=Kind.MONTH, calendar="KHAC", first_period=parse("202301"))) == ["period"]
    assert places(before=replace(FORM, calendar="KHAC", first_period=None)) == ["calendar"]
    assert places(before=replace(FORM, first_period=None)) == []


@given(quarters)
def test_the_next_version_begins_after_the_one_before_and_after_what_is_reported(other: Period) -> None:
    later = other < FIRST
    following = found(before=replace(FORM, first_period=other))
    assert [fault.place for fault in following] == ([] if later else ["first_period"])
    reported = found(before=replace(FORM, first_period=None), reported=other)
    assert [fault.place for fault in reported] == ([] if later else ["first_period"])
    for faults in (following, reported):
        assert all(fault.why.values == {"period": (other.label, other.label_en)} for fault in faults)
    assert places(reported=other) == []
    open_ended = replace(FORM, first_period=None)
    assert places(open_ended, before=replace(FORM, first_period=other), reported=other) == ["first_period"]
    assert len(found(before=replace(FORM, first_period=other), reported=other)) == (0 if later else 2)


def test_what_stands_in_the_way_of_a_version_is_told_apart() -> None:
    before = replace(FORM, calendar="KHAC", first_period=FIRST)
    told = {fault.why.sentence for fault in found(before=before, reported=FIRST, owner="commune")}
    told |= {fault.why.sentence for fault in found(before=replace(FORM, kind=Kind.MONTH, first_period=None))}
    told |= {fault.why.sentence for fault in found(today=DUE + timedelta(days=1))}
    assert len(told) == 6


@given(days, st.none() | quarters)
def test_a_form_begins_with_the_latest_closed_period_or_after_what_is_reported(day: date, last: Period | None) -> None:
    offered = beginnings(FORM, day, last)
    assert len(offered) == 8
    assert all(one.next() == other for one, other in pairwise(offered))
    closed = [one for one in offered if window(FORM.calendar, one).last < day]
    if last is None or last < offered[0].previous():
        assert closed == offered[:1]
    else:
        assert offered[0] == last.next()
        assert len(closed) <= 1


@given(days, quarters, st.none() | quarters)
def test_a_form_ends_after_what_is_reported_or_before_it_is_asked(
    day: date, begun: Period, last: Period | None
) -> None:
    offered = endings(replace(FORM, first_period=begun), day, last)
    assert offered[0] == max(begun.previous(), last or begun.previous())
    assert all(one.next() == other for one, other in pairwise(offered))
    closed = beginnings(FORM, day, None)[0]
    assert offered[-1] == max(offered[0], closed).next(4)


@given(days)
def test_a_form_without_a_beginning_ends_with_the_latest_closed_period_at_the_earliest(day: date) -> None:
    closed = beginnings(FORM, day, None)[0]
    assert endings(replace(FORM, first_period=None), day, None) == [closed.next(step) for step in range(5)]
