"""A year of one unit: every indicator of a form over the periods of the year."""

from collections.abc import Callable, Iterator, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.rules import media_type_of
from lanhmanh.reporting import papers
from lanhmanh.reporting.selectors.pages import YearColumn, YearLine, YearView, year_view
from lanhmanh.reporting.views import doors, words
from lanhmanh.ui import downloads
from lanhmanh.ui.cells import Figure, FigureRow
from lanhmanh.ui.formats import Gap, chooser


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def year(request: ActorRequest, form: str, year: int, unit_uid: str) -> HttpResponse:
    """Show indicators by periods, each period with how many of its reports are approved."""
    view = _asked_for(request, form, year, unit_uid)
    urls, names = _period_urls(view), [words.period_short(one.period, year) for one in view.columns]
    pairs = list(zip(view.columns, urls, strict=True))
    context = {
        "view": view,
        "title": _("Năm %(year)d, %(form)s") % {"year": year, "form": words.name_of(view.form)},
        "columns": [
            (name, f"{one.approved}/{one.expected}" if url else _unopened(one), url)
            for one, name, url in zip(view.columns, names, urls, strict=True)
        ],
        "missing": [
            name for one, name in zip(view.columns, names, strict=True) if one.begun and one.there and one.is_missing
        ],
        "groups": list(_groups(view)),
        "at_least": words.at_least(line.indicator.code for line in view.lines),
        "heads": [*urls, next((url for one, url in reversed(pairs) if not one.is_missing), "")],
        "latest_url": next(filter(None, reversed(urls)), ""),
        "before_url": _neighbour(view, -1),
        "after_url": _neighbour(view, 1),
        "before_year": year - 1,
        "after_year": year + 1,
    }
    return render(request, "reporting/year.html", context)


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def export(request: ActorRequest, form: str, year: int, unit_uid: str) -> HttpResponse:
    """Hand out the year as an Excel workbook."""
    view = _asked_for(request, form, year, unit_uid)
    name = f"nam-{view.form.code}-{year}-{view.unit.uid[-6:]}.xlsx".lower()
    return downloads.download(papers.year_workbook(view), name, media_type_of(name))


def _asked_for(request: ActorRequest, form: str, year: int, unit_uid: str) -> YearView:
    """Return the year that an address names.

    :raises Http404: it is not there, or the reader may not see figures there.
    """
    asked = doors.get_form(request.actor, form)
    unit = doors.get_unit(request.actor, Permission.FIGURES_VIEW, unit_uid)
    if not asked.concerns(unit.level):
        raise Http404("unit")
    return year_view(asked, year, unit)


def _groups(view: YearView) -> Iterator[tuple[str, str, list[FigureRow]]]:
    """Walk over the sections with their rows; a period without a report is one hatched cell beside all of them."""
    lines, choose = {line.indicator.code: line for line in view.lines}, chooser()
    for section in view.form.sections:
        gaps = [Gap(_gap(one), len(section.rows)) if one.is_missing else None for one in view.columns]
        below = [gap and Gap(gap.words, 0) for gap in gaps]
        rows = [_row(lines[code], below if place else gaps, choose) for place, code in enumerate(section.rows)]
        yield section.path, choose(section.title_vi, section.title_en), rows


def _row(line: YearLine, gaps: Sequence[Gap | None], choose: Callable[[str, str], str]) -> FigureRow:
    one = line.indicator
    values: Sequence[Figure] = (
        [gap or value for gap, value in zip(gaps, line.values, strict=True)] if any(gaps) else line.values
    )
    return choose(one.name_vi, one.name_en), choose(one.unit_vi, one.unit_en), f"o/{one.code}/", [*values, line.so_far]


def _gap(column: YearColumn) -> str:
    if not column.there:
        return _("Chưa có hoặc không còn đơn vị này.")
    return _("Chưa có báo cáo nào được duyệt.") if column.begun else _("Chưa đến kỳ.")


def _unopened(column: YearColumn) -> str:
    return _("chưa đến kỳ") if column.there else _("không có đơn vị")


def _period_urls(view: YearView) -> list[str]:
    """Return the address of each period's consolidation, "" where there is none; asked for once, as all are alike."""
    code = view.columns[0].period.code
    head, _code, tail = reverse("reporting:consolidation", args=[view.form.code, code, view.unit.uid]).rpartition(code)
    return [f"{head}{one.period.code}{tail}" if one.begun and one.there else "" for one in view.columns]


def _neighbour(view: YearView, step: int) -> str:
    if view.year + step not in view.others:
        return ""
    return reverse("reporting:year", args=[view.form.code, view.year + step, view.unit.uid])
