"""Make our plan from the plan of the unit above."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import DecisionForm, ItemForm
from lanhmanh.plan.models import PlanItem
from lanhmanh.ui.formats import said
from lanhmanh.units.selectors import names_on

Decisions = list[tuple[PlanItem, DecisionForm]]


@page(needs=Permission.PLAN_EDIT)
def derive(request: ActorRequest, uid: str) -> HttpResponse:
    """Ask for every clause whether it applies, and for our own; make the draft."""
    parent, unit = selectors.get_plan(request.actor, uid), selectors.home_unit(request.actor)
    if not selectors.is_from_above(parent, unit, clock.today()):
        raise Http404("plan")
    if not can(request.actor, Permission.PLAN_EDIT, unit):
        raise Http404("unit")
    data = request.POST if request.method == "POST" else None
    own = ItemForm(data, prefix="own")
    own.fields["text"].required = False
    decisions = [(i, DecisionForm(data, prefix=i.uid)) for i in selectors.items_of(parent)]
    refusal = ""
    if request.method == "POST" and _valid(own, decisions):
        try:
            plan = services.derive_plan(
                actor=request.actor,
                unit=unit,
                parent_plan=parent,
                decisions=_left_out(decisions),
                added=_added(own, decisions),
            )
            return redirect("plan:preview", plan.uid)
        except Refused as refused:
            refusal = said(refused)
    wrong = next((item.uid for item, form in decisions if form.errors), "") if data else ""
    names = names_on([unit.pk, parent.unit_id], clock.today())
    context = {
        "parent": parent, "decisions": decisions, "own": own, "wrong": wrong, "refusal": refusal,
        "unit_name": names.get(unit.pk, ""), "parent_name": names.get(parent.unit_id, ""),
    }  # fmt: skip
    return render(request, "plan/derive.html", context, status=422 if wrong or refusal else 200)


def _valid(own: ItemForm, decisions: Decisions) -> bool:
    return all([own.is_valid(), *(form.is_valid() for _item, form in decisions)])


def _left_out(decisions: Decisions) -> dict[str, str]:
    return {
        item.uid: form.cleaned_data["reason"] for item, form in decisions if form.cleaned_data["decision"] == "leave"
    }


def _added(own: ItemForm, decisions: Decisions) -> list[services.Addition]:
    texts = [(item.uid, form.cleaned_data["addition"]) for item, form in decisions]
    texts.append(("", own.cleaned_data["text"]))
    return [services.Addition(under, text) for under, text in texts if text.strip()]
