"""Consents, sharings, days to let go, and the leaflet for the person."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.cases.forms.rights import ConsentForm, PutOffForm, SharingForm
from lanhmanh.cases.guards import ANSWERABLE, EVERYBODY, WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Case, CaseState, Consent, ConsentPurpose, Ground, Sharing
from lanhmanh.cases.papers.rights import extract_of, leaflet, told_to_all
from lanhmanh.cases.selectors import rights
from lanhmanh.cases.selectors.door import Opened, get_case, hold_for_person, require_opened
from lanhmanh.cases.selectors.reach import WORKERS as WORK
from lanhmanh.cases.selectors.reach import units_of
from lanhmanh.cases.selectors.terms import settable, term_lines
from lanhmanh.cases.services import consents as consenting
from lanhmanh.cases.services import retention
from lanhmanh.cases.services import sharing as handing
from lanhmanh.cases.views.rights_common import cases_crumb, done, file_of, page_of, plain
from lanhmanh.kernel import clock
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit

PER_PAGE = 30


@vault(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def consents(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Show to what the person agreed; a POST adds one."""
    case, held = _held(request, uid)
    form = ConsentForm(sent(request), initial={"given_on": clock.today(), "purpose": ConsentPurpose.SUPPORT})
    deed: Any = lambda: consenting.give_consent(  # noqa: E731
        actor=request.actor, keys=request.keys, case=case, **form.cleaned_data
    )
    if done(form, deed):
        flash(request, _("Đã ghi đồng ý."))
        return redirect("cases:consents", uid)
    may = held.may_write and case.state == CaseState.OPEN and not case.restricted_on
    lines = rights.consent_lines(case, held)
    return page_of(request, "cases/rights/consents.html", form, case=case, lines=lines, may_write=may, held=held)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def withdraw(request: CaseRequest, uid: str, consent: str) -> HttpResponseBase:
    """Ask once more, then record that a consent was withdrawn."""
    case = get_case(request.actor, uid)
    hold_for_person(request.actor, request.keys, case)
    found = rights.get_consent(case, consent)
    if request.method == "POST":
        consenting.withdraw_consent(actor=request.actor, keys=request.keys, consent=found)
        flash(request, _("Đã ghi rút đồng ý."))
        return redirect("cases:consents", uid)
    context = {
        "title": _("Ghi rút đồng ý?"),
        "explanation": _withdrawal(case, found),
        "deed": _("Ghi rút đồng ý"),
        "back_url": reverse("cases:consents", args=[uid]),
    }
    return render(request, "ui/confirm.html", context)


