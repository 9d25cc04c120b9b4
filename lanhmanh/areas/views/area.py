"""One area: its years under each rule set, what is under way, its plans of change, who registered in it."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.judging import WordsForm
from lanhmanh.areas.models import Area, Assessment, How
from lanhmanh.areas.policies import sees_inside
from lanhmanh.areas.rules.faces import BEST, UNKNOWN
from lanhmanh.areas.selectors.book import rules_for
from lanhmanh.areas.selectors.deciding import today_year
from lanhmanh.areas.selectors.naming import Names, names_of
from lanhmanh.areas.selectors.pages import get_area, get_class, histories, open_assessments, plans_of, registered
from lanhmanh.areas.selectors.registers import branches_of
from lanhmanh.areas.services.assessing import start_assessment
from lanhmanh.areas.services.common import area_of
from lanhmanh.areas.views.common import area_url, plain, require_at, trail
from lanhmanh.areas.views.registering import is_commune
from lanhmanh.documents.selectors import readable
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash


@page(needs=Permission.AREA_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show an area: what it was and became, each class explained by the rules of its day."""
    area = get_area(request.actor, uid)
    names, inside = names_of([area]), sees_inside(request.actor, area)
    found = histories(area)
    scores = can(request.actor, Permission.AREA_SCORE, area.unit_id)
    open_ = open_assessments(area) if inside else []
    again = {(row.rule_code, row.year) for row in open_ if row.again}
    begun = {row.row.pk for one in found for row in one.entries if (one.code, row.row.year) in again}
    context: dict[str, Any] = {
        "area": area, "name": names.of(area), "above": names.above(area), "inside": inside, "scores": scores,
        "decides": can(request.actor, Permission.AREA_DECIDE, area.unit_id), "histories": found, "uid": uid,
        "assessments": open_, "begun": begun, "is_commune": is_commune(area),
        "to_start": _to_start(area, found) if scores and not area.ended_on else [], "today": clock.today(),
        "readable": readable(request.actor, [made.document_id for made in _decisions(found)]) if inside else set(),
        **(_of_commune(area, found, scores, inside) if is_commune(area) else _of_body(area, names, scores)),
    }  # fmt: skip
    return render(request, "areas/area.html", context)


def _decisions(found: list[Any]) -> list[Any]:
    return [entry.row.decision for one in found for entry in one.entries if entry.row.decision]


def _of_commune(area: Area, found: list[Any], scores: bool, inside: bool) -> dict[str, Any]:  # noqa: FBT001 - of this page
    """Return what only a commune has: plans of change, who registered in it, its branches."""
    code = found[0].code if found else ""
    better = any(one.path and one.path[-1][1].pattern not in (BEST, UNKNOWN) for one in found)
    return {
        "may_better": scores and better, "plans": plans_of(area) if inside else [],
        "plans_sheet": reverse("areas:plans_sheet", args=[code]) if scores and code else "",
        "registered": registered(area.unit) if inside else [], "branches": branches_of(area.unit),
    }  # fmt: skip


def _of_body(area: Area, names: Names, scores: bool) -> dict[str, Any]:  # noqa: FBT001 - of this page
    """Return what only an agency, school or branch has: what it is, where, and whether it may leave."""
    own = area.kind != Area.Kind.UNIT
    return {
        "kind_said": area.get_kind_display() if own else pgettext("area", "Chi hội"),
        "commune_name": names.unit(area.unit_id) if own else "",
        "commune_url": reverse("areas:area", args=[area.unit.uid]) if own else "",
        "may_end": scores and own and area.ended_on is None,
    }  # fmt: skip


@page(needs=Permission.AREA_SCORE)
@require_POST
def start(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Begin the self-scoring of an area for a year."""
    area = get_area(request.actor, uid)
    require_at(request.actor, Permission.AREA_SCORE, area.unit_id)
    area = area if area.pk else area_of(area.unit_id)
    year = request.POST.get("year", "")
    try:
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise Refused(_("Chọn năm để tự chấm."))
        made = start_assessment(actor=request.actor, area=area, code=request.POST.get("code", "")[:40], year=int(year))
    except Refused as refusal:
        flash(request, said(refusal), state="warning")
        return redirect(area_url(area))
    return redirect("areas:score", made.uid)


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def again(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then begin a new assessment of a year whose class was withdrawn."""
    given = get_class(request.actor, uid)
    area = given.area
    require_at(request.actor, Permission.AREA_SCORE, area.unit_id)
    if given.how != How.WITHDRAWN:
        return redirect(area_url(area))
    hint = _("Điều gì đã khác: số liệu nào được rà lại, sai sót nào đã sửa.")
    form = WordsForm(sent(request), label=_("Vì sao chấm lại"), hint=hint)
    made: list[Assessment] = []

    def deed() -> None:
        words = form.cleaned_data["words"]
        made.append(
            start_assessment(actor=request.actor, area=area, code=given.rule_code, year=given.year, again=words)
        )

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã mở phiếu tự chấm mới; phiếu cũ và việc thu hồi vẫn lưu trong sổ."))
        return redirect("areas:score", made[0].uid)
    names = names_of([area])
    words = {"year": given.year, "area": names.of(area)}
    return plain(
        request, form, title=_("Chấm lại năm %(year)d của %(area)s") % words, deed=_("Mở phiếu mới"),
        lead=_("Phiếu mới đi đủ các bước. Cho đến khi có quyết định, năm này không có loại."),
        back_url=area_url(area), trail=trail(area, names),
    )  # fmt: skip


def _to_start(area: Area, found: list[Any]) -> list[dict[str, Any]]:
    """Return the rule sets and years for which the area may begin to score itself."""
    year = max(today_year(), area.registered_on.year) if area.registered_on else today_year()
    done = {(one.code, entry.row.year) for one in found for entry in one.entries}
    begun = {(one.rule_code, one.year) for one in open_assessments(area)}
    return [
        {"code": view.code, "title": view.value.title, "year": year, "url": reverse("areas:start", args=[_uid(area)])}
        for view in rules_for(area.unit, year, area.subject)
        if (view.code, year) not in done | begun
    ]


def _uid(area: Area) -> str:
    return area.unit.uid if area.kind == Area.Kind.UNIT else area.uid
