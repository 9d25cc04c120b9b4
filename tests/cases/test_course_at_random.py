"""Cases that take random courses: their rows and their steps agree, and no status is ever an illegal one."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from lanhmanh.cases.models import Case, Deadline, Episode
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.selectors.course import taken_of
from lanhmanh.cases.services import close_case, complete_stage, correct_start, end_episode, start_episode, take_step
from lanhmanh.cases.services.deadlines import expected
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.personal_data import retention
from lanhmanh.law.statuses import Status, allowed, endings_of, regime, term_of, version_on
from tests.cases.conftest import House, moment
from tests.growth import examples

STATUSES = [one.value for one in Status]
# A new law comes on 1 January 2022 and on 1 July 2026: the days lie on each side of both.
FIRST_DAYS = [
    date(2021, 9, 1),
    date(2021, 12, 25),
    date(2022, 1, 1),
    date(2026, 5, 20),
    date(2026, 6, 30),
    date(2026, 7, 1),
]
STEPS = ["assessment", "registration", "decision", "decision", "stage_1", "stage_4"]
ENDINGS = ["completed", "expiry", "relapse", "moved", "death", "used_again"]
GAPS = st.sampled_from([0, 1, 3, 30, 90, 200, 370])
MOVES = st.one_of(
    st.tuples(st.just("start"), st.sampled_from(STATUSES), st.booleans()),
    st.tuples(st.just("step"), st.sampled_from(STEPS),
              st.sampled_from([None, 6, 12, 24, 40])),
    st.tuples(st.just("stage"), st.none(), st.none()),
    st.tuples(st.just("correct"), st.sampled_from(STATUSES), st.booleans()),
    st.tuples(st.just("lawful"), st.integers(0, 9), st.none()),
    st.tuples(st.just("end"), st.sampled_from(ENDINGS), st.none()),
    st.tuples(st.just("close"), st.sampled_from(["done", "death", "none such"]), st.none()),
)  # fmt: skip
COURSE = st.lists(st.tuples(MOVES, GAPS), min_size=3, max_size=14)


def running(case: Case) -> Episode | None:
    return Episode.objects.filter(case=case, ended_on=None).first()


def do(house: House, case: Case, move: tuple[str, object, object], today: date) -> None:
    """Make one move; what is refused changes nothing."""
    kind, what, more = move
    case = Case.objects.get(pk=case.pk)
    now = running(case)
    if kind == "start":
        start_episode(**house.me, case=case, status=str(what), on=today, anew=bool(more))
    elif kind == "close":
        close_case(**house.me, case=case, reason=str(what))
    elif kind == "lawful" and now is None:
        _start_lawfully(house, case, int(str(what)), today)
    elif now is None:
        return
    elif kind == "lawful":
        grounds = endings_of(now.status, on=today)
        end_episode(**house.me, episode=now, ending=grounds[int(str(what)) % len(grounds)].code, on=today)
    elif kind == "step":
        months = int(str(more)) if more else None
        take_step(**house.me, episode=now, step=str(what), on=today, months=months)
    elif kind == "correct":
        correct_start(**house.me, episode=now, status=str(what), on=today, anew=bool(more))
    elif kind == "stage":
        complete_stage(**house.me, episode=now, on=today)
    else:
        end_episode(**house.me, episode=now, ending=str(what), on=today)


def _start_lawfully(house: House, case: Case, which: int, today: date) -> None:
    last = Episode.objects.filter(case=case).order_by("number").last()
    possible = allowed(last.status if last else None, on=today) or allowed(None, on=today)
    start_episode(**house.me, case=case, status=possible[which % len(possible)].value, on=today)


def state(case: Case) -> list[object]:
    rows: list[object] = list(Case.objects.filter(pk=case.pk).values())
    for table in (Episode.objects.filter(case=case), Deadline.objects.filter(episode__case=case)):
        rows += list(table.order_by("pk").values())
    return rows


def check(case: Case) -> None:
    """Hold the rows of a case against its steps and the law."""
    case = Case.objects.get(pk=case.pk)
    rows = list(Episode.objects.filter(case=case).order_by("number").select_related("previous"))
    now = [row for row in rows if row.ended_on is None]
    assert len(now) <= 1
    assert case.status == (now[0].status if now else "")
    if case.state == "closed":
        assert not now
        assert case.seal_on is not None
        assert case.erase_on is not None
        assert case.erase_on >= case.seal_on >= case.closed_on  # type: ignore[operator]
    for before, row in zip([None, *rows], rows, strict=False):
        check_episode(row, before)


def check_episode(row: Episode, before: Episode | None) -> None:
    assert row.previous == before
    assert before is None or row.started_on >= before.ended_on  # type: ignore[operator]
    taken = taken_of(row)
    assert taken[-1].step == row.step
    done = rules.effective(taken, row.status, row.started_on)
    assert row.decided_on == done.get("decision")
    assert (row.step in {"completion", "closed"}) == (row.ended_on is not None)
    check_law(row)
    numbers = sorted(int(step[-1]) for step in done if step.startswith("stage_"))
    assert numbers == list(range(1, len(numbers) + 1))
    if row.ended_on is not None:
        assert row.ending in {one.code for one in endings_of(row.status, on=row.ended_on)}
        assert not row.deadlines.filter(done_on=None, dropped=False).exists()
        if row.ending == "completed":
            known = regime(row.law, row.status)
            assert known is None or len(numbers) >= (known.stages_required or 0)
    else:
        kept = {(one.code, one.due): one.done_on for one in row.deadlines.filter(dropped=False)}
        assert kept == expected(row)


def check_law(row: Episode) -> None:
    """Hold law and term against the engine: by the decision's day, after rehab by the day of its completion."""
    after = row.previous if row.previous and row.previous.ending == "completed" else None
    follows = Status(row.status) in rules.AFTER_REHAB
    completed = (after.ended_on if after else row.started_on) if follows else None
    day = completed or row.decided_on or row.started_on
    assert row.law == version_on(day).code
    assert regime(version_on(row.started_on).code, row.status) is not None
    if row.decided_on is None:
        assert row.due_on is None
        return
    term = term_of(
        row.status, decided_on=row.decided_on, age=31, times=row.times,
        after=after.status if after and follows else None, completed_on=completed,
    )  # fmt: skip
    first = completed or row.decided_on
    if term.open:
        assert row.due_on is None or row.due_on > first
    else:
        assert term.months_min is not None
        assert term.ends_on(first, term.months_min) <= row.due_on <= term.ends_on(first)  # type: ignore[operator]


@pytest.mark.deep
@pytest.mark.slow
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sampled_from(FIRST_DAYS), course=COURSE)
def test_rows_and_steps_agree_whatever_the_course(
    house: House, first: date, course: list[tuple[tuple[str, object, object], int]]
) -> None:
    with clock.at(moment(first)):
        case = house.case(on=first)
    today = first
    for move, gap in course:
        today += timedelta(days=gap)
        with clock.at(moment(today)):
            if gap or today == first:
                house.open(house.worker, case)
            before = state(case)
            try:
                do(house, case, move, today)
            except Refused as refusal:
                assert str(refusal)
                assert state(case) == before
                event(f"{move[0]} refused")
            else:
                event(f"{move[0]} done")
            check(case)


@pytest.mark.pure
@given(closed=st.dates(date(2021, 1, 1), date(2027, 1, 1)), status=st.sampled_from(["", *STATUSES]))
def test_every_end_has_days_of_sealing_and_erasure(closed: date, status: str) -> None:
    kept = retention(status, "death", closed)
    assert closed <= kept.seal_on <= kept.erase_on
