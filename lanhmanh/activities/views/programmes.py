"""The pages of programmes: how many activities serve them, who registered, what came of it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.choosing import WhyForm
from lanhmanh.activities.forms.programmes import OutcomeForm, RegistrationForm
from lanhmanh.activities.models import Registration
from lanhmanh.activities.rules.programmes import Outcome, Programme, named, registering_on
from lanhmanh.activities.selectors import programmes as selectors
from lanhmanh.activities.services import programmes as services
from lanhmanh.activities.views.form_pages import form_page, pages, units_to_record, void_words, why
from lanhmanh.kernel import clock
from lanhmanh.ui.formats import either
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import names_on

PER_PAGE = 30
CHIPS = {"": "waiting", Outcome.ACHIEVED: "approved", Outcome.NOT_ACHIEVED: "returned", Outcome.WITHDRAWN: "none"}


def crumb() -> list[str]:
    """Return the way back to the programmes."""
    return [_("Chương trình kết hợp"), reverse("activities:programmes")]


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def programme_list(request: ActorRequest) -> HttpResponse:
    """Show the programmes of a year and the registrations."""
    today = clock.today()
    year, code = _year(request.GET.get("nam", ""), today.year), request.GET.get("ct", "")
    found = selectors.year_of(request.actor, year)
    code = code if code in {row.programme.code for row in found.rows} else ""
    words = request.GET.get("q", "")[:80]
    wanted = selectors.of_words(selectors.registrations(request.actor, year, code), words, today)
    shown = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    rows = selectors.with_names(list(shown), today)
    context = {
        "pages": pages(request, "programmes"),
        "year": found,
        "years": [(one, one == year) for one in range(today.year + 1, today.year - 5, -1)],
        "standings": [(row, name_of(row.programme), flag_of(row.programme)) for row in found.rows],
        "code": code,
        "page": shown,
        "words": words,
        "kept": [("nam", year), ("ct", code)],
        "rows": [(row, unit, name_of(programme), CHIPS[row.outcome]) for row, unit, programme in rows],
        "may_record": request.actor.holds(Permission.ACTIVITY_RECORD),
        "sees_areas": request.actor.holds(Permission.AREA_VIEW),
    }
    return render(request, "activities/programmes/list.html", context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def registration_new(request: ActorRequest) -> HttpResponseBase:
    """Register for a programme."""
    today = clock.today()
    form = RegistrationForm(
        sent(request), units=units_to_record(request), programmes=registering_on(today),
        initial={"year": today.year, "registered_on": today, "who": "unit"},
    )  # fmt: skip
    made: list[Registration] = []

    def deed() -> None:
        token = form.cleaned_data["token"]
        made.append(services.register(actor=request.actor, unit=form.unit_of(), claim=form.claim(), token=token))

    if done(form, deed):
        flash(request, _("Đã ghi đăng ký."))
        return redirect("activities:registration", made[0].uid)
    words = {"title": _("Ghi đăng ký chương trình"), "deed": _("Ghi đăng ký")}
    return form_page(request, form, back=reverse("activities:programmes"), trail=crumb(), **words)


@page(needs=Permission.ACTIVITY_VIEW)
@require_http_methods(["GET", "POST"])
def registration(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Show a registration; who records there says what came of it."""
    row = selectors.get_registration(request.actor, uid)
    records = not row.is_void and can(request.actor, Permission.ACTIVITY_RECORD, row.unit_id)
    if request.method == "POST" and not records:
        raise Http404("registration")
    begun = {"outcome": row.outcome, "result_on": row.result_on, "result_document": row.result_document}
    form = OutcomeForm(sent(request), initial=begun)

    def deed() -> None:
        values = form.cleaned_data
        services.settle(
            actor=request.actor, registration=row, outcome=values["outcome"], on=values["result_on"],
            document=values["result_document"],
        )  # fmt: skip

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã ghi kết quả."))
        return redirect("activities:registration", uid)
    context = {
        "row": row,
        "form": form,
        "programme": name_of(named(row.programme, row.registered_on)),
        "unit_name": names_on([row.unit_id], clock.today()).get(row.unit_id, ""),
        "chip": CHIPS[row.outcome],
        "may_record": records,
    }
    status = 422 if form.errors else 200
    return render(request, "activities/programmes/registration.html", context, status=status)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def registration_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a registration back that should not have been recorded."""
    row = selectors.get_registration(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = WhyForm(sent(request))

    def deed() -> None:
        services.void_registration(actor=request.actor, registration=row, reason=form.cleaned_data["reason"])

    if done(form, deed):
        flash(request, _("Đã hủy bản ghi."))
        return redirect("activities:programmes")
    return why(
        request,
        form,
        back=reverse("activities:registration", args=[uid]),
        **void_words(row.body or name_of(named(row.programme, row.registered_on))),
    )


def name_of(programme: Programme | None) -> str:
    """Return a programme's name in the reader's language."""
    return either(programme.name_vi, programme.name_en) if programme else ""


def flag_of(programme: Programme) -> str:
    """Return the mark of a programme that was not checked against its source."""
    return either(programme.source.flag, programme.source.flag_en)


def _year(text: str, today: int) -> int:
    """Return the year asked for, this one where none is.

    :raises Http404: it is none of those that can be.
    """
    if not text:
        return today
    if not (text.isascii() and text.isdigit() and len(text) == 4 and 2000 <= int(text) <= today + 1):
        raise Http404(text)
    return int(text)
