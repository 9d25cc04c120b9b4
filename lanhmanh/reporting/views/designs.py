"""The forms that there are: those of the product, and those that the reader's unit made."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import calendar
from lanhmanh.reporting import services
from lanhmanh.reporting.access import latest_forms
from lanhmanh.reporting.forms import Sheet
from lanhmanh.reporting.models import FormDesign, FormEnd
from lanhmanh.reporting.rules import forms, publishing
from lanhmanh.reporting.rules.drafting import rows_of
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors import designs, trials
from lanhmanh.reporting.views import doors, trying
from lanhmanh.reporting.views.design_forms import EndForm, StartForm, refused
from lanhmanh.reporting.views.words import LEVELS, name_of
from lanhmanh.ui.formats import either, period_name, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash


@page(needs=Permission.FORM_DESIGN)
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """List the forms: drafts, the unit's own, those of the product."""
    own = designs.own_forms(request.actor)
    context = {
        "drafts": [_draft(one.draft) for one in own if one.draft],
        "own": [_line(one.form) for one in own if one.form],
        "shipped": [_line(form) for form in forms.owed()],
        "of_state": [_line(form) for form in forms.of_state()],
    }
    return render(request, "reporting/designs.html", context)


def _draft(design: FormDesign) -> dict[str, Any]:
    of = design.definition
    name = either(of.get("name_vi"), of.get("name_en")) or design.code
    return {"design": design, "name": name, "rows": len(rows_of(of))}


def _line(form: Form) -> dict[str, Any]:
    return {
        "form": form,
        "name": name_of(form),
        "levels": ", ".join(str(LEVELS[rule.level]).split(",")[0] for rule in form.levels),
        "span": between(form.first_period, form.last_period),
        "calendar": name_of(calendar(form.calendar)),
        "kind": kind_name(form),
    }


def counts_of(actor: Actor, form: Form) -> dict[str, int]:
    """Return how many units of each level would be asked today."""
    top = doors.home(actor, Permission.FORM_DESIGN)
    return trials.counts(form, top, clock.today())


def kind_name(form: Form) -> str:
    """Return the kind of a form's periods as an adverb: "hằng quý"."""
    return {
        "MONTH": _("Hằng tháng"), "QUARTER": _("Hằng quý"), "HALF": _("6 tháng một lần"), "YEAR": _("Hằng năm"),
    }[form.kind.value]  # fmt: skip


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest) -> HttpResponseBase:
    """Begin a form, from nothing or as a copy."""
    known = {form.code: form for form in (*latest_forms(request.actor), *forms.of_state())}
    unit = doors.home(request.actor, Permission.FORM_DESIGN)
    form = StartForm(
        sent(request), known=known.values(), initial=_copied(request, known),
        prefix_of=f"CD{designs.unit_code(request.actor)}-",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            design = services.start_form(
                actor=request.actor, unit=unit, code=told["code"], name_vi=told["name_vi"], name_en=told["name_en"],
                like=known.get(told["like"]),
            )  # fmt: skip
        except Refused as refusal:
            refused(form, "code", refusal)
        else:
            flash(request, _("Đã lập nháp. Chưa ai phải báo cáo cho đến khi ban hành."))
            return redirect("reporting:design", design.uid)
    context = {
        "form": form,
        "title": _("Lập biểu mẫu mới"),
        "lead": _("Biểu chuyên đề của tỉnh, chỉ hỏi các đơn vị trong tỉnh. Mỗi bước được lưu thành nháp."),
        "deed": _("Lập nháp"),
        "back": reverse("reporting:designs"),
    }
    return render(request, "reporting/design_form.html", context, status=422 if form.errors else 200)


def _copied(request: ActorRequest, known: dict[str, Form]) -> dict[str, str]:
    like = known.get(request.GET.get("tu", ""))
    return {"like": like.code, "name_vi": like.name_vi, "name_en": like.name_en} if like else {}


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def show(request: ActorRequest, code: str) -> HttpResponse:
    """Show a form in use, tried on a unit; a POST tries what was typed, and nothing of it is kept."""
    form = doors.get_form(request.actor, code)
    sheet = Sheet(request.POST, form) if request.method == "POST" else None
    own = designs.own_of(request.actor, code)
    context = {
        **trying.of(request, form, sheet),
        **_line(form),
        "own": own,
        "end": FormEnd.objects.filter(design__code=code, design__version=form.version).first() if own else None,
        "versions": [(one, between(one.first_period, one.last_period)) for one in (form, *form.earlier)],
    }
    return render(request, "reporting/design_show.html", context)


def between(first: Period | None, last: Period | None) -> str:
    """Say from which period to which a form is asked."""
    if first and last and last < first:
        return _("Không hỏi kỳ nào")
    words = {"first": period_name(first) if first else "", "last": period_name(last) if last else ""}
    if last:
        return capfirst((_("%(first)s đến %(last)s") if first else _("đến %(last)s")) % words)
    return capfirst(_("từ %(first)s") % words) if first else _("Mọi kỳ")


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def next_version(request: ActorRequest, code: str) -> HttpResponseBase:
    """Ask, then begin the next version of a form."""
    design = designs.get_published(request.actor, code)
    if request.method == "POST":
        draft = services.next_version(actor=request.actor, design=design)
        flash(request, _("Bản mới là nháp. Bản đang dùng vẫn được áp dụng đến kỳ đầu của bản mới."))
        return redirect("reporting:design", draft.uid)
    context = {
        "title": _("Lập bản %(version)d của biểu này?") % {"version": design.version + 1},
        "explanation": _(
            "Bản đã ban hành không sửa được. Bản mới bắt đầu như bản hiện nay; sau khi ban hành, các kỳ từ kỳ đầu của"
            " nó dùng bản mới, các kỳ trước vẫn dùng bản cũ."
        ),
        "deed": _("Lập bản mới"),
        "back_url": reverse("reporting:form", args=[code]),
    }
    return render(request, "ui/confirm.html", context)


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, code: str) -> HttpResponseBase:
    """Ask for the last period and the reason, then end a form."""
    design = designs.get_published(request.actor, code)
    built = forms.build(design.definition, design.unit_id)
    periods = publishing.endings(built, clock.today(), designs.reported_until(code))
    form = EndForm(sent(request), periods=periods, first=built.first_period)
    if request.method == "POST" and form.is_valid():
        last = _named(periods, form.cleaned_data["last_period"])
        try:
            services.end_form(actor=request.actor, design=design, last=last, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, _("Đã ghi kỳ cuối của biểu."))
            return redirect("reporting:form", code)
    context = {
        "title": _("Ngừng áp dụng “%(name)s”") % {"name": name_of(built)},
        "explanation": _("Sau kỳ cuối không ai phải báo cáo biểu này nữa. Báo cáo đã có vẫn còn. Không hoàn tác được."),
        "deed": _("Ngừng áp dụng"),
        "back_url": reverse("reporting:form", args=[code]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


def _named(periods: Iterable[Period], code: str) -> Period:
    return next(one for one in periods if one.code == code)
