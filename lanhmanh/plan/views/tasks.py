"""Give a task, change it, take it back, record how far we are."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import OwnTaskForm, ProgressForm, of_task
from lanhmanh.plan.models import Plan, PlanItem, Task
from lanhmanh.plan.rules.tasks import period_of
from lanhmanh.ui.formats import period_name, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import children, names_on


@page(needs=Permission.PLAN_EDIT)
def add(request: ActorRequest, uid: str) -> HttpResponse:
    """Give a new task of a clause."""
    item = selectors.get_item(request.actor, uid)
    _mine(request, item.plan)
    form = _form(request, item, {"title": item.name, "recurrence": "quarterly"})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_task(actor=request.actor, item=item, choice=form.given())
            flash(request, _("Đã giao nhiệm vụ."))
            return redirect("plan:item", item.uid)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    context = {
        "form": form,
        "item": item,
        "plan": item.plan,
        "title": _("Giao nhiệm vụ mới"),
        "deed": _("Giao nhiệm vụ"),
    }
    context |= {"back": f"/ke-hoach/muc/{item.uid}/"}
    return render(request, "plan/form.html", context, status=422 if form.errors else 200)


@page(needs=Permission.PLAN_EDIT)
def edit(request: ActorRequest, uid: str) -> HttpResponse:
    """Change a task."""
    task = selectors.get_task(request.actor, uid)
    _mine(request, task.item.plan)
    form = _form(request, task.item, of_task(task))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_task(actor=request.actor, task=task, choice=form.given())
            flash(request, _("Đã sửa nhiệm vụ."))
            return redirect("plan:item", task.item.uid)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    context = {"form": form, "item": task.item, "plan": task.item.plan, "title": _("Sửa nhiệm vụ"), "deed": _("Lưu")}
    context |= {"back": f"/ke-hoach/muc/{task.item.uid}/", "task": task, "past": selectors.pasts([task])[task.pk]}
    return render(request, "plan/form.html", context, status=422 if form.errors else 200)


@page(needs=Permission.PLAN_EDIT)
def drop(request: ActorRequest, uid: str) -> HttpResponse:
    """Take a task back, after asking."""
    task = selectors.get_task(request.actor, uid)
    _mine(request, task.item.plan)
    if request.method == "POST":
        services.drop_task(actor=request.actor, task=task)
        flash(request, _("Đã bỏ nhiệm vụ."), state="info")
        return redirect("plan:item", task.item.uid)
    context = {
        "title": _("Bỏ nhiệm vụ này?"),
        "explanation": _("“%(task)s” sẽ không còn giao cho đơn vị nào. Tiến độ đã ghi vẫn được giữ.")
        % {"task": task.title},
        "deed": _("Bỏ nhiệm vụ"),
        "back_url": f"/ke-hoach/nhiem-vu/{task.uid}/",
    }
    return render(request, "ui/confirm.html", context)


@page(needs=Permission.TASK_DO)
def progress(request: ActorRequest, uid: str) -> HttpResponse:
    """Record how far the reader's unit is with a task."""
    task, unit = selectors.get_task(request.actor, uid), selectors.home_unit(request.actor)
    if not selectors.binds(task, unit, clock.today()):
        later = selectors.carried_on(task)
        if later is None or not selectors.binds(later, unit, clock.today()):
            raise Http404("task")
        return redirect("plan:progress", later.uid)
    recorded = selectors.progress_of(task, unit)
    form = _progress_form(request, task, recorded)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_progress(actor=request.actor, task=task, unit=unit, **_said(form))
            flash(request, _("Đã ghi tiến độ."))
            return redirect("plan:item", task.item.uid)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    context: dict[str, Any] = {
        "form": form,
        "task": task,
        "item": task.item,
        "unit_name": names_on([unit.pk], clock.today()).get(unit.pk, ""),
        "recorded": [(row, period_name(parse(row.period)) if row.period else "") for row in recorded],
        "past": selectors.pasts([task])[task.pk],
    }
    return render(request, "plan/progress.html", context, status=422 if form.errors else 200)


def _mine(request: ActorRequest, plan: Plan) -> None:
    """Turn away who reads this plan but does not edit it, and drafts, whose tasks are cut on the preview."""
    if plan.state != Plan.State.CONFIRMED or not can(request.actor, Permission.PLAN_EDIT, plan.unit_id):
        raise Http404("plan")


def _form(request: ActorRequest, item: PlanItem, initial: dict[str, Any]) -> OwnTaskForm:
    top = item.plan.unit
    units, fit = list(children(top, clock.today())), selectors.measures_for([item])[item.pk]
    return OwnTaskForm(sent(request), initial=initial, top=top, units=units, fit=fit)


def _progress_form(request: ActorRequest, task: Task, recorded: list[Any]) -> ProgressForm:
    current = period_of(task.recurrence, clock.today())
    periods = [current, parse(current).previous().code] if current else []
    known = next((row for row in recorded if row.period == current), None)
    fields = ("period", "state", "note", "evidence")
    initial = {name: getattr(known, name) for name in fields} if known else {"period": current}
    return ProgressForm(sent(request), initial=initial, periods=periods)


def _said(form: ProgressForm) -> dict[str, str]:
    data = form.cleaned_data
    names = ("period", "state", "note", "evidence")
    return {name: data.get(name, "") for name in names}
