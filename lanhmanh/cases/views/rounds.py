"""Review rounds: numbers of a quarter, never names."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.cases.forms.registers_rights import LABELS, RoundForm, initial_round
from lanhmanh.cases.guards import EVERYBODY, WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Mistake, ReviewRound
from lanhmanh.cases.rules.rounds import FOUND, FROM
from lanhmanh.cases.selectors import rounds as register
from lanhmanh.cases.selectors.reach import WORKERS as WORK
from lanhmanh.cases.selectors.reach import holds_at, named
from lanhmanh.cases.services import rounds as services
from lanhmanh.cases.views.rights_common import cases_crumb, chosen, done, page_of, plain
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.kernel.text import fold
from lanhmanh.law.calendars import period_of
from lanhmanh.ui.formats import period_name
from lanhmanh.ui.forms import Form, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import names_on

PER_PAGE = 30


class VoidForm(Form):
    """Read why a round is taken back."""

    reason = forms.ChoiceField(label=gettext_lazy("Lý do"), choices=Mistake.choices, widget=forms.RadioSelect)


@vault(*EVERYBODY)
@require_GET
def round_list(request: CaseRequest) -> HttpResponse:
    """Show the rounds of a quarter with their sums, and who has held none."""
    now = period_of(register.CALENDAR, Kind.QUARTER, clock.today())
    shown = register.quarter(request.actor, _asked(request.GET.get("quy", ""), now))
    words = request.GET.get("q", "")[:80]
    wanted = [(row, name) for row, name in shown.rows if fold(words) in fold(name)]
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    columns = [(name, LABELS[name], shown.totals[name]) for name in FOUND]
    context = {
        "quarter": shown,
        "columns": columns,
        "rows": [(row, name, _people(row), [getattr(row, one) for one in FOUND]) for row, name in page],
        "page": page,
        "words": words,
        "kept": [("quy", shown.period.code)],
        "quarter_name": period_name(shown.period),
        "before": _named(shown.period.previous()),
        "after": _named(shown.period.next()) if shown.period < now else None,
        "held": len({row.unit_id for row, _name in shown.rows}),
        "sat": sum(shown.totals[name].value or 0 for name in FROM),
        "above": register.reads_above(request.actor),
        "may_record": bool(register.communes_of(request.actor)),
    }
    return render(request, "cases/rights/rounds.html", context)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def record(request: CaseRequest) -> HttpResponseBase:
    """Record a round."""
    units = named(register.communes_of(request.actor), clock.today())
    form = RoundForm(sent(request), units=units, initial={"unit": chosen(request, units), "on": clock.today()})
    made: list[ReviewRound] = []
    deed: Any = lambda: made.append(  # noqa: E731
        services.record_round(actor=request.actor, unit=form.unit_of(), data=form.data_of())
    )
    if done(form, deed):
        flash(request, _("Đã ghi đợt rà soát."))
        return redirect("cases:round", made[0].uid)
    words = {"title": _("Ghi đợt rà soát"), "deed": _("Ghi đợt rà soát")}
    return page_of(request, "cases/rights/round_form.html", form, back_url=reverse("cases:rounds"), **words)


@vault(*EVERYBODY)
@require_GET
def detail(request: CaseRequest, round_uid: str) -> HttpResponse:
    """Show one round."""
    row = register.get_round(request.actor, round_uid)
    context = {
        "row": row,
        "unit_name": names_on([row.unit_id], row.on).get(row.unit_id, ""),
        "sat": [(LABELS[name], getattr(row, name)) for name in FROM],
        "found": [(LABELS[name], getattr(row, name)) for name in FOUND],
        "quarter": _named(period_of(register.CALENDAR, Kind.QUARTER, row.on)),
        "may_change": not row.void and holds_at(request.actor, row.unit_id, WORK),
    }
    return render(request, "cases/rights/round.html", context)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def change(request: CaseRequest, round_uid: str) -> HttpResponseBase:
    """Change what a round states."""
    row = register.get_round(request.actor, round_uid, writing=True)
    units = named([row.unit], row.on) or [(row.unit, "")]
    form = RoundForm(sent(request), units=units, initial=initial_round(row))
    deed: Any = lambda: services.change_round(  # noqa: E731
        actor=request.actor, round=row, data=form.data_of(), version=form.cleaned_data["version"] or 0
    )
    if done(form, deed):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("cases:round", round_uid)
    words = {"title": _("Sửa đợt rà soát"), "deed": _("Lưu thay đổi")}
    back = reverse("cases:round", args=[round_uid])
    return page_of(request, "cases/rights/round_form.html", form, back_url=back, **words)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def void(request: CaseRequest, round_uid: str) -> HttpResponseBase:
    """Ask why, then take a round back."""
    row = register.get_round(request.actor, round_uid, writing=True)
    form = VoidForm(sent(request))
    deed: Any = lambda: services.void_round(  # noqa: E731
        actor=request.actor, round=row, reason=form.cleaned_data["reason"]
    )
    if done(form, deed):
        flash(request, _("Đã hủy đợt rà soát."))
        return redirect("cases:rounds")
    lead = _("Đợt này vẫn xem được nhưng không còn tính vào số liệu của quý.")
    back = reverse("cases:round", args=[round_uid])
    trail = [*cases_crumb(), _("Rà soát"), reverse("cases:rounds")]
    context = {"title": _("Hủy đợt rà soát này?"), "lead": lead, "deed": _("Hủy đợt rà soát"), "back_url": back}
    return plain(request, form, trail=trail, **context)


def _asked(code: str, now: Period) -> Period:
    """Return the quarter asked for; this one where none is.

    :raises Http404: it is no quarter that has begun.
    """
    if not code:
        return now
    try:
        found = parse(code)
    except Refused:
        raise Http404(code) from None
    if found.kind != Kind.QUARTER or now < found or found.year < 2000:
        raise Http404(code)
    return found


def _named(period: Period) -> tuple[str, str]:
    return period.code, period_name(period)


def _people(row: ReviewRound) -> int:
    return sum(getattr(row, name) for name in FROM)
