"""Sending a report up."""

from django.db import transaction

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import policies
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import Decision, Report
from lanhmanh.reporting.rules.states import State, Verb, transition
from lanhmanh.reporting.selectors.values import Held, held_by, problems_of
from lanhmanh.reporting.services.drafts import Cells, follow, keep, locked, write_followed


@transaction.atomic
def submit_report(*, actor: Actor, report: Report) -> Report:
    """Send a report up, with derived values brought up to the facts first.

    :raises policies.NotReady: a rule of the form is broken, or a warning has no note.
    :raises Refused: the period is not over, or the report is not open.
    """
    report = locked(report)
    _send(actor, report, held_by(report))
    return report


@transaction.atomic
def save_and_submit(*, actor: Actor, report: Report, cells: Cells) -> Refused | None:
    """Keep the typed cells and send the report up with them; where it cannot be sent, return why: they stay kept.

    :raises Refused: the cells cannot be kept (`save_cells`).
    """
    report = locked(report)
    rows = held_by(report)
    if cells:
        keep(actor, report, rows, cells)
    try:
        _send(actor, report, rows)
    except Refused as refusal:
        return refusal
    return None


def move(
    actor: Actor, report: Report, state: State, kind: Decision.Kind, comment: str = "", **facts: list[str]
) -> Decision:
    """Write a locked report in another state, with the decision and its event."""
    before, report.state = report.state, state.value
    report.save()
    decision = Decision.objects.create(
        report=report, kind=kind, at=clock.now(), by_id=actor.user_id, comment=comment
    )  # fmt: skip
    audit.record(
        actor=actor, verb=f"report.{kind.value}", on=report, unit_id=report.unit_id, state=[before, report.state],
        **facts,
    )  # fmt: skip
    return decision


def _send(actor: Actor, report: Report, rows: list[Held]) -> None:
    """Send a locked report up; before a refusal nothing is written."""
    require(actor, Permission.REPORT_SUBMIT, report.unit_id)
    state = transition(State(report.state), Verb.SUBMIT)
    policies.require_closed(form_of(report.form, report.form_version), parse(report.period), clock.today())
    followed = follow(report, rows)
    problems = problems_of(report, rows)
    if problems:
        raise policies.NotReady(problems)
    write_followed(actor, report, followed)
    report.submitted_at, report.submitted_by_id = clock.now(), actor.user_id
    report.returned_at, report.returned_by, report.return_comment = None, None, ""
    move(actor, report, state, Decision.Kind.SUBMITTED)
