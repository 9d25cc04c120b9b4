"""Who works on a case."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases import services
from lanhmanh.cases.forms.vault import MemberForm
from lanhmanh.cases.guards import CaseRequest, vault
from lanhmanh.cases.models import Assignment, Case
from lanhmanh.cases.selectors.door import get_case
from lanhmanh.cases.selectors.members import members
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash


@vault(Permission.CASE_SUPERVISE)
@require_http_methods(["GET", "POST"])
def assigned(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Show who works on a case, and let another begin."""
    case = _case(request, uid)
    form = MemberForm(sent(request), members=members(case.unit))
    if form.is_valid():
        try:
            services.assign(actor=request.actor, case=case, member=form.cleaned_data["member"])
        except Refused as refusal:
            form.add_error("member", said(refusal))
        else:
            flash(request, _("Đã phân công."))
            return redirect("cases:assign", uid)
    rows = Assignment.objects.filter(case=case).select_related("user").order_by("valid_to", "-valid_from", "-pk")
    context = {"case": case, "form": form, "rows": rows}
    return render(request, "cases/assign.html", context, status=422 if form.errors else 200)


@vault(Permission.CASE_SUPERVISE)
@require_POST
def unassign(request: CaseRequest, uid: str, assignment: str) -> HttpResponseBase:
    """End somebody's work on a case."""
    case = _case(request, uid)
    services.end_assignment(actor=request.actor, case=case, uid=assignment)
    flash(request, _("Đã thôi phân công."))
    return redirect("cases:assign", uid)


def _case(request: CaseRequest, uid: str) -> Case:
    """Return a case of a unit that the reader answers for; one that is only offered is not yet such a case."""
    case = get_case(request.actor, uid)
    if not can(request.actor, Permission.CASE_SUPERVISE, case.unit_id):
        raise Http404("case")
    return case
