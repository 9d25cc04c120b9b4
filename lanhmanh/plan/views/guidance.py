"""Guidance of a plan: send it, read it, take note of it, see who did."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.plan import selectors, services
from lanhmanh.plan.forms import LEVELS, GuidanceForm, NoteForm
from lanhmanh.plan.models import Acknowledgement, Guidance, Plan, PlanItem
from lanhmanh.plan.rules.guidance import Heed
from lanhmanh.ui import downloads
from lanhmanh.ui.formats import date_vi, due_state, due_words, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on

HEEDS = {
    Heed.NOTED: ("approved", gettext_lazy("Đã đọc, xác nhận")),
    Heed.WAITING: ("due", gettext_lazy("Chưa xác nhận")),
    Heed.OVERDUE: ("overdue", gettext_lazy("Quá hạn")),
    Heed.NO_ACCOUNT: ("none", gettext_lazy("Chưa có tài khoản")),
    Heed.ENDED: ("none", gettext_lazy("Không còn sau sắp xếp")),
}


@dataclass(frozen=True)
class Entry:
    """Guidance as one line of a list."""

    guidance: Guidance
    sender: str
    levels: str
    note: Acknowledgement | None
    noted: int
    of: int
    state: str
    word: str


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def index(request: ActorRequest, uid: str) -> HttpResponse:
    """Show the guidance of a plan: received from above, sent from here, sent by units below."""
    plan, unit, day = selectors.get_plan(request.actor, uid), selectors.home_unit(request.actor), clock.today()
    entries = _entries(request, selectors.of_plan(request.actor, plan), unit)
    down = selectors.looks_down(request.actor, {entry.guidance.unit_id for entry in entries})
    context = {
        "plan": plan,
        "received": [entry for entry in entries if entry.guidance.unit_id not in down],
        "sent": [entry for entry in entries if entry.guidance.unit_id == unit.pk],
        "below": [entry for entry in entries if entry.guidance.unit_id in down and entry.guidance.unit_id != unit.pk],
        "may_send": selectors.may_send(request.actor, plan, unit, day),
    }
    return render(request, "plan/guidance_list.html", context)


@page(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def send(request: ActorRequest, uid: str) -> HttpResponse:
    """Ask what to heed and by whom; show it as it will be read; send it."""
    plan, unit, day = selectors.get_plan(request.actor, uid), selectors.home_unit(request.actor), clock.today()
    if not selectors.may_send(request.actor, plan, unit, day):
        raise Http404("plan")
    form = _form(request, plan, unit)
    context: dict[str, Any] = {"plan": plan, "form": form, "unit_name": names_on([unit.pk], day).get(unit.pk, "")}
    if request.method == "POST" and form.is_valid() and "lai" not in request.POST:
        if "gui" not in request.POST:
            return render(request, "plan/guidance_confirm.html", context | _told(form, unit))
        try:
            sent = services.send_guidance(actor=request.actor, unit=unit, plan=plan, **form.facts())
            flash(request, _("Đã gửi hướng dẫn."))
            return redirect("plan:guidance", sent.uid)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    return render(request, "plan/guidance_form.html", context, status=422 if form.errors else 200)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show guidance: to read and take note of, or to see who did."""
    guidance, unit = selectors.get_guidance(request.actor, uid), selectors.home_unit(request.actor)
    return _detail(request, guidance, unit, NoteForm(level=unit.level))


@page(needs=Permission.TASK_DO)
@require_POST
def acknowledge(request: ActorRequest, uid: str) -> HttpResponse:
    """Take note of guidance for the reader's unit."""
    guidance, unit = selectors.get_guidance(request.actor, uid), selectors.home_unit(request.actor)
    if not selectors.is_addressed(guidance, unit):
        raise Http404("guidance")
    form = NoteForm(request.POST, level=unit.level)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.acknowledge(
                actor=request.actor, guidance=guidance, unit=unit, groups=data.get("groups"), note=data["note"]
            )
            flash(request, _("Đã xác nhận hướng dẫn."))
            return redirect("plan:guidance", guidance.uid)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    return _detail(request, guidance, unit, form, status=422)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def file(request: ActorRequest, uid: str, form: str) -> HttpResponse:
    """Hand out the document that went with guidance to whoever reads the guidance."""
    found = selectors.guidance_file(selectors.get_guidance(request.actor, uid), form).file
    return downloads.download(bytes(found.content), found.name, found.media_type)


def levels_words(guidance: Guidance) -> str:
    """Return the levels to which guidance went, in words."""
    return "; ".join(str(LEVELS[level]) for level in LEVELS if level in guidance.levels)


