"""Who has reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Kind
from lanhmanh.law.calendars import period_of, window
from lanhmanh.reporting import selectors
from lanhmanh.reporting.access import latest_forms
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown
from lanhmanh.reporting.selectors import MatrixCell, MatrixRow
from lanhmanh.reporting.selectors.calendar import asked_periods, periods_of_year
from lanhmanh.reporting.selectors.pages import waiting_count
from lanhmanh.reporting.selectors.reminders import UNSENT, Key, reminders_of
from lanhmanh.reporting.views import doors, sides, words
from lanhmanh.ui.formats import period_name
from lanhmanh.units.models import Level, Unit

_LEGEND = (Shown.APPROVED, Shown.SUBMITTED, Shown.RETURNED, Shown.DRAFT, Shown.DUE, Shown.OVERDUE)


@dataclass(frozen=True)
class Entry:
    """One report of the unit itself, as a line of its list."""

    name: str
    first: date
    last: date
    due: date | None
    state: str
    label: str
    late: str
    url: str
    action: str
    consolidation_url: str


@page(needs=Permission.REPORT_VIEW)
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """Show a unit's own reports of a year, and by units and periods who has reported below it."""
    actor, today = request.actor, clock.today()
    uid = request.GET.get("don-vi")
    unit = doors.get_unit(actor, Permission.REPORT_VIEW, uid) if uid else doors.home(actor, Permission.REPORT_VIEW)
    form = doors.get_form(actor, request.GET.get("bieu") or doors.USUAL_FORM)
    year = _year(request.GET.get("nam"), form, today)
    matrix = selectors.completeness(actor, form, periods_of_year(form, year), unit, today)
    below = [row for row in matrix.rows if not row.is_root]
    own = next((row for row in matrix.rows if row.is_root), None)
    reminded = reminders_of([(form, matrix.periods)], [row.unit_id for row in below])
    days = {key: rows[0].day for key, rows in reminded.items()}
    context: dict[str, Any] = {
        "matrix": matrix,
        "year": year,
        "this_year": today.year,
        "unit": unit,
        "at_home": unit.pk == actor.home_unit_id,
        "below_of": {Level.PROVINCE: _("Huyện, thành phố"), Level.DISTRICT: _("Xã, phường, thị trấn")}.get(
            Level(unit.level), ""
        ),
        "entries": _entries(actor, form, unit, own, today) if own else [],
        "heads": [_head(below, at, year) for at in range(len(matrix.periods))] if below else [],
        "rows": [
            (row, _words(row, unit), [_cell(one, _day(form, row, one, days)) for one in row.cells]) for row in below
        ],
        "legend": [
            (words.state_of(one), capfirst(words.label_of(one)), count)
            for one in _LEGEND
            if (count := sum(cell.shown is one for row in below for cell in row.cells if cell))
        ],
        "waiting": waiting_count(actor) if actor.holds(Permission.REPORT_REVIEW) else 0,
        "form_name": words.name_of(form),
        "sides": sides.sides(actor, unit, "reporting:index"),
        "makes_forms": actor.holds(Permission.FORM_DESIGN),
        "choices": _choices(actor, form, unit, year),
        "query": _query(form),
    }
    return render(request, "reporting/index.html", context)


def _query(form: Form) -> str:
    return f"&bieu={form.code}" if form.code != doors.USUAL_FORM else ""


def _choices(actor: Actor, form: Form, unit: Unit, year: int) -> list[tuple[str, str, bool]]:
    """Return name, address and whether it is open of each form of that year; none where there is only one."""
    asked = [one for one in latest_forms(actor) if one == form or periods_of_year(one, year)]
    links = [(words.name_of(one), f"?nam={year}&don-vi={unit.uid}{_query(one)}", one == form) for one in asked]
    return links if len(links) > 1 else []


def _year(text: str | None, form: Form, today: date) -> int:
    if not text:
        asked = asked_periods(form, today)
        return asked[-1].year if asked else period_of(form.calendar, Kind.YEAR, today).year
    if not (text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100):
        raise Http404("year")
    return int(text)


def _entries(actor: Actor, form: Form, unit: Unit, own: MatrixRow, today: date) -> list[Entry]:
    fills = can(actor, Permission.REPORT_FILL, unit)
    counts = can(actor, Permission.FIGURES_VIEW, unit)
    return [
        _entry(form, unit, cell, today, fills=fills, counts=counts and form.at(cell.period).concerns(unit.level))
        for cell in own.cells
        if cell
    ]


def _entry(form: Form, unit: Unit, cell: MatrixCell, today: date, *, fills: bool, counts: bool) -> Entry:
    days, at = window(form.calendar, cell.period), [form.code, cell.period.code, unit.uid]
    url, action = "", ""
    if cell.report_uid:
        url = reverse("reporting:report", args=[cell.report_uid])
        action = _("Điền tiếp") if fills and cell.shown in {Shown.DRAFT, Shown.OVERDUE, Shown.RETURNED} else _("Xem")
    elif fills and cell.shown and today >= days.first:
        url, action = reverse("reporting:open", args=[unit.uid, form.code, cell.period.code]), _("Lập báo cáo")
    late = cell.shown in {Shown.OVERDUE, Shown.RETURNED}
    return Entry(
        name=capfirst(period_name(cell.period)),
        first=days.first,
        last=days.last,
        due=cell.due,
        state=words.state_of(cell.shown),
        label=capfirst(words.label_of(cell.shown)),
        late=words.late_words(cell.late_days) if late else "",
        url=url,
        action=action,
        consolidation_url=reverse("reporting:consolidation", args=at) if counts and today >= days.first else "",
    )


def _head(rows: list[MatrixRow], at: int, year: int) -> tuple[str, date | None]:
    cells = [row.cells[at] for row in rows]
    known = next((cell for cell in cells if cell), None)
    return (words.period_short(known.period, year), known.due) if known else ("", None)


def _words(row: MatrixRow, unit: Unit) -> str:
    asked = max((cell.expected for cell in row.cells if cell), default=0)
    if not asked or unit.level != Level.PROVINCE:
        return ""
    return ngettext("%(count)d xã", "%(count)d xã", asked) % {"count": asked}


def _day(form: Form, row: MatrixRow, cell: MatrixCell | None, days: Mapping[Key, date]) -> date | None:
    """Return when a unit was last reminded of a report that it still owes."""
    if cell is None or cell.shown not in UNSENT:
        return None
    return days.get((form.code, cell.period.code, row.unit_id))


def _cell(cell: MatrixCell | None, reminded: date | None = None) -> dict[str, str]:
    """Return what one unit shows in a period: its report's state, how many below are approved, the last reminder."""
    if cell is None:
        return {"state": "none", "text": "", "url": "", "word": _("Chưa có đơn vị này")}
    label = capfirst(words.label_of(cell.shown))
    text = f"{cell.approved}/{cell.expected}" if cell.expected else label
    if reminded:
        text = _("%(state)s, nhắc %(day)s") % {"state": text, "day": f"{reminded:%d/%m}"}
    return {
        "state": words.state_of(cell.shown),
        "text": text,
        "url": reverse("reporting:report", args=[cell.report_uid]) if cell.report_uid else "",
        "word": label if cell.expected else "",
    }
