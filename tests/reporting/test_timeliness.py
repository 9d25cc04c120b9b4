"""Who reported in time, counted by the database through the tree of the period; and who has to be reminded."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Reminder
from lanhmanh.reporting.rules.states import Shown
from lanhmanh.reporting.selectors.calendar import periods_of_year
from lanhmanh.reporting.selectors.reminders import callers, to_remind
from lanhmanh.reporting.selectors.timeliness import Timeliness, timeliness
from lanhmanh.units.models import Level, Unit
from tests.factories import make_actor, make_unit, make_user
from tests.reporting.conftest import FORM, Q1, Line

# The first quarter's report of a commune is due on Wednesday 17/3/2021, of a district on 19/3, of a province on 23/3.
IN_TIME = datetime(2021, 3, 17, 16, 59, tzinfo=UTC)  # one minute before midnight in Viet Nam
LATE = datetime(2021, 3, 17, 17, 0, tzinfo=UTC)
LATER = datetime(2021, 3, 23, 2, 0, tzinfo=UTC)
AFTER_ALL = date(2021, 4, 1)


def asked(line: Line, unit: Unit | None = None, today: date = AFTER_ALL, **more: Any) -> Timeliness:
    unit, actor = unit or line.world.province, more.pop("actor", line.province_officer)
    periods = periods_of_year(FORM, 2021)
    return timeliness(actor=actor, form=FORM, unit=unit, periods=periods, today=today, **more)


def sent(line: Line, unit: Unit, at: datetime) -> Any:
    with clock.at(at):
        return line.submitted(unit)


def test_in_time_is_who_first_sent_by_the_due_day_of_its_level(line: Line) -> None:
    world = line.world
    report = sent(line, world.commune, IN_TIME)
    sent(line, world.sibling, LATE)
    sent(line, world.district, LATER)
    with clock.at(LATER):
        services.return_report(actor=line.reviewer(world.commune), report=report, comment="Thiếu tháng 2")
        services.submit_report(actor=line.filler(world.commune), report=report)
        services.approve_report(actor=line.reviewer(world.commune), report=report)
    found = asked(line)
    assert found.periods == (Q1,)
    city, other = found.rows
    assert [row.version.name for row in found.rows] == ["Thành phố Biên Hòa", "Huyện Long Thành"]
    whole = city.whole
    assert (whole.asked, whole.sent, whole.in_time, whole.late, whole.returned, whole.approved) == (3, 3, 1, 2, 1, 1)
    assert (whole.late_mean, whole.late_most) == (Fraction(1 + 2, 2), 2)  # one working day, two for the district
    assert (city.place, other.place) == (1, 2)
    assert (other.whole.asked, other.whole.missing, other.whole.late_mean) == (2, 2, None)
    assert (found.whole.asked, found.whole.in_time, found.whole.missing) == (5, 1, 2)


def test_what_still_has_time_is_not_missing(line: Line) -> None:
    today = date(2021, 3, 18)  # the communes' day is over, the districts' is not
    city = next(row for row in asked(line, today=today).rows if row.version.unit_id == line.world.district.pk)
    assert (city.whole.missing, city.whole.to_come, city.whole.past_asked) == (2, 1, 2)
    assert {row.place for row in asked(line, today=date(2021, 3, 15)).rows} == {None}
    assert asked(line, today=date(2021, 3, 10)).periods == ()


def test_ties_share_a_place_and_one_period_can_be_asked_for(line: Line) -> None:
    with clock.at(IN_TIME):
        for unit in (line.world.commune, line.world.sibling):
            line.submitted(unit)
    found = asked(line, line.world.district, only=Q1)
    assert [(row.version.name, row.place) for row in found.rows] == [("Phường Tân Phong", 1), ("Phường Trảng Dài", 1)]
    assert asked(line, line.world.district, date(2021, 7, 1)).whole.asked == 4
    assert asked(line, line.world.district, date(2021, 7, 1), only=Q1).whole.asked == 2


def test_a_correction_is_no_second_sending(line: Line) -> None:
    with clock.at(IN_TIME):
        report = line.approved(line.world.commune)
        again = services.correct_report(actor=line.filler(line.world.commune), report=report, reason="sót")
    with clock.at(LATER):
        services.submit_report(actor=line.filler(line.world.commune), report=again)
    found = asked(line, line.world.district)
    assert (found.whole.sent, found.whole.in_time, found.whole.late) == (1, 1, 0)


def test_a_commune_stands_alone_and_sees_no_other(line: Line) -> None:
    sent(line, line.world.commune, LATE)
    found = asked(line, line.world.commune, actor=line.filler(line.world.commune))
    assert [(row.version.name, row.whole.late) for row in found.rows] == [("Phường Trảng Dài", 1)]
    seen = asked(line, line.world.district, actor=line.filler(line.world.commune)).rows
    assert [row.version.unit_id for row in seen] == [line.world.commune.pk]


@pytest.mark.deep
def test_counting_asks_as_often_for_many_units_as_for_few(line: Line) -> None:
    world = line.world
    sent(line, world.commune, LATE)
    reads: list[Callable[[], Any]] = [
        lambda: asked(line),
        lambda: asked(line, world.commune),
        lambda: to_remind(line.province_officer, world.province, AFTER_ALL),
        lambda: to_remind(line.district_officer, world.district, AFTER_ALL),
    ]
    before = [queries(read) for read in reads]
    for number in range(10):
        district = make_unit(f"Huyện {number}", Level.DISTRICT, world.province)
        sent(line, make_unit(f"Xã {number}", Level.COMMUNE, district), LATE)
        make_unit(f"Phường {number}", Level.COMMUNE, world.district)
    assert [queries(read) for read in reads] == before
    assert max(before) <= 8


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


# Reminders.


def test_who_has_to_be_reminded_of_what(line: Line) -> None:
    world = line.world
    line.draft(world.commune)
    returned = line.submitted(world.sibling)
    services.return_report(actor=line.reviewer(world.sibling), report=returned, comment="x")
    found = to_remind(line.district_officer, world.district, date(2021, 3, 20))
    told = [(one.version.name, one.shown, one.late_days, one.period) for one in found.owed]
    assert told == [("Phường Tân Phong", Shown.RETURNED, 3, Q1), ("Phường Trảng Dài", Shown.OVERDUE, 3, Q1)]
    assert found.may_note == {world.commune.pk, world.sibling.pk}
    assert list(found.groups) == [(FORM, Q1)]
    line.submitted(world.commune)
    found = to_remind(line.district_officer, world.district, date(2021, 3, 16))
    assert [one.version.name for one in found.owed] == ["Phường Tân Phong"]


def test_a_correction_that_is_only_begun_is_not_owed(line: Line) -> None:
    report = line.approved(line.world.commune)
    services.correct_report(actor=line.filler(line.world.commune), report=report, reason="sót")
    names = [one.version.name for one in to_remind(line.district_officer, line.world.district, AFTER_ALL).owed]
    assert names == ["Phường Tân Phong"]


def test_whom_to_call_are_those_who_may_send_and_only_their_names(line: Line) -> None:
    world = line.world
    make_user("commune_officer", world.commune, full_name="Trần Thị Bình")
    gone = make_user("commune_officer", world.commune, full_name="Lê Đã Nghỉ")
    closed = make_user("commune_officer", world.commune, full_name="Phạm Bị Khóa")
    gone.memberships.update(valid_to=date(2021, 3, 1))
    closed.is_active = False
    closed.save()
    make_user("branch_head", world.branch, full_name="Chi Hội Trưởng")
    found = callers([world.commune.pk, world.sibling.pk, world.district.pk], AFTER_ALL)
    assert found == {world.commune.pk: ("Trần Thị Bình",), world.district.pk: ("Nguyễn Văn An",)}


def note(line: Line, *units: Unit, **more: Any) -> list[Reminder]:
    said = {"actor": line.district_officer, "how": "phone", "day": date(2021, 3, 16)} | more
    return services.note_reminders(reports=[(FORM.code, Q1.code, unit.pk) for unit in units], **said)


def test_a_reminder_is_noted_shown_and_never_changed(line: Line) -> None:
    world = line.world
    assert len(note(line, world.commune, world.sibling, world.commune, note=" hẹn chiều nay ")) == 2
    [own] = [one for one in to_remind(line.district_officer, world.district, date(2021, 3, 16)).owed
             if one.version.unit_id == world.commune.pk]  # fmt: skip
    [row] = own.reminders
    assert (row.how, row.note, row.noted_by.full_name) == ("phone", "hẹn chiều nay", "Nguyễn Văn An")
    events = Event.objects.filter(verb="report.reminded")
    assert set(events.values_list("unit_id", flat=True)) == {world.commune.pk, world.sibling.pk}
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_reminder SET note = 'x'")


def test_what_cannot_be_noted_is_refused(line: Line) -> None:
    world = line.world
    for units, more, why in (
        ([], {}, "ít nhất một"),
        ([world.commune], {"how": "raven"}, "cách"),
        ([world.commune], {"day": date(2021, 3, 17)}, "không sau hôm nay"),
        ([world.commune], {"day": date(2019, 3, 17)}, "một năm qua"),
        ([world.commune], {"note": "x" * 201}, "200"),
    ):
        with pytest.raises(Refused, match=why):
            note(line, *units, **more)
    for actor, unit in ((line.district_officer, world.other_commune), (line.province_officer, world.commune),
                        (make_actor("auditor", world.province), world.district)):  # fmt: skip
        with pytest.raises(NotAllowed):
            note(line, unit, actor=actor)
    line.submitted(world.commune)
    with pytest.raises(Refused, match="Phường Trảng Dài không còn nợ"):
        note(line, world.sibling, world.commune)
    assert Reminder.objects.count() == 0
