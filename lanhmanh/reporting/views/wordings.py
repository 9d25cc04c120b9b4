"""The words of the official report of a consolidation."""

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.reporting import papers, selectors
from lanhmanh.reporting.papers.letterhead import words
from lanhmanh.reporting.papers.narrative import has_running_total
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors import Consolidation
from lanhmanh.reporting.selectors.narratives import subject_of
from lanhmanh.reporting.views import wording
from lanhmanh.reporting.views.consolidations import asked_for
from lanhmanh.reporting.views.wording import Desk
from lanhmanh.ui.formats import period_name
from lanhmanh.units.selectors import ancestors


@page(needs=Permission.DOCUMENT_ISSUE)
@require_GET
def words_of_report(request: ActorRequest, form: str, period: str, unit_uid: str) -> HttpResponseBase:
    """Show the sections of a report with their words."""
    return wording.show_sections(request, _desk(request, form, period, unit_uid))


@page(needs=Permission.DOCUMENT_ISSUE)
@require_http_methods(["GET", "POST"])
def edit_words_of_report(request: ActorRequest, form: str, period: str, unit_uid: str) -> HttpResponseBase:
    """Write one section of a report."""
    return wording.edit_section(request, _desk(request, form, period, unit_uid))


def _desk(request: ActorRequest, form: str, period: str, unit_uid: str) -> Desk:
    asked, term, unit = asked_for(request, form, period, unit_uid)
    if not can(request.actor, Permission.DOCUMENT_ISSUE, unit):
        raise Http404("unit")
    whole = selectors.consolidation(request.actor, asked, term, unit)
    missing = selectors.missing_units(asked, term, unit)
    above = ancestors(unit, whole.window.last)
    narrative = selectors.narrative_of(asked, term, unit)
    at = [form, period, unit_uid]
    return Desk(
        subject=subject_of(asked, term),
        unit=unit,
        title=_("Lời văn báo cáo %(period)s của %(unit)s")
        % {"period": period_name(term), "unit": whole.unit_name[:1].lower() + whole.unit_name[1:]},
        lead=_("Sửa lời từng mục; số liệu đặt bằng tên nên luôn là số mới nhất, đính chính xong là văn bản đổi theo."),
        parts=papers.report_sections(whole, missing, narrative, above[0].name if above else ""),
        sources=papers.sources_of(whole),
        groups=_groups(asked),
        kinds=_kinds(whole),
        suggested=words()["own"],
        list_url=reverse("reporting:words", args=at),
        edit_url=reverse("reporting:edit_words", args=at),
        paper_url=reverse("reporting:preview", args=at),
    )


def _groups(form: Form) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f"muc/{part.path}", f"{part.path}. {part.title_vi}", part.rows) for part in form.sections]


def _kinds(whole: Consolidation) -> list[tuple[str, str]]:
    """Return the ways in which a figure of this report can be taken."""
    running = [("luyke", _("Lũy kế từ đầu năm"))] if has_running_total(whole) else []
    rows = [("tructiep" if row.is_own else f"tai={row.unit_uid}", row) for row in whole.rows]
    names = [(tail, _("%(name)s (trực tiếp)") % {"name": row.name} if row.is_own else row.name) for tail, row in rows]
    before = [("truoc", _("Kỳ trước")), ("chenh", _("So với kỳ trước"))]
    return [("", _("Trong kỳ")), *running, *before, *names]
