"""Correcting what was approved, and what a correction changes."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import services
from lanhmanh.reporting.forms import ReasonForm
from lanhmanh.reporting.selectors import ReportPage
from lanhmanh.reporting.selectors.corrections import TouchedDocument, correction_of
from lanhmanh.reporting.views import doors
from lanhmanh.reporting.views.words import name_of
from lanhmanh.ui.formats import number, period_name, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash


def told(actor: Actor, page: ReportPage) -> dict[str, Any] | None:
    """Return what a report changes against the version before it, and which documents it touches, in words."""
    found = correction_of(actor, page)
    if found is None:
        return None
    done, count = found.is_done, len(found.documents)
    title = (
        ngettext("Bản này làm %(n)d văn bản đã ban hành không còn khớp:",
                 "Bản này làm %(n)d văn bản đã ban hành không còn khớp:", count)
        if done
        else ngettext("Duyệt bản này sẽ làm %(n)d văn bản đã ban hành thành chưa cập nhật:",
                      "Duyệt bản này sẽ làm %(n)d văn bản đã ban hành thành chưa cập nhật:", count)
    )  # fmt: skip
    return {
        "is_first": found.is_first,
        "before_version": found.before_version,
        "cells": [(name_of(one), one.code, f"{number(was)} → {number(now)}") for one, was, now in found.cells],
        "documents": [
            {"unit_name": one.unit_name, "period": _about(one), "number": one.number, "uid": one.uid}
            for one in found.documents
        ],
        "title": title % {"n": count},
    }


def _about(one: TouchedDocument) -> str:
    return period_name(one.period) if one.period else _("sơ kết, tổng kết kế hoạch")


@page(needs=Permission.REPORT_FILL)
@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then open a new version of an approved report."""
    found = doors.get_report(request.actor, uid, Permission.REPORT_FILL)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            new = services.correct_report(actor=request.actor, report=found, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(
                request,
                _("Đã mở bản đính chính. Sửa số liệu rồi nộp; bản đã duyệt có hiệu lực đến khi bản này được duyệt."),
            )
            return redirect("reporting:report", new.uid)
    context = {
        "title": _("Đính chính báo cáo %(period)s") % {"period": period_name(parse(found.period))},
        "explanation": _(
            "Báo cáo đã duyệt không sửa trực tiếp được. Một bản mới được mở với các số hiện có; sửa, nộp và được duyệt"
            " rồi mới thay bản này."
        ),
        "deed": _("Mở bản đính chính"),
        "back_url": reverse("reporting:report", args=[uid]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)
