"""The page of a new case."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.access import units_for
from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases import services
from lanhmanh.cases.forms.person import IntakeForm
from lanhmanh.cases.guards import WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Case, Twin
from lanhmanh.cases.policies import way_in
from lanhmanh.cases.selectors.members import members
from lanhmanh.cases.selectors.reach import named
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def new(request: CaseRequest) -> HttpResponseBase:
    """Open the case of a person."""
    units = _units(request)
    unit = next((unit for unit, _name in units if unit.uid == request.POST.get("unit")), units[0][0])
    me = User.objects.get(pk=request.actor.user_id).uid
    initial = {"unit": unit.uid, "in_charge": me, "sex": "unstated", "agreed_on": clock.today()}
    form = IntakeForm(sent(request), units=units, members=members(unit), initial=initial)
    known: Case | None = None
    if form.is_valid():
        try:
            made = services.open_new_case(
                actor=request.actor, keys=request.keys, unit=form.unit_of(), data=form.data_of()
            )
        except Refused as refusal:
            known = _refused(form, refusal)
        else:
            return _made(request, made)
    context = {"form": form, "known": known}
    return render(request, "cases/new.html", context, status=422 if form.errors else 200)


def _units(request: CaseRequest) -> list[tuple[Unit, str]]:
    found = named(units_for(request.actor, Permission.CASE_WORK), clock.today())
    if not found:
        raise Http404("unit")
    return found


def _refused(form: IntakeForm, refusal: Refused) -> Case | None:
    """Say why beside the form; return the case that the unit has already."""
    form.add_error(None, said(refusal))
    if not isinstance(refusal, services.Known):
        return None
    if not refusal.by_number:
        form.offer_namesake()
    return refusal.case


def _made(request: CaseRequest, made: Case) -> HttpResponse:
    flash(request, _("Đã lập hồ sơ %(case)s.") % {"case": made})
    if Twin.objects.filter(second=made).exists():
        flash(request, _("Có thể đã có hồ sơ ở đơn vị khác: liên hệ cấp trên."), state="warning")
    opened = way_in(request.actor, made) in {"ordinary", "supervision"}
    return redirect(reverse("cases:page", args=[made.uid]) if opened else "cases:list")
