"""The register of breaches."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.cases.forms.registers_rights import BreachForm, CloseForm, MomentForm, initial_breach
from lanhmanh.cases.guards import ANSWERABLE, EVERYBODY, CaseRequest, vault
from lanhmanh.cases.models import Breach
from lanhmanh.cases.papers.rights import notice_of
from lanhmanh.cases.rules.rights import breach_clock
from lanhmanh.cases.selectors import breaches as register
from lanhmanh.cases.selectors.reach import CHARGE, holds_at, named, units_of
from lanhmanh.cases.services import breaches as services
from lanhmanh.cases.views.rights_common import cases_crumb, chosen, done, file_of, kinds, page_of, plain
from lanhmanh.kernel import clock
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import known_names

PER_PAGE = 30


@vault(*EVERYBODY)
@require_GET
def breach_list(request: CaseRequest) -> HttpResponse:
    """Show the breaches, the running ones first with the hours that are left."""
    shown = Paginator(register.visible(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    names, now = known_names({row.unit_id for row in shown}, clock.today()), clock.now()
    rows = [(row, names.get(row.unit_id, ""), register.hours_left(row, now)) for row in shown]
    return render(request, "cases/rights/breaches.html", {"page": shown, "rows": rows})


@vault(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def report(request: CaseRequest) -> HttpResponseBase:
    """Record a breach as soon as it is seen."""
    units = named(units_of(request.actor), clock.today())
    now = clock.now()
    initial = {"unit": chosen(request, units), "day": now.date(), "hour": f"{now:%H:%M}"}
    form = BreachForm(sent(request), units=units, initial=initial)
    made: list[Breach] = []
    deed: Any = lambda: made.append(  # noqa: E731
        services.report_breach(
            actor=request.actor, unit=form.unit_of(), data=form.data_of(), token=form.cleaned_data["token"]
        )
    )
    if done(form, deed):
        flash(request, _("Đã ghi sự cố. Đồng hồ 72 giờ chạy từ lúc phát hiện."))
        return redirect("cases:breach", made[0].uid)
    return page_of(request, "cases/rights/breach_form.html", form, title=_("Ghi sự cố"), deed=_("Ghi sự cố"))


@vault(*EVERYBODY)
@require_GET
def detail(request: CaseRequest, breach: str) -> HttpResponse:
    """Show a breach with its clock."""
    found = register.get_breach(request.actor, breach)
    context = {
        "found": found,
        "unit_name": known_names([found.unit_id], clock.today()).get(found.unit_id, ""),
        "hours": register.hours_left(found, clock.now()),
        "law": breach_clock(found.detected),
        "may_change": found.closed_on is None and holds_at(request.actor, found.unit_id, CHARGE),
        "kinds": kinds(),
        "may_print": holds_at(request.actor, found.unit_id, CHARGE),
    }
    return render(request, "cases/rights/breach.html", context)


@vault(*ANSWERABLE)
@require_http_methods(["GET", "POST"])
def change(request: CaseRequest, breach: str) -> HttpResponseBase:
    """Change what is stated of a breach, as more becomes known."""
    found = register.get_breach(request.actor, breach, writing=True)
    units = named([found.unit], clock.today())
    form = BreachForm(sent(request), units=units or [(found.unit, "")], initial=initial_breach(found))
    deed: Any = lambda: services.change_breach(  # noqa: E731
        actor=request.actor, breach=found, data=form.data_of(), version=form.cleaned_data["version"] or 0
    )
    if done(form, deed):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("cases:breach", breach)
    return page_of(
        request, "cases/rights/breach_form.html", form, title=_("Sửa sự cố"), deed=_("Lưu thay đổi"), found=found
    )


@vault(*ANSWERABLE)
@require_http_methods(["GET", "POST"])
def notify(request: CaseRequest, breach: str) -> HttpResponseBase:
    """Record when the Ministry's unit was notified."""
    found, now = register.get_breach(request.actor, breach, writing=True), clock.now()
    form = MomentForm(sent(request), initial={"day": now.date(), "hour": f"{now:%H:%M}"})
    deed: Any = lambda: services.notify_breach(  # noqa: E731
        actor=request.actor, breach=found, at=form.moment()
    )
    if done(form, deed):
        flash(request, _("Đã ghi: cơ quan chuyên trách đã được báo."))
        return redirect("cases:breach", breach)
    lead = _("Gửi văn bản báo trước, rồi ghi thời điểm gửi. Hệ thống không tự gửi.")
    return plain(request, form, title=_("Ghi đã báo"), lead=lead, deed=_("Ghi đã báo"), **_back(found))


@vault(*ANSWERABLE)
@require_http_methods(["GET", "POST"])
def close(request: CaseRequest, breach: str) -> HttpResponseBase:
    """Close a breach with what was done."""
    found = register.get_breach(request.actor, breach, writing=True)
    form = CloseForm(sent(request), initial={"done": found.done})
    deed: Any = lambda: services.close_breach(  # noqa: E731
        actor=request.actor, breach=found, **form.cleaned_data
    )
    if done(form, deed):
        flash(request, _("Đã kết thúc sự cố."))
        return redirect("cases:breach", breach)
    lead = _("Sau khi kết thúc, sự cố chỉ còn để đọc.")
    return plain(request, form, title=_("Kết thúc sự cố"), lead=lead, deed=_("Kết thúc sự cố"), **_back(found))


@vault(*ANSWERABLE)
@require_POST
def notice(request: CaseRequest, breach: str, kind: str) -> HttpResponseBase:
    """Hand the notice to the Ministry's unit out as a file."""
    found = register.get_breach(request.actor, breach, writing=True)
    answer = file_of(notice_of(found, clock.today()), kind, "thong-bao-su-co-du-lieu")
    services.note_notice(actor=request.actor, breach=found, kind=kind)
    return answer


def _back(found: Breach) -> dict[str, Any]:
    url = reverse("cases:breach", args=[found.uid])
    return {"back_url": url, "trail": [*cases_crumb(), _("Sự cố dữ liệu"), reverse("cases:breaches")]}
