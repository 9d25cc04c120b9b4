"""The page of one case: a row without names until it is opened, then all of it until the hour is over."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases import services
from lanhmanh.cases.forms.vault import AttachmentForm, OpenForm
from lanhmanh.cases.guards import EVERYBODY, CaseRequest, vault
from lanhmanh.cases.models import Case, OpeningKind, Purpose
from lanhmanh.cases.policies import IN_USE, REASONED, may_merge, way_in
from lanhmanh.cases.rules.people import birth_vi
from lanhmanh.cases.rules.ways import opens_for
from lanhmanh.cases.selectors import attachments, listing, merging, overseen, settled, transfers
from lanhmanh.cases.selectors.door import Opened, get_case, opened
from lanhmanh.cases.selectors.naming import status_name
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import known_names

# A part of the page: its template and what it shows, which the template finds under `section`.
Section = tuple[str, dict[str, Any]]
SectionsOf = Callable[[CaseRequest, Opened], list[Section]]
# What other parts of the context lay into the page of an opened case: into the wide column, and into the narrow one.
MAIN: list[SectionsOf] = []
SIDE: list[SectionsOf] = []


@vault(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def case_page(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Show a case, or ask for what it should be opened; a POST opens it."""
    if heir := merging.heir(request.actor, uid):
        return redirect("cases:page", heir.uid)
    case = get_case(request.actor, uid)
    kind = way_in(request.actor, case)
    if request.method == "GET":
        if kind is None and transfers.offer(request.actor, case):
            return redirect("cases:answer", uid)
        if found := opened(request.actor, request.keys, case):
            return show(request, found)
    purposes = [one for one in Purpose if opens_for(case.state, one)]
    form = OpenForm(sent(request), reasoned=kind in REASONED, purposes=purposes)
    if kind and form.is_valid():
        told = form.cleaned_data
        try:
            services.open_case(
                actor=request.actor, keys=request.keys, case=case, purpose=told["purpose"],
                reason=told.get("reason", ""),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("reason" if "reason" in form.fields else None, said(refusal))
        else:
            return redirect("cases:page", uid)
    return _shut(request, case, kind, form)


@vault(*EVERYBODY)
@require_POST
def shut(request: CaseRequest, uid: str) -> HttpResponseBase:
    """End the reader's opening now."""
    case = get_case(request.actor, uid)
    services.shut_case(actor=request.actor, case=case)
    flash(request, _("Đã đóng hồ sơ %(case)s.") % {"case": case})
    return redirect("cases:list")


def show(request: CaseRequest, found: Opened, form: AttachmentForm | None = None, *, status: int = 200) -> HttpResponse:
    """Show an opened case with all its sections."""
    case, words = found.case, found.words()
    [row] = listing.rows(request.actor, request.keys, [case])
    waiting = transfers.waiting(case)
    context = {
        "case": case,
        "row": row,
        "found": found,
        "words": words | {"birth_date": birth_vi(words.get("birth_date", ""))},
        "status_name": status_name(case.status),
        "files": attachments.files(found),
        "file_form": form or AttachmentForm(),
        "may_write": found.may_write and case.state in IN_USE,
        "may_assign": case.state in IN_USE and can(request.actor, Permission.CASE_SUPERVISE, case.unit_id),
        "may_merge": found.may_write and case.state in IN_USE and may_merge(request.actor, case),
        "beside": merging.beside(case) if may_merge(request.actor, case) else [],
        "settled": settled.settled_of(case),
        "settled_above": overseen.settled_above(request.actor, case),
        "may_transfer": transfers.may_ask(request.actor, case),
        "transfer": waiting,
        "answered": transfers.answered(found) if waiting is None else None,
        "to_name": known_names([waiting.to_unit_id], clock.today()).get(waiting.to_unit_id, "") if waiting else "",
        "main": [section for make in MAIN for section in make(request, found)],
        "side": [section for make in SIDE for section in make(request, found)],
    }
    return render(request, "cases/page.html", context, status=status)


def _shut(request: CaseRequest, case: Case, kind: OpeningKind | None, form: OpenForm) -> HttpResponse:
    [row] = listing.rows(request.actor, request.keys, [case])
    context = {
        "case": case,
        "row": row,
        "form": form,
        "kind": kind,
        "emergency": kind == OpeningKind.BREAK_GLASS,
        "status_name": status_name(case.status),
        "may_assign": case.state in IN_USE and can(request.actor, Permission.CASE_SUPERVISE, case.unit_id),
    }
    return render(request, "cases/shut.html", context, status=422 if form.errors else 200)
