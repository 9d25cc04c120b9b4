"""Upload an amendment, look at what it changes clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import TaskForm, UploadForm
from lanhmanh.plan.forms.amending import MatchForm
from lanhmanh.plan.models import Plan, PlanItem, Task
from lanhmanh.plan.rules.diff import Kind
from lanhmanh.plan.rules.wording import Piece, pieces
from lanhmanh.plan.selectors import Difference, Touched
from lanhmanh.ui.formats import number, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

ON_A_PAGE = 60


@dataclass
class Row:
    """A clause before and after as a page shows it; `folded` are unchanged ones that stand here instead."""

    difference: Difference | None = None
    heading: list[Piece] = field(default_factory=list)
    text: list[Piece] = field(default_factory=list)
    tasks: list[Touched] = field(default_factory=list)
    forms: list[tuple[Task, TaskForm]] = field(default_factory=list)
    folded: list[Difference] = field(default_factory=list)


@page(needs=Permission.PLAN_EDIT)
def amend(request: ActorRequest, uid: str) -> HttpResponse:
    """Take the file of an amendment and make its draft."""
    plan = _amendable(request, uid)
    if draft := selectors.amendment_of(request.actor, plan):
        return redirect("plan:changes", draft.uid)
    if plan.parent_id:
        return redirect("plan:take_up", plan.uid)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = services.amend_plan(actor=request.actor, plan=plan, data=file.read(), name=file.name)
            return redirect("plan:changes", draft.uid)
        except Refused as refusal:
            form.add_error("file", said(refusal))
    return render(request, "plan/amend.html", {"form": form, "plan": plan}, status=422 if form.errors else 200)


@page(needs=Permission.PLAN_VIEW)
@require_GET
def changes(request: ActorRequest, uid: str) -> HttpResponse:
    """Show an amendment beside what it amends; unchanged clauses are folded."""
    plan = selectors.get_plan(request.actor, uid)
    if plan.amends is None:
        raise Http404("amendment")
    rows, kind = selectors.differences(plan), request.GET.get("loai", "")
    shown = Paginator(_entries(rows, kind), ON_A_PAGE).get_page(request.GET.get("page"))
    day = clock.today()
    tasks = selectors.touched(request.actor, [row.difference for row in shown if row.difference], day)
    for row in shown:
        if row.difference:
            fill(row, tasks)
    context = {
        "plan": plan, "amended": plan.amends, "page": shown, "strip": _strip(rows), "kind": kind,
        "another": plan.state == Plan.State.DRAFT and selectors.another_plan(rows),
        "may_match": plan.state == Plan.State.DRAFT and plan.parent_id is None,
    }  # fmt: skip
    return render(request, "plan/amend_changes.html", context)


@page(needs=Permission.PLAN_EDIT)
def match(request: ActorRequest, uid: str) -> HttpResponse:
    """Say which clause of the plan before a clause of the draft continues."""
    item = selectors.get_item(request.actor, uid)
    plan = selectors.get_draft(request.actor, item.plan.uid)
    if plan.amends is None or plan.parent_id:
        raise Http404("amendment")
    form, old = _match_form(request, item)
    if request.method == "POST" and form.is_valid():
        try:
            services.continue_clause(actor=request.actor, item=item, previous=old.get(form.cleaned_data["previous"]))
            flash(request, _("Đã ghép lại mục %(path)s.") % {"path": item.path})
            return redirect(f"{reverse('plan:changes', args=[plan.uid])}?loai=#c-{item.uid}")
        except Refused as refusal:
            form.add_error(None, said(refusal))
    context = {"form": form, "plan": plan, "item": item}
    return render(request, "plan/amend_match.html", context, status=422 if form.errors else 200)


def _amendable(request: ActorRequest, uid: str) -> Plan:
    plan = selectors.get_plan(request.actor, uid)
    if plan.state != Plan.State.CONFIRMED or not can(request.actor, Permission.PLAN_EDIT, plan.unit_id):
        raise Http404("plan")
    return plan


def _entries(rows: Sequence[Difference], kind: str) -> list[Row]:
    """Return the clauses of one kind, or all that changed, with runs of unchanged ones folded between them."""
    if kind in set(Kind):
        return [Row(row) for row in rows if row.kind == kind]
    found: list[Row] = []
    for changed, run in groupby(rows, key=lambda row: row.changed):
        together = list(run)
        found += [Row(row) for row in together] if changed else [Row(folded=together)]
    return found


def fill(row: Row, tasks: dict[int, list[Touched]]) -> None:
    """Complete a row with the words that changed and the tasks that the change touches."""
    one = row.difference
    if one is None:
        return
    before, after = one.before or one.item, one.after or one.item
    row.heading, row.text = pieces(before.heading, after.heading), pieces(before.text, after.text)
    row.tasks = tasks.get(one.item.pk, [])


def _strip(rows: Sequence[Difference]) -> list[dict[str, Any]]:
    counted = selectors.tally(rows)
    words = {
        Kind.SAME: _("Giữ nguyên"), Kind.MOVED: _("Chuyển chỗ"), Kind.REWORDED: _("Sửa lời"), Kind.NEW: _("Mới"),
        Kind.DROPPED: _("Bỏ"),
    }  # fmt: skip
    return [
        {"label": label, "value": number(counted[kind]), "url": f"?loai={kind}" if counted[kind] else ""}
        for kind, label in words.items()
    ]


def _match_form(request: ActorRequest, item: PlanItem) -> tuple[MatchForm, dict[str, PlanItem]]:
    rows = selectors.differences(item.plan)
    free = [row.before for row in rows if row.before and (row.after is None or row.after.pk == item.pk)]
    held = [row.before for row in rows if row.before and row.after and row.after.pk != item.pk]
    data = sent(request)
    initial = {"previous": item.previous.uid if item.previous else ""}
    form = MatchForm(data, initial=initial, free=free, held=held)
    return form, {one.uid: one for one in [*free, *held]}
