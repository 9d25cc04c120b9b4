"""The database keeps the rules of reports even against SQL."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from lanhmanh.reporting.models import Coverage, Decision, Report, Rollup, Sealed, Value
from tests.reporting.conftest import Line

pytestmark = pytest.mark.both


def refused(sql: str, *params: Any) -> None:
    """Run SQL that the database must refuse."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_figures_are_exact_and_summed_exactly(line: Line) -> None:
    for unit, text in ((line.world.commune, "0.1"), (line.world.sibling, "99999999999.2003")):
        line.draft(unit).values.filter(indicator="TT-BUOI").update(value=Decimal(text))
    kept = Value.objects.filter(indicator="TT-BUOI")
    assert kept.aggregate(Sum("value")) == {"value__sum": Decimal("99999999999.3003")}
    assert kept.get(report__unit=line.world.commune).value == Decimal("0.1")


def test_a_figure_with_five_decimals_is_an_error(line: Line) -> None:
    with pytest.raises(ValueError, match="decimal places"):
        Value.objects.update(value=Decimal("0.00001"))


@pytest.mark.parametrize(
    "change",
    [
        "state = 'X'",
        "state = 'SUBMITTED'",
        "submitted_at = '2021-03-16 00:00:00'",
        "state = 'RETURNED', submitted_at = opened_at, submitted_by_id = opened_by_id",
        "return_comment = 'x'",
        "returned_at = opened_at, returned_by_id = opened_by_id",
        "state = 'APPROVED', submitted_at = opened_at, submitted_by_id = opened_by_id",
        "digest = 'x'",
        "approved_at = opened_at, approved_by_id = opened_by_id",
        "state = 'APPROVED', submitted_at = opened_at, submitted_by_id = opened_by_id, approved_at = opened_at,"
        " approved_by_id = opened_by_id, digest = 'x'",
    ],
)
def test_a_draft_holds_only_a_drafts_facts(line: Line, change: str) -> None:
    report = line.draft(line.world.commune)
    refused(f"UPDATE reporting_report SET {change} WHERE id = %s", report.pk)
    assert Report.objects.get(pk=report.pk).state == "DRAFT"


@pytest.mark.parametrize("column", ["version = 2", "reason = 'x'", "period = '2021Q2'", "form = 'X'", "uid = 'x'"])
def test_a_report_keeps_its_identity(line: Line, column: str) -> None:
    refused(f"UPDATE reporting_report SET {column} WHERE id = %s", line.draft(line.world.commune).pk)


def test_one_open_version_and_one_approved(line: Line) -> None:
    report = line.draft(line.world.commune)
    copy = Report(
        form=report.form, form_version=1, period=report.period, unit=report.unit, version=2, reason="x",
        opened_at=report.opened_at, opened_by=report.opened_by, saved_at=report.saved_at, saved_by=report.saved_by,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()
    approved = line.approved(line.world.sibling)
    copy.unit, copy.state, copy.digest = approved.unit, "APPROVED", "x"
    copy.submitted_at, copy.submitted_by_id = approved.submitted_at, approved.submitted_by_id
    copy.approved_at, copy.approved_by_id = approved.approved_at, approved.approved_by_id
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_a_first_version_has_no_reason_and_a_later_one_must(line: Line) -> None:
    report = line.draft(line.world.commune)
    for version, reason in ((1, "x"), (2, "")):
        copy = Report(
            form=report.form, form_version=1, period="2021Q2", unit=report.unit, version=version, reason=reason,
            opened_at=report.opened_at, opened_by=report.opened_by, saved_at=report.saved_at, saved_by=report.saved_by,
        )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()


def test_values_of_a_sent_report_are_frozen(line: Line) -> None:
    for report in (line.submitted(line.world.commune), line.approved(line.world.sibling)):
        refused("UPDATE reporting_value SET value = 5 WHERE report_id = %s", report.pk)
        refused("DELETE FROM reporting_value WHERE report_id = %s", report.pk)
        refused(
            "INSERT INTO reporting_value (report_id, indicator, note, saved_at, saved_by_id)"
            " SELECT report_id, 'MOI', note, saved_at, saved_by_id FROM reporting_value WHERE report_id = %s"
            " AND indicator = 'TT-BUOI'",
            report.pk,
        )
        refused("DELETE FROM reporting_report WHERE id = %s", report.pk)


def test_a_cell_cannot_be_moved_into_or_out_of_a_sent_report(line: Line) -> None:
    sent, open_one = line.submitted(line.world.commune), line.draft(line.world.sibling)
    Value.objects.filter(report=open_one, indicator="TT-BUOI").delete()
    refused(
        "UPDATE reporting_value SET report_id = %s WHERE report_id = %s AND indicator = 'TT-BUOI'", open_one.pk, sent.pk
    )
    Value.objects.filter(report=open_one, indicator="PH-CUOC").update(indicator="MOI")
    refused(
        "UPDATE reporting_value SET report_id = %s WHERE report_id = %s AND indicator = 'MOI'", sent.pk, open_one.pk
    )


@pytest.mark.parametrize(
    "change",
    ["digest = 'x'", "saved_at = '2020-01-01 00:00:00'", "submitted_by_id = opened_by_id + 1000", "state = 'DRAFT'"],
)
def test_an_approved_report_never_changes(line: Line, change: str) -> None:
    refused(f"UPDATE reporting_report SET {change} WHERE id = %s", line.approved(line.world.commune).pk)


def test_an_approved_report_may_be_superseded_once_and_for_good(line: Line) -> None:
    report = line.approved(line.world.commune)
    assert Report.objects.filter(pk=report.pk).update(state="SUPERSEDED") == 1
    refused("UPDATE reporting_report SET state = 'APPROVED' WHERE id = %s", report.pk)


def test_decisions_are_append_only_and_say_why(line: Line) -> None:
    report = line.submitted(line.world.commune)
    refused("UPDATE reporting_decision SET comment = 'x'")
    refused("DELETE FROM reporting_decision")
    for kind in ("returned", "corrected", "khac"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(report=report, kind=kind, at=report.saved_at, by=report.saved_by)


@pytest.mark.parametrize("column", ["rows", "totals", "maxima", "minima", "counts"])
def test_a_sum_stands_beside_every_row(line: Line, column: str) -> None:
    texts = {"rows": '["A","B"]', "totals": "[1,2]", "maxima": "[1,2]", "minima": "[1,2]", "counts": "[1,1]"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Rollup.objects.create(form="F", period="2021Q1", unit=line.world.commune, **texts | {column: "[1]"})
    Rollup.objects.create(form="F", period="2021Q1", unit=line.world.commune, **texts)


def test_a_report_is_approved_with_its_numbers_which_never_change(line: Line) -> None:
    world = line.world
    report, draft = line.submitted(world.commune), line.draft(world.sibling)
    refused(
        "UPDATE reporting_report SET state = 'APPROVED', approved_at = submitted_at, approved_by_id = %s, digest = 'x' "
        "WHERE id = %s", line.reviewer(world.commune).user_id, report.pk,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Sealed.objects.create(report=draft, rows="[]", numbers="[]")
    approved = line.approved(world.other_commune)
    refused("UPDATE reporting_sealed SET numbers = '[]' WHERE report_id = %s", approved.pk)
    refused("DELETE FROM reporting_sealed WHERE report_id = %s", approved.pk)


def test_no_more_is_approved_than_expected(line: Line) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(form="F", period="2021Q1", unit=line.world.commune, expected=1, approved=2)