def _detail(
    request: ActorRequest, guidance: Guidance, unit: Unit, form: NoteForm, *, status: int = 200
) -> HttpResponse:
    day = clock.today()
    note = selectors.note_of(guidance, unit)
    asked = selectors.is_addressed(guidance, unit) and can(request.actor, Permission.TASK_DO, unit)
    board = selectors.board(request.actor, guidance, unit, day)
    others = selectors.same_matter(request.actor, guidance)
    names = names_on({guidance.unit_id, *(one.unit_id for one in others)}, selectors.sent_on(guidance))
    context = {
        "guidance": guidance,
        "plan": guidance.plan,
        "item": guidance.item,
        "sender": names.get(guidance.unit_id, ""),
        "levels": levels_words(guidance),
        "note": note,
        "form": form if asked and not note else None,
        "board": board if board.count.of else None,
        "groups": [(group, _recipients(group, board, request.GET.get("mo", ""))) for group in board.groups],
        "counts": [(HEEDS[heed], getattr(board.count, heed.value)) for heed in Heed],
        "files": list(guidance.document.renditions.values_list("format", "file__name")) if guidance.document else [],
        "others": [(one, names.get(one.unit_id, "")) for one in others],
        "may_send": selectors.may_send(request.actor, guidance.plan, unit, day),
        "own": guidance.unit_id == unit.pk,
    }
    return render(request, "plan/guidance.html", context, status=status)


def _recipients(
    group: selectors.Group, board: selectors.Board, opened: str
) -> list[tuple[selectors.Recipient, str, Any]]:
    """Return the recipients of a group with the words for each where it is open, nothing where it is closed."""
    shown = board.count.of <= _FEW or group.unit.uid == opened
    return [(one, *HEEDS[one.heed]) for one in group.recipients] if shown else []


_FEW = 40  # so many recipients show at once; more open by the unit above them


def _entries(request: ActorRequest, rows: list[Guidance], unit: Unit) -> list[Entry]:
    day = clock.today()
    notes = selectors.noted_by_unit(rows, unit)
    counts = selectors.noted_counts(request.actor, rows, unit)
    names = names_on({one.unit_id for one in rows}, day)
    found = []
    for one in rows:
        state, word = _state(one, notes.get(one.pk), unit)
        sender = names.get(one.unit_id, "")
        found.append(Entry(one, sender, levels_words(one), notes.get(one.pk), *counts[one.pk], state, word))
    return found


def _state(guidance: Guidance, note: Acknowledgement | None, unit: Unit) -> tuple[str, str]:
    """Return how the reader's own unit stands towards guidance, "" where it was not sent to it."""
    if unit.level not in guidance.levels or guidance.unit_id == unit.pk:
        return "", ""
    if note:
        return "approved", _("Đã xác nhận ngày %(day)s") % {"day": date_vi(note.noted_at)}
    if guidance.due is None:
        return "due", _("Chưa xác nhận")
    state, words = due_state(guidance.due, clock.today()), due_words(guidance.due, clock.today())
    return "due" if state == "none" else state, _("Chưa xác nhận, %(due)s") % {"due": words}


def _form(request: ActorRequest, plan: Plan, unit: Unit) -> GuidanceForm:
    items = selectors.items_of(plan).exclude(disposition=PlanItem.Disposition.NOT_APPLICABLE)
    return GuidanceForm(
        sent(request),
        initial={"token": new_id()} | _begun(request, plan, unit),
        items=list(items),
        levels=selectors.levels_below(unit, clock.today()),
        papers=list(selectors.papers_of(unit)),
    )


def _begun(request: ActorRequest, plan: Plan, unit: Unit) -> dict[str, Any]:
    """Return what the form begins with: a clause, our own guidance to be put right, or one from above to pass on."""
    if not (known := request.GET.get("tu", "")):
        return {"item": request.GET.get("muc", "")}
    before = selectors.get_guidance(request.actor, known)
    if before.plan_id != plan.pk:
        raise Http404("guidance")
    found = {"item": before.item.uid if before.item else "", "title": before.title, "text": before.text}
    if before.unit_id == unit.pk:
        still = before.due and before.due >= clock.today()
        return found | {"levels": before.levels, "due": before.due if still else None}
    day = selectors.sent_on(before)
    words = {"sender": names_on([before.unit_id], day).get(before.unit_id, ""), "day": date_vi(day)}
    head = _("Chuyển hướng dẫn của %(sender)s ngày %(day)s:") % words
    return found | {"text": f"{head}\n\n{before.text}\n\n"}


def _told(form: GuidanceForm, unit: Unit) -> dict[str, Any]:
    """Return what is shown before sending: to whom it goes, and the fields as they were filled in."""
    facts = form.facts()
    below = selectors.levels_below(unit, clock.today())
    return {
        "facts": facts,
        "goes_to": [(LEVELS[level], below[level]) for level in below if level in facts["levels"]],
        "units": sum(below[level] for level in facts["levels"]),
    }
