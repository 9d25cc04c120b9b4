"""Who reported whole and in time: units one step below, ranked, over a year or one of its periods."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.access import latest_forms
from lanhmanh.reporting.papers.timely_book import timely_book
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.targets import as_decimal
from lanhmanh.reporting.rules.timeliness import Tally
from lanhmanh.reporting.selectors.calendar import asked_periods, periods_of_year
from lanhmanh.reporting.selectors.timeliness import Timeliness, TimelyRow, timeliness
from lanhmanh.reporting.views import doors, sides, words
from lanhmanh.reporting.views.targets import workbook
from lanhmanh.ui.formats import number, period_name
from lanhmanh.units.models import Level, Unit


def _asked(request: ActorRequest, *, only: Period | None = None) -> tuple[Timeliness, int]:
    uid, today, need = request.GET.get("don-vi"), clock.today(), Permission.REPORT_VIEW
    unit = doors.get_unit(request.actor, need, uid) if uid else doors.home(request.actor, need)
    if unit.level == Level.BRANCH:
        raise Http404("unit")
    form = _form(request)
    closed = asked_periods(form, today)
    year = sides.year_of(request.GET.get("nam"), closed[-1].year if closed else today.year)
    periods = periods_of_year(form, year)
    return timeliness(actor=request.actor, form=form, unit=unit, periods=periods, today=today, only=only), year


def _form(request: ActorRequest) -> Form:
    return doors.get_form(request.actor, request.GET.get("bieu") or doors.USUAL_FORM)


@page(needs=Permission.REPORT_VIEW)
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """Show by unit how many reports came, how many in time, how late the others, what came back, what is missing."""
    code = request.GET.get("ky", "")
    only = doors.get_period(_form(request), code) if code else None
    shown, year = _asked(request, only=only)
    if only is not None and only not in shown.periods:
        raise Http404("period")
    query = f"?nam={year}&don-vi={shown.unit.uid}&bieu={shown.form.code}"
    context: dict[str, Any] = {
        "shown": shown,
        "title": _("Báo cáo đủ và đúng hạn, năm %(year)d") % {"year": year},
        "form_name": words.name_of(shown.form),
        "sides": sides.sides(request.actor, shown.unit, "reporting:timeliness"),
        "forms": _forms(request.actor, shown, year),
        "tabs": _tabs(shown, query, only),
        "rows": [_row(shown, row, only, query) for row in shown.rows],
        "whole": _cells(shown.whole),
        "below_of": sides.below_of(shown.unit),
        "before_url": query.replace(f"nam={year}", f"nam={year - 1}"),
        "after_url": query.replace(f"nam={year}", f"nam={year + 1}") if year < clock.today().year + 1 else "",
        "before": year - 1,
        "after": year + 1,
        "export_url": reverse("reporting:timeliness_export") + query,
        "period_name": period_name(only) if only else "",
    }
    return render(request, "reporting/timeliness.html", context)


def _forms(actor: Actor, shown: Timeliness, year: int) -> list[tuple[str, str, bool]]:
    asked = [one for one in latest_forms(actor) if one == shown.form or periods_of_year(one, year)]
    links = [
        (words.name_of(one), f"?nam={year}&don-vi={shown.unit.uid}&bieu={one.code}", one == shown.form) for one in asked
    ]
    return links if len(links) > 1 else []


def _tabs(shown: Timeliness, query: str, only: Period | None) -> list[tuple[str, str, bool]]:
    if len(shown.periods) < 2:
        return []
    tabs = [(_("Các kỳ đã qua"), query, only is None)]
    return tabs + [(capfirst(period_name(one)), f"{query}&ky={one.code}", one == only) for one in shown.periods]


def _row(shown: Timeliness, row: TimelyRow, only: Period | None, query: str) -> dict[str, Any]:
    unit: Unit = row.version.unit
    deeper = unit.level != Level.COMMUNE and unit.pk != shown.unit.pk
    url = query.replace(shown.unit.uid, unit.uid) + (f"&ky={only.code}" if only else "")
    place = row.place if len(shown.rows) > 1 else None
    return {"name": row.version.name, "place": place, "url": url if deeper else "", **_cells(row.of(only))}


def _cells(found: Tally) -> dict[str, Any]:
    """Return the counts as the table shows them, each with what it is a part of."""
    return {
        "asked": found.asked,
        "sent": f"{number(found.sent)}/{number(found.asked)}",
        "in_time": f"{number(found.past_in_time)}/{number(found.past_asked)}" if found.past_asked else "",
        "approved": f"{number(found.approved)}/{number(found.asked)}",
        "late": found.late,
        "late_words": _late(found),
        "returned": found.returned,
        "missing": found.missing,
        "to_come": found.to_come,
    }


def _late(found: Tally) -> str:
    mean = found.late_mean
    if mean is None:
        return ""
    if found.late_most == 0:
        return _("chưa đến 1 ngày làm việc")
    if found.late == 1:
        return ngettext("%(days)s ngày làm việc", "%(days)s ngày làm việc", found.late_most) % {"days": found.late_most}
    return _("bình quân %(mean)s, lâu nhất %(most)s ngày làm việc") % {
        "mean": number(as_decimal(mean, 1)), "most": found.late_most,
    }  # fmt: skip


@page(needs=Permission.REPORT_VIEW)
@require_GET
def export(request: ActorRequest) -> HttpResponse:
    """Hand out the counts of a year, period by period, as a workbook."""
    shown, year = _asked(request)
    name = f"dung-han-{shown.form.code}-{year}-{shown.unit.uid[-6:]}.xlsx".lower()
    return workbook(timely_book(shown, year, clock.today()), name)
