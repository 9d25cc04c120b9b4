"""Make our derived plan anew, after the plan above was amended or because we thought again."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import ItemForm
from lanhmanh.plan.forms.amending import LONGEST, OwnClauseForm, TakeUpForm, plain_lines
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.wording import Piece, pieces
from lanhmanh.plan.selectors import Carried
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.units.selectors import names_on

Clause = tuple[Carried, TakeUpForm, list[Piece]]
Clauses = list[Clause]
Own = list[tuple[PlanItem, OwnClauseForm]]


@page(needs=Permission.PLAN_EDIT)
def take_up(request: ActorRequest, uid: str) -> HttpResponse:
    """Ask about every clause that came new or was reworded, show what goes on as decided; make the draft."""
    plan, parent = _own_plan(request, uid)
    if draft := selectors.amendment_of(request.actor, plan):
        return redirect("plan:changes", draft.uid)
    data = sent(request)
    clauses: Clauses = [_clause(row, data) for row in selectors.carried(plan, parent) if not row.fixed]
    own: Own = [(i, OwnClauseForm(data, prefix=i.uid, initial={"text": i.text})) for i in selectors.own_clauses(plan)]
    new = ItemForm(data, prefix="own")
    new.fields["text"].required = False
    refusal = ""
    if request.method == "POST" and all([new.is_valid(), *(f.is_valid() for _r, f, _p in clauses), *_bound(own)]):
        try:
            draft = services.take_up(
                actor=request.actor,
                plan=plan,
                amended_parent=parent,
                decisions={row.source.uid: form.decided() for row, form, _pieces in clauses},
                own={item.uid: plain_lines(form.cleaned_data["text"]) for item, form in own},
                added=_added(new),
            )
            return redirect("plan:changes", draft.uid)
        except Refused as refused:
            refusal = said(refused)
    wrong = next((row.source.uid for row, form, _pieces in clauses if form.is_bound and form.errors), "")
    names = names_on([plan.unit_id, parent.unit_id], clock.today())
    context: dict[str, Any] = {
        "plan": plan, "parent": parent, "own": own, "new": new, "wrong": wrong, "refusal": refusal,
        "fresh": [one for one in clauses if one[0].fresh], "going_on": [one for one in clauses if not one[0].fresh],
        "dropped": selectors.left_behind(plan, parent), "amended": parent.pk != plan.parent_id,
        "unit_name": names.get(plan.unit_id, ""), "parent_name": names.get(parent.unit_id, ""),
    }  # fmt: skip
    return render(request, "plan/amend_take_up.html", context, status=422 if wrong or refusal else 200)


def _own_plan(request: ActorRequest, uid: str) -> tuple[Plan, Plan]:
    """Return a derived plan in force that the reader may edit, and the plan above as it is now."""
    plan = selectors.get_plan(request.actor, uid)
    mine = plan.state == Plan.State.CONFIRMED and can(request.actor, Permission.PLAN_EDIT, plan.unit_id)
    if not mine or plan.parent is None:
        raise Http404("plan")
    return plan, selectors.version_on(plan.parent, clock.today())


def _clause(row: Carried, data: Any) -> Clause:
    decision = "" if row.fresh else row.disposition
    initial = {"decision": decision, "text": row.text[:LONGEST], "reason": row.reason}
    before = row.before.source.text if row.before and row.before.source else row.source.text
    return row, TakeUpForm(data, prefix=row.source.uid, initial=initial), pieces(before, row.source.text)


def _bound(own: Own) -> list[bool]:
    return [form.is_valid() for _item, form in own]


def _added(new: ItemForm) -> list[services.Addition]:
    text = new.cleaned_data["text"].strip()
    return [services.Addition("", text)] if text else []
