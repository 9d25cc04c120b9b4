"""A case on its way to another unit."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lanhmanh.cases import services
from lanhmanh.cases.forms.vault import MemberForm, RefuseForm, TransferForm
from lanhmanh.cases.guards import EVERYBODY, WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Transfer
from lanhmanh.cases.selectors import listing, transfers
from lanhmanh.cases.selectors.door import get_case
from lanhmanh.cases.selectors.members import members
from lanhmanh.cases.selectors.naming import status_name
from lanhmanh.cases.selectors.settled import goes_to
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import known_names


@vault(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def ask(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Ask another unit to take a case over."""
    case = get_case(request.actor, uid)
    transfers.opened_to_hand_over(request.actor, request.keys, case)
    wanted = goes_to(case)
    chosen = {"to_unit": wanted.unit.uid} if wanted else {}
    form = TransferForm(sent(request), units=transfers.receivers(case), initial=chosen)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.ask_transfer(
                actor=request.actor, keys=request.keys, case=case, to_unit=told["to_unit"], words=told["words"]
            )
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, _("Đã gửi đề nghị. Hồ sơ vẫn ở đơn vị cho đến khi được tiếp nhận."))
            return redirect("cases:page", uid)
    return render(request, "cases/transfer.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def answer(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Show a case that is offered, without any name, with the words of who offers it; a POST takes it over."""
    transfer = _offer(request, uid)
    form = MemberForm(sent(request), members=members(transfer.to_unit), required=False)
    if form.is_valid() and request.method == "POST":
        try:
            made = services.accept_transfer(
                actor=request.actor, keys=request.keys, case=transfer.case, in_charge=form.cleaned_data["member"]
            )
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, _("Đã tiếp nhận: hồ sơ mang số %(case)s của đơn vị.") % {"case": made})
            return redirect("cases:page", uid)
    transfer, words = services.read_offer(actor=request.actor, keys=request.keys, case=transfer.case)
    [row] = listing.rows(request.actor, request.keys, [transfer.case])
    context = {
        "case": transfer.case,
        "row": row,
        "transfer": transfer,
        "from_name": known_names([transfer.from_unit_id], clock.today()).get(transfer.from_unit_id, ""),
        "words": words,
        "form": form,
        "status_name": status_name(transfer.case.status),
    }
    return render(request, "cases/answer.html", context, status=422 if form.errors else 200)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def refuse(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Ask why a case is not taken over, then answer so."""
    transfer = _offer(request, uid)
    form = RefuseForm(sent(request))
    if form.is_valid():
        try:
            services.refuse_transfer(
                actor=request.actor, keys=request.keys, case=transfer.case, words=form.cleaned_data["words"]
            )
        except Refused as refusal:
            form.add_error("words", said(refusal))
        else:
            flash(request, _("Đã trả lời không tiếp nhận."))
            return redirect("cases:list")
    context = {
        "title": _("Không tiếp nhận hồ sơ này?"),
        "explanation": _("Đơn vị chuyển đọc được lý do. Sau khi trả lời, đơn vị không xem được hồ sơ nữa."),
        "deed": _("Không tiếp nhận"),
        "back_url": reverse("cases:answer", args=[uid]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@vault(*EVERYBODY)
@require_POST
def take_back(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Withdraw what was asked."""
    case = get_case(request.actor, uid)
    try:
        services.take_back_transfer(actor=request.actor, case=case)
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    else:
        flash(request, _("Đã rút lại đề nghị chuyển."))
    return redirect("cases:page", uid)


def _offer(request: CaseRequest, uid: str) -> Transfer:
    found = transfers.offer(request.actor, get_case(request.actor, uid))
    if found is None:
        raise Http404("transfer")
    return found
