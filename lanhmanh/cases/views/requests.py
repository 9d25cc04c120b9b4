"""The register of requests."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.cases.forms.rights import AnswerForm, ReasonForm, RequestForm
from lanhmanh.cases.guards import EVERYBODY, WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Case, PersonRequest, RequestKind
from lanhmanh.cases.papers.rights import copy_of
from lanhmanh.cases.selectors import requests as register
from lanhmanh.cases.selectors.door import NotOpened, OnlyLooking, get_case, hold_for_person
from lanhmanh.cases.selectors.reach import WORKERS as PAPERS
from lanhmanh.cases.selectors.reach import holds_at
from lanhmanh.cases.services import requests as services
from lanhmanh.cases.views.rights_common import cases_crumb, chosen, done, file_of, kinds, page_of, plain, to_case
from lanhmanh.kernel import clock
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import known_names

PER_PAGE = 30


@vault(*EVERYBODY)
@require_GET
def request_list(request: CaseRequest) -> HttpResponse:
    """Show the requests that wait for an answer; all of them on demand."""
    everything = request.GET.get("tat-ca") == "1"
    rows = register.listed(request.actor, answered=everything)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = known_names({row.holder_id for row in shown}, clock.today())
    context = {
        "page": shown,
        "rows": [(row, names.get(row.holder_id, "")) for row in shown],
        "everything": everything,
        "today": clock.today(),
        "may_record": bool(register.places(request.actor, clock.today())),
    }
    return render(request, "cases/rights/requests.html", context)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def receive(request: CaseRequest) -> HttpResponseBase:
    """Register a request, of an opened case or of somebody who has none here."""
    case = get_case(request.actor, request.GET["ho-so"]) if request.GET.get("ho-so") else None
    units = register.places(request.actor, clock.today())
    if case is not None:
        units = [place for place in units if place[0].pk == case.unit_id]
    initial = {"unit": chosen(request, units), "received_on": clock.today(), "kind": request.GET.get("loai", "")}
    form = RequestForm(sent(request), units=units, case=case, initial=initial)
    made: list[PersonRequest] = []
    try:
        if done(form, lambda: made.append(_received(request, form, case))):
            flash(request, _("Đã ghi yêu cầu. Báo cho người đó biết đã nhận."))
            return redirect("cases:request", made[0].uid)
    except (NotOpened, OnlyLooking) as refusal:
        return to_case(request, case.uid if case else "", refusal)
    return page_of(request, "cases/rights/request_new.html", form, case=case)


@vault(*EVERYBODY)
@require_GET
def detail(request: CaseRequest, asked: str) -> HttpResponse:
    """Show a request with what is to be done, by when."""
    found = register.get_request(request.actor, asked)
    shown = register.request_page(request.actor, request.keys, found)
    name = known_names([found.holder_id], clock.today()).get(found.holder_id, "")
    context = {
        "found": found,
        "shown": shown,
        "unit_name": name,
        "today": clock.today(),
        "gives_copy": bool(
            found.case and shown.words is not None and found.kind in {RequestKind.COPY, RequestKind.SEE}
        ),
        "kinds": kinds(),
        "makes_papers": holds_at(request.actor, found.holder_id, PAPERS)
        and (shown.words is not None or found.box.destroyed_on is not None),
        "may_extend": shown.may_answer and not found.extended and shown.due.extendable,
    }
    return render(request, "cases/rights/request.html", context)


@vault(*WORKERS)
@require_POST
def acknowledge(request: CaseRequest, asked: str) -> HttpResponseBase:
    """Record that the person was told that the request arrived."""
    found = register.get_request(request.actor, asked, writing=True)
    services.acknowledge_request(actor=request.actor, request=found)
    flash(request, _("Đã ghi: người đó được báo đã nhận yêu cầu."))
    return redirect("cases:request", asked)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def extend(request: CaseRequest, asked: str) -> HttpResponseBase:
    """Ask why, then extend the time to answer once."""
    found = register.get_request(request.actor, asked, writing=True)
    form = ReasonForm(sent(request))
    deed: Any = lambda: services.extend_request(  # noqa: E731
        actor=request.actor, keys=request.keys, request=found, reason=form.cleaned_data["reason"]
    )
    try:
        if done(form, deed):
            flash(request, _("Đã gia hạn. Báo cho người đó biết hạn mới và lý do."))
            return redirect("cases:request", asked)
    except (NotOpened, OnlyLooking) as refusal:
        return to_case(request, found.case.uid if found.case else "", refusal)
    lead = _("Gia hạn một lần, bằng đúng thời hạn ban đầu.")
    return plain(request, form, title=_("Gia hạn trả lời"), lead=lead, deed=_("Gia hạn"), **_back(found))


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def answer(request: CaseRequest, asked: str) -> HttpResponseBase:
    """Answer a request; what is granted takes effect at once."""
    found = register.get_request(request.actor, asked, writing=True)
    form = AnswerForm(sent(request), purposes=_standing(found), whole=found.kind == RequestKind.ERASE)
    try:
        if done(form, lambda: _answered(request, found, form)):
            flash(request, _("Đã trả lời yêu cầu."))
            return redirect("cases:request", asked)
    except (NotOpened, OnlyLooking) as refusal:
        return to_case(request, found.case.uid if found.case else "", refusal)
    stands = found.case and found.kind == RequestKind.ERASE and services.against_erasure(found.case)
    context = {"found": found, "stands": _(services.STANDS[stands]) if stands else "", "today": clock.today()}
    return page_of(request, "cases/rights/answer.html", form, **context)


@vault(*WORKERS)
@require_POST
def copy(request: CaseRequest, asked: str, kind: str) -> HttpResponseBase:
    """Hand out everything on record about the person as a file; it is on record that this was done."""
    found = register.get_request(request.actor, asked, writing=True)
    if found.case is None or found.kind not in {RequestKind.COPY, RequestKind.SEE}:
        raise Http404("copy")
    case = get_case(request.actor, found.case.uid)
    try:
        held = hold_for_person(request.actor, request.keys, case)
        answer = file_of(copy_of(held, clock.today()), kind, f"ban-sao-ho-so-{case.number}-{case.year}")
        services.note_copy(actor=request.actor, keys=request.keys, case=case, kind=kind)
    except (NotOpened, OnlyLooking) as refusal:
        return to_case(request, case.uid, refusal)
    return answer


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def unrestrict(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Ask why, then let a restricted case be worked on again."""
    case = get_case(request.actor, uid)
    hold_for_person(request.actor, request.keys, case)
    form = ReasonForm(sent(request))
    deed: Any = lambda: services.lift_restriction(  # noqa: E731
        actor=request.actor, keys=request.keys, case=case, reason=form.cleaned_data["reason"]
    )
    if done(form, deed):
        flash(request, _("Đã bỏ hạn chế xử lý."))
        return redirect(f"/ho-so/{uid}/")
    lead = _("Chỉ bỏ khi chính người đó muốn, hoặc điều người đó phản đối đã giải quyết xong.")
    crumbs = [*cases_crumb(), str(case), f"/ho-so/{uid}/"]
    context = {"title": _("Bỏ hạn chế xử lý"), "lead": lead, "deed": _("Bỏ hạn chế"), "back_url": f"/ho-so/{uid}/"}
    return plain(request, form, trail=crumbs, **context)


def _received(request: CaseRequest, form: RequestForm, case: Case | None) -> PersonRequest:
    return services.receive_request(
        actor=request.actor, keys=request.keys, unit=form.unit_of(), case=case, asked=form.asked()
    )


def _answered(request: CaseRequest, found: PersonRequest, form: AnswerForm) -> None:
    told = form.cleaned_data
    services.answer_request(
        actor=request.actor, keys=request.keys, request=found, outcome=told["outcome"], reason=told["reason"],
        purposes=told.get("purposes", ()),
    )  # fmt: skip


def _standing(found: PersonRequest) -> list[str]:
    if found.case is None or found.kind != RequestKind.WITHDRAW:
        return []
    return list(found.case.consents.filter(withdrawn_on=None).order_by("pk").values_list("purpose", flat=True))


def _back(found: PersonRequest) -> dict[str, Any]:
    url = reverse("cases:request", args=[found.uid])
    return {"back_url": url, "trail": [*cases_crumb(), _("Yêu cầu"), reverse("cases:requests")]}
