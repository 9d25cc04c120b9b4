"""The confidential fields of a person, written anew, and what they were before."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.cases import services
from lanhmanh.cases.access import PERSON
from lanhmanh.cases.forms.person import EditForm, initial_person
from lanhmanh.cases.guards import EVERYBODY, WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Case, Twin
from lanhmanh.cases.policies import may_merge
from lanhmanh.cases.rules.people import birth_vi
from lanhmanh.cases.selectors.door import get_case, require_opened
from lanhmanh.cases.selectors.history import history
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def edit(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Write the fields of a person anew."""
    case = get_case(request.actor, uid)
    found = require_opened(request.actor, request.keys, case)
    form = EditForm(sent(request), initial=initial_person(found.words(), case.sex, case.version))
    known: Case | None = None
    try:
        if form.is_valid():
            told = form.cleaned_data
            services.change_person(
                actor=request.actor, keys=request.keys, case=case, words=form.words(), sex=told["sex"],
                version=told["version"], namesake=bool(told["namesake"]),
            )  # fmt: skip
            return _changed(request, case)
    except services.Known as refusal:
        known = refusal.case
        form.add_error(None, said(refusal))
        if not refusal.by_number:
            form.offer_namesake()
    except Refused as refusal:
        form.add_error(None, said(refusal))
    context = {"case": case, "form": form, "known": known, "may_merge": may_merge(request.actor, case)}
    return render(request, "cases/edit.html", context, status=422 if form.errors else 200)


@vault(*EVERYBODY)
@require_GET
def field_history(request: CaseRequest, uid: str, field: str) -> HttpResponse:
    """Show what a field was, who wrote it and when."""
    case = get_case(request.actor, uid)
    if field not in PERSON:
        raise Http404("field")
    found = require_opened(request.actor, request.keys, case, writing=False)
    versions = [(one, birth_vi(one.text) if field == "birth_date" else one.text) for one in history(found, field)]
    label = EditForm.base_fields[field].label
    return render(request, "cases/history.html", {"case": case, "label": label, "versions": versions})


def _changed(request: CaseRequest, case: Case) -> HttpResponse:
    flash(request, _("Đã lưu thay đổi."))
    if Twin.objects.filter(second=case, settled_at=None).exists():
        flash(request, _("Có thể đã có hồ sơ ở đơn vị khác: liên hệ cấp trên."), state="warning")
    return redirect("cases:page", case.uid)
