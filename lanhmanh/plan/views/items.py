"""One clause: its sentence, tasks, progress, evidence."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.selectors import visible_to as documents_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import LEVELS, RECURRENCES, ItemForm
from lanhmanh.plan.models import Plan, PlanItem, Task
from lanhmanh.plan.rules.tasks import due_on
from lanhmanh.plan.rules.wording import pieces
from lanhmanh.plan.selectors import Count
from lanhmanh.ui.formats import due_state, due_words, said
from lanhmanh.ui.forms import sent
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on


@dataclass(frozen=True)
class TaskRow:
    """A task as one line of a table."""

    task: Task
    given_to: str
    rhythm: str
    due: date | None
    count: Count
    state: str
    word: str
    mine: bool
    measures: list[str]


@page(needs=Permission.PLAN_VIEW)
@require_GET
def item(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one clause."""
    found = selectors.get_item(request.actor, uid)
    day = selectors.last_day(found.plan, clock.today())
    tasks = list(selectors.line_tasks(found.plan, day).filter(item__root=found.root_id))
    units = selectors.responsible(request.actor, found.plan, tasks, day)
    line = selectors.clause_line(request.actor, found, day)
    context: dict[str, Any] = {
        "item": found,
        "plan": found.plan,
        "section": _section(found),
        "figures_url": _figures_url(request, found),
        "activities_url": _activities_url(request, found),
        "rows": _rows(request, found.plan, tasks, units, day),
        "by_unit": selectors.progress_by_unit(_top(request, found), tasks, units, day) if tasks else [],
        "evidence": selectors.evidence_of(tasks, units, day) if tasks else [],
        "cites": _cites(request, found),
        "line": line,
        "compared": _compared(found, line),
        "guidance": _guidance(request, found, day),
        "may_send": selectors.may_send(request.actor, found.plan, selectors.home_unit(request.actor), day),
        "neighbours": selectors.neighbours(found),
        "may_give": _may_give(request, found),
        "continued_by": selectors.continued_by(found),
        "dropped_above": selectors.dropped_above(found, day),
    }
    return render(request, "plan/item.html", context)


@page(needs=Permission.PLAN_EDIT)
def add_item(request: ActorRequest, uid: str) -> HttpResponse:
    """Add a section of our own to a draft."""
    plan = selectors.get_draft(request.actor, uid)
    form = ItemForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_item(actor=request.actor, plan=plan, parent=None, text=form.cleaned_data["text"])
            return redirect("plan:preview", plan.uid)
        except Refused as refusal:
            form.add_error("text", said(refusal))
    context = {"form": form, "plan": plan, "title": _("Thêm một mục vào kế hoạch"), "deed": _("Thêm mục")}
    context |= {"back": f"/ke-hoach/{plan.uid}/xem-truoc/"}
    return render(request, "plan/form.html", context, status=422 if form.errors else 200)


def _figures_url(request: ActorRequest, item: PlanItem) -> str:
    """Return where the clause's figures are, "" for who reads no figures and for a clause that has none."""
    path = selectors.root_path(item)
    return f"/bao-cao/muc/{quote(path)}/" if path and request.actor.holds(Permission.FIGURES_VIEW) else ""


def _top(request: ActorRequest, found: PlanItem) -> Unit:
    """Return the unit whose parts are compared: that of the plan, for a reader below it the reader's own."""
    above = can(request.actor, Permission.FIGURES_VIEW, found.plan.unit_id)
    return found.plan.unit if above else selectors.home_unit(request.actor)


def _may_give(request: ActorRequest, found: PlanItem) -> bool:
    applies = found.disposition != PlanItem.Disposition.NOT_APPLICABLE
    confirmed = found.plan.state == Plan.State.CONFIRMED
    return applies and confirmed and can(request.actor, Permission.PLAN_EDIT, found.plan.unit_id)


def _section(found: PlanItem) -> PlanItem | None:
    head = found.path.split(".")[0]
    return PlanItem.objects.filter(plan_id=found.plan_id, path=head).exclude(pk=found.pk).first()


def _cites(request: ActorRequest, found: PlanItem) -> list[tuple[Any, bool]]:
    """Return the citations, each with whether the reader may open the document."""
    cites = selectors.item_cites(found)
    ids = [citation.target_id for citation in cites]
    open_to = set(documents_of(request.actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [(citation, citation.target_id in open_to) for citation in cites]


def _compared(found: PlanItem, line: selectors.Line) -> list[tuple[str, str]]:
    """Return what differs from the nearest plan above that has other words, in pieces; nothing where none has."""
    return pieces(selectors.wording(line.differs.item), selectors.wording(found)) if line.differs else []


def _activities_url(request: ActorRequest, item: PlanItem) -> str:
    """Return where the activities recorded for the clause are listed, "" for who reads none."""
    reads = request.actor.holds(Permission.ACTIVITY_VIEW)
    return f"/hoat-dong/?item={item.uid}" if reads else ""


def _guidance(request: ActorRequest, found: PlanItem, day: date) -> list[tuple[Any, str]]:
    """Return the guidance of the clause, with the senders' names, for who reads guidance."""
    if not request.actor.holds(Permission.ACTIVITY_VIEW):
        return []
    rows = selectors.of_clause(request.actor, found)
    names = names_on({one.unit_id for one in rows}, day) if rows else {}
    return [(one, names.get(one.unit_id, "")) for one in rows]


def _rows(
    request: ActorRequest, plan: Plan, tasks: list[Task], units: selectors.Responsible, day: date
) -> list[TaskRow]:
    counted = selectors.counts(tasks, units, day)
    names = names_on({task.unit_id for task in tasks if task.unit_id}, day)
    home, every = request.actor.home_unit_id, selectors.known_measures()
    does = home is not None and can(request.actor, Permission.TASK_DO, home)
    rows = []
    for task in tasks:
        due, count = due_on(task.recurrence, task.due, day), counted[task.pk]
        state, word = _state(due, count, day)
        given = names.get(task.unit_id, "") if task.unit_id else _level(task, count)
        binds = task.state == Task.State.CONFIRMED and plan.state == Plan.State.CONFIRMED
        mine = does and binds and home in units[task.pk]
        rhythm = str(RECURRENCES[task.recurrence])
        measures = [every[code].name if code in every else code for code in task.indicators]
        rows.append(TaskRow(task, given, rhythm, due, count, state, word, mine, measures))
    return rows


def _level(task: Task, count: Count) -> str:
    level = str(LEVELS[task.responsible_level])
    return f"{count.of} {level}" if count.of > 1 else level[:1].upper() + level[1:]


def _state(due: date | None, count: Count, day: date) -> tuple[str, str]:
    if count.of and count.done == count.of:
        return "approved", _("Đã xong")
    if due is None:
        return "none", _("Thường xuyên")
    words = due_words(due, day)
    left = count.of - count.done
    if due < day and left > 1:
        return "overdue", _("Quá hạn %(n)s đơn vị") % {"n": left}
    return due_state(due, day), words[:1].upper() + words[1:]