@vault(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def sharings(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Show what went to whom; a POST hands something over."""
    case, held = _held(request, uid)
    form = SharingForm(sent(request), initial={"ground": "consent"})
    made: list[Sharing] = []
    if done(form, lambda: made.append(_shared(request, case, form))):
        flash(request, _("Đã ghi. In phiếu, đưa đúng nơi nhận."))
        return redirect("cases:sharing", uid, made[0].uid)
    may = held.may_write and case.state in {CaseState.OPEN, CaseState.CLOSED}
    lines = rights.sharing_lines(case, held)
    return page_of(request, "cases/rights/sharings.html", form, case=case, lines=lines, may_write=may)


@vault(*EVERYBODY)
@require_GET
def sharing(request: CaseRequest, uid: str, shared: str) -> HttpResponse:
    """Show one handing-over, with its extract while it may be printed."""
    case, held = _held(request, uid)
    found = rights.get_sharing(case, shared)
    [line] = [one for one in rights.sharing_lines(case, held) if one.row.pk == found.pk]
    may = held.may_write and rights.may_be_printed(found)
    return render(request, "cases/rights/sharing.html", {"case": case, "line": line, "may_print": may})


@vault(*WORKERS)
@require_POST
def sharing_file(request: CaseRequest, uid: str, shared: str, kind: str) -> HttpResponseBase:
    """Hand the extract of a sharing out as a file; on its day and while its ground stands."""
    case = get_case(request.actor, uid)
    held = hold_for_person(request.actor, request.keys, case)
    found = rights.get_sharing(case, shared)
    if not rights.may_be_printed(found):
        flash(
            request,
            _("Phiếu chỉ in trong ngày chia sẻ, khi căn cứ còn hiệu lực. Chia sẻ lần nữa để in."),
            state="warning",
        )
        return redirect("cases:sharing", uid, shared)
    answer = file_of(extract_of(found, held, clock.today()), kind, f"phieu-chia-se-{case.number}-{case.year}")
    handing.note_extract(actor=request.actor, sharing=found, kind=kind)
    return answer


@vault(*ANSWERABLE)
@require_GET
def resting(request: CaseRequest) -> HttpResponse:
    """Show what is sealed and erased within thirty days."""
    rows = rights.resting(request.actor, clock.today())
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = rights.resting_lines(request.actor, list(shown.object_list), clock.today())
    context = {
        "page": shown,
        "lines": lines,
        "today": clock.today(),
        "terms": term_lines(request.actor.home_unit_id, clock.today()),
        "may_set": settable(request.actor, request.actor.home_unit_id) is not None,
    }
    return render(request, "cases/rights/resting.html", context)


@vault(*ANSWERABLE)
@require_http_methods(["GET", "POST"])
def put_off(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Ask until when and why, then put the erasure off."""
    case = get_case(request.actor, uid)
    if case.unit_id not in rights.charged(request.actor) or case.erase_on is None or case.state == CaseState.ERASED:
        raise Http404("case")
    form = PutOffForm(sent(request))
    deed: Any = lambda: retention.put_off(  # noqa: E731
        actor=request.actor, keys=request.keys, case=case, **form.cleaned_data
    )
    if done(form, deed):
        flash(request, _("Đã hoãn xóa danh tính."))
        return redirect("cases:resting")
    lead = _("Hồ sơ %(case)s. Ngày xóa đang định: %(day)s.") % {"case": case, "day": f"{case.erase_on:%d/%m/%Y}"}
    back = reverse("cases:resting")
    context = {"title": _("Hoãn xóa danh tính"), "lead": lead, "deed": _("Hoãn"), "back_url": back}
    return plain(request, form, trail=[*cases_crumb(), _("Niêm phong, xóa danh tính"), back], **context)


@vault(*WORKERS)
@require_GET
def for_the_person(request: CaseRequest) -> HttpResponse:
    """Show what a person is told about the own data, to be read out or handed over."""
    return render(request, "cases/rights/leaflet.html", {"parts": told_to_all(_own_unit(request), clock.today())})


@vault(*WORKERS)
@require_GET
def leaflet_file(request: CaseRequest, kind: str) -> HttpResponse:
    """Hand the leaflet out as a file."""
    return file_of(leaflet(_own_unit(request), clock.today()), kind, "du-lieu-cua-ban-va-quyen-cua-ban")


def _own_unit(request: CaseRequest) -> Unit:
    unit = units_of(request.actor, WORK).order_by("pk").first()
    if unit is None:
        raise Http404("unit")
    return unit


def _held(request: CaseRequest, uid: str) -> tuple[Case, Opened]:
    case = get_case(request.actor, uid)
    return case, require_opened(request.actor, request.keys, case, writing=False)


def _shared(request: CaseRequest, case: Case, form: SharingForm) -> Sharing:
    return handing.share(actor=request.actor, keys=request.keys, case=case, data=form.data_of())


def _withdrawal(case: Case, found: Consent) -> str:
    """Say what a withdrawal entails."""
    told = _("Từ hôm nay không chia sẻ gì nữa cho mục đích “%(purpose)s”.") % {"purpose": found.get_purpose_display()}
    if case.ground == Ground.ASKED and found.purpose == ConsentPurpose.SUPPORT:
        told += " " + _("Hồ sơ này chỉ dựa trên đồng ý: nó kết thúc ngay, được niêm phong, rồi xóa danh tính.")
    return told
