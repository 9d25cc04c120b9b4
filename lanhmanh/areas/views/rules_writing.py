"""Working on a draft of a rule set: what it is, its facts, its classes, the comparisons of each class."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas import selectors, services
from lanhmanh.areas.forms import ClassForm, FactForm, HeadForm, Rows, TestForm, told_by
from lanhmanh.areas.rules import drafting
from lanhmanh.areas.views import rule_words as words
from lanhmanh.kernel.errors import Refused
from lanhmanh.law import classes
from lanhmanh.ui.formats import either, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

_HEAD = ("document_title", "document_number", "document_dated")


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def head(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say name, days, calendar, who decides, and by which document."""
    draft = selectors.get_draft(request.actor, uid)
    form = HeadForm(request.POST) if request.method == "POST" else HeadForm(initial=_head(draft))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        document = {name: told[name] for name in _HEAD}
        if not (faults := _keep(request, draft, "head", _head_rows(draft, told), document)):
            return redirect("areas:rules_facts", uid)
        for fault in faults:
            form.add_error(None, fault)
    context = {**of(draft, "areas:rules_head"), "form": form}
    return render(request, "areas/rules_head.html", context, status=422 if form.errors else 200)


def _head(draft: selectors.RuleSetView) -> dict[str, Any]:
    value = draft.value
    return {name: getattr(draft.row, name) for name in _HEAD} | {
        "title": value.title[0],
        "subjects": list(value.subjects),
        "decided_by": value.decided_by[0],
        "effective_from": value.effective_from,
        "effective_to": value.effective_to,
        "calendar": value.calendar,
        "checked": value.source.checked,
        "note": value.source.note,
        "zero_counts": value.zero_counts,
    }


