"""Two cases of one person: which is the other, both side by side, then one of them."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.forms.merging import MergeForm, OtherForm
from lanhmanh.cases.guards import CaseRequest, vault
from lanhmanh.cases.models import Case
from lanhmanh.cases.selectors import listing, merging
from lanhmanh.cases.selectors.door import opened
from lanhmanh.cases.selectors.naming import status_name
from lanhmanh.cases.services.merging import check_merging, merge_cases
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash


@vault(Permission.CASE_SUPERVISE)
@require_http_methods(["GET", "POST"])
def choose(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Ask which other case of the unit is of the same person."""
    case = merging.mergeable(request.actor, uid)
    form = OtherForm(sent(request))
    if form.is_valid():
        other = merging.numbered(request.actor, case, form.cleaned_data["number"])
        if other is not None:
            return redirect("cases:merge", uid, other.uid)
        form.add_error("number", _("Đơn vị không có hồ sơ nào khác đang dùng mang số này: xem lại số."))
    rows = listing.rows(request.actor, request.keys, merging.beside(case))
    context = {"case": case, "form": form, "rows": rows}
    return render(request, "cases/merging/choose.html", context, status=422 if form.errors else 200)


@vault(Permission.CASE_SUPERVISE)
@require_http_methods(["GET", "POST"])
def merge(request: CaseRequest, uid: str, other: str) -> HttpResponseBase:
    """Show two cases side by side with what becomes of them; a POST makes them one."""
    pair = merging.pair(request.actor, uid, other)
    asked = (request.POST if request.method == "POST" else request.GET).get("keep", "")
    kept, gone = pair if asked != pair[1].uid else pair[::-1]
    form = MergeForm(sent(request), keep=kept.uid)

    def deed() -> None:
        merge_cases(
            actor=request.actor, keys=request.keys, kept=kept, other=gone, reason=form.cleaned_data["reason"]
        )  # fmt: skip

    if done(form, deed):
        words = {"other": gone, "case": kept}
        flash(request, _("Đã gộp hồ sơ %(other)s vào hồ sơ %(case)s.") % words)
        return redirect("cases:page", kept.uid)
    return render(
        request, "cases/merging/pair.html", _shown(request, kept, gone, form), status=422 if form.errors else 200
    )


def _shown(request: CaseRequest, kept: Case, gone: Case, form: MergeForm) -> dict[str, Any]:
    mine, theirs = (opened(request.actor, request.keys, case) for case in (kept, gone))
    both = mine is not None and theirs is not None
    numbers = [found.words().get("id_number", "") for found in (mine, theirs) if found and both]
    sides = zip(listing.rows(request.actor, request.keys, [kept, gone]), (mine, theirs), strict=True)
    return {
        "kept": kept,
        "gone": gone,
        "form": form,
        "sides": [(row, status_name(row.case.status), found is not None) for row, found in sides],
        "opened": both,
        "doubtful": len(set(filter(None, numbers))) > 1,
        "against": _against(kept, gone),
        "lines": merging.field_lines(mine, theirs) if mine and theirs else [],
        "holdings": merging.holdings(kept, gone),
        "twice": merging.told_twice(kept, gone),
    }


def _against(kept: Case, gone: Case) -> str:
    """Return the sentence that says what stands against merging; "" for nothing."""
    try:
        check_merging(kept, gone)
    except Refused as refusal:
        return said(refusal)
    return ""


def side_sections(_request: Any, found: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return what the page of an opened case shows of cases that went into it."""
    taken = merging.taken_in(found.case, found)
    return [("cases/merging/section.html", {"taken": taken})] if taken else []
