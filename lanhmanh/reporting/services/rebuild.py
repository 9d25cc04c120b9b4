"""All sums and counts of a period anew, from the approved reports: after a late change of the tree, or a fault."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count, Q

from lanhmanh.audit import services as audit
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import window
from lanhmanh.reporting.access import form_for
from lanhmanh.reporting.models import Coverage
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.calendar import asked_below
from lanhmanh.reporting.selectors.integrity import terms
from lanhmanh.reporting.selectors.packed import Term
from lanhmanh.reporting.services.sums import write_sums


@transaction.atomic
def rebuild_sums(*, actor: audit.Actor, form: Form, period: Period) -> int:
    """Write the sums and counts of a period anew from the approved reports; return at how many units any was wrong."""
    term = Term(form, period, window(form.calendar, period).last)
    # The trail's lock is taken before the reports are read, so that no approval is overlooked.
    audit.record(actor=actor, verb="sums.rebuilt", form=form.code, period=period.code)
    return len(write_sums(term) | _write_counts(term))


@transaction.atomic
def rebuild_all(*, actor: audit.Actor, form: str = "", period: str = "") -> dict[tuple[str, str], int]:
    """Write all sums and counts anew, of one form or one period where given; return at how many units any was wrong.

    :raises Refused: a form is not known any more.
    """
    asked = [(code, term) for code, term in terms() if form in {"", code} and period in {"", term}]
    return {
        (code, term): rebuild_sums(actor=actor, form=form_for(code, parse(term)), period=parse(term))
        for code, term in asked
    }


def _write_counts(term: Term) -> set[int]:
    """Bring the counts of reports up to what is asked and approved; return the units at which one was wrong."""
    rows = Coverage.objects.filter(**term.where)
    kept = {unit_id: (due, done) for unit_id, due, done in rows.values_list("unit_id", "expected", "approved")}
    ought = _counts(term)
    wrong = {unit_id for unit_id in kept.keys() | ought.keys() if kept.get(unit_id) != ought.get(unit_id)}
    rows.filter(unit__in=wrong - ought.keys()).delete()
    Coverage.objects.bulk_create(
        (
            Coverage(**term.where, unit_id=key, expected=ought[key][0], approved=ought[key][1])
            for key in wrong & ought.keys()
        ),
        update_conflicts=True,
        unique_fields=["form", "period", "unit"],
        update_fields=["expected", "approved"],
    )
    return wrong


def _counts(term: Term) -> Mapping[int, tuple[int, int]]:
    """Return how many reports are due and approved at and below each unit; none where the form is not asked."""
    if not term.form.in_force(term.period) and not term.approved.exists():
        return {}
    rows = asked_below(term.form, term.day).order_by().values_list("ancestor_id")
    done = Count("pk", filter=Q(descendant__in=term.approved.values("unit_id")))
    return {unit_id: (due, approved) for unit_id, due, approved in rows.annotate(Count("pk"), done=done)}
