"""When a report may be begun and sent, is due and late, at the instants around each boundary, by the one clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from lanhmanh.accounts.models import User
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.law.calendars import calendars, window
from lanhmanh.reporting import policies, selectors, services
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown
from lanhmanh.reporting.selectors.calendar import term
from tests.reporting.conftest import Line

DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
LAST_INSTANT = time(23, 59, 59, 999_999)
EVERY = [(code, kind) for code, one in sorted(calendars().items()) for kind in Kind if kind in one.kinds]
# A period of each form: over New Year, the 29th of February, Tết, a quarter, a half, a year of the Decision's own.
ASKED = [
    ("HND-THANG", "202201"), ("HND-THANG", "202403"), ("HND-THANG", "202602"), ("HND-QUY", "2021Q1"),
    ("HND-QUY", "2021Q4"), ("HND-6THANG", "2024S1"), ("HND-NAM", "2022"), ("HND-PLCT2", "2025"), ("HND-PLQD28", "2025"),
]  # fmt: skip


def told_twice(moment: datetime) -> tuple[datetime, datetime]:
    """Return an instant as Viet Nam and as Greenwich tell it."""
    return moment, moment.astimezone(UTC)


def allowed(step, form: Form, period: Period, moment: datetime) -> bool:  # type: ignore[no-untyped-def]
    """Test whether a policy lets a step be taken at an instant."""
    with clock.at(moment):
        try:
            step(form, period, clock.today())
        except Refused:
            return False
        return True


@pytest.mark.pure
@pytest.mark.parametrize(("code", "kind"), EVERY)
def test_a_period_begins_with_its_first_instant_and_closes_with_the_first_of_its_last_day(
    code: str, kind: Kind
) -> None:
    form = replace(forms.get("HND-QUY"), calendar=code, kind=kind)
    for period in (one for year in (2024, 2025) for one in Period(year).split(kind)):
        days = window(code, period)
        begins = datetime.combine(days.first, time(), VIETNAM)
        closes = datetime.combine(days.last, time(), VIETNAM)
        for edge, step in ((begins, policies.require_begun), (closes, policies.require_closed)):
            for moment in told_twice(edge):
                assert not allowed(step, form, period, moment - TICK)
                assert allowed(step, form, period, moment)
            ends = datetime.combine(days.last, LAST_INSTANT, VIETNAM)
            assert allowed(step, form, period, ends)
            assert allowed(step, form, period, ends + TICK)


def taken(line: Line, form: Form, period: Period, moment: datetime, *, send: bool) -> bool:
    """Try to begin, or to send, the commune's report at an instant."""
    unit = line.world.commune
    actor = line.filler(unit)
    report = Report.objects.filter(unit=unit, form=form.code, period=period.code).first()
    with clock.at(moment):
        try:
            if send and report is not None:
                services.submit_report(actor=actor, report=report)
            else:
                services.open_report(actor=actor, unit=unit, form=form, period=period)
        except Refused:
            return False
    return True


def fill(line: Line, form: Form, period: Period) -> None:
    report = Report.objects.get(unit=line.world.commune, form=form.code, period=period.code)
    known = catalogue.load()
    cells = {code: (Decimal(0), "") for code in form.rows if not known[code].is_ratio}
    services.save_cells(actor=line.filler(line.world.commune), report=report, cells=cells)


@pytest.mark.parametrize(("code", "period"), ASKED)
def test_services_open_and_take_reports_at_these_instants_only(line: Line, code: str, period: str) -> None:
    form, asked = forms.get(code), parse(period)
    days = window(form.calendar, asked)
    opens, closes = (datetime.combine(day, time(), VIETNAM) for day in (days.first, days.last))
    assert not taken(line, form, asked, (opens - TICK).astimezone(UTC), send=False)
    assert not Report.objects.exists()
    assert taken(line, form, asked, opens.astimezone(UTC), send=False)
    fill(line, form, asked)
    assert not taken(line, form, asked, (closes - TICK).astimezone(UTC), send=True)
    assert taken(line, form, asked, closes.astimezone(UTC), send=True)
    report = Report.objects.get()
    assert (report.state, report.opened_at, report.submitted_at) == ("SUBMITTED", opens, closes)


