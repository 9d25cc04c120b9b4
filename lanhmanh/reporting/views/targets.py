"""The targets of a unit in a year: their table, the choice of one more, the table as a workbook."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.rules import media_type_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import fold
from lanhmanh.reporting.papers.target_book import target_book
from lanhmanh.reporting.selectors.targets import Line, YearPage, offered, settable, year_page
from lanhmanh.reporting.views import doors, sides, target_words, words
from lanhmanh.ui import downloads
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import ancestors

LONGEST_QUERY = 100


def asked_unit(request: ActorRequest, uid: str | None) -> Unit:
    """Return the unit whose targets are asked for, the reader's own where none is named.

    :raises Http404: it is not there, has no targets, or the reader may not see figures there.
    """
    need = Permission.FIGURES_VIEW
    unit = doors.get_unit(request.actor, need, uid) if uid else doors.home(request.actor, need)
    if unit.level == Level.BRANCH:
        raise Http404("unit")
    return unit


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """Show the targets of a unit in a year beside what is reached."""
    today = clock.today()
    unit, year = asked_unit(request, request.GET.get("don-vi")), sides.year_of(request.GET.get("nam"), today.year)
    shown = year_page(request.actor, unit, year, today)
    context: dict[str, Any] = {
        "page": shown,
        "title": _("Chỉ tiêu năm %(year)d") % {"year": year},
        "before": year - 1,
        "after": year + 1,
        "sides": sides.sides(request.actor, unit, "reporting:targets"),
        "lines": [_line(shown, line) for line in shown.lines],
        "below": [(one.name, f"?nam={year}&don-vi={one.unit.uid}") for one in shown.below],
        "below_of": sides.below_of(unit),
        "above": _above(request, unit, year),
    }
    return render(request, "reporting/targets.html", context)


def _line(shown: YearPage, line: Line) -> dict[str, Any]:
    one = line.indicator
    return {
        "code": one.code,
        "name": words.name_of(one),
        "unit": target_words.unit_of(one),
        "path": one.plan_path,
        "places": one.decimals,
        "meaning": target_words.meaning(one),
        "url": reverse("reporting:target", args=[shown.year, shown.unit.uid, one.code]),
        "fits": target_words.fits(line.cascade, one.decimals),
        "is_open": bool(line.cascade and line.cascade.is_open and (line.gap is None or line.gap.is_stale)),
        **target_words.stands(one, line.form, line.progress),
    }


def _above(request: ActorRequest, unit: Unit, year: int) -> tuple[str, str] | None:
    """Return name and address of the unit above, for who may see its figures."""
    above = ancestors(unit, clock.today())[:1]
    if not above or not can(request.actor, Permission.FIGURES_VIEW, above[0].unit):
        return None
    return above[0].name, f"?nam={year}&don-vi={above[0].unit.uid}"


@page(needs=Permission.TARGET_SET)
@require_GET
def choose(request: ActorRequest, year: str, unit_uid: str) -> HttpResponse:
    """Choose the indicator for which targets are to be set, searched with or without marks."""
    today = clock.today()
    asked, unit = sides.year_of(year, today.year), asked_unit(request, unit_uid)
    shown = year_page(request.actor, unit, asked, today)
    if not settable(request.actor, unit, shown.below):
        raise Http404("targets")
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    have = {line.indicator.code for line in shown.lines}
    found = [
        (words.name_of(one), target_words.unit_of(one), one, words.name_of(form), one.code in have)
        for form, one in offered(unit, asked)
        if fold(query) in fold(f"{one.name_vi} {one.name_en} {one.code} {one.plan_path}")
    ]
    context = {
        "page": shown,
        "title": _("Chọn chỉ tiêu để giao, năm %(year)d") % {"year": asked},
        "query": query,
        "found": found,
        "back_url": f"{reverse('reporting:targets')}?nam={asked}&don-vi={unit.uid}",
    }
    return render(request, "reporting/target_choose.html", context)


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def export(request: ActorRequest, year: str, unit_uid: str) -> HttpResponse:
    """Hand out the targets of a unit as a workbook."""
    today = clock.today()
    unit, asked = asked_unit(request, unit_uid), sides.year_of(year, today.year)
    shown = year_page(request.actor, unit, asked, today)
    return workbook(target_book(shown, today), f"chi-tieu-{asked}-{unit.uid[-6:]}.xlsx".lower())


def workbook(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file to keep."""
    return downloads.download(content, name, media_type_of(name))
