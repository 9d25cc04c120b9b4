"""The pages of help: the quick visit, a whole record, what was recorded."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.cases.forms.measures import MeasureForm, VisitForm, VoidForm, initial_edit, initial_new, initial_visit
from lanhmanh.cases.guards import EVERYBODY, WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Measure
from lanhmanh.cases.selectors import measures as selectors
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.services import measures as services
from lanhmanh.cases.services.measures import Faulty
from lanhmanh.cases.views.course_doors import opened_case
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

PER_PAGE = 30


@vault(*EVERYBODY)
@require_GET
def measure_list(request: CaseRequest, uid: str) -> HttpResponse:
    """Show all help that was given in a case."""
    opened = opened_case(request, uid, writing=False)
    shown = Paginator(selectors.of_case(opened.case), PER_PAGE).get_page(request.GET.get("page"))
    rows = selectors.with_words(opened, list(shown.object_list))
    context = {"case": opened.case, "page": shown, "lines": rows, "may_write": opened.may_write}
    return render(request, "cases/measures/list.html", context)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def visit(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Record a visit in under a minute."""
    opened = opened_case(request, uid)
    initial = initial_visit(selectors.last_values(request.actor, opened.case), clock.today())
    form = VisitForm(sent(request), initial=initial)
    if form.is_valid() and _recorded(request, opened, form):
        return redirect("cases:page", uid)
    context = {"case": opened.case, "form": form}
    return render(request, "cases/measures/visit.html", context, status=422 if form.errors else 200)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def measure_new(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Record any help."""
    opened = opened_case(request, uid)
    planned = request.GET.get("ke-hoach") == "1"
    initial = initial_new(request.GET.get("viec", ""), clock.today(), planned=planned)
    form = MeasureForm(sent(request), initial=initial)
    if form.is_valid() and _recorded(request, opened, form):
        return redirect("cases:page", uid)
    context = {"case": opened.case, "form": form}
    return render(request, "cases/measures/record.html", context, status=422 if form.errors else 200)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def measure_edit(request: CaseRequest, uid: str, measure_uid: str) -> HttpResponseBase:
    """Change what a record states."""
    opened = opened_case(request, uid)
    measure = _of(request, opened, measure_uid)
    words = opened.words(measure.uid)
    initial = initial_edit(measure, words, selectors.fingerprint(measure))
    form = MeasureForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            services.change_measure(
                actor=request.actor, keys=request.keys, measure=measure, data=form.data_of(),
                seen=form.cleaned_data["seen"],
            )  # fmt: skip
        except Refused as refusal:
            _tell(form, refusal)
        else:
            flash(request, _("Đã lưu thay đổi."))
            return redirect("cases:measures", uid)
    context = {"case": opened.case, "measure": measure, "form": form}
    return render(request, "cases/measures/record.html", context, status=422 if form.errors else 200)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def measure_void(request: CaseRequest, uid: str, measure_uid: str) -> HttpResponseBase:
    """Ask why, then take a record back."""
    opened = opened_case(request, uid)
    measure = _of(request, opened, measure_uid)
    form = VoidForm(sent(request))
    if form.is_valid():
        try:
            services.void_measure(actor=request.actor, keys=request.keys, measure=measure, **form.cleaned_data)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            flash(request, _("Đã hủy. Mục này vẫn xem được nhưng không còn tính vào số liệu."))
            return redirect("cases:measures", uid)
    context = {
        "title": _("Hủy mục này?"),
        "explanation": _("Mục vẫn xem được trong hồ sơ nhưng không còn tính vào số liệu."),
        "deed": _("Hủy mục"),
        "back_url": reverse("cases:measures", args=[uid]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


def _of(request: CaseRequest, opened: Opened, measure_uid: str) -> Measure:
    found = selectors.get_measure(request.actor, measure_uid)
    if found.case_id != opened.case.pk:
        raise Http404("measure")
    return found


def _recorded(request: CaseRequest, opened: Opened, form: Any) -> bool:
    """Record what a form states, and say so; tell the form what is wrong."""
    try:
        services.record_measure(
            actor=request.actor, keys=request.keys, case=opened.case, data=form.data_of(),
            token=form.cleaned_data["token"],
        )  # fmt: skip
    except Refused as refusal:
        _tell(form, refusal)
        return False
    flash(request, _("Đã ghi."))
    return True


def _tell(form: Any, refusal: Refused) -> None:
    field = refusal.field if isinstance(refusal, Faulty) and refusal.field in form.fields else None
    form.add_error(field, said(refusal))
