"""Put an amendment in force, after its tasks were looked at."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.services import set_number
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import PlanForm, ProposalForm, TaskForm, of_task
from lanhmanh.plan.forms.amending import CarriedForm
from lanhmanh.plan.models import Plan, Task
from lanhmanh.plan.rules.diff import Kind
from lanhmanh.plan.selectors import Difference
from lanhmanh.plan.views.amending import Row, fill
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

# Tasks of clauses with the same words go on as they are; of these a person decides.
FORMS: dict[Kind, type[TaskForm]] = {Kind.REWORDED: CarriedForm, Kind.NEW: ProposalForm}


@page(needs=Permission.PLAN_EDIT)
def confirm(request: ActorRequest, uid: str) -> HttpResponse:
    """Ask about the tasks of clauses that were reworded or are new, name those that end; put the amendment in force."""
    plan = selectors.get_draft(request.actor, uid)
    if plan.amends is None:
        raise Http404("amendment")
    form, every = _plan_form(request, plan), selectors.differences(plan)
    rows = _task_rows(request, plan, every)
    asked = [one for row in rows for one in row.forms]
    if request.method == "POST" and _valid(form, asked):
        try:
            _confirm(request, plan, form, asked)
            flash(request, _("Bản sửa đổi đã có hiệu lực."))
            return redirect("plan:detail", plan.uid)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    wrong = sum(len(bound.errors) for _task, bound in asked)
    context = {"plan": plan, "amended": plan.amends, "form": form, "wrong": wrong, **_grouped(plan, rows)}
    context["another"] = selectors.another_plan(every)
    return render(request, "plan/amend_confirm.html", context, status=422 if form.errors or wrong else 200)


def _plan_form(request: ActorRequest, plan: Plan) -> PlanForm:
    number_ = plan.document.number if plan.document else ""
    initial = {"title": plan.title, "number": number_, "last_year": plan.last_year}
    form = PlanForm(sent(request), initial=initial)
    del form.fields["first_year"]
    if not plan.document:
        del form.fields["number"]
    return form


def _task_rows(request: ActorRequest, plan: Plan, every: Sequence[Difference]) -> list[Row]:
    """Return every clause with tasks, those to be decided with their forms."""
    data = sent(request)
    tasks = selectors.touched(request.actor, every, clock.today())
    found = [Row(one) for one in every if tasks.get(one.item.pk)]
    for row in found:
        fill(row, tasks)
        shown = FORMS.get(row.difference.kind) if row.difference else None
        for task in (one.after for one in row.tasks if one.after):
            if shown:
                row.forms.append((task, shown(data, prefix=task.uid, initial=of_task(task), top=plan.unit)))
    return found


def _valid(form: PlanForm, asked: Sequence[tuple[Task, TaskForm]]) -> bool:
    """Test every form, so that all errors show; a task that ends needs not be complete."""
    fine = form.is_valid()
    for _task, bound in asked:
        if not bound.is_valid() and not bound.wanted:
            bound.errors.clear()
        fine = fine and not bound.errors
    return fine


def _confirm(request: ActorRequest, plan: Plan, form: PlanForm, asked: Sequence[tuple[Task, TaskForm]]) -> None:
    data = form.cleaned_data
    services.confirm_plan(
        actor=request.actor,
        plan=plan,
        choices={task.uid: bound.choice(task.unit) for task, bound in asked},
        title=data["title"],
        years=(plan.first_year, data["last_year"]),
    )
    if plan.document and data.get("number", "").strip() not in ("", plan.document.number):
        set_number(actor=request.actor, document=plan.document, number=data["number"])


def _grouped(plan: Plan, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the tasks to decide, those that are kept as they are, those that end; and who will be asked to follow."""
    all_rows = [(row, one) for row in rows for one in row.tasks]
    return {
        "asked": [row for row in rows if row.forms],
        "kept": [(row, one) for row, one in all_rows if one.after and not row.forms],
        "ending": [(row, one) for row, one in all_rows if one.after is None],
        "followers": Plan.objects.filter(parent__in=selectors.versions(plan), state=Plan.State.CONFIRMED).count(),
    }