def around_due(line: Line, form: Form, period: Period) -> Iterator[tuple[datetime, bool]]:
    """Yield the last instant of the due day and the next, each with whether it is late."""
    due = term(form, period, "commune").due
    ends = datetime.combine(due, LAST_INSTANT, VIETNAM)
    for moment, late in ((ends, False), (ends + TICK, True)):
        for told in told_twice(moment):
            yield told, late


def shown_at(line: Line, form: Form, period: Period, moment: datetime) -> tuple[Shown, int] | None:
    """Return what the list of reports to send shows of the commune's report at an instant."""
    with clock.at(moment):
        due = selectors.reports_due(line.filler(line.world.commune), clock.today())
    found = [one for one in due if (one.form.code, one.period) == (form.code, period)]
    return (found[0].shown, found[0].late_days) if found else None


@pytest.mark.parametrize(("code", "period"), ASKED)
def test_a_report_is_due_until_the_last_instant_of_its_due_day(line: Line, code: str, period: str) -> None:
    form, asked = forms.get(code), parse(period)
    closed = datetime.combine(window(form.calendar, asked).last, LAST_INSTANT, VIETNAM)
    assert shown_at(line, form, asked, closed) is None  # not yet asked on the last day itself
    assert shown_at(line, form, asked, closed + TICK) == (Shown.DUE, 0)
    for moment, late in around_due(line, form, asked):
        assert shown_at(line, form, asked, moment) == ((Shown.OVERDUE, 1) if late else (Shown.DUE, 0))


@pytest.mark.deep
@pytest.mark.parametrize(("code", "period"), [("HND-QUY", "2021Q4"), ("HND-THANG", "202602")])
def test_sent_on_the_last_instant_is_in_time_and_on_the_next_is_late(line: Line, code: str, period: str) -> None:
    form, asked = forms.get(code), parse(period)
    reviewer = line.reviewer(line.world.commune)
    for unit, (moment, late) in zip(
        (line.world.commune, line.world.sibling), list(around_due(line, form, asked))[1::2], strict=True
    ):
        actor = line.filler(unit)
        with clock.at(moment):
            report = services.open_report(actor=actor, unit=unit, form=form, period=asked)
            zeros = {row.indicator: (Decimal(0), "") for row in report.values.all()}
            services.save_cells(actor=actor, report=report, cells=zeros)
            services.submit_report(actor=actor, report=report)
        with clock.at(moment + 3 * DAY):
            assert selectors.report_page(reviewer, report.uid).is_late is late
            (waiting,) = [one for one in selectors.review_queue(reviewer) if one.report_uid == report.uid]
            assert waiting.late is late


@pytest.mark.deep
@pytest.mark.parametrize(("code", "period"), [("HND-QUY", "2021Q4"), ("HND-PLQD28", "2025")])
def test_today_moves_a_report_to_overdue_with_the_first_instant_after_its_due_day(
    line: Line, settings, client: Client, code: str, period: str
) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    form, asked = forms.get(code), parse(period)
    client.force_login(
        User.objects.get(pk=line.filler(line.world.commune).user_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    for moment, late in around_due(line, form, asked):
        with clock.at(moment):
            agenda = client.get("/").context["agenda"]
        groups = {name: [job.url for job in getattr(agenda, name)] for name in ("overdue", "week")}
        ours = f"/{code}/{period}/"
        assert [name for name, urls in groups.items() if any(ours in url for url in urls)] == [
            "overdue" if late else "week"
        ]


@pytest.mark.parametrize(("code", "period"), [("HND-QUY", "2021Q4")])
def test_the_table_of_who_has_reported_turns_at_the_same_instants(line: Line, code: str, period: str) -> None:
    form, asked = forms.get(code), parse(period)
    closed = datetime.combine(window(form.calendar, asked).last, LAST_INSTANT, VIETNAM)
    steps = [(closed, Shown.UPCOMING), (closed + TICK, Shown.DUE)]
    steps += [(moment, Shown.OVERDUE if late else Shown.DUE) for moment, late in around_due(line, form, asked)]
    for moment, wanted in steps:
        with clock.at(moment):
            table = selectors.completeness(line.district_officer, form, [asked], line.world.district, clock.today())
            whole = selectors.consolidation(line.district_officer, form, asked, line.world.district)
        communes = [row.cells[0] for row in table.rows if row.level == "commune"]
        assert {cell.shown for cell in communes if cell} == {wanted}
        assert {row.shown for row in whole.rows if row.level == "commune"} == {wanted}
