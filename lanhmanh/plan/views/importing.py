"""Upload a plan, look at what was read, confirm it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.services import set_number
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.paper.json_form import from_json
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import PlanForm, ProposalForm, UploadForm, of_task
from lanhmanh.plan.models import Plan, Task
from lanhmanh.plan.rules.outline import marked
from lanhmanh.plan.views.outline import branches
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

Proposals = list[tuple[Task, ProposalForm]]


@page(needs=Permission.PLAN_EDIT)
def upload(request: ActorRequest) -> HttpResponse:
    """Take the file and make the draft."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        unit = selectors.home_unit(request.actor)
        try:
            plan = services.import_plan(actor=request.actor, unit=unit, data=file.read(), name=file.name)
            return redirect("plan:preview", plan.uid)
        except Refused as refusal:
            form.add_error("file", said(refusal))
    return render(request, "plan/upload.html", {"form": form}, status=422 if form.errors else 200)


@page(needs=Permission.PLAN_EDIT)
def preview(request: ActorRequest, uid: str) -> HttpResponse:
    """Show the text beside the outline, what is odd, and every proposed task; confirm them."""
    plan = selectors.get_draft(request.actor, uid)
    if plan.amends_id:
        return redirect("plan:changes", plan.uid)
    value = from_json(plan.document.value) if plan.document and plan.document.value else None
    form, proposals = _forms(request, plan)
    if request.method == "POST" and _valid(form, proposals):
        try:
            _confirm(request, plan, form, proposals)
            flash(request, _("Kế hoạch đã có hiệu lực."))
            return redirect("plan:detail", plan.uid)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    context = {"plan": plan, "value": value, "form": form, "proposals": proposals, **_text(plan, value)}
    context["wrong"] = sum(len(bound.errors) for _task, bound in proposals)
    return render(request, "plan/preview.html", context, status=422 if form.errors or context["wrong"] else 200)


@page(needs=Permission.PLAN_EDIT)
def discard(request: ActorRequest, uid: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    plan = selectors.get_draft(request.actor, uid)
    if request.method == "POST":
        services.discard_plan(actor=request.actor, plan=plan)
        flash(request, _("Đã bỏ bản nháp."), state="info")
        return redirect("plan:index")
    context = {
        "title": _("Bỏ bản nháp này?"),
        "explanation": _("Dàn ý và các nhiệm vụ đề xuất sẽ mất. Văn bản vẫn ở trong sổ văn bản."),
        "deed": _("Bỏ bản nháp"),
        "back_url": reverse("plan:preview", args=[plan.uid]),
    }
    return render(request, "ui/confirm.html", context)


def _forms(request: ActorRequest, plan: Plan) -> tuple[PlanForm, Proposals]:
    data = sent(request)
    number = plan.document.number if plan.document else ""
    initial = {"title": plan.title, "number": number, "first_year": plan.first_year, "last_year": plan.last_year}
    form = PlanForm(data, initial=initial)
    if not plan.document:
        del form.fields["number"]
    tasks = list(selectors.tasks_of(plan).filter(state=Task.State.PROPOSED))
    fit = selectors.measures_for(task.item for task in tasks)
    return form, [
        (t, ProposalForm(data, prefix=t.uid, initial=of_task(t), top=plan.unit, fit=fit[t.item_id])) for t in tasks
    ]


def _valid(form: PlanForm, proposals: Proposals) -> bool:
    """Test every form, so that all errors show; a proposal that is left needs not be complete."""
    fine = form.is_valid()
    for _task, bound in proposals:
        if not bound.is_valid() and not bound.wanted:
            bound.errors.clear()
        fine = fine and not bound.errors
    return fine


def _confirm(request: ActorRequest, plan: Plan, form: PlanForm, proposals: Proposals) -> None:
    data = form.cleaned_data
    choices = {task.uid: bound.choice() for task, bound in proposals}
    services.confirm_plan(
        actor=request.actor,
        plan=plan,
        choices=choices,
        title=data["title"],
        years=(data["first_year"], data["last_year"]),
    )
    if plan.document and data.get("number", "").strip() not in ("", plan.document.number):
        set_number(actor=request.actor, document=plan.document, number=data["number"])


def _text(plan: Plan, value: OfficialDocument | None) -> dict[str, Any]:
    """Return the text in pieces with its citations marked, and the outline."""
    items = list(selectors.items_of(plan))
    numbers = [reference.number for reference in value.references] if value else []
    return {
        "paragraphs": [marked(text, numbers) for text in (value.preamble if value else ())],
        "clauses": [(item, [marked(text, numbers) for text in item.text.split("\n") if text]) for item in items],
        "branches": branches(items),
    }
