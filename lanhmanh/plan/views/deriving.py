"""Make our plan from the plan of the unit above, and change what was decided while it is a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import DecisionForm, ItemForm
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.decisions import Decision, own_part
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.units.selectors import names_on

PER_PAGE = 25


@dataclass
class Line:
    """One clause of the plan above: the form that decides it, or why there is nothing to decide."""

    source: PlanItem
    form: DecisionForm | None
    locked: str = ""


@dataclass
class Sheet:
    """Some clauses at a time, so that a long plan can be decided on a phone; our own section comes with the last."""

    page: Page[Any]
    lines: list[Line]
    own: ItemForm | None
    refusal: str = ""

    @property
    def forms(self) -> list[tuple[PlanItem, DecisionForm]]:
        """Return the clauses that are to be decided."""
        return [(line.source, line.form) for line in self.lines if line.form]

    @property
    def wrong(self) -> list[str]:
        """Return the uids of the clauses whose form has an error."""
        return [source.uid for source, form in self.forms if form.errors]

    def is_valid(self) -> bool:
        """Test every form, so that all errors show."""
        return all([*([self.own.is_valid()] if self.own else []), *(form.is_valid() for _source, form in self.forms)])

    def decisions(self) -> dict[str, Decision]:
        """Return what was chosen, by the uid of the clause above."""
        return {source.uid: form.decided() for source, form in self.forms}

    def added(self) -> list[services.Addition]:
        """Return the clauses of our own."""
        texts = [(source.uid, form.cleaned_data["addition"]) for source, form in self.forms]
        texts += [("", self.own.cleaned_data["text"])] if self.own else []
        return [services.Addition(under, text) for under, text in texts if text.strip()]


@page(needs=Permission.PLAN_EDIT)
def derive(request: ActorRequest, uid: str) -> HttpResponse:
    """Ask for every clause what becomes of it here, and for our own; make the draft."""
    parent, unit = selectors.get_plan(request.actor, uid), selectors.home_unit(request.actor)
    if not selectors.is_from_above(parent, unit, clock.today()):
        raise Http404("plan")
    if not can(request.actor, Permission.PLAN_EDIT, unit):
        raise Http404("unit")
    sheet = _sheet(request, list(selectors.clauses_to_decide(parent)), {}, 1)
    if request.method == "POST" and sheet.is_valid():
        try:
            plan = services.derive_plan(
                actor=request.actor, unit=unit, parent_plan=parent, decisions=sheet.decisions(), added=sheet.added()
            )
            return _onward(plan, sheet)
        except Refused as refused:
            sheet.refusal = said(refused)
    return _show(request, sheet, parent, unit.pk, back=reverse("plan:detail", args=[parent.uid]))


@page(needs=Permission.PLAN_EDIT)
def decide(request: ActorRequest, uid: str) -> HttpResponse:
    """Change what a draft makes of the clauses of the plan above."""
    plan = selectors.get_draft(request.actor, uid)
    items = {item.source.uid: item for item in selectors.taken_up(plan) if item.source}
    if not items or plan.parent is None:
        raise Http404("derived")
    sources = [item.source for item in items.values() if item.source]
    made = {uid: selectors.decision_of(item) for uid, item in items.items()}
    sheet = _sheet(request, sources, made, request.GET.get("page"))
    if request.method == "POST" and sheet.is_valid():
        try:
            services.decide_clauses(actor=request.actor, plan=plan, decisions=sheet.decisions(), added=sheet.added())
            return _onward(plan, sheet)
        except Refused as refused:
            sheet.refusal = said(refused)
    return _show(request, sheet, plan.parent, plan.unit_id, back=reverse("plan:preview", args=[plan.uid]))


def _sheet(
    request: ActorRequest, sources: Sequence[PlanItem], made: Mapping[str, Decision], number: str | int | None
) -> Sheet:
    data = sent(request)
    shown = Paginator(sources, PER_PAGE).get_page(number)
    clauses = {source.uid: selectors.above(source) for source in sources}
    own = own_part(list(clauses.values()), made) if made else {}
    lines = []
    for source in shown.object_list:
        decided = made.get(source.uid, services.Adopt())
        locked = clauses[source.uid].left_out
        if isinstance(decided, services.LeaveOut) and source.uid not in own:
            locked = decided.reason
        form = None if locked else DecisionForm(data, prefix=source.uid, clause=clauses[source.uid], made=decided)
        lines.append(Line(source, form, locked))
    section = None if shown.has_next() else ItemForm(data, prefix="own")
    if section:
        section.fields["text"].required = False
    return Sheet(shown, lines, section)


def _onward(plan: Plan, sheet: Sheet) -> HttpResponse:
    """Go to the next clauses, after the last to the whole plan."""
    if sheet.page.has_next():
        return redirect(f"{reverse('plan:decide', args=[plan.uid])}?page={sheet.page.next_page_number()}")
    return redirect("plan:preview", plan.uid)


def _show(request: ActorRequest, sheet: Sheet, parent: Plan, unit_id: int, *, back: str) -> HttpResponse:
    names = names_on([unit_id, parent.unit_id], clock.today())
    wrong = sheet.wrong
    context = {
        "sheet": sheet, "parent": parent, "wrong": wrong[0] if wrong else "", "back": back,
        "unit_name": names.get(unit_id, ""), "parent_name": names.get(parent.unit_id, ""),
        "deed": _("Lưu và sang các mục tiếp theo") if sheet.page.has_next() else _("Xem kế hoạch trước khi xác nhận"),
    }  # fmt: skip
    return render(request, "plan/derive.html", context, status=422 if wrong or sheet.refusal else 200)
