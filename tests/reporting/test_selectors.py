"""What each reader sees, in how many queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules import forms
from lanhmanh.reporting.rules.states import Shown
from lanhmanh.reporting.selectors.calendar import expected_below, periods_of_year
from lanhmanh.reporting.selectors.values import problems_of
from tests.factories import make_actor, make_unit
from tests.reporting.conftest import FORM, Q1, Line

TODAY = date(2021, 3, 16)


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_a_report_is_due_from_the_end_of_its_period_until_it_is_sent(line: Line) -> None:
    actor = line.filler(line.world.commune)
    (due,) = selectors.reports_due(actor, TODAY)
    assert (due.period, due.due, due.shown, due.report_uid) == (Q1, date(2021, 3, 17), Shown.DUE, None)
    (late,) = selectors.reports_due(actor, date(2021, 3, 20))
    assert (late.shown, late.late_days) == (Shown.OVERDUE, 3)
    report = line.submitted(line.world.commune)
    assert selectors.reports_due(actor, TODAY) == []
    services.return_report(actor=line.reviewer(line.world.commune), report=report, comment="Xem lại")
    (back,) = selectors.reports_due(actor, TODAY)
    assert (back.shown, back.return_comment, back.report_uid) == (Shown.RETURNED, "Xem lại", report.uid)


def test_who_fills_nothing_has_nothing_due(line: Line) -> None:
    assert selectors.reports_due(make_actor("police", line.world.district), TODAY) == []


def test_the_review_queue_holds_what_this_person_may_decide(line: Line) -> None:
    report = line.submitted(line.world.commune)
    line.submitted(line.world.other_commune)
    (item,) = selectors.review_queue(line.reviewer(line.world.commune))
    assert (item.report_uid, item.unit_name, item.late) == (report.uid, "Phường Trảng Dài", False)
    assert selectors.review_queue(line.province_leader) == []
    assert selectors.review_queue(line.filler(line.world.commune)) == []


def test_the_review_queue_follows_the_alphabet(line: Line) -> None:
    for unit in (line.world.commune, make_unit("Phường Đồng Tâm", "commune", line.world.district)):
        line.submitted(unit)
    queue = selectors.review_queue(line.district_officer)
    assert [item.unit_name for item in queue] == ["Phường Đồng Tâm", "Phường Trảng Dài"]


def test_a_late_report_is_late_by_the_day_in_viet_nam(line: Line) -> None:
    report = line.draft(line.world.commune)
    for moment, late in (
        (datetime(2021, 3, 17, 16, 59, tzinfo=UTC), False),
        (datetime(2021, 3, 17, 17, 0, tzinfo=UTC), True),
    ):
        with clock.at(moment):
            services.submit_report(actor=line.filler(line.world.commune), report=report)
            assert selectors.review_queue(line.reviewer(line.world.commune))[0].late is late
            services.return_report(actor=line.reviewer(line.world.commune), report=report, comment="x")


def test_the_matrix_counts_what_is_below(line: Line) -> None:
    world = line.world
    line.approved(world.commune)
    line.submitted(world.district)
    matrix = selectors.completeness(line.province_officer, FORM, [Q1, Q1.next()], world.province, TODAY)
    assert [row.name for row in matrix.rows] == ["Tỉnh Đồng Nai", "Huyện Long Thành", "Thành phố Biên Hòa"]
    cells = {row.name: row.cells[0] for row in matrix.rows}
    city = cells["Thành phố Biên Hòa"]
    assert city is not None
    assert (city.shown, city.approved, city.expected) == (Shown.SUBMITTED, 1, 2)
    upcoming = matrix.rows[2].cells[1]
    assert upcoming is not None
    assert (upcoming.shown, upcoming.approved, upcoming.expected) == (Shown.UPCOMING, 0, 2)


def test_a_unit_that_was_not_there_yet_has_no_cell(line: Line) -> None:
    make_unit("Xã Mới", "commune", line.world.district, since=date(2021, 4, 1))
    actor = line.filler(line.world.district)
    with clock.at(datetime(2021, 6, 20, tzinfo=UTC)):
        matrix = selectors.completeness(actor, FORM, [Q1, Q1.next()], line.world.district, date(2021, 6, 20))
    row = next(row for row in matrix.rows if row.name == "Xã Mới")
    assert row.cells[0] is None
    assert row.cells[1] is not None


def test_the_matrix_leaves_out_what_the_actor_may_not_see(line: Line) -> None:
    matrix = selectors.completeness(line.filler(line.world.commune), FORM, [Q1], line.world.district, TODAY)
    assert [row.name for row in matrix.rows] == ["Phường Trảng Dài"]


def test_the_page_shows_rows_steps_and_history(line: Line) -> None:
    unit = line.world.commune
    report = line.submitted(unit, TG_NHAN=2, CK_HO=30, HV_HO=40)
    page = selectors.report_page(line.reviewer(unit), report.uid)
    assert page.row_of["TG-NHAN"].value == 2
    assert page.row_of["CK-TYLE"].value == 75
    assert (page.row_of["TT-BUOI"].derived, page.row_of["TT-BUOI"].fact_count) == (0, 0)
    assert (page.may_fill, page.may_submit, page.may_review, page.may_correct) == (False, False, True, False)
    assert [step.kind for step in page.history] == ["submitted"]
    assert (page.unit_name, page.parent_name) == ("Phường Trảng Dài", "Thành phố Biên Hòa")
    assert page.filled == page.asked
    own = selectors.report_page(line.filler(unit), report.uid)
    assert (own.may_fill, own.may_review) == (False, False)


def test_the_page_sets_the_period_before_beside(line: Line) -> None:
    unit = line.world.commune
    line.approved(unit, TG_NHAN=2)
    with clock.at(datetime(2021, 6, 20, tzinfo=UTC)):
        actor = line.filler(unit)
        draft = services.open_report(actor=actor, unit=unit, form=FORM, period=Q1.next())
        services.save_cells(actor=actor, report=draft, cells={"TG-NHAN": (Decimal(5), "")})
        row = selectors.report_page(actor, draft.uid).row_of["TG-NHAN"]
    assert (row.previous, row.value, row.change) == (2, 5, 3)


def test_a_stranger_finds_no_report(line: Line) -> None:
    report = line.submitted(line.world.commune)
    for actor in (line.filler(line.world.other_district), make_actor("police", line.world.district)):
        with pytest.raises(Http404):
            selectors.report_page(actor, report.uid)


@pytest.mark.both
def test_a_consolidation_adds_up_and_names_what_is_missing(line: Line) -> None:
    world = line.world
    line.approved(world.commune, TT_BUOI=3, CK_HO=30, HV_HO=40)
    line.approved(world.sibling, TT_BUOI=4, CK_HO=10, HV_HO=60)
    line.approved(world.district, TT_BUOI=5)
    whole = selectors.consolidation(line.province_officer, FORM, Q1, world.province)
    assert (whole.approved, whole.expected, whole.missing_count) == (3, 6, 3)
    assert whole.totals["TT-BUOI"] == 12
    assert whole.totals["CK-TYLE"] == 40
    assert whole.year_to_date["TT-BUOI"] == 12
    rows = {row.name: row for row in whole.rows}
    assert rows["Thành phố Biên Hòa"].figures["TT-BUOI"] == 12
    assert rows["Huyện Long Thành"].figures["TT-BUOI"] is None
    assert rows["Huyện Long Thành"].is_missing
    assert rows["Tỉnh Đồng Nai"].is_own
    missing = selectors.missing_units(FORM, Q1, world.province)
    assert {unit.label for unit in missing} == {"Tỉnh Đồng Nai", "Huyện Long Thành", "Xã An Phước (Huyện Long Thành)"}


def test_a_cell_opens_to_its_parts_and_partners_see_only_counts(line: Line) -> None:
    world = line.world
    report = line.approved(world.commune, TT_BUOI=3)
    view = selectors.cell(line.filler(world.district), FORM, Q1, world.district, "TT-BUOI")
    assert (view.value, view.count) == (3, 1)
    parts = {part.name: part for part in view.parts}
    assert parts["Phường Trảng Dài"].report_uid == report.uid
    assert (parts["Phường Tân Phong"].value, parts["Phường Tân Phong"].count) == (None, 0)
    police = selectors.cell(make_actor("police", world.district), FORM, Q1, world.district, "TT-BUOI")
    assert police.value == 3
    assert [part.report_uid for part in police.parts] == [None, None, None]
    with pytest.raises(Http404):
        selectors.cell(line.filler(world.district), FORM, Q1, world.district, "KHAC")


def test_no_consolidation_where_figures_may_not_be_seen(line: Line) -> None:
    for actor, unit in (
        (line.filler(line.world.commune), line.world.district),
        (line.filler(line.world.other_district), line.world.district),
        (make_actor("administrator", line.world.province), line.world.province),
    ):
        with pytest.raises(Http404):
            selectors.consolidation(actor, FORM, Q1, unit)


def test_the_facts_behind_a_cell_are_for_who_may_see_activities(line: Line) -> None:
    report = line.submitted(line.world.commune)
    own = selectors.report_facts(line.filler(line.world.commune), report, "TT-BUOI")
    assert (own.count, own.facts) == (0, ())
    assert selectors.report_facts(make_actor("police", line.world.district), report, "TT-BUOI").facts is None
    with pytest.raises(Http404):
        selectors.report_facts(line.filler(line.world.commune), report, "TG-NHAN")


@pytest.mark.deep
def test_thirty_communes_cost_as_many_queries_as_three(line: Line) -> None:
    world = line.world
    report = line.approved(world.commune)
    line.submitted(world.sibling)
    district = line.filler(world.district)
    reads: dict[str, Callable[[], Any]] = {
        "due": lambda: selectors.reports_due(district, TODAY),
        "queue": lambda: selectors.review_queue(district),
        "matrix": lambda: selectors.completeness(district, FORM, [Q1, Q1.next()], world.district, TODAY),
        "page": lambda: selectors.report_page(district, report.uid),
        "whole": lambda: selectors.consolidation(district, FORM, Q1, world.district),
        "cell": lambda: selectors.cell(district, FORM, Q1, world.district, "TT-BUOI"),
        "missing": lambda: selectors.missing_units(FORM, Q1, world.district),
        "verify": lambda: list(selectors.verify()),
    }
    before = {name: queries(read) for name, read in reads.items()}
    for number in range(28):
        commune = make_unit(f"Xã {number}", "commune", world.district)
        if number % 4 == 0:
            line.approved(commune)
        elif number % 4 == 1:
            line.submitted(commune)
    assert Report.objects.count() == 16
    assert {name: queries(read) for name, read in reads.items()} == before


# Forms beside the quarter, in force from 2022.


DAYS_OF_FORMS = {
    date(2021, 12, 20): {("HND-QUY", "2021Q4")},
    date(2022, 1, 14): {("HND-QUY", "2021Q4")},
    date(2022, 1, 15): {("HND-QUY", "2021Q4"), ("HND-THANG", "202201")},
    date(2022, 3, 16): {("HND-QUY", "2022Q1"), ("HND-THANG", "202203")},
    date(2022, 6, 15): {
        ("HND-QUY", "2022Q2"), ("HND-THANG", "202206"), ("HND-6THANG", "2022S1"),
    },
    date(2022, 12, 20): {
        ("HND-QUY", "2022Q4"), ("HND-THANG", "202212"), ("HND-6THANG", "2022S2"), ("HND-NAM", "2022"),
        ("HND-PLCT2", "2022"),
    },
    date(2026, 12, 20): {
        ("HND-QUY", "2026Q4"), ("HND-THANG", "202612"), ("HND-6THANG", "2026S2"), ("HND-NAM", "2026"),
        ("HND-PLQD28", "2026"),
    },
}  # fmt: skip


def test_new_forms_are_due_from_their_first_period_and_never_for_the_past(line: Line) -> None:
    actor = line.filler(line.world.commune)
    told = {day: {(d.form.code, d.period.code) for d in selectors.reports_due(actor, day)} for day in DAYS_OF_FORMS}
    assert told == DAYS_OF_FORMS


def test_nothing_is_expected_where_a_form_is_not_in_force(line: Line) -> None:
    monthly = forms.get("HND-THANG")
    first = parse("202201")
    assert expected_below(monthly, first.previous()) == {}
    whole = expected_below(monthly, first)
    assert whole[line.world.district.pk] == 3
    assert expected_below(monthly, first, [line.world.district.pk]) == {line.world.district.pk: 3}
    assert [len(periods_of_year(monthly, year)) for year in (2021, 2022)] == [0, 12]
    ladder = forms.get("HND-PLCT2")
    assert [len(periods_of_year(ladder, year)) for year in (2021, 2022, 2025, 2026)] == [0, 1, 1, 0]


def test_reports_due_on_all_forms_cost_as_many_queries_as_on_one(line: Line) -> None:
    actor = line.filler(line.world.commune)
    few, many = (queries(lambda day=day: selectors.reports_due(actor, day)) for day in (TODAY, date(2022, 12, 20)))
    assert many == few


def test_a_report_on_one_form_is_not_taken_for_one_on_another(line: Line) -> None:
    """The year 2022 is reported on by two forms: sending one leaves the other due."""
    actor, unit, day = line.filler(line.world.commune), line.world.commune, datetime(2022, 12, 20, tzinfo=UTC)
    with clock.at(day):
        draft = services.open_report(actor=actor, unit=unit, form=forms.get("HND-PLCT2"), period=parse("2022"))
        services.save_cells(actor=actor, report=draft, cells={"DB-XA": (Decimal(1), "")})
        services.submit_report(actor=actor, report=draft)
        left = {due.form.code for due in selectors.reports_due(actor, day.date())}
    assert left == {"HND-QUY", "HND-THANG", "HND-6THANG", "HND-NAM"}


def test_totals_since_1_january_may_fall_with_the_new_year_alone(line: Line) -> None:
    actor, unit, form = line.filler(line.world.commune), line.world.commune, forms.get("HND-6THANG")
    found = {}
    for code, day, count in (
        ("2022S1", datetime(2022, 6, 16, tzinfo=UTC), 60),
        ("2022S2", datetime(2022, 12, 16, tzinfo=UTC), 50),
        ("2023S1", datetime(2023, 6, 16, tzinfo=UTC), 2),
    ):
        with clock.at(day):
            report = services.open_report(actor=actor, unit=unit, form=form, period=parse(code))
            services.save_cells(actor=actor, report=report, cells={"CK-TUDAUNAM": (Decimal(count), "")})
            found[code] = [one.code for one in problems_of(report, report.values.all())]
            services.save_cells(actor=actor, report=report, cells={"CK-TUDAUNAM": (Decimal(count), "đếm lại")})
            report = services.submit_report(actor=actor, report=report)
            services.approve_report(actor=line.reviewer(unit), report=report)
    assert found == {"2022S1": [], "2022S2": ["FALL"], "2023S1": []}
