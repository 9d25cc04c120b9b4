"""The pages on which a unit's own list is brought in: upload, look, confirm."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.forms.roster import RosterForm, kept
from lanhmanh.cases.guards import CaseRequest, vault
from lanhmanh.cases.models import Case
from lanhmanh.cases.papers import roster as papers
from lanhmanh.cases.rules.roster import HEADINGS, MOST_BYTES, shown
from lanhmanh.cases.selectors import roster as selectors
from lanhmanh.cases.selectors.members import members
from lanhmanh.cases.services import roster as services
from lanhmanh.cases.views.attachments import FORM, InMemory
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 100


class _Small(InMemory):
    """Keep a list in memory; what is larger than a list may be is dropped."""

    most = MOST_BYTES


@csrf_exempt
def bring(request: CaseRequest) -> HttpResponseBase:
    """Set the way of reading before anything of the request is read, then check it as every other."""
    request.upload_handlers = [_Small(request)]
    return _bring(request)


@csrf_protect
@vault(Permission.CASE_SUPERVISE)
@require_http_methods(["GET", "POST"])
def _bring(request: CaseRequest) -> HttpResponseBase:
    """Take a list in and show what would become of it."""
    form = _form(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + FORM:
        form.errors["file"] = form.error_class(
            [_("Tệp lớn hơn 5 MB: tách danh sách thành nhiều tệp rồi tải từng tệp.")]
        )
    if form.is_valid():
        told = form.cleaned_data
        try:
            unit = next(unit for unit, _name in _places(request) if unit.uid == told["unit"])
            found = services.preview(
                actor=request.actor, keys=request.keys, unit=unit, in_charge=told["in_charge"],
                content=told["file"].read(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("file", said(refusal))
        else:
            return _show(request, found)
    return _upload(request, form)


bring.needs = _bring.needs  # type: ignore[attr-defined]


@vault(Permission.CASE_SUPERVISE)
@require_GET
def template(request: CaseRequest) -> HttpResponse:
    """Hand the empty list out."""
    content = papers.template(selectors.options(_people(request)), clock.today())
    return download(content, "danh-sach-ho-so-mau.xlsx", XLSX)


@vault(Permission.CASE_SUPERVISE)
@require_POST
def confirm(request: CaseRequest) -> HttpResponseBase:
    """Bring in all good rows of a list that was shown, or none."""
    packet, keep = request.POST.get("packet", ""), kept(request.POST.getlist("keep"))
    try:
        made = services.import_roster(actor=request.actor, keys=request.keys, packet=packet, keep=keep)
    except services.Imported as refusal:
        flash(request, said(refusal), state="warning")
        return redirect("cases:list")
    except services.Changed as refusal:
        again = services.preview_again(actor=request.actor, keys=request.keys, packet=packet)
        return _show(request, again, keep=keep, notice=said(refusal))
    except Refused as refusal:
        return _refused(request, refusal)
    return _done(request, made)


@vault(Permission.CASE_SUPERVISE)
@require_POST
def to_mend(request: CaseRequest) -> HttpResponseBase:
    """Hand the faulty rows of a list back, the reasons beside them."""
    try:
        found = services.preview_again(
            actor=request.actor, keys=request.keys, packet=request.POST.get("packet", "")
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, refusal)
    rows = [one.row for one in found.faulty()]
    options = selectors.options(members(found.roster.unit))
    return download(papers.to_mend(options, rows, clock.today()), "danh-sach-can-sua.xlsx", XLSX)


def _places(request: CaseRequest) -> list[tuple[Unit, str]]:
    found = selectors.places(request.actor)
    if not found:
        raise Http404("unit")
    return found


def _people(request: CaseRequest) -> list[User]:
    found = {user.pk: user for unit, _name in _places(request) for user in members(unit)}
    return list(found.values())


def _form(request: CaseRequest) -> RosterForm:
    me = User.objects.get(pk=request.actor.user_id).uid
    places = _places(request)
    return RosterForm(
        sent(request), request.FILES or None, units=places, people=_people(request),
        initial={"unit": places[0][0].uid, "in_charge": me},
    )  # fmt: skip


def _upload(request: CaseRequest, form: RosterForm) -> HttpResponse:
    context = {"form": form, "has_keys": bool(request.keys)}
    return render(request, "cases/roster/upload.html", context, status=422 if form.errors else 200)


def _refused(request: CaseRequest, refusal: Refused) -> HttpResponse:
    form = RosterForm({}, units=_places(request), people=_people(request))
    form.errors.clear()
    form.add_error(None, said(refusal))
    return _upload(request, form)


def _show(
    request: CaseRequest, found: services.Preview, *, keep: set[int] | None = None, notice: str = ""
) -> HttpResponse:  # fmt: skip
    faults = [
        {
            "row": one.row.number,
            "column": _(HEADINGS[fault.field]) if fault.field else "",
            "value": shown(one.row.typed.get(fault.field, "")),
            "reason": said(fault.refusal),
        }
        for one in found.faulty()
        for fault in one.row.faults
    ]
    context: dict[str, Any] = {
        "found": found, "rows": len(found.judged), "good": len(found.good()), "faulty": len(found.faulty()),
        "doubles": found.doubles(), "elsewhere": found.elsewhere(), "faults": faults[:FAULTS_SHOWN],
        "hidden": max(0, len(faults) - FAULTS_SHOWN), "keep": keep or set(), "notice": notice,
        "namesakes": any(not one.double.by_number for one in found.doubles() if one.double),
    }  # fmt: skip
    return render(request, "cases/roster/preview.html", context)


def _done(request: CaseRequest, made: list[Case]) -> HttpResponse:
    words = {"count": len(made), "first": made[0], "last": made[-1]}
    flash(
        request,
        ngettext(
            "Đã lập %(count)d hồ sơ từ danh sách, từ số %(first)s đến số %(last)s.",
            "Đã lập %(count)d hồ sơ từ danh sách, từ số %(first)s đến số %(last)s.",
            len(made),
        )
        % words,
    )
    return redirect("cases:list")
