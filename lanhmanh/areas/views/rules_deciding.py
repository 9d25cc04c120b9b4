"""What is done with a rule set as a whole: begun, published, followed, thrown away, withdrawn."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas import selectors, services
from lanhmanh.areas.forms import StartForm, WithdrawForm
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.views import rule_words as words
from lanhmanh.kernel.errors import Refused
from lanhmanh.law import classes
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest) -> HttpResponseBase:
    """Begin a rule set as a copy of a template or of another one."""
    like = _like(request)
    form = StartForm(sent(request), initial={"title": words.name_of(like)})
    if request.method == "POST" and form.is_valid():
        unit = selectors.writing_unit(request.actor)
        try:
            row = services.start_rule_set(actor=request.actor, unit=unit, like=like, **form.cleaned_data)
            flash(request, _("Đã lập nháp. Ghi tiếp thông tin chung."))
            return redirect("areas:rules_head", row.uid)
        except Refused as refusal:
            form.add_error("code", said(refusal))
    context = {"form": form, "like": words.name_of(like), "back": reverse("areas:rules")}
    return render(request, "areas/rules_start.html", context, status=422 if form.errors else 200)


def _like(request: ActorRequest) -> classes.RuleSet:
    """Return what the new rule set begins from: a template by its code, or a rule set by its public id."""
    key = request.GET.get("tu", "RIENG")[:40]
    for one in classes.templates():
        if one.code == key:
            return one
    return selectors.get_rule_set(request.actor, key).value


@page(needs=Permission.RULES_WRITE)
@require_POST
def follow(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Begin the next version of a published rule set."""
    one = selectors.get_rule_set(request.actor, uid)
    try:
        row = services.next_rule_set(actor=request.actor, row=one.row)
    except Refused as refusal:
        flash(request, said(refusal), state="error")
        return redirect("areas:rule_set", uid)
    return redirect("areas:rules_head", row.uid)


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask, then publish; what is lacking is told instead."""
    draft = selectors.get_draft(request.actor, uid)
    if request.method == "POST":
        try:
            services.publish_rule_set(actor=request.actor, row=draft.row)
            flash(request, _("Đã ban hành bộ tiêu chí."))
        except Refused as refusal:
            flash(request, said(refusal), state="error")
        return redirect("areas:rule_set", uid)
    if lacking := services.publishable(draft.row):
        flash(request, said(lacking[0]), state="error")
        return redirect("areas:rule_set", uid)
    context = {
        "title": _("Ban hành “%(name)s”?") % {"name": words.name_of(draft.value)},
        "explanation": _("Bộ tiêu chí áp dụng %(span)s cho đơn vị và các đơn vị bên dưới, theo văn bản số %(number)s."
                         " Bản đã ban hành không sửa được; sửa đổi sau này là một bản mới.")
        % {"span": words.span(draft.value), "number": draft.row.document_number},
        "deed": _("Ban hành"),
        "back_url": reverse("areas:rule_set", args=[uid]),
    }  # fmt: skip
    return render(request, "ui/confirm.html", context)


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def discard(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask, then throw a draft away."""
    draft = selectors.get_draft(request.actor, uid)
    if request.method == "POST":
        try:
            services.discard_rule_set(actor=request.actor, row=draft.row)
            flash(request, _("Đã bỏ nháp."), state="info")
        except Refused as refusal:
            flash(request, said(refusal), state="error")
        return redirect("areas:rules")
    context = {
        "title": _("Bỏ nháp này?"),
        "explanation": _("Nháp của bộ tiêu chí %(code)s sẽ mất. Bản đã ban hành, nếu có, không đổi.")
        % {"code": draft.code},
        "deed": _("Bỏ nháp"),
        "back_url": reverse("areas:rule_set", args=[uid]),
    }
    return render(request, "ui/confirm.html", context)


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a published version out of use."""
    one = selectors.get_rule_set(request.actor, uid)
    owner = one.row.unit
    if one.row.state != RuleSet.State.PUBLISHED or owner is None:
        raise Http404("rule set")
    if not can(request.actor, Permission.RULES_WRITE, owner):
        raise Http404("rule set")
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_rule_set(actor=request.actor, row=one.row, why=form.cleaned_data["why"])
            flash(request, _("Đã thu hồi bộ tiêu chí."), state="info")
            return redirect("areas:rule_set", uid)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    context: dict[str, Any] = {
        "title": _("Thu hồi “%(name)s”?") % {"name": words.name_of(one.value)},
        "explanation": _("Không xếp loại theo bản này nữa. Các loại đã quyết định theo bản này vẫn giữ nguyên."),
        "deed": _("Thu hồi"),
        "back_url": reverse("areas:rule_set", args=[uid]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)
