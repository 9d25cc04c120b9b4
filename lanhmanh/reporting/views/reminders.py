"""The list of who has to be reminded: what is owed, how late, whom to call, words to copy; and what was done."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import services
from lanhmanh.reporting.forms import ReminderForm
from lanhmanh.reporting.models import Reminder
from lanhmanh.reporting.papers.reminding import letter, letters
from lanhmanh.reporting.selectors.reminders import Key, Owed, ToRemind, to_remind
from lanhmanh.reporting.views import doors, sides, words
from lanhmanh.ui.formats import due_words, period_name, said
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit

ALL = "tat-ca"


@page(needs=Permission.REPORT_REVIEW)
@require_http_methods(["GET", "POST"])
def reminders(request: ActorRequest) -> HttpResponseBase:
    """Show what is owed one step below a unit; a POST notes that some of it was reminded."""
    uid, need = request.GET.get("don-vi"), Permission.REPORT_VIEW
    unit = doors.get_unit(request.actor, need, uid) if uid else doors.home(request.actor, need)
    found = to_remind(request.actor, unit, clock.today())
    if request.method != "POST":
        return _show(request, found, ReminderForm(initial={"how": "phone", "day": clock.today()}))
    form = ReminderForm(request.POST)
    picked = _picked(request, found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            rows = services.note_reminders(
                actor=request.actor, reports=picked, how=data["how"], day=data["day"], note=data["note"]
            )
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            told = ngettext("Đã ghi nhắc %(n)d báo cáo.", "Đã ghi nhắc %(n)d báo cáo.", len(rows))
            flash(request, told % {"n": len(rows)})
            return redirect(request.get_full_path())
    return _show(request, found, form, picked=set(picked), status=422)


def _name(one: Owed) -> str:
    """Return what the checkbox of a report posts."""
    return f"{one.form.code}/{one.period.code}/{one.version.unit.uid}"


def _picked(request: ActorRequest, found: ToRemind) -> list[Key]:
    """Return the reports that were ticked, of those that are on the list."""
    ticked = set(request.POST.getlist("report"))
    return [one.key for one in found.owed if _name(one) in ticked]


def _show(
    request: ActorRequest, found: ToRemind, form: ReminderForm, *, picked: set[Key] | None = None, status: int = 200
) -> HttpResponse:
    today = clock.today()
    name, _above = words.place_of(found.unit, today)
    every = request.GET.get("chon") == ALL
    ticked = {one.key for one in found.owed if every} if picked is None else picked
    context: dict[str, Any] = {
        "title": _("Cần nhắc nộp báo cáo"),
        "unit_name": name,
        "sides": sides.sides(request.actor, found.unit, "reporting:reminders"),
        "below_of": sides.below_of(found.unit),
        "groups": [
            {
                "id": f"{form_of.code}-{period.code}", "name": capfirst(period_name(period)),
                "form": words.name_of(form_of), "rows": [_row(found, one, ticked) for one in rows],
            }
            for (form_of, period), rows in found.groups.items()
        ],
        "units": [
            {"name": version.name, "id": version.unit.uid, "text": letter(version.name, rows, today),
             "callers": ", ".join(found.callers.get(version.unit_id, ()))}
            for version, rows in found.by_unit.items()
        ],
        "whole": letters(found.by_unit, today),
        "count": len(found.owed),
        "may_note": bool(found.may_note),
        "all_url": _all_url(found.unit, request),
        "form": form,
        "today": today,
    }  # fmt: skip
    return render(request, "reporting/reminders.html", context, status=status)


def _all_url(unit: Unit, request: ActorRequest) -> str:
    return f"?chon={ALL}" if unit.pk == request.actor.home_unit_id else f"?don-vi={unit.uid}&chon={ALL}"


def _row(found: ToRemind, one: Owed, ticked: set[Key]) -> dict[str, Any]:
    return {
        "value": _name(one),
        "name": one.version.name,
        "checked": one.key in ticked,
        "may_note": one.version.unit_id in found.may_note,
        "state": words.state_of(one.shown),
        "label": capfirst(words.label_of(one.shown)),
        "due": one.due,
        "late": due_words(one.due, clock.today()),
        "callers": ", ".join(found.callers.get(one.version.unit_id, ())),
        "reminded": [_told(row) for row in one.reminders],
    }


def _told(row: Reminder) -> dict[str, Any]:
    return {
        "day": row.day,
        "how": Reminder.How(row.how).label,
        "by": row.noted_by.full_name,
        "note": row.note,
    }
