"""Working on a draft of a form, step by step; each step is kept."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.law.calendars import calendar
from lanhmanh.reporting import services
from lanhmanh.reporting.forms import Sheet
from lanhmanh.reporting.models import FormDesign
from lanhmanh.reporting.rules import drafting, forms, publishing
from lanhmanh.reporting.rules.catalogue import load
from lanhmanh.reporting.rules.drafting import Definition
from lanhmanh.reporting.rules.faults import Fault
from lanhmanh.reporting.rules.shapes import HOLDS_AGAINST, LEVELS
from lanhmanh.reporting.selectors import designs
from lanhmanh.reporting.selectors.designs import Draft
from lanhmanh.reporting.views import designs as in_use
from lanhmanh.reporting.views import trying, words
from lanhmanh.reporting.views.design_forms import HeadForm, PairForm, RuleForm, example, name_of_rule
from lanhmanh.ui.formats import either, period_name, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

# Where the faults of a place are mended.
_PAGES = {"row": "design_rows", "section": "design_rows", "rule": "design_rules"}


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def head(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say names, kind of period, cut-off, first period, and the levels with their days."""
    draft = designs.draft_of(designs.get_draft(request.actor, uid))
    level = draft.design.unit.level
    form = HeadForm(
        sent(request), of=draft.of, first=_beginnings(draft),
        levels=[one for one in LEVELS[LEVELS.index(level) :] if one != "branch"],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told, days = form.head(), form.levels()
        keep(request, draft.design, "head", lambda of: drafting.with_head(of, days, **told))
        done = designs.draft_of(designs.get_draft(request.actor, uid))
        here = done.at("name_vi", "name_en", "period", "calendar", "first_period", "level")
        return redirect("reporting:design" if here else "reporting:design_rows", uid)
    names = [bound.name for bound in form]
    shown = replace(draft, faults=()) if form.is_bound else draft
    context = {
        **of(draft, "design"),
        "form": form,
        "fields": [(bound, told_at(shown, bound.name.replace("days_", "level:"))) for bound in form],
        "level_faults": told_at(shown, "level"),
        "first_level": next((name for name in names if name.startswith("days_")), ""),
    }
    return render(request, "reporting/design_head.html", context, status=422 if form.errors else 200)


def _beginnings(draft: Draft) -> list[Period]:
    """Return the periods that may be the first, once kind and cut-off are known; the chosen one among them."""
    told = draft.of
    if (
        not (told.get("period") and told.get("calendar"))
        or Kind(told["period"]) not in calendar(told["calendar"]).kinds
    ):
        return []
    form = forms.build({"name_vi": "", "name_en": "", "level": [], "section": [], **told, "use": [], "rule": []})
    found = publishing.beginnings(form, clock.today(), draft.reported)
    chosen = [parse(told["first_period"])] if told.get("first_period") else []
    return sorted({*found, *chosen})


def of(draft: Draft, here: str) -> dict[str, Any]:
    """Return what every page of a draft shows: its name, the steps, and what is still to be done where."""
    uid = draft.design.uid
    steps = [
        ("design", _("Thông tin chung")), ("design_rows", pgettext("indicators", "Chỉ tiêu")),
        ("design_rules", _("Quy tắc kiểm tra")), ("design_try", _("Chạy thử")),
    ]  # fmt: skip
    return {
        "draft": draft,
        "design": draft.design,
        "name": either(draft.of.get("name_vi"), draft.of.get("name_en")) or draft.design.code,
        "steps": [(label, reverse(f"reporting:{name}", args=[uid]), name == here) for name, label in steps],
        "todo": [(said(one.why), _link(uid, one)) for one in draft.faults],
        "rows": len(drafting.rows_of(draft.of)),
    }


def _link(uid: str, fault: Fault) -> str:
    kind, _colon, name = fault.place.partition(":")
    url = reverse(f"reporting:{_PAGES.get(kind, 'design')}", args=[uid])
    anchor = {"row": f"row-{name}", "section": f"section-{name}", "rule": f"rule-{name}", "level": f"id_days_{name}"}
    return f"{url}#{anchor.get(kind, f'id_{kind}') if name or kind not in _PAGES else 'main'}"


def told_at(draft: Draft, place: str) -> list[str]:
    """Return what is wrong at exactly this place, in the reader's language."""
    return [said(fault.why) for fault in draft.faults if fault.place == place]


def keep(
    request: ActorRequest, design: FormDesign, step: str, change: Callable[[Definition], Definition], told: str = ""
) -> None:
    """Keep one step, and say so."""
    try:
        services.edit_form(actor=request.actor, design=design, step=step, change=change)
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    else:
        flash(request, told or _("Đã lưu nháp."))


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def rules(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Take or leave the shared rules, each with its parameters."""
    draft = designs.draft_of(designs.get_draft(request.actor, uid))
    data, rows = sent(request), drafting.rows_of(draft.of)
    shared = [rule for rule in forms.shared_rules().values() if rule.check not in HOLDS_AGAINST]
    bound = [RuleForm(data, rule=rule, said_of=_said(draft.of, rule.code), rows=rows) for rule in shared]
    if data is not None and request.POST.get("deed", "").startswith("drop:"):
        code = request.POST["deed"].removeprefix("drop:")
        keep(request, draft.design, "rules", lambda of: drafting.without_rule(of, code))
        return redirect("reporting:design_rules", uid)
    if data is not None and all(form.is_valid() for form in bound):
        chosen = {form.rule.code: told for form in bound if (told := form.otherwise()) is not None}
        keep(request, draft.design, "rules", lambda of: drafting.with_rules(of, chosen))
        return redirect("reporting:design_rules", uid)
    wrong = sum(len(form.errors) for form in bound) if data is not None else 0
    context = {
        **of(draft, "design_rules"),
        "bound": [(form, told_at(draft, f"rule:{form.rule.code}")) for form in bound],
        "pairs": [_pair(draft, rule) for rule in draft.of.get("rule", []) if "code" in rule],
        "patterns": [(rule.code, name_of_rule(rule), example(rule)) for rule in _patterns()],
        "wrong": wrong,
    }
    return render(request, "reporting/design_rules.html", context, status=422 if wrong else 200)


def _patterns() -> list[forms.FormRule]:
    return [rule for rule in forms.shared_rules().values() if rule.check in HOLDS_AGAINST]


def _said(of: Definition, code: str) -> dict[str, Any] | None:
    """Return what a draft says of a shared rule beside the shared words, None where it is not used."""
    own = next((rule for rule in of.get("rule", []) if rule.get("like") == code and "code" not in rule), None)
    if own is not None:
        return {name: value for name, value in own.items() if name != "like"}
    return {} if code in of.get("use", []) else None


def _pair(draft: Draft, rule: dict[str, Any]) -> dict[str, Any]:
    known, like = load(), forms.shared_rules().get(rule.get("like", ""))
    names = [words.name_of(known[code]) for code in rule.get("indicators", []) if code in known]
    other = rule.get("other", "")
    return {
        "code": rule["code"],
        "title": name_of_rule(like) if like else rule["code"],
        "names": names,
        "other": words.name_of(known[other]) if other in known else other,
        "is_error": rule.get("severity", like.severity if like else "error") == "error",
        "faults": told_at(draft, f"rule:{rule['code']}"),
    }


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def pair(request: ActorRequest, uid: str, like: str) -> HttpResponseBase:
    """Add a rule that holds indicators against another one."""
    draft = designs.draft_of(designs.get_draft(request.actor, uid))
    rule = next((one for one in _patterns() if one.code == like), None)
    if rule is None:
        raise Http404("rule")
    data = sent(request)
    form = PairForm(data, rule=rule, rows=drafting.rows_of(draft.of))
    if data is not None and form.is_valid():
        told = form.cleaned_data
        keep(
            request, draft.design, "rules",
            lambda of: drafting.with_pair(of, like, told["indicators"], told["other"], told["severity"]),
        )  # fmt: skip
        return redirect("reporting:design_rules", uid)
    context = {
        "form": form,
        "title": name_of_rule(rule),
        "lead": example(rule),
        "deed": _("Thêm quy tắc"),
        "back": reverse("reporting:design_rules", args=[uid]),
    }
    return render(request, "reporting/design_form.html", context, status=422 if form.errors else 200)


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def trial(request: ActorRequest, uid: str) -> HttpResponse:
    """Try the draft on a unit; a POST tries what was typed, and nothing of it is kept."""
    draft = designs.draft_of(designs.get_draft(request.actor, uid))
    context = of(draft, "design_try")
    if draft.form is not None:
        sheet = Sheet(request.POST, draft.form) if request.method == "POST" else None
        context |= trying.of(request, draft.form, sheet)
    return render(request, "reporting/design_try.html", context)


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask, then publish."""
    draft = designs.draft_of(designs.get_draft(request.actor, uid))
    if draft.form is None or draft.faults:
        flash(request, _("Biểu còn chỗ phải sửa trước khi ban hành."), state="error")
        return redirect("reporting:design_try", uid)
    if request.method == "POST":
        try:
            services.publish_form(actor=request.actor, design=draft.design)
        except Refused as refusal:
            flash(request, said(refusal), state="error")
            return redirect("reporting:design_try", uid)
        flash(request, _("Đã ban hành biểu. Các đơn vị thấy biểu ở trang Hôm nay khi đến kỳ."))
        return redirect("reporting:form", draft.design.code)
    first = draft.form.first_period
    context = {
        **of(draft, "design_try"),
        "form": draft.form,
        "first": period_name(first) if first else "",
        "kind": in_use.kind_name(draft.form),
        "asked": [(words.LEVELS[level], n) for level, n in in_use.counts_of(request.actor, draft.form).items()],
    }
    return render(request, "reporting/design_publish.html", context)


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def discard(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask, then throw a draft away."""
    design = designs.get_draft(request.actor, uid)
    if request.method == "POST":
        try:
            services.discard_form(actor=request.actor, design=design)
            flash(request, _("Đã bỏ nháp."), state="info")
        except Refused as refusal:
            flash(request, said(refusal), state="error")
        return redirect("reporting:designs")
    context = {
        "title": _("Bỏ nháp này?"),
        "explanation": _("Nháp của biểu %(code)s sẽ mất. Bản đã ban hành, nếu có, không đổi.") % {"code": design.code},
        "deed": _("Bỏ nháp"),
        "back_url": reverse("reporting:design", args=[design.uid]),
    }
    return render(request, "ui/confirm.html", context)
