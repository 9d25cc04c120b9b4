"""Rule sets to read: the list, one of them, a template."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas import selectors, services
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.views import rule_words as words
from lanhmanh.kernel import clock
from lanhmanh.law import classes
from lanhmanh.ui.formats import either, said


@page(needs=Permission.AREA_VIEW)
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """List the rule sets: in force today, being written, past and to come, and the templates."""
    today = clock.today()
    lines = [_line(request, one, today) for one in selectors.all_rule_sets(request.actor)]
    context = {
        "drafts": [line for line in lines if line["row"].state == RuleSet.State.DRAFT],
        "now": [line for line in lines if line["now"]],
        "others": [line for line in lines if not line["now"] and line["row"].state != RuleSet.State.DRAFT],
        "templates": [
            (one, words.name_of(one), either(*one.flag), [either(*note) for note in one.notes])
            for one in classes.templates()
        ],
        "may_write": request.actor.holds(Permission.RULES_WRITE),
    }
    return render(request, "areas/rules.html", context)


def _line(request: ActorRequest, one: selectors.RuleSetView, today: date) -> dict[str, Any]:
    state, word = words.STATES[RuleSet.State(one.row.state)]
    return {
        "row": one.row,
        "name": words.name_of(one.value),
        "span": words.span(one.value),
        "flag": either(*one.value.flag),
        "owner": one.owner,
        "state": state,
        "word": word,
        "now": one.row.state == RuleSet.State.PUBLISHED and one.value.holds(today),
    }


@page(needs=Permission.AREA_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one version: its classes and criteria as sentences, its source, its days."""
    one = selectors.get_rule_set(request.actor, uid)
    state, word = words.STATES[RuleSet.State(one.row.state)]
    may_write = one.row.unit is not None and can(request.actor, Permission.RULES_WRITE, one.row.unit)
    is_draft = one.row.state == RuleSet.State.DRAFT
    context = {
        **shown(one.value),
        "row": one.row,
        "owner": one.owner,
        "state": state,
        "word": word,
        "may_write": may_write,
        "may_copy": request.actor.holds(Permission.RULES_WRITE),
        "document": one.row.document if request.actor.holds(Permission.DOCUMENT_VIEW) else None,
        "is_draft": is_draft,
        "lacking": [said(each) for each in services.publishable(one.row)] if is_draft else [],
        "try_url": reverse("areas:rules_try", args=[uid]) if not classes.gaps(one.value) else "",
        "versions": selectors.versions_of(request.actor, one.row),
    }
    return render(request, "areas/rule_set.html", context)


@page(needs=Permission.AREA_VIEW)
@require_GET
def template(request: ActorRequest, code: str) -> HttpResponse:
    """Show a template that comes with the programme, and what must be entered before it classifies anything."""
    value = next((one for one in classes.templates() if one.code == code), None)
    if value is None:
        raise Http404("template")
    context = {
        **shown(value),
        "word": _("Bản mẫu"),
        "state": "info",
        "lacking": [said(each) for each in classes.gaps(value)],
        "may_copy": request.actor.holds(Permission.RULES_WRITE),
    }
    return render(request, "areas/rule_set.html", context)


def shown(value: classes.RuleSet) -> dict[str, Any]:
    """Return what a page shows of a rule set whatever its state."""
    return {
        "value": value,
        "name": words.name_of(value),
        "flag": either(*value.flag),
        "about": words.about(value),
        "notes": words.notes(value),
        "sections": words.shown(value),
        "facts": words.facts(value),
    }