def _head_rows(draft: selectors.RuleSetView, told: dict[str, Any]) -> dict[str, Any]:
    last = told["effective_to"]
    return {
        "title": drafting.named(told["title"], draft.value.title),
        "decided_by": drafting.named(told["decided_by"], draft.value.decided_by) if told["decided_by"] else [],
        "subjects": told["subjects"],
        "effective_from": told["effective_from"].isoformat(),
        "effective_to": last.isoformat() if last else "",
        "calendar": told["calendar"],
        "zero_counts": told["zero_counts"],
        "source": drafting.source_of(
            title=told["document_title"],
            number=told["document_number"],
            dated=told["document_dated"],
            checked=told["checked"],
            note=told["note"],
        ),
    }


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def facts(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say what is asked of an area, or the entries of a scorecard; facts that others use can be taken over."""
    draft = selectors.get_draft(request.actor, uid)
    shared = {one["code"]: one for one in _shared()}
    own = {one["code"]: one for one in classes.body_of(draft.value).get("facts", [])}
    kept = [_fact(one) for one in own.values()]
    data = sent(request)
    rows = Rows(FactForm, kept, data)
    if data is not None and rows.deed.startswith("take:") and (taken := shared.get(rows.deed[5:])):
        rows.append(_fact(taken))
    return _rows_page(
        request, draft, rows,
        lambda told: {"facts": drafting.fact_rows(told, shared | own)},
        {
            "here": "areas:rules_facts",
            "title": _("Số liệu và bảng điểm"),
            "how": _("Mỗi số liệu hỏi một lần cho mỗi địa bàn. Mục của bảng điểm có điểm tối đa."),
            "shared": [(code, either(*one["name"])) for code, one in shared.items() if code not in own],
            "add": _("Thêm số liệu"),
            "next": "areas:rules_classes",
        },
    )  # fmt: skip


def _shared() -> list[dict[str, Any]]:
    """Return the facts of the shipped rule sets, each once: the same fact under one code in all of them."""
    found: dict[str, dict[str, Any]] = {}
    for one in classes.shipped():
        for fact in classes.body_of(one).get("facts", []):
            found.setdefault(fact["code"], fact)
    return list(found.values())


def _fact(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"name": row["name"][0], "unit": row.get("unit", [""])[0]}


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def classes_(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Name the classes from worst to best."""
    draft = selectors.get_draft(request.actor, uid)
    own = {one["code"]: one for one in classes.body_of(draft.value).get("classes", [])}
    kept = [one | {"name": one["name"][0]} for one in own.values()]
    rows = Rows(ClassForm, kept, sent(request))
    return _rows_page(
        request, draft, rows,
        lambda told: {"classes": drafting.class_rows(told, own)},
        {
            "here": "areas:rules_classes",
            "title": _("Các loại"),
            "how": _("Xếp từ kém nhất đến tốt nhất. Địa bàn thuộc loại kém nhất mà địa bàn đạt."),
            "add": _("Thêm loại"),
            "criteria": [(one.code, either(*one.name), len(one.criteria)) for one in draft.value.classes
                         if not one.otherwise],
        },
    )  # fmt: skip


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def criteria(request: ActorRequest, uid: str, code: str) -> HttpResponseBase:
    """Write the comparisons of one class."""
    draft = selectors.get_draft(request.actor, uid)
    one = next((each for each in draft.value.classes if each.code == code), None)
    if one is None:
        raise Http404("class")
    kept = [row for each in one.criteria for row in told_by(each)]
    data = sent(request)
    rows = Rows(lambda *args, **kw: TestForm(*args, rule_set=draft.value, **kw), kept, data)
    body = classes.body_of(draft.value)
    names = {each["code"]: each for row in body["classes"] if row["code"] == code for each in row.get("criteria", [])}

    def changed(told: list[dict[str, Any]]) -> dict[str, Any]:
        found = drafting.criteria_rows(
            [(values["criterion"].strip(), drafting.test_row(values)) for values in told], names
        )
        return {"classes": [row | ({"criteria": found} if row["code"] == code else {}) for row in body["classes"]]}

    return _rows_page(
        request, draft, rows, changed,
        {
            "here": "areas:rules_criteria",
            "of_class": code,
            "title": _("Tiêu chí của loại “%(name)s”") % {"name": either(*one.name)},
            "how": _("Mỗi dòng một phép so; dòng cùng ký hiệu là các cách đạt một tiêu chí. Không cần thì để trống."),
            "add": _("Thêm phép so"),
        },
    )  # fmt: skip


def _rows_page(
    request: ActorRequest,
    draft: selectors.RuleSetView,
    rows: Rows,
    changed: Callable[[list[dict[str, Any]]], dict[str, Any]],
    context: dict[str, Any],
) -> HttpResponseBase:
    """Show rows, or do what a button says; what is saved and faulty is shown again with what is wrong."""
    here, faults, wrong = context["here"], list[str](), False
    if request.method == "POST" and rows.saving:
        told = rows.valid()
        wrong = told is None
        if told is not None and not (faults := _keep(request, draft, here.rpartition("_")[2], changed(told))):
            return redirect(here, draft.uid, *([context["of_class"]] if "of_class" in context else []))
    context |= {**of(draft, here), "rows": rows.forms, "faults": faults, "wrong": wrong}
    return render(request, "areas/rules_rows.html", context, status=422 if wrong or faults else 200)


def of(draft: selectors.RuleSetView, here: str) -> dict[str, Any]:
    """Return what every page of a draft shows: its name, the steps, and what is still to be done."""
    uid = draft.uid
    steps = [
        ("areas:rules_head", _("Thông tin chung")), ("areas:rules_facts", _("Số liệu")),
        ("areas:rules_classes", _("Các loại, tiêu chí")), ("areas:rules_try", _("Chạy thử")),
    ]  # fmt: skip
    open_ = "areas:rules_classes" if here == "areas:rules_criteria" else here
    return {
        "draft": draft,
        "row": draft.row,
        "name": words.name_of(draft.value),
        "steps": [(label, reverse(name, args=[uid]), name == open_) for name, label in steps],
        "lacking": [said(one) for one in services.publishable(draft.row)],
    }


def _keep(
    request: ActorRequest,
    draft: selectors.RuleSetView,
    part: str,
    rows: dict[str, Any],
    document: dict[str, Any] | None = None,
) -> list[str]:
    """Keep one step and say so; return what was wrong with it."""
    try:
        services.edit_rule_set(actor=request.actor, row=draft.row, part=part, rows=rows, document=document)
    except classes.Faulty as faulty:
        return [f"{either(*one.entry)}: {said(one.said)}" for one in faulty.faults]
    except Refused as refusal:
        return [said(refusal)]
    flash(request, _("Đã lưu nháp."))
    return []
