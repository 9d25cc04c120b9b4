"""The course of a case: what follows what, under which law, who may, and what is left on record."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case, CourseStep, Deadline, Episode, Secret, Transfer
from lanhmanh.cases.selectors.course import running_of
from lanhmanh.cases.selectors.course_timeline import ahead, chapters, day_of
from lanhmanh.cases.selectors.door import AtRest, NotOpened, OnlyLooking, Restricted, require_opened
from lanhmanh.cases.services import (
    close_case,
    complete_stage,
    correct_start,
    drop_deadline,
    end_episode,
    finish_deadline,
    note_event,
    start_episode,
    take_step,
)  # fmt: skip
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from tests.cases.conftest import House, moment


class Walk:
    """A case that goes its way at days of its own."""

    def __init__(self, house: House, first: date, **changes: Any) -> None:
        self.house = house
        with clock.at(moment(first)):
            self.case = house.case(on=first, opened=False, **changes)
        self.at(first)

    def at(self, day: date) -> None:
        """Open the case on a day."""
        self.day = day
        with clock.at(moment(day)):
            self.house.open(self.house.worker, Case.objects.get(pk=self.case.pk))

    def do(self, service: Callable[..., Any], **what: Any) -> Any:
        """Call a service as the worker on the day that was opened."""
        with clock.at(moment(self.day, 10)):
            if service in {start_episode, close_case}:
                return service(**self.house.me, case=Case.objects.get(pk=self.case.pk), **what)
            return service(**self.house.me, episode=self.now, **what)

    @property
    def now(self) -> Episode:
        found = running_of(self.case)
        assert found is not None
        return found

    def rehab(self, decided: date, *, status: str = "rehab_home", months: int | None = 6, stages: int = 0) -> None:
        """Go as far as some stages of a rehab, all on the day of its decision."""
        self.do(start_episode, status=status, on=decided)
        for step in ("assessment", "registration"):
            self.do(take_step, step=step, on=decided)
        self.do(take_step, step="decision", on=decided, months=months)
        for _stage in range(stages):
            self.do(complete_stage, on=decided)


def test_home_rehab_goes_from_asking_for_help_to_the_end_of_post_rehab_management(house: House) -> None:
    walk = Walk(house, date(2022, 3, 11))
    walk.do(start_episode, status="rehab_home", on=date(2022, 3, 11))
    walk.at(date(2022, 9, 23))
    for step, on in [("assessment", date(2022, 3, 14)), ("registration", date(2022, 3, 18))]:
        walk.do(take_step, step=step, on=on)
    walk.do(take_step, step="decision", on=date(2022, 3, 23), months=6)
    for month in (5, 6, 7):
        walk.do(complete_stage, on=date(2022, month, 5))
    assert (walk.now.law, walk.now.due_on) == ("luat-73-2021", date(2022, 9, 23))
    ended = walk.do(end_episode, ending="completed", on=date(2022, 9, 23))
    assert [one.value for one in ended.leads_to] == ["post_rehab"]
    walk.do(start_episode, status="post_rehab", on=date(2022, 9, 23))
    walk.at(date(2023, 9, 23))
    walk.do(take_step, step="decision", on=date(2022, 9, 28))
    assert walk.now.due_on == date(2023, 9, 23)
    assert [one.title for one in ahead(walk.case)][-1] == "Hết thời hạn: quản lý sau cai nghiện tại nơi cư trú"
    walk.do(end_episode, ending="expiry", on=date(2023, 9, 23))
    closed = walk.do(close_case, reason="done", note="Có việc làm ổn định")
    assert (closed.state, closed.status) == ("closed", "")
    assert closed.seal_on == date(2023, 9, 23)
    assert closed.erase_on == date(2025, 9, 23)


@pytest.mark.parametrize(
    ("opened", "decided", "law", "due"),
    [
        (date(2021, 12, 20), date(2021, 12, 31), "truoc-2022", date(2022, 6, 30)),
        (date(2021, 12, 20), date(2022, 1, 4), "luat-73-2021", date(2022, 7, 4)),
        (date(2026, 6, 1), date(2026, 6, 30), "luat-73-2021", date(2026, 12, 30)),
        (date(2026, 6, 1), date(2026, 7, 1), "luat-120-2025", date(2028, 7, 1)),
    ],
)
def test_the_law_of_the_decision_sets_the_term(house: House, opened: date, decided: date, law: str, due: date) -> None:
    walk = Walk(house, opened)
    walk.do(start_episode, status="rehab_home", on=opened)
    walk.at(decided)
    walk.do(take_step, step="decision", on=decided, months=None if law == "luat-120-2025" else 6)
    assert (walk.now.law, walk.now.due_on) == (law, due)


def test_rehab_of_the_old_law_leads_to_management_of_the_new_one(house: House) -> None:
    walk = Walk(house, date(2026, 2, 2))
    walk.rehab(date(2026, 2, 2), stages=3)
    walk.at(date(2026, 8, 3))
    walk.do(end_episode, ending="completed", on=date(2026, 8, 3))
    made = walk.do(start_episode, status="post_rehab", on=date(2026, 8, 3))
    assert made.law == "luat-120-2025"
    assert made.previous.law == "luat-73-2021"


def test_a_second_rehab_takes_longer_under_the_new_law(house: House) -> None:
    walk = Walk(house, date(2026, 7, 6))
    walk.rehab(date(2026, 7, 6), months=None)
    assert (walk.now.times, walk.now.due_on) == (1, date(2028, 7, 6))
    walk.at(date(2026, 9, 1))
    walk.do(end_episode, ending="moved", on=date(2026, 9, 1))
    walk.do(start_episode, status="rehab_community", on=date(2026, 9, 1))
    assert walk.now.times == 1, "the same run goes on elsewhere"
    walk.do(end_episode, ending="death", on=date(2026, 9, 1))
    with pytest.raises(Refused, match="từ số đó trở lên"):
        walk.do(start_episode, status="rehab_home", on=date(2026, 9, 1), times=1)
    walk.do(start_episode, status="rehab_home", on=date(2026, 9, 1))
    walk.do(take_step, step="decision", on=date(2026, 9, 1))
    assert (walk.now.times, walk.now.due_on) == (2, date(2029, 9, 1))


def test_what_the_law_does_not_know_is_refused_with_its_article(house: House) -> None:
    walk = Walk(house, date(2021, 12, 1))
    with pytest.raises(Refused, match="Điều 23"):
        walk.do(start_episode, status="management", on=date(2021, 12, 1))
    walk.at(date(2022, 2, 1))
    with pytest.raises(Refused, match="Điều 28"):
        walk.do(start_episode, status="rehab_compulsory_community", on=date(2022, 2, 1))
    walk.do(start_episode, status="management", on=date(2022, 2, 1))
    with pytest.raises(Refused, match="Điều"):
        walk.do(end_episode, ending="relapse", on=date(2022, 2, 1))
    walk.do(end_episode, ending="found_addicted", on=date(2022, 2, 1))
    with pytest.raises(Refused, match="Không thể chuyển"):
        walk.do(start_episode, status="post_rehab", on=date(2022, 2, 1))
    with pytest.raises(Refused, match="chỉ có thể là"):
        walk.do(start_episode, status="rehab_compulsory", on=date(2022, 2, 1))
    assert walk.do(start_episode, status="rehab_home", on=date(2022, 2, 1)).number == 2


def test_relapse_opens_a_linked_episode(house: House) -> None:
    walk = Walk(house, date(2022, 3, 1))
    walk.rehab(date(2022, 3, 1), stages=3)
    walk.at(date(2022, 10, 3))
    walk.do(end_episode, ending="completed", on=date(2022, 9, 1))
    first = walk.do(start_episode, status="post_rehab", on=date(2022, 9, 1))
    ended = walk.do(end_episode, ending="relapse", on=date(2022, 10, 3))
    assert [one.value for one in ended.leads_to] == ["rehab_compulsory"]
    again = walk.do(start_episode, status="rehab_compulsory", on=date(2022, 10, 3))
    assert (again.previous, again.times) == (first, 2)


@pytest.mark.parametrize(
    ("birth", "band", "admitted"),
    [("02/03/2006", "16-17", True), ("02/03/2004", "16-17", False), ("", "16-17", True), ("", "30-39", False)],
)
def test_minors_have_rules_of_their_own_by_the_sealed_birth_date(
    house: House, birth: str, band: str, admitted: bool
) -> None:
    walk = Walk(house, date(2022, 6, 1), age_band=band, secrets={"birth_date": birth})
    if admitted:
        walk.do(start_episode, status="rehab_compulsory_minor", on=date(2022, 6, 1))
        walk.do(take_step, step="decision", on=date(2022, 6, 1), months=12)
        assert walk.now.due_on == date(2023, 6, 1)
    else:
        with pytest.raises(Refused, match="12"):
            walk.do(start_episode, status="rehab_compulsory_minor", on=date(2022, 6, 1))
    assert not any("birth" in field.name or field.name == "age" for field in Episode._meta.fields)


def test_support_for_leaving_is_for_who_asked_and_has_no_term(house: House) -> None:
    walk = Walk(house, date(2022, 6, 1), ground="assigned")
    with pytest.raises(Refused, match="tự đề nghị"):
        walk.do(start_episode, status="leaving", on=date(2022, 6, 1))
    asked = Walk(house, date(2022, 6, 1), ground="asked")
    asked.do(start_episode, status="leaving", on=date(2022, 6, 1))
    assert (asked.now.due_on, asked.now.deadlines.count()) == (None, 0)
    asked.do(end_episode, ending="wish", on=date(2022, 6, 1))
    closed = asked.do(close_case, reason="wish")
    assert closed.erase_on == date(2022, 12, 1)


def test_a_step_back_is_a_further_step_and_takes_back_what_came_after(house: House) -> None:
    walk = Walk(house, date(2022, 3, 1))
    walk.rehab(date(2022, 3, 1), stages=1)
    walk.at(date(2022, 3, 20))
    walk.do(take_step, step="registration", on=date(2022, 3, 10), note="Ghi nhầm ngày đăng ký")
    now = walk.now
    assert (now.step, now.decided_on, now.due_on) == ("registration", None, None)
    assert CourseStep.objects.filter(episode=now).count() == 6
    open_ones = now.deadlines.filter(done_on=None, dropped=False)
    assert list(open_ones.values_list("code", flat=True)) == ["decide_rehab"]
    with pytest.raises(Refused, match="Quyết định"):
        walk.do(complete_stage, on=date(2022, 3, 20))
    walk.do(take_step, step="decision", on=date(2022, 3, 12), months=8)
    assert walk.now.due_on == date(2022, 11, 12)
    told = [(point.title, point.state) for point in chapters(walk.case)[0].points]
    assert sum(state == "none" and "Quyết định" in title for title, state in told) == 1


def test_a_wrong_start_is_put_right_and_what_came_after_is_recorded_again(house: House) -> None:
    walk = Walk(house, date(2022, 3, 1))
    walk.rehab(date(2022, 3, 1), stages=1)
    walk.at(date(2022, 3, 20))
    with pytest.raises(Refused, match="chưa đến"):
        walk.do(correct_start, status="management", on=date(2022, 3, 21))
    walk.do(correct_start, status="management", on=date(2022, 3, 16))
    now = walk.now
    assert (now.status, now.started_on, now.step, now.decided_on) == ("management", date(2022, 3, 16), "intake", None)
    assert Case.objects.get(pk=walk.case.pk).status == "management"
    assert list(now.deadlines.filter(dropped=False).values_list("code", flat=True)) == ["decide_management"]
    states = [point.state for point in chapters(walk.case)[0].points]
    assert states.count("saved") == 1
    walk.do(take_step, step="decision", on=date(2022, 3, 18))
    assert walk.now.due_on == date(2023, 3, 18)


def test_a_case_that_is_offered_to_another_unit_is_not_closed(house: House) -> None:
    walk = Walk(house, date(2022, 3, 1))
    unit = house.world
    Transfer.objects.create(case=walk.case, from_unit=unit.commune, to_unit=unit.sibling, asked_by=house.worker.user)
    with pytest.raises(Refused, match="rút lại"):
        walk.do(close_case, reason="done")


def test_stages_go_one_by_one_and_completion_wants_them_all(house: House) -> None:
    walk = Walk(house, date(2026, 7, 6))
    walk.do(start_episode, status="rehab_home", on=date(2026, 7, 6))
    with pytest.raises(Refused, match="Quyết định"):
        walk.do(complete_stage, on=date(2026, 7, 6))
    walk.do(take_step, step="decision", on=date(2026, 7, 6))
    with pytest.raises(Refused, match="Giai đoạn 3"):
        walk.do(take_step, step="stage_4", on=date(2026, 7, 6))
    for _stage in range(4):
        walk.do(complete_stage, on=date(2026, 7, 6))
    with pytest.raises(Refused, match="5 giai đoạn"):
        walk.do(end_episode, ending="completed", on=date(2026, 7, 6))
    walk.do(complete_stage, on=date(2026, 7, 6))
    with pytest.raises(Refused, match="Không còn giai đoạn"):
        walk.do(complete_stage, on=date(2026, 7, 6))
    walk.do(end_episode, ending="completed", on=date(2026, 7, 6))


@pytest.mark.parametrize(("months", "message"), [(None, "từ 6 đến 12"), (5, "5 tháng"), (13, "13 tháng")])
def test_a_decision_keeps_within_the_term_of_the_law(house: House, months: int | None, message: str) -> None:
    walk = Walk(house, date(2022, 3, 1))
    walk.do(start_episode, status="rehab_home", on=date(2022, 3, 1))
    with pytest.raises(Refused, match=message):
        walk.do(take_step, step="decision", on=date(2022, 3, 1), months=months)
    assert walk.now.step == "intake"


def test_days_that_cannot_be_are_refused(house: House) -> None:
    walk = Walk(house, date(2022, 3, 1))
    with pytest.raises(Refused, match="chưa đến"):
        walk.do(start_episode, status="rehab_home", on=date(2022, 3, 2))
    walk.do(start_episode, status="rehab_home", on=date(2022, 3, 1))
    for step, on in [
        ("assessment", date(2022, 2, 28)),
        ("assessment", date(2022, 3, 2)),
        ("nothing", date(2022, 3, 1)),
    ]:
        with pytest.raises(Refused):
            walk.do(take_step, step=step, on=on)
    walk.at(date(2022, 3, 9))
    walk.do(take_step, step="assessment", on=date(2022, 3, 8))
    with pytest.raises(Refused, match="08/03/2022"):
        walk.do(take_step, step="registration", on=date(2022, 3, 7))
    with pytest.raises(Refused, match="trước một bước"):
        walk.do(end_episode, ending="death", on=date(2022, 3, 7))
    with pytest.raises(Refused, match="đang diễn ra"):
        walk.do(start_episode, status="leaving", on=date(2022, 3, 9))
    with pytest.raises(Refused, match="đang diễn ra"):
        walk.do(close_case, reason="done")
    walk.do(end_episode, ending="death", on=date(2022, 3, 9))
    with pytest.raises(Refused, match="trong danh sách"):
        walk.do(close_case, reason="tired of it")
    with pytest.raises(Refused, match="trước một việc"):
        walk.do(close_case, reason="death", on=date(2022, 3, 8))


def test_management_does_not_expire_before_its_year_is_over(house: House) -> None:
    walk = Walk(house, date(2022, 3, 1))
    walk.do(start_episode, status="management", on=date(2022, 3, 1))
    with pytest.raises(Refused, match="quyết định"):
        walk.do(end_episode, ending="expiry", on=date(2022, 3, 1))
    walk.do(take_step, step="decision", on=date(2022, 3, 1))
    walk.at(date(2023, 2, 28))
    with pytest.raises(Refused, match="01/03/2023"):
        walk.do(end_episode, ending="expiry", on=date(2023, 2, 28))


def test_deadlines_are_kept_by_steps_by_hand_or_not_at_all(house: House) -> None:
    walk = Walk(house, date(2022, 3, 1))
    walk.do(start_episode, status="management", on=date(2022, 3, 1))
    [decide] = walk.now.deadlines.all()
    assert (decide.code, day_of(decide.due)) == ("decide_management", date(2022, 3, 4))
    with pytest.raises(Refused, match="ghi bước"):
        walk_finish(walk, decide)
    walk.at(date(2022, 3, 10))
    walk.do(take_step, step="decision", on=date(2022, 3, 7))
    decide.refresh_from_db()
    assert decide.done_on == date(2022, 3, 7)
    [chip] = [chip for point in chapters(walk.case)[0].points for chip in point.chips]
    assert (chip.state, chip.label) == ("overdue", "Muộn 3 ngày")
    [moved] = walk.do(note_event, event="moved", at=date(2022, 3, 9))
    with clock.at(moment(walk.day)):
        assert finish_deadline(**house.me, deadline=moved, on=date(2022, 3, 10)).done_on == date(2022, 3, 10)
        with pytest.raises(Refused, match="đã làm xong"):
            drop_deadline(**house.me, deadline=moved)
    [checked] = walk.do(note_event, event="checked", at=date(2022, 3, 9))
    with clock.at(moment(walk.day)):
        assert drop_deadline(**house.me, deadline=checked).dropped
        with pytest.raises(Refused, match="không còn phải làm"):
            finish_deadline(**house.me, deadline=checked, on=date(2022, 3, 10))
    for event in ("file_read", "positive", "none such"):
        with pytest.raises(Refused):
            walk.do(note_event, event=event, at=date(2022, 3, 9))


def walk_finish(walk: Walk, deadline: Deadline) -> None:
    with clock.at(moment(walk.day)):
        finish_deadline(**walk.house.me, deadline=deadline, on=walk.day)


def test_a_case_at_rest_is_taken_up_by_a_new_episode_only(house: House) -> None:
    walk = Walk(house, date(2022, 3, 1))
    walk.do(start_episode, status="leaving", on=date(2022, 3, 1))
    walk.do(end_episode, ending="completed", on=date(2022, 3, 1))
    walk.do(close_case, reason="done")
    with pytest.raises(AtRest):
        walk.do(close_case, reason="done")
    walk.at(date(2022, 5, 2))
    made = walk.do(start_episode, status="leaving", on=date(2022, 5, 2), anew=True)
    case = Case.objects.get(pk=walk.case.pk)
    assert (made.number, case.state, case.closing, case.seal_on, case.erase_on) == (2, "open", "", None, None)
    Case.objects.filter(pk=case.pk).update(restricted_on=date(2022, 5, 2))
    with pytest.raises(Restricted):
        walk.do(end_episode, ending="wish", on=date(2022, 5, 2))


DEEDS: list[Callable[[House, Case, dict[str, Any]], Any]] = [
    lambda _house, case, who: start_episode(**who, case=case, status="leaving", on=date(2021, 12, 20)),
    lambda _house, case, who: take_step(**who, episode=running_of(case), step="assessment", on=date(2021, 12, 20)),  # type: ignore[arg-type]
    lambda _house, case, who: complete_stage(**who, episode=running_of(case), on=date(2021, 12, 20)),  # type: ignore[arg-type]
    lambda _house, case, who: end_episode(**who, episode=running_of(case), ending="death", on=date(2021, 12, 20)),  # type: ignore[arg-type]
    lambda _house, case, who: note_event(**who, episode=running_of(case), event="moved", at=date(2021, 12, 20)),  # type: ignore[arg-type]
    lambda _house, case, who: close_case(**who, case=case, reason="done"),
    lambda _house, case, who: finish_deadline(**who, deadline=one_deadline(case), on=date(2021, 12, 20)),
    lambda _house, case, who: drop_deadline(**who, deadline=one_deadline(case)),
]  # fmt: skip


def one_deadline(case: Case) -> Deadline:
    due = moment(date(2021, 12, 24))
    return Deadline.objects.get_or_create(episode=running_of(case), code="notify_new_place", due=due)[0]


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_without_an_opening_that_allows_it(house: House, deed: Callable[..., Any]) -> None:
    case = house.case()
    start_episode(**house.me, case=case, status="rehab_home", on=date(2021, 12, 20))
    house.open(house.overseer, case)
    with pytest.raises(OnlyLooking):
        deed(house, case, {"actor": house.overseer.actor, "keys": house.overseer.keys})
    for member in (house.supervisor, house.stranger):
        with pytest.raises(NotOpened):
            deed(house, case, {"actor": member.actor, "keys": member.keys})


def test_the_trail_tells_that_something_was_done_and_not_what(house: House) -> None:
    case = house.case()
    start_episode(**house.me, case=case, status="rehab_home", on=date(2021, 12, 20), note="Bà Lê Thị Chín giới thiệu")
    take_step(**house.me, episode=running_of(case), step="assessment", on=date(2021, 12, 20))  # type: ignore[arg-type]
    end_episode(**house.me, episode=running_of(case), ending="death", on=date(2021, 12, 20))  # type: ignore[arg-type]
    close_case(**house.me, case=case, reason="death")
    told = "".join(f"{one.verb} {one.facts}" for one in Event.objects.all())
    assert {"episode.started", "episode.stepped", "episode.ended", "case.closed"} <= {
        one.verb for one in Event.objects.all()
    }
    for word in ("rehab", "death", "Chín", "assessment"):
        assert word not in told
    assert not any(b"Ch\xc3\xadn" in bytes(row.content) for row in Secret.objects.all())
    with clock.at(moment(date(2021, 12, 20), 10)):
        opened = require_opened(house.worker.actor, house.worker.keys, case)
        assert "Bà Lê Thị Chín giới thiệu" in str(chapters(case, opened))
    assert "Chín" not in str(chapters(case))


def test_the_page_of_a_course_asks_as_often_for_many_episodes(house: House, django_assert_max_num_queries: Any) -> None:
    case = house.case()
    for _time in range(6):
        start_episode(**house.me, case=case, status="leaving", on=date(2021, 12, 20), anew=True)
        end_episode(**house.me, episode=running_of(case), ending="wish", on=date(2021, 12, 20), note="Xin nghỉ")  # type: ignore[arg-type]
    opened = require_opened(house.worker.actor, house.worker.keys, case)
    with django_assert_max_num_queries(4):
        assert len(chapters(case, opened)) == 6
    with django_assert_max_num_queries(4):
        ahead(case)


def test_the_database_holds_an_episode_to_its_facts(house: House) -> None:
    case = house.case()
    made = start_episode(**house.me, case=case, status="leaving", on=date(2021, 12, 20))
    for wrong in ({"ending": "wish"}, {"ended_on": date(2021, 12, 20)}, {"times": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Episode.objects.filter(pk=made.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.create(case=case, number=2, status="leaving", law=made.law, started_on=made.started_on)
    with pytest.raises(TypeError):
        CourseStep.objects.all().delete()
