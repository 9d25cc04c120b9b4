"""Returning, approving and correcting a report."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.db.decimals import stored_of
from lanhmanh.db.packing import packed
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import policies
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.events import Cell, digest, values_as_text
from lanhmanh.reporting.models import Decision, Remark, Report, Sealed, Value
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.states import State, Verb, transition
from lanhmanh.reporting.services.drafts import locked, new_version
from lanhmanh.reporting.services.rollups import recompute
from lanhmanh.reporting.services.sending import move
from lanhmanh.reporting.services.wakes import wake

Kind = Decision.Kind


@transaction.atomic
def return_report(*, actor: Actor, report: Report, comment: str = "", cells: Mapping[str, str] | None = None) -> Report:
    """Send a submitted report back to its unit: single cells, each with its reason, or without `cells` the whole.

    :raises Refused: no reason is given, or the report is not waiting for review.
    """
    report = locked(report)
    require(actor, Permission.REPORT_REVIEW, report.unit_id)
    state = transition(State(report.state), Verb.RETURN)
    asked = policies.require_remarks(form_of(report.form, report.form_version), cells or {})
    told = "\n".join([comment.strip(), *map(_line, asked.items())])
    reason = policies.require_text(told, _("Ghi lý do trả lại để đơn vị biết phải sửa gì."))
    report.returned_at, report.returned_by_id, report.return_comment = clock.now(), actor.user_id, reason
    decision = move(actor, report, state, Kind.RETURNED, reason, cells=list(asked))
    Remark.objects.bulk_create(
        Remark(decision=decision, indicator=code, reason=text) for code, text in asked.items()
    )  # fmt: skip
    return report


@transaction.atomic
def approve_report(*, actor: Actor, report: Report) -> Report:
    """Approve a submitted report, freeze it, and bring the sums above it up to date.

    :raises Refused: the actor submitted it, or it is not waiting for review.
    """
    return approve_many(actor=actor, reports=[report])[0]


@transaction.atomic
def approve_many(*, actor: Actor, reports: Sequence[Report]) -> list[Report]:
    """Approve several submitted reports, recompute every touched sum once, wake what was issued; all or none.

    :raises Refused: the actor submitted one of them, or one is not waiting for review.
    """
    keys = {report.pk for report in reports}
    rows = list(Report.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=keys))
    _require_approvable(actor, rows)
    _supersede(actor, [row for row in rows if row.version > 1])
    at, cells = clock.now(), _cells_of(rows)
    Sealed.objects.bulk_create(_sealed(row, cells[row.pk]) for row in rows)
    for row in rows:
        row.approved_at, row.approved_by_id = at, actor.user_id
        row.state, row.digest = State.APPROVED.value, digest(row.identity, cells[row.pk])
        row.save(update_fields=["state", "approved_at", "approved_by", "digest"])
    Decision.objects.bulk_create(Decision(report=row, kind=Kind.APPROVED, at=at, by_id=actor.user_id) for row in rows)
    # The trail's lock is taken before the sums are read, so that two approvals never overlook each other.
    for row in rows:
        audit.record(
            actor=actor, verb="report.approved", on=row, unit_id=row.unit_id, version=row.version,
            digest=row.digest, values=values_as_text({code: value for code, value, _note in cells[row.pk]}),
        )  # fmt: skip
    _recompute(rows)
    wake(actor, rows)
    return rows


@transaction.atomic
def correct_report(*, actor: Actor, report: Report, reason: str) -> Report:
    """Open a new version of an approved report; the approved one stays in force until the new one is approved.

    :raises Refused: no reason is given, or the report is not approved, or a correction is open already.
    """
    report = locked(report)
    require(actor, Permission.REPORT_FILL, report.unit_id)
    transition(State(report.state), Verb.CORRECT)
    why = policies.require_text(reason, _("Ghi lý do đính chính."))
    if Report.objects.filter(
        form=report.form, period=report.period, unit=report.unit_id, version__gt=report.version
    ).exists():
        raise Refused(_("Báo cáo này đã có bản đính chính đang mở: mở bản đó."))
    form = form_of(report.form, report.form_version)
    new = new_version(actor, report.unit, form, parse(report.period), version=report.version + 1, reason=why)
    Value.objects.bulk_create(
        Value(
            report=new, indicator=row.indicator, value=row.value, derived=row.derived, note=row.note,
            saved_at=new.saved_at, saved_by_id=actor.user_id,
        )
        for row in report.values.all()
    )  # fmt: skip
    Decision.objects.create(report=new, kind=Kind.CORRECTED, at=new.opened_at, by_id=actor.user_id, comment=why)
    audit.record(
        actor=actor, verb="report.corrected", on=new, unit_id=new.unit_id, version=new.version, corrects=report.uid
    )
    return new


def _line(remark: tuple[str, str]) -> str:
    return f"{remark[0]} {catalogue.load()[remark[0]].name_vi}: {remark[1]}"


def _require_approvable(actor: Actor, rows: Sequence[Report]) -> None:
    here = {row.unit_id for row in rows}
    reach = set(units_for(actor, Permission.REPORT_REVIEW).filter(pk__in=here).values_list("pk", flat=True))
    if not here <= reach:
        raise NotAllowed(_("Tài khoản này không có quyền duyệt báo cáo của đơn vị này."))
    for row in rows:
        transition(State(row.state), Verb.APPROVE)
    senders = Decision.objects.filter(report__in=rows, kind=Kind.SUBMITTED).values_list("by_id", flat=True)
    policies.require_not_submitter(actor.user_id, set(senders))


def _supersede(actor: Actor, corrections: Sequence[Report]) -> None:
    for new in corrections:
        old = Report.objects.filter(
            form=new.form, period=new.period, unit=new.unit_id, state=State.APPROVED
        ).first()  # fmt: skip
        if old is not None:
            transition(State.APPROVED, Verb.SUPERSEDE)
            Report.objects.filter(pk=old.pk).update(state=State.SUPERSEDED)
            Decision.objects.create(report=old, kind=Kind.SUPERSEDED, at=clock.now(), by_id=actor.user_id)
            audit.record(actor=actor, verb="report.superseded", on=old, unit_id=old.unit_id, by=new.uid)


def _cells_of(rows: Sequence[Report]) -> dict[int, list[Cell]]:
    cells = defaultdict(list)
    stored = Value.objects.filter(report__in=rows).values_list("report_id", "indicator", "value", "note")
    for report_id, code, value, note in stored:
        cells[report_id].append((code, value, note))
    return cells


def _sealed(report: Report, cells: Sequence[Cell]) -> Sealed:
    numbers = {code: None if value is None else stored_of(value) for code, value, _note in sorted(cells)}
    return Sealed(report=report, rows=packed(numbers), numbers=packed(numbers.values()))


def _recompute(rows: Sequence[Report]) -> None:
    touched = defaultdict(set)
    for row in rows:
        touched[row.form, row.form_version, row.period].add(row.unit_id)
    for (form, version, period), unit_ids in touched.items():
        recompute(form_of(form, version), parse(period), unit_ids)
