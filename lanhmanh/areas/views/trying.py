"""Trying rule sets: one of them on many areas or on one, and all of them on the facts of one area."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas import selectors
from lanhmanh.areas.forms import AreasForm, DayForm, FactsForm
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.selectors import trying
from lanhmanh.areas.selectors.past_facts import past_facts
from lanhmanh.areas.views import rule_words as words
from lanhmanh.areas.views import rules_writing
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law import classes
from lanhmanh.ui import lists
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import either, said
from lanhmanh.ui.lists.books import XLSX
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit

SHOWN = 400


@page(needs=Permission.AREA_VIEW)
@require_http_methods(["GET", "POST"])
def trial(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Try a rule set on a list of areas that is sent, or on one area whose facts are typed; nothing is kept."""
    one = selectors.get_rule_set(request.actor, uid)
    if classes.gaps(one.value):
        flash(request, _("Bộ tiêu chí còn thiếu, chưa chạy thử được: xem các việc còn lại."), state="error")
        return redirect("areas:rule_set", uid)
    others = _others(request, one)
    present = next((each for each in others if each.uid == request.GET.get("so")), None)
    file = AreasForm(request.POST, request.FILES) if "file" in request.FILES else AreasForm()
    typed = FactsForm(
        request.POST if request.method == "POST" and not request.FILES and "nam" not in request.POST else None,
        facts=trying.asked(one.value, present.value if present else None),
    )
    past = past_facts(request.actor)
    context = {
        **_head(one),
        "past": past,
        "row": one.row,
        "others": [(each.uid, words.name_of(each.value)) for each in others],
        "present": present,
        "present_name": words.name_of(present.value) if present else "",
        "file": file,
        "typed": typed,
        **_tried(one, present, file, typed),
    }
    if past and "nam" in request.POST:
        value, other = one.value, present.value if present else None
        context |= shown_trial(value, other, trying.trial(value, past.rows, other))
    wrong = bool(file.errors or typed.errors or context.get("faults"))
    return render(request, "areas/rules_try.html", context, status=422 if wrong else 200)


@page(needs=Permission.AREA_VIEW)
@require_GET
def blank(request: ActorRequest, uid: str) -> HttpResponse:
    """Hand out the empty list of the facts of areas."""
    one = selectors.get_rule_set(request.actor, uid)
    present = next((each for each in _others(request, one) if each.uid == request.GET.get("so")), None)
    kind = trying.list_of(one.value, present.value if present else None)
    return download(lists.blank(kind, clock.today()), f"{kind.code}-{one.code}.xlsx", XLSX)


def _head(one: selectors.RuleSetView) -> dict[str, Any]:
    if one.row.state == RuleSet.State.DRAFT:
        return rules_writing.of(one, "areas:rules_try")
    return {"name": words.name_of(one.value), "steps": []}


def _others(request: ActorRequest, one: selectors.RuleSetView) -> list[selectors.RuleSetView]:
    """Return the rule sets beside which this one can be seen: those in use, of the same kind of area."""
    return [
        each
        for each in selectors.all_rule_sets(request.actor)
        if each.pk != one.pk
        and each.row.state == RuleSet.State.PUBLISHED
        and set(each.value.subjects) & set(one.value.subjects)
    ]


def _tried(
    one: selectors.RuleSetView,
    present: selectors.RuleSetView | None,
    file: AreasForm,
    typed: FactsForm,
) -> dict[str, Any]:
    """Return the results of what was sent, if anything was."""
    other = present.value if present else None
    if file.is_bound and file.is_valid():
        return _from_file(one.value, other, file.cleaned_data["file"].read())
    if typed.is_bound and typed.is_valid():
        known = typed.known()
        both = [one.value, *([other] if other else [])]
        return {"found": [words.found(value, classes.classify(value, known)) for value in both]}
    return {}


def _from_file(value: classes.RuleSet, present: classes.RuleSet | None, content: bytes) -> dict[str, Any]:
    kind = trying.list_of(value, present)
    try:
        rows = lists.read(kind, content)
    except Refused as refusal:
        return {"faults": [said(refusal)]}
    headings = {column.key: column.heading for column in kind.columns}
    faults = [
        _("Dòng %(number)s, %(column)s: %(why)s")
        % {"number": row.number, "column": headings.get(fault.key, ""), "why": said(fault.refusal)}
        for row in rows
        for fault in row.faults
    ]
    good = [(row.values["area"], trying.facts_of(row)) for row in rows if not row.faults]
    return {"faults": faults[:SHOWN], **shown_trial(value, present, trying.trial(value, good, present))}


def shown_trial(value: classes.RuleSet, present: classes.RuleSet | None, found: trying.Trial) -> dict[str, Any]:
    """Return a trial as a page shows it: counts of each class, the areas with what decided, those that move first."""
    ordered = sorted(found.areas, key=lambda one: (not one.moved, one.result.settled))
    return {
        "trial": found,
        "counts": [(_class_name(value, code), found.counts.get(code, 0)) for code in [*_codes(value), None]],
        "moves": _moves(value, present, found) if present else None,
        "areas": [
            {
                "name": one.name,
                "word": words.class_name(value, one.result),
                "settled": one.result.settled,
                "by": words.deciding(value, one.result),
                "before": words.class_name(present, one.before) if present and one.before else "",
                "moved": one.moved,
            }
            for one in ordered[:SHOWN]
        ],
        "more": max(0, len(ordered) - SHOWN),
    }


def _moves(value: classes.RuleSet, present: classes.RuleSet, found: trying.Trial) -> dict[str, Any]:
    after = [*_codes(value), None]
    return {
        "heads": [_class_name(value, code) for code in after],
        "rows": [
            (_class_name(present, before), [found.moves.get((before, code), 0) for code in after])
            for before in [*_codes(present), None]
        ],
    }


def _codes(value: classes.RuleSet) -> list[str | None]:
    return [one.code for one in value.classes]


def _class_name(value: classes.RuleSet, code: str | None) -> str:
    return either(*value.class_of(code).name) if code else _("Không xếp được")


@page(needs=Permission.AREA_VIEW)
@require_GET
def calculator(request: ActorRequest) -> HttpResponse:
    """Type the facts of one area and choose a day: what every rule set of that day gives, explained side by side."""
    unit = Unit.objects.filter(pk=request.actor.home_unit_id or 0).first()
    if unit is None:
        raise Http404("unit")
    day, level = DayForm(request.GET or None, initial={"ngay": clock.today()}), _level(request)
    chosen: date = day.cleaned_data["ngay"] if day.is_bound and day.is_valid() else clock.today()
    sets = [one for one in selectors.rule_sets_on(unit, chosen) if level in one.value.subjects]
    facts = trying.asked(*(one.value for one in sets))
    asked = any(key.startswith("s-") for key in request.GET)
    form = FactsForm(request.GET if asked else None, facts=facts)
    results = []
    if asked and form.is_valid() and not day.errors:
        known = form.known()
        results = [
            words.found(
                one.value, classes.classify(one.value, known), version=_("bản %(n)s") % {"n": one.version},
                url=reverse("areas:rule_set", args=[one.uid]),
            )
            for one in sets
        ]  # fmt: skip
    context = {"day": day, "level": level, "form": form, "sets": sets, "results": results, "chosen": chosen}
    return render(request, "areas/calculator.html", context, status=422 if form.errors or day.errors else 200)


def _level(request: ActorRequest) -> str:
    return "province" if request.GET.get("cap") == "province" else "commune"
