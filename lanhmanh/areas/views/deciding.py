"""The province's decision: choose what was appraised, look at the document, issue it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.access import NotAllowed, can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.judging import FAMILIES, WithdrawForm, recognition_of, recognitions
from lanhmanh.areas.models import Assessment
from lanhmanh.areas.papers.decision import Edition, document
from lanhmanh.areas.policies import province_of
from lanhmanh.areas.selectors.board import UNKNOWN, faces_of
from lanhmanh.areas.selectors.book import SUBJECTS, rule_of
from lanhmanh.areas.selectors.deciding import Chosen, appraised, latest_appraisals, today_year
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.areas.selectors.pages import get_class
from lanhmanh.areas.services.deciding import MOST_AT_ONCE, Signing, decide, look, withdraw
from lanhmanh.areas.views.asked import Asked, asked, rules_shown
from lanhmanh.areas.views.common import area_url, plain, require_at, trail
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash


@page(needs=Permission.AREA_DECIDE)
@require_http_methods(["GET", "POST"])
def decision(request: ActorRequest) -> HttpResponseBase:
    """Choose, look, issue: three steps at one address, so that what is issued is what was looked at."""
    found = asked(request, *SUBJECTS)
    if found.code is None or not can(request.actor, Permission.AREA_DECIDE, found.province):
        raise Http404("decision")
    if request.method != "POST":
        return _choose(request, found)
    chosen, signing = _chosen(request), _signing(request)
    try:
        if request.POST.get("deed") == "issue":
            made = decide(actor=request.actor, unit=found.province, chosen=chosen, signing=signing)
            flash(request, _("Đã ban hành %(number)s.") % {"number": made.document.number})
            return redirect("documents:detail", made.document.uid)
        draft = look(actor=request.actor, unit=found.province, chosen=chosen)
    except (Refused, NotAllowed) as refusal:
        return _choose(request, found, refusal=said(refusal), chosen={one.uid: one for one in chosen})
    shown = document(
        draft, Edition(clock.today(), family=signing.family, signed_by=signing.signed_by, synthetic=settings.DEMO)
    )
    context = {"draft": shown, "chosen": chosen, "signing": signing, "count": len(draft.lines), "rows": draft.lines}
    return render(request, "areas/decide_look.html", context)


def _choose(
    request: ActorRequest, found: Asked, *, refusal: str = "", chosen: dict[str, Chosen] | None = None
) -> HttpResponse:
    year = found.year or today_year()
    rows = list(appraised(request.actor, found.code or "", year)[:MOST_AT_ONCE])
    names, appraisals = names_of([row.area for row in rows]), latest_appraisals(rows)
    shown = [_row(request, row, appraisals, names, chosen) for row in rows]
    context = {
        "rows": sorted(shown, key=lambda row: row["order"]), "year": year, "refusal": refusal, "families": FAMILIES,
        "recognitions": recognitions(), "signed_by": request.POST.get("signed_by", "")[:120],
        "classes": [(one.code, one.name[0]) for one in rule_of(rows[0]).classes] if rows else [],
        "waiting_url": found.query(nam=year), "rules": rules_shown(found, year),
    }  # fmt: skip
    return render(request, "areas/decide.html", context, status=422 if refusal else 200)


def _row(
    request: ActorRequest, row: Assessment, appraisals: dict[int, Any], names: Any, chosen: dict[str, Chosen] | None
) -> dict[str, Any]:
    appraisal = appraisals[row.pk]
    told = (chosen or {}).get(row.uid)
    faces = faces_of(rule_of(row))
    return {
        "assessment": row, "name": names.of(row.area), "district": names.above(row.area),
        "face": faces.get(appraisal.class_code, UNKNOWN), "appraiser": appraisal.appraised_by.full_name,
        "own": request.actor.user_id in (row.submitted_by_id, row.appraised_by_id),
        "picked": told is not None or (chosen is None and bool(appraisal.class_code)),
        "class_code": told.class_code if told else appraisal.class_code,
        "recognised": {True: "1", False: "0", None: ""}[told.recognised if told else None],
        "reason": told.reason if told else "", "order": names.order(row.area),
    }  # fmt: skip


def _chosen(request: ActorRequest) -> list[Chosen]:
    """Return what was ticked; each uid once."""
    told = request.POST
    return [
        Chosen(
            uid=uid, class_code=told.get(f"class_{uid}", "")[:40], reason=told.get(f"reason_{uid}", "")[:2000],
            recognised=recognition_of(told.get(f"recognised_{uid}", "")),
        )
        for uid in dict.fromkeys(told.getlist("pick"))
    ]  # fmt: skip


def _signing(request: ActorRequest) -> Signing:
    family = request.POST.get("family", "union")
    known = {code for code, _name in FAMILIES}
    return Signing(family if family in known else "union", request.POST.get("signed_by", "")[:120])


@page(needs=Permission.AREA_DECIDE)
@require_http_methods(["GET", "POST"])
def withdrawal(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then withdraw a class by a document of its own."""
    given = get_class(request.actor, uid)
    require_at(request.actor, Permission.AREA_DECIDE, given.area.unit_id)
    form = WithdrawForm(sent(request), label=_("Lý do thu hồi"))

    def deed() -> object:
        told = form.cleaned_data
        signing = Signing(told["family"])
        return withdraw(actor=request.actor, given=given, reason=told["words"], signing=signing)

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã thu hồi bằng một quyết định mới; kết quả cũ vẫn lưu trong sổ."))
        return redirect(area_url(given.area))
    names = names_of([given.area], [(province_of(given.area.unit_id, clock.today()) or given.area.unit).pk])
    words = {"year": given.year, "area": names.of(given.area)}
    return plain(
        request, form, title=_("Thu hồi kết quả năm %(year)d của %(area)s?") % words,
        lead=_("Hệ thống cấp số một quyết định thu hồi. Không sửa được nữa; địa bàn vẫn kiến nghị được."),
        deed=_("Cấp số và thu hồi"), back_url=area_url(given.area), trail=trail(given.area, names),
    )  # fmt: skip
